"""The rows of the organisers' pages: they read accounts, restrictions, settings, codes and jobs."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import COMPANIES, NAMES, Canary
from tests.matrix.row import PLAIN, Row, to
from tests.matrix.viewers import Who

ORGANISER = frozenset({Who.ORGANISER})
_FILE = to(ORGANISER, Canary.EMAIL, Canary.APPLICATION)
_MODELS = (
    "limits_sitesetting",
    "accounts_signupcode",
    "jobs_job",
    "accounts_account",
    "relationships_restriction",
    "organizations_company",
)
_KINDS = ("changelist", "add", "history", "delete", "change")

ADMIN: Mapping[str, Row] = {
    # organisers read accounts, restrictions, settings, codes and jobs; no letter, note or tie of anybody
    **{f"admin:{model}_{kind}": PLAIN for model in _MODELS for kind in _KINDS},
    **{f"admin:admin/{model.replace('_', '/')}/<path:object_id>/": PLAIN for model in _MODELS},
    "admin:accounts_account_changelist": Row(to(ORGANISER, Canary.EMAIL, *NAMES)),
    # that a company has a page is known to everybody; who made it, to organisers
    "admin:organizations_company_changelist": Row(to(ORGANISER, *COMPANIES, Canary.CONNECTION)),
    "admin:accounts_account_history": Row(to(ORGANISER, Canary.EMAIL)),
    "admin:accounts_account_change": Row(_FILE),
    "admin:admin/accounts/account/<path:object_id>/": Row(_FILE),
    "admin:relationships_restriction_changelist": Row(to(ORGANISER, Canary.RESTRICTION)),
    "admin:relationships_restriction_change": Row(to(ORGANISER, Canary.RESTRICTION)),
    "admin:admin/relationships/restriction/<path:object_id>/": Row(to(ORGANISER, Canary.RESTRICTION)),
    **{
        f"admin:{name}": PLAIN
        for name in (
            "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n",
            "view_on_site", "app_list", "admin/(?P<url>.*)$",
        )
    },
}  # fmt: skip
