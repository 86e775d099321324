/* People one may know: every friend adds its weight to each of its friends, and the highest scores are drawn.

   Two things would cost more than the adding itself, and are left out. Scores are never cleared: each
   question begins above the highest score of the one before, and what lies below counts as nothing. Scores
   are never looked through: who reaches a bar is noted at that moment, and whenever many stand noted the bar
   is raised to the score of the last who would be in the answer now. Scores only grow, so the bar never passes
   anybody of the answer. */

#include "graph.h"

#include <stdlib.h>
#include <string.h>

#define NOTED_AT_LEAST 1024
#define AHEAD 24 /* entries */

typedef struct {
    uint32_t score;
    uint32_t id;
    uint32_t number;
} Candidate;

/* Whether `a` comes after `b`: a lower score, and of equal ones the higher id. */
static inline int worse(Candidate a, Candidate b) {
    return a.score < b.score || (a.score == b.score && a.id > b.id);
}

/* Put `one` into a heap whose top is the worst. */
static void sift_down(Candidate *heap, uint32_t size, uint32_t place, Candidate one) {
    for (uint32_t child; (child = 2 * place + 1) < size; place = child) {
        child += child + 1 < size && worse(heap[child + 1], heap[child]);
        if (!worse(heap[child], one))
            break;
        heap[place] = heap[child];
    }
    heap[place] = one;
}

static void sift_up(Candidate *heap, uint32_t place, Candidate one) {
    for (; place && worse(one, heap[(place - 1) / 2]); place = (place - 1) / 2)
        heap[place] = heap[(place - 1) / 2];
    heap[place] = one;
}

typedef struct {
    Candidate *heap;
    uint32_t size, room;
} Best;

static inline void offer(Graph *graph, Best *best, uint32_t number, uint32_t score) {
    if (best->size == best->room && score < best->heap[0].score)
        return;
    Candidate one = {score, id_of(graph, number), number};
    if (best->size < best->room)
        sift_up(best->heap, best->size++, one);
    else if (worse(best->heap[0], one))
        sift_down(best->heap, best->size, 0, one);
}

static inline uint32_t weight_of(const Graph *graph, uint32_t length) {
    return graph->weights[length < graph->weights_length ? length : graph->weights_length - 1];
}

/* Friends are walked from the last to the first. */
static inline void fetch_ahead(const Graph *graph, Row row, uint32_t i) {
    const Rows *rows = &graph->connections;
    if (i >= 12)
        __builtin_prefetch(rows->words + (row.at[i - 12] & graph->mask), 0, 1);
    if (i >= 6 && (row.at[i - 6] & graph->mask) < graph->capacity) {
        uint64_t start = rows->words[row.at[i - 6] & graph->mask] >> LENGTH_BITS;
        for (int line = 0; line < 4; line++)
            __builtin_prefetch(rows->heap + start + 16 * line, 0, 1);
    }
}

/* Start above all that was; clears where numbers would run out. The most that can be added is given back. */
static int start(Graph *graph, Row row) {
    uint64_t most = 0;
    for (uint32_t i = 0; i < row.length; i++)
        if (counts(graph, row.at[i]))
            most += weight_of(graph, row_of(graph, &graph->connections, row.at[i]).length);
    if (most + 1 > UINT32_MAX)
        return 0;
    if (graph->score_base + most + 1 > UINT32_MAX) {
        memset(graph->score, 0, ((size_t)graph->mask + 1) * sizeof *graph->score);
        graph->score_base = 0;
    }
    graph->score_next = graph->score_base + (uint32_t)most;
    return 1;
}

