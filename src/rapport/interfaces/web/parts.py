"""What the parts of a page are given: frozen, plain, ready to be shown; templates decide nothing.

Sentences in these are already translated; addresses are already reversed; dates are dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


def picture_address(key: str) -> str:
    """The address of a picture without its size (`/48`, `/96`, `/256`, `/512`); empty where there is none."""
    return f"/media/{key}" if key else ""


@dataclass(frozen=True)
class PersonCard:
    """What every list shows of a member (NET-1). `degree` is 0 for oneself, None out of the network."""

    handle: str
    name: str
    headline: str = ""
    degree: int | None = None
    mutual_count: int = 0
    mutuals: tuple[PersonCard, ...] = ()  # up to three of them, to be named and pictured
    you_follow: bool = False
    follows_you: bool = False
    lang: str = ""  # the language of the name, where it is known
    shows_degree: bool = True  # False for visitors, who have no degree to anyone
    picture: str = ""  # the address of the picture without its size; empty for initials

    @property
    def url(self) -> str:
        """The member's page (PRO-1)."""
        return f"/@{self.handle}"

    @property
    def first_name(self) -> str:
        """What one calls them when space is short."""
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True)
class CompanyCard:
    """What every list shows of a company (PRO-6); it stands where a person would in the follow button."""

    handle: str
    name: str
    headline: str = ""
    facts: tuple[str, ...] = ()  # industry, place, size, in words
    followers: str = ""
    picture: str = ""  # as of people
    lang: str = ""
    follows_you: bool = False  # a company follows nobody

    @property
    def url(self) -> str:
        """The company's page."""
        return f"/companies/{self.handle}"

    @property
    def first_name(self) -> str:
        """A company has one name."""
        return self.name


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu: a link, or a small form when `post` is set; `hint` says who learns what."""

    label: str
    url: str
    hint: str = ""
    post: bool = False
    dialog: bool = False  # the link's page is a dialog, shown in place where there is script
    field: tuple[str, str] | None = None  # what the form says with it: name and value
    refused: str = ""  # why it cannot be pressed now; shown in place of the hint
    copied: str = ""  # a link that script puts on the clipboard, and what is said then


class Connecting(StrEnum):
    """The connecting half of the pair, a row each of the table in the design."""

    OPEN = "open"  # Connect
    TUCKED = "tucked"  # they put Follow first: Connect stands under More
    INVITED = "invited"  # Invited, with remind and withdraw
    ASKED = "asked"  # they invited you: Accept, Ask why, Ignore
    CONNECTED = "connected"  # Connected, with what one may do
    REFUSED = "refused"  # greyed with a lock, and the reason
    BY_EMAIL = "by_email"  # invitations need their address for now (REL-12)
    NONE = "none"  # not shown: oneself


class Following(StrEnum):
    """The following half of the pair."""

    OPEN = "open"  # Follow
    FOLLOWING = "following"  # Following; one press unfollows, silently
    REQUESTED = "requested"  # Asked, and who answers (REL-1)
    REFUSED = "refused"  # greyed with a lock, and the reason
    NONE = "none"  # not shown


@dataclass(frozen=True)
class Refusal:
    """Why something is not possible: the rule's code, a sentence, and the end where there is one."""

    code: str
    sentence: str
    until: datetime | None = None


