"""What is sent to every address that writes, and what may be different afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix import writing_groups
from tests.matrix.canaries import Canary
from tests.matrix.row import Write
from tests.matrix.table_discussion import DISCUSSION_READ_ONLY, DISCUSSION_WRITES
from tests.matrix.table_drafts import DRAFT_READ_ONLY, DRAFT_WRITES
from tests.matrix.table_exports import EXPORT_READ_ONLY, EXPORT_WRITES
from tests.matrix.table_moderation import MODERATION_READ_ONLY, MODERATION_WRITES
from tests.matrix.table_paths import PATH_READ_ONLY
from tests.matrix.table_posts import POST_READ_ONLY, POST_WRITES
from tests.matrix.table_search import SEARCH_READ_ONLY
from tests.matrix.table_suggestions import SUGGESTION_READ_ONLY, SUGGESTION_WRITES
from tests.matrix.viewers import MEMBERS, NOBODY, ON_PAGES, ONLY_SELF, SEES_OTHERS, SENDERS, Who
from tests.matrix.writing_companies import COMPANY_READ_ONLY, COMPANY_WRITES
from tests.matrix.writing_imports import IMPORT_BODILESS, IMPORT_READ_ONLY, IMPORT_WRITES
from tests.matrix.writing_profile_pages import PROFILE_PAGE_READ_ONLY, PROFILE_PAGE_WRITES
from tests.matrix.writing_profiles import PROFILE_READ_ONLY, PROFILE_WRITES
from tests.matrix.writing_vouching import VOUCHING_READ_ONLY, VOUCHING_WRITES

EXTRAS: Mapping[str, Any] = {
    "id": 1, "pk": 1, "actor": 1, "actor_id": 1, "account": 1, "account_id": 1, "owner": 1, "owner_id": 1,
    "other": 1, "other_id": 1, "sender": 1, "sender_id": 1, "recipient": 1, "recipient_id": 1, "author": 1,
    "author_id": 1, "handle": "taken_over", "kind": "company", "status": "suspended", "state": "accepted",
    "cause": "blocked", "tray": "inbox", "sender_follows": False, "asked": True, "reminders": 0,
    "sent_at": "2020-01-01T00:00:00Z", "expires_at": "2030-01-01T00:00:00Z", "answered_at": None,
    "closed_at": None, "unknown_at": None, "since": "2020-01-01T00:00:00Z", "origin": "choice",
    "connections": 9, "followers": 9, "following": 9, "created_at": "2020-01-01T00:00:00Z",
    "joined_at": "2020-01-01T00:00:00Z", "approved_at": None, "is_active": False, "is_staff": True,
    "is_organiser": True, "is_moderator": True, "is_superuser": True, "password": "x", "digest": "x",
    "suspended_at": None, "suspended_until": None, "suspension_reason": "", "deleted_at": None, "theme": "dark",
    "read_at": None, "due_at": None, "now": "2020-01-01T00:00:00Z", "limits": {}, "viewer": 1,
}  # fmt: skip
"""Columns and parameters that nobody may set by naming them."""


OWNER = Who.SELF.value
ASKED, ASKING = frozenset({Who.ASKED}), frozenset({Who.ASKING})
RECIPIENTS = {"sent": NOBODY, "received": ONLY_SELF, "asked": ASKED, Who.ASKING.value: ONLY_SELF}
"""Who may answer an invitation; that of "sent" is with somebody who does not look."""
SENT_BY = {"sent": ONLY_SELF, "received": NOBODY, "asked": ONLY_SELF, Who.ASKING.value: ASKING}
FOLLOWS = frozenset({Who.FOLLOWER, Who.HIDDEN_FOLLOWER, Who.BOTH, Who.REQUESTED, Who.REFUSED})
"""Who follows the owner or asked to."""
SIGNED_IN = frozenset({Who.NARROW})
"""The bearer of the narrow token is a member like any other on the pages."""
MAY_INVITE = SEES_OTHERS - SENDERS - {Who.FIRST, Who.FORMER}
MAY_FOLLOW = SEES_OTHERS - {Who.HIDDEN_FOLLOWER}
ORGANISER = frozenset({Who.ORGANISER})
FIRST, BLOCKING = frozenset({Who.FIRST}), frozenset({Who.BLOCKING})


def _answers() -> tuple[Write, ...]:
    """A step of the recipient, with an invitation from the owner, one to them, and one each way with a viewer."""
    return tuple(Write(who, target=target) for target, who in RECIPIENTS.items())


def _steps_of_sender() -> tuple[Write, ...]:
    return tuple(Write(who, target=target) for target, who in SENT_BY.items())


def _nothing() -> tuple[Write, ...]:
    """A step that is nobody's to take now."""
    return tuple(Write(NOBODY, target=target) for target in RECIPIENTS)


