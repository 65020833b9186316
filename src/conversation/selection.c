/*
 * Reads a capture once for all requests. Every packet goes through the dissectors without a field
 * list and through the analysis; one that a request wants is copied into the arena and decoded once
 * more, with its fields. So memory follows what is shown, and two blocks that show the same packet
 * share it.
 */
#include "conversation/selection.h"

#include <stdlib.h>
#include <string.h>

#include "conversation/capture-analysis.h"
#include "dissect/dissect.h"
#include "dissect/tls.h"
#include "trace/trace.h"

enum {
	FRAME_RANGES_MAX = 10000,
	FIELDS_ROOM = 96,
	SHOWN_SIZE_MAX =
		256 << 20, /* of packets and fields that a talk shows: thousands of large ones */
};

struct request_state {
	const struct selection_request *request;
	struct frame_range *ranges; /* by their first frames, none over another */
	size_t range_count, next_range;
	struct trace_filter *filter; /* NULL: all */
	struct selection *selection;
	size_t capacity;
};

static void request_states_finish(struct request_state *states, size_t count)
{
	for (size_t i = 0; i < count; i++)
		trace_filter_free(states[i].filter);
}

static int by_first_frame(const void *a, const void *b)
{
	const struct frame_range *left = a, *right = b;
	return left->first < right->first ? -1 : left->first > right->first;
}

/* Packets come in order, so that each looks at one range, however many there are. */
static void order_ranges(struct request_state *state, struct arena *arena)
{
	const struct selection_request *request = state->request;
	if (!request->range_count)
		return;
	state->ranges =
		arena_copy(arena, request->ranges, request->range_count, sizeof(*state->ranges));
	qsort(state->ranges, request->range_count, sizeof(*state->ranges), by_first_frame);
	struct frame_range *last = state->ranges;
	for (size_t i = 1; i < request->range_count; i++) {
		struct frame_range range = state->ranges[i];
		if (range.first > last->last)
			*++last = range;
		else if (range.last > last->last)
			last->last = range.last;
	}
	state->range_count = (size_t)(last - state->ranges) + 1;
}

static bool is_in_ranges(struct request_state *state, uint64_t number)
{
	if (!state->range_count)
		return true;
	while (state->next_range < state->range_count &&
		state->ranges[state->next_range].last < number)
		state->next_range++;
	return state->next_range < state->range_count &&
		state->ranges[state->next_range].first <= number;
}

static bool request_matches(struct request_state *state, const struct trace *trace,
	const struct packet *packet, const struct tcp_analysis *analysis)
{
	const struct selection_request *request = state->request;
	if (request->interface && !trace_interface_is(trace, packet->interface, request->interface))
		return false;
	if (!is_in_ranges(state, packet->number))
		return false;
	if (request->stream >= 0 && (!analysis || analysis->stream != request->stream))
		return false;
	return !state->filter || trace_filter_match(state->filter, packet);
}

/* Out of the room that lent their place, if that was enough. */
static void keep_fields(struct field_list *list, const struct field *room)
{
	if (list->fields != room)
		return;
	list->capacity = list->count;
	list->fields =
		list->count ? arena_copy(list->arena, room, list->count, sizeof(*room)) : NULL;
}

/* What the author sees in the capture, where the deck has stars: never to be written into one. */
static const struct frame *keep_original(const struct frame *frame, struct arena *arena)
{
	struct frame *copy = arena_new(arena, struct frame);
	copy->number = frame->number;
	copy->time_ns = frame->time_ns;
	dissect_frame(copy, frame->link_type, arena_bytes(arena, frame->data), frame->length, NULL);
	capture_analysis_refine(copy, frame, NULL);
	return copy;
}

/*
 * A copy of the packet in the arena, with its fields when they are wanted. `frame` is its decode
 * without them.
 */
static struct shown_packet *show_packet(const struct packet *packet, const struct frame *frame,
	const struct tcp_analysis *analysis, bool has_fields, struct scrub *scrub,
	struct arena *arena)
{
	/* More than most packets have, so that the arena gets as many fields as there are. */
	struct field room[FIELDS_ROOM];
	struct shown_packet *shown = arena_new(arena, struct shown_packet);
	struct frame *copy = &shown->frame;
	shown->fields = (struct field_list){
		.arena = arena,
		.fields = room,
		.capacity = FIELDS_ROOM,
	};
	copy->number = frame->number;
	copy->time_ns = frame->time_ns;
	struct bytes data = arena_bytes(arena, frame->data);
	/* Before anything is made of the bytes, so that nothing can show what was hidden. */
	if (scrub) {
		scrub_packet(scrub, frame, (uint8_t *)(uintptr_t)data.data);
		if (data.size && memcmp(data.data, frame->data.data, data.size) != 0)
			shown->original = keep_original(frame, arena);
	}
	dissect_frame(
		copy, frame->link_type, data, frame->length, has_fields ? &shown->fields : NULL);
	capture_analysis_refine(copy, frame, scrub ? NULL : arena);
	keep_fields(&shown->fields, room);
	if (analysis) {
		shown->has_tcp_analysis = true;
		shown->tcp = *analysis;
	}
	shown->rule = color_rule_for(copy, analysis);
	shown->comment = capture_comment(packet, scrub, arena);
	return shown;
}

