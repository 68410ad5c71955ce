"""The demonstration on one machine: SQLite unless DATABASE_URL says otherwise, invented people, nothing leaves the machine."""

from settings import env
from settings.base import *
from settings.base import INSTALLED_APPS, LOGGING

DEBUG = False
IS_DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "backoffice.demo"]
SECRET_KEY = env.text("SECRET_KEY", "demonstration-only-key-never-used-with-real-people-0123456789")
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": env.database(env.ROOT / "var" / "demo.sqlite3", synchronous="NORMAL")}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Static files are served from where the packages keep them: nothing to collect before the first page.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# The terminal of `make run` shows what goes wrong, not one line a page.
LOGGING["root"]["level"] = LOGGING["loggers"]["gunicorn.error"]["level"] = "WARNING"
