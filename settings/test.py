"""The test suite: fast hashes, mail in memory, tasks never queued, templates that fail on an unknown variable."""

from settings import env
from settings.base import *
from settings.base import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

SECRET_KEY = "tests-only-key-tests-only-key-tests-only-key-tests-only"
DEBUG = False
IS_DEMO = False
INSTALLED_APPS = [*INSTALLED_APPS, "backoffice.demo"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": env.database(env.ROOT / "var" / "test.sqlite3", synchronous="OFF")}
if DATABASES["default"]["ENGINE"].endswith(
    "sqlite3"
):  # a file, as in production: several connections, write-ahead log, real locks
    DATABASES["default"]["TEST"] = {"NAME": env.ROOT / "var" / "suite.sqlite3"}
else:  # a slow machine is not a fault: only waits for a lock stay bounded
    DATABASES["default"]["OPTIONS"]["options"] = "-c lock_timeout=5s"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
MIDDLEWARE = [each for each in MIDDLEWARE if "whitenoise" not in each]  # no static files are collected for tests

WRONG_LINKS_ALLOWED = 1_000_000  # the suite opens more of them than a town
