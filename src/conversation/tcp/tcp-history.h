#ifndef CONVERSATION_TCP_HISTORY_H
#define CONVERSATION_TCP_HISTORY_H

/* The states of TCP (RFC 9293 section 3.3.2), and in which an end of a connection was when. */

#include <stdbool.h>
#include <stdint.h>

enum tcp_state {
	TCP_STATE_UNKNOWN, /* the capture does not show which */
	TCP_STATE_CLOSED,
	TCP_STATE_LISTEN,
	TCP_STATE_SYN_SENT,
	TCP_STATE_SYN_RECEIVED,
	TCP_STATE_ESTABLISHED,
	TCP_STATE_FIN_WAIT_1,
	TCP_STATE_FIN_WAIT_2,
	TCP_STATE_CLOSE_WAIT,
	TCP_STATE_CLOSING,
	TCP_STATE_LAST_ACK,
	TCP_STATE_TIME_WAIT,
};
enum { TCP_STATE_COUNT = TCP_STATE_TIME_WAIT + 1 };

/* "SYN_SENT", as netstat writes it. */
const char *tcp_state_name(enum tcp_state state);

/*
 * Whether one step leads from the first to the second: Figure 5 of RFC 9293 with its notes, and what
 * section 3.10.7 says of one segment. A state that is not known leads anywhere, and anything to it.
 */
bool tcp_state_may_follow(enum tcp_state before, enum tcp_state after);

/* All states of one end, in order. What is learnt later of earlier frames is in it, too. */
struct tcp_history {
	uint64_t *changes; /* frame and state */
	uint32_t count, capacity;
	uint8_t initial; /* enum tcp_state, before the first change */
	bool is_full; /* no more is known */
};

/* The state after that frame, which need not be one of the connection's. Frame 0: before all. */
enum tcp_state tcp_history_state(const struct tcp_history *history, uint64_t frame);

void tcp_history_finish(struct tcp_history *history);

/*
 * Another state, from that frame on; `now` is the frame that shows it. Two changes at one frame are one
 * step to the eye: where the RFC has no such step, the second is told at `now`, where it is certain; or
 * it is not told.
 */
void tcp_history_add(
	struct tcp_history *history, enum tcp_state state, uint64_t frame, uint64_t now);

/* The last one never was. */
void tcp_history_drop(struct tcp_history *history);

#endif
