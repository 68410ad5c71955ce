"""Typed readers of environment variables. A variable without a safe default fails with its name; nothing here knows Django."""

from __future__ import annotations

import os
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent
reader = environ.Env()


class MissingVariable(RuntimeError):
    """A variable that has no safe default is not set."""

    def __init__(self, name: str, meaning: str) -> None:
        super().__init__(f"Set the environment variable {name} ({meaning}).")


def required(name: str, meaning: str) -> str:
    """The value of `name`, or MissingVariable naming it and saying what it is for."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise MissingVariable(name, meaning)
    return value


def text(name: str, default: str = "") -> str:
    return reader.str(name, default=default)


def integer(name: str, default: int) -> int:
    return reader.int(name, default=default)


def boolean(name: str, *, default: bool) -> bool:
    return reader.bool(name, default=default)


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks removed."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def sqlite(path: Path, *, synchronous: str) -> dict:
    """SQLite as it must be opened here: writers are serialised by IMMEDIATE, readers never wait thanks to WAL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pragmas = [
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "mmap_size=134217728",
        "cache_size=2000",
    ]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas) + ";",
        },
    }


def postgresql(url: str, *, statement_timeout_seconds: int = 10) -> dict:
    """PostgreSQL from its URL, with waits bounded: locks 5 s, statements as given, idle transactions 30 s."""
    database = environ.Env.db_url_config(url)
    limits = {
        "lock_timeout": "5s",
        "statement_timeout": f"{statement_timeout_seconds}s",
        "idle_in_transaction_session_timeout": "30s",
    }
    options = database.setdefault("OPTIONS", {})
    options["options"] = " ".join(f"-c {name}={value}" for name, value in limits.items())
    database.update({"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True})
    return database


def database(default_sqlite: Path, *, synchronous: str = "FULL") -> dict:
    """The database named by DATABASE_URL, or the embedded SQLite file."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        return sqlite(default_sqlite, synchronous=synchronous)
    if url.startswith("sqlite:///"):
        return sqlite(Path(url.removeprefix("sqlite:///")), synchronous=synchronous)
    return postgresql(url, statement_timeout_seconds=integer("STATEMENT_TIMEOUT_SECONDS", 10))
