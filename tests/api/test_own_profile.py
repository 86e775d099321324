"""Profiles over HTTP: one's own, section by section, and those of others as far as they are for one (PRO-1, PRO-2)."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.content.profiles.rules.looks import Look
from rapport.content.profiles.rules.sections import FIELDS, FieldKind, Section
from rapport.kernel import ids
from tests.api.caller import Callers
from tests.api.rows import rows
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GOOD = {
    FieldKind.LINE: "Some words",
    FieldKind.LINES: "Lines\n\nof words",
    FieldKind.URL: "https://example.org/me",
    FieldKind.MONTH: "2021-03",
    FieldKind.PROFICIENCY: "native",
}


@pytest.mark.parametrize("section", list(FIELDS))
def test_an_entry_of_every_section_is_added_read_changed_and_removed(call: Callers, section: Section) -> None:
    """PRO-1: the fields of a section are those of the table."""
    words = {field.name: GOOD[field.kind] for field in FIELDS[section]}
    at = f"/me/profile/{section.value}"
    made = call.alice.post(at, words)
    assert made.status == 201
    assert {name: made.json[name] for name in words} == words
    assert set(made.json) - set(words) == {"id", "section", "organization_handle", "is_current", "months"}
    one = f"{at}/{made.json['id']}"
    assert call.alice.get(one).json == made.json == call.alice.get(at).json["items"][0]
    field = FIELDS[section][0].name
    changed = call.alice.ask("PATCH", one, {field: "https://example.net" if field == "url" else "Other"})
    assert changed.status == 200 and {**changed.json, field: ""} == {**made.json, field: ""}
    assert call.bob.get(one).status == 404
    assert call.bob.ask("PATCH", one, {field: "Mine"}).status == 404
    assert call.bob.ask("DELETE", one).status == 404
    assert call.alice.ask("DELETE", one).status == 204
    assert (call.alice.get(one).status, call.alice.get(at).json["items"]) == (404, [])


def test_skills_are_entries_too(call: Callers) -> None:
    """PRO-3: each once, however it is written; a skill keeps its name."""
    first = call.alice.post("/me/profile/skills", {"name": "Hydrology"}).json
    assert call.alice.post("/me/profile/skills", {"name": "hydrology"}).json == first
    second = call.alice.post("/me/profile/skills", {"name": "Peat"}).json
    ordered = call.alice.ask("PUT", "/me/profile/skills/order", {"order": [second["id"], first["id"]]})
    assert ordered.json["items"] == [second, first] == call.alice.get("/me/profile/skills").json["items"]
    at = f"/me/profile/skills/{first['id']}"
    assert call.alice.ask("PATCH", at, {"name": "Other"}).code == "skill_keeps_its_name"
    assert call.alice.post("/me/profile/skills", {"name": "x", "title": "y"}).code == "unknown_field"
    assert call.alice.ask("DELETE", at).status == 204
    assert call.alice.ask("PATCH", at, {"name": "Other"}).status == 404


def test_what_cannot_be_taken_is_told_and_nothing_is_written(call: Callers) -> None:
    """PRO-1: a sentence, a code, the field."""
    call.alice.get("/me/profile")
    before = rows()
    wrong: list[tuple[str, str, Any, int, str, str]] = [
        ("POST", "/me/profile/experience", {"title": "x"}, 422, "empty", "company"),
        ("POST", "/me/profile/experience", {"title": "x", "company": "y", "name": "z"}, 422, "unknown_field", "name"),
        ("POST", "/me/profile/links", {"url": "javascript:alert(1)"}, 422, "url", "url"),
        ("POST", "/me/profile/experience",
         {"title": "x", "company": "y", "organization_handle": "a\0b"}, 422, "unknown_company", "organization_handle"),
        ("POST", "/me/profile/about", {"title": "x"}, 404, "not_found", ""),
        ("PUT", "/me/profile/experience/order", {"order": ["x"]}, 422, "order", "order"),
        ("PUT", "/me/profile/experience/order", {"order": [str(ids.new())]}, 422, "order", "order"),
        ("PATCH", "/me/profile", {"about": "new", "audiences": {"about": "group"}}, 422, "choice", "about"),
        ("PATCH", "/me/profile", {"about": "new", "audiences": {"face": "anyone"}}, 422, "unknown_section", "face"),
        ("PATCH", "/me/profile", {"about": "new", "open_to": ["war"]}, 422, "choice", "open_to"),
        ("PATCH", "/me/profile", {"milestone_audience": "only_me"}, 422, "choice", "milestone_audience"),
        ("PATCH", "/me/profile", {"about": "new", "endorse_policy": "x"}, 422, "choice", "endorse_policy"),
        ("PUT", "/me/contact-details", {"address": {"value": "x"}, "phone": {"value": "me"}}, 422, "phone", "phone"),
        ("PUT", "/me/contact-details", {"birthday": {"value": "2001-02-29"}}, 422, "birthday", "birthday"),
        ("PUT", "/me/contact-details", {"phone": {"audience": "members"}}, 422, "choice", "phone_audience"),
    ]  # fmt: skip
    for method, path, body, status, code, field in wrong:
        answer = call.alice.ask(method, path, body)
        assert (path, body, answer.status, answer.code) == (path, body, status, code)
        assert answer.json.get("field", "") == field
    assert rows() == before


def test_a_profile_is_for_others_as_its_owner_says(call: Callers, cast: Cast) -> None:
    """PRO-1, PRO-2: sections and contact details come and go with the audience; "as" shows the owner the same."""
    change = {
        "about": "Keeps an archive", "location": "Lindenhof", "open_to": ["mentoring"], "open_to_line": "Ask me",
        "audiences": {"about": "connections", "facts": "second_degree", "open_to": "members"},
        "share_birthday": True, "endorse_policy": "followers",
    }  # fmt: skip
    own = call.alice.ask("PATCH", "/me/profile", change)
    assert own.status == 200 and own.json["audiences"]["about"] == "connections"
    assert (own.json["share_birthday"], own.json["endorse_policy"]) == (True, "followers")
    told = {
        "phone": {"value": "+49 221 9876543", "audience": "second_degree"},
        "email": {"audience": "connections"},
    }
    details = call.alice.ask("PUT", "/me/contact-details", told).json
    assert details["phone"] == {"value": "+49 221 9876543", "audience": "second_degree"}
    assert details["email"]["value"] == cast.alice.email
    seen = {
        name: getattr(call, name).get("/members/alice/profile").json
        for name in ("bob", "carol", "dan", "erin")
    }
    assert [one["about"] for one in seen.values()] == ["Keeps an archive", "", "", ""]
    assert [one["location"] for one in seen.values()] == ["Lindenhof", "", "Lindenhof", ""]
    assert [one["open_to"] for one in seen.values()] == [["mentoring"]] * 4
    assert [sorted(one["contact"]) for one in seen.values()] == [["email", "phone"], [], ["phone"], []]
    looks = {Look.CONNECTION: "bob", Look.FOLLOWER: "carol", Look.SECOND_DEGREE: "dan", Look.MEMBER: "erin"}
    for look, name in looks.items():
        assert call.alice.get(f"/members/alice/profile?as={look.value}").json == seen[name]
    assert call.alice.get("/members/alice/profile?as=public").json["open_to"] == []
    assert call.bob.get("/members/alice/profile?as=connection").code == "not_yours"
    assert call.mallory.get("/members/alice/profile").status == 404
    assert call.alice.get("/me/milestones").json == {"items": [], "next": None}


def test_what_is_missing_is_told_with_its_gain(call: Callers) -> None:
    """PRO-1: the meter rises as parts are filled in; the greatest gain stands first."""
    before = call.erin.get("/me/profile").json
    gains = [one["gain"] for one in before["missing"]]
    assert gains == sorted(gains, reverse=True)
    assert before["complete_percent"] == 100 - sum(gains)
    call.erin.ask("PATCH", "/me/profile", {"about": "Words"})
    after = call.erin.get("/me/profile").json
    assert after["complete_percent"] == before["complete_percent"] + 15
    assert "about" not in [one["part"] for one in after["missing"]]
