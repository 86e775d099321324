"""The page of a member: what stands on it for whom, and one's own through other eyes (PRO-1, PRO-2)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.content.profiles.actions import entries, facts, skills
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.limits.actions import set_limit
from rapport.people.relationships.actions import choosing, following
from tests.conftest import Clock
from tests.web.profiles import ENTRIES, fill
from tests.web.reading import Node, read, signed_in, visit
from tests.web.stage import connect, member

pytestmark = pytest.mark.django_db

SAID = (
    "I keep the archive.", "Hamburg", "Modeller", "Nordwasser", "Mar 2019 to now", "Slow water.", "Kyōto University",
    "Deutsch", "native", "Dam inspector", "Valid until Jun 2029", "The pencil record", "Tracers",
    "Society of Engineers", "Treasurer", "My site", "Reading ledgers", "she/her",
)  # fmt: skip


@pytest.fixture
def anna(clock: Clock) -> int:
    """Anna, with a full profile."""
    one = member(clock, "anna", "Anna Berg")
    fill(one, clock)
    return one


def headings(page: Node) -> list[str]:
    return [one.seen for one in page.all("h2")]


def test_everything_that_is_for_anyone_is_seen_by_anyone(anna: int) -> None:
    """PRO-1: every section, with its dates in words; what she is open to is for members."""
    page = visit(Client(), "/@anna")
    for one in SAID:
        assert one in page.text, one
    assert "Open to mentoring" not in page.text
    assert "+49 40" not in page.text
    assert not page.all("a", class_="pen") and not page.all("a", class_="seen")


def test_empty_sections_are_not_there(clock: Clock) -> None:
    """A section without content is absent for others; its owner is told what it would be good for."""
    member(clock, "anna")
    others = visit(Client(), "/@anna")
    assert "Experience" not in headings(others)
    assert "says no more about themselves here" in others.text
    own = visit(signed_in("anna"), "/@anna")
    assert "Experience" in headings(own)
    assert "Add a position" in own.text
    assert "Colleagues of then and now find you by it." in own.text


def test_its_owner_sees_for_whom_each_section_is(anna: int) -> None:
    """PRO-1: an audience beside every section, which leads to where it is chosen."""
    facts.choose_audience(owner_id=anna, section=Section.SKILLS, audience="connections")
    page = visit(signed_in("anna"), "/@anna")
    shown = {one.get("href"): one.seen for one in page.all("a", class_="seen")}
    assert shown["/profile/audience/skills"] == "Your connections"
    assert shown["/profile/audience/experience"] == "Anyone"
    assert shown["/profile/audience/open_to"] == "Members"
    assert "Your profile" in headings(page)
    assert "List at least three skills." in page.text


def test_positions_at_one_company_stand_together(anna: int, clock: Clock) -> None:
    """PRO-1: one after the other at one company: under its name, with the time they take together."""
    entries.add_entry(
        owner_id=anna,
        section=Section.EXPERIENCE,
        values={"title": "Student", "company": "NORDWASSER", "started": "2018-01", "finished": "2019-02"},
        now=clock.now,
    )
    page = visit(Client(), "/@anna")
    (run,) = page.all("ol", class_="posts")
    assert [one.text for one in run.all("h4")] == ["Modeller", "Student"]
    assert "Jan 2018 to now" in page.text
    assert page.all("h3")[0].text == "Nordwasser"


def test_a_long_description_is_folded_and_whole(anna: int, clock: Clock) -> None:
    """Nothing is cut off: the rest stands in `details`, which needs no script."""
    text = "One sentence of it. " * 60
    entries.add_entry(
        owner_id=anna, section=Section.PROJECTS, values={"title": "Long", "description": text}, now=clock.now
    )
    page = visit(Client(), "/@anna")
    (fold,) = page.all("details", class_="fold")
    (start,) = [one for one in page.all("p", class_="p-summary") if one.text.startswith("One sentence")]
    rest = fold.all("p")[0].text
    assert f"{start.text} {rest}" == text.strip()
    assert start.text.endswith(".")


EYES = {
    "public": (True, False, False, False, False),
    "member": (True, True, False, False, False),
    "follower": (True, True, False, False, False),
    "second_degree": (True, True, True, False, False),
    "connection": (True, True, True, True, False),
}
"""Through whose eyes, and whether they see what is for anyone, members, the 2nd degree, connections, nobody else."""
ABOUT = ("anyone", "members", "second_degree", "connections", "only_me")


@pytest.mark.parametrize("look", EYES)
def test_view_as_shows_what_such_a_viewer_gets(anna: int, clock: Clock, look: str) -> None:
    """PRO-1: `?as=` is answered by the policy: for each audience the page equals that of a real such viewer."""
    bert, carl, dora, erik = (member(clock, one) for one in ("bert", "carl", "dora", "erik"))
    connect(clock, anna, bert)
    connect(clock, bert, carl)
    following.follow(follower=dora, followee=anna, now=clock.now)
    real = {"public": Client(), "member": signed_in("erik"), "follower": signed_in("dora")}
    real |= {"second_degree": signed_in("carl"), "connection": signed_in("bert")}
    owner = signed_in("anna")
    for audience, seen in zip(ABOUT, EYES[look], strict=True):
        facts.choose_audiences(owner_id=anna, changes={"about": audience, "skills": audience})
        looked, theirs = visit(owner, f"/@anna?as={look}"), visit(real[look], "/@anna")
        assert ("I keep the archive." in looked.text) is seen, audience
        assert ("I keep the archive." in theirs.text) is seen, audience
        sections = [one.text for one in looked.all("section") if one.get("id").startswith("sec-")]
        assert sections == [one.text for one in theirs.all("section") if one.get("id").startswith("sec-")]
    assert erik


def test_view_as_says_so_and_has_a_way_out(anna: int) -> None:
    """PRO-1: a bar above says through whose eyes; nobody else can look through any."""
    page = visit(signed_in("anna"), "/@anna?as=follower")
    (bar,) = page.all("section", class_="looking")
    assert "as somebody sees it who follows you" in bar.text
    assert bar.all("a", href="/@anna")
    assert [one.text for one in bar.all("a", aria_current="page")] == ["A follower"]
    assert not page.all("a", class_="pen")
    assert "Invitations you can send" not in page.text
    assert not visit(signed_in("anna"), "/@anna?as=nobody").all("section", class_="looking")


def test_view_as_is_for_oneself(anna: int, clock: Clock) -> None:
    """Nobody looks at another's page through eyes that are not theirs."""
    member(clock, "bert")
    facts.choose_audience(owner_id=anna, section=Section.ABOUT, audience="connections")
    assert "I keep the archive." not in visit(signed_in("bert"), "/@anna?as=connection").text
    assert "I keep the archive." not in visit(Client(), "/@anna?as=connection").text


