#ifndef CONVERSATION_TCP_STATE_H
#define CONVERSATION_TCP_STATE_H

/*
 * The states of both ends of a connection (RFC 9293 section 3.3.2), derived from their segments.
 * tcp-state.c says what counts as evidence.
 */

#include "conversation/connection/tcp-history.h"
#include "dissect/frame.h"

/* The most changes that are presumed at once: an acknowledgment, and a reset after it. */
enum { TCP_PRESUMED_MAX = 2 };

/* What one end sent, and what it has shown to have received. Used only by tcp-state.c. */
struct tcp_endpoint {
	struct tcp_history *history; /* the caller's; NULL: not kept */
	uint8_t state; /* enum tcp_state, as known so far */
	uint8_t presumed_count; /* changes to `state` that hold only if their segments arrived */
	struct {
		uint8_t fallback; /* enum tcp_state if they did not arrive */
		bool is_reset;
		uint32_t acknowledgment; /* else: what it acknowledges */
	} presumed[TCP_PRESUMED_MAX];
	bool is_unproven; /* the capture came late: `state` is a guess and not reported */
	bool sent_new; /* it sent what nobody sends after a FIN */
	bool is_lost; /* its earlier segments are forgotten or contradictory */

	bool has_sent; /* anything with a valid sequence number */
	bool has_spoken; /* more than SYN and RST */
	bool has_syn, is_active, is_answering; /* sent a SYN; one without, one with ACK */
	bool has_fin, has_received_fin, has_acknowledged;
	uint32_t sent_end; /* the highest sequence number sent, plus 1 */
	uint32_t syn_end, syn_data_end, fin_end; /* the numbers that acknowledge them */
	uint32_t acknowledged; /* the highest number it acknowledged */

	/* Frames of the other end's segments that may have arrived since it last sent; 0: none. */
	uint64_t syn_frame, fin_frame, answer_frame;
	bool is_syn_answer; /* that SYN has an ACK */
	uint32_t answer_start, answer_end; /* data that acknowledges this end's SYN or FIN */
	/* acknowledges its FIN, but was sent after a FIN that is not yet acknowledged */
	uint64_t held_frame;
};

/* A segment with the values that analysis needs. */
struct segment {
	uint64_t frame;
	int64_t time_ns;
	uint32_t sequence, acknowledgment, window; /* raw */
	uint32_t size; /* payload on the wire */
	uint16_t flags;
	bool is_plain; /* without SYN, FIN and RST */
	uint64_t copy_of; /* the frame in which the same packet was captured before; 0: none */
	const struct tcp_header *header;
};

/*
 * Makes the end's later states unknown, since its earlier segments are forgotten or contradictory.
 */
void tcp_state_give_up(struct tcp_endpoint *end);

/*
 * Which of the SYN and the FIN that `to` sent a segment from `from` is the first to acknowledge:
 * TCP_FACT_ACKS_SYN, TCP_FACT_ACKS_FIN. Must be called before the ends are updated with it.
 */
uint8_t tcp_state_first_acknowledged(const struct tcp_endpoint *from, const struct tcp_endpoint *to,
	const struct segment *segment);

/* Whether a segment acknowledges the FIN that `to` sent, for the first time or again. */
bool tcp_state_acknowledges_fin(const struct tcp_endpoint *to, const struct segment *segment);

/* Updates both ends with a segment. `labels` are its analysis labels. */
void tcp_state_advance(struct tcp_endpoint *from, struct tcp_endpoint *to,
	const struct segment *segment, uint32_t labels);

#endif
