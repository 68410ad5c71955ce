"""The closed, typed words that rules may use: facts and parameters.

Responsible for what a fact or a parameter *is*.  Refuses floats, free text, nesting and anything
that would be evaluated: a word is declared here (or by the caller, with the same types) or unknown.
"""

from config_rules.vocabulary.builtin import BUILT_IN_FACTS, BUILT_IN_VOCABULARY, ActorKind, RequestKind
from config_rules.vocabulary.catalogue import BUILT_IN_PARAMETERS
from config_rules.vocabulary.facts import Choice, Fact, FactType, FactValue, Remedy, Rigidity, Vocabulary, Voice
from config_rules.vocabulary.parameters import Delay, DelayUnit, Parameter, ParameterType, ParameterValue, Strictness

__all__ = [
    "BUILT_IN_FACTS",
    "BUILT_IN_PARAMETERS",
    "BUILT_IN_VOCABULARY",
    "ActorKind",
    "Choice",
    "Delay",
    "DelayUnit",
    "Fact",
    "FactType",
    "FactValue",
    "Parameter",
    "ParameterType",
    "ParameterValue",
    "Remedy",
    "RequestKind",
    "Rigidity",
    "Strictness",
    "Vocabulary",
    "Voice",
]
