#!/usr/bin/env python3
"""Writes the pages of docs/ that follow from the code; tests fail where one is not fresh."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from pydantic_core import PydanticUndefined

from rapport.config.env import Environment
from rapport.content.discussion.rules import owning, reacting, tie
from rapport.content.endorsements.rules import CARRIES, Tie
from rapport.content.exchange.formats import bounds, faults, json_resume, members_csv, skipping
from rapport.content.exchange.formats.dialects import Dialect
from rapport.content.exchange.formats.layout import Table
from rapport.content.exchange.formats.tables import TABLES
from rapport.content.profiles.rules import completeness, milestones, sections
from rapport.content.recommendations.rules import process as references
from rapport.interfaces.console.arguments import COMMANDS
from rapport.interfaces.console.main import parser
from rapport.interfaces.web import feed_formula
from rapport.interfaces.web.suggestions_words import KEPT_OUT, ORDER, SAID, SAID_TO_FOLLOW, figure
from rapport.kernel.limits import rules as limits
from rapport.people.audience import ADMITS, Bar, Standing
from rapport.people.groups.rules import process as groups
from rapport.people.relationships.rules.process import STEPS, Cause, Side, State, apparent
from rapport.projections.suggestions.rules.following import FOLLOW_SIGNS
from rapport.projections.suggestions.rules.weighing import SIGNS

DOCS = Path(__file__).parent.parent / "docs"
GENERATED = "<!-- Made by `make docs`; change the code it is made from. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars within cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def settings_page() -> str:
    """Every site setting with its default, bounds and meaning."""
    rows = [
        [f"`{row.name}`", f"`{limits.show(row.default) or ' '}`", row.unit, row.allowed, row.meaning]
        for row in limits.SETTINGS.values()
    ]
    return f"""# Site settings

{GENERATED}

`rapport set --data DIR NAME VALUE` changes one, in force at the next request; see
[change a site setting](../how-to/change-settings.md).

{table(["setting", "default", "unit", "takes", "meaning"], rows)}
"""


ENVIRONMENT = {
    "data": "The directory of an instance: its SQLite file, its secret key. `--data` says the same.",
    "database_url": "`postgresql://user:password@host:port/name`; unset means SQLite in the data directory.",
    "test_database_url": "The PostgreSQL that tests run on; unset means SQLite.",
    "secret_key": "Signs cookies; unset means one that is made once and kept in the data directory.",
    "url": "The public address, as people type it; `https://` also makes cookies secure.",
    "smtp_url": "`smtp://` or `smtps://user:password@host:port`; unset means that mails are printed in the log.",
    "mail_from": "The sender of every mail.",
    "trusted_proxies": "The addresses whose forwarded headers are believed, separated by commas.",
    "stream_url": "Where live streams are served, if elsewhere.",
    "debug": "For development alone.",
    "log_format": "`text` for people or `json` for machines.",
    "metrics_token": "Opens /metrics to whoever brings it; without it only this machine reads them.",
}


def environment_page() -> str:
    """Every environment variable with its default."""
    rows = []
    for name, field in Environment.model_fields.items():
        default = "" if field.default is PydanticUndefined else str(field.default)
        rows.append([f"`RAPPORT_{name.upper()}`", f"`{default}`" if default else "unset", ENVIRONMENT[name]])
    return f"""# Environment

{GENERATED}

An operator sets these before start; a wrong value is refused with one line. What may change while the
server runs is a [site setting](settings.md) instead.

{table(["variable", "default", "meaning"], rows)}
"""


CAUSES = {
    Cause.NONE: "",
    Cause.SUGGEST_FOLLOW: "with a follow suggested instead",
    Cause.DONT_KNOW: 'with "I don\'t know this person" noted',
    Cause.BORN_IGNORED: "from its birth",
    Cause.UNREACHABLE: "reaching nobody",
    Cause.BLOCKED: "by a block",
}


def invitation_page() -> str:
    """The state table of the invitation as a diagram and as a table."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for (state, verb), step in STEPS.items():
        arrows.setdefault((state, step.to), []).append(verb)
    diagram = "\n".join(f"  {state} --> {to}: {', '.join(verbs)}" for (state, to), verbs in arrows.items())
    rows = [
        [
            state,
            f"`{verb}`",
            " or ".join(side for side in Side if side in step.who),
            step.to if step.to is not state else f"{step.to} (unchanged)",
            CAUSES[step.cause] if step.cause else "",
        ]
        for (state, verb), step in STEPS.items()
    ]
    shown = [[state, apparent(state, Side.SENDER)] for state in State]
    return f"""# The invitation, step by step

{GENERATED}

What is not in this table cannot happen (REL-6 to REL-12). `system` is the calendar, a block, or the end of an
account.

```mermaid
stateDiagram-v2
  [*] --> {State.PENDING}: invite
  [*] --> {State.IGNORED}: invite within a hidden wait
{diagram}
```

{table(["from", "step", "taken by", "to", ""], rows)}

To its sender an ignored invitation looks pending in every way (REL-11); a withdrawn one is gone for its
recipient.

{table(["state", "as its sender sees it"], shown)}
"""


