"""What is encoded of a passage: its text under its title and headings, and each of its sentences.

The title tells documents apart, as it does among the words of an index: with it, passages alone
put 107 of the 126 direct questions of `tests/data/fit` first, without it 101 (of 96 paraphrases 63
and 64; the set was in view).
Citation markers are left out, for they mean nothing; a document in another language than the
model's has no vectors at all.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.analysis import without_markers
from bot.analysis.analyzer import DEFAULT_LANGUAGE
from bot.index import Index
from bot.index.stored_vectors import NO_TEXT
from bot.meaning.language import is_english_text


class MeaningTexts(NamedTuple):
    """For each passage of an index its own text, and those of its sentences."""

    passages: list[str]
    sentences: list[list[str]]


def texts_of(index: Index, *, any_language: bool) -> MeaningTexts:
    """All texts that an index is to have vectors of."""
    found = MeaningTexts([], [])
    for document in index.documents:
        english = document.languages == (DEFAULT_LANGUAGE,)
        whole = any_language or (english and is_english_text(index.document_text(document)))
        for number in document.numbers:
            known = whole or (bool(document.spoken) and index.analyzer_of(number).is_english)
            found.passages.append(passage_text(index, number) if known else NO_TEXT)
            found.sentences.append(sentence_texts(index, number) if known else [])
    return found


def passage_text(index: Index, number: int) -> str:
    """What stands for a passage: title, heading path, and its text without citation markers."""
    text = without_markers(index.text(number))
    return "\n".join([index.title(number), *index.inner_heading(number), text])


def sentence_texts(index: Index, number: int) -> list[str]:
    """What stands for each sentence of a passage, in order."""
    text, start = without_markers(index.text(number)), index.start(number)
    return [text[span.start - start : span.end - start] for span in index.sentences(number)]
