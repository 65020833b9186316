/*
 * Packets tell what was sent and acknowledged. Calls tell what was written and read, when they
 * return: the n-th byte that a program writes has the relative sequence number n, which is known
 * when the SYN was captured. Where packets are left out, and where a call does not tell how many
 * bytes it passed, a line has a gap.
 */
#include "diagram/graph/buffers-layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "conversation/endpoint.h"

enum { BARS_MAX = 5000 };

static const int64_t bytes_most = INT64_C(1) << 60;

/* ---- lines ---- */

static int64_t last_of(const struct buffers_line *line)
{
	return line->count ? line->points[line->count - 1].number : BUFFERS_UNKNOWN;
}

static void add_point(struct buffers_line *line, int64_t time_ns, int64_t number)
{
	if (line->count ? last_of(line) == number : number == BUFFERS_UNKNOWN)
		return;
	/* Timestamps of packets may go back a little. */
	int64_t last_ns = line->count ? line->points[line->count - 1].time_ns : INT64_MIN;
	line->points[line->count++] =
		(struct graph_point){ time_ns > last_ns ? time_ns : last_ns, number };
}

size_t buffers_count_until(const struct buffers_line *line, int64_t time_ns)
{
	size_t low = 0, high = line->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (line->points[middle].time_ns <= time_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int64_t buffers_at(const struct buffers_line *line, int64_t time_ns)
{
	size_t count = buffers_count_until(line, time_ns);
	return count ? line->points[count - 1].number : BUFFERS_UNKNOWN;
}

struct buffers_band buffers_band_start(const struct buffers *buffers,
	const struct buffers_line *lower, const struct buffers_line *upper)
{
	return (struct buffers_band){ buffers, lower, upper,
		buffers_count_until(lower, buffers->from_ns),
		buffers_count_until(upper, buffers->from_ns), buffers->from_ns };
}

int64_t buffers_number_before(const struct buffers_line *line, size_t next)
{
	return next ? line->points[next - 1].number : BUFFERS_UNKNOWN;
}

bool buffers_band_next(struct buffers_band *band, struct buffers_band_part *ret_part)
{
	const struct buffers *buffers = band->buffers;
	while (band->at_ns < buffers->to_ns) {
		int64_t until_ns = buffers->to_ns;
		const struct graph_point *lower = &band->lower->points[band->lower_next];
		const struct graph_point *upper = &band->upper->points[band->upper_next];
		if (band->lower_next < band->lower->count && lower->time_ns < until_ns)
			until_ns = lower->time_ns;
		if (band->upper_next < band->upper->count && upper->time_ns < until_ns)
			until_ns = upper->time_ns;
		*ret_part = (struct buffers_band_part){ band->at_ns, until_ns,
			buffers_number_before(band->lower, band->lower_next),
			buffers_number_before(band->upper, band->upper_next) };
		while (band->lower_next < band->lower->count &&
			band->lower->points[band->lower_next].time_ns <= until_ns)
			band->lower_next++;
		while (band->upper_next < band->upper->count &&
			band->upper->points[band->upper_next].time_ns <= until_ns)
			band->upper_next++;
		band->at_ns = until_ns;
		if (ret_part->low != BUFFERS_UNKNOWN && ret_part->high > ret_part->low)
			return true;
	}
	return false;
}

int64_t buffers_next_change(const struct buffers_line *line, int64_t time_ns, int64_t until_ns)
{
	size_t next = buffers_count_until(line, time_ns);
	return next < line->count && line->points[next].time_ns < until_ns
		? line->points[next].time_ns
		: until_ns;
}

/* ---- packets ---- */

/* What packets have told so far. */
struct progress {
	int64_t sent, acknowledged; /* the highest numbers; BUFFERS_UNKNOWN: none */
	int64_t end; /* behind the last byte, where the FIN is; INT64_MAX: not known */
};

static void raise_line(struct buffers_line *line, int64_t *highest, int64_t time_ns, int64_t number)
{
	*highest = number > *highest ? number : *highest;
	add_point(line, time_ns, *highest);
}

static void add_sent(
	struct buffers *buffers, struct progress *progress, const struct shown_packet *packet)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	struct buffers_line *line = &buffers->lines[BUFFERS_SENT];
	int64_t time_ns = grapher_time(&buffers->grapher, packet);
	int64_t number = grapher_number(&buffers->grapher, packet_data_number(packet));
	bool is_probe = packet->facts.tcp.labels & TCP_LABEL_KEEP_ALIVE;
	if (tcp->flags & TCP_RST)
		return;
	if (tcp->flags & TCP_FIN)
		progress->end = number + tcp->payload_size;
	if (last_of(line) == BUFFERS_UNKNOWN && !is_probe)
		raise_line(line, &progress->sent, time_ns, number);
	if (tcp->payload_size && !is_probe)
		raise_line(line, &progress->sent, time_ns, number + tcp->payload_size);
}

static void add_acknowledged(
	struct buffers *buffers, struct progress *progress, const struct shown_packet *packet)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	if (!(tcp->flags & TCP_ACK) || (tcp->flags & TCP_RST))
		return;
	int64_t number = grapher_number(&buffers->grapher, packet->facts.tcp.acknowledgment);
	/* The number of a FIN is no byte. */
	number = number > progress->end ? progress->end : number;
	raise_line(&buffers->lines[BUFFERS_ACKNOWLEDGED], &progress->acknowledged,
		grapher_time(&buffers->grapher, packet), number);
}

