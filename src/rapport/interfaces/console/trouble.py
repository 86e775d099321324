"""What ends a command early: one line on standard error and an exit status."""

from __future__ import annotations


class Trouble(Exception):
    """The command cannot go on; `sentence` says why and what would help.

    `status` is the exit status: 1 where something in the world is not so, 2 where the
    command was not understood.
    """

    def __init__(self, sentence: str, status: int = 1) -> None:
        """Keep the sentence and the status."""
        super().__init__(sentence)
        self.sentence, self.status = sentence, status
