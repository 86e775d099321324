/* What people one may know could cost at least: one counter increment for each edge from a friend. */

#include <stdint.h>
#include <string.h>

uint64_t floor_increments(const uint64_t *words, const uint32_t *heap, uint32_t viewer, uint32_t *counters) {
    uint64_t start = words[viewer] >> 24, length = words[viewer] & 0xFFFFFF, edges = 0;
    for (uint64_t i = 0; i < length; i++) {
        uint64_t friend = words[heap[start + i]];
        const uint32_t *row = heap + (friend >> 24);
        for (uint64_t j = 0; j < (friend & 0xFFFFFF); j++)
            counters[row[j]]++;
        edges += friend & 0xFFFFFF;
    }
    return edges;
}
