/*
 * TCP states (RFC 9293 section 3.3.2) as they must have been, told from the segments alone. A
 * capture sees the wire, not the hosts, so a segment is taken to arrive as it is seen: this is how
 * figures 6, 12 and 13 of the RFC are drawn. A segment that fits no transition (a retransmission, a
 * window update) leaves the states alone. TIME_WAIT never runs out here: nothing on the wire ends it.
 */
#include "conversation/connection.h"
#include "conversation/sequence-number.h"

const char *tcp_state_name(enum tcp_state state)
{
	static const char *const names[] = {
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
	return (size_t)state < sizeof(names) / sizeof(names[0]) ? names[state] : "UNKNOWN";
}

static void handle_syn(struct flow *sender, struct flow *receiver, const struct segment *segment)
{
	if (segment->flags & TCP_ACK) {
		if (receiver->state == TCP_STATE_SYN_SENT || receiver->state == TCP_STATE_UNKNOWN) {
			sender->state = TCP_STATE_SYN_RECEIVED;
			receiver->state = TCP_STATE_ESTABLISHED;
		} else if (receiver->state == TCP_STATE_SYN_RECEIVED) { /* both sent a SYN */
			receiver->state = TCP_STATE_ESTABLISHED;
		}
	} else if (sender->state == TCP_STATE_UNKNOWN || sender->state == TCP_STATE_CLOSED) {
		sender->state = TCP_STATE_SYN_SENT;
		receiver->state = TCP_STATE_SYN_RECEIVED;
	} else if (sender->state == TCP_STATE_SYN_RECEIVED &&
		receiver->state == TCP_STATE_SYN_SENT) {
		receiver->state = TCP_STATE_SYN_RECEIVED; /* simultaneous open: figure 7 */
	}
}

/* What an acknowledgment of the receiver's FIN does to the receiver of this segment. */
static void handle_fin_acknowledged(struct flow *receiver)
{
	switch (receiver->state) {
	case TCP_STATE_FIN_WAIT_1:
		receiver->state = TCP_STATE_FIN_WAIT_2;
		break;
	case TCP_STATE_CLOSING:
		receiver->state = TCP_STATE_TIME_WAIT;
		break;
	case TCP_STATE_LAST_ACK:
		receiver->state = TCP_STATE_CLOSED;
		break;
	default:
		break;
	}
}

static void handle_fin(struct flow *sender, struct flow *receiver, bool acknowledges_fin)
{
	switch (sender->state) {
	case TCP_STATE_UNKNOWN:
	case TCP_STATE_SYN_RECEIVED:
	case TCP_STATE_ESTABLISHED:
		sender->state = TCP_STATE_FIN_WAIT_1;
		receiver->state = TCP_STATE_CLOSE_WAIT;
		break;
	case TCP_STATE_CLOSE_WAIT:
		if (acknowledges_fin || !receiver->has_fin) {
			sender->state = TCP_STATE_LAST_ACK;
			receiver->state = TCP_STATE_TIME_WAIT;
		} else { /* it had not seen the other FIN when it sent this one */
			sender->state = TCP_STATE_CLOSING;
			receiver->state = TCP_STATE_CLOSING;
		}
		break;
	default: /* sent again */
		break;
	}
}

void tcp_state_advance(struct flow *sender, struct flow *receiver, const struct segment *segment)
{
	if (segment->flags & TCP_RST) {
		sender->state = TCP_STATE_CLOSED;
		receiver->state = TCP_STATE_CLOSED;
		return;
	}
	if (segment->flags & TCP_SYN) {
		handle_syn(sender, receiver, segment);
		return;
	}
	bool acknowledges_fin = false;
	if (segment->flags & TCP_ACK) {
		if (receiver->state == TCP_STATE_SYN_RECEIVED)
			receiver->state = TCP_STATE_ESTABLISHED;
		acknowledges_fin = receiver->has_fin &&
			!sequence_before(segment->acknowledgment, receiver->fin_end);
		if (acknowledges_fin)
			handle_fin_acknowledged(receiver);
	}
	if (segment->flags & TCP_FIN) {
		sender->has_fin = true;
		sender->fin_end = segment->sequence + segment->size + 1;
		handle_fin(sender, receiver, acknowledges_fin);
	}
}
