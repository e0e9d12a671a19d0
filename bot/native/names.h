/* Numbers byte strings from 0, in the order in which they are first seen.
 *
 * Left out: removing a string.
 */

#ifndef CITEBOT_NAMES_H
#define CITEBOT_NAMES_H

#include <stddef.h>
#include <stdint.h>

#define NAMES_NONE UINT32_MAX /* no number */

typedef struct {
    uint32_t hash, number; /* of a name; NAMES_NONE in an empty slot */
} slot;

typedef struct {
    char *bytes;    /* all names in order, a zero byte behind each */
    size_t size;    /* of these bytes */
    size_t room;    /* for bytes */
    size_t *starts; /* where each name begins, and the next will */
    uint32_t count; /* names */
    uint32_t limit; /* names that there is room for */
    slot *slots;    /* a hash table */
    uint32_t mask;  /* slots, a power of two, less one */
} names;

/* Makes an empty numbering. Gives 0, or -1 where there is no memory; then, too, it can be freed. */
int names_init(names *of);

void names_free(names *of);

/* The number of a name, or NAMES_NONE where it was never seen. */
uint32_t names_find(const names *of, const char *name, size_t size);

/* The number of a name, a new one at first sight; NAMES_NONE where there is no memory. */
uint32_t names_number(names *of, const char *name, size_t size);

/* The numbers of several names, in one piece: `first` has where each begins and the last ends.
 *
 * In a large table nearly every look is at memory that is far away, so it is asked for some names
 * ahead. Gives 0, or -1 where there is no memory.
 */
int names_numbers(names *of, const char *all, const int64_t *first, size_t count,
                  int64_t *numbers);

#endif
