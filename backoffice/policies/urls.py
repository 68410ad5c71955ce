"""Addresses of the editor, under the admin's address of policies."""

from django.urls import path

from backoffice.policies.views.arranging import (
    DuplicateRuleDialog,
    MoveRuleDialog,
    RemoveRuleDialog,
    SwitchRuleDialog,
    UndoDialog,
)
from backoffice.policies.views.gabarits import GabaritDialog, GabaritsView
from backoffice.policies.views.grids import GridView
from backoffice.policies.views.parameters import ParameterDialog
from backoffice.policies.views.policy import NewPolicyDialog, PolicySettingsDialog, PolicyView
from backoffice.policies.views.publishing import CallOffDialog, PublishDialog, ReturnDialog, SubmitDialog
from backoffice.policies.views.rules import RuleDialog
from backoffice.policies.views.scenarios import KeepCaseDialog, RemoveScenarioDialog, TryView
from backoffice.policies.views.transferring import ExportView, ImportDialog
from backoffice.policies.views.trials import StartTrialDialog, StopTrialDialog

POLICY = "policies/policy/<int:policy_id>"

urlpatterns = [
    path("policies/policy/add/", NewPolicyDialog.as_view(), name="new_policy"),
    path(f"{POLICY}/", PolicyView.as_view(), name="policy"),
    path(f"{POLICY}/nom/", PolicySettingsDialog.as_view(), name="policy_settings"),
    path(f"{POLICY}/gabarits/", GabaritsView.as_view(), name="gabarits"),
    path(f"{POLICY}/gabarits/<slug:code>/", GabaritDialog.as_view(), name="new_filled_rule"),
    path(f"{POLICY}/regle/<int:rule_id>/gabarit/", GabaritDialog.as_view(), name="filled_rule"),
    path(f"{POLICY}/regle/", RuleDialog.as_view(), name="new_rule"),
    path(f"{POLICY}/regle/<int:rule_id>/", RuleDialog.as_view(), name="rule"),
    path(f"{POLICY}/regle/<int:rule_id>/retirer/", RemoveRuleDialog.as_view(), name="remove_rule"),
    path(f"{POLICY}/regle/<int:rule_id>/deplacer/<str:direction>/", MoveRuleDialog.as_view(), name="move_rule"),
    path(f"{POLICY}/regle/<int:rule_id>/dupliquer/", DuplicateRuleDialog.as_view(), name="duplicate_rule"),
    path(f"{POLICY}/regle/<int:rule_id>/activer/", SwitchRuleDialog.as_view(), name="switch_rule"),
    path(f"{POLICY}/tableau/", GridView.as_view(), name="policy_grid"),
    path(f"{POLICY}/annuler/", UndoDialog.as_view(), name="undo_change"),
    path(f"{POLICY}/reglage/<str:code>/", ParameterDialog.as_view(), name="parameter"),
    path(f"{POLICY}/essayer/", TryView.as_view(), name="try_policy"),
    path(f"{POLICY}/scenario/cas-limite/", KeepCaseDialog.as_view(), name="keep_case"),
    path(f"{POLICY}/scenario/<int:scenario_id>/retirer/", RemoveScenarioDialog.as_view(), name="remove_scenario"),
    path(f"{POLICY}/essai/lancer/", StartTrialDialog.as_view(), name="start_trial"),
    path(f"{POLICY}/essai/arreter/", StopTrialDialog.as_view(), name="stop_trial"),
    path(f"{POLICY}/publier/", PublishDialog.as_view(), name="publish_policy"),
    path(f"{POLICY}/proposer/", SubmitDialog.as_view(), name="submit_policy"),
    path(f"{POLICY}/version/<int:revision_id>/revenir/", ReturnDialog.as_view(), name="return_to_revision"),
    path(f"{POLICY}/version/<int:revision_id>/annuler/", CallOffDialog.as_view(), name="call_off_revision"),
    path(f"{POLICY}/fichier/", ExportView.as_view(), name="export_policy"),
    path(f"{POLICY}/importer/", ImportDialog.as_view(), name="import_policy"),
]
