/*
 * Sorts segments by connection, direction and sequence number. A byte that was sent twice counts
 * once. A segment that repeats a byte with another value is looked at separately, too.
 */
#include "deck/leak-check/deck-streams.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "conversation/redact/fragment-table.h"
#include "deck/leak-check/missed-secret.h"

struct part {
	struct bytes capture, payload;
	uint64_t frame;
	uint32_t offset; /* offset of the payload in the packet */
	struct address source, destination;
	uint16_t ports[2];
	uint32_t sequence; /* as captured; walk_direction() makes it relative */
	bool is_alone; /* not a segment of TCP */
	size_t order; /* position in which the part was added */
};

/* The fragments of one capture. */
struct fragments {
	struct bytes capture;
	struct fragment_table *table;
};

struct deck_streams {
	struct part *parts;
	size_t count, capacity;
	struct fragments *fragments;
	size_t fragments_count, fragments_capacity;
	struct arena arena;
};

struct deck_streams *deck_streams_new(void)
{
	return xcalloc(1, sizeof(struct deck_streams));
}

void deck_streams_free(struct deck_streams *streams)
{
	if (!streams)
		return;
	for (size_t i = 0; i < streams->fragments_count; i++)
		fragment_table_free(streams->fragments[i].table);
	free(streams->fragments);
	free(streams->parts);
	arena_finish(&streams->arena);
	free(streams);
}

/*
 * Returns the offset of the payload of TCP or UDP, else of the first bytes that no dissector read.
 */
static uint32_t text_offset(const struct frame *frame)
{
	if (frame_tcp(frame) || (frame_udp(frame) && frame->payload.size))
		return frame->payload_offset;
	return frame_unread_offset(frame);
}

static int compare_bytes(struct bytes a, struct bytes b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size ? memcmp(a.data, b.data, size) : 0;
	return order ? order : (a.size > b.size) - (a.size < b.size);
}

/*
 * Adds a fragment to its capture's table. All packets of a capture arrive together, so only the
 * last table can be its own.
 */
static void add_fragment(
	struct deck_streams *streams, struct bytes capture, const struct frame *frame)
{
	struct fragments *last =
		streams->fragments_count ? &streams->fragments[streams->fragments_count - 1] : NULL;
	if (!last || compare_bytes(last->capture, capture) != 0) {
		grow_array(&streams->fragments, streams->fragments_count,
			&streams->fragments_capacity, sizeof(*streams->fragments));
		last = &streams->fragments[streams->fragments_count++];
		*last = (struct fragments){ capture, fragment_table_new() };
	}
	(void)fragment_table_add(last->table, frame, &streams->arena);
}

void deck_streams_add(struct deck_streams *streams, struct bytes capture, const struct frame *frame)
{
	add_fragment(streams, capture, frame);
	uint32_t offset = text_offset(frame);
	if (offset >= frame->data.size || (frame_tcp(frame) && !frame->payload.size))
		return;
	struct bytes payload = { frame->data.data + offset, frame->data.size - offset };
	if (frame_tcp(frame))
		payload = frame->payload;
	grow_array(&streams->parts, streams->count, &streams->capacity, sizeof(*streams->parts));
	streams->parts[streams->count] = (struct part){
		.capture = capture,
		.payload = arena_bytes(&streams->arena, payload),
		.frame = frame->number,
		.offset = frame_tcp(frame) ? frame->payload_offset : offset,
		.source = frame->source,
		.destination = frame->destination,
		.ports = { frame->source_port, frame->destination_port },
		.sequence = frame_tcp(frame) ? frame_tcp(frame)->sequence : 0,
		.is_alone = !frame_tcp(frame),
		.order = streams->count,
	};
	streams->count++;
}

/* Returns 0 when both parts belong to the same direction of a connection. */
static int compare_directions(const struct part *a, const struct part *b)
{
	int order = compare_bytes(a->capture, b->capture);
	if (!order)
		order = memcmp(&a->source, &b->source, sizeof(a->source));
	if (!order)
		order = memcmp(&a->destination, &b->destination, sizeof(a->destination));
	if (!order)
		order = memcmp(a->ports, b->ports, sizeof(a->ports));
	return order ? order : a->is_alone - b->is_alone;
}

