/* Puts words in the order of their terms: a counting sort, for passages come in order anyway.
 *
 * Left out: what comes of it; see `_postings` in bot/index/pieces.py, which does the same by
 * sorting keys of 64 bits.
 */

#include <stddef.h>
#include <stdint.h>

/* Takes in that a term occurs in a passage: one more, or one more of its last passage. */
static void take(uint32_t passage, uint32_t first, uint32_t *frequency, uint32_t *found,
                 uint32_t *times) {
    size_t next = (size_t)first + *frequency;
    if (*frequency && found[next - 1] == passage) {
        times[next - 1]++;
        return;
    }
    found[next] = passage;
    times[next] = 1;
    ++*frequency;
}

/* Gives how many postings there are; each term's are behind those of the term before.
 *
 * `words` are terms, passage by passage, and `lengths` says how many each passage has.
 * `frequencies` and `firsts` have room for all terms and are all zeros; `found` and `times`
 * have room for as many postings as there are words.
 */
size_t citebot_postings(const uint32_t *words, const uint32_t *lengths, uint32_t passages,
                        uint32_t terms, uint32_t *firsts, uint32_t *frequencies, uint32_t *found,
                        uint32_t *times) {
    const uint32_t *word = words;
    for (uint32_t passage = 0; passage < passages; passage++)
        for (const uint32_t *end = word + lengths[passage]; word < end; word++)
            if (firsts[*word] != passage + 1) { /* the last passage it was seen in, from 1 */
                firsts[*word] = passage + 1;
                frequencies[*word]++;
            }
    uint32_t sum = 0;
    for (uint32_t term = 0; term < terms; term++) {
        firsts[term] = sum;
        sum += frequencies[term];
        frequencies[term] = 0; /* to be counted again, as they are put there */
    }
    word = words;
    for (uint32_t passage = 0; passage < passages; passage++)
        for (const uint32_t *end = word + lengths[passage]; word < end; word++)
            take(passage, firsts[*word], frequencies + *word, found, times);
    return sum;
}