def test_where_visitors_see_nobody_view_as_says_so(anna: int, clock: Clock) -> None:
    """PRO-1: with `public_pages` off there is no public page to show."""
    set_limit(name="public_pages", value="off", now=clock.now)
    page = visit(signed_in("anna"), "/@anna?as=public")
    assert "Visitors see nothing of it." in page.text
    assert "I keep the archive." not in page.text


def test_contact_details_are_for_whom_they_are(anna: int, clock: Clock) -> None:
    """PRO-2: a phone number for connections is seen by them, as a link that calls."""
    connect(clock, anna, member(clock, "bert"))
    member(clock, "carl")
    (call,) = [
        one for one in visit(signed_in("bert"), "/@anna").all("a") if one.get("href").startswith("tel:")
    ]
    assert (call.get("href"), call.text) == ("tel:+49409876543", "+49 40 9876543")
    assert "+49 40" not in visit(signed_in("carl"), "/@anna").text


def test_whoever_puts_follow_first_is_looked_at_so(anna: int) -> None:
    """REL-14: the pair stands as such a viewer has it, and does nothing here."""
    choosing.choose(actor_id=anna, changes={"primary_button": "follow"})
    page = visit(signed_in("anna"), "/@anna?as=member")
    shut = [one.text for one in page.all("div") if "inert" in one.attributes]
    assert "Follow" in shut[0]


@pytest.mark.parametrize("own", [True, False])
def test_a_page_costs_the_same_with_one_entry_and_with_twenty(anna: int, clock: Clock, own: bool) -> None:
    """Quality 6: no statement is added by an entry; the whole page takes at most twelve."""
    connect(clock, anna, member(clock, "bert"))
    reader = signed_in("anna" if own else "bert")
    reader.get("/@anna")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert reader.get("/@anna").status_code == 200
        costs.append(asked.captured_queries)
        for count in range(20):
            for section, values in ENTRIES.items():
                entries.add_entry(owner_id=anna, section=section, values=values, now=clock.now)
            skills.add_skill(owner_id=anna, name=f"Skill {count}", now=clock.now)
    assert len(costs[0]) == len(costs[1]), [one["sql"][:90] for one in costs[1]]


def test_a_visitor_is_asked_to_leave_pages_of_members_alone(anna: int) -> None:
    """Search engines index what visitors see, and nothing that a member sees."""
    robots = [one.get("content") for one in visit(signed_in("anna"), "/@anna").all("meta", name="robots")]
    assert robots == ["noindex"]
    assert not visit(Client(), "/@anna").all("meta", name="robots")
    assert read(Client().get("/@anna")).all("link", rel="canonical")
