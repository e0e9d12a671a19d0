"""The bugs, and the tests that notice them. By what they would do to users."""

from tests.mutants import Mutant

# Quotations that are checked

QUOTED = (
    Mutant(
        "begins-within-a-word",
        "bot/quotations/compared_tokens.py",
        "if before[-1:].isalnum():",
        "if before[-1:].isupper():",
        ("tests/test_check.py::test_a_piece_of_a_word_or_number_is_not_there_word_for_word",),
    ),
    Mutant(
        "ends-within-a-word",
        "bot/quotations/compared_tokens.py",
        "if after[0].isalnum() or",
        "if after[0].isupper() or",
        ("tests/test_check.py::test_a_piece_of_a_word_or_number_is_not_there_word_for_word",),
    ),
    Mutant(
        "begins-within-a-number",
        "bot/quotations/compared_tokens.py",
        "return bool(thousands or _NUMBER_BEGAN",
        "return bool(thousands and _NUMBER_BEGAN",
        ("tests/test_check.py::test_a_piece_of_a_word_or_number_is_not_there_word_for_word",),
    ),
    Mutant(
        "ends-within-a-number",
        "bot/quotations/compared_tokens.py",
        "return word[-1].isdigit() and _NUMBER_GOES_ON",
        "return word[-1].isupper() and _NUMBER_GOES_ON",
        ("tests/test_check.py::test_a_piece_of_a_word_or_number_is_not_there_word_for_word",),
    ),
    Mutant(
        "wrong-marker-is-exact",
        "bot/quotations/comparison.py",
        "            if not wrong:",
        "            if True:",
        ("tests/test_check.py::test_what_is_nearly_there_is_told_with_the_difference",),
    ),
    Mutant(
        "one-right-of-two-markers-is-exact",
        "bot/quotations/compared_markers.py",
        "names.issuperset(quoted.names)",
        "not names.isdisjoint(quoted.names)",
        ("tests/test_check.py::test_what_is_nearly_there_is_told_with_the_difference",),
    ),
    Mutant(
        "marker-that-was-made-up-is-exact",
        "bot/quotations/compared_markers.py",
        "return any(quoted.compared",
        "return not near or any(quoted.compared",
        ("tests/test_check.py::test_what_is_nearly_there_is_told_with_the_difference",),
    ),
    Mutant(
        "a-place-counts-from-its-passage",
        "bot/quotations/comparison.py",
        "Span(passage.start + tokens[0].start,",
        "Span(tokens[0].start,",
        ("tests/test_check.py::test_a_place_is_an_exact_slice_of_the_document",),
    ),
    Mutant(
        "an-accent-is-a-letter-of-its-own",
        "bot/quotations/compared_tokens.py",
        'unicodedata.normalize("NFC", bare.replace("\\u00b5", "\\u03bc"))',
        'bare.replace("\\u00b5", "\\u03bc")',
        ("tests/test_check.py::test_letters_may_be_composed_or_not",),
    ),
    Mutant(
        "entries-are-one-text",
        "bot/quotations/check.py",
        "check(piece, [entry], nearly=False) for entry in _entries(index)",
        "check(piece, [*_entries(index)], nearly=False) for _ in (0,)",
        ("tests/test_check.py::test_what_runs_from_one_entry_into_the_next_stands_nowhere",),
    ),
)

# Answers

ANSWERS = (
    Mutant(
        "a-rare-pattern-needs-all-its-pieces",
        "bot/patterns.py",
        "return any(piece in folded",
        "return all(piece in folded",
        ("tests/test_start.py::test_a_rare_pattern_is_found_wherever_it_is",),
    ),
    Mutant(
        "a-comma-is-no-sign-of-what-is-defined",
        "bot/ranking/definitions.py",
        '|(?<=,)\\s(?:n|v|adj|adv|vb|pl)\\.)"',
        ')"',
        ("tests/test_start.py::test_what_is_defined_is_found_wherever_its_pattern_is",),
    ),
    Mutant(
        "an-apostrophe-hides-a-rules-word",
        "bot/ranking/synonyms.py",
        'turn.lower().replace("\'", "")',
        "turn.lower()",
        (
            "tests/test_synonyms.py"
            "::test_a_rule_is_found_by_a_word_that_is_not_written_in_plain_letters",
        ),
    ),
    Mutant(
        "a-stop-in-ascii-closes-with-brackets-alone",
        "bot/analysis/sentence_stops.py",
        "_spaced(_FULL_OF_ASCII, _CLOSING_OF_ASCII)",
        "_spaced(_FULL_OF_ASCII, ')')",
        ("tests/test_sentences.py::test_stops_are_the_same_in_ascii_as_in_any_text",),
    ),
    Mutant(
        "further-answers-that-are-far-less-likely",
        "bot/answering/answer.py",
        "_NEARLY = 0.8",
        "_NEARLY = 0.0",
        ("tests/test_answer.py::test_further_passages_answer_nearly_as_well_as_the_first",),
    ),
    Mutant(
        "further-answers-from-beyond-the-few-that-are-looked-at",
        "bot/ranking/ranker.py",
        "elif len(passed) < count or self._before(one, passed) < count:",
        "elif count:",
        ("tests/test_ranking.py::test_of_the_next_few_those_are_yielded_that_are_worth_a_look",),
    ),
    Mutant(
        "what-answers-in-other-words-is-passed-over",
        "bot/ranking/confidence.py",
        "if least < 1.0:",
        "if least < 0.0:",
        ("tests/test_ranking.py::test_no_passage_that_is_as_likely_as_is_enough_is_passed_over",),
    ),
    Mutant(
        "a-documents-question-looks-into-all",
        "bot/answering/answer.py",
        "max(2 * scope.most, CANDIDATES), scope.within)",
        "max(2 * scope.most, CANDIDATES))",
        ("tests/test_library.py::test_an_answer_stays_within_the_named_document",),
    ),
    Mutant(
        "follow-ups-forget-the-question-before",
        "bot/answering/answer.py",
        "questions(question, after)",
        "questions(question, None)",
        (
            "tests/test_answer.py::test_a_follow_up_says_how_it_was_read",
            "tests/test_answer.py::test_a_question_with_a_gap_says_after_what_it_was_read",
        ),
    ),
    Mutant(
        "follow-ups-go-on-anywhere",
        "bot/ranking/features.py",
        '"goes_on": float(self._goes_on(passage))',
        '"goes_on": 0.0',
        (
            "tests/test_answer.py::"
            "test_a_follow_up_goes_on_in_the_section_that_the_question_before_was_answered_from",
        ),
    ),
    Mutant(
        "what-is-said-of-another-name-is-an-answer",
        "bot/answering/answer.py",
        "if first is None or self.query.lacks_name or",
        "if first is None or",
        ("tests/test_answer.py::test_what_is_said_of_another_code_is_no_answer",),
    ),
    Mutant(
        "neighbours-of-the-document-before",
        "bot/index/lookup.py",
        "max(own.first, number - context)",
        "max(0, number - context)",
        ("tests/test_library.py::test_neighbours_stop_at_both_ends_of_their_document",),
    ),
    Mutant(
        "neighbours-of-the-document-behind",
        "bot/index/lookup.py",
        "min(own.numbers.stop, number + context + 1)",
        "min(len(index), number + context + 1)",
        ("tests/test_library.py::test_neighbours_stop_at_both_ends_of_their_document",),
    ),
    Mutant(
        "frequency-from-one-on",
        "bot/index/postings.py",
        "bisect_left(lows, within.start - base)",
        "bisect_left(lows, within.start + 1 - base)",
        (
            "tests/test_index.py::test_a_term_is_counted_within_a_range_from_its_first_passage_to_before_its_end",
        ),
    ),
    Mutant(
        "frequency-up-to-one-more",
        "bot/index/postings.py",
        "bisect_left(lows, within.stop - base)",
        "bisect_left(lows, within.stop + 1 - base)",
        (
            "tests/test_index.py::test_a_term_is_counted_within_a_range_from_its_first_passage_to_before_its_end",
        ),
    ),
    Mutant(
        "notices-look-at-the-case",
        "bot/answering/notices.py",
        "regex.compile(pattern, regex.IGNORECASE)",
        "regex.compile(pattern)",
        ("tests/test_notices.py::test_a_pattern_with_repeats_is_found_whatever_the_case",),
    ),
    Mutant(
        "a-fragment-takes-the-first-place-that-it-fits",
        "bot/answering/follow_ups.py",
        "return same[-1]",
        "return same[0]",
        ("tests/test_follow_ups.py::test_a_fragment_takes_the_place_of_its_like",),
    ),
    Mutant(
        "it-is-the-first-name-before",
        "bot/answering/follow_ups.py",
        "for name in names[-1:]]",
        "for name in names[:1]]",
        ("tests/test_follow_ups.py::test_of_several_names_it_is_the_last",),
    ),
    Mutant(
        "a-line-break-hides-a-question-from-notices",
        "bot/answering/notices.py",
        'asked = " ".join(question[:_LONGEST].split())',
        "asked = question[:_LONGEST]",
        ("tests/test_notices.py::test_white_space_in_a_question_counts_as_one_blank",),
    ),
    Mutant(
        "whatever-is-found-is-near",
        "bot/answering/answer.py",
        "near = filter(_has_anything, chain(first, self._others(0.0)))",
        "near = chain(first, self._others(0.0))",
        ("tests/test_answer.py::test_what_has_nothing_of_the_question_is_not_near",),
    ),
    Mutant(
        "one-of-two-questions-has-no-room",
        "bot/answering/answer.py",
        "found[: max(count, leads)]",
        "found[:count]",
        (
            "tests/test_answer.py::test_of_several_questions_each_has_its_first_answer_however_few_are_asked_for",
        ),
    ),
    Mutant(
        "what-is-near-in-another-language-is-dropped",
        "bot/answering/answer.py",
        "next((reply for reply in replies if reply.nearest), replies[0])",
        "replies[0]",
        ("tests/test_answer.py::test_of_several_languages_one_that_has_something_near_is_taken",),
    ),
)

