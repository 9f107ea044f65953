"""What is kept out of every packet, and that the index says why."""

from __future__ import annotations

import pytest
from django.utils import timezone

from consultations import access
from consultations.tests.packet_make import add, built, paper, words_of, zip_of
from intake.models import Consent
from records import services
from records.models import Derivative, File, ImagingReading
from records.tests import discs

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(asked, wen, commits):
    return add(commits, asked.case, wen, ("secret.pdf", paper("SECRET")))


def told(asked, mei, words: str) -> bool:
    """Whether nothing of the paper lies in the packet, and the index says these words."""
    packet = built(asked, mei)
    pages = words_of(packet)
    inside = [name for name in zip_of(packet).namelist() if "secret" in name]
    assert packet.left_out == 1
    assert inside == []
    assert not any("SECRET" in page for page in pages)
    return any(words in " ".join(page.split()) for page in pages)


def test_a_refused_file(asked, mei, record):
    File.objects.update(verdict=File.Verdict.REFUSED)

    assert told(asked, mei, "not kept when it came in")


def test_a_file_that_is_being_checked(asked, mei, record):
    File.objects.update(scan=File.Scan.WAITING)

    assert told(asked, mei, "the check of it is not finished")


@pytest.mark.parametrize("made", ["queued", None])
def test_pages_that_are_still_being_made(asked, mei, record, made):
    if made is None:
        Derivative.objects.all().delete()
    Derivative.objects.update(work="queued", key="")

    packet = built(asked, mei)

    pages = " ".join(" ".join(words_of(packet)).split())
    assert "its pages are being made: build again later" in pages
    assert any("secret" in name for name in zip_of(packet).namelist())


def test_a_record_that_was_taken_away(asked, wen, mei, record):
    record.removed_at = timezone.now()
    record.save()

    assert told(asked, mei, "taken away by the family")


def test_an_earlier_version(asked, wen, mei, record):
    old = File.objects.get()
    new = File.objects.get()
    new.pk, new.verdict = None, File.Verdict.KEPT
    new.name = "new.pdf"
    new.save()
    File.objects.filter(pk=old.pk).update(removed_at=timezone.now(), replaced_by=new)
    Derivative.objects.filter(pk=old.pk).update(file=new.pk)

    packet = built(asked, mei)

    assert packet.left_out == 1
    assert "an earlier version: a newer one" in " ".join(
        " ".join(words_of(packet)).split()
    )
    assert len([n for n in zip_of(packet).namelist() if n.startswith("001")]) == 1


def test_a_gene_test_nobody_agreed_to_send(asked, mei, record):
    record.kind = "molecular_report"
    record.save()

    assert told(asked, mei, "a gene test whose sending nobody agreed to")


def test_a_gene_test_somebody_agreed_to_send_is_in(asked, wen, mei, record):
    record.kind = "molecular_report"
    record.save()
    Consent.objects.create(case=asked.case, code="C4", agreed=True, by=wen, version="1")

    packet = built(asked, mei)

    assert (packet.left_out, "SECRET" in words_of(packet)[-1]) == (0, True)


def test_a_paper_that_is_not_clinical(asked, mei, record):
    record.kind = "identity"
    record.save()

    assert told(asked, mei, "not a clinical paper: it stays at the desk")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("others", "scans of somebody else lie in it, too"),
        ("choose", "nobody said who is the patient"),
    ],
)
def test_a_disc_with_scans_of_somebody_else(asked, wen, mei, commits, held, words):
    add(commits, asked.case, wen, ("secret.zip", discs.a_disc()), kind="imaging_files")
    ImagingReading.objects.update(held=held)

    assert told(asked, mei, words)


def test_scans_of_several_people_give_no_image(asked, wen, mei, commits):
    two = discs.a_disc(*discs.series(2), *discs.series(2, **discs.IRINA, folder="B"))
    add(commits, asked.case, wen, ("secret.zip", two), kind="imaging_files")

    assert told(asked, mei, "nobody said who is the patient")


def test_a_packet_is_kept_back_once_a_file_in_it_is(asked, mei, commits, wen):
    add(commits, asked.case, wen, ("disc.zip", discs.a_disc()), kind="imaging_files")
    packet = built(asked, mei)
    before = access.is_kept_back(packet)

    ImagingReading.objects.update(held="others")

    assert (before, access.is_kept_back(packet)) == (False, True)


def test_what_came_later_is_in_the_next_packet_only(asked, wen, mei, record, commits):
    first = built(asked, mei)
    services.change_record(record, {"title": "X"}, by=wen, seen=record.revision)
    second = built(asked, mei)

    assert (first.version, second.version) == (1, 2)
    assert "X" in " ".join(words_of(second)).split()
