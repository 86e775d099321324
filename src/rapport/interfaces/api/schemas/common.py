"""What all shapes have in common, and the answers an operation may give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rapport.kernel import text

LONGEST_SEARCH = 100
CURSOR = "The `next` of the page before; without one, the first page."


class Body(BaseModel):
    """What a caller sends: other fields than these are refused, and so are values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Shown(BaseModel):
    """What is answered."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Shown):
    """One field that cannot be taken."""

    field: str
    code: str
    detail: str


class Problem(Shown):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    code: Annotated[str, Field(description="Stable; names the rule.")]
    detail: Annotated[str, Field(description="A sentence for the person.")]
    field: Annotated[str, Field(description="The field that is wrong, where there is one.")] = ""
    errors: list[FieldProblem] = []
    values: Annotated[dict[str, Any], Field(description="What the sentence names, such as `until`.")] = {}


def choice(kind: type[StrEnum] | Iterable[str], description: str = "") -> Any:
    """A text that is one of these, as OpenAPI states it; which ones may be chosen, the rules decide."""
    extra: dict[str, Any] = {"enum": [str(one) for one in kind]}
    return Field(description=description or None, json_schema_extra=extra)


def told(status: int, shape: Any, *refusals: int) -> Mapping[int, Any]:
    """The answers of an operation: what it says when it is done, and the refusals of its own."""
    return {status: shape, **dict.fromkeys(refusals, Problem)}


class Paging(BaseModel):
    """Which page of a list."""

    cursor: str | None = Field(default=None, description=CURSOR)
    limit: int | None = Field(
        default=None, ge=1, le=100, description="How many at most; else as the site has it."
    )


class Named(Paging):
    """Which page of a list of people whose names or handles contain the words of `q`."""

    q: str = Field(default="", description="Words of the name; a handle by its beginning.")

    @property
    def words(self) -> str:
        """What to look for, as text that can be looked for.

        Raises: Invalid (`too_long`).
        """
        return text.one_line(self.q, field="q", at_most=LONGEST_SEARCH)
