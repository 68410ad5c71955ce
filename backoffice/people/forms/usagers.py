"""The form of a usager: a phone number is read and typed as people write it."""

from __future__ import annotations

from typing import Any

from backoffice.console.base.admin import BackofficeForm


class UsagerForm(BackofficeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "phone" in self.fields:
            self.initial["phone"] = self.instance.readable_phone
