/* Writing sorted rows from pairs: two passes of a counting sort, first by the far end, then by the owner. */

#include "graph.h"

#include <stdlib.h>
#include <string.h>

/* Rows of `members` owners from `count` pairs; with `both` every pair stands for two. Each row has its
   owner and its length before it. `words` gets where they start; -1 where memory ran out or a number is
   out of bounds, else the length of `heap` that was used. `heap` holds 2 for each member and 1 for each
   entry. */
API int64_t graph_build(const uint32_t *owners, const uint32_t *others, uint64_t count, int both, uint32_t members,
                        uint64_t *words, uint32_t *heap) {
    uint64_t entries = both ? 2 * count : count, used = 0;
    uint64_t *place = calloc((size_t)members + 1, sizeof *place);
    uint64_t *length = calloc((size_t)members + 1, sizeof *length);
    uint32_t *ends = malloc((entries + 1) * sizeof *ends);
    int64_t result = -1;
    if (!place || !length || !ends)
        goto done;
    for (uint64_t i = 0; i < count; i++) {
        if (owners[i] >= members || others[i] >= members)
            goto done;
        length[owners[i]]++;
        place[others[i] + 1]++;
        if (both) {
            length[others[i]]++;
            place[owners[i] + 1]++;
        }
    }
    for (uint32_t i = 0; i < members; i++)
        place[i + 1] += place[i];
    for (uint64_t i = 0; i < count; i++) { /* owners, grouped by the other end */
        ends[place[others[i]]++] = owners[i];
        if (both)
            ends[place[owners[i]]++] = others[i];
    }
    for (uint32_t i = 0; i < members; i++) {
        words[i] = 0;
        if (length[i]) {
            heap[used] = i;
            heap[used + 1] = (uint32_t)length[i];
            words[i] = (used + 2) << LENGTH_BITS | length[i];
            used += 2 + length[i];
        }
        length[i] = words[i] >> LENGTH_BITS; /* from here on: where the next entry goes */
    }
    uint64_t from = 0;
    for (uint32_t other = 0; other < members; from = place[other], other++)
        for (uint64_t i = from; i < place[other]; i++) /* its group ends where the next one began */
            heap[length[ends[i]]++] = other;
    result = (int64_t)used;
done:
    free(place);
    free(length);
    free(ends);
    return result;
}

/* Whether Python and this library speak of the same structures. */
API uint32_t graph_layout(void) {
    return (uint32_t)(MEANING << 16 | sizeof(Graph));
}

/* What the rows have once numbers are given anew: `owners` and `others` in the new numbers; how many. -1 where a
   word or a number points past its array. */
API int64_t graph_pairs(const uint64_t *words, const uint32_t *heap, uint64_t heap_length, uint32_t members,
                        const uint32_t *renumbered, uint32_t *owners, uint32_t *others) {
    int64_t count = 0;
    for (uint32_t i = 0; i < members; i++) {
        uint64_t start = words[i] >> LENGTH_BITS, length = words[i] & LENGTH_MASK;
        if (start + length > heap_length)
            return -1;
        for (uint64_t j = 0; j < length; j++) {
            if (heap[start + j] >= members)
                return -1;
            owners[count] = renumbered[i];
            others[count++] = renumbered[heap[start + j]];
        }
    }
    return count;
}
