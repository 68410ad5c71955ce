"""Asks everything, as somebody, and judges the answers: no stranger's byte, no stranger's row changed, a stranger's row does not exist."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin

from tests.console.matrix import addresses
from tests.console.matrix.principals import READS, browser, may_read
from tests.console.matrix.tenants import FOREIGN, OWN, SHARED, SISTER, canaries_in, product_models

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpResponse
    from django.test import Client

    from tests.console.matrix.addresses import Address
    from tests.console.matrix.tenants import Tenant

NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|value="[0-9a-f]{32}"|[0-9A-F]{4}-[0-9A-F]{4}')
# What a forged form could try, whatever the page.
FORGED = {
    "_save": "1",
    "post": "yes",
    "name": "Piraté",
    "title": "Piraté",
    "last_name": "Piraté",
    "first_name": "Piraté",
    "is_active": "",
    "state": "seen",
    "everyone": "1",
    "reason": "Piraté",
    "change_reason": "Piraté",
    "confirm": "1",
}
HIDDEN_FROM_SISTERS = {
    "actions.CollectiveAction", "actions.Facilitator", "actions.Occurrence", "actions.OccurrenceGroup", "booking.Decision", "booking.Participation",
    "catalogue.Motif", "directory.Membership", "directory.Venue", "people.Usager",
}  # fmt: skip


@dataclass
class Crawl:
    principal: str
    tenants: dict[str, Tenant]
    findings: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    # Beginnings of the columns that her neighbours share with her.
    neighbours: tuple[str, ...] = ()

    client: Client = None

    def signed_in(self) -> Crawl:
        self.client = browser(self.principal, self.tenants)
        return self

    @cached_property
    def home(self) -> str:
        """The letter of her own organisation."""
        return {"sister": SISTER, "elsewhere": FOREIGN}.get(self.principal, OWN)

    def row(self, letter: str, label: str) -> Model | None:
        shared = FOREIGN if letter == FOREIGN else SHARED
        return self.tenants[letter].rows.get(label) or self.tenants[shared].rows.get(label)

    def parts(self, letter: str) -> dict[str, Model]:
        return self.tenants[FOREIGN if letter == FOREIGN else SHARED].rows

    def is_hidden(self, letter: str, label: str) -> bool:
        """The row of that tenant does not exist for this person, whatever she may do elsewhere."""
        if not READS[self.principal]:
            return True
        if letter == OWN and self.principal == "sister":
            return label in HIDDEN_FROM_SISTERS
        if (letter == FOREIGN) == (self.principal == "elsewhere") or self.principal == "superuser":
            return False
        return label in self.tenants[letter].rows or label in self.tenants[SHARED].rows

    def ask(self, path: str, data: dict | None = None, *, post: bool = False) -> HttpResponse:
        self.client.cookies.pop("messages", None)
        answer = self.client.post(path, data or {}) if post else self.client.get(path, data or {})
        self.judge(f"{'POST' if post else 'GET'} {path} {data if data and not post else ''}", answer)
        return answer

    def judge(self, what: str, answer: HttpResponse) -> None:
        if answer.status_code >= 500 and not what.startswith("GET /pret"):
            self.findings.append(f"{what}: error {answer.status_code}")
        for letter, column in canaries_in(text_of(answer)):
            if not (
                may_read(self.principal, letter, column) or (letter == SISTER and column.startswith(self.neighbours))
            ):
                self.findings.append(f"{what}: shows {column} of tenant {letter}")

    def read(self) -> None:
        """Every address, every list searched and filtered, every autocompletion."""
        for address in addresses.every():
            if address.name != "logout":
                self.visit(address)
        for model in admin.site._registry:
            self.complete(model)
            if READS[self.principal]:
                self.search(model)

    def write(self) -> None:
        """Every address posted to, on rows that do not exist for this person; every export."""
        for address in addresses.every():
            if address.of_row:
                self.forge(address)
            elif not READS[self.principal] and address.name != "logout":
                self.ask(address.plain, {"name": "Piraté"}, post=True)
        for model in admin.site._registry:
            self.export(model)

    def opened(self) -> set[str]:
        """The pages that answered with something, apart from those open to everybody."""
        public = {address.name for address in addresses.every() if address.is_public}
        return {page for page, status in self.statuses.items() if status == 200} - public

    def visit(self, address: Address) -> None:
        """One address, without row, or on each tenant's row and on none."""
        if not address.of_row:
            self.statuses[f"{address.label} {address.name}".strip()] = self.ask(address.plain).status_code
            return
        nowhere = self.ask(address.for_row(None))
        for letter in self.letters():
            row = self.row(letter, address.label)
            if row is None:
                continue
            answer = self.ask(address.for_row(row, self.parts(letter)))
            if letter == self.home:
                self.statuses[f"{address.label} {address.name}"] = answer.status_code
            if self.is_hidden(letter, address.label):
                self.compare(address, row, answer, nowhere)

    def letters(self) -> tuple[str, ...]:
        """Whose rows are asked for: her own, and those of a stranger. Two neighbours are each other's stranger: one direction is enough."""
        if self.principal == "superuser" or not READS[self.principal]:
            return (OWN,)
        return {"sister": (SISTER, OWN), "elsewhere": (FOREIGN, OWN)}.get(self.principal, (OWN, FOREIGN))

    def compare(self, address: Address, row: Model, answer: HttpResponse, nowhere: HttpResponse) -> None:
        if signature(answer, row.pk) != signature(nowhere, addresses.MISSING):
            self.findings.append(
                f"{address.for_row(row)}: {answer.status_code} tells it from a row that does not exist ({nowhere.status_code})"
            )

    def forge(self, address: Address) -> None:
        """Posts to the rows of strangers, and to none."""
        nowhere = self.ask(address.for_row(None), FORGED, post=True)
        for letter in self.letters():
            row = self.row(letter, address.label)
            if row is not None and self.is_hidden(letter, address.label):
                path = address.for_row(row, self.parts(letter))
                self.compare(address, row, self.ask(path, FORGED, post=True), nowhere)

    def search(self, model: type[Model]) -> None:
        """Searches, filters and free lookups of one list."""
        path = f"/{model._meta.app_label}/{model._meta.model_name}/"
        self.ask(path, {"q": "canari"})
        for item in admin.site._registry[model].list_filter:
            if isinstance(item, str):
                self.ask(path, {f"{item}__id__exact": self._stranger_key(model, item)})

    def _stranger_key(self, model: type[Model], path: str) -> Any:
        for name in path.split("__"):
            model = model._meta.get_field(name).related_model or model
        letter = OWN if self.principal == "elsewhere" else FOREIGN
        row = self.row(letter, model._meta.label)
        return row.pk if row is not None else addresses.MISSING

    def complete(self, model: type[Model]) -> None:
        """Every autocompletion of one model's relations."""
        for column in (*model._meta.fields, *model._meta.many_to_many):
            if column.is_relation:
                where = {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": column.name,
                }
                self.ask("/autocomplete/", {"term": "", **where})

    def export(self, model: type[Model]) -> None:
        path = f"/{model._meta.app_label}/{model._meta.model_name}/export/"
        for number in range(len(admin.site._registry[model].export_resources) + 1):
            for style in ("csv", "xlsx"):
                self.ask(path, {"resource": str(number), "format": style}, post=True)


