/* How near people are: degrees, mutual connections, the second degree. */

#include "graph.h"

#include <string.h>

#define MARKS_A_STEP UINT64_C(4) /* so many can be marked in the time of one step of a search */
#define MARK_AT_MOST 4096 /* connections of a viewer who are marked at once; beyond, rows are searched */

/* Whom the viewer has in their own row and who counts: marked in a bitmap, or looked up in the row. */
typedef struct {
    Graph *graph;
    Row row;
    int marked;
} Mine;

/* Mark everyone blocked either way with the viewer. */
void bar(Graph *graph, uint32_t viewer) {
    Row row = row_of(graph, &graph->bars, viewer);
    for (uint32_t i = 0; i < row.length; i++)
        set_bit(graph->barred, row.at[i] & graph->mask);
}

void unbar(Graph *graph, uint32_t viewer) {
    Row row = row_of(graph, &graph->bars, viewer);
    for (uint32_t i = 0; i < row.length; i++)
        graph->barred[(row.at[i] & graph->mask) >> 6] = 0;
    if (graph->corrupt)
        memset(graph->barred, 0, ((size_t)graph->mask + 1) / 8);
}

static void mark(Mine *mine) {
    for (uint32_t i = 0; i < mine->row.length; i++)
        set_bit(mine->graph->mine, mine->row.at[i] & mine->graph->mask);
    mine->marked = 1;
}

static void unmark(Mine *mine) {
    if (!mine->marked)
        return;
    if (mine->row.length > mine->graph->mask / 512) {
        memset(mine->graph->mine, 0, ((size_t)mine->graph->mask + 1) / 8);
        return;
    }
    for (uint32_t i = 0; i < mine->row.length; i++)
        mine->graph->mine[(mine->row.at[i] & mine->graph->mask) >> 6] = 0;
}

/* Whether `number` is mine; that they count is asked last, of the few who stand in the row. */
static inline int is_mine(const Mine *mine, uint32_t number) {
    if (mine->marked ? !bit(mine->graph->mine, number & mine->graph->mask) : !stands_in(mine->row, number))
        return 0;
    return counts(mine->graph, number);
}

static inline void keep_smallest(uint32_t *sample, uint32_t id) {
    for (int i = 0; i < SAMPLE; i++) {
        if (!sample[i] || id < sample[i]) {
            uint32_t next = sample[i];
            sample[i] = id;
            if (!next)
                return;
            id = next;
        }
    }
}

/* The edges to walk from the neighbours in `row`, as far as they count. */
static uint64_t reach_of(Graph *graph, Row row, uint64_t enough) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < row.length && sum < enough; i++)
        if (counts(graph, row.at[i]))
            sum += row_of(graph, &graph->connections, row.at[i]).length;
    return sum;
}

static inline void fetch_word(const Graph *graph, Row row, uint32_t i) {
    if (i < row.length)
        __builtin_prefetch(graph->connections.words + (row.at[i] & graph->mask), 0, 1);
}

static inline void fetch_row(const Graph *graph, Row row, uint32_t i) {
    if (i < row.length && (row.at[i] & graph->mask) < graph->capacity) {
        uint64_t start = graph->connections.words[row.at[i] & graph->mask] >> LENGTH_BITS;
        __builtin_prefetch(graph->connections.heap + start, 0, 1);
        __builtin_prefetch(graph->connections.heap + start + 16, 0, 1);
    }
}

/* Mark everyone who is connected to somebody in `row`. */
static void mark_near(Graph *graph, Row row) {
    for (uint32_t i = 0; i < row.length; i++) {
        fetch_word(graph, row, i + 12);
        fetch_row(graph, row, i + 6);
        if (!counts(graph, row.at[i]))
            continue;
        Row friends = row_of(graph, &graph->connections, row.at[i]);
        for (uint32_t j = 0; j < friends.length; j++)
            set_bit(graph->near, friends.at[j] & graph->mask);
    }
}

static int touches_near(Graph *graph, Row row) {
    for (uint32_t i = 0; i < row.length; i++)
        if (bit(graph->near, row.at[i] & graph->mask) && counts(graph, row.at[i]))
            return 1;
    return 0;
}