static int by_direction(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	int order = compare_directions(a, b);
	return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int by_sequence(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	if (a->sequence != b->sequence)
		return a->sequence < b->sequence ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* Payloads of a direction, joined without a gap. */
struct run {
	struct text text;
	size_t *borders;
	size_t border_count, border_capacity;
};

static void run_clear(struct run *run)
{
	text_clear(&run->text);
	run->border_count = 0;
}

static void run_finish(struct run *run)
{
	text_finish(&run->text);
	free(run->borders);
}
DEFINE_AUTOFINISH(run);

/*
 * Returns the frame number of the part that has the byte at `offset` of the run, which begins with
 * part `first` at sequence number `start`.
 */
static uint64_t frame_at(
	const struct part *parts, size_t first, size_t last, uint32_t start, size_t offset)
{
	size_t i = first;
	while (i < last && (size_t)(parts[i].sequence - start) + parts[i].payload.size <= offset)
		i++;
	return parts[i].frame;
}

/*
 * Returns where bytes [from, to) of the run stand, in each part that has any of them; malloc()ed.
 */
static struct deck_place *places_of(const struct part *parts, size_t first, size_t last,
	size_t from, size_t to, size_t *ret_count)
{
	struct deck_place *places = xcalloc(last - first + 1, sizeof(*places));
	*ret_count = 0;
	for (size_t i = first; i <= last; i++) {
		size_t start = parts[i].sequence - parts[first].sequence;
		size_t end = start + parts[i].payload.size;
		size_t low = start > from ? start : from, high = end < to ? end : to;
		if (low < high)
			places[(*ret_count)++] = (struct deck_place){ parts[i].frame,
				parts[i].offset + (uint32_t)(low - start), (uint32_t)(high - low) };
	}
	return places;
}

static bool look_at_run(const struct deck_streams *streams, size_t first, size_t last,
	const struct run *run, deck_stream_function *look, void *context)
{
	const struct part *parts = streams->parts;
	const struct part *part = &parts[first];
	const struct redacted_text text = {
		.bytes = { (const uint8_t *)text_string(&run->text), run->text.size },
		.borders = run->borders,
		.border_count = run->border_count,
		.source_port = part->ports[0],
		.destination_port = part->ports[1],
		.is_datagram = part->is_alone,
		.lacks_start = !part->is_alone,
	};
	struct deck_stream stream = {
		.capture = part->capture,
		.text = text.bytes,
		.frame = part->frame,
	};
	size_t offset = 0, size = 0;
	stream.secret = missed_secret_find(&text, &offset, &size);
	if (stream.secret == SECRET_NONE)
		return look(context, &stream);
	automem struct deck_place *places =
		places_of(parts, first, last, offset, offset + size, &stream.place_count);
	stream.places = places;
	stream.frame = frame_at(parts, first, last, part->sequence, offset);
	return look(context, &stream);
}

static bool look_at_part(const struct deck_streams *streams, size_t index, struct run *run,
	deck_stream_function *look, void *context)
{
	struct bytes payload = streams->parts[index].payload;
	run_clear(run);
	text_append_size(&run->text, (const char *)payload.data, payload.size);
	return look_at_run(streams, index, index, run, look, context);
}

/* Adds the part without its first `known` bytes, which the run has already. */
static void add_to_run(struct run *run, const struct part *part, size_t known)
{
	if (known >= part->payload.size)
		return;
	if (run->text.size) {
		grow_array(&run->borders, run->border_count, &run->border_capacity,
			sizeof(*run->borders));
		run->borders[run->border_count++] = run->text.size;
	}
	text_append_size(
		&run->text, (const char *)part->payload.data + known, part->payload.size - known);
}

/*
 * Whether the part has other bytes than the run where both overlap. `next` is the sequence number
 * behind the run.
 */
static bool differs(const struct run *run, const struct part *part, uint32_t next)
{
	size_t known = next - part->sequence;
	if (known > run->text.size)
		return true;
	size_t size = known < part->payload.size ? known : part->payload.size;
	return size &&
		memcmp(text_string(&run->text) + run->text.size - known, part->payload.data,
			size) != 0;
}

/*
 * Looks at the parts [first, end), which belong to one direction, in the order of their sequence
 * numbers.
 */
static bool walk_direction(struct deck_streams *streams, size_t first, size_t end,
	deck_stream_function *look, void *context)
{
	struct part *parts = streams->parts;
	autofinish(run) struct run run = { 0 }, alone = { 0 };
	uint32_t base = parts[first].sequence - (1U << 31);
	for (size_t i = first; i < end; i++)
		parts[i].sequence -= base;
	qsort(parts + first, end - first, sizeof(*parts), by_sequence);
	uint32_t next = parts[first].sequence;
	size_t run_first = first;
	for (size_t i = first; i < end; i++) {
		struct part *part = &parts[i];
		if (part->sequence > next) {
			if (look_at_run(streams, run_first, i - 1, &run, look, context))
				return true;
			run_clear(&run);
			run_first = i;
			next = part->sequence;
		}
		if (differs(&run, part, next) && look_at_part(streams, i, &alone, look, context))
			return true;
		add_to_run(&run, part, next - part->sequence);
		if (part->sequence + (uint32_t)part->payload.size > next)
			next = part->sequence + (uint32_t)part->payload.size;
	}
	return look_at_run(streams, run_first, end - 1, &run, look, context);
}

/* Looks at the datagrams whose fragments were all captured. */
static bool walk_fragments(struct deck_streams *streams, const struct fragments *fragments,
	deck_stream_function *look, void *context)
{
	size_t count;
	const struct datagram *datagrams = fragment_table_close(fragments->table, &count);
	for (size_t i = 0; i < count; i++) {
		uint32_t header_size;
		if (!datagrams[i].is_whole)
			continue;
		const struct redacted_text text = {
			.bytes = datagram_packet(&datagrams[i], &streams->arena, &header_size),
			.is_datagram = true,
		};
		size_t offset, size;
		const struct deck_stream stream = {
			.capture = fragments->capture,
			.text = text.bytes,
			.frame = datagrams[i].pieces[0].frame,
			.secret = missed_secret_find(&text, &offset, &size),
		};
		if (look(context, &stream))
			return true;
	}
	return false;
}

bool deck_streams_walk(struct deck_streams *streams, deck_stream_function *look, void *context)
{
	struct part *parts = streams->parts;
	autofinish(run) struct run alone = { 0 };
	if (streams->count)
		qsort(parts, streams->count, sizeof(*parts), by_direction);
	for (size_t first = 0, end; first < streams->count; first = end) {
		for (end = first + 1; end < streams->count &&
			compare_directions(&parts[first], &parts[end]) == 0;)
			end++;
		if (!parts[first].is_alone && walk_direction(streams, first, end, look, context))
			return true;
		for (size_t i = first; parts[first].is_alone && i < end; i++) {
			if (look_at_part(streams, i, &alone, look, context))
				return true;
		}
	}
	for (size_t i = 0; i < streams->fragments_count; i++) {
		if (walk_fragments(streams, &streams->fragments[i], look, context))
			return true;
	}
	return false;
}
