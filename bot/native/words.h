/* Cuts text in UTF-8 into pieces between white space, and pieces into words.
 *
 * No word reaches across white space. Only what ASCII has of it is told here, so that a piece
 * may hold other; it is unclear then. A piece is clear where it is ASCII letters alone, or
 * figures alone, between ASCII signs: that is one word, and its normal form is the letters in
 * lower case. What words any other piece has, only `bot.text.words` knows; who calls finds
 * that out once and remembers it.
 */

#ifndef CITEBOT_WORDS_H
#define CITEBOT_WORDS_H

#include "names.h"

#include <stddef.h>
#include <stdint.h>

enum {
    LONGEST_FORM = 64,  /* bytes; a clear piece with a longer word counts as unclear */
    LONGEST_KNOWN = 64, /* bytes; a longer unclear piece is not remembered */
};

typedef enum { PIECE_NONE, PIECE_CLEAR, PIECE_UNCLEAR } piece_kind;

typedef struct {
    size_t start, end;       /* its bytes in the text */
    char form[LONGEST_FORM]; /* of a clear one: its word in normal form, not closed by a zero */
    size_t size;             /* of the form; 0 where there are only signs, and so no word */
} piece;

/* The first piece at `at` or behind it; PIECE_NONE where there is none before `end`. */
piece_kind next_piece(const char *text, size_t at, size_t end, piece *found);

/* The words of some texts, as the numbers of their forms. Python reads the first two fields. */
typedef struct {
    uint32_t *numbers; /* of all words taken in, in order */
    size_t count;      /* of these; whoever sets it back takes the last ones out again */
    size_t room;       /* for these */
    names forms;       /* normal forms */
    names known;       /* unclear pieces whose words are known */
    uint32_t *runs;    /* the words of those pieces, piece by piece */
    size_t *run_ends;  /* where each one's end */
    size_t runs_room, ends_room;
} words;

/* Passages that follow each other in a text. */
typedef struct {
    const char *text;
    const uint32_t *sizes; /* bytes of each passage */
    size_t passages;
    const uint32_t *above; /* words that stand above each of them */
    size_t above_count;
    uint32_t *counts; /* is filled: how many words each has, with those above */
} passages;

/* How far they are read; all zeros to begin with. */
typedef struct {
    size_t passage;
    size_t passage_end; /* in bytes; 0 where it is not begun */
    size_t start, end;  /* the last piece that was unclear; what comes behind it is not read */
} progress;

enum { WORDS_DONE = 0, WORDS_UNCLEAR = 1, WORDS_NO_MEMORY = -1 };

/* NULL where there is no memory. */
words *citebot_words_new(void);

void citebot_words_free(words *of);

/* Takes in passages up to a piece whose words are to be learnt, or to the end.
 *
 * After WORDS_UNCLEAR, `citebot_words_learn` is to be called, and then this again.
 */
int citebot_words_take(words *of, const passages *from, progress *at);

/* Takes in the words of an unclear piece, and remembers them. Each is closed by a zero byte. */
int citebot_words_learn(words *of, const char *written, size_t size, const char *forms,
                        size_t forms_size);

/* All forms in the order of their numbers, each closed by a zero byte. */
const char *citebot_words_forms(const words *of, size_t *size);

#endif
