"""Documents into cited passages.

In reading order: `passage` (what comes out), `split` (the way in), `assembly` (how it is
put together), `outline`, `bibliography` and `sizes`; `diff` compares two states of a
document, and `receipts` binds a quotation to its document. No files, no scores.
"""

from bot.passages.passage import Entry, Passage, PassageUnit, Split, sentence_spans
from bot.passages.split import split

__all__ = ["Entry", "Passage", "PassageUnit", "Split", "sentence_spans", "split"]
