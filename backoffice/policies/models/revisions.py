"""What was published: one frozen document, its hash, who, why, from when, with which software. Never changed, never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Now

from backoffice.directory.models import User
from backoffice.policies.models.drafts import Policy
from backoffice.policies.queries import CalledOffQuerySet, RevisionQuerySet, TrialQuerySet
from config_rules import PolicyDocument, document_from_json, document_hash


class WrittenOnce(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: object, **options: object) -> None:
        if self.pk is not None:
            raise RuntimeError("This is written once.")
        super().save(*args, **options)

    def delete(self, *args: object, **options: object) -> NoReturn:
        raise RuntimeError("This is never deleted.")


class PolicyRevision(WrittenOnce):
    """Revision `number` of a policy. In force from `effective_at` until a later revision is; a trigger refuses changes.

    `author` proposed or published it; `reviewer` read it and published it, where somebody else proposed it."""

    policy = models.ForeignKey(Policy, verbose_name="politique", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("numéro")
    document = models.TextField("contenu")
    document_hash = models.CharField("empreinte", max_length=64)
    author = models.ForeignKey(
        User, verbose_name="écrite par", on_delete=models.PROTECT, related_name="published_revisions"
    )
    reviewer = models.ForeignKey(
        User,
        verbose_name="relue et publiée par",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_revisions",
    )
    reason = models.CharField("pourquoi", max_length=300)
    published_at = models.DateTimeField("publiée le")
    effective_at = models.DateTimeField("en vigueur à partir du")
    software_release = models.CharField("version du logiciel", max_length=40)
    returns_to = models.ForeignKey(
        "self", verbose_name="retour à", on_delete=models.PROTECT, null=True, blank=True, related_name="returned_by"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "révision"
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "number"],
                name="one_revision_per_number",
                violation_error_message="Quelqu’un vient de publier cette politique. Relisez sa version, puis publiez de nouveau.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_revision_says_why", violation_error_message="Écrivez pourquoi."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} – révision {self.number}"

    @property
    def content(self) -> PolicyDocument:
        return document_from_json(self.document)

    @property
    def publisher(self) -> User:
        """Whoever published: the second reader where there is one, else its author."""
        return self.reviewer or self.author


@lru_cache(maxsize=1024)
def published_document(revision_id: int, fingerprint: str) -> PolicyDocument:
    """The document of a revision, whose hash is verified. It never changes: read once per process."""
    text: str = PolicyRevision.objects.values_list("document", flat=True).get(pk=revision_id)
    document = document_from_json(text)
    if document_hash(document) != fingerprint:
        raise RuntimeError(f"revision {revision_id} does not match its hash")
    return document


def published_documents(levels: Iterable[Mapping[str, Any]]) -> dict[str, PolicyDocument]:
    """By level, the documents that decided, from the levels that a decision stored."""
    return {
        level["name"]: published_document(level["revision"], level["hash"])
        for level in levels
        if level.get("revision") is not None
    }


class CalledOff(WrittenOnce):
    """A revision called off before its date: it never came in force and never will. The revision itself does not change."""

    revision = models.OneToOneField(
        PolicyRevision, verbose_name="révision", on_delete=models.PROTECT, related_name="called_off"
    )
    called_off_by = models.ForeignKey(
        User, verbose_name="annulée par", on_delete=models.PROTECT, related_name="called_off_revisions"
    )
    called_off_at = models.DateTimeField("annulée le")
    reason = models.CharField("pourquoi", max_length=300)

    objects = CalledOffQuerySet.as_manager()

    class Meta:
        verbose_name = "publication annulée"
        verbose_name_plural = "publications annulées"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="calling_off_says_why", violation_error_message="Écrivez pourquoi."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} – annulée"


class Trial(models.Model):
    """A draft « à l’essai »: evaluated beside the revision in force, recorded, blocking nobody, until `ends_at` or until somebody stops it."""

    policy = models.ForeignKey(Policy, verbose_name="politique", on_delete=models.PROTECT, related_name="trials")
    document = models.TextField("contenu")
    document_hash = models.CharField("empreinte", max_length=64)
    started_by = models.ForeignKey(
        User, verbose_name="lancé par", on_delete=models.PROTECT, related_name="started_trials"
    )
    started_at = models.DateTimeField("lancé le")
    reason = models.CharField("pourquoi", max_length=300, db_default="")
    ends_at = models.DateTimeField("fin prévue le", db_default=Now())
    ended_at = models.DateTimeField("arrêté le", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, verbose_name="arrêté par", on_delete=models.PROTECT, null=True, blank=True, related_name="ended_trials"
    )
    end_reason = models.CharField("pourquoi l’arrêter", max_length=300, blank=True, db_default="")

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = "essai"
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=models.Q(ended_at__isnull=True),
                name="one_running_trial_per_policy",
                violation_error_message="Un essai est déjà en cours pour cette politique.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} – essai du {self.started_at:%d/%m/%Y}"

    @property
    def content(self) -> PolicyDocument:
        return document_from_json(self.document)
