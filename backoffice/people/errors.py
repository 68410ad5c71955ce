"""Why an act on a person's file is refused."""

from __future__ import annotations

from backoffice.console.base.errors import BackofficeError


class PossibleDuplicate(BackofficeError):
    """Somebody very similar has a file already; `context["people"]` lists those that the agent may see."""

    code = "possible_duplicate"
    message = "Une fiche très proche existe déjà. Choisissez-la, ou confirmez que c’est une autre personne."


class InvalidFile(BackofficeError):
    """Something typed in the file cannot be kept; `context["fields"]` says what, field by field."""

    code = "invalid_file"
    message = "Corrigez les champs signalés. Rien n’a été enregistré."
