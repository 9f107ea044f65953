"""The same vault in a bucket, against a server of the S3 kind; the master key in a KMS."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from moto.server import ThreadedMotoServer

from portal import safekeeping
from records import keys, reconcile, services, vault
from records.models import CaseKey, File, Record
from records.storage import StorageAwayError
from records.tests.test_records import a_pdf, send
from records.vault import PART_BYTES, TamperedError

REGION = "eu-central-1"


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of a server that answers as Amazon's does."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def credentials(monkeypatch, service) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", service)


def in_bucket(settings, endpoint: str) -> None:
    options = {"endpoint": endpoint, "region": REGION, "prefix": "sidelight"}
    settings.STORAGES = settings.STORAGES | {
        "records": safekeeping.files("records-of-tests", None, options)
    }


@pytest.fixture
def bucket(service, credentials, settings):
    """An empty bucket that the vault uses."""
    in_bucket(settings, service)
    made = boto3.resource("s3", endpoint_url=service, region_name=REGION).Bucket(
        "records-of-tests"
    )
    made.create(CreateBucketConfiguration={"LocationConstraint": REGION})
    yield made
    made.objects.all().delete()
    made.delete()


def test_what_is_kept_in_a_bucket_is_read_again(bucket, case):
    content = random.Random(1).randbytes(PART_BYTES + 1000)

    sealed = vault.keep(case.pk, content)

    file = vault.open_(sealed)
    assert file.read() == content
    file.seek(PART_BYTES - 5)
    assert file.read(10) == content[PART_BYTES - 5 : PART_BYTES + 5]
    assert [item.key for item in bucket.objects.all()] == [
        f"sidelight/{name}" for name in sealed.names()
    ]


def test_nothing_clear_is_in_the_bucket(bucket, case):
    vault.keep(case.pk, b"CANARY-OF-A-PATIENT" * 100)

    [item] = bucket.objects.all()
    assert b"CANARY" not in item.get()["Body"].read()


def test_the_service_is_told_the_hash_of_what_it_keeps(bucket, case):
    vault.keep(case.pk, b"something")

    [item] = bucket.objects.all()
    told = item.Object().meta.client.head_object(
        Bucket=bucket.name, Key=item.key, ChecksumMode="ENABLED"
    )
    assert len(told["ChecksumSHA256"]) == 44


def test_changed_bytes_in_a_bucket_are_refused(bucket, case):
    sealed = vault.keep(case.pk, b"something" * 1000)
    [item] = bucket.objects.all()
    content = bytearray(item.get()["Body"].read())
    content[-20] ^= 1
    item.put(Body=bytes(content))

    with pytest.raises(TamperedError):
        vault.open_(sealed).read()


def test_a_file_goes_in_and_out_of_a_bucket_through_the_door(bucket, client, wen, case):
    client.force_login(wen)
    send(client, case, ("a.pdf", content := a_pdf()))
    file = File.objects.get()

    url = reverse("records:file_download", args=[case.pk, file.pk])
    response = client.get(url)

    assert b"".join(response.streaming_content) == content
    found = reconcile.compare()
    assert (found.rows, found.names) == ([], [])


def test_orphans_in_a_bucket_are_found_and_lost_files_told(bucket, case, wen):
    services.add_files(case, [ContentFile(a_pdf(), name="a.pdf")], by=wen)
    [name] = File.objects.get().sealed.names()
    vault.place().delete(name)
    orphan = vault.keep(case.pk, b"nobody knows me")

    found = reconcile.compare()

    assert (found.rows, found.names) == ([name], list(orphan.names()))


@pytest.fixture
def nobody_there(credentials, settings) -> None:
    """A bucket at an address where nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    in_bucket(settings, f"http://127.0.0.1:{port}")


def test_a_bucket_that_is_away_keeps_no_row_and_says_so(
    nobody_there, client, wen, case
):
    """SECURITY J8: nothing is called stored that is not."""
    client.force_login(wen)

    response = send(client, case, ("a.pdf", a_pdf()))

    assert (File.objects.count(), Record.objects.count()) == (0, 0)
    assert "We could not store it just now." in response.text


def test_a_bucket_that_is_away_has_one_word_for_it(nobody_there, case):
    with pytest.raises(StorageAwayError):
        vault.keep(case.pk, b"something")


def test_a_master_key_in_a_key_service_wraps_and_opens(
    service, credentials, settings, case
):
    old = vault.keep(case.pk, b"from before")
    kms = boto3.client("kms", endpoint_url=service, region_name=REGION)
    made = kms.create_key()["KeyMetadata"]["Arn"]
    settings.MASTER_KEY_URI = f"aws-kms://{made}"

    call_command("rotate_master_key")

    settings.MASTER_KEYS = []
    assert CaseKey.objects.get().master == f"aws-kms://{made}"
    keys._opened.cache_clear()
    assert vault.open_(old).read() == b"from before"
