"""A profile's read model turned into the parts that its page shows (PRO-1, PRO-2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit

from django.urls import reverse

from rapport.content.profiles.queries.completeness import completeness
from rapport.content.profiles.queries.page import DetailView, EntryView, ProfileView
from rapport.content.profiles.rules.completeness import Part
from rapport.content.profiles.rules.looks import Look
from rapport.content.profiles.rules.sections import FIELDS, Detail, Proficiency, Section
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import profile_words as said
from rapport.interfaces.web.engine_globals import url_or
from rapport.interfaces.web.profile_parts import (
    ContactPart,
    EntryPart,
    HeadPart,
    LookPart,
    Meter,
    ProfilePart,
    Run,
    SectionPart,
    Seen,
    Shape,
    Span,
    Step,
    place_of,
)
from rapport.people.audience import Audience

_ = words.translate

FOLD_FROM = 420
"""Letters above which a description is folded: about five lines of the column."""
FOLD_LINES = 6
LANGUAGES_KNOWN = frozenset(one.value for one in Proficiency)


def profile_part(view: ProfileView, today: date) -> ProfilePart:
    """The profile as its page shows it; whoever looks at their own also gets the ways to change it."""
    return ProfilePart(
        head=_head(view),
        sections=tuple(section_part(view, section, today) for section in said.SHAPES),
        contact=tuple(_contact(detail) for detail in view.contact),
        own=view.is_own,
    )


def meter(view: ProfileView, *, headline: str, has_picture: bool) -> Meter:
    """What one's own profile lacks, the greatest gain first, each with the form that mends it."""
    found = completeness(view, headline=headline, has_picture=has_picture)
    steps = []
    for one in found.missing:
        url, place = _mended(one.part, one.weight.section)
        if url:
            steps.append(Step(_(one.weight.do), _(one.weight.why), url, place))
    return Meter(found.percent, tuple(steps))


def _mended(part: Part, section: Section | None) -> tuple[str, str]:
    """The form that supplies a missing part, and the element whose place it takes."""
    if part is Part.PHOTO:
        return url_or("profile_photo", ""), ""
    if section is None or section is Section.FACTS:
        return reverse("profile_intro"), place_of("intro")
    edit, add = _ways(section)
    return edit if part is Part.DESCRIBED else add, place_of(section.value)


def looks(handle: str, current: Look | None) -> tuple[LookPart, ...]:
    """The eyes through which one may look at one's own page."""
    page = reverse("member", args=[handle])
    return tuple(
        LookPart(look.value, _(label), f"{page}?as={look.value}", look is current)
        for look, (label, _sentence) in said.LOOKS.items()
    )


def section_part(view: ProfileView, section: Section, today: date) -> SectionPart:
    """One section; empty where there is nothing in it, or nothing for this viewer."""
    shape = said.SHAPES[section]
    entries = [entry_part(one, own=view.is_own) for one in view.section(section)]
    tags: tuple[EntryPart, ...] = ()
    runs: tuple[Run, ...] = ()
    if section is Section.SKILLS:
        tags = tuple(EntryPart(str(one.id), one.name) for one in view.skills)
    elif shape in (Shape.TAGS, Shape.LIST):
        tags = tuple(entries)
    elif section is Section.EXPERIENCE:
        runs = _runs(view.section(section), entries, today)
    else:
        runs = tuple(Run((one,)) for one in entries)
    edit, add = _ways(section) if view.is_own else ("", "")
    return SectionPart(
        key=section.value,
        heading=_(said.HEADINGS[section]),
        shape=shape,
        runs=runs,
        text=view.about if section is Section.ABOUT else "",
        tags=tags,
        seen=seen(view, section),
        edit_url=edit,
        add_url=add,
        add_words=_(said.ADD[section]),
        why=_(said.WHY[section]),
    )


def _ways(section: Section) -> tuple[str, str]:
    """Where a section is changed, and where something is added to it."""
    edit = reverse("profile_section", args=[section.value])
    return edit, reverse("profile_new", args=[section.value]) if section in FIELDS else edit


def seen(view: ProfileView, section: Section) -> Seen | None:
    """For whom a section is; told to its owner alone."""
    if view.choices is None:
        return None
    told, symbol = said.audience(view.choices.audiences[section])
    return Seen(told, reverse("profile_audience", args=[section.value]), symbol)


def entry_part(entry: EntryView, *, own: bool) -> EntryPart:
    """One entry, its fields put where a reader looks for them."""
    section = entry.section
    lines = []
    title, by = entry.title, entry.organization_name
    if section in (Section.EDUCATION, Section.ASSOCIATIONS):
        title, by = by, title
    if section is Section.EDUCATION and entry.detail:
        lines.append(_("Activities: {what}", what=entry.detail))
    elif section is Section.CERTIFICATIONS and entry.detail:
        lines.append(_("Number {number}", number=entry.detail))
    elif section is Section.COURSES and entry.detail:
        by = entry.detail
    elif section is Section.LANGUAGES and entry.detail:
        by = proficiency(entry.detail)
    begin, rest = folded(entry.description)
    span = said.span(entry.started, entry.finished, current=entry.is_current, lasted=entry.months)
    if section is Section.CERTIFICATIONS:
        span = _validity(entry)
    return EntryPart(
        id=str(entry.id),
        title=title or (bare(entry.url) if section is Section.LINKS else ""),
        by=by,
        by_url=f"/companies/{entry.organization_handle}" if entry.organization_handle else "",
        place=entry.location,
        span=span,
        lines=tuple(lines),
        text=begin,
        rest=rest,
        url=entry.url,
        url_words=bare(entry.url),
        current=entry.is_current,
        edit_url=reverse("profile_entry", args=[section.value, entry.id]) if own else "",
    )


