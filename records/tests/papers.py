"""For tests of suggestions: papers as PDF with text, as pictures, and photos with a date."""

from __future__ import annotations

import io
from pathlib import Path

import weasyprint
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parent.parent / "paper" / "fonts"
LATIN, HAN, ARABIC = (
    FONTS / f"{name}-400.ttf"
    for name in ("source-sans-3", "noto-sans-sc", "noto-sans-arabic")
)


def a_text_pdf(*pages: str, made: str = "") -> bytes:
    """A PDF with a text layer in any of our scripts; lines are lines."""
    faces = "".join(
        f'@font-face{{font-family:f{n};src:url("{path.as_uri()}")}}'
        for n, path in enumerate((LATIN, HAN, ARABIC))
    )
    style = f"<style>{faces} *{{font-family:f0,f1,f2}} pre{{break-after:page}}</style>"
    told = f'<meta name="dcterms.created" content="{made}">' if made else ""
    body = "".join(f"<pre>{page}</pre>" for page in pages)
    return weasyprint.HTML(string=f"<head>{told}</head>{style}{body}").write_pdf()


def a_scanned_page(*lines: str, font: Path = LATIN) -> Image.Image:
    """A page of 200 dots an inch, as a scanner gives it."""
    page = Image.new("L", (1654, 2339), 255)
    pen, letters = ImageDraw.Draw(page), ImageFont.truetype(str(font), 44)
    for number, line in enumerate(lines):
        pen.text((120, 150 + number * 90), line, font=letters, fill=0)
    return page


def a_dated_photo(taken: str) -> bytes:
    """A photo whose camera wrote when it was taken: "2024:10:02 10:11:12"."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 40).save(out, "JPEG", exif=exif)
    return out.getvalue()


REPORT = (
    "SURGICAL PATHOLOGY REPORT",
    "Patient: Jane Example",
    "Date of birth: 03.04.1961",
    "Specimen collected: 01.10.2024",
    "Date of report: 04.10.2024",
    "Diagnosis: invasive carcinoma of no special type",
    "The margins are clear by more than two millimetres",
)
REPORT_IN_CHINESE = (
    "某某医院 病理报告单",
    "姓名：张三  性别：女  年龄：58岁",
    "出生日期：1968年3月4日",
    "报告日期：2024年10月4日",
    "病理诊断：浸润性癌，非特殊类型，切缘未见癌组织",
    "免疫组化结果如下，请结合临床",
)
