"""Records put together, and a page made a record of its own: nothing said or sent is lost."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from conftest import signed_in
from consultations.models import ConsultationRequest
from intake.models import Biomarker, Case, CaseMember
from records import access, history, reconcile, regrouping, replacing, services
from records.models import ChecklistAnswer, File, Record
from records.tests.test_records import a_pdf, a_photo
from records.tests.tus_client import begin, send

pytestmark = pytest.mark.both_engines


def added(case, by, *names: str, **details) -> Record:
    files = [ContentFile(a_pdf(), name=name) for name in names]
    results = services.add_files(case, files, by=by, one_document=True, **details)
    return Record.objects.get(pk=results[0].record)


@pytest.fixture
def one(case, wen) -> Record:
    return added(case, wen, "one-1.pdf", "one-2.pdf", kind="lab_results", title="Blood")


@pytest.fixture
def other(case, wen) -> Record:
    return added(case, wen, "other-1.pdf", issued_by="City laboratory")


def names(record: Record) -> list[str]:
    files = File.objects.kept().filter(record=record).order_by("position")
    return list(files.values_list("name", flat=True))


def url_of(name: str, record: Record, *more) -> str:
    return reverse(f"records:{name}", args=[record.case_id, record.pk, *more])


def test_pages_stand_after_those_that_were_there(client, wen, one, other):
    client.force_login(wen)

    response = client.post(url_of("record_join", other), {"into": one.pk})

    assert response.url == url_of("record_edit", one)
    assert names(one) == ["one-1.pdf", "one-2.pdf", "other-1.pdf"]
    assert list(Record.objects.here()) == [one]
    assert reconcile.compare().rows == []


def test_what_only_one_said_is_taken_over_and_the_rest_stays(case, wen, one, other):
    Record.objects.filter(pk=other.pk).update(title="Another name", dated_on="2026-05")

    regrouping.put_into(other, one, by=wen)

    one.refresh_from_db()
    told = (one.title, one.kind, str(one.dated_on), one.issued_by)
    assert told == ("Blood", "lab_results", "2026-05", "City laboratory")


def test_a_kind_is_taken_over_where_nobody_said_one(wen, one, other):
    regrouping.put_into(one, other, by=wen)

    other.refresh_from_db()
    assert (other.kind, other.title) == ("lab_results", "Blood")


def test_something_else_that_a_person_chose_stays(case, wen, one, other):
    services.change_record(other, {"kind": "other"}, by=wen)
    genes = added(case, wen, "g.pdf", kind="molecular_report")

    regrouping.put_into(one, other, by=wen)

    other.refresh_from_db()
    assert other.kind == "other"
    with pytest.raises(regrouping.GenesError):
        regrouping.put_into(genes, other, by=wen)


def test_answers_name_the_record_that_stays(case, wen, one, other):
    line = Biomarker.objects.create(
        case=case, marker="egfr", linked_records=[str(other.pk), str(one.pk)]
    )
    answer = ChecklistAnswer.objects.create(
        case=case,
        kind="lab_results",
        answer="uploaded",
        linked_records=[str(other.pk)],
        by=wen,
    )
    asked = ConsultationRequest.objects.create(case=case, plan_records=[str(other.pk)])
    third = added(case, wen, "third.pdf")
    Record.objects.filter(pk=third.pk).update(translation_of=other)

    regrouping.put_into(other, one, by=wen)

    for row in (line, answer, asked, third):
        row.refresh_from_db()
    stays = str(one.pk)
    assert line.linked_records == answer.linked_records == asked.plan_records == [stays]
    assert third.translation_of == one


def test_what_is_part_of_another_record_is_not_offered_back(case, wen, one, other):
    regrouping.put_into(other, one, by=wen)

    assert access.removed_of(case) == []


def test_after_sending_nothing_is_put_together(client, case, wen, one, other):
    client.force_login(wen)
    Case.objects.filter(pk=case.pk).update(desk_opened_at=timezone.now())

    page = client.get(url_of("record_join", other))
    sent = client.post(url_of("record_join", other), {"into": one.pk})

    assert (page.status_code, sent.status_code) == (403, 403)
    assert Record.objects.here().count() == 2


def test_a_record_that_went_meanwhile_takes_nothing_with_it(
    client, wen, one, other, monkeypatch
):
    client.force_login(wen)
    offered = access.others_for
    monkeypatch.setattr(
        "records.views.regrouping.access.others_for",
        lambda *args: [*offered(*args), _removed(one, wen)][:1],
    )

    response = client.post(url_of("record_join", other), {"into": one.pk}, follow=True)

    assert "removed just now" in response.content.decode()
    assert names(other) == ["other-1.pdf"]


def _removed(record: Record, by) -> Record:
    services.remove_record(record, by=by)
    return record


@pytest.mark.parametrize("into", ["", "self", "11111111-1111-4111-8111-111111111111"])
def test_nothing_chosen_is_one_sentence_and_changes_nothing(client, wen, one, into):
    client.force_login(wen)
    into = str(one.pk) if into == "self" else into

    response = client.post(url_of("record_join", one), {"into": into})

    assert response.status_code == 422
    assert "Choose the record the pages belong to" in response.content.decode()
    assert len(names(one)) == 2


def test_a_record_of_another_folder_is_not_there(client, wen, one, bos_case, bo):
    theirs = added(bos_case, bo, "theirs.pdf")
    client.force_login(wen)

    response = client.post(url_of("record_join", one), {"into": theirs.pk})

    assert response.status_code == 422
    assert names(theirs) == ["theirs.pdf"]


def test_a_page_becomes_a_record_of_its_own_with_its_earlier_versions(
    client, case, wen, one
):
    old = File.objects.get(name="one-2.pdf")
    photo = ContentFile(a_photo(), name="better.jpg")
    replacing.replace_page(one, old, photo, by=wen)
    client.force_login(wen)
    page = File.objects.get(name="better.jpg")

    response = client.post(url_of("page_own", one, page.pk))

    own = Record.objects.here().exclude(pk=one.pk).get()
    assert response.url == url_of("record_edit", own)
    assert (names(own), names(one)) == (["better.jpg"], ["one-1.pdf"])
    assert [file.name for file in access.earlier_versions_of(own)] == ["one-2.pdf"]
    assert (own.kind, own.dated_on, own.number) == ("other", None, one.number + 1)


def test_the_only_page_stays_where_it_is(client, wen, other):
    client.force_login(wen)

    twice = [
        client.post(url_of("page_own", other, other.files.get().pk)) for _ in range(2)
    ]

    assert [response.url for response in twice] == [url_of("record_edit", other)] * 2
    assert Record.objects.count() == 1


def test_who_may_only_add_puts_together_only_what_they_added(case, ana, wen, one):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    own, second = added(case, ana, "a.pdf"), added(case, ana, "b.pdf")
    theirs = signed_in(ana)

    refused = theirs.post(url_of("record_join", own), {"into": one.pk})
    done = theirs.post(url_of("record_join", own), {"into": second.pk})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert names(second) == ["b.pdf", "a.pdf"]


def test_both_are_told_to_the_trail_and_the_page(client, wen, one, other):
    client.force_login(wen)
    client.post(url_of("record_join", other), {"into": one.pk})
    client.post(url_of("page_own", one, File.objects.get(name="one-1.pdf").pk))

    page = client.get(url_of("record_edit", one)).content.decode()

    told = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"put_together", "parted"} <= told
    assert "put the pages of another record into it" in page
    assert "made one of its pages a record of its own" in page


def told(record: Record) -> list[str]:
    """What happened to it, oldest first."""
    return [line.words for line in history.lines_of(record)][::-1]


def test_each_addition_is_told_as_it_was(case, wen, ana):
    """Ana's page came first, to a record of its own; Wen put it into hers."""
    theirs = added(case, ana, "ana.pdf")
    mine = added(case, wen, "wen-1.pdf", "wen-2.pdf")

    regrouping.put_into(theirs, mine, by=wen)

    assert told(mine) == [
        "Ana added a page, at first to another record",
        "Wen added this record",
        "Wen added a page",
        "Wen put the pages of another record into it",
    ]