def folded(text: str) -> tuple[str, str]:
    """A text as it stands there at first, and the rest; cut after a line or a sentence where there is one."""
    if len(text) <= FOLD_FROM and text.count("\n") <= FOLD_LINES:
        return text, ""
    head = "\n".join(text[:FOLD_FROM].split("\n")[:FOLD_LINES])
    for mark in ("\n", ". ", " "):
        cut = head.rfind(mark) if len(head) < len(text) else -1
        if cut > len(head) // 3:
            break
    else:
        cut = len(head) - 1
    return text[: cut + 1].rstrip(), text[cut + 1 :].lstrip(" \n")


def _validity(entry: EntryView) -> Span | None:
    """A certificate is given and runs out; nothing goes on."""
    begin, end = said.month(entry.started), said.month(entry.finished)
    if begin and end:
        told = _("{begin}, valid until {end}", begin=begin, end=end)
    elif end:
        told = _("Valid until {end}", end=end)
    else:
        told = begin
    return Span(told, "", entry.started, entry.finished) if told else None


def proficiency(kept: str) -> str:
    """How well a language is spoken, in words; what an archive said in words of its own stays as it is."""
    return _(said.PROFICIENCIES[Proficiency(kept)]) if kept in LANGUAGES_KNOWN else kept


def bare(url: str) -> str:
    """An address as one would say it: without scheme, "www." and a last slash."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/") or url


def _employer(entry: EntryView) -> str:
    return entry.organization_handle or " ".join(entry.organization_name.casefold().split())


def _runs(views: Iterable[EntryView], parts: Iterable[EntryPart], today: date) -> tuple[Run, ...]:
    """Positions at one company that follow each other, as one; with the time they take together."""
    runs = []
    for _name, group in groupby(zip(views, parts, strict=True), lambda pair: _employer(pair[0])):
        together = list(group)
        entries = tuple(part for _view, part in together)
        if len(entries) == 1:
            runs.append(Run(entries))
            continue
        spans = [(view.started, view.finished, view.is_current) for view, _part in together]
        current = any(view.is_current for view, _part in together)
        begins = sorted(start for start, _end, _now in spans if start)
        ends = sorted(end for _start, end, _now in spans if end)
        whole = said.span(
            begins[0] if begins else "",
            "" if current or not ends else ends[-1],
            current=current,
            lasted=said.covered(spans, today),
        )
        runs.append(Run(entries, whole))
    return tuple(runs)


def _head(view: ProfileView) -> HeadPart:
    current = [one for one in view.section(Section.EXPERIENCE) if one.is_current][:1]
    schools = view.section(Section.EDUCATION)[:1]
    return HeadPart(
        pronouns=view.facts.pronouns,
        location=view.facts.location,
        industry=view.facts.industry,
        current=tuple(
            EntryPart(
                str(one.id),
                one.organization_name,
                by_url=f"/companies/{one.organization_handle}" if one.organization_handle else "",
            )
            for one in (*current, *schools)
            if one.organization_name
        ),
        open_to=tuple(_(said.OPEN_TO[one]) for one in view.open_to.kinds),
        open_line=view.open_to.line,
        facts_seen=seen(view, Section.FACTS),
        open_seen=seen(view, Section.OPEN_TO),
    )


def _contact(detail: DetailView) -> ContactPart:
    label, symbol = said.DETAILS[detail.kind]
    value, url = detail.value, ""
    if detail.kind is Detail.EMAIL:
        url = f"mailto:{value}"
    elif detail.kind is Detail.PHONE:
        url = "tel:" + "".join(one for one in value if one.isdigit() or one == "+")
    elif detail.kind is Detail.BIRTHDAY:
        value = said.birthday(value)
    told = said.audience(detail.audience)[0] if isinstance(detail.audience, Audience) else ""
    return ContactPart(detail.kind.value, _(label), value, symbol, url, told)


def milestones_shared(view: ProfileView) -> str:
    """What its owner shares of their milestones, in a sentence; empty for others (PRO-5)."""
    if view.choices is None:
        return ""
    chosen = (
        (view.choices.share_positions, _("new positions")),
        (view.choices.share_anniversaries, _("years at work")),
        (view.choices.share_birthday, _("your birthday")),
    )
    shared = [what for wanted, what in chosen if wanted]
    if not shared:
        return _("You share none. Nobody is told of a new position or a birthday unless you say so.")
    audience = said.audience(view.choices.milestone_audience)[0]
    return _("You share: {what}. Told to: {audience}.", what=", ".join(shared), audience=audience)
