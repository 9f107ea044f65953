"""People, what they did, and the mail that leaves the house."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sealed import SealedText
from accounts.work import WorkRow

COORDINATORS = "Coordinators"
SPECIALISTS = "Specialists"
MANAGERS = "Managers"
NO_ZONE = "UTC"  # where an account stands until somebody chooses


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **extra) -> User:
        extra |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **extra)

    def get_by_natural_key(self, username: str) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The e-mail address is the login."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default=NO_ZONE)
    theme = models.CharField(max_length=5, blank=True)  # "", "light" or "dark"
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    @cached_property
    def group_names(self) -> frozenset[str]:
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def is_coordinator(self) -> bool:
        return self.is_staff and (self.is_superuser or COORDINATORS in self.group_names)

    @property
    def is_specialist(self) -> bool:
        return SPECIALISTS in self.group_names

    @property
    def has_chosen_zone(self) -> bool:
        """Whether the person ever chose a time zone: a new account only stands at UTC."""
        return self.time_zone != NO_ZONE

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")


class AuditEntry(models.Model):
    """Who looked at, sent or changed what. Rows are chained by hash and never edited.

    `facts` holds codes and counts only, never what a patient wrote.
    """

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    at = models.DateTimeField(editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        db_constraint=False,
        related_name="+",
    )
    by_key = models.CharField(max_length=40, editable=False)  # kept if the user goes
    verb = models.CharField(max_length=40, editable=False)
    thing = models.CharField(max_length=60, editable=False)  # "records.file"
    thing_id = models.CharField(max_length=60, editable=False)
    case_id = models.CharField(max_length=40, blank=True, db_index=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.thing}"


class OutgoingMail(WorkRow):
    """One e-mail on its way. The text is sealed, and wiped once it is sent.

    It can hold a sign-in code or the token of an invitation, of which nothing else keeps
    more than a hash.
    """

    class Kind(models.TextChoices):
        CODE = "code", _("Sign-in code")
        RESET = "reset", _("Link for a new password")
        INVITATION = "invitation", _("Invitation")
        REQUEST = "request", _("About a request")
        ACCOUNT = "account", _("About an account")

    task_name = "accounts.tasks.send_mail"
    # Over three days with the waits between them: a mail server may be away for a weekend.
    most_attempts = 18

    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.ACCOUNT
    )
    to = models.JSONField(default=list)
    sender = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = SealedText(blank=True)
    html = SealedText(blank=True)
    # When the code or the link in it ends; None when nothing in it does.
    expires_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")

    def __str__(self) -> str:
        return f"mail {self.pk}"

    @property
    def fault(self) -> str:
        """Why it cannot be sent any more, as an error code; empty when it can."""
        if self.body is None or self.html is None:
            return "sealed_with_another_key"
        expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return "expired" if expired or not (self.body or self.html) else ""

    def next_try(self) -> datetime | None:
        """Never after what it carries has expired."""
        at = super().next_try()
        late = at is not None and self.expires_at is not None and at >= self.expires_at
        return None if late else at

    @classmethod
    def troubled(cls) -> models.QuerySet[OutgoingMail]:
        """Mail that failed, and mail that waits for another try."""
        failed = Q(work=cls.Work.FAILED)
        return cls.objects.filter(failed | Q(work=cls.Work.QUEUED, attempts__gt=0))

    def send_now(self) -> bool:
        """A try at once of mail that failed or waits long; False when none makes sense."""
        if self.fault:
            return False
        waits = type(self).objects.filter(pk=self.pk, work=self.Work.QUEUED)
        if waits.update(not_before=timezone.now()):
            self.ring()
            return True
        return self.try_again()


class KeptDraft(models.Model):
    """What a signed-out person typed, kept until they sign in again.

    Only pages that were drawn for that person can leave a draft: the page carries a
    signed token that names them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    path = models.CharField(max_length=300)
    data = models.TextField()  # the form as it was sent, urlencoded
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="one_draft_per_page")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