def test_a_page_that_left_tells_where_it_came_from(case, wen, ana, one):
    own = regrouping.make_own(one, one.files.first(), by=ana)
    services.add_files(case, [ContentFile(a_pdf(), name="b.pdf")], by=ana, record=own)

    assert told(own) == [
        "Wen added a page, at first to another record",
        "Ana made it a record of its own",
        "Ana added a page",
    ]
    assert told(one) == [
        "Wen added this record",
        "Wen added a page",
        "Ana made one of its pages a record of its own",
    ]


def test_a_record_without_a_trail_tells_who_added_it(case, wen, ana):
    bare = Record.objects.create(case=case, number=9, kind="other", added_by=wen)
    services.change_record(bare, {"title": "Letter"}, by=ana)

    assert told(bare) == ["Wen added this record", "Ana changed: the name"]


# --- What may not be lost, and what may not be shown ---------------------------------------


def test_a_page_of_a_gene_test_stays_one(case, wen):
    genes = added(case, wen, "g-1.pdf", "g-2.pdf", kind="germline_report")

    own = regrouping.make_own(genes, genes.files.last(), by=wen)

    assert own.kind == "germline_report"


@pytest.mark.parametrize("genes_move", [True, False])
def test_a_gene_test_is_mixed_with_no_other_paper(client, case, wen, one, genes_move):
    genes = added(case, wen, "g.pdf", kind="molecular_report")
    record, into = (genes, one) if genes_move else (one, genes)
    client.force_login(wen)

    response = client.post(url_of("record_join", record), {"into": into.pk})

    assert response.status_code == 422
    assert "A gene test stays a record of its own" in response.text
    assert (len(names(one)), names(genes)) == (2, ["g.pdf"])


