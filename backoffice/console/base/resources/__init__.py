"""Import and export of rows: files as people have them, the perimeter of the user, nothing half-written."""

from backoffice.console.base.resources.cells import TooManyRows, write_csv, write_xlsx
from backoffice.console.base.resources.columns import (
    BooleanColumn,
    ChoiceColumn,
    Column,
    DateColumn,
    NumberColumn,
    RelationColumn,
    RelationsColumn,
)
from backoffice.console.base.resources.files import Rows, Sheet, UnreadableFile, read_rows, read_sheet
from backoffice.console.base.resources.scoped import Line, ScopedResource

__all__ = [
    "BooleanColumn",
    "ChoiceColumn",
    "Column",
    "DateColumn",
    "Line",
    "NumberColumn",
    "RelationColumn",
    "RelationsColumn",
    "Rows",
    "ScopedResource",
    "Sheet",
    "TooManyRows",
    "UnreadableFile",
    "read_rows",
    "read_sheet",
    "write_csv",
    "write_xlsx",
]
