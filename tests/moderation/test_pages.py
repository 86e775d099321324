"""Reporting on pages without script, and the moderators' desk (OPS-4)."""

from __future__ import annotations

import pytest
from django.test import Client

from rapport.content.moderation.models import Case
from rapport.content.posts.actions import changing
from rapport.people.accounts.models import Account
from rapport.people.audience import Viewer
from tests.actions.vouching import connect, member
from tests.conftest import Clock
from tests.discussion.talking import say
from tests.posts.writing import publish, repost
from tests.web.reading import visit

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def _in(handle: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(actor__handle=handle))
    return client


def test_reporting_and_deciding_on_pages(clock: Clock) -> None:
    """From the menu to the outcome, each a plain form; what is refused keeps what was typed."""
    anna, bert, cora = member("anna"), member("bert"), member("cora")
    connect(anna, bert)
    Account.objects.filter(actor_id=cora).update(is_moderator=True)
    post = publish(anna, "Hello there")
    comment = say(anna, post, "And more")
    page = visit(_in("bert"), f"/posts/{post}")
    assert page.text.count("Report…") == 2
    assert "Report…" in visit(_in("bert"), "/@anna").text
    assert "Report…" not in visit(_in("anna"), f"/posts/{post}").text
    reader = _in("bert")
    refused = reader.post(f"/posts/{post}/report", {"reason": "other", "words": ""})
    assert refused.status_code == 422
    assert "Something has to stand here" in refused.content.decode()
    without = reader.post(f"/posts/{post}/report", {"words": "Odd"}).content.decode()
    assert "Choose what is wrong with it." in without and "harassment," not in without
    for address in (f"/posts/{post}/report", f"/comments/{comment}/report", "/@anna/report"):
        assert "never learns who reported" in visit(reader, address).text
        assert reader.post(address, {"reason": "spam", "words": "Odd"}).status_code == 303
    assert "Odd" in visit(reader, "/reports").text
    assert reader.get("/moderation").status_code == 404
    desk = visit(_in("cora"), "/moderation")
    assert desk.text.count("1 report") == 3
    case = Case.objects.get(thing="post")
    shown = visit(_in("cora"), f"/moderation/{case.pk}").text
    assert "Hello there" in shown
    assert "Odd" in shown
    done = _in("cora").post(f"/moderation/{case.pk}", {"decision": "take_down", "words": "Not here"})
    assert done.status_code == 303
    assert _in("bert").get(f"/posts/{post}").status_code == 404
    assert "Not here" in visit(_in("anna"), "/taken-down").text
    assert "Moderators took down what you reported" in visit(reader, "/notices").text
    assert "Moderators took down something you wrote" in visit(_in("anna"), "/notices").text
    assert "Not here" in visit(_in("cora"), f"/moderation/{case.pk}").text
    assert "Hello there" in visit(_in("cora"), "/moderation?show=decided").text
    assert _in("cora").get("/moderation/7").status_code == 404
    assert "Odd" not in visit(_in("anna"), "/taken-down").text


def test_a_case_shows_what_is_beyond_words_and_what_can_still_be_decided(clock: Clock) -> None:
    """OPS-4: a post that passes on says what it passes on; what is gone can be left alone, on the page too."""
    anna, bert, cora = member("anna"), member("bert"), member("cora")
    connect(anna, bert)
    Account.objects.filter(actor_id=cora).update(is_moderator=True)
    passed = repost(bert, publish(anna, "Hello there"))
    assert _in("anna").post(f"/posts/{passed}/report", {"reason": "spam", "words": ""}).status_code == 303
    address = f"/moderation/{Case.objects.get().pk}"
    keeper = _in("cora")
    assert "Passed on: Hello there" in visit(keeper, address).text
    assert "Passed on: Hello there" in visit(keeper, "/moderation").text
    changing.remove(by=Viewer(bert), post_id=passed)
    page = visit(keeper, address)
    assert "It is not there any more." in page.text
    assert [one.get("value") for one in page.all("input", name="decision")] == ["leave"]
    assert keeper.post(address, {"decision": "take_down", "words": "x"}).status_code == 422
    assert keeper.post(address, {"decision": "leave", "words": "x"}).status_code == 303
