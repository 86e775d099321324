"""Company pages as people read them, without script: the list, one page, its tools, following (PRO-6, REL-5)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from rapport.content.profiles.actions import entries
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.limits.actions import set_limit
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import pages, roles
from rapport.people.organizations.models import Company, PageRole
from rapport.people.relationships.actions import following
from tests.api.rows import rows
from tests.conftest import Clock
from tests.people import LIMITS
from tests.web.reading import Node, form_to, press, read, send, signed_in, toasts, visit
from tests.web.stage import connect, member
from tests.web.valid import complaints

pytestmark = pytest.mark.django_db

LONG = 'Wilhelmina-Charlotte-Auguste-Mathilde Wasserwerke & Söhne <Nachfolger> "GmbH" AG für Rohre und mehr'


def make(
    clock: Clock, maker: int, handle: str = "acme", name: str = "Acme Waterworks", **details: Any
) -> int:
    return pages.create(
        maker=Viewer(maker), handle=handle, name=name, headline=details.pop("headline", "Pumps and pipes"),
        details=details, now=clock.now, limits=LIMITS,
    )  # fmt: skip


def works(clock: Clock, who: int, title: str, company: str, **given: str) -> None:
    """A position of somebody's, there for everyone."""
    values = {"title": title, "company": "Acme Waterworks", **given}
    entries.add_entry(
        owner_id=who, section=Section.EXPERIENCE, values=values, organization_handle=company, now=clock.now
    )


@pytest.fixture
def mara(clock: Clock) -> int:
    return member(clock, "mara", "Mara Lindqvist")


def main(page: Node) -> Node:
    return page.all("main")[0]


def test_the_first_page_is_made_by_form(clock: Clock, mara: int) -> None:
    """From an empty list to a page of one's own; what was refused keeps what was typed."""
    client = signed_in("mara")
    page = visit(client, "/companies")
    assert "No company has a page here yet." in page.text
    page = visit(client, "/companies/new")
    answer = send(
        client, page, "/companies/new", name="Acme", handle="New!", website="acme.example", about="We dig."
    )
    assert answer.status_code == 422
    again = read(answer)
    assert "Use 2 to 30 small letters" in again.text
    assert again.all("textarea", name="about")[0].text == "We dig."
    answer = send(client, page, "/companies/new", name="Acme", handle="acme", website="javascript:x")
    assert "Write an address such as" in read(answer).text
    made = press(
        client, page, "/companies/new", name="Acme", handle="@acme", website="acme.example", size="2-10"
    )
    assert made.all("h1")[0].text == "Acme"
    assert toasts(made) == ["The page is made. You look after it as its admin."]
    assert "2 to 10 people" in made.text
    assert "You are an admin of this page." in visit(client, "/companies").text


def test_a_name_twice_shows_the_page_there_is(clock: Clock, mara: int) -> None:
    """The namesake is named and linked; a tick goes past it."""
    make(clock, mara)
    client = signed_in("mara")
    typed = {"name": "ACME waterworks", "handle": "acme_two"}
    answer = send(client, visit(client, "/companies/new"), "/companies/new", **typed)
    assert answer.status_code == 409
    page = read(answer)
    assert [one.text for one in main(page).all("a", href="/companies/acme")] == ["Acme Waterworks"]
    assert press(client, page, "/companies/new", **typed, another="on").all("h1")[0].text == "ACME waterworks"


def test_who_may_not_make_one_reads_why(clock: Clock, mara: int) -> None:
    """The link is gone, the page says why, and nothing is written."""
    set_limit(name="company_pages", value="organisers", now=clock.now)
    client = signed_in("mara")
    assert not visit(client, "/companies").all("a", href="/companies/new")
    page = visit(client, "/companies/new")
    assert "Here the organisers make company pages." in page.text
    answer = send(client, page, "/companies/new", name="Acme", handle="acme")
    assert answer.status_code == 409
    assert not Company.objects.exists()


