/*
 * Sorts the segments of each direction by sequence number, as a receiver does (RFC 9293 section
 * 3.4), and searches them as one text. Results are spans of packets: a byte that was retransmitted,
 * quoted by an error or carried in a fragment is hidden in every place.
 */
#include "conversation/redact/redact-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/connection/sequence-number.h"
#include "conversation/redact/anonymize.h"
#include "secrets/login/logins.h"

void directions_finish(struct direction *directions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(directions[i].segments);
		free(directions[i].prompted);
	}
	free(directions);
}

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

struct flow *search_flow(struct search *search, const struct flow_key *key, bool *ret_is_new)
{
	struct flow *flow;
	HASH_FIND(hh, search->flows, key, sizeof(*key), flow);
	*ret_is_new = !flow;
	if (flow)
		return flow;
	flow = arena_new(&search->arena, struct flow);
	flow->key = *key;
	HASH_ADD(hh, search->flows, key, sizeof(*key), flow);
	return flow;
}

static void copy_address(struct address *to, const struct address *from)
{
	size_t size = from->family == ADDRESS_IPV6 ? 16 : from->family == ADDRESS_IPV4 ? 4 : 6;
	to->family = from->family;
	memcpy(to->octets, from->octets, size);
}

struct flow_key flow_key_of(const struct address *source, const struct address *destination,
	const struct tcp_header *tcp)
{
	struct flow_key key;
	memset(&key, 0, sizeof(key)); /* the hash covers unused bytes, too */
	copy_address(&key.source, source);
	copy_address(&key.destination, destination);
	key.source_port = tcp->source_port;
	key.destination_port = tcp->destination_port;
	return key;
}

/* Converts a sequence number to a place in its direction, counted from the first byte seen. */
int64_t direction_place(
	struct direction *direction, const struct tcp_header *tcp, uint32_t sequence, bool moves)
{
	bool is_first = !direction->count && !direction->has_syn;
	int64_t start = is_first
		? 0
		: direction->last_start + sequence_difference(sequence, direction->last_sequence);
	if (is_first || moves) {
		direction->last_sequence = sequence;
		direction->last_start = start;
	}
	direction->ports[0] = tcp->source_port;
	direction->ports[1] = tcp->destination_port;
	return start;
}

void direction_add(struct direction *direction, const struct segment *segment)
{
	if (!segment->size)
		return;
	if (segment->size > direction->largest)
		direction->largest = segment->size;
	grow_array(&direction->segments, direction->count, &direction->capacity,
		sizeof(*direction->segments));
	direction->segments[direction->count++] = *segment;
}

bool search_has_space(const struct search *search, struct error *error)
{
	if (search->arena.size <= SEARCHED_SIZE_MAX)
		return true;
	return error_set(error,
		"more than %d MB of payload cannot be searched for secrets: save the part that the talk shows with 'pcapdeck packets -w'",
		SEARCHED_SIZE_MAX >> 20);
}

/* The payload of the current packet in its direction. */
struct prompted {
	struct direction *direction;
	int64_t start;
};

static void add_prompted(void *user, uint32_t offset, uint32_t size)
{
	struct prompted *prompted = user;
	struct direction *direction = prompted->direction;
	grow_array(&direction->prompted, direction->prompted_count, &direction->prompted_capacity,
		sizeof(*direction->prompted));
	direction->prompted[direction->prompted_count++] =
		(struct stretch){ prompted->start + offset, prompted->start + offset + size };
}

/*
 * Looks for prompts in the order of packets, which is the order of typing. HTTP has no prompts:
 * after a form's segment that ends in "&password=", the next message is no answer.
 */
static void follow_prompts(struct search *search, const struct frame *frame,
	const struct tcp_analysis *analysis, struct direction *direction, int64_t start)
{
	size_t index = (size_t)analysis->stream * 2 + analysis->is_from_client;
	while (search->prompt_count <= (index | 1)) {
		grow_array(&search->prompts, search->prompt_count, &search->prompt_capacity,
			sizeof(*search->prompts));
		search->prompts[search->prompt_count++] = (struct login_prompt){ 0 };
	}
	if (frame->protocol == PROTOCOL_HTTP || analysis->http_kind != HTTP_NONE) {
		search->prompts[index] = search->prompts[index ^ 1] = (struct login_prompt){ 0 };
		return;
	}
	struct prompted prompted = { direction, start };
	uint16_t port = analysis->is_from_client ? frame->destination_port : frame->source_port;
	login_prompt_add(&search->prompts[index], &search->prompts[index ^ 1], frame->payload, port,
		add_prompted, &prompted);
}

