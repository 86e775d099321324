"""Changing one's own profile: every form without script, its errors, removal with undo (PRO-1, PRO-2, PRO-5)."""

from __future__ import annotations

import pytest
from django.test import Client

from rapport.content.profiles.actions import entries
from rapport.content.profiles.rules.sections import FIELDS, Section
from tests.conftest import Clock
from tests.web.profiles import ENTRIES, fill, typed
from tests.web.reading import Node, form_to, press, read, signed_in, toasts, visit
from tests.web.stage import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(clock: Clock) -> Client:
    """Anna's browser; her profile is empty."""
    member(clock, "anna", "Anna Berg")
    return signed_in("anna")


def part(client: Client, key: str) -> Node:
    """A section of her page."""
    (found,) = visit(client, "/@anna").all("section", id=f"sec-{key}")
    return found


def refused(client: Client, address: str, /, **sent: str) -> Node:
    """The page that says what is wrong with a form."""
    page = visit(client, address)
    form = form_to(page, address)
    hidden = {one.get("name"): one.get("value") for one in form.all("input", type="hidden")}
    answer = client.post(address, {**hidden, **sent})
    assert answer.status_code == 422, answer.status_code
    return read(answer)


def problems(page: Node) -> list[str]:
    """What is wrong, in order."""
    return [one.text for one in page.all("p", class_="problem")]


@pytest.mark.parametrize("section", FIELDS)
def test_an_entry_of_every_section_is_added_changed_and_removed(anna: Client, section: Section) -> None:
    """PRO-1: one implementation for all, read from the table of fields."""
    values = ENTRIES[section]
    page = visit(anna, f"/profile/{section}/new")
    after = press(anna, page, f"/profile/{section}/new", **typed(section, **values))
    assert toasts(after) == ["Saved."]
    main = next(value for name, value in values.items() if name in ("title", "school", "name"))
    assert main in part(anna, section).text
    pen = part(anna, section).all("a", class_="pen")[0].get("href")
    form = visit(anna, pen)
    for field in FIELDS[section]:
        wanted = typed(section, **values)
        for name in (one for one in wanted if one.startswith(field.name)):
            control = [one for one in form.all() if one.get("name") == name and one.tag != "form"][-1]
            chosen = [one.get("value") for one in control.all("option") if "selected" in one.attributes]
            kept = chosen[-1] if chosen else control.get("value") or control.text
            assert kept == wanted[name], name
    changed = {**values, next(name for name in values if values[name] == main): "Something else"}
    press(anna, form, pen, **typed(section, **changed))
    assert "Something else" in part(anna, section).text
    gone = press(anna, visit(anna, pen), f"{pen}/remove")
    assert toasts(gone) == ["“Something else” is removed. Undo"]
    assert "Something else" not in part(anna, section).text
    back = press(anna, gone, "/profile/restore")
    assert toasts(back) == ["It is back where it stood."]
    assert "Something else" in part(anna, section).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Something has to stand here."),
        ({"company": " \t "}, "Something has to stand here."),
        ({"started": "12"}, "Write a year or a month: 2021 or 2021-03."),
        ({"started": "1850"}, "That is before 1900."),
        ({"started": "2040"}, "That is more than a year ahead. Add it when it is nearer."),
        ({"started": "2019-03", "finished": "2018-03"}, "The end is before the start."),
        ({"started": "-03"}, "Write a year or a month: 2021 or 2021-03."),
        ({"title": "x" * 201}, "200"),
        ({"description": "x" * 4001}, "4"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    anna: Client, wrong: dict[str, str], said: str
) -> None:
    """Quality 5: the form again, with a sentence at the field, everything typed, and nothing written."""
    sent = {**ENTRIES[Section.EXPERIENCE], **wrong}
    page = refused(anna, "/profile/experience/new", **typed(Section.EXPERIENCE, **sent))
    (problem,) = problems(page)
    assert said in problem
    (field,) = [one for one in page.all() if one.get("aria-invalid") == "true"]
    assert field.get("name").startswith(next(reversed(wrong)))
    assert field.get("aria-describedby").startswith(f"{field.get('id')}-problem")
    assert [one.get("value") for one in page.all("input", name="company")] in (
        [[sent["company"]], [""], [sent["company"].strip()]]
    )
    assert "Slow water." in page.text or "description" in wrong
    assert "Modeller" not in part(anna, "experience").text