# Documents

DOCUMENTS = (
    Mutant(
        "a-notes-own-bracket-ends-it",
        "bot/documents/book_frame.py",
        'depth += 1 if bracket[0] == "[" else -1',
        'depth += 1 if bracket[0] == "[" else -2',
        ("tests/test_cases.py::test_a_case_holds[books-of-a-library-5]",),
    ),
    Mutant(
        "notes-in-brackets-are-text",
        "bot/documents/book_frame.py",
        'if "[Footnote " not in text:',
        'if "[Footnote! " not in text:',
        ("tests/test_cases.py::test_a_case_holds[books-of-a-library-4]",),
    ),
    Mutant(
        "the-licence-is-the-books-text",
        "bot/documents/book_frame.py",
        "if frame.start <= start < frame.end]",
        "if frame.start <= start]",
        ("tests/test_cases.py::test_a_case_holds[books-of-a-library-11]",),
    ),
    Mutant(
        "no-word-is-counted-to-two",
        "bot/documents/counted_headings.py",
        "if number == before + 1 > 1 and at",
        "if number == before + 1 > 2 and at",
        ("tests/test_cases.py::test_a_case_holds[headings-of-many-kinds-2]",),
    ),
    Mutant(
        "what-is-counted-holds-nothing",
        "bot/passages/outline.py",
        "found[at] = max(found[at], found[counted[0]] + 1)",
        "found[at] = max(found[at], found[counted[0]])",
        ("tests/test_cases.py::test_a_case_holds[headings-of-many-kinds-4]",),
    ),
    Mutant(
        "numbers-of-pages-cut-sentences",
        "bot/documents/page_marks.py",
        "return set(found) if counted else",
        "return set() if counted else",
        ("tests/test_cases.py::test_a_case_holds[pages-numbers-in-sentences-1]",),
    ),
    Mutant(
        "a-foot-cuts-a-list",
        "bot/documents/page_marks.py",
        "before.start in edges and is_ended(lines[-1]):",
        "before.start in edges:",
        ("tests/test_cases.py::test_a_case_holds[pages-foot-on-a-list-1]",),
    ),
    Mutant(
        "an-appendix-is-its-last-section",
        "bot/passages/signed_outline.py",
        "(_FIGURE, _CAPITAL)} - closed",
        "(_FIGURE, _CAPITAL)} - {*opened}",
        ("tests/test_cases.py::test_a_case_holds[headings-of-appendices-1]",),
    ),
    Mutant(
        "a-list-of-letters-is-headings",
        "bot/documents/counted_headings.py",
        "if not isinstance(below, LineRun) or _LETTERED.match(below.lines[0].text):",
        "if not isinstance(below, LineRun):",
        ("tests/test_cases.py::test_a_case_holds[lists-of-letters-apart-1]",),
    ),
    Mutant(
        "what-repeats-a-heading-is-like-any-other",
        "bot/ranking/ranker.py",
        'self._is_known and numbers["titled"] >= WHOLLY',
        'self._is_known and numbers["titled"] > 2.0',
        (
            "tests/test_answer.py::"
            "test_a_question_that_repeats_a_heading_gets_what_comes_first_below_it",
        ),
    ),
    Mutant(
        "a-fragment-takes-the-place-of-all-that-was-asked",
        "bot/answering/follow_ups.py",
        "if start is None or (not tail and _is_all(found[:start])):",
        "if start is None:",
        ("tests/test_follow_ups.py::test_a_fragment_takes_only_a_place_that_it_fits",),
    ),
    Mutant(
        "weights-that-are-no-numbers-are-taken",
        "bot/meaning/model_folder.py",
        "if not encoder.is_sound:",
        "if encoder is None:",
        (
            "tests/test_sentence_model.py::"
            "test_a_model_that_cannot_be_used_gets_one_sentence_that_names_its_folder",
        ),
    ),
    Mutant(
        "another-year-answers",
        "bot/ranking/others_of_kind.py",
        "return bool(others) and asked.isdisjoint(known) and",
        "return bool(others) and not asked and",
        ("tests/test_cases.py::test_a_case_holds[words-another-of-the-kind-8]",),
    ),
    Mutant(
        "the-north-gate-answers-for-the-south-gate",
        "bot/ranking/opposites.py",
        "    if not own.isdisjoint(known):",
        "    if own.isdisjoint(known):",
        ("tests/test_ranking.py::test_what_a_question_shuts_out_does_not_answer_it",),
    ),
    Mutant(
        "a-page-asks-for-nobody",
        "bot/documents/asked_paragraphs.py",
        "    return end if is_question(said) else 0",
        "    return 0",
        ("tests/test_cases.py::test_a_case_holds[questions-of-a-page-1]",),
    ),
    Mutant(
        "a-page-ends-the-entry",
        "bot/passages/bibliography.py",
        "    if not _OPEN.search",
        "    if _OPEN.search",
        ("tests/test_cases.py::test_a_case_holds[entry-over-two-pages-4]",),
    ),
    Mutant(
        "a-name-is-pointed-out-for-its-row",
        "bot/ranking/marking.py",
        "if own[at] == 0.0 and any(own):",
        "if own[at] < 0.0 and any(own):",
        ("tests/test_cases.py::test_a_case_holds[tables-rows-that-say-more-1]",),
    ),
    Mutant(
        "terms-of-all-languages-are-one",
        "bot/index/term_dictionary.py",
        "encoded(stem + self._tag)",
        "encoded(stem)",
        ("tests/test_languages.py::test_a_document_is_asked_in_its_own_language",),
    ),
    Mutant(
        "a-language-without-a-pack-is-answered-as-any",
        "bot/answering/answer.py",
        "not self._index.analyzer.has_pack and",
        "self._index is None and",
        (
            "tests/test_languages.py::"
            "test_without_a_pack_only_what_nearly_repeats_the_question_is_an_answer",
        ),
    ),
    Mutant(
        "a-range-of-101-markers-is-expanded",
        "bot/analysis/markers.py",
        "if last - first >= LONGEST_RANGE",
        "if last - first > LONGEST_RANGE",
        (
            "tests/test_markers.py::test_a_range_of_over_a_hundred_entries_is_taken_as_it_is_written",
        ),
    ),
    Mutant(
        "a-range-of-100-markers-is-not-expanded",
        "bot/analysis/markers.py",
        "LONGEST_RANGE = 100",
        "LONGEST_RANGE = 99",
        ("tests/test_markers.py::test_a_range_of_a_hundred_entries_names_each_of_them",),
    ),
    Mutant(
        "from-one-marker-to-another-over-101-is-expanded",
        "bot/analysis/markers.py",
        "int(last) - int(first) < LONGEST_RANGE",
        "int(last) - int(first) <= LONGEST_RANGE",
        (
            "tests/test_markers.py::test_a_range_of_over_a_hundred_entries_is_taken_as_it_is_written",
        ),
    ),
    Mutant(
        "abbreviation-with-a-hyphen-is-unknown",
        "bot/analysis/sentences.py",
        "or last_part in known.never_last",
        "",
        ("tests/test_sentences.py::test_one_sentence_stays_one",),
    ),
    Mutant(
        "abbreviation-with-a-hyphen-that-may-end-is-unknown",
        "bot/analysis/sentences.py",
        "or last_part in known.may_be_last",
        "",
        ("tests/test_sentences.py::test_one_sentence_stays_one",),
    ),
    Mutant(
        "a-box-of-two-lines",
        "bot/documents/infobox.py",
        "_FEWEST_LINES = 3",
        "_FEWEST_LINES = 2",
        ("tests/test_split.py::test_a_box_has_three_lines_at_least",),
    ),
    Mutant(
        "no-box-of-three-lines",
        "bot/documents/infobox.py",
        "_FEWEST_LINES = 3",
        "_FEWEST_LINES = 4",
        ("tests/test_split.py::test_a_box_has_three_lines_at_least",),
    ),
    Mutant(
        "a-byte-order-mark-is-text",
        "bot/documents/corpus.py",
        'data.decode("utf-8-sig")',
        'data.decode("utf-8")',
        (
            "tests/test_corpus.py::test_the_text_is_utf8_without_its_mark_and_with_line_feeds",
            "tests/test_corpus.py::test_line_ends_and_mark_do_not_change_the_text",
        ),
    ),
    Mutant(
        "line-ends-of-Windows-are-text",
        "bot/documents/corpus.py",
        'text.replace("\\r\\n", "\\n").replace',
        "text.replace",
        ("tests/test_verify.py::test_anyone_can_recompute_receipts_with_sha256sum_and_base32",),
    ),
    Mutant(
        "no-marker-directly-behind-code",
        "bot/analysis/markers.py",
        "form.start < places[at].end",
        "form.start <= places[at].end",
        ("tests/test_markers.py::test_a_bracket_that_points_to_entries_names_them_in_order",),
    ),
    Mutant(
        "the-last-line-of-a-box-is-a-heading",
        "bot/documents/infobox.py",
        "    groups[-1] = False  # heads nothing\n",
        "",
        ("tests/test_split.py::test_the_last_line_of_a_box_heads_nothing",),
    ),
    Mutant(
        "sentences-are-a-box",
        "bot/documents/infobox.py",
        "    if 4 * sum(map(is_ended, lines)) > len(lines):\n        return False\n",
        "",
        ("tests/test_split.py::test_lines_that_end_as_sentences_do_are_no_box",),
    ),
    Mutant(
        "a-hyphen-before-a-capital-is-dropped",
        "bot/documents/pdf_text.py",
        "first[0][0].isupper() and not capitals",
        "False",
        ("tests/test_pdf_lines.py::test_a_hyphen_at_a_lines_end_stays_where_it_is_the_authors",),
    ),
    Mutant(
        "a-hyphen-within-lines-is-the-typesetters",
        "bot/documents/pdf_text.py",
        "and not within\n",
        "\n",
        ("tests/test_pdf_lines.py::test_a_hyphen_within_lines_is_not_the_typesetters_own",),
    ),
    Mutant(
        "markers-at-the-beginning-of-lines-lose-their-space",
        "bot/documents/pdf_text.py",
        "self.attached = 2 * sum(spaces) <= len(spaces)",
        "self.attached = True",
        (
            "tests/test_pdf_lines.py::test_a_marker_that_begins_a_line_stands_as_the_documents_others_do",
        ),
    ),
    Mutant(
        "numbers-are-turned-within-lines-to-the-left",
        "bot/documents/pdf_bidi.py",
        "_turn(shapes, turned, start, end)",
        "pass",
        ("tests/test_pdf_bidi.py::test_the_order_of_a_line_is_that_of_which_its_places_were_made",),
    ),
    Mutant(
        "a-ligature-stays-turned-round",
        "bot/documents/pdf_shapes.py",
        "letters.reverse()",
        "pass",
        (
            "tests/test_pdf_bidi.py::test_letters_of_a_ligature_and_of_presentation_forms_come_in_order",
        ),
    ),
    Mutant(
        "a-power-is-taken-for-a-cited-notes-marker",
        "bot/documents/pdf_notes.py",
        "labels -= {n for line",
        "labels & {n for line",
        (
            "tests/test_pdf_lines.py::test_a_marker_behind_a_figure_is_no_power_where_a_note_waits_for_it",
        ),
    ),
    Mutant(
        "the-compiled-part-asks-one-character-on",
        "bot/documents/pdf_asking.py",
        "self._ask(*self._where, first, count,",
        "self._ask(*self._where, first + 1, count,",
        ("tests/test_pdf_lines.py::test_how_characters_are_asked_for_makes_no_difference",),
    ),
)

