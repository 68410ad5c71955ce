"""Models: French labels, French constraints, a history and an admin, or a written reason."""

from __future__ import annotations

import re
from importlib.util import find_spec

from django.apps import apps
from django.contrib import admin
from django.db.models import BaseConstraint
from django.db.models.constraints import CheckConstraint, UniqueConstraint

from backoffice.console.base.errors import BackofficeError

# Models that nobody edits or lists by themselves, each with its reason.
WITHOUT_ADMIN = {
    "actions.SeriesEdit": "read and undone on the page of a séance",
    "actions.CalendarFeed": "made, read and taken back on the page of its facilitator",
    "actions.OccurrenceCounters": "shown on the occurrence as a subtraction; nobody types it",
    "actions.StationPage": "made, read and taken back on the page of its day",
    "booking.DecisionFault": "read on the first page and on the decision",
    "booking.ReplayRun": "read on the page of its policy",
    "booking.TrialAnswer": "read on the page of its trial",
    "booking.AttendanceSheet": "closed and opened on the page of its séance's attendance",
    "booking.BatchEnrolment": "verified, started and stopped on a page of its own",
    "booking.BatchLine": "corrected on the page of its list",
    "booking.Prescription": "read on its inscription, and by who prescribed on « Mes orientations »",
    "booking.Lottery": "prepared, drawn and read on the page of its occurrence",
    "booking.Acceptance": "read on the page of the inscription",
    "catalogue.Instruction": "edited on its motif",
    "notifications.BellNote": "read behind the bell of every page",
    "notifications.Handling": "read and written on the list of what did not arrive",
    "notifications.Heartbeat": "shown by the /pret page",
    "notifications.PersonalLink": "told, taken back and replaced on the page of the inscription",
    "notifications.Letter": "read on the page of its séance",
    "notifications.MessageStep": "read on the page of its message",
    "notifications.SmsDay": "a counter of the worker; what it holds back is read in « Messages »",
    "policies.CalledOff": "read on the page of its policy; never edited",
    "people.FieldChoice": "edited on the page of its field",
    "policies.Condition": "edited on the page of its policy, line by line",
    "policies.CountedDay": "its date is read on the page of each policy",
    "policies.Parameter": "edited on the page of its policy",
    "policies.PolicyRevision": "read on the page of its policy; never edited",
    "policies.Rule": "edited on the page of its policy",
    "policies.RuleDay": "summed on the page of its policy",
    "policies.Scenario": "edited on the page of its policy",
    "policies.Trial": "read on the page of its policy",
}
WITHOUT_HISTORY = {
    "actions.SeriesEdit": "its own dates say when it was made and undone",
    "actions.OccurrenceCounters": "a counter's history is noise; the participations have theirs",
    "policies.CalledOff": "written once, never changed nor deleted",
    "policies.PolicyRevision": "written once, never changed nor deleted",
    "policies.Trial": "its own dates say who started it and when it ended",
    "policies.CountedDay": "a mark of the night's count",
    "policies.RuleDay": "a count, written once by the night",
    "booking.DecisionFault": "its own dates say when it was found and when it ended",
    "booking.ReplayRun": "a computation that can be made again",
    "booking.TrialAnswer": "written once, with its decision",
    "booking.BatchLine": "its own journal: never changed once applied, and its text is erased after a delay",
    "booking.Acceptance": "written once, with the text that was accepted",
    "booking.Decision": "written once, never changed nor deleted",
    "booking.Prescription": "written once: what was transmitted cannot be unsaid",
    "notifications.BellNote": "written once; only says when it was read",
    "notifications.Heartbeat": "the last sign of life is the only one that counts",
    "notifications.Letter": "written once, never changed",
    "notifications.MessageStep": "written once, with the state that it tells",
    "notifications.OutboxMessage": "its steps are its journal",
    "notifications.SmsDay": "a count of the worker",
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
        model
        for model in apps.get_models()
        if model.__module__.startswith("backoffice.") and not model._meta.model_name.startswith("historical")
    ]


def fields():
    """Fields that somebody reads."""
    return [
        field
        for model in product_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.editable and not field.primary_key
    ]


def errors():
    found, queue = [], [BackofficeError]
    while queue:
        error = queue.pop()
        queue += error.__subclasses__()
        if error.__module__.startswith("backoffice."):
            found.append(error)
    return found


def is_lower(label):
    """« séance », but also « SMS reçus »: an acronym keeps its capitals."""
    return label[:1].islower() or label[:2].isupper()


