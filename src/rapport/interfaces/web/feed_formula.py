"""The formula of Top in words, read off the rules: a figure that is changed there is changed here (FEED-4)."""

from __future__ import annotations

from collections.abc import Mapping

from rapport.interfaces.web import engine_words as words
from rapport.projections.feed.rules import top
from rapport.projections.feed.rules.top import Near, Source, Term

_ = words.translate


def _noop(text: str) -> str:
    """Marks a text for the translators; it may be read before Django is set up."""
    return text


SOURCES: Mapping[Source, tuple[str, str]] = {
    Source.CONNECTIONS: (_noop("Your connections"), _noop("whom you follow too")),
    Source.PEOPLE: (_noop("People you follow"), _noop("without being connected")),
    Source.COMPANIES: (_noop("Companies"), _noop("whose pages you follow")),
    Source.GROUPS: (_noop("Groups"), _noop("you are in")),
    Source.HASHTAGS: (_noop("Hashtags"), _noop("you follow")),
    Source.SECOND: (_noop("Through your connections"), _noop("public posts they commented on or passed on")),
}
"""What each slider is called, and for what it is."""

LEVELS = (_noop("Nothing"), _noop("Less"), _noop("As usual"), _noop("More"), _noop("Most"))
"""The places of a slider."""

NEAR: Mapping[Near, str] = {
    Near.CONNECTION: _noop("You are connected"),
    Near.OWN: _noop("You wrote it"),
    Near.FOLLOWED: _noop("You follow them"),
    Near.GROUP: _noop("You are in the same group"),
    Near.SECOND: _noop("A connection brought it"),
    Near.NOTHING: _noop("You have no tie to who wrote it"),
}


def figure(value: float) -> str:
    """A figure to one place, two where it is a factor below one that would vanish."""
    rounded = f"{value:.1f}" if value >= 0.1 or value == 0 else f"{value:.2f}"
    return rounded.removesuffix(".0")


def formula() -> dict[str, object]:
    """What the page of the formula shows."""
    return {
        "points": [
            (_("Your tie"), figure(top.POINTS[Term.TIE]), _(
                "What its author is to you, and how much you two talked under posts in the last year. Mutual "
                "connections add to a connection.")),
            (_("Conversation"), figure(top.POINTS[Term.CONVERSATION]), _(
                "How many different people near you (connected to you, or followed by you) commented on it or passed "
                "it on. {most} of them give all points; more add nothing.", most=top.TALKERS)),
            (_("Topic"), figure(top.POINTS[Term.TOPIC]), _(
                "All of it for a hashtag you follow, half for one on a post you wrote, answered, reacted to or kept in "
                "the last {days} days.", days=top.TOPIC_DAYS)),
        ],
        "near": [(_(NEAR[one]), figure(worth * top.POINTS[Term.TIE])) for one, worth in top.NEAR.items()],
        "mutual": _("Mutual connections add up to {points} points, half of them from {half} on; conversation closes "
                    "the distance that is left, by half where you talk a lot.",
                    points=figure(top.MUTUAL * top.POINTS[Term.TIE]), half=top.MUTUAL_HALF),
        "factors": [
            (_("Age"), _("After {hours} hours a post weighs half, after twice as long a quarter.",
                         hours=figure(top.HALF_LIFE_HOURS))),
            (_("Your sliders"), _("From nothing to double, for each source. Where a post came by several, the highest "
                                  "counts.")),
            (_("Less"), _("What you asked for less of keeps {share} of its weight.", share=figure(top.LESS))),
            (_("Variety"), _("Each further post of one author keeps {share} of its weight.",
                             share=figure(top.VARIETY))),
        ],
        "never": [
            _("How fast others react, and how many: reactions of others count nothing at all."),
            _("What you looked at, how long, and what you typed."),
            _("Money. Nothing here can be bought."),
        ],
        "looked_at": _("The newest {pool} posts of the last {days} days from what you follow, those of the people you "
                       "talk with most, and public posts of your connections’ connections that your connections "
                       "commented on or passed on, if you want these. The {length} heaviest stand in Top.",
                       pool=top.POOL, days=top.DAYS, length=top.LENGTH),
    }  # fmt: skip
