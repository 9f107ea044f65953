"""Parcels: what may be posted, where each is, who is told what, and their papers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from conftest import at_once, signed_in
from intake.models import CaseMember
from records.models import (
    Parcel,
    ParcelEvent,
    ParcelMoveError,
    ParcelPdf,
    Record,
    TissueRequest,
)
from records.parcels import services, words
from records.parcels.states import (
    AWAY,
    BY_DESK,
    BY_FAMILY,
    TISSUE,
    TRANSITIONS,
    State,
)
from records.tests.parcels import ADDRESS, ITEM, open_to_desk, pack, post

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
WAY = {"courier": "DHL", "tracking": "JD0146"}


@pytest.fixture(autouse=True)
def address(settings):
    settings.SERVICE = settings.SERVICE | {"parcel_address": ADDRESS}


def url(parcel, deed="detail", *more):
    return reverse(f"records:parcel_{deed}", args=[parcel.case_id, parcel.pk, *more])


def item_url(parcel):
    return reverse("records:item_add", args=[parcel.case_id, parcel.pk])


def day_of(date, name="day"):
    parts = {"day": date.day, "month": date.month, "year": date.year}
    return {f"{name}_{part}": value for part, value in parts.items()}


def today():
    return timezone.localdate()


def test_every_state_has_its_moves_and_a_sentence(case):
    parcel = pack(case)

    for state in State:
        parcel.state = state
        assert state in TRANSITIONS
        assert words.where(parcel).endswith(".")
        assert bool(words.next_step(parcel)) == (state in AWAY | {State.PACKING})


def test_every_move_is_the_familys_or_the_desks():
    ends = set().union(*TRANSITIONS.values())

    assert (ends, frozenset()) == (BY_FAMILY | BY_DESK, BY_FAMILY & BY_DESK)


def test_parcel_begun_twice_from_one_page_is_one(client, wen, case):
    client.force_login(wen)
    page = reverse("records:parcel_list", args=[case.pk])
    key = client.get(page).context["form"].initial["form_key"]

    for _ in range(2):
        client.post(page, {"form_key": str(key)})

    assert Parcel.objects.count() == 1


@pytest.mark.parametrize("content", sorted(TISSUE))
def test_tissue_is_not_offered_before_the_team_asks(client, wen, case, content):
    open_to_desk(case)
    parcel = services.begin(case, by=wen)
    client.force_login(wen)

    response = client.post(item_url(parcel), {"content": content, "count": "2"})

    assert (response.status_code, parcel.items.count()) == (422, 0)
    with pytest.raises(services.NotAskedError):
        services.add_item(parcel, ITEM | {"content": content}, by=wen)


def test_tissue_may_be_packed_once_the_coordinator_asked(client, wen, mei, case):
    services.ask_for_tissue(case, "12 stained slides, please", by=mei)
    parcel = services.begin(case, by=wen)
    client.force_login(wen)

    page = client.get(url(parcel)).text
    client.post(item_url(parcel), {"content": "slides", "count": "12", "stain": "H&E"})

    item = parcel.items.get()
    assert "Stained glass slides" in page
    assert (item.content, item.count, item.stain) == ("slides", 12, "H&E")


def test_tissue_packed_before_the_team_changed_its_mind_is_not_posted(case, wen, mei):
    services.ask_for_tissue(case, "Slides", by=mei)
    parcel = pack(case, content="slides")
    services.end_tissue_request(case, by=mei)

    with pytest.raises(services.NotAskedError):
        services.family_moves(parcel, State.SENT, by=wen)

    assert Parcel.objects.get().state == State.PACKING


def test_disc_may_be_posted_without_being_asked_for(case):
    assert post(case, content="disc").state == State.SENT


def test_asking_for_tissue_twice_is_one_request(case, mei):
    first, second = (services.ask_for_tissue(case, "Slides", by=mei) for _ in "12")

    assert (first, second, TissueRequest.objects.count()) == (True, False, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TissueRequest.objects.create(case=case, words="x", by=mei)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda p, s: s.SERVICE.update(parcel_address=[]), services.NoAddressError),
        (lambda p, s: p.items.all().delete(), services.EmptyError),
        (
            lambda p, s: type(p.case).objects.update(desk_opened_at=None),
            services.NotSentError,
        ),
    ],
)
def test_parcel_is_neither_printed_nor_posted_while_something_lacks(
    case, wen, settings, spoil, reason
):
    parcel = pack(case)
    spoil(parcel, settings)
    parcel = Parcel.objects.with_contents().get()

    for deed in (
        lambda: services.ask_for_papers(parcel, by=wen),
        lambda: services.family_moves(parcel, State.SENT, by=wen),
    ):
        with pytest.raises(reason):
            deed()

    assert (Parcel.objects.get().state, ParcelPdf.objects.count()) == ("packing", 0)


def test_reason_is_one_sentence_on_the_page(client, wen, case):
    parcel = services.begin(case, by=wen)
    client.force_login(wen)

    response = client.post(url(parcel, "print"), follow=True)

    assert "Send your folder first." in response.text


def test_parcel_send_keeps_courier_number_and_days(client, wen, case):
    parcel = pack(case)
    client.force_login(wen)

    client.post(url(parcel, "send"), WAY | day_of(today()))

    now = Parcel.objects.get()
    assert (now.state, now.courier, now.tracking) == ("sent", "DHL", "JD0146")
    assert now.sent_on == today()


@pytest.mark.parametrize("missing", ["courier", "tracking", "day_year"])
def test_parcel_send_needs_courier_number_and_day(client, wen, case, missing):
    parcel = pack(case)
    client.force_login(wen)
    typed = WAY | day_of(today())
    del typed[missing]

    response = client.post(url(parcel, "send"), typed)

    assert response.status_code == 422
    assert Parcel.objects.get().state == State.PACKING


def test_parcel_send_twice_is_one_move(client, wen, case):
    parcel = pack(case)
    client.force_login(wen)

    for _ in range(2):
        client.post(url(parcel, "send"), WAY | day_of(today()))

    assert ParcelEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_are_one(case, wen):
    pack(case)

    def move():
        parcel = Parcel.objects.get()
        try:
            services.family_moves(parcel, State.SENT, by=wen)
        except ParcelMoveError:
            return "slower"
        return "moved"

    assert sorted(at_once(move, move)) == ["moved", "slower"]
    assert ParcelEvent.objects.count() == 1


def test_nothing_is_put_in_or_taken_out_once_it_left(client, wen, case):
    parcel = post(case)
    item = parcel.items.get()
    client.force_login(wen)

    client.post(item_url(parcel), {"content": "usb", "count": "1"})
    client.post(reverse("records:item_remove", args=[case.pk, parcel.pk, item.pk]))

    assert list(parcel.items.all()) == [item]


def test_whole_way_there_and_back_is_told_in_one_sentence_each(case, wen, mei):
    parcel = post(case)
    said = [words.where(parcel)]

    day = {"received_on": today(), "condition": "good"}
    services.desk_moves(parcel, State.RECEIVED, by=mei, **day)
    said.append(words.where(parcel))
    back = {"returned_on": today(), "return_courier": "SF", "return_tracking": "9"}
    services.desk_moves(parcel, State.RETURNING, by=mei, **back)
    said.append(words.where(parcel))
    services.family_moves(parcel, State.HOME, by=wen, home_on=today())
    said.append(words.where(parcel))

    assert [" ".join(line.split()[:5]) for line in said] == [
        "It is on its way",
        "It is with us since",
        "It is on its way",
        "It is back home since",
    ]
    assert "with SF" in said[2]
    assert list(ParcelEvent.objects.values_list("to_state", flat=True)) == [
        "sent",
        "received",
        "returning",
        "home",
    ]


@pytest.mark.parametrize("state", sorted(BY_DESK))
def test_family_cannot_say_what_only_the_desk_knows(case, wen, state):
    parcel = post(case)

    with pytest.raises(ParcelMoveError):
        services.family_moves(parcel, state, by=wen)


@pytest.mark.parametrize("state", sorted(BY_FAMILY))
def test_desk_cannot_say_what_only_the_family_knows(case, mei, state):
    parcel = post(case)

    with pytest.raises(ParcelMoveError):
        services.desk_moves(parcel, state, by=mei)


def test_parcel_home_with_something_missing_says_so(client, wen, mei, case):
    parcel = post(case)
    services.desk_moves(parcel, State.RECEIVED, by=mei, condition="good")
    services.desk_moves(parcel, State.RETURNING, by=mei)
    client.force_login(wen)

    client.post(url(parcel, "home"), day_of(today()))

    now = Parcel.objects.get()
    assert (now.state, words.state_of_contents(now)) == ("home", "Something is missing")


@pytest.mark.parametrize(
    ("days", "is_late"), [(-1, True), (0, False), (3, False), (None, False)]
)
def test_parcel_is_late_after_the_day_it_was_expected(case, days, is_late):
    parcel = post(case)
    due = None if days is None else today() + timedelta(days=days)
    parcel.expected_on = due

    assert words.is_late(parcel, today()) == is_late


def test_record_of_another_folder_cannot_be_named(client, wen, bo, case, bos_case):
    theirs = Record.objects.create(
        case=bos_case, number=1, kind="imaging_files", added_by=bo
    )
    parcel = services.begin(case, by=wen)
    client.force_login(wen)
    typed = {"content": "disc", "count": "1", "record": str(theirs.pk)}

    response = client.post(item_url(parcel), typed)

    assert (response.status_code, parcel.items.count()) == (422, 0)


def test_parcel_list_costs_the_same_with_one_and_with_three(
    client, wen, case, django_assert_max_num_queries
):
    client.force_login(wen)
    page = reverse("records:parcel_list", args=[case.pk])
    pack(case)
    client.get(page)
    with django_assert_max_num_queries(100) as one:
        client.get(page)

    for _ in range(2):
        pack(case)
    with django_assert_max_num_queries(100) as three:
        client.get(page)

    assert len(one) == len(three)


def test_helper_who_may_only_read_moves_nothing(client, ana, case):
    parcel = pack(case)
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    client.force_login(ana)

    read = client.get(url(parcel))

    deeds = ["sender", "print", "send", "cancel", "home"]
    assert read.status_code == 200
    assert {client.post(url(parcel, d)).status_code for d in deeds} == {403}


def test_stranger_learns_of_no_parcel(bo, case):
    parcel = pack(case)

    deeds = ("detail", "cancel", "download")
    client = signed_in(bo)
    assert {client.get(url(parcel, deed)).status_code for deed in deeds} == {404}


def test_trail_tells_moves_and_no_contents(case):
    parcel = post(case, note="canary")

    entries = AuditEntry.objects.filter(thing="records.parcel")
    assert entries.filter(verb="moved_parcel", facts__to="sent").count() == 1
    assert "canary" not in str(list(entries.values_list("facts", flat=True)))
    assert parcel.state == State.SENT
