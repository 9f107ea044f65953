"""What is stored of a person is found in the ways in which families and papers write it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from consultations.packet.blanking import BLANK, Blanks
from consultations.packet.spellings import of_note
from records.suggest.cleaning import Text
from records.suggest.dates import days_in

BORN = date(1965, 3, 22)


def blanked(text: str, *names: str) -> str:
    return Blanks(names, born=BORN).text(text)


@pytest.mark.parametrize(
    "said",
    [
        "22 марта 1965",
        "22-го марта 1965",
        "22nd March 1965",
        "22nd of March, 1965",
        "March 22nd, 1965",
        "Mar. 22, '65",
        "22 de marzo de 1965",
        "22 MAR 65",
        "22mar1965",
        "1965 March 22",
        "22. März 1965",
        "22 mars 1965",
        "22 Mart 1965",
        "22 наурыз 1965",
        "1965 жылғы 22 наурыз",
        "22 مارس 1965",
        "٢٢/٠٣/١٩٦٥",
        "٢٢ مارس ١٩٦٥",
        "۲۲-۰۳-۱۹۶۵",
        "22 มีนาคม 2508",
        "22/03/2508",
        "22.3.65",
        "22/03/65",
        "3/22/65",
        "65-03-22",
        "22 . 03 . 1965",
        "22.III.1965",
        "1965-03-22",
        "19650322",
        "22031965",
        "110101196503220021",
        "650322400123",
        "1965年3月22日",
        "１９６５年３月２２日",
        "一九六五年三月二十二日",
        "54年3月22日",
        "22\u200b.03.1965",
        "22nd of March in 1965",
        "22nd day of March 1965",
        "22 марта в 1965",
        "22ого марта 1965",
        "22 de marzo del año 1965",
        "22 tháng 3 năm 1965",
        "1965년 3월 22",
        "1965. március 22",
        "22 maart 1965",
        "22 března 1965",
        "22|03|1965",
        "22−03−1965",
    ],
)
def test_the_day_of_birth_is_found_however_it_is_written(said):
    assert blanked(f"a {said} b") == f"a {BLANK} b"


@pytest.mark.parametrize(
    "said",
    [
        "22 марта 1966",
        "March 1965",
        "CT 2026-03-22",
        "122.3.65",
        "22.3.651",
        "ECOG 1, Hb 122 g/l, 65 kg",
        "1965年3月23日",
        "22 March 2026, in 1965 an operation",
    ],
)
def test_other_days_and_numbers_stay(said):
    assert blanked(said) == said


def test_every_date_that_papers_are_read_for_is_found():
    texts = [
        "22 March 1965", "March 22, 1965", "22 марта 1965", "22 de marzo de 1965",
        "22.03.1965", "22/03/1965", "22.3.65", "22-Mar-65", "19650322", "1965/03/22",
        "22.III.1965", "1965年3月22日", "一九六五年三月二十二日", "22 آذار 1965",
    ]  # fmt: skip
    read = [
        text
        for text in texts
        if any(
            (days.on.year, days.on.month, days.on.day) == (1965, 3, 22)
            for found in days_in(Text.of(text), is_name=True)
            for days in found.readings
        )
    ]

    assert read == texts
    assert [blanked(text) for text in read] == [BLANK] * len(texts)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Гүлнара Темірова", "Гүлнараның"),
        ("Гүлнара Темірова", "Темірованың"),
        ("Айша", "Айшаның"),
        ("Зоя Ким", "Зое"),
        ("Зоя Ким", "Кимом"),
        ("陈娜", "陈女士"),
        ("陈娜", "陈 女士"),
        ("欧阳小娜", "欧阳医生"),
        ("Li Na", "Ms Li"),
        ("Li Na", "Dr. Na"),
        ("Gulnara Temirova", "Temirovoy"),
        ("Gulnara Temirova", "Темировой"),
        ("Gulnara Temirova", "Гүлнараның"),
        ("Dr A. Bekova", "Бекова"),
        ("Dr A. Bekova", "Бековой"),
        ("Темирова", "Temirova"),
        ("Темирова", "Temirovoi"),
        ("Қарабаева", "Karabayeva"),
        ("Зулейха", "Zuleikha"),
        ("Юлия Щербакова", "Yuliya"),
        ("Юлия Щербакова", "Scherbakova"),
        ("Дмитрий", "Dmitry"),
        ("สมชาย ใจดีมาก", "คุณสมชายบอก"),
        ("김민수", "김민수는"),
        ("김민수", "민수씨"),
        ("राम कुमार", "कुमार"),
        ("Γεωργίου", "Γεωργίους"),
    ],
)
def test_a_name_is_found_in_other_forms_and_letters(name, said):
    left = blanked(f"x {said} y", name)

    assert BLANK in left
    assert not set(left.replace(BLANK, "").split()) - {"x", "y", "คุณ", "บอก", "คุณบอก"}


def test_no_half_of_a_thai_name_stays():
    names = ["สมชาย ศรีสวัสดิ์"]

    assert blanked("คุณสมชายศรีสวัสดิ์บอกว่า", *names) == (f"คุณ{BLANK}{BLANK}บอกว่า")
    assert blanked("ศรีสวัสดิ์", *names) == BLANK


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Роза", "розовый налёт, розетка"),
        ("Dr A. Bekova", "the doctor and Dr Ivanova"),
        ("Dr A. Bekova", "ask the doctor a question"),
        ("王医生", "医生说可以手术"),
        ("Li Na", "Na 140, li, 5 li"),
        ("陈娜", "陈旧性心梗"),
        ("Вера", "верно, верхняя доля"),
        ("Mark Stone", "the remark about it"),
        ("Anna", "manna, annals"),
    ],
)
def test_common_words_stay(name, said):
    assert blanked(said, name) == said


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("a former name on older papers: Sokolova", "Sokolova"),
        ("Maiden name Ким", "у Кима"),
        ("曾用名李小娜", "李小娜"),
        ("девичья фамилия Соколова", "Соколовой"),
        ("formerly Li Xu", "Li Xu"),
    ],
)
def test_names_in_the_note_about_the_name_are_found(note, said):
    blanks = Blanks(of_note(note))

    assert BLANK in blanks.text(said)
    assert said.split()[-1] not in blanks.text(said)


def test_common_words_of_the_note_stay():
    blanks = Blanks(of_note("A former name stands on older papers and her passport"))

    assert blanks.text("Her older papers and former name") == (
        "Her older papers and former name"
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("ГИ-26/2214", "ГИ-26/2214"),
        ("ГИ-26/2214", "ги 26-2214"),
        ("ГИ-26/2214", "No. 26/2214"),
        ("MGL-26-0532", "mgl260532"),
        ("AB123456, block 2", "AB 123456"),
        ("778899", "MRN 778899"),
    ],
)
def test_numbers_of_papers_are_found(number, said):
    left = Blanks([], numbers=[number]).text(said)

    assert BLANK in left
    assert not any(sign.isdigit() for sign in left)


def test_numbers_too_short_to_be_known_stay():
    assert Blanks([], numbers=["7", "12", "", None]).text("7 of 12") == "7 of 12"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Umbrella Clinic", "at the UMBRELLA-Clinic"),
        ("Астана", "лежала в Астане"),
        ("协和医院", "在协和医院做的"),
        ("Kazakh Institute of Oncology", "Kazakh Institute of Oncology"),
    ],
)
def test_places_are_found(place, said):
    assert BLANK in Blanks([], places=[place]).text(said)


@pytest.mark.parametrize("place", ["hospital", "医院", "the city hospital", "CT", "家"])
def test_a_place_of_common_words_takes_nothing_away(place):
    said = "the hospital, 医院, in the city hospital: CT, 家"

    assert Blanks([], places=[place]).text(said) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Анастасия", "Anastasia Anastasiia Anastasiya"),
        ("Виктория Ксения", "Victoria Viktoriya Ksenia Kseniia"),
        ("Мария", "Mariia Mariya Marija Maria"),
        ("Дмитрий", "Dmitrii Dmitriy Dmitry"),
        ("Ковалевская", "Kovalevskaya Kovalevskaia Kovalevskaja"),
        ("Ковалевский", "Kovalevskiy Kovalevskii Kovalevsky"),
        ("Anastasiia Kovalevskaia", "Анастасия Ковалевской Anastasia Kovalevskaya"),
        ("Viktoriia Iuliia Kseniia", "Виктория Юлия Ксению"),
        ("Alexander", "Александру"),
        ("Ким", "Kim Кима"),
        ("Цой", "Tsoy Цоя Цою"),
        ("Işıl Yıldız", "IŞIL YILDIZ Isil Yildiz ışıl"),
        ("Łukasz Wałęsa", "Lukasz Walesa"),
        ("Đức Đào", "Duc Dao"),
        ("Søren Müller", "Soren Mueller MUELLER Soeren"),
        ("فاطمة مصطفى", "فاطمه مصطفي"),
        ("زهرا کریمی", "زهرا كريمي"),
        ("Нұрсұлтан Айгүл", "Нурсултан Айгуль Nursultan Aigul"),
        ("欧阳小红", "小红"),
        ("Chen Xiaohong", "Xiao-Hong XiaoHong"),
        ("Chen Xiao Hong", "Xiaohong"),
        ("Elena Sokolova", "sokolova1965 Sokolova2"),
    ],
)
def test_a_name_is_found_as_other_keyboards_write_it(name, said):
    left = blanked(said, name).replace(BLANK, " ").split()
    assert [word for word in left if not word.strip("0123456789").strip(".")] == left


@pytest.mark.parametrize(
    "said", ["№S26-10443", "ИБ №26-10443", "MRN10443001", "S26-10443A1", "#26-10443"]
)
def test_a_number_is_found_whatever_stands_around_it(said):
    left = Blanks([], numbers=["S26-10443", "10443001"]).text(said)
    assert "10443" not in left


@pytest.mark.parametrize(
    "said",
    [
        "8\u2011701\u2011123\u201145\u201167",
        "+7\u2011701\u2011123\u201145\u201167",
        "701–123–45–67",
        "8 (701) 123 - 45 - 67",
        "8 702 765 43 21",
    ],
)
def test_a_telephone_is_found_with_any_dash_and_the_second_one_too(said):
    phones = ["+7 701 123 45 67, +7 702 765 43 21"]
    assert not re.search(r"\d{2}", Blanks([], phones=phones).text(said))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Уфа", "в Уфе"),
        ("Ош", "Ош"),
        ("MGH", "at MGH"),
        ("Almaty, Kazakhstan", "living in Almaty"),
        ("г. Алматы", "Алматы"),
    ],
)
def test_short_places_and_towns_before_a_comma_are_found(place, said):
    assert BLANK in Blanks([], places=[place]).text(said)
