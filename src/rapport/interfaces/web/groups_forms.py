"""What is typed about groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rapport.interfaces.web.forms import PoliteForm
from rapport.people.audience import Audience
from rapport.people.groups.rules.process import Joining


class GroupForm(PoliteForm):
    """What a group says of itself and how it is entered; lengths and choices are judged by the action."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As people call it."))
    headline = forms.CharField(
        label=gettext_lazy("In one line"),
        required=False,
        help_text=gettext_lazy("What brings its people together; it stands beneath the name in every list."),
    )
    about = forms.CharField(label=gettext_lazy("About"), required=False, strip=False, widget=forms.Textarea)
    rules = forms.CharField(
        label=gettext_lazy("Rules"),
        required=False,
        strip=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("What you expect of each other; people read it before they join."),
    )
    seen = forms.ChoiceField(
        label=gettext_lazy("Who finds it?"),
        choices=[
            ("listed", gettext_lazy("Everyone here: it is listed")),
            ("private", gettext_lazy("Only those in it and those invited: it is private")),
        ],
        widget=forms.RadioSelect,
        initial="listed",
    )
    joining = forms.ChoiceField(
        label=gettext_lazy("How do people come in?"),
        choices=[
            (Joining.OPEN.value, gettext_lazy("Whoever wants to joins")),
            (Joining.REQUEST.value, gettext_lazy("They ask, and those who run it let them in")),
        ],
        widget=forms.RadioSelect,
        initial=Joining.REQUEST.value,
        help_text=gettext_lazy(
            "A private group is entered by invitation alone; its owners and moderators invite."
        ),
    )
    member_list = forms.ChoiceField(
        label=gettext_lazy("Who may read who is in it?"),
        choices=[
            (Audience.GROUP.value, gettext_lazy("Those in it")),
            (Audience.MEMBERS.value, gettext_lazy("Every member of this community")),
            (Audience.ANYONE.value, gettext_lazy("Everyone, visitors too")),
        ],
        widget=forms.RadioSelect,
        initial=Audience.GROUP.value,
    )

    def said(self) -> dict[str, Any]:
        """What was typed, by the names of the action."""
        typed = dict(self.cleaned_data)
        return {"listed": typed.pop("seen") == "listed", **typed}


class NewGroupForm(GroupForm):
    """The same with the handle, which stays."""

    handle = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Part of its address, and it stays: small letters, digits and _."),
    )
    field_order = ("name", "handle")


class AskForm(PoliteForm):
    """What goes with a request to join."""

    note = forms.CharField(
        label=gettext_lazy("A line to those who run it"), required=False, strip=False, widget=forms.Textarea
    )
