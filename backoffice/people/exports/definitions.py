"""Custom fields as a table, to prepare many of them or to take them to another territory. The meaning of a stored field is not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from backoffice.console.base.history import record
from backoffice.console.base.resources import BooleanColumn, ChoiceColumn, Column, NumberColumn, ScopedResource
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory
from backoffice.people.enums import LISTED, FieldKind, FieldSubject, RequiredWhen
from backoffice.people.models import CustomField, FieldChoice

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATOR, EQUALS = "|", "="
TYPED = "typed_choices"
NOT_YOURS = "Votre rôle ne permet pas de configurer une information sensible ou de santé."
WHERE = "Dites le territoire dans une colonne « Territoire »."


class ChoicesColumn(Column):
    """« a1=A1, débutant | b1=B1 »: adds the choices named and changes their labels, removes none."""

    def export(self, instance: CustomField, **kwargs: Any) -> str:
        known = {row.code: row.label for row in instance.choices.all()} if instance.pk else {}
        known |= instance.__dict__.get(TYPED, {})
        return f" {SEPARATOR} ".join(f"{code}{EQUALS}{label}" for code, label in known.items())

    def save(self, instance: CustomField, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        instance.__dict__[TYPED] = dict(read_choices(str(row.get(self.column_name) or "")))


def read_choices(text: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, map(str.strip, text.split(SEPARATOR))):
        code, equals, label = (piece.strip() for piece in part.partition(EQUALS))
        if not (code and equals and label):
            raise ValueError(f"« {part} » : écrivez code=libellé. Exemple : a1=A1, débutant.")
        yield code, label


class CustomFieldTable(ScopedResource):
    """A line is about the field of the same code; subject and type are read for a new one only."""

    key = Column("key", "Code")
    label = Column("label", "Libellé")
    subject = ChoiceColumn("subject", "Au sujet de", FieldSubject)
    kind = ChoiceColumn("kind", "Type", FieldKind)
    choices = ChoicesColumn("choices", "Réponses possibles")
    question = Column("question", "Question posée")
    help_text = Column("help_text", "Aide")
    required_when = ChoiceColumn("required_when", "Obligatoire", RequiredWhen)
    position = NumberColumn("position", "Rang")
    is_for_every_motif = BooleanColumn("is_for_every_motif", "Demandé pour tous les motifs")
    is_fact = BooleanColumn("is_fact", "Utilisable dans les règles")
    is_in_lists = BooleanColumn("is_in_lists", "Affiché dans les listes")
    is_exportable = BooleanColumn("is_exportable", "Exportable")
    is_sensitive = BooleanColumn("is_sensitive", "Sensible")
    is_health = BooleanColumn("is_health", "Relève de la santé")
    purpose = Column("purpose", "Finalité")
    territory = Column("territory__name", "Territoire", readonly=True)

    activity = Activity.CONFIGURE
    change_activity = Activity.CONFIGURE
    required_titles = ("Code", "Libellé")
    related = ("territory",)
    prefetched = ("choices",)

    class Meta:
        model = CustomField

    def find(self, row: dict[str, Any]) -> CustomField | None:
        found = list(self.get_queryset().filter(key=row["Code"].strip(), territory=self.territory_of(row)))
        return found[0] if found else None

    def territory_of(self, row: dict[str, Any]) -> Territory:
        """Somebody who configures one territory need not name it."""
        held = self.user.perimeter.holding(Activity.CONFIGURE)
        rows = list(Territory.objects.within(held).order_by("name"))
        named = [each for each in rows if each.name == row.get("Territoire", "").strip()]
        found = named or (rows if len(rows) == 1 else [])
        if not found:
            raise ValidationError(WHERE)
        return found[0]

    def prepare(self, instance: CustomField, row: dict[str, Any]) -> None:
        instance.__dict__.pop(TYPED, None)
        if self.is_new:
            instance.territory = self.territory_of(row)
            return
        for title in ("Au sujet de", "Type"):
            row.pop(title, None)

    def before_save_instance(self, instance: CustomField, row: dict[str, Any], **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        stored = CustomField.objects.filter(pk=instance.pk, is_sensitive=True).exists()
        if (stored or instance.is_sensitive or instance.is_health) and not self.may_be_sensitive(instance):
            raise ValidationError(NOT_YOURS)
        if (instance.kind in LISTED) != bool(ChoicesColumn("choices", "").export(instance)):
            raise ValidationError("Un choix a des réponses possibles, les autres types n’en ont pas.")

    def may_be_sensitive(self, instance: CustomField) -> bool:
        return self.user.perimeter.may(Activity.CONFIGURE_SENSITIVE, territory_id=instance.territory_id)

    def save_m2m(self, instance: CustomField, row: dict[str, Any], **kwargs: Any) -> None:
        """Its choices, once the field exists."""
        known = {choice.code: choice for choice in FieldChoice.objects.filter(field=instance)}
        for position, (code, label) in enumerate(instance.__dict__.get(TYPED, {}).items(), len(known)):
            choice = known.get(code) or FieldChoice(field=instance, code=code, position=position)
            if choice.label != label:
                choice.label = label
                choice.full_clean()
                record(choice, user=self.user, reason=self.reason)
