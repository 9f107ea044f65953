"""People and the audit trail in the admin; sign-in stays at the one front door."""

from __future__ import annotations

from typing import Any

# Imported first, so that what they register can be taken off again below.
import allauth.account.admin
import allauth.usersessions.admin
import django.contrib.auth.admin
from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import audit, people
from accounts.listing import listed
from accounts.models import MANAGERS, AuditEntry, OutgoingMail, User

admin.site.login = secure_admin_login(admin.site.login)

for model in (
    allauth.account.admin.EmailAddress,
    allauth.account.admin.EmailConfirmation,
    allauth.usersessions.admin.UserSession,
    Group,
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def manages(user: Any) -> bool:
    """Managers open and close accounts of staff."""
    return user.is_active and (
        user.is_superuser or (user.is_staff and MANAGERS in user.group_names)
    )


class NewPersonForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, Any] = {}

    def clean_email(self) -> str:
        return lowered(self)


class PersonForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        field_classes: dict[str, Any] = {}

    def clean_email(self) -> str:
        return lowered(self)


def lowered(form: ModelForm) -> str:
    """Small letters, as signing in reads it; nobody else may have it."""
    email = form.cleaned_data["email"].lower()
    others = User.objects.exclude(pk=form.instance.pk)
    if others.filter(email=email).exists():
        raise ValidationError(_("Somebody has this address already. Choose another."))
    return email


@admin.register(User)
class PersonAdmin(django.contrib.auth.admin.UserAdmin):
    """Accounts of staff and patients, for managers. Nobody is deleted, only closed."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        (_("Work"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Settings"), {"fields": ("language", "time_zone")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "email",
                    "name",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or people.needs_password(obj):
            return fieldsets
        return ((None, {"fields": ("email", "name")}), *fieldsets[1:])

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> tuple[str, ...]:
        """The address of a patient or a caregiver opens their folder: codes go there.

        Nor is anybody who has signed in as one made staff, whose password and address a
        manager sets: whoever works here gets an account of their own.
        """
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or people.needs_password(obj) or request.user.is_superuser:
            return fixed
        used = ("is_staff", "groups") if obj.last_login else ()
        return (*fixed, "email", *used)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """For staff only: whoever knew a patient's password could open their folder."""
        person = self.get_object(request, unquote(id))
        if person is not None and not people.needs_password(person):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return manages(request.user)

    def has_view_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        return manages(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return manages(request.user)

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return manages(request.user) and not above

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> Any:
        audit.note(by=request.user, verb="opened_account", obj=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        audit.note(by=request.user, verb="changed_account", obj=obj)
        return super().log_change(request, obj, message)


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """The trail can be read by managers, never written here."""

    list_display = ("number", "at", "by", "verb", "thing", "thing_id", "case_id")
    list_filter = ("verb", "thing")
    search_fields = ("=case_id", "=thing_id", "by__email")
    list_select_related = ("by",)
    date_hierarchy = None
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AuditEntry]:
        return super().get_queryset(request).order_by("-number")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return manages(request.user)

    def has_view_permission(
        self, request: HttpRequest, obj: AuditEntry | None = None
    ) -> bool:
        return manages(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: AuditEntry | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: AuditEntry | None = None
    ) -> bool:
        return False


WHY = {  # any other reason is the name of what the mail server or the network raised
    "expired": _("The code or link in it has ended"),
    "sealed_with_another_key": _("The secret key has changed"),
    "worker_lost": _("The worker died while sending it"),
}


def masked(address: str) -> str:
    """Enough to know a person one writes to, too little to write to a stranger."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """Mail that failed or is tried again, for managers and coordinators; never its text."""

    list_display = ("kind", "whom", "queued_at", "state", "reason")
    list_display_links = None
    list_filter = ("kind",)
    ordering = ("-queued_at",)
    actions = ("send_now",)
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        """The list alone: a page of one message would have nothing to add."""
        return [url for url in super().get_urls() if str(url.name).endswith("list")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[OutgoingMail]:
        return OutgoingMail.troubled()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("Mail that was not delivered")}
        return super().changelist_view(request, title | (extra_context or {}))

    @admin.display(description=_("to whom"))
    def whom(self, mail: OutgoingMail) -> str:
        return listed(masked(address) for address in mail.to)

    @admin.display(description=_("state"))
    def state(self, mail: OutgoingMail) -> str:
        failed = mail.work == mail.Work.FAILED
        at = localtime(mail.ended_at or mail.queued_at if failed else mail.not_before)
        words = gettext("Failed %(time)s") if failed else gettext("Next try %(time)s")
        return words % {"time": date_format(at, "SHORT_DATETIME_FORMAT")}

    @admin.display(description=_("reason"))
    def reason(self, mail: OutgoingMail) -> str:
        code = mail.fault or mail.error_code
        return str(WHY.get(code, code))

    @admin.action(description=_("Try again now"))
    def send_now(
        self, request: HttpRequest, chosen: models.QuerySet[OutgoingMail]
    ) -> None:
        sent = [mail for mail in chosen if mail.send_now()]
        for mail in sent:
            audit.note(by=request.user, verb="sent_mail_again", obj=mail)
        if sent:
            words = ngettext(
                "%(number)s message is tried again now.",
                "%(number)s messages are tried again now.",
                len(sent),
            )
            self.message_user(request, words % {"number": len(sent)})
        if left := len(chosen) - len(sent):
            words = ngettext(
                "%(number)s message cannot be sent any more. Ask for a new one.",
                "%(number)s messages cannot be sent any more. Ask for new ones.",
                left,
            )
            self.message_user(request, words % {"number": left}, messages.WARNING)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return manages(request.user) or request.user.is_coordinator

    def has_view_permission(
        self, request: HttpRequest, obj: OutgoingMail | None = None
    ) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: OutgoingMail | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: OutgoingMail | None = None
    ) -> bool:
        return False
