"""One spelling for signs that look alike, at every door: what is typed, pasted, read from files, and searched for.

Letters are composed (NFC), ligatures are letters, hyphens are hyphens, and signs that take no room are gone. Raised and
lowered figures stay what they are: 4,1² is not 4,12.
"""

import re
import unicodedata

_ALIKE = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        # The hyphen and the non-breaking hyphen; the figure dash; the horizontal bar.
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "–",
        "\u2015": "—",
        # A number of fullwidth signs reach us from PDFs.
        "\uff0d": "-",
        "\ufe63": "-",
    }
)
# Soft hyphens, marks of direction, joiners and spaces without width. Between other than Latin letters and figures a
# joiner means something: it makes one picture of two, or tells letters of other scripts apart.
_WIDTHLESS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_JOINERS = re.compile("(?<=[0-9A-Za-z\u00c0-\u024f])[\u200c\u200d]++|[\u200c\u200d](?=[0-9A-Za-z\u00c0-\u024f])")


def settle(text: str) -> str:
    """The text in the one spelling. Settling it again changes nothing."""
    if text.isascii():
        return text
    spelled = unicodedata.normalize("NFC", _WIDTHLESS.sub("", text).translate(_ALIKE))
    return unicodedata.normalize("NFC", _JOINERS.sub("", spelled))
