"""Looks at elements of XML by their names without namespaces, of which formats have several."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.etree import ElementTree as ET

_OFF = frozenset(("0", "false", "off", "none"))


def local(element: ET.Element) -> str:
    """The name of an element without its namespace, for there are two of each in use."""
    return str(element.tag).rpartition("}")[2]


def child(element: ET.Element | None, name: str) -> ET.Element | None:
    """The first child of that name."""
    for found in element if element is not None else ():
        if local(found) == name:
            return found
    return None


def attribute(element: ET.Element | None, name: str) -> str:
    """An attribute, whatever its namespace; empty where there is none."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return value
    return ""


def valued(properties: ET.Element | None, name: str) -> bool:
    """Whether a property is switched on."""
    found = child(properties, name)
    return found is not None and attribute(found, "val").lower() not in _OFF


def inside(
    parent: ET.Element, kinds: Collection[str], hidden: Collection[str]
) -> Iterator[ET.Element]:
    """The elements of some kinds in an element, at any depth, but in none that is hidden."""
    for element in parent:
        kind = local(element)
        if kind in kinds:
            yield element
        if kind not in hidden:
            yield from inside(element, kinds, hidden)
