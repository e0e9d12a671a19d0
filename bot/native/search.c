/* The best passages for weighted terms: MaxScore over windows of passages.

   Terms come in the order of the most that each can add to a score, which brings rare ones
   first. As soon as passages that have none of the first terms cannot be among the best any
   more, the other terms let no passage in: they are only looked up for passages that could
   still win (Turtle and Flood, Query evaluation: strategies and optimizations, Information
   Processing & Management 31:6, 1995). Here that is done for a window of passages at a time,
   whose sums stay in the processor's cache; what the best of the windows so far have makes
   the next ones short. Scores are sums in the order of the terms, to the last bit those of a
   plain sum in that order.

   Left out on purpose: checksums (the caller has checked all that is read here), and what
   terms mean. Numbers that point outside of the index are passed over all the same. */

#include <stdint.h>
#include <stdlib.h>

#define BLOCK_BITS 16    /* postings lie in blocks of passages that agree in all higher bits */
#define BLOCK ((int64_t)1 << BLOCK_BITS)
#define WINDOW ((int64_t)1 << 13) /* passages; a part of a block */
#define SMALLEST ((int64_t)1 << 8) /* of the first windows, for there is no limit yet */
#define LOOKUP 16         /* postings that are passed over in the time of one look-up */
#define SLACK (1 - 1e-9) /* more than sums in another order are wrong by */
#define NOWHERE INT64_MAX
#define NO_MEMORY (-1)

typedef struct { /* unsigned numbers of 1, 2, 4 or 8 bytes */
    const void *items;
    int64_t width, count;
} column;

typedef struct { /* what an index has of its postings */
    column low;          /* posting -> its passage's lower bits, 2 bytes */
    column times;        /* posting -> a row of `impact` */
    column words;        /* passage -> a column of `impact` */
    column impact;       /* impacts without idf, row by row: doubles */
    int64_t lengths;     /* numbers in a row */
    column block_first;  /* block -> its first posting; one more at the end */
    column block_number; /* block -> its passages' higher bits */
} postings;

typedef struct { /* a term that is asked for */
    int64_t block, end;  /* its blocks */
    double weight, most; /* times its impacts; what these can add at most */
} term;

typedef struct { /* a term on its way through the passages */
    int64_t block, end;  /* blocks: the one it is at, and where they end */
    int64_t base;        /* the first passage of that block; NOWHERE in front of and behind all */
    int64_t at, last;    /* postings of that block that are still to come */
    double weight, rest; /* `rest`: what this term and all later ones can add at most */
} cursor;

typedef struct {
    const postings *of;
    int64_t first, end; /* passages that are looked at */
    cursor *terms;
    int64_t count;      /* of terms */
    int64_t essential;  /* terms from this one on let no passage in */
    double limit;       /* as many passages as are wanted reach it */
    int64_t wanted, found;
    int64_t *passages;  /* the best so far, best first */
    double *scores;
    double *sums;       /* passage of the window -> its sum so far */
    uint16_t *touched;  /* those that have a sum */
    int64_t candidates; /* how many these are */
    int64_t read;       /* postings that were looked at */
    int64_t size;       /* passages of the next window, a power of 2 */
} search;

static inline int64_t item(const column *c, int64_t width, int64_t at) {
    switch (width) {
    case 1: return ((const uint8_t *)c->items)[at];
    case 2: return ((const uint16_t *)c->items)[at];
    case 4: return ((const uint32_t *)c->items)[at];
    default: return (int64_t)((const uint64_t *)c->items)[at];
    }
}

static inline int64_t low(const postings *of, int64_t posting) {
    return item(&of->low, 2, posting);
}

static inline double impact(const postings *of, int64_t posting, int64_t passage,
                            int64_t times, int64_t words) {
    if (passage >= of->words.count) return 0.0;
    int64_t place = item(&of->times, times, posting) * of->lengths
                    + item(&of->words, words, passage);
    return place < of->impact.count ? ((const double *)of->impact.items)[place] : 0.0;
}

/* The first of the ascending postings from `at` to `end` whose lower bits are not below. */
static int64_t lower_bound(const postings *of, int64_t at, int64_t end, int64_t bits) {
    int64_t size = end - at;
    while (size > 0) {
        int64_t half = size / 2;
        int below = low(of, at + half) < bits;
        at += below ? half + 1 : 0;
        size = below ? size - half - 1 : half;
    }
    return at;
}

/* Enters the block that the cursor has come to; false where it leads outside of the index. */
static int enter(const postings *of, cursor *c) {
    int64_t width = of->block_first.width;
    if (c->block + 1 >= of->block_first.count || c->block >= of->block_number.count) return 0;
    int64_t number = item(&of->block_number, of->block_number.width, c->block);
    if (number < 0 || number > of->words.count >> BLOCK_BITS) return 0;
    c->base = number << BLOCK_BITS;
    c->at = item(&of->block_first, width, c->block);
    c->last = item(&of->block_first, width, c->block + 1);
    return c->last <= of->low.count && c->last <= of->times.count;
}

