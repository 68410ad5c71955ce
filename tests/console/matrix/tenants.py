"""Four tenants with one row of everything: two organisations of one territory, what their territory shares, another territory.

Every text column holds a canary that names its tenant and its column, in the row and in its history."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from backoffice.actions.models import Absence, Facilitator, OccurrenceGroup, SeriesEdit
from backoffice.booking.models import Decision, Prescription
from backoffice.booking.services import book, prescribe
from backoffice.booking.services.batches import prepare_batch
from backoffice.booking.values import Actor
from backoffice.catalogue.models import MotifCategory
from backoffice.directory.models import Closure, Role, SchoolHoliday
from backoffice.notifications.models import ChangeNotice, Handling, Letter, MessageStep, MessageTemplate, OutboxMessage
from backoffice.people.models import CustomField, FieldChoice
from backoffice.people.values import readable_phone
from backoffice.policies.models import Policy, PolicyRevision, Rule, Scenario
from backoffice.policies.services.documents import draft_document
from config_rules.codec.documents import document_to_json
from tests import world

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN, SISTER, SHARED, FOREIGN = "A", "B", "T", "C"
CANARY = re.compile(r"canari([abct])(\d{3})", re.IGNORECASE)
PHONES = {OWN: "+33639980011", SISTER: "+33639980022", FOREIGN: "+33639980033"}
SPELLINGS = {
    letter: (phone, phone[3:], readable_phone(phone), phone[-2:].join(["06 •• •• •• ", ""]))
    for letter, phone in PHONES.items()
}
# Text columns that cannot hold a canary, each with its reason.
WITHOUT_CANARY = {
    "people.Usager.phone": "its canary is a number of its tenant",
    "people.Usager.commune_code": "five characters of a public list",
    "people.Usager.search_text": "written from the names",
    "people.CustomField.key": "a code of rules and files",
    "people.FieldChoice.code": "a code of rules and files",
    "directory.User.password": "a digest",
    "actions.CollectiveAction.recurrence": "read as a rule of recurrence",
    "booking.BatchLine.phone": "read as a number",
    "booking.BatchLine.forecast": "a code of the evaluator",
    "booking.Prescription.phone": "read as a number; what is transmitted has its own tests",
    "booking.Participation.skip_reason": "kept while she waits only: the audit refuses it elsewhere",
    "booking.Decision.headline": "a code of the evaluator, replayed",
    "booking.Decision.policy": "read by the evaluator, replayed",
    "booking.Decision.result": "read by the evaluator, replayed",
    "policies.Policy.code": "read by the evaluator",
    "policies.Rule.code": "read by the evaluator",
    "policies.Rule.parameter": "read by the evaluator",
    "policies.Rule.template": "read by the evaluator",
    "policies.Scenario.expected_outcome": "read by the evaluator",
    "policies.PolicyRevision.document": "holds the canaries of its policy",
    "policies.PolicyRevision.document_hash": "a digest",
    "policies.PolicyRevision.software_release": "written by the software",
    "notifications.OutboxMessage.staff_address": "empty for a message to an usager: a constraint of the database",
    "directory.Organisation.phone": "its canary is the number of its tenant",
}


@dataclass
class Tenant:
    letter: str
    rows: dict[str, models.Model] = field(default_factory=dict)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.rows[row._meta.label] = row


def product_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("backoffice.")]


def text_columns(model: type[models.Model]) -> list[models.Field]:
    """Columns where somebody types: closed lists say nothing of anybody."""
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, (models.CharField, models.TextField)) and not column.choices and not column.primary_key
    ]


@cache
def columns() -> tuple[str, ...]:
    """Every text column of the product, numbered by its place."""
    return tuple(
        sorted(f"{model._meta.label}.{column.name}" for model in product_models() for column in text_columns(model))
    )


def canaries_in(text: str) -> Iterator[tuple[str, str]]:
    """(letter of the tenant, column) of each canary."""
    known = columns()
    for letter, number in set(CANARY.findall(text)):
        yield letter.upper(), known[int(number)]
    for letter, spellings in SPELLINGS.items():
        if any(spelling in text for spelling in spellings):
            yield letter, "people.Usager.phone"


def build() -> dict[str, Tenant]:
    """The whole world, each row made as the product makes it, then marked."""
    drome, somme = world.territory("26", "Drôme"), world.territory("80", "Somme")
    tenants = {letter: Tenant(letter) for letter in (OWN, SISTER, SHARED, FOREIGN)}
    shared(tenants[SHARED], drome)
    shared(tenants[FOREIGN], somme)
    inhabited(tenants[OWN], drome, "Crest")
    inhabited(tenants[SISTER], drome, "Die")
    inhabited(tenants[FOREIGN], somme, "Albert")
    ruled(tenants[SHARED], tenants[OWN], tenants[SISTER])
    ruled(tenants[FOREIGN], tenants[FOREIGN])
    entangle(tenants)
    for tenant in (tenants[OWN], tenants[SISTER], tenants[FOREIGN]):
        tenant.add(prescribed(tenant))
    for tenant in tenants.values():
        for row in tenant.rows.values():
            mark(tenant.letter, row)
    for tenant in (tenants[SHARED], tenants[FOREIGN]):
        tenant.add(revision(tenant, tenants[FOREIGN if tenant.letter == FOREIGN else OWN].rows["directory.User"]))
    return tenants


def entangle(tenants: dict[str, Tenant]) -> None:
    """A visible row that leads to a hidden one: a runner whose account is in another territory."""
    runner = tenants[OWN].rows["actions.Facilitator"]
    runner.user = tenants[FOREIGN].rows["directory.User"]
    runner.save()


def prescribed(tenant: Tenant) -> Prescription:
    """What an organisation asked of a fourth one, whose action is open to its territory."""
    at = tenant.rows["directory.Organisation"]
    host = world.organisation(at.territory, f"Accueil {tenant.letter}")
    action = world.action(host, world.motif(host, f"Motif ouvert {tenant.letter}", openness="territory"))
    asked = prescribe(
        occurrence_id=world.occurrence(action).pk,
        usager_id=tenant.rows["people.Usager"].pk,
        user=tenant.rows["directory.User"],
        items=["email"],
        note="x",
        idempotency_key=f"oriented-{tenant.letter}",
    )
    return Prescription.objects.get(participation=asked.participation)


def ruled(tenant: Tenant, *served: Tenant) -> None:
    """A draft of the territory's rules, that serves motifs of several of its organisations."""
    policy = Policy.objects.create(territory=tenant.rows["directory.Territory"], code="regles", name="Règles")
    policy.motifs.set(each.rows["catalogue.Motif"] for each in served)
    texts = {"public_message": "x", "agent_message": "x", "source": "x"}
    rule = Rule.objects.create(policy=policy, code="regle", title="Règle", answers={"agent": "warn"}, **texts)
    scenario = Scenario.objects.create(policy=policy, name="Cas", expected_outcome="accept")
    tenant.add(policy, rule, scenario)


