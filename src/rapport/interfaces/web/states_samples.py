"""People, ties, letters and forms for `/design/states`: made up, and nothing is read or written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms

from rapport.interfaces.web import parts
from rapport.interfaces.web.engine_words import plain_date
from rapport.interfaces.web.parts import Connecting, Following, MenuItem, PersonCard, Refusal, TiePair
from rapport.interfaces.web.toasts import Action, Toast

NOWHERE = "/design/states"

OLGA = PersonCard("olga", "Ольга Воскресенская", "Numerical methods, Delft", degree=1, lang="ru")
KWAME = PersonCard("kwame", "Kwame Asante-Boateng", "Runs the gauge network for the Volta basin", degree=1)
SIOBHAN = PersonCard("siobhan", "Siobhán Ó Raghallaigh", "Catchment manager for the Upper Shannon", degree=1)
JONAS = PersonCard(
    "jonas", "Jonas Weiß", "Hydraulic structures, Nordwasser GmbH", 2, 12, (OLGA, KWAME, SIOBHAN)
)
ADAEZE = PersonCard(
    "adaeze", "Adaeze Okonkwo", "Programme lead, Cities and Water, Lagos", 2, 8, (KWAME, OLGA, SIOBHAN), True
)
LUCIA = PersonCard("lucia", "Lucía Ferrer i Puig", "Irrigation cooperatives in the Ebro", 2, 1, (KWAME,))
HARUKA = PersonCard("haruka", "小林 はるか", "Groundwater modeller, Ōsaka", 3, lang="ja")
RANIA = PersonCard(
    "rania", "رانيا الخطيب", "Remote sensing of soil moisture · Amman", None, follows_you=True, lang="ar"
)
WILHELMINA = PersonCard(
    "wilhelmina",
    "Wilhelmina Oluwaseun Featherstonehaugh-Nakamura",
    "Professor emerita of hydrogeology and chair of the working group on transboundary aquifers, "
    "International Association of Hydrological Sciences",
    2,
    2,
    (OLGA, KWAME),
)
MARA = PersonCard("mara", "Mara Lindqvist", "Flood maps", 0)

SENT_MENU = (
    MenuItem("Send a reminder", NOWHERE, refused="One of two, from 6 December."),
    MenuItem("Withdraw…", NOWHERE, "Jonas is not told. You can ask again in 21 days."),
)
CONNECTED_MENU = (
    MenuItem("Private note and rhythm", NOWHERE, "Only you see these."),
    MenuItem("Remove connection…", NOWHERE, "Silent. What you wrote for each other is kept aside."),
)
ANSWERS = (
    MenuItem("Suggest a follow instead", NOWHERE, "Adaeze is told you would rather be followed.", post=True),
    MenuItem("Decline courteously…", NOWHERE, "Adaeze is told, with a reason if you choose one."),
    MenuItem(
        "I don’t know this person", NOWHERE, "Adaeze is never told. It counts against the sender.", post=True
    ),
)
FULL = Refusal(
    "connection_cap", "You have 30,000 connections, the most anyone can have. Following has no limit."
)


def pairs(now: datetime) -> list[tuple[str, TiePair]]:
    """Each row of the design's table: what is between the two, and the pair that shows it."""
    nothing = TiePair(
        JONAS, invite_url=NOWHERE, follow_url=NOWHERE, unfollow_url=NOWHERE, accept_url=NOWHERE,
        ask_url=NOWHERE, ignore_url=NOWHERE, write_url=NOWHERE,
    )  # fmt: skip
    week = timedelta(days=7)
    soon = now + week
    withdrawn = plain_date(now - 2 * week)
    wait = f"You withdrew an invitation on {withdrawn}. You can ask again on {plain_date(soon)}."
    email = f"Until {plain_date(soon)} your invitations need the person’s email address."
    own_follow = replace(nothing, person=replace(JONAS, follows_you=True))
    return [
        ("Nothing yet", nothing),
        ("Nothing yet; they follow you", own_follow),
        ("Nothing yet; they put Follow first", replace(nothing, connect=Connecting.TUCKED)),
        ("You follow", replace(nothing, follow=Following.FOLLOWING)),
        (
            "You asked to follow",
            replace(
                nothing,
                follow=Following.REQUESTED,
                note="Jonas answers follow requests himself. His posts reach your feed if he agrees.",
            ),
        ),
        (
            "Invited, waiting",
            replace(
                nothing,
                connect=Connecting.INVITED,
                menu=SENT_MENU,
                note="Sent 22 November. Lapses on 21 May if unanswered.",
            ),
        ),
        ("They invited you", replace(nothing, connect=Connecting.ASKED, follow=Following.NONE)),
        (
            "Connected, following",
            replace(nothing, connect=Connecting.CONNECTED, follow=Following.FOLLOWING, menu=CONNECTED_MENU),
        ),
        ("Connected, not following", replace(nothing, connect=Connecting.CONNECTED, menu=CONNECTED_MENU)),
        ("Your network is full", replace(nothing, connect=Connecting.REFUSED, refusal=FULL)),
        (
            "They invited you; your network is full",
            replace(nothing, connect=Connecting.ASKED, refusal=FULL),
        ),
        (
            "Too soon to ask again",
            replace(nothing, connect=Connecting.REFUSED, refusal=Refusal("reinvite_wait", wait, soon)),
        ),
        (
            "Your invitations need an email address for now",
            replace(
                nothing,
                connect=Connecting.BY_EMAIL,
                refusal=Refusal("recipient_email_required", email, soon),
            ),
        ),
        (
            "They take followers among connections only",
            replace(
                nothing,
                follow=Following.REFUSED,
                follow_refusal=Refusal("follow_not_open", "Only Jonas’s connections can follow him."),
            ),
        ),
        ("You are not signed in", replace(nothing, sign_in_url=NOWHERE)),
    ]


