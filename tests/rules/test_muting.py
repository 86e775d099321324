"""What mutes hide (FEED-5)."""

from __future__ import annotations

import pytest

from rapport.projections.feed.rules.muting import NOTHING, Mutes, Said, hides

POST = Said(
    {7, 9}, ("A day on the RIVERS", "Straße, e\N{COMBINING ACUTE ACCENT}tude; c++ and 地図帳"), {"granite"}
)


@pytest.mark.parametrize(
    ("mutes", "hidden"),
    [
        (NOTHING, False),
        (Mutes(people=frozenset({9})), True),
        (Mutes(people=frozenset({8})), False),
        (Mutes(hashtags=frozenset({"granite"})), True),
        (Mutes(hashtags=frozenset({"gran"})), False),
        (Mutes(words=frozenset({"rivers"})), True),
        (Mutes(words=frozenset({"river"})), False),
        (Mutes(words=frozenset({"the  Rivers"})), True),
        (Mutes(words=frozenset({"STRASSE"})), True),
        (Mutes(words=frozenset({"étude"})), True),
        (Mutes(words=frozenset({"c++"})), True),
        (Mutes(words=frozenset({"地図"})), True),
        (Mutes(words=frozenset({"day", "night"})), True),
    ],
)
def test_what_is_hidden(mutes: Mutes, hidden: bool) -> None:
    """FEED-5: whole words however written, people and hashtags exactly."""
    assert hides(mutes, POST) is hidden
    assert bool(mutes) is (mutes != NOTHING)
