"""The desk in Chinese: dates and lists as Chinese is written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEntry, User
from consultations import clocks
from consultations.models import ConsultationRequest, RequestEvent
from consultations.tests.desk_make import ADMIN, page_url, sent
from intake.models import Consent

pytestmark = pytest.mark.django_db
MONTHS = re.compile(
    "[一二三四五六七八九十]月"
)  # Django's month names: not how dates are written
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def asked(case, wen) -> ConsultationRequest:
    request = sent(case, wen, decide_by=date(2026, 11, 27))
    RequestEvent.objects.update(at=AT)
    Consent.objects.update(at=AT)
    return request


@pytest.fixture
def client(client, mei):
    User.objects.filter(pk=mei.pk).update(language="zh-hans")
    client.force_login(mei)
    return client


def test_dates_of_the_queue(client, asked):
    text = client.get(reverse(f"{ADMIN}_changelist")).text

    assert "2026年11月27日" in text
    assert not MONTHS.search(text)


def test_dates_of_the_work_page_and_the_trail(client, asked):
    page = client.get(page_url(asked)).text
    AuditEntry.objects.update(at=AT)
    trail = client.get(reverse(f"{ADMIN}_trail", args=[asked.pk])).text

    assert "2026年11月24日 10:00" in page
    assert "2026年11月24日 10:00" in trail
    assert not MONTHS.search(page)
    assert not MONTHS.search(trail)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Tue 24 Nov, 18:00"), ("zh-hans", "11月24日 星期二 18:00")],
)
def test_a_moment_within_days(language, words):
    with translation.override(language):
        assert clocks.two_clocks(AT, ZoneInfo("Asia/Shanghai")).startswith(words)


@pytest.mark.parametrize("language", ["ar", "ru", *dict(settings.LANGUAGES)])
def test_a_moment_in_a_language_without_our_form(language):
    with translation.override(language):
        words = clocks.two_clocks(AT, ZoneInfo("Asia/Almaty"))

    assert "2026" in words or "24" in words
    assert "WEEKDAY" not in words


def test_lists_have_the_chinese_comma(client, asked):
    asked.case.diagnosis.__class__.objects.update(spread_to=["bone", "liver"])

    page = client.get(page_url(asked))

    lines = {line["fact"]: line["value"] for line in page.context["known_lines"]}
    assert lines["diagnosis.spread_to"] == "骨、肝"
    assert "、58、" in page.context["title"]


def test_the_front_page_has_no_english_headings(client, asked):
    text = client.get(reverse("admin:index")).text

    for words in ("Consultations", "Model name", "Add link", "Change or view"):
        assert words not in text
