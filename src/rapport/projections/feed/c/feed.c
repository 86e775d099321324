/* Choosing the newest posts of everybody whom a viewer follows: the sources that posted last, then their rows.

   The newest post of each source lies in one array. One pass over the viewer's followees keeps the `room` sources whose
   newest post below the cursor is highest; whether a source counts at all (its door, a block, a connection) is asked
   only of those that would get in. The newest `room` posts lie with these sources. A source that has posted since the
   cursor is looked up in its row.

   Safe on any content of the arrays: what points past an array sets `corrupt` and reads as nothing. */

#include <stddef.h>
#include <stdint.h>

#define LENGTH_BITS 24
#define LENGTH_MASK ((UINT64_C(1) << LENGTH_BITS) - 1)
#define MEANING 1 /* goes up with `_LAYOUT` in native.py when a field or the function comes to mean something else */
#define AT_ONCE 32 /* followees whose words are fetched while those before them are looked at */
#define KINDS 2
#define ROOM 512

#if defined(_WIN32)
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

typedef struct {
    const uint64_t *words;
    const uint64_t *heap;
    uint64_t heap_length;
} Rows;

typedef struct {
    Rows rows[KINDS];       /* open, close: by actor id */
    const uint64_t *newest; /* two an actor */
    const uint64_t *shut;   /* bitmap by actor id: only connections may follow */
    const uint32_t *follows; /* numbers, ascending; of the graph, or actor ids where there are no `ids` */
    const uint32_t *connections;
    const uint32_t *bars;
    const uint32_t *ids;
    const uint64_t *gone;     /* bitmap by number, or null */
    const uint64_t *left_out; /* 2 * actor + kind, ascending: not to be chosen from these rows */
    const uint64_t *const *extra; /* further rows that the viewer may read */
    const uint32_t *extra_lengths;
    uint64_t actors;
    uint64_t ids_length;
    uint64_t gone_words;
    uint32_t follows_length;
    uint32_t connections_length;
    uint32_t bars_length;
    uint32_t left_out_length;
    uint32_t extras;
    uint32_t corrupt;
} Feed;

typedef struct {
    uint64_t bound; /* its newest post below the cursor */
    const uint64_t *row;
    uint64_t left; /* how many of the row are not given yet; in `heap` while choosing: 2 * actor + kind */
} Source;

typedef struct {
    Source at[ROOM];
    uint32_t length, room;
    uint64_t excluded;
} Heap;

static int stands_in(const uint32_t *row, uint32_t length, uint32_t number) {
    const uint32_t *base = row;
    while (length > 1) {
        uint32_t half = length / 2;
        base += base[half - 1] < number ? half : 0;
        length -= half;
    }
    return length && *base == number;
}