/* Goes on to the first posting that is not in front of `passage`. */
static void move_to(const postings *of, cursor *c, int64_t passage) {
    int within = c->base != NOWHERE;
    while (within || c->block < c->end) {
        if (!within && !enter(of, c)) break;
        if (c->base + BLOCK > passage) {
            if (c->at < c->last && c->base + low(of, c->at) < passage)
                c->at = lower_bound(of, c->at, c->last, passage - c->base);
            if (c->at < c->last) return;
        }
        within = 0;
        c->block++;
    }
    c->base = NOWHERE;
    c->block = c->end;
}

static int64_t here(const postings *of, const cursor *c) {
    return c->base == NOWHERE ? NOWHERE : c->base + low(of, c->at);
}

/* The end of a cursor's postings in front of `stop`, which is behind the one it is at. */
static int64_t until(const postings *of, const cursor *c, int64_t stop) {
    if (stop - c->base >= BLOCK) return c->last;
    return lower_bound(of, c->at + 1, c->last, stop - c->base);
}

/* Calls a function of two widths at its end so that it is compiled for the usual ones. */
#define BY_WIDTH(of, function, ...)                                                   \
    do {                                                                              \
        int64_t times = (of)->times.width, words = (of)->words.width;                 \
        if (times == 1 && words == 1) function(__VA_ARGS__, 1, 1);                    \
        else if (times == 1 && words == 2) function(__VA_ARGS__, 1, 2);               \
        else function(__VA_ARGS__, times, words);                                     \
    } while (0)

/* Adds a term to the sums of a window; every passage that has it is let in. */
static inline void let_in(search *s, cursor *c, int64_t end, int64_t times, int64_t words) {
    int64_t candidates = s->candidates;
    s->read += end - c->at;
    for (int64_t posting = c->at; posting < end; posting++) {
        int64_t bits = low(s->of, posting), at = bits & (WINDOW - 1);
        double before = s->sums[at];
        s->touched[candidates] = (uint16_t)at;
        candidates += (before == 0.0) & (candidates < WINDOW);
        s->sums[at] = before + impact(s->of, posting, c->base + bits, times, words) * c->weight;
    }
    s->candidates = candidates;
}

/* Adds a term to the sums of those passages that are let in already: along its postings. */
static inline void add_along(search *s, cursor *c, int64_t end, int64_t times, int64_t words) {
    s->read += end - c->at;
    for (int64_t posting = c->at; posting < end; posting++) {
        int64_t bits = low(s->of, posting), at = bits & (WINDOW - 1);
        if (s->sums[at] != 0.0)
            s->sums[at] += impact(s->of, posting, c->base + bits, times, words) * c->weight;
    }
}

/* The same along the passages, where these are few. */
static inline void look_up(search *s, cursor *c, int64_t end, int64_t window, int64_t times,
                           int64_t words) {
    s->read += s->candidates * LOOKUP;
    for (int64_t n = 0; n < s->candidates; n++) {
        int64_t bits = window - c->base + s->touched[n];
        int64_t posting = lower_bound(s->of, c->at, end, bits);
        if (posting < end && low(s->of, posting) == bits)
            s->sums[s->touched[n]] +=
                impact(s->of, posting, c->base + bits, times, words) * c->weight;
    }
}

/* Gives up the passages of the window that cannot win with all that is still to be added. */
static void prune(search *s, double rest) {
    double least = s->limit * SLACK - rest;
    if (least <= 0.0) return;
    int64_t kept = 0;
    for (int64_t n = 0; n < s->candidates; n++) { /* without a branch, which none could foretell */
        uint16_t at = s->touched[n];
        int wins = s->sums[at] >= least;
        s->touched[kept] = at;
        s->sums[at] *= wins;
        kept += wins;
    }
    s->candidates = kept;
}

/* Puts a passage among the best, if it is one of them; equals stand in the order of passages. */
static void keep(search *s, int64_t passage, double score) {
    int64_t at = s->found;
    while (at > 0 && (score > s->scores[at - 1]
                      || (score == s->scores[at - 1] && passage < s->passages[at - 1])))
        at--;
    if (at == s->wanted) return;
    if (s->found < s->wanted) s->found++;
    for (int64_t n = s->found - 1; n > at; n--) {
        s->passages[n] = s->passages[n - 1];
        s->scores[n] = s->scores[n - 1];
    }
    s->passages[at] = passage;
    s->scores[at] = score;
}

