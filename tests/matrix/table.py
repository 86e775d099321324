"""The reviewed table: which private things of the owner each address shows to whom.

A cell is the pair of a canary and a set of viewers. What is not written here must not be
shown, and what is written must be: the table says what is, not what might be. A new route
gets its row here, in the same commit, by somebody who asked themselves who may see what.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import NAMES, Canary
from tests.matrix.row import PLAIN, WRITES, Row, Shown, to
from tests.matrix.table_admin import ADMIN
from tests.matrix.table_companies import COMPANY_ROWS
from tests.matrix.table_discussion import DISCUSSION_ROWS, NAMED, NAMED_ON_PAGES
from tests.matrix.table_drafts import DRAFT_ROWS
from tests.matrix.table_exports import EXPORT_ROWS
from tests.matrix.table_groups import GROUPS, IN_PRIVATE
from tests.matrix.table_imports import IMPORT_ROWS
from tests.matrix.table_media import MEDIA, with_pictures
from tests.matrix.table_moderation import MODERATION_ROWS
from tests.matrix.table_paths import PATH_ROWS
from tests.matrix.table_posts import FED, POST_ROWS
from tests.matrix.table_profile_pages import ON_MEMBER_PAGE, PROFILE_PAGE_ROWS
from tests.matrix.table_profiles import PROFILE_ROWS
from tests.matrix.table_search import SEARCH_PAGE_ROWS, SEARCH_ROWS
from tests.matrix.table_suggestions import SUGGESTED_HOME, SUGGESTED_NETWORK, SUGGESTION_ROWS
from tests.matrix.table_vouching import VOUCHED_HOME, VOUCHING_ROWS
from tests.matrix.viewers import (
    ALL,
    ON_PAGES,
    ONLY_SELF,
    OUTSIDE,
    SEES,
    SEES_OTHERS,
    SEES_PAGE,
    SENDERS,
    Who,
)

OWNER, THIRD = Who.SELF.value, Canary.CONNECTION.value
SELF_AND_FIRST = frozenset({Who.SELF, Who.FIRST})
SELF_AND_SECOND = frozenset({Who.SELF, Who.SECOND})
FIRST = frozenset({Who.FIRST})
SECOND = frozenset({Who.SECOND})
BLOCKING = frozenset({Who.BLOCKING})
ASKED = frozenset({Who.ASKED})
ASKING = frozenset({Who.ASKING})
IGNORED = frozenset({Who.IGNORED})
FOLLOWS = frozenset({Who.FOLLOWER, Who.HIDDEN_FOLLOWER, Who.BOTH})
FOLLOWED = frozenset({Who.FOLLOWEE, Who.BOTH})
NOT_YET = frozenset({Who.ONBOARDING, Who.WAITING})
ON_PAGES_TOO = SEES_OTHERS | {Who.NARROW}
READS_PAGES = SEES_PAGE | {Who.SUSPENDED}
"""A browser whose member was suspended is signed out, and reads on as a visitor."""


_KEPT = to(ONLY_SELF, Canary.NOTE, Canary.NOTE_TAG, Canary.NOTE_HOW_MET)
_STANDING = to(ONLY_SELF, Canary.BUDGET, Canary.RESTRICTION)
_RAIL = _STANDING | to(ONLY_SELF, Canary.LINE)

HOME: Shown = (
    _STANDING
    | to(ONLY_SELF, Canary.INVITEE, Canary.INVITER, Canary.RECEIVED_NOTE)
    | to(ONLY_SELF | ASKED, Canary.PAIR_IN)
    | to(ASKED, Canary.PAIR_OUT)
    | to(ASKED, Canary.HEADLINE)
    | to(ONLY_SELF, Canary.INVITED_GROUP, Canary.BRIDGE)
    | to(FIRST, Canary.POSITION)
)
HOME = {
    **HOME,
    **VOUCHED_HOME,
    **SUGGESTED_HOME,
    **FED,
    Canary.HEADLINE: ASKED | FIRST | FED[Canary.HEADLINE],
}
"""One's own home: the owner has a feed and in short what waits; ASKED has a letter from them and no feed yet."""
LEADS_HOME = Row(HOME)
FEEDS_HOME = Row(HOME, queries=("", "?feed=following", "?feed=top"))
"""For members it is a step further to their own home."""
ADDRESS = Row(to(ONLY_SELF, Canary.EMAIL))

