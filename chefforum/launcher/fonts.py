"""The screen type: two small web fonts, cut from IBM Plex Sans."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from chefforum.launcher.errors import LauncherError
from chefforum.launcher.places import VAR

PACKAGE = "fontpkg_ibm_plex_sans"
FOLDER = VAR / "assets" / "fonts"
FEATURES = ["ccmp", "frac", "kern", "liga", "lnum", "locl", "mark", "mkmk", "rvrn", "tnum"]
# Normal width only, and the weights from regular to semibold.
AXES: dict[str, float | tuple[float, float]] = {"wdth": 100, "wght": (400, 600)}
# Latin text, typographic marks, and the arrows and signs the pages show.
RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x0218, 0x021B),
    (0x02C6, 0x02C7),
    (0x02D8, 0x02DD),
    (0x2009, 0x200A),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x202F, 0x2030),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
    (0x2713, 0x2713),
)


@dataclass(frozen=True)
class Cut:
    """One web font and the file it is cut from."""

    source: str
    target: str


CUTS = (
    Cut("IBMPlexSans[wdth,wght].ttf", "plex-sans.woff2"),
    Cut("IBMPlexSans-Italic[wdth,wght].ttf", "plex-sans-italic.woff2"),
)


def make_all() -> int:
    """Have both web fonts in their folder, newer than their sources."""
    sources = _source_folder()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        source, target = sources / cut.source, FOLDER / cut.target
        made_of = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
        if target.exists() and target.stat().st_mtime > made_of:
            continue
        make(source, target)
        print(f"Made {target.name}, {target.stat().st_size / 1024:.0f} KB", flush=True)
    return 0


def make(source: Path, target: Path) -> None:
    """Cut one web font; the target appears whole or not at all."""
    # Half a second to import, and most set-ups find the fonts already made.
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    from fontTools.varLib import instancer  # type: ignore[import-untyped]

    options = subset.Options()
    options.layout_features = FEATURES
    options.notdef_outline = True
    options.drop_tables += ["DSIG"]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, AXES)
    font.flavor = "woff2"
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    font.save(fresh)
    fresh.replace(target)


def _source_folder() -> Path:
    package = find_spec(PACKAGE)
    for place in (package and package.submodule_search_locations) or ():
        return Path(place, "files")
    raise LauncherError(f"The package {PACKAGE} is missing: run `make setup`.")