/* Whether a neighbour in `row` is connected to somebody of mine. */
static int touches_mine(const Mine *mine, Row row) {
    Graph *graph = mine->graph;
    for (uint32_t i = 0; i < row.length; i++) {
        fetch_word(graph, row, i + 12);
        fetch_row(graph, row, i + 6);
        if (!counts(graph, row.at[i]))
            continue;
        Row friends = row_of(graph, &graph->connections, row.at[i]);
        if (mine->marked) {
            for (uint32_t j = 0; j < friends.length; j++)
                if (bit(graph->mine, friends.at[j] & graph->mask) && counts(graph, friends.at[j]))
                    return 1;
        } else if (friends.length < mine->row.length) {
            for (uint32_t j = 0; j < friends.length; j++)
                if (is_mine(mine, friends.at[j]))
                    return 1;
        } else {
            for (uint32_t j = 0; j < mine->row.length; j++)
                if (stands_in(friends, mine->row.at[j]) && counts(graph, mine->row.at[j]))
                    return 1;
        }
    }
    return 0;
}

/* Find who of those marked far (-2) is at the 3rd degree; from the side that has fewer edges to walk. */
static void third_degrees(Mine *mine, const uint32_t *targets, uint32_t count, int8_t *degrees) {
    Graph *graph = mine->graph;
    uint64_t from_targets = 0, from_viewer = UINT64_MAX;
    if (mine->row.length <= MARK_AT_MOST) {
        from_viewer = reach_of(graph, mine->row, UINT64_MAX) + 1;
        uint64_t until_met = graph->edges / from_viewer + 1;
        for (uint32_t i = 0; i < count; i++)
            if (degrees[i] == -2) {
                Row row = row_of(graph, &graph->connections, targets[i]);
                from_targets += reach_of(graph, row, until_met) + 2 * row.length;
            }
        from_viewer += graph->mask / 512;
    }
    int from_here = from_viewer < from_targets;
    if (from_here)
        mark_near(graph, mine->row);
    else if (!mine->marked && mine->row.length <= MARK_AT_MOST)
        mark(mine);
    for (uint32_t i = 0; i < count; i++) {
        if (degrees[i] != -2)
            continue;
        Row row = row_of(graph, &graph->connections, targets[i]);
        degrees[i] = (from_here ? touches_near(graph, row) : touches_mine(mine, row)) ? 3 : -1;
    }
    if (from_here)
        memset(graph->near, 0, ((size_t)graph->mask + 1) / 8);
}

static uint32_t log2_of(uint32_t number) {
    return number ? 32 - (uint32_t)__builtin_clz(number) : 1;
}

/* For each of `ids`: degree (0 self, 1, 2, 3, else -1), mutual connections, and those with the smallest ids.

   `numbers` is room for `count` numbers; without `sample` nobody is named. */
API void graph_closeness(Graph *graph, uint64_t viewer_id, const uint64_t *ids, uint32_t count, uint32_t *numbers,
                         int8_t *degrees, uint32_t *mutual, uint32_t *sample) {
    uint32_t viewer = number_of(graph, viewer_id);
    memset(degrees, -1, count);
    memset(mutual, 0, count * sizeof *mutual);
    if (sample)
        memset(sample, 0, (size_t)count * SAMPLE * sizeof *sample);
    for (uint32_t i = 0; i < count; i++)
        if (ids[i] == viewer_id)
            degrees[i] = 0;
    if (viewer == NOBODY || bit(graph->gone, viewer))
        return;
    bar(graph, viewer);
    Mine mine = {graph, row_of(graph, &graph->connections, viewer), 0};
    uint64_t entries = 0;
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = degrees[i] == 0 ? NOBODY : number_of(graph, ids[i]);
        if (numbers[i] != NOBODY)
            __builtin_prefetch(graph->connections.words + numbers[i], 0, 1);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (numbers[i] == NOBODY || !counts(graph, numbers[i])) {
            numbers[i] = NOBODY;
            continue;
        }
        Row row = row_of(graph, &graph->connections, numbers[i]);
        __builtin_prefetch(row.at, 0, 1);
        __builtin_prefetch(row.at + 16, 0, 1);
        entries += row.length;
    }
    if (mine.row.length < MARKS_A_STEP * entries * log2_of(mine.row.length))
        mark(&mine);
    int far = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (numbers[i] == NOBODY)
            continue;
        Row row = row_of(graph, &graph->connections, numbers[i]);
        uint32_t found = 0;
        if (!mine.marked && row.length > mine.row.length) {
            for (uint32_t j = 0; j < mine.row.length; j++) {
                uint32_t number = mine.row.at[j];
                if (stands_in(row, number) && counts(graph, number)) {
                    found++;
                    if (sample)
                        keep_smallest(sample + (size_t)i * SAMPLE, id_of(graph, number));
                }
            }
        } else {
            for (uint32_t j = 0; j < row.length; j++) {
                if (!is_mine(&mine, row.at[j]))
                    continue;
                found++;
                if (sample)
                    keep_smallest(sample + (size_t)i * SAMPLE, id_of(graph, row.at[j]));
            }
        }
        mutual[i] = found;
        degrees[i] = is_mine(&mine, numbers[i]) ? 1 : found ? 2 : row.length ? -2 : -1;
        far |= degrees[i] == -2;
    }
    if (far)
        third_degrees(&mine, numbers, count, degrees);
    unmark(&mine);
    unbar(graph, viewer);
}

