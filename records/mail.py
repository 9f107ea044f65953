"""Mail about records: the reference of the folder, never a name or a word about health."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import outbox
from accounts.models import OutgoingMail, User
from intake import access
from intake.choices import ContactWay
from intake.models import Case


def send_asked(case: Case) -> None:
    """Queues one e-mail to everybody who may add records: something asked for is not here.

    A patient who wants news only in the folder gets none.
    """
    ways = case.patient.contact_ways
    silent = ways and ContactWay.EMAIL not in ways
    for member in access.members_of(case):
        may_add = access.upload(member) and access.see_answers(member)
        if may_add and member.user.is_active and not (member.is_patient and silent):
            _queue(case, member.user)


def _queue(case: Case, person: User) -> None:
    offered = {code for code, _name in settings.LANGUAGES}
    language = person.language if person.language in offered else "en"
    page = reverse("records:record_list", args=[case.pk])
    context = {
        "reference": case.reference,
        "records_url": settings.SITE_URL.rstrip("/") + page,
        "service": settings.SERVICE,
    }
    with translation.override(language):
        subject = render_to_string("mail/asked.subject.txt", context).strip()
        body = render_to_string("mail/asked.body.txt", context).strip() + "\n"
    message = EmailMessage(subject, body, None, [person.email])
    outbox.marked(message, OutgoingMail.Kind.REQUEST).send()
