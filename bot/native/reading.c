/* Reads sentences for the words of one question: where in them these are.
 *
 * Between two sentences there is white space. Left out: citation markers, which are to be
 * blanked before (see markers.c), and the words of unclear pieces (see words.h), which whoever
 * calls puts in between.
 */

#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { READ_DONE = 0, READ_UNCLEAR = 1 };

/* What a question asks for: word forms, and the number of each. */
typedef struct {
    names forms;
    int32_t *terms; /* form -> its number */
} wanted;

/* Sentences that follow each other in a text, and where in them there is what is asked for. */
typedef struct {
    const char *text;
    const uint32_t *sizes; /* bytes from the start of each to that of the next */
    size_t sentences;
    int32_t *terms;     /* hit -> what is asked for; has room for as many as there are bytes */
    uint32_t *places;   /* hit -> its place among the words of its sentence, from 0 */
    uint32_t *words;    /* is filled: how many each sentence has */
    uint32_t *ends;     /* is filled: where its hits end */
    size_t sentence;    /* where reading is; this and all below are 0 to begin with */
    size_t first, next; /* bytes: the sentence's start, and what comes next in it */
    size_t start;       /* of an unclear piece, which ends at `next` */
    size_t hits;        /* so far */
    size_t count;       /* words of the sentence so far */
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

static void read_word(const wanted *of, const piece *found, reading *at) {
    uint32_t form = names_find(&of->forms, found->form, found->size);
    if (form != NAMES_NONE) {
        at->terms[at->hits] = of->terms[form];
        at->places[at->hits++] = (uint32_t)at->count;
    }
    at->count++;
}

/* Reads on to the end, or up to a piece that is unclear: what it has of words and hits is to be
 * put behind the others then.
 */
int citebot_read(const wanted *of, reading *at) {
    piece found;
    piece_kind kind;
    for (; at->sentence < at->sentences; at->sentence++) {
        size_t end = at->first + at->sizes[at->sentence];
        while ((kind = next_piece(at->text, at->next, end, &found))) {
            at->next = found.end;
            if (kind == PIECE_UNCLEAR) {
                at->start = found.start;
                return READ_UNCLEAR;
            }
            if (found.size)
                read_word(of, &found, at);
        }
        at->words[at->sentence] = (uint32_t)at->count;
        at->ends[at->sentence] = (uint32_t)at->hits;
        at->count = 0;
        at->first = at->next = end;
    }
    return READ_DONE;
}
