"""Papers of a parcel: label, contents sheet and customs letter."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from records import reconcile, vault
from records.models import (
    Parcel,
    ParcelPdf,
)
from records.paper import fonts, proofs
from records.parcels import papers, services
from records.parcels.states import (
    Content,
)
from records.tests.parcels import ADDRESS, ITEM, pack

pytestmark = pytest.mark.django_db
WAY = {"courier": "DHL", "tracking": "JD0146"}


@pytest.fixture(autouse=True)
def address(settings):
    settings.SERVICE = settings.SERVICE | {"parcel_address": ADDRESS}


@pytest.fixture
def work_done(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def is_known(pdf):
    """The vault and the rows know of each other."""
    found = reconcile.compare()
    mine = set(pdf.sealed.names())
    lost = mine & {*found.rows, *found.names}
    return mine <= set(vault.place().names()) and not lost


def test_papers_hold_label_contents_and_customs_letter(case, wen, mei, work_done):
    services.ask_for_tissue(case, "Slides", by=mei)
    parcel = pack(case, content="slides", count=12, specimen_numbers="26-H-4471")

    with work_done():
        services.ask_for_papers(parcel, by=wen)

    pdf = ParcelPdf.objects.get()
    assert (pdf.work, pdf.pages) == ("done", 3)
    assert is_known(pdf)


def pages_of(parcel):
    made = papers.rendered(ParcelPdf(contents=papers.contents_of(parcel)))
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert {name[:3] for name in proofs.font_names(opened)} == {"SL-"}
    document = pypdfium2.PdfDocument(made.pdf)
    return [page.get_textpage().get_text_range() for page in document]


def test_label_tells_an_address_and_a_reference_and_nothing_of_the_patient(case, mei):
    services.ask_for_tissue(case, "Slides", by=mei)
    case.patient.full_name = "Canary Name"
    case.patient.save()
    parcel = pack(case, content="slides", specimen_numbers="26-H-4471", note="canary")
    parcel.from_address = "The Li family\n1 Home Street"

    label, contents, customs = pages_of(parcel)

    assert parcel.reference in label
    assert "Guangzhou 510060, China" in label
    for word in ("anary", "slides", "26-H", "tissue", "切片"):
        assert word not in label
    assert "26-H-4471" in contents
    assert "no commercial value" in " ".join(customs.split())
    assert "无传染性" in customs
    assert "26-H-4471" not in customs


def test_code_on_the_label_is_the_reference_alone(case, monkeypatch):
    coded = []
    make = papers.segno.make
    monkeypatch.setattr(
        papers.segno, "make", lambda text, **k: coded.append(text) or make(text, **k)
    )
    parcel = pack(case)

    papers.html_of(papers.contents_of(parcel))

    assert coded == [f"{case.reference}-P1"]


def test_parcel_of_discs_has_no_customs_letter_about_tissue(case):
    assert len(pages_of(pack(case))) == 2


def test_papers_can_be_drawn_in_our_fonts_and_name_everything():
    page = papers.html_of(
        {"reference": "X-P1", "to": [], "sender": [], "items": [], "has_tissue": True}
    )

    assert set(papers.NAMES) == set(Content)
    assert fonts.undrawable(page + "".join(map("".join, papers.NAMES.values()))) == []


def test_changed_contents_need_new_papers(case, wen, work_done):
    parcel = pack(case)
    with work_done():
        services.ask_for_papers(parcel, by=wen)

    services.add_item(parcel, ITEM | {"content": "usb"}, by=wen)

    assert Parcel.objects.with_contents().get().pdf is None
