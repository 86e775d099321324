"""Processes of one site end with its supervisor, however that ends."""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "RAPPORT_SUPERVISOR"
"""The id of the supervising process, told to its children by the environment."""

LOOK_EVERY_SECONDS = 1.0


def follow_parent() -> None:
    """End this process in good order once its supervisor is gone; without a supervisor, nothing.

    A killed supervisor can tell nobody, and what it leaves would hold the port and the database.
    """
    parent = os.environ.get(VARIABLE, "")
    if not parent.isdigit():
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(LOOK_EVERY_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
