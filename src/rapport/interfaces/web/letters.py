"""Invitations as letters: what the recipient may answer, and what the sender may still do (REL-7, REL-11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import SYMBOLS, card, claim
from rapport.interfaces.web.parts import Letter, MenuItem, Refusal, Said, SentLetter
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.groups.queries.places import GroupFace
from rapport.people.groups.queries.shared import shared_with
from rapport.people.relationships.queries.invitations import Direction, InvitationView
from rapport.people.relationships.rules.process import Context, DeclineReason, State, Verb

_ = words.translate

Groups = Mapping[int, tuple[GroupFace, ...]]
NAMED = 3
"""So many shared groups are named; one is enough to be true."""


def route_name(verb: Verb) -> str:
    """The name of the route of a step."""
    return f"invitation_{verb.value.replace('-', '_')}"


def route(verb: Verb, invitation_id: UUID) -> str:
    """The address of a step with an invitation."""
    return reverse(route_name(verb), args=[invitation_id])


def answers(invitation_id: UUID, allowed: tuple[str, ...], name: str) -> tuple[MenuItem, ...]:
    """More answers: what a recipient may say besides accepting, asking and ignoring; who learns what."""
    every = (
        MenuItem(
            _("Accept without following"),
            route(Verb.ACCEPT, invitation_id),
            _("You are connected; you do not follow {name}.", name=name),
            post=True,
            field=("follow", "off"),
        ),
        MenuItem(
            _("Suggest a follow instead"),
            route(Verb.SUGGEST_FOLLOW, invitation_id),
            _("{name} is told, and can follow you.", name=name),
            post=True,
        ),
        MenuItem(
            _("Decline courteously…"),
            route(Verb.DECLINE, invitation_id),
            _("{name} is told, with a reason if you give one.", name=name),
            dialog=True,
        ),
        MenuItem(
            _("I don’t know this person…"),
            route(Verb.DONT_KNOW, invitation_id),
            _("{name} is not told. It counts against inviting strangers.", name=name),
            dialog=True,
        ),
    )
    verbs = (Verb.ACCEPT, Verb.SUGGEST_FOLLOW, Verb.DECLINE, Verb.DONT_KNOW)
    return tuple(item for item, verb in zip(every, verbs, strict=True) if verb.value in allowed)


def own_steps(
    invitation_id: UUID, allowed: tuple[str, ...], name: str, limits: Limits, *, wait: str
) -> tuple[MenuItem, ...]:
    """What a sender may do with an invitation that waits; `wait` says why a reminder has to."""
    left = _("{name} gets it once more, on top.", name=name)
    items = []
    if Verb.REMIND.value in allowed:
        items.append(MenuItem(_("Send a reminder"), route(Verb.REMIND, invitation_id), left, post=True))
    elif wait:
        items.append(MenuItem(_("Send a reminder"), "", refused=wait))
    if Verb.WITHDRAW.value in allowed:
        hint = words.translate_plural(
            "{name} is not told. You can ask again {count} day later.",
            "{name} is not told. You can ask again {count} days later.",
            limits.reinvite_after_withdraw_days,
            name=name,
        )
        items.append(
            MenuItem(_("Withdraw the invitation…"), route(Verb.WITHDRAW, invitation_id), hint, dialog=True)
        )
    return tuple(items)


def checked(view: InvitationView, groups: Groups) -> str:
    """What we ourselves can say about the context that the sender gives."""
    if view.context == Context.SHARED_GROUP.value:
        names = [one.name for one in groups.get(view.other.id, ())]
        if not names:
            return _("We find none.")
        return _("You are both in {groups}.", groups=", ".join(names[:NAMED]))
    if view.context != Context.MUTUAL_CONNECTION.value:
        return ""
    count = view.other.mutual_count
    if count == 0:
        return _("We find none.")
    return words.translate_plural("We find {count}.", "We find {count}.", count)


def reasons() -> list[tuple[str, str]]:
    """The few reasons one may give with a courteous decline, and none (REL-7)."""
    return [
        (DeclineReason.NONE.value, _("No reason")),
        (DeclineReason.DO_NOT_RECALL.value, _("I don’t recall where we met")),
        (DeclineReason.ONLY_CLOSE.value, _("I connect only with people I know well")),
        (DeclineReason.NOT_NOW.value, _("Not at the moment")),
        (DeclineReason.OTHER_PLACE.value, _("I keep such contacts in another place")),
    ]


def heading(view: InvitationView) -> str:
    """What the page of one invitation is called."""
    name = words.first_name(view.other.name)
    if view.direction is Direction.SENT:
        return _("Your invitation to {name}", name=name)
    return _("Invitation from {name}", name=name)


def ended(view: InvitationView) -> str:
    """How an invitation ended, where it has; what a side must not learn is not in its view."""
    mine, name = view.direction is Direction.SENT, words.first_name(view.other.name)
    match view.state:
        case State.ACCEPTED:
            return _("You and {name} are connected.", name=name)
        case State.DECLINED if view.follow_suggested:
            return (
                _("{name} would rather be followed.", name=name)
                if mine
                else _("You suggested a follow instead.")
            )
        case State.DECLINED:
            return _declined(view, name) if mine else _("You declined, and {name} was told.", name=name)
        case State.WITHDRAWN:
            return _("You withdrew this invitation. {name} was not told.", name=name)
        case State.EXPIRED:
            return _("This invitation has lapsed.")
        case State.IGNORED:
            return _("You ignored this invitation. {name} was not told.", name=name)
        case _:
            return ""


def _declined(view: InvitationView, name: str) -> str:
    said = dict(reasons()).get(view.decline_reason, "") if view.decline_reason else ""
    if said:
        return _("{name} declined: “{reason}.”", name=name, reason=said)
    return _("{name} declined.", name=name)


def _said(view: InvitationView) -> tuple[Said, ...]:
    return tuple(Said(reply.author_name, reply.text, reply.at, reply.mine) for reply in view.replies)


def letter(
    view: InvitationView,
    viewer: Viewer,
    *,
    accept_refusal: Refusal | None = None,
    groups: Groups,
    open_thread: bool = False,
    reply_problem: str = "",
    reply_text: str = "",
) -> Letter:
    """A received invitation as a letter, with the answers that are open now; `groups` are `in_common`.

    `open_thread` shows where to write; it is shown anyway once something was asked.
    """
    allowed = view.allowed_actions
    person = card(view.other, viewer)
    may_reply = Verb.REPLY.value in allowed
    open_now = tuple(verb for verb in allowed if not (accept_refusal and verb == Verb.ACCEPT.value))
    return Letter(
        id=str(view.id),
        person=person,
        context=_("Says {claim}.", claim=claim(view.context)),
        context_icon=SYMBOLS.get(Context(view.context), "users-round"),
        checked=checked(view, groups),
        note=view.note,
        sent_at=view.sent_at,
        thread=_said(view),
        accept_url=route(Verb.ACCEPT, view.id) if Verb.ACCEPT.value in allowed else "",
        ask_url=reverse("invitation", args=[view.id]) if may_reply else "",
        reply_url=route(Verb.REPLY, view.id) if may_reply and (open_thread or view.replies) else "",
        reply_problem=reply_problem,
        reply_text=reply_text,
        ignore_url=route(Verb.IGNORE, view.id) if Verb.IGNORE.value in allowed else "",
        answers=answers(view.id, open_now, person.first_name),
        accept_refusal=accept_refusal if Verb.ACCEPT.value in allowed else None,
    )


def letters(
    views: Sequence[InvitationView], viewer: Viewer, *, accept_refusal: Refusal | None = None
) -> list[Letter]:
    """Received invitations as letters, at the same number of statements for one and for many."""
    groups = in_common(views, viewer)
    return [letter(view, viewer, accept_refusal=accept_refusal, groups=groups) for view in views]


def in_common(views: Iterable[InvitationView], viewer: Viewer) -> Groups:
    """The groups shared with the senders who say that they share one."""
    senders = {view.other.id for view in views if view.context == Context.SHARED_GROUP.value}
    return shared_with(viewer, senders)


def reminder_wait(view: InvitationView) -> str:
    """Why a reminder has to wait, or that there are no more."""
    if view.reminder_from is not None:
        return _("Possible from {day}.", day=view.reminder_from)
    return words.translate_plural(
        "You have sent the {count} there is.", "You have sent all {count} there are.", view.reminders
    )


def sent_line(view: InvitationView) -> str:
    """When it was sent, when one reminded, and when it lapses."""
    sentence = _("Sent {sent}. Lapses on {lapses} if unanswered.", sent=view.sent_at, lapses=view.expires_at)
    if not view.reminders:
        return sentence
    reminded = words.translate_plural("{count} reminder sent.", "{count} reminders sent.", view.reminders)
    return f"{sentence} {reminded}"


def sent(view: InvitationView, viewer: Viewer, limits: Limits) -> SentLetter:
    """An invitation one has sent and that waits, as its sender sees it."""
    allowed = view.allowed_actions
    person = card(view.other, viewer)
    return SentLetter(
        person=person,
        sent=sent_line(view),
        note=view.note,
        context=_("You said {claim}.", claim=claim(view.context)),
        menu=own_steps(view.id, allowed, person.first_name, limits, wait=reminder_wait(view)),
        thread=_said(view),
        reply_url=route(Verb.REPLY, view.id) if Verb.REPLY.value in allowed else "",
    )