_LETTERS: dict[str, Shown] = {
    "sent": to(ONLY_SELF, Canary.SENT_NOTE, Canary.INVITEE),
    "received": to(ONLY_SELF, Canary.RECEIVED_NOTE, Canary.INVITER),
    "filtered": to(ONLY_SELF, Canary.FILTERED_NOTE, Canary.FILTERED),
    "asked": to(ONLY_SELF | ASKED, Canary.PAIR_OUT),
    Who.ASKING: to(ONLY_SELF | ASKING, Canary.PAIR_IN),
    Who.IGNORED: to(ONLY_SELF | IGNORED, Canary.PAIR_IN),
}
_THREADS: dict[str, Shown] = {
    "sent": to(ONLY_SELF, Canary.SENT_REPLY),
    "asked": to(ONLY_SELF | ASKED, Canary.PAIR_IN),
    Who.ASKING: to(ONLY_SELF | ASKING, Canary.PAIR_QUESTION, Canary.PAIR_LOST),
    # what a sender writes to one who ignored them reaches nobody (REL-11)
    Who.IGNORED: to(ONLY_SELF | IGNORED, Canary.PAIR_QUESTION) | to(IGNORED, Canary.PAIR_LOST),
}
_NAMED = {"received": to(ONLY_SELF, Canary.INVITER), "filtered": to(ONLY_SELF, Canary.FILTERED)}
_HEADS: dict[str, Shown] = {
    "asked": to(ASKED, Canary.HEADLINE),
    Who.ASKING: to(ASKING, Canary.HEADLINE),
    Who.IGNORED: to(IGNORED, Canary.HEADLINE),
}


def _merged(*tables: Mapping[str, Shown]) -> dict[str, Shown]:
    """Several tables by target as one."""
    targets = {target for table in tables for target in table}
    return {
        target: {cell: who for table in tables for cell, who in table.get(target, {}).items()}
        for target in targets
    }


_API_LETTERS = _merged(
    _LETTERS,
    {target: to(who[next(iter(who))], Canary.HEADLINE) for target, who in _LETTERS.items()},
)

