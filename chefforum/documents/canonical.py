"""One spelling of a paper as bytes, so that its check sum means something."""

import hashlib
import json
from collections.abc import Mapping


def canonical(paper: Mapping[str, object]) -> bytes:
    """UTF-8 JSON with sorted keys and no spare white space: equal papers give equal bytes."""
    return json.dumps(paper, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(paper: Mapping[str, object]) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(paper)).hexdigest()
