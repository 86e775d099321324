"""What the sections and fields of a profile are called, for whom they are, and how their dates are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.utils.dateformat import format as written
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop as _noop

from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.looks import Look
from rapport.content.profiles.rules.sections import Detail, OpenTo, Proficiency, Section
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.profile_parts import Shape, Span
from rapport.people.audience import Audience

_ = words.translate

HEADINGS: Mapping[Section, str] = {
    Section.ABOUT: _noop("About"),
    Section.FACTS: _noop("In short"),
    Section.OPEN_TO: _noop("Open to"),
    Section.EXPERIENCE: _noop("Experience"),
    Section.EDUCATION: _noop("Education"),
    Section.SKILLS: _noop("Skills"),
    Section.LANGUAGES: _noop("Languages"),
    Section.CERTIFICATIONS: _noop("Certifications"),
    Section.PROJECTS: _noop("Projects"),
    Section.COURSES: _noop("Courses"),
    Section.ASSOCIATIONS: _noop("Associations"),
    Section.LINKS: _noop("Links"),
    Section.RECOMMENDATIONS: _noop("Recommendations"),
}

SHAPES: Mapping[Section, Shape] = {
    Section.ABOUT: Shape.PROSE,
    Section.EXPERIENCE: Shape.LIFE,
    Section.EDUCATION: Shape.LIFE,
    Section.SKILLS: Shape.SKILLS,
    Section.LANGUAGES: Shape.TAGS,
    Section.CERTIFICATIONS: Shape.LIFE,
    Section.PROJECTS: Shape.LIFE,
    Section.COURSES: Shape.TAGS,
    Section.ASSOCIATIONS: Shape.LIFE,
    Section.LINKS: Shape.LIST,
}
"""The sections that stand one below the other, in the order of the table; the others are in the head."""

ADD: Mapping[Section, str] = {
    Section.ABOUT: _noop("Write about yourself"),
    Section.EXPERIENCE: _noop("Add a position"),
    Section.EDUCATION: _noop("Add a school"),
    Section.SKILLS: _noop("Add skills"),
    Section.LANGUAGES: _noop("Add a language"),
    Section.CERTIFICATIONS: _noop("Add a certificate"),
    Section.PROJECTS: _noop("Add a project"),
    Section.COURSES: _noop("Add a course"),
    Section.ASSOCIATIONS: _noop("Add an association"),
    Section.LINKS: _noop("Add a link"),
}

WHY: Mapping[Section, str] = {
    Section.ABOUT: _noop("What you do and what you would like to be asked about, in your own words."),
    Section.FACTS: _noop("Where you are and what you work in: people look for both."),
    Section.OPEN_TO: _noop("Say whether you look for work, hire or mentor, and for whom that is meant."),
    Section.EXPERIENCE: _noop("Colleagues of then and now find you by it."),
    Section.EDUCATION: _noop("Fellow students find you by it."),
    Section.SKILLS: _noop("What you can be asked for; your connections can endorse it."),
    Section.LANGUAGES: _noop("In which languages one may write to you."),
    Section.CERTIFICATIONS: _noop("What others have tested and put in writing."),
    Section.PROJECTS: _noop("Something that can be looked at says more than a title."),
    Section.COURSES: _noop("What you learned beside your schools."),
    Section.ASSOCIATIONS: _noop("Clubs, societies and boards you belong to."),
    Section.LINKS: _noop(
        "Your site, your code, your papers; on those pages others may see that you are the same person."
    ),
}

LABELS: Mapping[tuple[Section, str], str] = {
    (Section.EXPERIENCE, "title"): _noop("Title"),
    (Section.EXPERIENCE, "company"): _noop("Company or organisation"),
    (Section.EDUCATION, "school"): _noop("School or university"),
    (Section.EDUCATION, "degree"): _noop("Degree and subject"),
    (Section.EDUCATION, "activities"): _noop("Activities and societies"),
    (Section.EDUCATION, "notes"): _noop("Notes"),
    (Section.LANGUAGES, "name"): _noop("Language"),
    (Section.LANGUAGES, "proficiency"): _noop("How well"),
    (Section.CERTIFICATIONS, "name"): _noop("Certificate"),
    (Section.CERTIFICATIONS, "authority"): _noop("Given by"),
    (Section.CERTIFICATIONS, "license_number"): _noop("Number"),
    (Section.CERTIFICATIONS, "started"): _noop("Given in"),
    (Section.CERTIFICATIONS, "finished"): _noop("Valid until"),
    (Section.PROJECTS, "title"): _noop("Project"),
    (Section.COURSES, "name"): _noop("Course"),
    (Section.COURSES, "number"): _noop("Number"),
    (Section.ASSOCIATIONS, "name"): _noop("Association"),
    (Section.ASSOCIATIONS, "position"): _noop("Your part in it"),
    (Section.LINKS, "title"): _noop("What it is"),
}
"""Labels that depend on the section; the others follow."""

COMMON: Mapping[str, str] = {
    "started": _noop("From"),
    "finished": _noop("To"),
    "location": _noop("Place"),
    "description": _noop("Description"),
    "url": _noop("Address on the web"),
}

HINTS: Mapping[tuple[Section, str], str] = {
    (Section.EXPERIENCE, "finished"): _noop("Leave it empty while it goes on."),
    (Section.ASSOCIATIONS, "finished"): _noop("Leave it empty while it goes on."),
    (Section.PROJECTS, "finished"): _noop("Leave it empty while it goes on."),
    (Section.EDUCATION, "finished"): _noop("Or when you expect to finish."),
    (Section.LINKS, "title"): _noop("Such as “My site”. Left empty, the address is shown."),
}

AUDIENCES: Mapping[Audience, tuple[str, str]] = {
    Audience.ANYONE: (_noop("Anyone"), "globe"),
    Audience.MEMBERS: (_noop("Members"), "users-round"),
    Audience.SECOND_DEGREE: (_noop("2nd degree and closer"), "users-round"),
    Audience.CONNECTIONS: (_noop("Your connections"), "users-round"),
    Audience.ONLY_ME: (_noop("Only you"), "lock"),
}
"""For whom a thing is, as its owner reads it; and the sign beside."""

OPEN_TO: Mapping[OpenTo, str] = {
    OpenTo.WORK: _noop("Open to work"),
    OpenTo.HIRING: _noop("Hiring"),
    OpenTo.MENTORING: _noop("Open to mentoring"),
}

PROFICIENCIES: Mapping[Proficiency, str] = {
    Proficiency.ELEMENTARY: _noop("elementary"),
    Proficiency.LIMITED_WORKING: _noop("limited working"),
    Proficiency.PROFESSIONAL_WORKING: _noop("professional working"),
    Proficiency.FULL_PROFESSIONAL: _noop("full professional"),
    Proficiency.NATIVE: _noop("native"),
}

DETAILS: Mapping[Detail, tuple[str, str]] = {
    Detail.EMAIL: (_noop("Email"), "at-sign"),
    Detail.PHONE: (_noop("Phone"), "phone"),
    Detail.BIRTHDAY: (_noop("Birthday"), "calendar-days"),
    Detail.ADDRESS: (_noop("Address"), "map-pin"),
}

LOOKS: Mapping[Look, tuple[str, str]] = {
    Look.PUBLIC: (_noop("A visitor"), _noop("This is your page as somebody sees it who is not signed in.")),
    Look.MEMBER: (_noop("A member"), _noop("This is your page as a member sees it who has no tie to you.")),
    Look.FOLLOWER: (_noop("A follower"), _noop("This is your page as somebody sees it who follows you.")),
    Look.SECOND_DEGREE: (
        _noop("2nd degree"),
        _noop("This is your page as a connection of one of your connections sees it."),
    ),
    Look.CONNECTION: (_noop("A connection"), _noop("This is your page as one of your connections sees it.")),
}

MONTHS = tuple(
    (str(number).zfill(2), name)
    for number, name in enumerate(
        (
            _lazy("January"), _lazy("February"), _lazy("March"), _lazy("April"), _lazy("May"), _lazy("June"),
            _lazy("July"), _lazy("August"), _lazy("September"), _lazy("October"), _lazy("November"), _lazy("December"),
        ),
        start=1,
    )
)  # fmt: skip


def label(section: Section, name: str) -> str:
    """What a field of a section is called."""
    return _(LABELS.get((section, name)) or COMMON[name])


def hint(section: Section, name: str) -> str:
    """What helps to fill it in; empty where nothing does."""
    found = HINTS.get((section, name))
    return _(found) if found else ""


@lru_cache(maxsize=4096)
def _month(_language: str | None, kept: str) -> str:
    month = months.read(kept)
    if month is None:
        return kept
    if not month.month:
        return str(month.year)
    return written(date(month.year, month.month, 1), pgettext("month pattern", "M Y"))


def month(kept: str) -> str:
    """ "2021" or "Mar 2021"."""
    return _month(get_language(), kept)


def length(count: int | None) -> str:
    """ "2 years, 3 months"; empty where it is not known."""
    if not count:
        return ""
    years, rest = divmod(count, 12)
    said = []
    if years:
        said.append(words.translate_plural("{count} year", "{count} years", years))
    if rest:
        said.append(words.translate_plural("{count} month", "{count} months", rest))
    return ", ".join(said)


def span(started: str, finished: str, *, current: bool, lasted: int | None = None) -> Span | None:
    """When something was: "Mar 2019 to Jun 2021", "2021 to now", "2014"; None where nothing is known."""
    begin, end = month(started), month(finished)
    if begin and end and begin != end:
        told = _("{begin} to {end}", begin=begin, end=end)
    elif begin and end:
        told = begin
    elif begin and current:
        told = _("{begin} to now", begin=begin)
    elif begin:
        told = _("From {begin}", begin=begin)
    elif end:
        told = _("Until {end}", end=end)
    else:
        return None
    return Span(told, length(lasted), started, finished)


def covered(spans: Iterable[tuple[str, str, bool]], today: date) -> int | None:
    """How many months several spans (start, end, whether it goes on) take together; overlaps count once.

    None where an end of any is not known to the month.
    """
    taken: set[int] = set()
    for started, finished, current in spans:
        begin, end = months.read(started), months.read(finished)
        if current and (end is None or (end.year, end.month) > (today.year, today.month)):
            end = months.Month(today.year, today.month)
        if begin is None or end is None or not begin.month or not end.month:
            return None
        taken |= set(range(begin.year * 12 + begin.month, end.year * 12 + end.month + 1))
    return len(taken)


def audience(value: Audience) -> tuple[str, str]:
    """For whom, in words, and the sign beside."""
    told, symbol = AUDIENCES[value]
    return _(told), symbol


def birthday(kept: str) -> str:
    """ "5 March 1984", or "5 March" where the year is not said ("--03-05")."""
    if kept.startswith("--"):
        day = date.fromisoformat(f"2000{kept[1:]}")  # a leap year, for the 29th of February
        return written(day, pgettext("date pattern", "j F"))
    return written(date.fromisoformat(kept), pgettext("date pattern", "j F Y"))
