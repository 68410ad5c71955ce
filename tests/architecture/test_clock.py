"""The clock is read under the lock: who waited for it would otherwise be dated before whoever made her wait, and histories would lie."""

from __future__ import annotations

import ast

from tests.architecture.sources import ROOMS

READS = "now or timezone.now()", "now or clock()"
LOCKS = {"locked", "locked_together"}


def first_lock(function: ast.FunctionDef) -> int | None:
    """The line of the first `with locked…` of a function."""
    lines = [
        node.lineno
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Call) and getattr(item.context_expr.func, "id", "") in LOCKS
    ]
    return min(lines, default=None)


def dated_before(function: ast.FunctionDef) -> bool:
    """`now` itself is set before the lock; another name, for what is only looked up, may be."""
    lock = first_lock(function)
    return lock is not None and any(
        isinstance(node, ast.Assign) and node.lineno < lock and ast.unparse(node.targets[0]) == "now"
        and ast.unparse(node.value) in READS
        for node in ast.walk(function)
    )  # fmt: skip


def functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]


def test_the_clock_is_read_under_the_lock():
    modules = sorted((ROOMS / "booking" / "services").rglob("*.py"))
    early = [
        f"{path.name}: {each.name}" for path in modules for each in functions(path.read_text()) if dated_before(each)
    ]
    assert not early, f"Move `now = now or timezone.now()` inside the `with locked…` block: {early}"


def test_this_check_sees_a_clock_read_too_early():
    early = "def f(now=None):\n    now = now or timezone.now()\n    with locked(1) as row:\n        pass\n"
    late = "def f(now=None):\n    with locked(1) as row:\n        now = now or timezone.now()\n"
    assert [dated_before(functions(source)[0]) for source in (early, late)] == [True, False]
