"""No regular expression of the house takes more than linear time over a text, whatever the text is."""

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from tests.cost.patterns import attacks

APPS = ("chefforum", "meetings", "budget", "sickleave")
# Below this a measurement is noise; what takes less over 64,000 characters hurts nobody.
SMALL = 0.02
LIMIT = 1.0


def modules() -> Iterator[str]:
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            # Of these two the one starts the web server's files, the other the queue.
            if not {"migrations", "launcher", "management", "wsgi", "celery"} & set(found.name.split(".")):
                yield found.name


def patterns() -> dict[str, re.Pattern]:
    """Every pattern that a module keeps, and every one that is written where it is used."""
    found: dict[str, re.Pattern] = {}
    for name in modules():
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            for one in value if isinstance(value, list | tuple) else [value]:
                if isinstance(one, re.Pattern):
                    found.setdefault(f"{name}.{attribute}", one)
        for call in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
            if written := _written_in(call):
                found.setdefault(f"{name}:{call.lineno}", re.compile(written))
    return found


def _written_in(node: ast.AST) -> str | bytes | None:
    """The pattern in a call such as ``re.sub("…", …)``."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
        return None
    is_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr != "compile"
    first = node.args[0]
    return first.value if is_re and isinstance(first, ast.Constant) else None


class TooSlow(Exception):
    """A text took longer than anything here may."""


def seconds(pattern: re.Pattern, text) -> float:
    """Processor time for all matches in a text; the limit when it takes longer."""

    def stop(*_: object) -> None:
        raise TooSlow

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    begun = process_time()
    try:
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)
        return process_time() - begun
    except TooSlow:
        return LIMIT
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


PATTERNS = patterns()


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_twice_the_text_takes_at_most_three_times_as_long(name):
    pattern = PATTERNS[name]
    for piece in sorted(attacks(pattern)):
        times = []
        for size in (4_000, 8_000, 16_000, 32_000, 64_000):
            text = (piece * (size // len(piece) + 1))[:size] + "\x00"
            times.append(
                seconds(pattern, text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text)
            )
            if times[-1] >= LIMIT:
                break
        assert times[-1] < SMALL or (times[-1] < LIMIT and times[-1] <= 3 * times[-2]), (piece, times)
