"""The packet without names: whatever is known of the patient stands nowhere in it."""

from __future__ import annotations

import io
import re
from datetime import date

import pikepdf
import pydicom
import pytest
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from consultations.models import PacketFile
from consultations.packet import nameless
from consultations.packet.blanking import BLANK, Blanks
from consultations.tests.packet_make import (
    add,
    built,
    bytes_of,
    paper,
    words_of,
    zip_of,
)
from intake.models import (
    Biomarker,
    Diagnosis,
    Medicine,
    Patient,
    TreatingDoctor,
    TreatmentLine,
)
from records.sandbox.limits import Limits
from records.tests import discs

pytestmark = pytest.mark.django_db
CANARIES = [
    "Zuleikha", "Qarabaeva", "Зулейха", "Карабаев", "1968-05-03", "19680503",
    "03.05.1968", "3 May 1968", "7011234567", "701 123 45 67", "zuleikha@mail.example",
    "Wen", "wechat_zq", "Dr. Umbrella", "SECRETPAPER", "Sunflower", "Oldname", "26/2214",
    "MRN-77812", "ACC-5501",
]  # fmt: skip


@pytest.fixture
def known(asked, wen, commits):
    """A folder in which the patient's name stands wherever somebody could write it."""
    case = asked.case
    Patient.objects.filter(case=case).update(
        full_name="Zuleikha Qarabaeva",
        name_in_script="Зулейха Карабаева",
        name_note="Called Zuleikha; a former name on older papers: Oldname",
        date_of_birth=date(1968, 5, 3),
        phone="+7 701 123 45 67",
        email="zuleikha@mail.example",
        messenger="wechat_zq",
        city="Zuleikhatown",
        disclosure_note="Зулейхе не говорили. Tel 8 701 123 45 67",
    )
    TreatingDoctor.objects.filter(case=case).update(name="Dr. Umbrella")
    Diagnosis.objects.filter(case=case).update(
        as_written="Карабаевой З., род. 03.05.1968: аденокарцинома"
    )
    Medicine.objects.create(case=case, name="Amlodipine for zuleikha")
    TreatmentLine.objects.create(case=case, name="FOLFOX", hospital="Sunflower Clinic")
    Biomarker.objects.create(
        case=case, marker="EGFR of Mrs Oldname", specimen_number="ГИ-26/2214"
    )
    asked.main_question = "May Zuleikha Qarabaeva (born 3 May 1968) be operated?"
    asked.save()
    name = "zuleikha qarabaeva 19680503.pdf"
    told = {
        "dated_on": "2026-05-02",
        "title": "Zuleikha's letter of MRN-77812, ACC-5501",
        "note": "Qarabaeva, block ги 26/2214, at the sunflower clinic",
    }
    add(commits, case, wen, (name, paper("SECRETPAPER")), **told)
    who = {
        "PatientName": "QARABAEVA^ZULEIKHA=Карабаева",
        "PatientBirthDate": "19680503",
        "PatientID": "MRN-77812",
        "AccessionNumber": "ACC-5501",
    }
    odd = {
        "StudyDescription": "CT Qarabaeva",
        "ScanOptions": "ZULEIKHA",
        "OperatorsName": "Dr. Umbrella",
        "PatientComments": "tel 7011234567",
        "OtherPatientIDs": "19680503",
    }
    scans = discs.series(3, **who, **odd)
    add(
        commits,
        case,
        wen,
        ("Zuleikha.zip", discs.a_disc(*scans)),
        dated_on="2026-09-09",
        kind="imaging_files",
    )
    return asked