# The index, its files and their changes

FILES = (
    Mutant(
        "files-are-not-synced",
        "bot/snapshots/atomic_files.py",
        "os.fsync(self.content.fileno())",
        "self.content.fileno()",
        (
            "tests/test_atomic_files.py::test_a_file_is_on_disk_whole_before_it_gets_its_name_and_the_name_is_after",
        ),
    ),
    Mutant(
        "a-sync-that-fails-is-passed-over",
        "bot/snapshots/atomic_files.py",
        "            raise self._failed\n",
        "            pass\n",
        ("tests/test_atomic_files.py::test_what_cannot_be_synced_does_not_get_the_name",),
    ),
    Mutant(
        "folders-are-not-synced",
        "bot/snapshots/atomic_files.py",
        "            os.fsync(handle)",
        "            pass",
        (
            "tests/test_atomic_files.py::test_a_file_is_on_disk_whole_before_it_gets_its_name_and_the_name_is_after",
        ),
    ),
    Mutant(
        "a-new-time-stamp-is-trusted",
        "bot/snapshots/staleness.py",
        "return () if time.time_ns() - max(modified, changed) < _RACY else stamp",
        "return stamp",
        (
            "tests/test_staleness.py::test_a_file_that_changed_within_two_seconds_may_change_again_under_the_same_stamp",
            "tests/test_staleness.py::test_a_change_within_the_time_stamp_of_the_one_before_is_seen",
        ),
    ),
    Mutant(
        "a-new-time-of-the-inode-is-trusted",
        "bot/snapshots/staleness.py",
        "max(modified, changed)",
        "modified",
        (
            "tests/test_staleness.py::test_a_file_that_changed_within_two_seconds_may_change_again_under_the_same_stamp",
        ),
    ),
    Mutant(
        "who-watches-is-woken-by-the-index",
        "bot/snapshots/watch.py",
        'startswith((".", "citebot."))',
        'startswith(".")',
        (
            "tests/test_reindex.py::test_who_watches_is_woken_by_documents_and_not_by_the_index_beside_them",
        ),
    ),
    Mutant(
        "damage-in-a-block-is-not-noticed",
        "bot/index/container.py",
        "if zlib.crc32(data) != self._checks[block]:",
        "if False:",
        (
            "tests/test_index.py::test_no_search_uses_a_damaged_byte",
            "tests/test_index.py::test_any_flipped_byte_that_matters_is_noticed",
        ),
    ),
    Mutant(
        "damage-in-the-table-is-not-noticed",
        "bot/index/container.py",
        " or zlib.crc32(table) != check",
        "",
        ("tests/test_index.py::test_any_flipped_byte_that_matters_is_noticed",),
    ),
    Mutant(
        "a-new-index-is-not-verified",
        "bot/snapshots/update.py",
        "    index.verify()  #",
        "    #",
        (
            "tests/test_snapshot.py::test_an_index_that_is_not_as_it_was_meant_does_not_take_the_old_ones_place",
        ),
    ),
    Mutant(
        "a-broken-pinned-question-is-let-through",
        "bot/evaluation/gate.py",
        "bool(pinned.broken) and not force",
        "bool(pinned.broken) and force",
        (
            "tests/test_pinned.py::test_a_reindex_that_would_break_a_pinned_question_is_refused_and_says_how",
            "tests/test_pinned.py::test_a_refusal_is_told_to_programs_and_a_dry_run_foresees_it",
        ),
    ),
    Mutant(
        "an-index-that-is-built-by-itself-is-not-gated",
        "bot/evaluation/gate.py",
        "if proposal.before is None or not proposal.is_new:",
        "if proposal:",
        (
            "tests/test_pinned.py::test_a_reindex_that_would_break_a_pinned_question_is_refused_and_says_how",
            "tests/test_pinned.py::test_an_index_that_is_built_by_itself_is_gated_too",
        ),
    ),
    Mutant(
        "what-was-wrong-before-stops-a-reindex",
        "bot/evaluation/pinned.py",
        "            if was.right:",
        "            if True:",
        (
            "tests/test_pinned.py::test_a_refusal_is_told_to_programs_and_a_dry_run_foresees_it",
            "tests/test_pinned.py::test_what_was_wrong_before_does_not_stop_a_reindex",
        ),
    ),
    Mutant(
        "the-latest-versions-are-forgotten-first",
        "bot/snapshots/history.py",
        "for line in reversed(lines):",
        "for line in lines:",
        ("tests/test_reindex.py::test_what_is_remembered_is_bounded",),
    ),
    Mutant(
        "changed-documents-are-not-remembered",
        "bot/snapshots/update.py",
        "        _remember(self.location, before, self.after)\n",
        "",
        (
            "tests/test_verify.py::test_a_changed_quotation_is_shown_as_it_was_and_as_it_is",
            "tests/test_verify.py::test_a_quotation_that_stands_in_a_changed_document_is_told_apart",
        ),
    ),
    Mutant(
        "two-processes-write-at-once",
        "bot/snapshots/atomic_files.py",
        "fcntl.LOCK_EX | ",
        "fcntl.LOCK_SH | ",
        ("tests/test_snapshot.py::test_who_waits_too_long_for_another_writer_serves_from_memory",),
    ),
    Mutant(
        "one-version-too-few-is-remembered",
        "bot/snapshots/history.py",
        "count[version.document] <= MOST_VERSIONS",
        "count[version.document] < MOST_VERSIONS",
        ("tests/test_reindex.py::test_what_is_remembered_is_bounded",),
    ),
    Mutant(
        "what-is-kept-makes-an-index-stale",
        "bot/snapshots/staleness.py",
        " if not document.kept}",
        "}",
        (
            "tests/test_reindex.py::test_a_folder_that_cannot_be_opened_any_more_is_kept_with_its_documents",
        ),
    ),
    Mutant(
        "a-corrected-questions-file-changes-nothing",
        "bot/snapshots/staleness.py",
        "(told, wrong, own_files)",
        "(told, wrong)",
        ("tests/test_pinned.py::test_a_corrected_questions_file_lets_in_what_was_refused",),
    ),
    Mutant(
        "a-file-system-without-locks-is-not-written-to",
        "bot/snapshots/atomic_files.py",
        "if error.errno in _NO_LOCKS:",
        "if False:",
        (
            "tests/test_atomic_files.py::test_a_file_system_without_locks_is_written_to_all_the_same",
        ),
    ),
    Mutant(
        "what-an-editor-has-open-wakes-whoever-watches",
        "bot/snapshots/watch.py",
        'startswith((".", "citebot."))',
        'startswith("citebot.")',
        (
            "tests/test_reindex.py::test_who_watches_is_woken_by_documents_and_not_by_the_index_beside_them",
        ),
    ),
)

