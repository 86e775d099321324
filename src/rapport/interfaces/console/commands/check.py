"""`rapport check`: whether this instance can run here; `--prepare` makes it so where it can."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import connection

from rapport.interfaces.console import prepare
from rapport.interfaces.console.output import print_json
from rapport.projections.feed import native as feed
from rapport.projections.graph import native


def run(arguments: argparse.Namespace) -> int:
    """Check settings, database and everything installed; say where the data lives.

    Raises: Trouble, with a sentence for each reason why it cannot run.
    """
    prepare.self_check()
    prepare.ready(make=arguments.prepare)
    if arguments.prepare:
        prepare.static_files()
    if arguments.json:
        print_json(
            {
                "ready": True,
                "data": str(settings.DATA_DIR),
                "database": connection.vendor,
                "graph": "numpy" if native.library() is None else "kernel",
                "feed": "numpy" if feed.library() is None else "kernel",
            }
        )
    elif not arguments.prepare:
        print(f"{settings.DATA_DIR} is ready ({connection.display_name}).")
        print(f"The network in memory is asked by {native.working_by()}.")
        print(f"Feeds are chosen by {feed.working_by()}.")
    return 0