API: Mapping[str, Row] = {
    # the document lists what may be chosen, to everybody alike
    "openapi": Row(to(ALL, Canary.INVITATION_POLICY), fixed=True),
    "api_nowhere": PLAIN,
    "api_me": Row(to(ONLY_SELF, Canary.HEADLINE)),
    "api_my_settings": Row(to(ONLY_SELF, Canary.INVITATION_POLICY, Canary.LINE)),
    "api_member": Row(
        about={OWNER: to(SEES, Canary.HEADLINE, Canary.LINE), THIRD: to(ONLY_SELF, Canary.RESTRICTION)}
    ),
    "api_connections": Row(
        about={
            OWNER: to(SELF_AND_FIRST, Canary.BRIDGE, Canary.CONNECTION),
            THIRD: to(ONLY_SELF, Canary.HEADLINE),
        },
        queries=("", "?q=can", "?limit=1"),
    ),
    "api_followers": Row(
        about={OWNER: to(SELF_AND_FIRST, Canary.FOLLOWER)}, queries=("", "?q=can", "?limit=1")
    ),
    "api_mutual_connections": Row(
        about={
            OWNER: to(SELF_AND_SECOND, Canary.BRIDGE) | to(ONLY_SELF, Canary.CONNECTION),
            THIRD: to(FIRST, Canary.HEADLINE),
        }
    ),
    "api_my_following": Row(to(ONLY_SELF, Canary.FOLLOWEE) | to(FOLLOWS, Canary.HEADLINE)),
    "api_my_followers": Row(to(ONLY_SELF, Canary.FOLLOWER) | to(FOLLOWED, Canary.HEADLINE)),
    "api_my_connections": Row(
        to(ONLY_SELF, Canary.CONNECTION) | to(SELF_AND_SECOND, Canary.BRIDGE) | to(FIRST, Canary.HEADLINE)
    ),
    "api_unconnect": WRITES,
    "api_follow": WRITES,
    "api_my_follow_requests": Row(to(ONLY_SELF, Canary.REQUESTER)),
    "api_accept_follow_request": WRITES,
    "api_refuse_follow_request": WRITES,
    "api_my_blocks": Row(to(ONLY_SELF, Canary.BLOCKED) | to(BLOCKING, Canary.HEADLINE)),
    "api_block": WRITES,
    "api_my_note": Row(about={OWNER: to(SEES_OTHERS, Canary.VIEWERS_NOTE), THIRD: _KEPT}),
    "api_invite": WRITES,
    "api_my_invitations": Row(
        to(ONLY_SELF, Canary.CONNECTION, Canary.FILTERED, Canary.IGNORED, Canary.INVITEE, Canary.INVITER)
        | to(ONLY_SELF, Canary.FILTERED_NOTE, Canary.IGNORED_NOTE, Canary.RECEIVED_NOTE, Canary.SENT_NOTE)
        | to(ONLY_SELF | SENDERS, Canary.PAIR_IN)
        | to(ONLY_SELF | ASKED, Canary.PAIR_OUT)
        | to(ONLY_SELF | SENDERS | ASKED | FIRST | {Who.FORMER}, Canary.HEADLINE)
        | to(SELF_AND_SECOND, Canary.BRIDGE),
        queries=("", "?direction=sent", "?tray=filtered", "?state=ignored"),
    ),
    "api_one_invitation": Row(about=_API_LETTERS),
    "api_accept": WRITES,
    "api_decline": WRITES,
    "api_ignore": WRITES,
    "api_dont_know": WRITES,
    "api_suggest_follow": WRITES,
    "api_reopen": WRITES,
    "api_withdraw": WRITES,
    "api_remind": WRITES,
    "api_replies": Row(about=_merged(_THREADS, {"sent": to(ONLY_SELF, Canary.INVITEE)})),
    "api_my_budget": Row(_STANDING),
    **SEARCH_ROWS,
    "api_notifications": Row(
        to(SEES_OTHERS, Canary.HEADLINE)
        | to(ONLY_SELF, Canary.CONNECTION, Canary.INVITEE, Canary.INVITER)
        | to(ONLY_SELF, Canary.INVITED_GROUP, Canary.COMPANY_OFFER)
        | to(SELF_AND_SECOND, Canary.BRIDGE)
        | NAMED,
        queries=("", "?unread=true"),
    ),
    "api_read": WRITES,
}

