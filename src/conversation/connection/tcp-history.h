#ifndef CONVERSATION_TCP_HISTORY_H
#define CONVERSATION_TCP_HISTORY_H

/* The states of TCP (RFC 9293 section 3.3.2), and the history of an end's states. */

#include <stdbool.h>
#include <stdint.h>

enum tcp_state {
	TCP_STATE_UNKNOWN, /* the capture does not show the state */
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
 * Whether one step leads from `before` to `after`: Figure 5 of RFC 9293 with its notes, and section
 * 3.10.7 for a single segment. TCP_STATE_UNKNOWN may lead to any state and follow any.
 */
bool tcp_state_may_follow(enum tcp_state before, enum tcp_state after);

/* All states of one end, in order. Later frames may correct what earlier ones showed. */
struct tcp_history {
	uint64_t *changes; /* frame and state */
	uint32_t count, capacity;
	uint8_t initial; /* enum tcp_state, before the first change */
	bool is_full; /* the limit is reached: later states are unknown */
};

/*
 * The state after this frame, which may belong to another connection. Frame 0: the state before all
 * frames.
 */
enum tcp_state tcp_history_state(const struct tcp_history *history, uint64_t frame);

void tcp_history_finish(struct tcp_history *history);

/*
 * Adds a state that begins at `frame`; `now` is the frame that proves it. A reader takes two
 * changes at one frame for one step. When the RFC has no such step, the second change is placed at
 * `now`, or left out.
 */
void tcp_history_add(
	struct tcp_history *history, enum tcp_state state, uint64_t frame, uint64_t now);

/* Removes the last change. */
void tcp_history_drop(struct tcp_history *history);

#endif
