"""Saying how far a long command is: a bar on a terminal, plain lines elsewhere; always on standard error."""

from __future__ import annotations

import sys
import time

WIDTH = 32
LINES = 5
"""How many plain lines one count is told in."""


class Progress:
    """Counts up to `total`."""

    def __init__(self, what: str, total: int) -> None:
        """Begin at nothing."""
        self._what, self._total = what, max(total, 1)
        self._done, self._told = 0, 0
        self._began = time.monotonic()
        self._bar = sys.stderr.isatty()

    def advance(self, count: int) -> None:
        """`count` more are done."""
        self._done = min(self._done + count, self._total)
        ended = self._done == self._total
        share = self._done / self._total
        if self._bar:
            filled = "#" * int(share * WIDTH)
            line = f"\r{self._what:<24} [{filled:<{WIDTH}}] {share:4.0%}  {self._done:,} of {self._total:,}"
            print(line, end="\n" if ended else "", file=sys.stderr, flush=True)
        elif int(share * LINES) > self._told or ended:
            self._told = int(share * LINES)
            seconds = time.monotonic() - self._began
            line = f"{self._what}: {self._done:,} of {self._total:,} ({seconds:.0f} s)"
            print(line, file=sys.stderr, flush=True)
