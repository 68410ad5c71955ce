"""A scenario made from a decision: its name, and the policy that it joins. The facts are read again, never received."""

from __future__ import annotations

from django import forms

from backoffice.console.base.forms import PlainForm, text_input


class ScenarioForm(PlainForm):
    name = forms.CharField(
        label="Nom du scénario", max_length=120, widget=text_input(), help_text="Sans le nom de la personne."
    )
    policy = forms.IntegerField(widget=forms.HiddenInput)