def test_a_page_with_nothing_on_it(clock: Clock, mara: int) -> None:
    """Empty parts say so, to a stranger in other words than to who looks after it; long names are escaped."""
    make(clock, mara, name=LONG, headline="")
    member(clock, "otto")
    page = visit(signed_in("otto"), "/companies/acme")
    assert page.all("h1")[0].text == LONG
    for sentence in ("has not written about itself yet.", "Nobody here names", "None given yet."):
        assert sentence in page.text
    assert not page.all("a", href="/companies/acme/edit")
    own = visit(signed_in("mara"), "/companies/acme")
    assert "The page does not say yet what the company does." in own.text
    assert own.all("a", href="/companies/acme/edit")
    place = visit(signed_in("mara"), "/companies/acme/posts").all("div", class_="compose")[0]
    assert (
        place.all("span", class_="avatar")[0].get("class").split()[-1] == "square"
    )  # written as the company


def test_following_from_the_page_and_its_list(clock: Clock, mara: int) -> None:
    """REL-2, REL-3, REL-5: silent, openly or privately, undone at once; in a part of Following of its own."""
    make(clock, mara)
    member(clock, "otto", "Otto Weiß")
    client = signed_in("otto")
    page = visit(client, "/companies/acme")
    assert "0 followers" in page.text
    page = press(client, page, "/companies/acme/follow")
    assert toasts(page)[0].startswith("You follow Acme Waterworks. Nobody is told.")
    assert "1 follower" in page.text
    assert "Otto Weiß" in visit(signed_in("mara"), "/companies/acme/followers").text
    private = next(
        form
        for form in page.all("form", action="/companies/acme/follow")
        if form.all("button", name="private")
    )
    page = visit(client, send(client, private_page(private), "/companies/acme/follow").headers["Location"])
    assert "You follow privately: you are counted, and not named." in page.text
    followers = visit(signed_in("mara"), "/companies/acme/followers")
    assert "Otto" not in followers.text
    assert "Nobody is named here." in followers.text
    mine = visit(client, "/network/companies")
    assert "Acme Waterworks" in main(mine).text
    assert "1 company you follow" in mine.text
    people = visit(client, "/network/following")
    assert "Acme" not in main(people).all("section")[0].text
    assert "You follow nobody yet." in people.text
    page = press(client, mine, "/companies/acme/unfollow")
    assert "You follow no company yet." in visit(client, "/network/companies").text
    assert "1 company you follow" not in page.text


def private_page(form: Node) -> Node:
    """A page that holds this form alone."""
    return Node("", {}, [form])


def test_the_address_of_a_member_leads_to_the_page(clock: Clock, mara: int) -> None:
    """`/@acme` is the company's page; a suspended one is nowhere, like nobody."""
    company = make(clock, mara)
    member(clock, "otto")
    client = signed_in("otto")
    answer = client.get("/@acme")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/companies/acme")
    for path in ("/@acme/followers", "/@acme/connections", "/@acme/invite", "/@acme/block", "/@acme/note"):
        assert client.get(path).status_code == 404, path
    pages.suspend(company_id=company)
    nobody = client.get("/@nobody_here")
    for path in ("/@acme", "/companies/acme", "/companies/acme/people", "/companies/acme/followers"):
        assert client.get(path).status_code == nobody.status_code == 404, path


def test_roles_by_form(clock: Clock, mara: int) -> None:
    """Offered by handle, accepted on the page, made admin, left; the last admin reads why not."""
    make(clock, mara)
    member(clock, "otto", "Otto Weiß")
    one, two = signed_in("mara"), signed_in("otto")
    page = visit(one, "/companies/acme/roles")
    answer = send(one, page, "/companies/acme/roles", member="nobody_at_all", role="editor")
    assert answer.status_code == 422
    assert "Nobody here has that handle." in read(answer).text
    page = press(one, page, "/companies/acme/roles", member="@otto", role="editor")
    assert "Asked to be Editor on 2 March, and has not answered yet." in page.text
    assert two.get("/companies/acme/roles").status_code == 404
    assert two.get("/companies/acme/edit").status_code == 404
    page = visit(two, "/companies/acme")
    assert "You are asked to look after this page" in page.text
    assert "You are asked to look after this page." in visit(two, "/companies").text
    page = press(two, page, "/companies/acme/role/accept")
    assert "You are an editor of this page." in page.text
    page = press(
        two, visit(two, "/companies/acme/edit"), "/companies/acme/edit", name="Acme", about="We dig."
    )
    assert "We dig." in page.text
    assert "Ask somebody to look after it" not in visit(two, "/companies/acme/roles").text
    refusal = one.post("/companies/acme/roles/mara/end", csrf(one, "/companies/acme/roles"))
    assert refusal.status_code == 409
    assert "A page needs an admin." in read(refusal).text
    page = press(one, visit(one, "/companies/acme/roles"), "/companies/acme/roles/otto/change", role="admin")
    assert toasts(page) == ["Otto is Admin now."]
    page = press(one, page, "/companies/acme/roles/mara/end")
    assert "Your part" not in page.text
    assert one.get("/companies/acme/roles").status_code == 404
    assert PageRole.objects.count() == 1


