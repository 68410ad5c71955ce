"""Forms of the editor. They check shapes; services check meaning with the evaluator."""

from backoffice.policies.forms.conditions import ConditionRow
from backoffice.policies.forms.drafts import ImportForm, PolicyForm, PublishForm, ReturnForm, TrialForm, VersionForm
from backoffice.policies.forms.parameters import ParameterForm
from backoffice.policies.forms.rules import RuleForm

__all__ = [
    "ConditionRow",
    "ImportForm",
    "ParameterForm",
    "PolicyForm",
    "PublishForm",
    "ReturnForm",
    "RuleForm",
    "TrialForm",
    "VersionForm",
]
