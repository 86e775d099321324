"""The page of search and the box on every page, without script (NET-4)."""

from __future__ import annotations

import pytest
from django.test import Client

from rapport.content.posts.actions import publishing
from rapport.content.profiles.actions import entries, facts, skills
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.limits.actions import set_limit
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from tests.conftest import Clock
from tests.web.reading import Node, signed_in, visit
from tests.web.stage import connect, member
from tests.web.valid import complaints

pytestmark = pytest.mark.django_db

ODD = (
    "x" * 10_000, '"', '"*"', "a*", "NEAR(a b, 2)", "a -b", "AND NOT", "{0 1} : a", "^a", "0anna", ":n0a", "\x00",
    "a\x00b", "'; DROP TABLE actors_actor; --", "' | 'x':*", "\\", "& | !", "<->", "\u202eabc", "محمد", "👩", "%", "_",
    "\ud7ff\ufffd", "@", "@_", '"""', "<script>alert(1)</script>", "ﷺ", "İ",
)  # fmt: skip


KINDS = ("people", "posts", "hashtags", "companies", "groups")


def names(page: Node) -> list[str]:
    """Who is listed."""
    return [one.text for one in page.all("a", class_="name") if one.get("href", "").startswith("/@")]


@pytest.fixture
def stage(clock: Clock) -> dict[str, int]:
    """mara; anna connected to her; anton far away, who weaves at Acme."""
    ids = {name: member(clock, name, f"{name.title()} Berg") for name in ("mara", "anna", "anton")}
    connect(clock, ids["mara"], ids["anna"])
    skills.add_skill(owner_id=ids["anton"], name="Weaving & <Dyeing>", now=clock.now)
    values = {"title": "Weaver", "company": "Acme"}
    entries.add_entry(owner_id=ids["anton"], section=Section.EXPERIENCE, values=values, now=clock.now)
    facts.choose_open_to(owner_id=ids["anton"], kinds=["work"])
    return ids


def test_the_box_of_every_page_leads_to_those_who_fit(stage: dict[str, int]) -> None:
    """A plain form; the nearest first; why somebody fits; what one may do about them."""
    client = signed_in("mara")
    form = visit(client, "/").all("form", class_="find")[0]
    assert [field.get("name") for field in form.all("input")] == ["q"]
    page = visit(client, "/search?q=an")
    assert names(page) == ["Anna Berg", "Anton Berg"]
    assert "2 people" in page.text
    assert "Connected" in page.text
    page = visit(client, "/search?q=dye")
    assert names(page) == ["Anton Berg"]
    assert "Skill: Weaving & <Dyeing>" in page.text
    found = {kind: client.get(f"/search?q=dye&kind={kind}").content.decode() for kind in ("people", "groups")}
    assert complaints(found) == {}


def test_filters_are_a_form(stage: dict[str, int]) -> None:
    """Each filter alone, and all at once; what was typed stays; a choice that is none of ours asks for nothing."""
    client = signed_in("mara")
    for query, found in {
        "degree=1": ["Anna Berg"],
        "degree=3%2B": ["Anton Berg"],
        "company=acme": ["Anton Berg"],
        "skill=weaving+dyeing": ["Anton Berg"],
        "skill=dyeing+weaving": [],
        "open_to=work&company=Acme&q=berg": ["Anton Berg"],
        "open_to=hiring": [],
        "group=nothing": [],
        "q=an&degree=9&open_to=money&group=%2F%2F": ["Anna Berg", "Anton Berg"],
    }.items():
        assert names(visit(client, f"/search?{query}")) == found, query
    page = visit(client, "/search?q=zz&company=Acme")
    assert "Nobody found." in page.text
    values = {
        field.get("name"): field.get("value")
        for field in page.all("form", class_="search-form")[0].all("input")
    }
    assert values["q"] == "zz"
    assert values["company"] == "Acme"


def test_misspelt_and_not_found(stage: dict[str, int]) -> None:
    """Similar words are said to be similar, with what was meant; else nobody is found, with a way on."""
    client = signed_in("mara")
    page = visit(client, "/search?q=antno+brg")
    assert "Nobody has exactly that" not in page.text
    page = visit(client, "/search?q=antno")
    assert names(page) == ["Anton Berg"]
    assert "Nobody has exactly that. These come close." in page.text
    assert "/search?q=anton" in [link.get("href") for link in page.all("a")]
    assert "Whom are you looking for?" in visit(client, "/search").text


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_gets_an_answer(stage: dict[str, int], kind: str) -> None:
    """Never an error: signs of databases, ten thousand letters, NUL, right to left, emoji, markup, on all five."""
    client = signed_in("mara")
    for typed in ODD:
        for address in ("/search", "/search/complete"):
            answer = client.get(address, {"q": typed, "kind": kind, "company": typed, "cursor": ""})
            assert answer.status_code == 200, (typed, address)
            assert b"<script>alert" not in answer.content
    assert client.get("/search", {"q": "an", "kind": kind, "cursor": "nonsense"}).status_code == 422


