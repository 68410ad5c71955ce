"""Why an act on policies is refused, in the words of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.console.base.errors import BackofficeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config_rules import Finding


class DraftChanged(BackofficeError):
    """Somebody changed the draft since the screen was shown."""

    code = "draft_changed"
    message = "Quelqu’un a modifié ce brouillon depuis que vous l’avez ouvert. Relisez les différences, puis publiez de nouveau."


class PublishedMeanwhile(BackofficeError):
    """Somebody published since the screen was shown."""

    code = "published_meanwhile"
    message = "Quelqu’un a publié cette politique depuis que vous avez ouvert cette page. Relisez les différences, puis publiez de nouveau."


class AlreadyInForce(BackofficeError):
    code = "revision_already_in_force"
    message = "Cette version n’attend plus sa date : elle est en vigueur, ou déjà annulée. Pour la quitter, revenez à une version plus ancienne."


class NotPublishable(BackofficeError):
    """The draft has blocking findings; all of them are in `findings`."""

    code = "not_publishable"
    message = "Ce brouillon ne peut pas être publié. Corrigez les points signalés."

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings=tuple(findings))
        self.findings = tuple(findings)


class ScenariosFail(BackofficeError):
    """Some scenarios do not come out as expected; their names are in the message."""

    code = "scenarios_fail"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"Ces scénarios ne donnent pas la réponse attendue : {', '.join(names)}. Corrigez la règle ou le scénario."
        )


class NothingToPublish(BackofficeError):
    code = "nothing_to_publish"
    message = "Ce brouillon est identique à la version en service. Il n’y a rien à publier."


class NothingToUndo(BackofficeError):
    code = "nothing_to_undo"
    message = "Ce brouillon n’a pas encore été modifié. Il n’y a rien à annuler."


class ReasonMissing(BackofficeError):
    code = "reason_missing"
    message = "Écrivez pourquoi vous publiez : c’est gardé dans l’historique."


class SecondReaderNeeded(BackofficeError):
    """The territory asks that somebody else publishes (threat T17)."""

    code = "second_reader_needed"
    message = "Votre territoire demande une seconde lecture. Une autre personne que celle qui a proposé ce brouillon doit le publier."


class InThePast(BackofficeError):
    code = "in_the_past"
    message = "La date d’entrée en vigueur est passée. Choisissez maintenant, ou une date à venir."


class UnreadableFile(BackofficeError):
    code = "unreadable_policy_file"
    message = "Ce fichier n’est pas une politique exportée d’ici. Exportez-la de nouveau, puis réessayez."


class InvalidRule(BackofficeError):
    """What was written has no meaning for the evaluator; the message says every fault."""

    code = "invalid_rule"
    message = "Cette règle n’est pas complète."


class MotifAlreadyServed(BackofficeError):
    """A motif has one policy at most."""

    code = "motif_already_served"
    message = "Un de ces motifs a déjà une politique."


class TrialRunning(BackofficeError):
    """One trial at a time: two would not say which one differs."""

    code = "trial_running"
    message = "Un essai est déjà en cours pour cette politique. Arrêtez-le d’abord."


class NoTrial(BackofficeError):
    """Somebody stopped it meanwhile, or its date came."""

    code = "no_trial"
    message = "Aucun essai n’est en cours pour cette politique."


class TrialTooLong(BackofficeError):
    """A trial that nobody remembers is a cost without a reader."""

    code = "trial_too_long"
    message = "Un essai dure six mois au plus. Choisissez une date plus proche."