# Receipts and what programs rely on

CONTRACTS = (
    Mutant(
        "receipts-do-not-bind-the-end",
        "bot/passages/receipts.py",
        r"{start}-{end}\n{text}",
        r"{start}\n{text}",
        (
            "tests/test_verify.py::test_the_receipt_of_the_lethal_dose_is_what_it_always_was",
            "tests/test_verify.py::test_anyone_can_recompute_receipts_with_sha256sum_and_base32",
        ),
    ),
    Mutant(
        "receipts-do-not-bind-the-document",
        "bot/passages/receipts.py",
        'f"{document_sha256}',
        'f"',
        (
            "tests/test_verify.py::test_the_receipt_of_the_lethal_dose_is_what_it_always_was",
            "tests/test_verify.py::test_anyone_can_recompute_receipts_with_sha256sum_and_base32",
        ),
    ),
    Mutant(
        "an-eight-in-a-receipt-is-no-B",
        "bot/passages/receipts.py",
        'maketrans("018", "olb")',
        'maketrans("018", "olg")',
        ("tests/test_verify.py::test_an_eight_in_a_receipt_is_a_b",),
    ),
    Mutant(
        "a-changed-quotation-is-said-to-stand",
        "bot/quotations/verification.py",
        "and self.then.text == self.now.text",
        "",
        ("tests/test_verify.py::test_a_changed_quotation_is_shown_as_it_was_and_as_it_is",),
    ),
    Mutant(
        "verify-ends-with-0-always",
        "bot/cli/quotation_commands.py",
        "ANSWERED if found.stands else SILENT",
        "ANSWERED",
        (
            "tests/test_verify.py::test_an_unknown_receipt_is_said_to_be_unknown",
            "tests/test_verify.py::test_a_changed_quotation_is_shown_as_it_was_and_as_it_is",
        ),
    ),
    Mutant(
        "one-exact-quotation-is-enough",
        "bot/cli/quotation_commands.py",
        "all(one.verdict",
        "any(one.verdict",
        ("tests/test_check.py::test_each_quoted_piece_of_a_text_on_standard_input_is_checked",),
    ),
    Mutant(
        "a-silence-ends-with-0",
        "bot/cli/question_commands.py",
        "ANSWERED if reply.answered else SILENT",
        "ANSWERED",
        (
            "tests/test_cli.py::test_a_question_that_the_document_does_not_answer_is_status_1_with_a_reason",
            "tests/test_cli.py::test_a_silence_has_the_ids_of_the_closest_passages_and_no_text",
        ),
    ),
    Mutant(
        "a-refused-reindex-ends-with-0",
        "bot/cli/operator_commands.py",
        "FAILED if done.refused or done.unsaved",
        "FAILED if done.unsaved",
        (
            "tests/test_pinned.py::test_a_reindex_that_would_break_a_pinned_question_is_refused_and_says_how",
            "tests/test_pinned.py::test_a_refusal_is_told_to_programs_and_a_dry_run_foresees_it",
        ),
    ),
    Mutant(
        "a-bad-line-of-a-batch-ends-with-0",
        "bot/cli/question_commands.py",
        'if "error" in states:',
        "if False:",
        ("tests/test_cli.py::test_a_bad_batch_line_answers_with_an_error_and_the_others_go_on",),
    ),
    Mutant(
        "a-silence-has-passages",
        "bot/render/json_data.py",
        "[q.passage.id for q in given.nearest]",
        "[passage(q.passage) for q in given.nearest]",
        ("tests/test_cli.py::test_a_silence_has_the_ids_of_the_closest_passages_and_no_text",),
    ),
    Mutant(
        "the-best-sentence-counts-from-the-passage",
        "bot/render/json_data.py",
        '"start": given.best.start,',
        '"start": given.best.start - given.passage.start,',
        ("tests/test_cli.py::test_json_has_the_shape_of_the_contract",),
    ),
    Mutant(
        "doctor-ends-with-0-always",
        "bot/cli/operator_commands.py",
        "any(finding.state == BAD",
        "any(finding.state is None",
        ("tests/test_cli.py::test_doctor_names_what_is_wrong",),
    ),
    Mutant(
        "the-first-of-equal-texts-is-what-became-of-a-quotation",
        "bot/quotations/verification.py",
        "min(same_text, key=lambda passage: abs(passage.number - then.number))",
        "same_text[0]",
        (
            "tests/test_verify.py::test_of_a_text_that_stands_twice_the_nearest_is_what_became_of_it",
        ),
    ),
    Mutant(
        "a-changed-file-is-one-that-is-read-otherwise",
        "bot/quotations/verification.py",
        "\n        and document.origin.sha256 == version.origin.sha256",
        "",
        ("tests/test_formats.py::test_a_reader_that_reads_otherwise_is_told_from_a_changed_file",),
    ),
    Mutant(
        "a-last-good-version-passes-for-the-file",
        "bot/quotations/verification.py",
        "passages), document.kept",
        'passages), ""',
        (
            "tests/test_verify.py::test_of_a_document_that_cannot_be_read_the_last_good_version_is_told",
        ),
    ),
    Mutant(
        "what-a-text-was-read-from-is-forgotten",
        "bot/snapshots/history.py",
        '"origin": version.origin,',
        '"origin": None,',
        ("tests/test_reindex.py::test_what_is_remembered_of_a_version_comes_back_as_it_was",),
    ),
    Mutant(
        "pages-of-what-was-said-before-are-forgotten",
        "bot/snapshots/history.py",
        "p.references, p.place.page]",
        "p.references, None]",
        ("tests/test_reindex.py::test_what_is_remembered_of_a_version_comes_back_as_it_was",),
    ),
    Mutant(
        "a-search-never-has-more",
        "bot/index/occurrences.py",
        "MOST + 1)",
        "MOST)",
        ("tests/test_parts.py::test_a_search_says_whether_there_is_more",),
    ),
    Mutant(
        "what-changed-stands-in-any-order",
        "bot/passages/diff.py",
        "left = left[at + 1 :]",
        "left = left[:at] + left[at + 1 :]",
        ("tests/test_diff.py::test_what_changed_stands_in_the_order_of_before",),
    ),
    Mutant(
        "the-last-of-equal-texts-moved-first",
        "bot/passages/diff.py",
        ".pop(0), passage)",
        ".pop(), passage)",
        ("tests/test_diff.py::test_of_equal_texts_that_moved_the_first_is_the_first",),
    ),
)

# Settings and secrets

