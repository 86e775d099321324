"""Bringing a file: upload, preview with a choice for each part, progress, report, taking it back (OPS-1).

Nothing is ticked in advance, nothing is taken in before it is chosen, and nobody is mailed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.content.exchange.actions import runs as actions
from rapport.content.exchange.files import MEGABYTE, TooLarge
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.queries import offers as offering
from rapport.content.exchange.queries import runs
from rapport.content.exchange.queries.runs import RowView, RunView
from rapport.content.exchange.rules.parts import FAMILIES, ORDER, PARTS, Family
from rapport.content.exchange.rules.process import Source, State
from rapport.content.exchange.rules.reasons import Outcome
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.parts import Chip
from rapport.interfaces.web.requests import (
    SeeOther,
    by_htmx,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid, Refused

_ = words.translate
_FORM_AROUND = MEGABYTE
"""What a form weighs beside its file, at most."""

ASKED_AT_ONCE = 3
"""So many names that several contacts have are asked about at once."""

SOURCES: Mapping[Source, str] = {
    Source.LINKEDIN: _noop("LinkedIn archive"),
    Source.VCARD: _noop("Address book (vCard)"),
    Source.JSON_RESUME: _noop("Résumé (JSON Resume)"),
}
STATES: Mapping[State, str] = {
    State.UPLOADED: _noop("Waits to be read"),
    State.READING: _noop("Being read"),
    State.PREVIEWED: _noop("Waits for your choice"),
    State.APPLYING: _noop("Being taken in"),
    State.DONE: _noop("Taken in"),
    State.FAILED: _noop("Could not be read"),
    State.UNDOING: _noop("Being taken back"),
    State.UNDONE: _noop("Taken back, but for what you changed since"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.IMPORTED: _noop("Imported"),
    Outcome.MERGED: _noop("Known already"),
    Outcome.KEPT: _noop("Kept aside"),
    Outcome.SKIPPED: _noop("Skipped"),
    Outcome.FAILED: _noop("Failed"),
}


@dataclass(frozen=True)
class Part:
    """One part to choose: how many rows, from which files, what there is to know about them."""

    kind: str
    label: str
    rows: int
    remarks: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True)
class PartFamily:
    """Parts that stand together."""

    id: str
    label: str
    hint: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ReportLine:
    """What became of one part: rows by outcome, in the order of `OUTCOMES`."""

    label: str
    rows: int
    outcomes: tuple[int, ...]


@dataclass(frozen=True)
class RowLine:
    """One row of a report in the reader's language."""

    where: str
    line: int
    outcome: str
    reason: str


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # asked below, once the size is known: reading the form would take the whole file in
@member_required
def index(request: HttpRequest) -> HttpResponse:
    """The file to bring, and those brought before."""
    if request.method != "POST":
        return _index(request)
    limits = limits_of(request)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > limits.import_megabytes * MEGABYTE + _FORM_AROUND:
        problem = sentence(TooLarge(limit=limits.import_megabytes))
        return _index(request, problem, status=413)
    return _upload(request)


index.__dict__["takes_files"] = 1_000 * MEGABYTE  # more than any site setting admits


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    given = request.FILES.get("file")
    if given is None:
        return _index(request, _("Choose a file first."), status=422)
    try:
        run_id = actions.bring(
            owner=me(request),
            chunks=given.chunks(),
            file_name=given.name or "",
            now=now_of(request),
            limits=limits_of(request),
        )
    except (Invalid, Refused) as refused:
        return _index(request, sentence(refused), status=refused.status)
    return SeeOther(reverse("import_run", args=[run_id]))


