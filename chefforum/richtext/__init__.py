"""The small HTML vocabulary that all running text in the house is written in.

Blocks: ``p h4 ul ol li table caption thead tbody tr th td``. Inline: ``strong em br``. Nothing else, no attributes.
:func:`clean` takes any HTML and gives back the normal form, with every word of it kept.
"""

from chefforum.richtext.compare import Difference, compare
from chefforum.richtext.normal import clean, clean_inline
from chefforum.richtext.plain import plain_text, words
from chefforum.richtext.word import from_word

__all__ = ["Difference", "clean", "clean_inline", "compare", "from_word", "plain_text", "words"]
