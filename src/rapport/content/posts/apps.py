"""The app of posts: what is said to an audience."""

from importlib import import_module

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Registers the app under the label `posts`, and what it listens to."""

    name = "rapport.content.posts"
    label = "posts"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
