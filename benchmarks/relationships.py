"""What the heart costs: accept, follow, a member's page, My network at 30, 500 and 5,000 connections."""

from __future__ import annotations

import django

django.setup()

from django.conf import settings  # noqa: E402 (the apps have to be ready first)
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.community import NOW, SIZES, analyse, build  # noqa: E402
from benchmarks.measure import cost, with_ratios, write  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
from rapport.people.accounts.models import Account  # noqa: E402
from rapport.people.actors.models import Actor  # noqa: E402
from rapport.people.relationships.actions import answering, following, inviting  # noqa: E402

LIMITS = Limits(invitation_limit=100_000, pending_limit=100_000)
TIMES = 60


def main() -> None:
    """Measure in this process: no network, the whole stack of the site."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    viewers = build()
    analyse()
    figures = {"trivial page": cost(_page(Client(), "/healthz"), times=TIMES)}
    ids = list(Actor.objects.order_by("-pk").values_list("pk", flat=True)[: 4 * TIMES + 20])
    sent = [
        inviting.invite(sender=one, recipient=two, context="other", now=NOW, limits=LIMITS).invitation_id
        for one, two in zip(ids[0::2], ids[1::2], strict=True)
        if not _connected(one, two)
    ]
    recipients = dict(zip(sent, (_recipient(each) for each in sent), strict=True))
    waiting = iter(sent)

    def accept(_: int) -> None:
        invitation = next(waiting)
        answering.accept(invitation_id=invitation, actor_id=recipients[invitation], now=NOW, limits=LIMITS)

    figures["accept an invitation"] = cost(accept, times=TIMES)
    strangers = iter(list(zip(ids[0::2], ids[3::2], strict=False)))

    def follow(_: int) -> None:
        one, two = next(strangers)
        following.follow(follower=one, followee=two, now=NOW)

    figures["follow"] = cost(follow, times=TIMES)
    for size in SIZES:
        client = Client()
        client.force_login(
            Account.objects.get(actor_id=viewers[size]), backend=settings.AUTHENTICATION_BACKENDS[0]
        )
        figures[f"member's page, {size} connections"] = cost(_member_pages(client, ids), times=TIMES)
        figures[f"My network, {size} connections"] = cost(_page(client, "/network"), times=TIMES)
        figures[f"My network, connections, {size}"] = cost(_page(client, "/network/connections"), times=TIMES)
    write("relationships", with_ratios(figures, "trivial page"))


def _connected(one: int, two: int) -> bool:
    return inviting.ties.Connection.objects.filter(owner_id=one, other_id=two).exists()


def _recipient(invitation: object) -> int:
    return int(inviting.Invitation.objects.values_list("recipient_id", flat=True).get(pk=invitation))


def _page(client: Client, address: str):  # type: ignore[no-untyped-def]
    def get(_: int) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        b"".join(answer) if answer.streaming else answer.content

    return get


def _member_pages(client: Client, ids: list[int]):  # type: ignore[no-untyped-def]
    handles = list(Actor.objects.filter(pk__in=ids).values_list("handle", flat=True))

    def get(number: int) -> None:
        assert client.get(f"/@{handles[number % len(handles)]}").status_code == 200

    return get


if __name__ == "__main__":
    main()
