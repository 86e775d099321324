"""What a public company page tells machines: canonical address, Open Graph, schema.org (PRO-6)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from rapport.kernel.limits.rules import Limits
from rapport.people.organizations.queries.pages import CompanyPage
from rapport.people.organizations.rules import Size

DESCRIBED = 200
"""Characters of a description that machines show."""

_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class CompanyMeta:
    """The head of a public page; `data` is JSON-LD that ends no script early, whatever a company is called."""

    url: str
    title: str
    description: str
    site: str
    data: SafeString


def meta(page: CompanyPage, limits: Limits) -> CompanyMeta | None:
    """What machines are told; None where pages are for members only."""
    if not limits.public_pages:
        return None
    one = page.company
    url = settings.PUBLIC_URL + reverse("company", args=[one.handle])
    said = " ".join((one.headline or page.about).split())
    described = said if len(said) <= DESCRIBED else said[: DESCRIBED - 1].rstrip() + "…"
    return CompanyMeta(url, one.name, described, limits.community_name, data_block(_organization(page, url)))


def _organization(page: CompanyPage, url: str) -> Mapping[str, object]:
    one = page.company
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "name": one.name,
        "url": page.website or url,
        "slogan": one.headline,
        "description": page.about,
        "location": one.location and {"@type": "Place", "name": one.location},
        "knowsAbout": one.industry,
        "foundingDate": str(one.founded) if one.founded else "",
        "numberOfEmployees": _employees(one.size),
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/FollowAction",
            "userInteractionCount": one.follower_count,
        },
    }
    return {name: value for name, value in told.items() if value}


def _employees(size: Size) -> Mapping[str, object] | None:
    if not size:
        return None
    low, _, high = size.value.rstrip("+").partition("-")
    quantity: dict[str, object] = {"@type": "QuantitativeValue", "minValue": int(low)}
    if high or size is Size.ONE:
        quantity["maxValue"] = int(high or low)
    return quantity


def data_block(told: Mapping[str, object]) -> SafeString:
    """JSON that may stand inside `<script type="application/ld+json">`: nothing in it reads as markup."""
    return SafeString(json.dumps(told, ensure_ascii=False).translate(_SAFE))
