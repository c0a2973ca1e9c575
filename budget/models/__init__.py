"""What the follow-up on the budget agreement keeps, a file a noun."""

from budget.models.agreement import Agreement, Chapter, Unit
from budget.models.initiative import Amount, AmountKind, Initiative
from budget.models.paper import RoundPaper
from budget.models.round import Round, RoundStep
from budget.models.saved import SavedView
from budget.models.status import Change, LightMeaning, Status, TextRequest

__all__ = [
    "Agreement",
    "Amount",
    "AmountKind",
    "Change",
    "Chapter",
    "Initiative",
    "LightMeaning",
    "Round",
    "RoundPaper",
    "RoundStep",
    "SavedView",
    "Status",
    "TextRequest",
    "Unit",
]
