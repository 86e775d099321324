"""Processes of one site end with its supervisor, however that ends."""

from __future__ import annotations

import os
import signal
import threading
import time

LOOK_EVERY_SECONDS = 1.0


def follow(parent: int) -> None:
    """End this process in good order once its supervisor `parent` is gone.

    A killed supervisor can tell nobody, and what it leaves would hold the port and the database.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
