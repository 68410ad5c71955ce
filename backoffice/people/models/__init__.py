"""Import the models of people from here."""

from backoffice.people.models.fields import CustomField, FieldChoice
from backoffice.people.models.usagers import Usager

__all__ = ["CustomField", "FieldChoice", "Usager"]
