/*
 * The search puts the segments of each direction in order by sequence number, as a receiver would
 * (RFC 9293, 3.4), and looks for secrets in what they say together. What it finds is kept as spans of
 * packets: a byte that was sent twice is hidden twice. Whatever is no TCP payload is searched packet
 * by packet: datagrams, fragments, the packets that ICMP quotes; and each segment once more for
 * itself, for it may say something else than the one that was sent before it.
 */
#include "conversation/scrub.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/anonymize.h"
#include "conversation/capture-analysis.h"
#include "conversation/checksum-repair.h"
#include "conversation/sequence-number.h"
#include "dissect/dissect.h"
#include "trace/trace.h"

enum { SEARCHED_SIZE_MAX = 256 << 20 };

/* Bytes of a packet to be hidden. */
struct span {
	uint64_t frame;
	uint32_t offset, size;
	size_t id;
};

struct segment {
	int64_t start; /* in its direction, counted from the first that was captured */
	uint32_t size;
	uint32_t offset; /* of its payload in the packet */
	uint64_t frame;
	const uint8_t *data;
};

struct direction {
	struct segment *segments;
	size_t count, capacity;
	uint32_t largest; /* of its payloads */
	uint32_t last_sequence;
	int64_t last_start;
	bool has_syn;
	int64_t first_start; /* of the data behind the SYN */
	uint16_t ports[2]; /* of its segments */
};

struct scrub {
	struct anonymizer *anonymizer; /* NULL: addresses stay */
	struct span *spans; /* by frame */
	size_t span_count, span_capacity;
	struct secret_list found; /* of the capture; ranges are reused */
	bool *is_reported; /* by id */
	struct scrub_report report;
	struct hidden_values values;
};

/* Of one search. */
struct search {
	struct scrub *scrub;
	struct arena arena; /* the payloads */
	struct direction *directions; /* two a stream */
	size_t count, capacity;
	bool is_learning; /* the addresses; nothing is looked for yet */
	struct text text; /* of a run without gaps */
};

static void search_finish(struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		free(search->directions[i].segments);
	free(search->directions);
	text_finish(&search->text);
	arena_finish(&search->arena);
}
DEFINE_AUTOFINISH(search);

struct scrub *scrub_new(bool hides_addresses)
{
	struct scrub *scrub = xcalloc(1, sizeof(*scrub));
	if (hides_addresses)
		scrub->anonymizer = anonymizer_new();
	return scrub;
}

bool scrub_hides_addresses(const struct scrub *scrub)
{
	return scrub->anonymizer != NULL;
}

void scrub_free(struct scrub *scrub)
{
	if (!scrub)
		return;
	anonymizer_free(scrub->anonymizer);
	secret_list_finish(&scrub->found);
	free(scrub->spans);
	free(scrub->is_reported);
	hidden_values_finish(&scrub->values);
	free(scrub);
}

/* ---- the search ---- */

static struct direction *direction_of(struct search *search, const struct tcp_analysis *analysis)
{
	size_t index = (size_t)analysis->stream * 2 + analysis->is_from_client;
	while (search->count <= index) {
		grow_array(&search->directions, search->count, &search->capacity,
			sizeof(*search->directions));
		search->directions[search->count++] = (struct direction){ 0 };
	}
	return &search->directions[index];
}

static bool add_segment(struct search *search, const struct frame *frame,
	const struct tcp_analysis *analysis, struct error *error)
{
	const struct tcp_header *tcp = &frame->tcp;
	bool is_syn = (tcp->flags & TCP_SYN) != 0;
	if (!frame->payload.size && !is_syn)
		return true;
	struct direction *direction = direction_of(search, analysis);
	uint32_t sequence = tcp->sequence + is_syn;
	bool is_first = !direction->count && !direction->has_syn;
	int64_t start = is_first
		? 0
		: direction->last_start + sequence_difference(sequence, direction->last_sequence);
	direction->last_sequence = sequence;
	direction->last_start = start;
	direction->ports[0] = tcp->source_port;
	direction->ports[1] = tcp->destination_port;
	if (is_syn) {
		direction->has_syn = true;
		direction->first_start = start;
	}
	if (!frame->payload.size)
		return true;
	if (search->arena.size > SEARCHED_SIZE_MAX)
		return error_set(error,
			"more than %d MB of payload cannot be searched for secrets: save the part "
			"that the talk shows with 'pcapdeck packets -w'",
			SEARCHED_SIZE_MAX >> 20);
	if (frame->payload.size > direction->largest)
		direction->largest = (uint32_t)frame->payload.size;
	grow_array(&direction->segments, direction->count, &direction->capacity,
		sizeof(*direction->segments));
	direction->segments[direction->count++] = (struct segment){
		.start = start,
		.size = (uint32_t)frame->payload.size,
		.offset = frame->payload_offset,
		.frame = frame->number,
		.data = arena_bytes(&search->arena, frame->payload).data,
	};
	return true;
}

