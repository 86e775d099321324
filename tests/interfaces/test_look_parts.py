"""The parts in every state: what is shown, what can be pressed, and that nothing is greyed without a reason."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from rapport.interfaces.web import parts, states_samples
from rapport.interfaces.web.parts import Connecting, Following, MenuItem, PersonCard, Refusal, TiePair
from tests.interfaces.look import ENGINE, rendered

pytestmark = pytest.mark.pure

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
JONAS = PersonCard("jonas", "Jonas <Weiß>", degree=2)
PAIR = TiePair(
    JONAS, invite_url="/invite", follow_url="/follow", unfollow_url="/unfollow", accept_url="/accept",
    ask_url="/ask", ignore_url="/ignore", menu=(MenuItem("Withdraw…", "/withdraw", post=True),),
)  # fmt: skip
FULL = Refusal("connection_cap", "You have 30,000 connections.")


class Page(HTMLParser):
    """The buttons, links and forms of a piece of HTML, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []  # words and css classes
        self.posts: list[str] = []
        self.ids: list[str] = []
        self.described: list[str] = []
        self.disabled = 0
        self._classes: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.disabled += "disabled" in given
        self.described += given.get("aria-describedby", "").split()
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "form":
            self.posts.append(given["action"])
        if tag in ("button", "a", "summary") and "item" not in given.get("class", ""):
            self._classes.append(given.get("class", ""))
            self.shown.append(("", given.get("class", "")))
        if given.get("class") == "sr":
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("button", "a", "summary") and self._classes:
            self._classes.pop()
        if tag == "span" and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._classes and not self._hidden and data.strip():
            words, classes = self.shown[-1]
            self.shown[-1] = (words + data.strip(), classes)


def tie(pair: TiePair, more: str = "") -> str:
    return rendered('{% from "parts/tie.html" import tie %}{{ tie(pair' + more + ") }}", pair=pair)


def words(pair: TiePair) -> list[str]:
    return [shown for shown, _ in Page(tie(pair)).shown]


def solid(pair: TiePair) -> list[str]:
    return [shown for shown, css in Page(tie(pair)).shown if {"solid", "main"} & set(css.split())]


@pytest.mark.parametrize(
    ("pair", "shown", "first"),
    [
        (PAIR, ["Connect", "Follow"], ["Connect"]),
        (replace(PAIR, connect=Connecting.TUCKED), ["Follow", "More"], ["Follow"]),
        (replace(PAIR, follow=Following.FOLLOWING), ["Connect", "Following"], ["Connect"]),
        (replace(PAIR, follow=Following.REQUESTED), ["Connect", "Asked"], ["Connect"]),
        (replace(PAIR, connect=Connecting.INVITED), ["Invited", "Follow"], []),
        (
            replace(PAIR, connect=Connecting.ASKED, follow=Following.NONE),
            ["Accept", "Ask why", "Ignore"],
            ["Accept"],
        ),
        (
            replace(PAIR, connect=Connecting.CONNECTED, follow=Following.FOLLOWING, write_url="/write"),
            ["Write", "Connected", "Following"],
            ["Write"],
        ),
        (replace(PAIR, connect=Connecting.CONNECTED), ["Connected", "Follow"], []),
        (replace(PAIR, connect=Connecting.REFUSED, refusal=FULL), ["Connect", "Follow"], ["Follow"]),
        (
            replace(PAIR, connect=Connecting.REFUSED, refusal=Refusal("reinvite_wait", "Wait.", NOW)),
            ["Connect", "Follow"],
            [],
        ),
        (
            replace(PAIR, connect=Connecting.BY_EMAIL, refusal=FULL),
            ["Follow", "Invite with their email…"],
            ["Follow"],
        ),
        (
            replace(PAIR, follow=Following.REFUSED, follow_refusal=FULL),
            ["Connect", "Follow"],
            ["Connect"],
        ),
        (replace(PAIR, connect=Connecting.NONE, follow=Following.NONE), [], []),
        (replace(PAIR, sign_in_url="/in"), ["Connect", "Follow"], ["Connect"]),
        (replace(PAIR, connect=Connecting.TUCKED, sign_in_url="/in"), ["Follow", "More"], ["Follow"]),
        (replace(PAIR, person=replace(JONAS, follows_you=True)), ["Connect", "Follow back"], ["Connect"]),
        (replace(PAIR, prominent="follow"), ["Connect", "Follow"], ["Follow"]),
    ],
)
def test_the_pair_in_every_relationship(pair: TiePair, shown: list[str], first: list[str]) -> None:
    """The table of the design (REL-12, REL-14): what is shown, in which order, and which one is solid."""
    assert words(pair) == shown
    assert solid(pair) == first


@pytest.mark.parametrize("connect", list(Connecting))
@pytest.mark.parametrize("follow", list(Following))
def test_every_pairing_can_be_rendered(connect: Connecting, follow: Following) -> None:
    """All combinations exist (product.md 9); each reason is reachable, nothing is `disabled`."""
    pair = replace(PAIR, connect=connect, follow=follow, refusal=FULL, follow_refusal=FULL, note="A note.")
    page = Page(tie(pair, ", small=true"))
    assert page.disabled == 0
    assert set(page.described) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_presses_are_forms_that_come_back() -> None:
    """Without script each press is a POST with its token and the way back; names are escaped."""
    html = tie(replace(PAIR, connect=Connecting.ASKED))
    assert Page(html).posts == ["/accept", "/ignore", "/follow"]
    assert html.count('name="csrfmiddlewaretoken"') == 3
    assert html.count('name="next" value="/@jonas"') == 3
    assert "<Weiß>" not in html


