"""What a service raises when an act is impossible: a stable code, a sentence in French, what to do next."""

from __future__ import annotations

from typing import Any


class BackofficeError(Exception):
    """An act that cannot be done now. Views show `message` and keep what was typed; nothing was written."""

    code = "impossible"
    message = "Cette action est impossible."

    def __init__(self, message: str = "", **context: Any) -> None:
        self.message = message or self.message
        self.context = context
        super().__init__(self.message)


class Busy(BackofficeError):
    """A lock was not obtained in time (reliability R7)."""

    code = "busy"
    message = "Quelqu’un modifie cette séance en ce moment. Rien n’a été enregistré. Réessayez dans quelques secondes."


class OutOfPerimeter(BackofficeError):
    """The object does not exist for this user; views answer 404, exactly as for an object that does not exist (R35)."""

    code = "not_found"
    message = "Cet élément n’existe pas, ou vous n’y avez pas accès."


class NotAllowed(BackofficeError):
    """The object is visible but the role of the user does not include the act."""

    code = "not_allowed"
    message = "Votre rôle ne permet pas cette action. Demandez à la personne référente de votre territoire."
