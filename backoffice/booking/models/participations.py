"""One person's place (or wait) in one occurrence, and the decision that gave or refused it."""

from __future__ import annotations

from typing import NoReturn

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import LARGEST_PARTY, LIVE, ActorKind, DecisionKind, Lift, OutcomeLabel, State
from backoffice.booking.queries import AcceptanceQuerySet, DecisionQuerySet, ParticipationQuerySet
from backoffice.catalogue.models import Instruction
from backoffice.console.base.history import track
from backoffice.directory.models import Organisation, User
from backoffice.people.models import Usager
from backoffice.policies.models import published_documents
from config_rules import Decision as Verdict
from config_rules import decision_from_json


class Participation(models.Model):
    occurrence = models.ForeignKey(
        Occurrence, verbose_name="séance", on_delete=models.PROTECT, related_name="participations"
    )
    usager = models.ForeignKey(Usager, verbose_name="usager", on_delete=models.PROTECT, related_name="participations")
    state = models.CharField("état", max_length=10, choices=State)
    channel = models.CharField("inscription faite par", max_length=12, choices=ActorKind)
    booked_by = models.ForeignKey(
        User, verbose_name="agent", on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    booked_at = models.DateTimeField("demandée le")
    queued_at = models.DateTimeField("en attente depuis", null=True, blank=True)
    party_size = models.PositiveSmallIntegerField(
        "nombre de personnes",
        default=1,
        db_default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PARTY)],
        help_text="La personne et celles qui l’accompagnent : autant de places.",
    )
    booked_for = models.ForeignKey(
        Organisation,
        verbose_name="organisation qui inscrit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        help_text="Celle dont le quota compte ces places. Vide : la personne s’est inscrite elle-même.",
    )
    moved_from = models.OneToOneField(
        "self",
        verbose_name="inscription déplacée",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="moved_to",
    )
    is_overbooked = models.BooleanField("en surnombre", default=False)
    reason = models.CharField("raison", max_length=250, blank=True)
    answers = models.JSONField("informations demandées", default=dict, db_default={}, blank=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    # Her place in the queue (see services.queueing): points of her decision, an agent's priority, the draw.
    points = models.SmallIntegerField("points de priorité", default=0, db_default=0)
    lift = models.SmallIntegerField("priorité donnée par un agent", default=0, db_default=0, choices=Lift)
    lift_reason = models.CharField("raison de cette priorité", max_length=250, blank=True, default="", db_default="")
    draw_rank = models.PositiveIntegerField("rang au tirage au sort", null=True, blank=True)
    offer_expires_at = models.DateTimeField("réponse attendue avant le", null=True, blank=True)
    offer_reminder_at = models.DateTimeField("rappel prévu le", null=True, blank=True)
    skip_reason = models.CharField("pourquoi elle attend encore", max_length=300, blank=True, default="", db_default="")
    skipped_at = models.DateTimeField("examinée sans suite le", null=True, blank=True)
    overtaken = models.PositiveSmallIntegerField("dépassements", default=0, db_default=0, editable=False)

    objects = ParticipationQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "inscription"
        ordering = ["-booked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "usager"],
                condition=Q(state__in=sorted(LIVE)),
                name="one_live_participation_per_person_and_occurrence",
                violation_error_message="Cette personne a déjà une inscription à cette séance.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITING) | Q(queued_at__isnull=False),
                name="a_waiting_person_has_an_arrival",
                violation_error_message="Une personne en attente a une heure d’arrivée.",
            ),
            models.CheckConstraint(
                condition=Q(party_size__gte=1, party_size__lte=LARGEST_PARTY),
                name="a_party_is_of_one_to_a_hundred",
                violation_error_message="Une inscription compte de 1 à 100 personnes.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OFFERED, offer_expires_at__isnull=False)
                | (~Q(state=State.OFFERED) & Q(offer_expires_at__isnull=True)),
                name="an_offer_and_only_an_offer_has_an_end",
                violation_error_message="Une place proposée a une heure limite de réponse, et elle seule.",
            ),
        ]
        indexes = [
            models.Index(fields=["occurrence", "state", "queued_at"], name="queue_of_an_occurrence"),
            models.Index(fields=["offer_expires_at"], condition=Q(state=State.OFFERED), name="offers_to_follow"),
        ]

    def __str__(self) -> str:
        return f"{self.usager} – {self.get_state_display().lower()}"


class Acceptance(models.Model):
    """A consigne that the person accepted, with the text that she accepted: the consigne may change afterwards. Written once."""

    participation = models.ForeignKey(
        Participation, verbose_name="inscription", on_delete=models.CASCADE, related_name="acceptances"
    )
    instruction = models.ForeignKey(
        Instruction, verbose_name="consigne", on_delete=models.SET_NULL, null=True, related_name="acceptances"
    )
    text = models.TextField("texte accepté")
    accepted_at = models.DateTimeField("acceptée le")
    user = models.ForeignKey(
        User, verbose_name="notée par", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = "consigne acceptée"
        verbose_name_plural = "consignes acceptées"
        ordering = ["accepted_at", "pk"]

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """What the evaluator answered, with the facts it saw and the policy it applied. Written once, refusals too.

    `policy` holds the documents of each level; `result` is the canonical JSON of `config_rules`, facts and trace included."""

    kind = models.CharField("demande", max_length=10, choices=DecisionKind)
    occurrence = models.ForeignKey(
        Occurrence, verbose_name="séance", on_delete=models.PROTECT, related_name="decisions"
    )
    usager = models.ForeignKey(Usager, verbose_name="usager", on_delete=models.PROTECT, related_name="decisions")
    participation = models.ForeignKey(
        Participation,
        verbose_name="inscription",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    user = models.ForeignKey(
        User, verbose_name="agent", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    actor_kind = models.CharField("demandée par", max_length=12, choices=ActorKind)
    decided_at = models.DateTimeField("décidée le", db_index=True)
    outcome = models.CharField("réponse", max_length=10, choices=OutcomeLabel)
    headline = models.CharField("motif de la réponse", max_length=60)
    reason = models.CharField("raison de l’agent", max_length=250, blank=True)
    policy = models.JSONField("règles appliquées")
    result = models.TextField("réponse détaillée")
    idempotency_key = models.CharField("clé", max_length=64, unique=True, null=True, editable=False)
    request_digest = models.CharField("empreinte", max_length=64, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} – {self.usager}"

    @property
    def verdict(self) -> Verdict:
        """The answer as the evaluator gave it: reasons, facts used, parameters, trace. What its rules tell is in the revisions that decided."""
        return decision_from_json(self.result, published_documents(self.policy))

    def save(self, *args: object, **options: object) -> None:
        if self.pk is not None:
            raise RuntimeError("A decision is written once.")
        super().save(*args, **options)

    def delete(self, *args: object, **options: object) -> NoReturn:
        raise RuntimeError("A decision is never deleted.")
