"""Keys stored beside a name: one to sort by, one to find it by."""

import re
import unicodedata
from functools import cache

import icu

from vcs.core.thai.digits import to_arabic_digits
from vcs.core.thai.text import normalise

# โรงเรียน wherever it stands; its short forms and บ้าน only where a word can begin.
_SCHOOL = re.compile(
    r"โรงเรียน(?:\s*บ้าน)?"
    r"|(?<![\u0e01-\u0e4e])(?:ร\.ร\.?|ร\.\sร\.|รร\.?)(?:\s*บ้าน)?"
    r"|(?<![\u0e01-\u0e4e])บ้าน"
)
_TONES_AND_SILENCERS = re.compile("[\u0e48-\u0e4c\u0e4e\u0e2f]")


def collation_key(text: str) -> str:
    """Text that sorts as a Thai dictionary does, by plain comparison and in any database.

    เ แ โ ใ ไ go by the consonant after them, tones count last, numbers go by value (เขต 2 before
    เขต 10). It is the hexadecimal ICU key of locale th; a new ICU may change it, so a stored one
    is rebuilt on upgrade, never compared across versions.
    """
    return bytes(_collator().getSortKey(normalise(text))).rstrip(b"\0").hex()


def search_key(text: str) -> str:
    """What is left of a name when spelling habits are taken away; find by substring of it.

    Dropped: โรงเรียน, รร., ร.ร., a บ้าน that begins a word, brackets, spaces, dots and all other
    punctuation, ฯ, tone marks and ์. Thai digits become Arabic, capitals small. Both the stored
    name and what is searched for pass through here. It never identifies: two schools may share it.
    """
    folded = to_arabic_digits(normalise(text)).casefold()
    bare = _TONES_AND_SILENCERS.sub("", _SCHOOL.sub(" ", folded))
    return "".join(sign for sign in bare if unicodedata.category(sign)[0] in "LMN")


@cache
def _collator() -> icu.Collator:
    collator = icu.Collator.createInstance(icu.Locale("th"))
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return collator
