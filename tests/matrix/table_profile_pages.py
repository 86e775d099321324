"""The rows of the pages of profiles: what stands on a member's page for whom, and one's own forms (PRO-1, PRO-2)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import PLAIN, WRITES, Row, to
from tests.matrix.table_profiles import contact_seen_by, profile_seen_by
from tests.matrix.viewers import ON_PAGES, ONLY_SELF, SEES_PAGE, SHUT_OUT, Who

READERS = SEES_PAGE | {Who.SUSPENDED}
"""Who reads the owner's page; a browser whose member was suspended is signed out, and reads on as a visitor."""

ON_MEMBER_PAGE = {
    **profile_seen_by(READERS, ON_PAGES - SHUT_OUT),
    **contact_seen_by(READERS),
}
"""The owner's profile on the owner's page. What `?as=` shows is a part of what the owner sees anyway."""

PROFILE_PAGE_ROWS: Mapping[str, Row] = {
    "profile_intro": Row(to(ONLY_SELF, Canary.FACTS, Canary.HEADLINE)),
    "profile_contact": Row(to(ONLY_SELF, Canary.PHONE, Canary.BIRTHDAY, Canary.ADDRESS)),
    "profile_milestones": PLAIN,
    "profile_endorsing": PLAIN,
    "profile_restore": WRITES,
    "profile_audience": PLAIN,
    "profile_section": Row(to(ONLY_SELF, Canary.POSITION)),
    "profile_new": PLAIN,
    "profile_sort": WRITES,
    "profile_entry": Row(to(ONLY_SELF, Canary.POSITION)),
    "profile_remove": WRITES,
    "profile_move": WRITES,
}
