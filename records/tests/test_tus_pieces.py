"""A row remembers what is safe while a piece still comes."""

from __future__ import annotations

import random

import pytest

from records import reconcile, vault
from records.models import Upload
from records.tests.tus_client import begin, send
from records.tus import pieces
from records.vault import PART_BYTES
from records.vault.writing import Writer

CONTENT = b"%PDF-1.7 " + random.Random(3).randbytes(4 * PART_BYTES + 900)


@pytest.fixture
def url(client, wen, case) -> str:
    client.force_login(wen)
    return begin(client, case, len(CONTENT))["Location"]


def die_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is gone before it could say what came last."""

    def gone(_piece: pieces.Piece, _length: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pieces.Piece, "_end", gone)
    # Nothing tidies behind a server that is gone.
    monkeypatch.setattr(Writer, "discard", lambda _writer: None)


@pytest.mark.parametrize("seconds", [3600, -1])
def test_what_was_safe_is_there_after_the_server_died(
    client, url, monkeypatch, seconds
):
    monkeypatch.setattr(pieces, "SAFE_BYTES", PART_BYTES)
    monkeypatch.setattr(pieces, "SAFE_SECONDS", seconds)  # -1: after every read
    with monkeypatch.context() as broken:
        die_at_the_end(broken)
        with pytest.raises(KeyboardInterrupt):
            send(client, url, 0, CONTENT[:-5])

    safe = Upload.objects.get()

    assert safe.size_bytes >= PART_BYTES
    assert vault.open_(safe.sealed).read() == CONTENT[: safe.size_bytes]
    last = send(client, url, safe.size_bytes, CONTENT[safe.size_bytes :])
    assert last.status_code == 204
    file = Upload.objects.get().file
    assert vault.open_(file).read() == CONTENT
    assert reconcile.compare().rows == []


def test_a_row_never_says_more_than_is_stored(client, url, monkeypatch):
    monkeypatch.setattr(pieces, "SAFE_BYTES", PART_BYTES)
    said = []
    really = pieces.remember

    def remember(upload, sealed):
        said.append(vault.open_(sealed).read() == CONTENT[: sealed.size_bytes])
        really(upload, sealed)

    monkeypatch.setattr(pieces, "remember", remember)
    send(client, url, 0, CONTENT)

    assert len(said) > 1
    assert all(said)
