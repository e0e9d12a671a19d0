"""What the operator's own files mean for an answer: synonyms beside ours, and notices."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bot.answering.notices import Notices
from bot.answering.notices import parse as parse_notices
from bot.documents.corpus import NOTICES, SYNONYMS
from bot.documents.operator_files import OperatorFiles
from bot.ranking.synonyms import Thesaurus, load, problems


class OperatorRules(NamedTuple):
    """The thesaurus and the notices, and what is wrong with the files, a sentence each."""

    thesaurus: Thesaurus
    notices: Notices
    problems: tuple[str, ...]


@lru_cache(maxsize=8)
def rules_of(files: OperatorFiles) -> OperatorRules:
    """What the files say. Never raises: what cannot be used is left out and named."""
    notices = parse_notices(files.notices)
    return OperatorRules(
        load(files.synonyms),
        notices,
        (
            *files.problems,
            *(f"{SYNONYMS}, {problem}" for problem in problems(files.synonyms.splitlines())),
            *(f"{NOTICES}, {problem}" for problem in notices.problems),
        ),
    )
