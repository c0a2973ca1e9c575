"""The small HTML vocabulary that all running text in the house is written in.

Blocks: ``p h4 ul ol li table caption thead tbody tr th td``. Inline: ``strong em br``. Attributes: ``colspan`` and
``rowspan`` of cells, ``start`` and ``type`` (a, A, i, I) of numbered lists. Nothing else.
:func:`clean` takes any HTML and gives back the normal form, with every visible word of it kept; :func:`from_paste` also
reads the marks of word processors.
"""

from chefforum.richtext.compare import Difference, compare
from chefforum.richtext.merge import merge
from chefforum.richtext.normal import clean, clean_inline
from chefforum.richtext.parsing import TooLarge
from chefforum.richtext.paste import Pasted, from_paste
from chefforum.richtext.plain import plain_text, words

__all__ = [
    "Difference",
    "Pasted",
    "TooLarge",
    "clean",
    "clean_inline",
    "compare",
    "from_paste",
    "merge",
    "plain_text",
    "words",
]
