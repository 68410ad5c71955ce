"""Production refuses to start rather than lose a booking or a secret, and says every reason at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from settings import demo, test

ROOT = Path(__file__).resolve().parents[2]
STRONG = "qT7vLx2Rb9Zk4NwYc8Hd3Jm6Pf5Sg1Ua0Ei-Bo_Xq7Vr2Wt9Kz4Ly8Mj3"
PLAIN = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")


@pytest.fixture
def variables(tmp_path):
    """A complete and safe environment."""
    return {
        "SECRET_KEY": STRONG,
        "DATABASE_URL": f"sqlite:///{tmp_path}/production.sqlite3",
        "ALLOWED_HOSTS": "actions.example.fr",
        "SITE_URL": "https://actions.example.fr",
        "DEFAULT_FROM_EMAIL": "ne-pas-repondre@example.fr",
        "EMAIL_URL": "smtp+tls://user:p%40ss@mail.example.fr",
    }


def run(variables: dict, *command: str) -> subprocess.CompletedProcess:
    """A new Python, with these variables and no other of ours."""
    environment = {name: os.environ[name] for name in PLAIN if name in os.environ}
    environment |= {"DJANGO_SETTINGS_MODULE": "settings.production"} | variables
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def refusals(variables: dict) -> list[str]:
    """The problems that the start lists; none when it starts."""
    result = run(variables, "-c", "import settings.production")
    assert bool(result.returncode) == ("the service does not start" in result.stderr), result.stderr
    return [line.removeprefix("  - ") for line in result.stderr.splitlines() if line.startswith("  - ")]


def test_a_safe_environment_starts(variables):
    assert refusals(variables) == []


def test_former_keys_keep_links_alive(variables):
    print_them = "from settings import production; print(production.SECRET_KEY_FALLBACKS)"
    result = run(variables | {"SECRET_KEY_FALLBACKS": f"{STRONG[::-1]}, {STRONG}x"}, "-c", print_them)

    assert result.stdout.strip() == str([STRONG[::-1], f"{STRONG}x"])


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL", "DEFAULT_FROM_EMAIL", "EMAIL_URL"]
)
def test_a_missing_variable_is_named_with_its_meaning(variables, name):
    del variables[name]

    (refusal,) = refusals(variables)
    assert refusal.startswith(f"{name} is not set: ")


def test_every_problem_is_said_at_once():
    named = [refusal.split()[0] for refusal in refusals({"DEBUG": "1", "SITE_URL": "http://example.fr"})]

    assert named == [
        "DEBUG",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DATABASE_URL",
        "DEFAULT_FROM_EMAIL",
        "EMAIL_URL",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", STRONG[:49], "SECRET_KEY is too short, 49 characters"),
        ("SECRET_KEY", "abc" * 20, "SECRET_KEY has low variety, 3 different characters"),
        ("SECRET_KEY", demo.SECRET_KEY, "SECRET_KEY is a known key"),
        ("SECRET_KEY", test.SECRET_KEY, "SECRET_KEY is a known key"),
        ("SECRET_KEY", "django-insecure-" + STRONG, "SECRET_KEY is a known key"),
        ("DEBUG", "1", "DEBUG is set"),
        ("DEBUG", "peut-être", "DEBUG cannot be read: expected true or false"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS contains *"),
        ("SITE_URL", "http://actions.example.fr", "SITE_URL must be a full https address"),
        ("SITE_URL", "https://ailleurs.example.fr", "SITE_URL names ailleurs.example.fr"),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "sqlite://:memory:", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "sqlite:////srv/base.sqlite3?synchronous=off", "DATABASE_URL turns SQLite's durability off"),
        ("DATABASE_URL", "sqlite:////srv/base.sqlite3?synchronous=normal", "DATABASE_URL turns SQLite's durability off"),
        ("DATABASE_URL", "postgres://h/n?options=-c%20synchronous_commit%3Doff", "DATABASE_URL turns durability off"),
        ("DATABASE_URL", "postgres://h/n?options=--synchronous-commit%3DOFF", "DATABASE_URL turns durability off"),
        ("DATABASE_URL", "postgres://h/n?synchronous_commit=off", "DATABASE_URL turns durability off"),
        ("EMAIL_URL", "dummymail://", "EMAIL_URL cannot be read"),
        ("EMAIL_URL", "brevo://", "EMAIL_URL cannot be read: expected brevo://KEY"),
        ("SMS_URL", "twilio://key", "SMS_URL cannot be read: expected brevo://KEY"),
        ("SMS_URL", "brevo://key", "SMS_SENDER is not set: the sender of SMS"),
        ("DELIVERY_HANDS", "quatre", "DELIVERY_HANDS cannot be read: expected a whole number"),
        ("STATEMENT_TIMEOUT_SECONDS", "dix", "STATEMENT_TIMEOUT_SECONDS cannot be read: expected a whole number"),
    ],
)  # fmt: skip
def test_a_danger_is_refused_by_name(variables, name, value, said):
    if name == "STATEMENT_TIMEOUT_SECONDS":
        variables["DATABASE_URL"] = "postgres://host/name"

    (refusal,) = refusals(variables | {name: value})

    assert refusal.startswith(said)


@pytest.mark.parametrize("level", ["on", "local", "remote_apply"])
def test_a_durable_commit_level_is_accepted(variables, level):
    url = f"postgres://host/name?options=-c%20synchronous_commit%3D{level}"

    assert refusals(variables | {"DATABASE_URL": url}) == []


def test_the_deployment_check_of_django_finds_nothing_to_say(variables):
    result = run(variables, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default")

    assert result.returncode == 0, result.stderr


SHOWN = "import settings.production as s; print(s.CARRIERS['sms'], s.SMS_PROVIDER, s.EMAIL_BACKEND, s.ANYMAIL, s.DELIVERY_HANDS)"


def test_providers_are_named_by_two_variables(variables):
    keys = {"SMS_URL": "brevo://xkeysib-Ab9", "SMS_SENDER": "Actions26", "EMAIL_URL": "brevo://xkeysib-Cd8"}
    shown = run(variables | keys, "-c", SHOWN).stdout

    for expected in (
        "BrevoSms",
        "https://api.brevo.com",
        "xkeysib-Ab9",
        "Actions26",
        "anymail.backends.brevo",
        "xkeysib-Cd8",
        " 8\n",
    ):
        assert expected in shown


def test_a_sender_that_operators_refuse_is_refused_at_the_start(variables):
    (refusal,) = refusals(variables | {"SMS_URL": "brevo://key", "SMS_SENDER": "Drôme 26"})

    assert refusal.startswith("SMS_SENDER is Drôme 26: operators accept 3 to 11 letters or digits")


def test_no_secret_is_repeated_by_a_refusal(variables):
    weak = "my-own-password-" + STRONG
    result = run(
        variables | {"SECRET_KEY": weak, "EMAIL_URL": "imap://user:hidden@host", "SMS_URL": "twilio://hidden"},
        "-c",
        "import settings.production",
    )

    assert result.returncode
    assert weak not in result.stderr
    assert "hidden" not in result.stderr


def test_cookies_are_bound_to_this_host_over_https(variables):
    script = (
        "import settings.production as p; print(p.SESSION_COOKIE_NAME, p.CSRF_COOKIE_NAME, p.SESSION_COOKIE_SECURE, "
        "p.CSRF_COOKIE_SECURE, p.SECURE_SSL_REDIRECT, p.SECURE_HSTS_SECONDS, p.SECURE_PROXY_SSL_HEADER)"
    )
    result = run(variables | {"PROXY_SSL_HEADER": "X-Forwarded-Proto"}, "-c", script)

    assert result.stdout.strip() == (
        "__Host-session __Host-csrf True True True 31536000 ('HTTP_X_FORWARDED_PROTO', 'https')"
    )