def streams_of(content: bytes) -> list[str]:
    """Everything a PDF holds, unpacked: streams, strings, names."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
        strings = [
            str(thing) for thing in pdf.objects if isinstance(thing, pikepdf.String)
        ]
    raw = out.getvalue()
    wide = re.findall(rb"<feff([0-9a-f]+)>|\(\xfe\xff((?:\\.|[^)\\])*)\)", raw, re.S)
    texts = [
        bytes.fromhex(h.decode()).decode("utf-16-be", "replace") for h, _o in wide if h
    ]
    texts += [o.decode("utf-16-be", "replace") for _h, o in wide if o]
    return [raw.decode("latin-1"), *strings, *texts]


def assert_clean(where: str, text: str) -> None:
    found = [word for word in CANARIES if word.casefold() in text.casefold()]
    assert found == [], where


def test_nothing_known_of_the_patient_stands_in_pdf_table_or_names(known, mei):
    with_names = " ".join(words_of(built(known, mei)))
    packet = built(known, mei, nameless=True)

    assert "Zuleikha" in with_names  # it would be found
    assert packet.work == "done"
    for number, page in enumerate(words_of(packet), start=1):
        assert_clean(f"page {number}", " ".join(page.split()))
    for text in streams_of(bytes_of(packet)):
        assert_clean("a stream", text)
    made = zip_of(packet)
    assert_clean("names", " ".join(made.namelist()))
    assert_clean("index.csv", made.read("index.csv").decode())
    assert not PacketFile.objects.filter(
        packet=packet, kind="zip", size_bytes=0
    ).exists()


def test_scans_keep_their_images_and_lose_whose_they_are(known, mei):
    made = zip_of(built(known, mei, nameless=True))

    names = [name for name in made.namelist() if name.endswith(".dcm")]
    assert len(names) == 3
    for name in names:
        content = made.read(name)
        assert_clean(name, content.decode("latin-1"))
        scan = pydicom.dcmread(io.BytesIO(content))
        assert_clean(name, str(scan))
        assert scan.PatientID == known.case.reference
        assert (scan.StudyDate, scan.Modality) == ("20260909", "CT")
        assert (scan.PatientIdentityRemoved, len(scan.PixelData)) == ("YES", 32768)
        assert not any(element.tag.is_private for element in scan)


def test_uids_are_new_and_the_same_in_every_packet_of_a_case(known, mei):
    first, second = (zip_of(built(known, mei, nameless=True)) for _ in range(2))

    def uids(made) -> list[tuple[str, str, str]]:
        names = [name for name in made.namelist() if name.endswith(".dcm")]
        scans = [pydicom.dcmread(io.BytesIO(made.read(name))) for name in names]
        return [
            (s.StudyInstanceUID, s.SeriesInstanceUID, s.SOPInstanceUID) for s in scans
        ]

    assert uids(first) == uids(second)
    assert len({study for study, _series, _image in uids(first)}) == 1
    assert not any(uid.startswith(discs.STUDY) for row in uids(first) for uid in row)


def test_papers_and_photos_are_left_out_and_listed(known, mei):
    words = words_of(built(known, mei, nameless=True))

    index = " ".join(words[-2].split())
    assert "A person must read this packet" in words[0]
    assert "left out: it may show the name" in index


@pytest.mark.parametrize(
    "object_",
    [
        discs.image(Modality="US"),
        discs.image(BurnedInAnnotation="YES"),
        discs.image(ImageType=["DERIVED", "SECONDARY", "SCREEN SAVE"]),
        discs.image(SOPClassUID="1.2.840.10008.5.1.4.1.1.7"),
        discs.image(PhotometricInterpretation="RGB"),
        discs.image("reportsi.dcm"),
    ],
    ids=["ultrasound", "drawn in", "screen", "capture", "colour", "report"],
)
def test_what_may_show_a_name_is_left_out(asked, wen, mei, commits, object_):
    disc = discs.a_disc(*discs.series(1), ("X", object_))
    add(commits, asked.case, wen, ("disc.zip", disc), kind="imaging_files")

    packet = built(asked, mei, nameless=True)

    made = [name for name in zip_of(packet).namelist() if name.endswith(".dcm")]
    assert (len(made), packet.left_out) == (1, 1)


def test_a_disc_the_child_cannot_finish_is_left_out_and_said_so(
    asked, wen, mei, commits, monkeypatch
):
    disc = discs.a_disc(*discs.series(3))
    add(commits, asked.case, wen, ("disc.zip", disc), kind="imaging_files")
    few = Limits(memory=1 << 30, output_bytes=50_000, outputs=9)
    monkeypatch.setattr(nameless, "_limits", lambda file: few)

    packet = built(asked, mei, nameless=True)

    made = zip_of(packet)
    assert [name for name in made.namelist() if name.endswith(".dcm")] == []
    assert made.testzip() is None
    assert "it could not be read" in made.read("index.csv").decode()


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("Mrs SOKOLOVA came", f"Mrs {BLANK} came"),
        ("у Соколовой боли", f"у {BLANK} боли"),
        ("李娜今天，李 娜", f"{BLANK}今天，{BLANK}"),
        ("Li Na, na 140", f"{BLANK}, na 140"),
        ("لمحمد", BLANK),
        ("jose nunez", BLANK),
        ("born 3.5.1968, CT 2026-05-03", f"born {BLANK}, CT 2026-05-03"),
        ("8 (701) 123-45-67", BLANK),
        ("write a.b@c.example", f"write {BLANK}"),
        ("Solid tumour, no name", "Solid tumour, no name"),
    ],
)
def test_names_are_found_in_every_spelling(text, blanked):
    names = ["Elena Sokolova", "Соколова", "李娜", "Li Na", "محمد", "José Núñez"]
    blanks = Blanks(names, born=date(1968, 5, 3), phones=["+7 701 123 45 67"])

    assert blanks.text(text) == blanked


def test_a_name_like_a_tag_does_not_break_the_markup():

    blanks = Blanks(["Span Strong"])

    made = blanks.deep([mark_safe('<span class="strong">Strong</span>')])

    assert made == [f'<span class="strong">{BLANK}</span>']


@pytest.mark.parametrize(
    "said", ["Mary D'Arc came", "Tom \"the 'Tall'\" & <b>Co", "nobody & nothing"]
)
def test_ready_html_is_searched_as_it_is_read(said):
    blanks = Blanks(["Wen Li"], others=["Mary D'Arc", "Tom \"the 'Tall'\" & <b>Co"])

    made = blanks.deep(format_html("<p>{}</p>", said))

    assert made == format_html("<p>{}</p>", blanks.text(said))
    assert ("D&#x27;Arc" in made, "Tall" in made) == (False, False)
