"""Typed readers of environment variables. A variable that cannot be read fails with its name; nothing here knows Django."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parent.parent
TRUE, FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
# scheme → port, STARTTLS, implicit TLS
MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtp+ssl": (465, False, True)}


class InvalidVariable(RuntimeError):
    """A variable is set to something that cannot be read."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name} cannot be read: expected {expected}.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def integer(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise InvalidVariable(name, f"a whole number such as {default}")
    return int(value)


def boolean(name: str, *, default: bool) -> bool:
    value = text(name, str(default)).lower()
    if value not in TRUE + FALSE:
        raise InvalidVariable(name, "true or false")
    return value in TRUE


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks removed."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


@dataclass(frozen=True)
class Mail:
    """An outgoing mail server."""

    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool


def mail(name: str) -> Mail:
    """The mail server of an address such as smtp+tls://user:password@host:587 (smtp, smtp+tls or smtp+ssl)."""
    url = urlsplit(text(name))
    if url.scheme not in MAIL_SCHEMES or not url.hostname:
        raise InvalidVariable(name, "smtp+tls://user:password@host:587, smtp+ssl://… or smtp://…")
    port, starts_tls, is_tls = MAIL_SCHEMES[url.scheme]
    return Mail(
        url.hostname, url.port or port, unquote(url.username or ""), unquote(url.password or ""), starts_tls, is_tls
    )


def service(name: str, known: tuple[str, ...]) -> tuple[str, str]:
    """(service, key) of an address such as brevo://KEY. Never quotes the key."""
    scheme, _, key = text(name).partition("://")
    if scheme not in known or not key:
        raise InvalidVariable(name, " or ".join(f"{each}://KEY" for each in known))
    return scheme, unquote(key)


def sqlite(path: Path | str, *, synchronous: str) -> dict:
    """SQLite as it must be opened here: writers are serialised by IMMEDIATE and take turns, readers never wait thanks to WAL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pragmas = [
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "mmap_size=134217728",
        "cache_size=2000",
    ]
    return {
        "ENGINE": "settings.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas) + ";",
        },
    }


def postgresql(url: str, *, statement_timeout_seconds: int = 10) -> dict:
    """PostgreSQL from its URL, with waits bounded: connection and locks 5 s, statements as given, idle transactions 30 s.

    The URL may carry options of libpq (`?sslmode=verify-full`, `?options=-c%20name=value`); they come last, so they win."""
    database = environ.Env.db_url_config(url)
    limits = {
        "lock_timeout": "5s",
        "statement_timeout": f"{statement_timeout_seconds}s",
        "idle_in_transaction_session_timeout": "30s",
    }
    options = database.setdefault("OPTIONS", {})
    asked = [options["options"]] if options.get("options") else []
    options["options"] = " ".join([f"-c {name}={value}" for name, value in limits.items()] + asked)
    options.setdefault("connect_timeout", 5)
    database.update({"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True})
    return database


def database(default_sqlite: Path, *, synchronous: str = "FULL") -> dict:
    """The database named by DATABASE_URL, or the embedded SQLite file.

    sqlite:///relative/to/the/project.sqlite3 · sqlite:////absolute.sqlite3 · `?synchronous=…` says how much SQLite waits for the disk."""
    url = text("DATABASE_URL")
    if not url:
        return sqlite(default_sqlite, synchronous=synchronous)
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/") and not parts.netloc:
        asked = parse_qs(parts.query).get("synchronous", [synchronous])
        return sqlite(ROOT / unquote(parts.path[1:]), synchronous=asked[-1].upper())
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url, statement_timeout_seconds=integer("STATEMENT_TIMEOUT_SECONDS", 10))
    raise InvalidVariable("DATABASE_URL", "postgres://user:password@host:5432/name or sqlite:////path/to/file")
