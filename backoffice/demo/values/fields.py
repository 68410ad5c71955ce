"""What the Drôme of the demonstration asks of people and of inscriptions beyond what the software knows."""

from __future__ import annotations

from backoffice.demo.values.shapes import FieldShape

FIELDS = (
    FieldShape(
        key="niveau_francais",
        label="Niveau de français",
        question="Quel est le niveau de français ?",
        kind="choice",
        choices={"a1": "A1, débutant", "a2": "A2, élémentaire", "b1": "B1 et plus"},
        is_fact=True,
        is_in_lists=True,
    ),
    FieldShape(
        key="garde_enfants",
        label="Garde d’enfants",
        question="Une garde d’enfants est-elle nécessaire pendant la séance ?",
        kind="boolean",
        subject="participation",
        motifs=("parents",),
        is_fact=True,
        is_in_lists=True,
    ),
)
