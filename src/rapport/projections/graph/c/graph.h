/* The graph as the kernel sees it: arrays that Python has mapped, scratch memory of its own, no state.

   Every function is safe on any content of the arrays: a start or length that points past an array
   sets `corrupt` and reads as an empty row, a number is masked before it is an index. Rows are
   never written in place, so a reader needs no lock: it loads one word, and what that word points
   to stays as it is for as long as the file is mapped. */

#ifndef RAPPORT_GRAPH_H
#define RAPPORT_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#define NOBODY UINT32_MAX
#define LENGTH_BITS 24
#define LENGTH_MASK ((UINT64_C(1) << LENGTH_BITS) - 1)
#define SAMPLE 3
#define MEANING 3 /* goes up with `_LAYOUT` in native.py when a field or a function comes to mean something else */

#if defined(_WIN32)
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

typedef struct {
    const uint64_t *words; /* one a member: where its row starts in `heap`, and how long it is */
    const uint32_t *heap;
    uint64_t heap_length;
    const uint32_t *patch_keys; /* rows that stand in place of those in `words`: open addressing, NOBODY is free */
    const uint64_t *patch_words;
    const uint32_t *patch_heap;
    uint64_t patch_heap_length;
    uint32_t patch_mask;
    uint32_t patched;
} Rows;

typedef struct {
    Rows connections;
    Rows bars; /* blocked either way */
    const uint64_t *gone;
    const uint32_t *numbers; /* by actor id */
    const uint32_t *ids;     /* by number */
    const uint32_t *weights; /* of a friend, by the length of its row */
    uint64_t *mine;          /* three bitmaps, clear between calls */
    uint64_t *barred;
    uint64_t *near;
    uint32_t *score; /* what is not above `score_base` is nothing */
    uint32_t *touched;
    const uint64_t *late_ids; /* members newer than the arrays, with their numbers */
    const uint32_t *late_numbers;
    uint64_t numbers_length;
    uint64_t edges; /* connection rows, both ways */
    uint32_t late;
    uint32_t capacity; /* numbers are below it */
    uint32_t mask;     /* one less than the power of two that is not below `capacity` */
    uint32_t weights_length;
    uint32_t score_base;
    uint32_t score_next;
    uint32_t corrupt;
} Graph;

typedef struct {
    const uint32_t *at;
    uint32_t length;
} Row;

static inline int bit(const uint64_t *map, uint32_t place) {
    return (int)(map[place >> 6] >> (place & 63)) & 1;
}

static inline void set_bit(uint64_t *map, uint32_t place) {
    map[place >> 6] |= UINT64_C(1) << (place & 63);
}

static inline Row row_at(Graph *graph, const uint32_t *heap, uint64_t heap_length, uint64_t word) {
    Row row = {heap, (uint32_t)(word & LENGTH_MASK)};
    uint64_t start = word >> LENGTH_BITS;
    if (start + row.length > heap_length) {
        graph->corrupt = 1;
        row.length = 0;
        return row;
    }
    row.at = heap + start;
    return row;
}

static inline Row row_of(Graph *graph, const Rows *rows, uint32_t number) {
    number &= graph->mask;
    if (rows->patched) {
        for (uint32_t place = number * UINT32_C(2654435761);; place++) {
            uint32_t key = rows->patch_keys[place & rows->patch_mask];
            if (key == number) {
                uint64_t word = rows->patch_words[place & rows->patch_mask];
                return row_at(graph, rows->patch_heap, rows->patch_heap_length, word);
            }
            if (key == NOBODY)
                break;
        }
    }
    if (number >= graph->capacity) {
        graph->corrupt = 1;
        Row none = {rows->heap, 0};
        return none;
    }
    /* what the word points to was written before the word was */
    return row_at(graph, rows->heap, rows->heap_length, __atomic_load_n(rows->words + number, __ATOMIC_ACQUIRE));
}

/* Who is late stays so: the writer may give them a number of its own meanwhile, under which nothing stands yet. */
static inline uint32_t number_of(const Graph *graph, uint64_t id) {
    for (uint32_t one = 0; one < graph->late; one++)
        if (graph->late_ids[one] == id)
            return graph->late_numbers[one];
    uint32_t number = id < graph->numbers_length ? graph->numbers[id] : NOBODY;
    return number == NOBODY || number < graph->capacity ? number : NOBODY;
}

static inline uint32_t id_of(Graph *graph, uint32_t number) {
    for (uint32_t one = 0; one < graph->late; one++)
        if (graph->late_numbers[one] == number)
            return (uint32_t)graph->late_ids[one];
    if (number < graph->capacity)
        return graph->ids[number];
    graph->corrupt = 1;
    return 0;
}

/* In the graph as this viewer has it: neither gone nor blocked either way. */
static inline int counts(const Graph *graph, uint32_t number) {
    number &= graph->mask;
    return !bit(graph->gone, number) && !bit(graph->barred, number);
}

/* How many in `row` are below `number`; without a branch, which would be guessed wrong every other time. */
static inline uint32_t lower_bound(Row row, uint32_t number) {
    const uint32_t *base = row.at;
    uint32_t left = row.length;
    while (left > 1) {
        uint32_t half = left / 2;
        base += half & -(uint32_t)(base[half - 1] < number);
        left -= half;
    }
    return (uint32_t)(base - row.at) + (left && *base < number);
}

static inline int stands_in(Row row, uint32_t number) {
    uint32_t below = lower_bound(row, number);
    return below < row.length && row.at[below] == number;
}

void bar(Graph *graph, uint32_t viewer);
void unbar(Graph *graph, uint32_t viewer);

#endif
