"""The app of the graph: at start it takes its place behind `ties.neighbourhood`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class GraphConfig(AppConfig):
    """The graph, label `graph`; it has no tables."""

    name = "rapport.projections.graph"
    label = "graph"

    def ready(self) -> None:
        """Answer for the neighbourhood from now on; where there is no index yet, the database does it as before."""
        graph = import_module(f"{self.name}.queries").install(settings.GRAPH_DIR)
        import_module("rapport.people.ties.neighbourhood").install(graph)
