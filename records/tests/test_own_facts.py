"""What only some papers carry: number of the sample, day of the report, part of the body."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from intake.models import CaseMember, Patient
from records.body_parts import PARTS, known, offered
from records.kinds import KINDS, ONLY_OF, carries
from records.models import Record

FACTS = {"specimen_number": "S26-10432", "reported_on": "2026-04", "body_part": "Chest"}


@pytest.fixture
def record(case, wen, client) -> Record:
    client.force_login(wen)
    Patient.objects.filter(case=case).update(date_of_birth="1968-05-03")
    return Record.objects.create(
        case=case,
        number=1,
        kind="pathology_report",
        dated_on="2026-04-09",
        added_by=wen,
    )


def url_of(record: Record) -> str:
    return reverse("records:record_edit", args=[record.case_id, record.pk])


def stored(record: Record) -> dict[str, str]:
    record.refresh_from_db()
    return {name: str(getattr(record, name) or "") for name in FACTS}


@pytest.mark.parametrize("kind", [kind.code for kind in KINDS if kind.code != "other"])
def test_page_asks_only_what_such_a_paper_carries(client, record, kind):
    Record.objects.update(kind=kind)

    form = client.get(url_of(record)).context["form"]

    asked = {name for name in ONLY_OF if name in form.fields}
    assert asked == {name for name in ONLY_OF if carries(kind, name)}


def test_facts_of_the_kind_are_kept_told_and_audited(client, record):
    page = {"specimen_number": " S26-10432 ", "reported_on_month": "4"}

    client.post(url_of(record), page | {"reported_on_year": "2026"})

    entry = AuditEntry.objects.filter(verb="changed").last()
    text = client.get(url_of(record)).text
    assert stored(record) == FACTS | {"body_part": ""}
    assert sorted(entry.facts["fields"]) == ["reported_on", "specimen_number"]
    assert "No. <bdi>S26-10432</bdi> · Reported: April 2026" in text


def test_a_record_nobody_named_asks_all_and_keeps_what_fits_its_kind(client, record):
    Record.objects.update(kind="other", dated_on="")
    asked = set(client.get(url_of(record)).context["form"].fields)

    page = {"kind": "imaging_report", "body_part": "Chest", "specimen_number": "S1"}
    response = client.post(url_of(record), page)

    assert (ONLY_OF.keys() <= asked, response.status_code) == (True, 302)
    assert stored(record) == {
        "specimen_number": "",
        "reported_on": "",
        "body_part": "Chest",
    }


def test_what_is_typed_before_the_kind_is_known_is_not_lost(client, record):
    Record.objects.update(kind="other", dated_on="")

    client.post(url_of(record), {"kind": "", "specimen_number": "S1"})

    assert stored(record)["specimen_number"] == "S1"


def test_a_blank_save_and_another_kind_delete_nothing(client, record):
    Record.objects.update(**FACTS)
    client.post(url_of(record), {"specimen_number": "", "reported_on_year": ""})

    client.post(url_of(record), {"kind": "lab_results", "specimen_number": "new"})
    hidden = client.get(url_of(record)).text
    kept = stored(record)
    client.post(url_of(record), {"kind": "pathology_report"})

    assert kept == stored(record) == FACTS
    assert ("S26-10432" in hidden, "Chest" in hidden) == (False, False)
    assert "S26-10432" in client.get(url_of(record)).text


def test_a_wrong_value_of_another_kind_is_no_error(client, record):
    page = {"kind": "imaging_report", "reported_on_year": "soon", "body_part": "Chest"}

    assert client.post(url_of(record), page).status_code == 302


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ({"reported_on_year": "1950"}, "This date is before the day of birth"),
        ({"reported_on_year": "2025"}, "The report is before the day of the sample"),
        ({"reported_on_year": "2999"}, "Enter a year from 1900"),
        ({"specimen_number": "x\0" * 5001}, "This is too long"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_changes(client, record, page, said):
    response = client.post(url_of(record), page)

    assert (response.status_code, said in response.text) == (422, True)
    assert stored(record) == dict.fromkeys(FACTS, "")


def test_the_day_on_the_same_page_is_the_one_compared(client, record):
    page = {"dated_on_month": "3", "dated_on_year": "2024", "reported_on_year": "2025"}

    assert client.post(url_of(record), page).status_code == 302


def test_two_people_who_change_the_number_both_see_it(client, record):
    Record.objects.update(specimen_number="theirs", reported_on="2026-05", revision=1)
    page = {"revision": "0", "specimen_number": "mine", "reported_on_year": "2026"}

    response = client.post(url_of(record), page)

    assert response.status_code == 422
    assert "It now says: theirs" in response.text
    assert "It now says: May 2026" in response.text


def test_markup_is_shown_as_text_and_who_may_look_sees_the_facts(client, record, ana):
    Record.objects.update(specimen_number="<b>S1", reported_on="2026-05")
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    client.force_login(ana)

    text = client.get(url_of(record)).text

    assert ("<b>S1" in text, text.count("&lt;b&gt;S1")) == (False, 2)
    assert ("Number of the sample or report" in text, "May 2026" in text) == (
        True,
        True,
    )


def test_scan_offers_names_of_parts_in_the_language_of_the_reader(client, record):
    Record.objects.update(kind="imaging_files")

    text = client.get(url_of(record)).text

    assert 'list="suggestions"' in text
    assert '<datalist id="suggestions"><option value="Head">' in text
    first = [offered(code)[0] for code in ("zh-hans", "en", "ar", "vi")]
    assert first == ["头部", "Head", "الرأس", "Head"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chest", ["Chest"]),
        ("胸部", ["Chest"]),
        (" chest, ABDOMEN and pelvis ", ["Chest", "Abdomen", "Pelvis"]),
        ("头部、颈部", ["Head", "Neck"]),
        ("chest + belly", ["Chest", "Abdomen"]),
        ("Печень и почки", ["Liver", "Kidneys"]),
        ("whole body", ["Whole body"]),
        ("left hand", []),
        ("chest and left hand", []),
        ("грудь", []),
        (",", []),
        ("", []),
    ],
)
def test_known_parts_are_read_in_both_languages_and_nothing_is_guessed(text, names):
    assert [english for english, *_rest in known(text)] == names


def test_every_name_that_is_offered_is_known():
    assert [known(name) for both in PARTS for name in both] == [
        [both] for both in PARTS for _name in both
    ]
