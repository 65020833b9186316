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
#include "dissect/tls/tls.h"
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

/* One reading of a capture. */
struct pass {
	struct trace *trace;
	struct scrub *scrub; /* NULL: nothing is hidden */
	struct request_state *states;
	size_t count;
	struct left_out_pass *left_out;
	struct capture_analysis capture;
	struct arena *arena;
	int64_t before_ns; /* of the packet before this one; of the first its own */
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

static bool wants_fields(const struct pass *pass)
{
	for (size_t i = 0; i < pass->count; i++) {
		if (!pass->states[i].request->skips_fields)
			return true;
	}
	return false;
}

/* What is told of it besides its bytes. */
static void describe_shown(const struct pass *pass, struct shown_packet *shown,
	const struct frame *frame, const struct tcp_analysis *analysis)
{
	const struct tcp_connection *connection =
		analysis ? tcp_table_connection(pass->capture.tcp, analysis->stream) : NULL;
	shown->rule = color_rule_for(&shown->frame, analysis);
	shown->oddities = oddities_of(frame, analysis, connection, pass->before_ns);
	if (!analysis)
		return;
	shown->has_tcp_analysis = true;
	shown->tcp = *analysis;
	if (frame->copy_of)
		shown->tcp.labels = 0;
}

/*
 * A copy of the packet in the arena, with its fields when they are wanted. `frame` is its decode
 * without them.
 */
static struct shown_packet *show_packet(const struct pass *pass, const struct packet *packet,
	const struct frame *frame, const struct tcp_analysis *analysis)
{
	/* More than most packets have, so that the arena gets as many fields as there are. */
	struct field room[FIELDS_ROOM];
	struct arena *arena = pass->arena;
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
	if (pass->scrub) {
		scrub_packet(pass->scrub, frame, (uint8_t *)(uintptr_t)data.data);
		if (data.size && memcmp(data.data, frame->data.data, data.size) != 0)
			shown->original = keep_original(frame, arena);
	}
	dissect_frame(copy, frame->link_type, data, frame->length,
		wants_fields(pass) ? &shown->fields : NULL);
	capture_analysis_refine(copy, frame, pass->scrub ? NULL : arena);
	keep_fields(&shown->fields, room);
	describe_shown(pass, shown, frame, analysis);
	shown->comment = capture_comment(packet, pass->scrub, arena);
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

bool selection_has_frame(const struct selection *selection, uint64_t number)
{
	size_t low = 0, high = selection->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (selection->packets[middle]->frame.number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < selection->count && selection->packets[low]->frame.number == number;
}

/* A copy of a packet that is shown, where each is shown once. */
static bool drops_copy(struct pass *pass, size_t request, const struct frame *frame)
{
	struct selection *selection = pass->states[request].selection;
	if (!frame->copy_of || !pass->states[request].request->once ||
		!selection_has_frame(selection, frame->copy_of))
		return false;
	selection->copy_count++;
	left_out_skip(pass->left_out, request);
	return true;
}

static bool select_packet(struct pass *pass, const struct packet *packet, const struct frame *frame,
	const struct tcp_analysis *analysis, struct error *error)
{
	struct shown_packet *shown = NULL;
	left_out_begin(pass->left_out, frame, analysis);
	for (size_t i = 0; i < pass->count; i++) {
		struct request_state *state = &pass->states[i];
		if (!request_matches(state, pass->trace, packet, analysis) ||
			drops_copy(pass, i, frame))
			continue;
		state->selection->match_count++;
		if (state->request->limit && state->selection->count >= state->request->limit)
			continue;
		if (!shown)
			shown = show_packet(pass, packet, frame, analysis);
		left_out_show(pass->left_out, i, state->selection->count);
		selection_add(state, shown, pass->arena);
	}
	left_out_end(pass->left_out);
	if (pass->arena->size > SHOWN_SIZE_MAX)
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

static void summarize(const struct pass *pass, struct capture_summary *summary)
{
	const struct tcp_table *table = pass->capture.tcp;
	struct arena *arena = pass->arena;
	uint32_t count = tcp_table_count(table);
	struct tcp_connection *connections = arena_alloc_array(arena, count, sizeof(*connections));
	for (uint32_t i = 0; i < count; i++) {
		connections[i] = *tcp_table_connection(table, i);
		memset(connections[i].history, 0, sizeof(connections[i].history));
		if (pass->scrub) {
			scrub_address(pass->scrub, &connections[i].client);
			scrub_address(pass->scrub, &connections[i].server);
		}
	}
	for (size_t i = 0; i < pass->count; i++)
		keep_states_of(connections, table, pass->states[i].selection, arena);
	summary->names = capture_names_of(pass->trace, pass->scrub, arena);
	summary->knows_drops = trace_dropped(pass->trace, &summary->dropped);
	summary->connections = connections;
	summary->connection_count = count;
}

/*
 * A client hello only offers versions: as in Wireshark's window, which looks twice, it is called after the one
 * that its connection came to speak.
 */
static void name_tls_versions(const struct pass *pass)
{
	for (size_t i = 0; i < pass->count; i++) {
		const struct selection *selection = pass->states[i].selection;
		for (size_t j = 0; j < selection->count; j++) {
			struct shown_packet *shown = selection->packets[j];
			if (shown->frame.protocol != PROTOCOL_TLS || !shown->has_tcp_analysis)
				continue;
			const struct tcp_connection *connection =
				tcp_table_connection(pass->capture.tcp, shown->tcp.stream);
			uint16_t version = connection->tls_version;
			if (version)
				tls_name_version(&shown->frame, version);
		}
	}
}

/* Which interfaces there are is known when all of the file was read. */
static bool has_interfaces(const struct pass *pass, struct error *error)
{
	for (size_t i = 0; i < pass->count; i++) {
		const char *wanted = pass->states[i].request->interface;
		if (wanted && !trace_has_interface(pass->trace, wanted, error))
			return false;
	}
	return true;
}

static bool read_packet(struct pass *pass, const struct packet *packet, struct error *error)
{
	struct frame frame = {
		.number = packet->number,
		.time_ns = packet->time_ns,
		.interface = packet->interface,
	};
	struct tcp_analysis analysis;
	dissect_frame(&frame, packet->link_type, packet->data, packet->length, NULL);
	if (!capture_analysis_add(&pass->capture, &frame, &analysis, error))
		return error_at(error, trace_path(pass->trace), 0);
	return select_packet(pass, packet, &frame, frame.has_tcp ? &analysis : NULL, error);
}

static bool read_packets(struct pass *pass, struct capture_summary *summary, struct error *error)
{
	struct packet packet;
	enum trace_result result;
	while ((result = trace_next(pass->trace, &packet, error)) == TRACE_PACKET) {
		if (!summary->packet_count++)
			summary->first_ns = pass->before_ns = packet.time_ns;
		if (!read_packet(pass, &packet, error))
			return false;
		summary->last_ns = pass->before_ns = packet.time_ns;
	}
	for (size_t i = 0; i < pass->count; i++) {
		struct selection *selection = pass->states[i].selection;
		selection->left_out = left_out_gaps(pass->left_out, i, selection->count);
	}
	name_tls_versions(pass);
	summarize(pass, summary);
	return result == TRACE_END && has_interfaces(pass, error);
}

static bool run_pass(struct pass *pass, struct capture_summary *summary, struct error *error)
{
	pass->left_out = left_out_pass_new(pass->arena, pass->count);
	capture_analysis_init(&pass->capture);
	capture_analysis_find_copies(&pass->capture);
	bool is_read = read_packets(pass, summary, error);
	capture_analysis_finish(&pass->capture);
	left_out_pass_free(pass->left_out);
	return is_read;
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
	struct pass pass = {
		.trace = trace,
		.scrub = scrub,
		.states = states,
		.count = request_count,
		.arena = arena,
	};
	is_read = is_read && run_pass(&pass, &summary, error);
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
