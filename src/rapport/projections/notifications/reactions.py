"""Who is told of what, in the transaction of the fact; every handler may run twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import NAMESPACE_OID, UUID, uuid5

from rapport.content.discussion.events import Commented, CommentEdited, Reacted
from rapport.content.endorsements import queries as endorsements
from rapport.content.endorsements.events import Endorsed
from rapport.content.exchange.rules.choices import Choices, keeps
from rapport.content.moderation.events import CaseDecided
from rapport.content.posts.events import PostEdited, PostPublished
from rapport.content.profiles.events import MilestoneReached
from rapport.content.profiles.rules.milestones import MilestoneKind
from rapport.content.recommendations.events import RecommendationAsked, RecommendationMoved
from rapport.content.recommendations.queries import own as recommendations
from rapport.kernel.events import Event, subscribe
from rapport.people.actors.events import ActorDeleted
from rapport.people.contacts.events import ContactJoined
from rapport.people.groups.events import Admitted, AskedToJoin, InvitedToGroup, RoleChanged
from rapport.people.organizations.events import RoleAccepted, RoleOffered
from rapport.people.relationships.events import (
    Connected,
    Declined,
    FollowSuggested,
    Invited,
    Replied,
    Restricted,
)
from rapport.people.relationships.rules.process import Tray
from rapport.people.ties import queries as ties
from rapport.projections.notifications import actions, actions_talk, queries, queries_talk
from rapport.projections.notifications.actions import Fact
from rapport.projections.notifications.queries_talk import About
from rapport.projections.notifications.rules import KINDS
from rapport.projections.notifications.rules_talk import Told, strongest
from rapport.projections.notifications.rules_telling import Detail, Kind

PART = 500
"""So many members are told of a milestone with one statement."""


def _facts(kind: Kind, event: Event, *, at: datetime, subject: UUID | None, latest: str = "") -> list[Fact]:
    """One fact for each member whom the table tells of this event."""
    row, values = KINDS[kind], vars(event)
    return [
        Fact(
            owner_id=owner,
            kind=kind,
            key=row.key.format(**values),
            latest=latest,
            at=at,
            actor_id=values[about] if about else None,
            place_id=values[row.place] if row.place else None,
            subject=subject,
        )
        for told, about in row.told
        for owner in (values[told] if isinstance(values[told], tuple) else (values[told],))
    ]


def _invited(event: Invited) -> None:
    """The recipient, where it reached their inbox; a reminder brings it up again (REL-11, REL-13)."""
    if event.tray != Tray.INBOX.value:
        return
    at = queries.times_of(event.invitation_id).sent_at
    detail = Detail.REMINDER if event.reminder else Detail.NONE
    facts = _facts(Kind.INVITATION, event, at=at, subject=event.invitation_id, latest=str(event.reminder))
    actions.tell([replace(fact, detail=detail.value) for fact in facts])


def _connected(event: Connected) -> None:
    """Both; the one who accepted has just done it, so theirs is born read (REL-8)."""
    at = queries.times_of(event.invitation_id).answered_at
    facts = _facts(Kind.CONNECTED, event, at=at, subject=event.invitation_id)
    actions.tell(
        [
            replace(fact, detail=Detail.ACCEPTED.value)
            if fact.owner_id == event.sender_id
            else replace(fact, read=True)
            for fact in facts
        ]
    )


def _declined(event: Declined) -> None:
    """The sender, with the reason where one was given (REL-7)."""
    at = queries.times_of(event.invitation_id).answered_at
    facts = _facts(Kind.DECLINED, event, at=at, subject=event.invitation_id)
    actions.tell([replace(fact, detail=event.reason) for fact in facts])


def _follow_suggested(event: FollowSuggested) -> None:
    """The sender (REL-7)."""
    at = queries.times_of(event.invitation_id).answered_at
    actions.tell(_facts(Kind.FOLLOW_SUGGESTED, event, at=at, subject=event.invitation_id))


def _replied(event: Replied) -> None:
    """The other side of the thread; several messages make one notice (REL-7)."""
    reader_invited = queries.times_of(event.invitation_id).sender_id == event.reader_id
    detail = Detail.ASKED if reader_invited else Detail.ANSWERED
    facts = _facts(
        Kind.REPLY,
        event,
        at=queries.said_at(event.reply_id),
        subject=event.invitation_id,
        latest=str(event.reply_id),
    )
    actions.tell([replace(fact, detail=detail.value) for fact in facts])


def _restricted(event: Restricted) -> None:
    """The member, with the end (REL-12)."""
    at = queries.restricted_at(event.restriction_id)
    facts = _facts(Kind.RESTRICTION, event, at=at, subject=event.restriction_id)
    actions.tell([replace(fact, until=event.until) for fact in facts])


def _contact_joined(event: ContactJoined) -> None:
    """Who has them in the book, and the newcomer as far as the event says: never what the book holds (OPS-1)."""
    subject = uuid5(NAMESPACE_OID, f"{event.owner_id} {event.member_id}")
    facts = _facts(Kind.CONTACT_JOINED, event, at=event.at, subject=subject)
    actions.tell(
        [
            replace(fact, detail=Detail.KNOWS.value) if fact.owner_id == event.member_id else fact
            for fact in facts
            if event.tells_member or fact.owner_id != event.member_id
        ]
    )


def _invited_to_group(event: InvitedToGroup) -> None:
    """The one who is invited (PRO-7)."""
    actions.tell(_facts(Kind.GROUP_INVITATION, event, at=event.at, subject=event.admission_id))


def _asked_to_join(event: AskedToJoin) -> None:
    """Everybody who runs the group (PRO-7)."""
    actions.tell(_facts(Kind.GROUP_REQUEST, event, at=event.at, subject=event.admission_id))


def _admitted(event: Admitted) -> None:
    """The one who had asked; a join is told to nobody (PRO-7)."""
    actions.tell(_facts(Kind.GROUP_ADMITTED, event, at=event.at, subject=event.admission_id))


def _role_changed(event: RoleChanged) -> None:
    """The one who has another part from now on; only the latest part stands (PRO-7)."""
    latest = f"{event.role} {event.at:%Y%m%d%H%M%S}"
    facts = _facts(Kind.GROUP_ROLE, event, at=event.at, subject=None, latest=latest)
    actions.tell([replace(fact, detail=event.role) for fact in facts])


def _role_offered(event: RoleOffered) -> None:
    """The one who is asked, once a page: offering the same again tells nobody anew (PRO-6)."""
    facts = _facts(Kind.PAGE_ROLE, event, at=event.at, subject=None, latest=event.role)
    actions.tell([replace(fact, detail=event.role) for fact in facts])


def _role_accepted(event: RoleAccepted) -> None:
    """The one who had asked (PRO-6)."""
    actions.tell(_facts(Kind.PAGE_ROLE_ACCEPTED, event, at=event.at, subject=None))


def _endorsed(event: Endorsed) -> None:
    """The owner of the skill; several skills by one person make one notice (PRO-3)."""
    at = endorsements.given_at(event.skill_id, event.endorser_id)
    latest = event.skill_id.hex
    actions.tell(_facts(Kind.ENDORSEMENT, event, at=at, subject=event.skill_id, latest=latest))


def _recommendation_asked(event: RecommendationAsked) -> None:
    """Who is asked (PRO-4)."""
    at = recommendations.moved_at(event.recommendation_id)
    actions.tell(_facts(Kind.RECOMMENDATION_ASKED, event, at=at, subject=event.recommendation_id))


def _recommendation_moved(event: RecommendationMoved) -> None:
    """The other side; a later step brings the notice up again (PRO-4)."""
    at = recommendations.moved_at(event.recommendation_id)
    facts = _facts(
        Kind.RECOMMENDATION, event, at=at, subject=event.recommendation_id, latest=str(event.number)
    )
    actions.tell([replace(fact, detail=event.verb) for fact in facts])


def _milestone(event: MilestoneReached) -> None:
    """Everybody connected with them, each once, a part at a time (PRO-5)."""
    over = datetime.combine(event.day, time.max, UTC) if event.kind == MilestoneKind.BIRTHDAY.value else None
    rows = ties.connections(event.owner_id, event.owner_id).order_by("other_id")
    connected = list(rows.values_list("other_id", flat=True))
    for begin in range(0, len(connected), PART):
        actions.tell(
            [
                Fact(
                    owner_id=owner,
                    kind=Kind.MILESTONE,
                    key=KINDS[Kind.MILESTONE].key.format(**vars(event)),
                    latest="",
                    at=event.at,
                    actor_id=event.owner_id,
                    subject=event.entry_id,
                    detail=event.kind,
                    until=over,
                )
                for owner in queries.not_told(connected[begin : begin + PART], event.key)
            ]
        )


def _decided(event: CaseDecided) -> None:
    """Who reported it, of the outcome; and who wrote what was taken down (OPS-4)."""
    outcome = _facts(Kind.REPORT_OUTCOME, event, at=event.at, subject=event.case_id)
    taken = _facts(Kind.TAKEN_DOWN, event, at=event.at, subject=event.case_id)
    actions.tell([*(replace(fact, detail=event.state) for fact in outcome), *taken])


def _reacted(event: Reacted) -> None:
    """Whose post or comment it is (FEED-2)."""
    post = queries_talk.about(event.post_id)
    owner = queries_talk.author_of(event.comment_id) if event.comment_id else post.writer_id
    if owner is None or owner == event.actor_id:
        return
    at = queries_talk.reacted_at(event.post_id, event.comment_id, event.actor_id)
    _gather(
        Told(
            source=f"reaction:{event.post_id}:{event.comment_id}:{event.actor_id}",
            kinds={owner: Kind.REACTION},
            actor_id=event.actor_id,
            post_id=event.post_id,
            comment_id=event.comment_id or None,
            about=event.post_id,
            at=at,
            company_id=None if event.comment_id else post.company_id,
        ),
        post,
    )


def _said(event: Commented | CommentEdited) -> None:
    """Whom it answers, whom it names, and whose post it is under: each of them once, as what it is most."""
    post, said = queries_talk.about(event.post_id), queries_talk.said(event.comment_id)
    meanings = {Kind.MENTION: said.named, Kind.COMMENT: frozenset({post.writer_id})}
    if said.answered_author is not None:
        meanings[Kind.COMMENT_REPLY] = frozenset({said.answered_author})
    changed = isinstance(event, CommentEdited)
    _gather(
        Told(
            source=f"comment:{event.comment_id}",
            kinds=strongest(meanings),
            actor_id=event.author_id,
            post_id=event.post_id,
            comment_id=event.comment_id,
            about=event.post_id,
            at=queries_talk.edited_at(event.comment_id) if changed else said.at,
            answers=said.answers,
            company_id=post.company_id,
        ),
        post,
    )


def _published(event: PostPublished) -> None:
    """Whom it names, and whose post it passes on."""
    if event.names or event.original_id:
        _named(event.post_id, event.writer_id, queries_talk.named_in(event.post_id), event.original_id)


def _post_edited(event: PostEdited) -> None:
    """Whom it names from now on, or who sees it from now on (FEED-1)."""
    if named := queries_talk.named_in(event.post_id):
        _named(event.post_id, event.writer_id, named, 0)


def _named(post_id: int, writer_id: int, named: frozenset[int], original_id: int) -> None:
    post = queries_talk.about(post_id)
    original = queries_talk.about(original_id) if original_id else None
    source, at = f"post:{post_id}", queries_talk.changed_at(post_id)
    meanings = {Kind.MENTION: named - {writer_id}}
    if original is not None:
        meanings[Kind.REPOST] = frozenset({original.writer_id})
    kinds = strongest(meanings)
    for kind in (Kind.MENTION, Kind.REPOST):
        _gather(
            Told(
                source=source,
                kinds={owner: found for owner, found in kinds.items() if found is kind},
                actor_id=post.author_id,
                post_id=post_id,
                comment_id=None,
                about=post_id if original is None or kind is Kind.MENTION else original.id,
                at=at,
                company_id=original.company_id if original is not None else None,
            ),
            post,
        )


def _gather(told: Told, post: About) -> None:
    """Gather the deed for those who may know of it, and who have not been told."""
    if told.kinds:
        owners = queries_talk.listening(list(told.kinds), told.actor_id, post, told.at)
        actions_talk.gather(told, owner_ids=owners)


def _forget(event: ActorDeleted) -> None:
    """Nothing is kept for a member who left."""
    actions.forget(actor_id=event.actor_id)


def _choose(owner: int, kind: str, frequency: str | None, now: datetime) -> None:
    """Choose as an import says, or take that back (OPS-2)."""
    if frequency is None:
        actions.unprefer(actor_id=owner, kind=kind)
    else:
        actions.prefer(actor_id=owner, changes={kind: frequency}, now=now)


keeps("notices", Choices(queries.explicit, _choose, {}))
subscribe(Invited.name, _invited)
subscribe(Connected.name, _connected)
subscribe(Declined.name, _declined)
subscribe(FollowSuggested.name, _follow_suggested)
subscribe(Replied.name, _replied)
subscribe(Restricted.name, _restricted)
subscribe(RoleOffered.name, _role_offered)
subscribe(RoleAccepted.name, _role_accepted)
subscribe(ContactJoined.name, _contact_joined)
subscribe(InvitedToGroup.name, _invited_to_group)
subscribe(AskedToJoin.name, _asked_to_join)
subscribe(Admitted.name, _admitted)
subscribe(RoleChanged.name, _role_changed)
subscribe(Endorsed.name, _endorsed)
subscribe(RecommendationAsked.name, _recommendation_asked)
subscribe(RecommendationMoved.name, _recommendation_moved)
subscribe(MilestoneReached.name, _milestone, job=True)
subscribe(CaseDecided.name, _decided)
subscribe(Reacted.name, _reacted)
subscribe(Commented.name, _said)
subscribe(CommentEdited.name, _said)
subscribe(PostPublished.name, _published)
subscribe(PostEdited.name, _post_edited)
subscribe(ActorDeleted.name, _forget, job=True)
