"""People who help in a folder, for the tests of who may do what."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import make_user
from intake.models import CaseMember


def people_url(case) -> str:
    return reverse("intake:people_list", args=[case.pk])


def helper(case, name="uma", **scopes) -> CaseMember:
    """A caregiver by consent with these rights and no others."""
    return CaseMember.objects.create(
        case=case,
        user=make_user(name),
        role=CaseMember.Role.CAREGIVER,
        relationship=CaseMember.Relationship.FRIEND,
        basis=CaseMember.Basis.CONSENT,
        **scopes,
    )


def membership(case, user) -> CaseMember:
    return CaseMember.objects.get(case=case, user=user)


def upload(client, case):
    file = SimpleUploadedFile("a.txt", b"Blood was taken on Monday. " * 10)
    return client.post(
        reverse("records:record_list", args=[case.pk]), {"files": [file]}
    )
