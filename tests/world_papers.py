"""What lies in a folder of the world beside its record: each thing says the word."""

from __future__ import annotations

from typing import Any

from intake.models import Case
from records import vault
from records.letters import services
from records.models import (
    Derivative,
    File,
    ImagingCopy,
    ImagingReading,
    JoinedPdf,
    Letter,
    LetterPdf,
    PagePreview,
    Parcel,
    ParcelPdf,
    Record,
)


def a_letter(case: Case, *, by: Any, word: str) -> Letter:
    """A letter with its PDF, both saying `word`."""
    letter = Letter(
        case=case,
        number=1,
        kinds=["lab_results"],
        department="laboratory",
        hospital=f"{word} hospital",
        language="en",
        reading_language="en",
        signs=Letter.Signs.PATIENT,
        send_to=word,
        made_by=by,
    )
    letter.sheets = services.sheets_now(letter)
    letter.save()
    sealed = vault.keep(case.pk, b"%PDF " + word.encode())
    told = {"revision": 1, "sheets": letter.sheets, "pages": 1}
    LetterPdf.objects.create(letter=letter, work="done", **told, **sealed.columns())
    return letter


def a_parcel(case: Case, *, by: Any, word: str) -> Parcel:
    """A parcel being packed, with one thing in it and its papers."""
    parcel = Parcel.objects.create(case=case, number=1, from_address=word, made_by=by)
    parcel.items.create(content="disc", note=word)
    sealed = vault.keep(case.pk, b"%PDF " + word.encode())
    ParcelPdf.objects.create(
        parcel=parcel, revision=1, work="done", pages=1, **sealed.columns()
    )
    return parcel


def shown(file: File, word: str) -> tuple[File, PagePreview]:
    """A photo beside the file, and what is shown of both: each with the word in its bytes."""
    content = b"%PDF-1.4 " + word.encode()
    copy = vault.keep(file.case_id, content)
    more = {"type": "application/pdf", "pages": 1, "work": "done"}
    Derivative.objects.create(file=file, **more, **copy.columns())
    JoinedPdf.objects.create(
        record=file.record,
        pages=1,
        work="done",
        made_of=[copy.key],
        **vault.keep(file.case_id, content).columns(),
    )
    photo = File.objects.create(
        record=file.record,
        case=file.case,
        position=1,
        name=f"{word}.jpg",
        type="image/jpeg",
        verdict="kept",
        work="done",
        added_by=file.added_by,
        **vault.keep(file.case_id, content).columns(),
    )
    picture = PagePreview.objects.create(
        file=photo,
        number=1,
        size="large",
        width=9,
        height=16,
        drawn_as="1:0:",
        **vault.keep(file.case_id, content).columns(),
    )
    return photo, picture


def disc_of(
    case: Case, record: Record, *, by: Any, word: str
) -> tuple[File, ImagingCopy]:
    """A disc whose labels name somebody, and a picture of a scan on it."""
    disc = File.objects.create(
        record=record,
        case=case,
        name=f"{word} disc.zip",
        **vault.keep(case.pk, b"PK " + word.encode()).columns(),
        type="application/zip",
        verdict="kept",
        work="done",
        added_by=by,
    )
    reading = ImagingReading.objects.create(file=disc, work="done")
    person = reading.people.create(name=f"{word}^OTHER")
    study = person.studies.create(uid="1.2.3", description=f"{word} study")
    sealed = vault.keep(case.pk, b"RIFF " + word.encode())
    copy = ImagingCopy.objects.create(
        case=case, study=study, kind="picture", **sealed.columns()
    )
    return disc, copy
