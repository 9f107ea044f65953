"""Addresses that are keys never reach a log line."""

from __future__ import annotations

import io
import logging

import pytest

TOKEN = "kQ3v" * 10


@pytest.fixture
def written():
    """What our log handler writes while a test runs."""
    text = io.StringIO()
    ours = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    before = [(handler, handler.setStream(text)) for handler in ours]
    yield text
    for handler, stream in before:
        handler.setStream(stream)


@pytest.mark.parametrize("path", ["/invitations/{}/", "/password/reset/key/3-{}/"])
def test_a_key_in_an_address_is_left_out(written, path):
    logging.getLogger("django.security.csrf").warning(
        "Forbidden (%s): %s", "no cookie", path.format(TOKEN)
    )

    line = written.getvalue()
    assert ("Forbidden" in line, TOKEN in line) == (True, False)


def test_a_key_in_a_traceback_is_left_out(written):
    try:
        raise ValueError(f"/invitations/{TOKEN}/")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")

    line = written.getvalue()
    assert ("ValueError" in line, TOKEN in line) == (True, False)


def test_other_addresses_are_kept(written):
    logging.getLogger("accounts").warning("slow page /guide/how-to-ask/")

    assert "/guide/how-to-ask/" in written.getvalue()
