/*
 * Which packets of a selection belong on one row. A run is of one connection and without a packet of
 * another between; its data goes one way, so that the arrow can say which.
 */
#include "diagram/ladder/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"

enum {
	RUN_MIN = 3, /* two packets are read as fast as the row that would stand for them */
	PAUSE_RATIO = 10, /* a pause is that many times the median one … */
	PAUSE_MIN_NS = NS_PER_MS, /* … and at least that long */
};

/* ---- pauses ---- */

static int compare_times(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

bool *packet_pauses(struct arena *arena, const struct selection *selection)
{
	size_t count = selection->count;
	bool *is_pause = arena_alloc_array(arena, count + 1, sizeof(*is_pause));
	if (count < 3)
		return is_pause;
	automem int64_t *pauses = xcalloc(count - 1, sizeof(*pauses));
	automem int64_t *sorted = xcalloc(count - 1, sizeof(*sorted));
	for (size_t i = 0; i + 1 < count; i++)
		pauses[i] = selection->packets[i + 1]->frame.time_ns -
			selection->packets[i]->frame.time_ns;
	memcpy(sorted, pauses, (count - 1) * sizeof(*sorted));
	qsort(sorted, count - 1, sizeof(*sorted), compare_times);
	int64_t median = sorted[(count - 2) / 2];
	for (size_t i = 0; i + 1 < count; i++)
		is_pause[i + 1] = pauses[i] >= PAUSE_MIN_NS && pauses[i] / PAUSE_RATIO >= median &&
			!(selection->left_out && selection->left_out[i + 1].count);
	return is_pause;
}

/* ---- runs ---- */

static bool changes_state(const struct capture_summary *summary, const struct shown_packet *packet)
{
	uint64_t frame = packet->frame.number;
	for (unsigned side = 0; side < 2; side++) {
		const struct tcp_history *history =
			&summary->connections[packet->facts.tcp.stream].history[side];
		if (tcp_history_state(history, frame - 1) != tcp_history_state(history, frame))
			return true;
	}
	return false;
}

/* Data that only continues, or a bare ACK, of which nothing more is to be said. */
static bool is_plain(const struct capture_summary *summary, const struct shown_packet *packet)
{
	const struct tcp_header *header = &packet->frame.tcp;
	bool is_odd = packet->facts.copy_of || oddities_have(&packet->oddities, ODDITY_CLOCK);
	return packet->facts.has_tcp && !is_odd &&
		!(header->flags & ~(unsigned)(TCP_ACK | TCP_PSH)) &&
		!(packet->facts.tcp.labels & ~(unsigned)TCP_LABEL_WINDOW_UPDATE) &&
		packet->facts.tcp.http_place != HTTP_PLACE_LAST && !packet->facts.tcp.ends_frame &&
		!changes_state(summary, packet);
}

static bool joins(const struct selection *selection, const struct packet_run *run, size_t index)
{
	const struct shown_packet *packet = selection->packets[index];
	const struct shown_packet *data = selection->packets[run->data];
	if (packet->facts.tcp.stream != data->facts.tcp.stream)
		return false;
	/* Until data comes, the run is of ACKs and may yet become one of data. */
	bool is_data_run = data->frame.tcp.payload_size > 0;
	return packet->frame.tcp.payload_size == 0 || !is_data_run ||
		packet->facts.tcp.is_from_client == data->facts.tcp.is_from_client;
}

static size_t add_singles(struct packet_run *runs, size_t count, size_t first, size_t last)
{
	for (size_t i = first; i < last; i++)
		runs[count++] = (struct packet_run){ .first = i, .count = 1, .data = i };
	return count;
}

static size_t add_run(struct packet_run *runs, size_t count, const struct packet_run *run)
{
	if (run->count < RUN_MIN)
		return add_singles(runs, count, run->first, run->first + run->count);
	runs[count] = *run;
	return count + 1;
}

struct packet_run *packet_runs(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, bool folds, const bool *is_kept, size_t *ret_count)
{
	size_t total = selection->count, count = 0;
	struct packet_run *runs = arena_alloc_array(arena, total + 1, sizeof(*runs));
	if (!folds) {
		*ret_count = add_singles(runs, 0, 0, total);
		return runs;
	}
	const bool *is_pause = packet_pauses(arena, selection);
	struct packet_run run = { 0 };
	for (size_t i = 0; i < total; i++) {
		bool is_foldable =
			!(is_kept && is_kept[i]) && is_plain(summary, selection->packets[i]);
		bool is_torn = selection->left_out && selection->left_out[i].count;
		if (run.count &&
			(!is_foldable || is_torn || is_pause[i] || !joins(selection, &run, i))) {
			count = add_run(runs, count, &run);
			run.count = 0;
		}
		if (!is_foldable) {
			count = add_singles(runs, count, i, i + 1);
			continue;
		}
		if (run.count == 0)
			run = (struct packet_run){ .first = i, .data = i };
		if (selection->packets[run.data]->frame.tcp.payload_size == 0 &&
			selection->packets[i]->frame.tcp.payload_size > 0)
			run.data = i;
		run.count++;
	}
	*ret_count = run.count ? add_run(runs, count, &run) : count;
	return runs;
}

struct run_totals packet_run_totals(const struct selection *selection, const struct packet_run *run)
{
	struct run_totals totals = { .is_even = true };
	for (size_t i = run->first; i < run->first + run->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		uint32_t size = packet->frame.tcp.payload_size;
		if (size == 0) {
			totals.ack_count++;
			continue;
		}
		if (totals.data_count == 0) {
			totals.usual_size = size;
			totals.sequence = packet->facts.tcp.sequence;
		} else if (totals.last_size != totals.usual_size) {
			totals.is_even = false; /* an odd one, and it was not the last */
		}
		totals.data_count++;
		totals.last_size = size;
		totals.size += size;
		totals.end = packet->facts.tcp.sequence + size;
	}
	return totals;
}