SECRETS = (
    Mutant(
        "the-file-wins-over-the-environment",
        "bot/settings.py",
        "{**_from_file(env_file), **environ}",
        "{**environ, **_from_file(env_file)}",
        (
            "tests/test_settings.py::test_a_file_gives_what_the_environment_does_not",
            "tests/test_settings.py::test_an_empty_variable_in_the_environment_wins_over_the_file",
        ),
    ),
    Mutant(
        "settings-show-the-token",
        "bot/settings.py",
        'return "Settings(...)"',
        "return str(self.token)",
        ("tests/test_settings.py::test_the_token_is_not_in_the_settings_text",),
    ),
    Mutant(
        "a-token-that-everyone-can-read-is-used",
        "bot/cli/session.py",
        "& stat.S_IROTH",
        "& stat.S_IWOTH",
        ("tests/test_discord_serve.py::test_a_token_that_everyone_can_read_is_refused",),
    ),
    Mutant(
        "others-may-read-the-counted-words",
        "bot/snapshots/atomic_files.py",
        "os.fchmod(file.content.fileno(), 0o600)",
        "os.fchmod(file.content.fileno(), 0o644)",
        ("tests/test_gaps.py::test_nobody_else_may_read_the_file",),
    ),
    Mutant(
        "marks-are-kept-31-days",
        "bot/evaluation/gaps.py",
        "timedelta(days=REMEMBERED - 1)",
        "timedelta(days=REMEMBERED)",
        ("tests/test_gaps.py::test_marks_are_looked_for_in_thirty_days_today_among_them",),
    ),
    Mutant(
        "a-document-steers-the-terminal",
        "bot/render/terminal.py",
        r"\x0b-\x1f",
        r"\x0b-\x1a",
        ("tests/test_cli.py::test_a_document_cannot_steer_the_terminal",),
    ),
    Mutant(
        "words-of-answered-questions-are-counted",
        "bot/evaluation/gaps.py",
        "if reply.answered or reply.query is None:",
        "if reply.query is None:",
        ("tests/test_gaps.py::test_an_answered_question_and_a_known_word_are_not_counted",),
    ),
    Mutant(
        "what-users-write-is-logged",
        "bot/discord_app/delivery.py",
        'code %d", message.channel.id',
        'code %d", message.author.id',
        ("tests/test_discord_faults.py::test_nothing_that_users_wrote_is_logged",),
    ),
    Mutant(
        "a-day-has-marks-without-bound",
        "bot/evaluation/gaps.py",
        "if len(marks) < MOST_MARKS:",
        "if True:",
        ("tests/test_gaps.py::test_a_day_has_so_many_marks_at_most",),
    ),
    Mutant(
        "words-of-any-length-are-counted",
        "bot/evaluation/gaps.py",
        " <= len(word) <= _LONGEST",
        " <= len(word)",
        ("tests/test_gaps.py::test_words_are_counted_that_are_neither_too_short_nor_too_long",),
    ),
    Mutant(
        "ids-of-users-are-quoted",
        "bot/documents/channel_export.py",
        '_MENTION.sub("@someone", text)',
        "text",
        ("tests/test_formats.py::test_a_mention_by_its_id_is_somebodys_in_a_channels_export",),
    ),
    Mutant(
        "a-reader-may-write-files",
        "bot/documents/reading_limits.py",
        "    _limit(resource.RLIMIT_FSIZE, 0)\n",
        "",
        ("tests/test_reader_process.py::test_a_reader_writes_no_file",),
    ),
    Mutant(
        "text-earns-time-again-and-again",
        "bot/documents/reading_limits.py",
        "            self._earned = characters\n",
        "",
        ("tests/test_reader_process.py::test_each_ten_thousand_characters_earn_a_second_once",),
    ),
    Mutant(
        "a-day-has-judged-passages-without-bound",
        "bot/evaluation/feedback.py",
        "if passage in rows or len(rows) < MOST:",
        "if True:",
        ("tests/test_feedback.py::test_a_day_has_so_many_passages_at_most",),
    ),
    Mutant(
        "what-people-type-is-kept",
        "bot/discord_app/autocomplete.py",
        "if topic in self._topics:  # nothing else that people type is kept",
        "if True:",
        ("tests/test_discord_parts.py::test_headings_are_offered_that_are_answered",),
    ),
    Mutant(
        "a-name-with-brackets-means-another-document",
        "bot/documents/document_filter.py",
        "written == pattern or fnmatchcase",
        "fnmatchcase",
        ("tests/test_parts.py::test_a_name_means_its_document_whatever_signs_and_forms_it_has",),
    ),
    Mutant(
        "a-pattern-has-to-be-in-the-form-of-the-name",
        "bot/documents/document_filter.py",
        "for pattern in map(composed, patterns)",
        "for pattern in patterns",
        ("tests/test_parts.py::test_a_name_means_its_document_whatever_signs_and_forms_it_has",),
    ),
)

# Discord