#define ABREAST 8

/* Who stands in both rows and counts: how many, and the ids of the first `room` of them. */
static uint32_t intersect(Graph *graph, Row one, Row two, uint32_t *ids, uint32_t room) {
    if (one.length > two.length) {
        Row longer = one;
        one = two;
        two = longer;
    }
    uint32_t found = 0;
    if (two.length / 2 < one.length) { /* alike: walk along both */
        for (uint32_t i = 0, place = 0; i < one.length && place < two.length;) {
            uint32_t left = one.at[i], right = two.at[place];
            if (left == right && counts(graph, left)) {
                if (found < room)
                    ids[found] = id_of(graph, left);
                found++;
            }
            i += left <= right;
            place += right <= left;
        }
        return found;
    }
    uint32_t i = 0;
    for (; i + ABREAST <= one.length && two.length; i += ABREAST) { /* several at once: none waits for another */
        const uint32_t *base[ABREAST];
        for (int lane = 0; lane < ABREAST; lane++)
            base[lane] = two.at;
        for (uint32_t left = two.length; left > 1;) {
            uint32_t half = left / 2;
            for (int lane = 0; lane < ABREAST; lane++)
                base[lane] += half & -(uint32_t)(base[lane][half - 1] < one.at[i + lane]);
            left -= half;
        }
        for (int lane = 0; lane < ABREAST; lane++) {
            uint32_t number = one.at[i + lane];
            const uint32_t *place = base[lane] + (*base[lane] < number);
            if (place < two.at + two.length && *place == number && counts(graph, number)) {
                if (found < room)
                    ids[found] = id_of(graph, number);
                found++;
            }
        }
        two.length -= (uint32_t)(base[ABREAST - 1] - two.at);
        two.at = base[ABREAST - 1];
    }
    for (; i < one.length && two.length; i++) {
        uint32_t passed = lower_bound(two, one.at[i]);
        two.at += passed;
        two.length -= passed;
        if (two.length && *two.at == one.at[i] && counts(graph, one.at[i])) {
            if (found < room)
                ids[found] = id_of(graph, one.at[i]);
            found++;
        }
    }
    return found;
}

/* How many are connected to both, and the ids of the first `room` of them, in no order; NOBODY where an array
   is garbled. */
API uint32_t graph_mutuals(Graph *graph, uint64_t viewer_id, uint64_t other_id, uint32_t *ids, uint32_t room) {
    uint32_t viewer = number_of(graph, viewer_id), other = number_of(graph, other_id);
    if (viewer == NOBODY || other == NOBODY || bit(graph->gone, viewer) || bit(graph->gone, other))
        return 0;
    bar(graph, viewer);
    Row mine = row_of(graph, &graph->connections, viewer);
    Row theirs = row_of(graph, &graph->connections, other);
    uint32_t found = intersect(graph, mine, theirs, ids, room);
    unbar(graph, viewer);
    return graph->corrupt ? NOBODY : found;
}

/* How many are at the 2nd degree, and the ids of the first `room` of them, in no order; `first` gets
   how many are at the 1st. */
API uint32_t graph_second(Graph *graph, uint64_t viewer_id, uint32_t *ids, uint32_t room, uint32_t *first) {
    uint32_t viewer = number_of(graph, viewer_id), found = 0;
    *first = 0;
    if (viewer == NOBODY || bit(graph->gone, viewer))
        return 0;
    bar(graph, viewer);
    Row row = row_of(graph, &graph->connections, viewer);
    mark_near(graph, row);
    graph->near[viewer >> 6] &= ~(UINT64_C(1) << (viewer & 63));
    for (uint32_t i = 0; i < row.length; i++) {
        uint32_t friend = row.at[i] & graph->mask;
        if (counts(graph, friend)) {
            graph->near[friend >> 6] &= ~(UINT64_C(1) << (friend & 63));
            ++*first;
        }
    }
    for (uint32_t word = 0; word <= graph->mask >> 6; word++) {
        uint64_t bits = graph->near[word] & ~graph->gone[word] & ~graph->barred[word];
        graph->near[word] = 0;
        for (; bits; bits &= bits - 1) {
            if (found < room)
                ids[found] = id_of(graph, word * 64 + (uint32_t)__builtin_ctzll(bits));
            found++;
        }
    }
    unbar(graph, viewer);
    return found;
}