def recommendation_page() -> str:
    """The state table of the recommendation as a diagram and as a table, and whose endorsement counts."""
    arrows: dict[tuple[references.State, references.State], list[str]] = {}
    for (state, verb), step in references.STEPS.items():
        arrows.setdefault((state, step.to), []).append(verb)
    diagram = "\n".join(f"  {state} --> {to}: {', '.join(verbs)}" for (state, to), verbs in arrows.items())
    rows = [
        [state, f"`{verb}`", step.who, step.to if step.to is not state else f"{step.to} (unchanged)"]
        for (state, verb), step in references.STEPS.items()
    ]
    carried = [
        [f"`{policy}`", *("yes" if tie in ties else "no" for tie in Tie)] for policy, ties in CARRIES.items()
    ]
    asked, left = references.State.ASKED, references.State.IGNORED
    return f"""# The recommendation, step by step

{GENERATED}

What is not in this table cannot happen (PRO-4). The *author* writes, the *recipient* is written about. Every
step asks that the two are connected, but for `withdraw`.
[Endorsements and recommendations](../explanation/vouching.md) explains why.

```mermaid
stateDiagram-v2
  [*] --> {asked}: ask
  [*] --> {references.State.WAITING}: write unasked
{diagram}
```

{table(["from", "step", "taken by", "to"], rows)}

To the recipient, `{left}` looks `{references.apparent(left, references.Side.RECIPIENT)}`.

## Whose endorsement counts

Under each policy, any one of these ties is enough (PRO-3); it is asked when endorsing and again at each reading.

{table(["policy", *(str(tie).replace("_", " ") for tie in Tie)], carried)}
"""


def discussion_page() -> str:
    """The reactions, who may change a comment, and what conversation weighs."""
    said = [[f"`{one}`", row.word, row.meaning] for one, row in reacting.REACTIONS.items()]
    may = [
        [f"`{verb}`", *("yes" if place in places else "no" for place in owning.Place)]
        for verb, places in owning.MAY.items()
    ]
    weights = [[one, f"{worth:g}"] for one, worth in tie.WEIGHTS.items()]
    return f"""# Under posts

{GENERATED}

[Under a post](../explanation/conversation.md) explains what hangs on posts (FEED-2).

## Reactions

One a member and post or comment; another takes its place.

{table(["reaction", "reads", "means"], said)}

## Who may change a comment

The *host* wrote the post, looks after the company page that did, or keeps the group in order.

{table(["", *owning.Place], may)}

## What conversation weighs

Each deed of the last {tie.YEAR_DAYS} days, fresh; of one side within a day at most {tie.A_DAY:g} in all,
fading by half every {tie.HALF_LIFE_DAYS:g} days; {tie.ONE_WAY:g} of it where the other side did nothing.
The tie is the sum w as w / (w + {tie.FULL:g}).

{table(["deed", "worth"], weights)}
"""


def group_page() -> str:
    """The state table of groups as a diagram and as a table."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (place, verb), step in groups.STEPS.items():
        arrows.setdefault((place, step.to), []).append(verb)
    diagram = "\n".join(f"  {place} --> {to}: {', '.join(verbs)}" for (place, to), verbs in arrows.items())
    rows = [
        [
            place,
            f"`{verb}`",
            " or ".join(by for by in groups.By if by in step.who),
            step.to,
            f"where joining is `{step.joining}`" if step.joining else "",
        ]
        for (place, verb), step in groups.STEPS.items()
    ]
    return f"""# Groups, step by step

{GENERATED}

