"""Why an act on the directory is refused."""

from backoffice.console.base.errors import BackofficeError


class GrantTooLarge(BackofficeError):
    """A role gives more than its grantor holds (threat T19)."""

    code = "grant_too_large"
    message = "Ce rôle donne des droits que vous n’avez pas. Demandez à une personne qui les a."


class OwnRights(BackofficeError):
    """Somebody changes her own rights (threat T19)."""

    code = "own_rights"
    message = "Vous ne pouvez pas modifier vos propres droits. Demandez à une autre personne."
