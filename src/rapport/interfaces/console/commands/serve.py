"""`rapport serve`: makes the instance ready, then supervises its web and worker processes."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
from pathlib import Path

from rapport.interfaces.console import start, supervisor
from rapport.interfaces.console.trouble import Trouble


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT.

    Raises: Trouble, where the port is not free or the settings cannot be taken.
    """
    number = free_address(arguments.host, arguments.port)
    nearest = supervisor.reachable(arguments.host)
    address = f"http://{f'[{nearest}]' if ':' in nearest else nearest}:{arguments.port}"
    os.environ.setdefault("RAPPORT_URL", address)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(
        _empty(Path(os.environ["RAPPORT_DATA"]) / "metrics", arguments.port)
    )
    start.start_django()
    prepared = supervisor.in_a_process(get_ready)
    if prepared:
        return prepared
    return supervisor.supervise(
        host=number,
        port=arguments.port,
        workers=arguments.workers,
        access_log=arguments.access_log,
        announce=lambda: print(f"Rapport is at {address} (stop it with Ctrl-C)", flush=True),
    )


def get_ready() -> None:
    """Check the site and bring its tables and static files up to date.

    Raises: Trouble, with a sentence for each reason why it cannot run.
    """
    prepare = start.module("prepare")
    prepare.self_check()
    prepare.ready(make=True)
    prepare.static_files()


def _empty(directory: Path, port: int) -> Path:
    """Where the processes of this server count, emptied of what an earlier one counted."""
    own = directory / str(port)
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True, exist_ok=True)
    return own


def free_address(host: str, port: int) -> str:
    """The number of `host`, which the web processes listen on: they take no names.

    The port is tried first, without the sharing that they use among themselves.

    Raises: Trouble, where something listens there already or the address is not of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
            return str(address[0])
    except OSError as refused:
        reason = os.strerror(refused.errno) if refused.errno and refused.errno > 0 else str(refused)
        raise Trouble(
            f"Cannot listen on {host}:{port}: {reason.lower()}. End what listens there, or choose another --port."
        ) from None