def revision(tenant: Tenant, author: models.Model) -> PolicyRevision:
    """Written once, with its canaries; not in force, so that it decides nothing here."""
    policy = tenant.rows["policies.Policy"]
    reason = f"CANARI{tenant.letter}{columns().index('policies.PolicyRevision.reason'):03d}"
    later = timezone.now() + timedelta(days=365)
    return PolicyRevision.objects.create(
        policy=policy,
        number=1,
        document=document_to_json(draft_document(policy)),
        document_hash="0" * 64,
        author=author,
        reason=reason,
        published_at=timezone.now(),
        effective_at=later,
        software_release="essai",
    )


def shared(tenant: Tenant, territory: Any) -> None:
    """What a territory offers to all its organisations."""
    category = MotifCategory.objects.create(territory=territory, name="Catégorie")
    role = Role.objects.create(territory=territory, name="Accueil", activities=["view"])
    days = {"first_day": date(2027, 2, 1), "last_day": date(2027, 2, 7)}
    holiday = SchoolHoliday.objects.create(territory=territory, zone=territory.school_zone, name="Vacances", **days)
    closure = Closure.objects.create(territory=territory, name="Pont", **days)
    field = CustomField.objects.create(territory=territory, label="Niveau", key="niveau")
    choice = FieldChoice.objects.create(field=field, label="A1", code="a1")
    words = MessageTemplate.objects.create(
        territory=territory, event="booked", channel="email", language="en", subject="x", body="x"
    )
    notice = ChangeNotice.objects.create(territory=territory, changes=["time"])
    tenant.add(territory, world.group(territory), category, role, words, notice)
    tenant.add(holiday, closure, field, choice)