/* Drop who may not be in the answer, then raise the bar to the `room`th highest score, and drop who is below. */
static uint32_t raise(Graph *graph, uint32_t *noted, uint32_t count, Candidate *heap, uint32_t room, uint32_t *bar) {
    uint32_t kept = 0, size = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = noted[i];
        if (bit(graph->mine, number) || bit(graph->gone, number))
            continue;
        noted[kept++] = number;
        Candidate one = {graph->score[number], 0, 0};
        if (size < room)
            sift_up(heap, size++, one);
        else if (one.score > heap[0].score)
            sift_down(heap, size, 0, one);
    }
    if (size < room || heap[0].score <= *bar)
        return kept;
    *bar = heap[0].score;
    for (count = kept, kept = 0, size = 0; size < count; size++)
        if (graph->score[noted[size]] >= *bar)
            noted[kept++] = noted[size];
    return kept;
}

/* Add up, and note everybody whose score reaches the bar: how many. */
static uint32_t add_up(Graph *graph, Row row, Candidate *heap, uint32_t room) {
    uint32_t *score = graph->score, *noted = graph->touched;
    const uint32_t mask = graph->mask, base = graph->score_base;
    uint32_t bar = base + 1, count = 0, full = NOTED_AT_LEAST + 4 * room;
    for (uint32_t i = row.length; i-- > 0;) {
        fetch_ahead(graph, row, i);
        if (!counts(graph, row.at[i]))
            continue;
        Row friends = row_of(graph, &graph->connections, row.at[i]);
        const uint32_t weight = weight_of(graph, friends.length);
        for (uint32_t j = 0; j < friends.length; j++) {
            if (j + AHEAD < friends.length)
                __builtin_prefetch(score + (friends.at[j + AHEAD] & mask), 1, 3);
            uint32_t number = friends.at[j] & mask, reached = score[number];
            reached = (reached > base ? reached : base) + weight;
            score[number] = reached;
            if (reached - bar < weight) { /* it was below, and is not any more */
                noted[count++] = number;
                if (count >= full) {
                    count = raise(graph, noted, count, heap, room, &bar);
                    full = 2 * count > full ? 2 * count : full;
                }
            }
        }
    }
    return count;
}

static void close_to(Graph *graph, uint32_t viewer, Row row, Row bars, const uint64_t *leave_out, uint32_t left_out) {
    set_bit(graph->mine, viewer);
    for (uint32_t i = 0; i < row.length; i++)
        set_bit(graph->mine, row.at[i] & graph->mask);
    for (uint32_t i = 0; i < bars.length; i++)
        set_bit(graph->mine, bars.at[i] & graph->mask);
    for (uint32_t i = 0; i < left_out; i++) {
        uint32_t number = number_of(graph, leave_out[i]);
        if (number != NOBODY)
            set_bit(graph->mine, number);
    }
}

/* The `room` people beyond the 1st degree with the highest scores: how many there are, best first.

   The score is the sum of the weights of the mutual connections. Nobody of `leave_out` is among
   them. `heap` is room for `room` candidates, then the answer. -1 where the sum could pass 32 bits. */
API int64_t graph_candidates(Graph *graph, uint64_t viewer_id, const uint64_t *leave_out, uint32_t left_out,
                             Candidate *heap, uint32_t room) {
    uint32_t viewer = number_of(graph, viewer_id);
    if (viewer == NOBODY || bit(graph->gone, viewer) || !room)
        return 0;
    bar(graph, viewer);
    Row row = row_of(graph, &graph->connections, viewer);
    if (!start(graph, row)) {
        unbar(graph, viewer);
        return -1;
    }
    close_to(graph, viewer, row, row_of(graph, &graph->bars, viewer), leave_out, left_out);
    uint32_t noted = add_up(graph, row, heap, room);
    Best best = {heap, 0, room};
    for (uint32_t i = 0; i < noted; i++) {
        uint32_t number = graph->touched[i];
        if (!bit(graph->mine, number) && !bit(graph->gone, number))
            offer(graph, &best, number, graph->score[number] - graph->score_base);
    }
    for (uint32_t left = best.size; left > 1;) { /* the worst goes to the end */
        Candidate last = heap[--left];
        heap[left] = heap[0];
        sift_down(heap, left, 0, last);
    }
    graph->score_base = graph->score_next;
    memset(graph->mine, 0, ((size_t)graph->mask + 1) / 8);
    unbar(graph, viewer);
    return best.size;
}
