/*
 * Decides which packets of a selection share a row. A run belongs to one connection, and no packet
 * of another connection comes between. Its data goes in one direction, so that one arrow can show
 * it.
 */
#include "diagram/ladder/fold.h"

#include "diagram/ladder/pauses.h"

enum {
	RUN_MIN = 3, /* two packets are read as fast as the one row that would replace them */
};

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

/* Whether the packet is data that only continues, or a bare ACK, and needs no other words. */
static bool is_plain(const struct capture_summary *summary, const struct shown_packet *packet)
{
	const struct tcp_header *header = frame_tcp(&packet->frame);
	bool is_odd = packet->facts.copy_of || oddities_have(&packet->oddities, ODDITY_CLOCK);
	return packet_has_numbers(packet) && !is_odd &&
		!(header->flags & ~(unsigned)(TCP_ACK | TCP_PSH)) &&
		!(packet->facts.tcp.labels & ~(unsigned)TCP_LABEL_WINDOW_UPDATE) &&
		packet->facts.tcp.http_place != HTTP_PLACE_LAST && !packet->facts.tcp.ends_frame &&
		!changes_state(summary, packet);
}

static bool joins_run(const struct selection *selection, const struct packet_run *run, size_t index)
{
	const struct shown_packet *packet = selection->packets[index];
	const struct shown_packet *data = selection->packets[run->data];
	if (packet->facts.tcp.stream != data->facts.tcp.stream)
		return false;
	/* Before the first data, the run has only ACKs and may still become a run of data. */
	bool is_data_run = frame_tcp(&data->frame)->payload_size > 0;
	return frame_tcp(&packet->frame)->payload_size == 0 || !is_data_run ||
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
			(!is_foldable || is_torn || is_pause[i] ||
				!joins_run(selection, &run, i))) {
			count = add_run(runs, count, &run);
			run.count = 0;
		}
		if (!is_foldable) {
			count = add_singles(runs, count, i, i + 1);
			continue;
		}
		if (run.count == 0)
			run = (struct packet_run){ .first = i, .data = i };
		if (frame_tcp(&selection->packets[run.data]->frame)->payload_size == 0 &&
			frame_tcp(&selection->packets[i]->frame)->payload_size > 0)
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
		uint32_t size = frame_tcp(&packet->frame)->payload_size;
		if (size == 0) {
			totals.ack_count++;
			continue;
		}
		if (totals.data_count == 0) {
			totals.usual_size = size;
			totals.sequence = packet_data_number(packet);
		} else if (totals.last_size != totals.usual_size) {
			/* a packet of another size came before the last one */
			totals.is_even = false;
		}
		totals.data_count++;
		totals.last_size = size;
		totals.size += size;
		totals.end = packet_data_number(packet) + size;
	}
	return totals;
}