A person has one place toward a group; what is not in this table cannot happen (PRO-7). An owner may do all that
a moderator may. `host` is whoever may bring people: everybody in a listed open group, else its owners and
moderators. The last owner neither leaves nor steps down. [Groups](../explanation/groups.md) explains why.

```mermaid
stateDiagram-v2
  [*] --> outside
{diagram}
```

{table(["place", "step", "taken by", "to", ""], rows)}
"""


def suggestions_page() -> str:
    """What speaks for a suggestion, and in which order suggestions stand."""
    known = [
        [*SAID[sign], figure(weight.points), "yes" if weight.divided else ""]
        for sign, weight in sorted(SIGNS.items(), key=lambda row: -row[1].points)
    ]
    worth = [
        [*SAID_TO_FOLLOW[sign], figure(points)]
        for sign, points in sorted(FOLLOW_SIGNS.items(), key=lambda row: -row[1])
    ]
    told = "\n".join(f"- {text.format(**values)}" for text, values in ORDER)
    days = limits.Limits()
    out = "\n".join(
        f"- {many.format(count=getattr(days, setting)) if setting else one}"
        for one, many, setting in KEPT_OUT
    )
    return f"""# How suggestions arise

{GENERATED}

Members read the same at `/suggestions/how` (NET-3). Whoever does not want to be suggested says so in the settings
(`suggestion_policy` in the API). [How good they are](../explanation/measuring-suggestions.md) is measured.

## People you may know

{table(["what speaks for it", "when it counts", "points", "less, the more share it"], known)}

## Worth following

{table(["what speaks for it", "when it counts", "points"], worth)}

## In which order they stand

{told}

## Who is not suggested

{out}
"""


def feed_page() -> str:
    """The formula of the Top feed."""
    shown: dict[str, Any] = feed_formula.formula()
    points = [list(row) for row in shown["points"]]
    return f"""# How the Top feed is made

{GENERATED}

Members read the same at `/feed/how`, and below each post its own sum (FEED-4): its points are added up, then
multiplied by age, slider, what one asked for less of, and variety.

{shown["looked_at"]}

## Points

{table(["what speaks for it", "points at most", "when it counts"], points)}

## The tie to the author, without any conversation

{table(["what they are to the reader", "points"], [list(row) for row in shown["near"]])}

{shown["mutual"]}

## What multiplies it

{table(["factor", "how"], [list(row) for row in shown["factors"]])}

## What never counts

{chr(10).join(f"- {one}" for one in shown["never"])}
"""


def audience_page() -> str:
    """Which standing each audience admits."""
    rows = [
        [f"`{audience}`", *("yes" if standing in admitted else "no" for standing in Standing)]
        for audience, admitted in ADMITS.items()
    ]
    head = ["audience", *(str(standing).replace("_", " ") for standing in Standing)]
    bars = ", ".join(f"`{bar}`" for bar in Bar)
    return f"""# Who sees what

{GENERATED}

A row is for an audience; a viewer has one or more standings toward its owner, and sees the row where the
table says yes for one of them. Any bar ({bars}) says no whatever the standing.
[Who may see what](../explanation/visibility.md) explains it.

