"""Names on discs beside the name of the folder."""

from __future__ import annotations

from datetime import date

import pytest

from records.imaging.people import Identity, Match, compare, grouped, of_disc, shown

BORN, OTHER_DAY = date(1968, 5, 3), date(1971, 1, 1)


@pytest.mark.parametrize(
    ("disc", "folder"),
    [
        ("SOKOLOVA^ELENA", "Elena Sokolova"),
        ("Sokolova^Elena^Ivanovna", "Elena Sokolova"),
        ("García^José", "Jose Garcia"),
        ("MÜLLER^Jürgen^^Dr.", "Jurgen Muller"),
        ("Łukasz^Nowak", "Nowak, Lukasz"),
        ("LI^MEILING=李^美玲", "李美玲"),
        ("Соколова^Елена", "Елена Соколова"),
        ("O'NEILL^ANN", "Ann O’Neill"),
    ],
)
def test_a_name_is_the_same_whatever_its_order_case_and_marks(disc, folder):
    match = compare(of_disc(disc, BORN), Identity((folder,), BORN))

    assert match == Match.SAME


@pytest.mark.parametrize(
    ("disc", "born_on", "match"),
    [
        ("SOKOLOVA^YELENA", BORN, Match.NAME),
        ("Соколова^Елена", BORN, Match.SCRIPT),
        ("SOKOLOVA", BORN, Match.NAME),
        ("SOKOLOVA^ELENA", OTHER_DAY, Match.BORN),
        ("SOKOLOVA^ELENA", None, Match.SAME),
        ("", BORN, Match.NOBODY),
        ("^^^", None, Match.NOBODY),
    ],
)
def test_what_differs_is_said(disc, born_on, match):
    assert compare(of_disc(disc, born_on), Identity(("Elena Sokolova",), BORN)) == match


def test_the_name_in_own_script_counts_too():
    known = Identity(("Elena Sokolova", "Соколова Елена"), BORN)

    assert compare(of_disc("СОКОЛОВА^ЕЛЕНА", BORN), known) == Match.SAME


@pytest.mark.parametrize(
    ("people", "numbers"),
    [
        ([("SOKOLOVA^ELENA", BORN, "7"), ("Sokolova^Elena", BORN, "9")], [0, 0]),
        ([("SOKOLOVA^ELENA", BORN, "7"), ("SOKOLOVA^YELENA", BORN, "7")], [0, 0]),
        ([("SOKOLOVA^ELENA", BORN, "7"), ("Соколова^Елена", BORN, "7")], [0, 0]),
        ([("SOKOLOVA^ELENA", BORN, "7"), ("SOKOLOVA^ELENA", OTHER_DAY, "7")], [0, 1]),
        # Twins: one family name, one birthday.
        ([("SOKOLOVA^ELENA", BORN, "7"), ("SOKOLOVA^IRINA", BORN, "8")], [0, 1]),
        ([("A^B", None, ""), ("C^D", None, ""), ("b^a", None, "")], [0, 1, 0]),
        ([("", None, "7"), ("", None, "8")], [0, 1]),
        ([("", None, ""), ("SOKOLOVA^ELENA", BORN, "")], [0, 1]),
    ],
)
def test_ways_of_writing_one_name_on_a_disc_are_one_person(people, numbers):
    assert grouped([of_disc(*person) for person in people]) == numbers


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SOKOLOVA^YELENA", "SOKOLOVA, YELENA"),
        ("LI^MEILING=李^美玲", "LI, MEILING / 李, 美玲"),
        ("Wen Li", "Wen Li"),
        ("", ""),
    ],
)
def test_a_name_is_shown_without_the_signs_of_dicom(name, words):
    assert shown(name) == words
