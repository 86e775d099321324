"""How a question is read, compared, corrected and ranked, without a database (NET-4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.people.audience import Audience
from rapport.projections.search.rules import asking, fields, ranking, spelling, words
from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.fields import Field, Value

pytestmark = pytest.mark.pure

READ = {
    "": (),
    '"*-~() NEAR': (Term(("near",), True),),
    "Ann": (Term(("ann",), True),),
    "  Élodie   O’Brien ": (Term(("elodie",)), Term(("o",)), Term(("brien",), True)),
    "ann ann": (Term(("ann",)), Term(("ann",), True)),
    "@Mara_L": (Term(("@mara_l",), True),),
    "@mara from Bern": (Term(("@mara",), True), Term(("from",)), Term(("bern",), True)),
    "mara@example.org": (Term(("mara",)), Term(("example",)), Term(("org",), True)),
    '"Data  Science" be': (Term(("data", "science"), meant=True), Term(("be",), True)),
    "„Data Science“": (Term(("data", "science"), meant=True),),
    '"data science': (Term(("data",)), Term(("science",), True)),
    'ann "" b': (Term(("ann",)), Term(("b",), True)),
    "DROP TABLE x; --": (Term(("drop",)), Term(("table",)), Term(("x",), True)),
    "Straße": (Term(("strasse",), True),),
    "山田太郎": (Term(("山",)), Term(("田",)), Term(("太",)), Term(("郎",), True)),
    "محمد علي": (Term(("محمد",)), Term(("علي",), True)),
    "👩‍🚀 ✨": (),
    "\x00\x01": (),
}


@pytest.mark.parametrize("typed", READ)
def test_how_a_question_is_read(typed: str) -> None:
    """Words, the last one half typed; phrases and handles; what a database reads as a sign is none (NET-4)."""
    assert asking.read(typed) == READ[typed]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_safe_in_both_languages(typed: str) -> None:
    """Nothing but words of letters and digits reaches a database, inside its quotes."""
    terms = asking.read(typed)
    assert len(terms) <= asking.TERMS_AT_MOST
    for term in terms:
        assert term.words
        for word in term.words:
            assert not set(word) & set("\"'*\\:&|!()<>-^ \0"), word


def test_what_is_asked_of_each_database() -> None:
    """A word under each sign, a phrase side by side, a field by its letter, similar words beside the one."""
    terms = [Term(("data", "science")), Term(("ann",), begins=True, instead=("anne",))]
    assert asking.fts5(terms, "01") == (
        '("0data 0science" OR "1data 1science") AND ("0ann" * OR "0anne" OR "1ann" * OR "1anne")'
    )
    assert asking.tsquery(terms, "0") == "(('0data' <-> '0science')) & ('0ann':* | '0anne')"
    assert (
        asking.fts5([Term(("acme",), field=Field.COMPANY)], "0", one_of="2") == '(":c0acme") AND (":c2acme")'
    )
    assert asking.tsquery([Term(("@al",), begins=True)], "0", field=Field.NAME) == "('0@al':*)"


def test_words_stand_under_the_sign_of_their_audience() -> None:
    """A name is found by its parts and joined; what one is open to is found by its filter alone."""
    kept = fields.index_words(Value("0", Field.NAME, "Zoë O'Hara"))
    assert kept == [
        "0zoe", "0o", "0hara", "_", "0ohara", "_", ":n0zoe", ":n0o", ":n0hara", "_", ":n0ohara", "_",
    ]  # fmt: skip
    assert fields.index_words(Value("1", Field.OPEN_TO, "work")) == [":o1work", "_"]
    assert "0@mara_l" in fields.index_words(Value("0", Field.HANDLE, "mara_l"))
    assert fields.index_words(Value("0", Field.HEADLINE, "…")) == []


def test_which_audiences_who_looks_may_ask() -> None:
    """The signs are those of the one table of audiences."""
    assert fields.SEEN_BY_VISITORS == "0"
    assert fields.SEEN_BY_MEMBERS == "01"
    assert fields.SEEN_AT_SECOND == "012"
    assert fields.SEEN_BY_CONNECTIONS == "0123"
    assert fields.SEEN_BY_OWNER == "01234"


@pytest.mark.parametrize(
    ("audience", "spelt"), [(one, one in ("anyone", "members")) for one in Audience if one != "group"]
)
def test_no_private_word_stands_in_for_another(audience: Audience, spelt: bool) -> None:
    """What fewer than all members see is no suggestion to anybody."""
    value = Value(fields.LEVELS[audience], Field.SKILL, "Weaving")
    assert fields.spelt(value) == (frozenset({"weaving"}) if spelt else frozenset())


DISTANCES = [
    ("katharina", "katharina", 2, 0), ("katharina", "katarina", 2, 1), ("katharina", "kahtarina", 2, 1),
    ("katharina", "catarina", 2, 2), ("katharina", "katja", 2, None), ("anna", "nana", 1, 1), ("abc", "", 2, None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two", "at_most", "found"), DISTANCES)
def test_how_far_two_words_are_apart(one: str, two: str, at_most: int, found: int | None) -> None:
    """A letter missing, added, changed, or two neighbours swapped: one edit each."""
    assert spelling.distance(one, two, at_most) == spelling.distance(two, one, at_most) == found


@given(st.text("abc", min_size=4, max_size=9), st.text("abc", min_size=1, max_size=10))
def test_whoever_is_near_enough_shares_enough_grams(one: str, two: str) -> None:
    """Looking by three letters in a row loses no word that is near enough."""
    if spelling.distance(one, two, spelling.edits_allowed(one)) is not None:
        assert (
            len(spelling.grams(one) & spelling.grams(two)) >= spelling.grams_shared(one) or len(set(one)) < 3
        )


def test_similar_words() -> None:
    """The nearest first; of a half typed word also those that go on; short words and numbers stay."""
    known = ["katharina", "katarina", "katherine", "karl"]
    assert spelling.similar("katharena", known, begins=False) == ("katharina", "katarina")
    assert spelling.similar("kathe", ["kathrin", "katharina", "karl"], begins=True) == (
        "katharina",
        "kathrin",
    )
    assert spelling.similar("ann", ["anne"], begins=True) == ()
    assert spelling.similar("2019", ["2018"], begins=False) == ()


PLACED = [
    ("anna berg", (0, 0)), ("berg", (0, 1)), ("ann", (0, 2)), ("anna acme", (1, 2)), ("@anna", (0, 2)),
    ("annab", (0, 1)), ('"anna berg"', (0, 0)), ('"berg anna"', (1, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "placed"), PLACED)
def test_names_come_before_other_words(typed: str, placed: tuple[int, int]) -> None:
    """A whole name before a part of it, a part before a beginning, any of them before a word elsewhere."""
    assert tuple(ranking.placed(asking.read(typed), "anna berg", "annab")) == placed


def test_the_order_of_those_found() -> None:
    """Name, then degree, then most in common, then how it fits, then the name."""
    terms = asking.read("anna")
    facts = [
        ("anna", 3, 0),
        ("annabel", 1, 0),
        ("anna", 1, 0),
        ("anna", 1, 5),
        ("zoe", 1, 9),
        ("anna", None, 0),
    ]
    keys = [
        ranking.key(terms, id_=place, name_key=name, handle=f"h{place}", degree=degree, mutual_count=count)
        for place, (name, degree, count) in enumerate(facts)
    ]
    assert [key[-1] for key in sorted(keys)] == [3, 2, 1, 0, 5, 4]


def test_words_of_a_text() -> None:
    """Folded, without marks, the names of Hungarian and Turkish people too."""
    assert words.words("Bălănescu-Kunz, Łukasz İpek") == ["balanescu", "kunz", "łukasz", "ipek"]