@dataclass(frozen=True)
class TiePair:
    """The two ties between the reader and one person; each half has its state, the addresses follow.

    =====================================  ==============================  ====================
    between you                            connect                         follow
    =====================================  ==============================  ====================
    nothing                                OPEN                            OPEN
    they put Follow first (REL-14)         TUCKED                          OPEN
    following                              OPEN or TUCKED                  FOLLOWING
    asked to follow (REL-1)                OPEN or TUCKED                  REQUESTED, `note`
    invited, waiting                       INVITED, `menu`, `note`         any
    they invited you                       ASKED                           NONE or any
    connected                              CONNECTED, `menu`, `write_url`  FOLLOWING or OPEN
    at the cap, waiting, budget spent      REFUSED, `refusal`              any
    your invitations restricted (REL-12)   BY_EMAIL, `refusal`             any
    followers not taken                    any                             REFUSED, `follow_refusal`
    a visitor                              OPEN, `sign_in_url`             OPEN
    oneself, blocked either way            do not show the pair at all
    =====================================  ==============================  ====================

    `prominent` says which of the two is solid; empty lets the state decide.
    """

    person: PersonCard | CompanyCard
    connect: Connecting = Connecting.OPEN
    follow: Following = Following.OPEN
    invite_url: str = ""  # the invitation's dialog
    follow_url: str = ""  # POST
    unfollow_url: str = ""  # POST; also takes back a request to follow
    accept_url: str = ""  # POST
    ask_url: str = ""  # link: the letter's thread
    ignore_url: str = ""  # POST
    write_url: str = ""  # link; empty where messages do not exist
    sign_in_url: str = ""  # set for visitors: both halves become links to it
    menu: tuple[MenuItem, ...] = ()  # under Invited or Connected
    answers: tuple[MenuItem, ...] = ()  # More answers, beside Accept
    more: tuple[MenuItem, ...] = ()  # under More, after "Connect…"
    refusal: Refusal | None = None
    follow_refusal: Refusal | None = None
    note: str = ""  # one more sentence beneath
    prominent: str = ""  # "connect", "follow", "none"

    @property
    def solid(self) -> str:
        """Which half is solid: the one to do first."""
        if self.prominent:
            return self.prominent
        match self.connect:
            case Connecting.OPEN | Connecting.ASKED:
                return "connect"
            case Connecting.TUCKED | Connecting.BY_EMAIL:
                return "follow"
            case Connecting.REFUSED if self.refusal and self.refusal.until is None:
                return "follow"
            case _:
                return "none"


@dataclass(frozen=True)
class Said:
    """One message in an invitation's thread (REL-7)."""

    who: str
    text: str
    at: datetime
    mine: bool = False


@dataclass(frozen=True)
class Letter:
    """A received invitation as it is shown: person, note, context and what we can check of it, answers."""

    id: str
    person: PersonCard
    context: str  # "Says you worked together."
    context_icon: str = "users-round"
    checked: str = ""  # "You both registered."
    note: str = ""
    sent_at: datetime | None = None
    thread: tuple[Said, ...] = ()
    accept_url: str = ""
    ask_url: str = ""  # link to this letter with its thread open
    reply_url: str = ""  # POST {"text"}; set when the thread is open
    reply_problem: str = ""
    reply_text: str = ""  # what was typed and refused
    ignore_url: str = ""
    answers: tuple[MenuItem, ...] = ()  # More answers
    accept_refusal: Refusal | None = None  # at the cap (REL-9)


@dataclass(frozen=True)
class SentLetter:
    """An invitation one has sent and that waits, as its sender sees it (REL-11)."""

    person: PersonCard
    sent: str  # "Sent 22 November. Lapses on 21 May if unanswered."
    note: str = ""
    context: str = ""
    menu: tuple[MenuItem, ...] = ()
    thread: tuple[Said, ...] = ()
    reply_url: str = ""


@dataclass(frozen=True)
class Budget:
    """How many invitations are left (REL-12), and the day of the next one."""

    limit: int
    left: int
    sent: int
    refunded: int
    pending: int
    pending_limit: int
    window_days: int = 7
    renews_at: datetime | None = None
    restriction: Refusal | None = None


@dataclass(frozen=True)
class Tab:
    """A tab is a link; the current one knows."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Chip:
    """A filter that is a link: pressed or not, or removable."""

    label: str
    url: str
    current: bool = False
    removable: bool = False


@dataclass(frozen=True)
class Hint:
    """A line of the note coach (ADV-2): done, or worth a thought."""

    sentence: str
    done: bool


@dataclass(frozen=True)
class Fact:
    """A fact of the shared context that the note could mention; `text` is what Add puts in."""

    sentence: str
    text: str = ""


@dataclass(frozen=True)
class Step:
    """One person of a path; `person` is None where the name is withheld (NET-2)."""

    person: PersonCard | None
    words: str = ""
    end: bool = False  # one of the two ends: not a link


@dataclass(frozen=True)
class Notice:
    """One row of Notices."""

    person: PersonCard | None
    sentence: str  # without the name when `person` is given: "accepted your invitation."
    at: datetime
    icon: str = "bell"
    url: str = ""
    new: bool = False


@dataclass(frozen=True)
class Masthead:
    """What stands at the head of every page; without `member` it is the visitor's."""

    community: str = ""
    member: PersonCard | None = None
    invitations: int = 0  # waiting for an answer, in the inbox tray
    notices: int = 0  # new ones
    messages_url: str = ""  # the place is shown once there is one
    messages: int = 0
    theme: str = ""  # "light", "dark" or empty for the system's choice
    lang: str = "en"
    dir: str = "ltr"
    sign_up: bool = True  # whether Join is offered
    finds: bool = False  # whether visitors may search
