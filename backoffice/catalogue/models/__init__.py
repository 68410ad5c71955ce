"""Import the models of the catalogue from here."""

from backoffice.catalogue.models.labels import MotifCategory, TypeLabel
from backoffice.catalogue.models.motifs import Instruction, Motif

__all__ = ["Instruction", "Motif", "MotifCategory", "TypeLabel"]
