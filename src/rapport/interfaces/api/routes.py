"""The operations of the API, gathered."""

from __future__ import annotations

from ninja import NinjaAPI

from rapport.interfaces.api import (
    accounts,
    companies,
    discussion,
    drafts,
    endorsements,
    errors,
    exports,
    feed,
    groups,
    groups_people,
    hashtags,
    imports,
    invitations,
    media,
    moderation,
    muting,
    network,
    notifications,
    own_profile,
    paths,
    posts,
    profiles,
    recommendations,
    search,
    suggestions,
)
from rapport.interfaces.api.call import BodyOfCall
from rapport.interfaces.api.once import once

api = NinjaAPI(
    title="Rapport",
    version="1",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=BodyOfCall(),
)
api.add_decorator(once, mode="operation")
FAMILIES = (
    accounts,
    own_profile,
    profiles,
    companies,
    network,
    paths,
    invitations,
    groups,
    groups_people,
    endorsements,
    recommendations,
    posts,
    feed,
    muting,
    drafts,
    hashtags,
    discussion,
    moderation,
    media,
    search,
    suggestions,
    notifications,
    exports,
    imports,
)
for family in FAMILIES:
    api.add_router("", family.router)
errors.install(api)
