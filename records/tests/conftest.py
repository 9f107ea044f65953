"""Fixtures of several files of tests of records."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from records import services, tasks
from records.models import Derivative, File
from records.tests.made import build, copy_of


@pytest.fixture
def door(client, wen, case) -> Client:
    """Wen's browser, signed in; the folder is hers."""
    client.force_login(wen)
    return client


@pytest.fixture
def own_vault(settings, tmp_path):
    """A vault of its own, so that the comparison at the end is of this test alone."""
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def looked_into(case, wen):
    """Adds files as one record and looks into them."""

    def add(*contents: bytes) -> list[File]:
        papers = [
            ContentFile(content, name=f"p{n}") for n, content in enumerate(contents)
        ]
        services.add_files(case, papers, by=wen, one_document=True)
        files = list(File.objects.order_by("position"))
        for file in files:
            tasks.inspect_file(str(file.pk))
        return files

    return add


@pytest.fixture
def shown(looked_into, run_commits):
    """Adds files as one record, and makes what is shown of them."""

    def shown(*contents: bytes) -> list[Derivative]:
        files = looked_into(*contents)
        for file in files:
            build(file)
        return [copy_of(file) for file in files]

    return shown


@pytest.fixture
def run_commits(django_capture_on_commit_callbacks):
    """Runs what waits for the end of a transaction: old bytes go then."""
    return lambda deed: _committed(django_capture_on_commit_callbacks, deed)


def _committed(capture, deed):
    with capture(execute=True):
        return deed()
