/*
 * Derives TCP states (RFC 9293 section 3.3.2) from the segments of both ends. A capture sees the
 * wire, not the hosts, so a captured segment need not have arrived. The state of an end changes
 *
 *  - when it sends a SYN, a FIN or a RST;
 *  - when it acknowledges a SYN, a FIN or data, which proves that these arrived. The change is
 *    placed at the segment that arrived, but is known only with the answer, so histories are
 *    corrected. Of a repeated segment, the last one before the answer counts;
 *  - when an acknowledgment or a reset is sent to it. Nobody answers those, so they are presumed to
 *    have arrived, unless the end repeats what was acknowledged, or goes on after the reset.
 *
 * Segments of one end arrive in their order: an acknowledgment sent after a FIN waits for that FIN
 * (Figure 13, a simultaneous close). When the beginning was not captured, no state is reported
 * until both ends have sent something that nobody sends after a FIN. TIME_WAIT never ends here,
 * since nothing on the wire shows its end.
 */
#include "conversation/connection/tcp-state.h"

#include <assert.h>

#include "conversation/connection/sequence-number.h"
#include "conversation/connection/tcp-facts.h"

/* ---- changes ---- */

static void enter(struct tcp_endpoint *end, enum tcp_state state, uint64_t frame, uint64_t now)
{
	end->presumed_count = 0;
	end->state = (uint8_t)state;
	if (end->history && !end->is_unproven)
		tcp_history_add(end->history, state, frame, now);
}

static void presume(struct tcp_endpoint *end, enum tcp_state state, bool is_reset,
	uint32_t acknowledgment, uint64_t now)
{
	uint8_t fallback = end->state, count = end->presumed_count;
	assert(count < TCP_PRESUMED_MAX);
	enter(end, state, now, now);
	end->presumed[count].fallback = fallback;
	end->presumed[count].is_reset = is_reset;
	end->presumed[count].acknowledgment = acknowledgment;
	end->presumed_count = count + 1;
}

/* Returns to the state before a presumed change, since the segment did not arrive. */
static void fall_back(struct tcp_endpoint *end)
{
	end->state = end->presumed[--end->presumed_count].fallback;
	if (end->history && !end->is_unproven)
		tcp_history_drop(end->history);
}

void tcp_state_give_up(struct tcp_endpoint *end)
{
	end->state = TCP_STATE_UNKNOWN;
	end->is_lost = true;
	end->presumed_count = 0;
}

/*
 * Begins with the first segment of a connection that started before the capture: most such segments
 * belong to an open connection.
 */
static void begin_in_middle(struct tcp_endpoint *from, struct tcp_endpoint *to)
{
	from->state = to->state = TCP_STATE_ESTABLISHED;
	from->is_unproven = to->is_unproven = true;
}

/* The frame in which something arrived, else the frame that proves it. */
static uint64_t frame_or(uint64_t frame, uint64_t now)
{
	return frame ? frame : now;
}

/* A segment with its labels, from the view of one end. */
struct act {
	const struct segment *segment;
	uint64_t frame;
	uint32_t end; /* the sequence number after it */
	bool is_syn, is_fin, is_rst, is_ack; /* SYN and RST exclude FIN; RST excludes all others */
	bool is_probe; /* a keep-alive or window probe: its byte does not count */
	bool has_data;
	bool is_resent;
};

static struct act act_of(const struct segment *segment, uint32_t labels)
{
	static const uint32_t probes = TCP_LABEL_KEEP_ALIVE | TCP_LABEL_ZERO_WINDOW_PROBE;
	static const uint32_t resent = TCP_LABEL_RETRANSMISSION | TCP_LABEL_FAST_RETRANSMISSION |
		TCP_LABEL_SPURIOUS_RETRANSMISSION | TCP_LABEL_OUT_OF_ORDER;
	struct act act = {
		.segment = segment,
		.frame = segment->frame,
		.is_rst = segment->flags & TCP_RST,
		.is_ack = segment->flags & TCP_ACK,
		.is_probe = labels & probes,
		.is_resent = labels & resent,
	};
	act.is_syn = !act.is_rst && segment->flags & TCP_SYN;
	act.is_fin = !act.is_rst && !act.is_syn && segment->flags & TCP_FIN;
	act.has_data = !act.is_rst && !act.is_probe && segment->size > 0;
	act.end = segment->sequence + (act.has_data ? segment->size : 0) + act.is_syn + act.is_fin;
	return act;
}