/* The number behind the last byte of the connection, where the FIN of its writer is. */
static int64_t end_number(const struct buffers *buffers)
{
	const struct tcp_connection *connection = grapher_connection(&buffers->grapher);
	bool is_client = buffers->graph->is_from_client;
	if (!connection || !(is_client ? connection->has_client_isn : connection->has_server_isn) ||
		(is_client ? connection->client_has_fragments : connection->server_has_fragments))
		return INT64_MAX;
	uint64_t bytes = is_client ? connection->client_bytes : connection->server_bytes;
	return bytes < (uint64_t)bytes_most ? (int64_t)bytes + 1 : INT64_MAX;
}

static void find_packets(struct buffers *buffers)
{
	const struct selection *selection = buffers->grapher.selection;
	struct progress progress = { BUFFERS_UNKNOWN, BUFFERS_UNKNOWN, end_number(buffers) };
	int64_t before_ns = 0;
	bool is_first = true;
	for (unsigned i = BUFFERS_SENT; i <= BUFFERS_ACKNOWLEDGED; i++)
		buffers->lines[i].points = arena_alloc_array(buffers->arena,
			3 * selection->count + 1, sizeof(*buffers->lines[i].points));
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!grapher_has(&buffers->grapher, packet))
			continue;
		int64_t time_ns = grapher_time(&buffers->grapher, packet);
		if (!is_first && !selection_is_whole(selection, i, i)) {
			add_point(&buffers->lines[BUFFERS_SENT], before_ns, BUFFERS_UNKNOWN);
			add_point(
				&buffers->lines[BUFFERS_ACKNOWLEDGED], before_ns, BUFFERS_UNKNOWN);
		}
		if (grapher_is_data(&buffers->grapher, packet))
			add_sent(buffers, &progress, packet);
		else
			add_acknowledged(buffers, &progress, packet);
		before_ns = time_ns + 1;
		is_first = false;
	}
}

/* ---- calls ---- */

static int64_t since(const struct buffers *buffers, int64_t time_ns)
{
	return grapher_since(&buffers->grapher, time_ns);
}

/* Whether the call is one of the program that sends the data. */
static bool is_of_writer(const struct buffers *buffers, const struct recorded_call *call)
{
	return grapher_is_call_of_sender(&buffers->grapher, call);
}

static bool has_flag(const struct recorded_call *call, const char *flag)
{
	return strstr(call->call->arguments, flag);
}

/* The bytes that a call took from the stream, or put there; 0: none. */
static int64_t passed_bytes(const struct recorded_call *call)
{
	bool looks_only = has_flag(call, "MSG_PEEK") || has_flag(call, "MSG_ERRQUEUE");
	int64_t bytes = call->call->is_unfinished ? call->call->length : call->call->result;
	return bytes < 0 || looks_only ? 0 : bytes > bytes_most ? bytes_most : bytes;
}

static bool knows_bytes(const struct recorded_call *call)
{
	return call->bytes_before < (uint64_t)bytes_most;
}

static void add_written(struct buffers *buffers, const struct recorded_call *call)
{
	struct buffers_line *line = &buffers->lines[BUFFERS_WRITTEN];
	int64_t begin_ns = since(buffers, call->call->begin_ns);
	if (!knows_bytes(call)) {
		add_point(line, begin_ns, BUFFERS_UNKNOWN);
		return;
	}
	int64_t before = (int64_t)call->bytes_before + 1, behind = before + passed_bytes(call);
	bool is_open = call->call->is_unfinished;
	int64_t end_ns = is_open ? INT64_MAX : since(buffers, call->call->end_ns);
	if (last_of(line) == BUFFERS_UNKNOWN)
		add_point(line, begin_ns, before);
	if (behind > before)
		buffers->holds[buffers->hold_count++] =
			(struct buffers_hold){ begin_ns, end_ns, before, behind };
	if (!is_open)
		add_point(line, end_ns, behind);
}

