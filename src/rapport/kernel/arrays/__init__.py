"""Arrays in files that all processes of one machine share by mapping them into memory."""

from __future__ import annotations

from rapport.kernel.arrays.counters import RateCounters, RateVerdict

__all__ = ["RateCounters", "RateVerdict"]
