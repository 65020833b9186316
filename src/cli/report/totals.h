#ifndef CLI_TOTALS_H
#define CLI_TOTALS_H

/* `packets --count`: how many packets, of which protocols, with which labels; and a line a stream. */

#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "conversation/packet-facts.h"

struct totals {
	uint64_t packets, bytes;
	int64_t first_ns, last_ns;
	uint64_t protocols[PROTOCOL_COUNT];
	uint64_t labels[TCP_LABEL_COUNT];
	struct tcp_connection *streams; /* that ended last */
	size_t stream_count, stream_capacity;
	struct text lines; /* of streams that ended before those */
	FILE *ended; /* and the lines before these, in a temporary file; NULL while there are few */
};

/* A packet that was selected; `analysis` is NULL without TCP. */
void totals_count(
	struct totals *totals, const struct frame *frame, const struct packet_facts *facts);

/* Adds the line of a connection, for tcp_table_new_streaming(); `user` is a struct totals. */
void totals_end_stream(void *user, const struct tcp_connection *connection);

/*
 * To standard output: totals first, then streams, in their order; where there are many, those that ended
 * long before others come before them.
 */
bool totals_print(struct totals *totals, struct error *error);

void totals_finish(struct totals *totals);

#endif
