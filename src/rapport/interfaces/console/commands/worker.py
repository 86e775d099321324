"""`rapport worker`: does jobs and keeps the indexes until told to stop; the job at hand is finished first."""

from __future__ import annotations

import argparse

from rapport.interfaces.console import prepare, working
from rapport.kernel import jobs


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 (every command takes them)
    """Work until SIGTERM or SIGINT.

    Raises: Trouble, where there is no instance yet.
    """
    stop = jobs.stop_on_signals()
    prepare.ready(make=False)
    working.work(stop)
    return 0
