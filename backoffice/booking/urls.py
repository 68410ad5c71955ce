"""Addresses of the séance and of its dialogs, under the admin's address of occurrences and participations."""

from django.urls import path

from backoffice.booking.views.affected import AffectedView
from backoffice.booking.views.answering import ApproveDialog, RejectDialog
from backoffice.booking.views.attendance import AttendanceView, CorrectionDialog, ReopenSheetDialog, SignInSheetView
from backoffice.booking.views.batch_lines import BatchReportView, LineDialog
from backoffice.booking.views.batches import BatchView, EnrolListDialog
from backoffice.booking.views.cancelling import CancelDialog
from backoffice.booking.views.creating import NewPersonDialog
from backoffice.booking.views.days import DaySheetsView, DayView, StationPageDialog
from backoffice.booking.views.deciding import DecisionView, SheetView
from backoffice.booking.views.drawing import DrawDialog, LotteryView, PrepareLotteryDialog
from backoffice.booking.views.enrolling import EnrolDialog
from backoffice.booking.views.instructing import TellInstructionsDialog
from backoffice.booking.views.inventing import ScenarioDialog
from backoffice.booking.views.linking import LinkDialog
from backoffice.booking.views.offers import AcceptDialog, DeclineDialog
from backoffice.booking.views.prescribing import OrientDialog, OrientView
from backoffice.booking.views.prescriptions import CancelPrescriptionDialog, MovePrescriptionDialog, PrescriptionsView
from backoffice.booking.views.promoting import PromoteDialog, ProposeDialog
from backoffice.booking.views.questioning import SeanceWhyView
from backoffice.booking.views.queues import FaultsView, ToCompleteView, WaitingListsView
from backoffice.booking.views.quotas import ActionQuotasDialog, SeanceQuotasDialog
from backoffice.booking.views.reordering import ReorderDialog
from backoffice.booking.views.replaying import ReplayView
from backoffice.booking.views.resending import ResendDialog
from backoffice.booking.views.seance import SeanceView
from backoffice.booking.views.seats import SeatsDialog
from backoffice.booking.views.series import CancelSeriesDialog, EditSeriesDialog
from backoffice.booking.views.story import ParticipationView
from backoffice.booking.views.telling_actions import TellActionDialog
from backoffice.booking.views.transferring import MoveDialog
from backoffice.booking.views.transferring_people import MovePeopleDialog
from backoffice.booking.views.trying import TrialView
from backoffice.booking.views.undelivered import CalledView, LeaveAsideDialog, UndeliveredView
from backoffice.booking.views.undoing import UndoEditDialog
from backoffice.booking.views.whole_seances import CancelGroupDialog, CancelSeanceDialog, CloseDialog, ReopenDialog
from backoffice.booking.views.writing import WriteDialog

DAY = "actions/occurrencegroup/<int:group_id>"
OCCURRENCE = "actions/occurrence/<int:occurrence_id>"
MESSAGE = "notifications/outboxmessage/<int:message_id>"
PARTICIPATION = "booking/participation/<int:participation_id>"

