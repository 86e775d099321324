"""Tests from a checkout that was never installed build the kernel first; an installed one has to bring it along."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from rapport.projections.graph import native

FOLDER = Path(native.__file__).parent


def pytest_configure() -> None:
    """Before anything asks for the kernel."""
    if (
        native.library() is not None
        or shutil.which("cc") is None
        or any(metadata.distributions(name="rapport"))
    ):
        return
    made = FOLDER / f".kernel-{os.getpid()}.so"
    sources = [str(path) for path in sorted((FOLDER / "c").glob("*.c"))]
    command = ["cc", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", *sources, "-o", str(made)]
    subprocess.run(command, check=True)
    made.replace(FOLDER / "_kernel.so")
    native.library.cache_clear()