def test_what_is_offered_while_typing(stage: dict[str, int]) -> None:
    """Those whose page one may open, by two letters at least; kept by nobody."""
    answer = signed_in("mara").get("/search/complete?q=ann")
    (one,) = answer.json()["items"]
    assert (one["name"], one["url"], one["near"]) == ("Anna Berg", "/@anna", "1st")
    assert "no-store" in answer["Cache-Control"]
    assert signed_in("mara").get("/search/complete?q=a").json() == {"items": []}


def test_visitors(clock: Clock, stage: dict[str, int]) -> None:
    """They find by what is for anyone and have no degrees; where pages are for members there is a door, and no box."""
    facts.choose_audience(owner_id=stage["anton"], section=Section.SKILLS, audience="members")
    client = Client()
    page = visit(client, "/search?q=an")
    assert names(page) == ["Anna Berg", "Anton Berg"]
    assert not [field for field in page.all("input") if field.get("name") == "degree"]
    assert names(visit(client, "/search?q=weaving")) == []
    assert names(visit(client, "/search?q=an&degree=1")) == ["Anna Berg", "Anton Berg"]
    set_limit(name="public_pages", value="off", now=clock.now)
    assert client.get("/search?q=an").status_code == 303
    assert client.get("/search/complete?q=ann").json() == {"items": []}
    assert b'action="/search"' not in client.get("/").content


def test_companies_and_groups_have_tabs(stage: dict[str, int]) -> None:
    """The words go along; nothing found says so."""
    page = visit(signed_in("mara"), "/search?q=berg&kind=companies")
    links = [link.get("href") for link in page.all("nav", class_="tabs")[0].all("a")]
    assert links == [f"/search?q=berg&kind={kind}" for kind in KINDS]
    assert "No company found." in page.text


SAID = (
    "<script>alert(1)</script> weaving <img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)> weaving',
    "weaving [x](javascript:alert(1)) \u0627\u0644\u0646\u0633\u064a\u062c " + "w" * 400,
    "&lt;script&gt;alert(1)&lt;/script&gt; weaving {{ 7 * 7 }}",
)


def test_posts_and_hashtags_have_tabs(clock: Clock, stage: dict[str, int]) -> None:
    """NET-4, FEED-6: the words are marked, whatever stands beside them is text; visitors find what is for anyone."""
    for words in SAID:
        publishing.publish(
            by=Viewer(stage["anton"]),
            words=f"{words} #loom",
            audience="anyone",
            now=clock.now,
            limits=Limits(),
        )
    publishing.publish(
        by=Viewer(stage["anton"]), words="Weaving secretly #looming", audience="connections", now=clock.now,
        limits=Limits(),
    )  # fmt: skip
    for client in (signed_in("mara"), Client()):
        page = visit(client, "/search?kind=posts&q=weav")
        assert [one.text for one in page.all("mark")] == ["weaving"] * 4
        assert "4 posts" in page.text
        said = " ".join(one.text for one in page.all("p", class_="worded"))
        assert "<script>alert(1)</script> weaving <img src=x onerror=alert(1)>" in said
        assert "secretly" not in page.text
        source = client.get("/search?kind=posts&q=weav").content.decode()
        assert "<img src=x" not in source
        assert "<svg onload" not in source
        assert complaints({"posts": source}) == {}
        page = visit(client, "/search?kind=hashtags&q=loo")
        assert "#loom" in page.text
        assert "4 posts for you" in page.text
        assert "looming" not in page.text
        assert complaints({"hashtags": client.get("/search?kind=hashtags&q=loo").content.decode()}) == {}
    page = visit(signed_in("mara"), "/search?kind=posts&q=weaivng")
    assert "Nothing has exactly that. These come close." in page.text
    assert visit(signed_in("mara"), "/search?kind=posts&q=zzzzzz").text.count("No post found.") == 1
    assert "What was it about?" in visit(signed_in("mara"), "/search?kind=posts").text
    assert "No hashtag found." in visit(signed_in("mara"), "/search?kind=hashtags&q=zzzzzz").text