static bool takes_numbers(const struct act *act)
{
	return act->has_data || act->is_syn || act->is_fin;
}

static bool acknowledges(const struct act *act, uint32_t end)
{
	return act->is_ack && !sequence_before(act->segment->acknowledgment, end);
}

/* ---- evidence that the sender did not receive something ---- */

static bool contradicts(const struct tcp_endpoint *from, const struct act *act)
{
	if (act->is_rst || !from->presumed_count)
		return false;
	unsigned last = from->presumed_count - 1u;
	return from->presumed[last].is_reset || from->state == TCP_STATE_CLOSED ||
		(takes_numbers(act) &&
			sequence_before(
				act->segment->sequence, from->presumed[last].acknowledgment));
}

/* ---- evidence that the sender received something ---- */

static bool is_acknowledged_by(const struct tcp_endpoint *to, uint32_t end)
{
	return to->has_acknowledged && !sequence_before(to->acknowledged, end);
}

/*
 * In SYN_SENT: the other end's SYN arrived. With an ACK it opens the connection; without one this
 * is a simultaneous open (Figure 7).
 */
static void hear_syn_back(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	if (to->has_syn && !acknowledges(act, to->syn_end))
		return;
	bool is_simultaneous =
		act->is_syn || (to->has_syn && !is_acknowledged_by(to, from->syn_end));
	uint64_t frame = from->is_syn_answer != is_simultaneous ? from->syn_frame : 0;
	enter(from, is_simultaneous ? TCP_STATE_SYN_RECEIVED : TCP_STATE_ESTABLISHED,
		frame_or(frame, act->frame), act->frame);
}

/* Handles the ACK of a SYN, ACK by an end whose own SYN was not captured. */
static void hear_missed_answer(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	if (to->is_answering && !from->has_spoken && acknowledges(act, to->syn_end))
		enter(from, TCP_STATE_ESTABLISHED, frame_or(from->syn_frame, act->frame),
			act->frame);
}

/* Handles the SYN, ACK of an end whose state is unknown: the SYN found the end in LISTEN. */
static void hear_first_syn(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	if (to->has_syn && !acknowledges(act, to->syn_end))
		return;
	if (to->has_syn && !from->has_sent && from->history && !from->history->count)
		from->history->initial = TCP_STATE_LISTEN;
	enter(from, TCP_STATE_SYN_RECEIVED, frame_or(from->syn_frame, act->frame), act->frame);
}

/*
 * Handles the SYN, ACK of an end that refused an earlier SYN. An end that opened actively does not
 * listen.
 */
static void hear_syn_again(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	if (from->is_active || !from->syn_frame || !acknowledges(act, to->syn_end))
		return;
	from->has_spoken = from->has_fin = from->has_heard_fin = false;
	enter(from, TCP_STATE_LISTEN, from->syn_frame, act->frame);
	enter(from, TCP_STATE_SYN_RECEIVED, act->frame, act->frame);
}

/* In SYN_RECEIVED: the end received an acknowledgment of its SYN. */
static void hear_opened(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	if (act->is_syn)
		return;
	bool is_answered = from->answer_frame && acknowledges(act, from->answer_end);
	bool is_beyond =
		to->has_syn && sequence_after(act->segment->acknowledgment, to->syn_data_end);
	/* data may come earlier when the SYN had data (RFC 7413) */
	bool speaks = act->has_data && to->syn_data_end == to->syn_end;
	bool has_opened = from->is_active && is_acknowledged_by(to, from->syn_end);
	if (is_answered)
		enter(from, TCP_STATE_ESTABLISHED, from->answer_frame, act->frame);
	else if (is_beyond || speaks || has_opened)
		enter(from, TCP_STATE_ESTABLISHED, act->frame, act->frame);
}