PAGES: Mapping[str, Row] = {
    "healthz": Row(fixed=True),
    "readyz": Row(fixed=True),
    "metrics": Row(fixed=True),
    "home": FEEDS_HOME,
    **SEARCH_PAGE_ROWS,
    "people": Row(
        to(ALL - NOT_YET, *(NAMES - {Canary.BLOCKED}))
        | to(ALL - NOT_YET - ONLY_SELF, Canary.BLOCKED)
        | to(READS_PAGES, Canary.HEADLINE),
        queries=("", "?q=can"),
    ),
    "invite": Row(
        about={
            OWNER: to(ON_PAGES_TOO, Canary.HEADLINE)
            | to(ON_PAGES_TOO - SENDERS, Canary.LINE)
            # whoever asked already is led to their own letter
            | to(SENDERS, Canary.PAIR_IN, Canary.PAIR_LOST, Canary.PAIR_QUESTION)
            | to(SECOND, Canary.BRIDGE)
            | to(IN_PRIVATE - ONLY_SELF, Canary.PRIVATE_GROUP),
            THIRD: _STANDING | to(IN_PRIVATE, Canary.PRIVATE_GROUP),
        }
    ),
    "invitation": Row(about=_merged(_LETTERS, _THREADS, _HEADS)),
    "invitation_reply": WRITES,
    "invitation_accept": WRITES,
    "invitation_ignore": WRITES,
    "invitation_reopen": WRITES,
    "invitation_dont_know": Row(about=_NAMED),
    "invitation_suggest_follow": WRITES,
    "invitation_decline": Row(about=_NAMED),
    "invitation_remind": WRITES,
    "invitation_withdraw": Row(about={"sent": to(ONLY_SELF, Canary.INVITEE)}),
    "member": Row(
        about={
            OWNER: to(READS_PAGES, Canary.HEADLINE, Canary.LINE)
            | ON_MEMBER_PAGE
            | to(SELF_AND_FIRST, Canary.REFERENCE)
            | _STANDING
            | to(ON_PAGES_TOO, Canary.VIEWERS_NOTE)
            | to(SECOND, Canary.BRIDGE)
            | to(IN_PRIVATE - ONLY_SELF, Canary.PRIVATE_GROUP),
            THIRD: _KEPT | to(IN_PRIVATE, Canary.PRIVATE_GROUP),
        },
        queries=("", "?as=connection"),
    ),
    "member_connections": Row(
        about={
            OWNER: to(SELF_AND_FIRST, Canary.BRIDGE, Canary.CONNECTION),
            THIRD: to(ONLY_SELF, Canary.HEADLINE),
        },
        queries=("", "?q=can"),
    ),
    "member_followers": Row(about={OWNER: to(SELF_AND_FIRST, Canary.FOLLOWER)}, queries=("", "?q=can")),
    "member_mutuals": Row(about={OWNER: to(SECOND, Canary.BRIDGE), THIRD: to(FIRST, Canary.HEADLINE)}),
    "follow": WRITES,
    "unfollow": WRITES,
    "disconnect": PLAIN,
    "block": PLAIN,
    "unblock": WRITES,
    "tie_note": Row(about={OWNER: to(ON_PAGES_TOO, Canary.VIEWERS_NOTE), THIRD: _KEPT}),
    "network": Row(
        _RAIL
        | to(ONLY_SELF, Canary.INVITER, Canary.RECEIVED_NOTE, Canary.PAIR_QUESTION, Canary.PAIR_LOST)
        | to(ONLY_SELF | ASKED, Canary.PAIR_IN)
        | to(ASKED, Canary.PAIR_OUT)
        | SUGGESTED_NETWORK
    ),
    "network_filtered": Row(
        _RAIL
        | to(ONLY_SELF, Canary.FILTERED, Canary.FILTERED_NOTE)
        | to(ONLY_SELF, Canary.PAIR_IN, Canary.PAIR_QUESTION, Canary.PAIR_LOST)
    ),
    "network_sent": Row(
        _RAIL
        | to(ONLY_SELF, Canary.INVITEE, Canary.SENT_NOTE, Canary.SENT_REPLY, Canary.PAIR_OUT)
        | to(ONLY_SELF | SENDERS, Canary.PAIR_IN)
        | to(SENDERS, Canary.HEADLINE, Canary.PAIR_QUESTION, Canary.PAIR_LOST)
    ),
    "network_earlier": Row(
        _RAIL | to(ONLY_SELF, Canary.CONNECTION, Canary.IGNORED) | to(SELF_AND_SECOND, Canary.BRIDGE)
    ),
    "network_connections": Row(
        _RAIL
        | to(ONLY_SELF, Canary.CONNECTION, Canary.NOTE_TAG)
        | to(SELF_AND_SECOND, Canary.BRIDGE)
        | to(FIRST, Canary.HEADLINE),
        queries=("", "?q=can", f"?tag={Canary.NOTE_TAG}"),
    ),
    "network_picture": Row(_RAIL | to(ONLY_SELF, Canary.CONNECTION) | to(SELF_AND_SECOND, Canary.BRIDGE)),
    "network_picture_people": Row(to(ONLY_SELF, Canary.CONNECTION) | to(SELF_AND_SECOND, Canary.BRIDGE)),
    "network_following": Row(
        _RAIL | to(ONLY_SELF, Canary.FOLLOWEE, Canary.NOTE_TAG) | to(FOLLOWS, Canary.HEADLINE)
    ),
    "network_followers": Row(
        _RAIL | to(ONLY_SELF, Canary.FOLLOWER, Canary.NOTE_TAG) | to(FOLLOWED, Canary.HEADLINE)
    ),
    "network_requests": Row(_RAIL | to(ONLY_SELF, Canary.REQUESTER)),
    "request_accept": WRITES,
    "request_refuse": WRITES,
    "network_blocked": Row(_RAIL | to(ONLY_SELF, Canary.BLOCKED) | to(BLOCKING, Canary.HEADLINE)),
    "notices": Row(
        to(ONLY_SELF, Canary.CONNECTION, Canary.INVITEE, Canary.INVITER)
        | to(ONLY_SELF, Canary.INVITED_GROUP, Canary.COMPANY_OFFER)
        | to(SELF_AND_SECOND, Canary.BRIDGE)
        | NAMED_ON_PAGES
    ),
    "notices_read": WRITES,
    "notices_stop": PLAIN,
    # every member reads what may be chosen; what the owner chose stands in the API alone
    "settings": Row(to(ON_PAGES, Canary.INVITATION_POLICY) | to(ONLY_SELF, Canary.LINE)),
    "settings_profile": Row(to(ONLY_SELF, Canary.HEADLINE)),
    "settings_notices": PLAIN,
    "settings_tokens": Row(to(ONLY_SELF, Canary.TOKEN)),
    "settings_token_revoke": WRITES,
}

