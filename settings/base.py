"""What every environment shares. No condition here: an environment overrides what differs."""

from settings import env
from settings.logging import LOGGING  # noqa: F401
from settings.unfold import UNFOLD  # noqa: F401

BASE_DIR = env.ROOT
SITE_URL = "http://localhost:8000"  # production requires the real one
SOFTWARE_RELEASE = env.text("SOFTWARE_RELEASE", "0.1.0")

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "backoffice.console.apps.ConsoleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "simple_history",
    "django_q",
    "backoffice.console",
    "backoffice.directory",
    "backoffice.people",
    "backoffice.catalogue",
    "backoffice.policies",
    "backoffice.actions",
    "backoffice.notifications",
    "backoffice.booking",
    "backoffice.public",
]

MIDDLEWARE = [
    "backoffice.console.middleware.HealthFirst",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backoffice.console.middleware.RequestLog",
    "backoffice.console.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "settings.urls"
WSGI_APPLICATION = "settings.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "directory.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 8 * 60 * 60

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "backoffice" / "console" / "locale"]
FORMAT_MODULE_PATH = "settings.formats"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"

# Import and export are closed unless the role opens them; cells never start a formula.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# How long the messages of an act wait before they leave: as long, they can be withdrawn.
MESSAGES_WAIT_SECONDS = env.integer("MESSAGES_WAIT_SECONDS", 60)
# Personal links that do not exist, opened from one network address in ten minutes; right ones are never refused.
WRONG_LINKS_ALLOWED = 60

# Who carries the messages of each channel. The simulated SMS stays in « Messages »: no subcontractor until a provider is configured.
CARRIERS = {
    "email": "backoffice.notifications.services.carriers.Email",
    "sms": "backoffice.notifications.services.carriers.SimulatedSms",
}
# The account of the SMS provider, and the sender of the territories that have no name of their own. Production reads it from SMS_URL.
SMS_PROVIDER = {"url": "https://api.brevo.com", "key": "", "sender": ""}
# Messages that one round gives to their carriers at the same time: while one waits for the provider, the others go on.
DELIVERY_HANDS = 1

# django-q2 only rings the bell: what must happen once is decided by our own rows (see docs/operations.md).
Q_CLUSTER = {
    "name": "backoffice",
    "orm": "default",
    "workers": 2,
    "queue_limit": 2,
    "bulk": 1,
    "timeout": 60,
    "retry": 180,
    "max_attempts": 1,
    "ack_failures": True,
    "catch_up": False,
    "save_limit": 50,
    "poll": 0.5,
    "label": "Tâches de fond",
}

# Nothing is loaded from elsewhere. The admin's scripts (Alpine) evaluate expressions and set styles: see docs/decisions.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

# Production refuses a database that answers before the disk has the data; a demonstration may prefer speed.
DURABILITY_REQUIRED = False

DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
