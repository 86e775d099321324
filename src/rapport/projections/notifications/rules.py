"""What members are told of, as one table: kind by kind who, in which words, and for how long (MSG-4).

Nobody is told of a follow, a view, a join or a welcome: what is not in `KINDS` is not told.
A notice stands only as long as what it says is so; that is derived at each reading, so an
invitation that was ignored, withdrawn or lapsed takes its notice along without a trace.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.content.endorsements.events import Endorsed
from rapport.content.moderation.events import CaseDecided
from rapport.content.moderation.rules import State as Outcome
from rapport.content.profiles.events import MilestoneReached
from rapport.content.profiles.rules.milestones import MilestoneKind
from rapport.content.recommendations.events import RecommendationAsked, RecommendationMoved
from rapport.content.recommendations.rules import process as references
from rapport.people.contacts.events import ContactJoined
from rapport.people.groups.events import Admitted, AskedToJoin, InvitedToGroup, RoleChanged
from rapport.people.organizations.events import RoleAccepted, RoleOffered
from rapport.people.organizations.rules import Role
from rapport.people.relationships.events import (
    Connected,
    Declined,
    FollowSuggested,
    Invited,
    Replied,
    Restricted,
)
from rapport.people.relationships.rules.process import DeclineReason
from rapport.people.ties.rules import GroupRole
from rapport.projections.notifications.rules_talk import TALK
from rapport.projections.notifications.rules_telling import Detail, Kind, Leads, Stands, Telling
from rapport.projections.notifications.rules_telling import noop as _noop

_BOTH = (("sender_id", "recipient_id"), ("recipient_id", "sender_id"))
_SENDER = (("sender_id", "recipient_id"),)


KINDS: Mapping[Kind, Telling] = {
    Kind.INVITATION: Telling(
        event=Invited.name,
        told=(("recipient_id", "sender_id"),),
        key="invitation:{invitation_id}",
        words={
            Detail.NONE: _noop("{name} would like to connect."),
            Detail.REMINDER: _noop("{name} reminds you of an invitation."),
        },
        leads=Leads.LETTER,
        icon="inbox",
        stands=Stands.WHILE_WAITING,
        heading=_noop("Someone would like to connect"),
        renewed=True,
    ),
    Kind.CONNECTED: Telling(
        event=Connected.name,
        told=_BOTH,
        key="connected:{invitation_id}",
        words={
            Detail.NONE: _noop("You and {name} are connected."),
            Detail.ACCEPTED: _noop("{name} accepted your invitation. You are connected."),
        },
        leads=Leads.MEMBER,
        icon="m-connect",
        stands=Stands.WHILE_CONNECTED,
        heading=_noop("You are connected with someone"),
    ),
    Kind.DECLINED: Telling(
        event=Declined.name,
        told=_SENDER,
        key="declined:{invitation_id}",
        words={
            Detail.NONE: _noop("{name} declined your invitation."),
            DeclineReason.DO_NOT_RECALL: _noop(
                "{name} declined your invitation and does not recall where you met."
            ),
            DeclineReason.ONLY_CLOSE: _noop(
                "{name} declined your invitation and connects only with people they know well."
            ),
            DeclineReason.NOT_NOW: _noop("{name} declined your invitation: not at the moment."),
            DeclineReason.OTHER_PLACE: _noop(
                "{name} declined your invitation and keeps such contacts in another place."
            ),
        },
        leads=Leads.MEMBER,
        icon="pen-line",
        stands=Stands.ALWAYS,
        heading=_noop("Someone declined your invitation courteously"),
    ),
    Kind.FOLLOW_SUGGESTED: Telling(
        event=FollowSuggested.name,
        told=_SENDER,
        key="follow_suggested:{invitation_id}",
        words={Detail.NONE: _noop("{name} would rather be followed than connect.")},
        leads=Leads.MEMBER,
        icon="m-follow",
        stands=Stands.ALWAYS,
        heading=_noop("Someone suggests that you follow instead"),
    ),
    Kind.REPLY: Telling(
        event=Replied.name,
        told=(("reader_id", "author_id"),),
        key="reply:{invitation_id}",
        words={
            Detail.ASKED: _noop("{name} asks about your invitation."),
            Detail.ANSWERED: _noop("{name} answered what you asked about the invitation."),
        },
        several={
            Detail.ASKED: _noop("{name} wrote {count} times about your invitation."),
            Detail.ANSWERED: _noop("{name} wrote {count} times about the invitation."),
        },
        leads=Leads.LETTER,
        icon="message-circle-question-mark",
        stands=Stands.WHILE_THREAD_OPEN,
        heading=_noop("Someone writes about an invitation"),
        renewed=True,
    ),
    Kind.RESTRICTION: Telling(
        event=Restricted.name,
        told=(("member_id", ""),),
        key="restriction:{restriction_id}",
        words={
            Detail.NONE: _noop(
                "Several people you invited said they don’t know you. "
                "Until {until}, your invitations need the person’s email address."
            )
        },
        leads=Leads.BUDGET,
        icon="hourglass",
        stands=Stands.WHILE_RESTRICTED,
        heading=_noop("Your invitations are restricted"),
    ),
    Kind.PAGE_ROLE: Telling(
        event=RoleOffered.name,
        told=(("member_id", "company_id"),),
        key="page_role:{company_id}",
        words={
            Role.ADMIN: _noop("{name} asks you to look after its page, as an admin."),
            Role.EDITOR: _noop("{name} asks you to look after its page, as an editor."),
        },
        leads=Leads.COMPANY,
        icon="pen-line",
        stands=Stands.WHILE_ROLE_OFFERED,
        heading=_noop("A company asks you to look after its page"),
        renewed=True,
    ),
    Kind.PAGE_ROLE_ACCEPTED: Telling(
        event=RoleAccepted.name,
        told=(("by_id", "member_id"),),
        key="page_role:{company_id}:{member_id}",
        words={Detail.NONE: _noop("{name} looks after a company page with you now, as you asked.")},
        leads=Leads.MEMBER,
        icon="check",
        stands=Stands.ALWAYS,
        heading=_noop("Someone accepted a role on a company page"),
    ),
    Kind.CONTACT_JOINED: Telling(
        event=ContactJoined.name,
        told=(("owner_id", "member_id"), ("member_id", "owner_id")),
        key="contact:{owner_id}:{member_id}",
        words={
            Detail.NONE: _noop("{name} is here now. They stand in your contact book."),
            Detail.KNOWS: _noop("{name} knows your email address. Perhaps you know each other."),
        },
        leads=Leads.MEMBER,
        icon="users-round",
        stands=Stands.WHILE_OFFERED,
        heading=_noop("Someone from your contact book is here, or someone here knows your address"),
    ),
    Kind.GROUP_INVITATION: Telling(
        event=InvitedToGroup.name,
        told=(("person_id", "sender_id"),),
        place="group_id",
        key="group_invitation:{admission_id}",
        words={Detail.NONE: _noop("{name} invites you to the group {place}.")},
        leads=Leads.PLACE,
        icon="users-round",
        stands=Stands.WHILE_INVITED_THERE,
        heading=_noop("Someone invites you to a group"),
    ),
    Kind.GROUP_REQUEST: Telling(
        event=AskedToJoin.name,
        told=(("runner_ids", "person_id"),),
        place="group_id",
        key="group_request:{admission_id}",
        words={Detail.NONE: _noop("{name} asks to join {place}.")},
        leads=Leads.REQUESTS,
        icon="users-round",
        stands=Stands.WHILE_ASKED_THERE,
        heading=_noop("Someone asks to join a group you run"),
    ),
    Kind.GROUP_ADMITTED: Telling(
        event=Admitted.name,
        told=(("person_id", ""),),
        place="group_id",
        key="group_admitted:{admission_id}",
        words={Detail.NONE: _noop("You are in the group {place} now.")},
        leads=Leads.PLACE,
        icon="users-round",
        stands=Stands.WHILE_THERE,
        heading=_noop("A group has let you in"),
    ),
    Kind.GROUP_ROLE: Telling(
        event=RoleChanged.name,
        told=(("person_id", ""),),
        place="group_id",
        key="group_role:{group_id}",
        words={
            GroupRole.OWNER: _noop("You are an owner of {place} now."),
            GroupRole.MODERATOR: _noop("You are a moderator of {place} now."),
            GroupRole.MEMBER: _noop("You are a member of {place} now, no longer a moderator."),
        },
        leads=Leads.PLACE,
        icon="users-round",
        stands=Stands.WHILE_THERE,
        heading=_noop("Your part in a group changes"),
    ),
    Kind.ENDORSEMENT: Telling(
        event=Endorsed.name,
        told=(("owner_id", "endorser_id"),),
        key="endorsement:{endorser_id}",
        words={Detail.NONE: _noop("{name} endorsed a skill of yours.")},
        several={Detail.NONE: _noop("{name} endorsed {count} of your skills.")},
        leads=Leads.ENDORSEMENTS,
        icon="check",
        stands=Stands.WHILE_ENDORSED,
        heading=_noop("Someone endorses your skills"),
        renewed=True,
    ),
    Kind.RECOMMENDATION_ASKED: Telling(
        event=RecommendationAsked.name,
        told=(("author_id", "recipient_id"),),
        key="recommendation_asked:{recommendation_id}",
        words={Detail.NONE: _noop("{name} asks you for a recommendation.")},
        leads=Leads.RECOMMENDATION,
        icon="quote",
        stands=Stands.WHILE_ASKED,
        heading=_noop("Someone asks you for a recommendation"),
    ),
    Kind.RECOMMENDATION: Telling(
        event=RecommendationMoved.name,
        told=(("reader_id", "by_id"),),
        key="recommendation:{recommendation_id}",
        words={
            references.Verb.WRITE: _noop("{name} wrote a recommendation for you. It waits for your answer."),
            references.Verb.REVISE: _noop("{name} changed the recommendation they wrote for you."),
            references.Verb.ACCEPT: _noop("{name} accepted your recommendation."),
            references.Verb.ASK_CHANGE: _noop("{name} asks for a change in your recommendation."),
            references.Verb.REFUSE: _noop("{name} did not take the text you wrote for them."),
            references.Verb.DECLINE: _noop("{name} will not write the recommendation you asked for."),
        },
        leads=Leads.RECOMMENDATION,
        icon="quote",
        stands=Stands.WHILE_RECOMMENDED,
        heading=_noop("A recommendation takes a step"),
        renewed=True,
    ),
    Kind.MILESTONE: Telling(
        event=MilestoneReached.name,
        told=(),
        key="{key}",
        words={
            MilestoneKind.POSITION: _noop("{name} has a new position."),
            MilestoneKind.ANNIVERSARY: _noop("{name} has a work anniversary this month."),
            MilestoneKind.BIRTHDAY: _noop("{name} has a birthday on {until}."),
        },
        leads=Leads.MEMBER,
        icon="calendar-days",
        stands=Stands.WHILE_SHARED,
        heading=_noop("A connection shares a new position, a work anniversary or a birthday"),
    ),
    **TALK,
    Kind.REPORT_OUTCOME: Telling(
        event=CaseDecided.name,
        told=(("reporter_ids", ""),),
        key="report:{case_id}",
        words={
            Outcome.LEFT: _noop("Moderators looked at what you reported, and left it as it is."),
            Outcome.TAKEN_DOWN: _noop("Moderators took down what you reported. Thank you for telling them."),
            Outcome.ACTED: _noop("Moderators looked at what you reported, and did something about it."),
        },
        leads=Leads.REPORTS,
        icon="check",
        stands=Stands.ALWAYS,
        heading=_noop("Something you reported is decided"),
    ),
    Kind.TAKEN_DOWN: Telling(
        event=CaseDecided.name,
        told=(("taken_from_ids", ""),),
        key="taken_down:{case_id}",
        words={Detail.NONE: _noop("Moderators took down something you wrote. You can read why.")},
        leads=Leads.TAKEN_DOWN,
        icon="circle-alert",
        stands=Stands.ALWAYS,
        heading=_noop("Something you wrote is taken down"),
    ),
}
"""Everything that is told, and nothing else is."""

_ASKS = frozenset({references.State.WAITING}) | references.REVISED
SO_WHILE: Mapping[references.Verb, frozenset[references.State]] = {
    references.Verb.WRITE: frozenset({references.State.WAITING}),
    references.Verb.REVISE: _ASKS,
    references.Verb.ACCEPT: references.KEPT,
    references.Verb.ASK_CHANGE: references.KEPT | {references.State.CHANGE_ASKED},
    references.Verb.REFUSE: (references.KEPT - references.REVISED) | {references.State.REFUSED},
    references.Verb.DECLINE: frozenset({references.State.DECLINED}),
}
"""In which states what a notice says of a step is so; a change asked for also still has its words."""


def words(kind: Kind, detail: str, count: int, people: int = 1) -> str:
    """The English template of a notice: with `{name}`, `{second}`, `{others}`, `{place}`, `{count}` and `{until}`.

    `count` is how many facts it stands for, and `people` how many did them.
    """
    row = KINDS[kind]
    if people > 1 and detail in row.many:
        if people == 2:
            return row.two[detail]
        one, more = row.many[detail]
        return one if people == 3 else more
    if count > 1 and detail in row.several:
        return row.several[detail]
    return row.words.get(detail, next(iter(row.words.values())))
