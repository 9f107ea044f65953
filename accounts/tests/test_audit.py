"""The audit trail: chained by hash, so that every edit, gap and cut is found."""

from __future__ import annotations

from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import AuditEntry, User
from conftest import at_once


@pytest.fixture(autouse=True)
def own_anchor(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def trail(wen) -> list[AuditEntry]:
    """Ten entries about wen, by wen."""
    return [audit.note(by=wen, verb="viewed", obj=wen, n=n) for n in range(10)]


def test_trail_that_nobody_touched_has_no_fault(trail):
    assert list(audit.faults()) == []


def test_note_chains_each_entry_to_the_one_before(trail):
    links = [(a.hash, b.previous_hash) for a, b in pairwise(trail)]

    assert [a == b for a, b in links] == [True] * 9
    assert [entry.number for entry in trail] == list(range(1, 11))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verb", "sent"),
        ("facts", {"n": 99}),
        ("by_key", "42"),
        ("thing_id", "other"),
        ("case_id", "other"),
        ("at", "2020-01-01T00:00:00Z"),
    ],
)
def test_edited_entry_is_found(trail, field, value):
    AuditEntry.objects.filter(number=4).update(**{field: value})

    assert list(audit.faults()) == ["Entry 4 was changed after it was written."]


def test_edited_entry_with_a_new_hash_is_found_at_the_next(trail):
    entry = AuditEntry.objects.get(number=4)
    entry.verb = "sent"
    AuditEntry.objects.filter(number=4).update(verb="sent", hash=audit.digest(entry))

    assert list(audit.faults()) == ["Entry 5 does not follow the entry before it."]


def test_deleted_entry_is_found(trail):
    AuditEntry.objects.filter(number=4).delete()

    assert list(audit.faults()) == ["Entry 4 is missing: 5 follows."]


def test_inserted_entry_is_found(trail):
    AuditEntry.objects.filter(number__gt=4).update(number=F("number") + 1000)
    forged = AuditEntry.objects.get(number=4)
    forged.pk, forged.number, forged.verb = None, 5, "sent"
    forged.previous_hash = trail[3].hash
    forged.hash = audit.digest(forged)
    forged.save(force_insert=True)

    assert "Entry 6 is missing: 1005 follows." in list(audit.faults())


def test_swapped_entries_are_found(trail):
    AuditEntry.objects.filter(number=4).update(number=1004)
    AuditEntry.objects.filter(number=5).update(number=4)
    AuditEntry.objects.filter(number=1004).update(number=5)

    assert "Entry 4 does not follow the entry before it." in list(audit.faults())


def test_cut_tail_is_found_by_the_anchor(trail):
    audit.write_anchor()

    AuditEntry.objects.filter(number__gt=7).delete()

    assert list(audit.faults()) == ["The end is cut off: entries 8 to 10 are gone."]


def test_tail_cut_and_written_anew_is_found_by_the_anchor(trail, wen):
    audit.write_anchor()
    AuditEntry.objects.filter(number=10).delete()

    audit.note(by=wen, verb="nothing", obj=wen)

    assert list(audit.faults()) == ["Entry 10 differs from the anchor kept outside."]


def test_anchor_never_moves_back(trail):
    audit.write_anchor()
    AuditEntry.objects.filter(number__gt=7).delete()

    audit.write_anchor()

    assert list(audit.read_anchors()[0]) == [10]


def test_a_cut_end_is_found_however_much_is_written_and_anchored_after_it(trail, wen):
    audit.write_anchor()
    AuditEntry.objects.filter(number__gt=7).delete()
    for _ in range(8):
        audit.note(by=wen, verb="viewed", obj=wen)

    audit.write_anchor()

    assert list(audit.faults()) == ["Entry 10 differs from the anchor kept outside."]


def test_a_chain_written_anew_from_its_middle_is_found_for_ever(trail, wen):
    audit.write_anchor()
    entries = list(AuditEntry.objects.order_by("number"))
    entries[3].verb = "sent"
    for before, entry in pairwise([None, *entries]):
        entry.previous_hash = before.hash if before else audit.START
        entry.hash = audit.digest(entry)
        entry.save()
    audit.note(by=wen, verb="viewed", obj=wen)

    audit.write_anchor()

    assert list(audit.faults()) == ["Entry 10 differs from the anchor kept outside."]


@pytest.mark.parametrize("other", [None, "mei"])
def test_another_person_shown_beside_an_entry_is_found(trail, mei, other):
    AuditEntry.objects.filter(number=4).update(by=mei if other else None)

    assert list(audit.faults()) == ["Entry 4 was changed after it was written."]


@pytest.mark.parametrize("damage", ["garbage\n", "a b c\n", "", "\x00\xff"])
def test_an_anchor_that_cannot_be_read_is_a_fault(trail, damage):
    audit.anchor_path().write_bytes(damage.encode("latin-1"))

    assert list(audit.faults()) == ["Line 1 of the anchor kept outside cannot be read."]


def test_a_trail_without_an_anchor_says_so(trail):
    said = StringIO()
    call_command("verify_audit", stdout=said)

    assert "No anchor is there yet" in said.getvalue()


def test_entry_outlives_its_person(trail, wen):
    key = str(wen.pk)

    wen.delete()

    assert list(audit.faults()) == []
    assert AuditEntry.objects.values_list("by_key", flat=True).first() == key


def test_note_in_a_transaction_that_failed_leaves_no_gap(trail, wen):
    with transaction.atomic():
        audit.note(by=wen, verb="viewed", obj=wen)
        transaction.set_rollback(True)
    audit.note(by=wen, verb="viewed", obj=wen)

    assert list(audit.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_keep_one_chain():
    user = User.objects.create_user("wen@example.org")

    def write() -> None:
        for _ in range(20):
            audit.note(by=user, verb="viewed", obj=user)

    at_once(*[write] * 6)

    assert AuditEntry.objects.count() == 120
    assert list(audit.faults()) == []


def test_ten_thousand_entries_are_checked_link_by_link(wen):
    entries, previous = [], audit.START
    model = audit.note(by=wen, verb="viewed", obj=wen)
    AuditEntry.objects.all().delete()
    for number in range(1, 10_001):
        entry = AuditEntry(
            number=number,
            at=model.at,
            by_key="system",
            verb="viewed",
            thing="accounts.user",
            thing_id="1",
            previous_hash=previous,
        )
        entry.hash = previous = audit.digest(entry)
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=500)

    assert list(audit.faults()) == []

    AuditEntry.objects.filter(number=9_000).update(verb="changed")
    assert list(audit.faults()) == ["Entry 9000 was changed after it was written."]


def test_verify_audit_ends_with_an_error_when_the_trail_was_touched(trail):
    AuditEntry.objects.filter(number=4).update(verb="sent")

    with pytest.raises(CommandError, match="has 1 fault"):
        call_command("verify_audit", stderr=StringIO())


def test_verify_audit_says_how_long_the_whole_trail_is(trail):
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert out.getvalue().splitlines()[0] == "The audit trail is whole: 10 entries."