DISCORD = (
    Mutant(
        "messages-without-a-nonce",
        "bot/discord_app/delivery.py",
        "nonce=nonce, suppress_embeds=True, **options",
        "suppress_embeds=True, **options",
        (
            "tests/test_discord_faults.py::test_a_message_is_answered_once_whatever_happens_to_the_call",
        ),
    ),
    Mutant(
        "a-changed-document-is-not-told",
        "bot/discord_app/message_parts.py",
        "    head = [changed_line()] if any(one.changed for one in found) else []",
        "    head = list[str]()",
        ("tests/test_discord_bot.py::test_a_button_of_a_changed_document_says_so",),
    ),
    Mutant(
        "a-team-may-not-reindex",
        "bot/discord_app/permissions.py",
        "if application.team is None:",
        "if True:",
        ("tests/test_discord_operators.py::test_a_team_that_runs_the_bot_may_reindex",),
    ),
    Mutant(
        "everybody-may-reindex",
        "bot/discord_app/permissions.py",
        "(managers and may_manage(interaction))",
        "True",
        (
            "tests/test_discord_operators.py::test_reindex_is_for_operators_and_by_a_setting_for_managers",
        ),
    ),
    Mutant(
        "everybody-may-remove-an-answer",
        "bot/discord_app/permissions.py",
        "return asked or moderates",
        "return True",
        ("tests/test_discord_bot.py::test_the_asker_and_moderators_remove_an_answer",),
    ),
    Mutant(
        "a-smiley-is-one-unit",
        "bot/render/discord_markdown.py",
        'return len(text) + sum(character > "\\uffff" for character in text)',
        "return len(text)",
        ("tests/test_discord_render.py::test_lengths_are_counted_in_units_of_utf_16",),
    ),
    Mutant(
        "a-smiley-costs-one-unit",
        "bot/render/discord_markdown.py",
        'return 2 if character > "\\uffff" or ',
        "return 2 if ",
        ("tests/test_discord_render.py::test_twenty_thousand_characters_are_all_shown",),
    ),
    Mutant(
        "tildes-are-not-escaped",
        "bot/render/discord_escapes.py",
        're.compile(r"~~+"), ',
        "",
        (
            "tests/test_discord_render.py::test_a_second_reader_sees_a_quotation_as_it_was",
            "tests/test_discord_render.py::test_escaped_text_is_seen_as_it_was",
            "tests/test_discord_render.py::test_hostile_text_is_seen_as_it_was",
        ),
    ),
    Mutant(
        "a-comma-has-a-backslash",
        "bot/render/discord_escapes.py",
        r're.compile(r"\](\()"),',
        're.compile(r"(,)"),',
        ("tests/test_discord_render.py::test_what_is_no_markup_has_no_backslash",),
    ),
    Mutant(
        "two-buttons-have-one-id",
        "bot/discord_app/message.py",
        "if button.custom_id not in seen:",
        "if True:",
        ("tests/test_discord_parts.py::test_no_two_buttons_of_a_message_have_one_id",),
    ),
    Mutant(
        "one-odd-event-ends-the-connection",
        "bot/discord_app/event_guard.py",
        "except Exception as error:",
        "except ZeroDivisionError as error:",
        ("tests/test_discord_faults.py::test_an_event_that_cannot_be_read_is_passed_over",),
    ),
    Mutant(
        "last-come-first-served",
        "bot/discord_app/turns.py",
        "(number, next(self._order), mine)",
        "(-number, next(self._order), mine)",
        (
            "tests/test_discord_load.py::test_of_a_hundred_at_once_the_first_are_answered_and_the_others_refused",
        ),
    ),
    Mutant(
        "the-views-of-private-answers-pile-up",
        "bot/discord_app/buttons.py",
        "    view.stop()\n",
        "",
        ("tests/test_discord_load.py::test_nothing_of_an_interaction_is_kept",),
    ),
    Mutant(
        "an-index-that-could-not-be-saved-is-left-for-the-old-one",
        "bot/snapshots/snapshot.py",
        "not in {current.index.identity, current.newer_than}",
        "not in {current.index.identity}",
        (
            "tests/test_discord_operators.py::test_a_full_disk_is_told_with_its_reason_and_the_new_text_is_served",
        ),
    ),
    Mutant(
        "a-foreign-program-can-end-the-bot",
        "bot/index/container.py",
        "_copy(named, path.parent) if own_copy else named",
        "named",
        (
            "tests/test_discord_serve.py::test_a_foreign_program_that_spoils_the_index_does_not_end_the_bot",
        ),
    ),
    Mutant(
        "users-are-told-paths",
        "bot/discord_app/delivery.py",
        "sentence(translated(error.for_users), 1000)",
        "sentence(str(error), 1000)",
        ("tests/test_discord_operators.py::test_no_error_names_a_path_of_the_server",),
    ),
    Mutant(
        "a-question-turns-the-line-around",
        "bot/render/discord_markdown.py",
        r"\u2028-\u202e\u2066",
        r"\u2028-\u2029\u2066",
        (
            "tests/test_discord_render.py::test_no_sign_in_a_question_can_break_its_line_or_turn_it_around",
        ),
    ),
    Mutant(
        "answers-may-ping",
        "bot/discord_app/wire.py",
        "_QUIET = discord.AllowedMentions.none()",
        "_QUIET = discord.AllowedMentions.all()",
        (
            "tests/test_discord_bot.py::test_hostile_questions_ping_nobody_and_are_echoed_as_written",
        ),
    ),
    Mutant(
        "errors-are-shown-to-all",
        "bot/discord_app/delivery.py",
        "private=private or failed",
        "private=private",
        ("tests/test_discord_bot.py::test_ask_in_an_unknown_document_is_refused_in_private",),
    ),
    Mutant(
        "a-proxys-page-passes-for-an-answer",
        "bot/discord_app/rest_answers.py",
        "    if not is_of_discord(found):",
        "    if found is None:",
        (
            "tests/test_discord_faults.py::test_where_pages_come_in_discords_place_all_the_time_it_is_one_line",
        ),
    ),
    Mutant(
        "a-proxys-401-is-a-wrong-token",
        "bot/discord_app/rest_answers.py",
        "if error.status == _UNAUTHORIZED and",
        "if False and",
        ("tests/test_discord_faults.py::test_a_proxys_own_401_is_no_wrong_token",),
    ),
    Mutant(
        "a-frame-that-is-no-object-ends-the-session",
        "bot/discord_app/event_guard.py",
        "        raise _NoObject\n",
        "        pass\n",
        ("tests/test_discord_faults.py::test_where_a_frame_cannot_be_read_the_session_is_resumed",),
    ),
    Mutant(
        "the-first-line-of-code-stands-left-of-the-others",
        "bot/render/discord_layout.py",
        "    return 0 if before.strip() else len(before)",
        "    return 0",
        ("tests/test_discord_render.py::test_code_has_the_indent_of_its_first_line",),
    ),
    Mutant(
        "a-part-begins-with-an-empty-line",
        "bot/render/discord_pages.py",
        "    if number and (blank :=",
        "    if False and (blank :=",
        ("tests/test_discord_render.py::test_no_part_of_a_passage_begins_with_an_empty_line",),
    ),
    Mutant(
        "what-cannot-be-a-token-is-tried-for-ever",
        "bot/discord_app/tokens.py",
        "return None if api or has_shape(token) else _NO_TOKEN",
        "return None",
        (
            "tests/test_discord_serve.py::test_what_is_no_token_is_told_without_asking_discord",
            "tests/test_discord_diagnosis.py::test_what_is_no_token_is_told",
        ),
    ),
    Mutant(
        "a-frame-that-cannot-be-read-costs-the-session",
        "bot/discord_app/supervisor.py",
        "    cap_waits()\n    guard_frames()\n",
        "    cap_waits()\n",
        ("tests/test_discord_faults.py::test_where_a_frame_cannot_be_read_the_session_is_resumed",),
    ),
    Mutant(
        "pauses-without-an-end",
        "bot/discord_app/supervisor.py",
        "min(config.pause * 2 ** (faults - 1), config.longest_pause)",
        "config.pause * 2 ** (faults - 1)",
        ("tests/test_discord_faults.py::test_pauses_do_not_grow_beyond_the_longest",),
    ),
    Mutant(
        "pauses-do-not-grow",
        "bot/discord_app/supervisor.py",
        "config.pause * 2 ** (faults - 1)",
        "config.pause",
        ("tests/test_discord_faults.py::test_pauses_do_not_grow_beyond_the_longest",),
    ),
    Mutant(
        "a-user-is-told-twice",
        "bot/discord_app/rate_limit.py",
        "told, known.told = known.told, True",
        "told = known.told",
        ("tests/test_discord_parts.py::test_a_user_may_ask_so_often_in_a_minute",),
    ),
    Mutant(
        "who-is-slowed-down-by-a-message-is-told-each-time",
        "bot/discord_app/client.py",
        "if pace is Pace.TOO_FAST:",
        "if pace is not Pace.FINE:",
        ("tests/test_discord_bot.py::test_a_flood_is_slowed_down_in_private_and_others_are_not",),
    ),
    Mutant(
        "a-button-is-taken-for-that-of-an-unchanged-passage",
        "bot/discord_app/button_passages.py",
        "FoundPassage(link, changed, changed=True)",
        "FoundPassage(link, changed, changed=False)",
        (
            "tests/test_discord_parts.py::test_a_passage_is_found_again",
            "tests/test_discord_parts.py::test_a_button_of_a_changed_document_says_so_and_shows_the_text_of_now",
        ),
    ),
    Mutant(
        "an-event-that-comes-again-is-answered-again",
        "bot/discord_app/runtime.py",
        "        if snowflake in self._seen:",
        "        if snowflake == 0:",
        ("tests/test_discord_faults.py::test_an_event_that_comes_again_is_answered_once",),
    ),
    Mutant(
        "anybodys-words-are-the-question-before",
        "bot/discord_app/client.py",
        " or answer.author.id != self.user.id",
        "",
        ("tests/test_discord_bot.py::test_a_reply_to_somebody_elses_message_is_no_follow_up",),
    ),
    Mutant(
        "a-wrong-token-is-tried-for-ever",
        "bot/discord_app/supervisor.py",
        "    4004: _BAD_TOKEN,\n",
        "",
        ("tests/test_discord_faults.py::test_a_refusal_is_told",),
    ),
    Mutant(
        "what-discord-changes-comes-without-its-file",
        "bot/discord_app/message_parts.py",
        "if not survives(passage.text))",
        "if survives(passage.text))",
        (
            "tests/test_discord_parts.py::test_a_passage_that_discord_would_change_goes_along_as_a_file",
        ),
    ),
    Mutant(
        "a-client-that-is-gone-takes-events",
        "bot/discord_app/event_guard.py",
        "        if is_over():",
        "        if False:",
        (
            "tests/test_discord_replaced.py::test_a_client_that_is_gone_leaves_what_comes_to_the_next",
        ),
    ),
    Mutant(
        "the-session-is-closed-under-answers-in-flight",
        "bot/discord_app/runtime.py",
        "[task for task in self._tasks if task is not None]",
        "[]",
        (
            "tests/test_discord_replaced.py::test_answers_in_flight_are_sent_though_their_client_is_gone",
        ),
    ),
    Mutant(
        "what-could-not-be-sent-counts-as-answered",
        "bot/discord_app/client.py",
        "            self.runtime.forget(message.id)",
        "            pass",
        (
            "tests/test_discord_replaced.py::test_what_cannot_be_sent_is_a_line_in_the_log_and_may_come_again",
        ),
    ),
    Mutant(
        "a-close-at-the-first-connection-is-taken-for-a-fault-of-ours",
        "bot/discord_app/supervisor.py",
        "OSError, ReconnectWebSocket)",
        "OSError)",
        (
            "tests/test_discord_replaced.py::test_a_gateway_that_closes_at_the_first_connection_is_a_line_in_the_log",
        ),
    ),
    Mutant(
        "an-answer-in-flight-is-dropped",
        "bot/discord_app/supervisor.py",
        "            await client.runtime.finish(_FINISH)\n",
        "            pass\n",
        ("tests/test_discord_faults.py::test_answers_in_flight_are_finished",),
    ),
    Mutant(
        "a-private-answer-is-shown-to-all",
        "bot/discord_app/delivery.py",
        "            ephemeral=private, suppress",
        "            ephemeral=False, suppress",
        ("tests/test_discord_bot.py::test_a_private_answer_is_for_the_asker_alone",),
    ),
    Mutant(
        "a-user-is-told-once-for-ever",
        "bot/discord_app/rate_limit.py",
        "            known.told = False\n",
        "",
        ("tests/test_discord_parts.py::test_whoever_was_slowed_down_is_told_again_the_next_time",),
    ),
    Mutant(
        "a-user-is-told-to-come-back-too-early",
        "bot/discord_app/rate_limit.py",
        "math.ceil(known",
        "int(known",
        ("tests/test_discord_parts.py::test_the_seconds_to_wait_are_enough",),
    ),
    Mutant(
        "a-fence-ends-a-block-of-code-within",
        "bot/render/discord_layout.py",
        "if FENCE in body or not",
        "if not",
        ("tests/test_discord_render.py::test_code_with_a_fence_in_it_stays_text",),
    ),
    Mutant(
        "an-address-in-a-table-cannot-be-followed",
        "bot/render/discord_layout.py",
        "[row for row in rows if row[0] < row[1]] if not rows_linked else []",
        "[row for row in rows if row[0] < row[1]]",
        (
            "tests/test_discord_render.py::test_a_table_with_a_web_address_stays_text_so_that_it_can_be_followed",
        ),
    ),
    Mutant(
        "an-old-version-of-discords-api-is-tried-for-ever",
        "bot/discord_app/supervisor.py",
        '    4012: Message("Discord no longer knows this version of its API; update citebot."),\n',
        "",
        ("tests/test_discord_faults.py::test_a_refusal_is_told",),
    ),
    Mutant(
        "all-bots-come-back-at-once",
        "bot/discord_app/supervisor.py",
        "        pause *= random.uniform(0.5, 1.0)  # noqa: S311  (no secret)\n",
        "",
        (
            "tests/test_discord_faults.py::test_a_pause_is_shorter_by_chance_so_that_many_bots_do_not_come_back_at_once",
        ),
    ),
    Mutant(
        "where-files-are-not-allowed-nothing-is-shared",
        "bot/discord_app/delivery.py",
        "bot_message if interaction.app_permissions.attach_files else _without_files(bot_message)",
        "bot_message",
        (
            "tests/test_discord_sharing.py::test_where_files_are_not_allowed_an_answer_is_shared_without",
        ),
    ),
)

