"""Every address that writes × every viewer: a denied write leaves nothing, and nobody sets what is not theirs."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from rapport.people.accounts.models import Account, ApiToken, Session
from rapport.people.actors.models import Actor
from rapport.people.relationships.models import Invitation, Restriction, TieNote
from rapport.people.ties.models import Network
from rapport.projections.notifications.models import Notification, Preference
from tests.matrix.digest import changed, digests, statements
from tests.matrix.routes import Route, ask, routes
from tests.matrix.row import Write
from tests.matrix.table import ACCOUNTS, TABLE
from tests.matrix.table_admin import ADMIN
from tests.matrix.viewers import Who
from tests.matrix.world import World
from tests.matrix.writing import BODILESS, EXTRAS, READ_ONLY, WRITES

pytestmark = [pytest.mark.django_db, pytest.mark.page, pytest.mark.xdist_group("matrix-writing")]

SESSIONS = frozenset({"accounts_session", "cache"})
"""A browser whose member was suspended is signed out at its first step; tries are counted in the cache."""
STANDING = (
    "actor",
    "is_active",
    "is_organiser",
    "is_moderator",
    "joined_at",
    "approved_at",
    "suspended_until",
)
"""What nobody changes about their own account; its theme, address and password are theirs to change."""
COUNTED = ("connections", "followers", "following")
Rows = dict[str, list[Any]]


def test_every_address_is_tried_or_takes_nothing() -> None:
    """A new address that writes has to say what is sent to it and who may have an effect."""
    undeclared = [name for name in TABLE if name not in {*WRITES, *READ_ONLY, *ACCOUNTS, *ADMIN}]
    assert undeclared == [], "say in tests/matrix/writing.py what is sent to these, and who may do it"
    assert READ_ONLY.isdisjoint(WRITES)


@dataclass
class Outcome:
    """What came of one request: the answer, the tables that differ, whether guarded rows do."""

    answer: HttpResponse
    differ: frozenset[str]
    guarded: bool
    others: list[int]


@dataclass
class Writer:
    """One viewer who tries to write; each attempt is rolled back."""

    world: World
    who: Who

    def __post_init__(self) -> None:
        self.letters = list(Invitation.objects.values_list("pk", flat=True))
        self.before, self.rows = digests(), self._guarded()
        newest = Notification.objects.filter(owner_id=self.world.owner).latest("at")
        self.notice = str(newest.id)

    def words(self, write: Write) -> dict[str, Any]:
        """What is sent; a word in capitals stands for something of the owner's."""
        meant = {
            "NOTICE": self.notice,
            "ACCOUNT": self.world.accounts[Who.SELF],
            "COMPANY": self.world.company,
        }
        meant["POSITION"] = str(self.world.position)
        order = {"order": [str(self.world.position)]} if "order" in write.words else {}
        return {name: meant.get(str(value), value) for name, value in write.words.items()} | order

    def send(self, route: Route, write: Write, words: Mapping[str, Any], *, spare: bool = False) -> Outcome:
        """Send it, look, and take it back."""
        path = route.path(self.world, write.target)
        jar = copy.deepcopy(self.world.eyes[self.who].client.cookies)
        with transaction.atomic():
            with statements() as written:
                answer = ask(
                    route, self.world.eyes[self.who], write.method, path,
                    body=dict(words) or None, form=dict(words), spare=spare,
                )  # fmt: skip
            differ = changed(self.before, digests()) if written else frozenset()
            guarded = bool(written) and self._guarded() != self.rows
            mine = self.world.ids.get(self.who)
            fresh = Invitation.objects.exclude(pk__in=self.letters).exclude(sender_id=mine)
            others = list(fresh.values_list("sender_id", flat=True)) if written else []
            transaction.set_rollback(True)
        self.world.eyes[self.who].client.cookies = jar  # a session that was renewed is taken back too
        return Outcome(answer, differ, guarded, others)

    def _guarded(self) -> Rows:
        """What this viewer may not change: flags and ends of everybody, and all that is the owner's alone."""
        letters = Invitation.objects.filter(pk__in=self.letters).order_by("pk")
        faces = Actor.objects.filter(kind="person").order_by("pk")
        own = self.world.accounts.get(self.who, 0)
        rows: Rows = {
            "accounts": list(Account.objects.exclude(pk=own).order_by("pk").values_list()),
            "standing": list(Account.objects.filter(pk=own).values_list(*STANDING)),
            "faces": list(faces.values_list("pk", "handle", "kind", "status", "created_at")),
            "letters": list(
                letters.values_list("pk", "sender_id", "recipient_id", "sent_at", "context", "note")
            ),
        }
        if self.who is not Who.SELF:
            owner, account = self.world.owner, self.world.accounts[Who.SELF]
            choices = [field.name for field in Network._meta.fields if field.name not in COUNTED]
            rows |= {
                "face": list(Actor.objects.filter(pk=owner).values_list()),
                "choices": list(Network.objects.filter(pk=owner).values_list(*choices)),
                "notes": list(TieNote.objects.filter(owner_id=owner).order_by("other_id").values_list()),
                "tokens": list(ApiToken.objects.filter(account_id=account).order_by("pk").values_list()),
                "sessions": list(Session.objects.filter(account_id=account).order_by("pk").values_list()),
                "preferences": list(Preference.objects.filter(owner_id=owner).values_list()),
                "restrictions": list(Restriction.objects.filter(owner_id=owner).values_list()),
            }
        return rows


