"""Patterns that are looked for only where a text has a piece that they need: the pieces are right.

A wrong one would switch its pattern off, and nothing else would say so.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import answering, ranking
from bot.patterns import RarePattern


def rare_patterns() -> Iterator[tuple[str, RarePattern]]:
    for package in (answering, ranking):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(import_module(module.name)).items():
                for at, one in enumerate(value if isinstance(value, tuple) else (value,)):
                    if isinstance(one, RarePattern):
                        yield f"{module.name}.{name}.{at}", one


PATTERNS = dict(rare_patterns())


@pytest.mark.parametrize("name", PATTERNS)
@settings(max_examples=20)
@given(data=st.data())
def test_a_text_with_a_rare_pattern_has_one_of_the_pieces_that_it_needs(name, data):
    pattern = PATTERNS[name]
    flags = (
        pattern.pattern.flags & ~re.UNICODE | re.ASCII
    )  # figures of all scripts need a long list
    text = data.draw(st.from_regex(re.compile(pattern.pattern.pattern, flags)))

    assert any(piece in text.casefold() for piece in pattern.needs)


@pytest.mark.parametrize("name", PATTERNS)
def test_no_piece_is_a_letter_of_a_word_that_was_meant(name):
    letters = [piece for piece in PATTERNS[name].needs if len(piece) == 1 and piece.isalpha()]

    assert letters in ([], ["x"])
