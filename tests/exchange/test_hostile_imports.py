"""Files that are too much, through the whole import: refused in a sentence, nothing half-done (OPS-1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rapport.content.exchange.actions import runs
from rapport.content.exchange.actions import work as worker
from rapport.content.exchange.formats.bounds import DEFAULT
from rapport.content.exchange.formats.rapport_record import read_record
from rapport.content.exchange.queries import runs as queries
from rapport.content.exchange.rules.process import LEFT_FILES_AT_MOST, State
from rapport.kernel.errors import Invalid
from tests.exchange.archives import zipped
from tests.exchange.importing import bring, take, undo
from tests.matrix.digest import changed, digests
from tests.people import START, make_member


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def _skills(path: Path, count: int, **more: str) -> Path:
    files = {"Skills.csv": "Name\n" + "".join(f"Skill {number}\n" for number in range(count))}
    path.write_bytes(zipped({**files, **more}))
    return path


@pytest.mark.django_db
def test_thousands_of_files_make_no_endless_page(tmp_path: Path) -> None:
    """OPS-1: of the files that are not read so many are named; of the rest it is said how many they are."""
    more = {f"{number}.txt": "" for number in range(3_000)}
    run = bring(make_member("anna"), _skills(tmp_path / "a.zip", 3, **more))
    assert run.state is State.PREVIEWED
    assert len(run.files) == LEFT_FILES_AT_MOST + 2
    assert run.files[-1].name == f"+ {3_000 - LEFT_FILES_AT_MOST}"
    assert sum(queries.parts_of(run).values()) == 3


@pytest.mark.django_db
def test_more_rows_than_are_taken_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OPS-1: refused before anything is taken; where a file hid how many it has, it ends there and is taken back."""
    owner = make_member("anna")
    before = digests()
    run = bring(owner, _skills(tmp_path / "a.zip", 30))
    monkeypatch.setattr(runs, "ROWS_AT_MOST", 29)
    with pytest.raises(Invalid) as refused:
        runs.confirm(owner=owner, run_id=run.id, parts=["skills"], now=START)
    assert refused.value.code == "too_many_rows"
    monkeypatch.setattr(runs, "ROWS_AT_MOST", 30)
    monkeypatch.setattr(worker, "ROWS_AT_MOST", 20)
    monkeypatch.setattr(worker, "CHUNK", 10)
    done = take(owner, run)
    assert (done.state, done.problem_code, done.done) == (State.FAILED, "too_many_rows", 20)
    assert "20 rows" in done.problem.format(**done.problem_values)
    undo(owner, done)
    assert changed(before, digests()) <= {"jobs_job"}


@pytest.mark.pure
@pytest.mark.parametrize("value", [b"[],", b"{},", b'"",', b"0,"])
def test_a_document_of_too_many_values_is_not_read(value: bytes) -> None:
    """OPS-2: a value of three bytes takes seventy once it is read, so they are counted before."""
    many = value * (DEFAULT.rapport_values + 1)
    document = b'{"format": 1, "handle": "a", "skills": [' + many + b"0]}"
    assert len(document) < DEFAULT.rapport_bytes
    assert read_record(document, b"", DEFAULT) is None
    assert read_record(document.replace(many, value * 9), b"", DEFAULT) is not None
