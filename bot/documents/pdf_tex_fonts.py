r"""What the shapes are of TeX's bitmap fonts, which older PDFs have and which do not say it.

Their codes are those of TeX's encodings OT1 or T1 (Cork, 1990), which have ligatures, quotes and
dashes where text has control characters. Which of both a font has shows in which of these it uses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

_BOTH = {"\x27": "\u2019", "\x60": "\u2018"}
_OT1 = _BOTH | {
    "\x0b": "ff", "\x0c": "fi", "\x0d": "fl", "\x0e": "ffi", "\x0f": "ffl", "\x10": "\u0131",
    "\x19": "\u00df", "\x1a": "\u00e6", "\x1b": "\u0153", "\x1c": "\u00f8", "\x22": "\u201d",
    "\x5c": "\u201c", "\x7b": "\u2013", "\x7c": "\u2014",
}  # fmt: skip
_T1 = _BOTH | {
    "\x0d": "\u201a", "\x0e": "\u2039", "\x0f": "\u203a", "\x10": "\u201c", "\x11": "\u201d",
    "\x12": "\u201e", "\x13": "\u00ab", "\x14": "\u00bb", "\x15": "\u2013", "\x16": "\u2014",
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl", "\xff": "\u00df",
}  # fmt: skip
_ONLY_OT1 = frozenset("\x0b\x0c")
_ONLY_T1 = frozenset("\x10\x11\x12\x15\x16\x1d\x1e\x1f") | {
    chr(code) for code in range(0xC0, 0x100)
}
_RARE_IN_OT1 = frozenset("\x1b\x1c")
_FEWEST = 5  # small letters of a font that text is set in


def letters_by(codes: Collection[str]) -> Mapping[str, str]:
    r"""Characters by the codes of a font that uses these; empty where it is no font of TeX's.

    >>> letters_by("abcdefg\x1f")["\x1c"], letters_by("abcdefg\x0b")["\x0c"]
    ('fi', 'fi')
    >>> letters_by("\x0f"), letters_by("abcdefg\x0b\x1f")
    ({}, {})
    """
    if sum("a" <= code <= "z" for code in codes) < _FEWEST:
        return {}
    is_ot1, is_t1 = not _ONLY_OT1.isdisjoint(codes), not _ONLY_T1.isdisjoint(codes)
    is_t1 = is_t1 or (not is_ot1 and not _RARE_IN_OT1.isdisjoint(codes))
    if is_ot1 == is_t1:
        return {} if is_ot1 else _BOTH
    return _OT1 if is_ot1 else _T1
