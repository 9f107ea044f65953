"""A key for each case, wrapped by the master key: made, opened, wrapped anew, destroyed."""

from __future__ import annotations

import os
import secrets
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import AuditEntry
from conftest import make_folder
from intake.models import Case
from records import keys, master_key, services, vault
from records.models import CaseKey, File
from records.tests.test_records import a_pdf

pytestmark = pytest.mark.both_engines


@pytest.fixture
def new_key(settings) -> str:
    """A newer master key stands before the one of the tests."""
    newer = secrets.token_urlsafe(32)
    settings.MASTER_KEYS = [newer, *settings.MASTER_KEYS]
    return newer


def test_each_case_has_a_key_of_its_own_made_once(case, bos_case):
    for _ in range(2):
        keys.for_writing(case.pk)
        keys.for_writing(bos_case.pk)

    one, other = CaseKey.objects.order_by("made_at")
    assert bytes(one.wrapped) != bytes(other.wrapped)


def test_a_case_without_a_key_has_nothing_to_read(case):
    with pytest.raises(keys.KeyGoneError):
        keys.for_reading(case.pk)


def test_keys_are_wrapped_anew_and_files_stay_as_they_are(
    case, new_key, settings, capsys
):
    old = settings.MASTER_KEYS.pop()
    settings.MASTER_KEYS.insert(0, old)
    sealed = vault.keep(case.pk, b"from before")
    settings.MASTER_KEYS.reverse()
    before = {name: vault.place().open(name).read() for name in sealed.names()}

    call_command("rotate_master_key")

    settings.MASTER_KEYS = [new_key]
    assert "1 keys wrapped anew" in capsys.readouterr().out
    assert vault.open_(sealed).read() == b"from before"
    assert {name: vault.place().open(name).read() for name in before} == before


def test_an_old_master_key_opens_what_it_wrapped_until_that_is_done(case, settings):
    sealed = vault.keep(case.pk, b"from before")

    settings.MASTER_KEYS = [secrets.token_urlsafe(32), *settings.MASTER_KEYS]

    assert vault.open_(sealed).read() == b"from before"


def test_without_the_old_master_key_wrapping_anew_says_so(case, settings):
    keys.for_writing(case.pk)
    settings.MASTER_KEYS = [secrets.token_urlsafe(32)]

    with pytest.raises(CommandError, match="is not among MASTER_KEY"):
        call_command("rotate_master_key")


def test_names_of_master_keys_tell_nothing_of_them(settings):
    name = master_key.name()

    assert len(name) == 12
    assert name not in settings.MASTER_KEYS[0]


def test_erased_case_leaves_only_the_note_that_it_went(case, wen, capsys):
    services.add_files(case, [ContentFile(a_pdf(), name="a.pdf")], by=wen)
    names = list(File.objects.get().sealed.names())

    call_command("erase_case", case.reference, yes=True)

    assert not Case.objects.exists()
    assert (CaseKey.objects.count(), File.objects.count()) == (0, 0)
    assert not any(vault.place().exists(name) for name in names)
    entry = AuditEntry.objects.latest("number")
    assert (entry.verb, entry.case_id) == ("erased", str(case.pk))
    trail = repr(list(AuditEntry.objects.values()))
    assert (case.reference in trail, "Wen Li" in trail) == (False, False)
    assert "1 files erased" in capsys.readouterr().out


def test_erasing_takes_nothing_of_another_case(case, wen, bo, bos_case):
    services.add_files(case, [ContentFile(a_pdf(), name="a.pdf")], by=wen)
    services.add_files(bos_case, [ContentFile(b := a_pdf(), name="b.pdf")], by=bo)

    call_command("erase_case", case.reference, yes=True)

    assert vault.open_(File.objects.get()).read() == b


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_destroyed_key_is_in_no_file_of_the_database(wen):
    """SECURITY C4: neither in its pages nor in its write-ahead log."""
    case = make_folder(wen, "Wen Li")
    keys.for_writing(case.pk)
    wrapped = bytes(CaseKey.objects.get().wrapped)
    name = connection.settings_dict["NAME"]
    files = [Path(f"{name}{end}") for end in ("", "-wal", "-shm")]
    before = any(wrapped in path.read_bytes() for path in files if path.exists())

    keys.destroy(case.pk)

    after = any(wrapped in path.read_bytes() for path in files if path.exists())
    assert (before, after) == (True, False)
    assert os.path.exists(name)


def test_clear_files_of_an_earlier_version_are_sealed(case, wen, capsys):
    services.add_files(case, [ContentFile(content := a_pdf(), name="a.pdf")], by=wen)
    file = File.objects.get()
    vault.delete(file)
    clear = f"cases/{case.pk}/0123456789abcdef"
    with closing(vault.place().create(clear)) as out:
        out.write(content)
    File.objects.update(key=clear, parts=[])

    call_command("seal_files")
    call_command("seal_files")

    file.refresh_from_db()
    assert (vault.open_(file).read(), len(file.parts)) == (content, 1)
    assert not vault.place().exists(clear)
    assert capsys.readouterr().out == "1 files sealed\n0 files sealed\n"
