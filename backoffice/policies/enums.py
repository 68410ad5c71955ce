"""Closed lists of policies, in the words of the editor."""

from django.db.models import TextChoices


class EffectKind(TextChoices):
    """What a rule does; « décider » answers per actor."""

    DECIDE = "decide", "Répondre à la demande"
    PRIORITISE = "prioritise", "Passer devant"
    REPLACE = "replace", "Remplacer un réglage"


class Answer(TextChoices):
    """What a rule answers to one kind of actor; the stored values are the evaluator's outcomes."""

    NOTHING = "", "Rien"
    WARN = "warn", "Avertir"
    ASK = "ask", "Demander une information"
    APPROVAL = "approval", "Soumettre à accord"
    WAITLIST = "waitlist", "Mettre en liste d’attente"
    REFUSE = "refuse", "Refuser"


class UnknownMeans(TextChoices):
    """What happens when a fact of the rule is not known."""

    VERIFY = "verify", "Faire vérifier par un agent"
    REFUSE = "refuse", "Refuser"
    LET_PASS = "let_pass", "Laisser passer"
    ASK = "ask", "Demander à la personne"
