"""Stems: the form under which a word is indexed and asked for.

Snowball's English stemmer (Porter2) through PyStemmer, which is about five times as fast
as nltk's own and loads in a millisecond instead of 290. The two disagree on 2 words in
1,000, so an index records `STEMMER` and is rebuilt when another made it. Irregular forms
that no stemmer knows come first, from a short list. A form that may be of another word, too,
has the stem of the likelier one: "found" that of "find", but "leaves", as a verb and as a noun,
that of its letters. The other one is looked for when a question is asked (see `variants`).

Other languages than English have stemmers of the same makers (`snowball`), without such a list.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import sha256

import Stemmer

# irregular form -> base form
_IRREGULAR = {
    form: base
    for base, forms in {
        "mouse": "mice", "louse": "lice", "child": "children", "man": "men", "woman": "women",
        "foot": "feet", "tooth": "teeth", "person": "people persons", "goose": "geese",
        "ox": "oxen",
        "criterion": "criteria", "phenomenon": "phenomena", "bacterium": "bacteria",
        "nucleus": "nuclei", "fungus": "fungi", "cactus": "cacti", "radius": "radii",
        "stimulus": "stimuli", "larva": "larvae", "vertebra": "vertebrae", "alga": "algae",
        "antenna": "antennae", "formula": "formulae", "index": "indices", "matrix": "matrices",
        "vertex": "vertices", "appendix": "appendices", "crisis": "crises", "oasis": "oases",
        "analysis": "analyses", "diagnosis": "diagnoses", "hypothesis": "hypotheses",
        "thesis": "theses", "synthesis": "syntheses",
        "parenthesis": "parentheses", "knife": "knives", "wife": "wives", "wolf": "wolves",
        "loaf": "loaves", "thief": "thieves", "scarf": "scarves", "elf": "elves", "hoof": "hooves",
        "self": "selves", "dwarf": "dwarves", "wharf": "wharves", "penny": "pence",
        "bus": "buses busses", "gas": "gases gasses", "lens": "lenses", "iris": "irises",
        "canvas": "canvases", "alias": "aliases", "plus": "pluses", "quiz": "quizzes",
        "corpus": "corpora", "genus": "genera", "curriculum": "curricula", "stadium": "stadia",
        "stratum": "strata", "addendum": "addenda", "erratum": "errata",
        "symposium": "symposia", "spectrum": "spectra", "maximum": "maxima", "minimum": "minima",
        "aquarium": "aquaria", "memorandum": "memoranda", "referendum": "referenda",
        "ovum": "ova", "locus": "loci", "focus": "foci", "syllabus": "syllabi",
        "alumnus": "alumni", "terminus": "termini", "emphasis": "emphases",
        "neurosis": "neuroses", "psychosis": "psychoses", "prognosis": "prognoses",
        "metastasis": "metastases", "codex": "codices", "vortex": "vortices",
        "cortex": "cortices", "helix": "helices", "automaton": "automata",
        "ganglion": "ganglia", "plateau": "plateaux", "bureau": "bureaux",
        "chateau": "chateaux",
        "arise": "arose arisen", "awake": "awoke awoken", "beat": "beaten", "become": "became",
        "begin": "began begun", "bleed": "bled", "blow": "blew blown",
        "break": "broke broken", "breed": "bred",
        "bring": "brought", "build": "built", "buy": "bought", "catch": "caught",
        "choose": "chose chosen", "cling": "clung", "come": "came", "creep": "crept",
        "deal": "dealt", "dig": "dug", "do": "did done", "draw": "drew drawn",
        "drink": "drank drunk", "drive": "drove driven", "eat": "ate eaten",
        "fall": "fell fallen", "feel": "felt", "find": "found",
        "feed": "fed", "fight": "fought", "flee": "fled", "fling": "flung", "fly": "flew flown",
        "forbid": "forbade forbidden", "forget": "forgot forgotten",
        "forgive": "forgave forgiven", "freeze": "froze frozen", "get": "got gotten",
        "give": "gave given", "go": "went gone", "grow": "grew grown", "hear": "heard",
        "hide": "hid hidden", "hold": "held", "keep": "kept", "kneel": "knelt",
        "know": "knew known", "lead": "led", "leave": "left", "lend": "lent", "light": "lit",
        "lose": "lost",
        "make": "made", "mean": "meant", "meet": "met", "mistake": "mistook mistaken",
        "mow": "mown", "overcome": "overcame", "pay": "paid", "ride": "rode ridden",
        "ring": "rang rung", "rise": "rose risen", "run": "ran", "say": "said", "see": "saw seen",
        "seek": "sought", "sell": "sold", "send": "sent", "sew": "sewn", "shake": "shook shaken",
        "shine": "shone", "shoot": "shot", "show": "shown", "shrink": "shrank shrunk",
        "sing": "sang sung", "sink": "sank sunk", "sit": "sat", "sleep": "slept", "slide": "slid",
        "sow": "sown", "speak": "spoke spoken", "spend": "spent", "spin": "spun", "stand": "stood",
        "steal": "stole stolen", "stick": "stuck", "sting": "stung", "strike": "struck stricken",
        "swear": "swore sworn", "sweep": "swept", "swell": "swollen", "swim": "swam swum",
        "swing": "swung", "take": "took taken", "teach": "taught", "tear": "tore torn",
        "tell": "told",
        "think": "thought", "throw": "threw thrown", "undergo": "underwent undergone",
        "understand": "understood", "undertake": "undertook undertaken", "wake": "woke woken",
        "wear": "wore worn", "weave": "wove woven", "weep": "wept", "win": "won",
        "withdraw": "withdrew withdrawn", "write": "wrote written", "hang": "hung",
        "bend": "bent", "bite": "bitten", "lay": "laid", "lie": "lain", "spring": "sprang sprung",
        "burn": "burnt", "learn": "learnt", "spell": "spelt", "spill": "spilt", "dream": "dreamt",
        "slay": "slain", "stride": "strode", "shear": "shorn", "strive": "strove striven",
        "tread": "trod trodden", "forsake": "forsook forsaken", "prove": "proven",
        "wring": "wrung", "slink": "slunk", "string": "strung", "sling": "slung", "spit": "spat",
        "spoil": "spoilt", "lean": "leant", "leap": "leapt", "dwell": "dwelt", "bid": "bade",
        "speed": "sped", "sneak": "snuck", "beget": "begot begotten", "befall": "befell befallen",
        "stink": "stank stunk", "smite": "smote smitten", "strew": "strewn", "hew": "hewn",
        "partake": "partook partaken", "withhold": "withheld", "withstand": "withstood",
        "uphold": "upheld", "behold": "beheld",
        "aede": "aed aeds", "oede": "oed",  # no pasts: the stemmer would leave one letter of them
    }.items()
    for form in forms.split()
}  # fmt: skip

# prefix -> forms of that list that it may stand in front of: "rewrote" is one of "rewrite"
_PREFIXED = {
    "re": "built did done drew drawn made paid ran sold took taken told thought wrote written",
    "over": """did done drew drawn fed grew grown heard paid rode ridden ran saw seen sold shot
    slept spent took taken threw thrown wrote written hung""",
    "out": "did done grew grown ran sold shone spent",
    "mis": "heard led spoke spent understood",
    "fore": "saw seen told",
    "under": "fed paid sold wrote written lain",
    "un": "did done froze frozen stuck",
}
_IRREGULAR |= {
    prefix + form: prefix + _IRREGULAR[form]
    for prefix, forms in _PREFIXED.items()
    for form in forms.split()
}

_IRREGULAR_HASH = sha256(repr(sorted(_IRREGULAR.items())).encode()).hexdigest()[:8]
STEMMER = f"snowball-english-{Stemmer.version()}-{_IRREGULAR_HASH}"

_own = threading.local()  # a Stemmer object must not be shared between threads


@lru_cache(maxsize=262144)
def stem(word: str) -> str:
    """The stem of a word in normal form.

    >>> stem("dosages"), stem("toxicity"), stem("mice"), stem("taken"), stem("105")
    ('dosag', 'toxic', 'mous', 'take', '105')
    """
    stemmed: str = _stemmer().stemWord(_IRREGULAR.get(word, word))
    return stemmed


def stem_of_letters(word: str) -> str:
    """The stem that a word would have if it were regular.

    >>> stem("found"), stem_of_letters("found")
    ('find', 'found')
    """
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


def beginnings(stem: str) -> set[str]:
    """With what a word of the letters a to z begins that has this stem: two letters at most.

    Snowball's English rules change a word's end: of its first two letters the second may be cut
    off (of no word that people write), and `y` may become `i`.

    >>> sorted(beginnings("mous")), sorted(beginnings("tie"))
    (['mi', 'mo'], ['ti', 'ty'])
    """
    own = stem[:2]
    irregular = {form[:2] for form, base in _IRREGULAR.items() if base.startswith(own)}
    return {own, own.replace("i", "y"), *irregular}


def stems(words: Iterable[bytes]) -> list[bytes]:
    """The stems of many words, all in UTF-8: quicker so than to look for what is known.

    >>> stems([b"dosages", b"mice"])
    [b'dosag', b'mous']
    """
    irregular = _irregular()
    stemmed: list[bytes] = _stemmer().stemWords([irregular.get(word, word) for word in words])
    return stemmed


def _stemmer() -> Stemmer.Stemmer:
    return snowball("english")


def snowball(algorithm: str) -> Stemmer.Stemmer:
    """A language's stemmer that is this thread's own, by Snowball's name for it."""
    made: Stemmer.Stemmer | None = getattr(_own, algorithm, None)
    if made is None:
        made = Stemmer.Stemmer(algorithm, 0)  # it remembers none: that costs it more
        setattr(_own, algorithm, made)
    return made


@cache
def _irregular() -> dict[bytes, bytes]:
    return {form.encode(): base.encode() for form, base in _IRREGULAR.items()}
