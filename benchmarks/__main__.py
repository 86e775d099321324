"""`python -m benchmarks` measures on SQLite, and on PostgreSQL where RAPPORT_BENCH_DATABASE_URL names one.

A size goes with a name where the benchmark takes one: `search:100000`.
Each database is measured in a process of its own on a fresh instance; the figures go to
`benchmarks/results/NAME-DATABASE.json`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MODULES = (
    "relationships",
    "profiles",
    "doors",
    "serving",
    "exchange",
    "importing",
    "archive",
    "graph",
    "feed",
    "search",
    "picture",
)


def main() -> None:
    """Run the named benchmarks, or all."""
    chosen = [one.partition(":")[::2] for one in sys.argv[1:] or MODULES]
    databases = {"sqlite": ""}
    if url := os.environ.get("RAPPORT_BENCH_DATABASE_URL"):
        databases["postgresql"] = url
    for name, members in chosen:
        for database, address in databases.items():
            with tempfile.TemporaryDirectory(prefix="rapport-bench-") as directory:
                env = {key: value for key, value in os.environ.items() if not key.startswith("RAPPORT_")}
                env |= {
                    "RAPPORT_DATA": directory,
                    "PYTHONPATH": str(Path(__file__).parent.parent / "src"),
                    "DJANGO_SETTINGS_MODULE": "rapport.config.settings",
                    "BENCH_DATABASE": database,
                    "BENCH_MEMBERS": members,
                }
                if address:
                    env["RAPPORT_DATABASE_URL"] = _fresh(address, name)
                subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], env=env, check=True)


def _fresh(address: str, name: str) -> str:
    """A fresh database beside the one at `address`."""
    database = f"bench_{name}"
    here = {**os.environ, "PGDATABASE": "postgres"}
    for statement in (f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", f"CREATE DATABASE {database}"):
        subprocess.run(["psql", "-q", address, "-c", statement], env=here, check=True)
    return address.rsplit("/", 1)[0] + f"/{database}"


if __name__ == "__main__":
    main()
