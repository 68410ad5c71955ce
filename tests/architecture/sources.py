"""The source as trees: what the conventions below are checked on. Migrations are generated and are left out."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("backoffice", "config_rules", "settings")
ROOMS = ROOT / "backoffice"


@dataclass(frozen=True)
class Module:
    """One Python file, with its address for messages."""

    path: Path

    @property
    def address(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def name(self) -> str:
        """Dotted name; a package is named without `__init__`."""
        return self.address.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


@lru_cache
def modules(*tops: str) -> list[Module]:
    """Every module under these top-level packages."""
    paths = (path for top in tops for path in sorted((ROOT / top).rglob("*.py")))
    return [Module(path) for path in paths if "migrations" not in path.parts and "__pycache__" not in path.parts]


def product() -> list[Module]:
    return modules(*PRODUCT)


def everything() -> list[Module]:
    return modules(*PRODUCT, "tests")


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def qualified(module: Module, target: ast.AST) -> str:
    """module.Class.function around a node: the address of a reviewed exception."""
    names = [
        node.name
        for node in ast.walk(module.tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and node.lineno <= target.lineno <= (node.end_lineno or node.lineno)
    ]
    return ".".join([module.name, *names])
