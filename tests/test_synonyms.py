"""The thesaurus: Solr's format, phrases, rules one way, and the operator's own file."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import Library
from bot.analysis import WEAK_WORDS, stem, stemmer, words
from bot.ranking.synonyms import Match, load, parse, problems
from tests.benchmarks import thesaurus as benchmark
from tests.benchmarks.corpora import own
from tests.conftest import DOCUMENT, ROOT

SHIPPED = (ROOT / "bot" / "data" / "thesaurus.txt").read_text("utf-8").splitlines()
OWN = (DOCUMENT.parent / "synonyms.txt").read_text("utf-8").splitlines()
# Signs, and words whose stems begin otherwise than they do.
PIECES = [*"ab ,=>#\n\t\u00e9-", "mice", "fell", "felling", "dying", "die", "aing", "theMice"]
LINES = st.lists(st.sampled_from(PIECES)).map("".join)


def meanings(line, asked):
    """What a rule makes of a question, as plain words; stems of these words are themselves."""
    found = parse([line]).matches(asked.split(), 0)
    return [" ".join(phrase) for match in found for phrase in match.meanings]


def test_words_with_commas_between_find_each_other_but_not_themselves():
    line = "red, green, blue"

    assert ["green", "blue"] == meanings(line, "red")
    assert ["red", "blue"] == meanings(line, "green")
    assert ["red", "green"] == meanings(line, "blue")


def test_an_arrow_finds_the_right_side_by_the_left_and_never_back():
    line = "red, green => blue, pink"

    assert ["blue", "pink"] == meanings(line, "red") == meanings(line, "green")
    assert [] == meanings(line, "blue") + meanings(line, "pink")


def test_either_side_may_be_a_phrase():
    assert ["top part"] == meanings("upper end => top part", "upper end")
    assert ["upper end"] == meanings("upper end, top", "top")


def test_a_phrase_is_met_as_a_whole_and_in_order_only():
    for asked in ("upper", "end", "end upper", "upper left end"):
        assert [] == meanings("upper end => top", asked)


def test_of_all_rules_that_are_met_at_a_word_the_longest_comes_first():
    thesaurus = parse(["red green blue => x", "red => y", "green => z", "red green => w"])
    asked = ["red", "green", "blue", "pink"]

    assert [
        Match(0, 3, (("x",),)),
        Match(0, 2, (("w",),)),
        Match(0, 1, (("y",),)),
    ] == [*thesaurus.matches(asked, 0)]
    assert [Match(1, 2, (("z",),))] == [*thesaurus.matches(asked, 1)]
    assert [] == [*thesaurus.matches(asked, 3)]


def test_weak_words_within_a_turn_are_passed_over_and_none_begins_one():
    thesaurus = parse(["how much people take => dose"])
    asked = "the how much do people usually take of it".split()

    assert [] == [*thesaurus.matches(asked, 0)]
    assert [Match(1, 7, ((stem("dose"),),))] == [*thesaurus.matches(asked, 1)]


def flat(rules):
    """All rules, whatever they begin with; each stands under its first stem."""
    assert all(first == phrase[0] for first in rules for phrase in rules[first])
    return {phrase: meant for found in rules.values() for phrase, meant in found.items()}


def test_several_rules_for_a_phrase_add_up_in_order_once_each():
    thesaurus = parse(["red => blue, pink", "red => pink, grey"])

    assert (("blue",), ("pink",), ("grey",)) == thesaurus.rules["red"]["red",]


@pytest.mark.parametrize("line", ["", "   ", "# red, green", "   # red => green", ",,,", "?!, ..."])
def test_a_comment_or_a_line_without_words_is_no_rule(line):
    assert {} == dict(parse([line]).rules)


def test_a_comment_may_stand_behind_a_rule():
    assert ["green"] == meanings("red, green # blue", "red")


def test_case_accents_spaces_and_endings_do_not_count():
    rules = parse(["  Caf\u00e9s ,  COFFEE   houses "]).rules

    assert {(stem("cafe"),), (stem("coffee"), stem("house"))} == {*flat(rules)}


def test_a_compound_is_met_by_its_parts():
    found = parse(["LD50, lethal dose"]).matches(["ld", "50"], 0)

    assert [Match(0, 2, ((stem("lethal"), stem("dose")),))] == [*found]


def test_every_word_of_a_rule_is_known_as_written_and_those_of_comments_are_not():
    thesaurus = parse(["Doses => dosages # measure"])

    assert {"doses", "dosages"} == thesaurus.known
    assert {stem("dose"), stem("dosage")} == thesaurus.stems


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["red, green", "", "# x", "a b => c"], []),
        (["alone"], ["line 1: one word alone is no rule"]),
        (["red, green", "two words"], ["line 2: one word alone is no rule"]),
        (["=> blue"], ["line 1: nothing stands before =>"]),
        (["", "red =>"], ["line 2: nothing stands after =>"]),
        (["red => # blue"], ["line 1: nothing stands after =>"]),
    ],
)
def test_a_line_that_is_no_rule_is_named_with_its_number(lines, told):
    assert told == problems(lines)


@given(st.lists(LINES))
def test_no_text_breaks_the_reading_of_rules(lines):
    thesaurus = parse(lines)

    assert all(phrase not in meant for phrase, meant in flat(thesaurus.rules).items())


@given(st.lists(LINES), st.lists(st.sampled_from(["a", "b", "ab", "ba", "e"]), min_size=1))
def test_matches_begin_where_they_are_looked_for_and_get_shorter(lines, asked):
    for at in range(len(asked)):
        found = [*parse(lines).matches(asked, at)]
        ends = [match.end for match in found]

        assert {match.start for match in found} <= {at}
        assert sorted({*ends}, reverse=True) == ends
        assert all(at < end <= len(asked) for end in ends)


@pytest.mark.parametrize("lines", [SHIPPED, OWN], ids=["shipped", "default corpus"])
def test_rules_have_no_problems_and_are_no_longer_than_two_lines(lines):
    assert [] == problems(lines)
    assert max(map(len, lines)) <= 200


@pytest.mark.parametrize("lines", [SHIPPED, OWN], ids=["shipped", "default corpus"])
def test_rules_are_not_many_times_the_same(lines):
    rules = [line for line in lines if line.strip() and not line.startswith("#")]

    assert 50 < len(rules) == len({*rules}) <= 1100


@pytest.mark.no_cover
@pytest.mark.parametrize("lines", [SHIPPED, OWN], ids=["shipped", "default corpus"])
def test_a_turn_has_at_most_three_words_that_carry_meaning(lines):
    assert 3 == max(map(len, flat(parse(lines).rules)))


def test_every_shipped_rule_says_something():
    """A rule of words that have one stem finds nothing that is not found without it."""
    rules = [line for line in SHIPPED if not line.startswith("#")]

    assert [] == [line for line in rules if not parse([line]).rules]


def test_the_shipped_rules_are_of_no_one_document():
    """What only one trade asks about belongs into the synonyms of a corpus."""
    particular = "fasoracetam racetam nootropic ampa gaba receptor placebo trial mice rat ld50"

    assert parse(SHIPPED).stems.isdisjoint(map(stem, particular.split()))


@pytest.fixture(scope="module")
def shipped():
    """All rules that come with the package; to walk them takes a second."""
    return flat(load().rules)


def test_the_operators_rules_come_after_the_shipped_ones(shipped):
    phrase = (stem("zorblax"),)
    rules = load("zorblax, quuxite").rules

    assert phrase not in shipped
    assert (stem("lethal"),) in rules[stem("lethal")]
    assert ((stem("quuxite"),),) == rules[stem("zorblax")][phrase]


@pytest.fixture
def folder(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "pottery.txt").write_text(
        "The zorblax is fired at 900 degrees.\n\nGlaze is mixed with rainwater.\n"
    )
    return own


def test_an_operators_synonyms_make_a_question_answered_that_was_not(folder, index_folder):
    question = "is the gwizzle fired"
    before = Library.open(folder, index_folder).ask(question)
    (folder / "synonyms.txt").write_text("gwizzle, zorblax\n")
    after = Library.open(folder, index_folder).ask(question)

    assert not before.answered
    assert after.answered
    assert "pottery:1" == after.quotations[0].passage.id


def test_synonyms_count_beside_a_corpus_of_one_file_and_their_changes_too(folder, index_folder):
    library = Library.open(folder / "pottery.txt", index_folder)
    before = library.ask("is the gwizzle fired")
    (folder / "synonyms.txt").write_text("gwizzle, zorblax\n")
    library.reload()

    assert not before.answered
    assert library.ask("is the gwizzle fired").answered


def test_an_operators_synonyms_need_no_new_index(folder, index_folder):
    Library.open(folder, index_folder)
    (folder / "synonyms.txt").write_text("gwizzle, zorblax\n")
    told = []
    Library.open(folder, index_folder, progress=lambda *done: told.append(done))

    assert [] == told


def test_an_operators_synonyms_are_not_searched_as_text(folder, index_folder):
    (folder / "synonyms.txt").write_text("gwizzle, blorp\n")
    library = Library.open(folder, index_folder)

    assert ["pottery.txt"] == [document.name for document in library.documents]
    assert not library.ask("what is a blorp").answered


def test_changed_synonyms_are_taken_up_by_a_reindex(folder, index_folder):
    library = Library.open(folder, index_folder)
    (folder / "synonyms.txt").write_text("gwizzle, zorblax\n")
    library.reindex()

    assert library.ask("is the gwizzle fired").answered


def test_a_bad_line_in_the_operators_synonyms_is_told_and_the_others_count(folder, index_folder):
    (folder / "synonyms.txt").write_text("alone\ngwizzle, zorblax\n")
    library = Library.open(folder, index_folder)

    assert ("synonyms.txt, line 1: one word alone is no rule",) == library.problems
    assert library.ask("is the gwizzle fired").answered


def test_synonyms_that_are_no_utf8_are_told_and_the_corpus_is_served(folder, index_folder):
    (folder / "synonyms.txt").write_bytes(b"caf\xe9, zorblax\n")
    library = Library.open(folder, index_folder)

    assert ("synonyms.txt: is not UTF-8 at byte 3; save it as UTF-8",) == library.problems
    assert library.ask("is the zorblax fired").answered


def test_the_doctor_tells_of_a_bad_line_in_the_operators_synonyms(citebot, folder):
    (folder / "synonyms.txt").write_text("alone\n")
    done = citebot("doctor", corpus=folder)

    assert 2 == done.status
    assert "synonyms.txt, line 1: one word alone is no rule" in done.out


def test_rules_are_as_their_authors_wrote_them_so_every_phrase_has_words(shipped):
    assert all(words(" ".join(phrase)) for phrase in shipped)


@given(st.lists(LINES))
@example(["theMice,aa"])
def test_rules_read_when_they_are_looked_for_are_those_that_a_plain_reading_finds(lines):
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for line in lines:
        left, arrow, right = line.partition("#")[0].partition("=>")
        asked = [plain(turn) for turn in left.split(",")]
        for phrase in filter(None, asked):
            meant = [plain(turn) for turn in right.split(",")] if arrow else asked
            found.setdefault(phrase, []).extend(m for m in meant if m and m != phrase)
    expected = {phrase: tuple(dict.fromkeys(meant)) for phrase, meant in found.items() if meant}

    assert expected == flat(parse(lines).rules)


@pytest.mark.parametrize(
    "turn", ["y'll", "LD50", "12.345.678", "c++", ".net", "caf\u00e9", "wi-fi"]
)
def test_a_rule_is_found_by_a_word_that_is_not_written_in_plain_letters(turn):
    assert [(("thing",),)] == list(parse([f"{turn} => thing"]).rules[plain(turn)[0]].values())


def test_a_rule_is_found_by_every_word_that_has_the_stem_of_its_own():
    known = {*load().known, *stemmer._IRREGULAR, "felling", "founding", "dying", "aing"}

    assert [] == [word for word in known if not begins_with(word, stem(word))]


def begins_with(word, found):
    return not word.isalpha() or word.startswith(tuple(stemmer.beginnings(found)))


def plain(turn):
    parts = [word.text for word in words(turn) if word.parts == 1]
    return tuple(stem(part) for part in parts if part not in WEAK_WORDS)


@pytest.mark.no_cover
@pytest.mark.parametrize(("asked", "own"), [("glimwort", True), ("deadly", False)])
def test_what_the_operator_has_a_rule_for_is_known_as_theirs(asked, own):
    matches = [*load("glimwort, brindlo").matches([asked], 0)]

    assert [own] == [match.own for match in matches]


def test_own_rules_come_behind_the_shipped_ones_and_add_to_them(shipped):
    both, before = load("lethal, zorblax\nzorblax => quuxite").rules, load().rules
    found = flat(both)

    assert (*shipped["lethal",], ("zorblax",)) == found["lethal",]
    assert (("lethal",), ("quuxit",)) == found["zorblax",]
    assert shipped.keys() | {("zorblax",)} == found.keys()
    assert len(before) + 1 == len(both) == len([*both])
    for rules in (before, both):
        with pytest.raises(KeyError):
            rules["frobnitz"]


def test_the_benchmark_tells_what_a_rule_wins_and_what_one_loses(tmp_path):
    (tmp_path / "a.md").write_text("The zorblax is blue.\n\nA quuxite is red.\n\nWater is wet.\n")
    (tmp_path / "a.questions.jsonl").write_text(
        '{"question": "how is the gwizzle", "gold": ["A quuxite is red."]}\n'
        '{"question": "how is the water", "gold": ["Water is wet."]}\n'
    )
    lines = ["gwizzle => quuxite", "water => zorblax, quuxite", "nobody => nothing"]
    found = benchmark.effects([own(tmp_path / "a.md")], lines)

    assert [0, 1] == sorted(found)
    assert "  +1  +0" == benchmark.row(lines[0], found[0])[:8]
    assert "" == benchmark.row(lines[1], found[1])
    assert "  +0  -1" == benchmark.row("x", [(hit, won) for won, hit in found[0]])[:8]