/* Selections live in the arena, so they grow by doubling into new arrays. */
static void selection_add(
	struct request_state *state, struct shown_packet *shown, struct arena *arena)
{
	struct selection *selection = state->selection;
	if (selection->count == state->capacity) {
		size_t capacity = state->capacity ? state->capacity * 2 : 16;
		struct shown_packet **packets =
			arena_alloc_array(arena, capacity, sizeof(*packets));
		if (selection->count)
			memcpy(packets, selection->packets, selection->count * sizeof(*packets));
		selection->packets = packets;
		state->capacity = capacity;
	}
	selection->packets[selection->count++] = shown;
}

static bool wants_fields(const struct request_state *states, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!states[i].request->skips_fields)
			return true;
	}
	return false;
}

static bool select_packet(const struct trace *trace, struct request_state *states, size_t count,
	const struct packet *packet, const struct frame *frame, const struct tcp_analysis *analysis,
	struct scrub *scrub, struct left_out_pass *left_out, struct arena *arena,
	struct error *error)
{
	struct shown_packet *shown = NULL;
	left_out_begin(left_out, frame, analysis);
	for (size_t i = 0; i < count; i++) {
		struct request_state *state = &states[i];
		if (!request_matches(state, trace, packet, analysis))
			continue;
		state->selection->match_count++;
		if (state->request->limit && state->selection->count >= state->request->limit)
			continue;
		if (!shown)
			shown = show_packet(
				packet, frame, analysis, wants_fields(states, count), scrub, arena);
		left_out_show(left_out, i, state->selection->count);
		selection_add(state, shown, arena);
	}
	left_out_end(left_out);
	if (arena->size > SHOWN_SIZE_MAX)
		return error_set(error,
			"the packets that are shown, up to frame %llu, and what is said of them "
			"are more than %d MB: choose fewer with 'frames:', 'stream:' or 'filter:'",
			(unsigned long long)packet->number, SHOWN_SIZE_MAX >> 20);
	return true;
}

/* The states of a connection that is shown; those of the others go with the table. */
static void keep_states(struct tcp_connection *connection, const struct tcp_connection *original,
	struct arena *arena)
{
	for (unsigned side = 0; side < 2; side++) {
		struct tcp_history *history = &connection->history[side];
		*history = original->history[side];
		if (history->count)
			history->changes = arena_copy(
				arena, history->changes, history->count, sizeof(*history->changes));
		history->capacity = history->count;
	}
}

static void keep_states_of(struct tcp_connection *connections, const struct tcp_table *table,
	const struct selection *selection, struct arena *arena)
{
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		uint32_t stream = packet->tcp.stream;
		if (!packet->has_tcp_analysis || connections[stream].history[0].capacity ||
			connections[stream].history[1].capacity)
			continue;
		keep_states(&connections[stream], tcp_table_connection(table, stream), arena);
	}
}

static void summarize(struct capture_summary *summary, const struct tcp_table *table,
	const struct request_state *states, size_t request_count, struct scrub *scrub,
	struct arena *arena)
{
	uint32_t count = tcp_table_count(table);
	struct tcp_connection *connections = arena_alloc_array(arena, count, sizeof(*connections));
	for (uint32_t i = 0; i < count; i++) {
		connections[i] = *tcp_table_connection(table, i);
		memset(connections[i].history, 0, sizeof(connections[i].history));
		if (scrub) {
			scrub_address(scrub, &connections[i].client);
			scrub_address(scrub, &connections[i].server);
		}
	}
	for (size_t i = 0; i < request_count; i++)
		keep_states_of(connections, table, states[i].selection, arena);
	summary->connections = connections;
	summary->connection_count = count;
}

/*
 * A client hello only offers versions: as in Wireshark's window, which looks twice, it is called after the one
 * that its connection came to speak.
 */
static void name_tls_versions(
	const struct request_state *states, size_t count, const struct tcp_table *table)
{
	for (size_t i = 0; i < count; i++) {
		const struct selection *selection = states[i].selection;
		for (size_t j = 0; j < selection->count; j++) {
			struct shown_packet *shown = selection->packets[j];
			if (shown->frame.protocol != PROTOCOL_TLS || !shown->has_tcp_analysis)
				continue;
			uint16_t version =
				tcp_table_connection(table, shown->tcp.stream)->tls_version;
			if (version)
				tls_name_version(&shown->frame, version);
		}
	}
}

/* Which interfaces there are is known when all of the file was read. */
static bool has_interfaces(const struct trace *trace, const struct request_state *states,
	size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		const char *wanted = states[i].request->interface;
		if (wanted && !trace_has_interface(trace, wanted, error))
			return false;
	}
	return true;
}

