/* How two people are connected: all shortest paths, found from both ends at once. */

#include "graph.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST 16

typedef struct {
    Graph *graph;
    uint8_t *reached; /* by number: the step at which this side reached them, counted from 1 */
    uint32_t *at;
    uint32_t level[LONGEST + 2]; /* where in `at` each step begins; level[steps + 1] is the end */
    uint32_t steps;
} Side;

static int begin(Side *side, Graph *graph, uint32_t number) {
    size_t members = (size_t)graph->mask + 1;
    side->graph = graph;
    side->reached = calloc(members, 1);
    side->at = malloc(members * sizeof *side->at);
    if (!side->reached || !side->at)
        return 0;
    side->reached[number] = 1;
    side->at[0] = number;
    side->level[1] = 1;
    return 1;
}

static uint64_t edges_of_last(const Side *side) {
    uint64_t sum = 0;
    for (uint32_t i = side->level[side->steps]; i < side->level[side->steps + 1]; i++)
        sum += row_of(side->graph, &side->graph->connections, side->at[i]).length;
    return sum;
}

/* One step on from everyone reached last: 1 where somebody was met whom the other side has reached, -1
   where nobody is left. */
static int widen(Side *side, const Side *other) {
    Graph *graph = side->graph;
    int met = 0;
    uint32_t begin = side->level[side->steps + 1], end = begin;
    for (uint32_t i = side->level[side->steps]; i < begin; i++) {
        Row row = row_of(graph, &graph->connections, side->at[i]);
        for (uint32_t j = 0; j < row.length; j++) {
            uint32_t number = row.at[j] & graph->mask;
            if (side->reached[number] || !counts(graph, number))
                continue;
            side->reached[number] = (uint8_t)(side->steps + 2);
            side->at[end++] = number;
            met |= other->reached[number] != 0;
        }
    }
    side->level[++side->steps + 1] = end;
    return met ? 1 : end == begin ? -1 : 0;
}

typedef struct {
    const Side *fore, *back;
    uint32_t length; /* steps from end to end */
    uint32_t path[LONGEST + 1];
    uint32_t *out;
    uint32_t found, room;
} Walk;

/* Mark in `near` who of the first side leads on to where the two met. */
static void mark_leading(const Walk *walk) {
    const Side *fore = walk->fore;
    Graph *graph = fore->graph;
    uint32_t meeting = fore->steps;
    for (uint32_t i = fore->level[meeting]; i < fore->level[meeting + 1]; i++)
        if (walk->back->reached[fore->at[i]] == walk->length - meeting + 1)
            set_bit(graph->near, fore->at[i]);
    for (uint32_t step = meeting; step-- > 0;)
        for (uint32_t i = fore->level[step]; i < fore->level[step + 1]; i++) {
            Row row = row_of(graph, &graph->connections, fore->at[i]);
            for (uint32_t j = 0; j < row.length; j++) {
                uint32_t number = row.at[j] & graph->mask;
                if (fore->reached[number] == step + 2 && bit(graph->near, number)) {
                    set_bit(graph->near, fore->at[i]);
                    break;
                }
            }
        }
}

/* Whether `number` stands `step` steps from the first end on a shortest path. */
static inline int on_path(const Walk *walk, uint32_t number, uint32_t step) {
    if (step <= walk->fore->steps)
        return walk->fore->reached[number] == step + 1 && bit(walk->fore->graph->near, number);
    return walk->back->reached[number] == walk->length - step + 1;
}

static int by_id(const void *one, const void *two) {
    uint64_t left = *(const uint64_t *)one, right = *(const uint64_t *)two;
    return (left > right) - (left < right);
}

/* Write all paths that go on from the last one on `walk->path`, in the order of ids. */
static void go_on(Walk *walk, uint32_t step) {
    Graph *graph = walk->fore->graph;
    if (step == walk->length) {
        for (uint32_t i = 0; i <= step; i++)
            walk->out[(size_t)walk->found * (walk->length + 1) + i] = id_of(graph, walk->path[i]);
        walk->found++;
        return;
    }
    Row row = row_of(graph, &graph->connections, walk->path[step]);
    uint64_t *next = malloc((row.length + 1) * sizeof *next);
    uint32_t count = 0;
    graph->corrupt |= next == NULL; /* an answer that would lack paths is none */
    for (uint32_t i = 0; next && i < row.length; i++) {
        uint32_t number = row.at[i] & graph->mask;
        if (counts(graph, number) && on_path(walk, number, step + 1))
            next[count++] = (uint64_t)id_of(graph, number) << 32 | number;
    }
    if (count)
        qsort(next, count, sizeof *next, by_id);
    for (uint32_t i = 0; i < count && walk->found < walk->room; i++) {
        walk->path[step + 1] = (uint32_t)next[i];
        go_on(walk, step + 1);
    }
    free(next);
}

/* The first `room` shortest paths from viewer to other in the order of ids, of at most `longest` steps:
   how many; `length` gets the steps, and `out` the ids, `length + 1` a path. -1 where memory ran out. */
API int64_t graph_paths(Graph *graph, uint64_t viewer_id, uint64_t other_id, uint32_t longest, uint32_t *out,
                        uint32_t room, uint32_t *length) {
    uint32_t viewer = number_of(graph, viewer_id), other = number_of(graph, other_id);
    *length = 0;
    longest = longest > LONGEST ? LONGEST : longest;
    if (viewer == NOBODY || other == NOBODY || viewer == other || bit(graph->gone, viewer) || !room)
        return 0;
    bar(graph, viewer);
    int64_t found = 0;
    if (counts(graph, other)) {
        Side fore = {0}, back = {0};
        int met = 0;
        if (!begin(&fore, graph, viewer) || !begin(&back, graph, other))
            found = met = -1;
        while (!met && fore.steps + back.steps < longest)
            met = edges_of_last(&fore) <= edges_of_last(&back) ? widen(&fore, &back) : widen(&back, &fore);
        if (met > 0) {
            Walk walk = {&fore, &back, fore.steps + back.steps, {viewer}, out, 0, room};
            *length = walk.length;
            mark_leading(&walk);
            go_on(&walk, 0);
            found = walk.found;
            memset(graph->near, 0, ((size_t)graph->mask + 1) / 8);
        }
        free(fore.reached);
        free(fore.at);
        free(back.reached);
        free(back.at);
    }
    unbar(graph, viewer);
    return found;
}
