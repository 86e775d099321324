"""Site settings: one table, understood and refused in clear sentences (api.md, `rapport set`)."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.kernel.errors import Invalid
from rapport.kernel.limits import actions, queries, rules
from rapport.kernel.limits.models import SiteSetting
from rapport.kernel.limits.rules import SETTINGS, Limits, SignUp

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

DEFAULTS = {
    "connection_cap": 30_000, "invitation_limit": 100, "invitation_window_days": 7, "pending_limit": 500,
    "note_length": 300, "reinvite_after_withdraw_days": 21, "reinvite_after_decline_days": 90,
    "reinvite_after_removal_days": 90, "invitation_expiry_days": 180, "reminder_limit": 2, "reminder_wait_days": 14,
    "dont_know_limit": 5, "dont_know_window_days": 90, "restriction_days": 30, "public_pages": True,
    "sign_up": SignUp.OPEN, "api_reads_per_minute": 1_500, "api_writes_per_minute": 600,
}  # fmt: skip


def test_defaults_are_those_of_the_contract() -> None:
    """Every default that others rely on (api.md)."""
    limits = Limits()
    assert {name: getattr(limits, name) for name in DEFAULTS} == DEFAULTS


def test_every_setting_is_described_and_its_default_is_lawful() -> None:
    """The table is complete: a sentence for each, and each default passes its own bounds."""
    assert list(SETTINGS) == [entry.name for entry in fields(Limits)]
    for row in SETTINGS.values():
        assert row.meaning.endswith(".") and row.allowed
        assert rules.parse(row.name, rules.show(row.default)) == row.default
        if row.kind is int:
            assert row.unit and row.lowest < row.highest


def test_limits_are_frozen() -> None:
    """Nobody changes a limit in passing."""
    with pytest.raises(FrozenInstanceError):
        Limits().connection_cap = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("connection_cap", " 7 ", 7),
        ("Connection-Cap", "7", 7),
        ("public_pages", "OFF", False),
        ("public_pages", "yes", True),
        ("sign_up", "Domain", SignUp.DOMAIN),
        ("sign_up_domains", "Example.org, @example.net,,example.org", ("example.org", "example.net")),
        ("sign_up_domains", "", ()),
        ("community_name", "Alumni of Delft", "Alumni of Delft"),
    ],
)
def test_what_is_understood(name: str, text: str, value: Any) -> None:
    """Organisers type freely; values come out typed."""
    assert rules.parse(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("connection_cap", "0", "whole number from 1 to 1000000"),
        ("connection_cap", "many", '"many"'),
        ("connection_cap", "", "nothing"),
        ("connection_cap", "5" * 500, "whole number"),
        ("connection_cap", "٣", "whole number"),
        ("public_pages", "maybe", "on or off"),
        ("sign_up", "closed", "open, code, domain or approval"),
        ("sign_up_domains", "not a domain", "domains, separated by commas"),
        ("sign_up_domains", ",".join(f"d{n}.org" for n in range(101)), "at most 100 domains"),
        ("community_name", "x" * 61, "1 to 60 characters"),
        ("community_name", "a\nb", "1 to 60 characters"),
    ],
)
def test_what_is_refused(name: str, text: str, words: str) -> None:
    """A refusal names the allowed values."""
    with pytest.raises(Invalid) as refusal:
        rules.parse(name, text)
    assert refusal.value.code == "bad_value"
    assert name in refusal.value.sentence() and words in refusal.value.sentence()


def test_an_unknown_name_gets_its_nearest() -> None:
    """A slip of the hand is answered with the name that was meant, else with all names."""
    with pytest.raises(Invalid, match="Did you mean connection_cap"):
        rules.parse("conection_cap", "5")
    with pytest.raises(Invalid, match=r"There are: .*note_length"):
        rules.parse("zzz", "5")


@given(st.sampled_from(sorted(SETTINGS)), st.text(max_size=20))
def test_any_text_is_understood_or_refused(name: str, text: str) -> None:
    """Whatever is typed: a value that survives being stored, or Invalid."""
    try:
        value = rules.parse(name, text)
    except Invalid as refusal:
        assert refusal.code == "bad_value"
    else:
        assert rules.parse(name, rules.show(value)) == value


@pytest.mark.django_db
def test_settings_are_stored_and_read_by_one_select(django_assert_num_queries: Any) -> None:
    """A change is in force at the next reading; `current` is one SELECT."""
    assert queries.current() == Limits()
    assert actions.set_limit(name="connection-cap", value="3", now=NOW) == 3
    actions.set_limit(name="connection_cap", value="4", now=NOW)
    actions.set_limit(name="sign_up", value="code", now=NOW)
    with django_assert_num_queries(1):
        limits = queries.current()
    assert limits == Limits(connection_cap=4, sign_up=SignUp.CODE)
    assert SiteSetting.objects.get(name="connection_cap").changed_at == NOW
    assert str(SiteSetting.objects.get(name="connection_cap")) == "connection_cap = 4"


@pytest.mark.django_db
def test_a_refused_change_changes_nothing() -> None:
    """Invalid leaves no row."""
    with pytest.raises(Invalid):
        actions.set_limit(name="connection_cap", value="-1", now=NOW)
    assert not SiteSetting.objects.exists()


@pytest.mark.django_db
def test_a_stored_value_out_of_bounds_gives_way(caplog: pytest.LogCaptureFixture) -> None:
    """A row that is no longer lawful, or no longer known, never stops the site."""
    SiteSetting.objects.create(name="connection_cap", value="-1", changed_at=NOW)
    SiteSetting.objects.create(name="gone", value="1", changed_at=NOW)
    assert queries.current() == Limits()
    assert len(caplog.records) == 2
