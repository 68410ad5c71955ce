"""Addresses that work without an account; the secret is the right to read."""

from django.urls import path

from backoffice.public.views.feeds import FeedView
from backoffice.public.views.partners import PartnerView
from backoffice.public.views.places import ACCEPTING, DECLINING, ActView, CalendarView, ConsignesView, PlaceView
from backoffice.public.views.receipts import MailReceiptView, ReceiptView

# Short: it is paid by the character in each SMS.
PLACE = "r/<str:secret>"

urlpatterns = [
    path("agenda/<str:secret>.ics", FeedView.as_view(), name="feed"),
    path("partenaire/<str:secret>/", PartnerView.as_view(), name="partner"),
    path(PLACE, PlaceView.as_view(), name="place"),
    path(f"{PLACE}/", PlaceView.as_view(), name="place_with_slash"),
    path(f"{PLACE}/annuler", ActView.as_view(), name="place_cancel"),
    path(f"{PLACE}/accepter", ActView.as_view(act=ACCEPTING), name="place_accept"),
    path(f"{PLACE}/laisser", ActView.as_view(act=DECLINING), name="place_decline"),
    path(f"{PLACE}/consignes", ConsignesView.as_view(), name="place_instructions"),
    path(f"{PLACE}/rendez-vous.ics", CalendarView.as_view(), name="place_calendar"),
    path("accuse/courriels", MailReceiptView.as_view(), name="mail_receipts"),
    path("accuse/<str:token>", ReceiptView.as_view(), name="receipt"),
]
