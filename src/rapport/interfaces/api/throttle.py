"""How often one may call: counted in a file that all processes map, so that a reading writes no row.

Readings and writings are counted apart, by the member whose token is borne, else by the
address (IPv6 by /64). All tokens of one member share one allowance.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rapport.interfaces.api.call import Call
from rapport.kernel import addresses
from rapport.kernel.arrays import RateCounters, RateVerdict
from rapport.kernel.errors import TooMany

SECONDS = 60
FILE = "api_rates"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@cache
def _counters(path: Path) -> RateCounters:
    path.parent.mkdir(parents=True, exist_ok=True)
    return RateCounters(path)


def count(request: HttpRequest, call: Call) -> RateVerdict:
    """Count this request; says whether it may pass and what is left."""
    reading = request.method in SAFE
    limit = call.limits.api_reads_per_minute if reading else call.limits.api_writes_per_minute
    who = f"account {call.bearer.account_id}" if call.bearer else f"address {sender(request)}"
    return _counters(Path(settings.DATA_DIR) / FILE).hit(
        f"api {'read' if reading else 'write'} {who}",
        limit=limit,
        per_seconds=SECONDS,
        now=call.now.timestamp(),
    )


def sender(request: HttpRequest) -> str:
    """What counts as one sender where nobody's token is borne."""
    meta = request.META
    remote, forwarded = meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")
    return addresses.block(addresses.client(remote, forwarded, settings.TRUSTED_PROXIES))


def refusal(verdict: RateVerdict) -> TooMany:
    """What one over the limit is told."""
    return TooMany(code="rate_limit", retry_after=verdict.retry_seconds)


def stamp(response: HttpResponse, verdict: RateVerdict) -> None:
    """State the limit on an answer."""
    response.headers["RateLimit-Limit"] = str(verdict.limit)
    response.headers["RateLimit-Remaining"] = str(verdict.remaining)
    response.headers["RateLimit-Reset"] = str(verdict.reset_seconds)
