"""Reporting, and deciding about what was reported (OPS-4)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rapport.content.discussion.actions import commenting
from rapport.content.discussion.actions.steps import comment_for, me, post_for
from rapport.content.discussion.models import Comment
from rapport.content.moderation.events import CaseDecided
from rapport.content.moderation.models import Case, Report
from rapport.content.moderation.queries import handles_reports, standing
from rapport.content.moderation.rules import (
    NEXT,
    State,
    Thing,
    check_decision,
    check_reason,
    check_words,
)
from rapport.content.posts.actions import changing
from rapport.content.posts.actions.steps import lock
from rapport.kernel.errors import Absent, Refused, TooMany
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience, Viewer
from rapport.people.ties import actions as ties

_HOUR = timedelta(hours=1)
_DECIDED = "This was decided already."


@transaction.atomic
def report(
    *, by: Viewer, thing: Thing, number: int, reason: str, words: str, now: datetime, limits: Limits
) -> tuple[UUID, bool]:
    """Report what one sees: a post, a comment or a member; gives the case, and whether the report is new.

    There is one report a member and thing: another takes its place while the case is open. Whose it is never
    learns who reported it.

    Raises: Invalid (`reason`, `words`); Absent, where it is not there or not for them; Refused with `own` for what
    is their own, with `decided` where moderators have looked at it as it still stands; TooMany.
    """
    why = check_reason(reason)
    said = check_words(words, why)
    (author, member), who = _whose(by, thing, number, limits), by.actor_id or 0
    if who in (author, member):
        raise Refused("This is your own.", code="own")
    seen = standing(thing, number)
    if seen is None:
        raise Absent
    mine = Report.objects.filter(reporter_id=who, case__thing=thing.value, case__number=number)
    before = mine.filter(case__state=State.OPEN.value).first()
    values = {"reason": why.value, "words": said, "title": seen.title, "text": seen.text, "at": now}
    if before is None:
        if mine.filter(title=seen.title, text=seen.text).exists():
            raise Refused(
                "Moderators have looked at this since you reported it, and it has not changed.",
                code="decided",
            )
        _refuse_too_many(who, now, limits)
    case, _ = Case.objects.get_or_create(
        thing=thing.value,
        number=number,
        state=State.OPEN.value,
        defaults={"author_id": author, "member_id": member, "opened_at": now},
    )
    Case.objects.filter(pk=case.pk).update(**asdict(seen))
    if before is None:
        Report.objects.create(case_id=case.pk, reporter_id=who, **values)
    else:
        Report.objects.filter(case_id=case.pk, reporter_id=who).update(**values)
    return case.pk, before is None


def _whose(by: Viewer, thing: Thing, number: int, limits: Limits) -> tuple[int, int]:
    """Author and writer of what the reporter sees, locked, so that reports of it come in turn. Raises: Absent."""
    if thing is Thing.POST:
        post = post_for(by, number, limits)
        return post.author_id, post.writer_id
    if thing is Thing.COMMENT:
        comment, _ = comment_for(by, number, limits)
        author = comment.author_id or 0
        return author, author
    who = me(by)
    if number != who:
        ties.lock_all({who, number})
    known = Actor.objects.filter(pk=number, kind=Kind.PERSON.value).exists()
    if not known or not visibility.may_see(by, owner_id=number, audience=Audience.MEMBERS):
        raise Absent
    return number, number


def _refuse_too_many(who: int, now: datetime, limits: Limits) -> None:
    """Counted under the lock of who reports. Raises: TooMany."""
    recent = Report.objects.filter(reporter_id=who, at__gt=now - _HOUR)
    if recent.count() >= limits.reports_per_hour:
        oldest = recent.order_by("at").values_list("at", flat=True)[0]
        raise TooMany(retry_after=max(1, round((oldest + _HOUR - now).total_seconds())))


@transaction.atomic
def decide(*, by: Viewer, case_id: UUID, decision: str, words: str, now: datetime) -> State:
    """Decide a case in words: leave what was reported as it is, take it down, or say what was done about a member.

    What is taken down is gone for everybody, as if its author had deleted it; the case keeps what it said for its
    author and the moderators. What is gone already is left: nothing is taken from who deleted it. Who reported it
    gets a notice of the outcome, and its author one of what was taken.

    Raises: Absent, where the case is not there or not theirs to handle; Invalid (`decision`, `words`); Refused with
    `decided`, where another was faster.
    """
    who = me(by)
    found = Case.objects.exclude(Q(author_id=who) | Q(member_id=who)).filter(pk=case_id).first()
    if found is None or not handles_reports(by):
        raise Absent
    thing = Thing(found.thing)
    _lock_thing(thing, found.number)
    found.refresh_from_db(fields=["state"])
    if found.state != State.OPEN.value:
        raise Refused(_DECIDED, code="decided")
    stood = standing(thing, found.number)
    chosen, said = check_decision(decision, thing, words, there=stood is not None)
    state = NEXT[chosen]
    kept = asdict(stood) if stood is not None and state is State.TAKEN_DOWN else {}
    taken = Case.objects.filter(pk=case_id, state=State.OPEN.value).update(
        state=state.value, decided_by=who, decided_at=now, words=said, **kept
    )
    if not taken:
        raise Refused(_DECIDED, code="decided")
    if state is State.TAKEN_DOWN:
        _take_down(thing, found.number)
    reporters = Report.objects.filter(case_id=case_id).exclude(reporter_id=who).order_by("reporter_id")
    emit(
        CaseDecided(
            case_id,
            state.value,
            tuple(reporters.values_list("reporter_id", flat=True)),
            (found.member_id,) if state is State.TAKEN_DOWN else (),
            now,
        )
    )
    return state


def _lock_thing(thing: Thing, number: int) -> None:
    """As `report` does, before the case: so the two never wait for each other."""
    if thing is Thing.POST:
        lock(number)
    elif thing is Thing.COMMENT:
        for post in Comment.objects.filter(pk=number).values_list("post_id", flat=True):
            lock(post)


def _take_down(thing: Thing, number: int) -> None:
    if thing is Thing.POST:
        changing.take_down(post_id=number)
    else:
        commenting.take_down(comment_id=number)


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Delete what a member who left reported, and what was reported of theirs, or passed on in what was reported.

    What they decided stands, unnamed.
    """
    cases = set(Report.objects.filter(reporter_id=actor_id).values_list("case_id", flat=True))
    Report.objects.filter(reporter_id=actor_id).delete()
    told = Report.objects.filter(case_id__in=cases).values_list("case_id", flat=True)
    Case.objects.filter(pk__in=cases - set(told), state=State.OPEN.value).delete()
    Case.objects.filter(Q(author_id=actor_id) | Q(member_id=actor_id)).delete()
    Case.objects.filter(quoted_author_id=actor_id).update(beyond=[], quoted_author=None)
