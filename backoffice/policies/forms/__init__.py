"""Forms of the editor. They check shapes; services check meaning with the evaluator."""

from backoffice.policies.forms.conditions import ConditionRow, condition_rows
from backoffice.policies.forms.drafts import ImportForm, PolicyForm, PublishForm, ReturnForm, RuleForm, VersionForm
from backoffice.policies.forms.parameters import ParameterForm

__all__ = [
    "ConditionRow",
    "ImportForm",
    "ParameterForm",
    "PolicyForm",
    "PublishForm",
    "ReturnForm",
    "RuleForm",
    "VersionForm",
    "condition_rows",
]
