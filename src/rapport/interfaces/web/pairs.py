"""The two ties between the reader and one person: which state each half is in, and where it leads.

Read from `Relationship`, which the rules made; nothing is decided here but what stands first
(the table in `parts.TiePair`).
"""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import restriction
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.letters import answers, own_steps, route
from rapport.interfaces.web.parts import Connecting, Following, MenuItem, PersonCard, Refusal, TiePair
from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.queries.facts import OpenInvitation
from rapport.people.relationships.queries.people import Relationship
from rapport.people.relationships.rules.process import Side, State, Verb
from rapport.people.ties.rules import FollowPolicy, PrimaryButton

_ = words.translate


def pair(person: PersonCard, tie: Relationship, primary: PrimaryButton, limits: Limits) -> TiePair:
    """The pair of a member who looks at another."""
    shown = TiePair(
        person=person,
        invite_url=_to("invite", person),
        follow_url=_to("follow", person),
        unfollow_url=_to("unfollow", person),
        more=more(person, tie),
    )
    return _connecting(_following(shown, tie, primary), tie, primary, limits)


def for_visitor(person: PersonCard, primary: PrimaryButton, door: str) -> TiePair:
    """The pair of somebody who is not signed in: both halves lead to the door."""
    tucked = primary is PrimaryButton.FOLLOW
    return TiePair(person=person, connect=Connecting.TUCKED if tucked else Connecting.OPEN, sign_in_url=door)


def _to(name: str, person: PersonCard) -> str:
    return reverse(name, args=[person.handle])


def _following(shown: TiePair, tie: Relationship, primary: PrimaryButton) -> TiePair:
    name = shown.person.first_name
    if tie.following:
        return replace(shown, follow=Following.FOLLOWING)
    if tie.follow_suspended:
        rests = _(
            "{name} now takes only connections as followers: your follow rests until that changes.", name=name
        )
        return replace(shown, follow=Following.FOLLOWING, note=rests)
    if tie.follow_requested:
        asked = _("{name} answers requests to follow in person. Until then nothing changes.", name=name)
        return replace(shown, follow=Following.REQUESTED, note=asked)
    if not tie.may_follow:
        why = _("{name} takes only connections as followers.", name=name)
        return replace(shown, follow=Following.REFUSED, follow_refusal=Refusal("follow_not_open", why))
    quiet = ""
    if primary is PrimaryButton.FOLLOW and not tie.connected:
        quiet = _("Following is quiet: {name} is not told, and you can stop at any time.", name=name)
    return replace(shown, follow=Following.OPEN, note=quiet)


def _connecting(shown: TiePair, tie: Relationship, primary: PrimaryButton, limits: Limits) -> TiePair:
    if tie.connected:
        return replace(shown, connect=Connecting.CONNECTED, menu=_of_connection(shown.person))
    if tie.invitation is not None:
        if tie.invitation.side is Side.SENDER:
            return _invited(shown, tie, tie.invitation, limits)
        if tie.invitation.hidden_state is State.PENDING:
            return _asked(shown, tie, tie.invitation)
        since = _(
            "You ignored an invitation from {name}. If you connect now, you accept it.",
            name=shown.person.first_name,
        )
        shown = replace(shown, note=since)
    if tie.invite_refusal is not None:
        return replace(shown, connect=Connecting.REFUSED, refusal=refusal(tie.invite_refusal))
    if tie.restricted_until is not None and tie.invitation is None:
        return replace(shown, connect=Connecting.BY_EMAIL, refusal=restriction(tie.restricted_until, limits))
    tucked = primary is PrimaryButton.FOLLOW
    return replace(shown, connect=Connecting.TUCKED if tucked else Connecting.OPEN)


def _of_connection(person: PersonCard) -> tuple[MenuItem, ...]:
    name = person.first_name
    return (
        MenuItem(
            _("Note, tags, how you met…"), _to("tie_note", person), _("Only you will see it."), dialog=True
        ),
        MenuItem(
            _("Remove the connection…"),
            _to("disconnect", person),
            _("{name} is not told.", name=name),
            dialog=True,
        ),
    )


