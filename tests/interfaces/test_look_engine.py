"""The engine of the pages: what it refuses, what it gives, how it says where a mistake is."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.http import HttpRequest
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from rapport.interfaces.web import engine as look_engine
from rapport.interfaces.web.engine import Minijinja, settled

pytestmark = pytest.mark.pure


class Kind(enum.Enum):
    PERSON = "person"


class Word(enum.StrEnum):
    OPEN = "open"


@dataclass(frozen=True)
class Card:
    name: str
    when: datetime
    kind: Kind = Kind.PERSON
    word: Word = Word.OPEN

    @property
    def first(self) -> str:
        return self.name.split()[0]

    def called(self, title: str) -> str:
        return f"{title} {self.name}"


def processor(request: HttpRequest) -> dict[str, Any]:
    return {"place": request.path, "given": "by the processor"}


def shouted(text: str) -> str:
    return text.upper()


@pytest.fixture
def engine(tmp_path: Path) -> Minijinja:
    """An engine that looks in `tmp_path` first."""
    options = {
        "context_processors": [f"{__name__}.processor"],
        "globals": {"shouted": f"{__name__}.shouted"},
        "debug": True,
    }
    return Minijinja({"NAME": "test", "DIRS": [tmp_path], "APP_DIRS": False, "OPTIONS": options})


def rendered(engine: Minijinja, text: str, **context: Any) -> str:
    return engine.from_string(text).render(context)


def test_undefined_names_fail(engine: Minijinja) -> None:
    """A name nobody gave is a mistake, not an empty place."""
    with pytest.raises(TemplateSyntaxError, match=r"line 3"):
        rendered(engine, "\n\n{{ nobody }}")
    with pytest.raises(TemplateSyntaxError):
        rendered(engine, "{{ card.nothing }}", card=Card("Mara", datetime.now(UTC)))


def test_mistakes_name_file_and_line(engine: Minijinja, tmp_path: Path) -> None:
    """The innermost file is named, also when another includes or extends it."""
    (tmp_path / "inner.html").write_text("one\n{{ nobody }}")
    (tmp_path / "outer.html").write_text("{% include 'inner.html' %}")
    (tmp_path / "broken.html").write_text("\n\n\n{% if %}")
    with pytest.raises(TemplateSyntaxError, match=r"inner\.html, line 2"):
        engine.get_template("outer.html").render()
    with pytest.raises(TemplateSyntaxError, match=r"broken\.html, line 4"):
        engine.get_template("broken.html").render()


def test_html_is_escaped_and_plain_text_is_not(engine: Minijinja, tmp_path: Path) -> None:
    """What people typed cannot become markup; mails in plain text stay as they are."""
    (tmp_path / "a.html").write_text("{{ typed }}")
    (tmp_path / "a.txt").write_text("{{ typed }}")
    typed = "<script>'\"/&"
    assert engine.get_template("a.html").render({"typed": typed}) == "&lt;script&gt;&#x27;&quot;/&amp;"
    assert engine.get_template("a.txt").render({"typed": typed}) == typed
    assert rendered(engine, "{{ typed }}", typed=mark_safe("<b>")) == "<b>"
    assert rendered(engine, '{{ _("Hello {name}", name=typed) }}', typed="<b>") == "Hello &lt;b&gt;"
    assert rendered(engine, '{{ _("{a} & {b}", a=typed, b=kept) }}', typed="<i>", kept=mark_safe("<b>")) == (
        "&lt;i&gt; &amp; <b>"
    )


def test_reads_what_our_pages_are_given(engine: Minijinja) -> None:
    """Frozen dataclasses with properties and methods, enums, dates, tuples and dictionaries."""
    card = Card("Mara Lindqvist", datetime(2026, 3, 2, 9, tzinfo=UTC))
    text = (
        "{{ card.name }}|{{ card.first }}|{{ card.called(title='Dr') }}|{{ card.when.year }}|"
        "{{ card.kind.value }}|{{ card.word == 'open' }}|{{ many|length }}|{{ table.a }}"
    )
    assert rendered(engine, text, card=card, many=(1, 2), table={"a": 1}) == (
        "Mara Lindqvist|Mara|Dr Mara Lindqvist|2026|person|True|2|1"
    )


def test_inheritance_macros_and_call_blocks(engine: Minijinja, tmp_path: Path) -> None:
    """The three ways templates are put together; imported macros reach the request."""
    (tmp_path / "base.html").write_text("<{{ tone|default('-') }}>{% block body %}{% endblock %}")
    (tmp_path / "parts.html").write_text(
        "{% macro box(title, caller=none) %}[{{ title }}:{{ caller() if caller }}:{{ here() }}]{% endmacro %}"
    )
    page = (
        "{% extends 'base.html' %}{% from 'parts.html' import box %}{% set tone = 'warm' %}"
        "{% block body %}{% call box('a') %}b{% endcall %}{{ box('c') }}{% endblock %}"
    )
    request = RequestFactory().get("/x?y=1&z=2")
    assert engine.from_string(page).render({}, request) == "<warm>[a:b:/x?y=1&amp;z=2][c::/x?y=1&amp;z=2]"


def test_the_page_reaches_its_request(engine: Minijinja) -> None:
    """Processors, token, nonce and way back come from the request; a mail has none of them."""
    request = RequestFactory().get("/x")
    request.csp_nonce = "noncenonce"  # type: ignore[attr-defined]
    text = "{{ place }} {{ given }} {{ csp_nonce() }} {{ request.path }} {{ csrf_field() }}{{ next_field() }}"
    page = engine.from_string(text).render({"given": "by the view"}, request)
    assert page.startswith("/x by the view noncenonce /x <input")
    assert 'name="csrfmiddlewaretoken" value="' in page
    assert 'name="next" value="/x"' in page
    bare = "{{ request is none }} {{ csp_nonce() }} {{ csrf_token() }} {{ here() }} {{ toasts()|length }}"
    assert rendered(engine, bare) == "True   / 0"


def test_htmx_attributes_carry_the_nonce(engine: Minijinja) -> None:
    """Without the page's nonce the CSP extension strips what htmx would act on."""
    request = RequestFactory().get("/x")
    request.csp_nonce = "noncenonce"  # type: ignore[attr-defined]
    for call in ('hx_page("/do")', 'hx_dialog("/ask")', 'hx_more("/next", "rows")'):
        assert 'hx-nonce="noncenonce"' in engine.from_string("{{ " + call + " }}").render({}, request)