def test_visitors_get_links_alone() -> None:
    """Who is not signed in is led to signing in; nothing posts."""
    html = tie(replace(PAIR, sign_in_url="/in?next=/@jonas"))
    assert Page(html).posts == []
    assert html.count('href="/in?next=/@jonas"') == 2


def test_one_person_twice_on_a_page() -> None:
    """`key` keeps ids apart."""
    pair = replace(PAIR, connect=Connecting.REFUSED, refusal=FULL)
    page = Page(tie(pair) + tie(pair, ', key="rail"'))
    assert len(page.ids) == len(set(page.ids)) == 4


@pytest.mark.parametrize(
    ("count", "named", "expected"),
    [
        (0, 0, ""),
        (12, 0, "12 mutual connections"),
        (1, 1, "Ann in common"),
        (3, 1, "Ann and 2 more in common"),
        (2, 2, "Ann and Bob in common"),
        (1204, 3, "Ann, Bob and 1,202 more in common"),
    ],
)
def test_mutual_connections(count: int, named: int, expected: str) -> None:
    """NET-1: at most three faces, two names, a number."""
    people = tuple(PersonCard(name.lower(), f"{name} Other") for name in ("Ann", "Bob", "Cid"))[:named]
    html = rendered(
        '{% from "parts/person.html" import mutuals %}{{ mutuals(one) }}',
        one=replace(JONAS, mutual_count=count, mutuals=people),
    )
    text = re.sub(r'<span class="faces".*?</span></span>', "", html)
    assert re.sub(r"<[^>]+>", "", text).strip() == expected
    assert html.count('class="avatar s') == named


@pytest.mark.parametrize(
    ("steps", "expected"), [(0, "you"), (1, "1st"), (2, "2nd"), (3, "3rd"), (None, "out of network")]
)
def test_degrees_are_words_too(steps: int | None, expected: str) -> None:
    """Colour and shape never speak alone (NET-1)."""
    html = rendered('{% from "parts/degree.html" import degree %}{{ degree(steps) }}', steps=steps)
    assert expected in html
    assert ('class="degree first"' in html) == (steps == 1)


def test_a_visitor_sees_no_degree() -> None:
    """Someone without a network is near to nobody."""
    html = rendered(
        '{% from "parts/person.html" import person %}{{ person(one) }}',
        one=replace(JONAS, shows_degree=False),
    )
    assert "degree" not in html


def test_a_letter_says_what_it_can_check() -> None:
    """REL-7: note, context, what is known of it, and the answers; Accept is the only solid button."""
    letter = states_samples.letters(NOW)[0]
    html = rendered('{% from "parts/letter.html" import letter %}{{ letter(one) }}', one=letter)
    assert "Says you met at an event: Delft Flood Days. You both registered." in html
    assert 'aria-label="Invitation from Adaeze Okonkwo"' in html
    assert [shown for shown, css in Page(html).shown if "solid" in css] == ["Accept"]
    assert "No note." not in html


def test_the_thread_keeps_what_was_typed() -> None:
    """A reply that cannot be taken stays in its field, with the problem beside it."""
    letter = replace(states_samples.letters(NOW)[1], reply_problem="At most 300.", reply_text="too <long>")
    html = rendered('{% from "parts/letter.html" import letter %}{{ letter(one) }}', one=letter)
    assert 'value="too &lt;long&gt;"' in html
    assert 'aria-describedby="reply-2-problem"' in html
    assert "Ask why" not in html


def test_a_path_hides_whom_it_must() -> None:
    """NET-2: a withheld step has words, no name and no link."""
    steps = [parts.Step(JONAS, "You", end=True), parts.Step(None, "Someone in Olga’s network")]
    html = rendered('{% from "parts/chain.html" import chain %}{{ chain(steps) }}', steps=steps)
    assert "Someone in Olga’s network" in html
    assert "<a " not in html


def test_the_masthead_of_a_member_and_of_a_visitor() -> None:
    """Messages are a place once there is one; who is not signed in is asked to, or may join."""
    page = '{% extends "layout/base.html" %}{% set place = "network" %}{% block title %}T{% endblock %}'
    member = parts.Masthead("Lindenhof", JONAS, invitations=3, theme="dark", lang="ar", dir="rtl")
    html = rendered(page, masthead=member)
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in html
    assert "Messages" not in html
    assert 'aria-current="page"' in html
    assert ">3<" in html
    assert "Messages" in rendered(page, masthead=replace(member, messages_url="/messages", messages=2))
    visitor = rendered(page)
    assert "Sign in" in visitor
    assert "Join" in visitor
    assert 'class="places"' not in visitor


@pytest.mark.parametrize("layout", ["plain", "railed", "narrow", "settings", "dialog"])
def test_layouts_stand_alone(layout: str) -> None:
    """Every layout renders with nothing in its blocks."""
    text = '{% extends "layout/' + layout + '.html" %}{% set back = "/" %}{% set dialog_title = "T" %}'
    html = rendered(text, sections=[parts.Tab("You", "/settings", current=True)])
    assert html.count("<main") == 1


@pytest.mark.urls("rapport.interfaces.web.states")
def test_the_page_of_states_has_sound_html() -> None:
    """Ids are unique, descriptions exist, nothing is `disabled`."""
    page = Page(ENGINE.get_template("design/states.html").render(states_samples.everything(NOW)))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.described) <= set(page.ids)
    assert page.disabled == 0
