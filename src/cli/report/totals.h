#ifndef CLI_TOTALS_H
#define CLI_TOTALS_H

/* `packets --count`: the number of packets by protocol and by label, and a line per stream. */

#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "conversation/packet-facts.h"

struct totals {
	uint64_t packets, bytes;
	int64_t first_ns, last_ns;
	uint64_t protocols[PROTOCOL_NUMBERS_MAX];
	uint64_t labels[TCP_LABEL_COUNT];
	struct tcp_connection *streams; /* the streams that ended last */
	size_t stream_count, stream_capacity;
	struct text lines; /* the lines of streams that ended before those */
	FILE *ended; /* the lines before `lines`, in a temporary file; NULL while there are few */
};

/* Counts a selected packet. `analysis` is NULL without TCP. */
void totals_count(
	struct totals *totals, const struct frame *frame, const struct packet_facts *facts);

/* Adds the line of a connection, for tcp_table_new_streaming(); `user` is a struct totals. */
void totals_end_stream(void *user, const struct tcp_connection *connection);

/*
 * Prints the totals, then the streams in order, on standard output. When there are many streams,
 * those that ended long before the others come first.
 */
bool totals_print(struct totals *totals, struct error *error);

void totals_finish(struct totals *totals);

#endif
