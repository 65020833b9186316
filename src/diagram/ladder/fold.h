#ifndef DIAGRAM_FOLD_H
#define DIAGRAM_FOLD_H

/*
 * Packets that share a row of the sequence diagram: runs of data in one direction and the bare ACKs
 * between them, which a listener takes in as one thing ("11 × 1448 bytes"). And pauses, which a run
 * must not hide.
 */

#include "base/arena.h"
#include "conversation/selection.h"

struct packet_run {
	size_t first, count; /* packets of the selection */
	size_t data; /* the one that stands for the run: its first with data, or its first */
};

/*
 * The rows of a diagram, in the arena; *ret_count of them. With `folds`, a run stays on one row when
 * it has at least three packets and nothing happens in it: no handshake, no message that ends, no
 * change of state, no label, no pause, none that is left out, and no packet of `is_kept` (by index; or NULL). Otherwise, and
 * without `folds`, each packet has its own.
 */
struct packet_run *packet_runs(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, bool folds, const bool *is_kept, size_t *ret_count);

/* By index: whether the pause before that packet is much longer than the usual one, and nothing is left out in it. */
bool *packet_pauses(struct arena *arena, const struct selection *selection);

/* What a run carries. */
struct run_totals {
	unsigned data_count, ack_count; /* packets with data, and without */
	uint32_t usual_size; /* of its data packets; the last one may have another */
	uint32_t last_size;
	bool is_even; /* all but the last are of the usual size */
	uint64_t size; /* all data */
	uint32_t sequence; /* relative, of the first byte */
	uint32_t end; /* relative, behind the last byte */
};
struct run_totals packet_run_totals(
	const struct selection *selection, const struct packet_run *run);

#endif
