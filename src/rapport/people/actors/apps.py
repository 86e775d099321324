"""The app of actors: the public faces that follow, connect and publish."""

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    """Registers the app under the label `actors`."""

    name = "rapport.people.actors"
    label = "actors"
