"""Rows that every page asks for, with their SQL written once: the ORM's own answer."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models import UUIDField
from django.forms.models import model_to_dict
from django.utils import timezone

from accounts.backends import Backend
from accounts.one_row import Given, OneRow
from accounts.sessions import SessionStore
from intake import access
from intake.models import Case, CaseMember, Patient

pytestmark = pytest.mark.both_engines


def everything(row) -> dict:
    """Each loaded column, by name."""
    hidden = row.get_deferred_fields()
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in hidden
    }


def test_row_holds_what_the_orm_would_load(wen, case):
    expected = CaseMember.objects.select_related("case", "case__patient").get(user=wen)

    found = access.member_for(wen, case.pk)

    loaded = everything(found.case.patient)
    whole = everything(expected.case.patient)
    assert everything(found) == everything(expected)
    assert everything(found.case) == everything(expected.case)
    assert loaded == {name: whole[name] for name in loaded}
    assert {"full_name", "date_of_birth"} <= loaded.keys() < whole.keys()


def test_row_costs_one_query_with_what_stands_beside_it(
    wen, case, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert access.member_for(wen, case.pk).case.patient.case.pk == case.pk


def test_each_asking_fills_in_its_own_values(wen, bo, case, bos_case):
    pairs = [(wen, case), (bo, bos_case), (wen, case)]

    found = [access.member_for(user, its.pk) for user, its in pairs]

    assert [(member.user, member.case) for member in found] == pairs


def test_missing_row_beside_the_row_is_an_attribute_error_as_ever(wen, case):
    Patient.objects.filter(case=case).delete()

    found = access.member_for(wen, case.pk)

    with pytest.raises(Patient.DoesNotExist):
        _ = found.case.patient


def test_no_row_is_none(db):
    row = OneRow(lambda: Case.objects.filter(pk=Given("pk", UUIDField())))

    assert row.get(pk=uuid.uuid4()) is None


def test_order_of_the_query_decides_which_row_comes(wen, case):
    newer = Case.objects.create(created_by=wen)
    Case.objects.filter(pk=newer.pk).update(
        created_at=timezone.now() + timedelta(days=1)
    )
    row = OneRow(lambda: Case.objects.order_by("-created_at"))

    assert model_to_dict(row.get()) == model_to_dict(newer)


def test_value_that_was_not_given_is_an_error(db):
    row = OneRow(lambda: Case.objects.filter(pk=Given("pk", UUIDField())))

    with pytest.raises(KeyError):
        row.get()


@pytest.mark.parametrize(("active", "found"), [(True, True), (False, False)])
def test_person_of_a_session_must_be_active(wen, active, found):
    type(wen).objects.filter(pk=wen.pk).update(is_active=active)

    assert (Backend().get_user(wen.pk) == wen) is found


def test_session_past_its_end_is_forgotten(db):
    kept = SessionStore()
    kept["seen"] = 7
    kept.save()
    assert SessionStore(kept.session_key)["seen"] == 7

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    ended = SessionStore(kept.session_key)
    assert (ended.get("seen"), ended.session_key) == (None, None)