/* Adds to the direction the segments that ICMP errors quoted before the connection was captured. */
static void join_loose(struct direction *direction, struct direction *loose)
{
	int64_t shift = direction->last_start - loose->last_start +
		sequence_difference(loose->last_sequence, direction->last_sequence);
	for (size_t i = 0; i < loose->count; i++) {
		struct segment segment = loose->segments[i];
		segment.start += shift;
		direction_add(direction, &segment);
	}
	loose->count = 0;
}

/* Notes where frames begin in the direction, as the analysis found. The segment is at `start`. */
static void note_frames(struct direction *direction, const struct tcp_analysis *analysis,
	int64_t start, uint32_t sequence)
{
	if (!analysis->framing || direction->framing)
		return;
	direction->framing = analysis->framing;
	direction->frames_start = start + sequence_difference(analysis->frames_start, sequence);
}

bool search_add_segment(struct search *search, const struct frame *frame,
	const struct packet_facts *facts, struct error *error)
{
	const struct tcp_analysis *analysis = &facts->tcp;
	const struct tcp_header *tcp = frame_tcp(frame);
	bool is_syn = (tcp->flags & TCP_SYN) != 0, is_new;
	if (!frame->payload.size && !is_syn)
		return true;
	struct direction *direction = direction_of(search, analysis);
	struct flow_key key = flow_key_of(&frame->source, &frame->destination, tcp);
	struct flow *flow = search_flow(search, &key, &is_new);
	struct direction *loose =
		!is_new && flow->is_loose ? &search->loose[flow->direction] : NULL;
	size_t index = (size_t)(direction - search->directions);
	if (!is_new && !flow->is_loose && flow->direction < index && !direction->older)
		direction->older = flow->direction + 1;
	flow->is_loose = false;
	flow->direction = index;
	int64_t start = direction_place(direction, tcp, tcp->sequence + is_syn, true);
	note_frames(direction, analysis, start, tcp->sequence + is_syn);
	if (loose)
		join_loose(direction, loose);
	if (is_syn) {
		bool is_answer = (tcp->flags & TCP_ACK) != 0;
		direction->server_port = is_answer ? tcp->source_port : tcp->destination_port;
		direction->has_syn = true;
		direction->first_start = start;
	}
	if (!frame->payload.size || frame->is_fragment)
		return true; /* a fragment is added with its datagram */
	if (!search_has_space(search, error))
		return false;
	if (facts->shown.protocol != PROTOCOL_TCP || frame->protocol_text)
		direction->protocol = frame_reading_name(&facts->shown);
	const struct segment segment = {
		.start = start,
		.size = (uint32_t)frame->payload.size,
		.offset = frame->payload_offset,
		.frame = frame->number,
		.data = arena_bytes(&search->arena, frame->payload).data,
	};
	follow_prompts(search, frame, analysis, direction, start);
	direction_add(direction, &segment);
	return true;
}

size_t direction_first(const struct direction *direction, int64_t start)
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

/* The size of the part of a segment in [start, end) of its direction; 0: none. */
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

void direction_hide(struct redaction *redaction, const struct direction *direction, int64_t start,
	int64_t end, size_t id)
{
	for (size_t i = direction_first(direction, start);
		i < direction->count && direction->segments[i].start < end; i++) {
		struct span span = { .frame = direction->segments[i].frame, .id = id };
		uint32_t skip;
		span.size = part_of(&direction->segments[i], start, end, &span.offset, &skip);
		if (!span.size)
			continue;
		grow_array(&redaction->spans, redaction->span_count, &redaction->span_capacity,
			sizeof(*redaction->spans));
		redaction->spans[redaction->span_count++] = span;
	}
}

/* A run that the anonymizer searches. */
struct run {
	const struct direction *direction;
	int64_t start;
};

static void find_pieces(void *context, size_t offset, size_t size, struct run_pieces *out)
{
	const struct run *run = context;
	const struct direction *direction = run->direction;
	int64_t start = run->start + (int64_t)offset, end = start + (int64_t)size;
	for (size_t i = direction_first(direction, start);
		i < direction->count && direction->segments[i].start < end; i++) {
		struct run_piece piece = { .frame = direction->segments[i].frame };
		piece.size =
			part_of(&direction->segments[i], start, end, &piece.offset, &piece.skip);
		if (!piece.size)
			continue;
		grow_array(&out->items, out->count, &out->capacity, sizeof(*out->items));
		out->items[out->count++] = piece;
	}
}

