"""What the operator's own files mean for an answer: synonyms beside ours, notices, access."""

from functools import lru_cache
from typing import NamedTuple

from bot.answering.access import AccessRules
from bot.answering.access import parse as parse_access
from bot.answering.notices import Notices
from bot.answering.notices import parse as parse_notices
from bot.documents.corpus import NOTICES, SERVERS, SYNONYMS
from bot.documents.operator_files import OperatorFiles
from bot.ranking.synonyms import Thesaurus, load, problems
from bot.translation import Message


class OperatorRules(NamedTuple):
    """The thesaurus, the notices and the access rules that the files make."""

    files: OperatorFiles
    thesaurus: Thesaurus
    notices: Notices
    access: AccessRules

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the files, a sentence each."""
        found = (
            (SYNONYMS, problems(self.files.synonyms.splitlines())),
            (NOTICES, self.notices.problems),
            (SERVERS, self.access.problems),
        )
        return (
            *self.files.problems,
            *(
                Message("{file}, {problem}", file=file, problem=one)
                for file, wrong in found
                for one in wrong
            ),
        )


@lru_cache(maxsize=8)
def rules_of(files: OperatorFiles) -> OperatorRules:
    """What the files say. Never raises: what cannot be used is left out and named."""
    notices, access = parse_notices(files.notices), parse_access(files.servers)
    return OperatorRules(files, load(files.synonyms), notices, access)
