"""Models: French labels, French constraints, a history and an admin, or a written reason."""

from __future__ import annotations

import re
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import BaseConstraint
from django.db.models.constraints import CheckConstraint, UniqueConstraint

from backoffice.console.base.errors import BackofficeError

# Models that nobody edits or lists by themselves, each with its reason.
WITHOUT_ADMIN = {
    "actions.OccurrenceCounters": "shown on the occurrence as a subtraction; nobody types it",
}
WITHOUT_HISTORY = {
    "actions.OccurrenceCounters": "a counter's history is noise; the participations have theirs",
    "policies.PolicyRevision": "written once, never changed nor deleted",
    "policies.Trial": "its own dates say who started it and when it ended",
    "booking.Decision": "written once, never changed nor deleted",
    "notifications.OutboxMessage": "its states, attempts and instants are its own journal",
}
# Words that are the same in both languages: a label equal to the field's name is a forgotten label unless it is one of these.
SAME_WORD = {
    "action",
    "code",
    "commune",
    "motif",
    "motifs",
    "organisation",
    "points",
    "service",
    "source",
    "usager",
    "version",
    "actions",
    "organisations",
    "services",
}
ENGLISH = re.compile(
    r"\b(the|and|of|is|has|are|name|first|last|birth|seats?|start|end|status|created|updated|reason|user|users|group|booking|waiting|label|"
    r"please|must|cannot|should|required|invalid|already|with|this|that|your|save|delete|search|select|yes|true|false|none)\b",
    re.IGNORECASE,
)


def product_models():
    return [
        pytest.param(model, id=model._meta.label)
        for model in apps.get_models()
        if model.__module__.startswith("backoffice.") and not model._meta.model_name.startswith("historical")
    ]


def fields():
    """Fields that somebody reads."""
    models = [parameter.values[0] for parameter in product_models()]
    return [
        pytest.param(field, id=f"{model._meta.label}.{field.name}")
        for model in models
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.editable and not field.primary_key
    ]


def errors():
    found, queue = [], [BackofficeError]
    while queue:
        error = queue.pop()
        queue += error.__subclasses__()
        if error.__module__.startswith("backoffice."):
            found.append(pytest.param(error, id=error.__name__))
    return found


def is_lower(label: str) -> bool:
    """« séance », but also « SMS reçus »: an acronym keeps its capitals."""
    return label[:1].islower() or label[:2].isupper()


def english_in(text: str) -> list[str]:
    return [found.group() for found in ENGLISH.finditer(text)]


@pytest.mark.parametrize("model", product_models())
def test_a_model_has_lower_case_french_names(model):
    names = [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]

    assert all(map(is_lower, names)), f"{model._meta.label}: write {names} in lower case; screens add the capital."
    assert not any(map(english_in, names)), f"{model._meta.label}: {names} is not French."


@pytest.mark.parametrize("field", fields())
def test_a_field_has_a_lower_case_french_label(field):
    label = str(field.verbose_name)
    default = field.name.replace("_", " ")

    assert label != default or label in SAME_WORD, f"{field}: give it a French label (first argument, or verbose_name)."
    assert is_lower(label), f"{field}: write « {label} » in lower case; forms add the capital."
    assert not english_in(label), f"{field}: « {label} » is not French."


@pytest.mark.parametrize("field", fields())
def test_help_is_a_french_sentence(field):
    text = str(field.help_text)

    assert not text or text.endswith((".", "?", "!")), f"{field}: end the help text with a full stop."
    assert not english_in(text), f"{field}: « {text} » is not French."


@pytest.mark.parametrize("field", [field for field in fields() if field.values[0].choices])
def test_choices_are_french_and_start_with_a_capital(field):
    labels = [str(label) for _value, label in field.choices]

    assert all(label[:1].isupper() for label in labels), f"{field}: {labels} start with a capital."
    assert not any(map(english_in, labels)), f"{field}: {labels} are not French."


@pytest.mark.parametrize("model", product_models())
def test_a_constraint_is_named_after_its_rule_and_says_it_in_french(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, (CheckConstraint, UniqueConstraint)):
            message = str(constraint.violation_error_message)
            assert message != BaseConstraint.default_violation_error_message, (
                f"{model._meta.label}: give {constraint.name} a violation_error_message in French."
            )
            assert message.endswith("."), f"{model._meta.label}: « {message} » is a sentence: end it with a full stop."
            assert not english_in(message), f"{model._meta.label}: « {message} » is not French."


@pytest.mark.parametrize("model", product_models())
def test_a_model_keeps_its_history(model):
    label = model._meta.label
    tracked = hasattr(model, "history")

    assert tracked != (label in WITHOUT_HISTORY), (
        f"{label}: add `history = track()`."
        if not tracked
        else f"{label} has a history now: remove it from WITHOUT_HISTORY."
    )


@pytest.mark.parametrize("model", product_models())
def test_a_model_has_an_admin_of_the_house(model):
    label = model._meta.label
    if find_spec(f"{model._meta.app_config.name}.admin") is None:
        pytest.skip("this room has no admin yet")
    registered = admin.site._registry.get(model)
    if label in WITHOUT_ADMIN:
        assert registered is None, f"{label} has an admin now: remove it from WITHOUT_ADMIN."
        return

    assert registered is not None, f"{label}: register an admin, or add it to WITHOUT_ADMIN with the reason."
    assert "BackofficeAdmin" in {base.__name__ for base in type(registered).__mro__}, (
        f"{type(registered).__name__} must inherit BackofficeAdmin of console.base: the perimeter is there."
    )


@pytest.mark.parametrize("error", errors())
def test_an_error_says_in_french_what_happened(error):
    assert error.message.endswith("."), f"{error.__name__}: « {error.message} » is a sentence: end it with a full stop."
    assert not english_in(error.message), f"{error.__name__}: « {error.message} » is not French."


def test_error_codes_are_stable_and_unique():
    codes = [error.values[0].code for error in errors()]

    assert len(codes) == len(set(codes)), f"Two errors share a code: {sorted(codes)}"
