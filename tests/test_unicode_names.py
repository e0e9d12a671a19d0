"""A name typed in one Unicode form finds what is spelt in another."""

import unicodedata
from typing import Literal

import pytest

from bot.documents.unicode_names import as_spelt
from bot.library import Library

FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


@pytest.fixture(params=FORMS)
def spelt(request, tmp_path):
    """A folder with one document, both names in one form."""
    name = unicodedata.normalize(request.param, "\u00e9t\u00e9")
    (tmp_path / name).mkdir()
    (tmp_path / name / f"{name}.txt").write_text("The boats are red.")
    return tmp_path / name


def typed(path, form):
    return type(path)(unicodedata.normalize(form, str(path)))


@pytest.mark.parametrize("form", FORMS)
def test_a_corpus_is_found_whatever_the_form_of_its_name(spelt, form, tmp_path):
    for place in (spelt, next(spelt.iterdir())):
        library = Library.open(typed(place, form), tmp_path / "index")

        assert [document.name for document in library.documents] == [f"{spelt.name}.txt"]


@pytest.mark.parametrize("form", FORMS)
def test_a_document_and_a_passage_are_found_whatever_the_form_of_their_names(spelt, form, tmp_path):
    library = Library.open(spelt, tmp_path / "index")
    name = unicodedata.normalize(form, f"{spelt.name}.txt")

    assert library.ask("red boats", document=name).quotations
    assert library.passage(f"{name}:1").text == "The boats are red."
    assert library.passage(f"{name.removesuffix('.txt')}:1").number == 1


def test_of_two_names_that_differ_in_their_form_only_each_is_itself(tmp_path):
    for form in FORMS:
        name = unicodedata.normalize(form, "\u00e9.txt")
        (tmp_path / name).write_text(f"The boats are {form}.")
    library = Library.open(tmp_path, tmp_path / "index")

    for form in FORMS:
        (passage,) = library.passages(unicodedata.normalize(form, "\u00e9.txt"))
        assert form in passage.text


def test_a_name_that_is_nowhere_stays_as_it_was_typed(tmp_path):
    assert as_spelt(tmp_path / "\u00e9" / "a.txt") == tmp_path / "\u00e9" / "a.txt"
