"""Import the models of policies from here."""

from backoffice.policies.models.drafts import Condition, Parameter, Policy, Rule, Scenario
from backoffice.policies.models.revisions import CalledOff, PolicyRevision, Trial

__all__ = ["CalledOff", "Condition", "Parameter", "Policy", "PolicyRevision", "Rule", "Scenario", "Trial"]
