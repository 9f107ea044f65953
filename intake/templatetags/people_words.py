"""Words about people in a folder."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from intake.models import CaseMember

register = template.Library()

RIGHTS = {
    CaseMember.Basis.CONSENT: _("The patient agreed to it"),
    CaseMember.Basis.PARENT: _("Parent of a patient under 18"),
    CaseMember.Basis.GUARDIAN: _("Guardian, named by a court"),
    CaseMember.Basis.ATTORNEY: _("Power of attorney"),
    CaseMember.Basis.CANNOT_ACT: _("Next of kin: the patient cannot act"),
}


@register.filter
def right_words(member: CaseMember) -> str:
    """By which right this caregiver acts, as others read it."""
    return str(RIGHTS.get(member.basis, ""))


@register.filter
def masked_address(email: str) -> str:
    """Enough of an address to know one's own, too little to learn somebody else's."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}•••••@{host}"
