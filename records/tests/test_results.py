"""What became of the files that were sent: warnings stand there too, and one link each."""

from __future__ import annotations

import pytest
from django.urls import reverse

from records import services
from records.models import Derivative, File, Record
from records.refusals import REFUSALS
from records.remarks import REMARKS
from records.tests.test_records import a_pdf, a_photo, send
from records.views.results import results_of


def rows(case, client) -> list[dict]:
    url = reverse("records:record_list", args=[case.pk])
    return client.get(f"{url}?added").context["results"]["rows"]


def warn(file: File, code: str) -> None:
    File.objects.filter(pk=file.pk).update(
        verdict=File.Verdict.WARNED, verdict_code=code
    )


def say_of_copy(file: File, *codes: str) -> None:
    Derivative.objects.update_or_create(file=file, defaults={"remarks": list(codes)})


def again_url(file: File) -> str:
    return reverse("records:page_replace", args=[file.case_id, file.record_id, file.pk])


def test_a_kept_file_with_a_warning_says_it_and_leads_to_a_better_one(door, case):
    send(door, case, ("small.jpg", a_photo()))
    file = File.objects.get()
    warn(file, "small")

    url = reverse("records:record_list", args=[case.pk])
    page = door.get(f"{url}?added")

    [row] = page.context["results"]["rows"]
    told = page.text.split('id="results"')[1].split("</section>")[0]
    assert row["is_kept"]
    assert str(REFUSALS["small"]) in told
    assert again_url(file) in told


def test_what_the_copy_says_is_told_too(door, case):
    send(door, case, ("dim.jpg", a_photo()))
    say_of_copy(File.objects.get(), "blurred")

    [row] = rows(case, door)

    assert row["warnings"] == [str(REMARKS["blurred"])]
    assert row["again"] == File.objects.get()


def test_a_file_that_cannot_be_made_better_asks_for_nothing(door, case):
    send(door, case, ("long.pdf", a_pdf()))
    warn(File.objects.get(), "slow")

    [row] = rows(case, door)

    assert (row["warnings"], row["again"]) == ([str(REFUSALS["slow"])], None)


def test_pages_of_one_name_have_each_their_own_warning_and_one_link(door, case):
    pages = [("image.jpg", a_photo(1600 + n)) for n in range(3)]
    send(door, case, *pages, one_document="on")
    warn(File.objects.get(position=1), "small")

    found = rows(case, door)

    assert [len(row["warnings"]) for row in found] == [0, 1, 0]
    assert [row["is_linked"] for row in found] == [False, False, True]


def test_records_of_their_own_have_each_a_link(door, case):
    send(door, case, ("a.jpg", a_photo(1600)), ("b.jpg", a_photo(1601)))

    assert [row["is_linked"] for row in rows(case, door)] == [True, True]


@pytest.mark.parametrize("name", ["small.jpg", "again.jpg"])
def test_a_repeat_of_a_warned_file_says_the_warning_too(door, case, name):
    content = a_photo()
    send(door, case, ("small.jpg", content))
    warn(File.objects.get(), "small")

    send(door, case, (name, content))

    [row] = rows(case, door)
    assert (row["is_here"], row["text"]) == (True, str(REFUSALS["twice"]))
    assert row["warnings"] == [str(REFUSALS["small"])]


def test_a_refused_page_is_not_taken_for_an_older_one_of_its_name(door, case):
    pages = [("image.jpg", a_photo(1600 + n)) for n in range(2)]
    send(door, case, *pages, one_document="on")
    File.objects.filter(position=1).update(
        verdict=File.Verdict.REFUSED, verdict_code="malware"
    )

    found = rows(case, door)

    assert [row["is_kept"] for row in found] == [True, False]
    assert found[1]["text"] == str(REFUSALS["malware"])


@pytest.mark.parametrize("count", [1, 6])
def test_the_queries_are_the_same_for_any_number_of_files(
    door, case, django_assert_num_queries, count
):
    send(door, case, *((f"{n}.jpg", a_photo(1600 + n)) for n in range(count)))
    for file in File.objects.all():
        warn(file, "small")
    told = [
        (record.files.get().name, "", str(record.pk)) for record in Record.objects.all()
    ]

    with django_assert_num_queries(3):
        results_of(case, told)


def test_a_document_is_called_by_its_first_page_as_it_lies_now(door, case, wen):
    pages = [(f"p{n}.jpg", a_photo(1600 + n)) for n in range(3)]
    send(door, case, *pages, one_document="on")
    record = Record.objects.get()
    services.move_page(record, File.objects.get(name="p1.jpg"), up=True, by=wen)
    url = reverse("records:record_list", args=[case.pk])

    page = door.get(f"{url}?added")

    told = page.text.split('id="results"')[1].split("</section>")[0]
    link = 'Say what it is<span class="visually-hidden">: p1.jpg</span>'
    assert told.count("Say what it is") == told.count(link) == 1
    line = page.text.split('<p class="sl-rec__meta">')[1].split("</p>")[0]
    assert "p1.jpg" in line
