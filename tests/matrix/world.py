"""The seeded owner with all that is private to them, and every viewer, made by real actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.test import Client

from rapport.kernel.limits import actions as settings
from rapport.kernel.limits import queries as limits_queries
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions as accounts
from rapport.people.accounts.actions_tokens import make_token
from rapport.people.accounts.models import Account, ApiToken, Session
from rapport.people.relationships.actions import answering, choosing, following, inviting, removing
from rapport.people.relationships.models import Restriction
from tests.matrix.canaries import INVITATION_LIMIT, NAMES, OWNER_LEFT, Canary
from tests.matrix.viewers import OUTSIDE, SENDERS, Who
from tests.matrix.world_companies import add_companies
from tests.matrix.world_drafts import write_draft
from tests.matrix.world_exports import pack
from tests.matrix.world_groups import make_groups
from tests.matrix.world_imports import bring_things
from tests.matrix.world_media import give_picture
from tests.matrix.world_moderation import report_all
from tests.matrix.world_notices import tell_everybody
from tests.matrix.world_posts import publish_posts, talk
from tests.matrix.world_profiles import fill_profile
from tests.matrix.world_vouching import vouch

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NARROW = ("write:notes", "read:notifications")
"""The scopes of a token that is to lack the one an operation needs; the second serves where the first is that one."""


@dataclass(frozen=True)
class Eyes:
    """One viewer's browser and tokens; a viewer without any looks as a visitor."""

    client: Client
    token: str = ""
    spare_token: str = ""


@dataclass
class World:
    """All that was made: ids of actors by handle, invitations by what they are, eyes by viewer."""

    now: datetime = START
    ids: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    invitations: dict[str, UUID] = field(default_factory=dict)
    eyes: dict[Who, Eyes] = field(default_factory=dict)
    token: int = 0
    position: UUID | None = None
    skill: UUID | None = None
    reference: UUID | None = None
    applicant: int = 0
    company: int = 0
    run: UUID = UUID(int=0)
    export: UUID = UUID(int=0)
    contact: UUID = UUID(int=0)
    posts: dict[str, int] = field(default_factory=dict)
    draft: UUID = UUID(int=0)
    comments: dict[str, int] = field(default_factory=dict)
    case: UUID = UUID(int=0)
    objects: dict[str, object] = field(default_factory=dict)
    """What the organisers' pages are asked about, by the name of the table."""

    @property
    def owner(self) -> int:
        """The actor whose privacy is at stake."""
        return self.ids[Who.SELF]

    @property
    def limits(self) -> Limits:
        """The site settings."""
        return limits_queries.current()

    def add(self, handle: str, *, headline: str = "") -> int:
        """A member."""
        account = accounts.create_member(
            handle=handle,
            email=f"{handle}@example.org",
            name=f"{handle.capitalize()} Person",
            headline=headline,
            password=None,
            now=self.now,
            limits=self.limits,
        )
        assert account.actor_id is not None
        self.ids[handle], self.accounts[handle] = account.actor_id, account.pk
        return account.actor_id

    def invite(self, sender: int, recipient: int, note: str = "", email: str = "") -> UUID:
        """An invitation."""
        return inviting.invite(
            sender=sender, recipient=recipient, context="worked_together", note=note, email=email,
            now=self.now, limits=self.limits,
        ).invitation_id  # fmt: skip

    def connect(self, one: int, two: int) -> None:
        """A connection, without follows of either."""
        sent = inviting.invite(
            sender=one, recipient=two, context="other", follow=False, now=self.now, limits=self.limits
        ).invitation_id  # fmt: skip
        answering.accept(
            invitation_id=sent, actor_id=two, follow=False, now=self.now, limits=self.limits
        )  # fmt: skip

    def reply(self, invitation: UUID, author: int, words: str) -> None:
        """A message in a thread."""
        answering.reply(
            invitation_id=invitation, actor_id=author, words=words, now=self.now, limits=self.limits
        )  # fmt: skip


