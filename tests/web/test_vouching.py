"""Endorsements and recommendations on pages, without script (PRO-3, PRO-4)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.content.endorsements import actions as endorsements
from rapport.content.endorsements.models import Endorsement
from rapport.content.profiles.actions import facts
from rapport.content.profiles.models import Entry
from rapport.content.recommendations.models import Recommendation
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from tests.actions.vouching import OTHER_TEXT, TEXT, connect, member, position, skill
from tests.conftest import Clock
from tests.people import START
from tests.web.reading import press, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(clock: Clock) -> tuple[int, int]:
    """Anna, and bert who is connected to her."""
    anna, bert = member("anna"), member("bert")
    connect(anna, bert)
    return anna, bert


def _in(handle: str) -> Client:
    """A browser in which this member is signed in; these forms are sent as they are."""
    client = Client()
    client.force_login(Account.objects.get(actor__handle=handle))
    return client


def test_endorsing_and_taking_back(two: tuple[int, int]) -> None:
    """PRO-3: one press each; the count and the face follow, and the list names who."""
    listed = skill(two[1])
    anna = _in("anna")
    page = visit(anna, "/@bert")
    press(anna, page, f"/@bert/skills/{listed}/endorse")
    page = visit(anna, "/@bert")
    assert "1 endorsement" in page.text
    assert "Anna" in visit(_in("bert"), f"/@bert/skills/{listed}").text
    press(anna, page, f"/@bert/skills/{listed}/take-back")
    assert not Endorsement.objects.exists()
    assert "Nobody endorses this yet" in visit(anna, f"/@bert/skills/{listed}").text


def test_faces_of_endorsers_are_shown_to_whom_they_are_for(two: tuple[int, int]) -> None:
    """PRO-1, PRO-3: a picture for connections stands beside the skill for those; others read initials."""
    anna, bert = two
    listed = skill(bert)
    actors.give_picture(actor_id=anna, key=(key := "a" * 32))
    actors.choose_picture_audience(actor_id=anna, audience="connections")
    endorsements.endorse(endorser=anna, owner=bert, skill_id=listed, now=START)
    assert f"/media/{key}/" in _in("bert").get("/@bert").content.decode()
    visitor = Client().get("/@bert").content.decode()
    assert "1 endorsement" in visitor
    assert key not in visitor


def test_endorsers_are_named_with_how_near_they_are(two: tuple[int, int]) -> None:
    """NET-1: at the 2nd degree, at the 1st, and by name alone for visitors."""
    anna, bert = two
    carol = member("carol")
    connect(carol, bert)
    listed = skill(bert)
    endorsements.endorse(endorser=anna, owner=bert, skill_id=listed, now=START)
    assert "Anna (2nd, 1 mutual)" in visit(_in("carol"), "/@bert").text
    assert "Anna (1st)" in visit(_in("bert"), "/@bert").text
    connect(carol, anna)
    assert "Anna (1st, 1 mutual)" in visit(_in("carol"), "/@bert").text
    assert "Anna (" not in visit(Client(), "/@bert").text


def test_who_may_not_is_told_why(two: tuple[int, int]) -> None:
    """PRO-3: a reason instead of a button; visitors and the owner get neither."""
    skill(two[1])
    member("carol")
    page = visit(_in("carol"), "/@bert")
    assert "Bert takes endorsements from connections." in page.text
    assert "Endorse" not in [one.text for one in page.all("button")]
    facts.choose_endorse_policy(owner_id=two[1], policy="nobody")
    assert "Bert takes no endorsements." in visit(_in("anna"), "/@bert").text
    assert "Listening" in visit(_in("bert"), "/@bert").text


def test_the_owner_hides_and_shows_again(two: tuple[int, int]) -> None:
    """PRO-3: on the list of a skill, and on the page of all."""
    listed = skill(two[1])
    anna, bert = _in("anna"), _in("bert")
    press(anna, visit(anna, "/@bert"), f"/@bert/skills/{listed}/endorse")
    hide = f"/endorsements/{listed}/anna/hide"
    press(bert, visit(bert, f"/@bert/skills/{listed}"), hide)
    assert Endorsement.objects.get().hidden
    assert "Anna" not in visit(_in("bert"), "/@bert").text.replace("@anna", "")
    page = visit(bert, "/endorsements")
    assert "Only you see it" in page.text
    press(bert, page, hide)
    assert not Endorsement.objects.get().hidden
    assert "Listening" in visit(anna, "/endorsements?direction=given").text


def test_many_skills_cost_no_more_statements_than_one(two: tuple[int, int]) -> None:
    """PRO-3: 50 skills with endorsements take as many statements as one does."""
    anna = _in("anna")

    def counted() -> int:
        visit(anna, "/@bert")
        with CaptureQueriesContext(connection) as asked:
            visit(anna, "/@bert")
        return len(asked)

    endorsements.endorse(endorser=two[0], owner=two[1], skill_id=skill(two[1], "Skill", 99), now=START)
    few = counted()
    listed = [skill(two[1], f"Skill {place}", place) for place in range(49)]
    Endorsement.objects.bulk_create(
        Endorsement(owner_id=two[1], skill_id=one, endorser_id=two[0], at=START) for one in listed
    )
    assert counted() == few


def _one() -> UUID:
    return Recommendation.objects.get().pk


def test_from_asking_to_the_page(two: tuple[int, int]) -> None:
    """PRO-4: ask, write with a preview, ask for a change, change, accept, withdraw."""
    about = position(two[0], "Editor", "Acme")
    anna, bert = _in("anna"), _in("bert")
    form = visit(anna, "/recommendations/ask?to=bert")
    assert "Editor, Acme" in form.text
    sent = {"to": "bert", "position": str(about), "note": "You saw the launch."}
    assert anna.post("/recommendations/ask", {"to": "", "note": "x"}).status_code == 422
    assert anna.post("/recommendations/ask", sent).status_code == 303
    home = visit(bert, "/")
    assert "Anna asks you for a recommendation" in home.text
    one = f"/recommendations/{_one()}"
    assert "You saw the launch." in visit(bert, f"{one}/write").text
    short = bert.post(f"{one}/write", {"text": "Good.", "relation": "managed", "position": str(about)})
    assert (short.status_code, "Good." in short.content.decode()) == (422, True)
    typed = {"text": TEXT, "relation": "managed", "position": str(about)}
    looked = bert.post(f"{one}/write", {**typed, "look": "1"})
    assert looked.content.decode().count(TEXT) == 2
    assert bert.post(f"{one}/write", typed).status_code == 303
    assert anna.post(f"{one}/ask-change", {"words": "Say more."}).status_code == 303
    assert "Say more." in visit(bert, "/").text
    assert TEXT in visit(bert, f"{one}/revise").text
    assert bert.post(f"{one}/revise", {"text": OTHER_TEXT}).status_code == 303
    assert anna.post(f"{one}/accept", {"version": "1"}).status_code == 409
    page = visit(anna, "/recommendations")
    press(anna, page, f"{one}/accept")
    assert OTHER_TEXT in visit(_in("bert"), "/@anna").text
    assert "Bert managed Anna · Editor, Acme" in visit(anna, "/@anna/recommendations").text
    assert OTHER_TEXT in visit(anna, "/@bert/recommendations?direction=given").text
    press(anna, visit(anna, one), f"{one}/hide")
    assert OTHER_TEXT not in visit(bert, "/@anna").text
    assert "deleted" in visit(bert, f"{one}/withdraw").text
    press(bert, visit(bert, f"{one}/withdraw"), f"{one}/withdraw")
    assert Recommendation.objects.get().text == ""
    assert anna.get(one).status_code == bert.get(one).status_code == 404


def test_giving_unasked_and_not_taking(two: tuple[int, int]) -> None:
    """PRO-4: from a connection's page; refusing is one press, and the lists say how it stands."""
    anna, bert = _in("anna"), _in("bert")
    assert "/@bert/recommend" in [one.get("href") for one in visit(anna, "/@bert").all("a")]
    assert "How did you work together?" in visit(anna, "/@bert/recommend").text
    assert anna.post("/@bert/recommend", {"text": TEXT, "relation": "x"}).status_code == 422
    assert anna.post("/@bert/recommend", {"text": TEXT, "relation": "studied"}).status_code == 303
    again = anna.post("/@bert/recommend", {"text": TEXT, "relation": "studied"})
    assert again.status_code == 409
    one = f"/recommendations/{_one()}"
    press(bert, visit(bert, "/recommendations"), f"{one}/refuse")
    assert "Bert did not take what you wrote" in visit(anna, "/recommendations?box=given").text
    member("carol")
    carol = _in("carol")
    assert carol.get(one).status_code == 404
    assert carol.get("/@bert/recommend").status_code == 404
    for box in ("received", "given", "to_write", "asked", "else"):
        assert read(carol.get(f"/recommendations?box={box}")).all("h1")


def test_declining_and_leaving(two: tuple[int, int]) -> None:
    """PRO-4: both are one press; who asked sees the one and not the other."""
    anna, bert = _in("anna"), _in("bert")
    anna.post("/recommendations/ask", {"to": "bert"})
    one = f"/recommendations/{_one()}"
    press(bert, visit(bert, one), f"{one}/ignore")
    assert "You asked Bert" in visit(anna, "/recommendations?box=asked").text
    press(bert, visit(bert, one), f"{one}/decline")
    assert "Bert will not write one" in visit(anna, "/recommendations?box=asked").text
    assert anna.get(f"{one}/withdraw").status_code == 404


def test_positions_of_one_name_are_told_apart(two: tuple[int, int]) -> None:
    """PRO-4: each with when it was, the latest first, as on the page."""
    for started, finished in (("2001", "2004"), ("2011-03", "")):
        Entry.objects.filter(pk=position(two[1])).update(started=started, finished=finished)
    text = visit(_in("bert"), "/recommendations/ask").text
    now, then = (text.index(f"Editor, Acme ({words})") for words in ("Mar 2011 to now", "2001 to 2004"))
    assert now < then
