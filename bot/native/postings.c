/* Merges postings: those of the index before, and of what is new. See index/merge.py.

   One pass over a stretch of terms gives all that is stored of their postings: lower bits and
   codes, where blocks begin, how many there are, and each term's largest impact. Stretches have
   nothing in common, so that several threads may each merge one.

   Left out on purpose: where postings come from and go to. The caller has made sure that all
   places are inside of what they point into. */

#include <stdint.h>
#include <string.h>

#define NOWHERE UINT32_MAX
#define BLOCK_BITS 16

/* The postings of the index before. */
typedef struct {
    const int64_t *term_block;    /* for each term its first block, and the last one's end */
    const uint32_t *block_number; /* the upper bits of a block's passages */
    const int64_t *block_first;   /* for each block its first posting, and the last one's end */
    const uint16_t *lows;
    const uint8_t *codes;
    const uint32_t *moved;  /* a passage's number now, or NOWHERE */
    const uint8_t *recoded; /* a code's number now */
} kept_postings;

/* The postings of documents that are new, gathered by term. */
typedef struct {
    const int64_t *first; /* for each term its first posting, and the last one's end */
    const uint32_t *passages;
    const uint8_t *codes;
} new_postings;

/* A row for each code, a column for each length of a passage. */
typedef struct {
    const double *table;
    int64_t lengths;
    const uint16_t *of_passage;
} impact_table;

/* What is stored: for each posting, each block, each term; and which codes there are. */
typedef struct {
    uint16_t *lows;
    uint8_t *codes;
    uint32_t *block_numbers;
    int64_t *block_sizes;
    int64_t *term_blocks;
    int64_t *frequencies;
    double *tops;
    uint8_t *seen; /* 256 */
} merged_postings;

/* Structures go by value, so that no store can be taken for one into them.

   How far the output is filled, and where the block that is being filled began. */
typedef struct {
    int64_t postings, blocks, opened;
    uint32_t upper;
    double top;
} place;

static inline void put(merged_postings out, impact_table impacts, place *at, uint32_t passage,
                       uint8_t code) {
    if (passage >> BLOCK_BITS != at->upper) {
        if (at->upper != NOWHERE)
            out.block_sizes[at->blocks++] = at->postings - at->opened;
        at->upper = passage >> BLOCK_BITS;
        at->opened = at->postings;
        out.block_numbers[at->blocks] = at->upper;
    }
    double impact = impacts.table[code * impacts.lengths + impacts.of_passage[passage]];
    if (impact > at->top)
        at->top = impact;
    out.lows[at->postings] = (uint16_t)passage;
    out.codes[at->postings++] = code;
    out.seen[code] = 1;
}

/* Put a block of the index before, with what is new and comes before it. */
static int64_t put_block(merged_postings out, impact_table impacts, place *at,
                         kept_postings kept, int64_t block, new_postings fresh, int64_t next,
                         int64_t last) {
    const uint32_t *moved = kept.moved + ((int64_t)kept.block_number[block] << BLOCK_BITS);
    place here = *at;
    int64_t end = kept.block_first[block + 1];
    for (int64_t p = kept.block_first[block]; p < end; p++) {
        uint32_t passage = moved[kept.lows[p]];
        if (passage == NOWHERE)
            continue;
        for (; next < last && fresh.passages[next] < passage; next++)
            put(out, impacts, &here, fresh.passages[next], fresh.codes[next]);
        put(out, impacts, &here, passage, kept.recoded[kept.codes[p]]);
    }
    *at = here;
    return next;
}

/* Merge the postings of n terms; `old` has the number that each has in the index before, or -1.
   Gives how many postings there are. */
int64_t citebot_merge(const kept_postings *kept, const int64_t *old, const new_postings *fresh,
                      int64_t n, const impact_table *impacts, merged_postings *out) {
    place at = {0, 0, 0, NOWHERE, 0.0};
    for (int64_t term = 0; term < n; term++) {
        int64_t postings = at.postings, blocks = at.blocks;
        int64_t next = fresh->first[term], last = fresh->first[term + 1];
        at.upper = NOWHERE;
        at.top = 0.0;
        if (old[term] >= 0)
            for (int64_t b = kept->term_block[old[term]]; b < kept->term_block[old[term] + 1]; b++)
                next = put_block(*out, *impacts, &at, *kept, b, *fresh, next, last);
        for (; next < last; next++)
            put(*out, *impacts, &at, fresh->passages[next], fresh->codes[next]);
        if (at.upper != NOWHERE)
            out->block_sizes[at.blocks++] = at.postings - at.opened;
        out->term_blocks[term] = at.blocks - blocks;
        out->frequencies[term] = at.postings - postings;
        out->tops[term] = at.top;
    }
    return at.postings;
}

/* Bring the postings of one run to where its n terms, which are numbered from `base`, have the
   place of their next one. */
void citebot_scatter(const uint32_t *terms, const uint32_t *counts, int64_t n, int64_t base,
                     const uint32_t *passages, const uint8_t *codes, const uint8_t *recoded,
                     int64_t *places, uint32_t *out_passages, uint8_t *out_codes) {
    for (int64_t at = 0; at < n; at++) {
        int64_t to = places[terms[at] - base], count = counts[at];
        places[terms[at] - base] += count;
        memcpy(out_passages + to, passages, (size_t)count * sizeof *passages);
        for (int64_t p = 0; p < count; p++)
            out_codes[to + p] = recoded[codes[p]];
        passages += count;
        codes += count;
    }
}