/* Learns the addresses of a run in the first pass, and searches for them in the second. */
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
		anonymizer_learn_run(search->redaction->anonymizer, &bytes);
	else
		anonymizer_search_run(search->redaction->anonymizer, &bytes, find_pieces, &run);
}

uint64_t origin_frame(const struct origin *origin, size_t offset)
{
	const struct direction *direction = origin->direction;
	if (!direction)
		return origin->frame;
	int64_t place = origin->start + (int64_t)offset;
	size_t i = direction_first(direction, place);
	while (i + 1 < direction->count &&
		direction->segments[i].start + direction->segments[i].size <= place)
		i++;
	return direction->segments[i].frame;
}

static int compare_segments(const void *left, const void *right)
{
	const struct segment *a = left, *b = right;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->frame > b->frame) - (a->frame < b->frame);
}

void direction_sort(struct direction *direction)
{
	qsort(direction->segments, direction->count, sizeof(*direction->segments),
		compare_segments);
}

/* Appends bytes [start, end) of a sorted direction to `out`. */
static void append_bytes(
	const struct direction *direction, int64_t start, int64_t end, struct text *out)
{
	for (size_t i = direction_first(direction, start);
		i < direction->count && direction->segments[i].start < end; i++) {
		const struct segment *segment = &direction->segments[i];
		uint32_t offset, skip, size = part_of(segment, start, end, &offset, &skip);
		if (size)
			text_append_size(out,
				(const char *)segment->data + (offset - segment->offset), size);
		if (size && start < segment->start + segment->size)
			/* the rest may be a retransmission */
			start = segment->start + segment->size;
	}
}

/* Remembers a typed password, so that its copies elsewhere are hidden, too. */
static void remember_typed(struct redaction *redaction, const struct direction *direction,
	int64_t start, struct text *typed)
{
	if (typed->size)
		redacted_values_add(&redaction->values,
			(struct bytes){ (const uint8_t *)text_string(typed), typed->size },
			SECRET_LOGIN,
			origin_frame(
				&(struct origin){ .direction = direction, .start = start }, 0));
	text_clear(typed);
}

/* Hides what was typed after prompts; adjacent parts are one password. */
static void hide_prompted(struct redaction *redaction, const struct direction *direction)
{
	autofinish(text) struct text typed = { 0 };
	int64_t begin = 0;
	for (size_t i = 0; i < direction->prompted_count; i++) {
		const struct stretch *part = &direction->prompted[i];
		bool goes_on = i > 0 && part[-1].end == part->start;
		if (!goes_on) {
			remember_typed(redaction, direction, begin, &typed);
			begin = part->start;
		}
		append_bytes(direction, part->start, part->end, &typed);
		size_t id = goes_on ? redaction->found.secret_count - 1
				    : redaction_new_secret(&redaction->found, SECRET_LOGIN);
		size_t first = redaction->span_count;
		direction_hide(redaction, direction, part->start, part->end, id);
		for (size_t j = first; j < redaction->span_count; j++)
			redaction->spans[j].is_answer = true;
	}
	remember_typed(redaction, direction, begin, &typed);
}

/* What the search of a direction knows of earlier bytes. */
struct stream_state {
	struct secret_state secrets;
	struct login_state logins;
	struct frames_state frames;
	bool is_known; /* its messages were understood, over its gaps */
};

/* A run that is searched for copies of known values. */
struct copied_run {
	struct redaction *redaction;
	const struct direction *direction;
	int64_t start;
};

static void hide_copy(void *context, size_t offset, size_t size, size_t value)
{
	const struct copied_run *run = context;
	int64_t from = run->start + (int64_t)offset;
	size_t id = redaction_new_secret(
		&run->redaction->found, run->redaction->values.items[value].kind);
	direction_hide(run->redaction, run->direction, from, from + (int64_t)size, id);
}

/* Hides copies of known values that single packets show only in part. */
static void search_copies(struct search *search, const struct direction *direction, int64_t start)
{
	struct copied_run run = { search->redaction, direction, start };
	const struct bytes text = { (const uint8_t *)text_string(&search->text),
		search->text.size };
	value_matcher_walk(search->redaction->matcher, text, hide_copy, &run);
}

