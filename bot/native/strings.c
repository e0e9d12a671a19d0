/* Columns of strings: numbers them, sorts them, finds them. See index/strings.py.

   A column of n strings is their bytes in one piece, and n + 1 places where each begins and the
   last ends. Strings are compared byte by byte.

   Left out on purpose: what the strings are, and who may call: a numbering (see names.h) is for
   one thread at a time. */

#include "names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void citebot_numbering_free(names *all) {
    names_free(all);
    free(all);
}

/* NULL where there is no memory. */
names *citebot_numbering_new(void) {
    names *all = malloc(sizeof *all);
    if (all && names_init(all)) {
        citebot_numbering_free(all);
        return NULL;
    }
    return all;
}

/* The numbers of n strings. Gives how many strings are known then, or -1 without memory. */
int64_t citebot_numbering_take(names *all, const uint8_t *text, const int64_t *first, int64_t n,
                               int64_t *numbers) {
    int failed = names_numbers(all, (const char *)text, first, (size_t)n, numbers);
    return failed ? -1 : (int64_t)all->count;
}

/* All strings by their numbers; `first` has room for one more than there are, and `text` for as
   many bytes as this gives; either may be NULL. */
int64_t citebot_numbering_all(const names *all, uint8_t *text, int64_t *first) {
    int64_t bytes = 0;
    for (uint32_t at = 0; at < all->count; at++) {
        size_t start = all->starts[at], size = all->starts[at + 1] - start - 1;
        if (text)
            memcpy(text + bytes, all->bytes + start, size);
        if (first)
            first[at] = bytes;
        bytes += (int64_t)size;
    }
    if (first)
        first[all->count] = bytes;
    return bytes;
}

typedef struct {
    uint64_t head; /* the first 8 bytes, as a number that sorts as they do */
    const uint8_t *text;
    int64_t size, number;
} row;

static uint64_t head_of(const uint8_t *text, int64_t size) {
    uint64_t head = 0;
    for (int64_t at = 0; at < 8; at++)
        head = head << 8 | (at < size ? text[at] : 0);
    return head;
}

static int compared(const uint8_t *a, int64_t a_size, const uint8_t *b, int64_t b_size) {
    int64_t both = a_size < b_size ? a_size : b_size;
    int order = memcmp(a, b, (size_t)both);
    return order ? order : (a_size > b_size) - (a_size < b_size);
}

static int by_string(const void *one, const void *other) {
    const row *a = one, *b = other;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return compared(a->text, a->size, b->text, b->size);
}

/* The places of n different strings in sorted order. Gives 0 without memory, else 1. */
int citebot_sorted(const uint8_t *text, const int64_t *first, int64_t n, int64_t *order) {
    row *rows = malloc(((size_t)n + 1) * sizeof *rows);
    if (rows == NULL)
        return 0;
    for (int64_t at = 0; at < n; at++) {
        const uint8_t *own = text + first[at];
        int64_t size = first[at + 1] - first[at];
        rows[at] = (row){head_of(own, size), own, size, at};
    }
    qsort(rows, (size_t)n, sizeof *rows, by_string);
    for (int64_t at = 0; at < n; at++)
        order[at] = rows[at].number;
    free(rows);
    return 1;
}

/* How a string compares with the one at `at` of a column. */
static int against(const uint8_t *text, const int64_t *first, int64_t at, const uint8_t *own,
                   int64_t size) {
    return compared(text + first[at], first[at + 1] - first[at], own, size);
}

/* The place of a string among n sorted ones, of which it comes behind the first `low`. */
static int64_t place(const uint8_t *text, const int64_t *first, int64_t n, int64_t low,
                     const uint8_t *own, int64_t size) {
    int64_t high = low;
    for (int64_t leap = 1; high < n && against(text, first, high, own, size) < 0; leap *= 2) {
        low = high + 1;
        high += leap;
    }
    high = high < n ? high : n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (against(text, first, middle, own, size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where each of `wanted_n` sorted strings is, or would be, among n sorted ones; and which are. */
void citebot_places(const uint8_t *text, const int64_t *first, int64_t n, const uint8_t *wanted,
                    const int64_t *wanted_first, int64_t wanted_n, int64_t *places,
                    uint8_t *known) {
    int64_t low = 0;
    for (int64_t at = 0; at < wanted_n; at++) {
        const uint8_t *own = wanted + wanted_first[at];
        int64_t size = wanted_first[at + 1] - wanted_first[at];
        low = place(text, first, n, low, own, size);
        places[at] = low;
        known[at] = low < n && against(text, first, low, own, size) == 0;
    }
}

/* Strings in another order, in one piece; `out` has room for all. */
void citebot_gathered(const uint8_t *text, const int64_t *first, const int64_t *order, int64_t n,
                      uint8_t *out) {
    for (int64_t at = 0; at < n; at++) {
        int64_t begin = first[order[at]], size = first[order[at] + 1] - begin;
        memcpy(out, text + begin, (size_t)size);
        out += size;
    }
}
