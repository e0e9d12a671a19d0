"""Abbreviations, by whether a sentence may end with them: English ones, and what a list of them is.

Lists of other languages come with their packs.
"""

from collections.abc import Collection
from typing import NamedTuple

# Abbreviations after which a sentence always goes on.
NEVER_LAST = frozenset(
    """e.g i.e eg ie cf viz vs v ca approx dr mr mrs ms messrs prof rev hon gen col maj
    capt cmdr lt lieut sgt cpl adm sen rep gov pres st mt ft fig figs eq eqs ref refs tab sect
    sec ch chap vol vols nos pp par ed eds trans resp incl excl esp spp var subsp ssp""".split()
)
# Abbreviations that may end a sentence as well.
MAY_BE_LAST = frozenset(
    """etc al inc ltd co corp bros jr sr dept univ assn ave blvd rd a.m p.m u.s u.k u.n e.u
    u.s.a d.c b.c a.d b.c.e c.e ph.d m.d b.a m.a b.sc m.sc d.phil ibid op cit est max min
    avg temp jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur
    thurs fri n.b a.k.a w.r.t i.v i.m sp oz lb lbs tbsp tsp tbs hr hrs yd yds""".split()
)
# "180 deg. Fahrenheit", "45 deg. N. of it": with a scale or a side of the world it goes on.
SCALES = frozenset(
    """fahrenheit fahr f celsius centigrade cent c kelvin k r\u00e9aumur reaumur reaum r north south
    east west n s e w lat long""".split()
)
# Abbreviations only in front of a number: "See No. 5.", but "No. It is not."
_NEEDS_NUMBER = frozenset(
    """no p art op n c b d r m fl s nr ver vers ext tel apt rm pg para cl sched bk pt fn ll
    vv rs""".split()
)
# Words that, with a capital, open a sentence even behind an abbreviation.
OPENERS = """the this these those that a an in on at by for from with without as if when while
    where after before since until because although though however it its he she they we you
    his her their our there here but and or so then thus hence also both each every some
    many most several such other another all no not what who how why which under over during
    through among between despite moreover furthermore therefore nevertheless meanwhile
    according following unlike like once one two three""".split()


class Abbreviations(NamedTuple):
    """The abbreviations of a language, in lower case, without their last stop.

    A sentence always goes on behind those that are `never_last`, and behind those that need a
    number in front of one; behind others it goes on unless one of the `openers` comes next.
    `by_punkt` says that nltk's Punkt is asked about these, which only knows English here.
    """

    never_last: Collection[str]
    may_be_last: Collection[str]
    needs_number: Collection[str]
    openers: Collection[str]
    by_punkt: bool = False

    def has(self, word: str) -> bool:
        """Whether a word is any of them."""
        return word in self.never_last or word in self.may_be_last or word in self.needs_number


ENGLISH_ABBREVIATIONS = Abbreviations(
    NEVER_LAST, MAY_BE_LAST, _NEEDS_NUMBER, frozenset(OPENERS), by_punkt=True
)
