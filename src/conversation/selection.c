/*
 * Answers all requests in one pass. A packet that a request may want is decoded in the arena, with
 * its fields. So memory grows only with what is shown, and two blocks that show the same packet
 * share it.
 */
#include "conversation/selection.h"

#include <string.h>

#include "conversation/segment-records.h"
#include "dissect/dissect.h"
#include "dissect/tls/tls.h"

enum {
	SHOWN_SIZE_MAX =
		256 << 20, /* limit of shown packets and fields: thousands of large packets */
};

struct request_state {
	struct selection *selection;
	enum chosen chosen; /* the request's answer for the current packet */
	size_t capacity;
};

/* The state of reading a capture for the requests. */
struct reading {
	struct pass *pass;
	struct redaction *redaction; /* NULL: nothing is redacted */
	struct request_state *states;
	size_t count;
	struct left_out_pass *left_out;
	bool takes_dns_names;
	struct dns_names dns_names;
	struct segment_records *segments; /* NULL: they are not taken */
	struct arena *arena;
};

/* Adds what is known of the packet besides its bytes. `original` is the packet as captured. */
static void add_rule_and_oddities(const struct reading *reading, struct shown_packet *shown,
	const struct shown_packet *original)
{
	const struct tcp_analysis *tcp = packet_facts_tcp(&original->facts);
	const struct tcp_connection *connection =
		tcp ? tcp_table_connection(reading->pass->analysis.tcp, tcp->stream) : NULL;
	shown->rule = color_rule_for(&shown->frame, &original->facts);
	shown->oddities = oddities_of(&original->frame, &original->facts, connection,
		reading->pass->before_ns, reading->pass->before_interface);
	shown->comment =
		capture_comment(&reading->pass->packet, reading->redaction, reading->arena);
}

/* Returns the redacted packet: its bytes are changed before anything is made of them. */
static struct shown_packet *redaction_shown(
	const struct reading *reading, struct shown_packet *original)
{
	const struct frame *frame = &original->frame;
	struct arena *arena = reading->arena;
	struct shown_packet *shown = arena_new(arena, struct shown_packet);
	struct bytes data = arena_bytes(arena, frame->data);
	redaction_hide_in_packet(reading->redaction, frame, (uint8_t *)(uintptr_t)data.data);
	if (data.size && memcmp(data.data, frame->data.data, data.size) != 0)
		shown->original = original;
	shown->fields.arena = arena;
	shown->frame.number = frame->number;
	shown->frame.time_ns = frame->time_ns;
	dissect_frame(&shown->frame, frame->link_type, data, frame->length, &shown->fields);
	shown->facts = packet_facts_for_hidden(&original->facts, &shown->frame, arena);
	return shown;
}

/* Removes labels that Wireshark gives and that are untrue: of a copy, and by a later packet. */
static void drop_untrue_labels(struct packet_facts *facts)
{
	if (facts->copy_of)
		facts->tcp.labels = 0;
	else if (facts->has_tcp && facts->tcp.facts & TCP_FACT_DISORDER)
		facts->tcp.labels &= ~(uint32_t)TCP_LABELS_RESENT;
}

static struct shown_packet *show_packet(const struct reading *reading)
{
	struct shown_packet *original = pass_keep(reading->pass);
	struct shown_packet *shown =
		reading->redaction ? redaction_shown(reading, original) : original;
	add_rule_and_oddities(reading, shown, original);
	drop_untrue_labels(&shown->facts);
	drop_untrue_labels(&original->facts);
	return shown;
}

/* Adds a packet. Selections are in the arena, so they grow by doubling into new arrays. */
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

bool selection_find_frame(const struct selection *selection, uint64_t number, size_t *ret_index)
{
	size_t low = 0, high = selection->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (selection->packets[middle]->frame.number < number)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == selection->count || selection->packets[low]->frame.number != number)
		return false;
	if (ret_index)
		*ret_index = low;
	return true;
}

