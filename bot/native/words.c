/* Turns text into numbers of word forms: see words.h.
 *
 * Left out: citation markers, which are to be blanked before (see markers.c), and the words of
 * unclear pieces.
 */

#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What each ASCII character is to a piece; a minus is a control character. */
enum { SPACE = ' ', SIGN = '.', FIGURE = '0', SMALL = 'a', CAPITAL = 'A' };

static const char CLASSES[256] = {
    "---------     --" /* white space from a tab to a carriage return */
    "------------    " /* and the four separators of information */
    " ..............."
    "0000000000......"
    ".AAAAAAAAAAAAAAA"
    "AAAAAAAAAAA....."
    ".aaaaaaaaaaaaaaa"
    "aaaaaaaaaaa....-" /* what is no ASCII has 0 */
};

static char class_of(char c) { return CLASSES[(unsigned char)c]; }

/* Takes the signs around a piece off, and its word over, in lower case, if it is clear. */
static piece_kind read_piece(const char *text, piece *found) {
    size_t start = found->start, end = found->end;
    while (start < end && class_of(text[start]) == SIGN)
        start++;
    while (end > start && class_of(text[end - 1]) == SIGN)
        end--;
    found->size = end - start;
    if (found->size > LONGEST_FORM)
        return PIECE_UNCLEAR;
    bool letters = true, figures = true;
    for (size_t at = 0; at < found->size; at++) {
        char c = text[start + at], class = class_of(c);
        letters &= class == SMALL || class == CAPITAL;
        figures &= class == FIGURE;
        found->form[at] = class == CAPITAL ? (char)(c + ('a' - 'A')) : c;
    }
    return letters || figures ? PIECE_CLEAR : PIECE_UNCLEAR;
}

piece_kind next_piece(const char *text, size_t at, size_t end, piece *found) {
    while (at < end && class_of(text[at]) == SPACE)
        at++;
    if (at == end)
        return PIECE_NONE;
    found->start = at;
    while (at < end && class_of(text[at]) != SPACE)
        at++;
    found->end = at;
    return read_piece(text, found);
}

/* Room for more items of an array: twice as much as before, or enough. NULL: no memory. */
static void *grown(void *items, size_t *room, size_t wanted, size_t item) {
    if (wanted <= *room)
        return items;
    size_t larger = wanted > 2 * *room ? wanted : 2 * *room;
    void *moved = larger > SIZE_MAX / 2 / item ? NULL : realloc(items, larger * item);
    if (moved)
        *room = larger;
    return moved;
}

words *citebot_words_new(void) {
    words *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    bool none = names_init(&made->forms);
    none |= names_init(&made->known);
    if (!none)
        return made;
    citebot_words_free(made);
    return NULL;
}

void citebot_words_free(words *of) {
    free(of->numbers);
    names_free(&of->forms);
    names_free(&of->known);
    free(of->runs);
    free(of->run_ends);
    free(of);
}

static int append(words *of, const uint32_t *numbers, size_t count) {
    if (!count)
        return WORDS_DONE;
    uint32_t *all = grown(of->numbers, &of->room, of->count + count, sizeof *all);
    if (!all)
        return WORDS_NO_MEMORY;
    of->numbers = all;
    memcpy(all + of->count, numbers, count * sizeof *all);
    of->count += count;
    return WORDS_DONE;
}

/* Takes in one piece. */
static int take_piece(words *of, const char *text, piece_kind kind, const piece *found) {
    uint32_t number;
    if (kind == PIECE_CLEAR) {
        if (!found->size)
            return WORDS_DONE;
        number = names_number(&of->forms, found->form, found->size);
        return number == NAMES_NONE ? WORDS_NO_MEMORY : append(of, &number, 1);
    }
    size_t size = found->end - found->start;
    number = size > LONGEST_KNOWN ? NAMES_NONE : names_find(&of->known, text + found->start, size);
    if (number == NAMES_NONE)
        return WORDS_UNCLEAR;
    size_t first = number ? of->run_ends[number - 1] : 0;
    return append(of, of->runs + first, of->run_ends[number] - first);
}

/* Begins a passage, with what stands above it. */
static int begin(words *of, const passages *from, progress *at) {
    at->passage_end = at->end + from->sizes[at->passage];
    from->counts[at->passage] = (uint32_t)of->count; /* so far; see `citebot_words_take` */
    return append(of, from->above, from->above_count);
}

int citebot_words_take(words *of, const passages *from, progress *at) {
    piece found;
    piece_kind kind;
    for (; at->passage < from->passages; at->passage++) {
        if (!at->passage_end && begin(of, from, at))
            return WORDS_NO_MEMORY;
        while ((kind = next_piece(from->text, at->end, at->passage_end, &found))) {
            at->start = found.start;
            at->end = found.end;
            int state = take_piece(of, from->text, kind, &found);
            if (state != WORDS_DONE)
                return state;
        }
        from->counts[at->passage] = (uint32_t)of->count - from->counts[at->passage];
        at->end = at->passage_end;
        at->passage_end = 0;
    }
    return WORDS_DONE;
}

/* Keeps the last `count` words as those of a piece. */
static int remember(words *of, const char *written, size_t size, size_t count) {
    size_t known = of->known.count, first = known ? of->run_ends[known - 1] : 0;
    uint32_t *runs = grown(of->runs, &of->runs_room, first + count + 1, sizeof *runs);
    if (!runs) /* there is room for one more, so that it is NULL for want of memory only */
        return WORDS_NO_MEMORY;
    of->runs = runs;
    size_t *ends = grown(of->run_ends, &of->ends_room, known + 1, sizeof *ends);
    if (!ends)
        return WORDS_NO_MEMORY;
    of->run_ends = ends;
    if (count)
        memcpy(runs + first, of->numbers + of->count - count, count * sizeof *runs);
    ends[known] = first + count;
    return names_number(&of->known, written, size) == NAMES_NONE ? WORDS_NO_MEMORY : WORDS_DONE;
}

int citebot_words_learn(words *of, const char *written, size_t size, const char *forms,
                        size_t forms_size) {
    size_t before = of->count;
    for (const char *form = forms; form < forms + forms_size; form += strlen(form) + 1) {
        uint32_t number = names_number(&of->forms, form, strlen(form));
        if (number == NAMES_NONE || append(of, &number, 1))
            return WORDS_NO_MEMORY;
    }
    return size > LONGEST_KNOWN ? WORDS_DONE : remember(of, written, size, of->count - before);
}

const char *citebot_words_forms(const words *of, size_t *size) {
    *size = of->forms.size;
    return of->forms.bytes;
}
