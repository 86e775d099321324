"""Finding companies and groups by their words (NET-4, PRO-6, PRO-7).

Which groups a viewer may know of stands in the same statement: a private one is found by those in it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.groups.queries import groups as group_views
from rapport.people.groups.queries import places as group_places
from rapport.people.groups.queries.groups import GroupCard
from rapport.people.organizations.queries import pages
from rapport.people.organizations.queries.pages import CompanyView
from rapport.projections.search import engines
from rapport.projections.search.queries import spelling
from rapport.projections.search.rules import asking, ranking
from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.fields import COMPANIES, GROUPS
from rapport.projections.search.rules.ranking import RANKED_AT_MOST

T = TypeVar("T")
Key = tuple[int, int, str, int]


@dataclass(frozen=True)
class Places(Generic[T]):
    """One page of the companies or groups that were found, as `people.Hits`."""

    items: list[T]
    next: str | None = None
    count: int = 0
    more: bool = False
    similar: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class _Order:
    """The ids of a page in their order, and what is said of all."""

    ids: list[int]
    next: str | None = None
    count: int = 0
    more: bool = False
    similar: bool = False


def companies(
    viewer: Viewer, q: str, *, cursor: str | None = None, size: int = 20, limits: Limits
) -> Places[CompanyView]:
    """The company pages that have the words of `q`; those whose name has them first. Nothing asks for none.

    Raises: Invalid (`cursor`).
    """
    if viewer.is_visitor and not limits.public_pages:
        return Places([], hidden=True)
    order = _order(pages.standing(), COMPANIES, q, cursor, size)
    found = pages.in_order(viewer, order.ids)
    return Places(found, order.next, order.count, order.more, order.similar)


def groups(
    viewer: Viewer, q: str, *, cursor: str | None = None, size: int = 20, limits: Limits
) -> Places[GroupCard]:
    """The groups this viewer may know of that have the words of `q`; those whose name has them first.

    Raises: Invalid (`cursor`).
    """
    if viewer.is_visitor and not limits.public_pages:
        return Places([], hidden=True)
    order = _order(group_places.groups_for(viewer, limits), GROUPS, q, cursor, size)
    found = group_views.in_order(viewer, order.ids)
    return Places(found, order.next, order.count, order.more, order.similar)


def _order(rows: QuerySet[Any], sign: str, q: str, cursor: str | None, size: int) -> _Order:
    """As typed; where nothing fits, by similar words."""
    after = None
    if cursor:
        similar, *key = paging.decode(cursor, int, int, int, str, int)
        after = similar, (key[0], key[1], key[2], key[3])
    terms = asking.read(q)
    if not terms:
        return _Order([])
    found = _Order([])
    if after is None or not after[0]:
        found = _page(rows, sign, terms, after, size)
    if after[0] if after else not found.ids:
        close = spelling.corrected(terms)
        if any(term.instead for term in close):
            near = _page(rows, sign, close, after, size)
            return near if near.count else found
    return found


def _page(
    rows: QuerySet[Any], sign: str, terms: Sequence[Term], after: tuple[int, Key] | None, size: int
) -> _Order:
    engine = engines.current()
    fitting = RawSQL(  # noqa: S611 (words of ours; what was typed is a parameter)
        f"SELECT {engine.id} FROM {engine.source} WHERE {engine.matches}",  # noqa: S608
        (engine.asked(terms, sign),),
    )
    found = rows.filter(pk__in=fitting).order_by("pk").values_list("pk", "actor__name_key", "actor__handle")
    keys: list[Key] = []
    for one, name, handle in found[: RANKED_AT_MOST + 1]:
        tier, fit = ranking.placed(terms, name, handle)
        keys.append((int(tier), int(fit), name, one))
    order = sorted(keys[:RANKED_AT_MOST])
    rest = [key for key in order if after is None or key > after[1]]
    similar = any(term.instead for term in terms)
    page = paging.cut(rest[: size + 1], size, key=lambda key: (int(similar), *key))
    more = len(keys) > RANKED_AT_MOST
    return _Order([key[-1] for key in page.items], page.next, len(order), more, similar)
