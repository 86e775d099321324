"""Minijinja as a template engine of Django: Jinja syntax, undefined names fail, `.html` is escaped.

::

    TEMPLATES = [{"BACKEND": "rapport.interfaces.web.engine.Minijinja", "DIRS": [], "OPTIONS": {}}]

Templates are looked for in `DIRS` and then in the `templates` of web and mail. `OPTIONS` may name
`context_processors` (as Django's own engine takes them) and `globals` (name to dotted path).
What every template may use without asking is listed in `engine_globals.py`; the page being
rendered is kept in a context variable, so that macros in imported files reach the request too.

Each language has templates of its own: where `_("Follow")` or `icon("heart")` say the same on every page they are
replaced as the file is read, since a way from the engine to Python and back costs more than the words themselves.

Texts are found by Babel (`babel.cfg`): `pybabel extract -F babel.cfg -k ngettext:1,2 -o rapport.pot .`
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import minijinja
from django.conf import settings
from django.http import HttpRequest
from django.template import Origin, TemplateDoesNotExist, TemplateSyntaxError
from django.template.backends.base import BaseEngine
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext

from rapport.interfaces.web import engine_globals, engine_page

OWN = (Path(__file__).parent / "templates", Path(__file__).parent.parent / "mail" / "templates")
PLACE = re.compile(r"\(in (\S+):(\d+)\)")
SAID = re.compile(r'(?<![\w.])_\("((?:[^"\\{}]|\\.)*)"\)')
DRAWN = re.compile(r'(?<![\w.])icon\("([\w-]+)"(?:, "([\w -]*)")?\)')
ESCAPED = (".html", ".svg", ".xml")

Processor = Callable[[HttpRequest], Mapping[str, Any]]


def settled(source: str) -> str:
    """A template with what is the same on every page of this language in place of the calls that ask for it."""
    source = SAID.sub(lambda found: _literal(gettext(json.loads(f'"{found[1]}"'))), source)
    return DRAWN.sub(
        lambda found: f"({_literal(engine_globals.icon(found[1], found[2] or ''))}|safe)", source
    )


def _literal(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)


class Minijinja(BaseEngine):
    """The one engine of the site's pages and mails; Django's own serves the admin alone."""

    app_dirname = "templates"

    def __init__(self, params: dict[str, Any]) -> None:
        """Take Django's engine settings; `DEBUG` decides whether files are read again when changed."""
        params = dict(params)
        options = dict(params.pop("OPTIONS", {}))
        super().__init__({**params, "APP_DIRS": False})
        self.processor_names: list[str] = list(options.pop("context_processors", []))
        self.debug = bool(options.pop("debug", settings.DEBUG))
        self.extra_globals: dict[str, str] = dict(options.pop("globals", {}))
        self.directories = [*(Path(directory) for directory in self.dirs), *OWN]
        self._environments: dict[str | None, minijinja.Environment] = {}

    @property
    def environment(self) -> minijinja.Environment:
        """The templates in the language that is being spoken."""
        language = get_language()
        if language not in self._environments:
            self._environments[language] = self._environment()
        return self._environments[language]

    def _environment(self) -> minijinja.Environment:
        environment = minijinja.Environment(
            loader=self._source,
            undefined_behavior="strict",
            auto_escape_callback=lambda name: "html" if name.endswith(ESCAPED) else False,
            trim_blocks=True,
            lstrip_blocks=True,
            reload_before_render=self.debug,
        )
        engine_globals.install(environment)
        for name, path in self.extra_globals.items():
            environment.add_global(name, import_string(path))
        return environment

    @cached_property
    def processors(self) -> list[Processor]:
        """The context processors, imported at the first page rather than at start-up."""
        return [import_string(name) for name in self.processor_names]

    def _path(self, name: str) -> Path | None:
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            return None
        for directory in self.directories:
            path = directory / name
            if path.is_file():
                return path
        return None

    def _source(self, name: str) -> str | None:
        path = self._path(name)
        return None if path is None else settled(path.read_text(encoding="utf-8"))

    def from_string(self, template_code: str) -> Template:
        """A template from text: escaped as HTML, named `<text>` in errors."""
        return Template(self, "<text>.html", source=template_code)

    def get_template(self, template_name: str) -> Template:
        """The template of that name.

        Raises: `TemplateDoesNotExist`, so that Django asks the next engine.
        """
        path = self._path(template_name)
        if path is None:
            tried = [
                (Origin(str(directory / template_name), template_name), "not there")
                for directory in self.directories
            ]
            raise TemplateDoesNotExist(template_name, tried=tried, backend=self)
        return Template(self, template_name, path=path)


class Template:
    """One template, as Django wants to hold it: `render(context, request)` gives text."""

    def __init__(
        self, engine: Minijinja, name: str, *, path: Path | None = None, source: str | None = None
    ) -> None:
        """Remember where it is; minijinja compiles it at its first rendering and keeps it."""
        self.engine = self.backend = engine
        self.name = name
        self.source = source
        self.origin = Origin(str(path or name), name)

    def render(self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        """The text for these names, with the page's own (`request`, context processors) beneath them.

        Raises: `TemplateSyntaxError` naming the file and line at fault.
        """
        values: dict[str, Any] = {"request": request}
        if request is not None:
            for processor in self.engine.processors:
                values.update(processor(request))
        values.update(context or {})
        token = engine_page.current.set(engine_page.Page(request))
        try:
            if self.source is not None:
                text = self.engine.environment.render_str(settled(self.source), self.name, **values)
            else:
                text = self.engine.environment.render_template(self.name, **values)
            # The engine escapes "/" too, which HTML does not need and addresses are full of.
            return text.replace("&#x2f;", "/") if self.name.endswith(ESCAPED) else text
        except minijinja.TemplateError as error:
            raise self._explained(error) from error
        finally:
            engine_page.current.reset(token)

    def _explained(self, error: minijinja.TemplateError) -> TemplateSyntaxError:
        """Say the innermost file and line first: the engine tells causes from the outside in."""
        told = str(error)
        places = PLACE.findall(told)
        name, line = places[-1] if places else (self.name, "?")
        return TemplateSyntaxError(f"{name}, line {line}: {told}")