def rows(now: datetime) -> list[tuple[PersonCard, TiePair]]:
    """People in a list, each with the pair."""
    shown = dict(pairs(now))
    states = ("Nothing yet", "Connected, following", "Invited, waiting", "Your network is full")
    people = (JONAS, ADAEZE, LUCIA, WILHELMINA)
    return [(one, replace(shown[state], person=one)) for one, state in zip(people, states, strict=True)]


class Sample(forms.Form):
    """A form with a field of every kind."""

    handle = forms.RegexField(
        r"^[a-z0-9_]+$",
        label="Your short name",
        error_messages={"invalid": "Letters, digits and _ only. “mara_l” is free."},
    )
    email = forms.EmailField(label="Email address", required=False, help_text="Only you see it.")
    password = forms.CharField(label="Password", required=False, widget=forms.PasswordInput)
    context = forms.ChoiceField(
        label="How do you know each other?",
        choices=[
            ("worked", "Worked together"),
            ("studied", "Studied together"),
            ("event", "Met at an event"),
            ("other", "Other"),
        ],
        widget=forms.RadioSelect,
    )
    policy = forms.ChoiceField(
        label="Who may follow you?",
        choices=[
            ("everyone", "Everyone"),
            ("request", "Those you say yes to"),
            ("connections", "Your connections only"),
        ],
        widget=forms.RadioSelect,
    )
    filters = forms.MultipleChoiceField(
        label="Show",
        required=False,
        choices=[("2", "2nd degree"), ("mentoring", "Open to mentoring")],
        widget=forms.CheckboxSelectMultiple,
    )
    sort = forms.ChoiceField(label="Sort by", choices=[("new", "Newest first"), ("name", "Name")])
    note = forms.CharField(
        label="Your note", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 4})
    )
    archive = forms.FileField(label="Your archive", required=False)
    agree = forms.BooleanField(label="Follow Jonas too", required=False, help_text="Inviting alone does not.")
    private = forms.BooleanField(
        label="Follow without being named", required=False, help_text="You are counted, not named."
    )
    mail = forms.BooleanField(label="Weekly summary by mail", required=False)


def sample_form(auto_id: str = "id_%s") -> Sample:
    """The form as it comes back with one mistake: everything typed is kept."""
    form = Sample(
        {
            "handle": "mara l", "email": "mara@lindenhof.example", "context": "worked", "policy": "everyone",
            "filters": ["2"], "sort": "name", "mail": "on",
            "note": "Hello Jonas, we shared the third floor at Nordwasser; "
            "I was the one with the flood maps on the window.",
        },
        auto_id=auto_id,
    )  # fmt: skip
    form.full_clean()
    return form


