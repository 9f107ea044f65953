"""Values of blood tests: kept as typed, read as numbers only where nothing is doubtful."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from intake import lab_tests, steps
from intake.facts import facts_of
from intake.lab_numbers import number_in
from intake.models import Diagnosis, LabValue
from intake.steps import Status
from intake.tests.filling import fill_in, step_url


@pytest.fixture
def labs(client, wen, case) -> str:
    client.force_login(wen)
    return step_url(case, "blood-tests")


# --- numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        (" 0.123 ", "0.123"),
        ("0,123", "0.123"),
        (".5", "0.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234", "1234"),
        ("1'234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1,50,000", "150000"),
        ("1234,567", "1234.567"),
        ("١٢٫٥", "12.5"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("٣٫١٤٢", "3.142"),
        ("１２．５", "12.5"),
        ("๑๒.๕", "12.5"),
        ("12.5 H", "12.5"),
        ("12.5↑", "12.5"),
        ("12.5 *", "12.5"),
    ],
)
def test_value_is_read_as_its_number(typed, number):
    assert number_in(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["1,234", "1.234", "12,345", "123.456", "01,234", "١,٢٣٤"],
)
def test_value_that_may_be_two_numbers_is_not_read(typed):
    assert number_in(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "<0.5", ">1000", "≤ 3", "negative", "阴性", "++", "-5", "−5"),
        *("1.2.3", "12.03.2024", "1,23,45", "3-5", "1e5", "10²", "½", "Ⅷ", "12 5"),
        *("3.2 x 10^4", "35 U/mL", "NaN", "Infinity", "12.", ",", ".", "9" * 60),
        *("12\u202e5", "🎗️", "<b>5</b>", "5L"),
    ],
)
def test_what_is_no_plain_number_is_not_read(typed):
    assert number_in(typed) is None


@given(
    whole=st.integers(0, 10**9),
    part=st.text("0123456789", max_size=6),
    parting=st.sampled_from(["", ",", ".", " ", "'"]),
    point=st.sampled_from([".", ","]),
)
def test_number_is_read_as_it_was_written_or_not_at_all(whole, part, parting, point):
    """However a country writes it, the reader never sees another number."""
    if parting == point:
        return
    typed = f"{whole:,}".replace(",", parting) + (point + part if part else "")

    assert number_in(typed) in (None, Decimal(f"{whole}.{part or 0}"))


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(typed):
    number = number_in(typed)

    assert number is None or (number.is_finite() and number >= 0)


# --- the list of tests ---------------------------------------------------------------------


def codes(groups) -> list[str]:
    return [code for _words, pairs in groups for code, _label in pairs]


@pytest.mark.parametrize("site", ["", "not_sure", *lab_tests.OFTEN])
def test_every_test_is_offered_once_whatever_the_cancer(site):
    assert sorted(codes(lab_tests.offered(site))) == sorted(lab_tests.LabTest.values)


def test_markers_of_the_cancer_stand_first(client, labs, case):
    Diagnosis.objects.create(case=case, site="ovary")

    page = client.get(labs)

    first = page.context["form"].fields["test"].choices[1]
    assert (str(first[0]), [code for code, _label in first[1]]) == (
        "Often used with this cancer",
        ["ca125", "he4"],
    )
    assert page.text.count('value="ca125"') == 1


def test_markers_of_another_cancer_are_not_drawn_from_memory(client, labs, case):
    """Fields are drawn once and kept: not over a change of the cancer."""
    diagnosis = Diagnosis.objects.create(case=case, site="ovary")
    client.get(labs)
    diagnosis.site = "prostate"
    diagnosis.save()

    text = client.get(labs).text

    assert text.index('value="psa"') < text.index('value="cea"')


# --- the page ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["<0.5", "1,234.5", "negative", "12.5 H", "阴性", "١٢٫٥"]
)
def test_value_is_kept_exactly_as_typed(client, labs, typed):
    response = fill_in(client, labs, test="cea", value=typed, do="add")

    assert (response.status_code, LabValue.objects.get().value) == (302, typed)


def test_value_names_its_test_and_day(client, labs, wen):
    fill_in(
        client,
        labs,
        test="ca125",
        value="96",
        unit="U/mL",
        sampled_on_month="10",
        sampled_on_year="2025",
        reference="0–35",
        do="add",
    )

    row = client.get(labs).context["rows"][0]
    assert (row["title"], row["by"]) == ("CA 125, October 2025", wen)
    assert row["lines"] == ["Value: 96", "Unit: U/mL", "Reference range: 0–35"]


@pytest.mark.parametrize("code", ["other", ""])
def test_another_test_is_called_by_its_own_name(client, labs, code):
    fill_in(client, labs, test=code, test_name="Ferritin", value="80", do="add")

    assert client.get(labs).context["rows"][0]["title"] == "Ferritin"


def test_value_without_a_test_says_so_and_keeps_its_day(client, labs):
    fill_in(client, labs, value="80", sampled_on_year="2025", do="add")

    title = client.get(labs).context["rows"][0]["title"]
    assert title == "Without a name yet, 2025"


def test_name_is_no_longer_asked_of_a_listed_test(client, labs, case):
    row = LabValue.objects.create(case=case, test="cea", value="3")

    page = client.get(reverse("intake:row_edit", args=[case.pk, "blood-tests", row.pk]))

    assert "test_name" not in page.context["form"].fields


@pytest.mark.parametrize("name", ["value", "unit", "sampled_on"])
def test_part_of_a_value_may_be_unknown(client, labs, name):
    fill_in(client, labs, test="cea", **{f"{name}_dk": "on"}, do="add")

    lines = client.get(labs).context["rows"][0]["lines"]
    assert LabValue.objects.get().not_known == [name]
    assert [line.endswith("I do not know") for line in lines] == [True]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("value", "x" * 10_000, "This is too long. Use up to 60 characters"),
        ("unit", "🎗" * 10_000, "This is too long. Use up to 40 characters"),
        ("reference", "<b>" * 200, "This is too long. Use up to 100 characters"),
        ("sampled_on_year", "0001", "Enter a year from 1900"),
        ("sampled_on_year", "2999", "Enter a year from 1900"),
        ("sampled_on_year", "soon", "Enter the year as 4 numbers"),
    ],
)
def test_wrong_part_is_told_and_the_others_are_kept(client, labs, name, typed, said):
    right = {"test": "cea", "value": "3", "unit": "ng/mL", "laboratory": "Central"}

    response = fill_in(client, labs, **right | {name: typed}, do="add")

    field = name.removesuffix("_year")
    row = LabValue.objects.get()
    assert response.status_code == 422
    assert response.context["form"].errors[field][0].startswith(said)
    assert list(response.context["form"].errors) == [field]
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in response.text
    assert [getattr(row, n) for n in right if n != field] == [
        value for n, value in right.items() if n != field
    ]


def test_test_that_is_not_in_the_list_is_told(client, labs):
    response = fill_in(client, labs, test="made up", value="3", do="add")

    errors = response.context["form"].errors
    assert (response.status_code, LabValue.objects.get().test) == (422, "")
    assert errors == {"test": ["Choose one of the answers on this page"]}


@pytest.mark.parametrize(
    "typed", ["1\0", "1\u202e", "\u200f12", "<script>alert(1)</script>", "-1", "🎗️"]
)
def test_strange_value_is_kept_and_shown_as_text(client, labs, typed):
    fill_in(client, labs, test="cea", value=typed, do="add")

    page = client.get(labs)
    assert (page.status_code, LabValue.objects.count()) == (200, 1)
    assert "<script>alert" not in page.text


def test_blank_save_takes_nothing_away(client, labs, case):
    row = LabValue.objects.create(case=case, test="cea", value="3", unit="ng/mL")
    address = reverse("intake:row_edit", args=[case.pk, "blood-tests", row.pk])

    fill_in(client, address, value="", unit="")

    row.refresh_from_db()
    assert (row.value, row.unit) == ("3", "ng/mL")


def test_page_calls_no_value_anything(client, labs, case):
    """A value is never judged, whatever its reference range says."""
    LabValue.objects.create(case=case, test="cea", value="999", reference="0-5")

    text = client.get(labs).text.casefold()

    said = ["abnormal", "normal", "too high", "too low", "alarming", "elevated"]
    assert [word for word in said if word in text] == []


# --- state ---------------------------------------------------------------------------------


def status(case) -> str:
    return steps.status_of(steps.BY_SLUG["blood-tests"], facts_of(case))


def test_page_is_done_with_a_value_or_with_none_and_never_needed(client, labs, case):
    found = [status(case)]
    client.post(labs, {"do": "none"})
    found.append(status(case))
    client.post(labs, {"do": "some"})
    LabValue.objects.create(case=case, test="cea", value="3")
    found.append(status(case))

    needs = [one.step.slug for one in steps.missing_answers(facts_of(case))]
    assert found == [Status.NOT_STARTED, Status.DONE, Status.DONE]
    assert "blood-tests" not in needs


def test_history_of_a_value_holds_no_value(client, labs, case):
    fill_in(client, labs, test="cea", value="Canary 5", do="add")

    entry = AuditEntry.objects.get(verb="added")
    assert "Canary" not in str(entry.facts)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_values_costs_the_same_with_more(
    client, wen, case, rows, django_assert_num_queries
):
    for number in range(rows):
        LabValue.objects.create(case=case, test="cea", value=str(number))
    client.force_login(wen)
    client.get(step_url(case, "blood-tests"))

    with django_assert_num_queries(6):
        client.get(step_url(case, "blood-tests"))
