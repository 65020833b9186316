#ifndef CONVERSATION_TCP_STATE_H
#define CONVERSATION_TCP_STATE_H

/*
 * The states of a connection's two ends (RFC 9293 section 3.3.2), told from the segments between
 * them. tcp-state.c says what counts as evidence.
 */

#include "conversation/tcp/tcp-history.h"

/* An acknowledgment, and a reset behind it. */
enum { TCP_PRESUMED_MAX = 2 };

/* What one end sent, and what it shows to have received. Known only to tcp-state.c. */
struct tcp_endpoint {
	struct tcp_history *history; /* NULL: not kept. The caller's */
	uint8_t state; /* enum tcp_state, as far as it is known by now */
	uint8_t presumed_count; /* what leads to `state` only if it arrived */
	struct {
		uint8_t fallback; /* enum tcp_state, if it did not */
		bool is_reset;
		uint32_t acknowledgment; /* else: what it acknowledges */
	} presumed[TCP_PRESUMED_MAX];
	bool is_unproven; /* the beginning was missed: `state` is a guess that is not told */
	bool sent_new; /* it sent what nobody sends after a FIN */
	bool is_lost; /* it did what the RFC does not know */

	bool has_sent; /* anything with a number that counts */
	bool has_spoken; /* more than SYN and RST */
	bool has_syn, is_active, is_answering; /* SYN; without, with ACK */
	bool has_fin, has_heard_fin, has_acknowledged;
	uint32_t sent_end; /* the highest number so far, and one */
	uint32_t syn_end, syn_data_end, fin_end; /* what acknowledges them */
	uint32_t acknowledged; /* the highest it acknowledged */

	/* The other end's segments that may have arrived since it last sent; frames, 0: none. */
	uint64_t syn_frame, fin_frame, answer_frame;
	bool is_syn_answer; /* that SYN acknowledges one */
	uint32_t answer_start, answer_end; /* data that acknowledges this end's SYN or FIN */
	uint64_t
		held_frame; /* acknowledges its FIN, but comes behind a FIN that was not acknowledged */
};

struct segment;

/* Nothing more is told of it: what it did before was forgotten. */
void tcp_state_give_up(struct tcp_endpoint *end);

/* Moves both ends on. `labels` are what the analysis says of the segment. */
void tcp_state_advance(struct tcp_endpoint *from, struct tcp_endpoint *to,
	const struct segment *segment, uint32_t labels);

#endif