def test_a_link_without_scheme_is_kept_whole_and_another_scheme_refused(anna: Client) -> None:
    """PRO-1: only web addresses."""
    page = refused(anna, "/profile/links/new", title="", url="javascript:alert(1)")
    assert problems(page) == ["Only web addresses fit: they begin with https:// or http://."]
    press(anna, visit(anna, "/profile/links/new"), "/profile/links/new", title="", url="www.example.org/me/")
    (link,) = part(anna, "links").all("a", class_="u-url")
    assert (link.get("href"), link.text) == ("https://www.example.org/me/", "example.org/me")
    assert "me" in link.get("rel").split()


def test_entries_are_put_in_order_by_buttons(anna: Client, clock: Clock) -> None:
    """PRO-1: up and down; at either end there is no way further; by date again at a press."""
    for year in ("2011", "2013", "2015"):
        press(
            anna, visit(anna, "/profile/experience/new"), "/profile/experience/new",
            **typed(Section.EXPERIENCE, title=f"In {year}", company=year, started=year, finished=year),
        )  # fmt: skip

    def order(page: Node) -> list[str]:
        return [one.text[3:7] for one in page.all("span", class_="what")]

    page = visit(anna, "/profile/experience")
    assert order(page) == ["2015", "2013", "2011"]
    rows = page.all("ol", class_="arrange")[0].all("li")
    assert [len(one.all("button")) for one in rows] == [2, 3, 2]
    last = rows[-1].get("id").removeprefix("row-")
    page = press(anna, page, f"/profile/experience/{last}/move", to="up")
    assert order(page) == ["2015", "2011", "2013"]
    assert anna.post(f"/profile/experience/{last}/move", {"to": "up"}).status_code == 403  # without the token
    page = press(anna, page, "/profile/experience/sort")
    assert order(page) == ["2015", "2013", "2011"]


def test_skills_are_added_several_at_once_and_put_back(anna: Client) -> None:
    """PRO-1, PRO-3: once each, in the order they were typed; a removal says what goes with it."""
    page = press(anna, visit(anna, "/profile/skills"), "/profile/skills", name="Python, QGIS ,, python")
    assert [one.text for one in page.all("span", class_="what")] == ["Python", "QGIS"]
    first = page.all("li")[0].get("id").removeprefix("row-")
    page = press(anna, page, f"/profile/skills/{first}/move", to="down")
    assert [one.text for one in page.all("span", class_="what")] == ["QGIS", "Python"]
    page = press(anna, page, f"/profile/skills/{first}/remove")
    assert toasts(page) == ["“Python” is removed, and its endorsements with it. Put it back"]
    (again,) = [one for one in page.all("form", action="/profile/skills") if one.all("input", value="Python")]
    hidden = {one.get("name"): one.get("value") for one in again.all("input", type="hidden")}
    anna.post("/profile/skills", hidden)
    assert "QGIS Python" in part(anna, "skills").text
    assert problems(refused(anna, "/profile/skills", name="ok, " + "x" * 81))
    assert "ok" not in part(anna, "skills").text


def test_the_head_of_the_page_is_changed_in_one_form(anna: Client) -> None:
    """PRO-1: the name and headline that stand everywhere, place, industry, pronouns."""
    said = {"name": "Anna B.", "headline": "Archivist", "pronouns": "she/her", "location": "Bremen"}
    page = press(anna, visit(anna, "/profile/intro"), "/profile/intro", **said, industry="Hydrology")
    (head,) = page.all("header", id="sec-intro")
    for one in (*said.values(), "Hydrology"):
        assert one in head.text
    wrong = refused(anna, "/profile/intro", **{**said, "name": "", "location": "Kiel"}, industry="")
    assert [one.get("value") for one in wrong.all("input", name="location")] == ["Kiel"]
    assert "Bremen" in visit(anna, "/@anna").text


def test_about_keeps_its_paragraphs_and_says_how_much_fits(anna: Client) -> None:
    """PRO-1: in one's own words, escaped."""
    text = "First <b>line</b> & more.\n\nSecond paragraph."
    press(anna, visit(anna, "/profile/about"), "/profile/about", about=text)
    (shown,) = part(anna, "about").all("p", class_="lines")
    assert shown.inside == [text]
    page = refused(anna, "/profile/about", about="x" * 4001)
    assert "x" * 4001 in page.all("textarea")[0].text


