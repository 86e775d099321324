"""Whether the doors take the same time for an address that has an account and for one that has none (quality 4)."""

from __future__ import annotations

import django

django.setup()

import itertools  # noqa: E402 (the apps have to be ready first)
from collections.abc import Callable  # noqa: E402

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.measure import cost, write  # noqa: E402
from rapport.kernel import clock  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
from rapport.people.accounts import actions  # noqa: E402

TIMES = 40
PASSWORD = "a river of one's own"
DOORS = {
    "sign in": ("/sign-in", lambda address: {"login": address, "password": "not the password"}),
    "forgotten password": ("/password", lambda address: {"email": address}),
    "code by mail": ("/sign-in/code", lambda address: {"email": address}),
    "join": ("/join", lambda address: {"email": address, "password1": PASSWORD, "password2": PASSWORD}),
}


def main() -> None:
    """Measure each door for known and unknown addresses in turn; the ratio of the two is to be below 1.2."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(3 * TIMES):
        actions.create_member(
            handle=f"known_{number}", email=f"known{number}@example.org", name="Known", password=PASSWORD,
            now=clock.now(), limits=Limits(),
        )  # fmt: skip
    figures: dict[str, dict[str, float]] = {}
    for name, (path, form) in DOORS.items():
        known = cost(_knock(path, form, "known"), times=TIMES)
        unknown = cost(_knock(path, form, "nobody"), times=TIMES)
        one, two = known["cpu_ms"], unknown["cpu_ms"]
        figures[name] = {"known_ms": one, "unknown_ms": two, "ratio": round(max(one, two) / min(one, two), 3)}
    write("doors", figures)


def _knock(path: str, form: Callable[[str], dict[str, str]], who: str) -> Callable[[int], object]:
    """One knock with an address that did not knock before, so that no limiter answers."""
    numbers = itertools.count()

    def knock(_: int) -> object:
        cache.clear()
        return Client().post(path, form(f"{who}{next(numbers)}@example.org"))

    return knock


if __name__ == "__main__":
    main()