# The sentence model

MEANING = (
    Mutant(
        "as-many-threads-as-there-are",
        "bot/meaning/encoder.py",
        '        ThreadpoolController().limit(limits=1, user_api="blas")\n',
        "",
        (
            "tests/test_sentence_model.py"
            "::test_the_same_text_has_the_same_vector_with_any_number_of_threads",
        ),
    ),
    Mutant(
        "any-weights-are-the-published-ones",
        "bot/meaning/models.py",
        "if not self.named and weights != _WEIGHTS:",
        "if False:",
        ("tests/test_sentence_model.py::test_the_installed_models_weights_are_those_published",),
    ),
    Mutant(
        "vectors-of-two-models",
        "bot/meaning/models.py",
        "if _stamp(self.folder) != self.stamp:",
        "if False:",
        ("tests/test_vectors.py::test_a_model_that_breaks_later_leaves_what_is_served",),
    ),
    Mutant(
        "vectors-of-a-model-before",
        "bot/index/stored_vectors.py",
        'if made(reader.meta["model"]):',
        "if True:",
        ("tests/test_vectors.py::test_with_another_model_all_is_encoded_anew",),
    ),
    Mutant(
        "vectors-of-code-before",
        "bot/meaning/models.py",
        'if told["code"] != code_of(_ROOMS):',
        "if False:",
        ("tests/test_vectors.py::test_with_other_code_of_the_models_all_is_encoded_anew",),
    ),
    Mutant(
        "vectors-however-many-passages",
        "bot/meaning/choice.py",
        "len(index) <= self.most",
        "len(index) <= self.most + 1",
        ("tests/test_vectors.py::test_above_a_number_of_passages_there_are_no_vectors",),
    ),
    Mutant(
        "damaged-vectors-are-used",
        "bot/index/stored_vectors.py",
        'reader[f"vector.{name}"].all()',
        'reader[f"vector.{name}"].unchecked()',
        ("tests/test_vectors.py::test_every_damaged_byte_of_the_vectors_is_noticed_and_mended",),
    ),
    Mutant(
        "equals-in-any-order",
        "bot/meaning/nearness.py",
        'kind="stable"',
        'kind="quicksort"',
        ("tests/test_vectors.py::test_many_equals_stand_in_the_order_of_the_corpus",),
    ),
    Mutant(
        "other-languages-have-vectors-of-the-installed-model",
        "bot/meaning/texts.py",
        "whole = any_language or ",
        "whole = True or ",
        ("tests/test_vectors.py::test_the_installed_model_is_not_used_on_other_languages",),
    ),
    Mutant(
        "a-longer-text-than-the-model-reads",
        "bot/meaning/word_pieces.py",
        "*found[: self._most - 1]",
        "*found",
        ("tests/test_sentence_model.py::test_of_a_long_text_the_first_pieces_count",),
    ),
)

