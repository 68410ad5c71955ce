"""What production refuses, said all at once: each problem names its variable and what to do. Knows no app and no Django setting."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from settings import env

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_LENGTH = 50
KEY_VARIETY = 10  # 50 random hexadecimal digits have fewer different ones less than once in fifty million
# Words of keys that were published: Django's own mark, ours, and what people type while waiting for the real one.
PUBLISHED = re.compile(r"insecure|demonstration|tests?[-_]only|change[-_]?me|secret[-_]?key|example|password", re.I)
COMMIT = re.compile(r"synchronous[_-]commit['\"\s]*[=:]['\"\s]*(\w+)", re.I)
DURABLE_COMMITS = {"on", "true", "yes", "1", "local", "remote_write", "remote_apply"}
SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{3,11}")
SYNCHRONOUS = re.compile(r"PRAGMA synchronous=(\w+)", re.I)
DURABLE_SYNCHRONOUS = {"FULL", "EXTRA", "2", "3"}


class RefusedToStart(RuntimeError):
    """Production is not fit to start; the message lists every reason."""

    def __init__(self, problems: list[str]) -> None:
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"the service does not start, {len(problems)} to mend (see docs/operations.md):\n{lines}")


class Startup:
    """Collects the problems of a start; `finish` raises them together."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def refuse(self, problem: str | None) -> None:
        if problem:
            self.problems.append(problem)

    def required(self, name: str, meaning: str) -> str:
        """The value of `name`, or "" and a problem that says what it is for."""
        value = env.text(name)
        if not value:
            self.refuse(f"{name} is not set: {meaning}.")
        return value

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A variable that cannot be read is one problem among others."""
        try:
            yield
        except env.InvalidVariable as error:
            self.refuse(str(error))

    def finish(self) -> None:
        if self.problems:
            raise RefusedToStart(self.problems)


def weakness_of(key: str) -> str | None:
    """Why a secret key must not protect real sessions; None when nothing is seen (an empty key is another problem)."""
    remedy = 'make one with: python -c "import secrets; print(secrets.token_urlsafe(60))"'
    if not key:
        return None
    if PUBLISHED.search(key):
        return f"SECRET_KEY is a known key (demonstration, tests, documentation): {remedy}."
    if len(key) < KEY_LENGTH:
        return f"SECRET_KEY is too short, {len(key)} characters where {KEY_LENGTH} are needed: {remedy}."
    if len(set(key)) < KEY_VARIETY:
        return f"SECRET_KEY has low variety, {len(set(key))} different characters: {remedy}."
    return None


def sender_problem_of(name: str) -> str | None:
    """Why operators would refuse this sender of SMS; None when it is right (an empty one is another problem)."""
    if not name or SENDER.fullmatch(name):
        return None
    return f"SMS_SENDER is {name}: operators accept 3 to 11 letters or digits, one letter at least, no accent and no space."


def durability_problem_of(database: dict) -> str | None:
    """Why an acknowledged booking could be lost with this connection; None when the database waits for the disk."""
    options = database.get("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        level = SYNCHRONOUS.search(options["init_command"])[1]
        if level.upper() in DURABLE_SYNCHRONOUS:
            return None
        return f"DATABASE_URL turns SQLite's durability off (synchronous={level}): remove it, FULL is the default."
    values = {value.lower() for value in COMMIT.findall(str(options))} - DURABLE_COMMITS
    if not values:
        return None
    return f"DATABASE_URL turns durability off (synchronous_commit={', '.join(sorted(values))}): remove the option."


def site_problem_of(url: str, allowed: list[str]) -> str | None:
    """Why the public address does not fit: it must be https and one of the hosts that are answered."""
    from django.http.request import validate_host

    if not url:
        return None
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0].partition(":")[0]
    if scheme != "https" or not host:
        return f"SITE_URL must be a full https address such as https://actions.example.fr, not {url}."
    if allowed and not validate_host(host, allowed):
        return f"SITE_URL names {host}, which ALLOWED_HOSTS does not contain."
    return None
