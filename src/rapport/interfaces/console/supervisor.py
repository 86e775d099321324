"""The supervisor of a running site: granian's web processes and one worker for jobs, brought back when they die.

This process is granian's own main process as well. It loads the application once and forks
everything from there: the processes share that memory, a site starts in the time of one
load, and what was killed is back at once. It never opens the database itself, since a
connection must not cross a fork.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Any

from django.conf import settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from rapport.interfaces.console import start
from rapport.interfaces.console.lifeline import follow
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import jobs

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 10.0
"""A process that lived this long was well; its next death starts again with the first pause."""
GRACE_SECONDS = 10
"""How long a process may take to finish what it has at hand once it was told to stop."""
LOOK_EVERY_SECONDS = 0.3
ACCESS_LINE = "%(addr)s %(method)s %(path)s %(status)d %(dt_ms).1f ms"

_fork = multiprocessing.get_context("fork")


class Pause:
    """How long to wait before bringing a process back: doubling while it keeps dying young."""

    def __init__(self) -> None:
        """Begin with the first pause."""
        self._seconds = FIRST_PAUSE_SECONDS
        self._born = time.monotonic()

    def born(self) -> None:
        """A process begins its life."""
        self._born = time.monotonic()

    def after_death(self) -> float:
        """Seconds to wait now."""
        if time.monotonic() - self._born >= STEADY_SECONDS:
            self._seconds = FIRST_PAUSE_SECONDS
        seconds = self._seconds
        self._seconds = min(seconds * 2, LONGEST_PAUSE_SECONDS)
        return seconds


def reachable(host: str) -> str:
    """An address at which what listens on `host` answers on this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)


def in_a_process(work: Callable[[], None]) -> int:
    """Do `work` in a process of its own, whose memory and connections end with it; gives the exit status."""
    process = _fork.Process(target=_reporting, args=(work,))
    process.start()
    process.join()
    return abs(process.exitcode or 0)


def _reporting(work: Callable[[], None]) -> None:
    try:
        work()
    except Trouble as trouble:
        print(f"rapport serve: {trouble.sentence}", file=sys.stderr)
        sys.exit(trouble.status)


def supervise(*, host: str, port: int, workers: int, access_log: bool, announce: Callable[[], None]) -> int:
    """Run the site until SIGTERM or SIGINT; gives the exit status. `announce` is called once it answers."""
    stopping = threading.Event()
    multiprocessing.set_start_method("fork", force=True)
    application = import_module("rapport.config.wsgi").application
    gc.collect()
    gc.freeze()
    keeper = threading.Thread(target=keep_worker, args=(stopping,), name="keeper")
    keeper.start()
    threading.Thread(target=tell_when_ready, args=(host, port, announce, stopping), daemon=True).start()
    pause = Pause()
    while not stopping.is_set():
        server = Granian(
            "rapport.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=1,
            blocking_threads_idle_timeout=600,
            http=HTTPModes.http1,
            websockets=False,
            log_level=LogLevels.error,
            log_dictconfig=settings.LOGGING,
            log_access=access_log,
            log_access_format=ACCESS_LINE,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE_SECONDS,
        )
        server.on_startup(partial(take_signals, server, stopping))
        pause.born()
        try:
            server.serve(target_loader=partial(begin, application, os.getpid()), wrap_loader=False)
        except SystemExit:
            log.warning("the web processes keep dying")
        if not stopping.is_set():
            stopping.wait(pause.after_death())
    keeper.join()
    return 0


def take_signals(server: Any, stopping: threading.Event) -> None:
    """From now on SIGTERM and SIGINT end everything; runs once granian has put its own handlers in place."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        server.signal_handler_interrupt()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def begin(application: Callable[..., Any], supervisor: int) -> Callable[..., Any]:
    """Give a web process that was just forked its application."""
    # until granian takes the signals over there is nothing at hand that would have to be finished
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    follow(supervisor)
    return application


def keep_worker(stopping: threading.Event) -> None:
    """Keep one worker for jobs alive until `stopping`; then let it finish the job at hand."""
    pause = Pause()
    while not stopping.is_set():
        pause.born()
        worker = _fork.Process(target=work, args=(os.getpid(),), name="worker")
        worker.start()
        while worker.is_alive() and not stopping.is_set():
            worker.join(LOOK_EVERY_SECONDS)
        if not stopping.is_set():
            seconds = pause.after_death()
            log.warning("the worker ended with status %s, back in %.1f s", worker.exitcode, seconds)
            stopping.wait(seconds)
        elif worker.is_alive():
            worker.terminate()
            worker.join(GRACE_SECONDS)
            if worker.is_alive():
                worker.kill()
                worker.join()


def work(supervisor: int) -> None:
    """Do jobs, in a process that was just forked."""
    stop = jobs.stop_on_signals()
    follow(supervisor)
    start.module("working").work(stop)


def tell_when_ready(host: str, port: int, announce: Callable[[], None], stopping: threading.Event) -> None:
    """Call `announce` once the site answers."""
    while not stopping.wait(0.05):
        try:
            with socket.create_connection((reachable(host), port), timeout=2) as line:
                line.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if line.recv(12):
                    announce()
                    return
        except OSError:
            continue
