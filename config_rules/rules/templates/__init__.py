"""Gabarits: the common rules, written by filling blanks.

Responsible for compiling a few blanks to the same rows as a hand-made rule, and for reading them back.
Refuses anything that a hand-made rule could not say: a gabarit adds no meaning.
"""

from config_rules.rules.templates.catalogue import TEMPLATES
from config_rules.rules.templates.filling import fill, is_available, read
from config_rules.rules.templates.template import Blank, BlankKind, Pattern, Template

__all__ = ["TEMPLATES", "Blank", "BlankKind", "Pattern", "Template", "fill", "is_available", "read"]
