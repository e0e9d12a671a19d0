"""Which sentence of a passage is pointed out to a reader: the likeliest that tells something."""

from __future__ import annotations

from bot.analysis import Span
from bot.ranking.definitions import label_in
from bot.ranking.echoes import is_head_row, only_asks
from bot.ranking.features import ENTRY, FeatureExtractor, Features


def marked(extractor: FeatureExtractor, features: Features) -> Span:
    """The best sentence, or what it stands over where it tells nothing by itself.

    Behind a question, or a label that names what is asked, that is what comes next; below a
    lead-in or a table's head, the likeliest.
    """
    sentences = extractor.positions.sentences(features.passage)
    at = next(n for n, one in enumerate(sentences) if one.start == features.best.start)
    below, said = sentences[at + 1 :], extractor.text(features)
    if not below:
        return features.best
    if is_head_row(said) or said.rstrip("*_ ").endswith(":"):
        scores = list(map(extractor.score, below))
        row = below[scores.index(max(scores))]
        return Span(row.start, row.end) if any(scores) else features.best
    is_label = features.definition >= ENTRY and label_in(said)
    return Span(below[0].start, below[0].end) if only_asks(said) or is_label else features.best