static int is_left_out(const Feed *feed, uint64_t key) {
    uint32_t low = 0, high = feed->left_out_length;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (feed->left_out[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < feed->left_out_length && feed->left_out[low] == key;
}

/* How many of a row are below the cursor; from its end in growing steps, since pages begin there. */
static uint64_t below_in(const uint64_t *row, uint64_t length, uint64_t below) {
    uint64_t step = 1, high = length, low;
    while (high && row[high - 1] >= below) {
        uint64_t next = high > step ? high - step : 0;
        if (!next || row[next - 1] < below) {
            low = next;
            while (low < high) {
                uint64_t middle = low + (high - low) / 2;
                if (row[middle] < below)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
        high = next;
        step *= 2;
    }
    return high;
}

static const uint64_t *row_of(Feed *feed, uint32_t kind, uint64_t actor, uint64_t *length) {
    const Rows *rows = &feed->rows[kind];
    /* what the word points to was written before the word was */
    uint64_t word = __atomic_load_n(rows->words + actor, __ATOMIC_ACQUIRE);
    uint64_t start = word >> LENGTH_BITS;
    *length = word & LENGTH_MASK;
    if (start + *length > rows->heap_length) {
        feed->corrupt = 1;
        *length = 0;
    }
    return rows->heap + start;
}

static void sink(Heap *heap, uint32_t place) {
    Source moved = heap->at[place];
    for (;;) {
        uint32_t child = 2 * place + 1;
        if (child >= heap->length)
            break;
        if (child + 1 < heap->length && heap->at[child + 1].bound < heap->at[child].bound)
            child++;
        if (moved.bound <= heap->at[child].bound)
            break;
        heap->at[place] = heap->at[child];
        place = child;
    }
    heap->at[place] = moved;
}

static void offer(Heap *heap, Source source) {
    if (heap->length < heap->room) {
        uint32_t place = heap->length++;
        while (place && heap->at[(place - 1) / 2].bound > source.bound) {
            heap->at[place] = heap->at[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        heap->at[place] = source;
        return;
    }
    if (source.bound <= heap->at[0].bound) {
        if (source.bound > heap->excluded)
            heap->excluded = source.bound;
        return;
    }
    if (heap->at[0].bound > heap->excluded)
        heap->excluded = heap->at[0].bound;
    heap->at[0] = source;
    sink(heap, 0);
}

/* Whether this viewer may be given posts of this kind by a followee: asked of few. */
static int counts(const Feed *feed, uint32_t number, uint64_t actor, uint32_t kind) {
    int shut = (int)(feed->shut[actor >> 6] >> (actor & 63)) & 1;
    if ((kind || shut) && !stands_in(feed->connections, feed->connections_length, number))
        return 0;
    if (feed->gone && number >> 6 < feed->gone_words && (feed->gone[number >> 6] >> (number & 63) & 1))
        return 0;
    if (feed->bars_length && stands_in(feed->bars, feed->bars_length, number))
        return 0;
    return !feed->left_out_length || !is_left_out(feed, 2 * actor + kind);
}

/* The posts below `below` that are newest, at most `room` (up to 512), descending, each once. `floor` gets the cursor
   below which the others lie: none is missing above. 0 where there are no more. */
API uint32_t feed_choose(Feed *feed, uint64_t below, uint64_t *out, uint32_t room, uint64_t *floor) {
    Heap heap = {.length = 0, .room = room < 1 ? 1 : room > ROOM ? ROOM : room, .excluded = 0};
    for (uint32_t i = 0; i < feed->extras; i++) {
        uint64_t left = below_in(feed->extra[i], feed->extra_lengths[i], below);
        if (left) {
            Source source = {feed->extra[i][left - 1], feed->extra[i], left};
            offer(&heap, source);
        }
    }
    uint32_t actors[AT_ONCE];
    for (uint32_t begin = 0; begin < feed->follows_length; begin += AT_ONCE) {
        uint32_t count = feed->follows_length - begin < AT_ONCE ? feed->follows_length - begin : AT_ONCE;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t number = feed->follows[begin + i];
            if (!feed->ids)
                actors[i] = number;
            else if (number < feed->ids_length)
                actors[i] = feed->ids[number];
            else {
                feed->corrupt = 1;
                actors[i] = UINT32_MAX;
            }
            if (actors[i] < feed->actors)
                __builtin_prefetch(feed->newest + 2 * (uint64_t)actors[i], 0, 1);
        }
        uint32_t later[KINDS * AT_ONCE], laters = 0;
        for (uint32_t i = 0; i < count; i++) {
            if (actors[i] >= feed->actors)
                continue; /* newer than these files: nothing of theirs is in them */
            for (uint32_t kind = 0; kind < KINDS; kind++) {
                uint64_t newest = feed->newest[2 * (uint64_t)actors[i] + kind];
                if (!newest)
                    continue;
                if (newest >= below) {
                    later[laters++] = KINDS * i + kind;
                    __builtin_prefetch(feed->rows[kind].words + actors[i], 0, 1);
                    continue;
                }
                if (heap.length == heap.room && newest <= heap.at[0].bound) {
                    if (newest > heap.excluded)
                        heap.excluded = newest;
                    continue;
                }
                if (!counts(feed, feed->follows[begin + i], actors[i], kind))
                    continue;
                Source source = {newest, NULL, 2 * (uint64_t)actors[i] + kind};
                offer(&heap, source);
            }
        }
        for (uint32_t i = 0; i < laters; i++) {
            uint32_t kind = later[i] % KINDS;
            uint64_t word = __atomic_load_n(feed->rows[kind].words + actors[later[i] / KINDS], __ATOMIC_RELAXED);
            uint64_t end = (word >> LENGTH_BITS) + (word & LENGTH_MASK);
            if (end && end <= feed->rows[kind].heap_length)
                __builtin_prefetch(feed->rows[kind].heap + end - 1, 0, 1);
        }
        for (uint32_t i = 0; i < laters; i++) {
            uint32_t kind = later[i] % KINDS, number = feed->follows[begin + later[i] / KINDS];
            uint64_t actor = actors[later[i] / KINDS], length;
            const uint64_t *row = row_of(feed, kind, actor, &length);
            uint64_t left = below_in(row, length, below);
            if (!left)
                continue;
            if (heap.length == heap.room && row[left - 1] <= heap.at[0].bound) {
                if (row[left - 1] > heap.excluded)
                    heap.excluded = row[left - 1];
                continue;
            }
            if (!counts(feed, number, actor, kind))
                continue;
            Source source = {row[left - 1], row, left};
            offer(&heap, source);
        }
    }
    for (uint32_t i = 0; i < heap.length; i++) {
        Source *source = &heap.at[i];
        if (source->row)
            continue;
        uint64_t length;
        const uint64_t *row = row_of(feed, (uint32_t)(source->left & 1), source->left >> 1, &length);
        source->row = row;
        source->left = below_in(row, length, below);
        source->bound = source->left ? row[source->left - 1] : 0;
    }
    uint32_t given = 0;
    while (given < room) {
        uint32_t best = 0;
        for (uint32_t i = 1; i < heap.length; i++)
            if (heap.at[i].bound > heap.at[best].bound)
                best = i;
        if (!heap.length || !heap.at[best].bound || heap.at[best].bound < heap.excluded) {
            /* the post that was left out is still to come, unless it was given by another source */
            *floor = heap.excluded && !(given && out[given - 1] == heap.excluded) ? heap.excluded + 1 : heap.excluded;
            return given;
        }
        Source *source = &heap.at[best];
        if (!given || out[given - 1] != source->bound)
            out[given++] = source->bound;
        source->left--;
        source->bound = source->left ? source->row[source->left - 1] : 0;
    }
    *floor = out[given - 1];
    return given;
}

/* Whether Python and this library speak of the same structures. */
API uint32_t feed_layout(void) {
    return (uint32_t)(MEANING << 16 | sizeof(Feed));
}
