"""Building a packet as work: once, whatever happens; nothing is left of what failed."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from conftest import signed_in
from consultations import services, tasks
from consultations.models import Packet, PacketFile
from consultations.packet import build, contents, papers
from consultations.packet.archive import Archive
from consultations.packet.binding import Binder, Bound
from consultations.tests.packet_make import add, built, bytes_of, paper, pdf_of
from records import looks, reconcile, vault
from records.models import Derivative, Record
from records.paper.engine import PaperError
from records.tests.processes import every_child_killed

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(asked, wen, commits):
    add(commits, asked.case, wen, ("a.pdf", paper("A")))
    return asked


def waiting(asked, mei, **wanted) -> Packet:
    wanted = {"nameless": False, "per_sheet": 2, **wanted}
    return services.request_packet(asked, by=mei, **wanted)[0]


def nothing_lost() -> bool:
    found = reconcile.compare()
    return (found.rows, found.names) == ([], [])


def test_a_packet_of_one_kind_waits_once(filled, mei):
    first, is_new = services.request_packet(filled, by=mei, nameless=False, per_sheet=2)
    second, again = services.request_packet(filled, by=mei, nameless=False, per_sheet=2)
    other, _ = services.request_packet(filled, by=mei, nameless=True, per_sheet=2)

    assert (first, is_new, again) == (second, True, False)
    assert (first.version, other.version) == (1, 2)


def test_a_message_that_comes_twice_builds_once(filled, mei):
    packet = built(filled, mei)
    kept = bytes_of(packet)

    tasks.build_packet(str(packet.pk))

    assert (bytes_of(packet), PacketFile.objects.count()) == (kept, 2)
    assert nothing_lost()


def test_a_child_that_is_killed_is_tried_again_and_leaves_nothing(filled, mei):
    packet = waiting(filled, mei)

    with every_child_killed():
        tasks.build_packet(str(packet.pk))

    packet.refresh_from_db()
    assert (packet.work, PacketFile.objects.count()) == ("queued", 0)
    assert nothing_lost()
    Packet.objects.update(not_before=timezone.now())
    tasks.build_packet(str(packet.pk))
    packet.refresh_from_db()
    assert (packet.work, packet.attempts) == ("done", 2)
    assert nothing_lost()


class KilledError(BaseException):
    """The process is gone: nothing of it cleans up."""


@pytest.fixture
def killed_in_the_middle(filled, mei, monkeypatch) -> Packet:
    """A packet whose worker was killed while the PDF was written."""
    packet = waiting(filled, mei)

    def killed(self, bound, progress):
        bound.write(b"x" * 9_000_000)
        bound.finish()
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(Binder, "bind", killed)
        patched.setattr(Bound, "discard", lambda _self: None)
        patched.setattr(Archive, "discard", lambda _self: None)
        with pytest.raises(KilledError):
            tasks.build_packet(str(packet.pk))
    assert reconcile.compare().names
    Packet.objects.update(leased_until=timezone.now())
    return packet


def test_what_a_killed_worker_left_goes_with_the_next_try(killed_in_the_middle):
    packet = killed_in_the_middle

    tasks.build_packet(str(packet.pk))

    packet.refresh_from_db()
    assert (packet.work, packet.attempts, packet.begun) == ("done", 2, [])
    assert nothing_lost()


def test_what_a_killed_worker_left_goes_with_a_later_packet(
    killed_in_the_middle, filled, mei
):
    Packet.objects.update(attempts=Packet.most_attempts)
    tasks.build_packet(str(killed_in_the_middle.pk))  # marked failed, not built

    later = waiting(filled, mei, nameless=True)
    tasks.build_packet(str(later.pk))

    works = dict(Packet.objects.values_list("pk", "work"))
    assert works == {killed_in_the_middle.pk: "failed", later.pk: "done"}
    assert nothing_lost()


def test_what_a_killed_worker_left_goes_with_its_case(killed_in_the_middle, filled):
    call_command("erase_case", filled.case.reference, yes=True)

    assert nothing_lost()


def test_two_workers_never_finish_one_version(filled, mei, monkeypatch):
    """The first is taken for dead while it works; the second builds it."""
    packet, bind = waiting(filled, mei), Binder.bind
    turns = []

    def slowly(self, *arguments):
        turns.append(1)
        if len(turns) == 1:
            Packet.objects.update(leased_until=packet.queued_at)
            tasks.build_packet(str(packet.pk))
        return bind(self, *arguments)

    monkeypatch.setattr(Binder, "bind", slowly)

    tasks.build_packet(str(packet.pk))

    packet.refresh_from_db()
    assert (packet.work, packet.attempts, len(turns)) == ("done", 2, 2)
    assert PacketFile.objects.count() == 2
    assert nothing_lost()


def test_a_request_that_ended_gets_no_packet(filled, wen, mei):
    packet = waiting(filled, mei)
    services.withdraw(filled.case, reason="", by=wen)

    tasks.build_packet(str(packet.pk))

    packet.refresh_from_db()
    assert (packet.work, packet.error_code) == ("failed", build.REQUEST_ENDED)
    with pytest.raises(services.EndedError):
        waiting(filled, mei)


@pytest.mark.parametrize("step", [contents.Zipped.originals, contents.Zipped.close])
def test_a_packet_in_the_making_is_thrown_away_when_its_request_ends(
    filled, wen, mei, monkeypatch, step
):
    packet = waiting(filled, mei)

    def meanwhile_taken_back(self, *arguments):
        services.withdraw(filled.case, reason="", by=wen)
        return step(self, *arguments)

    monkeypatch.setattr(contents.Zipped, step.__name__, meanwhile_taken_back)

    tasks.build_packet(str(packet.pk))

    packet.refresh_from_db()
    assert (packet.work, packet.error_code) == ("failed", build.REQUEST_ENDED)
    assert (PacketFile.objects.count(), nothing_lost()) == (0, True)


def test_a_storage_that_fails_leaves_nothing_and_is_tried_again(
    filled, mei, monkeypatch
):
    packet = waiting(filled, mei)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contents.Zipped, "close", full)

    tasks.build_packet(str(packet.pk))

    packet.refresh_from_db()
    assert (packet.work, packet.error_code) == ("queued", "disk")
    assert build.cause_of(packet).startswith("There is no room left")
    assert nothing_lost()


def test_a_copy_nobody_can_open_is_left_out_and_the_rest_is_bound(
    filled, wen, mei, commits
):
    record = add(commits, filled.case, wen, ("b.pdf", paper("B")))
    copy = Derivative.objects.get(file__record=record)
    bad = vault.keep(filled.case_id, b"%PDF-1.7 and nothing more").columns()
    Derivative.objects.filter(pk=copy.pk).update(**bad)

    packet = built(filled, mei)

    assert (packet.work, packet.left_out, packet.records) == ("done", 1, 2)


def test_an_index_that_cannot_be_drawn_ends_the_build_with_its_cause(
    filled, mei, monkeypatch
):
    def undrawable(*_told: object) -> None:
        raise PaperError("missing_glyph", "U+1F3E5")

    monkeypatch.setattr(papers, "index", undrawable)
    packet = waiting(filled, mei)

    tasks.build_packet(str(packet.pk))

    packet.refresh_from_db()
    assert (packet.work, packet.error_code) == ("failed", "missing_glyph")
    assert nothing_lost()


def test_true_numbers_of_pages_win_over_those_that_were_written_down(filled, mei):
    Derivative.objects.update(pages=70)

    packet = built(filled, mei)

    with pdf_of(packet) as pdf:
        assert packet.pages == len(pdf.pages) == filled.summaries.first().pages + 2


def test_the_last_two_of_each_kind_are_kept(
    filled, mei, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        packets = [built(filled, mei) for _ in range(3)]
        nameless = built(filled, mei, nameless=True)

    kept = set(PacketFile.objects.values_list("packet", flat=True))
    assert kept == {packets[1].pk, packets[2].pk, nameless.pk}
    assert Packet.objects.count() == 4
    assert nothing_lost()


def test_progress_goes_forwards_only(filled, mei, monkeypatch):
    told, report = [], Packet.report

    def heard(self, per_cent):
        told.append(per_cent)
        return report(self, per_cent)

    monkeypatch.setattr(Packet, "report", heard)

    built(filled, mei)

    assert told == sorted(told)
    assert len(told) > 5


def test_whoever_opened_the_packet_is_told_on_the_page_of_each_record_in_it(
    filled, wen, mei, commits
):
    packet = built(filled, mei)
    record = Record.objects.get(case=filled.case)
    address = reverse("consultations:packet_pdf", args=[packet.pk])
    later = add(commits, filled.case, wen, ("b.pdf", paper("B")))

    signed_in(mei).get(address)

    told, _more = looks.looks_at(record, most=5)
    assert [(look.who, str(look.how)) for look in told] == [
        (mei.name, "opened a packet for the team that holds it")
    ]
    assert looks.looks_at(later, most=5) == ([], False)
