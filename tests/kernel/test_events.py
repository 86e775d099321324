"""Events: told in the transaction of the fact, at once or by a job written there (architecture 5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.core.checks import run_checks
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from rapport.kernel import jobs
from rapport.kernel.events import Event, apps, bus, emit, rules, subscribe
from rapport.kernel.jobs.models import Job
from rapport.kernel.jobs.rules import HANDLERS, State
from rapport.kernel.limits.models import SiteSetting

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Colour(StrEnum):
    PINE = "pine"
    HEATHER = "heather"


class Number(Enum):
    ONE = 1


@dataclass(frozen=True)
class Painted(Event):
    name: ClassVar[str] = "tests.Painted"
    wall: int
    colour: Colour = Colour.PINE
    number: Number | None = None
    id: UUID | None = None
    at: datetime = NOW
    day: date | None = None
    helpers: tuple[int, ...] = ()
    pairs: tuple[UUID, ...] = ()
    share: float = 0.5
    dry: bool = False
    label: str = ""


@pytest.fixture(autouse=True)
def _own_register(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(bus, "SUBSCRIPTIONS", {})
    before = dict(HANDLERS)
    yield
    HANDLERS.clear()
    HANDLERS.update(before)


heard: list[Event] = []


def hear(event: Painted) -> None:
    heard.append(event)
    SiteSetting.objects.create(name=f"wall {event.wall}", value=event.label, changed_at=event.at)


@pytest.fixture(autouse=True)
def _silence() -> None:
    heard.clear()


@given(
    st.builds(
        Painted,
        wall=st.integers(-(2**63), 2**63),
        colour=st.sampled_from(Colour),
        number=st.sampled_from([None, Number.ONE]),
        id=st.none() | st.uuids(),
        at=st.datetimes(timezones=st.just(UTC)),
        day=st.none() | st.dates(),
        helpers=st.lists(st.integers()).map(tuple),
        pairs=st.lists(st.uuids()).map(tuple),
        share=st.floats(allow_nan=False, allow_infinity=False),
        dry=st.booleans(),
        label=st.text(),
    )
)
def test_events_come_back_from_json(event: Painted) -> None:
    """What is written down is read back as the same frozen dataclass."""
    back = rules.read("tests.Painted", json.loads(json.dumps(rules.write(event))))
    assert back == event and type(back) is Painted
    assert [type(value) for value in vars(back).values()] == [type(value) for value in vars(event).values()]


def test_events_are_frozen() -> None:
    """A fact does not change."""
    with pytest.raises(FrozenInstanceError):
        Painted(wall=1).wall = 2  # type: ignore[misc]


def test_a_later_field_with_a_default_may_be_missing() -> None:
    """A job written before an event grew a field still tells its listener."""
    assert rules.read("tests.Painted", {"wall": 3}) == Painted(wall=3)
    with pytest.raises(TypeError):
        rules.read("tests.Painted", {})
    with pytest.raises(LookupError, match=r"tests\.Unknown"):
        rules.read("tests.Unknown", {})


def test_events_need_a_name_of_their_own() -> None:
    """A nameless event, and a second one of the same name, are refused where they are declared."""
    with pytest.raises(TypeError, match="without a name"):
        type("Nameless", (Event,), {})
    with pytest.raises(TypeError, match="two events"):
        type("Other", (Event,), {"name": "tests.Painted"})


def test_events_carry_plain_values_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be read back is refused when it is emitted, not when a job stumbles over it."""
    monkeypatch.setattr(rules, "EVENTS", {})
    loose = type("Loose", (Event,), {"name": "tests.Loose"})
    with pytest.raises(TypeError, match="no dataclass"):
        rules.write(loose())

    @dataclass(frozen=True)
    class Heavy(Event):
        name: ClassVar[str] = "tests.Heavy"
        load: dict[str, int] | int | None = None

    @dataclass(frozen=True)
    class Deep(Event):
        name: ClassVar[str] = "tests.Deep"
        load: tuple[dict[str, int], ...] = ()

    for event in (Heavy(), Deep()):
        with pytest.raises(TypeError, match=rf"{type(event).__name__}\.load"):
            rules.write(event)


@pytest.mark.django_db(transaction=True)
def test_emit_refuses_outside_a_transaction() -> None:
    """Outside a transaction nobody is told, nothing is written."""
    subscribe("tests.Painted", hear)
    with pytest.raises(bus.NoTransaction):
        emit(Painted(wall=1))
    assert heard == [] and not Job.objects.exists()


def test_emit_needs_an_outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the app the fault is named."""
    monkeypatch.setattr(bus, "_outboxes", [])
    with pytest.raises(RuntimeError, match="installed apps"):
        emit(Painted(wall=1))


@pytest.mark.django_db
def test_listeners_are_called_at_once_in_order() -> None:
    """Same-transaction listeners hear in the order in which they subscribed, each once."""
    order: list[str] = []

    def first(event: Event) -> None:
        order.append("first")

    def second(event: Event) -> None:
        order.append("second")

    for listener in (first, second, first):
        subscribe("tests.Painted", listener)
    with transaction.atomic():
        emit(Painted(wall=1))
    assert order == ["first", "second"] and not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_jobs_are_written_in_the_transaction() -> None:
    """One job a listener; a rolled back fact leaves neither rows nor jobs; the job tells the same event."""
    subscribe("tests.Painted", hear, job=True)
    subscribe("tests.Painted", hear, job=True)
    with transaction.atomic():
        emit(Painted(wall=1))
        assert Job.objects.count() == 1
        transaction.set_rollback(True)
    assert not Job.objects.exists() and heard == []
    event = Painted(wall=2, colour=Colour.HEATHER, id=UUID(int=9), helpers=(1, 2), label="blue")
    with transaction.atomic():
        emit(event)
    assert heard == [] and Job.objects.get().state == State.READY
    assert jobs.run_due() == 1
    assert heard == [event]
    assert SiteSetting.objects.get().value == "blue"


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_takes_the_fact_with_it() -> None:
    """Same-transaction rows are there with the fact or not at all."""
    subscribe("tests.Painted", hear)

    def refuse(event: Event) -> None:
        raise ValueError("no")

    subscribe("tests.Painted", refuse)
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        emit(Painted(wall=1))
    assert not SiteSetting.objects.exists()


def test_listening_to_nothing_is_found_at_start() -> None:
    """A misspelt name is an error of the start-up checks, not silence for ever."""
    assert apps.check_subscriptions() == []
    subscribe("tests.Panted", hear)
    found: list[Any] = [message for message in run_checks() if message.id == "events.E001"]
    assert len(found) == 1 and "tests.Panted" in found[0].msg
