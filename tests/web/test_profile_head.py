"""What a public page tells machines: Open Graph, cards, schema.org, microformats; no more than visitors see."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from rapport.content.profiles.actions import entries, facts, skills
from rapport.content.profiles.rules.sections import Section
from tests.conftest import Clock
from tests.web.profiles import fill
from tests.web.reading import Node, read, signed_in, visit
from tests.web.stage import member

pytestmark = pytest.mark.django_db

SHAPE: dict[str, Any] = {
    "@type": str, "@id": str, "name": str, "alternateName": str, "identifier": str, "url": str, "description": str,
    "jobTitle": str, "worksFor": list, "alumniOf": list, "memberOf": list, "hasCredential": list, "knowsLanguage": list,
    "knowsAbout": list, "homeLocation": dict, "sameAs": list, "image": str,
}  # fmt: skip
"""The properties of schema.org's Person that are used, and what each holds."""
TYPES = {
    "ProfilePage", "Person", "Organization", "EducationalOrganization", "Place", "EducationalOccupationalCredential",
}  # fmt: skip


@pytest.fixture
def anna(clock: Clock) -> int:
    """Anna, with a full profile."""
    one = member(clock, "anna", "Anna </script><b>Berg</b> & Co")
    fill(one, clock)
    return one


def data_of(page: Node) -> dict[str, Any]:
    """The one data block of a page."""
    (block,) = page.all("script", type="application/ld+json")
    found: dict[str, Any] = json.loads("".join(str(one) for one in block.inside))
    return found


def person_of(page: Node) -> dict[str, Any]:
    """The Person in it; every property and type is one we know, and nothing is empty."""
    data = data_of(page)
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "ProfilePage"
    person: dict[str, Any] = data["mainEntity"]
    for name, value in person.items():
        assert isinstance(value, SHAPE[name]) and value, name
    found = _types(data)
    assert found <= TYPES
    return person


def _types(value: Any) -> set[str]:
    if isinstance(value, list):
        return {one for item in value for one in _types(item)}
    if isinstance(value, dict):
        own = {value["@type"]} if "@type" in value else set()
        return own | {one for item in value.values() for one in _types(item)}
    return set()


def test_schema_org_says_what_the_page_says(anna: int) -> None:
    """PRO-1: work, schools, languages, skills, links of the sections that visitors see."""
    person = person_of(visit(Client(), "/@anna"))
    assert person["name"] == "Anna </script><b>Berg</b> & Co"
    assert person["jobTitle"] == "Modeller"
    assert [one["name"] for one in person["worksFor"]] == ["Nordwasser"]
    assert [one["name"] for one in person["alumniOf"]] == ["Kyōto University"]
    assert person["knowsLanguage"] == ["Deutsch"]
    assert person["knowsAbout"] == ["Reading ledgers"]
    assert person["sameAs"] == ["https://anna.example.org/me"]
    assert person["url"].endswith("/@anna")


def test_what_people_wrote_ends_no_script(anna: int, clock: Clock) -> None:
    """Quality 4: neither a name nor a skill gets out of the data block or the attributes."""
    skills.add_skill(owner_id=anna, name="</script><script>alert(1)</script>", now=clock.now)
    html = Client().get("/@anna").content.decode()
    block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(block)["mainEntity"]["knowsAbout"][1] == "</script><script>alert(1)</script>"
    assert "<" not in block and "&" not in block
    assert "<b>Berg" not in html


@pytest.mark.parametrize(
    ("section", "gone"),
    [
        ("experience", ("jobTitle", "worksFor")),
        ("education", ("alumniOf",)),
        ("languages", ("knowsLanguage",)),
        ("skills", ("knowsAbout",)),
        ("links", ("sameAs",)),
        ("facts", ("homeLocation",)),
        ("certifications", ("hasCredential",)),
        ("associations", ("memberOf",)),
    ],
)
def test_machines_learn_nothing_that_visitors_do_not_see(
    anna: int, section: str, gone: tuple[str, ...]
) -> None:
    """PRO-1: a section that is for members is in no data block, no description, no link."""
    before = person_of(visit(Client(), "/@anna"))
    facts.choose_audience(owner_id=anna, section=Section(section), audience="members")
    page = visit(Client(), "/@anna")
    after = person_of(page)
    assert set(before) - set(after) == set(gone)
    if section == "links":
        assert not page.all("link", rel="me")


def test_open_graph_and_cards(anna: int) -> None:
    """PRO-1: a title, a description, an address and the community's name, for whoever previews the link."""
    page = visit(Client(), "/@anna")
    said = {one.get("property") or one.get("name"): one.get("content") for one in page.all("meta")}
    assert said["og:type"] == "profile"
    assert said["og:title"] == said["twitter:title"] == "Anna </script><b>Berg</b> & Co"
    assert said["og:description"] == said["description"] == "I keep the archive."
    (canonical,) = page.all("link", rel="canonical")
    assert said["og:url"] == canonical.get("href")
    assert canonical.get("href").endswith("/@anna") and canonical.get("href").startswith("http")
    facts.choose_audience(owner_id=anna, section=Section.ABOUT, audience="members")
    assert "archive" not in str(visit(Client(), "/@anna").all("head")[0])


def test_microformats(anna: int) -> None:
    """PRO-1: h-resume with h-card, positions and schools as events, skills, links that are me."""
    page = visit(Client(), "/@anna")
    (resume,) = page.all("main", class_="h-resume")
    (card,) = resume.all("header", class_="h-card")
    assert card.all("h1", class_="p-name")[0].text == "Anna </script><b>Berg</b> & Co"
    assert card.all("a", class_="u-url")[0].get("href") == "/@anna"
    (position,) = resume.all("li", class_="p-experience")
    assert position.all("h3", class_="p-name")[0].text == "Modeller"
    assert position.all("time", class_="dt-start")[0].get("datetime") == "2019-03"
    assert len(resume.all("li", class_="p-education")) == 1
    assert [one.text for one in resume.all("span", class_="p-skill")] == ["Reading ledgers"]
    assert [one.get("href") for one in page.all("link", rel="me")] == ["https://anna.example.org/me"]


def test_nothing_of_it_is_on_pages_of_members(anna: int, clock: Clock) -> None:
    """Readers who are signed in need no data block, and search engines are not among them."""
    member(clock, "bert")
    page = read(signed_in("bert").get("/@anna"))
    assert not page.all("script", type="application/ld+json")
    assert not page.all("link", rel="canonical")


def test_an_empty_page_is_not_for_search_engines(clock: Clock) -> None:
    """Whoever says nothing to visitors is not offered to search engines."""
    one = member(clock, "anna")
    robots = [meta.get("content") for meta in visit(Client(), "/@anna").all("meta", name="robots")]
    assert robots == ["noindex"]
    entries.add_entry(owner_id=one, section=Section.COURSES, values={"name": "Tracers"}, now=clock.now)
    assert not visit(Client(), "/@anna").all("meta", name="robots")
