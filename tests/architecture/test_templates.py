"""Templates keep what our pages promise, and the check that says so can fail."""

from __future__ import annotations

import pytest

from scripts.lint_templates import all_faults, faults


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ('<p style="color: {{ hue }}">', "an inline style"),
        ('<a onclick="go()">', "an inline handler (onclick)"),
        ("<script>{{ code }}</script>", "an inline script"),
        ("<style>p {}</style>", "an inline style sheet"),
        ('<script src="//elsewhere.example/a.js"></script>', "something fetched from another site"),
        ('<img src="{{ face }}">', "a picture without alt"),
        ('<input name="q">', "a control without a label"),
        ("<button>{{ _('Follow') }}</button>", "a button without type"),
        ('<p id="a"></p>{% if x %}<p id="a"></p>{% endif %}', "the id a a second time"),
        ('<a target="_blank" href="/">', 'target="_blank" without rel'),
    ],
)
def test_faults_are_named(template: str, sentence: str) -> None:
    """Each promise has a template that breaks it."""
    assert any(sentence in said for _, said in faults(template))


@pytest.mark.parametrize(
    "template",
    [
        '<label for="q">{{ _("Search") }}</label><input id="q" name="q">',
        '<label>{{ _("Note") }} <textarea name="note"></textarea></label>',
        '<input type="hidden" name="{{ name }}"><button type="submit">{{ _("Follow") }}</button>',
        '{# style="" #}<p id="a-{{ n }}"></p><p id="a-{{ m }}"></p>',
    ],
)
def test_good_templates_pass(template: str) -> None:
    """The check asks for no more than the promises."""
    assert faults(template) == []


def test_our_templates_keep_the_promises() -> None:
    """No template of ours has a fault."""
    assert list(all_faults()) == []