def build() -> World:
    """Everything, at `START`."""
    world = World()
    for name, value in (
        ("invitation_limit", INVITATION_LIMIT),
        ("api_reads_per_minute", 1_000_000),
        ("api_writes_per_minute", 1_000_000),
        ("page_size", 100),
    ):
        settings.set_limit(name=name, value=str(value), now=START)
    world.add(Who.SELF, headline=f"Keeps {Canary.HEADLINE}")
    for name in NAMES:
        world.add(name)
    _third_persons(world)
    for who in Who:
        if (who not in OUTSIDE and who is not Who.SELF) or who is Who.SUSPENDED:
            world.add(who)
    _ties_of_viewers(world)
    make_groups(world.ids, world.now)
    _own_things(world)
    world.company = add_companies(world.ids, START, world.limits)
    world.posts = publish_posts(world.owner, START, world.limits)
    world.draft = write_draft(world.owner, START, world.limits)
    world.comments = talk(world.owner, world.posts, START, world.limits)
    told = [world.ids[who] for who in Who if who in world.ids and who is not Who.SELF]
    tell_everybody(world.owner, told, world.posts, world.comments, START)
    world.case = report_all(world.owner, world.ids[Canary.CONNECTION], world.posts, world.comments, START)
    world.position = fill_profile(world.owner, START)
    give_picture(world.owner)
    world.export = pack(world.owner, START)
    world.run, world.contact = bring_things(world.owner, world.ids[Canary.CONNECTION], START)
    world.skill, world.reference = vouch(
        world.owner, first=world.ids[Who.FIRST], connection=world.ids[Canary.CONNECTION],
        position=world.position, now=START, limits=world.limits,
    )  # fmt: skip
    _open_eyes(world)
    return world


def _third_persons(world: World) -> None:
    owner, ids = world.owner, world.ids
    world.connect(ids[Canary.CONNECTION], owner)
    following.follow(follower=ids[Canary.FOLLOWER], followee=owner, now=world.now)
    following.follow(follower=ids[Canary.PRIVATE_FOLLOWER], followee=owner, private=True, now=world.now)
    following.follow(follower=owner, followee=ids[Canary.FOLLOWEE], now=world.now)
    removing.block(owner=owner, other=ids[Canary.BLOCKED], now=world.now)
    sent = world.invite(owner, ids[Canary.INVITEE], note=Canary.SENT_NOTE)
    world.reply(sent, ids[Canary.INVITEE], Canary.SENT_REPLY)
    received = world.invite(ids[Canary.INVITER], owner, note=Canary.RECEIVED_NOTE)
    ignored = world.invite(ids[Canary.IGNORED], owner, note=Canary.IGNORED_NOTE)
    answering.ignore(invitation_id=ignored, actor_id=owner, now=world.now)
    choosing.choose(
        actor_id=owner,
        changes={
            "invitation_policy": "knows_email",
            "connection_policy": "worked_with",
            "connection_line": f"Says {Canary.LINE}",
        },
    )
    filtered = world.invite(ids[Canary.FILTERED], owner, note=Canary.FILTERED_NOTE)
    world.invitations |= {"sent": sent, "received": received, "ignored": ignored, "filtered": filtered}


def _ties_of_viewers(world: World) -> None:
    owner, ids, now = world.owner, world.ids, world.now
    for who in (Who.FOLLOWER, Who.BOTH):
        following.follow(follower=ids[who], followee=owner, now=now)
    following.follow(follower=ids[Who.HIDDEN_FOLLOWER], followee=owner, private=True, now=now)
    for who in (Who.FOLLOWEE, Who.BOTH):
        following.follow(follower=owner, followee=ids[who], now=now)
    choosing.choose(actor_id=owner, changes={"follow_policy": "on_request"})
    for asking in (Who.REQUESTED, Who.REFUSED, Canary.REQUESTER):
        following.follow(follower=ids[asking], followee=owner, now=now)
    following.refuse_request(owner=owner, requester=ids[Who.REFUSED])
    world.invitations["asked"] = asked = world.invite(owner, ids[Who.ASKED], note=Canary.PAIR_OUT)
    world.reply(asked, ids[Who.ASKED], Canary.PAIR_IN)
    _senders(world)
    for who in (Who.FIRST, Who.FORMER, Who.SUSPENDED):
        world.connect(ids[who], owner)
    removing.unconnect(actor_id=owner, other=ids[Who.FORMER], now=now)
    world.connect(ids[Canary.BRIDGE], owner)
    world.connect(ids[Canary.BRIDGE], ids[Who.SECOND])
    world.connect(ids[Who.SECOND], ids[Who.THIRD])
    removing.block(owner=owner, other=ids[Who.BLOCKED], now=now)
    for handle, actor_id in ids.items():
        if actor_id != owner:
            _notes(world, handle)
    removing.block(owner=ids[Who.BLOCKING], other=owner, now=now)