ACCOUNTS: Mapping[str, Row] = {
    "account_login": LEADS_HOME,
    "account_request_login_code": LEADS_HOME,
    "account_confirm_login_code": LEADS_HOME,
    "mfa_authenticate": LEADS_HOME,
    "second_step_challenge": WRITES,
    "mfa_login_webauthn": LEADS_HOME,
    "sign_in_challenge": WRITES,
    "account_inactive": PLAIN,
    "account_logout": PLAIN,
    "account_signup": LEADS_HOME,
    "account_email_verification_sent": ADDRESS,
    "onboarding": LEADS_HOME,
    "onboarding_handle": WRITES,
    "waiting": LEADS_HOME,
    "account_reset_password": PLAIN,
    "account_confirm_password_reset_code": PLAIN,
    "account_complete_password_reset": PLAIN,
    "account_reauthenticate": PLAIN,
    "mfa_reauthenticate": PLAIN,
    "mfa_reauthenticate_webauthn": PLAIN,
    "confirm_challenge": WRITES,
    "settings_account": ADDRESS,
    "account_sessions": Row(to(ONLY_SELF, Canary.SESSION_PLACE)),
    "account_end_session": WRITES,
    "account_end_others": WRITES,
    "account_email": ADDRESS,
    "account_change_password": PLAIN,
    "account_set_password": PLAIN,
    "mfa_list_webauthn": ADDRESS,
    "mfa_add_webauthn": PLAIN,
    "adding_challenge": WRITES,
    "mfa_remove_webauthn": PLAIN,
    "mfa_index": ADDRESS,
    "mfa_activate_totp": PLAIN,
    "mfa_deactivate_totp": PLAIN,
    "mfa_view_recovery_codes": PLAIN,
    "mfa_generate_recovery_codes": PLAIN,
    "account_leave": PLAIN,
    "leaving": LEADS_HOME,
    # organisers read who waits to be let in; the owner is in
    "joining": PLAIN,
    "joining_approve": WRITES,
    "joining_refuse": WRITES,
}

TABLE: Mapping[str, Row] = with_pictures(
    {
        **API,
        **PAGES,
        **COMPANY_ROWS,
        **IMPORT_ROWS,
        **PROFILE_ROWS,
        **PROFILE_PAGE_ROWS,
        **GROUPS,
        **EXPORT_ROWS,
        **ACCOUNTS,
        **ADMIN,
        **MEDIA,
        **PATH_ROWS,
        **POST_ROWS,
        **DRAFT_ROWS,
        **DISCUSSION_ROWS,
        **MODERATION_ROWS,
        **VOUCHING_ROWS,
        **SUGGESTION_ROWS,
    }
)

VISITORS = OUTSIDE - NOT_YET
"""Who reads as a visitor."""
