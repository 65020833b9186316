/*
 * Histories of TCP states. Each change is one number: frame and state. A history is searched by
 * frame and extended at its end, where a presumed change may be removed again.
 */
#include "conversation/connection/tcp-history.h"

#include <stdlib.h>

#include "base/arena.h"

enum {
	CHANGES_MAX = 4096, /* per end; a usual connection has ten */
	CHANGES_FIRST = 4,
	STATE_BITS = 4,
	STATE_MASK = (1 << STATE_BITS) - 1,
};

#define STATE(name) (1U << TCP_STATE_##name)

const char *tcp_state_name(enum tcp_state state)
{
	static const char *const names[TCP_STATE_COUNT] = {
		[TCP_STATE_UNKNOWN] = "UNKNOWN",
		[TCP_STATE_CLOSED] = "CLOSED",
		[TCP_STATE_LISTEN] = "LISTEN",
		[TCP_STATE_SYN_SENT] = "SYN_SENT",
		[TCP_STATE_SYN_RECEIVED] = "SYN_RECEIVED",
		[TCP_STATE_ESTABLISHED] = "ESTABLISHED",
		[TCP_STATE_FIN_WAIT_1] = "FIN_WAIT_1",
		[TCP_STATE_FIN_WAIT_2] = "FIN_WAIT_2",
		[TCP_STATE_CLOSE_WAIT] = "CLOSE_WAIT",
		[TCP_STATE_CLOSING] = "CLOSING",
		[TCP_STATE_LAST_ACK] = "LAST_ACK",
		[TCP_STATE_TIME_WAIT] = "TIME_WAIT",
	};
	return (unsigned)state < TCP_STATE_COUNT ? names[state] : "UNKNOWN";
}

bool tcp_state_may_follow(enum tcp_state before, enum tcp_state after)
{
	static const uint16_t followers[TCP_STATE_COUNT] = {
		[TCP_STATE_CLOSED] = STATE(LISTEN) | STATE(SYN_SENT),
		[TCP_STATE_LISTEN] = STATE(SYN_RECEIVED) | STATE(SYN_SENT) | STATE(CLOSED),
		[TCP_STATE_SYN_SENT] = STATE(SYN_RECEIVED) | STATE(ESTABLISHED) | STATE(CLOSED),
		/* CLOSE_WAIT: a FIN that acknowledges the SYN (section 3.10.7.4, eighth) */
		[TCP_STATE_SYN_RECEIVED] = STATE(ESTABLISHED) | STATE(FIN_WAIT_1) |
			STATE(CLOSE_WAIT) | STATE(LISTEN) | STATE(CLOSED),
		[TCP_STATE_ESTABLISHED] = STATE(FIN_WAIT_1) | STATE(CLOSE_WAIT) | STATE(CLOSED),
		/* TIME_WAIT: a FIN that acknowledges the FIN (Figure 5, note 2) */
		[TCP_STATE_FIN_WAIT_1] =
			STATE(FIN_WAIT_2) | STATE(CLOSING) | STATE(TIME_WAIT) | STATE(CLOSED),
		[TCP_STATE_FIN_WAIT_2] = STATE(TIME_WAIT) | STATE(CLOSED),
		[TCP_STATE_CLOSE_WAIT] = STATE(LAST_ACK) | STATE(CLOSED),
		[TCP_STATE_CLOSING] = STATE(TIME_WAIT) | STATE(CLOSED),
		[TCP_STATE_LAST_ACK] = STATE(CLOSED),
		[TCP_STATE_TIME_WAIT] = STATE(CLOSED),
	};
	return before == TCP_STATE_UNKNOWN || after == TCP_STATE_UNKNOWN || before == after ||
		followers[before] >> after & 1;
}

/* ---- histories ---- */

static uint64_t change_frame(uint64_t change)
{
	return change >> STATE_BITS;
}

static enum tcp_state change_state(uint64_t change)
{
	return (enum tcp_state)(change & STATE_MASK);
}

enum tcp_state tcp_history_state(const struct tcp_history *history, uint64_t frame)
{
	size_t low = 0, high = history->count; /* finds the first change after that frame */
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (change_frame(history->changes[middle]) <= frame)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? change_state(history->changes[low - 1]) : (enum tcp_state)history->initial;
}

void tcp_history_finish(struct tcp_history *history)
{
	free(history->changes);
	*history = (struct tcp_history){ 0 };
}

static void change_add(struct tcp_history *history, enum tcp_state state, uint64_t frame)
{
	if (history->is_full)
		return;
	if (history->count + 1 >= CHANGES_MAX) {
		history->is_full = true;
		state = TCP_STATE_UNKNOWN;
	}
	if (history->count == history->capacity) {
		history->capacity = history->capacity ? history->capacity * 2 : CHANGES_FIRST;
		history->changes =
			xrealloc(history->changes, history->capacity * sizeof(*history->changes));
	}
	history->changes[history->count++] = frame << STATE_BITS | (uint64_t)state;
}

void tcp_history_add(
	struct tcp_history *history, enum tcp_state state, uint64_t frame, uint64_t now)
{
	uint64_t last = history->count ? change_frame(history->changes[history->count - 1]) : 0;
	if (frame < last)
		frame = last;
	if (frame < now && !tcp_state_may_follow(tcp_history_state(history, frame - 1), state))
		frame = now;
	if (!tcp_state_may_follow(tcp_history_state(history, frame - 1), state))
		state = TCP_STATE_UNKNOWN;
	change_add(history, state, frame);
}

void tcp_history_drop(struct tcp_history *history)
{
	if (!history->is_full)
		history->count--;
}