def inhabited(tenant: Tenant, territory: Any, name: str) -> None:
    """What one organisation has: its people, its séances, its inscriptions."""
    at = world.organisation(territory, name)
    agent = world.user(f"Agent{tenant.letter}", "Agent", territory, at)
    venue = world.venue(territory, f"Salle {name}", organisation=at)
    motif = world.motif(at, f"Motif {name}")
    action = world.action(at, motif, default_venue=venue)
    runner = Facilitator.objects.create(territory=territory, organisation=at, name=f"Partenaire {name}")
    action.facilitators.add(runner)
    group = OccurrenceGroup.objects.create(action=action, name="Journée")
    seance = world.occurrence(action, venue=venue, group=group)
    person = world.usager(at, f"Nom {name}", phone=PHONES[tenant.letter])
    asked = book(
        occurrence_id=seance.pk, usager_id=person.pk, actor=Actor.agent(agent), idempotency_key=f"key-{tenant.letter}"
    )
    tenant.add(at, agent, agent.memberships.get(), venue, motif, motif.service, motif.type_label, action, runner, group)
    days = {"first_day": date(2027, 2, 1), "last_day": date(2027, 2, 7)}
    tenant.add(
        Absence.objects.create(facilitator=runner, **days),
        Closure.objects.create(territory=territory, organisation=at, venue=venue, name="Travaux", **days),
    )
    edit = SeriesEdit.objects.create(action=action, user=agent, scope="this", summary="x", made_at=timezone.now())
    tenant.add(edit, seance, person, asked.participation, Decision.objects.get(usager=person))
    sent = ContentFile(b"Essai;Alix;alix@example.org")
    batch = prepare_batch(occurrence_id=seance.pk, file=sent, source="Liste", user=agent)
    tenant.add(batch, batch.lines.get())
    message = OutboxMessage.objects.filter(usager=person).first()
    told = {"state": "due", "source": "person", "user": agent, "reason": "x", "happened_at": timezone.now()}
    tenant.add(*written(message, agent), MessageStep.objects.create(message=message, **told))


def written(message: OutboxMessage, author: Any) -> tuple[OutboxMessage, Letter, Handling]:
    """What an agent wrote to the person, and what was done about it."""
    now = timezone.now()
    words = {"channel": "sms", "subject": "x", "body": "x"}
    key = f"lettre-{message.pk}"
    letter = Letter.objects.create(key=key, occurrence=message.occurrence, author=author, written_at=now, **words)
    message.letter = letter
    message.save()
    handling = Handling.objects.create(message=message, how="ignored", reason="x", user=author, handled_at=now)
    return message, letter, handling


def mark(letter: str, row: models.Model) -> None:
    """A canary in each text column, of the row and of its versions."""
    letter = SHARED if letter != FOREIGN and row._meta.label in {"directory.Service", "catalogue.TypeLabel"} else letter
    known, values = columns(), {}
    for column in text_columns(type(row)):
        name = f"{row._meta.label}.{column.name}"
        if name not in WITHOUT_CANARY:
            text = f"CANARI{letter}{known.index(name):03d}"
            values[column.name] = f"{text.lower()}@example.org" if isinstance(column, models.EmailField) else text
    if not values:
        return
    if row._meta.label == "people.Usager":
        values["search_text"] = f" {values['last_name']} {values['first_name']}".lower()
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    if hasattr(type(row), "history"):
        kept = {name: value for name, value in values.items() if name not in {"search_text"}}
        type(row).history.filter(**{row._meta.pk.attname: row.pk}).update(**kept)
    row.refresh_from_db()
