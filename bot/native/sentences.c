/* Finds where sentences begin and end, as bot/text/sentences.py does, where that is clear.
 *
 * Text is in code points of 32 bits. A paragraph is unclear as soon as anything in it is that
 * Python has a closer look at: an abbreviation or initial in front of a stop, dots in a row, a
 * marker other than `[12]`, a stop of another script, a stop behind a heading's number. Then
 * that is told, and nothing is found in it.
 *
 * Left out: all of that. The rules here are the plain cases of `_STOP` and `_is_end` there.
 */

#include "names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    NEAR = 32,        /* characters looked at in front of where a sentence may begin */
    LONGEST_WORD = 20, /* characters */
    MOST_CLOSING = 8,
    MOST_OPENING = 4,
    MOST_FIGURES = 4, /* in a marker */
};

#define UNCLEAR UINT32_MAX
#define MARKED 0x110000u /* stands for each character of a marker; a blank to the rules */

typedef struct {
    uint32_t *text; /* markers in it are blanked on the way */
    size_t first, end;
    size_t last; /* where the present sentence begins */
    size_t base; /* what places in the text are told from */
    bool opens_small;
    const names *abbreviations;
} paragraph;

typedef enum { NO, YES, NOT_CLEAR } verdict;

static bool is_figure(uint32_t c) { return c >= '0' && c <= '9'; }
static bool is_small(uint32_t c) { return c >= 'a' && c <= 'z'; }
static bool is_capital(uint32_t c) { return c >= 'A' && c <= 'Z'; }
static bool is_plain(uint32_t c) { return is_figure(c) || is_small(c) || is_capital(c); }

/* From a table: comparisons would tell blanks from letters first, and a processor cannot guess
 * which comes next. */
static bool is_stop(uint32_t c) {
    static const bool stops[0x80] = {['.'] = true, ['?'] = true, ['!'] = true};
    return c < 0x80 && stops[c];
}

