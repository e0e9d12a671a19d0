"""Which sentence of a passage is pointed out to a reader: the likeliest that tells something."""

from __future__ import annotations

from collections.abc import Sequence

from bot.analysis import Span
from bot.index import SentenceTerms
from bot.patterns import lazy
from bot.ranking.definitions import label_in
from bot.ranking.echoes import is_head_row, only_asks
from bot.ranking.features import ENTRY, FeatureExtractor, Features

_SIGNS = lazy(r"[:=|.?!]")
_NAMED = 0.9  # how nearly a heading is the question, from which on its text begins with the answer


def marked(extractor: FeatureExtractor, features: Features) -> Span:
    """The best sentence, or what it stands over where it tells nothing by itself.

    Under a heading that is the question, that is the first, unless another has a word of it.
    Behind a question, or a label that names what is asked, that is what comes next; below a
    lead-in or a table's head, the likeliest.
    """
    sentences = extractor.positions.sentences(features.passage)
    at = next(n for n, one in enumerate(sentences) if one.start == features.best.start)
    at = _more_than_named(extractor, features, sentences, at)
    below, best = sentences[at + 1 :], Span(sentences[at].start, sentences[at].end)
    said = extractor.text(features._replace(best=best))
    if not below:
        return best
    head = is_head_row(said) and not _is_below_head(extractor, features, sentences[:at])
    if head or said.rstrip("*_ ").endswith(":"):
        scores = list(map(extractor.score, below))
        row = below[scores.index(max(scores))]
        return Span(row.start, row.end) if any(scores) else best
    is_label = features.definition >= ENTRY and label_in(said)
    return Span(below[0].start, below[0].end) if only_asks(said) or is_label else best


def _is_below_head(
    extractor: FeatureExtractor, features: Features, above: Sequence[SentenceTerms]
) -> bool:
    """Whether the head of the table stands further up, and each row has a line drawn below it."""
    spans = (Span(one.start, one.end) for one in above)
    return any(is_head_row(extractor.text(features._replace(best=span))) for span in spans)


def _more_than_named(
    extractor: FeatureExtractor, features: Features, sentences: Sequence[SentenceTerms], at: int
) -> int:
    """Which sentence: one with more of the question than the headings say, if any has it.

    "Name: Alk" has the name that is asked about, and "Length: 7.4 m" what is asked of it.
    """
    positions, passage = extractor.positions, features.passage
    known = positions.heading(passage) | positions.title(passage)
    if at == 0 and not _SIGNS.search(extractor.text(features)):  # a name over its rows
        known |= {*sentences[0].positions}
    own = [extractor.content({*one.positions} - known) for one in sentences]
    if own[at] == 0.0 and any(own):
        return own.index(max(own))
    asked = features.titled >= _NAMED and extractor.content(sentences[at].positions) == 0.0
    return 0 if asked else at
