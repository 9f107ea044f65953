"""A test or a treatment names the records that show it, and the records tell it back."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import KeptDraft
from intake.models import AnswerChange, Biomarker, CaseMember, LabValue, TreatmentLine
from intake.templatetags import answers
from intake.tests.filling import fill_in, send, step_url
from records.models import File, Record
from records.tests.linking import linked, make_record, row_url
from records.tests.test_records import a_pdf


@pytest.fixture
def gene(case, wen):
    return make_record(case, wen, "Gene test", day="2026-09-16")


@pytest.fixture
def letter(case, wen):
    return make_record(case, wen, "Clinic letter", day="2026-03")


@pytest.fixture
def marker(case, wen):
    return Biomarker.objects.create(case=case, marker="EGFR", added_by=wen)


@pytest.fixture(autouse=True)
def signed_in(client, wen):
    client.force_login(wen)


@pytest.mark.parametrize(
    ("slug", "kind", "typed"),
    [
        ("biomarkers", Biomarker, {"marker": "EGFR"}),
        ("treatments", TreatmentLine, {"name": "Osimertinib"}),
        ("blood-tests", LabValue, {"test": "cea", "value": "12,4"}),
    ],
)
def test_new_line_keeps_its_records(client, case, gene, letter, slug, kind, typed):
    fill_in(client, step_url(case, slug), **typed, linked_records=[gene.pk], do="add")

    assert kind.objects.get().linked_records == [str(gene.pk)]
    assert "Gene test, 16 September 2026" in client.get(step_url(case, slug)).text


def test_same_form_sent_twice_links_once(client, case, gene):
    address = step_url(case, "biomarkers")
    opened = client.get(address)

    for _time in range(2):
        send(client, address, opened, marker="EGFR", linked_records=[gene.pk], do="add")

    assert Biomarker.objects.get().linked_records == [str(gene.pk)]
    assert AnswerChange.objects.filter(field="linked_records").count() == 1


def test_several_records_are_ticked_and_one_is_unticked(client, marker, gene, letter):
    fill_in(client, row_url(marker), linked_records=[gene.pk, letter.pk])
    both = linked(marker)

    fill_in(client, row_url(marker), linked_records=[letter.pk])

    assert set(both) == {str(gene.pk), str(letter.pk)}
    assert linked(marker) == [str(letter.pk)]


def test_choices_stand_in_the_order_of_the_timeline(client, marker, gene, letter):
    undated = make_record(marker.case, gene.added_by, "Disc")

    field = client.get(row_url(marker)).context["form"].fields["linked_records"]

    assert [value for value, _label in field.choices] == [
        str(letter.pk),
        str(gene.pk),
        str(undated.pk),
    ]


def test_record_nobody_named_is_told_by_its_file(client, case, wen, marker):
    record = make_record(case, wen, kind="other")
    File.objects.create(
        record=record, case=case, key="k", name="IMG_1.jpg", size_bytes=1, added_by=wen
    )

    assert "IMG_1.jpg" in client.get(row_url(marker)).text


def test_form_without_the_question_takes_no_link_away(client, marker, gene):
    fill_in(client, row_url(marker), linked_records=[gene.pk])

    client.post(row_url(marker), {"result": "positive", "shown": "marker_dk,result_dk"})

    assert linked(marker) == [str(gene.pk)]


def test_links_are_taken_away_by_asking_for_it(client, marker, gene):
    fill_in(client, row_url(marker), linked_records=[gene.pk])

    fill_in(client, row_url(marker), away="linked_records", linked_records=None)

    assert linked(marker) == []


def test_removed_record_is_not_shown_and_its_link_survives_undo(
    client, case, marker, gene, letter
):
    fill_in(client, row_url(marker), linked_records=[gene.pk])
    Record.objects.filter(pk=gene.pk).update(removed_at=timezone.now())
    pages = [client.get(url).text for url in (row_url(marker), _list(case))]

    fill_in(client, row_url(marker), linked_records=[letter.pk])
    fill_in(client, row_url(marker), method="NGS")
    Record.objects.filter(pk=gene.pk).update(removed_at=None)

    assert not any("Gene test" in page or str(gene.pk) in page for page in pages)
    assert set(linked(marker)) == {str(gene.pk), str(letter.pk)}


def _list(case):
    return step_url(case, "biomarkers")


def test_link_of_a_removed_line_is_there_when_it_is_put_back(
    client, case, marker, gene
):
    fill_in(client, row_url(marker), linked_records=[gene.pk])
    client.post(reverse("intake:row_remove", args=[case.pk, "biomarkers", marker.pk]))
    gone = client.get(reverse("records:record_list", args=[case.pk])).text

    client.post(_list(case), {"do": f"back:{marker.pk}"})

    back = client.get(reverse("records:record_list", args=[case.pk])).text
    assert ("Belongs to:" in gone, "Belongs to:" in back) == (False, True)
    assert linked(marker) == [str(gene.pk)]


def strange_ids(bos_case, bo, case, wen):
    theirs = make_record(bos_case, bo, "Canary")
    removed = make_record(case, wen, "Old", removed_at=timezone.now())
    return [theirs.pk, removed.pk, uuid.uuid4(), "a\0b", "x" * 10_000, "²½"]


def test_record_that_is_no_choice_gets_one_sentence_and_costs_nothing_else(
    client, case, wen, bo, bos_case, marker, gene
):
    for strange in strange_ids(bos_case, bo, case, wen):
        fill_in(client, row_url(marker), linked_records=[gene.pk])

        response = fill_in(
            client, row_url(marker), result="kept", linked_records=[strange]
        )

        assert response.status_code == 422
        assert response.context["form"].errors == {
            "linked_records": [
                "One of these records is not in the folder any more. Tick again what "
                "belongs to it, then save"
            ]
        }
        assert "Canary" not in response.text
        assert (linked(marker), marker.result) == ([str(gene.pk)], "kept")


def test_folder_without_records_says_so_and_leads_to_adding(client, case, marker):
    text = client.get(row_url(marker)).text

    add = reverse("records:record_list", args=[case.pk])
    assert "There are no records in the folder yet." in text
    assert f'<a href="{add}#add">Add a record</a>' in text


def test_posting_a_record_to_an_empty_folder_is_told(client, marker):
    response = fill_in(client, row_url(marker), linked_records=[uuid.uuid4()])

    assert response.status_code == 422
    assert 'href="#div_id_linked_records"' in response.text


def test_who_may_not_add_gets_no_link_to_adding(client, case, ana, marker):
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    client.force_login(ana)

    text = client.get(row_url(marker)).text

    assert "There are no records in the folder yet." in text
    assert "#add" not in text


def test_who_may_answer_but_not_see_reads_no_title(client, case, ana, marker, gene):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(ana)

    response = client.get(row_url(marker))
    posted = client.post(row_url(marker), {"linked_records": str(gene.pk)})

    assert (response.status_code, posted.status_code) == (403, 403)
    assert ("Gene test" in response.text, linked(marker)) == (False, [])


def test_who_sees_only_own_records_is_not_told_what_they_belong_to(
    client, case, ana, marker
):
    own = make_record(case, ana, "Own")
    Biomarker.objects.filter(pk=marker.pk).update(linked_records=[str(own.pk)])
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(ana)

    text = client.get(reverse("records:record_list", args=[case.pk])).text

    assert ("Own" in text, "EGFR" in text) == (True, False)


def test_two_people_linking_are_told_of_each_other(client, ana, marker, gene, letter):
    opened = client.get(row_url(marker))
    client.force_login(ana)
    fill_in(client, row_url(marker), linked_records=[letter.pk])

    client.force_login(marker.added_by)
    response = send(client, row_url(marker), opened, linked_records=[gene.pk])

    assert response.status_code == 409
    assert response.context["clashes"][0]["theirs"] == "Clinic letter, March 2026"
    assert linked(marker) == [str(letter.pk)]


def test_ticks_of_an_ended_session_are_there_again(client, wen, marker, gene):
    opened = client.get(row_url(marker))
    client.logout()
    send(client, row_url(marker), opened, linked_records=[gene.pk])
    client.force_login(wen)
    session = client.session
    session["has_drafts"] = True
    session.save()

    form = client.get(row_url(marker)).context["form"]

    assert KeptDraft.objects.count() == 1
    assert form["linked_records"].value() == [str(gene.pk)]
    assert linked(marker) == []


def test_titles_are_never_kept_drawn(client, marker, gene, monkeypatch):
    monkeypatch.setattr(answers, "_drawn", {})

    client.get(row_url(marker))

    assert answers._drawn
    assert [html for html in answers._drawn.values() if "Gene test" in html] == []


def test_title_is_text_and_never_markup(client, case, wen, marker):
    record = make_record(case, wen, "<script>alert(1)</script>")

    fill_in(client, row_url(marker), linked_records=[record.pk])

    for url in (row_url(marker), _list(case)):
        assert "<script>alert" not in client.get(url).text


def test_record_says_what_it_belongs_to(client, case, marker, gene):
    fill_in(client, row_url(marker), linked_records=[gene.pk])

    page_of = reverse("records:record_edit", args=[case.pk, gene.pk])
    text = client.get(page_of).text

    assert "It belongs to" in text
    assert "EGFR" in text


def test_long_list_is_folded_and_says_how_many_are_ticked(client, case, wen, marker):
    found = [make_record(case, wen, f"Paper {n}") for n in range(30)]
    fill_in(client, row_url(marker), linked_records=[r.pk for r in found[:2]])

    assert "Choose from 30 records (2 ticked)" in client.get(row_url(marker)).text


@pytest.mark.parametrize("records", [3, 30])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_at_any_length(
    client, case, wen, marker, rows, records, django_assert_num_queries
):
    ids = [str(make_record(case, wen, f"Paper {n}").pk) for n in range(records)]
    for number in range(rows):
        Biomarker.objects.create(case=case, marker=str(number), linked_records=ids)
    client.get(_list(case))

    with django_assert_num_queries(6):
        client.get(_list(case))
    with django_assert_num_queries(6):
        client.get(row_url(marker))


def added_for(client, case, line, count):
    """Opens the page from a line of answers, adds files there, returns the page."""
    url = reverse("records:record_list", args=[case.pk])
    opened = client.get(url, {"for_line": line})
    uploads = [SimpleUploadedFile(f"{n}.pdf", a_pdf()) for n in range(count)]
    client.post(url, {"files": uploads, "for_line": line})
    return opened


def test_paper_added_from_a_line_belongs_to_it(client, case, marker, gene):
    fill_in(client, row_url(marker), linked_records=[gene.pk])
    here = client.get(_list(case)).text

    opened = added_for(client, case, f"biomarkers:{marker.pk}", 2)

    new = Record.objects.exclude(pk=gene.pk).order_by("number")
    assert f"?for_line=biomarkers:{marker.pk}#add" in here
    assert "What you add now will belong to <bdi>EGFR</bdi>." in opened.text
    assert linked(marker) == [str(gene.pk), *(str(record.pk) for record in new)]


def test_same_paper_again_is_linked_once(client, case, marker):
    content = a_pdf()
    url = reverse("records:record_list", args=[case.pk])
    for _time in range(2):
        upload = SimpleUploadedFile("a.pdf", content)
        client.post(url, {"files": upload, "for_line": f"biomarkers:{marker.pk}"})

    assert linked(marker) == [str(Record.objects.get().pk)]


def test_line_that_is_not_there_changes_nothing(client, case, bos_case, marker):
    theirs = Biomarker.objects.create(case=bos_case, marker="Canary")
    lines = [f"biomarkers:{theirs.pk}", f"medicines:{marker.pk}", "biomarkers:x"]
    lines += ["", "\0", "x" * 10_000, f"labs:{marker.pk}", ":", "name:1"]
    for line in lines:
        opened = added_for(client, case, line, 1)

        assert opened.status_code == 200
        assert "will belong to" not in opened.text

    assert (linked(theirs), linked(marker)) == ([], [])
    assert Record.objects.count() == len(lines)


def test_who_may_only_add_links_nothing_and_reads_no_answer(client, case, ana, marker):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(ana)

    opened = added_for(client, case, f"biomarkers:{marker.pk}", 1)

    assert ("EGFR" in opened.text, linked(marker)) == (False, [])
