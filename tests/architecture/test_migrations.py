"""A new database, created at once, is what the replaced migrations lead to (decision 0052)."""

from __future__ import annotations

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def described(*, by_former: bool) -> ProjectState:
    """The models that the migrations describe: each room's single one, or the former ones."""
    loader = MigrationLoader(None, replace_migrations=not by_former)
    leaves = [leaf for leaf in loader.graph.leaf_nodes() if not (by_former and leaf in loader.replacements)]
    return loader.project_state(leaves)


def differences(before: ProjectState, after: ProjectState) -> dict:
    """What `makemigrations` would write to go from one to the other."""
    return MigrationAutodetector(before, after).changes(graph=MigrationLoader(None).graph)


def test_the_single_migrations_describe_the_models_of_those_they_replace():
    assert differences(described(by_former=False), described(by_former=True)) == {}


def test_a_column_that_differs_is_seen():
    former = described(by_former=True)
    former.models["catalogue", "motif"].fields["name"].max_length += 1
    assert list(differences(described(by_former=False), former)) == ["catalogue"]