def test_an_unnamed_record_becomes_the_gene_test_it_is_part_of(case, wen, other):
    genes = added(case, wen, "g.pdf", kind="molecular_report")

    regrouping.put_into(genes, other, by=wen)

    other.refresh_from_db()
    assert other.kind == "molecular_report"


def test_days_are_taken_over_together_or_not_at_all(case, wen, one, other):
    Record.objects.filter(pk=one.pk).update(dated_on="2026-05-01")
    days = {"dated_on": "2025-01-01", "dated_to": "2025-02-01"}
    Record.objects.filter(pk=other.pk).update(**days, reported_on="2025-02-03")

    regrouping.put_into(other, one, by=wen)

    one.refresh_from_db()
    told = [str(getattr(one, name) or "") for name in regrouping.DAYS]
    assert told == ["2026-05-01", "", ""]


def test_both_notes_are_kept(wen, one, other):
    Record.objects.filter(pk=one.pk).update(note="Stamp is missing")
    Record.objects.filter(pk=other.pk).update(note="Page 3")

    regrouping.put_into(other, one, by=wen)

    one.refresh_from_db()
    assert one.note == "Stamp is missing; Page 3"


def test_a_translation_that_takes_its_original_in_is_none_any_more(wen, one, other):
    Record.objects.filter(pk=one.pk).update(translation_of=other)

    regrouping.put_into(other, one, by=wen)

    one.refresh_from_db()
    assert one.translation_of is None


def test_a_page_under_way_arrives_where_its_record_went(client, case, wen, one, other):
    client.force_login(wen)
    content = a_pdf() + b"%more"
    url = begin(client, case, len(content), record=str(other.pk))["Location"]
    send(client, url, 0, content[:50])
    regrouping.put_into(other, one, by=wen)

    last = send(client, url, 50, content[50:])

    assert last["Upload-Result"] == "kept"
    assert len(names(one)) == 4


def test_a_second_press_leads_where_the_first_led(client, wen, one, other):
    client.force_login(wen)

    pressed = [
        client.post(url_of("record_join", other), {"into": one.pk}) for _ in range(2)
    ]

    assert [response.url for response in pressed] == [url_of("record_edit", one)] * 2


def test_who_only_adds_moves_no_page_of_another(case, ana, wen):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    own = added(case, ana, "a-1.pdf", "a-2.pdf")
    services.add_files(
        case, [ContentFile(a_pdf(), name="wens.pdf")], by=wen, record=own
    )
    page, wens = (File.objects.get(name=name) for name in ("a-1.pdf", "wens.pdf"))
    theirs = signed_in(ana)

    answers = [
        theirs.post(url_of("page_own", own, file.pk)).status_code
        for file in (wens, page)
    ]

    assert answers == [404, 302]


def test_a_page_that_somebody_else_moves_stays_with_who_added_it(case, ana, wen):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    theirs = added(case, ana, "a-1.pdf", "a-2.pdf")

    own = regrouping.make_own(theirs, theirs.files.last(), by=wen)

    assert own.added_by == ana


def test_looks_stay_with_the_page(client, case, wen, ana, one, other):
    File.objects.update(verdict="kept", work="done")
    seen = File.objects.get(name="other-1.pdf")
    download = reverse("records:file_download", args=[case.pk, seen.pk])
    signed_in(ana).get(download)
    regrouping.put_into(other, one, by=wen)
    client.force_login(wen)

    together = client.get(url_of("record_edit", one)).context["looks"]
    own = regrouping.make_own(one, seen, by=wen)
    apart = client.get(url_of("record_edit", own)).context["looks"]
    left = client.get(url_of("record_edit", one)).context["looks"]

    of_ana = [
        sum(look.who == "Ana" for look in looks) for looks in (together, apart, left)
    ]
    assert of_ana == [1, 1, 0]