static void add_read(struct buffers *buffers, const struct recorded_call *call)
{
	struct buffers_line *line = &buffers->lines[BUFFERS_READ];
	int64_t begin_ns = since(buffers, call->call->begin_ns);
	if (!knows_bytes(call)) {
		add_point(line, begin_ns, BUFFERS_UNKNOWN);
		return;
	}
	int64_t before = (int64_t)call->bytes_before + 1;
	if (last_of(line) == BUFFERS_UNKNOWN)
		add_point(line, begin_ns, before);
	if (!call->call->is_unfinished)
		add_point(line, since(buffers, call->call->end_ns), before + passed_bytes(call));
}

/* Whether the first byte that a program writes has the number 1. */
static bool has_anchor(const struct buffers *buffers)
{
	const struct tcp_connection *connection = grapher_connection(&buffers->grapher);
	return connection &&
		(buffers->graph->is_from_client ? connection->has_client_isn
						: connection->has_server_isn);
}

static void find_calls(struct buffers *buffers)
{
	const struct recorded_calls *calls = buffers->context.summary->calls;
	size_t most = calls ? 3 * calls->count + 2 : 1;
	struct buffers_line *written = &buffers->lines[BUFFERS_WRITTEN];
	struct buffers_line *read = &buffers->lines[BUFFERS_READ];
	written->points = arena_alloc_array(buffers->arena, most, sizeof(*written->points));
	read->points = arena_alloc_array(buffers->arena, most, sizeof(*read->points));
	buffers->holds = arena_alloc_array(buffers->arena, most, sizeof(*buffers->holds));
	for (size_t i = 0; calls && i < calls->count; i++) {
		const struct recorded_call *call = &calls->items[i];
		if (call->stream != (int64_t)buffers->grapher.stream)
			continue;
		bool writes = is_of_writer(buffers, call);
		struct buffers_line *line = writes ? written : read;
		/* The first call that is recorded of an end was made before any of its bytes. */
		if (has_anchor(buffers) && !buffers->is_recorded[writes])
			add_point(line, INT64_MIN, 1);
		buffers->is_recorded[writes] = true;
		if (has_anchor(buffers) && writes && call->kind == CALL_KIND_SEND)
			add_written(buffers, call);
		if (has_anchor(buffers) && !writes && call->kind == CALL_KIND_RECEIVE)
			add_read(buffers, call);
	}
}

/* ---- calls that were not recorded ---- */

/* The call that hands bytes over at a time, or NULL. They are one behind the other. */
static const struct buffers_hold *hold_at(const struct buffers *buffers, int64_t time_ns)
{
	size_t low = 0, high = buffers->hold_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (buffers->holds[middle].from_ns <= time_ns)
			low = middle + 1;
		else
			high = middle;
	}
	const struct buffers_hold *hold = low ? &buffers->holds[low - 1] : NULL;
	return hold && time_ns < hold->to_ns ? hold : NULL;
}

/* The most that can be written at a time: a call that lasts may have passed all of its bytes. */
static int64_t most_written(const struct buffers *buffers, int64_t time_ns)
{
	const struct buffers_hold *hold = hold_at(buffers, time_ns);
	return hold ? hold->high : buffers_at(&buffers->lines[BUFFERS_WRITTEN], time_ns);
}

/*
 * Drops what calls tell when packets prove that some of them are missing: more was sent than
 * written, or read than sent.
 */
static void check_calls(struct buffers *buffers)
{
	struct buffers_line *written = &buffers->lines[BUFFERS_WRITTEN];
	struct buffers_line *read = &buffers->lines[BUFFERS_READ];
	const struct buffers_line *sent = &buffers->lines[BUFFERS_SENT];
	for (size_t i = 0; i < sent->count && written->count; i++) {
		int64_t time_ns = sent->points[i].time_ns;
		if (buffers_at(written, time_ns) != BUFFERS_UNKNOWN &&
			sent->points[i].number > most_written(buffers, time_ns)) {
			buffers->is_partial[1] = true;
			written->count = buffers->hold_count = 0;
		}
	}
	for (size_t i = 0; i < read->count; i++) {
		int64_t time_ns = read->points[i].time_ns;
		int64_t number = time_ns <= buffers->grapher.all_last_ns ? buffers_at(sent, time_ns)
									 : BUFFERS_UNKNOWN;
		if (number != BUFFERS_UNKNOWN && read->points[i].number > number) {
			buffers->is_partial[0] = true;
			read->count = 0;
		}
	}
}

/* ---- samples ---- */

