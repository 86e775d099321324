"""The rows of company pages: they are public, but who runs and who follows them is not for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import COMPANIES, Canary
from tests.matrix.row import PLAIN, WRITES, Row, to
from tests.matrix.viewers import ALL, MEMBERS, ON_PAGES, ONLY_SELF, SEES, Who

RUN, FOLLOWED = Canary.COMPANY_RUN.value, Canary.COMPANY_FOLLOWED.value
ADMIN = frozenset({Who.COMPANY_ADMIN})

READERS = ALL - {Who.ONBOARDING, Who.WAITING}
"""Who reads the public pages: visitors too, while `public_pages` is on."""
RAIL = to(ONLY_SELF, Canary.BUDGET, Canary.RESTRICTION, Canary.LINE)
OWN_COMPANIES = to(ONLY_SELF | ADMIN, Canary.COMPANY_RUN) | to(ONLY_SELF, Canary.COMPANY_OFFER)
"""The pages with a role of theirs."""

COMPANY_ROWS: Mapping[str, Row] = {
    "api_companies": Row(to(MEMBERS, *COMPANIES), queries=("", "?q=can", "?limit=1")),
    "api_company": PLAIN,
    # the owner follows one openly and the other privately, which not even its admins are told (REL-2)
    "api_company_followers": Row(
        about={FOLLOWED: to(SEES, Canary.HEADLINE)}, queries=("", "?q=olga", "?limit=1")
    ),
    "api_page_roles": Row(about={RUN: to(ONLY_SELF | ADMIN, Canary.HEADLINE)}),
    "api_change_page_role": WRITES,
    "api_accept_role": WRITES,
    "api_my_companies": Row(
        OWN_COMPANIES | to(ONLY_SELF, Canary.COMPANY_FOLLOWED), queries=("", "?tie=role")
    ),
    "companies": Row(to(READERS, *COMPANIES), queries=("", "?q=can")),
    "companies_complete": Row(to(ON_PAGES, *COMPANIES), queries=("", "?q=can")),
    "company": PLAIN,
    "company_people": Row(queries=("", "?show=past", "?degree=1")),
    "company_followers": Row(
        about={
            FOLLOWED: to(SEES | {Who.NARROW}, Canary.HEADLINE) | to(frozenset({Who.SECOND}), Canary.BRIDGE)
        }
    ),
    "company_follow": WRITES,
    "company_unfollow": WRITES,
    "company_new": PLAIN,
    "company_edit": PLAIN,
    "company_logo": PLAIN,
    "company_delete": PLAIN,
    "company_roles": Row(about={RUN: to(ONLY_SELF | ADMIN, Canary.HEADLINE)}),
    "company_role_accept": WRITES,
    "company_role_change": WRITES,
    "company_role_end": WRITES,
    "network_companies": Row(RAIL | to(ONLY_SELF, Canary.COMPANY_FOLLOWED, Canary.COMPANY_RUN)),
}
