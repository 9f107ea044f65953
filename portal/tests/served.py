"""A portal with a patient's folder and a large file in it, asked as a browser asks."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
from dataclasses import dataclass

from portal.tests.machine import manage

MB = 1024 * 1024
SEED = 9
SECRET = "d" * 32
MAKE = """
import json, random
from django.test import Client
from accounts.models import User
from intake.models import Case, CaseMember, Patient
from records import vault
from records.models import File, Record
wen = User.objects.create_user(email="wen@example.org", name="Wen")
case = Case.objects.create(created_by=wen)
CaseMember.objects.create(case=case, user=wen, role="patient")
Patient.objects.create(case=case, full_name="Wen Li")
record = Record.objects.create(case=case, number=1, kind="other", added_by=wen)
chance = random.Random({seed})
sealed = vault.keep(case.pk, (chance.randbytes(2**20) for _ in range({megabytes})))
file = File.objects.create(record=record, case=case, name="ct.zip", type="application/zip",
    verdict="kept", work="done", added_by=wen, **sealed.columns())
client = Client()
client.force_login(wen)
print(json.dumps([str(case.pk), str(file.pk), client.cookies["session"].value]))
"""


def make(env: dict[str, str], megabytes: int) -> list[str]:
    """Wen's folder, a file of this size in it, and the session of Wen's browser."""
    code = MAKE.format(seed=SEED, megabytes=megabytes)
    done = manage("shell", "-v0", "-c", code, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def digest(megabytes: int) -> str:
    """The hash of the file that `make` made."""
    chance, found = random.Random(SEED), hashlib.sha256()
    for _ in range(megabytes):
        found.update(chance.randbytes(MB))
    return found.hexdigest()


@dataclass
class Site:
    """A port that answers, and what Wen has behind it."""

    port: int
    case: str
    file: str
    session: str

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Host": "localhost",
            "Cookie": f"session={self.session}; csrf={SECRET}",
            "X-CSRFToken": SECRET,
            "Tus-Resumable": "1.0.0",
        }

    @property
    def file_url(self) -> str:
        return f"/folders/{self.case}/files/{self.file}/"

    def open(
        self, method: str, path: str, body: bytes = b"", **more: str
    ) -> http.client.HTTPResponse:
        """The answer, whose body is still to be read; the line ends with it."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        more = {name.replace("_", "-"): value for name, value in more.items()}
        link.request(method, path, body, self.headers | {"Connection": "close"} | more)
        return link.getresponse()

    def ask(
        self, method: str, path: str, body: bytes = b"", **more: str
    ) -> http.client.HTTPResponse:
        """The answer, with its body in `text`."""
        answer = self.open(method, path, body, **more)
        answer.text = answer.read()
        return answer