{table(head, rows)}
"""


def profile_page() -> str:
    """What a profile is made of: sections, fields, contact details, milestones, the meter and the caps."""
    audiences = table(
        ("part", "for whom at first", "for whom it may be"),
        [
            [f"`{one}`", f"`{first}`", _quoted(choices)]
            for defaults, choices in (
                (sections.DEFAULTS, sections.AUDIENCES),
                (sections.DETAIL_DEFAULTS, sections.DETAIL_AUDIENCES),
            )
            for one, first in defaults.items()
        ],
    )
    fields = table(
        ("section", "field", "takes", "at most", "needed"),
        [
            [f"`{one}`", f"`{field.name}`", TAKES[field.kind], f"{field.at_most:,}", "yes" * field.required]
            for one, some in sections.FIELDS.items()
            for field in some
        ],
    )
    caps = table(
        ("what", "at most"),
        [
            ["entries in a section", str(sections.ENTRIES_AT_MOST)],
            ["skills", str(sections.SKILLS_AT_MOST)],
            ["letters of a skill", str(sections.SKILL_LENGTH)],
            ["letters of `about`", str(sections.ABOUT_LENGTH)],
            ["letters of place and of industry", str(sections.FACT_LENGTH)],
            ["letters of pronouns", str(sections.PRONOUNS_LENGTH)],
            ["letters beside what one is open to", str(sections.OPEN_TO_LENGTH)],
            *([f"letters of {one}", str(length)] for one, length in sections.DETAIL_LENGTHS.items()),
        ],
    )
    told = milestones.TOLD_FOR.days
    shared = table(
        ("milestone", "stands on Home", "connections get a notice"),
        [
            [
                f"`{milestones.MilestoneKind.POSITION}`",
                (
                    f"{milestones.NEWS_LASTS.days} days from the day it was written down, where it began at most "
                    f"{milestones.NEW_FOR_MONTHS} months before"
                ),
                f"in the first {told} days",
            ],
            [
                f"`{milestones.MilestoneKind.ANNIVERSARY}`",
                "the month in which it began",
                f"in the first {told} days",
            ],
            [
                f"`{milestones.MilestoneKind.BIRTHDAY}`",
                f"{milestones.BIRTHDAY_AHEAD.days} days ahead, and {milestones.BIRTHDAY_BEHIND.days} after",
                f"in the first {told} of those",
            ],
        ],
    )
    meter = table(
        ("part", "of 100", "why"),
        [[f"`{one}`", str(row.gain), row.why] for one, row in completeness.WEIGHTS.items()],
    )
    return f"""# The profile, section by section

{GENERATED}

## For whom

Each part is for an audience of its own, and absent for everybody else.

{audiences}

## Entries

A month is a year (`2021`) or a month of one (`2021-03`); no end means that it lasts.

{fields}

## Caps

{caps}

## Milestones

Shared only where their owner chose so, kind by kind, for {_quoted(sections.MILESTONE_AUDIENCES)}. A position needs a
month to begin in. Everything is derived at each reading: what is taken back is gone. A notice goes to connections
alone, once.

{shared}

## What the meter counts

For the owner alone; nothing depends on it.

{meter}
"""


TAKES = {
    sections.FieldKind.LINE: "a line",
    sections.FieldKind.LINES: "several lines",
    sections.FieldKind.URL: "an address on the web",
    sections.FieldKind.MONTH: "a month",
    sections.FieldKind.PROFICIENCY: ", ".join(f"`{one}`" for one in sections.Proficiency),
}
"""What a field is typed as, in words."""


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in names)


def _openapi() -> Any:
    """The module of the OpenAPI document; it stands on the models, so Django has to be ready first."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
        django.setup()
    return import_module("rapport.interfaces.api.openapi")


def openapi_document() -> str:
    """The OpenAPI document as it is served."""
    return str(_openapi().text())


def api_page() -> str:
    """Every call with its scope, and what holds for all of them."""
    document = _openapi().document()
    rows = [
        [
            f"`{method.upper()} {path.removeprefix('/api/v1')}`",
            f"`{call['security'][0]['token'][0]}`",
            " ".join(call["description"].split()),
        ]
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    ]
    answers = [[status, one["description"]] for status, one in document["components"]["responses"].items()]
    return f"""# The HTTP API, `/api/v1`

{GENERATED}

{document["info"]["description"]}
The shapes are in [openapi.json](openapi.json), which is also served at `/api/v1/openapi.json`.

{table(["call", "scope", "does"], rows)}

## What a call may be refused with

{table(["status", "when"], answers)}
"""


def _words(argument: argparse.Action) -> list[str]:
    value = argument.metavar if isinstance(argument.metavar, str) else argument.dest.upper()
    if argument.option_strings:
        takes = "" if argument.nargs == 0 else f" {value}"
        return [", ".join(f"`{name}{takes}`" for name in argument.option_strings), argument.help or ""]
    return [f"`{value}`", argument.help or ""]


def commands_page() -> str:
    """What the command line offers, as its parser says it."""
    sections = []
    (chosen,) = [one for one in parser()._actions if isinstance(one, argparse._SubParsersAction)]
    for command in COMMANDS:
        arguments = [one for one in chosen.choices[command.name]._actions if one.dest != "help"]
        words = command.more or f"{command.does[0].upper()}{command.does[1:]}."
        sections.append(
            f"## rapport {command.name}\n\n{words}\n\n"
            f"{table(['argument', 'meaning'], [_words(one) for one in arguments])}\n"
        )
    body = "\n".join(sections)
    return f"""# Commands

{GENERATED}

Every command has `--help`, writes errors to standard error and ends with status 0 where it did what it was
asked. `RAPPORT_DATABASE_URL=postgresql://…` makes any of them use PostgreSQL; [Environment](environment.md) lists
what else can be set.

{body}"""