def _invited(shown: TiePair, tie: Relationship, open_one: OpenInvitation, limits: Limits) -> TiePair:
    name = shown.person.first_name
    wait = refusal(tie.remind_refusal).sentence if tie.remind_refusal else ""
    sent = _(
        "Sent {sent}. Lapses on {lapses} if unanswered.", sent=open_one.sent_at, lapses=open_one.expires_at
    )
    menu = own_steps(open_one.id, tie.allowed_actions, name, limits, wait=wait)
    if open_one.asked:
        read = MenuItem(
            _("Read what {name} asks", name=name), reverse("invitation", args=[open_one.id]), _("And answer.")
        )
        menu = (read, *menu)
    return replace(shown, connect=Connecting.INVITED, menu=menu, note=sent, follow_refusal=None)


def _asked(shown: TiePair, tie: Relationship, open_one: OpenInvitation) -> TiePair:
    kept = shown.follow if shown.follow in (Following.FOLLOWING, Following.REQUESTED) else Following.NONE
    name = shown.person.first_name
    full = tie.invite_refusal
    return replace(
        shown,
        connect=Connecting.ASKED,
        follow=kept,
        follow_refusal=None,
        note=_("{name} asked to connect on {day}.", name=name, day=open_one.sent_at),
        accept_url=route(Verb.ACCEPT, open_one.id),
        ask_url=reverse("invitation", args=[open_one.id]),
        ignore_url=route(Verb.IGNORE, open_one.id),
        menu=answers(open_one.id, tie.allowed_actions, name),
        refusal=refusal(full) if full else None,
    )


def more(person: PersonCard, tie: Relationship) -> tuple[MenuItem, ...]:
    """What else one may do about a member; each line says who learns what."""
    name = person.first_name
    items = []
    if not tie.connected:
        items.append(
            MenuItem(
                _("Private note, tags, how you met…"),
                _to("tie_note", person),
                _("Only you will see it."),
                dialog=True,
            )
        )
    if (
        tie.invitation is not None
        and tie.invitation.hidden_state is State.IGNORED
        and tie.invitation.side is Side.RECIPIENT
    ):
        items.append(
            MenuItem(
                _("Put the invitation back"),
                route(Verb.REOPEN, tie.invitation.id),
                _("It waits for your answer again. {name} is not told.", name=name),
                post=True,
            )
        )
    items += _follow_choices(person, tie)
    items.append(
        MenuItem(_("Block…"), _to("block", person), _("Neither of you sees the other any more."), dialog=True)
    )
    return tuple(items)


def _follow_choices(person: PersonCard, tie: Relationship) -> list[MenuItem]:
    name, follow = person.first_name, _to("follow", person)
    private, openly = (("private", "on"),), (("private", "off"),)
    unseen = _("You are counted, but not named, and {name} does not see it.", name=name)
    if tie.following and tie.follow_private:
        seen = _("You stand in the list, and {name} sees that you follow.", name=name)
        return [MenuItem(_("Follow openly"), follow, seen, post=True, fields=openly)]
    if tie.following:
        return [MenuItem(_("Make your follow private"), follow, unseen, post=True, fields=private)]
    if tie.may_follow and not tie.follow_requested and not tie.follow_suspended:
        return [MenuItem(_("Follow privately"), follow, unseen, post=True, fields=private)]
    return []


def policy(wish: str, person: PersonCard) -> str:
    """Whom a member says they connect with, as a sentence: advice, not a lock (REL-14)."""
    sentences = {
        "anyone": _("{name} is open to invitations from anyone.", name=person.first_name),
        "shared_context": _(
            "{name} connects with people who share something: a workplace, a school, a group, an event.",
            name=person.first_name,
        ),
        "people_i_know": _("{name} connects with people already known in person.", name=person.first_name),
        "worked_with": _("{name} connects with people from work done together.", name=person.first_name),
    }
    return sentences.get(wish, "")


def followers_words(follow_policy: FollowPolicy, person: PersonCard) -> str:
    """Who may follow, where it is not everyone (REL-1)."""
    sentences = {
        FollowPolicy.ON_REQUEST: _("{name} answers requests to follow in person.", name=person.first_name),
        FollowPolicy.CONNECTIONS_ONLY: _(
            "{name} takes only connections as followers.", name=person.first_name
        ),
    }
    return sentences.get(follow_policy, "")
