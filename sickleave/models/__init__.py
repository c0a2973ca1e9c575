"""What the absence statistics keep, a file a noun."""

from sickleave.models.basis import Basis, EffortArea, Limits, Target
from sickleave.models.figure import Delivery, Figure
from sickleave.models.report import Account, AccountText, Report, ReportPaper, ReportStep, Shield

__all__ = [
    "Account",
    "AccountText",
    "Basis",
    "Delivery",
    "EffortArea",
    "Figure",
    "Limits",
    "Report",
    "ReportPaper",
    "ReportStep",
    "Shield",
    "Target",
]