def _tries() -> Iterator[tuple[Route, Write]]:
    for route in routes():
        for write in WRITES.get(route.name, ()):
            yield route, write


def _wrong(writer: Writer, route: Route, write: Write, outcome: Outcome, *, may: bool) -> Iterator[str]:
    named = f"{write.method} {route.name} {write.target} by {writer.who.name}"
    who_organises = writer.who is Who.ORGANISER and route.name.startswith(("joining", "admin:"))
    differ = outcome.differ - (SESSIONS if writer.who is Who.SUSPENDED else frozenset())
    status = outcome.answer.status_code
    if status >= 500:
        yield f"{named}: {status}"
    if differ and not may:
        yield f"{named}: answered {status} and changed {sorted(differ)}"
    if differ and status >= 400:
        yield f"{named}: was refused with {status} and changed {sorted(differ)}"
    if may and not differ:
        yield f"{named}: answered {status} and changed nothing; the table says it may"
    if outcome.guarded and not (who_organises and may):
        yield f"{named}: changed what is not theirs to change"
    if outcome.others:
        yield f"{named}: sent in the name of {outcome.others}"


@pytest.mark.parametrize("who", list(Who))
def test_who_may_write_what(world: World, who: Who) -> None:
    """Only those of the table have an effect, also with every other column named in the form of a page."""
    writer = Writer(world, who)
    found: list[str] = []
    for route, write in _tries():
        words = writer.words(write)
        if not route.is_api:
            words = {name: "" if value is None else value for name, value in EXTRAS.items()} | words
        outcome = writer.send(route, write, words)
        found += _wrong(writer, route, write, outcome, may=who in write.effect)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", list(Who))
def test_columns_named_in_a_body_are_refused(world: World, who: Who) -> None:
    """Mass assignment over the API: a body with other fields than the documented ones changes nothing."""
    writer = Writer(world, who)
    found: list[str] = []
    for route, write in _tries():
        if route.is_api and write.method != "DELETE":
            outcome = writer.send(route, write, {**EXTRAS, **writer.words(write)})
            bodiless = route.name in BODILESS
            found += _wrong(writer, route, write, outcome, may=bodiless and who in write.effect)
            if outcome.answer.status_code < 400 and not bodiless:
                found.append(f"{route.name} by {who.name} took a body with every column in it")
    assert not found, "\n".join(found)


def test_each_column_by_itself_is_refused(world: World) -> None:
    """No single column slips through, sent by somebody who may do the thing itself."""
    found: list[str] = []
    writers = {who: Writer(world, who) for who in Who}
    for route, write in _tries():
        if not route.is_api or write.method == "DELETE" or not write.effect or route.name in BODILESS:
            continue
        writer = writers[min(write.effect)]
        for name, value in EXTRAS.items():
            if name in write.words:
                continue  # it is what the operation takes
            outcome = writer.send(route, write, {name: value, **writer.words(write)})
            if outcome.answer.status_code != 422 or outcome.differ:
                found.append(f"{route.name} took {name}: {outcome.answer.status_code} {outcome.differ}")
    assert not found, "\n".join(found)


def test_a_token_does_only_what_its_scopes_say(world: World) -> None:
    """The second narrow token reads notices and nothing else."""
    writer = Writer(world, Who.NARROW)
    for route, write in _tries():
        if route.is_api:
            outcome = writer.send(route, write, writer.words(write), spare=True)
            # what takes a file alone says of JSON that it is none, before it looks at scopes
            refused = 415 if route.name == "api_upload" else 403
            assert (outcome.answer.status_code, outcome.differ) == (refused, frozenset()), route


@pytest.mark.parametrize("who", sorted(set(Who) - {Who.SELF, Who.ORGANISER}))
def test_no_page_of_accounts_or_organisers_reaches_the_owners(world: World, who: Who) -> None:
    """Whatever is posted to those pages, the owner's account, face, tokens and sessions stay."""
    writer, found = Writer(world, who), []
    form = {name: "" if value is None else value for name, value in EXTRAS.items()}
    form |= {"email": "new@example.org", "password1": "three unusual words", "mark": "cccccccc", "code": "1"}
    for route in routes():
        if route.name not in {**ACCOUNTS, **ADMIN} or route.name in ("account_signup", "onboarding"):
            continue
        outcome = writer.send(route, Write(frozenset()), form)
        if outcome.answer.status_code >= 500 or outcome.guarded:
            found.append((route.name, outcome.answer.status_code, sorted(outcome.differ)))
    assert found == []