DIALECTS = {
    Dialect.PLAIN: "",
    Dialect.QUOTED: "every field quoted",
    Dialect.BACKSLASH: "quotes within have a backslash before them",
}


def _file(row: Table) -> list[str]:
    later = [
        f"`{one.column}` since {one.month}" if one.month else f"`{one.column}` at times" for one in row.later
    ]
    notes = [*later, *([DIALECTS[row.dialect]] if DIALECTS[row.dialect] else [])]
    dates = ", ".join(f"`{shape.value.strip()}`" for shape in row.shapes)
    files = " or ".join(f"`{name}`" for name in row.files)
    return [files, f"`{','.join(row.header())}`", dates, "; ".join(notes)]


def formats_page() -> str:
    """Every file that is read, and every reason for which one is not."""
    files = table(["file", "columns", "dates", "to know"], [_file(row) for row in TABLES.values()])
    left = [[f"`{one.named}`", one.reason] for one in skipping.SKIPPED]
    left += [[f"`{folder.capitalize()}/`", reason] for folder, reason in skipping.SKIPPED_FOLDERS.items()]
    members = [
        [f"`{one.head}`", ", ".join(one.also), "needed" if one.field in members_csv.MEMBERS.all_of else ""]
        for one in members_csv.MEMBERS.columns
    ]
    limits_ = [[f"`{name}`", f"{getattr(bounds.DEFAULT, name):,} {unit}", says] for name, (unit, says) in
               bounds.MEANINGS.items()]  # fmt: skip
    refusals = [[f"`{fault}`", says] for fault, says in faults.ARCHIVE_SENTENCES.items()]
    rows = [[f"`{fault}`", says] for fault, says in faults.ROW_SENTENCES.items()]
    remarks = [[f"`{kind}`", says] for kind, says in faults.REMARK_SENTENCES.items()]
    sections = ", ".join(f"`{name}`" for name in ("basics", *json_resume.SECTIONS))
    return f"""# Files that are read

{GENERATED}

## The files of a LinkedIn archive

A file is recognised by its columns, and by its name where columns are alike; case, spaces, underscores,
folders and a numeric suffix (`Comments_1.csv`) do not matter. Columns may stand in any order. An export from here
has the same files, written by the same table.

{files}

A zip that only wraps the archive is opened. UTF-8 is expected; another encoding is detected and remarked. Dates
are read in the one shape of their column; those of a spreadsheet that saved the file again are read too, where
they say one day and not two. A row of `Connections.csv` with a date alone is a closed account: it is counted.

### Left on purpose

{table(["file", "why"], left)}

Any other file is named as unknown and left.

## Members as CSV

For organisers. Commas, semicolons or tabs stand between columns; the first row names them, in any order. The name
stands in `name`, or in `first name` and `last name`.

{table(["column", "also called", ""], members)}

## Address books

vCard 2.1, 3.0 and 4.0: name, email addresses, phone numbers, company, title, note, birthday, address, links.
Pictures are passed over.

## JSON Résumé

The sections {sections} of [jsonresume.org](https://jsonresume.org/schema); others are named and left.

## How much is read

{table(["bound", "default", "meaning"], limits_)}

## What a file is refused for

{table(["code", "sentence"], refusals)}

## What a row is left for

The other rows go in; each that does not has its file, its line and one of these reasons.

{table(["code", "sentence"], rows)}

## What is remarked

{table(["code", "sentence"], remarks)}
"""


PAGES: dict[str, Callable[[], str]] = {
    "reference/api.md": api_page,
    "reference/commands.md": commands_page,
    "reference/files.md": formats_page,
    "reference/openapi.json": openapi_document,
    "reference/environment.md": environment_page,
    "reference/settings.md": settings_page,
    "rules/audience.md": audience_page,
    "rules/discussion.md": discussion_page,
    "rules/group.md": group_page,
    "rules/invitation.md": invitation_page,
    "rules/profile.md": profile_page,
    "rules/recommendation.md": recommendation_page,
    "rules/suggestions.md": suggestions_page,
    "rules/feed.md": feed_page,
}


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page())
        print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