urlpatterns = [
    path(f"{DAY}/journee/", DayView.as_view(), name="day"),
    path(f"{DAY}/feuilles/", DaySheetsView.as_view(), name="day_sheets"),
    path(f"{DAY}/page-partenaire/", StationPageDialog.as_view(), name="station_page"),
    path(f"{OCCURRENCE}/", SeanceView.as_view(), name="seance"),
    path(f"{OCCURRENCE}/inscrire/", EnrolDialog.as_view(), name="enrol"),
    path(f"{OCCURRENCE}/inscrire/nouvelle-personne/", NewPersonDialog.as_view(), name="enrol_new_person"),
    path(f"{OCCURRENCE}/presences/", AttendanceView.as_view(), name="attendance"),
    path(f"{OCCURRENCE}/presences/rouvrir/", ReopenSheetDialog.as_view(), name="reopen_sheet"),
    path(f"{OCCURRENCE}/feuille/", SignInSheetView.as_view(), name="sign_in_sheet"),
    path(f"{OCCURRENCE}/places/", SeatsDialog.as_view(), name="seats"),
    path(f"{OCCURRENCE}/modifier/", EditSeriesDialog.as_view(), name="edit_series"),
    path(f"{OCCURRENCE}/annuler-des-seances/", CancelSeriesDialog.as_view(), name="cancel_series"),
    path("actions/changement/<int:edit_id>/annuler/", UndoEditDialog.as_view(), name="undo_edit"),
    path(f"{OCCURRENCE}/tirage/", LotteryView.as_view(), name="lottery"),
    path(f"{OCCURRENCE}/tirage/preparer/", PrepareLotteryDialog.as_view(), name="prepare_lottery"),
    path(f"{OCCURRENCE}/tirage/tirer/", DrawDialog.as_view(), name="draw_lottery"),
    path(f"{OCCURRENCE}/places-reservees/", SeanceQuotasDialog.as_view(), name="seance_quotas"),
    path(f"{OCCURRENCE}/deplacer-des-personnes/", MovePeopleDialog.as_view(), name="move_people"),
    path(f"{OCCURRENCE}/ecrire/", WriteDialog.as_view(), name="write_to"),
    path(f"{OCCURRENCE}/fermer/", CloseDialog.as_view(), name="close_seance"),
    path(f"{OCCURRENCE}/rouvrir/", ReopenDialog.as_view(), name="reopen_seance"),
    path(f"{OCCURRENCE}/annuler/", CancelSeanceDialog.as_view(), name="cancel_seance"),
    path(f"{OCCURRENCE}/annuler-la-journee/", CancelGroupDialog.as_view(), name="cancel_group"),
    path(
        "actions/collectiveaction/<int:action_id>/places-reservees/", ActionQuotasDialog.as_view(), name="action_quotas"
    ),
    path(f"{OCCURRENCE}/inscrire-une-liste/", EnrolListDialog.as_view(), name="enrol_list"),
    path("booking/batchenrolment/<int:batch_id>/", BatchView.as_view(), name="batch"),
    path("booking/batchenrolment/<int:batch_id>/rapport.csv", BatchReportView.as_view(), name="batch_report"),
    path("booking/batchline/<int:line_id>/corriger/", LineDialog.as_view(), name="batch_line"),
    path(f"{PARTICIPATION}/", ParticipationView.as_view(), name="participation"),
    path(f"{MESSAGE}/appelee/", CalledView.as_view(), name="called"),
    path(f"{MESSAGE}/sans-suite/", LeaveAsideDialog.as_view(), name="leave_aside"),
    path(f"{MESSAGE}/renvoyer/", ResendDialog.as_view(), name="resend"),
    path(f"{PARTICIPATION}/annuler/", CancelDialog.as_view(), name="cancel"),
    path(f"{PARTICIPATION}/deplacer/", MoveDialog.as_view(), name="move"),
    path(f"{PARTICIPATION}/accepter/", ApproveDialog.as_view(), name="approve"),
    path(f"{PARTICIPATION}/refuser/", RejectDialog.as_view(), name="reject"),
    path(f"{PARTICIPATION}/donner-la-place/", PromoteDialog.as_view(), name="promote"),
    path(f"{PARTICIPATION}/proposer-la-place/", ProposeDialog.as_view(), name="propose"),
    path(f"{PARTICIPATION}/prendre-la-place/", AcceptDialog.as_view(), name="accept_offer"),
    path(f"{PARTICIPATION}/laisser-la-place/", DeclineDialog.as_view(), name="decline_offer"),
    path(f"{PARTICIPATION}/lien/", LinkDialog.as_view(), name="link"),
    path(f"{PARTICIPATION}/rang/", ReorderDialog.as_view(), name="reorder"),
    path(f"{PARTICIPATION}/presence/", CorrectionDialog.as_view(), name="attendance_correction"),
    path("booking/decision/<int:decision_id>/pourquoi/", DecisionView.as_view(), name="decision"),
    path("booking/decision/<int:decision_id>/scenario/", ScenarioDialog.as_view(), name="decision_scenario"),
    path("booking/decision/<int:decision_id>/fiche/", SheetView.as_view(), name="decision_sheet"),
    path(f"{OCCURRENCE}/pourquoi/", SeanceWhyView.as_view(), name="seance_why"),
    path("policies/policy/<int:policy_id>/essai/", TrialView.as_view(), name="trial"),
    path("policies/policy/<int:policy_id>/rejeu/", ReplayView.as_view(), name="replay"),
    path("policies/policy/<int:policy_id>/depuis/<int:number>/", AffectedView.as_view(), name="revision_affected"),
    path("catalogue/motif/<int:motif_id>/consignes/", TellInstructionsDialog.as_view(), name="tell_instructions"),
    path("actions/collectiveaction/<int:action_id>/prevenir/", TellActionDialog.as_view(), name="tell_action"),
    path("orienter/", OrientView.as_view(), name="orient_list"),
    path("orienter/<int:occurrence_id>/", OrientDialog.as_view(), name="orient"),
    path("orientations/", PrescriptionsView.as_view(), name="prescriptions"),
    path("orientations/<int:prescription_id>/annuler/", CancelPrescriptionDialog.as_view(), name="cancel_prescription"),
    path("orientations/<int:prescription_id>/deplacer/", MovePrescriptionDialog.as_view(), name="move_prescription"),
    path("listes-attente/", WaitingListsView.as_view(), name="waiting_lists"),
    path("decisions-a-verifier/", FaultsView.as_view(), name="decision_faults"),
    path("messages/non-remis/", UndeliveredView.as_view(), name="undelivered"),
    path("a-completer/", ToCompleteView.as_view(), name="to_complete"),
]
