"""The demonstration before any database: territories, accounts, invented people, and the script of a year."""

from backoffice.demo.values.drome import TERRITORY as DROME
from backoffice.demo.values.shapes import Account, RoleName

TERRITORIES = (DROME,)
ADMINISTRATOR = Account("admin@example.org", "Maud", "Administratrice", RoleName.SUPER)
PASSWORD = "demonstration"  # noqa: S105 - the demonstration's, printed at start