def test_what_every_page_says_alike_is_settled_as_it_is_read(engine: Minijinja, tmp_path: Path) -> None:
    """Texts without values and symbols stand in the template itself, escaped as ever, and in each language anew."""
    text = """{{ _("Say \\"A & B\\"") }}|{{ icon("lock") }}|{{ _("Hello {name}", name="Mara") }}|{{ name_("x") }}"""
    assert settled(text).count("_(") == 2
    assert "icon(" not in settled(text)
    assert settled("{{ my_icon('a') }}{{ cards.icon('b') }}") == "{{ my_icon('a') }}{{ cards.icon('b') }}"
    assert rendered(engine, '{{ _("Say \\"A & B\\"") }}') == "Say &quot;A &amp; B&quot;"
    assert rendered(engine, '{% if icon("lock") %}{{ icon("lock", "big") }}{% endif %}').startswith(
        '<svg class="icon big"'
    )
    (tmp_path / "word.html").write_text('{{ _("Hello") }}')
    assert engine.get_template("word.html").render() == "Hello"
    with translation.override("xx"), mock.patch.object(look_engine, "gettext", str.upper):
        assert engine.get_template("word.html").render() == "HELLO"
    assert engine.get_template("word.html").render() == "Hello"


def test_addresses(engine: Minijinja) -> None:
    """Routes are reversed; a route that does not exist yet gives way where it may."""
    with pytest.raises(Exception, match="nowhere"):
        rendered(engine, "{{ url('nowhere') }}")
    assert rendered(engine, "{{ url_or('nowhere', '/there') }}") == "/there"
    assert rendered(engine, "{{ static('css/base.css') }}").startswith("/static/css/base")
    assert rendered(engine, "{{ shouted('a') }}") == "A"


def test_icons_say_which_way_they_point(engine: Minijinja) -> None:
    """Directional symbols are mirrored on pages that run right to left."""
    assert 'class="icon turns"' in rendered(engine, "{{ icon('m-follow') }}")
    assert 'class="icon"' in rendered(engine, "{{ icon('bell') }}")
    assert "sprite.svg#bell" in rendered(engine, "{{ icon('bell') }}")


@pytest.mark.parametrize("name", ["nothing.html", "../engine.py", "/etc/passwd", "a\\b.html"])
def test_what_is_not_a_template_is_not_found(engine: Minijinja, name: str) -> None:
    """Names that are not there, and names that would leave the folders."""
    with pytest.raises(TemplateDoesNotExist):
        engine.get_template(name)


def test_a_changed_file_is_read_again_in_debug(engine: Minijinja, tmp_path: Path) -> None:
    """While one writes a template, the next page shows it."""
    page = tmp_path / "page.html"
    page.write_text("one")
    assert engine.get_template("page.html").render() == "one"
    page.write_text("two")
    assert engine.get_template("page.html").render() == "two"


def test_it_is_the_site_s_engine() -> None:
    """Django's own `render` goes through it."""
    assert isinstance(get_template("errors/404.html").backend, Minijinja)  # type: ignore[attr-defined]


def test_the_page_for_our_own_mistakes_needs_nothing() -> None:
    """500 is rendered without a request, so without processors and without the database."""
    assert "Something broke on our side" in get_template("errors/500.html").render()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429])
def test_error_pages_take_a_sentence(status: int) -> None:
    """Each says what to do of its own accord, also without a request; a view may say it better."""
    page = get_template(f"errors/{status}.html")
    usual = page.render()
    said = page.render({"sentence": "Try in a <minute>."})
    assert usual.count("<h1>") == 1
    assert "Try in a &lt;minute&gt;." in said
    assert said != usual
