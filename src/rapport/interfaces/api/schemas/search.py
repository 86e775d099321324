"""What is asked for in a search, and what is found."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rapport.content.profiles.rules.sections import OpenTo
from rapport.interfaces.api.schemas.common import LONGEST_SEARCH, Named, Shown, choice
from rapport.interfaces.api.schemas.companies import CompanyList
from rapport.interfaces.api.schemas.groups import GroupList
from rapport.interfaces.api.schemas.people import Person
from rapport.interfaces.api.schemas.posts import Post
from rapport.kernel import text
from rapport.projections.search.queries.people import Degree, Wanted


class WantedPeople(Named):
    """Whom to find, and which page of them."""

    q: str = Field(
        default="", description="Words; the last one may be a beginning. A phrase in quotes; @handle."
    )
    degree: int | None = Field(default=None, ge=1, le=3, description="1, 2 or 3: only people so near.")
    company: str = Field(default="", description="Words of a company where they work or worked.")
    school: str = Field(default="", description="Words of a school.")
    location: str = Field(default="", description="Words of where they are.")
    skill: str = Field(default="", description="Words of a skill.")
    group: str = Field(default="", description="The handle of a group whose members you may see.")
    open_to: Annotated[OpenTo | None, choice(OpenTo, "What they are open to.")] = None

    @property
    def wanted(self) -> Wanted:
        """What to look for, as text that can be looked for.

        Raises: Invalid (`too_long`).
        """
        return Wanted(
            q=self.words,
            degree=Degree(str(self.degree)) if self.degree else None,
            company=self._line("company"),
            school=self._line("school"),
            location=self._line("location"),
            skill=self._line("skill"),
            group=self._line("group"),
            open_to=self.open_to,
        )

    def _line(self, name: str) -> str:
        return text.one_line(getattr(self, name), field=name, at_most=LONGEST_SEARCH)


class Matched(Shown):
    """A part of a profile that has what was asked for, as far as it is shown to you."""

    field: str
    text: str


class FoundPerson(Person):
    """Somebody who was found; `matched` says why, where name and headline do not."""

    matched: list[Matched]


Count = Annotated[int | None, Field(description="How many fit; null where that is not counted.")]
Similar = Annotated[bool, Field(description="Nobody has the words as typed; these have similar ones.")]


class FoundPeople(Shown):
    """One page of people who were found."""

    items: list[FoundPerson]
    next: str | None
    count: Count
    similar: Similar


class FoundCompanies(CompanyList):
    """One page of companies that were found."""

    count: Count
    similar: Similar


class FoundGroups(GroupList):
    """One page of groups that were found."""

    count: Count
    similar: Similar


class SnippetPart(Shown):
    """A run of plain text; `marked` where it is what was looked for."""

    text: str
    marked: bool


class FoundPost(Post):
    """A post that was found, with the words around what was looked for."""

    snippet: Annotated[list[SnippetPart], Field(description="On one line; plain text, to be escaped.")]


class FoundPosts(Shown):
    """One page of posts that were found."""

    items: list[FoundPost]
    next: str | None
    count: Count
    similar: Similar


class FoundHashtag(Shown):
    """A hashtag that was found, without its sign."""

    name: str
    post_count: Annotated[int, Field(description="How many posts under it are for you.")]
    follower_count: int
    following: bool


class FoundHashtags(Shown):
    """One page of hashtags that were found."""

    items: list[FoundHashtag]
    next: str | None
    count: Count
    similar: Similar