static int compare_segments(const void *left, const void *right)
{
	const struct segment *a = left, *b = right;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->frame > b->frame) - (a->frame < b->frame);
}

/* The first segment that may reach into what begins at `start`. */
static size_t first_reaching(const struct direction *direction, int64_t start)
{
	size_t low = 0, high = direction->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (direction->segments[middle].start < start - direction->largest)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The part of a segment that lies in [start, end) of its direction; 0 when none does. */
static uint32_t part_of(const struct segment *segment, int64_t start, int64_t end,
	uint32_t *ret_offset, uint32_t *ret_skip)
{
	int64_t from = segment->start > start ? segment->start : start;
	int64_t to = segment->start + segment->size;
	if (to > end)
		to = end;
	*ret_offset = segment->offset + (uint32_t)(from - segment->start);
	*ret_skip = (uint32_t)(from - start);
	return from < to ? (uint32_t)(to - from) : 0;
}

/* Bytes [start, end) of the direction, in every packet that carries any of them. */
static void add_spans(struct scrub *scrub, const struct direction *direction, int64_t start,
	int64_t end, size_t id)
{
	for (size_t i = first_reaching(direction, start);
		i < direction->count && direction->segments[i].start < end; i++) {
		struct span span = { .frame = direction->segments[i].frame, .id = id };
		uint32_t skip;
		span.size = part_of(&direction->segments[i], start, end, &span.offset, &skip);
		if (!span.size)
			continue;
		grow_array(&scrub->spans, scrub->span_count, &scrub->span_capacity,
			sizeof(*scrub->spans));
		scrub->spans[scrub->span_count++] = span;
	}
}

/* A run while the anonymizer searches it. */
struct run {
	const struct direction *direction;
	int64_t start;
};

static void find_pieces(void *context, size_t offset, size_t size, struct run_pieces *out)
{
	const struct run *run = context;
	const struct direction *direction = run->direction;
	int64_t start = run->start + (int64_t)offset, end = start + (int64_t)size;
	for (size_t i = first_reaching(direction, start);
		i < direction->count && direction->segments[i].start < end; i++) {
		struct run_piece piece = { .frame = direction->segments[i].frame };
		piece.size = part_of(
			&direction->segments[i], start, end, &piece.offset, &piece.skip);
		if (!piece.size)
			continue;
		grow_array(&out->items, out->count, &out->capacity, sizeof(*out->items));
		out->items[out->count++] = piece;
	}
}

/* The addresses of a run: learned in one pass, looked for in the next. */
static void search_addresses(
	struct search *search, const struct direction *direction, int64_t start, bool is_start)
{
	struct run run = { direction, start };
	const struct stream_run bytes = {
		.ports = { direction->ports[0], direction->ports[1] },
		.bytes = { (const uint8_t *)text_string(&search->text), search->text.size },
		.is_start = is_start,
	};
	if (search->is_learning)
		anonymizer_learn_run(search->scrub->anonymizer, &bytes);
	else
		anonymizer_search_run(search->scrub->anonymizer, &bytes, find_pieces, &run);
}

/* Where a text that was searched comes from. */
struct origin {
	const struct direction *direction; /* NULL: one packet */
	int64_t start; /* in it */
	uint64_t frame; /* that packet */
};

static uint64_t frame_at(const struct origin *origin, size_t offset)
{
	const struct direction *direction = origin->direction;
	if (!direction)
		return origin->frame;
	int64_t place = origin->start + (int64_t)offset;
	size_t i = first_reaching(direction, place);
	while (i + 1 < direction->count &&
		direction->segments[i].start + direction->segments[i].size <= place)
		i++;
	return direction->segments[i].frame;
}

/* Ranges behind each other that have one id are one value. */
static void remember_values(struct scrub *scrub, const struct secret_list *list,
	const uint8_t *text, const struct origin *origin)
{
	autofinish(text) struct text value = { 0 };
	for (size_t i = 0, first = 0; i < list->count; i++) {
		const struct secret_range *range = &list->ranges[i];
		text_append_size(&value, (const char *)text + range->offset, range->size);
		if (i + 1 < list->count && list->ranges[i + 1].id == range->id)
			continue;
		hidden_values_add(&scrub->values,
			(struct bytes){ (const uint8_t *)text_string(&value), value.size },
			list->kinds[range->id], frame_at(origin, list->ranges[first].offset));
		text_clear(&value);
		first = i + 1;
	}
}

static void search_run(struct search *search, const struct direction *direction, int64_t start,
	struct secret_state *state)
{
	struct secret_list *found = &search->scrub->found;
	if (search->scrub->anonymizer)
		search_addresses(search, direction, start, !state->lacks_start);
	if (search->is_learning) {
		text_clear(&search->text);
		state->lacks_start = true;
		return;
	}
	found->count = 0; /* ids go on */
	secrets_find(
		(struct bytes){ (const uint8_t *)text_string(&search->text), search->text.size },
		state, found);
	remember_values(search->scrub, found, (const uint8_t *)text_string(&search->text),
		&(struct origin){ .direction = direction, .start = start });
	for (size_t i = 0; i < found->count; i++) {
		const struct secret_range *range = &found->ranges[i];
		int64_t from = start + (int64_t)range->offset;
		add_spans(search->scrub, direction, from, from + (int64_t)range->size, range->id);
	}
	text_clear(&search->text);
	state->lacks_start = true;
}

static void search_direction(struct search *search, struct direction *direction)
{
	if (!direction->count)
		return;
	qsort(direction->segments, direction->count, sizeof(*direction->segments),
		compare_segments);
	int64_t run_start = direction->segments[0].start, end = run_start;
	struct secret_state state = {
		.lacks_start = !direction->has_syn || run_start != direction->first_start,
	};
	for (size_t i = 0; i < direction->count; i++) {
		const struct segment *segment = &direction->segments[i];
		if (segment->start > end) {
			search_run(search, direction, run_start, &state);
			run_start = end = segment->start;
		}
		int64_t segment_end = segment->start + segment->size;
		if (segment_end <= end)
			continue;
		size_t known = (size_t)(end - segment->start);
		text_append_size(
			&search->text, (const char *)segment->data + known, segment->size - known);
		end = segment_end;
	}
	search_run(search, direction, run_start, &state);
}

/* The packet once more, with its fields: they say which bytes are addresses, and which numbers. */
static void describe(struct frame *ret_frame, const struct frame *frame, struct field_list *fields)
{
	ret_frame->number = frame->number;
	ret_frame->time_ns = frame->time_ns;
	dissect_frame(ret_frame, frame->link_type, frame->data, frame->length, fields);
}

static bool learn_packet(struct search *search, const struct frame *frame, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame described;
	describe(&described, frame, &fields);
	anonymizer_learn(search->scrub->anonymizer, &described);
	if (anonymizer_is_full(search->scrub->anonymizer))
		return error_set(error,
			"more than %d addresses cannot be hidden: save the part that the talk "
			"shows with 'pcapdeck packets -w'",
			ADDRESS_BOOK_MAX);
	return true;
}

static bool read_segments(struct search *search, const char *path, struct error *error)
{
	autofree(trace) struct trace *trace = trace_open(path, error);
	if (!trace)
		return false;
	autofinish(capture_analysis) struct capture_analysis capture;
	capture_analysis_init(&capture); /* with the limit of summaries: directions are kept, too */
	struct packet packet;
	enum trace_result result;
	while ((result = trace_next(trace, &packet, error)) == TRACE_PACKET) {
		struct frame frame = { .number = packet.number, .time_ns = packet.time_ns };
		struct tcp_analysis analysis;
		dissect_frame(&frame, packet.link_type, packet.data, packet.length, NULL);
		if (!capture_analysis_add(&capture, &frame, &analysis, error) ||
			(frame.has_tcp && !add_segment(search, &frame, &analysis, error)) ||
			(search->is_learning && !learn_packet(search, &frame, error)))
			return error_at(error, path, 0);
	}
	return result == TRACE_END;
}

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;
	if (a->frame != b->frame)
		return a->frame < b->frame ? -1 : 1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

bool scrub_learn(struct scrub *scrub, const char *path, struct error *error)
{
	autofinish(search) struct search search = { .scrub = scrub, .is_learning = true };
	if (!scrub->anonymizer)
		return true;
	if (!read_segments(&search, path, error))
		return false;
	for (size_t i = 0; i < search.count; i++)
		search_direction(&search, &search.directions[i]);
	return true;
}

bool scrub_search(struct scrub *scrub, const char *path, struct error *error)
{
	autofinish(search) struct search search = { .scrub = scrub };
	if (scrub->anonymizer)
		anonymizer_begin_runs(scrub->anonymizer);
	scrub->span_count = 0;
	scrub->found.count = scrub->found.secret_count = 0;
	if (!read_segments(&search, path, error))
		return false;
	for (size_t i = 0; i < search.count; i++)
		search_direction(&search, &search.directions[i]);
	if (scrub->anonymizer)
		anonymizer_end_runs(scrub->anonymizer);
	if (scrub->span_count)
		qsort(scrub->spans, scrub->span_count, sizeof(*scrub->spans), compare_spans);
	free(scrub->is_reported);
	scrub->is_reported = xcalloc(scrub->found.secret_count + 1, sizeof(*scrub->is_reported));
	return true;
}

const struct hidden_value *scrub_values(const struct scrub *scrub, size_t *ret_count)
{
	*ret_count = scrub->values.count;
	return scrub->values.items;
}

/* ---- a packet ---- */

static bool cover(uint8_t *data, size_t size)
{
	bool has_changed = false;
	for (size_t i = 0; i < size; i++) {
		has_changed = has_changed || data[i] != '*';
		data[i] = '*';
	}
	return has_changed;
}

/* What the search found in this packet. */
static void cover_spans(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	size_t low = 0, high = scrub->span_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (scrub->spans[middle].frame < frame->number)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < scrub->span_count && scrub->spans[i].frame == frame->number; i++) {
		const struct span *span = &scrub->spans[i];
		if (span->offset > frame->data.size || frame->data.size - span->offset < span->size)
			continue; /* the file has changed since */
		(void)cover(data + span->offset, span->size);
		if (!scrub->is_reported[span->id])
			scrub->report.secrets[scrub->found.kinds[span->id]]++;
		scrub->is_reported[span->id] = true;
	}
}