def _index(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    found = runs.runs_of(viewer_of(request), limits_of(request))
    context = {
        "runs": [(run, _(SOURCES[run.source]), _(STATES[run.state])) for run in found],
        "moving": any(run.moving for run in found),
        "megabytes": limits_of(request).import_megabytes,
        "problem": problem,
    }
    return render(request, "imports/index.html", context, status=status)


@require_safe
@member_required
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One import: being read, waiting for a choice, being taken in, or its report."""
    try:
        view = runs.run_of(viewer_of(request), run_id, limits_of(request))
    except Absent:
        if by_htmx(request):  # it was taken back while the page looked on
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("imports")})
        raise
    return _run(request, view)


def _run(
    request: HttpRequest,
    view: RunView,
    *,
    problem: str = "",
    chosen: frozenset[str] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    viewer, limits = viewer_of(request), limits_of(request)
    replace = request.POST.get("replace") == "on"
    context: dict[str, Any] = {
        "run": view,
        "state": view.state.value,
        "source": _(SOURCES[view.source]),
        "said": _(STATES[view.state]),
        "problem": problem or (_(view.problem, **_shown(view.problem_values)) if view.problem else ""),
        "families": _families(view, chosen),
        "replace": replace,
        "not_kept": [(one.name, _(one.reason)) for one in view.files if one.reason],
        "left": [(_(PARTS[Kind(kind)][1]), line) for kind, _file, line in view.left],
        "outcomes": [_(label) for label in OUTCOMES.values()],
        "days": limits.import_keep_days,
    }
    if view.state in (State.DONE, State.FAILED):
        context |= _report(request, view)
        _some, count = offering.offers(viewer, size=1, limits=limits, now=now_of(request))
        unclear = runs.unclear(viewer, view.id, ASKED_AT_ONCE + 1)
        context |= {
            "offers": count,
            "unclear": unclear[:ASKED_AT_ONCE],
            "unclear_more": len(unclear) > ASKED_AT_ONCE,
        }
    return render(request, "imports/run.html", context, status=status)


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: words.number(one) if isinstance(one, int) else one for name, one in values.items()}


def _families(view: RunView, chosen: frozenset[str]) -> list[PartFamily]:
    """The parts there are, by what they are about; none is ticked but those the reader ticked."""
    there = runs.parts_of(view)
    remarks: dict[Kind, list[str]] = {}
    for file in view.files:
        if file.kind is not None:
            remarks.setdefault(file.kind, []).extend(
                _(template, value=value) for template, value in file.remarks
            )
    found = []
    for family, (label, hint) in FAMILIES.items():
        parts = tuple(
            Part(
                kind.value,
                _(PARTS[kind][1]),
                there[kind],
                tuple(dict.fromkeys(remarks[kind])),
                kind.value in chosen,
            )
            for kind in PARTS
            if kind in there and PARTS[kind][0] is family
        )
        if parts:
            found.append(PartFamily(Family(family).value, _(label), _(hint), parts))
    return found


def _report(request: HttpRequest, view: RunView) -> dict[str, Any]:
    """What became of each part, and the rows of one outcome: first those that failed, where any did."""
    lines: dict[Kind, list[int]] = {}
    for file in view.files:
        if file.kind is not None and file.taken:
            line = lines.setdefault(file.kind, [0] * (len(OUTCOMES) + 1))
            line[0] += file.taken
            for place, outcome in enumerate(OUTCOMES, 1):
                line[place] += file.outcomes.get(outcome, 0)
    totals = view.outcomes
    wanted = request.GET.get("outcome", Outcome.FAILED.value if totals[Outcome.FAILED] else "")
    chosen = next((one for one in Outcome if one.value == wanted), None)
    size = limits_of(request).page_size
    found = (
        runs.rows_of(viewer_of(request), view.id, outcome=chosen, cursor=cursor_of(request), size=size)
        if chosen is not None
        else None
    )
    here = reverse("import_run", args=[view.id])
    return {
        "lines": [
            ReportLine(_(PARTS[kind][1]), lines[kind][0], tuple(lines[kind][1:]))
            for kind in ORDER
            if kind in lines
        ],
        "totals": [totals[one] for one in OUTCOMES],
        "chips": [
            Chip(f"{_(label)} {words.number(totals[one])}", f"{here}?outcome={one.value}#rows", one is chosen)
            for one, label in OUTCOMES.items()
            if totals[one]
        ],
        "outcome": chosen.value if chosen is not None else "",
        "rows": [_line(one) for one in found.items] if found is not None else [],
        "more": more_url(request, found.next) if found is not None else "",
    }


def _line(row: RowView) -> RowLine:
    reason = _(row.template, **_shown(row.values)) if row.template else ""
    return RowLine(row.file, row.line, _(OUTCOMES[row.outcome]), reason)


@require_POST
@member_required
def confirm(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Take the ticked parts in; or tick all, which takes nothing in yet."""
    view = runs.run_of(viewer_of(request), run_id, limits_of(request))
    chosen = request.POST.getlist("parts")
    if "all" in request.POST:
        return _run(request, view, chosen=frozenset(kind.value for kind in runs.parts_of(view)))
    try:
        actions.confirm(
            owner=me(request),
            run_id=run_id,
            parts=chosen,
            replace=request.POST.get("replace") == "on",
            now=now_of(request),
        )
    except Invalid as wrong:
        return _run(request, view, problem=sentence(wrong), chosen=frozenset(chosen), status=wrong.status)
    return SeeOther(reverse("import_run", args=[run_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Ask, and take an import back."""
    view = runs.run_of(viewer_of(request), run_id, limits_of(request))
    if request.method != "POST":
        context = {"run": view, "back": reverse("import_run", args=[run_id])}
        return render(request, "imports/undo.html", context)
    actions.undo(owner=me(request), run_id=run_id, now=now_of(request))
    say(request, _("“{name}” is being taken back.", name=view.file_name))
    return SeeOther(reverse("imports"))


@require_POST
@member_required
def discard(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Put a file away that waits for a choice."""
    actions.discard(owner=me(request), run_id=run_id)
    say(request, _("Put away. Nothing of it is kept."))
    return SeeOther(reverse("imports"))


@require_POST
@member_required
def choose_name(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Say which of several people of one name a row meant."""
    number, contact = request.POST.get("number", ""), ids.parse(request.POST.get("contact", ""))
    if contact is None or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Absent
    actions.choose_name(owner=me(request), run_id=run_id, number=int(number), contact_id=contact)
    say(request, _("Noted. A follow of theirs will not be offered."))
    return SeeOther(reverse("import_run", args=[run_id]))


@require_safe
@member_required
def report(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The whole report as CSV."""
    view = runs.run_of(viewer_of(request), run_id, limits_of(request))
    body = "".join(runs.report(viewer_of(request), view))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="import-{run_id.hex[-8:]}.csv"'
    return response


urlpatterns = [
    path("import", index, name="imports"),
    path("import/<uuid:run_id>", run, name="import_run"),
    path("import/<uuid:run_id>/confirm", confirm, name="import_confirm"),
    path("import/<uuid:run_id>/undo", undo, name="import_undo"),
    path("import/<uuid:run_id>/discard", discard, name="import_discard"),
    path("import/<uuid:run_id>/name", choose_name, name="import_name"),
    path("import/<uuid:run_id>/report", report, name="import_report"),
]
