"""Recognises a passage without what is asked for of a thing: no antidote, where that is asked for.

"What is the antidote for hemlock?" is not answered by where hemlock grows, for which nearly all of
the words speak: what a question names first is what it wants.

Left out on purpose: what is asked for as "which ..." or behind "how", which may be told in other
words, and what an abbreviation stands for or a word means.
"""

from __future__ import annotations

import re

from bot.patterns import lazy
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.presence import is_in, presences

_OF_A_THING = lazy(
    r"\bwhat(?:['\u2019]?s| is| are| was| were) the ((?:[\w'\u2019-]+ ){0,2}?[\w'\u2019-]+)"
    r" (?:for|of|to|against|in|on|at|from)\b",
    re.IGNORECASE,
    needs=("what",),
)


def lacks_attribute(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked what the one thing of another is, and a passage has no such thing."""
    asked = _OF_A_THING.search(extractor.query.question)
    if asked is None:
        return False
    things = [one for one in presences(extractor, features) if is_in(one.concept, asked[1])]
    return bool(things) and not any(one.is_there for one in things)