static bool read_packets(struct trace *trace, struct scrub *scrub, struct request_state *states,
	size_t count, struct arena *arena, struct capture_summary *summary, struct error *error)
{
	autofinish(capture_analysis) struct capture_analysis capture;
	autofree(left_out_pass) struct left_out_pass *left_out = left_out_pass_new(arena, count);
	capture_analysis_init(&capture);
	struct packet packet;
	enum trace_result result;
	while ((result = trace_next(trace, &packet, error)) == TRACE_PACKET) {
		struct frame frame = { .number = packet.number, .time_ns = packet.time_ns };
		struct tcp_analysis analysis;
		dissect_frame(&frame, packet.link_type, packet.data, packet.length, NULL);
		if (!capture_analysis_add(&capture, &frame, &analysis, error))
			return error_at(error, trace_path(trace), 0);
		if (!select_packet(trace, states, count, &packet, &frame,
			    frame.has_tcp ? &analysis : NULL, scrub, left_out, arena, error))
			return false;
		if (!summary->packet_count++)
			summary->first_ns = packet.time_ns;
		summary->last_ns = packet.time_ns;
	}
	for (size_t i = 0; i < count; i++)
		states[i].selection->left_out =
			left_out_gaps(left_out, i, states[i].selection->count);
	name_tls_versions(states, count, capture.tcp);
	summarize(summary, capture.tcp, states, count, scrub, arena);
	summary->names = capture_names_of(trace, scrub, arena);
	return result == TRACE_END && has_interfaces(trace, states, count, error);
}

bool selection_read_scrubbed(const char *path, struct scrub *scrub,
	const struct selection_request *requests, size_t request_count, struct arena *arena,
	struct selection *ret_selections, struct capture_summary *ret_summary, struct error *error)
{
	if (scrub && !scrub_search(scrub, path, error))
		return false;
	autofree(trace) struct trace *trace = trace_open(path, error);
	if (!trace)
		return false;
	struct request_state *states = arena_alloc_array(arena, request_count, sizeof(*states));
	struct capture_summary summary = { 0 };
	bool is_read = true;
	for (size_t i = 0; i < request_count && is_read; i++) {
		ret_selections[i] = (struct selection){ 0 };
		states[i].request = &requests[i];
		states[i].selection = &ret_selections[i];
		order_ranges(&states[i], arena);
		if (requests[i].filter && *requests[i].filter) {
			states[i].filter = trace_filter_new(trace, requests[i].filter, error);
			is_read = states[i].filter != NULL;
		}
	}
	is_read = is_read &&
		read_packets(trace, scrub, states, request_count, arena, &summary, error);
	request_states_finish(states, request_count);
	if (is_read)
		*ret_summary = summary;
	return is_read;
}

bool selection_read(const char *path, const struct selection_request *requests,
	size_t request_count, struct arena *arena, struct selection *ret_selections,
	struct capture_summary *ret_summary, struct error *error)
{
	return selection_read_scrubbed(
		path, NULL, requests, request_count, arena, ret_selections, ret_summary, error);
}

static const char *skip_spaces(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}

static const char *parse_frame_number(const char *text, uint64_t *ret_number)
{
	uint64_t number = 0;
	const char *at = text;
	for (; *at >= '0' && *at <= '9'; at++) {
		if (number > UINT32_MAX)
			return NULL;
		number = number * 10 + (uint64_t)(*at - '0');
	}
	*ret_number = number;
	return at == text || number == 0 ? NULL : at;
}

/* One of "3", "1-3", "8-". NULL when it is none. */
static const char *parse_range(const char *text, struct frame_range *ret_range)
{
	const char *at = parse_frame_number(skip_spaces(text), &ret_range->first);
	if (!at)
		return NULL;
	ret_range->last = ret_range->first;
	at = skip_spaces(at);
	if (*at != '-')
		return at;
	at = skip_spaces(at + 1);
	if (*at == '\0' || *at == ',') {
		ret_range->last = UINT64_MAX;
		return at;
	}
	at = parse_frame_number(at, &ret_range->last);
	if (!at || ret_range->last < ret_range->first)
		return NULL;
	return skip_spaces(at);
}

bool frame_ranges_parse(const char *text, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count, struct error *error)
{
	size_t count = 1;
	for (const char *at = text; *at; at++)
		count += *at == ',';
	if (count > FRAME_RANGES_MAX)
		return error_set(error, "more than %d ranges of frames", FRAME_RANGES_MAX);
	struct frame_range *ranges = arena_alloc_array(arena, count, sizeof(*ranges));
	const char *at = text;
	for (size_t i = 0; i < count; i++) {
		at = parse_range(at, &ranges[i]);
		if (!at || (*at != '\0' && *at != ','))
			return error_set(error,
				"'%s' is no list of frames: write numbers from 1 and ranges, such "
				"as '1-3,8' or '10-'",
				text);
		at += *at == ',';
	}
	*ret_ranges = ranges;
	*ret_count = count;
	return true;
}
