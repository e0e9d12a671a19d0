"""The list of planted bugs fits the code: see `mutants`, which says what it is for."""

from collections import Counter

import pytest

from tests.conftest import ROOT
from tests.mutants.planted import MUTANTS


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_what_a_mutant_changes_stands_in_its_file_once(mutant):
    assert 1 == (ROOT / mutant.file).read_text("utf-8").count(mutant.before)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_tests_of_a_mutant_are_there(mutant):
    assert mutant.tests
    for test in mutant.tests:
        file, _, function = test.partition("[")[0].partition("::")
        assert f"def {function}(" in (ROOT / file).read_text("utf-8") or not function


def test_no_two_mutants_have_one_name():
    assert [] == [name for name, count in Counter(m.name for m in MUTANTS).items() if count > 1]


def test_a_mutant_is_another_program():
    assert [] == [mutant.name for mutant in MUTANTS if mutant.before == mutant.after]
