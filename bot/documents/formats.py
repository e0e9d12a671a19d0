"""The formats that are read, a row each: the ending of a file's name, and what reads it.

Text has a parser: a module of this room with `parse(text: str) -> Layout`. Every other format
has a reader: a module with `read(data: bytes) -> Reading`, which makes the canonical text and its
layout of a file's bytes, in a process of its own (see `reader_process`). Either is loaded with
the first document of its format: whoever only asks an index that is up to date needs none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from bot.translation import Message

if TYPE_CHECKING:
    from bot.documents.blocks import Layout


class Format(NamedTuple):
    """A format: the module of its parser, and whether its text has inline markup.

    With markup, what backticks enclose is code and `[text][1]` is a link: neither holds
    citation markers. `reader` is the module that reads bytes, where the format is not text, and
    `package` the distribution it relies on, whose version is a part of the reader's name. That
    comes with citebot, or with its `extra`.
    """

    parser: str = "plain_text"
    markup: bool = False
    reader: str = ""
    package: str = ""
    extra: str = ""

    def parse(self, text: str) -> "Layout":
        """The parts of a text in this format."""
        layout: Layout = import_module(f"bot.documents.{self.parser}").parse(text)
        return layout


_WEB = Format(reader="web_page", package="turbohtml")
_WIKI = Format(reader="wiki_text", package="mwparserfromhell", extra="wiki")
FORMATS = {
    ".txt": Format("plain_text"),
    ".md": Format("markdown", markup=True),
    ".html": _WEB,
    ".htm": _WEB,
    ".xhtml": _WEB,
    ".docx": Format(reader="word_document"),
    ".odt": Format(reader="open_document"),
    ".epub": Format(reader="electronic_book", package="turbohtml"),
    ".pdf": Format(reader="pdf_document", package="pypdfium2"),
    ".csv": Format(reader="question_table"),
    ".tsv": Format(reader="question_table"),
    ".jsonl": Format(reader="question_table"),
    ".json": Format(reader="channel_export"),
    ".rst": Format(reader="structured_text", package="docutils"),
    ".wiki": _WIKI,
    ".mediawiki": _WIKI,
    ".wikitext": _WIKI,
}
SUFFIXES = tuple(FORMATS)  # of the files that are read
# What is not read, and what to do with it instead.
_ADVICE = {
    Message("save it as .docx or .pdf"): ".doc .rtf .pages .wpd .dot .wps",
    Message("save it as .odt"): ".sxw .fodt",
    Message("save its sheet as .csv, or its text as .docx"): ".xls .xlsx .ods .numbers",
    Message("export it as .pdf"): ".ppt .pptx .odp .key .djvu .xps .ps .tex .latex .typ",
    Message("convert it to .epub"): ".mobi .azw .azw3 .fb2 .kfx",
    Message("convert it to .html"): ".adoc .asciidoc .asc .org .textile .mht .mhtml .chm",
    Message(
        "have its text recognised, and save that as .txt or .pdf"
    ): ".png .jpg .jpeg .tif .tiff .gif",
}
_NO_ENDING = Message("if it is text, give its name the ending .txt or .md")


def format_of(name: str) -> Format:
    """The format of a document of that name; a file named on its own may have any ending.

    >>> format_of("Notes.MD").parser, format_of("README").parser
    ('markdown', 'plain_text')
    """
    return FORMATS.get(_suffix(name), FORMATS[".txt"])


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return dot + suffix.lower()


def advice_on(name: str) -> str:
    """What to do with a file of a kind that is not read; an empty string where nobody knows.

    >>> advice_on("paper.tex"), advice_on("a.zip")
    ('export it as .pdf', '')
    """
    if "." not in name.rpartition("/")[2]:
        return _NO_ENDING
    suffix = _suffix(name)
    return next((todo for todo, known in _ADVICE.items() if suffix in known.split()), "")
