"""The answers to a request, and the recipient's answers to a text (PRO-4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rapport.content.recommendations.actions.steps import find, name_of, take
from rapport.content.recommendations.rules.asking import refuse_changed
from rapport.content.recommendations.rules.process import REVISED, Side, State, Verb, step
from rapport.kernel import text
from rapport.kernel.limits.rules import Limits


@transaction.atomic
def decline(*, recommendation_id: UUID, actor_id: int, now: datetime) -> None:
    """Say courteously that one will not write; who asked is told (PRO-4).

    Raises: Absent; Refused with `recommendation_closed`, `not_yours` or `not_connected`.
    """
    row, side = find(recommendation_id, actor_id)
    take(row, Verb.DECLINE, side, now=now)


@transaction.atomic
def ignore(*, recommendation_id: UUID, actor_id: int) -> None:
    """Leave a request where it is: who asked is never told, and may still be written for (PRO-4).

    Raises: Absent; Refused with `recommendation_closed`, `not_yours` or `not_connected`.
    """
    row, side = find(recommendation_id, actor_id)
    # the day of the last change stays, so that who asked sees no difference
    take(row, Verb.IGNORE, side, now=row.changed_at)


@transaction.atomic
def accept(*, recommendation_id: UUID, actor_id: int, version: int, now: datetime) -> None:
    """Take the text that waits, the one of this `version`: the first is shown from now on, a revised one
    takes the place of the former (PRO-4).

    Raises: Absent; Refused with `text_changed` where the author has changed it since it was read, with
    `recommendation_closed`, `not_yours` or `not_connected`.
    """
    row, side = find(recommendation_id, actor_id)
    if step(State(row.state), Verb.ACCEPT, side) is not None:
        refused = refuse_changed(version, row.version, name_of(row.author_id))
        if refused is not None:
            raise refused
    words = row.draft if State(row.state) in REVISED else row.text
    take(row, Verb.ACCEPT, side, now=now, text=words, draft="", change_words="", accepted_at=now)


@transaction.atomic
def ask_change(*, recommendation_id: UUID, actor_id: int, words: str, now: datetime, limits: Limits) -> None:
    """Ask the author for a change, in words; what is shown stays shown meanwhile (PRO-4).

    Raises: Absent; Invalid (`words`); Refused with `recommendation_closed`, `not_yours` or `not_connected`.
    """
    said = text.many_lines(words, field="words", at_most=limits.reply_length, at_least=1)
    row, side = find(recommendation_id, actor_id)
    take(row, Verb.ASK_CHANGE, side, now=now, change_words=said)


@transaction.atomic
def refuse(*, recommendation_id: UUID, actor_id: int, now: datetime) -> None:
    """Do not take the text that waits; beside an accepted one, that one stays. The author is told (PRO-4).

    Raises: Absent; Refused with `recommendation_closed`, `not_yours` or `not_connected`.
    """
    row, side = find(recommendation_id, actor_id)
    take(row, Verb.REFUSE, side, now=now, draft="", change_words="")


@transaction.atomic
def show(*, recommendation_id: UUID, actor_id: int, now: datetime) -> None:
    """Show an accepted recommendation on one's page; nobody is told (PRO-4).

    Raises: Absent; Refused with `recommendation_closed`, `not_yours` or `not_connected`.
    """
    row, side = find(recommendation_id, actor_id)
    take(row, Verb.SHOW, side, now=now)


@transaction.atomic
def hide(*, recommendation_id: UUID, actor_id: int, now: datetime) -> None:
    """Keep an accepted recommendation to oneself; nobody is told (PRO-4).

    Raises: Absent; Refused with `recommendation_closed`, `not_yours` or `not_connected`.
    """
    row, side = find(recommendation_id, actor_id)
    take(row, Verb.HIDE, side, now=now)


@transaction.atomic
def withdraw(*, recommendation_id: UUID, actor_id: int, now: datetime) -> None:
    """Take back one's own text, or one's own request, at any time; its words are gone, nobody is told (PRO-4).

    Raises: Absent; Refused with `recommendation_closed` or `not_yours`.
    """
    row, side = find(recommendation_id, actor_id)
    gone = {"text": "", "draft": "", "change_words": "", "request_note": ""}
    if side is Side.AUTHOR:
        gone |= {"position_title": "", "position_company": ""}
    take(row, Verb.WITHDRAW, side, now=now, **gone)
