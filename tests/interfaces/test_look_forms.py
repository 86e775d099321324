"""Our own HTML for Django's fields: named, described, kept."""

from __future__ import annotations

import re

import pytest
from django import forms

from rapport.interfaces.web.engine_fields import bound, bound_all, problems_of
from tests.interfaces.look import rendered

pytestmark = pytest.mark.pure


class Everything(forms.Form):
    name = forms.CharField(label="Name <b>", min_length=2, max_length=40, help_text="As people call you.")
    email = forms.EmailField(required=False)
    age = forms.IntegerField(required=False, min_value=1)
    secret = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    about = forms.CharField(widget=forms.Textarea(attrs={"rows": 7}), max_length=300)
    short = forms.CharField(widget=forms.Textarea, required=False)
    how = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sort = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    some = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField()
    archive = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Nothing of this fits together.")


TYPED = {
    "name": "M", "email": "mara@", "secret": "hunter2hunter2", "about": "<hello>", "how": "b", "sort": "b",
    "some": ["a"], "token": "",
}  # fmt: skip


def sent() -> Everything:
    form = Everything(TYPED)
    form.full_clean()
    return form


def written(call: str, form: forms.Form) -> str:
    text = '{% from "parts/forms.html" import field, fields, form_problems, switch, group, actions %}' + call
    return rendered(text, form=form)


def test_a_field_is_labelled_described_and_kept() -> None:
    """What was typed stays, the problem stands beside it and is read out with it."""
    html = written('{{ field(form, "name", autocomplete="name") }}', sent())
    assert '<label for="id_name">Name &lt;b&gt;</label>' in html
    assert 'value="M"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name-problem id_name-hint"' in html
    assert 'id="id_name-problem"' in html
    assert '<p class="hint" id="id_name-hint">As people call you.</p>' in html
    assert 'maxlength="40"' in html
    assert 'autocomplete="name"' in html
    assert "icons/sprite.svg#circle-alert" in html


def test_a_fresh_field_has_no_problem() -> None:
    """Before anything is sent nothing is wrong."""
    html = written('{{ field(form, "email", hint="Only you see it.") }}', Everything())
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_email-hint"' in html
    assert "required" not in html
    assert 'type="email"' in html


def test_secrets_are_never_sent_back() -> None:
    """A password that was typed is not written into the page."""
    html = written('{{ field(form, "secret") }}', sent())
    assert "hunter2" not in html
    assert 'autocomplete="current-password"' in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("about", 'rows="7"'),
        ("about", "&lt;hello&gt;</textarea>"),
        ("short", 'rows="5"'),
        ("how", '<legend>How</legend>'),
        ("how", 'type="radio" id="id_how_1" name="how" value="b" checked'),
        ("sort", '<option value="b" selected>B</option>'),
        ("some", 'type="checkbox" id="id_some_0" name="some" value="a" checked'),
        ("agree", '<input type="checkbox" id="id_agree" name="agree"'),
        ("archive", 'type="file"'),
        ("age", 'min="1"'),
        ("token", '<input type="hidden" name="token"'),
    ],
)  # fmt: skip
def test_each_kind(name: str, expected: str) -> None:
    """Text, choices, ticks and files, each as the element it is."""
    assert expected in written("{{ field(form, '" + name + "') }}", sent())


def test_the_counter_says_the_limit_without_script() -> None:
    """The number counts down where there is script; the rule is there without."""
    html = written('{{ field(form, "about", counter=300) }}', sent())
    assert "At most 300 characters" in html
    assert 'data-limit="300"' in html
    assert 'data-many="{count} characters left"' in html


def test_a_switch_is_a_checkbox_that_says_so() -> None:
    """Settings are switches; they work as checkboxes everywhere."""
    html = written('{{ switch(form, "agree", hint="You can stop.") }}', Everything(initial={"agree": True}))
    assert 'role="switch"' in html
    assert " checked" in html
    assert 'aria-describedby="id_agree-hint"' in html


def test_all_fields_at_once() -> None:
    """Forms we did not write (allauth's) are rendered whole; every control is named."""
    html = written("{{ form_problems(form) }}{{ fields(form) }}{{ actions('Save', cancel='/') }}", sent())
    for name in Everything.base_fields:
        assert f'name="{name}"' in html
    assert "Nothing of this fits together." in html
    assert "This field is required." in html  # the hidden one's problem stands with the form's
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for control in re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html):
        assert f'for="{control}"' in html


def test_groups_hold_what_belongs_together() -> None:
    """A legend, a line and the fields."""
    html = written('{% call group("Mail", "How often.") %}{{ field(form, "sort") }}{% endcall %}', sent())
    assert "<legend>Mail</legend>" in html
    assert "How often." in html


def test_prefixes_and_initial_values() -> None:
    """Two forms on a page keep apart; a fresh form shows what is stored."""
    form = Everything(prefix="b", initial={"name": "Mara", "how": "a", "some": ["b"]})
    view = bound(form, "name")
    assert (view.id, view.name, view.value) == ("id_b-name", "b-name", "Mara")
    assert [one.chosen for one in bound(form, "how").options] == [True, False]
    assert [one.chosen for one in bound(form, "some").options] == [False, True]
    assert bound_all(form)[0].kind == "hidden"
    assert problems_of(form) == ()
    with pytest.raises(KeyError):
        bound(form, "nothing")
