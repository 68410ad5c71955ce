"""Production: refuses to start unless it is safe, naming every problem at once; see docs/operations.md for each variable."""

from settings import env
from settings.base import *
from settings.logging import json_logging
from settings.startup import Startup, durability_problem_of, sender_problem_of, site_problem_of, weakness_of

startup = Startup()
IS_DEMO = False
DEBUG = False
with startup.reading():
    if env.boolean("DEBUG", default=False):
        startup.refuse("DEBUG is set: production never shows its own errors. Unset it.")

SECRET_KEY = startup.required("SECRET_KEY", "50 random characters or more, the same on every machine, kept secret")
startup.refuse(weakness_of(SECRET_KEY))
# Former keys, while sessions and the links of messages that they made go on working.
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")

ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
startup.required("ALLOWED_HOSTS", "the host names that are answered, separated by commas")
if "*" in ALLOWED_HOSTS:
    startup.refuse("ALLOWED_HOSTS contains *: name the hosts.")
SITE_URL = startup.required("SITE_URL", "the public address, such as https://actions.example.fr").rstrip("/")
startup.refuse(site_problem_of(SITE_URL, ALLOWED_HOSTS))
CSRF_TRUSTED_ORIGINS = [SITE_URL]

DURABILITY_REQUIRED = True
startup.required("DATABASE_URL", "postgres://user:password@host:5432/name, or sqlite:////path/to/file on one machine")
with startup.reading():
    DATABASES = {"default": env.database(env.ROOT / "var" / "production.sqlite3", synchronous="FULL")}
    startup.refuse(durability_problem_of(DATABASES["default"]))

DEFAULT_FROM_EMAIL = startup.required("DEFAULT_FROM_EMAIL", "the sender of e-mails, such as ne-pas-repondre@example.fr")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
mail_address = startup.required(
    "EMAIL_URL", "smtp+tls://user:password@host:587, or brevo://KEY for the API of a provider"
)
with startup.reading():
    if mail_address.startswith("brevo:"):
        EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
        ANYMAIL = {"BREVO_API_KEY": env.service("EMAIL_URL", ("brevo",))[1], "REQUESTS_TIMEOUT": (3, EMAIL_TIMEOUT)}
    elif mail_address:
        mail = env.mail("EMAIL_URL")
        EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL = mail.host, mail.port, mail.starts_tls, mail.is_tls
        EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail.user, mail.password

# SMS are simulated until SMS_URL names a provider.
with startup.reading():
    DELIVERY_HANDS = env.integer("DELIVERY_HANDS", 8)
    if env.text("SMS_URL"):
        CARRIERS = CARRIERS | {"sms": "backoffice.notifications.services.carriers.BrevoSms"}
        SMS_PROVIDER = SMS_PROVIDER | {
            "key": env.service("SMS_URL", ("brevo",))[1],
            "sender": startup.required("SMS_SENDER", "the sender of SMS, 3 to 11 letters or digits, such as Actions"),
        }
        startup.refuse(sender_problem_of(SMS_PROVIDER["sender"]))

# HTTPS only. Behind a proxy, PROXY_SSL_HEADER names the header that it always sets itself (X-Forwarded-Proto).
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
with startup.reading():
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HSTS_INCLUDE_SUBDOMAINS", default=False)
if env.text("PROXY_SSL_HEADER"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_" + env.text("PROXY_SSL_HEADER").upper().replace("-", "_"), "https")
# W005 and W021: sub-domains and the browsers' preload list commit the owner of the domain, who is rarely the operator of this service.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# __Host-: a browser refuses such a cookie from a sub-domain, over http, or for a part of the site.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STATIC_ROOT = env.text("STATIC_ROOT", str(env.ROOT / "var" / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = json_logging()

startup.finish()
