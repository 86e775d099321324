"""What a post weighs in Top, in words: every term of it, as it stands below the post (FEED-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.feed_formula import LEVELS, NEAR, SOURCES, figure
from rapport.people.relationships.queries.faces import Face
from rapport.projections.feed.rules import top
from rapport.projections.feed.rules.top import Term, Worked

_ = words.translate


@dataclass(frozen=True)
class Line:
    """One term: its name, its figure as it stands in the sum, and what it comes from."""

    name: str
    figure: str
    because: str = ""


@dataclass(frozen=True)
class Sum:
    """All terms of a post in the order in which they are reckoned, and what comes out."""

    lines: tuple[Line, ...]
    weight: str


def _times(value: float) -> str:
    return f"× {value:.2f}".rstrip("0").rstrip(".")


def reckoned(how: Worked, talkers: Sequence[Face]) -> Sum:
    """What a post weighs, line by line; lines that change nothing are left out, but for the points."""
    facts, points = how.facts, how.points
    lines = [
        Line(_("Your tie"), _of(points, Term.TIE), _tie(how)),
        Line(_("Conversation"), _of(points, Term.CONVERSATION), _talk(facts.talkers, talkers)),
        Line(_("Topic"), _of(points, Term.TOPIC), _topic(how)),
    ]
    if how.freshness < 1:
        lines.append(Line(_("Age"), _times(how.freshness), _age(facts.hours)))
    if how.factor != 1 and how.source is not None:
        slider = _("Your slider for “{source}” stands at “{level}”.",
                   source=_(SOURCES[how.source][0]), level=_(LEVELS[how.level]))  # fmt: skip
        lines.append(Line(_("Your slider"), _times(how.factor), slider))
    if how.less < 1:
        asked = facts.less if facts.less.startswith("#") else f"@{facts.less}"
        lines.append(
            Line(_("Less"), _times(how.less), _("You asked for less of {what}.", what=words.bdi(asked)))
        )
    if how.before:
        above = words.translate_plural(
            "{count} post of the same author stands above.",
            "{count} posts of the same author stand above.",
            how.before,
        )
        lines.append(Line(_("Variety"), _times(how.variety), above))
    return Sum(tuple(lines), figure(how.weight))


def _of(points: Mapping[Term, float], term: Term) -> str:
    return _("{points} of {most}", points=figure(points[term]), most=figure(top.POINTS[term]))


def _tie(how: Worked) -> str:
    facts = how.facts
    told = [_(NEAR[facts.near])]
    if facts.mutual:
        told.append(
            words.translate_plural("{count} mutual connection", "{count} mutual connections", facts.mutual)
        )
    if facts.talk >= OFTEN:
        told.append(_("you talk with each other often"))
    elif facts.talk:
        told.append(_("you have talked"))
    return f"{', '.join(told)}."


OFTEN = 0.3
"""From this strength of conversation on it is called often."""


def _talk(count: int, named: Sequence[Face]) -> str:
    if not count:
        return _("Nobody near you has commented on it or passed it on.")
    near = words.translate_plural(
        "{count} person near you talks there", "{count} people near you talk there", count
    )
    if not named:
        return f"{near}."
    return format_html(
        "{}: {}.", near, format_html_join(", ", "{}", ((words.bdi(one.name),) for one in named))
    )


def _topic(how: Worked) -> str:
    facts = how.facts
    if facts.followed:
        return _("It carries {tag}, which you follow.", tag=words.bdi(f"#{facts.followed[0]}"))
    if facts.known:
        return _(
            "It carries {tag}, about which you wrote or read before.", tag=words.bdi(f"#{facts.known[0]}")
        )
    return _("No hashtag that you follow or know.")


def _age(hours: float) -> str:
    if hours < 48:
        return words.translate_plural("{count} hour old.", "{count} hours old.", round(hours))
    return words.translate_plural("{count} day old.", "{count} days old.", round(hours / 24))