static void set_limit(search *s, double reached) {
    if (reached > s->limit) s->limit = reached;
    while (s->essential > 0 && s->terms[s->essential - 1].rest < s->limit * SLACK)
        s->essential--;
}

/* Takes in the passages of one window, from `window` (a multiple of WINDOW) to `stop`. */
static void take_in(search *s, int64_t window, int64_t stop) {
    s->candidates = 0;
    for (int64_t n = 0; n < s->essential; n++) {
        cursor *c = &s->terms[n];
        if (here(s->of, c) >= stop) continue;
        int64_t end = until(s->of, c, stop);
        BY_WIDTH(s->of, let_in, s, c, end);
        c->at = end;
        move_to(s->of, c, stop);
    }
    for (int64_t n = s->essential; n < s->count && s->candidates; n++) {
        cursor *c = &s->terms[n];
        prune(s, c->rest);
        move_to(s->of, c, window);
        if (here(s->of, c) >= stop) continue;
        int64_t end = until(s->of, c, stop);
        if (s->candidates * LOOKUP < end - c->at) BY_WIDTH(s->of, look_up, s, c, end, window);
        else BY_WIDTH(s->of, add_along, s, c, end);
    }
    for (int64_t n = 0; n < s->candidates; n++) {
        uint16_t at = s->touched[n];
        keep(s, window + at, s->sums[at]);
        s->sums[at] = 0.0;
    }
    if (s->found == s->wanted) set_limit(s, s->scores[s->wanted - 1]);
}

static void prepare(search *s, const term *terms) {
    double rest = 0.0;
    for (int64_t n = s->count - 1; n >= 0; n--) {
        rest += terms[n].most;
        s->terms[n] = (cursor){terms[n].block, terms[n].end, NOWHERE, 0, 0, terms[n].weight, rest};
        move_to(s->of, &s->terms[n], s->first);
    }
}

static void run(search *s) {
    for (;;) {
        int64_t next = NOWHERE;
        for (int64_t n = 0; n < s->essential; n++) {
            int64_t passage = here(s->of, &s->terms[n]);
            if (passage < next) next = passage;
        }
        if (next >= s->end) return;
        int64_t window = next & ~(WINDOW - 1), stop = (next | (s->size - 1)) + 1;
        take_in(s, window, stop < s->end ? stop : s->end);
        if (s->size < WINDOW) s->size *= 2;
    }
}

/* The `wanted` (1 or more) best of the passages from `first` to `end` for `count` terms, best
   first: their numbers and scores. Gives how many were found, or NO_MEMORY; `read` is set to
   about how many postings were looked at. */
int64_t citebot_search(const postings *of, const term *terms, int64_t count, int64_t first,
                       int64_t end, int64_t wanted, int64_t *passages, double *scores,
                       int64_t *read) {
    search s = {.of = of, .first = first, .end = end, .count = count, .essential = count,
                .wanted = wanted, .size = SMALLEST, .passages = passages, .scores = scores};
    s.terms = malloc((size_t)(count + 1) * sizeof(cursor));
    s.sums = calloc((size_t)WINDOW, sizeof(double));
    s.touched = malloc((size_t)(WINDOW + 1) * sizeof(uint16_t));
    if (s.terms && s.sums && s.touched) {
        prepare(&s, terms);
        run(&s);
    } else {
        s.found = NO_MEMORY;
    }
    *read = s.read;
    free(s.terms);
    free(s.sums);
    free(s.touched);
    return s.found;
}

/* A cursor at the first posting of a term that is not in front of a passage. */
static cursor at_passage(const postings *of, const term *p, int64_t passage) {
    int64_t first = p->block, end = p->end, number = passage >> BLOCK_BITS;
    const column *numbers = &of->block_number;
    while (first < end && end <= numbers->count) {
        int64_t middle = first + (end - first) / 2;
        if (item(numbers, numbers->width, middle) < number) first = middle + 1;
        else end = middle;
    }
    cursor c = {first, p->end, NOWHERE, 0, 0, p->weight, 0.0};
    move_to(of, &c, passage);
    return c;
}

/* The impacts, times their weights, of `count` terms on some passages: a row for each passage,
   with 0 for what it does not have. */
void citebot_impacts(const postings *of, const term *terms, int64_t count,
                     const int64_t *passages, int64_t rows, double *impacts) {
    for (int64_t row = 0; row < rows; row++)
        for (int64_t n = 0; n < count; n++) {
            cursor c = at_passage(of, &terms[n], passages[row]);
            double found = 0.0;
            if (here(of, &c) == passages[row])
                found = impact(of, c.at, passages[row], of->times.width, of->words.width);
            impacts[row * count + n] = found * c.weight;
        }
}
