"""Typed text: what is kept, what goes, how it is measured (quality.md 5: bad input gets a sentence)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapport.kernel import text
from rapport.kernel.errors import Invalid

LETTERS = st.characters(codec=None, exclude_categories=())
TRICKY = st.sampled_from(
    "\u202e\u202a\u2066\u2067\u2068\u2069\u200c\u200d\u200b\ufeff\u00ad\x00\x1f\t\r\n\v\u2028\u0085"
    "a\u0301\u0340\u212b \u00a0\u3164\u034f\ud800\udc00\ufdd0\U0010ffff\U0001f3f4\U000e0067\U000e007fक\u094dس"
)
TYPED = st.text(st.one_of(TRICKY, LETTERS), max_size=40)
FORBIDDEN = set("\u202a\u202b\u202c\u202d\u202e\u200b\ufeff\u00ad\u3164\r\v\t\u2028\x00")


@given(TYPED)
@example("\u2066a\u2069\u2069 \u2067b")
@example("a\u200d\u200d b\u200c")
def test_normalising_is_clean_composed_and_final(typed: str) -> None:
    """One look, one form: no control, override or lone surrogate is left, and a second pass changes nothing."""
    for shape in (text.one_line, text.many_lines):
        kept = shape(typed, field="note", at_most=1_000)
        assert not FORBIDDEN & set(kept)
        assert all(unicodedata.category(char) not in {"Cc", "Cs"} or char == "\n" for char in kept)
        assert unicodedata.is_normalized("NFC", kept)
        assert shape(kept, field="note", at_most=1_000) == kept
        assert kept == kept.strip() and "  " not in kept and "\n\n\n" not in kept
        kept.encode()
    assert "\n" not in text.one_line(typed, field="note", at_most=1_000)


@given(TYPED)
def test_no_isolate_is_left_open(typed: str) -> None:
    """An isolate left open would turn the rest of the page around."""
    for line in text.many_lines(typed, field="note", at_most=1_000).split("\n"):
        depth = 0
        for char in line:
            depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
            assert depth >= 0
        assert depth == 0


@pytest.mark.parametrize(
    "kept",
    [
        "می‌خواهم",  # Persian needs the non-joiner
        "ശ്രീ‍",  # a joiner at the end of a word
        "👩‍🌾 👩🏽‍🚒",  # joined emoji
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # a flag spelt in tags
        "❤\ufe0f\u200d🔥",
        "Lucía \u2067שלום\u2069 Ferrer",  # a balanced isolate
        "שלום\u200f!",
        "Nguyễn Thị Minh Khai",
        "😀\U0001f468\u200d\U0001f469",
    ],
)
def test_scripts_and_emoji_stay_whole(kept: str) -> None:
    """Joiners, direction marks, balanced isolates and flag tags are part of the words."""
    assert text.one_line(kept, field="name", at_most=100) == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ma\u200dra\u200c", "Mara"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\x00b\x07c", "abc"),
        ("  a \t\u00a0 b ", "a b"),
        ("e\u0301", "é"),
        ("a\nb\r\nc\u2028d", "a b c d"),
        ("x\U000e0067\U000e007f", "x"),
        ("x\ud83d", "x"),
        ("\u2066x", "x"),
        ("x\u2069", "x"),
    ],
)
def test_what_goes(typed: str, kept: str) -> None:
    """What hides or disturbs goes, the words stay."""
    assert text.one_line(typed, field="name", at_most=100) == kept


def test_lines_are_kept_where_lines_are_meant() -> None:
    """Notes and replies keep their lines; runs of blank ones shrink to one."""
    assert text.many_lines("\r\n a  b \r\n\r\n\n\nc\rd\n\n", field="note", at_most=99) == "a b\n\nc\nd"


@pytest.mark.parametrize(
    "typed", ["", "  ", "\u200b\u2060", "\u3164\u115f", "\u2066\u2069", "\u200f", "\u2800", "\u0301"]
)
def test_an_invisible_name_is_refused(typed: str) -> None:
    """A name of only invisible characters is refused, with its field."""
    with pytest.raises(Invalid) as refusal:
        text.one_line(typed, field="name", at_most=100, at_least=1)
    assert (refusal.value.code, refusal.value.field) == ("empty", "name")


def test_length_is_counted_after_normalising() -> None:
    """Decomposed letters and stripped spaces cost nothing; the sentence names both numbers (REL-6)."""
    assert text.one_line(" e\u0301" * 3, field="note", at_most=5) == "é é é"
    with pytest.raises(Invalid) as refusal:
        text.one_line("x" * 301, field="note", at_most=300)
    assert (refusal.value.code, refusal.value.field) == ("too_long", "note")
    assert "301" in refusal.value.sentence() and "300" in refusal.value.sentence()
    with pytest.raises(Invalid) as refusal:
        text.one_line("x", field="name", at_most=300, at_least=2)
    assert refusal.value.code == "too_short"


def test_at_least_zero_takes_nothing() -> None:
    """An optional text may be empty."""
    assert text.many_lines(" \u200b ", field="note", at_most=5) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dan Marsh", "DM"),
        ("Lucía Ferrer i Puig", "LF"),
        ("Wilhelmina Oluwaseun Featherstonehaugh-Nakamura", "WF"),
        ("Nguyễn Thị Minh Khai", "NK"),
        ("Αλέξανδρος Παπακωνσταντίνου", "ΑΠ"),
        ("mara", "M"),
        ("李明", "李"),
        ("(Bob) Ross", "BR"),
        ("", "?"),
        ("ß", "S"),
        ("---", "-"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    """Initials stand for a face where there is no picture (design: Person)."""
    assert text.initials(name) == letters


@given(TYPED)
def test_initials_and_hues_never_fail(typed: str) -> None:
    """Any name has initials, any handle one of six hues."""
    assert 1 <= len(text.initials(typed)) <= 2
    assert text.hue("mara") in range(1, 7)


def test_hues_differ_and_stay() -> None:
    """The hue comes from the handle alone and all six are used."""
    assert {text.hue(f"m{number}") for number in range(100)} == set(range(1, 7))
    assert text.hue("mara") == text.hue("mara")


@pytest.mark.parametrize(
    ("handle", "good"),
    [("mara", True), ("m1", True), ("m", False), ("1m", False), ("_m", False), ("Mara", False),
     ("m" * 30, True), ("m" * 31, False), ("mara\n", False), ("mära", False), ("a_b_1", True)],
)  # fmt: skip
def test_handles(handle: str, good: bool) -> None:
    """Handles are [a-z][a-z0-9_]{1,29} (api.md)."""
    assert text.is_handle(handle) is good
