"""What a service of messages refuses."""

from __future__ import annotations

from backoffice.console.base.errors import BackofficeError


class NotToJudge(BackofficeError):
    """The message is no longer in the state that somebody is asked about."""

    code = "not_to_judge"
    message = "Ce message n’attend plus de décision. Rechargez la page pour voir où il en est."
