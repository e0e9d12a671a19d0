/* Which sources this library was compiled from: see `kernels` in __init__.py. */

#include <stdint.h>

uint32_t citebot_stamp(void) { return CITEBOT_STAMP; }
