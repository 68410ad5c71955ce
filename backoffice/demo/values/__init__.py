"""The demonstration before any database: territories, accounts, invented people, and the script of a year."""

from backoffice.demo.values.drome import TERRITORY as DROME
from backoffice.demo.values.seine_et_marne import TERRITORY as SEINE_ET_MARNE
from backoffice.demo.values.shapes import Account, RoleName
from backoffice.demo.values.somme import TERRITORY as SOMME

TERRITORIES = (DROME, SEINE_ET_MARNE, SOMME)
ADMINISTRATOR = Account("admin@example.org", "Maud", "Administratrice", RoleName.SUPER)
PASSWORD = "demonstration"  # noqa: S105 - the demonstration's, printed at start
