/* How two people are connected: all shortest paths, found from both ends at once. */

#include "graph.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST 16
#define FORE 0
#define BACK 16 /* where in the score the step from either end stands, one more than the step */

typedef struct {
    uint32_t *at;
    uint32_t level[LONGEST + 2]; /* where each step begins; level[steps + 1] is the end */
    uint32_t steps;
    int shift;
} Side;

static inline uint32_t step_of(const Graph *graph, uint32_t number, int shift) {
    return (graph->score[number & graph->mask] >> shift) & 0xFFFF;
}

static uint64_t edges_of_last(Graph *graph, const Side *side) {
    uint64_t sum = 0;
    for (uint32_t i = side->level[side->steps]; i < side->level[side->steps + 1]; i++)
        sum += row_of(graph, &graph->connections, side->at[i]).length;
    return sum;
}

/* One step on from everyone reached last; whether somebody was met whom the other side has reached. */
static int widen(Graph *graph, Side *side, int other) {
    int met = 0;
    uint32_t end = side->level[side->steps + 1];
    for (uint32_t i = side->level[side->steps]; i < side->level[side->steps + 1]; i++) {
        Row row = row_of(graph, &graph->connections, side->at[i]);
        for (uint32_t j = 0; j < row.length; j++) {
            uint32_t number = row.at[j] & graph->mask;
            if (step_of(graph, number, side->shift) || !counts(graph, number))
                continue;
            graph->score[number] |= (side->steps + 2) << side->shift;
            side->at[end++] = number;
            met |= step_of(graph, number, other) != 0;
        }
    }
    side->level[++side->steps + 1] = end;
    return met;
}

static int by_id(const void *one, const void *two) {
    uint64_t left = *(const uint64_t *)one, right = *(const uint64_t *)two;
    return (left > right) - (left < right);
}

typedef struct {
    Graph *graph;
    uint32_t length;  /* steps from end to end */
    uint32_t meeting; /* of them, those from the first end */
    uint32_t path[LONGEST + 1];
    uint32_t *out;
    uint32_t found, room;
} Walk;

/* Whether `number` stands `step` steps from the first end on a shortest path: marked when it does. */
static inline int on_path(const Walk *walk, uint32_t number, uint32_t step) {
    uint32_t fore = step_of(walk->graph, number, FORE), back = step_of(walk->graph, number, BACK);
    if (step <= walk->meeting)
        return bit(walk->graph->near, number & walk->graph->mask) && fore == step + 1;
    return back == walk->length - step + 1;
}

/* Write all paths that go on from the last one on `walk->path`, in the order of ids. */
static void go_on(Walk *walk, uint32_t step) {
    Graph *graph = walk->graph;
    if (step == walk->length) {
        for (uint32_t i = 0; i <= step; i++)
            walk->out[(size_t)walk->found * (walk->length + 1) + i] = id_of(graph, walk->path[i]);
        walk->found++;
        return;
    }
    Row row = row_of(graph, &graph->connections, walk->path[step]);
    uint64_t *next = malloc((row.length + 1) * sizeof *next);
    graph->corrupt |= next == NULL; /* an answer that would lack paths is none */
    uint32_t count = 0;
    for (uint32_t i = 0; next && i < row.length; i++)
        if (counts(graph, row.at[i]) && on_path(walk, row.at[i], step + 1))
            next[count++] = (uint64_t)id_of(graph, row.at[i]) << 32 | (row.at[i] & graph->mask);
    if (count)
        qsort(next, count, sizeof *next, by_id);
    for (uint32_t i = 0; i < count && walk->found < walk->room; i++) {
        walk->path[step + 1] = (uint32_t)next[i];
        go_on(walk, step + 1);
    }
    free(next);
}

/* Mark in `near` who of the first side leads on to where the two met. */
static void mark_back(Graph *graph, const Side *fore, uint32_t meeting, uint32_t length) {
    for (uint32_t i = fore->level[meeting]; i < fore->level[meeting + 1]; i++)
        if (step_of(graph, fore->at[i], BACK) == length - meeting + 1)
            set_bit(graph->near, fore->at[i]);
    for (uint32_t step = meeting; step-- > 0;)
        for (uint32_t i = fore->level[step]; i < fore->level[step + 1]; i++) {
            Row row = row_of(graph, &graph->connections, fore->at[i]);
            for (uint32_t j = 0; j < row.length; j++)
                if (step_of(graph, row.at[j], FORE) == step + 2 && bit(graph->near, row.at[j] & graph->mask)) {
                    set_bit(graph->near, fore->at[i]);
                    break;
                }
        }
}

/* The first `room` shortest paths from viewer to other in the order of ids, of at most `longest` steps:
   how many; `length` gets the steps, and `out` the ids, `length + 1` a path. -1 where memory ran out. */
API int64_t graph_paths(Graph *graph, uint64_t viewer_id, uint64_t other_id, uint32_t longest, uint32_t *out,
                        uint32_t room, uint32_t *length) {
    uint32_t viewer = number_of(graph, viewer_id), other = number_of(graph, other_id);
    *length = 0;
    longest = longest > LONGEST ? LONGEST : longest;
    if (viewer == NOBODY || other == NOBODY || bit(graph->gone, viewer) || !room)
        return 0;
    size_t size = ((size_t)graph->mask + 1) * sizeof(uint32_t);
    bar(graph, viewer);
    int64_t found = 0;
    Side fore = {graph->touched, {0, 1}, 0, FORE}, back = {malloc(size), {0, 1}, 0, BACK};
    if (!back.at) {
        unbar(graph, viewer);
        return -1;
    }
    if (viewer != other && counts(graph, other)) {
        fore.level[1] = back.level[1] = 1;
        fore.at[0] = viewer;
        back.at[0] = other;
        graph->score[viewer] |= 1u << FORE;
        graph->score[other] |= 1u << BACK;
        int met = 0;
        while (!met && fore.steps + back.steps < longest) {
            Side *less = edges_of_last(graph, &fore) <= edges_of_last(graph, &back) ? &fore : &back;
            uint32_t before = less->level[less->steps + 1];
            met = widen(graph, less, less->shift == FORE ? BACK : FORE);
            if (less->level[less->steps + 1] == before)
                break;
        }
        if (met) {
            Walk walk = {graph, fore.steps + back.steps, fore.steps, {viewer}, out, 0, room};
            *length = walk.length;
            mark_back(graph, &fore, walk.meeting, walk.length);
            go_on(&walk, 0);
            found = walk.found;
            memset(graph->near, 0, ((size_t)graph->mask + 1) / 8);
        }
        for (uint32_t i = 0; i < fore.level[fore.steps + 1]; i++)
            graph->score[fore.at[i]] = 0;
        for (uint32_t i = 0; i < back.level[back.steps + 1]; i++)
            graph->score[back.at[i]] = 0;
    }
    free(back.at);
    unbar(graph, viewer);
    return found;
}
