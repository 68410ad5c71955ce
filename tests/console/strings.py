"""Reads the strings that the installed packages mark for translation, from their sources: templates and Python.

It runs no template and imports no module of theirs, so a package's optional parts are read as well as the ones in use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import django
from django.apps import apps
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

DJANGO_FOLDERS = ("core", "forms", "db", "views", "contrib/messages", "contrib/sessions")
MACHINE_FILES = {
    "management",
    "migrations",
    "locale",
    "tests",
    "monitor_terminal.py",
    "cluster.py",
    "worker.py",
    "timeout.py",
}
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXTUAL = {"pgettext", "pgettext_lazy"}
LITERAL = re.compile(r"""^(["'])(.*?)\1""")
IN_SCRIPT = re.compile(r"""\b(?:gettext|ngettext)\(\s*(["'])((?:\\.|(?!\1).)*)\1""")
INLINE = re.compile(r"""\b_\((["'])(.*?)\1\)""")


class Marked(NamedTuple):
    """One marked string: what gettext is asked for."""

    msgid: str
    plural: str = ""
    context: str = ""


def of_installed_packages() -> dict[Marked, str]:
    """Every string that the installed packages mark, with the first file that has it."""
    found: dict[Marked, str] = {}
    for root, path in package_files():
        for marked in of_file(path):
            found.setdefault(marked, f"{root.name}/{path.relative_to(root)}")
    return found


def package_files() -> Iterator[tuple[Path, Path]]:
    """(package, file) of what a user can meet; a `contrib` of a package counts when it is an installed app."""
    roots = [Path(app.path) for app in apps.get_app_configs() if not app.name.startswith("backoffice.")]
    roots += [Path(django.__file__).parent / folder for folder in DJANGO_FOLDERS]
    for root in roots:
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if path.suffix in {".py", ".html"} and not MACHINE_FILES & set(parts) and parts[0] != "contrib":
                yield root, path


def of_scripts() -> dict[str, str]:
    """Every string that the scripts of the installed packages ask of Django's own catalogue for scripts."""
    roots = [Path(app.path) / "static" for app in apps.get_app_configs()]
    files = [path for root in roots for path in sorted(root.rglob("*.js")) if "vendor" not in path.parts]
    return {
        found[2].replace('\\"', '"').replace("\\'", "'"): path.name
        for path in files
        for found in IN_SCRIPT.finditer(path.read_text(encoding="utf-8"))
    }


def of_file(path: Path) -> Iterable[Marked]:
    source = path.read_text(encoding="utf-8")
    return of_template(source) if path.suffix == ".html" else of_python(source)


def of_python(source: str) -> Iterator[Marked]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            texts = [
                arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else "" for arg in node.args
            ]
            yield from of_call(name, [*texts, "", ""])


def of_call(name: str, texts: list[str]) -> Iterator[Marked]:
    if name in SINGULAR and texts[0]:
        yield Marked(texts[0])
    elif name in PLURAL and texts[0]:
        yield Marked(texts[0], plural=texts[1])
    elif name in CONTEXTUAL and texts[1]:
        yield Marked(texts[1], context=texts[0])


def of_template(source: str) -> Iterator[Marked]:
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        words = token.split_contents() if token.token_type in {TokenType.BLOCK, TokenType.VAR} else [""]
        if words[0] in {"trans", "translate"} and (literal := LITERAL.match(words[1])):
            yield Marked(literal[2], context=context_of(words))
        elif words[0] in {"blocktrans", "blocktranslate"}:
            yield block(words, tokens)
        else:
            yield from (Marked(found[2]) for found in INLINE.finditer(token.contents) if words != [""])


def context_of(words: list[str]) -> str:
    return words[words.index("context") + 1].strip("\"'") if "context" in words else ""


def block(words: list[str], tokens: Iterator[Token]) -> Marked:
    """A `blocktranslate` up to its end, as the tag itself would ask for it."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if not token.contents.startswith("plural"):
                break
            parts.append([])
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        else:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = [trim_whitespace("".join(part)) if "trimmed" in words else "".join(part) for part in parts]
    return Marked(texts[0], plural=texts[1] if len(texts) > 1 else "", context=context_of(words))