def _senders(world: World) -> None:
    """Four whose invitations the owner met in four ways; to each of them it looks the same."""
    owner = world.owner
    for who in sorted(SENDERS):
        email = "" if who is Who.FILTERED else f"{Who.SELF}@example.org"
        sent = world.invite(world.ids[who], owner, note=Canary.PAIR_IN, email=email)
        world.reply(sent, owner, Canary.PAIR_QUESTION)
        world.invitations[who] = sent
    answering.ignore(invitation_id=world.invitations[Who.IGNORED], actor_id=owner, now=world.now)
    answering.dont_know(
        invitation_id=world.invitations[Who.UNKNOWN], actor_id=owner, now=world.now, limits=world.limits
    )  # fmt: skip
    later = world.now + timedelta(minutes=1)
    for who in sorted(SENDERS):
        answering.reply(
            invitation_id=world.invitations[who], actor_id=world.ids[who], words=Canary.PAIR_LOST,
            now=later, limits=world.limits,
        )  # fmt: skip


def _notes(world: World, handle: str) -> None:
    """The owner keeps a note about everybody; every viewer keeps one about the owner."""
    owner, other = world.owner, world.ids[handle]
    choosing.keep_note(
        owner=owner, other=other, note=Canary.NOTE, how_met=Canary.NOTE_HOW_MET, tags=[Canary.NOTE_TAG],
        rhythm_weeks=12, now=world.now,
    )  # fmt: skip
    if handle in set(Who):
        choosing.keep_note(
            owner=other, other=owner, note=Canary.VIEWERS_NOTE, how_met="", tags=[], rhythm_weeks=None,
            now=world.now,
        )  # fmt: skip


def _own_things(world: World) -> None:
    """What is the owner's own and tied to nobody."""
    account = Account.objects.get(actor_id=world.owner)
    account.application = Canary.APPLICATION
    account.email = f"{Canary.EMAIL}@example.org"
    account.save()
    EmailAddress.objects.filter(user=account).update(email=account.email)
    now = world.now
    Session.objects.create(
        session_key="c" * 32, session_data="", account=account, ip=Canary.SESSION_PLACE,
        user_agent=f"{Canary.SESSION}/1.0", began_at=now, last_seen_at=now, expire_date=now + timedelta(days=9),
    )  # fmt: skip
    make_token(account_id=account.pk, name=Canary.TOKEN, scopes=["all"], now=now)
    world.token = ApiToken.objects.get(name=Canary.TOKEN).pk
    _spend(world)
    restriction = Restriction.objects.create(
        owner_id=world.owner, reason="dont_know", started_at=now, ends_at=datetime(2026, 5, 23, 9, tzinfo=UTC)
    )
    world.objects = {"account": account.pk, "restriction": restriction.pk, "sitesetting": "invitation_limit"}


def _spend(world: World) -> None:
    """Send so many invitations that what is left is the owner's figure alone."""
    spent = 2
    while INVITATION_LIMIT - spent > OWNER_LEFT:
        world.invite(world.owner, world.add(f"filler_{spent}"))
        spent += 1


def _open_eyes(world: World) -> None:
    for who in Who:
        client = Client(raise_request_exception=False)
        world.eyes[who] = Eyes(client)
        if who is Who.ANONYMOUS:
            continue
        if who in (Who.ONBOARDING, Who.WAITING):
            account = _not_yet(world, who)
        elif who is Who.WRONG_DOOR:
            continue
        else:
            account = Account.objects.get(actor_id=world.ids[who])
        client.force_login(account, "rapport.people.accounts.backend.Backend")
        narrow = who is Who.NARROW
        scopes = [["all"], ["all"]] if not narrow else [[one] for one in NARROW]
        tokens = [make_token(account_id=account.pk, name="t", scopes=some, now=world.now) for some in scopes]
        world.eyes[who] = Eyes(client, *tokens)
    first = world.eyes[Who.FIRST]
    world.eyes[Who.WRONG_DOOR] = Eyes(Client(raise_request_exception=False), first.token, "cookie")
    Account.objects.filter(actor_id=world.ids[Who.ORGANISER]).update(is_organiser=True, is_moderator=True)
    reason = "has been shouting"
    # the account's own suspension ends its sessions; this browser comes back with a live one
    accounts.suspend(account_id=world.accounts[Who.SUSPENDED], reason=reason, now=world.now)
    world.eyes[Who.SUSPENDED].client.force_login(
        Account.objects.get(actor_id=world.ids[Who.SUSPENDED]), "rapport.people.accounts.backend.Backend"
    )


def _not_yet(world: World, who: Who) -> Account:
    """An account without a public face: its onboarding is not done, or the organisers have not let it in."""
    approved = None if who is Who.WAITING else world.now
    account = Account.objects.create(email=f"{who}@example.org", joined_at=world.now, approved_at=approved)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    if who is Who.WAITING:
        world.applicant = account.pk
    return account
