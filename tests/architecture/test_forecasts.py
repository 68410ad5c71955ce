"""Every page whose act writes to people shows first how many, the text and the cost: whoever reaches `owe` names its forecasts."""

from __future__ import annotations

import ast
from functools import cache

from tests.architecture.sources import Module, modules

OWES = {
    "backoffice.notifications.services.owing.owe",
    "backoffice.notifications.services.owing.owe_together",
    "backoffice.notifications.services.letters.owe_letter",
    "backoffice.notifications.services.again.owe_again",
    "backoffice.booking.services.waking.ring_after_commit",
    "backoffice.policies.services.publication.freeze",
}
# It shows whatever its subclasses foretell, nothing by itself.
EVERY_DIALOG = "backoffice.console.base.dialogs.Dialog"
# What a view that shows it has in its own class, or in a base that is about forecasts.
MARKS = {"forecasts", "foretold"}
# Views that write to people without a forecast of their own, each with where it is shown.
SHOWN_ELSEWHERE = {
    "backoffice.booking.views.resending.ResendDialog": "the message itself is shown, with its measure",
    "backoffice.booking.views.writing.WriteDialog": "the people, each text and the cost follow what is typed",
    "backoffice.policies.views.publishing.PublishDialog": "a panel of booking (booking.views.publishing), tested in test_leaving_rules",
    "backoffice.policies.views.publishing.ReturnDialog": "the same panel",
}
# It extends what writes, and writes nothing: what is only foretold is not followed.
REHEARSED = "backoffice.booking.services.rehearsing."
SEPARATOR = "."


@cache
def graph() -> dict[str, set[str]]:
    """Function or class → what it names, across modules: an over-approximation, which is what a safety net wants."""
    found: dict[str, set[str]] = {}
    for module in modules("backoffice"):
        names = names_of(module)
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[f"{module.name}.{node.name}"] = {
                    target for used in ast.walk(node) for target in read(used, names)
                }
    return found


@cache
def names_of(module: Module) -> dict[str, str]:
    """What each name of a module stands for; a name imported from a door is what the door imports."""
    own = {node.name: f"{module.name}.{node.name}" for node in module.tree.body if hasattr(node, "name")}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            own |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return own


def read(node: ast.AST, names: dict[str, str]) -> set[str]:
    if isinstance(node, ast.Name) and node.id in names:
        return {resolved(names[node.id])}
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
        return {resolved(f"{names[node.value.id]}.{node.attr}")}
    return set()


@cache
def by_name() -> dict[str, Module]:
    return {module.name: module for module in modules("backoffice")}


@cache
def resolved(target: str) -> str:
    """Through the doors: `services.owe` is `services.owing.owe`."""
    owner, _, name = target.rpartition(SEPARATOR)
    if owner in by_name():
        further = names_of(by_name()[owner]).get(name, target)
        return target if further == target else resolved(further)
    return target


@cache
def reached(start: str) -> frozenset[str]:
    seen, queue = {start}, [start]
    while queue:
        for target in graph().get(queue.pop(), ()):
            if target not in seen and not target.startswith(REHEARSED):
                seen.add(target)
                queue.append(target)
    return frozenset(seen)


def views() -> list[str]:
    """The classes of the screens of agents; pages without account act for the person herself."""
    return [
        name for name in graph() if ".views." in name and not name.startswith("backoffice.public.") and is_class(name)
    ]


def is_class(name: str) -> bool:
    return name.rpartition(SEPARATOR)[2][:1].isupper()


@cache
def shows(view: str) -> bool:
    """The class, or one that it extends, names its forecasts."""
    owner, _, name = view.rpartition(SEPARATOR)
    module = by_name().get(owner)
    node = next((each for each in module.tree.body if getattr(each, "name", "") == name), None) if module else None
    if not isinstance(node, ast.ClassDef) or view == EVERY_DIALOG:
        return False
    words = {
        each.value if isinstance(each, ast.Constant) else each.arg
        for each in ast.walk(node)
        if isinstance(each, ast.Constant | ast.keyword)
    }
    words |= {each.name for each in ast.walk(node) if isinstance(each, ast.FunctionDef)}
    bases = (names_of(module).get(base.id, "") for base in node.bases if isinstance(base, ast.Name))
    return bool(words & MARKS) or any(shows(resolved(base)) for base in bases)


def test_every_act_that_writes_to_people_says_it_first():
    writing = {name for name in views() if reached(name) & OWES}
    silent = {name for name in writing if not shows(name)} - set(SHOWN_ELSEWHERE)

    assert len(writing) > 20, "the graph is read"
    assert not silent, (
        f"Show what these send (`forecasts` in their context), or write here where it is shown: {sorted(silent)}"
    )
    assert set(SHOWN_ELSEWHERE) <= writing, "these no longer write to anybody"
