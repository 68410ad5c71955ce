"""Addresses of the texts of messages, the same pages for a territory, a motif and an action; and of what is decided about messages."""

from django.urls import path

from backoffice.notifications.enums import Origin
from backoffice.notifications.views.bell import BellView
from backoffice.notifications.views.costs import CostsView
from backoffice.notifications.views.editing import InheritDialog, LabelPreview, WordingDialog
from backoffice.notifications.views.judging import LetTerritoryThroughDialog, LetThroughDialog, ReceivedDialog
from backoffice.notifications.views.withdrawing import HoldView
from backoffice.notifications.views.wordings import ChangesDialog, FirstWordingsView, WordingsView

LEVELS = (
    (Origin.TERRITORY, "territory", "territoire"),
    (Origin.MOTIF, "motif", "motif"),
    (Origin.ACTION, "action", "action"),
)
MESSAGE = "messages/<int:message_id>"
ONE = "<str:event>/<str:channel>"

urlpatterns = [
    path("messages/textes/", FirstWordingsView.as_view(), name="wordings"),
    path("nouvelles/", BellView.as_view(), name="bell"),
    path("messages/couts/", CostsView.as_view(), name="message_costs"),
    path("messages/retenir/", HoldView.as_view(), name="hold_messages"),
    path(f"{MESSAGE}/recu/", ReceivedDialog.as_view(), name="say_received"),
    path(f"{MESSAGE}/envoyer/", LetThroughDialog.as_view(), name="let_through"),
    path("messages/plafond/<int:territory_id>/", LetTerritoryThroughDialog.as_view(), name="let_territory_through"),
    path("catalogue/typelabel/<int:label_id>/apercu/", LabelPreview.as_view(), name="label_preview"),
]
for origin, name, word in LEVELS:
    base = f"messages/textes/{word}/<int:row_id>"
    urlpatterns += [
        path(f"{base}/", WordingsView.as_view(origin=origin), name=f"{name}_wordings"),
        path(f"{base}/changements/", ChangesDialog.as_view(origin=origin), name=f"{name}_changes"),
        path(f"{base}/{ONE}/", WordingDialog.as_view(origin=origin), name=f"{name}_wording"),
        path(f"{base}/{ONE}/heriter/", InheritDialog.as_view(origin=origin), name=f"{name}_inherit"),
    ]
