/* People one may know: every friend adds its weight to each of its friends, then the highest scores are drawn. */

#include "graph.h"

#include <string.h>

#define MANY 4 /* from a fourth of all members on, scores are read off in one sweep instead of a list */

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
    if (bit(graph->gone, number))
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

static inline void fetch_ahead(const Graph *graph, Row row, uint32_t i) {
    const Rows *rows = &graph->connections;
    if (i + 12 < row.length)
        __builtin_prefetch(rows->words + (row.at[i + 12] & graph->mask), 0, 1);
    if (i + 6 < row.length && (row.at[i + 6] & graph->mask) < graph->capacity) {
        uint64_t start = rows->words[row.at[i + 6] & graph->mask] >> LENGTH_BITS;
        for (int line = 0; line < 4; line++)
            __builtin_prefetch(rows->heap + start + 16 * line, 0, 1);
    }
}

static uint64_t edges_from(Graph *graph, Row row) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < row.length; i++)
        sum += row_of(graph, &graph->connections, row.at[i]).length;
    return sum;
}

/* The `room` people beyond the 1st degree with the highest scores: how many there are, best first.

   The score is the sum of the weights of the mutual connections. Nobody of `leave_out` is among
   them. `heap` is room for `room` candidates, then the answer. */
API uint32_t graph_candidates(Graph *graph, uint64_t viewer_id, const uint64_t *leave_out, uint32_t left_out,
                              Candidate *heap, uint32_t room, uint32_t *mutual) {
    uint32_t viewer = number_of(graph, viewer_id);
    if (viewer == NOBODY || bit(graph->gone, viewer) || !room)
        return 0;
    bar(graph, viewer);
    Row row = row_of(graph, &graph->connections, viewer);
    uint32_t *score = graph->score, *touched = graph->touched, mask = graph->mask, count = 0;
    int sweep = edges_from(graph, row) > graph->mask / MANY;
    for (uint32_t i = 0; i < row.length; i++) {
        fetch_ahead(graph, row, i);
        if (!counts(graph, row.at[i]))
            continue;
        Row friends = row_of(graph, &graph->connections, row.at[i]);
        uint32_t weight = weight_of(graph, friends.length);
        if (sweep)
            for (uint32_t j = 0; j < friends.length; j++)
                score[friends.at[j] & mask] += weight;
        else
            for (uint32_t j = 0; j < friends.length; j++) {
                uint32_t number = friends.at[j] & mask, before = score[number];
                touched[count] = number;
                count += before == 0;
                score[number] = before + weight;
            }
    }
    score[viewer] = 0;
    for (uint32_t i = 0; i < row.length; i++)
        score[row.at[i] & mask] = 0;
    Row bars = row_of(graph, &graph->bars, viewer);
    for (uint32_t i = 0; i < bars.length; i++)
        score[bars.at[i] & mask] = 0;
    for (uint32_t i = 0; i < left_out; i++) {
        uint32_t number = number_of(graph, leave_out[i]);
        if (number != NOBODY)
            score[number] = 0;
    }
    Best best = {heap, 0, room};
    if (sweep) {
        for (uint32_t number = 0; number <= mask; number++)
            if (score[number])
                offer(graph, &best, number, score[number]);
        memset(score, 0, ((size_t)mask + 1) * sizeof *score);
    } else {
        for (uint32_t i = 0; i < count; i++) {
            uint32_t number = touched[i], reached = score[number];
            score[number] = 0;
            if (reached)
                offer(graph, &best, number, reached);
        }
    }
    for (uint32_t left = best.size; left > 1;) { /* the worst goes to the end */
        Candidate last = heap[--left];
        heap[left] = heap[0];
        sift_down(heap, left, 0, last);
    }
    for (uint32_t i = 0; i < best.size; i++)
        mutual[i] = intersect(graph, row, row_of(graph, &graph->connections, heap[i].number), NULL, 0);
    unbar(graph, viewer);
    return best.size;
}
