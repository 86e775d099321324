"""What an event is, and how it is written down and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

EVENTS: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """A fact in the past tense: a frozen dataclass of ids and plain values, named "app.Happened".

    Fields may be int, str, bool, float, None, UUID, datetime, date, enums, `X | None`, and tuples of those.
    """

    name: ClassVar[str] = ""

    def __init_subclass__(cls, **named: Any) -> None:
        """Enter the event under its name.

        Raises: TypeError where it has no name of its own, or the name is another event's.
        """
        super().__init_subclass__(**named)
        name = cls.__dict__.get("name", "")
        if not name:
            raise TypeError(f"{cls.__qualname__} is an event without a name")
        known = EVENTS.setdefault(name, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two events are called {name}")
        EVENTS[name] = cls


_Reader = Callable[[Any], Any]
_known: dict[type[Event], dict[str, _Reader]] = {}


def write(event: Event) -> dict[str, Any]:
    """The event as JSON values, by field.

    Raises: TypeError for a value that `read` could not give back.
    """
    _readers(type(event))
    return {field.name: _written(getattr(event, field.name)) for field in fields(event)}


def read(name: str, data: Mapping[str, Any]) -> Event:
    """The event that `write` made `data` of.

    Raises: LookupError where no event has the name; TypeError, ValueError or KeyError where the data is not its.
    """
    if name not in EVENTS:
        raise LookupError(f"no event is called {name}")
    cls = EVENTS[name]
    return cls(**{field: reader(data[field]) for field, reader in _readers(cls).items() if field in data})


def _written(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    return value


def _readers(cls: type[Event]) -> dict[str, _Reader]:
    if cls not in _known:
        if "__dataclass_params__" not in cls.__dict__:
            raise TypeError(f"{cls.__qualname__} is an event and no dataclass")
        hints = get_type_hints(cls)
        where = cls.__qualname__
        _known[cls] = {
            entry.name: _reader(hints[entry.name], f"{where}.{entry.name}") for entry in fields(cls)
        }
    return _known[cls]


def _reader(kind: Any, where: str) -> _Reader:
    """How a value of the declared type `kind` is read back from JSON."""
    if get_origin(kind) in (Union, UnionType):
        inner = [choice for choice in get_args(kind) if choice is not NoneType]
        if len(inner) == 1:
            some = _reader(inner[0], where)
            return lambda raw: None if raw is None else some(raw)
    elif get_origin(kind) is tuple and len(get_args(kind)) == 2 and get_args(kind)[1] is Ellipsis:
        part = _reader(get_args(kind)[0], where)
        return lambda raw: tuple(part(entry) for entry in raw)
    elif kind in (int, str, bool, float):
        return lambda raw: raw
    elif kind in (datetime, date):
        return kind.fromisoformat  # type: ignore[no-any-return]
    elif isinstance(kind, type) and issubclass(kind, UUID | Enum):
        return kind
    raise TypeError(f"{where} is declared as {kind}, which no event may carry")
