"""What happened to recommendations: ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rapport.kernel.events import Event


@dataclass(frozen=True)
class RecommendationAsked(Event):
    """`recipient_id` asked `author_id` for a recommendation."""

    name: ClassVar[str] = "recommendations.RecommendationAsked"
    recommendation_id: UUID
    author_id: int
    recipient_id: int


@dataclass(frozen=True)
class RecommendationMoved(Event):
    """`by_id` took the step `verb`, of which `reader_id` is told; `number` counts the steps."""

    name: ClassVar[str] = "recommendations.RecommendationMoved"
    recommendation_id: UUID
    by_id: int
    reader_id: int
    verb: str
    number: int