/* As Python's `str.isspace`. */
static bool is_space(uint32_t c) {
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_opening(uint32_t c) {
    return c == '"' || c == '\'' || c == '(' || c == 0x2018 || c == 0x201c;
}

static bool is_closing(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == '*' || c == '_' ||
           c == 0x2019 || c == 0x201d || c == 0xbb;
}

/* What opens a tag, dots in one character, figures set high, and stops of other scripts. */
static bool is_unclear(uint32_t c) {
    if (c < 0x80)
        return c == '<';
    return c == 0x2026 || c == 0xb9 || c == 0xb2 || c == 0xb3 || (c >= 0x2070 && c <= 0x2079) ||
           c == 0x61f || c == 0x6d4 || c == 0x964 || c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

/* Blanks the marker that a bracket opens, if it is `[12]`, and nothing before or behind it
 * makes it another. */
static bool blank_marker(const paragraph *in, size_t bracket) {
    size_t at = bracket + 1;
    while (at < in->end && is_figure(in->text[at]))
        at++;
    size_t figures = at - bracket - 1;
    if (!figures || figures > MOST_FIGURES || at == in->end || in->text[at] != ']')
        return false;
    uint32_t behind = at + 1 < in->end ? in->text[at + 1] : ' ';
    if (bracket == in->first || in->text[bracket - 1] == '\\' || behind == '(' || behind == ':' ||
        behind == ']')
        return false;
    for (size_t marked = bracket; marked <= at; marked++)
        in->text[marked] = MARKED;
    return true;
}

static bool is_blank(uint32_t c) { return c == MARKED || is_space(c); }

/* Takes white space off both ends and marks the markers; false where something is unclear. */
static bool prepare(paragraph *in) {
    while (in->first < in->end && is_space(in->text[in->first]))
        in->first++;
    while (in->end > in->first && is_space(in->text[in->end - 1]))
        in->end--;
    for (size_t at = in->first; at < in->end; at++)
        if (is_unclear(in->text[at]) || (in->text[at] == '[' && !blank_marker(in, at)))
            return false;
    uint32_t opens = in->first < in->end ? in->text[in->first] : ' ';
    in->opens_small = is_small(opens);
    in->last = in->first;
    return opens < 0x80 || is_opening(opens);
}

/* Whether what stands in front of the stop is a word, no abbreviation and no initial. */
static bool is_word_before(const paragraph *in, size_t stop, size_t after) {
    char word[LONGEST_WORD];
    size_t size = 0;
    while (size < LONGEST_WORD && stop - size > in->last && is_plain(in->text[stop - size - 1]))
        size++;
    size_t start = stop - size;
    bool initial = size == 1 && is_capital(in->text[start]);
    if (!size || initial || start == in->last || after - start >= NEAR)
        return false;
    uint32_t before = in->text[start - 1];
    if (!is_blank(before) && !is_opening(before))
        return false;
    for (size_t at = 0; at < size; at++) {
        uint32_t c = in->text[start + at];
        word[at] = (char)(is_capital(c) ? c + ('a' - 'A') : c);
    }
    return names_find(in->abbreviations, word, size) == NAMES_NONE;
}

/* Whether what ends at `stop` is too much for the number in front of a heading. */
static bool is_much(const paragraph *in, size_t stop, size_t after) {
    if (after - in->last > NEAR)
        return true;
    int blanks = 0;
    for (size_t at = in->last; at < stop; at++)
        blanks += in->text[at] == ' ';
    return blanks > 1 && is_plain(in->text[stop - 1]);
}

/* Whether a sentence ends with the stops from `stop` on, and one begins at `after`. */
static verdict judge(const paragraph *in, size_t stop, size_t stops, size_t after) {
    size_t word = after;
    while (word < in->end && word < after + MOST_OPENING && is_opening(in->text[word]))
        word++;
    uint32_t ahead = word < in->end ? in->text[word] : 0;
    uint32_t second = word + 1 < in->end ? in->text[word + 1] : ' ';
    if (is_small(ahead) && !in->opens_small && second < 0x80 && !is_capital(second))
        return NO;
    if ((!is_capital(ahead) && !is_figure(ahead)) || !is_much(in, stop, after))
        return NOT_CLEAR;
    bool dot = false;
    for (size_t at = stop; at < stop + stops; at++)
        dot |= in->text[at] == '.';
    if (!dot)
        return YES;
    if (stops > 1 || stop == in->last)
        return NOT_CLEAR;
    uint32_t before = in->text[stop - 1];
    bool no_letter = is_figure(before) || before == ')' || before == ']' || before == '%';
    if (is_capital(ahead) && no_letter)
        return YES;
    return is_word_before(in, stop, after) ? YES : NOT_CLEAR;
}

/* Looks at the stops from `at` on; gives where to look further, and judges whether a sentence
 * begins there. */
static size_t behind_stop(const paragraph *in, size_t at, verdict *begins) {
    size_t stop = at, closing = 0;
    *begins = NO;
    while (at < in->end && is_stop(in->text[at]))
        at++;
    size_t stops_end = at;
    while (at < in->end && closing <= MOST_CLOSING && is_closing(in->text[at]))
        at++, closing++;
    size_t after = at;
    while (after < in->end && is_blank(in->text[after]))
        after++;
    if (after == at || after == in->end)
        return stops_end; /* no white space, or nothing behind it */
    *begins = closing > MOST_CLOSING ? NOT_CLEAR : judge(in, stop, stops_end - stop, after);
    return after;
}

static uint32_t end_before(const paragraph *in, size_t at) {
    while (is_space(in->text[at - 1]))
        at--;
    return (uint32_t)(in->base + at);
}

/* Finds where the sentences of a paragraph begin and end; gives how many, or UNCLEAR. */
static uint32_t find(paragraph *in, uint32_t *starts, uint32_t *ends, size_t room) {
    if (!room || !prepare(in))
        return UNCLEAR;
    if (in->first == in->end)
        return 0;
    size_t count = 0;
    for (size_t at = in->first; at < in->end;) {
        verdict begins = NO;
        at = is_stop(in->text[at]) ? behind_stop(in, at, &begins) : at + 1;
        if (begins == NOT_CLEAR || count + 1 >= room)
            return UNCLEAR;
        if (begins == YES) {
            starts[count] = (uint32_t)(in->base + in->last);
            ends[count++] = end_before(in, at);
            in->last = at;
        }
    }
    starts[count] = (uint32_t)(in->base + in->last);
    ends[count] = (uint32_t)(in->base + in->end);
    return (uint32_t)count + 1;
}

/* The abbreviations, in small letters and each closed by a zero byte; NULL: no memory. */
names *citebot_abbreviations_new(const char *written, size_t size) {
    names *made = malloc(sizeof *made);
    if (!made)
        return NULL;
    bool none = names_init(made);
    for (size_t at = 0; !none && at < size; at += strlen(written + at) + 1)
        none = names_number(made, written + at, strlen(written + at)) == NAMES_NONE;
    if (!none)
        return made;
    names_free(made);
    free(made);
    return NULL;
}

/* Finds the sentences of paragraphs: places, in order, in a document of which `text` is a part,
 * from the character `base` on.
 *
 * `counts` gets how many each has, or UNCLEAR; their places are put one behind the other into
 * `starts` and `ends`, which have `room`. The text is not what it was afterwards.
 */
void citebot_sentences(const names *abbreviations, uint32_t *text, size_t base,
                       const uint32_t *paragraphs, const uint32_t *paragraph_ends, size_t count,
                       uint32_t *counts, uint32_t *starts, uint32_t *ends, size_t room) {
    size_t found = 0;
    for (size_t number = 0; number < count; number++) {
        paragraph in = {.text = text,
                        .first = paragraphs[number] - base,
                        .end = paragraph_ends[number] - base,
                        .base = base,
                        .abbreviations = abbreviations};
        counts[number] = find(&in, starts + found, ends + found, room - found);
        found += counts[number] == UNCLEAR ? 0 : counts[number];
    }
}
