"""The lists of a member, and the directory: what they show, hide, count and cost (REL-2, REL-15, REL-16, NET-1)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.kernel.limits.actions import set_limit
from rapport.people.actors import actions as actors
from rapport.people.relationships.actions import choosing, following, removing
from tests.conftest import Clock
from tests.web.reading import Node, read, signed_in, visit
from tests.web.stage import connect, member

pytestmark = pytest.mark.django_db


def names(page: Node) -> list[str]:
    """The names in the list of the page."""
    rows = page.all("div", id="rows")
    return [one.text for one in rows[0].all(class_="name")] if rows else []


def test_hidden_list_says_so(clock: Clock) -> None:
    """REL-16: connections see the list by default; to others it says that it is hidden, never "nobody"."""
    anna, bert, cleo = (member(clock, one) for one in ("anna", "bert", "cleo"))
    connect(clock, bert, cleo)
    page = visit(signed_in("anna"), "/@bert/connections")
    assert "Bert keeps their connection list to themselves." in page.text
    assert "no connections" not in page.text
    assert names(page) == []
    assert visit(signed_in("cleo"), "/@bert/connections").all("div", id="rows")
    choosing.choose(actor_id=bert, changes={"connection_list": "only_me"})
    assert "keeps their connection list" in visit(signed_in("cleo"), "/@bert/connections").text
    choosing.choose(actor_id=bert, changes={"connection_list": "anyone"})
    assert names(visit(Client(), "/@bert/connections")) == ["Cleo"]
    assert "1 connection" in visit(signed_in("anna"), "/@bert").text
    assert anna


def test_followers_name_nobody_private(clock: Clock) -> None:
    """REL-2: a private follower is counted, not named."""
    anna, bert, cleo = (member(clock, one) for one in ("anna", "bert", "cleo"))
    choosing.choose(actor_id=anna, changes={"follower_list": "anyone"})
    following.follow(follower=bert, followee=anna, now=clock.now)
    following.follow(follower=cleo, followee=anna, private=True, now=clock.now)
    page = visit(Client(), "/@anna/followers")
    assert names(page) == ["Bert"]
    assert "counted, but not named" in page.text
    assert "2 followers" in visit(Client(), "/@anna").text


def test_mutual_connections_are_always_shown_to_the_two(clock: Clock) -> None:
    """REL-16: mutual connections stand whatever the two chose; visitors are led to the door."""
    anna, bert, cleo = (member(clock, one) for one in ("anna", "bert", "cleo"))
    connect(clock, anna, cleo)
    connect(clock, bert, cleo)
    choosing.choose(actor_id=bert, changes={"connection_list": "only_me"})
    page = visit(signed_in("anna"), "/@bert/mutual-connections")
    assert names(page) == ["Cleo"]
    assert "You and Bert both know" in page.text
    answer = Client().get("/@bert/mutual-connections")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/sign-in?next=/@bert/mutual-connections",
    )


def test_empty_lists_are_kind(clock: Clock) -> None:
    """Nothing here: one sentence, and one thing to do."""
    member(clock, "anna")
    member(clock, "bert")
    anna = signed_in("anna")
    assert "You have no connections yet." in visit(anna, "/@anna/connections").text
    assert "Nobody is named here yet." in visit(anna, "/@anna/followers").text
    assert "You and Bert have no connections in common yet." in visit(anna, "/@bert/mutual-connections").text
    assert "Nobody by that name." in visit(anna, "/people?q=zz").text


def test_the_directory_finds_by_name_and_handle(clock: Clock) -> None:
    """NET-1: names without accents and handles find; degree and buttons stand beside each."""
    for handle, name in (("lucia", "Lucía Ferrer"), ("zoe", "Zoë Quint"), ("anna", "Anna Vogel")):
        member(clock, handle, name)
    anna = signed_in("anna")
    assert names(visit(anna, "/people?q=lucia")) == ["Lucía Ferrer"]
    assert names(visit(anna, "/people?q=FERR")) == ["Lucía Ferrer"]
    assert names(visit(anna, "/people?q=@zoe")) == ["Zoë Quint"]
    page = visit(anna, "/people")
    assert names(page) == ["Anna Vogel", "Lucía Ferrer", "Zoë Quint"]
    assert "out of network" in page.text
    assert len(page.all("div", class_="tie-pair")) == 2


def test_nobody_hidden_is_listed(clock: Clock) -> None:
    """REL-17, NET-1: blocked either way and suspended people stand in no list."""
    anna, bert, cleo, dora = (member(clock, one) for one in ("anna", "bert", "cleo", "dora"))
    removing.block(owner=anna, other=bert, now=clock.now)
    removing.block(owner=cleo, other=anna, now=clock.now)
    actors.suspend(actor_id=dora)
    assert names(visit(signed_in("anna"), "/people")) == ["Anna"]
    assert names(visit(Client(), "/people")) == ["Anna", "Bert", "Cleo"]


def test_visitors_where_pages_are_for_members_only(clock: Clock) -> None:
    """With `public_pages` off a visitor is led to the door for every handle alike, there or not."""
    member(clock, "anna")
    assert Client().get("/@anna").status_code == 200
    set_limit(name="public_pages", value="off", now=clock.now)
    for path in ("/@anna", "/@nobody", "/@anna/connections", "/@nobody/followers", "/people", "/people?q=a"):
        answer = Client().get(path)
        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/sign-in?next=/"), path


def test_a_visitor_is_led_to_the_door(clock: Clock) -> None:
    """Follow and Connect of a visitor are links to signing in; nothing posts, nothing happens."""
    member(clock, "anna")
    page = visit(Client(), "/@anna")
    pair = page.all("div", class_="tie-pair")[0]
    assert [one.get("href") for one in pair.all("a")] == ["/sign-in?next=/@anna"] * 2
    assert pair.all("form") == []
    assert page.all("span", class_="degree") == []
    for path in ("follow", "unfollow", "block", "unblock", "disconnect", "invite", "note"):
        answer = Client().post(f"/@anna/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/"), path


def test_show_more_is_a_link(clock: Clock) -> None:
    """Every list goes on by a link that keeps the search, without gaps or repetition."""
    member(clock, "anna")
    for number in range(5):
        member(clock, f"bert{number}")
    set_limit(name="page_size", value="2", now=clock.now)
    anna, address, seen = signed_in("anna"), "/people?q=bert", []
    while address:
        page = visit(anna, address)
        seen += names(page)
        links = [one for pager in page.all("p", class_="pager") for one in pager.all("a")]
        address = links[0].get("href") if links else ""
        assert not address or "q=bert" in address
    assert seen == [f"Bert{number}" for number in range(5)]


@pytest.mark.parametrize("path", ["/people", "/@anna/connections"])
def test_a_made_up_cursor_is_refused(clock: Clock, path: str) -> None:
    """A place in the list that is none gets a sentence, never a fault of ours."""
    member(clock, "anna")
    answer = signed_in("anna").get(f"{path}?cursor=%FFnonsense")
    assert answer.status_code == 422
    assert "Start again from the first page." in read(answer).text


def _cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "path", ["/people?q=mate", "/@bert/connections", "/@bert/followers", "/@bert/mutual-connections"]
)
def test_a_list_costs_the_same_for_one_and_for_twenty(clock: Clock, path: str) -> None:
    """The number of statements does not grow with the rows."""
    anna, bert = member(clock, "anna"), member(clock, "bert")
    choosing.choose(actor_id=bert, changes={"follower_list": "anyone", "connection_list": "anyone"})
    client = signed_in("anna")
    costs = []
    for number in range(20):
        mate = member(clock, f"mate{number}")
        connect(clock, bert, mate)
        connect(clock, anna, mate)
        if number in (0, 19):
            costs.append(_cost(client, path))
    assert len(names(visit(client, path))) == 20
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    "name",
    [
        "رانيا الخطيب",
        "小林 はるか",
        "Wilhelmina Oluwaseun Featherstonehaugh-Nakamura van den Hoogenband-Αλεξανδρόπουλος",
        "<script>alert(1)</script>",
    ],
)
def test_every_name_stands_apart_from_its_page(clock: Clock, name: str) -> None:
    """Names of any script and length are isolated from the words around them, and are never markup."""
    member(clock, "anna")
    member(clock, "bert", name)
    anna = signed_in("anna")
    for path in ("/@bert", "/people?q=bert", "/@bert/connections", "/@bert/invite", "/@bert/block"):
        page = visit(anna, path)
        assert name.split(maxsplit=1)[0] in page.text
        assert [one for one in page.all("script") if not one.get("src")] == []
    assert visit(anna, "/@bert").all("h1")[0].all("bdi")[0].text == name
