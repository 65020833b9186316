#ifndef CONVERSATION_CALL_FACTS_H
#define CONVERSATION_CALL_FACTS_H

/* What packets prove of a call: what it waited for, and what it did not. */

#include "conversation/calls/recorded-calls.h"
#include "conversation/segment-records.h"

enum call_fact {
	CALL_FACT_NONE, /* the packets prove nothing */
	CALL_FACT_HANDSHAKE, /* connect() returned after the SYN, ACK */
	CALL_FACT_FINISHED, /* accept() returned after the handshake's last ACK */
	CALL_FACT_BEFORE_ACK, /* a send returned before its last byte was acknowledged */
	CALL_FACT_AFTER_ACK, /* a send was seen to return after its last byte was acknowledged */
	/* a receive was seen to begin before the data came, and to return after it */
	CALL_FACT_WAITED,
	CALL_FACT_THERE, /* a receive found data that had arrived already */
	CALL_FACT_END, /* a receive returned 0: the other side had sent FIN */
};

struct call_facts {
	enum call_fact fact;
	uint64_t frame; /* of the packet that proves it; 0: none */
};

/*
 * Finds what the segments of the whole capture prove, also those that no slide shows. Bytes are
 * counted through the calls of the connection, in the order in which the calls began. If the
 * capture lacks the first packets of the connection, nothing is proved about sending and receiving,
 * and nothing at all behind packets that it lacks. `segments` may be NULL: then nothing is proved.
 */
struct call_facts call_facts_find(const struct recorded_call *call,
	const struct recorded_calls *calls, const struct segment_records *segments);

#endif
