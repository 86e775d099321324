"""The network as plain sets and dicts: what the actions must agree with after every step.

Written from product.md alone, without looking at the tables: a day is an integer, a member a
small number, and every method returns the code that an action should end with ("" for done).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rapport.kernel.limits.rules import Limits

Pair = frozenset[int]


@dataclass
class Letter:
    """The open invitation of a pair; `quiet` when its recipient ignored it or never saw it."""

    sender: int
    recipient: int
    sent: int
    quiet: bool = False
    unseen: bool = False
    stranger: bool = False
    answered: int | None = None
    follows: bool = True


@dataclass
class Model:
    """Who stands how to whom."""

    limits: Limits
    day: int = 0
    follow: dict[tuple[int, int], str] = field(default_factory=dict)
    asked: dict[tuple[int, int], str] = field(default_factory=dict)
    connected: set[Pair] = field(default_factory=set)
    blocked: set[tuple[int, int]] = field(default_factory=set)
    letters: dict[Pair, Letter] = field(default_factory=dict)
    wait: dict[tuple[int, int], int] = field(default_factory=dict)
    quiet_until: dict[tuple[int, int], int] = field(default_factory=dict)
    removal_until: dict[tuple[int, int], int] = field(default_factory=dict)
    sent: list[list[int]] = field(default_factory=list)
    strangers: list[list[int]] = field(default_factory=list)
    restricted_until: dict[int, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    policy: dict[int, str] = field(default_factory=dict)

    def apart(self, a: int, b: int) -> bool:
        return bool({a, b} & self.gone) or (a, b) in self.blocked or (b, a) in self.blocked

    def degree(self, a: int) -> int:
        return sum(a in pair for pair in self.connected)

    def letter(self, a: int, b: int) -> Letter | None:
        letter = self.letters.get(frozenset((a, b)))
        if letter and self.day >= letter.sent + self.limits.invitation_expiry_days:
            self.keep_quiet(letter)
            del self.letters[frozenset((a, b))]
            return None
        return letter

    def pending(self, a: int) -> int:
        letters = [one for pair in list(self.letters) if (one := self.letter(*pair))]
        return sum(1 for one in letters if one.sender == a and one.recipient not in self.gone)

    def left(self, a: int) -> int:
        unanswered = sum(
            1 for who, day, accepted in self.sent if who == a and day > self.day - 7 and not accepted
        )
        return max(0, self.limits.invitation_limit - unanswered)

    def restricted(self, a: int) -> bool:
        return self.restricted_until.get(a, 0) > self.day

    def invite(self, a: int, b: int, email: str, follows: bool) -> str:
        if self.apart(a, b):
            return "not_found"
        letter = self.letter(a, b)
        if letter and letter.sender == a:
            return ""
        if letter:
            return self.join(letter, recipient_follows=follows)
        if frozenset((a, b)) in self.connected:
            return "already_connected"
        if self.degree(a) >= self.limits.connection_cap:
            return "connection_cap"
        if max(self.wait.get((a, b), 0), self.removal_until.get((a, b), 0)) > self.day:
            return "reinvite_wait"
        if self.left(a) < 1:
            return "invitation_budget"
        if self.pending(a) >= self.limits.pending_limit:
            return "pending_limit"
        if self.restricted(a) and not email:
            return "recipient_email_required"
        letter = Letter(a, b, self.day, follows=follows)
        if self.restricted(a) and email != "right":
            letter.quiet = letter.unseen = True
        elif self.quiet_until.get((a, b), 0) > self.day:
            letter.quiet, letter.answered = True, self.quiet_until[a, b] - 90
        self.letters[frozenset((a, b))] = letter
        self.sent.append([a, self.day, 0])
        return ""

    def join(self, letter: Letter, *, recipient_follows: bool) -> str:
        a, b = letter.sender, letter.recipient
        if max(self.degree(a), self.degree(b)) >= self.limits.connection_cap:
            return "connection_cap"
        del self.letters[frozenset((a, b))]
        self.uncount(letter)
        next(row for row in self.sent if row[:2] == [a, letter.sent] and not row[2])[2] = 1
        self.connected.add(frozenset((a, b)))
        for follower, followee, wanted in ((a, b, letter.follows), (b, a, recipient_follows)):
            if wanted:
                self.follow.setdefault((follower, followee), "connection")
            for until in (self.wait, self.quiet_until, self.removal_until):
                until.pop((follower, followee), None)
            self.asked.pop((follower, followee), None)
        return ""

    def uncount(self, letter: Letter) -> None:
        if letter.stranger:
            self.strangers.remove([letter.sender, letter.answered or 0])
            letter.stranger = False

    def answer(self, verb: str, a: int, b: int, recipient_follows: bool = True) -> str:
        """`b` answers the open letter from `a`; only called where one is open and not unseen."""
        letter = self.letter(a, b)
        assert letter
        if self.apart(a, b):
            return "not_found"
        if letter.quiet and verb in ("accept", "decline"):
            return "invitation_closed"
        if verb == "accept":
            return self.join(letter, recipient_follows=recipient_follows)
        if verb == "decline":
            self.wait[a, b] = self.day + 90
            del self.letters[frozenset((a, b))]
        if verb == "ignore" and not letter.quiet:
            letter.quiet, letter.answered = True, self.day
        if verb == "dont-know" and not letter.stranger:
            letter.quiet, letter.answered, letter.stranger = True, self.day, True
            self.strangers.append([a, self.day])
            if self.counted_strangers(a) >= self.limits.dont_know_limit and not self.restricted(a):
                self.restricted_until[a] = self.day + self.limits.restriction_days
        if verb == "reopen" and letter.quiet:
            counted = letter.stranger
            self.uncount(letter)
            letter.quiet, letter.answered = False, None
            if counted and self.restricted(a) and self.counted_strangers(a) < self.limits.dont_know_limit:
                self.restricted_until[a] = self.day
        return ""

    def counted_strangers(self, a: int) -> int:
        return sum(
            1
            for who, day in self.strangers
            if who == a and day > self.day - self.limits.dont_know_window_days
        )

    def withdraw(self, a: int, b: int) -> str:
        letter = self.letter(a, b)
        assert letter
        if self.apart(a, b):
            return "not_found"
        self.keep_quiet(letter)
        self.wait[a, b] = max(self.wait.get((a, b), 0), self.day + 21)
        del self.letters[frozenset((a, b))]
        return ""

    def follows(self, a: int, b: int) -> bool:
        """The follow counts: outside followers of a closed door do not."""
        open_door = self.policy.get(b) != "connections_only" or frozenset((a, b)) in self.connected
        return (a, b) in self.follow and open_door

    def start_following(self, a: int, b: int) -> str:
        if self.apart(a, b):
            return "not_found"
        policy, inside = self.policy.get(b, "everyone"), frozenset((a, b)) in self.connected
        if policy == "on_request" and not inside and (a, b) not in self.follow:
            self.asked.setdefault((a, b), "waiting")
            self.asked[a, b] = self.asked[a, b].removeprefix("silent ")
            return ""
        if policy == "connections_only" and not inside:
            return "follow_not_open"
        self.asked.pop((a, b), None)
        self.follow[a, b] = "choice"
        return ""

    def stop_following(self, a: int, b: int) -> str:
        self.follow.pop((a, b), None)
        if self.asked.get((a, b)) == "waiting":
            del self.asked[a, b]
        if self.asked.get((a, b)) == "refused":
            self.asked[a, b] = "silent refused"
        return ""

    def answer_request(self, owner: int, asker: int, *, accept: bool) -> str:
        if self.apart(owner, asker) or self.asked.get((asker, owner)) != "waiting":
            return "not_found"
        if accept and self.policy.get(owner) == "connections_only":
            return "follow_not_open"
        if accept:
            del self.asked[asker, owner]
            self.follow.setdefault((asker, owner), "choice")
            self.follow[asker, owner] = "choice"
        else:
            self.asked[asker, owner] = "refused"
        return ""

    def unconnect(self, a: int, b: int) -> str:
        if frozenset((a, b)) not in self.connected:
            return ""
        self.connected.discard(frozenset((a, b)))
        for edge in ((a, b), (b, a)):
            if self.follow.get(edge) == "connection":
                del self.follow[edge]
        self.removal_until.pop((a, b), None)
        self.removal_until[b, a] = self.day + 90
        return ""

    def block(self, a: int, b: int) -> str:
        if (a, b) in self.blocked and not {a, b} & self.gone:
            return ""
        if self.apart(a, b):
            return "not_found"
        self.blocked.add((a, b))
        self.sever(a, b)
        return ""

    def sever(self, a: int, b: int) -> None:
        self.unconnect(a, b)
        for edge in ((a, b), (b, a)):
            self.follow.pop(edge, None)
            self.asked.pop(edge, None)
        letter = self.letter(a, b)
        if letter:
            self.keep_quiet(letter)
            del self.letters[frozenset((a, b))]

    def keep_quiet(self, letter: Letter) -> None:
        """Whoever ignored keeps their hidden 90 days, however the letter ends."""
        if letter.answered is not None:
            pair = (letter.sender, letter.recipient)
            self.quiet_until[pair] = max(self.quiet_until.get(pair, 0), letter.answered + 90)
