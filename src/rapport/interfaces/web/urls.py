"""The addresses of all pages: each page family lists its own `urlpatterns`."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver

from rapport.interfaces.web import (
    accounts_urls,
    answers,
    companies,
    companies_roles,
    companies_tools,
    contacts,
    endorsements,
    exports,
    groups,
    groups_people,
    home,
    imports,
    invite,
    marks,
    media,
    member,
    members,
    network,
    notifications,
    paths,
    people,
    pictures,
    profile,
    recommendations,
    recommendations_forms,
    search,
    states,
)
from rapport.interfaces.web import settings as settings_pages

urlpatterns: list[URLPattern | URLResolver] = [
    *home.urlpatterns,
    *exports.urlpatterns,
    *marks.urlpatterns,
    *people.urlpatterns,
    *search.urlpatterns,
    *companies_tools.urlpatterns,
    *companies.urlpatterns,
    *companies_roles.urlpatterns,
    *invite.urlpatterns,
    *answers.urlpatterns,
    *media.urlpatterns,
    *member.urlpatterns,
    *pictures.urlpatterns,
    *members.urlpatterns,
    *paths.urlpatterns,
    *profile.urlpatterns,
    *endorsements.urlpatterns,
    *recommendations_forms.urlpatterns,
    *recommendations.urlpatterns,
    *network.urlpatterns,
    *groups.urlpatterns,
    *groups_people.urlpatterns,
    *imports.urlpatterns,
    *contacts.urlpatterns,
    *notifications.urlpatterns,
    *settings_pages.urlpatterns,
    *(states.urlpatterns if settings.DEBUG else ()),
    *accounts_urls.urlpatterns,
]
