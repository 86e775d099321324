"""`rapport demo`: fills an empty instance with the cast and a community, or with a real graph."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import asdict

from rapport.interfaces.console.demo import fill, graph
from rapport.interfaces.console.demo.cast import PASSWORD
from rapport.interfaces.console.output import print_json
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock


def run(arguments: argparse.Namespace) -> int:
    """Fill the instance and print a login; on a demo that stands already only the login.

    Raises: Trouble, where there are members already or a file is not a graph.
    """
    if arguments.attributes and not arguments.edges:
        raise Trouble("--attributes goes with --edges.", status=2)
    if arguments.members and arguments.edges:
        raise Trouble(
            "Choose --members or --edges: the members of a real graph come from its files.", status=2
        )
    read = graph.read(arguments.edges, arguments.attributes) if arguments.edges else None
    began = time.monotonic()
    if fill.standing():
        found = graph.figures()
        print("This is a demo already; nothing was changed.", file=sys.stderr)
    elif read is not None:
        found = fill.real_graph(read, seed=arguments.seed, now=clock.now())
    else:
        found = fill.community(
            members=arguments.members or fill.MEMBERS, seed=arguments.seed, now=clock.now()
        )
    if arguments.json:
        print_json({**asdict(found), "login": fill.LOGIN, "password": PASSWORD})
        return 0
    seconds = time.monotonic() - began
    print(
        f"{found.members:,} members, {found.connections:,} connections and {found.follows:,} follows "
        f"in {seconds:.0f} s; every counter equals its edges."
    )
    print(f"Sign in as {fill.LOGIN} with the password: {PASSWORD}")
    return 0
