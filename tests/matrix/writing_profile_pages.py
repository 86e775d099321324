"""What is sent to the forms of one's own profile, and who may have an effect by it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.row import Write
from tests.matrix.viewers import NOBODY, ON_PAGES, ONLY_SELF

POSITION = {"title": "Changed", "company": "Changed", "started_year": "2020"}
DETAILS = {f"{kind}_audience": "connections" for kind in ("email", "phone", "birthday", "address")}

PROFILE_PAGE_WRITES: Mapping[str, tuple[Write, ...]] = {
    "profile_intro": (Write(ON_PAGES, {"name": "Changed", "location": "Changed"}),),
    "profile_contact": (Write(ON_PAGES, {**DETAILS, "phone": "+1 555 0100"}),),
    "profile_milestones": (Write(ON_PAGES, {"anniversaries": "on", "audience": "members"}),),
    "profile_endorsing": (Write(ON_PAGES, {"policy": "nobody"}),),
    "profile_restore": (Write(NOBODY),),
    "profile_audience": (Write(ON_PAGES, {"audience": "only_me"}),),
    "profile_new": (Write(ON_PAGES, POSITION),),
    "profile_sort": (Write(NOBODY),),
    "profile_entry": (Write(ONLY_SELF, POSITION),),
    "profile_remove": (Write(ONLY_SELF),),
    "profile_move": (Write(NOBODY, {"to": "up"}),),
}
"""The owner has one position: there is nothing to sort, and no place to move it to."""

PROFILE_PAGE_READ_ONLY = frozenset({"profile_section"})
"""About experience; the sections with a form of their own are those above."""
