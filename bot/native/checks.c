/* The CRC-32 of every block of a section (see container.py), many at a time.

   The method: Gopal et al., Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
   Instruction, Intel, 2009; the constants are those of its appendix for zlib's polynomial.
   Three times as fast as zlib, and without Python's lock.

   Left out on purpose: processors without that instruction. There zlib does it. */

#include <stddef.h>
#include <stdint.h>

#define BLOCK 4096

#if defined(__GNUC__) && defined(__x86_64__)
#include <immintrin.h>

#define CLMUL __attribute__((target("pclmul,sse4.1")))

/* `low` and `high` are what the halves of x are multiplied by, to stand where `next` does. */
CLMUL static __m128i folded(__m128i x, __m128i by, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(x, by, 0x00);
    __m128i high = _mm_clmulepi64_si128(x, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

CLMUL static __m128i loaded(const uint8_t *data) {
    return _mm_loadu_si128((const __m128i *)data);
}

/* Barrett's reduction of 128 bits to 32. */
CLMUL static uint32_t reduced(__m128i x, __m128i by) {
    const __m128i low = _mm_setr_epi32(-1, 0, -1, 0);
    const __m128i fold = _mm_set_epi64x(0, 0x163cd6124);
    const __m128i polynomial = _mm_set_epi64x(0x1f7011641, 0x1db710641);
    x = _mm_xor_si128(_mm_srli_si128(x, 8), _mm_clmulepi64_si128(x, by, 0x10));
    __m128i rest = _mm_srli_si128(x, 4);
    x = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(x, low), fold, 0x00), rest);
    rest = _mm_clmulepi64_si128(_mm_and_si128(x, low), polynomial, 0x10);
    rest = _mm_clmulepi64_si128(_mm_and_si128(rest, low), polynomial, 0x00);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(x, rest), 1);
}

/* `size` is a multiple of 64, and not 0. */
CLMUL static uint32_t check(const uint8_t *data, size_t size) {
    const __m128i by_64 = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);
    const __m128i by_16 = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
    __m128i a = _mm_xor_si128(loaded(data), _mm_cvtsi32_si128(-1));
    __m128i b = loaded(data + 16), c = loaded(data + 32), d = loaded(data + 48);
    for (size_t at = 64; at < size; at += 64) {
        a = folded(a, by_64, loaded(data + at));
        b = folded(b, by_64, loaded(data + at + 16));
        c = folded(c, by_64, loaded(data + at + 32));
        d = folded(d, by_64, loaded(data + at + 48));
    }
    a = folded(folded(folded(a, by_16, b), by_16, c), by_16, d);
    return ~reduced(a, by_16);
}

static int able(void) {
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}
#else
static uint32_t check(const uint8_t *data, size_t size) { return 0 & data[size - size]; }
static int able(void) { return 0; }
#endif

/* `size` is a multiple of 64; `checks` has room for a number for each block, of which the last
   may be shorter. Gives 0, and does nothing, where the processor cannot. */
int citebot_checks(const uint8_t *data, int64_t size, uint32_t *checks) {
    if (!able())
        return 0;
    for (int64_t at = 0; at < size; at += BLOCK) {
        int64_t rest = size - at;
        *checks++ = check(data + at, (size_t)(rest < BLOCK ? rest : BLOCK));
    }
    return 1;
}
