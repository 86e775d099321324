"""The two ties between the reader and one person: which state each half is in, and where it leads.

Read from `Relationship`, which the rules made; nothing is decided here but what stands first
(the table in `parts.TiePair`).
"""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import restriction
from rapport.interfaces.web.discussion_parts import reporting
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.letters import answers, own_steps, route
from rapport.interfaces.web.parts import (
    CompanyCard,
    Connecting,
    Following,
    MenuItem,
    PersonCard,
    Refusal,
    TiePair,
)
from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.queries.facts import OpenInvitation
from rapport.people.relationships.queries.people import Relationship
from rapport.people.relationships.rules.process import Side, State, Verb
from rapport.people.ties.rules import ConnectionPolicy, FollowPolicy, PrimaryButton

_ = words.translate


def pair(person: PersonCard, tie: Relationship, limits: Limits) -> TiePair:
    """The pair of a member who looks at another."""
    shown = TiePair(
        person=person,
        invite_url=_to("invite", person),
        follow_url=_to("follow", person),
        unfollow_url=_to("unfollow", person),
        more=more(person, tie),
    )
    return _connecting(_following(shown, tie), tie, limits)


def in_list(person: PersonCard, tie: Relationship, limits: Limits) -> TiePair:
    """The pair beside a name in a list: only what is possible; reasons stand on the member's own page."""
    shown = replace(pair(person, tie, limits), note="", refusal=None, follow_refusal=None)
    if shown.connect in (Connecting.REFUSED, Connecting.BY_EMAIL):
        shown = replace(shown, connect=Connecting.NONE)
    if shown.follow is Following.REFUSED:
        shown = replace(shown, follow=Following.NONE)
    if shown.connect is Connecting.ASKED:
        return replace(shown, answers=())
    return replace(shown, prominent="none")


def for_visitor(person: PersonCard, primary: PrimaryButton, door: str) -> TiePair:
    """The pair of somebody who is not signed in: both halves lead to the door."""
    tucked = primary is PrimaryButton.FOLLOW
    return TiePair(person=person, connect=Connecting.TUCKED if tucked else Connecting.OPEN, sign_in_url=door)


def _to(name: str, person: PersonCard | CompanyCard) -> str:
    return reverse(name, args=[person.handle])


def _following(shown: TiePair, tie: Relationship) -> TiePair:
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
    if tie.primary_button is PrimaryButton.FOLLOW and not tie.connected:
        quiet = _("Following is quiet: {name} is not told, and you can stop at any time.", name=name)
    return replace(shown, follow=Following.OPEN, note=quiet)


def _connecting(shown: TiePair, tie: Relationship, limits: Limits) -> TiePair:
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
    refused = tie.invite_refusal or tie.accept_refusal
    if refused is not None:
        return replace(shown, connect=Connecting.REFUSED, refusal=refusal(refused))
    if tie.restricted_until is not None and tie.invitation is None:
        return replace(shown, connect=Connecting.BY_EMAIL, refusal=restriction(tie.restricted_until, limits))
    tucked = tie.primary_button is PrimaryButton.FOLLOW
    return replace(shown, connect=Connecting.TUCKED if tucked else Connecting.OPEN)


def _of_connection(person: PersonCard | CompanyCard) -> tuple[MenuItem, ...]:
    name = person.first_name
    return (
        MenuItem(
            _("Note, tags, how you met…"), _to("tie_note", person), _("Only you will see it."), dialog=True
        ),
        MenuItem(
            _("Write a recommendation"),
            _to("recommend", person),
            _("{name} decides whether it is shown.", name=name),
        ),
        MenuItem(
            _("Ask for a recommendation…"),
            f"{reverse('recommendation_ask')}?to={person.handle}",
            _("{name} is told.", name=name),
            dialog=True,
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
    full, name = tie.accept_refusal, shown.person.first_name
    stands = shown.follow in (Following.FOLLOWING, Following.REQUESTED)
    kept = shown.follow if stands or full is not None else Following.NONE
    return replace(
        shown,
        connect=Connecting.ASKED,
        follow=kept,
        follow_refusal=None,
        note=_("{name} asked to connect on {day}.", name=name, day=open_one.sent_at),
        accept_url=route(Verb.ACCEPT, open_one.id),
        ask_url=reverse("invitation", args=[open_one.id]),
        ignore_url=route(Verb.IGNORE, open_one.id),
        answers=answers(open_one.id, tie.allowed_actions, name),
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
    items.append(MenuItem(_("Copy the link to this page"), person.url, copied=_("The link is copied.")))
    items.append(
        MenuItem(_("Block…"), _to("block", person), _("Neither of you sees the other any more."), dialog=True)
    )
    items.append(reporting(_to("member_report", person)))
    return tuple(items)


def _follow_choices(person: PersonCard, tie: Relationship) -> list[MenuItem]:
    name, follow = person.first_name, _to("follow", person)
    private, openly = ("private", "on"), ("private", "off")
    unseen = _("You are counted, but not named, and {name} does not see it.", name=name)
    if tie.following and tie.follow_private:
        seen = _("You stand in the list, and {name} sees that you follow.", name=name)
        return [MenuItem(_("Follow openly"), follow, seen, post=True, field=openly)]
    if tie.following:
        return [MenuItem(_("Make your follow private"), follow, unseen, post=True, field=private)]
    if tie.may_follow and not tie.follow_requested and not tie.follow_suspended:
        return [MenuItem(_("Follow privately"), follow, unseen, post=True, field=private)]
    return []


def policy(wish: str, person: PersonCard, *, own: bool = False) -> str:
    """Whom a member says they connect with, as a sentence: advice, not a lock (REL-14)."""
    if own:
        return _own_policy(wish)
    sentences = {
        ConnectionPolicy.ANYONE: _("{name} is open to invitations from anyone."),
        ConnectionPolicy.SHARED_CONTEXT: _(
            "{name} connects with people who share something: a workplace, a school, a group, an event."
        ),
        ConnectionPolicy.PEOPLE_I_KNOW: _("{name} connects with people they know."),
        ConnectionPolicy.WORKED_WITH: _("{name} connects with people they have worked with."),
    }
    return sentences[ConnectionPolicy(wish)].format(name=person.first_name)


def _own_policy(wish: str) -> str:
    sentences = {
        ConnectionPolicy.ANYONE: _("You are open to invitations from anyone."),
        ConnectionPolicy.SHARED_CONTEXT: _("You connect with people who share something with you."),
        ConnectionPolicy.PEOPLE_I_KNOW: _("You connect with people you know."),
        ConnectionPolicy.WORKED_WITH: _("You connect with people you have worked with."),
    }
    return sentences[ConnectionPolicy(wish)]


def followers_words(wish: FollowPolicy, person: PersonCard, *, own: bool = False) -> str:
    """Who may follow, where it is not everyone (REL-1)."""
    if wish is FollowPolicy.ON_REQUEST:
        if own:
            return _("You answer requests to follow in person.")
        return _("{name} answers requests to follow in person.", name=person.first_name)
    if wish is FollowPolicy.CONNECTIONS_ONLY:
        if own:
            return _("You take only connections as followers.")
        return _("{name} takes only connections as followers.", name=person.first_name)
    return ""
