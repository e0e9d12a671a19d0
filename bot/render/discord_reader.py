r"""Reads messages: the question from an answer of ours, and the words out of Markdown.

A follow-up needs the question before. It stands in the answer that is replied to, so
nothing has to be kept, and it works after a restart.
"""

from __future__ import annotations

import re

from bot.render.discord_escapes import ADDRESS
from bot.render.discord_markdown import ESCAPED, unescape, was_cut
from bot.render.discord_reply import QUESTION, READ_AS_ROOM

_QUESTION = re.compile(r"\*\*((?:\\.|[^\\*])+)\*\*")
_READ_AS = re.compile(r"-# [^:\uff1a]{1,60}(?:: |\uff1a)")  # in whatever language it was written
_QUOTED_LINE = re.compile(r" *>(?: |$)")
_PAIRS = re.compile(r"(\*\*\*|\*\*|\*|__|~~|\|\||```|`)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_UNDERSCORES = re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)", re.DOTALL)
_LINE_STARTS = re.compile(r"(?m)^(?: *>>?>? |#{1,3} |-# )")
_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>")
_PRIVATE = 0xE000  # escaped characters wait here while Markdown is taken away


def question_of(content: str) -> str | None:
    r"""The question that an answer of ours was to, as it was understood.

    >>> question_of("**What is NS\\-105\\?**\n> It is \\.\\.\\.")
    'What is NS-105?'
    """
    echo = _echo(content)
    if echo is None:
        return None
    if not was_cut(*echo):
        return echo[0]
    return echo[0][:-1].rpartition(" ")[0] or echo[0][:-1]  # without the word that was cut


def is_cut(content: str) -> bool:
    """Whether an answer of ours has only the beginning of its question."""
    echo = _echo(content)
    return echo is not None and was_cut(*echo)


def _echo(content: str) -> tuple[str, int] | None:
    """The question that stands in an answer of ours, and the room that there was for it."""
    lines = content.split("\n")
    if (alone := _READ_AS.match(lines[0])) is not None:
        return unescape(lines[0][alone.end() :]), READ_AS_ROOM
    found = _QUESTION.fullmatch(lines[0])
    if found is None:
        return None
    if len(lines) > 1 and (read_as := _READ_AS.match(lines[1])) is not None:
        return unescape(lines[1][read_as.end() :]), READ_AS_ROOM
    return unescape(found[1]), QUESTION


def plain(content: str) -> str:
    r"""A message's words without their Markdown.

    >>> plain("> The **dose** was 5\\.\n> See `x_y`.")
    'The dose was 5.\nSee x_y.'
    """
    text = ESCAPED.sub(lambda found: _as_it_is(found[1]), content)
    text = ADDRESS.sub(lambda found: _as_it_is(found[0]), text)
    text = _LINE_STARTS.sub("", _MENTION.sub("", text))
    for _ in range(3):  # emphasis within emphasis
        text = _UNDERSCORES.sub(r"\1", _PAIRS.sub(r"\2", text))
    return re.sub("[\ue021-\ue07e]", lambda found: chr(ord(found[0]) - _PRIVATE), text).strip()


def _as_it_is(text: str) -> str:
    """Signs that are no Markdown, as others that no rule knows; letters and digits as they are."""
    return "".join(sign if sign.isalnum() else chr(_PRIVATE + ord(sign)) for sign in text)


def block_quotes(content: str) -> list[str]:
    r"""The block quotations in a message, as written, each a run of lines.

    >>> block_quotes("He says:\n> one\n> two\nNo.\n> three")
    ['> one\n> two', '> three']
    """
    if ">>> " in content and (found := re.search(r"(?ms)^ *>>> .*", content)):
        return [found[0]]
    runs: list[list[str]] = [[]]
    for line in content.split("\n"):
        if _QUOTED_LINE.match(line):
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return ["\n".join(run) for run in runs if run]
