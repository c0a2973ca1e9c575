"""An outsider who knows every published figure of every edition and period, exactly, and can reckon.

The figures of each unit and quarter are unknown numbers, none of them negative; every published figure is an equation
about them. Linear programming then says how near one can come to one that is hidden.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from sickleave.rules.book import WHOLE, Book, Key, Level
from sickleave.rules.quarters import Quarter, compared_with, window
from sickleave.rules.structure import Structure

KINDS = ("short", "long", "child")


class Attack:
    """What is known of one kind of days."""

    def __init__(self, kind: str, counts: Mapping, structure: Structure) -> None:
        self.kind, self.counts, self.structure = kind, counts, structure
        self.place = {
            (unit, quarter): place
            for place, (unit, quarter) in enumerate((unit, quarter) for unit in counts for quarter in counts[unit])
        }
        self.rows: list[tuple[int, ...]] = []
        self.sums: list[float] = []
        self.seen: set[tuple[int, ...]] = set()

    def cells(self, key: Key, quarters: Iterable[Quarter], at: Quarter) -> tuple[int, ...]:
        """The unknowns that a group's figure is the sum of, as the organisation is seen."""
        listed = list(quarters)

        def is_in(unit: int) -> bool:
            if key.level == Level.WHOLE:
                return True
            if key.level == Level.DEPARTMENT:
                return self.structure.department(unit, at) == key.pk
            return self.structure.root(unit, at) == key.pk

        return tuple(
            self.place[unit, one] for unit in self.counts if is_in(unit) for one in listed if (unit, one) in self.place
        )

    def learn(self, cells: tuple[int, ...], value) -> None:
        if cells not in self.seen:
            self.seen.add(cells)
            self.rows.append(cells)
            self.sums.append(float(value))

    def read(
        self, book: Book, method: str, at: Quarter, step: int, *, units: bool
    ) -> list[tuple[Key, tuple[int, ...]]]:
        """Read a report; answers what it hides."""
        hidden = []
        for key in [WHOLE, *book.departments(), *(book.units() if units else [])]:
            seen = book.see(key, method, at, step)
            other = compared_with(method, at, step)
            for absence, why, quarter in ((seen.now, seen.why, at), (seen.before, seen.why_not_compared, other)):
                cells = self.cells(key, window(method, quarter), at)
                if absence is not None:
                    self.learn(cells, getattr(absence, f"{self.kind}_days"))
                elif why in ("few", "hidden") and cells and (quarter == at or seen.now is not None):
                    hidden.append((key, cells))
            first = at.shift(-12)
            for point in book.series(key, method, first, at) if key.level != Level.UNIT else []:
                if point.absence is not None:
                    self.learn(
                        self.cells(key, window(method, point.quarter), at), getattr(point.absence, f"{self.kind}_days")
                    )
        return hidden

    def room(self, cells: tuple[int, ...]) -> float:
        """How wide the interval is that the sum of some unknowns can be placed within."""
        spots = [(row, cell) for row, cells_of in enumerate(self.rows) for cell in cells_of]
        matrix = csr_array(
            (np.ones(len(spots)), ([row for row, _ in spots], [cell for _, cell in spots])),
            shape=(len(self.rows), len(self.place)),
        )
        aim = np.zeros(len(self.place))
        aim[list(cells)] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * aim, A_eq=matrix, b_eq=np.array(self.sums), bounds=(0, None), method="highs")
            assert found.status in (0, 3), found.message
            ends.append(float("inf") if found.status == 3 else float(found.fun))
        return -ends[1] - ends[0] if float("inf") not in ends else float("inf")
