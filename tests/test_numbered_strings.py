"""Strings looked up many at a time have the numbers that a dictionary gives them one by one."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from bot.index.numbered_strings import NumberedStrings
from bot.index.string_arrays import Numbering, StringArray

STRINGS = st.lists(st.binary(min_size=1, max_size=3) | st.binary(min_size=13, max_size=18))


@given(st.lists(STRINGS, max_size=3), st.sampled_from([b"", b" de"]))
@example([[b"a" * size + b"b" for size in range(20)]] * 2, b"")
@example([[b"a\0", b"a", b"a\0\0", b"a" * 15, b"a" * 15 + b"b", b"a" * 15 + b"c"]] * 2, b"")
def test_a_string_has_the_number_that_a_dictionary_gives_it(batches, tag):
    numbering = Numbering[bytes]()
    table = NumberedStrings(numbering, tag, bits=3)  # few slots, so that some are taken

    for strings in batches:
        array = StringArray.of(strings)
        found = table.numbers(array.text.tobytes(), array.first[:-1], array.first[1:])

        assert [numbering[string + tag] for string in strings] == found.tolist()


def test_what_is_in_the_table_is_not_looked_up_again():
    class Asked(dict[bytes, int]):
        def __missing__(self, string: bytes) -> int:
            asked.append(string)
            return len(asked)

    asked: list[bytes] = []
    table = NumberedStrings(Asked())
    places = np.array([0, 3]), np.array([2, 5])

    assert [1, 2] == table.numbers(b"ab cd", *places).tolist()
    assert [1, 2] == table.numbers(b"ab cd", *places).tolist()
    assert [b"ab", b"cd"] == asked