def text_of(answer: HttpResponse) -> str:
    """Everything that reaches the browser: headers, redirects, and what an archive holds."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    cookies = " ".join(morsel.OutputString() for morsel in answer.cookies.values())
    return f"{answer.headers} {cookies} {body.decode('utf-8', 'replace')}"


def signature(answer: HttpResponse, key: Any) -> tuple:
    """What two answers must share to tell nothing: status, destination, and body apart from the key that was asked and the tokens."""
    body = NOISE.sub(b"", answer.content).replace(f"/{key}/".encode(), b"/#/").replace(f'"{key}"'.encode(), b'"#"')
    destination = re.sub(r"\d+", "#", answer.headers.get("Location", ""))
    return answer.status_code, destination, body


def stored() -> dict[tuple[str, Any], tuple]:
    """Every row of the product, histories included; the health page writes its own heartbeat."""
    return {
        (model._meta.label, values[0]): values
        for model in product_models()
        if model._meta.label != "notifications.Heartbeat"
        for values in model._base_manager.order_by("pk").values_list(
            "pk", *[each.attname for each in model._meta.concrete_fields]
        )
    }


def changes(before: dict, after: dict) -> list[str]:
    return [
        f"{label} {key}"
        for (label, key) in before.keys() | after.keys()
        if before.get((label, key)) != after.get((label, key))
    ]
