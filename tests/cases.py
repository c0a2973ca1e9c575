"""The inputs that failed once, beside the project. They may be missing on a developer's machine, never in CI."""

import os
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"


def case(name: str) -> Path:
    """A file of the cases, by its path among them."""
    path = CASES / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"CI must have ../shared/cases/{name}")
        pytest.skip(f"../shared/cases/{name} is not here")
    return path
