"""Our jobs as a backend of django.tasks, so that code written for that interface runs on them.

``TASKS = {"default": {"BACKEND": "rapport.kernel.jobs.tasks_backend.JobsBackend"}}``

A task runs inside the transaction that marks it done, as `jobs.handler` does.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskContext, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json
from typing_extensions import ParamSpec

from rapport.kernel import ids
from rapport.kernel.jobs import actions
from rapport.kernel.jobs.models import Job
from rapport.kernel.jobs.rules import Payload, State, handler

P = ParamSpec("P")
T = TypeVar("T")

NAME = "django_tasks.run"
_STATUS = {
    State.READY: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.DEAD: TaskResultStatus.FAILED,
}


class JobsBackend(BaseTaskBackend):
    """Enqueues tasks as jobs and reads their results from the table of jobs."""

    supports_defer = True
    supports_get_result = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Write the task down as a job, in the transaction at hand if there is one."""
        self.validate_task(task)
        job_id = ids.new()
        payload = {
            "id": str(job_id),
            "task": task.module_path,
            "args": normalize_json(list(args)),
            "kwargs": normalize_json(dict(kwargs)),
            "queue": task.queue_name,
            "backend": self.alias,
        }
        actions.enqueue(NAME, payload, run_at=task.run_after, job_id=job_id)
        return self.get_result(str(job_id))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """How the task stands.

        Raises: TaskResultDoesNotExist.
        """
        job_id = ids.parse(result_id)
        job = Job.objects.filter(id=job_id, name=NAME).first() if job_id else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return _result_of(job)


@handler(NAME)
def run(payload: Payload) -> object:
    """Call the function of a task with its arguments; what it returns is the job's result."""
    task: Task[..., Any] = import_string(payload["task"])
    context = []
    if task.takes_context:
        context.append(TaskContext(task_result=_result_of(Job.objects.get(id=UUID(payload["id"])))))
    return normalize_json(task.call(*context, *payload["args"], **payload["kwargs"]))


def _result_of(job: Job) -> TaskResult[Any]:
    status = _STATUS[State(job.state)]
    task: Task[..., Any] = import_string(job.payload["task"])
    result: TaskResult[Any] = TaskResult(
        task=task.using(
            queue_name=job.payload["queue"],
            backend=job.payload["backend"],
            run_after=job.run_at if job.run_at != job.created_at else None,
        ),
        id=str(job.id),
        status=status,
        enqueued_at=job.created_at,
        started_at=None,
        finished_at=job.done_at,
        last_attempted_at=None,
        args=job.payload["args"],
        kwargs=job.payload["kwargs"],
        backend=job.payload["backend"],
        # which class it was stands in the traceback; the row keeps no more than the text
        errors=[TaskError(exception_class_path="builtins.Exception", traceback=job.last_error)]
        if job.last_error
        else [],
        worker_ids=[job.lease_owner or "gone"] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)  # the interface leaves backends no other way
    return result
