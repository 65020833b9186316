/*
 * Finds logins in messages that lack some bytes. The bytes between two gaps are too few to
 * recognize, so messages are followed over gaps by their sizes. Also finds segments that belong to
 * an earlier or later connection with the same ports: they were retransmitted, or quoted, when
 * another connection used the ports.
 */
#include "conversation/redact/redact-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/connection/sequence-number.h"
#include "secrets/login/logins.h"

enum {
	GAP_SIZE_MAX = 4096, /* a message with a login has no larger gap */
	/* all gaps together exceed the captured bytes by no more */
	GAPS_SIZE_MAX = 1 << 20,
};

/* ---- reused ports ---- */

/* Whether a segment agrees with the direction where both have bytes; *place is in the direction. */
static bool agrees(const struct direction *direction, const struct segment *segment, int64_t place)
{
	int64_t end = place + segment->size;
	for (size_t i = direction_first(direction, place);
		i < direction->count && direction->segments[i].start < end; i++) {
		const struct segment *other = &direction->segments[i];
		int64_t from = other->start > place ? other->start : place;
		int64_t to = other->start + other->size < end ? other->start + other->size : end;
		if (from < to)
			return memcmp(other->data + (from - other->start),
				       segment->data + (from - place), (size_t)(to - from)) == 0;
	}
	return false;
}

/*
 * Adds to `to` the segments of `from` that belong to it: retransmitted or quoted after the ports
 * were reused.
 */
static void share_segments(struct direction *to, const struct direction *from)
{
	const int64_t shift = to->last_start - from->last_start +
		sequence_difference(from->last_sequence, to->last_sequence);
	struct direction added = { 0 };
	for (size_t i = 0; i < from->count; i++) {
		struct segment segment = from->segments[i];
		segment.start += shift;
		if (agrees(to, &segment, segment.start))
			direction_add(&added, &segment);
	}
	for (size_t i = 0; i < added.count; i++)
		direction_add(to, &added.segments[i]);
	if (added.count)
		direction_sort(to);
	free(added.segments);
}

void search_share_segments(struct search *search)
{
	enum { NEIGHBOURS_MAX = 8 };
	for (size_t i = 0; i < search->count; i++) {
		struct direction *direction = &search->directions[i];
		if (direction->count)
			direction_sort(direction);
	}
	for (size_t i = 0; i < search->count; i++) {
		struct direction *direction = &search->directions[i];
		size_t older = direction->older;
		for (unsigned n = 0; older && n < NEIGHBOURS_MAX; n++) {
			struct direction *other = &search->directions[older - 1];
			if (direction->count && other->count) {
				share_segments(other, direction);
				share_segments(direction, other);
			}
			older = other->older;
		}
	}
}

/* ---- messages over gaps ---- */

/* The runs of a direction in one buffer, with zeros for missing bytes. */
struct joined {
	int64_t start;
	bool lacks_start, is_known;
	struct login_gap *gaps;
	size_t gap_count, gap_capacity, filled_size;
};

/* Remembers the parts of values that gaps cut; `gap` is the first that may cut this one. */
static void remember_parts(struct search *search, const struct direction *direction,
	const struct joined *joined, const struct secret_range *range, size_t gap)
{
	const uint8_t *text = (const uint8_t *)text_string(&search->text);
	size_t from = range->offset, end = range->offset + range->size;
	for (size_t i = gap; from < end; i++) {
		bool is_last = i == joined->gap_count || joined->gaps[i].from >= end;
		size_t to = is_last ? end : joined->gaps[i].from;
		const struct origin origin = { .direction = direction, .start = joined->start };
		if (to > from)
			redacted_values_add(&search->redaction->values,
				(struct bytes){ text + from, to - from }, SECRET_LOGIN,
				origin_frame(&origin, from));
		if (is_last)
			return;
		from = joined->gaps[i].to > from ? joined->gaps[i].to : from;
	}
}

static void search_joined(
	struct search *search, const struct direction *direction, struct joined *joined)
{
	struct secret_list *found = &search->redaction->found;
	struct login_state state = { 0 };
	const struct login_source source = {
		.text = { (const uint8_t *)text_string(&search->text), search->text.size },
		.gaps = joined->gaps,
		.gap_count = joined->gap_count,
		.source_port = direction->ports[0],
		.destination_port = direction->ports[1],
		.lacks_start = joined->lacks_start,
	};
	found->count = 0; /* clears the ranges; ids continue */
	if (joined->gap_count && logins_find(&source, &state, found))
		joined->is_known = true;
	secret_list_merge(found, 0);
	for (size_t i = 0, gap = 0; i < found->count; i++) {
		const struct secret_range *range = &found->ranges[i];
		int64_t from = joined->start + (int64_t)range->offset;
		while (gap < joined->gap_count && joined->gaps[gap].to <= range->offset)
			gap++;
		remember_parts(search, direction, joined, range, gap);
		direction_hide(
			search->redaction, direction, from, from + (int64_t)range->size, range->id);
	}
	text_clear(&search->text);
	joined->gap_count = joined->filled_size = 0;
	joined->lacks_start = true;
}

static void join_over_gap(struct search *search, struct joined *joined, size_t size)
{
	grow_array(&joined->gaps, joined->gap_count, &joined->gap_capacity, sizeof(*joined->gaps));
	size_t from = search->text.size;
	joined->gaps[joined->gap_count++] = (struct login_gap){ from, from + size };
	joined->filled_size += size;
	for (size_t i = 0; i < size; i++)
		text_append_char(&search->text, '\0');
}

bool search_over_gaps(struct search *search, const struct direction *direction, bool lacks_start)
{
	bool has_start =
		direction->has_syn && direction->first_start < direction->segments[0].start;
	int64_t end = has_start ? direction->first_start : direction->segments[0].start;
	struct joined joined = { .start = end, .lacks_start = lacks_start && !has_start };
	for (size_t i = 0; i < direction->count; i++) {
		const struct segment *segment = &direction->segments[i];
		int64_t missing = segment->start - end,
			segment_end = segment->start + segment->size;
		bool is_near = missing <= GAP_SIZE_MAX &&
			joined.filled_size <= search->text.size + GAPS_SIZE_MAX;
		if (missing > 0 && is_near) {
			join_over_gap(search, &joined, (size_t)missing);
		} else if (missing > 0) {
			search_joined(search, direction, &joined);
			joined.start = segment->start;
		}
		end = missing > 0 ? segment->start : end;
		if (segment_end <= end)
			continue;
		size_t known = (size_t)(end - segment->start);
		text_append_size(
			&search->text, (const char *)segment->data + known, segment->size - known);
		end = segment_end;
	}
	search_joined(search, direction, &joined);
	free(joined.gaps);
	return joined.is_known;
}