def csrf(client: Client, address: str) -> dict[str, str]:
    """The token that a form of that page sends."""
    token = visit(client, address).all("input", name="csrfmiddlewaretoken")[0].get("value")
    return {"csrfmiddlewaretoken": token}


def test_refusing_a_role(clock: Clock, mara: int) -> None:
    """Refusing leaves nothing, and tells nobody."""
    company, otto = make(clock, mara), member(clock, "otto")
    roles.offer(by=Viewer(mara), company_id=company, member=otto, role="admin", now=clock.now)
    client = signed_in("otto")
    page = press(client, visit(client, "/companies/acme"), "/companies/acme/roles/otto/end")
    assert "You are asked" not in page.text
    assert PageRole.objects.count() == 1


def test_deleting_asks_first(clock: Clock, mara: int) -> None:
    """A question of its own, then the page is gone."""
    make(clock, mara)
    client = signed_in("mara")
    before = rows()
    page = visit(client, "/companies/acme/delete")
    assert "This cannot be undone." in page.text
    assert rows() == before
    assert "The page of Acme Waterworks is deleted." in toasts(press(client, page, "/companies/acme/delete"))
    assert client.get("/companies/acme").status_code == 404


def test_people_there_by_degree(clock: Clock, mara: int) -> None:
    """PRO-6: the nearest first, with their position; whoever hides positions is not there, nor counted."""
    make(clock, mara)
    anna, bert, cleo, dora = (member(clock, one) for one in ("anna", "bert", "cleo", "dora"))
    connect(clock, anna, bert)
    connect(clock, bert, cleo)
    for who, title in ((dora, "Far"), (cleo, "Second"), (bert, "First")):
        works(clock, who, title, "acme", started="2019-03")
    works(clock, mara, "Founder", "acme", started="2001", finished="2009")
    client = signed_in("anna")
    page = visit(client, "/companies/acme")
    assert [one.text for one in main(page).all("a", class_="name")] == ["Bert", "Cleo", "Dora"]
    assert "First · 2019 to today" in page.text
    assert "3 people here work there" in page.text
    people = visit(client, "/companies/acme/people?degree=2")
    assert [one.text for one in main(people).all("a", class_="name")] == ["Cleo"]
    past = visit(client, "/companies/acme/people?show=past")
    assert "Founder · 2001 to 2009" in past.text
    assert [one.text for one in past.all("nav", class_="chips")[0].all("a")] == [
        "There today · 3", "1st · 1", "2nd · 1", "Earlier · 1",
    ]  # fmt: skip


