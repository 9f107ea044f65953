"""The world of the access tests: the cast, two folders of Wen, and all a route may name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts.models import COORDINATORS, MANAGERS, SPECIALISTS, AuditEntry, User
from conftest import make_caregiver, make_folder, make_user
from consultations.models import (
    ConsultationRequest,
    Packet,
    PacketFile,
    Question,
    Summary,
)
from intake import consents, people
from intake.models import Case, CaseMember, Medicine, Patient
from records import vault
from records.models import (
    File,
    Record,
    Suggestion,
    Upload,
)
from tests.matrix import CAST, MATRIX, POSTS
from tests.world_papers import a_letter, a_parcel, disc_of, shown

CANARY = "CANARY"
SAFE_TO_ANYBODY = {302, 403, 404, 405, 410, 411}


def rows_of(table: str) -> dict[str, dict[str, int]]:
    return {
        line.split()[0]: dict(zip(CAST, map(int, line.split()[1:]), strict=True))
        for line in table.strip().splitlines()
    }


ROWS = rows_of(MATRIX)
POST_ROWS = rows_of(POSTS)


def route_names() -> list[str]:
    """Every named route of the project, admin included."""

    def walk(resolver: Any, space: str) -> Any:
        for item in resolver.url_patterns:
            if isinstance(item, URLPattern):
                if item.name:
                    yield f"{space}{item.name}"
            else:
                yield from walk(
                    item,
                    f"{space}{item.namespace or ''}" + (":" if item.namespace else ""),
                )

    return sorted(set(walk(get_resolver(), "")))


@dataclass
class World:
    """Wen's unsent folder, Wen's sent folder, and everything a route may name."""

    people: dict[str, Any]
    args: dict[str, list[Any]]
    bos_case: Case

    def for_one_test(self) -> World:
        """The same rows; people as they stand in the database, with nothing remembered."""
        keys = [person.pk for person in self.people.values() if person.pk]
        fresh = User.objects.in_bulk(keys)
        people = {who: fresh.get(one.pk, one) for who, one in self.people.items()}
        return World(people, self.args, Case.objects.get(pk=self.bos_case.pk))

    def url(self, name: str) -> str:
        return reverse(name, args=self.args.get(name, []))

    def client(self, who: str) -> Client:
        client = Client()
        person = self.people[who]
        if not isinstance(person, AnonymousUser):
            client.force_login(person)
        if who == "off":
            person.is_active = False
            person.save()
        return client


def _member(case: Case, user: Any, **more: Any) -> CaseMember:
    more = {"role": CaseMember.Role.CAREGIVER, "basis": "consent", **more}
    return CaseMember.objects.create(case=case, user=user, **more)


def make_world() -> World:
    wen, ana, uma, zed, bo, off = map(
        make_user, ("wen", "ana", "uma", "zed", "bo", "off")
    )
    mei = make_user("mei", group=COORDINATORS, is_staff=True)
    max_ = make_user("max", group=MANAGERS, is_staff=True)
    dr_osei, dr_roy = (make_user(f"dr_{n}", group=SPECIALISTS) for n in ("osei", "roy"))
    chief = make_user("chief", is_staff=True, is_superuser=True)
    case, bos_case = make_folder(wen, f"{CANARY} Wen"), make_folder(bo, "Bo")
    make_caregiver(ana, case)
    _member(case, dr_osei, role=CaseMember.Role.SPECIALIST, basis="")
    _member(case, uma, may_upload=True)
    _member(case, zed, may_see=True, left_at=timezone.now())
    _member(case, off, may_see=True, may_upload=True, may_answer=True)
    things = things_of(case, by=wen, helper=case.members.get(user=ana), word=CANARY)
    sent = _sent_case(wen, dr_osei)
    request = sent.requests.get()
    summary = request.summaries.get()
    of_case = [case.pk]
    args = {
        "portal:guide_page": ["how-to-ask"],
        "account_reset_password_from_key": ["0", "x-y"],
        **things,
        "intake:invitation_answer": ["no-such-token"],
        "consultations:request_receipt": [sent.pk],
        "consultations:request_status": [sent.pk],
        "consultations:request_withdraw": [sent.pk],
        "consultations:summary_download": [summary.pk],
        "consultations:packet_pdf": [request.packets.get().pk],
        "consultations:packet_zip": [request.packets.get().pk],
        "admin:view_on_site": ["1", "1"],
        "admin:app_list": ["consultations"],
    }
    for name in (
        "portal:folder_detail",
        "intake:people_list",
        "intake:patient_invite",
        "intake:consent_list",
        "records:record_list",
        "records:checklist_list",
        "records:upload_begin",
        "records:letter_list",
        "records:letter_new",
        "records:parcel_list",
        "records:record_print",
        "records:quiet_answer",
        "consultations:missing_list",
        "consultations:question_list",
        "consultations:request_start",
        "consultations:request_check",
        "consultations:request_send",
    ):
        args[name] = of_case
    for name in route_names():
        if name.startswith("admin:") and "_consultationrequest_" in name:
            plain = name.endswith(("_changelist", "_add", "_parcels"))
            args[name] = [] if plain else [request.pk]
        elif name.startswith("admin:") and name.endswith(
            (
                "_history",
                "_delete",
                "user_change",
                "entry_change",
                "user_password_change",
            )
        ):
            entry = "auditentry" in name
            person = mei if name.endswith("password_change") else wen
            args[name] = [AuditEntry.objects.first().pk if entry else person.pk]
    cast = dict(
        zip(
            CAST,
            (
                AnonymousUser(),
                wen,
                ana,
                uma,
                zed,
                bo,
                mei,
                dr_osei,
                dr_roy,
                off,
                max_,
                chief,
            ),
            strict=True,
        )
    )
    return World(cast, args, bos_case)


def things_of(
    case: Case, *, by: Any, helper: CaseMember, word: str
) -> dict[str, list[Any]]:
    """One of each thing that an address below a folder may name, by route; all say `word`."""
    record, removed = (
        Record.objects.create(
            case=case,
            number=number,
            kind="lab_results",
            title=f"{word} record",
            added_by=by,
            removed_at=removed_at,
        )
        for number, removed_at in ((1, None), (2, timezone.now()))
    )
    upload = Upload.objects.create(
        case=case,
        by=by,
        name=f"{word}.zip",
        length=100,
        expires_at=timezone.now() + timedelta(days=1),
    )
    sealed = vault.keep(case.pk, b"%PDF-1.4 " + word.encode())
    file = File.objects.create(
        record=record,
        case=case,
        name=f"{word}.pdf",
        **sealed.columns(),
        type="application/pdf",
        verdict="kept",
        work="done",
        added_by=by,
    )
    photo, picture = shown(file, word)
    disc, copy = disc_of(case, record, by=by, word=word)
    Suggestion.objects.create(
        record=record,
        file=file,
        fact="date",
        source="paper",
        page=1,
        choices=[{"value": "2024-10-02", "said": word, "words": word}],
    )
    row = Medicine.objects.create(case=case, name=f"{word} medicine")
    draft = ConsultationRequest.objects.create(case=case, main_question=word)
    question = Question.objects.create(request=draft, text=word, added_by=by)
    agreed = consents.record_answer(case, "C1", agreed=True, by=by)
    invitation = people.invite(case, by=by, email=f"new-{word.lower()}@example.org")
    letter = a_letter(case, by=by, word=word)
    of_letter = [case.pk, letter.pk]
    parcel = a_parcel(case, by=by, word=word)
    of_parcel = [case.pk, parcel.pk]
    return {
        **{f"records:letter_{deed}": of_letter for deed in LETTER_DEEDS},
        **{f"records:parcel_{deed}": of_parcel for deed in PARCEL_DEEDS},
        "records:item_add": of_parcel,
        "records:item_remove": [*of_parcel, parcel.items.get().pk],
        "intake:step_edit": [case.pk, "medicines"],
        "intake:row_edit": [case.pk, "medicines", row.pk],
        "intake:row_remove": [case.pk, "medicines", row.pk],
        "intake:caregiver_edit": [case.pk, helper.pk],
        "intake:caregiver_end": [case.pk, helper.pk],
        "intake:invitation_end": [case.pk, invitation.pk],
        "intake:consent_take_back": [case.pk, "C1"],
        "intake:consent_text": [case.pk, agreed.pk],
        "records:checklist_answer": [case.pk, "lab_results"],
        "records:record_edit": [case.pk, record.pk],
        "records:record_remove": [case.pk, record.pk],
        "records:suggestion_answer": [case.pk, record.pk],
        "records:record_take_back": [case.pk, removed.pk],
        "records:page_add": [case.pk, record.pk],
        "records:page_move": [case.pk, record.pk, file.pk],
        "records:page_replace": [case.pk, record.pk, file.pk],
        "records:page_own": [case.pk, record.pk, file.pk],
        "records:record_join": [case.pk, record.pk],
        "records:page_turn": [case.pk, record.pk, file.pk],
        "records:page_crop": [case.pk, record.pk, photo.pk],
        "records:pages_more": [case.pk, record.pk, file.pk],
        "records:record_pdf": [case.pk, record.pk],
        "records:file_download": [case.pk, file.pk],
        "records:copy_show": [case.pk, file.pk],
        "records:preview_show": [case.pk, picture.pk],
        "records:scan_receipt": [case.pk, disc.record_id],
        "records:scan_copy": [case.pk, copy.pk],
        "records:upload_go_on": [case.pk, upload.pk],
        "records:upload_leave_out": [case.pk, upload.pk],
        "consultations:question_edit": [case.pk, question.pk],
        "consultations:request_step": [case.pk, "plan"],
    }


LETTER_DEEDS = ("detail", "edit", "print", "sent", "remove", "download")


PARCEL_DEEDS = (
    *("detail", "sender", "print", "send", "way"),
    *("cancel", "home", "download"),
)


def _sent_case(wen: Any, dr_osei: Any) -> Case:
    sent = Case.objects.create(created_by=wen, desk_opened_at=timezone.now())
    CaseMember.objects.create(case=sent, user=wen, role=CaseMember.Role.PATIENT)
    CaseMember.objects.create(case=sent, user=dr_osei, role=CaseMember.Role.SPECIALIST)
    Patient.objects.create(case=sent, full_name=f"{CANARY} Wen")
    request = ConsultationRequest.objects.create(case=sent, main_question=CANARY)
    request.move_to("submitted", by=wen)
    sealed = vault.keep(sent.pk, b"%PDF " + CANARY.encode())
    Summary.objects.create(
        request=request, version=1, work="done", pages=1, **sealed.columns()
    )
    packet = Packet.objects.create(
        request=request, version=1, work="done", pages=1, per_sheet=2
    )
    for kind in PacketFile.Kind:
        sealed = vault.keep(sent.pk, f"{kind} {CANARY}".encode())
        PacketFile.objects.create(packet=packet, kind=kind, **sealed.columns())
    return sent


# Rows that say what happened: a look or a refusal may add to them.
TOLD = {"accounts.AuditEntry", "sessions.Session", "usersessions.UserSession"}


def everything() -> dict[str, list[tuple]]:
    """Every row of every table, but for the trail and the sessions.

    Read without models, and from a server in one question: the matrix looks thousands of
    times.
    """
    tables = {
        model._meta.label: connection.ops.quote_name(model._meta.db_table)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in TOLD
    }
    if connection.vendor == "postgresql":
        return _all_at_once(tables)
    return {name: _read(f"SELECT * FROM {table}") for name, table in tables.items()}  # noqa: S608


def _all_at_once(tables: dict[str, str]) -> dict[str, list[tuple]]:
    """What `everything` finds, each row as PostgreSQL writes it."""
    found: dict[str, list[tuple]] = {name: [] for name in tables}
    with connection.cursor() as cursor:
        cursor.execute("SET bytea_output = escape")  # words in bytes stay words
    parts = (f"SELECT '{name}', t::text FROM {it} t" for name, it in tables.items())  # noqa: S608
    for name, row in _read(" UNION ALL ".join(parts)):
        found[name].append((row,))
    return found


def _read(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(cursor.fetchall(), key=str)
