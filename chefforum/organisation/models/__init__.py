"""What the organisation keeps, a file a noun."""

from chefforum.organisation.models.holiday import SchoolHoliday
from chefforum.organisation.models.office import Department, Office, OfficeAlias, Tenure
from chefforum.organisation.models.unit import Unit, UnitAlias
from chefforum.organisation.models.user import Role, User

__all__ = ["Department", "Office", "OfficeAlias", "Role", "SchoolHoliday", "Tenure", "Unit", "UnitAlias", "User"]
