"""Production, whose static files were not collected: no page of a history asks for them."""

from settings.production import *  # noqa: F403
from settings.production import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
