"""Addresses that are keys never reach a log line."""

from __future__ import annotations

import logging

import pytest

TOKEN = "kQ3v" * 10


@pytest.mark.parametrize("path", ["/invitations/{}/", "/password/reset/key/3-{}/"])
def test_a_key_in_an_address_is_left_out(written_log, path):
    logging.getLogger("django.security.csrf").warning(
        "Forbidden (%s): %s", "no cookie", path.format(TOKEN)
    )

    line = written_log.getvalue()
    assert ("Forbidden" in line, TOKEN in line) == (True, False)


def test_a_key_in_a_traceback_is_left_out(written_log):
    try:
        raise ValueError(f"/invitations/{TOKEN}/")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")

    line = written_log.getvalue()
    assert ("ValueError" in line, TOKEN in line) == (True, False)


FOLDER = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    "line",
    [
        "Internal Server Error: /folders/{}/records/",
        "Not Found: /folders/{}",
        "Redirect to /accounts/login/?next=%2Ffolders%2F{}%2F",
        "file {} not inspected",
        "[Errno 28] No space left on device: '/data/files/0f/{}/1.part'",
    ],
)
@pytest.mark.parametrize("spell", [str, str.upper, lambda text: text.replace("-", "")])
def test_number_of_a_folder_is_left_out(written_log, line, spell):
    logging.getLogger("any").error(line.format(spell(FOLDER)))

    told = written_log.getvalue()
    assert line.split(" ")[0] in told
    assert (spell(FOLDER)[:12] in told, spell(FOLDER)[-12:] in told) == (False, False)


def test_part_of_a_path_that_looks_like_a_token_is_left_out(written_log):
    logging.getLogger("django.request").error("Not Found: /new-door/%s/", TOKEN)

    assert "Not Found: /new-door/…/" in written_log.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "slow page /guide/how-to-ask/",
        "answer 500 for portal:folder_detail, error id 7XKQ2MNP",
        'File "/srv/sidelight/consultations/0003_who_waits_after_the_opinion.py", line 3',
        "/admin/consultations/consultationrequest/",
        "GET /static/css/tokens.3f2a9c1b77de.css",
    ],
)
def test_other_addresses_are_kept(written_log, line):
    logging.getLogger("accounts").warning(line)

    assert line in written_log.getvalue()
