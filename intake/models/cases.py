"""The case: one patient's folder, and who belongs to it."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.reference import new_reference


class Scope(models.TextChoices):
    """What a member may do in a case. Each is one column of CaseMember."""

    SEE = "may_see", _("See the records and answers")
    UPLOAD = "may_upload", _("Add records")
    QUESTIONS = "may_question", _("Write questions")
    ANSWER = "may_answer", _("Fill in the answers")
    MESSAGE = "may_message", _("Read and write messages")
    SEND = "may_send", _("Send the folder")


# Their pages show what others answered: who may do these must be able to see, too.
SHOWN_WITH = frozenset({Scope.ANSWER.value, Scope.SEND.value})


class CaseQuerySet(models.QuerySet["Case"]):
    def of_member(self, user: object) -> Self:
        """Cases this person belongs to now."""
        members = CaseMember.objects.current().filter(user=user)
        return self.filter(members__in=members)

    def open_to_desk(self) -> Self:
        """Cases that were sent at least once: coordinators may see these, never drafts."""
        return self.filter(desk_opened_at__isnull=False)


class Case(models.Model):
    """One patient's folder. A request is one consultation about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        max_length=9, unique=True, default=new_reference, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # Set when a request is sent; from then on coordinators may see the case.
    desk_opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return self.reference


class MemberQuerySet(models.QuerySet["CaseMember"]):
    def current(self, now: datetime | Expression | None = None) -> Self:
        """Members who may come in now."""
        now = now or timezone.now()
        return self.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=now),
            left_at__isnull=True,
            user__is_active=True,
        )


class CaseMember(models.Model):
    """A person who belongs to a case. The patient may do everything."""

    class Role(models.TextChoices):
        PATIENT = "patient", _("Patient")
        CAREGIVER = "caregiver", _("Caregiver")
        SPECIALIST = "specialist", _("Specialist")

    class Relationship(models.TextChoices):
        PARTNER = "partner", _("Husband, wife or partner")
        CHILD = "child", _("Daughter or son")
        PARENT = "parent", _("Mother or father")
        SIBLING = "sibling", _("Sister or brother")
        RELATIVE = "relative", _("Another relative")
        FRIEND = "friend", _("Friend")
        OTHER = "other", _("Somebody else")

    class Basis(models.TextChoices):
        """By which right a caregiver acts.

        A login shared by a family is not a legal decision: the basis is asked.
        """

        CONSENT = "consent", _("The patient agreed to it")
        PARENT = "parent", _("I am the parent of a patient under 18")
        GUARDIAN = "guardian", _("A court made me the guardian")
        ATTORNEY = "attorney", _("A power of attorney")
        CANNOT_ACT = "cannot_act", _("The patient cannot act and I am the next of kin")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    relationship = models.CharField(
        max_length=12, choices=Relationship.choices, blank=True
    )
    basis = models.CharField(max_length=12, choices=Basis.choices, blank=True)
    may_see = models.BooleanField(default=False)
    may_upload = models.BooleanField(default=False)
    may_question = models.BooleanField(default=False)
    may_answer = models.BooleanField(default=False)
    may_message = models.BooleanField(default=False)
    may_send = models.BooleanField(default=False)
    expires_on = models.DateField(null=True, blank=True)  # last day of access
    ends_at = models.DateTimeField(null=True, blank=True)  # its end: intake/last_day.py
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["joined_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(left_at__isnull=True),
                name="one_membership_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role="patient", left_at__isnull=True),
                name="one_patient_in_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def is_patient(self) -> bool:
        return self.role == self.Role.PATIENT

    @property
    def is_caregiver(self) -> bool:
        return self.role == self.Role.CAREGIVER

    @property
    def acts_for_patient(self) -> bool:
        """The patient, or a caregiver with a legal authority: may send, agree and invite."""
        legal = {
            self.Basis.PARENT,
            self.Basis.GUARDIAN,
            self.Basis.ATTORNEY,
            self.Basis.CANNOT_ACT,
        }
        return self.is_patient or (self.is_caregiver and self.basis in legal)

    def may(self, scope: str) -> bool:
        """Whether this member may do the deed. A patient may do all of them."""
        return self.is_patient or bool(getattr(self, scope))

    @property
    def scopes(self) -> list[Scope]:
        return [scope for scope in Scope if self.may(scope.value)]


class Invitation(models.Model):
    """A patient's invitation to a caregiver. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="invitations")
    # CAREGIVER: the patient invites. PATIENT: a caregiver who began the folder hands it over.
    role = models.CharField(
        max_length=12,
        choices=CaseMember.Role.choices,
        default=CaseMember.Role.CAREGIVER,
    )
    email = models.EmailField(_("e-mail address"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    relationship = models.CharField(
        max_length=12, choices=CaseMember.Relationship.choices, blank=True
    )
    may_see = models.BooleanField(default=False)
    may_upload = models.BooleanField(default=False)
    may_question = models.BooleanField(default=False)
    may_answer = models.BooleanField(default=False)
    may_message = models.BooleanField(default=False)
    may_send = models.BooleanField(default=False)
    access_until = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def last_day(self) -> date:
        """The same day for the mail and for every reader, wherever on Earth they are."""
        earliest_clock = timedelta(hours=-12)
        return (self.expires_at.astimezone(UTC) + earliest_clock).date()

    @property
    def is_open(self) -> bool:
        ended = self.accepted_at or self.declined_at or self.cancelled_at
        return not ended and self.expires_at > timezone.now()

    @property
    def scopes(self) -> list[Scope]:
        return [scope for scope in Scope if getattr(self, scope.value)]


class Consent(models.Model):
    """One person's answer to one version of one statement. Rows are added, never edited.

    The latest row of a code counts. `text_hash` is SHA-256 of the statement as shown.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    code = models.CharField(max_length=4)  # C1 ... C10, from intake/statements.py
    version = models.CharField(max_length=12)
    language = models.CharField(max_length=10)
    text_hash = models.CharField(max_length=64)
    agreed = models.BooleanField()  # False: refused, or taken back
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    basis = models.CharField(max_length=12, blank=True)  # CaseMember.Basis, or patient
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "code", "-at"])]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