/* Whether a FIN of the socket is counted in its send queue. */
static bool has_fin(const struct socket_sample *sample)
{
	static const char *const states[] = { "FIN-WAIT-1", "CLOSING", "LAST-ACK" };
	for (size_t i = 0; i < ARRAY_COUNT(states); i++)
		if (strcmp(sample->state, states[i]) == 0 && sample->send_queue)
			return true;
	return false;
}

static void add_sample(struct buffers *buffers, const struct graph_measure *measure)
{
	bool writes = measure->is_of_sender;
	const struct socket_sample *taken = measure->sample;
	int64_t time_ns = measure->time_ns;
	struct buffers_sample sample = {
		.measure = measure,
		.is_of_writer = writes,
		.time_ns = time_ns,
		.queue = writes ? taken->send_queue - has_fin(taken) : taken->receive_queue,
		.unsent = writes ? taken->unsent : 0,
		.low = BUFFERS_UNKNOWN,
		.high = BUFFERS_UNKNOWN,
	};
	int64_t number =
		buffers_at(&buffers->lines[writes ? BUFFERS_WRITTEN : BUFFERS_READ], time_ns);
	int64_t acknowledged = buffers_at(&buffers->lines[BUFFERS_ACKNOWLEDGED], time_ns);
	if (number != BUFFERS_UNKNOWN && writes && !hold_at(buffers, time_ns)) {
		sample.high = number;
		sample.low = number - sample.queue;
	} else if (acknowledged != BUFFERS_UNKNOWN && writes) {
		/* How much of the call was taken is not known, but what is acknowledged is. */
		sample.low = acknowledged;
		sample.high = acknowledged + sample.queue;
	} else if (number != BUFFERS_UNKNOWN && !writes) {
		sample.low = number;
		sample.high = number + sample.queue;
	}
	buffers->samples[buffers->sample_count++] = sample;
}

static void find_samples(struct buffers *buffers)
{
	size_t count;
	const struct graph_measure *measures = graph_measures_find(&buffers->grapher, &count);
	buffers->samples = arena_alloc_array(buffers->arena, count + 1, sizeof(*buffers->samples));
	for (size_t i = 0; i < count; i++)
		add_sample(buffers, &measures[i]);
}

/* ---- what is shown ---- */

/* The packets that are shown, and behind the last one of the connection its last data call. */
static void find_times(struct buffers *buffers)
{
	const struct grapher *grapher = &buffers->grapher;
	const struct recorded_calls *calls = buffers->context.summary->calls;
	const struct tcp_connection *connection = grapher_connection(&buffers->grapher);
	const struct selection *selection = grapher->selection;
	bool has_last = connection && selection->count &&
		selection->packets[selection->count - 1]->frame.number >= connection->last_frame;
	buffers->from_ns = grapher->all_first_ns;
	buffers->to_ns = grapher->all_last_ns;
	for (size_t i = 0; calls && has_last && i < calls->count; i++) {
		const struct recorded_call *call = &calls->items[i];
		bool moves = call->kind == CALL_KIND_SEND || call->kind == CALL_KIND_RECEIVE;
		if (!moves || call->stream != (int64_t)grapher->stream || call->call->is_unfinished)
			continue;
		int64_t end_ns = since(buffers, call->call->end_ns);
		buffers->to_ns = end_ns > buffers->to_ns ? end_ns : buffers->to_ns;
	}
}

static void find_bars(struct buffers *buffers)
{
	struct call_events events;
	call_events_find(&events, buffers->grapher.selection, buffers->context.summary, false,
		BARS_MAX, buffers->arena);
	buffers->bars = arena_alloc_array(buffers->arena, events.count + 1, sizeof(*buffers->bars));
	for (size_t i = 0; i < events.count; i++) {
		const struct recorded_call *call = events.items[i].call;
		if (events.items[i].moment == CALL_ENDS)
			continue;
		int64_t from_ns = since(buffers, call->call->begin_ns);
		int64_t to_ns =
			call->call->is_unfinished ? INT64_MAX : since(buffers, call->call->end_ns);
		if (to_ns < buffers->from_ns || from_ns > buffers->to_ns)
			continue;
		buffers->bars[buffers->bar_count++] = (struct buffers_bar){
			.call = call,
			.is_of_writer = is_of_writer(buffers, call),
			.from_ns = from_ns < buffers->from_ns ? buffers->from_ns : from_ns,
			.to_ns = to_ns > buffers->to_ns ? buffers->to_ns : to_ns,
			.is_open = to_ns > buffers->to_ns,
		};
	}
}

void buffers_find(struct buffers *buffers)
{
	find_packets(buffers);
	find_calls(buffers);
	check_calls(buffers);
	find_samples(buffers);
	find_times(buffers);
	find_bars(buffers);
}