def test_what_visitors_and_machines_read(clock: Clock, mara: int) -> None:
    """The public page: one canonical address, Open Graph, JSON-LD that no name can break out of, an h-card."""
    evil = 'Acme </script><script>alert(1)</script> & "Co"'
    make(clock, mara, name=evil, about="A\n\nB <b>", website="acme.example", size="11-50", founded="1898",
         location="Delft", industry="Water")  # fmt: skip
    answer = Client().get("/companies/acme")
    text = answer.content.decode()
    page = read(answer)
    assert text.count("<script>alert") == 0
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    told = json.loads(block)
    assert (told["@type"], told["name"], told["foundingDate"]) == ("Organization", evil, "1898")
    assert told["numberOfEmployees"] == {"@type": "QuantitativeValue", "minValue": 11, "maxValue": 50}
    (canonical,) = [one.get("href") for one in page.all("link", rel="canonical")]
    assert canonical.endswith("/companies/acme")
    assert told["@id"] == canonical
    assert {one.get("property") for one in page.all("meta") if one.get("property")} >= {
        "og:title", "og:type", "og:url", "og:description", "og:site_name",
    }  # fmt: skip
    assert page.all("div", class_="h-card")[0].all("h1", class_="p-name")[0].text == evil
    (site,) = [one for one in page.all("a", class_="u-url") if one.get("href") == "https://acme.example"]
    assert site.get("rel") == "nofollow ugc noopener"
    assert "Who follows a company is shown to members." in visit(Client(), "/companies/acme/followers").text
    assert "/sign-in?next=/companies/acme" in [one.get("href") for one in page.all("a")]


def test_for_members_only(clock: Clock, mara: int) -> None:
    """With `public_pages` off a visitor is led to the door everywhere, and members' pages say noindex."""
    make(clock, mara)
    set_limit(name="public_pages", value="off", now=clock.now)
    for path in (
        "/companies",
        "/companies/acme",
        "/companies/acme/people",
        "/companies/acme/followers",
        "/@acme",
    ):
        answer = Client().get(path)
        assert answer.headers["Location"].startswith("/sign-in?next="), path
    page = visit(signed_in("mara"), "/companies/acme")
    assert not page.all("link", rel="canonical")
    assert page.all("meta", name="robots")[0].get("content") == "noindex"


def test_completing_while_one_types(clock: Clock, mara: int) -> None:
    """Members get a few companies to choose from; nobody else gets any."""
    make(clock, mara, location="Delft")
    answer = signed_in("mara").get("/companies/complete?q=wat")
    assert answer.json() == {
        "items": [
            {"handle": "acme", "name": "Acme Waterworks", "headline": "Pumps and pipes", "location": "Delft"}
        ]
    }
    assert Client().get("/companies/complete?q=wat").status_code == 303


def test_searching_and_not_finding(clock: Clock, mara: int) -> None:
    """What was typed stays, NUL and all else apart."""
    make(clock, mara)
    client = signed_in("mara")
    assert "Acme Waterworks" in main(visit(client, "/companies?q=water")).text
    page = visit(client, "/companies?q=zz%00zz")
    assert "No company by that name." in page.text
    assert page.all("input", id="company-name")[0].get("value") == "zzzz"
    form_to(visit(client, "/companies/acme"), "/companies/acme/follow")


def test_every_page_is_valid_html(clock: Clock, mara: int) -> None:
    """Quality 5: the public pages and the tools, full and empty, by the standard's own content model."""
    otto = member(clock, "otto")
    company = make(clock, mara, about="One & two.\n\nThree <b>.", website="acme.example", size="1")
    works(clock, otto, "Pump fitter", "acme", started="2019")
    following.follow(follower=otto, followee=company, now=clock.now)
    roles.offer(by=Viewer(mara), company_id=company, member=otto, role="editor", now=clock.now)
    make(clock, mara, "empty_one", "Empty", headline="")
    tools = ("new", "acme/edit", "acme/delete", "acme/roles")
    read_by_all = (
        "",
        "/acme",
        "/acme/people",
        "/acme/people?show=past",
        "/acme/followers",
        "/empty_one",
        "?q=zz",
    )
    found = {f"visitor {one}": Client().get(f"/companies{one}") for one in read_by_all}
    found |= {f"otto {one}": signed_in("otto").get(f"/companies{one}") for one in read_by_all}
    found |= {f"mara {one}": signed_in("mara").get(f"/companies/{one}") for one in tools}
    found |= {
        f"otto {one}": signed_in("otto").get(one) for one in ("/network/companies", "/network/following")
    }
    assert {answer.status_code for answer in found.values()} == {200}
    faults = complaints({name: answer.content.decode() for name, answer in found.items()})
    assert not faults, "\n".join(f"{name} {one}" for name, some in faults.items() for one in some)