TONGUES = (
    Mutant(
        "no-words-for-kinds-of-answers-but-English-ones",
        "bot/ranking/answer_type.py",
        "AnswerType(kind_asked_in(question[:1000], read) or AnswerType.ANY)",
        "AnswerType.ANY",
        (
            "tests/test_languages.py::test_a_question_asks_for_a_number_or_a_time_in_its_language",
            "tests/test_languages.py::test_how_many_is_not_answered_by_a_passage_without_a_number",
        ),
    ),
    Mutant(
        "a-document-is-in-one-language",
        "bot/passages/assembly.py",
        "mixed = not told and may_be_mixed(text, language)",
        "mixed = False",
        ("tests/test_languages.py::test_a_document_of_two_languages_is_asked_in_both",),
    ),
    Mutant(
        "an-answer-is-in-the-language-of-another-thread",
        "bot/discord_app/runtime.py",
        "lambda: context.run(work, *args)",
        "lambda: work(*args)",
        ("tests/test_translation.py::test_each_is_answered_in_their_own_language_also_at_once",),
    ),
    Mutant(
        "programs-are-told-in-german",
        "bot/translation.py",
        "in _NO_LOCALE:",
        "in ():",
        ("tests/test_translation.py::test_a_terminal_speaks_what_its_locale_says",),
    ),
    Mutant(
        "what-others-wrote-is-translated",
        "bot/translation.py",
        "text.translation() if isinstance(text, Message) else text",
        "Message(text).translation()",
        ("tests/test_translation.py::test_what_is_no_message_is_nobodys_to_translate",),
    ),
    Mutant(
        "a-stored-reason-is-english",
        "bot/translation.py",
        "return json.dumps(self._parts()) if self._values else str(self)",
        "return str(self)",
        ("tests/test_translation.py::test_a_stored_message_is_told_in_every_language",),
    ),
    Mutant(
        "a-link-names-a-list's-dash",
        "bot/documents/canonical.py",
        "for cell in line[at:].split(",
        "for cell in line.split(",
        ("tests/test_formats.py::test_a_link_names_words_that_stand_in_one_block_of_the_page",),
    ),
    Mutant(
        "a-marker's-section-is-its-note",
        "bot/documents/page_notes.py",
        "if label and block is not None and not _holds(block, self._links[name]):",
        "if label and block is not None:",
        (
            "tests/test_rich_documents.py::"
            "test_a_marker_that_leads_to_the_section_around_it_makes_no_note_of_it",
        ),
    ),
    Mutant(
        "a-note-of-another-chapter",
        "bot/passages/cited_entries.py",
        "if p.heading[:1] == chapter",
        "if p.heading[:1] != chapter",
        ("tests/test_rich_documents.py::test_a_marker_means_the_note_of_its_own_chapter",),
    ),
    Mutant(
        "swahili-is-spanish",
        "bot/analysis/short_texts.py",
        "return UNKNOWN_LANGUAGE if english < KNOWN_IN_ENGLISH else DEFAULT_LANGUAGE",
        "return guess",
        ("tests/test_languages.py::test_a_sentence_or_two_tell_their_language",),
    ),
    Mutant(
        "the-commands-are-written-at-every-start",
        "bot/discord_app/command_sync.py",
        'params={"with_localizations": "true"}',
        "params={}",
        (
            "tests/test_translation.py::"
            "test_discord_knows_the_commands_in_every_language_and_is_told_once",
        ),
    ),
    Mutant(
        "a-button-shows-what-another-server-has",
        "bot/discord_app/presses.py",
        "work = runtime.at(venue_of_interaction(interaction), lambda own: own.press(press))\n"
        "            update",
        "work = runtime.run(runtime.handlers.press, press)\n            update",
        (
            "tests/test_discord_servers.py::test_nothing_of_another_servers_documents_is_shown_by_any_command_or_button",
        ),
    ),
    Mutant(
        "a-receipt-tells-of-another-servers-past",
        "bot/library.py",
        "for version in past if self._only.allows(version.document))",
        "for version in past)",
        ("tests/test_parts.py::test_a_receipt_of_the_past_of_another_part_is_unknown",),
    ),
    Mutant(
        "a-part-knows-words-of-others",
        "bot/index/part.py",
        "return term if known else -1",
        "return term",
        ("tests/test_parts.py::test_a_part_knows_the_terms_of_its_own_passages",),
    ),
    Mutant(
        "an-answer-is-shared-twice",
        "bot/discord_app/presses.py",
        "if not runtime.is_new(message.id):",
        "if False:",
        (
            "tests/test_discord_sharing.py::test_a_private_answer_is_shared_once_with_its_receipts_and_buttons",
        ),
    ),
    Mutant(
        "a-server-is-answered-in-english",
        "bot/discord_app/client.py",
        "speak(self.runtime.language_at(message))",
        "speak('en')",
        ("tests/test_translation.py::test_a_message_is_answered_in_its_servers_language",),
    ),
    Mutant(
        "a-post-is-answered-in-the-operators-language",
        "bot/discord_app/forum_posts.py",
        "speak(runtime.language_at(message))",
        "pass",
        ("tests/test_discord_servers.py::test_a_post_is_answered_in_its_servers_language",),
    ),
    Mutant(
        "a-new-outage-is-waited-for-as-the-last",
        "bot/discord_app/reconnecting.py",
        "self._reset_time = wait + _LASTING",
        "self._reset_time = 2048",
        (
            "tests/test_discord_replaced.py::test_a_gateway_that_was_away_often_is_tried_again_within_a_minute",
        ),
    ),
    Mutant(
        "an-answer-is-lost-to-its-buttons",
        "bot/discord_app/presses.py",
        "made is None or made.type is not discord.InteractionType.application_command",
        "True",
        (
            "tests/test_discord_private.py::test_a_private_answer_stays_and_what_its_buttons_show_changes",
        ),
    ),
    Mutant(
        "work-that-nobody-reads-tells-how-it-failed",
        "bot/discord_app/delivery.py",
        "work.cancel()  # whether or not it is done",
        "pass  # whether or not it is done",
        (
            "tests/test_discord_private.py::test_how_work_failed_that_nobody_can_read_is_told_nowhere",
        ),
    ),
    Mutant(
        "a-flood-of-messages-refuses-commands",
        "bot/discord_app/runtime.py",
        "return self._interacting >= _MOST",
        "return self._serving >= _MOST",
        ("tests/test_discord_load.py::test_a_flood_in_one_channel_keeps_nobody_else_waiting",),
    ),
    Mutant(
        "an-answered-post-is-not-answered-again",
        "bot/discord_app/delivery.py",
        'f"post{message.id}"',
        "str(message.id)",
        (
            "tests/test_discord_servers.py::test_a_post_that_was_answered_may_be_edited_to_ask_something_else",
        ),
    ),
    Mutant(
        "whoever-types-waits-without-bound",
        "bot/discord_app/runtime.py",
        "if self.busy or self._typing >= _MOST_TYPING:",
        "if self.busy:",
        ("tests/test_discord_private.py::test_whoever_types_keeps_nobody_from_an_answer",),
    ),
    Mutant(
        "what-is-shared-has-no-question",
        "bot/discord_app/message_parts.py",
        "return replace(bot_message, buttons=added)",
        "return BotMessage(bot_message.text, added, bot_message.files)",
        (
            "tests/test_discord_sharing.py::test_a_private_answer_is_shared_once_with_its_receipts_and_buttons",
        ),
    ),
    Mutant(
        "settings-of-a-deleted-file-are-lost",
        "bot/discord_app/settings_store.py",
        "self._open.executemany(insert, self._rows)",
        "pass",
        (
            "tests/test_server_settings.py::test_a_file_that_is_deleted_is_made_anew_with_all_that_is_set",
        ),
    ),
    Mutant(
        "a-question-is-read-from-english-answers-only",
        "bot/render/discord_reader.py",
        r'r"-# [^:\uff1a]{1,60}(?:: |\uff1a)"',
        'r"-# read as: "',
        (
            "tests/test_translation.py::"
            "test_a_question_is_read_from_its_answer_in_whatever_language",
        ),
    ),
    Mutant(
        "one-kana-makes-a-text-japanese",
        "bot/analysis/detection.py",
        'return "ja" if kana > _KANA_OF_JAPANESE * (kana + counts["zh"]) else "zh"',
        'return "ja"',
        ("tests/test_languages.py::test_a_chinese_text_with_a_japanese_name_in_it_is_chinese",),
    ),
    Mutant(
        "english-words-of-another-language-make-a-text-of-it",
        "bot/analysis/detection.py",
        "return language if common < _ALL_ENGLISH * len(words) else DEFAULT_LANGUAGE",
        "return language",
        ("tests/test_languages.py::test_what_shows_no_other_language_is_english",),
    ),
    Mutant(
        "a-list-of-names-is-in-no-language",
        "bot/analysis/detection.py",
        " or len(words) < _PROSE:",
        ":",
        ("tests/test_languages.py::test_what_shows_no_other_language_is_english",),
    ),
    Mutant(
        "a-part-is-asked-in-languages-of-others",
        "bot/index/part.py",
        "if one in spoken) or",
        "if True) or",
        ("tests/test_parts.py::test_a_part_is_asked_in_the_languages_of_its_own_documents",),
    ),
)

# The engine

ENGINE = (
    Mutant(
        "a-part-of-the-engines-answer-is-taken-for-all",
        "bot/engine/connection.py",
        'if found.get("timed_out") or not whole:',
        'if found.get("timed_out") and not whole:',
        ("tests/test_engine_faults.py::test_a_part_of_an_answer_is_none",),
    ),
    Mutant(
        "what-the-engine-was-too-busy-for-is-left-out",
        "bot/engine/bulk.py",
        "                rest.append(line)\n",
        "                pass\n",
        ("tests/test_engine_faults.py::test_what_the_engine_is_too_busy_for_is_sent_again",),
    ),
    Mutant(
        "the-engines-order-is-taken-as-it-comes",
        "bot/engine/engine_index.py",
        "        scored.sort(key=lambda one: (-one.score, one.passage))\n",
        "",
        ("tests/test_engine.py::test_equal_scores_stand_in_the_order_of_the_corpus",),
    ),
    Mutant(
        "what-was-left-out-is-taken-for-nothing",
        "bot/engine/engine_index.py",
        "found[count - 1].score > rest + left_out",
        "found[count - 1].score > rest",
        ("tests/test_engine.py::test_the_best_are_the_same_whatever_is_left_out_at_first",),
    ),
    Mutant(
        "more-is-asked-for-than-the-engine-gives",
        "bot/engine/engine_index.py",
        "min(count + _MORE, _MOST_HITS)",
        "count + _MORE",
        (
            "tests/test_engine.py::test_more_passages_than_the_engine_gives_at_once_are_not_asked_for",
        ),
    ),
    Mutant(
        "what-is-still-read-is-deleted",
        "bot/engine/generations.py",
        "if not fresh and (kept",
        "if (kept",
        (
            "tests/test_engine_faults.py::test_what_went_out_of_service_stays_a_minute_for_whoever_still_reads_it",
        ),
    ),
    Mutant(
        "an-alias-is-moved-from-whatever-it-is-of",
        "bot/engine/generations.py",
        ', "must_exist": True',
        "",
        (
            "tests/test_engine_faults.py::test_the_alias_is_moved_from_the_index_that_the_new_one_was_made_of_or_not_at_all",
        ),
    ),
    Mutant(
        "a-lease-of-another-is-taken-for-ones-own",
        "bot/engine/generations.py",
        'found is not None and found["_source"]["owner"] == self._owner',
        "found is not None",
        (
            "tests/test_engine_faults.py::test_a_lease_that_another_took_over_is_neither_renewed_nor_ended",
        ),
    ),
    Mutant(
        "a-lease-of-another-is-ended",
        "bot/engine/generations.py",
        '"DELETE", self._path, params=self._place',
        '"DELETE", self._path',
        (
            "tests/test_engine_faults.py::test_a_lease_that_another_took_over_is_neither_renewed_nor_ended",
        ),
    ),
)

MUTANTS = (
    *QUOTED,
    *ANSWERS,
    *DOCUMENTS,
    *FILES,
    *CONTRACTS,
    *SECRETS,
    *DISCORD,
    *MEANING,
    *TONGUES,
    *ENGINE,
)