/* In FIN_WAIT_1 or CLOSING: the end received data or a FIN that acknowledges its own FIN. */
static void hear_fin_answer(struct tcp_endpoint *from, const struct act *act)
{
	if (!from->answer_frame || !acknowledges(act, from->answer_end))
		return;
	enter(from, from->state == TCP_STATE_CLOSING ? TCP_STATE_TIME_WAIT : TCP_STATE_FIN_WAIT_2,
		from->answer_frame, act->frame);
}

/*
 * In FIN_WAIT_1: the other end's FIN arrived, and so did the acknowledgment in held_frame, which
 * was sent after a FIN. When that is the same FIN, both ends have closed simultaneously.
 */
static void hear_held(struct tcp_endpoint *from, const struct act *act)
{
	uint64_t held = from->held_frame, fin = from->fin_frame;
	if (fin > held) { /* that FIN was lost, and this is another */
		enter(from, TCP_STATE_FIN_WAIT_2, held, act->frame);
		enter(from, TCP_STATE_TIME_WAIT, fin, act->frame);
		return;
	}
	enter(from, TCP_STATE_CLOSING, frame_or(fin, held), act->frame);
	enter(from, TCP_STATE_TIME_WAIT, fin ? held : act->frame, act->frame);
}

/* The end received the other end's FIN. */
static void hear_fin(struct tcp_endpoint *from, const struct act *act)
{
	uint64_t frame = frame_or(from->fin_frame, act->frame);
	from->has_heard_fin = true;
	switch (from->state) {
	case TCP_STATE_SYN_RECEIVED:
	case TCP_STATE_ESTABLISHED:
		enter(from, TCP_STATE_CLOSE_WAIT, frame, act->frame);
		break;
	case TCP_STATE_FIN_WAIT_1:
		if (from->held_frame)
			hear_held(from, act);
		else
			enter(from, TCP_STATE_CLOSING, frame, act->frame);
		break;
	case TCP_STATE_FIN_WAIT_2:
		enter(from, TCP_STATE_TIME_WAIT, frame, act->frame);
		break;
	default:
		break;
	}
}

static void hear(struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	if (!act->is_ack || act->is_rst || from->is_lost)
		return;
	if (from->state == TCP_STATE_SYN_SENT)
		hear_syn_back(from, to, act);
	else if (from->state == TCP_STATE_UNKNOWN && act->is_syn)
		hear_first_syn(from, to, act);
	else if (from->state == TCP_STATE_UNKNOWN)
		hear_missed_answer(from, to, act);
	else if (from->state == TCP_STATE_CLOSED && act->is_syn)
		hear_syn_again(from, to, act);
	else if (from->state == TCP_STATE_SYN_RECEIVED)
		hear_opened(from, to, act);
	else if (from->state == TCP_STATE_FIN_WAIT_1 || from->state == TCP_STATE_CLOSING)
		hear_fin_answer(from, act);
	if (to->has_fin && !from->has_heard_fin && !act->is_syn && acknowledges(act, to->fin_end))
		hear_fin(from, act);
}

/* ---- what the sender does ---- */

static void send_rst(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	bool is_opening =
		from->state == TCP_STATE_SYN_SENT || from->state == TCP_STATE_SYN_RECEIVED;
	/* It answers an acknowledgment of data that this end never sent, as in Figure 9. */
	if (is_opening && act->segment->sequence != from->syn_end)
		return;
	uint64_t frame = act->frame;
	if (!from->has_sent && from->syn_frame && acknowledges(act, to->syn_end)) {
		frame = from->syn_frame; /* nobody listened for the SYN */
		if (from->history && !from->history->count)
			from->history->initial = TCP_STATE_CLOSED;
	}
	bool is_news = from->is_unproven ||
		(from->state != TCP_STATE_CLOSED && from->state != TCP_STATE_LISTEN);
	bool is_open = !from->is_unproven && !is_opening && from->state != TCP_STATE_UNKNOWN;
	from->is_unproven = false; /* an RST tells the state, whatever it was */
	/*
	 * An end that goes on did not send this RST: somebody else did, or it is of an old
	 * connection (RFC 5961).
	 */
	if (is_news && is_open)
		presume(from, TCP_STATE_CLOSED, true, 0, frame);
	else if (is_news)
		enter(from, TCP_STATE_CLOSED, frame, act->frame);
}