def english_in(text):
    return [found.group() for found in ENGLISH.finditer(str(text))]


def test_models_have_lower_case_french_names():
    names = {
        model._meta.label: [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
        for model in product_models()
    }
    capital = {label: pair for label, pair in names.items() if not all(map(is_lower, pair))}
    english = {label: pair for label, pair in names.items() if any(map(english_in, pair))}

    assert not capital, f"Write these in lower case; screens add the capital: {capital}"
    assert not english, f"Not French: {english}"


def test_fields_have_lower_case_french_labels():
    labels = {str(field): (field.name.replace("_", " "), str(field.verbose_name)) for field in fields()}
    forgotten = [field for field, (default, label) in labels.items() if label == default and label not in SAME_WORD]
    capital = {field: label for field, (_default, label) in labels.items() if not is_lower(label)}
    english = {field: label for field, (_default, label) in labels.items() if english_in(label)}

    assert not forgotten, f"Give a French label (first argument, or verbose_name): {forgotten}"
    assert not capital, f"Write these in lower case; forms add the capital: {capital}"
    assert not english, f"Not French: {english}"


def test_help_is_made_of_french_sentences():
    helps = {str(field): str(field.help_text) for field in fields() if field.help_text}
    cut = {field: text for field, text in helps.items() if not text.endswith((".", "?", "!"))}
    english = {field: english_in(text) for field, text in helps.items() if english_in(text)}

    assert not cut, f"End the help text with a full stop: {cut}"
    assert not english, f"Not French: {english}"


def test_choices_are_french_and_start_with_a_capital():
    choices = {str(field): [str(label) for _value, label in field.flatchoices] for field in fields() if field.choices}
    lower = {field: label for field, labels in choices.items() for label in labels if label[:1].islower()}
    english = {field: label for field, labels in choices.items() for label in labels if english_in(label)}

    assert not lower, f"Choices start with a capital: {lower}"
    assert not english, f"Not French: {english}"


def test_constraints_say_their_rule_in_french():
    messages = {
        f"{model._meta.label}.{constraint.name}": str(constraint.violation_error_message)
        for model in product_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, (CheckConstraint, UniqueConstraint))
    }
    default = [name for name, text in messages.items() if text == str(BaseConstraint.default_violation_error_message)]
    cut = {name: text for name, text in messages.items() if not text.endswith(".")}
    english = {name: english_in(text) for name, text in messages.items() if english_in(text)}

    assert not default, f"Give a violation_error_message in French: {default}"
    assert not cut, f"End the sentence with a full stop: {cut}"
    assert not english, f"Not French: {english}"


def test_models_keep_their_history():
    without = {model._meta.label for model in product_models() if not hasattr(model, "history")}

    assert not without - set(WITHOUT_HISTORY), f"Add `history = track()`: {without - set(WITHOUT_HISTORY)}"
    assert not set(WITHOUT_HISTORY) - without, (
        f"These have a history now; remove them from the list: {set(WITHOUT_HISTORY) - without}"
    )


def test_models_have_an_admin_of_the_house():
    registered = {
        model._meta.label: type(admin.site._registry[model])
        for model in product_models()
        if model in admin.site._registry
    }
    missing = (
        {model._meta.label for model in product_models() if has_admin(model)} - set(registered) - set(WITHOUT_ADMIN)
    )
    foreign = {
        label: kind.__name__
        for label, kind in registered.items()
        if "BackofficeAdmin" not in {base.__name__ for base in kind.__mro__}
    }

    assert not missing, f"Register an admin, or add to WITHOUT_ADMIN with the reason: {missing}"
    assert not foreign, f"Inherit BackofficeAdmin of console.base, the perimeter is there: {foreign}"
    assert not set(WITHOUT_ADMIN) & set(registered), "These have an admin now; remove them from WITHOUT_ADMIN."


def has_admin(model):
    """The room of this model has its admin."""
    return find_spec(f"{model._meta.app_config.name}.admin") is not None


def test_errors_say_in_french_what_happened():
    cut = {error.__name__: error.message for error in errors() if not error.message.endswith(".")}
    english = {error.__name__: error.message for error in errors() if english_in(error.message)}

    assert not cut, f"End the sentence with a full stop: {cut}"
    assert not english, f"Not French: {english}"


def test_error_codes_are_stable_and_unique():
    codes = [error.code for error in errors()]

    assert len(codes) == len(set(codes)), f"Two errors share a code: {sorted(codes)}"
