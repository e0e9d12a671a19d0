"""The formats that are read, a row each: the ending of a file's name, and its parser.

A parser is a module of this room with `parse(text: str) -> Layout`. It is loaded with the
first document of its format: whoever only asks an index that is up to date needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.documents.blocks import Layout


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module of its parser, and whether its text has inline markup.

    With markup, what backticks enclose is code and `[text][1]` is a link: neither holds
    citation markers.
    """

    parser: str
    markup: bool = False

    def parse(self, text: str) -> Layout:
        """The parts of a text in this format."""
        layout: Layout = import_module(f"bot.documents.{self.parser}").parse(text)
        return layout


FORMATS = {
    ".txt": Format("plain_text"),
    ".md": Format("markdown", markup=True),
}
SUFFIXES = tuple(FORMATS)  # of the files that are read


def format_of(name: str) -> Format:
    """The format of a document of that name; a file named on its own may have any ending.

    >>> format_of("Notes.MD").parser, format_of("README").parser
    ('markdown', 'plain_text')
    """
    _, dot, suffix = name.rpartition(".")
    return FORMATS.get(dot + suffix.lower(), FORMATS[".txt"])
