"""How somebody who runs séances is told of them: her own choice when she has an account, or that of whoever plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.actions.enums import News
from backoffice.actions.services.links import require_diary
from backoffice.console.base.errors import BackofficeError
from backoffice.console.base.history import record

if TYPE_CHECKING:
    from backoffice.actions.models import Facilitator
    from backoffice.directory.models import User


def choose_news(*, facilitator: Facilitator, news: News, user: User) -> Facilitator:
    """The same choice writes nothing. Raises NotAllowed for whoever neither is her nor plans there, BackofficeError when she cannot be told so."""
    require_diary(user, facilitator)
    if refusal := facilitator.refusal_of(news):
        raise BackofficeError(refusal)
    if facilitator.news != news:
        facilitator.news = news
        record(facilitator, user=user, reason="", update_fields=["news"])
    return facilitator