REPLY = tuple(
    Write(RECIPIENTS[target] | SENT_BY[target], {"text": "Why?"}, target=target) for target in RECIPIENTS
)
REOPEN = (*_nothing(), Write(ONLY_SELF, target=Who.IGNORED.value))
REQUEST = (Write(ONLY_SELF, target=Canary.REQUESTER.value),)
CHOICES = {
    "primary_button": "follow", "invitation_policy": "everyone", "connection_policy": "anyone",
    "connection_line": "", "follow_policy": "everyone", "connection_list": "anyone", "follower_list": "anyone",
    "suggestion_policy": "nobody",
}  # fmt: skip

WRITES: Mapping[str, tuple[Write, ...]] = {
    **writing_groups.WRITES,
    # what is uploaded stands in tests/api/test_photo.py and tests/web/test_photo.py; only the owner has a picture
    "api_change_photo": (Write(ONLY_SELF, method="DELETE"),),
    "profile_photo": (
        Write(ONLY_SELF, {"do": "remove"}),
        Write(ON_PAGES, {"do": "audience", "picture_audience": "members"}),
        Write(NOBODY, {"do": "show"}),
    ),
    "api_me": (Write(MEMBERS, {"headline": "Changed"}, method="PATCH"),),
    "api_my_settings": (Write(MEMBERS, {"primary_button": "follow"}, method="PATCH"),),
    "api_unconnect": (Write(FIRST, target=OWNER, method="DELETE"),),
    "api_follow": (
        Write(MAY_FOLLOW, {"private": True}, OWNER, "PUT"),
        Write(FOLLOWS, target=OWNER, method="DELETE"),
    ),
    "api_accept_follow_request": REQUEST,
    "api_refuse_follow_request": REQUEST,
    "api_block": (
        Write(SEES_OTHERS, target=OWNER, method="PUT"),
        Write(BLOCKING, target=OWNER, method="DELETE"),
    ),
    "api_my_note": (Write(SEES_OTHERS | SIGNED_IN, {"note": "Changed"}, OWNER, "PUT"),),
    "api_invite": (Write(MAY_INVITE, {"to": OWNER, "context": "other", "note": "Hm."}),),
    "api_accept": _answers(),
    "api_decline": _answers(),
    "api_ignore": _answers(),
    "api_dont_know": _answers(),
    "api_suggest_follow": _answers(),
    "api_reopen": REOPEN,
    "api_withdraw": _steps_of_sender(),
    "api_remind": _nothing(),
    "api_replies": REPLY,
    "api_read": (Write(MEMBERS),),
    "invite": (Write(MAY_INVITE | SIGNED_IN, {"context": "other", "note": "Hm."}, OWNER),),
    "invitation_reply": REPLY,
    "invitation_accept": _answers(),
    "invitation_ignore": _answers(),
    "invitation_reopen": REOPEN,
    "invitation_dont_know": _answers(),
    "invitation_suggest_follow": _answers(),
    "invitation_decline": _answers(),
    "invitation_remind": _nothing(),
    "invitation_withdraw": _steps_of_sender(),
    "follow": (Write(MAY_FOLLOW | SIGNED_IN, {"private": "on"}, OWNER),),
    "unfollow": (Write(FOLLOWS, target=OWNER),),
    "disconnect": (Write(FIRST, target=OWNER),),
    "block": (Write(SEES_OTHERS | SIGNED_IN, target=OWNER),),
    "unblock": (Write(BLOCKING, target=OWNER),),
    "tie_note": (Write(SEES_OTHERS | SIGNED_IN, {"note": "Changed"}, OWNER),),
    "request_accept": REQUEST,
    "request_refuse": REQUEST,
    "notices_read": (Write(ONLY_SELF, {"up_to": "NOTICE"}),),
    "notices_stop": (Write(NOBODY),),
    "settings": (Write(ON_PAGES, CHOICES),),
    "settings_profile": (Write(ON_PAGES, {"name": "Changed", "headline": "Changed"}),),
    "settings_notices": (Write(NOBODY),),
    "settings_tokens": (Write(ON_PAGES, {"name": "mine", "scopes": "all"}),),
    "settings_token_revoke": (Write(ONLY_SELF),),
    "joining": (Write(ORGANISER, {"email": ""}),),
    "joining_approve": (Write(ORGANISER),),
    "joining_refuse": (Write(ORGANISER),),
    "admin:accounts_account_changelist": (
        Write(ORGANISER, {"action": "suspend", "_selected_action": "ACCOUNT", "reason": "Shouting"}),
    ),
    "admin:organizations_company_changelist": (
        Write(ORGANISER, {"action": "suspend", "_selected_action": "COMPANY"}),
    ),
    **COMPANY_WRITES,
    **IMPORT_WRITES,
    **PROFILE_WRITES,
    **POST_WRITES,
    **DRAFT_WRITES,
    **DISCUSSION_WRITES,
    **MODERATION_WRITES,
    **PROFILE_PAGE_WRITES,
    **EXPORT_WRITES,
    **VOUCHING_WRITES,
    **SUGGESTION_WRITES,
}
"""What is sent, by route; the addresses of `table.ACCOUNTS` are tried apart."""

