"""What référentes edit: a policy, its parameters, its rules and their conditions, its scenarios. Nothing here decides anything before publication."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from backoffice.catalogue.models import Motif
from backoffice.console.base.history import track
from backoffice.directory.models import Territory, User
from backoffice.policies.enums import EffectKind, UnknownMeans
from backoffice.policies.queries import ConditionQuerySet, PolicyPartQuerySet, PolicyQuerySet, RuleQuerySet

CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9-]{0,59}$", "Le code s’écrit en minuscules, chiffres et tirets. Exemple : atelier-lecture."
)


class Policy(models.Model):
    """A named set of parameters and rules of a territory. It serves its motifs, the actions that name it, or the whole territory.

    `draft_version` grows at each change of the draft: two people who edit or publish at once are told (see `services.publication`)."""

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="policies"
    )
    code = models.CharField(
        "code", max_length=60, validators=[CODE], help_text="Stable : il ne change plus après la première publication."
    )
    name = models.CharField("nom", max_length=120)
    is_for_territory = models.BooleanField(
        "vaut pour tout le territoire",
        default=False,
        help_text="Ses règles s’ajoutent à celles de chaque motif du territoire.",
    )
    motifs = models.ManyToManyField(Motif, verbose_name="motifs", blank=True, related_name="policies")
    is_archived = models.BooleanField("retirée", default=False)
    draft_version = models.PositiveIntegerField("version du brouillon", default=1, editable=False)
    submitted_by = models.ForeignKey(
        User,
        verbose_name="proposée par",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="submitted_policies",
    )
    submitted_at = models.DateTimeField("proposée le", null=True, blank=True, editable=False)

    objects = PolicyQuerySet.as_manager()
    history = track(m2m_fields=[motifs], excluded_fields=["draft_version"])

    class Meta:
        verbose_name = "politique d’inscription"
        verbose_name_plural = "politiques d’inscription"
        ordering = ["territory", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "code"],
                name="one_policy_code_per_territory",
                violation_error_message="Une politique porte déjà ce code.",
            ),
            models.UniqueConstraint(
                fields=["territory"],
                condition=models.Q(is_for_territory=True, is_archived=False),
                name="one_territory_wide_policy",
                violation_error_message="Ce territoire a déjà une politique qui vaut partout. Modifiez-la, ou retirez-la d’abord.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Parameter(models.Model):
    """One parameter that the draft sets; `code` and `value` are checked by the evaluator's catalogue."""

    policy = models.ForeignKey(Policy, verbose_name="politique", on_delete=models.CASCADE, related_name="parameters")
    code = models.CharField("réglage", max_length=60)
    value = models.JSONField("valeur", null=True)
    is_imposed = models.BooleanField(
        "imposé", default=False, help_text="Un motif ou une action ne peut pas le changer."
    )

    objects = PolicyPartQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "réglage"
        ordering = ["policy", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "code"],
                name="one_value_per_parameter",
                violation_error_message="Ce réglage est déjà posé.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Rule(models.Model):
    """« [effet] si [conditions] ». `answers` gives the outcome per kind of actor; conditions of one card are all required, cards are alternatives."""

    policy = models.ForeignKey(Policy, verbose_name="politique", on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField("rang", default=0)
    code = models.CharField("code", max_length=60, validators=[CODE])
    title = models.CharField("titre", max_length=120)
    effect = models.CharField("effet", max_length=12, choices=EffectKind, default=EffectKind.DECIDE)
    answers = models.JSONField("réponse selon le demandeur", default=dict, blank=True)
    asks = models.JSONField("informations demandées", default=list, blank=True)
    points = models.SmallIntegerField(
        "points", default=0, validators=[MinValueValidator(-1000), MaxValueValidator(1000)]
    )
    parameter = models.CharField("réglage remplacé", max_length=60, blank=True)
    parameter_value = models.JSONField("valeur de remplacement", null=True, blank=True)
    public_message = models.CharField("message à la personne", max_length=300, blank=True)
    agent_message = models.CharField("message à l’agent", max_length=300, blank=True)
    is_overridable = models.BooleanField(
        "dérogation possible", default=False, help_text="Un agent qui en a le droit peut passer outre, avec une raison."
    )
    source = models.CharField(
        "source",
        max_length=200,
        blank=True,
        help_text="La décision ou le texte. Exemple : délibération du 3 mars 2026.",
    )
    unknown = models.CharField(
        "si une information manque", max_length=10, choices=UnknownMeans, blank=True, default=UnknownMeans.VERIFY
    )
    is_rechecked = models.BooleanField("à revérifier quand une place se libère", default=False)
    is_active = models.BooleanField(
        "active", default=True, help_text="Une règle désactivée reste dans le brouillon et n’est pas publiée."
    )
    template = models.CharField("gabarit", max_length=60, blank=True, editable=False)

    objects = RuleQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "règle"
        ordering = ["policy", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "code"],
                name="one_rule_code_per_policy",
                violation_error_message="Une règle de cette politique porte déjà ce code.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Condition(models.Model):
    """« fait opérateur valeur », in one card of a rule. `value` is the evaluator's own JSON of a constant.

    Its messages are told instead of the rule's when it is what decided."""

    rule = models.ForeignKey(Rule, verbose_name="règle", on_delete=models.CASCADE, related_name="conditions")
    card = models.PositiveSmallIntegerField("cas", default=1)
    position = models.PositiveSmallIntegerField("rang", default=0)
    fact = models.CharField("information", max_length=80)
    operator = models.CharField("comparaison", max_length=20)
    value = models.JSONField("valeur", null=True, blank=True)
    public_message = models.CharField("message à la personne", max_length=300, blank=True)
    agent_message = models.CharField("message à l’agent", max_length=300, blank=True)

    objects = ConditionQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "condition"
        ordering = ["rule", "card", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.fact} {self.operator}"


class Scenario(models.Model):
    """An invented person and what must come out; every scenario passes before a publication. `facts` is the evaluator's JSON of facts."""

    policy = models.ForeignKey(Policy, verbose_name="politique", on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField("nom", max_length=120)
    facts = models.JSONField("personne et séance inventées", default=dict)
    expected_outcome = models.CharField("réponse attendue", max_length=10)
    expected_reasons = models.JSONField("motifs attendus", default=list, blank=True)

    objects = PolicyPartQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "scénario"
        ordering = ["policy", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "name"],
                name="one_scenario_name_per_policy",
                violation_error_message="Un scénario porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