/* Asks all requests about the current packet; true when one shows it. */
static bool ask_requests(struct reading *reading)
{
	bool is_shown = false;
	for (size_t i = 0; i < reading->count; i++) {
		reading->states[i].chosen = pass_choice(reading->pass, i);
		is_shown = is_shown || reading->states[i].chosen == CHOSEN;
	}
	return is_shown;
}

static void add_to_selection(struct reading *reading, size_t request, struct shown_packet *shown)
{
	struct request_state *state = &reading->states[request];
	switch (state->chosen) {
	case CHOSEN_NOT:
		break;
	case CHOSEN_BEFORE:
		state->selection->copy_count++;
		left_out_skip(reading->left_out, request);
		break;
	case CHOSEN_BEYOND_LIMIT:
		state->selection->match_count++;
		break;
	case CHOSEN:
		state->selection->match_count++;
		left_out_show(reading->left_out, request, state->selection->count);
		selection_add(state, shown, reading->arena);
	}
}

static bool select_packet(struct reading *reading, struct error *error)
{
	struct pass *pass = reading->pass;
	struct shown_packet *shown = NULL;
	struct segment_record segment;
	bool is_segment = reading->segments &&
		segment_record_of(&pass->at->frame, &pass->at->facts, &segment);
	if (reading->takes_dns_names)
		dns_names_add(&reading->dns_names, &pass->at->frame);
	left_out_begin(reading->left_out, &pass->at->frame, &pass->at->facts);
	if (ask_requests(reading))
		shown = show_packet(reading);
	else
		pass_release_packet(pass); /* the arena is about to be used for left-out packets */
	for (size_t i = 0; i < reading->count; i++)
		add_to_selection(reading, i, shown);
	left_out_end(reading->left_out);
	if (is_segment)
		segment_records_add(reading->segments, &segment, reading->arena);
	if (reading->arena->size > SHOWN_SIZE_MAX)
		return error_set(error,
			"the packets that are shown, up to frame %llu, and what is said of them are more than %d MB: choose fewer with 'frames:', 'stream:' or 'filter:'",
			(unsigned long long)pass->packet.number, SHOWN_SIZE_MAX >> 20);
	return true;
}

/* Keeps the states of a shown connection; those of the others are freed with the table. */
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
		uint32_t stream = packet->facts.tcp.stream;
		if (!packet->facts.has_tcp || connections[stream].history[0].capacity ||
			connections[stream].history[1].capacity)
			continue;
		keep_states(&connections[stream], tcp_table_connection(table, stream), arena);
	}
}

static void summarize(const struct reading *reading, struct capture_summary *summary)
{
	const struct pass *pass = reading->pass;
	const struct tcp_table *table = pass->analysis.tcp;
	struct arena *arena = reading->arena;
	uint32_t count = tcp_table_count(table);
	struct tcp_connection *connections = arena_alloc_array(arena, count, sizeof(*connections));
	for (uint32_t i = 0; i < count; i++) {
		connections[i] = *tcp_table_connection(table, i);
		memset(connections[i].history, 0, sizeof(connections[i].history));
		if (reading->redaction) {
			redaction_hide_address(reading->redaction, &connections[i].client);
			redaction_hide_address(reading->redaction, &connections[i].server);
		}
	}
	for (size_t i = 0; i < reading->count; i++)
		keep_states_of(connections, table, reading->states[i].selection, arena);
	*summary = (struct capture_summary){
		.packet_count = pass->packet_count,
		.first_ns = pass->first_ns,
		.last_ns = pass->last_ns,
		.names = capture_names_of(
			pass->capture_file, &reading->dns_names, reading->redaction, arena),
		.connections = connections,
		.connection_count = count,
		.segments = reading->segments,
	};
	summary->knows_drops = capture_file_dropped(pass->capture_file, &summary->dropped);
}

/*
 * Names a ClientHello by the version that its connection negotiated later, since the hello only
 * offers versions. So does Wireshark's window, which dissects a file twice.
 */
