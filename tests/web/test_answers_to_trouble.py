"""Headers on every answer, errors as pages, forms from elsewhere, methods that do not fit (quality 1, 4)."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory

from rapport.interfaces.web import errors
from rapport.kernel.errors import Forbidden, Invalid, Refused, TooMany
from rapport.people.relationships.actions import removing
from rapport.people.relationships.models import TieNote
from rapport.people.ties.models import Follow
from tests.conftest import Clock
from tests.web.reading import press, read, send, signed_in, toasts, visit
from tests.web.stage import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(clock: Clock) -> tuple[int, int]:
    """Anna and Bert."""
    return member(clock, "anna", "Anna Vogel"), member(clock, "bert", "Bert Weiß")


@pytest.mark.parametrize(
    "path", ["/@bert", "/@nobody", "/nowhere/at/all", "/people", "/@bert/mutual-connections"]
)
def test_every_answer_carries_its_headers(two: tuple[int, int], path: str) -> None:
    """A strict policy with the nonce of this very page; nothing is kept, framed or sniffed."""
    answer = Client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]{20,})'", policy)
    assert nonce
    assert "require-trusted-types-for 'script'; trusted-types htmx" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    scripts = [one for one in read(answer).all("script") if one.get("type") != "application/ld+json"]  # data
    assert {one.get("nonce") for one in scripts} <= {nonce[1]}
    assert Client().get(path).headers["Content-Security-Policy"] != policy


def test_hidden_and_absent_are_alike(two: tuple[int, int], clock: Clock) -> None:
    """The same status, words and headers, but for the nonce, the date and the token."""
    removing.block(owner=two[1], other=two[0], now=clock.now)
    anna = signed_in("anna")
    answers = [anna.get(path) for path in ("/@bert", "/@nobody")]
    bodies = [re.sub(r'nonce="[^"]+"', "", one.content.decode()) for one in answers]
    assert bodies[0].replace("bert", "nobody") == bodies[1]
    kept = [
        {name: value for name, value in one.headers.items() if name != "Content-Security-Policy"}
        for one in answers
    ]
    assert kept[0] == kept[1]


def test_a_form_from_elsewhere_does_nothing(two: tuple[int, int]) -> None:
    """Without its token a form is refused, and nothing happens."""
    answer = signed_in("anna").post("/@bert/follow")
    assert answer.status_code == 403
    assert "forms are taken only from pages of this site" in read(answer).text
    assert not Follow.objects.exists()


@pytest.mark.parametrize("path", ["follow", "unfollow", "unblock"])
def test_reading_changes_nothing(two: tuple[int, int], path: str) -> None:
    """What writes answers to POST alone."""
    answer = signed_in("anna").get(f"/@bert/{path}")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "That is not done this way" in read(answer).text


def test_a_refusal_without_a_form_is_a_page(two: tuple[int, int]) -> None:
    """What no form can show is a page with the sentence and the way back."""
    anna = signed_in("anna")
    page = visit(anna, "/@bert")
    token = {
        "csrfmiddlewaretoken": page.all("input", name="csrfmiddlewaretoken")[0].get("value"),
        "next": "/people",
    }
    answer = anna.post("/@anna/follow", token)
    assert answer.status_code == 422
    assert "That is you." in read(answer).text
    assert read(answer).all("a", class_="btn")[0].get("href") == "/people"


def test_sentences_are_written_in_the_readers_way(clock: Clock) -> None:
    """Days read as days and figures with their separators; the part says when it ends."""
    refused = Refused("{count} until {until}.", code="x", count=30000, until=clock.now)
    assert errors.sentence(refused) == "30,000 until 2 March."
    assert errors.refusal(refused).until == clock.now
    assert errors.refusal(Refused("No.", code="x")).until is None


def test_too_often_says_when_to_come_back(two: tuple[int, int]) -> None:
    """429 carries Retry-After; 403 and anything else their own pages."""
    request = RequestFactory().get("/")
    request.user = Client().get("/").wsgi_request.user
    answer = errors.page_for(request, TooMany(retry_after=30))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert errors.no_entry(request).status_code == 403
    assert errors.page_for(request, Forbidden()).status_code == 403
    assert errors.page_for(request, Invalid("No.", detail="why")).status_code == 422
    assert errors.bad_request(request).status_code == 400
    assert errors.failed(request).status_code == 500
    assert b"Something broke on our side" in errors.failed(request).content


def test_where_a_dialog_was_asked_for_the_browser_goes_to_the_page(two: tuple[int, int]) -> None:
    """htmx is told to go on; a page of an error has no place in a dialog."""
    asks = {"HX-Request": "true", "HX-Target": "div#dialogs"}
    answer = signed_in("anna").get("/@nobody/invite", headers=asks)
    assert answer.headers["HX-Redirect"] == "/@nobody/invite"
    answer = Client().get("/@bert/invite", headers=asks)
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/@bert/invite"


def test_a_private_note_is_kept_for_its_owner_alone(two: tuple[int, int]) -> None:
    """REL-18: note, tags, how one met and a rhythm; nobody else sees a word of it."""
    anna = signed_in("anna")
    page = press(
        anna,
        visit(anna, "/@bert/note"),
        "/@bert/note",
        note="Owes me mangoes.\nAsk him.",
        how_met="Akosombo",
        tags="Volta, gauges, ,volta",
        rhythm_weeks="4",
    )
    assert toasts(page) == ["Kept. Only you can see it."]
    for word in ("Owes me mangoes.", "How you met: Akosombo", "In touch every 4 weeks", "Volta", "gauges"):
        assert word in page.text
    assert page.text.count("olta") == 1
    assert "mangoes" not in visit(signed_in("bert"), "/@anna").text
    assert "mangoes" not in visit(signed_in("bert"), "/@bert").text
    kept = visit(anna, "/@bert/note")
    assert kept.all("textarea")[0].text == "Owes me mangoes. Ask him."
    press(anna, kept, "/@bert/note", note="", how_met="", tags="", rhythm_weeks="")
    assert not TieNote.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"note": "x" * 2001},
        {"how_met": "x" * 301},
        {"tags": ",".join(f"t{number}" for number in range(13))},
        {"rhythm_weeks": "3"},
    ],
)
def test_a_note_too_long_keeps_what_was_typed(two: tuple[int, int], typed: dict[str, str]) -> None:
    """422 at the field, the words still there, no row."""
    anna = signed_in("anna")
    every = {"note": "", "how_met": "", "tags": "", "rhythm_weeks": "", **typed}
    answer = send(anna, visit(anna, "/@bert/note"), "/@bert/note", **every)
    assert answer.status_code == 422
    assert len(read(answer).all("p", class_="problem")) == 1
    assert not TieNote.objects.exists()
    [(name, value)] = typed.items()
    if name != "rhythm_weeks":
        assert value in answer.content.decode()
