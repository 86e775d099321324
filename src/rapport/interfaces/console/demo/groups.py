"""Groups of the demo: open, by request and private, with people in every place toward them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.interfaces.console.demo.stage import Diary

FOUNDED_DAYS_AGO = 400


@dataclass(frozen=True)
class Plan:
    """A group to come, and who makes it."""

    handle: str
    name: str
    headline: str
    owner: str
    joining: str = "open"
    listed: bool = True
    member_list: str = "group"
    about: str = ""
    rules: str = ""


PLANS = (
    Plan(
        "river_readers", "River Readers", "One book about water a month, and a walk to where it happens",
        "siobhan", member_list="members",
        about="We read one book about water each month and meet on the first Sunday, outdoors if at all possible.\n"
        "You need not have finished it. You need boots.",
        rules="Spoilers are welcome: the river always reaches the sea.\n"
        "Whoever brings the thermos picks the next book.",
    ),
    Plan(
        "archive_keepers", "Archive Keepers", "For people who look after maps, gauges’ books and boxes of slides",
        "alice", joining="request",
        about="Paper, glass, tape and their water stains. We trade shelf space, scanners and bad news about basements.",
        rules="Say where a picture comes from.\nNo dealers.",
    ),
    Plan(
        "class_of_91", "Lindenhof Class of 91", "Those who drained the pond", "kwame", listed=False,
        joining="request", about="Thirty-five years on, and still nobody has said who opened the sluice.",
    ),
    Plan(
        "quiet_aquifers", "Quiet Aquifers", "Working notes before they are papers", "jonas", listed=False,
        joining="request", about="Half-finished models, shared kindly. What is said here stays below ground.",
    ),
    Plan(
        "flood_desk", "The Flood Desk", "Forecasters on duty, one time zone after the other", "teodor",
        joining="request", about="Handover notes, odd gauges, and who to ring when a river does something new.",
        rules="Facts first, worry second.",
    ),
    Plan(
        "well_drillers", "Well Drillers’ Table", "Strictly for people with mud on their boots", "brid",
        joining="request", about="Bits, casings, strata. Hydrogeologists may ask; drillers answer.",
    ),
    Plan(
        "delta_walks", "Delta Walks", "Slow walks where the land is still deciding", "minh_khai",
        member_list="anyone", about="Every second Saturday in a different delta. We go whatever the tide says.",
    ),
)  # fmt: skip
"""The groups, and what they say of themselves."""

ASKING = (
    ("priya", 2.0, "I keep forty years of forecast sheets in a garage. It leaks."),
    ("lucia", 1.1, "The irrigation cooperative found its minutes of 1911. I am told you would want to know."),
    ("yonatan", 0.4, ""),
)


class Groups:
    """Writes the part of groups into a diary, among people of whom `joined` tells since when they are here."""

    def __init__(self, diary: Diary, now: datetime, joined: Mapping[str, datetime]) -> None:
        """Nobody enters a group before they are here."""
        self._diary, self._now, self._joined = diary, now, joined

    def _ago(self, days: float) -> datetime:
        return self._now - timedelta(days=days)

    def _enter(self, member: str, group: str, days: float, note: str = "", by: str = "") -> None:
        """Somebody joins or asks, not before they are here; `by` lets them in an hour later."""
        here = self._joined.get(member)
        at = self._ago(days) if here is None else max(self._ago(days), here + timedelta(hours=1))
        self._diary.add(at, "enter_group", member=member, group=group, note=note)
        if by:
            at = min(at + timedelta(hours=1), self._now)
            self._diary.add(at, "step_in_group", verb="admit", by=by, person=member, group=group)

    def _step(self, verb: str, by: str, person: str, group: str, days: float) -> None:
        self._diary.add(self._ago(days), "step_in_group", verb=verb, by=by, person=person, group=group)

    def tell(self, friends: Sequence[str], others: Sequence[str]) -> None:
        """Every group with its people; `friends` are alice's connections, `others` strangers to her."""
        for plan in PLANS:
            self._diary.add(self._ago(FOUNDED_DAYS_AGO), "found_group", **vars(plan))
        self._readers(friends, others)
        self._keepers(friends)
        self._private()
        self._elsewhere(friends, others)

    def _readers(self, friends: Sequence[str], others: Sequence[str]) -> None:
        for number, one in enumerate(["alice", "olga", "tomas", *friends[:9], *others[:12]]):
            self._enter(one, "river_readers", 380 - number * 13)
        self._step("promote", "siobhan", "olga", "river_readers", 100)

    def _keepers(self, friends: Sequence[str]) -> None:
        for number, one in enumerate(["olga", "kwame", "siobhan", *friends[4:10]]):
            self._enter(one, "archive_keepers", 300 - number * 20, by="alice")
        self._step("promote", "alice", "olga", "archive_keepers", 90)
        self._enter("dax", "archive_keepers", 21, "I help archives monetise their history. Quick call?")
        self._step("ban", "alice", "dax", "archive_keepers", 20.5)
        self._enter(
            "grainne", "archive_keepers", 12, "I price floods. Do you have old damage lists for sale?"
        )
        self._step("refuse", "alice", "grainne", "archive_keepers", 11)
        for one, days, note in ASKING:
            self._enter(one, "archive_keepers", days, note)
        self._step("invite", "alice", "minh_khai", "archive_keepers", 3)

    def _private(self) -> None:
        for number, one in enumerate(("alice", "tomas", "olga")):
            self._step("invite", "kwame", one, "class_of_91", 18 - number)
            self._enter(one, "class_of_91", 17.5 - number)
        self._step("invite", "jonas", "alice", "quiet_aquifers", 0.8)

    def _elsewhere(self, friends: Sequence[str], others: Sequence[str]) -> None:
        self._enter(
            "alice",
            "flood_desk",
            1.5,
            "I keep the archive; I would like to know what today will look like in it.",
        )
        self._enter("alice", "well_drillers", 9, "No mud on my boots, but plenty on my maps.")
        self._step("refuse", "brid", "alice", "well_drillers", 8)
        for number, one in enumerate([*friends[:7], *others[12:20]]):
            self._enter(one, "delta_walks", 200 - number * 9)
        for number, one in enumerate(["jonas", "kwame", *others[4:9]]):
            self._enter(one, "flood_desk", 150 - number * 10, by="teodor")
