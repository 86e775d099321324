"""What happened to actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rapport.kernel.events import Event


@dataclass(frozen=True)
class ActorCreated(Event):
    """A public face came to be."""

    name: ClassVar[str] = "actors.ActorCreated"
    actor_id: int


@dataclass(frozen=True)
class ActorSuspended(Event):
    """An actor left the graph until further notice."""

    name: ClassVar[str] = "actors.ActorSuspended"
    actor_id: int


@dataclass(frozen=True)
class ActorRestored(Event):
    """A suspended actor came back."""

    name: ClassVar[str] = "actors.ActorRestored"
    actor_id: int


@dataclass(frozen=True)
class ActorDeleted(Event):
    """An actor left the graph for good; its ties end."""

    name: ClassVar[str] = "actors.ActorDeleted"
    actor_id: int


@dataclass(frozen=True)
class FaceChanged(Event):
    """The name or the headline of an actor is another one now."""

    name: ClassVar[str] = "actors.FaceChanged"
    actor_id: int
