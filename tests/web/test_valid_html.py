"""Every page is valid HTML, by the standard's own content model (quality 5)."""

from __future__ import annotations

import pytest
from django.test import Client

from rapport.people.relationships.actions import choosing, following
from tests.conftest import Clock
from tests.web.reading import signed_in
from tests.web.stage import connect, invite, member
from tests.web.valid import complaints

VISITORS = (
    "/",
    "/people",
    "/@anna",
    "/@anna/connections",
    "/@anna/followers",
    "/sign-in",
    "/join",
    "/nowhere",
)
"""What anybody comes across."""
MEMBERS = (
    "/", "/people", "/@anna", "/@bert", "/@carl", "/@anna/connections", "/@bert/mutual-connections", "/@carl/invite",
    "/@bert/note", "/@bert/disconnect", "/@bert/block", "/network", "/network/filtered", "/network/sent",
    "/network/earlier", "/network/connections", "/network/following", "/network/followers", "/network/requests",
    "/network/blocked", "/notices", "/settings", "/settings/profile", "/settings/notices", "/settings/tokens",
)  # fmt: skip


def test_the_validator_finds_what_is_wrong() -> None:
    """It is there, it runs, and it knows the content model: a page with faults is never passed."""
    found = complaints(
        {"bad": "<!doctype html><html lang=en><title>x</title><ul><div>x</div></ul></html>", "good": ""}
    )
    assert [one.partition(" ")[2].partition(":")[0] for one in found["bad"]] == ["element-permitted-content"]
    assert "good" not in found


@pytest.mark.django_db
def test_every_page_is_valid(clock: Clock) -> None:
    """Quality 5: pages of visitors and members, with people, letters and notes on them."""
    anna, bert, carl, dora = (member(clock, one) for one in ("anna", "bert", "carl", "dora"))
    choosing.choose(actor_id=anna, changes={"connection_line": "A line & <b>more</b>."})
    connect(clock, anna, bert)
    invite(clock, dora, anna, note="We met & talked.")
    following.follow(follower=anna, followee=carl, now=clock.now)
    visitor, one = Client(), signed_in("anna")
    pages = {f"visitor {path}": visitor.get(path).content.decode() for path in VISITORS}
    pages |= {f"member {path}": one.get(path).content.decode() for path in MEMBERS}
    assert all("</html>" in page for page in pages.values())
    assert complaints(pages) == {}
