"""django.tasks on our jobs: the interface of the library, the promises of ours (architecture 5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django_tasks import default_task_backend, task, task_backends
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist, TaskResultMismatch

from rapport.kernel import jobs
from rapport.kernel.jobs.models import Job
from rapport.kernel.jobs.tasks_backend import NAME, JobsBackend
from rapport.kernel.limits.models import SiteSetting

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _backend(settings: Any) -> Any:
    settings.TASKS = {"default": {"BACKEND": "rapport.kernel.jobs.tasks_backend.JobsBackend"}}
    with time_machine.travel(NOW, tick=False):
        yield


@task
def add(one: int, other: int) -> int:
    return one + other


@task
def subtract(one: int, other: int) -> int:
    return one - other


@task(takes_context=True)
def which(context: TaskContext, ending: str) -> str:
    return f"{context.task_result.id}{ending} {context.attempt}"


@task
def fall(name: str) -> None:
    SiteSetting.objects.create(name=name, value="", changed_at=NOW)
    raise ValueError("fallen")


async def wait() -> None:
    """A coroutine, which no worker of ours runs."""


@pytest.mark.django_db
def test_a_task_is_a_job_and_gives_its_result() -> None:
    """Enqueued, run by the worker, its value read back from the table."""
    assert isinstance(task_backends["default"], JobsBackend)
    result = add.enqueue(2, other=3)
    assert result.status == TaskResultStatus.READY and result.enqueued_at == NOW
    assert Job.objects.get().name == NAME
    assert jobs.run_due() == 1
    result.refresh()
    assert (result.status, result.return_value, result.finished_at) == (TaskResultStatus.SUCCESSFUL, 5, NOW)
    assert add.get_result(result.id).return_value == 5
    with pytest.raises(TaskResultMismatch):
        subtract.get_result(result.id)


@pytest.mark.django_db(transaction=True)
def test_a_task_is_part_of_its_transaction() -> None:
    """Rolled back with the fact it follows from."""
    with transaction.atomic():
        add.enqueue(1, 2)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_task_may_wait() -> None:
    """`run_after` is kept."""
    result = add.using(run_after=NOW + timedelta(hours=1)).enqueue(1, 2)
    assert result.task.run_after == NOW + timedelta(hours=1)
    assert jobs.run_due() == 0
    assert jobs.run_due(NOW + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_a_task_may_ask_for_its_context() -> None:
    """It learns its own id and the count of its attempts."""
    result = which.enqueue("!")
    jobs.run_due()
    result.refresh()
    assert result.return_value == f"{result.id}! 1"


@pytest.mark.django_db
def test_a_failing_task_has_no_effect_and_says_why() -> None:
    """Its rows are rolled back, it is tried again, in the end it has failed with its traceback."""
    result = fall.enqueue("x")
    with pytest.raises(ValueError, match="fallen"):
        jobs.run_due()
    again = fall.get_result(result.id)
    assert again.status == TaskResultStatus.READY and again.attempts == 1
    Job.objects.update(attempts=19, run_at=NOW)
    with pytest.raises(ValueError, match="fallen"):
        jobs.run_due()
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert (
        "ValueError: fallen" in result.errors[0].traceback and result.errors[0].exception_class is Exception
    )
    assert not SiteSetting.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "x", str(UUID(int=1))])
def test_an_unknown_result_does_not_exist(name: str) -> None:
    """Whatever is asked for, also other jobs."""
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result(name)


def test_what_we_cannot_do_is_refused() -> None:
    """Coroutines and priorities are refused where they are declared."""
    with pytest.raises(InvalidTaskError, match="async"):
        task(wait)
    with pytest.raises(InvalidTaskError, match="priority"):
        add.using(priority=5)
