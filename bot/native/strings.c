/* Columns of strings: numbers them, sorts them, finds them. See index/strings.py.

   A column of n strings is their bytes in one piece, and n + 1 places where each begins and the
   last ends. Strings are compared byte by byte.

   Left out on purpose: what the strings are, and who may call: a numbering is for one thread
   at a time. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A place of a hash table: a string's number + 1, or 0, and a part of its hash. */
typedef struct {
    uint32_t number, tag;
} slot;

/* Numbers strings from 0 as they come: a hash table with linear probing. */
typedef struct {
    uint8_t *text;
    int64_t *first; /* count + 1 */
    slot *slots;    /* mask + 1 */
    uint64_t mask;
    int64_t count, bytes, size; /* bytes of `size` are used */
} numbering;

void citebot_numbering_free(numbering *all) {
    if (all != NULL) {
        free(all->text);
        free(all->first);
        free(all->slots);
        free(all);
    }
}

numbering *citebot_numbering_new(void) {
    numbering *all = calloc(1, sizeof *all);
    if (all == NULL)
        return NULL;
    all->mask = (1 << 11) - 1;
    all->size = 1 << 14;
    all->text = malloc((size_t)all->size);
    all->first = calloc(all->mask + 2, sizeof *all->first);
    all->slots = calloc(all->mask + 1, sizeof *all->slots);
    if (all->text == NULL || all->first == NULL || all->slots == NULL) {
        citebot_numbering_free(all);
        return NULL;
    }
    return all;
}

static uint64_t mixed(uint64_t hash) {
    hash *= UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

static uint64_t hash_of(const uint8_t *text, int64_t size) {
    uint64_t hash = (uint64_t)size, part;
    for (; size >= 8; text += 8, size -= 8) {
        memcpy(&part, text, 8);
        hash = mixed(hash ^ part);
    }
    part = 0;
    memcpy(&part, text, (size_t)size);
    return mixed(mixed(hash ^ part));
}

static uint32_t tag_of(uint64_t hash) { return (uint32_t)(hash >> 32); }

/* Twice as much room for strings. Gives 0 where there is no memory for that. */
static int grown(numbering *all) {
    uint64_t mask = 2 * all->mask + 1;
    int64_t *first = realloc(all->first, (size_t)(mask + 2) * sizeof *first);
    if (first == NULL)
        return 0;
    all->first = first;
    slot *slots = calloc((size_t)mask + 1, sizeof *slots);
    if (slots == NULL)
        return 0;
    for (int64_t at = 0; at < all->count; at++) {
        uint64_t hash = hash_of(all->text + first[at], first[at + 1] - first[at]);
        uint64_t place = hash & mask;
        while (slots[place].number)
            place = (place + 1) & mask;
        slots[place] = (slot){(uint32_t)at + 1, tag_of(hash)};
    }
    free(all->slots);
    all->slots = slots;
    all->mask = mask;
    return 1;
}

static int has_room(numbering *all, int64_t size) {
    if ((uint64_t)all->count > all->mask / 2 && !grown(all)) /* half of it is used */
        return 0;
    if (all->bytes + size <= all->size)
        return 1;
    size_t wanted = 2 * (size_t)all->size + (size_t)size;
    uint8_t *text = realloc(all->text, wanted);
    if (text == NULL)
        return 0;
    all->text = text;
    all->size = (int64_t)wanted;
    return 1;
}

/* The number of a string, or -1 where there is no memory for a new one. */
static int64_t number(numbering *all, uint64_t hash, const uint8_t *text, int64_t size) {
    if (!has_room(all, size))
        return -1;
    uint64_t place = hash & all->mask;
    for (; all->slots[place].number; place = (place + 1) & all->mask) {
        int64_t at = (int64_t)all->slots[place].number - 1;
        if (all->slots[place].tag == tag_of(hash) && all->first[at + 1] - all->first[at] == size &&
            memcmp(all->text + all->first[at], text, (size_t)size) == 0)
            return at;
    }
    memcpy(all->text + all->bytes, text, (size_t)size);
    all->bytes += size;
    all->first[++all->count] = all->bytes;
    all->slots[place] = (slot){(uint32_t)all->count, tag_of(hash)};
    return all->count - 1;
}

#define AHEAD 16

#if defined(__GNUC__)
#define SOON(place) __builtin_prefetch(place)
#else
#define SOON(place) ((void)(place))
#endif

/* The numbers of n strings. Gives how many strings are known then, or -1 without memory.

   In a large table nearly every look is at memory that is far away; so it is asked for some
   strings ahead. */
int64_t citebot_numbering_take(numbering *all, const uint8_t *text, const int64_t *first,
                               int64_t n, int64_t *numbers) {
    uint64_t hashes[AHEAD];
    for (int64_t start = 0; start < n; start += AHEAD) {
        int64_t count = n - start < AHEAD ? n - start : AHEAD;
        const int64_t *begin = first + start;
        for (int64_t at = 0; at < count; at++) {
            hashes[at] = hash_of(text + begin[at], begin[at + 1] - begin[at]);
            SOON(all->slots + (hashes[at] & all->mask));
        }
        for (int64_t at = 0; at < count; at++)
            SOON(all->first + all->slots[hashes[at] & all->mask].number);
        for (int64_t at = 0; at < count; at++) {
            uint32_t likely = all->slots[hashes[at] & all->mask].number;
            SOON(all->text + all->first[likely ? likely - 1 : 0]);
        }
        for (int64_t at = 0; at < count; at++) {
            int64_t size = begin[at + 1] - begin[at];
            numbers[start + at] = number(all, hashes[at], text + begin[at], size);
            if (numbers[start + at] < 0)
                return -1;
        }
    }
    return all->count;
}

/* All strings by their numbers; `first` has room for one more than there are, and `text` for as
   many bytes as this gives; either may be NULL. */
int64_t citebot_numbering_all(const numbering *all, uint8_t *text, int64_t *first) {
    if (text != NULL)
        memcpy(text, all->text, (size_t)all->bytes);
    if (first != NULL)
        memcpy(first, all->first, ((size_t)all->count + 1) * sizeof *first);
    return all->bytes;
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
