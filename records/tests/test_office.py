"""Letters and texts become pages where LibreOffice is, and say so where it is not."""

from __future__ import annotations

import io
import shutil

import pytest

from records import derivatives, sniff
from records.sandbox import cage
from records.sandbox.shown import texts
from records.tests.made import build, copy_of, nothing_lost, numbers, read
from records.tests.shown import a_letter
from records.tests.test_shown_pdfs import text_of

pytestmark = pytest.mark.usefixtures("own_vault")

with_office = pytest.mark.skipif(
    shutil.which("soffice") is None or cage.cage() != "bubblewrap",
    reason="needs LibreOffice and bubblewrap",
)


@with_office
@pytest.mark.parametrize(
    "content",
    [a_letter(), rb"{\rtf1\ansi Haemoglobin 120 g/l\par}"],
    ids=["word", "rtf"],
)
def test_a_letter_becomes_pages(shown, content):
    (copy,) = shown(content)

    assert (copy.type, copy.pages, copy.remarks) == (sniff.PDF, 1, [])
    assert numbers(copy.file) == [(1, "large"), (1, "small")]
    assert "Haemoglobin 120 g/l" in text_of(read(copy))[0]
    assert nothing_lost()


@with_office
@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "gb18030", "cp1251"])
def test_a_text_in_any_letters_becomes_pages(shown, coding):
    text = (
        "Гемоглобин 120 г/л, лейкоциты 5" if coding == "cp1251" else "血红蛋白 120 g/l"
    )

    (copy,) = shown(text.encode(coding))

    found = " ".join(text_of(read(copy)))
    assert text.split()[0][:8] in found


@pytest.mark.parametrize("found", ["landlock", "limits"])
def test_where_nothing_holds_libreoffice_a_letter_is_not_converted(
    looked_into, monkeypatch, found
):
    (file,) = looked_into(a_letter())
    monkeypatch.setattr(derivatives.cage, "cage", lambda: found)

    build(file)

    copy = copy_of(file)
    assert (copy.work, copy.key, copy.remarks) == ("done", "", ["not_converted"])


def test_where_nothing_holds_libreoffice_a_text_is_still_readable(
    looked_into, monkeypatch
):
    (file,) = looked_into("血红蛋白 120 g/l".encode("gb18030"))
    monkeypatch.setattr(derivatives, "can_convert", lambda: False)

    build(file)

    copy = copy_of(file)
    assert (copy.type, read(copy).decode()) == (sniff.TEXT, "血红蛋白 120 g/l")


@pytest.mark.parametrize(
    ("coding", "said"),
    [
        ("cp1252", "Größe 3 cm, Übergang in die Bronchien, Frau Müller"),
        (
            "cp1252",
            "Informe clínico. Diagnóstico: adenocarcinoma. Pendiente de cirugía",
        ),
        ("cp1256", "تقرير طبي: سرطان الرئة، المرحلة الثالثة"),
        ("koi8_r", "Привет, анализ крови от 12.03.2026, норма"),
        ("cp1251", "Привет, анализ 12.03.2026"),
        ("gb18030", "出院小结 2026年3月12日 患者女"),
    ],
)
def test_a_text_is_read_in_the_letters_it_was_written_in(coding, said):
    assert texts.decoded(io.BytesIO(said.encode(coding))) == said