def letters(now: datetime) -> list[parts.Letter]:
    """Invitations received: with a note, with its thread open, without either at the cap."""
    first = parts.Letter(
        id="1", person=ADAEZE, context="Says you met at an event: Delft Flood Days.", context_icon="calendar-days",
        checked="You both registered.", sent_at=now - timedelta(days=1), accept_url=NOWHERE, ask_url=NOWHERE,
        ignore_url=NOWHERE, answers=ANSWERS,
        note="We shared a panel in Delft in June, on whose flood it is when the river crosses a border. "
        "I never did send you those slides. I would like to, and to ask about the Lea.",
    )  # fmt: skip
    thread = (
        parts.Said(
            "Mara",
            "Hello Lucía, I am sorry, I cannot place us. Where did we meet?",
            now - timedelta(days=3),
            True,
        ),
        parts.Said(
            "Lucía Ferrer i Puig",
            "You examined my diploma in 2023, the one about shared pumps.",
            now - timedelta(days=1),
        ),
    )
    asked = replace(
        first, id="2", person=LUCIA, context="Says you studied together.", context_icon="graduation-cap",
        checked="Your years at Lindenhof do not overlap.", note="", thread=thread, reply_url=NOWHERE,
    )  # fmt: skip
    full = replace(
        first, id="3", person=WILHELMINA, context="Says you share a group.", checked="", note="",
        context_icon="users-round", sent_at=now - timedelta(days=12), accept_refusal=FULL,
    )  # fmt: skip
    return [first, asked, full]


def budget(now: datetime) -> parts.Budget:
    """A budget partly spent, under a restriction (REL-12)."""
    sentence = (
        "Five people said they don’t know you. Until 12 December, "
        "invitations need the person’s email address."
    )
    restriction = Refusal("recipient_email_required", sentence, now + timedelta(days=20))
    return parts.Budget(100, 37, 71, 8, 4, 500, 7, now + timedelta(days=4), restriction)


def notices(now: datetime) -> list[parts.Notice]:
    """A new notice, an old one, and one of the system's own."""
    accepted = "accepted your invitation. You follow each other."
    restricted = "Until 12 December your invitations need an email address."
    return [
        parts.Notice(ADAEZE, accepted, now - timedelta(hours=2), url=NOWHERE, new=True),
        parts.Notice(LUCIA, "replied about the invitation.", now - timedelta(days=2), url=NOWHERE),
        parts.Notice(None, restricted, now - timedelta(days=40), "hourglass"),
    ]


def everything(now: datetime) -> dict[str, Any]:
    """All that the page of states shows."""
    return {
        "pairs": pairs(now),
        "people": [JONAS, ADAEZE, HARUKA, RANIA, WILHELMINA, SIOBHAN],
        "rows": rows(now),
        "row_menu": CONNECTED_MENU,
        "form": sample_form(),
        "letters": letters(now),
        "sent": parts.SentLetter(
            JONAS,
            "Sent 22 November. Lapses on 21 May if unanswered.",
            "We shared the third floor.",
            menu=SENT_MENU,
        ),
        "budget": budget(now),
        "said": [
            Toast("You and Adaeze are connected.", Action("Say hello", NOWHERE, post=False)),
            Toast("Invitation ignored. Lucía is not told.", Action("Undo", NOWHERE)),
        ],
        "notices": notices(now),
        "steps": [
            parts.Step(MARA, "You", end=True),
            parts.Step(OLGA, "Studied together"),
            parts.Step(None, "Someone in Olga’s network"),
            parts.Step(HARUKA, end=True),
        ],
        "tabs": [
            parts.Tab("Invitations", NOWHERE, current=True, count=3),
            parts.Tab("Connections", NOWHERE, count=1311),
            parts.Tab("Following", NOWHERE),
            parts.Tab("Followers", NOWHERE),
        ],
        "chips": [
            parts.Chip("All", NOWHERE, current=True),
            parts.Chip("2nd degree", NOWHERE),
            parts.Chip("Company: Nordwasser", NOWHERE, removable=True),
        ],
        "hints": [
            parts.Hint("It calls him by name.", True),
            parts.Hint("Two sentences. Easy to answer.", True),
            parts.Hint("It doesn’t say what you do today. A few words help him place you.", False),
        ],
        "facts": [
            parts.Fact("You both know Olga and Kwame well"),
            parts.Fact("You are both in Groundwater Modelling"),
        ],
        "figures": [
            ("Worked together", 48, 41, 85),
            ("Met at an event", 31, 19, 61),
            ("Mutual connection", 22, 7, 32),
        ],
    }
