"""Compiles every template of the project: a wrong tag or a missing block library is found before somebody opens the page."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def names() -> list[str]:
    """What {% include %} would call each template: its path from the folder `templates` that holds it."""
    folders = [ROOT / "templates", *ROOT.glob("backoffice/*/templates")]
    return sorted(str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.*"))


def problem_of(name: str) -> str | None:
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return f"{name}: {error}"
    return None


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings.test"
    django.setup()
    problems = [problem for problem in map(problem_of, names()) if problem]
    print("\n".join(problems) or f"{len(names())} templates compile.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
