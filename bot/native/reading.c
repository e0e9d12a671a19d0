/* Reads sentences for the words of one question: each word as a number of the question's, or as
 * one that it does not ask for.
 *
 * Between two sentences there is white space. Left out: citation markers, which are to be
 * blanked before (see markers.c), and the words of unclear pieces (see words.h), which whoever
 * calls puts in between.
 */

#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { NOT_ASKED = -1 };
enum { READ_DONE = 0, READ_UNCLEAR = 1 };

/* What a question asks for: word forms, and the number of each. */
typedef struct {
    names forms;
    int32_t *terms; /* form -> its number */
} wanted;

/* Sentences that follow each other in a text, and their words as they are read. */
typedef struct {
    const char *text;
    const uint32_t *sizes; /* bytes from the start of each to that of the next */
    size_t sentences;
    int32_t *terms;     /* the words of all; has room for one a byte */
    uint32_t *counts;   /* is filled: how many each sentence has */
    size_t sentence;    /* where reading is; all of these are 0 to begin with */
    size_t first, next; /* bytes: the sentence's start, and what comes next in it */
    size_t start;       /* of an unclear piece, which ends at `next` */
    size_t count;       /* words so far */
    size_t before;      /* the sentence */
} reading;

void citebot_wanted_free(wanted *of) {
    names_free(&of->forms);
    free(of->terms);
    free(of);
}

/* `forms` are `count` different ones, each closed by a zero byte. NULL where there is no memory. */
wanted *citebot_wanted_new(const char *forms, const int32_t *terms, size_t count) {
    wanted *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    bool failed = names_init(&made->forms);
    made->terms = malloc((count + 1) * sizeof *terms);
    failed |= !made->terms;
    for (size_t at = 0; at < count && !failed; at++) {
        size_t size = strlen(forms);
        failed = names_number(&made->forms, forms, size) != at;
        made->terms[at] = terms[at];
        forms += size + 1;
    }
    if (!failed)
        return made;
    citebot_wanted_free(made);
    return NULL;
}

static int32_t term_of(const wanted *of, const piece *found) {
    uint32_t form = names_find(&of->forms, found->form, found->size);
    return form == NAMES_NONE ? NOT_ASKED : of->terms[form];
}

/* Reads on to the end, or up to a piece that is unclear: its words are to be put behind the
 * others then, and `count` to be set.
 */
int citebot_read(const wanted *of, reading *at) {
    piece found;
    for (; at->sentence < at->sentences; at->sentence++) {
        size_t end = at->first + at->sizes[at->sentence];
        piece_kind kind;
        while ((kind = next_piece(at->text, at->next, end, &found))) {
            at->next = found.end;
            if (kind == PIECE_UNCLEAR) {
                at->start = found.start;
                return READ_UNCLEAR;
            }
            if (found.size)
                at->terms[at->count++] = term_of(of, &found);
        }
        at->counts[at->sentence] = (uint32_t)(at->count - at->before);
        at->before = at->count;
        at->first = at->next = end;
    }
    return READ_DONE;
}