static void send_syn(struct tcp_endpoint *from, const struct act *act)
{
	if (from->has_spoken)
		return; /* an old segment, or a capture out of order */
	if (from->state == TCP_STATE_UNKNOWN && from->history && !from->history->count)
		from->history->initial = TCP_STATE_CLOSED;
	if (from->state == TCP_STATE_UNKNOWN || from->state == TCP_STATE_CLOSED ||
		from->state == TCP_STATE_LISTEN)
		enter(from, TCP_STATE_SYN_SENT, act->frame, act->frame);
}

static void send_fin(struct tcp_endpoint *from, const struct act *act)
{
	from->held_frame = 0;
	if (from->state == TCP_STATE_CLOSE_WAIT)
		enter(from, TCP_STATE_LAST_ACK, act->frame, act->frame);
	else if (from->state == TCP_STATE_ESTABLISHED || from->state == TCP_STATE_SYN_RECEIVED)
		enter(from, TCP_STATE_FIN_WAIT_1, act->frame, act->frame);
}

static void do_act(struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct act *act)
{
	if (from->is_lost)
		return;
	if (act->is_rst) {
		send_rst(from, to, act);
	} else if (act->is_syn && !act->is_ack) {
		send_syn(from, act);
	} else if (from->state == TCP_STATE_CLOSED) {
		/* the sender of that RST is unclear */
		enter(from, TCP_STATE_UNKNOWN, act->frame, act->frame);
		tcp_state_give_up(from);
	} else if (act->is_fin) {
		send_fin(from, act);
	} else if (act->has_data) {
		from->presumed_count = 0; /* it goes on, so nothing is presumed */
	}
}

/* ---- what may have arrived ---- */

static void reset_arrives(struct tcp_endpoint *to, const struct act *act)
{
	bool is_expected = to->state == TCP_STATE_SYN_SENT
		? act->is_ack && !sequence_before(act->segment->acknowledgment, to->syn_end) &&
			!sequence_after(act->segment->acknowledgment, to->sent_end)
		: !to->has_acknowledged ||
			!sequence_before(act->segment->sequence, to->acknowledged);
	if (!is_expected || to->state == TCP_STATE_UNKNOWN || to->state == TCP_STATE_CLOSED ||
		to->state == TCP_STATE_LISTEN)
		return;
	bool listens_on = to->state == TCP_STATE_SYN_RECEIVED && !to->is_active;
	presume(to, listens_on ? TCP_STATE_LISTEN : TCP_STATE_CLOSED, true, 0, act->frame);
}

static void syn_arrives(struct tcp_endpoint *to, const struct act *act)
{
	bool is_answer = to->has_syn && acknowledges(act, to->syn_end);
	if (act->is_ack && to->has_syn && !is_answer)
		return;
	if (to->state == TCP_STATE_SYN_RECEIVED) {
		if (is_answer && to->is_active) /* Figure 7: its SYN arrived earlier */
			presume(to, TCP_STATE_ESTABLISHED, false, to->syn_end, act->frame);
		return;
	}
	to->syn_frame = act->frame;
	to->is_syn_answer = act->is_ack;
}

/* The state after the acknowledgment of its SYN or FIN; UNKNOWN: no change. */
static enum tcp_state state_acknowledged(const struct tcp_endpoint *to)
{
	switch (to->state) {
	case TCP_STATE_SYN_RECEIVED:
		return TCP_STATE_ESTABLISHED;
	case TCP_STATE_FIN_WAIT_1:
		return TCP_STATE_FIN_WAIT_2;
	case TCP_STATE_CLOSING:
		return TCP_STATE_TIME_WAIT;
	case TCP_STATE_LAST_ACK:
		return TCP_STATE_CLOSED;
	default:
		return TCP_STATE_UNKNOWN;
	}
}

