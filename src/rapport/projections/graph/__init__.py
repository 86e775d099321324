"""The network in memory: degrees, mutual connections, paths and people one may know, from mapped arrays."""

from __future__ import annotations
