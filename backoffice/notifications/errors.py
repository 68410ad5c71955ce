"""What a service of messages refuses."""

from __future__ import annotations

from backoffice.console.base.errors import BackofficeError


class NotToJudge(BackofficeError):
    """The message is no longer in the state that somebody is asked about."""

    code = "not_to_judge"
    message = "Ce message n’attend plus de décision. Rechargez la page pour voir où il en est."


class NoExample(BackofficeError):
    code = "no_example"
    message = "Aucune séance à venir ne sert d’exemple. Créez une séance, puis recommencez."


class NotYours(BackofficeError):
    """The number of an example is in somebody's file."""

    code = "not_yours"
    message = "Ce numéro est dans la fiche d’une personne : un exemple n’est jamais envoyé à un usager."


class TooManyExamples(BackofficeError):
    code = "too_many_examples"
    message = "Vous avez demandé beaucoup d’exemples. Attendez une heure, ou regardez le message affiché ici."
