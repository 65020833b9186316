#ifndef DIAGRAM_FOLD_H
#define DIAGRAM_FOLD_H

/*
 * Packets that share a row of the sequence diagram: data in one direction and the bare ACKs between
 * them. A listener takes them in as one thing ("11 × 1448 bytes").
 */

#include "base/arena.h"
#include "conversation/selection.h"

struct packet_run {
	size_t first, count; /* the range of packets in the selection */
	/* the index of the packet that represents the run: its first with data, or its first */
	size_t data;
};

/*
 * Returns the rows of a diagram, in the arena; *ret_count is their number. With `folds`, a run of
 * at least three packets shares a row when nothing happens in it: no handshake, no end of a
 * message, no change of state, no label, no pause, no packet that is left out, and no packet of
 * `is_kept` (by index; or NULL). All other packets, and all packets without `folds`, have a row
 * each.
 */
struct packet_run *packet_runs(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, bool folds, const bool *is_kept, size_t *ret_count);

/* The totals of a run. */
struct run_totals {
	unsigned data_count, ack_count; /* packets with data, and without */
	uint32_t usual_size; /* bytes of a data packet; the last packet may have another size */
	uint32_t last_size;
	bool is_even; /* all but the last are of the usual size */
	uint64_t size; /* bytes of all its data */
	uint32_t sequence; /* relative sequence number of the first byte */
	uint32_t end; /* relative sequence number behind the last byte */
};
struct run_totals packet_run_totals(
	const struct selection *selection, const struct packet_run *run);

#endif
