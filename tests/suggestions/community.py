"""A small community for suggestions, made by real actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from rapport.content.profiles.actions import entries
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import answering, following, inviting
from rapport.projections.suggestions.queries import follow, people
from tests.people import START, make_member

LIMITS = Limits()


@dataclass
class Community:
    """Members by handle; `now` is the moment at which everything happens."""

    now: datetime = START
    ids: dict[str, int] = field(default_factory=dict)

    def add(self, *handles: str) -> None:
        """Members without ties."""
        for handle in handles:
            self.ids[handle] = make_member(handle, now=self.now)

    def connect(self, one: str, two: str) -> None:
        """Connect two, without follows."""
        sent = inviting.invite(
            sender=self.ids[one],
            recipient=self.ids[two],
            context="other",
            follow=False,
            now=self.now,
            limits=LIMITS,
        )
        answering.accept(
            invitation_id=sent.invitation_id,
            actor_id=self.ids[two],
            follow=False,
            now=self.now,
            limits=LIMITS,
        )

    def follow(self, one: str, two: str, *, private: bool = False) -> None:
        """Let one follow another."""
        following.follow(follower=self.ids[one], followee=self.ids[two], private=private, now=self.now)

    def works(self, who: str, company: str, started: str = "", finished: str = "", page: str = "") -> None:
        """A position."""
        values = {"title": "Keeper", "company": company, "started": started, "finished": finished}
        entries.add_entry(
            owner_id=self.ids[who], section=Section.EXPERIENCE, values=values, organization_handle=page,
            news=False, now=self.now,
        )  # fmt: skip

    def studied(self, who: str, school: str, finished: str = "") -> None:
        """A time at a school."""
        values = {"school": school, "finished": finished}
        entries.add_entry(owner_id=self.ids[who], section=Section.EDUCATION, values=values, now=self.now)

    def known(self, who: str) -> dict[str, list[str]]:
        """Whom a member is suggested to know, in order, with the reasons."""
        found = people.suggested(Viewer(self.ids[who]), size=100, limits=LIMITS, now=self.now)
        return {one.person.handle: [said.sentence() for said in one.reasons] for one in found.items}

    def worth(self, who: str) -> dict[str, list[str]]:
        """Whom a member is suggested to follow, in order, with the reasons."""
        found = follow.suggested(Viewer(self.ids[who]), size=100, limits=LIMITS, now=self.now)
        return {
            (one.person or one.company).handle: [said.sentence() for said in one.reasons]  # type: ignore[union-attr]
            for one in found.items
        }
