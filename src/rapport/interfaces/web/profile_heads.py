"""What a member's public page tells machines: Open Graph, cards, schema.org (PRO-1).

It is made from what a visitor sees and nothing else, so that no machine learns more than anybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from rapport.content.profiles.queries.page import EntryView, ProfileView
from rapport.content.profiles.rules.sections import Section
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.parts import PersonCard

_ = words.translate

DESCRIPTION_LENGTH = 200
NAMED_AT_MOST = 20
"""Of skills and links: a page is not an index."""
_UNSAFE = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@dataclass(frozen=True)
class Meta:
    """The head of a public page; `data` is JSON that is safe inside a script element."""

    title: str
    description: str
    url: str
    site: str
    image: str
    data: SafeString
    links: tuple[str, ...]  # pages that are the same person's, for rel="me"
    hidden: bool  # search engines are asked to leave it


def absolute(path: str) -> str:
    """The address of a path of this site, for those who read it elsewhere."""
    return settings.PUBLIC_URL.rstrip("/") + path


def script_json(value: Mapping[str, Any]) -> SafeString:
    """JSON that ends no script element and begins no comment, whatever people wrote."""
    return SafeString(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE))


def meta(person: PersonCard, view: ProfileView, *, joined_at: datetime, image: str, community: str) -> Meta:
    """The head of the page of a member, as a visitor sees them."""
    url = absolute(reverse("member", args=[person.handle]))
    links = tuple(one.url for one in view.section(Section.LINKS)[:NAMED_AT_MOST] if one.url)
    about = " ".join(view.about.split())
    return Meta(
        title=person.name,
        description=_cut(
            person.headline or about or _("{name} at {community}", name=person.name, community=community)
        ),
        url=url,
        site=community,
        image=absolute(image) if image else "",
        data=script_json(
            {
                "@context": "https://schema.org",
                "@type": "ProfilePage",
                "url": url,
                "dateCreated": joined_at.isoformat(timespec="seconds"),
                "mainEntity": _person(person, view, url, links, absolute(image) if image else ""),
            }
        ),
        links=links,
        hidden=view.is_empty and not person.headline,
    )


def _cut(text: str) -> str:
    return text if len(text) <= DESCRIPTION_LENGTH else text[: DESCRIPTION_LENGTH - 1].rstrip() + "…"


def _person(
    person: PersonCard, view: ProfileView, url: str, links: tuple[str, ...], image: str
) -> dict[str, Any]:
    """schema.org's Person; what is not said is not there."""
    current = [one for one in view.section(Section.EXPERIENCE) if one.is_current]
    said: dict[str, Any] = {
        "@type": "Person",
        "@id": f"{url}#person",
        "name": person.name,
        "alternateName": f"@{person.handle}",
        "identifier": person.handle,
        "url": url,
        "description": person.headline or _cut(" ".join(view.about.split())),
        "image": image,
        "jobTitle": current[0].title if current else "",
        "worksFor": [_organization("Organization", one) for one in current if one.organization_name],
        "alumniOf": [
            _organization("EducationalOrganization", one) for one in view.section(Section.EDUCATION)
        ],
        "memberOf": [
            _organization("Organization", one)
            for one in view.section(Section.ASSOCIATIONS)
            if one.is_current and one.organization_name
        ],
        "hasCredential": [_credential(one) for one in view.section(Section.CERTIFICATIONS)[:NAMED_AT_MOST]],
        "knowsLanguage": [one.title for one in view.section(Section.LANGUAGES)],
        "knowsAbout": [one.name for one in view.skills[:NAMED_AT_MOST]],
        "homeLocation": {"@type": "Place", "name": view.facts.location} if view.facts.location else None,
        "sameAs": list(links),
    }
    return {name: value for name, value in said.items() if value}


def _organization(kind: str, entry: EntryView) -> dict[str, str]:
    found = {"@type": kind, "name": entry.organization_name}
    if entry.organization_handle:
        found["url"] = absolute(f"/companies/{entry.organization_handle}")
    return found


def _credential(entry: EntryView) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "EducationalOccupationalCredential", "name": entry.title}
    if entry.url:
        found["url"] = entry.url
    if entry.organization_name:
        found["recognizedBy"] = {"@type": "Organization", "name": entry.organization_name}
    return found
