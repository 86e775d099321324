"""Archives as LinkedIn made them in six years, for tests and benchmarks: made after its tables, by a writer of its own.

Nothing here uses the tables of the product, so that the two check each other. One seed, one archive,
byte by byte; `Expected` says what a reader has to find in it.
"""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from tests.exchange.archive_words import (
    COMPANIES,
    FIRST_NAMES,
    HTML,
    LAST_NAMES,
    ODD_NAMES,
    SCHOOLS,
    SENTENCES,
    SKILLS,
    TITLES,
)

ERAS = (2020, 2021, 2022, 2023, 2025, 2026)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing. '
    'You will only see ""shared"" addresses."\n\n'
)
STAMP = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Person:
    """Somebody of the archive."""

    first: str
    last: str
    slug: str
    email: str
    company: str
    title: str

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.first} {self.last}".strip()

    @property
    def url(self) -> str:
        """The address of the profile."""
        return f"https://www.linkedin.com/in/{quote(self.slug)}"


@dataclass
class Expected:
    """What a reader has to find: rows, empty rows and repeated rows of each kind (by its name in `Kind`)."""

    era: int
    people: tuple[Person, ...]
    rows: Counter[str] = field(default_factory=Counter)
    empty: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    skipped: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class _Archive:
    """An archive in the making."""

    def __init__(self, era: int, seed: int, connections: int) -> None:
        self.era = era
        self.random = random.Random(f"{era}-{seed}")
        self.now = datetime(era, 12 if era == 2023 else 6, 30, 12, tzinfo=UTC)
        self.people = tuple(self._person(number) for number in range(connections))
        self.expected = Expected(era, self.people)
        self.files: dict[str, str] = {}

    def _person(self, number: int) -> Person:
        pick = self.random.choice
        first, last = pick(FIRST_NAMES), pick(LAST_NAMES)
        if number % 41 == 7:
            first, last = ODD_NAMES[number // 41 % len(ODD_NAMES)]
        letters = "".join(char for char in first.lower() if char.isalpha()) or "mononym"
        slug = f"{letters}-{number:x}"
        email = f"{slug}@mail.example" if slug.isascii() and self.random.random() < 0.02 else ""
        return Person(first, last, slug, email, pick(COMPANIES), pick(TITLES))

    def before(self, days: float) -> datetime:
        """An instant so many days before the archive was made, in whole seconds."""
        return (self.now - timedelta(days=days)).replace(microsecond=0)

    def add(
        self, name: str, kind: str, header: str, rows: Sequence[str], *, empty: int = 0, above: str = ""
    ) -> None:
        """One file; `rows` have their line ends."""
        self.files[name] = above + header + "\n" + "".join(rows)
        self.expected.rows[kind] += len(rows) - empty
        self.expected.empty[kind] += empty


def row(cells: Iterable[str], *, everywhere: bool = False) -> str:
    """A line with doubled quotes, quoted where needed or everywhere."""
    return ",".join(_cell(cell, everywhere) for cell in cells) + "\n"


def _cell(cell: str, everywhere: bool) -> str:
    if everywhere or any(char in cell for char in ',"\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _plain(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _minute(at: datetime) -> str:
    hour = at.hour % 12 or 12
    return f"{at.month}/{at.day}/{at.year % 100:02}, {hour}:{at.minute:02} {'PM' if at.hour >= 12 else 'AM'}"


def _month(at: datetime) -> str:
    return f"{MONTHS[at.month - 1]} {at.year}"


def _connections(made: _Archive) -> None:
    with_url = made.era >= 2023
    rows, empty = [], 0
    for number, person in enumerate(made.people):
        at = made.before(number * 0.7)
        day = f"{at.day:02} {MONTHS[at.month - 1]} {at.year}"
        url = [person.url if number % 97 else person.url.upper() + "/?trk=x"] if with_url else []
        line = row([person.first, person.last, *url, person.email, person.company, person.title, day])
        rows.append(line)
        if number % 200 == 3:
            rows.append(line)
            made.expected.repeated["connections"] += 1
        if number % 40 == 11:
            rows.append("," * (6 if with_url else 5) + day + "\n")
            empty += 1
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    made.add(
        "Connections.csv",
        "connections",
        header if with_url else header.replace("URL,", ""),
        rows,
        empty=empty,
        above=NOTES if made.era >= 2021 else "",
    )


def _invitations(made: _Archive) -> None:
    rows = []
    for number, person in enumerate(made.people[: max(3, len(made.people) // 20)]):
        out = number % 3 != 0
        names = ["Own Er", person.name] if out else [person.name, "Own Er"]
        urls = ["https://www.linkedin.com/in/owner", person.url]
        note = made.random.choice(SENTENCES) if number % 4 == 0 else ""
        cells = [*names, _minute(made.before(number)), note, "OUTGOING" if out else "INCOMING"]
        rows.append(row(cells + (urls if out else urls[::-1]) if made.era >= 2023 else cells))
    header = "From,To,Sent At,Message,Direction"
    urls_too = ",inviterProfileUrl,inviteeProfileUrl" if made.era >= 2023 else ""
    made.add("Invitations.csv", "invitations", header + urls_too, rows)


def _messages(made: _Archive, count: int) -> None:
    heads = ["CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO"]
    heads += ["RECIPIENT PROFILE URLS"] * (made.era >= 2023) + ["DATE", "SUBJECT", "CONTENT", "FOLDER"]
    drafts = made.era >= 2025
    heads += ["ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"] if drafts else []
    everywhere = made.era >= 2026
    rows = []
    for number in range(count):
        group = number % 17 == 5
        others = (
            made.random.sample(made.people, 3 if group else 1) if len(made.people) >= 3 else made.people[:1]
        )
        content = made.random.choice(SENTENCES)
        if number % 5 == 1:
            content += '\n\nSecond line, “quoted” and "so".'
        if number % 11 == 2:
            content = made.random.choice(HTML)
        cells = [f"2-{number // 4:08x}==", "Old friends, new ideas" if group else ""]
        cells += [others[0].name, "" if number % 13 == 0 else others[0].url]
        cells.append(", ".join(["Own Er", *(one.name for one in others[1:])]))
        if made.era >= 2023:
            cells.append(",".join(["https://www.linkedin.com/in/owner", *(one.url for one in others[1:])]))
        folder = ("INBOX", "ARCHIVE", "SPAM", "")[number % 29 if number % 29 < 4 else 0]
        cells += [
            f"{_plain(made.before(number / 9))} UTC",
            "Hello" if number % 7 == 0 else "",
            content,
            folder,
        ]
        cells += ["", "No", "No"] if drafts else []
        rows.append(row(cells, everywhere=everywhere))
    made.add("messages.csv", "messages", row(heads, everywhere=everywhere).rstrip("\n"), rows)


def _urn(number: int) -> str:
    return f"https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A{7000000000000000000 + number}"


def _activity(made: _Archive, comments: int) -> None:
    lines = []
    for number in range(comments):
        text = made.random.choice(SENTENCES) + (' She said "yes", finally' if number % 3 == 0 else "")
        if number % 10 == 4:
            text += "\nand C:\\new"
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'{_plain(made.before(number / 5))},{_urn(number)},"{escaped}"\n')
    part = len(lines) * 2 // 3
    made.add("Comments.csv", "comments", "Date,Link,Message", lines[:part])
    made.add("Comments_1.csv", "comments", "Date,Link,Message", lines[part:])
    shares = []
    for number in range(max(2, comments // 50)):
        text = "\n\n".join(made.random.sample(SENTENCES, 2)) if number % 2 else made.random.choice(SENTENCES)
        mangled = text.replace("\n", '"\n"')
        shares.append(row([_plain(made.before(number)), _urn(number), mangled, "", "", "MEMBER_NETWORK"]))
    late = "SharedURL,MediaURL" if made.era < 2022 else "SharedUrl,MediaUrl"
    made.add("Shares.csv", "shares", f"Date,ShareLink,ShareCommentary,{late},Visibility", shares)
    kinds = ("LIKE", "PRAISE", "EMPATHY", "APPRECIATION", "INTEREST", "ENTERTAINMENT", "MAYBE")
    reactions = [
        row([_plain(made.before(number / 3)), kinds[number % 7], _urn(number)])
        for number in range(comments // 10)
    ]
    made.add("Reactions.csv", "reactions", "Date,Type,Link", reactions)


def _profile(made: _Archive) -> None:
    header = (
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
        "Twitter Handles,Websites,Instant Messengers"
    )
    summary = 'I build “things”, carefully.\nAnd I write "tests".'
    sites = "[COMPANY:https://acme.example/a,b,PERSONAL:https://own.example]"
    born = "Mar 3, 1984" if made.era % 2 else "Mar 3"
    cells = ["Own", "Er", "", "1 Main Street, Town", born, "Engineer, builder", summary, "Software", "1234"]
    made.add("Profile.csv", "profile", header, [row([*cells, "Lisbon, Portugal", "[own_er]", sites, ""])])
    rows = []
    for number in range(6):
        ended = "" if number == 0 else _month(made.before(400 * number))
        begun = _month(made.before(400 * number + 390)) if number % 2 else str(made.era - number - 2)
        rows.append(row([COMPANIES[number], TITLES[number], SENTENCES[number], "Lisbon", begun, ended]))
    made.add(
        "Positions.csv", "positions", "Company Name,Title,Description,Location,Started On,Finished On", rows
    )
    schools = [row([name, "2001", "Sep 2005", "", "BSc, honours", "Chess"]) for name in SCHOOLS[:2]]
    made.add(
        "Education.csv", "education", "School Name,Start Date,End Date,Notes,Degree Name,Activities", schools
    )
    made.add("Skills.csv", "skills", "Name", [row([name]) for name in SKILLS])
    languages = [row(["Português", "Native or bilingual proficiency"]), row(["English", "Full professional"])]
    made.add("Languages.csv", "languages", "Name,Proficiency", languages)
    certificate = row(["Safety, first", "https://cert.example/1", "Board", "Mar 2021", "", "N-1"])
    header = "Name,Url,Authority,Started On,Finished On,License Number"
    made.add("Certifications.csv", "certifications", header, [certificate])
    project = row(["Bridge", "We built it.\nTwice.", "https://bridge.example", "2018", "Mar 2019"])
    made.add("Projects.csv", "projects", "Title,Description,Url,Started On,Finished On", [project])
    made.add("Courses.csv", "courses", "Name,Number", [row(["Statistics", "ST-101"])])
    association = row(["Rust Group", "Monthly", "Member", "2019", ""])
    made.add(
        "Organizations.csv", "associations", "Name,Description,Position,Started On,Finished On", [association]
    )
    emails = [row(["own@er.example", "Yes", "Yes", "Not Available"]), row(["old@er.example", "No", "No", ""])]
    made.add("Email Addresses.csv", "emails", "Email Address,Confirmed,Primary,Updated On", emails)


def _vouching(made: _Archive) -> None:
    some = made.people[: max(2, len(made.people) // 50)]
    for side, other in (("Received", "Endorser"), ("Given", "Endorsee")):
        rows = [
            row(
                [
                    made.before(number).strftime("%Y/%m/%d %H:%M:%S UTC"),
                    SKILLS[number % len(SKILLS)],
                    person.first,
                    person.last,
                    person.url.removeprefix("https://"),
                    ("ACCEPTED", "PENDING", "HIDDEN")[number % 3],
                ]
            )
            for number, person in enumerate(some)
        ]
        heads = f"{other} First Name,{other} Last Name,{other} Public Url"
        header = f"Endorsement Date,Skill Name,{heads},Endorsement Status"
        made.add(f"Endorsement_{side}_Info.csv", f"endorsements_{side.lower()}", header, rows)
        letters = [
            row(
                [
                    *(person.first, person.last, person.company, person.title),
                    "Great colleague,\nalways ready.",
                    made.before(number).strftime("%m/%d/%y, %I:%M %p"),
                    ("VISIBLE", "HIDDEN", "")[number % 3],
                ]
            )
            for number, person in enumerate(some[:5])
        ]
        header = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
        made.add(f"Recommendations_{side}.csv", f"recommendations_{side.lower()}", header, letters)


def _follows(made: _Archive) -> None:
    some = made.people[: max(2, len(made.people) // 30)]
    rows = [
        row([_plain(made.before(number)), ("Active", "Unfollow", "Mute")[number % 3], person.name])
        for number, person in enumerate(some)
    ]
    made.add("Member_Follows.csv", "member_follows", "Date,Status,FullName", rows)
    rows = [row([name, made.before(1).strftime("%a %b %d %H:%M:%S UTC %Y")]) for name in COMPANIES[:5]]
    made.add("Company Follows.csv", "company_follows", "Organization,Followed On", rows)
    rows = [row(["#python", _plain(made.before(9)), _plain(made.before(8)), "Follow"])]
    made.add("Hashtag_Follows.csv", "hashtag_follows", "HashTag,CreatedTime,LastModifiedTime,State", rows)
    header = (
        "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
        "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles"
    )
    empty = [""] * 9
    contact = row(["GOOGLE", "Ana", "Lima", "", "", "ana@mail.example", "+351 1", *empty])
    made.add("ImportedContacts.csv" if made.era >= 2022 else "Contacts.csv", "contacts", header, [contact])
    if made.era >= 2026:
        rows = [row([one.first, one.last, one.url, "Met at PyConf.\nAsk again.", "", ""]) for one in some[:4]]
        heads = "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On"
        made.add("Notes.csv", "notes", heads, rows)


SKIPPED = ("Registration.csv", "Logins.csv", "Ad_Targeting.csv", "Search queries.csv", "Jobs/Saved Jobs.csv")
UNKNOWN = ("Rich_Media.csv", "Articles/first-article.html")


def write_archive(
    path: Path,
    *,
    era: int,
    seed: int = 0,
    connections: int = 5_000,
    messages: int = 2_000,
    comments: int = 3_000,
) -> Expected:
    """Write an archive of that year to `path`, and say what is in it; that of 2026 lies within another zip."""
    made = _Archive(era, seed, connections)
    _profile(made)
    _connections(made)
    _invitations(made)
    _messages(made, messages)
    _activity(made, comments)
    _vouching(made)
    _follows(made)
    made.files |= dict.fromkeys(SKIPPED, "Something,Private\n1,2\n") | dict.fromkeys(
        UNKNOWN, "<p>Kept nowhere</p>\n"
    )
    made.expected.skipped, made.expected.unknown = SKIPPED, UNKNOWN
    content = zipped(made.files)
    if era == 2026:
        content = zipped({f"Complete_LinkedInDataExport_06-30-{era}.zip": content})
    path.write_bytes(content)
    return made.expected


def zipped(files: dict[str, str] | dict[str, bytes]) -> bytes:
    """A zip with these files, the same bytes on every day."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
