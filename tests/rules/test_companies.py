"""Company pages: the table of verbs and standings, cell by cell, and what may be typed (PRO-6)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.limits.rules import Founders, Limits
from rapport.people.organizations.rules import (
    MAY,
    Role,
    RoleState,
    Size,
    Standing,
    Verb,
    allowed,
    read_founded,
    read_role,
    read_size,
    read_website,
    refuse_last_admin,
    refuse_making,
    refuse_verb,
    standings_of,
)

TABLE = {
    #                  admin  editor offered caretaker
    Verb.EDIT:        (True,  True,  False,  False),
    Verb.SEE_ROLES:   (True,  True,  False,  True),
    Verb.OFFER:       (True,  False, False,  True),
    Verb.CHANGE_ROLE: (True,  False, False,  False),
    Verb.REMOVE:      (True,  False, False,  True),
    Verb.LEAVE:       (True,  True,  False,  False),
    Verb.ACCEPT:      (False, False, True,   False),
    Verb.REFUSE:      (False, False, True,   False),
    Verb.DELETE:      (True,  False, False,  False),
}  # fmt: skip
"""The reviewed table; the code has its own."""


@pytest.mark.parametrize(("verb", "standing"), list(product(Verb, Standing)))
def test_every_verb_for_every_standing(verb: Verb, standing: Standing) -> None:
    """PRO-6: who may do what; to outsiders there is nothing, an editor reads why not."""
    may = TABLE[verb][list(Standing).index(standing)]
    assert (standing in MAY[verb]) is may
    assert (verb in allowed({standing})) is may
    refusal = refuse_verb({standing}, verb)
    if may:
        assert refusal is None
    elif standing is Standing.OFFERED or verb in (Verb.ACCEPT, Verb.REFUSE):
        assert isinstance(refusal, Absent)
    else:
        assert isinstance(refusal, Refused)
        assert refusal.code == "admins_only"


@pytest.mark.parametrize("verb", Verb)
def test_outsiders_may_do_nothing(verb: Verb) -> None:
    """Who has no part in a page finds nothing behind any of its verbs."""
    assert isinstance(refuse_verb(frozenset(), verb), Absent)
    assert allowed(frozenset()) == frozenset()


@pytest.mark.parametrize(
    ("role", "state", "is_organiser", "has_admin"),
    list(product([None, *Role], RoleState, [False, True], [False, True])),
)
def test_standings(role: Role | None, state: RoleState, is_organiser: bool, has_admin: bool) -> None:
    """A role counts once it is held; an organiser takes care of a page that has no admin."""
    found = standings_of(
        role, state if role else None, is_organiser=is_organiser, has_admin=has_admin
    )  # fmt: skip
    assert (Standing.CARETAKER in found) is (is_organiser and not has_admin)
    assert (Standing.OFFERED in found) is (role is not None and state is RoleState.OFFERED)
    for one in Role:
        assert (Standing(one.value) in found) is (role is one and state is RoleState.HELD)


def test_an_admin_stays() -> None:
    """The last admin cannot go."""
    assert refuse_last_admin(2) is None
    for admins in (0, 1):
        refusal = refuse_last_admin(admins)
        assert refusal is not None
        assert refusal.code == "last_admin"


@pytest.mark.parametrize(
    ("who", "is_organiser", "made", "code"),
    [
        (Founders.MEMBERS, False, 0, ""),
        (Founders.MEMBERS, False, 1, ""),
        (Founders.MEMBERS, False, 2, "companies_per_member"),
        (Founders.MEMBERS, True, 2, "companies_per_member"),
        (Founders.ORGANISERS, False, 0, "company_pages"),
        (Founders.ORGANISERS, True, 0, ""),
    ],
)
def test_who_may_make_a_page(who: Founders, is_organiser: bool, made: int, code: str) -> None:
    """Members or organisers, as the site has it, and so many each."""
    limits = replace(Limits(), company_pages=who, companies_per_member=2)
    refusal = refuse_making(is_organiser=is_organiser, made=made, limits=limits)
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("acme.example", "https://acme.example"),
        ("http://acme.example/about?x=1#y", "http://acme.example/about?x=1#y"),
        ("https://ACME.example:8443/", "https://ACME.example:8443/"),
        ("https://bücher.example/ä", "https://bücher.example/ä"),
    ],
)
def test_websites(written: str, kept: str) -> None:
    """An address with a host; the scheme may be left out."""
    assert read_website(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)", "javascript://acme.example/%0aalert(1)", "data:text/html,x", "ftp://acme.example",
        "https://", "https://acme", "//acme.example", "https://user:pw@acme.example", "https://acme.example:x/",
        "https://acme.example/<b>", 'https://acme.example/"', "https://ac me.example", "https://[::1", "mailto:a@b.c",
        "https://acme..example", "https://-acme.example", "https://" + "a" * 300 + ".example", "https://127.1/\\",
    ],
)  # fmt: skip
def test_what_is_no_website(written: str) -> None:
    """Nothing that runs, signs in or cannot be reached is kept."""
    with pytest.raises(Invalid) as refused:
        read_website(written)
    assert refused.value.field == "website"


@pytest.mark.parametrize(
    ("written", "kept"), [(None, None), ("", None), ("1898", 1898), (500, 500), (2026, 2026)]
)
def test_years(written: int | str | None, kept: int | None) -> None:
    """A year up to this one."""
    assert read_founded(written, this_year=2026) == kept


@pytest.mark.parametrize("written", ["x", "18980", "-1", " 1898", 499, 2027, "2027", "١٨٩٨"])
def test_what_is_no_year(written: int | str) -> None:
    """Nor one to come."""
    with pytest.raises(Invalid) as refused:
        read_founded(written, this_year=2026)
    assert (refused.value.field, refused.value.values["last"]) == ("founded", "2026")


def test_choices() -> None:
    """Sizes and roles are those of the table."""
    assert [read_size(size.value) for size in Size] == list(Size)
    assert [read_role(role.value) for role in Role] == list(Role)
    for reader in (read_size, read_role):
        with pytest.raises(Invalid):
            reader("enormous")
