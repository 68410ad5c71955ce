"""Addresses that work without an account; the secret is the right to read."""

from django.urls import path

from backoffice.public.views.feeds import FeedView
from backoffice.public.views.partners import PartnerView

urlpatterns = [
    path("agenda/<str:secret>.ics", FeedView.as_view(), name="feed"),
    path("partenaire/<str:secret>/", PartnerView.as_view(), name="partner"),
]