static void name_tls_versions(const struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++) {
		const struct selection *selection = reading->states[i].selection;
		for (size_t j = 0; j < selection->count; j++) {
			struct packet_facts *facts = &selection->packets[j]->facts;
			if (facts->shown.protocol != PROTOCOL_TLS || !facts->has_tcp)
				continue;
			const struct tcp_connection *connection = tcp_table_connection(
				reading->pass->analysis.tcp, facts->tcp.stream);
			if (connection->tls_version)
				tls_name_version(&facts->shown, connection->tls_version);
		}
	}
}

static bool read_packets(
	struct reading *reading, struct capture_summary *ret_summary, struct error *error)
{
	enum capture_file_result result;
	while ((result = pass_next(reading->pass, error)) == CAPTURE_FILE_PACKET) {
		if (!select_packet(reading, error))
			return false;
	}
	if (result != CAPTURE_FILE_END && !reading->pass->is_file_damaged)
		return false;
	if (reading->redaction &&
		!redaction_has_read(reading->redaction,
			capture_file_path(reading->pass->capture_file), reading->pass->packet_count,
			error))
		return false;
	for (size_t i = 0; i < reading->count; i++) {
		struct selection *selection = reading->states[i].selection;
		selection->left_out = left_out_gaps(reading->left_out, i, selection->count);
	}
	name_tls_versions(reading);
	summarize(reading, ret_summary);
	return result == CAPTURE_FILE_END;
}

static struct packet_choice *choices_of(
	const struct selection_request *requests, size_t count, struct arena *arena)
{
	struct packet_choice *choices = arena_alloc_array(arena, count, sizeof(*choices));
	for (size_t i = 0; i < count; i++)
		choices[i] = requests[i].choice;
	return choices;
}

bool selection_read_redacted(const char *path, struct redaction *redaction,
	const struct selection_request *requests, size_t request_count, struct arena *arena,
	struct selection *ret_selections, struct capture_summary *ret_summary, struct error *error)
{
	*ret_summary = (struct capture_summary){ 0 };
	if (redaction && !redaction_search(redaction, path, error))
		return false;
	autofree(capture_file) struct capture_file *capture = capture_file_open(path, error);
	if (!capture)
		return false;
	autofinish(pass) struct pass pass;
	struct reading reading = {
		.pass = &pass,
		.redaction = redaction,
		.states = arena_alloc_array(arena, request_count, sizeof(*reading.states)),
		.count = request_count,
		.arena = arena,
	};
	for (size_t i = 0; i < request_count; i++) {
		ret_selections[i] = (struct selection){ 0 };
		reading.states[i].selection = &ret_selections[i];
		reading.takes_dns_names |= requests[i].takes_dns_names;
		if (requests[i].takes_segments && !reading.segments)
			reading.segments = arena_new(arena, struct segment_records);
	}
	const struct pass_options options = {
		.arena = arena,
		.keeps = true,
		.describes = !redaction,
		.finds_copies = true,
	};
	if (!pass_init(&pass, capture, choices_of(requests, request_count, arena), request_count,
		    &options, error))
		return false;
	autofree(left_out_pass) struct left_out_pass *left_out =
		left_out_pass_new(arena, request_count);
	reading.left_out = left_out;
	bool ok = read_packets(&reading, ret_summary, error);
	dns_names_finish(&reading.dns_names);
	return ok;
}

bool selection_read(const char *path, const struct selection_request *requests,
	size_t request_count, struct arena *arena, struct selection *ret_selections,
	struct capture_summary *ret_summary, struct error *error)
{
	return selection_read_redacted(
		path, NULL, requests, request_count, arena, ret_selections, ret_summary, error);
}

bool selection_is_whole(const struct selection *selection, size_t first, size_t last)
{
	for (size_t i = first; selection->left_out && i <= last; i++) {
		if (selection->left_out[i].count)
			return false;
	}
	return true;
}
