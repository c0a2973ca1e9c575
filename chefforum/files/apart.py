"""Functions that read other people's files, each call in a process of its own with bounds of time and memory.

A file that takes for ever, or brings its reader down, costs the web server one refused upload and nothing else. The
process gets no secrets: its environment holds no address and no key. It runs as
``python -m chefforum.files.apart MODULE:FUNCTION ARGUMENT...`` and answers in JSON.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

_BYTES_OF_MEMORY = 1_500_000_000
# Of one web process: more than these would starve the readers of the machine.
_AT_ONCE = BoundedSemaphore(2)
_WAIT_SECONDS = 10
_ROOT = Path(__file__).resolve().parents[2]
# The settings want these three; nothing that reads a file connects to anything.
_NO_SECRETS = {
    "DJANGO_SETTINGS_MODULE": "chefforum.settings",
    "SECRET_KEY": "apart",
    "DATABASE_URL": "postgresql:///nowhere",
    "REDIS_URL": "unix:///nowhere",
}
_HANDED_ON = ("PATH", "LANG", "TMPDIR", "MINUTES_LIMIT_MB", "ATTACHMENT_LIMIT_MB")


class Broken(Exception):
    """The process did not finish: too slow, out of memory, or brought down by the file."""


def call(target: str, *arguments: str, seconds: int, errors: tuple[type[Exception], ...] = ()) -> Any:
    """The JSON value of ``target`` (``module:function``) called with the arguments.

    An exception of one of the classes in ``errors`` is raised here with the same text. Everything else that goes wrong
    raises :class:`Broken`, at the latest after ``seconds``, counted from when it is this call's turn.
    """
    # A web server's threads must not all wait for files to be read.
    if not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
        raise Broken("too many files are being read")
    try:
        try:
            done = subprocess.run(  # noqa: S603 - the command is ours, and no shell reads the file's name
                [sys.executable, "-m", "chefforum.files.apart", target, str(seconds), *arguments],
                cwd=_ROOT,
                env={**_NO_SECRETS, **{name: os.environ[name] for name in _HANDED_ON if name in os.environ}},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Broken(f"{target} took over {seconds} s") from error
    finally:
        _AT_ONCE.release()
    if done.returncode:
        raise Broken(f"{target} ended with {done.returncode}: {done.stderr[-200:].decode(errors='replace')}")
    answer = json.loads(done.stdout)
    for kind in errors:
        if answer.get("error") == kind.__name__:
            raise kind(answer["text"])
    if "error" in answer:
        raise Broken(f"{target}: {answer['error']}")
    return answer["value"]


def _main(target: str, seconds: str, *arguments: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES_OF_MEMORY, _BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    module, _, name = target.partition(":")
    try:
        answer = {"value": getattr(importlib.import_module(module), name)(*arguments)}
    except Exception as error:
        answer = {"error": type(error).__name__, "text": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(*sys.argv[1:])
