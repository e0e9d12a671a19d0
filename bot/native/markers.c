/* Blanks citation markers, as `without_markers` in bot/passages/citations.py does, where it is
 * clear what is one: `[12]`, of the numbers from 1 to 999, perhaps with backslashes.
 *
 * Left out: all other markers, and text with backticks, in which a marker may be code. That
 * such a text is not clear is told, and Python's to deal with.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { MOST_FIGURES = 4, LARGEST = 999 };

static bool is_figure(char c) { return c >= '0' && c <= '9'; }

/* Where the marker that a bracket opens ends: there, if it opens none; NULL if it is unclear. */
static char *marker_end(char *bracket, const char *end) {
    char *at = bracket + 1;
    if (at < end && (*at == '^' || (unsigned char)*at >= 0x80))
        return NULL;
    int number = 0;
    for (; at < end && is_figure(*at); at++) {
        if (at - bracket > MOST_FIGURES)
            return NULL;
        number = 10 * number + (*at - '0');
    }
    if (at == bracket + 1)
        return bracket;
    at += at < end && *at == '\\';
    if (at == end || *at != ']')
        return NULL;
    return number > 0 && number <= LARGEST ? at + 1 : bracket;
}

static bool blank(char *text, size_t size) {
    char *end = text + size, *at = memchr(text, '[', size);
    if (at && memchr(text, '`', size))
        return false;
    while (at) {
        char *behind = marker_end(at, end);
        if (!behind)
            return false;
        if (behind > at) {
            char *start = at > text && at[-1] == '\\' ? at - 1 : at;
            memset(start, ' ', (size_t)(behind - start));
        }
        at = memchr(at + 1, '[', (size_t)(end - at - 1));
    }
    return true;
}

/* Blanks the markers in passages that follow each other in a text. Gives how many of them are
 * not clear; their numbers are put into `unclear`, and a part of their markers may be blanked.
 */
size_t citebot_blank_markers(char *text, const uint32_t *sizes, size_t passages,
                             uint32_t *unclear) {
    size_t found = 0;
    for (size_t number = 0; number < passages; number++) {
        if (!blank(text, sizes[number]))
            unclear[found++] = (uint32_t)number;
        text += sizes[number];
    }
    return found;
}