static void acknowledgment_arrives(
	const struct tcp_endpoint *from, struct tcp_endpoint *to, const struct act *act)
{
	enum tcp_state next = state_acknowledged(to);
	uint32_t wanted = to->state == TCP_STATE_SYN_RECEIVED ? to->syn_end : to->fin_end;
	if (next == TCP_STATE_UNKNOWN || !acknowledges(act, wanted) ||
		sequence_after(act->segment->acknowledgment, to->sent_end))
		return;
	if (takes_numbers(act)) { /* the answer will show whether it arrived */
		bool is_old = to->has_acknowledged && !sequence_after(act->end, to->acknowledged);
		bool is_again = !sequence_after(act->segment->sequence, to->answer_start);
		if (!is_old && (!to->answer_frame || is_again)) {
			to->answer_frame = act->frame;
			to->answer_start = act->segment->sequence;
			to->answer_end = act->end;
		}
		return;
	}
	bool is_behind_fin = from->has_fin && !to->has_heard_fin &&
		!sequence_before(act->segment->sequence, from->fin_end);
	if (to->state != TCP_STATE_FIN_WAIT_1 || !is_behind_fin)
		presume(to, next, false, wanted, act->frame);
	else if (!to->held_frame)
		to->held_frame = act->frame;
}

static void arrive(const struct tcp_endpoint *from, struct tcp_endpoint *to, const struct act *act)
{
	if (to->is_lost)
		return;
	if (act->is_rst) {
		reset_arrives(to, act);
		return;
	}
	if (act->is_syn) {
		syn_arrives(to, act);
		return;
	}
	acknowledgment_arrives(from, to, act);
	if (act->is_fin && !to->has_heard_fin)
		to->fin_frame = act->frame;
}

/* ---- what is remembered ---- */

/*
 * Proves that an end was not closed before the capture began: nobody sends data after a FIN, and a
 * FIN with the sequence number that was next is the first one. Both ends must be proven.
 */
static void prove(struct tcp_endpoint *from, struct tcp_endpoint *to, const struct act *act)
{
	if (!from->is_unproven || act->is_rst || act->is_syn)
		return;
	bool is_first_fin = act->is_fin && from->has_sent && !act->is_resent &&
		!sequence_after(from->sent_end, act->end - 1);
	from->sent_new |= is_first_fin || (act->has_data && !act->is_resent);
	if (!from->sent_new || !to->sent_new)
		return;
	struct tcp_endpoint *const ends[] = { from, to };
	for (unsigned i = 0; i < 2; i++) {
		if (!ends[i]->is_unproven)
			continue;
		ends[i]->is_unproven = false;
		enter(ends[i], (enum tcp_state)ends[i]->state, act->frame, act->frame);
	}
}

static void remember_syn(struct tcp_endpoint *from, const struct act *act)
{
	from->has_syn = true;
	from->syn_end = act->segment->sequence + 1;
	from->syn_data_end = act->end;
	if (act->is_ack)
		from->is_answering = true;
	else
		from->is_active = true;
}

static void remember(struct tcp_endpoint *from, const struct act *act)
{
	from->syn_frame = from->fin_frame = from->answer_frame = 0;
	if (act->is_rst)
		return;
	if (act->is_syn)
		remember_syn(from, act);
	else
		from->has_spoken = true;
	if (act->is_fin) {
		from->has_fin = true;
		from->fin_end = act->end;
	}
	if (!from->has_sent || sequence_after(act->end, from->sent_end))
		from->sent_end = act->end;
	from->has_sent = true;
	uint32_t acknowledgment = act->segment->acknowledgment;
	if (act->is_ack && !is_acknowledged_by(from, acknowledgment)) {
		from->has_acknowledged = true;
		from->acknowledged = acknowledgment;
	}
}

void tcp_state_advance(struct tcp_endpoint *from, struct tcp_endpoint *to,
	const struct segment *segment, uint32_t labels)
{
	const struct act act = act_of(segment, labels);
	bool is_untold = from->state == TCP_STATE_UNKNOWN && to->state == TCP_STATE_UNKNOWN &&
		!from->is_lost;
	if (is_untold && !from->has_sent && !to->has_sent && !act.is_syn && !act.is_rst)
		begin_in_middle(from, to);
	while (contradicts(from, &act))
		fall_back(from);
	hear(from, to, &act);
	do_act(from, to, &act);
	prove(from, to, &act);
	remember(from, &act);
	arrive(from, to, &act);
}
