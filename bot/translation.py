"""What people read, in their own language.

The code says everything in English, in whole sentences with placeholders. A `Message` is such a
sentence: a string in English that remembers its placeholders, and is said in another language
where it is shown, by `translated`. So JSON, the log and `str` of an error are English without more
ado, and no room below has to know who is reading.

    Message("It says nothing of {words}.", words="tea")      shown later, by whoever knows where
    gettext("part {number} of {count}", number=1, count=2)   shown now

Which language that is, a context variable says, so that two people who are answered at once each
have their own. The catalogues are GNU gettext's, `data/locale/de/LC_MESSAGES/citebot.mo`; what
they lack is said in English. Both the standard library's gettext and a catalogue are loaded when
they are first needed; English needs neither.

Left out on purpose: the words of documents and of operators, which are nobody's to translate;
numbers and quotation marks, which stay as they are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
DOMAIN = "citebot"
FOLDER = os.path.join(os.path.dirname(__file__), "data", "locale")  # noqa: PTH118, PTH120  (at every start)
_STORED = '["'  # what a stored message with placeholders begins with
_NO_LOCALE = {"C", "POSIX"}  # with which programs read what is written

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Message(str):
    """A sentence in English with its placeholders filled in, which can be translated later.

    >>> Message("{count} of {all}", count=1, all=2)
    '1 of 2'
    """

    __slots__ = ("_plural", "_sentence", "_values")
    _plural: tuple[str, str, int] | None
    _sentence: str
    _values: dict[str, object]

    def __new__(cls, sentence: str, /, **values: object) -> Self:
        """A sentence, and what its placeholders hold; a message by itself is what it is."""
        if isinstance(sentence, cls) and not values:
            return sentence
        made = super().__new__(cls, sentence.format(**values) if values else sentence)
        made._plural, made._sentence, made._values = None, sentence, values
        return made

    def translation(self) -> str:
        """The sentence in the current language, with what it holds."""
        if (language := _language.get()) == ENGLISH:
            return str(self)
        catalogue = _catalogue(language)
        if self._plural is None:
            found = catalogue.gettext(self._sentence) if self._sentence else ""
        else:
            found = catalogue.ngettext(*self._plural)
        values = {n: translated(v) if isinstance(v, str) else v for n, v in self._values.items()}
        return found.format(**values) if values else found

    def stored(self) -> str:
        """The message as a string to keep or to send, of which `from_store` makes it again."""
        return json.dumps(self._parts()) if self._values else str(self)

    def _parts(self) -> list[Any]:
        values = {name: _storable(value) for name, value in self._values.items()}
        return [self._sentence, values, self._plural]

    def counting(self, one: str, many: str, number: int) -> Self:
        """The same message, of two forms that go by a number."""
        self._plural = one, many, number
        return self


def counted(one: str, many: str, number: int, /, **values: object) -> Message:
    """A message with a number, the placeholder `number`, on which its form depends.

    >>> counted("{number} passage", "{number} passages", 2)
    '2 passages'
    """
    sentence = one if number == 1 else many
    return Message(sentence, number=number, **values).counting(one, many, number)


def stored(text: str) -> str:
    """A text that may be a message as a string to keep or to send; see `from_store`."""
    return text.stored() if isinstance(text, Message) else text


def from_store(text: str) -> Message:
    """The message that was stored; any other text as a sentence without placeholders.

    >>> from_store(Message("{count} of {all}", count=1, all=2).stored())
    '1 of 2'
    """
    if not text.startswith(_STORED) or isinstance(text, Message):
        return Message(text)
    try:
        return _message_of(*json.loads(text))
    except (TypeError, ValueError, KeyError, AttributeError):
        return Message(text)


def _storable(value: object) -> object:
    if isinstance(value, Message):
        return value._parts()  # noqa: SLF001  (a message within a message)
    return value if isinstance(value, int | float | str) else str(value)


def _message_of(sentence: str, values: dict[str, Any], plural: list[Any] | None) -> Message:
    held = {n: _message_of(*v) if isinstance(v, list) else v for n, v in values.items()}
    message = Message(sentence, **held)
    return message if plural is None else message.counting(*plural)


def translated(text: str) -> str:
    """A message in the current language; any other text as it is."""
    return text.translation() if isinstance(text, Message) else text


def gettext(sentence: str, /, **values: object) -> str:
    """A sentence in the current language, at once."""
    return Message(sentence, **values).translation()


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """The same with a number; see `counted`."""
    return counted(one, many, number, **values).translation()


def one_after_another(sentences: Iterable[str]) -> str:
    """Several sentences as one message, each once.

    >>> one_after_another([Message("No."), Message("No."), Message("Never.")])
    'No. Never.'
    """
    each = {f"s{number}": said for number, said in enumerate(dict.fromkeys(sentences))}
    return Message(" ".join(f"{{{name}}}" for name in each), **each)


def language() -> str:
    """The code of the current language."""
    return _language.get()


def speak(code: str) -> None:
    """Tell everything in a language from now on, in this context (a task, a thread)."""
    _language.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Tell everything in a language within a `with` block."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def known(codes: Iterable[str]) -> str:
    """The first of some languages that there is a catalogue for; English where there is none.

    Codes are those of POSIX, of Discord or of the web.

    >>> known(["xx", "pt-BR"]), known(["sv"]), known(["en-GB", "de"])
    ('pt_BR', 'en', 'en')
    """
    for code in codes:
        posix = code.partition(".")[0].replace("-", "_")
        if posix.partition("_")[0].lower() == ENGLISH:
            return ENGLISH
        if posix and _has_catalogue(posix):
            return posix
    return ENGLISH


def language_of(environ: Mapping[str, str]) -> str:
    """The language of a terminal: of LC_ALL, LC_MESSAGES or LANG, unless LANGUAGE lists others.

    In the locale C, or POSIX, everything is English, as programs that read it expect.

    >>> language_of({"LANG": "de_DE.UTF-8"}), language_of({"LANG": "C.UTF-8", "LANGUAGE": "de"})
    ('de_DE', 'en')
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environ[name] for name in names if environ.get(name)), "")
    if locale.partition(".")[0] in _NO_LOCALE:
        return ENGLISH
    wanted = (environ.get("LANGUAGE") or locale).split(":")
    return known(wanted) if any(wanted) else ENGLISH


@lru_cache(maxsize=64)
def _has_catalogue(code: str) -> bool:
    from gettext import find  # noqa: PLC0415  (English does without)

    return "/" not in code and find(DOMAIN, FOLDER, [code]) is not None


@lru_cache(maxsize=64)
def _catalogue(code: str) -> NullTranslations:
    from gettext import translation  # noqa: PLC0415

    return translation(DOMAIN, FOLDER, [code], fallback=True)
