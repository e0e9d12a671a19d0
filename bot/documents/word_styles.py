"""What the paragraph styles of a Word document say: headings, titles, bold letters, numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from bot.documents.xml_elements import attribute, child, local, valued

_HEADING = re.compile(
    r"(?:heading|\u00fcberschrift|titre|t\u00edtulo|titolo|kop) (\d)", re.IGNORECASE
)
_CONTENTS = re.compile(r"toc \d|table of figures", re.IGNORECASE)  # in Word of any language
_BODY_LEVEL = 9  # the outline level of text that is no heading, from 0
_MOST_PARENTS = 20
_DROPPED = frozenset(("drop", "margin"))  # letters in paragraphs of their own


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: ET.Element | None) -> None:
        self._styles: dict[str, ET.Element] = {}
        self._default = ""  # of paragraphs
        for style in root if root is not None else ():
            if local(style) == "style":
                self._styles[attribute(style, "styleId")] = style
                if (
                    attribute(style, "default") in {"1", "true"}
                    and attribute(style, "type") == "paragraph"
                ):
                    self._default = attribute(style, "styleId")

    def chain(self, identity: str) -> list[ET.Element]:
        """A style and those that it is based on, itself first."""
        found: list[ET.Element] = []
        while identity in self._styles and len(found) < _MOST_PARENTS:
            found.append(self._styles[identity])
            identity = attribute(child(found[-1], "basedOn"), "val")
        return found

    def of(self, paragraph: ET.Element) -> list[ET.Element]:
        """The styles of a paragraph, its own first."""
        own = child(paragraph, "pPr")
        named = attribute(child(own, "pStyle"), "val") if own is not None else ""
        return self.chain(named or self._default)

    def _name(self, paragraph: ET.Element) -> str:
        styles = self.of(paragraph)
        return attribute(child(styles[0], "name"), "val") if styles else ""

    def is_title(self, paragraph: ET.Element) -> bool:
        """Whether it is the title of the document."""
        return self._name(paragraph).lower() == "title"

    def is_contents(self, paragraph: ET.Element) -> bool:
        """Whether it is a line of a table of contents: the document's headings once more."""
        return _CONTENTS.fullmatch(self._name(paragraph)) is not None

    def level(self, paragraph: ET.Element) -> int:
        """The level of a heading, from 1; 0 where it is none."""
        own = child(paragraph, "pPr")
        for properties in [own, *(child(style, "pPr") for style in self.of(paragraph))]:
            if properties is not None and (level := child(properties, "outlineLvl")) is not None:
                value = attribute(level, "val")
                return int(value) + 1 if value.isdecimal() and int(value) < _BODY_LEVEL else 0
        for style in self.of(paragraph):
            if found := _HEADING.fullmatch(attribute(child(style, "name"), "val")):
                return int(found[1])
        return 1 if self.is_title(paragraph) else 0

    def is_joined(self, paragraph: ET.Element) -> bool:
        """Whether a paragraph goes on in the next: its end was deleted, or it is a drop cap."""
        own = child(paragraph, "pPr")
        mark = child(own, "rPr")
        dropped = attribute(child(own, "framePr"), "dropCap") in _DROPPED
        return dropped or child(mark, "del") is not None or child(mark, "moveFrom") is not None

    def is_bold(self, paragraph: ET.Element, own: ET.Element | None) -> bool:
        """Whether a run with these properties is bold."""
        run = self.chain(attribute(child(own, "rStyle"), "val"))
        styled = [child(style, "rPr") for style in [*run, *self.of(paragraph)]]
        return next((valued(p, "b") for p in [own, *styled] if child(p, "b") is not None), False)

    def numbers(self, paragraph: ET.Element) -> ET.Element | None:
        """What numbers a paragraph: its own `numPr`, or that of its style."""
        styled = [child(style, "pPr") for style in self.of(paragraph)]
        for properties in [child(paragraph, "pPr"), *styled]:
            if (found := child(properties, "numPr")) is not None:
                return found
        return None
