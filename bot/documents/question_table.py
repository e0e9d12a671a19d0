"""Reads tables of questions and answers: CSV and TSV with a head row, and JSON by lines.

A row with a question and an answer becomes a heading with text under it, one with a title and text
likewise; ids, tags and the like beside them are left out. A table of other columns is read as
blocks of "column: value", one a row. The place of a row is its number.
"""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.documents.canonical import Reading, Unreadable, utf8
from bot.documents.channel_forms import NAMES_ITS_WRITERS, is_table
from bot.documents.composer import Composer
from bot.documents.reading_limits import allowance

# What columns are called, the likeliest first.
_QUESTIONS = """question questions q prompt title heading name term frage pregunta pergunta domanda
vraag fråga spørgsmål spørsmål kysymys pytanie otázka întrebare soru вопрос питання ερώτηση
שאלה سؤال प्रश्न 问题 問題 質問 질문 pertanyaan""".split()
_ANSWERS = """answer a response completion answers text content body definition description antwort
réponse respuesta resposta risposta antwoord svar vastaus odpowiedź odpověď răspuns cevap
ответ відповідь απάντηση תשובה جواب إجابة उत्तर 答案 回答 답변 답 jawaban passage""".split()
_MOST_LEVELS = 50  # of JSON within JSON
_DELIMITERS = ",;\t|"
_LOOKED_AT = 20  # rows that tell what stands between columns
_SAMPLE = 200_000  # characters in which those rows are looked for
_SAYS_SO = "sep="  # in a line of its own above the head, as spreadsheets write it
_LONGEST_FIELD = 1 << 24  # characters


def read(data: bytes, suffix: str = "csv") -> Reading:
    """The text of a table."""
    text = _text(data)
    rows = _json_rows(text) if suffix == "jsonl" else _csv_rows(text, suffix)
    compose = Composer()
    for number, row in enumerate(rows, 1):
        compose.anchor(f"row={number}")
        _write(compose, row)
        allowance.earn(compose.characters)
    return compose.reading()


def _text(data: bytes) -> str:
    """A table's text: in UTF-8, or in UTF-16 where its mark says so, as spreadsheets save it."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable("is damaged: it is no whole UTF-16") from error
    return utf8(data)


def _json_rows(text: str) -> Iterator[dict[str, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise Unreadable("is no JSON by lines: line {number} is none", number=number) from error
        if not isinstance(row, dict):
            raise Unreadable("is no table: line {number} is no object", number=number)
        yield {str(name): _shown(value, 0) for name, value in row.items()}


def _shown(value: Any, depth: int) -> str:
    """A value as text; lists by lines."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool) or depth > _MOST_LEVELS:
        return ""
    if isinstance(value, list):
        return "\n".join(filter(None, (_shown(one, depth + 1) for one in value)))
    if isinstance(value, dict):
        found = ((str(name), _shown(one, depth + 1)) for name, one in value.items())
        return "\n".join(f"{name}: {one}" for name, one in found if one)
    return str(value)


def _csv_rows(text: str, suffix: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    first, _, rest = text.partition("\n")
    said = first.strip().lower().startswith(_SAYS_SO)
    delimiter = first.strip()[len(_SAYS_SO) :] if said else ""
    text = rest if said else text
    try:
        if len(delimiter) != 1:
            delimiter = "\t" if suffix == "tsv" else _delimiter(text)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        names = [name.strip() for name in next(rows, [])]
        if is_table(names):
            raise Unreadable(NAMES_ITS_WRITERS)
        for row in rows:
            yield {name: value for name, value in zip(names, row, strict=False) if value.strip()}
    except csv.Error as error:
        raise Unreadable("is no table that can be read: save it as CSV in UTF-8") from error


def _delimiter(text: str) -> str:
    """What stands between columns: what makes the most of them, as many in every row."""
    sample = text[:_SAMPLE].rpartition("\n")[0] or text[:_SAMPLE]

    def columns(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        sizes = [len(row) for row in islice(rows, _LOOKED_AT) if row]
        return (min(sizes), max(sizes)) if sizes else (0, 0)

    return max(_DELIMITERS, key=columns)


def _write(compose: Composer, row: dict[str, str]) -> None:
    names = {name.lower(): name for name in reversed(row)}  # as they are known -> as they stand
    question = next((names[known] for known in _QUESTIONS if known in names), "")
    answer = next((names[known] for known in _ANSWERS if known in names), "")
    if not (question and answer and row[question].strip() and row[answer].strip()):
        compose.lines([f"{name}: {value}" for name, value in row.items() if value.strip()])
        return
    compose.heading(row[question], 2)
    for paragraph in row[answer].replace("\r\n", "\n").split("\n\n"):
        compose.paragraph(paragraph)
