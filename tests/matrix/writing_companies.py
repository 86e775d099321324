"""What is sent to the addresses of company pages, and who may have an effect by it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import Write
from tests.matrix.viewers import MEMBERS, ON_PAGES, ONLY_SELF, Who

RUN, OFFER, FOLLOWED = Canary.COMPANY_RUN.value, Canary.COMPANY_OFFER.value, Canary.COMPANY_FOLLOWED.value
ADMIN = frozenset({Who.COMPANY_ADMIN})
RUNNERS = ONLY_SELF | ADMIN
CONNECTION = Canary.CONNECTION.value

COMPANY_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_companies": (Write(MEMBERS, {"handle": "fresh_page", "name": "Fresh"}),),
    "api_company": (
        Write(RUNNERS, {"about": "Changed"}, RUN, "PATCH"),
        Write(ADMIN, target=RUN, method="DELETE"),
    ),
    "api_page_roles": (Write(ADMIN, {"member": CONNECTION, "role": "admin"}, RUN),),
    "api_change_page_role": (
        Write(ADMIN, {"role": "admin"}, RUN, "PATCH"),
        Write(RUNNERS, target=RUN, method="DELETE"),
    ),
    "api_accept_role": (Write(ONLY_SELF, target=OFFER),),
    "company_follow": (Write(ON_PAGES - ONLY_SELF, target=FOLLOWED),),
    "company_unfollow": (Write(ONLY_SELF, target=FOLLOWED),),
    "company_new": (Write(ON_PAGES, {"handle": "fresh_page", "name": "Fresh"}),),
    "company_edit": (Write(RUNNERS, {"name": "Canworks Ltd", "about": "Changed"}, RUN),),
    "company_logo": (Write(RUNNERS, {"do": "audience", "picture_audience": "members"}, RUN),),
    "company_delete": (Write(ADMIN, target=RUN),),
    "company_roles": (Write(ADMIN, {"member": CONNECTION, "role": "admin"}, RUN),),
    "company_role_accept": (Write(ONLY_SELF, target=OFFER),),
    "company_role_change": (Write(ADMIN, {"role": "admin"}, RUN),),
    "company_role_end": (Write(RUNNERS, target=RUN),),
}

COMPANY_READ_ONLY = frozenset(
    {
        "api_company_followers", "api_my_companies", "companies", "companies_complete", "company", "company_people",
        "company_followers", "network_companies",
    }
)  # fmt: skip