/* Where the headers end that the packet is known by. */
static uint32_t text_offset(const struct frame *frame)
{
	if (frame->has_tcp || (frame->has_udp && frame->payload.size))
		return frame->payload_offset;
	if (!frame->layer_count)
		return 0;
	const struct layer *top = &frame->layers[frame->layer_count - 1];
	return top->protocol == PROTOCOL_DATA ? top->offset : top->offset + top->header_size;
}

/* What the packet alone tells, after what the search found is covered. */
static void cover_own(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	uint32_t offset = text_offset(frame);
	if (offset >= frame->data.size || (frame->has_tcp && !frame->payload.size))
		return;
	struct secret_list list = { 0 };
	struct secret_state state = { 0 };
	secrets_find((struct bytes){ data + offset, frame->data.size - offset }, &state, &list);
	remember_values(scrub, &list, frame->data.data + offset,
		&(struct origin){ .frame = frame->number });
	bool *has_changed = xcalloc(list.secret_count + 1, sizeof(*has_changed));
	for (size_t i = 0; i < list.count; i++) {
		const struct secret_range *range = &list.ranges[i];
		if (cover(data + offset + range->offset, range->size))
			has_changed[range->id] = true;
	}
	for (size_t i = 0; i < list.secret_count; i++)
		scrub->report.secrets[list.kinds[i]] += has_changed[i];
	free(has_changed);
	secret_list_finish(&list);
}

static void hide_addresses(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame described;
	describe(&described, frame, &fields);
	anonymize_packet(scrub->anonymizer, &described, data);
}

void scrub_packet(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	cover_spans(scrub, frame, data);
	cover_own(scrub, frame, data);
	if (scrub->anonymizer)
		hide_addresses(scrub, frame, data);
	checksum_repair(frame, data);
}

void scrub_address(struct scrub *scrub, struct address *address)
{
	if (scrub->anonymizer)
		anonymize_address(scrub->anonymizer, address);
}

struct scrub_report scrub_report(const struct scrub *scrub)
{
	struct scrub_report report = scrub->report;
	if (scrub->anonymizer)
		report.addresses = *anonymizer_report(scrub->anonymizer);
	return report;
}
