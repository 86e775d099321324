"""Keeping what is being written, and letting it go out: at once, or by itself at its time (FEED-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rapport.content.posts.actions import publishing
from rapport.content.posts.models import Draft
from rapport.content.posts.queries.drafts import poll_of, writes_there
from rapport.content.posts.rules.audiences import AUDIENCES
from rapport.content.posts.rules.drafting import (
    AT_MOST,
    OVERDUE,
    check_time,
    check_typed,
    kept_problem,
)
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import LONGEST, MOST, OPTION_LENGTH, SHORTEST
from rapport.kernel import jobs, text
from rapport.kernel.errors import Absent, Invalid, RapportError, Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience, Viewer
from rapport.people.ties import actions as ties

GO_OUT = "posts.go_out"
_LEFT_GROUP = "You are not in that group any more."
_LEFT_PAGE = "You do not look after that company page any more."
_NOT_ACTIVE = "Your account was suspended when this was to go out."


@dataclass(frozen=True)
class Words:
    """What a draft holds; `company` and `group` are handles, `options` and `days` those of a poll."""

    form: str = Form.POST.value
    title: str = ""
    text: str = ""
    audience: str = "anyone"
    company: str = ""
    group: str = ""
    options: Sequence[str] = ()
    days: int = 7


@transaction.atomic
def save(
    *, by: Viewer, words: Words, first_said_at: datetime | None = None, now: datetime, limits: Limits
) -> UUID:
    """Keep something new that a member is writing; gives its id.

    What was `first_said_at` an earlier time elsewhere stands among the drafts by that time.

    Raises: Invalid (`text`, `title`, `form`, `audience`, `options`, `days`, `company`, `group`); Refused with
    `too_many_drafts`.
    """
    owner = by.actor_id or 0
    ties.lock_all({owner})
    draft = Draft(owner_id=owner, changed_at=first_said_at or now, first_said_at=first_said_at)
    _take(draft, words, limits)
    if not (draft.text or draft.title or draft.poll):
        raise Invalid("Something has to stand here.", code="empty", field="text")
    if Draft.objects.filter(owner_id=owner).count() >= AT_MOST:
        raise Refused(
            "You keep {limit} drafts, the most there is room for. Delete some.",
            code="too_many_drafts", limit=AT_MOST,
        )  # fmt: skip
    draft.save(force_insert=True)
    return draft.pk


@transaction.atomic
def change(*, by: Viewer, draft_id: UUID, version: int, words: Words, now: datetime, limits: Limits) -> int:
    """Keep what a draft says now, where `version` is what the writer has seen; gives the version it has then.

    Saying the same again changes nothing.
    Raises: Absent; Invalid as `save`; Refused with `changed_elsewhere`, which tells the version, title and text
    that are kept.
    """
    draft = _own(by, draft_id)
    before, title, said = _said(draft), draft.title, draft.text
    _take(draft, words, limits)
    if _said(draft) == before:
        return draft.version
    if version != draft.version:
        raise Refused(
            "This draft was changed elsewhere meanwhile. What you wrote is not saved yet.",
            code="changed_elsewhere", version=draft.version, title=title, text=said,
        )  # fmt: skip
    draft.version, draft.changed_at, draft.problem = draft.version + 1, now, None
    draft.save()
    return draft.version


@transaction.atomic
def discard(*, by: Viewer, draft_id: UUID) -> None:
    """Delete a draft for good. Raises: Absent."""
    _own(by, draft_id).delete()


@transaction.atomic
def publish(*, by: Viewer, draft_id: UUID, now: datetime, limits: Limits) -> int:
    """Make a post of a draft, which is gone then; gives the id of the post.

    Raises: Absent; what `publishing.publish` raises, with a sentence where a group or page is not theirs now.
    """
    draft = _own(by, draft_id)
    post = _put(draft, now, limits)
    draft.delete()
    return post


@transaction.atomic
def schedule(*, by: Viewer, draft_id: UUID, at: datetime | None, now: datetime, limits: Limits) -> None:
    """Let a draft go out by itself `at` this time, or not (None); it has to be fit to publish already.

    Raises: Absent; Invalid (`publish_at`); as `publish`.
    """
    draft = _own(by, draft_id)
    if at is not None:
        check_time(at, now)
        _check(draft, limits)
        _await(draft.pk, at)
    draft.publish_at, draft.problem = at, None
    draft.save(update_fields=["publish_at", "problem"])


def _await(draft_id: UUID, at: datetime) -> None:
    jobs.enqueue(GO_OUT, {"draft": str(draft_id)}, run_at=at, key=f"draft {draft_id} {at.isoformat()}")


@transaction.atomic
def go_out(*, draft_id: UUID, now: datetime, limits: Limits) -> int | None:
    """Publish a draft whose time has come, judged as it stands now; gives the id of the post.

    What is refused stays a draft that says why, and gives None; so does one that was moved or is gone.
    """
    owner = Draft.objects.filter(pk=draft_id).values_list("owner_id", flat=True).first()
    if owner is None:
        return None
    ties.lock_rows(one=owner, two=owner)
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None or draft.publish_at is None or draft.publish_at > now:
        return None
    try:
        if Actor.objects.get(pk=owner).status != Status.ACTIVE.value:
            raise Refused(_NOT_ACTIVE, code="suspended")
        with transaction.atomic():
            post = _put(draft, now, limits)
    except RapportError as refused:
        due = draft.publish_at
        draft.publish_at, draft.problem = None, {**kept_problem(refused), "due": due.isoformat()}
        draft.save(update_fields=["publish_at", "problem"])
        return None
    draft.delete()
    return post


def go_on(*, now: datetime) -> int:
    """Wake what is overdue, should its job have been lost; gives how many drafts."""
    rows = Draft.objects.filter(publish_at__lt=now - OVERDUE).values_list("pk", "publish_at")
    for draft_id, at in rows:
        assert at is not None
        _await(draft_id, at)
    return len(rows)


def forget(*, actor_id: int) -> None:
    """Delete the drafts of a member who left; what others write for a page or group that is gone stays theirs."""
    Draft.objects.filter(owner_id=actor_id).delete()


def _own(by: Viewer, draft_id: UUID) -> Draft:
    """The draft, locked. Raises: Absent, where it is not theirs."""
    if by.actor_id is None:
        raise Absent
    ties.lock_all({by.actor_id})
    draft = Draft.objects.select_for_update().filter(pk=draft_id, owner_id=by.actor_id).first()
    if draft is None:
        raise Absent
    return draft


def _take(draft: Draft, words: Words, limits: Limits) -> None:
    """Put what was typed into the row. Raises: Invalid."""
    typed = check_typed(words.form, words.title, words.text, longest=limits.article_length)
    draft.form, draft.title, draft.text = typed.form.value, typed.title, typed.text
    if words.audience not in {one.value for one in AUDIENCES}:
        known = ", ".join(one.value for one in AUDIENCES)
        raise Invalid(
            "Choose one of these audiences: {known}.", code="audience", field="audience", known=known
        )
    draft.audience = words.audience
    draft.company_id = _found(draft, words.company, Kind.COMPANY, draft.company_id)
    draft.group_id = _found(draft, words.group, Kind.GROUP, draft.group_id)
    if draft.group_id:  # should the group be gone from it one day, it is for nobody until another is chosen
        draft.audience = Audience.GROUP.value
    draft.poll = _asked(words)


def _found(draft: Draft, handle: str, kind: Kind, had: int | None) -> int | None:
    """The company or group of a handle, where the writer writes for or to it, or the draft had it before."""
    if not handle:
        return None
    known = Actor.objects.filter(handle=handle, kind=kind.value).values_list("pk", flat=True)
    found = known.first() if text.is_handle(handle) else None
    if found is not None and (found == had or writes_there(draft.owner_id, found, kind)):
        return found
    field = kind.value
    raise Invalid("There is nothing of this name that you can write to.", code=field, field=field)


def _asked(words: Words) -> dict[str, object] | None:
    """A poll as it was typed; that it can be asked is found out when it goes out."""
    if not any(one.strip() for one in words.options):
        return None
    if len(words.options) > MOST:
        raise Invalid(
            "A poll has at most {limit} answers.", code="too_many_options", field="options", limit=MOST
        )
    options = [text.one_line(one, field="options", at_most=2 * OPTION_LENGTH) for one in words.options]
    return {"options": options, "days": min(max(words.days, SHORTEST), LONGEST)}


def _said(draft: Draft) -> tuple[object, ...]:
    return (
        draft.form, draft.title, draft.text, draft.audience, draft.company_id, draft.group_id, draft.poll,
    )  # fmt: skip


def _handles(draft: Draft) -> tuple[str, str]:
    """The handles of the page and the group that a draft is for, as they are now."""
    known = dict(Actor.objects.filter(pk__in=[draft.company_id, draft.group_id]).values_list("pk", "handle"))
    return known.get(draft.company_id or 0, ""), known.get(draft.group_id or 0, "")


def _put(draft: Draft, now: datetime, limits: Limits) -> int:
    company, group = _handles(draft)
    try:
        return publishing.publish(
            by=Viewer(draft.owner_id),
            words=draft.text,
            audience=draft.audience,
            form=Form(draft.form),
            title=draft.title,
            company=company,
            group=group,
            poll=poll_of(draft.poll),
            now=now,
            limits=limits,
        )
    except Absent as absent:
        raise _why(draft) from absent


def _check(draft: Draft, limits: Limits) -> None:
    company, group = _handles(draft)
    try:
        publishing.check(
            by=Viewer(draft.owner_id),
            words=draft.text,
            audience=draft.audience,
            form=Form(draft.form),
            title=draft.title,
            company=company,
            group=group,
            poll=poll_of(draft.poll),
            limits=limits,
        )
    except Absent as absent:
        raise _why(draft) from absent


def _why(draft: Draft) -> Refused:
    if draft.group_id:
        return Refused(_LEFT_GROUP, code="group", field="group")
    return Refused(_LEFT_PAGE, code="company", field="company")