BODILESS = IMPORT_BODILESS | frozenset(
    {
        "api_endorse",
        "api_less",
        "api_save_post",
        "api_keep_out",
        "api_block",
        "api_accept_follow_request",
        "api_refuse_follow_request",
        "api_exports",
        "api_dismiss_person",
        "api_dismiss_follow",
    }
)
"""Operations that read no body at all: whatever stands in it, they do the same."""

READ_ONLY = writing_groups.READ_ONLY | frozenset(
    {
        "openapi", "api_nowhere", "api_member", "api_connections", "api_followers", "api_mutual_connections",
        "api_my_following", "api_my_followers", "api_my_connections", "api_my_follow_requests", "api_my_blocks",
        "api_my_invitations", "api_one_invitation", "api_my_budget", "api_notifications",
        "healthz", "readyz", "metrics", "home",
        "people", "invitation", "member", "member_connections", "member_followers",
        "member_mutuals", "network", "network_filtered", "network_sent", "network_earlier",
        "network_connections", "network_following", "network_followers", "network_requests", "network_blocked",
        "notices", "media",
        "network_picture", "network_picture_people",
        *COMPANY_READ_ONLY,
        *IMPORT_READ_ONLY,
        *PROFILE_READ_ONLY,
        *PROFILE_PAGE_READ_ONLY,
        *EXPORT_READ_ONLY,
        *SEARCH_READ_ONLY,
        *PATH_READ_ONLY,
        *POST_READ_ONLY,
        *DRAFT_READ_ONLY,
        *DISCUSSION_READ_ONLY,
        *MODERATION_READ_ONLY,
        *VOUCHING_READ_ONLY,
        *SUGGESTION_READ_ONLY,
    }
)  # fmt: skip
"""Addresses that take nothing in."""
