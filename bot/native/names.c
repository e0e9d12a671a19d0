/* Numbers byte strings: a hash table with open addressing over one heap of bytes.
 *
 * The hash is FNV-1a (Fowler, Noll and Vo), its bits mixed once more, for words are short.
 *
 * Left out: defence against texts made up so that all words fall into one place. They would
 * take long to be indexed, and that is all.
 */

#include "names.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define SOON(place) __builtin_prefetch(place)
#else
#define SOON(place) ((void)(place))
#endif

enum { AHEAD = 16 }; /* names */
enum { FIRST_SLOTS = 2048, FIRST_LIMIT = 1536, FIRST_ROOM = 8192 };

static uint32_t hash_of(const char *name, size_t size) {
    uint32_t hash = 2166136261u;
    for (size_t at = 0; at < size; at++)
        hash = (hash ^ (unsigned char)name[at]) * 16777619u;
    return hash ^ (hash >> 15);
}

static slot *empty_slots(uint32_t mask) {
    slot *made = malloc((mask + (size_t)1) * sizeof *made);
    if (made)
        memset(made, 0xff, (mask + (size_t)1) * sizeof *made);
    return made;
}

int names_init(names *of) {
    memset(of, 0, sizeof *of);
    of->limit = FIRST_LIMIT;
    of->room = FIRST_ROOM;
    of->mask = FIRST_SLOTS - 1;
    of->bytes = malloc(of->room);
    of->starts = calloc(of->limit + (size_t)1, sizeof *of->starts);
    of->slots = empty_slots(of->mask);
    return of->bytes && of->starts && of->slots ? 0 : -1;
}

void names_free(names *of) {
    free(of->bytes);
    free(of->starts);
    free(of->slots);
}

/* The slot where a name stands, or the empty one where it would be put. */
static slot *slot_of(const names *of, const char *name, size_t size, uint32_t hash) {
    for (uint32_t at = hash & of->mask;; at = (at + 1) & of->mask) {
        slot *here = of->slots + at;
        if (here->number == NAMES_NONE)
            return here;
        if (here->hash != hash)
            continue;
        size_t start = of->starts[here->number];
        size_t length = of->starts[here->number + 1] - start - 1;
        if (length == size && !memcmp(of->bytes + start, name, size))
            return here;
    }
}

/* Makes room for the bytes of one more name, twice as much as before whenever it runs out. */
static int grow_bytes(names *of, size_t size) {
    size_t room = of->room;
    while (room - of->size <= size) {
        if (room > SIZE_MAX / 2)
            return -1;
        room *= 2;
    }
    char *bytes = room == of->room ? of->bytes : realloc(of->bytes, room);
    if (!bytes)
        return -1;
    of->bytes = bytes;
    of->room = room;
    return 0;
}

/* Doubles the table, and puts every name into its new slot. */
static int grow_table(names *of) {
    if (of->limit > UINT32_MAX / 8)
        return -1;
    size_t *starts = realloc(of->starts, (2 * (size_t)of->limit + 1) * sizeof *starts);
    if (!starts)
        return -1;
    of->starts = starts;
    uint32_t mask = 2 * of->mask + 1;
    slot *slots = empty_slots(mask);
    if (!slots)
        return -1;
    for (uint32_t old = 0; old <= of->mask; old++) {
        slot moved = of->slots[old];
        uint32_t at = moved.hash & mask;
        while (moved.number != NAMES_NONE && slots[at].number != NAMES_NONE)
            at = (at + 1) & mask;
        if (moved.number != NAMES_NONE)
            slots[at] = moved;
    }
    free(of->slots);
    of->slots = slots;
    of->mask = mask;
    of->limit *= 2;
    return 0;
}

uint32_t names_find(const names *of, const char *name, size_t size) {
    return slot_of(of, name, size, hash_of(name, size))->number;
}

static uint32_t number_of(names *of, const char *name, size_t size, uint32_t hash) {
    slot *here = slot_of(of, name, size, hash);
    if (here->number != NAMES_NONE)
        return here->number;
    if (grow_bytes(of, size) || (of->count == of->limit && grow_table(of)))
        return NAMES_NONE;
    here = slot_of(of, name, size, hash); /* the table may have grown */
    *here = (slot){hash, of->count};
    memcpy(of->bytes + of->size, name, size);
    of->size += size;
    of->bytes[of->size++] = '\0';
    of->starts[++of->count] = of->size;
    return here->number;
}

uint32_t names_number(names *of, const char *name, size_t size) {
    return number_of(of, name, size, hash_of(name, size));
}

/* Asks for what a look at these hashes will need, the farthest away last. */
static void ask_ahead(const names *of, const uint32_t *hashes, size_t count) {
    for (size_t at = 0; at < count; at++)
        SOON(of->slots + (hashes[at] & of->mask));
    for (size_t at = 0; at < count; at++) {
        uint32_t likely = of->slots[hashes[at] & of->mask].number;
        SOON(of->starts + (likely == NAMES_NONE ? 0 : likely));
    }
    for (size_t at = 0; at < count; at++) {
        uint32_t likely = of->slots[hashes[at] & of->mask].number;
        SOON(of->bytes + of->starts[likely == NAMES_NONE ? 0 : likely]);
    }
}

int names_numbers(names *of, const char *all, const int64_t *first, size_t count,
                  int64_t *numbers) {
    uint32_t hashes[AHEAD];
    for (size_t start = 0; start < count; start += AHEAD) {
        size_t some = count - start < AHEAD ? count - start : AHEAD;
        for (size_t at = start; at < start + some; at++)
            hashes[at - start] = hash_of(all + first[at], (size_t)(first[at + 1] - first[at]));
        ask_ahead(of, hashes, some);
        for (size_t at = start; at < start + some; at++) {
            size_t size = (size_t)(first[at + 1] - first[at]);
            uint32_t number = number_of(of, all + first[at], size, hashes[at - start]);
            if (number == NAMES_NONE)
                return -1;
            numbers[at] = number;
        }
    }
    return 0;
}
