"""Every error that citebot raises on purpose, with one root.

    CitebotError                what went wrong, and what to do, in one line
    ├── UsageError              a command or call that cannot be carried out as given
    ├── SettingsError           a setting with a value that cannot be used
    │   └── SettingsNotSaved    what a server's manager has set cannot be written
    ├── CorpusError             the corpus as a whole cannot be used
    │   ├── CorpusNotFound      no such folder or file
    │   └── CorpusEmpty         nothing in it that could be quoted
    ├── DocumentError           one document cannot be read; the others go on being served
    ├── IndexError_             the index file cannot be used
    │   └── IndexDamaged        not whole, not ours, or made by another version
    ├── EngineError             the search engine that CITEBOT_ENGINE names
    │   ├── EngineSilent        it does not answer now, or not wholly
    │   │   └── GenerationGone  what is asked of it is there no more
    │   └── EngineUnfit         it is another, lets nobody in, or has nothing of ours
    ├── ModelUnusable           a sentence model that is missing, damaged or of another kind
    ├── Refused                 a new index would answer a pinned question wrongly
    ├── QuestionSetError        a file of questions that cannot be read
    ├── DiscordError            the bot cannot run: its token, its network, its rights
    └── NotFound                no passage, document or reference of that name

Errors of libraries and of the operating system are turned into these at the border
where they arise; a user never sees their text, the log does.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.translation import Message, from_store


class CitebotError(Exception):
    """Root of all errors that are meant to be shown: `str(error)` is one line.

    That line is for the operator. `for_users` is for strangers, and names no file of this machine.
    """

    _for_users: str = Message(
        "Something is wrong where I run; whoever runs me finds the reason in the log."
    )

    @property
    def line(self) -> str:
        """What `str` says, as a message where it was raised with one."""
        return self.args[0] if self.args and isinstance(self.args[0], Message) else str(self)

    @property
    def for_users(self) -> str:
        """What somebody may read who does not run citebot."""
        return self._for_users or self.line


class UsageError(CitebotError):
    """A command or call that cannot be carried out as given."""

    _for_users = ""


class SettingsError(CitebotError):
    """A setting with a value that cannot be used."""


class SettingsNotSaved(SettingsError):
    """What a server's manager has set cannot be written."""

    _for_users = Message("That could not be saved; whoever runs me finds the reason in the log.")


class CorpusError(CitebotError):
    """The corpus as a whole cannot be used."""


class CorpusNotFound(CorpusError):
    """No such folder or file, or no permission to look into it."""

    _for_users = Message(
        "The documents cannot be opened; all stays as it was. `citebot doctor` says why."
    )


class CorpusEmpty(CorpusError):
    """The corpus has no passage that could be quoted."""

    _for_users = Message(
        "No document has anything to quote; all stays as it was. `citebot doctor` says why."
    )


_SYSTEM = (  # what systems say most, so that it can be translated
    Message("No such file or directory"),
    Message("Permission denied"),
    Message("Operation not permitted"),
    Message("Is a directory"),
    Message("Not a directory"),
    Message("File exists"),
    Message("File name too long"),
    Message("No space left on device"),
    Message("Disk quota exceeded"),
    Message("Read-only file system"),
    Message("Too many open files"),
    Message("Too many levels of symbolic links"),
    Message("Input/output error"),
    Message("Cannot allocate memory"),
)


def of_the_system(error: OSError) -> Message:
    """Why something failed, in the system's own words."""
    return Message(error.strerror or str(error))


class DocumentError(CitebotError):
    """One document cannot be read. `name` is its name in the corpus, `why` the reason.

    `content` is the SHA-256 of the file, where a reader was at it: it fails as long as the file is
    the same, and need not be tried again.
    """

    _for_users = ""

    def __init__(self, name: str, why: str, content: str = "") -> None:
        super().__init__(Message("{name}: {why}", name=name, why=from_store(why)))
        self.name = name
        self.why = from_store(why)
        self.content = content

    def covers(self, names: Iterable[str]) -> bool:
        """Whether one of these documents is the one, or lies in the folder, of the error.

        >>> DocumentError("a", "?").covers(["a/b.txt"]), DocumentError("a", "?").covers(["ab.txt"])
        (True, False)
        """
        return any(f"{name}/".startswith(f"{self.name}/") for name in names)


class IndexError_(CitebotError):  # noqa: N801  (IndexError is Python's own)
    """The index file cannot be used."""


class IndexDamaged(IndexError_):
    """The index file is not whole, not citebot's, or made by another version."""


class EngineError(CitebotError):
    """The search engine that CITEBOT_ENGINE names cannot be used."""

    _for_users = Message(
        "The search engine cannot be used; whoever runs me finds the reason in the log."
    )


class EngineSilent(EngineError):
    """The engine does not answer now, or not wholly; that says nothing of the documents."""

    _for_users = Message(
        "The search engine does not answer right now. Please ask again in a minute."
    )


class GenerationGone(EngineSilent):
    """What is asked of the engine is there no more: another generation is served."""


class EngineUnfit(EngineError):
    """The engine is another, lets nobody in, or has nothing of ours; it says what to do."""


class ModelUnusable(CitebotError):
    """A sentence model that is missing, damaged or of another kind."""


class Refused(CitebotError):
    """A new index would answer a pinned question wrongly; the old one stays in place."""


class QuestionSetError(CitebotError):
    """A file of questions that cannot be read; names the line."""

    _for_users = Message(
        "The pinned questions cannot be read; all stays as it was. `citebot doctor` says why."
    )


class DiscordError(CitebotError):
    """The Discord bot cannot run, and starting it again would not help."""


class NotFound(CitebotError):
    """No passage, document or reference of that name."""

    _for_users = ""