def test_what_one_is_open_to(anna: Client) -> None:
    """PRO-1: several at once, and a line; told to members."""
    page = visit(anna, "/profile/open_to")
    assert "This is for: Members." in page.text
    form = form_to(page, "/profile/open_to")
    token = form.all("input", name="csrfmiddlewaretoken")[0].get("value")
    anna.post(
        "/profile/open_to", {"kinds": ["work", "mentoring"], "line": "from May", "csrfmiddlewaretoken": token}
    )
    (head,) = visit(anna, "/@anna").all("header", id="sec-intro")
    assert "Open to work Open to mentoring from May" in head.text


def test_an_audience_is_chosen_for_each_section(anna: Client) -> None:
    """PRO-1: what is chosen holds at once; the choice that holds is the one that stands there."""
    press(anna, visit(anna, "/profile/about"), "/profile/about", about="For friends.")
    page = visit(anna, "/profile/audience/about")
    press(anna, page, "/profile/audience/about", audience="connections")
    assert "For friends." not in visit(Client(), "/@anna").text
    (chosen,) = [
        one
        for one in visit(anna, "/profile/audience/about").all("input", type="radio")
        if "checked" in one.attributes
    ]
    assert chosen.get("value") == "connections"
    assert problems(refused(anna, "/profile/audience/about", audience="group"))


def test_contact_details_are_all_right_or_none_is_kept(anna: Client) -> None:
    """PRO-2: each with its audience; one that is wrong keeps the others from being written."""
    for_all = {f"{kind}_audience": "connections" for kind in ("email", "phone", "birthday", "address")}
    page = refused(anna, "/profile/contact", **for_all, phone="+49 40 123456", birthday="5.3.84", address="")
    assert problems(page) == ["Write a day as 1984-03-05, or --03-05 without the year."]
    assert [one.get("value") for one in page.all("input", name="phone")] == ["+49 40 123456"]
    assert "+49 40" not in visit(anna, "/@anna").text
    after = press(
        anna, visit(anna, "/profile/contact"), "/profile/contact",
        **for_all, phone="+49 40 123456", birthday="--02-29", address="Quay 1",
    )  # fmt: skip
    (shown,) = after.all("section", id="sec-contact")
    assert "anna@example.org Your connections" in shown.text
    assert "29 February" in shown.text


def test_milestones_are_shared_only_if_one_says_so(anna: Client) -> None:
    """PRO-5: nothing is ticked in advance."""
    page = visit(anna, "/profile/milestones")
    assert not [one for one in page.all("input", type="checkbox") if "checked" in one.attributes]
    after = press(anna, page, "/profile/milestones", positions="on", audience="connections")
    (shown,) = after.all("section", id="sec-milestones")
    assert "You share: new positions. Told to: Your connections." in shown.text


def test_who_may_endorse(anna: Client) -> None:
    """PRO-3: connections, followers too, or nobody."""
    press(anna, visit(anna, "/profile/endorsing"), "/profile/endorsing", policy="nobody")
    chosen = [
        one
        for one in visit(anna, "/profile/endorsing").all("input", type="radio")
        if "checked" in one.attributes
    ]
    assert [one.get("value") for one in chosen] == ["nobody"]


@pytest.mark.parametrize(
    "address",
    [
        "/profile/nonsense",
        "/profile/skills/new",
        "/profile/about/new",
        "/profile/audience/nonsense",
        "/profile/recommendations",
    ],
)
def test_what_is_no_section_is_not_there(anna: Client, address: str) -> None:
    """An address that cannot be is absent like any other."""
    assert anna.get(address).status_code == 404


def test_entries_of_others_are_not_there(anna: Client, clock: Clock) -> None:
    """PRO-1: nobody changes, moves or removes what is another's; the answer is that of a random id."""
    bert = member(clock, "bert")
    fill(bert, clock)
    theirs = entries.add_entry(
        owner_id=bert, section=Section.COURSES, values={"name": "Theirs"}, now=clock.now
    )
    assert anna.get(f"/profile/courses/{theirs}").status_code == 404
    token = visit(anna, "/profile/about").all("input", name="csrfmiddlewaretoken")[0].get("value")
    for step in ("", "/remove", "/move"):
        sent = {"csrfmiddlewaretoken": token, "name": "Mine", "number": "", "to": "up"}
        assert anna.post(f"/profile/courses/{theirs}{step}", sent).status_code == 404
    assert anna.post("/profile/restore", {"csrfmiddlewaretoken": token}).status_code == 404
    assert "Theirs" in visit(Client(), "/@bert").text


def test_visitors_are_led_to_the_door() -> None:
    """Every page of editing asks who one is, before anything is looked up."""
    for address in ("/profile/intro", "/profile/experience/new", "/profile/contact", "/profile/nonsense"):
        answer = Client().get(address)
        assert answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
