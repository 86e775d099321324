"""The compiled kernels of a checkout that was never installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from rapport.projections.feed import native as feed
from rapport.projections.graph import native as graph


def build() -> None:
    """Build each kernel that is not there, or is of other sources; an installed Rapport has to bring its own."""
    for native in (graph, feed):
        if native.library() is not None or shutil.which("cc") is None:
            continue
        if any(metadata.distributions(name="rapport")):
            continue
        folder = Path(str(native.__file__)).parent
        made = folder / f".kernel-{os.getpid()}.so"
        sources = [str(path) for path in sorted((folder / "c").glob("*.c"))]
        command = ["cc", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", *sources, "-o", str(made)]
        subprocess.run(command, check=True)
        made.replace(folder / "_kernel.so")
        native.library.cache_clear()
