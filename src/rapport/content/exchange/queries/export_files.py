"""What lies beside the tables of an export: the record, address book, calendar and résumé (OPS-2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from rapport.content.exchange.formats.icalendar_writing import Day, birthday, calendar_text
from rapport.content.exchange.formats.json_resume_writing import document
from rapport.content.exchange.formats.rapport_record import FORMAT, PICTURE, RECORD
from rapport.content.exchange.formats.vcard_writing import Card, cards_text
from rapport.content.exchange.queries.export_record import record
from rapport.content.exchange.queries.export_tables import Owner, link_to
from rapport.content.profiles.queries.page import EntryView
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.kernel.media import queries as media
from rapport.kernel.media.rules import LARGEST
from rapport.people.actors.models import Actor
from rapport.people.relationships.models import TieNote

BOOK, CALENDAR, RESUME, READ_ME = "connections.vcf", "calendar.ics", "resume.json", "README.txt"

_EXPLAINED = """Everything of @{handle} on {site}, as of {day}.

*.csv             the tables in which such archives come: your profile, connections, invitations, notes
rapport.json      all of it in one document, with what has no column in a table
connections.vcf   those you are connected to, with what they let you see, for an address book
calendar.ics      their birthdays, and whom you meant to keep in touch with
resume.json       your profile as a JSON Resume
picture.webp      your picture, where you have one
posts/            the pictures and documents of your posts; Shares.csv and rapport.json say which is whose

Import this file on another Rapport to go on there.
"""


def files(owner: Owner, site: str) -> dict[str, bytes | str]:
    """The files by name."""
    head = {"format": FORMAT, "site": site, "made_at": owner.now, "handle": owner.handle}
    picture = media.square(Actor.objects.values_list("picture", flat=True).get(pk=owner.id), LARGEST)
    return {
        **({PICTURE: picture} if picture else {}),
        READ_ME: _EXPLAINED.format(handle=owner.handle, site=site, day=owner.now.date().isoformat()),
        RECORD: orjson.dumps({**head, **record(owner)}, option=orjson.OPT_INDENT_2),
        BOOK: cards_text(_cards(owner)),
        CALENDAR: calendar_text(_days(owner), owner.now),
        RESUME: orjson.dumps(resume(owner), option=orjson.OPT_INDENT_2),
    }


def _cards(owner: Owner) -> Iterator[Card]:
    """Those who let their connections see a way to reach them."""
    for one in owner.connections:
        if one.details:
            yield Card(
                name=one.name,
                url=link_to(one.handle),
                uid=link_to(one.handle),
                headline=one.headline,
                company=one.company,
                position=one.position,
                email=one.email,
                phone=one.details.get(Detail.PHONE, ""),
                address=one.details.get(Detail.ADDRESS, ""),
                birthday=one.details.get(Detail.BIRTHDAY, ""),
            )


def _days(owner: Owner) -> Iterator[Day]:
    for one in owner.connections:
        if born := one.details.get(Detail.BIRTHDAY):
            url = link_to(one.handle)
            yield Day(f"birthday {url}", f"Birthday: {one.name}", birthday(born), url=url)
    rows = TieNote.objects.filter(owner_id=owner.id, rhythm_weeks__isnull=False).order_by("other_id")
    for handle, name, weeks, changed in rows.values_list(
        "other__handle", "other__name", "rhythm_weeks", "changed_at"
    ):
        first: date = changed.date()
        yield Day(f"rhythm {link_to(handle)}", f"Keep in touch: {name}", first, weeks, link_to(handle))


def resume(owner: Owner) -> dict[str, Any]:
    """The profile as a JSON Resume."""
    profile = owner.profile
    basics = {
        "name": owner.name,
        "label": owner.headline,
        "email": owner.email,
        "phone": owner.detail(Detail.PHONE),
        "url": link_to(owner.handle),
        "summary": profile.about,
        "location": {"address": owner.detail(Detail.ADDRESS), "city": profile.facts.location},
        "profiles": [{"network": one.title, "url": one.url} for one in profile.section(Section.LINKS)],
    }
    return document(
        basics,
        {
            "work": [
                {"name": one.organization_name, "position": one.title, "location": one.location,
                 "summary": one.description, **_run(one)}
                for one in profile.section(Section.EXPERIENCE)
            ],
            "volunteer": [
                {"organization": one.organization_name, "position": one.title, "summary": one.description,
                 **_run(one)}
                for one in profile.section(Section.ASSOCIATIONS)
            ],
            "education": [
                {"institution": one.organization_name, "studyType": one.title, **_run(one)}
                for one in profile.section(Section.EDUCATION)
            ],
            "certificates": [
                {"name": one.title, "issuer": one.organization_name, "url": one.url, "date": one.started}
                for one in profile.section(Section.CERTIFICATIONS)
            ],
            "skills": [{"name": one.name} for one in profile.skills],
            "languages": [
                {"language": one.title, "fluency": one.detail} for one in profile.section(Section.LANGUAGES)
            ],
            "projects": [
                {"name": one.title, "description": one.description, "url": one.url, **_run(one)}
                for one in profile.section(Section.PROJECTS)
            ],
        },
    )  # fmt: skip


def _run(one: EntryView) -> dict[str, str]:
    return {"startDate": one.started, "endDate": one.finished}
