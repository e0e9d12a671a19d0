"""Which row of a table is on what a question names: of "| Dogs | ... |" the one on dogs.

What the row says is on that alone, whatever words of the question the rows on others have.
"""

from collections.abc import Mapping, Sequence

from bot.analysis.analyzer import Analyzer
from bot.ranking.concepts import ConceptKind
from bot.ranking.query import Query

_FEWEST = 2  # rows of a table that has one on each of several things


def named_row(sentences: Sequence[str], query: Query, analyzer: Analyzer) -> int | None:
    """The only row whose first cell is all asked about; None where none is, or several are."""
    rows = [(at, said) for at, said in enumerate(sentences) if said.startswith("|")]
    if len(rows) < _FEWEST:
        return None
    kinds = {
        analyzer.stem(word): one.kind
        for one in query.concepts
        if one.kind is not ConceptKind.CONTEXT
        for word in one.words
    }
    named = [at for at, said in rows if _is_named(said, kinds, analyzer)]
    return named[0] if len(named) == 1 else None


def _is_named(row: str, asked: Mapping[str, ConceptKind], analyzer: Analyzer) -> bool:
    first = row[1:].partition("|")[0]
    words = [word for word in analyzer.plain_words(first) if not analyzer.is_function(word)]
    kinds = [asked.get(analyzer.stem(word)) for word in words]
    return None not in kinds and ConceptKind.CONTENT in kinds
