"""The page of paths between two people: its sentences, its names, its picture, and the ways to it (NET-2)."""

from __future__ import annotations

import pytest
from django.test import Client

from rapport.people.relationships.actions import choosing
from tests.conftest import Clock
from tests.web.reading import Node, signed_in, visit
from tests.web.stage import connect, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(clock: Clock) -> dict[str, int]:
    """Anna, Bert, Cleo, Dora and Emil hold hands in a row; Fritz stands apart."""
    ids = {one: member(clock, one) for one in ("anna", "bert", "cleo", "dora", "emil", "fritz")}
    for one, two in (("anna", "bert"), ("bert", "cleo"), ("cleo", "dora"), ("dora", "emil")):
        connect(clock, ids[one], ids[two])
    return ids


def chains(page: Node) -> list[list[str]]:
    """The names in each path of the list, from one end to the other."""
    return [[one.text for one in chain.all(class_="name")] for chain in page.all("div", class_="chain")]


def test_each_distance_has_its_sentence(row: dict[str, int]) -> None:
    """Oneself, one step to three, and no path: each says what it is, in the list and above it."""
    expected = {
        "anna": ("This is you", [], "Nobody stands between you and yourself"),
        "bert": ("You and Bert are connected", [["Anna", "Bert"]], "Nobody stands between you."),
        "cleo": (
            "Two steps from Cleo",
            [["Anna", "Bert", "Cleo"]],
            "1 person is connected to both you and Cleo.",
        ),
        "dora": (
            "Three steps from Dora",
            [["Anna", "Bert", "Someone in Bert’s network", "Dora"]],
            "1 shortest path leads there. Somebody is named where you may see whom they are connected to",
        ),
        "emil": ("No path to Emil yet", [], "nobody you know knows anyone who knows Emil"),
        "fritz": ("No path to Fritz yet", [], "You are more than three steps apart"),
    }
    for handle, (title, paths, words) in expected.items():
        page = visit(signed_in("anna"), f"/@{handle}/path")
        assert page.all("h1")[0].text == title
        assert words in page.text
        assert chains(page) == paths
        assert len(page.all("svg", class_="web")) == (handle in ("cleo", "dora"))
    assert row


def test_who_keeps_their_list_is_not_named(row: dict[str, int]) -> None:
    """Neither in the list nor in the picture, nor anywhere else on the page; who shows it is, with a link."""
    page = visit(signed_in("anna"), "/@dora/path")
    assert "Cleo" not in page.text
    assert not page.all("a", href="/@cleo")
    choosing.choose(actor_id=row["cleo"], changes={"connection_list": "anyone"})
    page = visit(signed_in("anna"), "/@dora/path")
    assert chains(page) == [["Anna", "Bert", "Cleo", "Dora"]]
    assert page.all("a", href="/@cleo")
    assert "Meet Cleo first" in page.text
    for handle in ("bert", "cleo"):
        choosing.choose(actor_id=row[handle], changes={"connection_list": "only_me"})
    page = visit(signed_in("anna"), "/@dora/path")
    assert chains(page) == [["Anna", "Someone in your network", "Someone in Dora’s network", "Dora"]]
    assert "Bert" not in page.text


def test_paths_that_read_alike_are_one(row: dict[str, int], clock: Clock) -> None:
    """Two whose names are withheld between the same two are told as a number."""
    other = member(clock, "gina")
    for end in (row["bert"], row["dora"]):
        connect(clock, other, end)
    page = visit(signed_in("anna"), "/@dora/path")
    assert chains(page) == [["Anna", "Bert", "Someone in Bert’s network", "Dora"]]
    assert "2 shortest paths lead there." in page.text
    assert "2 paths read like this" in page.text


def test_the_way_to_it(row: dict[str, int]) -> None:
    """Where a 2nd or 3rd degree stands beside a name, on a member's page and in lists; never for visitors."""
    for handle, there in (("bert", False), ("cleo", True), ("dora", True), ("emil", False)):
        page = visit(signed_in("anna"), f"/@{handle}")
        assert bool(page.all("a", href=f"/@{handle}/path")) is there
    people = visit(signed_in("anna"), "/people")
    assert {one.get("href") for one in people.all("a", class_="degree-path")} == {
        "/@cleo/path",
        "/@dora/path",
    }
    assert not visit(Client(), "/people").all("a", class_="degree-path")
    answer = Client().get("/@cleo/path")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/@cleo/path")
    assert row