/* Searches the bytes that are not frames of another protocol. */
static void search_text(struct search *search, struct direction *direction, int64_t start,
	struct bytes text, struct stream_state *state)
{
	const bool is_inside = state->secrets.lacks_start && !state->secrets.message.is_in_body;
	struct secret_list *found = &search->redaction->found;
	found->count = 0; /* clears the ranges; ids continue */
	const struct login_source source = {
		.text = text,
		.source_port = direction->ports[0],
		.destination_port = direction->ports[1],
		.lacks_start = state->secrets.lacks_start,
		.is_page = direction->protocol &&
			strcmp(direction->protocol, protocol_name(PROTOCOL_HTTP)) == 0,
	};
	secrets_find(text, &state->secrets, found);
	bool is_known = logins_find(&source, &state->logins, found);
	secret_list_merge(found, 0);
	unsearched_add_types(search->redaction, found);
	if (is_known || state->is_known || state->logins.has_begun)
		direction->is_understood = true;
	if (!is_known && !state->is_known)
		unsearched_add_stream(search->redaction, direction, text, is_inside);
	redaction_remember(search->redaction, found, text.data,
		&(struct origin){ .direction = direction, .start = start });
	for (size_t i = 0; i < found->count; i++) {
		const struct secret_range *range = &found->ranges[i];
		int64_t from = start + (int64_t)range->offset;
		direction_hide(
			search->redaction, direction, from, from + (int64_t)range->size, range->id);
	}
}

static size_t size_before_frames(const struct direction *direction, int64_t start, size_t size)
{
	if (!direction->framing || direction->frames_start >= start + (int64_t)size)
		return size;
	return direction->frames_start > start ? (size_t)(direction->frames_start - start) : 0;
}

static void search_run(struct search *search, struct direction *direction, int64_t start,
	struct stream_state *state)
{
	if (search->is_copying) {
		search_copies(search, direction, start);
		text_clear(&search->text);
		return;
	}
	if (search->redaction->anonymizer)
		search_addresses(search, direction, start, !state->secrets.lacks_start);
	if (search->is_learning) {
		text_clear(&search->text);
		state->secrets.lacks_start = true;
		return;
	}
	size_t size = size_before_frames(direction, start, search->text.size);
	struct bytes text = { (const uint8_t *)text_string(&search->text), size };
	struct bytes frames = { text.data + size, search->text.size - size };
	if (size)
		search_text(search, direction, start, text, state);
	if (frames.size)
		frames_search(search, direction, &state->frames, start + (int64_t)size, frames);
	text_clear(&search->text);
	state->secrets.lacks_start = true;
}

/* Searches later copies of the run's bytes that differ. */
static void search_other(struct search *search, struct direction *direction, int64_t start,
	struct stream_state state)
{
	struct text first = search->text;
	if (!search->other.size || search->is_learning)
		return;
	search->text = search->other;
	size_t size = size_before_frames(direction, start, search->text.size);
	if (search->is_copying)
		search_copies(search, direction, start);
	else if (size)
		search_text(search, direction, start,
			(struct bytes){ (const uint8_t *)text_string(&search->text), size },
			&state);
	search->text = first;
	text_clear(&search->other);
}

/* Compares the bytes of a segment from `at` on with the same bytes of the run. */
static void compare_copy(
	struct search *search, const struct segment *segment, size_t at, size_t size)
{
	if (!search->other.size && memcmp(search->text.data + at, segment->data, size) != 0)
		text_append_size(&search->other, search->text.data, search->text.size);
	if (search->other.size)
		memcpy(search->other.data + at, segment->data, size);
}

void search_direction(struct search *search, struct direction *direction)
{
	if (!direction->count)
		return;
	direction_sort(direction);
	int64_t run_start = direction->segments[0].start, end = run_start;
	struct stream_state state = {
		.secrets.lacks_start = !direction->has_syn || run_start != direction->first_start,
	};
	if (!search->is_learning && !search->is_copying && !direction->framing)
		state.is_known = search_over_gaps(search, direction, state.secrets.lacks_start);
	for (size_t i = 0; i < direction->count; i++) {
		const struct segment *segment = &direction->segments[i];
		if (segment->start > end) {
			search_other(search, direction, run_start, state);
			search_run(search, direction, run_start, &state);
			run_start = end = segment->start;
		}
		int64_t segment_end = segment->start + segment->size;
		size_t known = segment_end <= end ? segment->size : (size_t)(end - segment->start);
		if (known)
			compare_copy(search, segment, (size_t)(segment->start - run_start), known);
		if (segment_end <= end)
			continue;
		text_append_size(
			&search->text, (const char *)segment->data + known, segment->size - known);
		if (search->other.size)
			text_append_size(&search->other, (const char *)segment->data + known,
				segment->size - known);
		end = segment_end;
	}
	search_other(search, direction, run_start, state);
	search_run(search, direction, run_start, &state);
	if (!search->is_learning && !search->is_copying)
		hide_prompted(search->redaction, direction);
}
