"""The check before starting: nothing stored, no way round, never a dead end."""

from urllib.parse import parse_qs, urlsplit

import pytest

from portal import emergency
from portal.forms import HINTS

YOU = "/start/you/?safe=1"
ANSWERS = {
    "who_are_you": "patient",
    "has_diagnosis": "confirmed",
    "patient_adult": "adult",
    "in_hospital_now": "no",
    "country_residence": "KZ",
}


def test_no_sign_leads_on(client):
    response = client.post("/start/", {"emergency_now": "none"})

    assert (response.status_code, response["Location"]) == (302, YOU)


def test_one_sign_leads_to_the_emergency_page(client):
    response = client.post("/start/", {"emergency_now": "some"})

    assert response["Location"] == "/start/emergency/?from=check"


@pytest.mark.parametrize("answer", [{}, {"emergency_now": "maybe\0"}])
def test_no_answer_is_asked_again(client, answer):
    response = client.post("/start/", answer)

    assert response.status_code == 422
    # Once in the summary, once beside the field.
    assert response.text.count("Choose none of these, or one or more") == 2
    assert "<title>Error: " in response.text


@pytest.mark.parametrize("address", ["/start/you/", "/start/next/?hints=1"])
def test_later_pages_cannot_be_opened_past_the_signs(client, address):
    assert client.get(address)["Location"] == "/start/"


def test_answers_lead_on_as_codes(client):
    response = client.post(YOU, ANSWERS | {"has_diagnosis": "suspected"})

    url = urlsplit(response["Location"])
    assert url.path == "/start/next/"
    assert parse_qs(url.query) == {"safe": ["1"], "hints": ["3"], "country": ["KZ"]}


@pytest.mark.parametrize("field", ANSWERS)
def test_each_missing_answer_is_named_and_the_others_kept(client, field):
    answers = {name: value for name, value in ANSWERS.items() if name != field}

    response = client.post(YOU, answers)

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form.data.dict() == answers
    assert response.text.count(form.errors[field][0]) == 2


def test_error_links_lead_to_a_control_that_exists(client):
    page = client.post(YOU, {}).text

    links = [part.split('"')[0] for part in page.split('<a href="#')[1:]]
    targets = [link for link in links if link != "main"]
    assert len(targets) == 5
    assert [t for t in targets if f'id="{t}"' not in page] == []


@pytest.mark.parametrize("country", ["XX", "<b>", "K" * 10_000, "\0"])
def test_country_nobody_knows_is_refused_without_an_accident(client, country):
    response = client.post(YOU, ANSWERS | {"country_residence": country})

    assert response.status_code == 422


def test_nothing_is_kept(client):
    client.post("/start/", {"emergency_now": "none"})
    client.post(YOU, ANSWERS)

    assert "session" not in client.cookies


HEADINGS = {
    "1": "The team at the bedside comes first",
    "2": "For someone under 18",
    "3": "You can begin while tests are running",
    "4": "You can begin without being sure",
    "": "You can start your folder",
}


@pytest.mark.parametrize("hint", HEADINGS)
def test_each_situation_has_its_own_words_and_a_next_step(client, hint):
    page = client.get(f"/start/next/?safe=1&hints={hint}&country=KZ").text

    assert page.count(f"<h1>{HEADINGS[hint]}</h1>") == 1
    assert page.count('class="sl-lit ') == 1
    assert page.count('class="btn btn-primary"') == 1


@pytest.mark.parametrize("hints", ["12", "13", "23", "24", "123", "14"])
def test_every_situation_that_applies_is_told_the_most_urgent_first(client, hints):
    page = client.get(f"/start/next/?safe=1&hints={hints}").text

    told = [page.find(f">{HEADINGS[code]}</h") for code in hints]
    assert -1 not in told
    assert told == sorted(told)
    assert page.count(f"<h1>{HEADINGS[hints[0]]}</h1>") == page.count("<h1>") == 1


def test_notes_stand_beside_the_most_urgent_situation(client):
    page = client.get("/start/next/?safe=1&hints=18").text

    assert page.count("For parents and guardians.") == 1


@pytest.mark.parametrize(("code", "field", "value"), HINTS)
def test_each_answer_with_a_hint_gives_its_code(client, code, field, value):
    response = client.post(YOU, ANSWERS | {field: value})

    assert parse_qs(urlsplit(response["Location"]).query)["hints"] == [code]


# Each piece of the emergency wording of the medical lead, in the words of the pages.
EMERGENCY = [
    "not for emergencies and is not watched day and night",
    "all your local emergency number",
    "go to the nearest emergency department",
    "Do not wait for an answer from us",
    "38 °C (100.4 °F) or more",
    "below 36 °C, shivering, or feeling suddenly very unwell",
    "in the weeks after chemotherapy or similar treatment",
    "a different limit (some use 37.5 °C), follow theirs",
    "New or worsening pain in the back or neck",
    "like a tight band around the body or worse when lying down",
    "weak or numb legs; unsteady walking; trouble with bladder or bowel",
    "chest pain, coughing blood, or swelling of the face, neck or arms",
    "that does not stop, black stools, vomiting blood, or many new bruises",
    "Confusion, great sleepiness, a fit, a sudden severe headache",
    "weakness of one side, or loss of sight or speech",
    "Strong belly pain with vomiting and no bowel movement",
    "vomiting or diarrhoea so that you cannot drink; or very little urine",
    "A swollen, painful leg.",
    "A severe allergic reaction",
    "A severe skin rash or mouth sores with fever",
    "(possible high calcium in the blood)",
    "call your local crisis line or emergency number now",
]


@pytest.mark.parametrize("address", ["/start/", "/start/emergency/"])
def test_emergency_wording_loses_nothing(client, address):
    page = client.get(address).text.partition("<main")[2].partition("</main")[0]

    assert [words for words in EMERGENCY if words not in page] == []


@pytest.mark.parametrize(
    "address", ["/start/", "/start/emergency/", "/guide/how-soon/"]
)
def test_signs_call_for_help_now_not_today(client, address):
    page = client.get(address).text

    assert "doctor today" not in page


def test_emergency_page_says_what_to_tell_on_the_phone(client):
    page = client.get("/start/emergency/").text

    assert page.count("Which cancer treatment you receive, and when the last dose") == 1


def test_emergency_page_shows_the_numbers_of_a_country(client):
    page = client.get("/start/emergency/?country=KZ").text

    assert page.count('<a href="tel:') == len(emergency.numbers_for("KZ")) == 2
    assert '<a href="tel:103">' in page


def test_emergency_page_never_guesses_a_country(client):
    page = client.get("/start/emergency/", headers={"accept-language": "kk-KZ"}).text

    assert 'href="tel:' not in page.partition("<footer")[0]


def test_emergency_page_without_a_known_number_says_so(client):
    page = client.get("/start/emergency/?country=AQ").text

    assert page.count("We have no number for Antarctica that we are sure of") == 1


def test_emergency_page_with_a_made_up_country_shows_the_question(client):
    page = client.get("/start/emergency/?country=%00%3Cscript%3E").text

    assert "<script" not in page
    assert "that we are sure of" not in page


def test_emergency_page_has_no_advert_and_no_lit_panel(client):
    page = client.get("/start/emergency/?country=KZ&from=check").text

    assert "sl-lit" not in page
    assert 'class="btn btn-primary"' not in page


def test_emergency_numbers_can_be_dialled():
    table = emergency._table()

    bad = [n for numbers in table.values() for n in numbers if not n.isdigit()]
    assert len(table) > 100
    assert bad == []
