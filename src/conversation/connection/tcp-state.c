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
struct event {
	const struct segment *segment;
	uint64_t frame;
	uint32_t end; /* the sequence number after it */
	bool is_syn, is_fin, is_rst, is_ack; /* SYN and RST exclude FIN; RST excludes all others */
	bool is_probe; /* a keep-alive or window probe: its byte does not count */
	bool has_data;
	bool is_resent;
};

static struct event event_of(const struct segment *segment, uint32_t labels)
{
	static const uint32_t probes = TCP_LABEL_KEEP_ALIVE | TCP_LABEL_ZERO_WINDOW_PROBE;
	static const uint32_t resent = TCP_LABELS_RESENT | TCP_LABEL_OUT_OF_ORDER;
	struct event event = {
		.segment = segment,
		.frame = segment->frame,
		.is_rst = segment->flags & TCP_RST,
		.is_ack = segment->flags & TCP_ACK,
		.is_probe = labels & probes,
		.is_resent = labels & resent,
	};
	event.is_syn = !event.is_rst && segment->flags & TCP_SYN;
	event.is_fin = !event.is_rst && !event.is_syn && segment->flags & TCP_FIN;
	event.has_data = !event.is_rst && !event.is_probe && segment->size > 0;
	event.end = segment->sequence + (event.has_data ? segment->size : 0) + event.is_syn +
		event.is_fin;
	return event;
}

static bool takes_numbers(const struct event *event)
{
	return event->has_data || event->is_syn || event->is_fin;
}

static bool acknowledges(const struct event *event, uint32_t end)
{
	return event->is_ack && !sequence_before(event->segment->acknowledgment, end);
}

/* ---- evidence that the sender did not receive something ---- */

static bool contradicts_presumed(const struct tcp_endpoint *from, const struct event *event)
{
	if (event->is_rst || !from->presumed_count)
		return false;
	unsigned last = from->presumed_count - 1u;
	return from->presumed[last].is_reset || from->state == TCP_STATE_CLOSED ||
		(takes_numbers(event) &&
			sequence_before(
				event->segment->sequence, from->presumed[last].acknowledgment));
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
static void infer_syn_received(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (to->has_syn && !acknowledges(event, to->syn_end))
		return;
	bool is_simultaneous =
		event->is_syn || (to->has_syn && !is_acknowledged_by(to, from->syn_end));
	uint64_t frame = from->is_syn_answer != is_simultaneous ? from->syn_frame : 0;
	enter(from, is_simultaneous ? TCP_STATE_SYN_RECEIVED : TCP_STATE_ESTABLISHED,
		frame_or(frame, event->frame), event->frame);
}

/* Handles the ACK of a SYN, ACK by an end whose own SYN was not captured. */
static void infer_handshake_end(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (to->is_answering && !from->has_spoken && acknowledges(event, to->syn_end))
		enter(from, TCP_STATE_ESTABLISHED, frame_or(from->syn_frame, event->frame),
			event->frame);
}

/* Handles the SYN, ACK of an end whose state is unknown: the SYN found the end in LISTEN. */
static void infer_passive_open(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (to->has_syn && !acknowledges(event, to->syn_end))
		return;
	if (to->has_syn && !from->has_sent && from->history && !from->history->count)
		from->history->initial = TCP_STATE_LISTEN;
	enter(from, TCP_STATE_SYN_RECEIVED, frame_or(from->syn_frame, event->frame), event->frame);
}

/*
 * Handles the SYN, ACK of an end that refused an earlier SYN. An end that opened actively does not
 * listen.
 */
static void infer_second_open(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (from->is_active || !from->syn_frame || !acknowledges(event, to->syn_end))
		return;
	from->has_spoken = from->has_fin = from->has_received_fin = false;
	enter(from, TCP_STATE_LISTEN, from->syn_frame, event->frame);
	enter(from, TCP_STATE_SYN_RECEIVED, event->frame, event->frame);
}

/* In SYN_RECEIVED: the end received an acknowledgment of its SYN. */
static void infer_syn_acknowledged(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (event->is_syn)
		return;
	bool is_answered = from->answer_frame && acknowledges(event, from->answer_end);
	bool is_beyond =
		to->has_syn && sequence_after(event->segment->acknowledgment, to->syn_data_end);
	/* data may come earlier when the SYN had data (RFC 7413) */
	bool speaks = event->has_data && to->syn_data_end == to->syn_end;
	bool has_opened = from->is_active && is_acknowledged_by(to, from->syn_end);
	if (is_answered)
		enter(from, TCP_STATE_ESTABLISHED, from->answer_frame, event->frame);
	else if (is_beyond || speaks || has_opened)
		enter(from, TCP_STATE_ESTABLISHED, event->frame, event->frame);
}

/* In FIN_WAIT_1 or CLOSING: the end received data or a FIN that acknowledges its own FIN. */
static void infer_fin_acknowledged(struct tcp_endpoint *from, const struct event *event)
{
	if (!from->answer_frame || !acknowledges(event, from->answer_end))
		return;
	enter(from, from->state == TCP_STATE_CLOSING ? TCP_STATE_TIME_WAIT : TCP_STATE_FIN_WAIT_2,
		from->answer_frame, event->frame);
}

/*
 * In FIN_WAIT_1: the other end's FIN arrived, and so did the acknowledgment in held_frame, which
 * was sent after a FIN. When that is the same FIN, both ends have closed simultaneously.
 */
static void infer_held_acknowledgment(struct tcp_endpoint *from, const struct event *event)
{
	uint64_t held = from->held_frame, fin = from->fin_frame;
	if (fin > held) { /* that FIN was lost, and this is another */
		enter(from, TCP_STATE_FIN_WAIT_2, held, event->frame);
		enter(from, TCP_STATE_TIME_WAIT, fin, event->frame);
		return;
	}
	enter(from, TCP_STATE_CLOSING, frame_or(fin, held), event->frame);
	enter(from, TCP_STATE_TIME_WAIT, fin ? held : event->frame, event->frame);
}

/* The end received the other end's FIN. */
static void infer_fin_received(struct tcp_endpoint *from, const struct event *event)
{
	uint64_t frame = frame_or(from->fin_frame, event->frame);
	from->has_received_fin = true;
	switch (from->state) {
	case TCP_STATE_SYN_RECEIVED:
	case TCP_STATE_ESTABLISHED:
		enter(from, TCP_STATE_CLOSE_WAIT, frame, event->frame);
		break;
	case TCP_STATE_FIN_WAIT_1:
		if (from->held_frame)
			infer_held_acknowledgment(from, event);
		else
			enter(from, TCP_STATE_CLOSING, frame, event->frame);
		break;
	case TCP_STATE_FIN_WAIT_2:
		enter(from, TCP_STATE_TIME_WAIT, frame, event->frame);
		break;
	default:
		break;
	}
}

/* What the acknowledgment shows in a state that an acknowledgment ends. */
static void infer_by_state(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (from->state == TCP_STATE_SYN_SENT)
		infer_syn_received(from, to, event);
	else if (from->state == TCP_STATE_UNKNOWN && event->is_syn)
		infer_passive_open(from, to, event);
	else if (from->state == TCP_STATE_UNKNOWN)
		infer_handshake_end(from, to, event);
	else if (from->state == TCP_STATE_CLOSED && event->is_syn)
		infer_second_open(from, to, event);
	else if (from->state == TCP_STATE_SYN_RECEIVED)
		infer_syn_acknowledged(from, to, event);
	else if (from->state == TCP_STATE_FIN_WAIT_1 || from->state == TCP_STATE_CLOSING)
		infer_fin_acknowledged(from, event);
}

static void infer_received(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (!event->is_ack || event->is_rst || from->is_lost)
		return;
	if (from->state != TCP_STATE_ESTABLISHED)
		infer_by_state(from, to, event);
	if (to->has_fin && !from->has_received_fin && !event->is_syn &&
		acknowledges(event, to->fin_end))
		infer_fin_received(from, event);
}

/* ---- what the sender does ---- */

static void send_rst(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	bool is_opening =
		from->state == TCP_STATE_SYN_SENT || from->state == TCP_STATE_SYN_RECEIVED;
	/* It answers an acknowledgment of data that this end never sent, as in Figure 9. */
	if (is_opening && event->segment->sequence != from->syn_end)
		return;
	uint64_t frame = event->frame;
	if (!from->has_sent && from->syn_frame && acknowledges(event, to->syn_end)) {
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
		enter(from, TCP_STATE_CLOSED, frame, event->frame);
}

static void send_syn(struct tcp_endpoint *from, const struct event *event)
{
	if (from->has_spoken)
		return; /* an old segment, or a capture out of order */
	if (from->state == TCP_STATE_UNKNOWN && from->history && !from->history->count)
		from->history->initial = TCP_STATE_CLOSED;
	if (from->state == TCP_STATE_UNKNOWN || from->state == TCP_STATE_CLOSED ||
		from->state == TCP_STATE_LISTEN)
		enter(from, TCP_STATE_SYN_SENT, event->frame, event->frame);
}

static void send_fin(struct tcp_endpoint *from, const struct event *event)
{
	from->held_frame = 0;
	if (from->state == TCP_STATE_CLOSE_WAIT)
		enter(from, TCP_STATE_LAST_ACK, event->frame, event->frame);
	else if (from->state == TCP_STATE_ESTABLISHED || from->state == TCP_STATE_SYN_RECEIVED)
		enter(from, TCP_STATE_FIN_WAIT_1, event->frame, event->frame);
}

static void apply_sent(
	struct tcp_endpoint *from, const struct tcp_endpoint *to, const struct event *event)
{
	if (from->is_lost)
		return;
	if (event->is_rst) {
		send_rst(from, to, event);
	} else if (event->is_syn && !event->is_ack) {
		send_syn(from, event);
	} else if (from->state == TCP_STATE_CLOSED) {
		/* the sender of that RST is unclear */
		enter(from, TCP_STATE_UNKNOWN, event->frame, event->frame);
		tcp_state_give_up(from);
	} else if (event->is_fin) {
		send_fin(from, event);
	} else if (event->has_data) {
		from->presumed_count = 0; /* it goes on, so nothing is presumed */
	}
}

/* ---- what may have arrived ---- */

static void reset_arrives(struct tcp_endpoint *to, const struct event *event)
{
	bool is_expected = to->state == TCP_STATE_SYN_SENT
		? event->is_ack && !sequence_before(event->segment->acknowledgment, to->syn_end) &&
			!sequence_after(event->segment->acknowledgment, to->sent_end)
		: !to->has_acknowledged ||
			!sequence_before(event->segment->sequence, to->acknowledged);
	if (!is_expected || to->state == TCP_STATE_UNKNOWN || to->state == TCP_STATE_CLOSED ||
		to->state == TCP_STATE_LISTEN)
		return;
	bool listens_on = to->state == TCP_STATE_SYN_RECEIVED && !to->is_active;
	presume(to, listens_on ? TCP_STATE_LISTEN : TCP_STATE_CLOSED, true, 0, event->frame);
}

static void syn_arrives(struct tcp_endpoint *to, const struct event *event)
{
	bool is_answer = to->has_syn && acknowledges(event, to->syn_end);
	if (event->is_ack && to->has_syn && !is_answer)
		return;
	if (to->state == TCP_STATE_SYN_RECEIVED) {
		if (is_answer && to->is_active) /* Figure 7: its SYN arrived earlier */
			presume(to, TCP_STATE_ESTABLISHED, false, to->syn_end, event->frame);
		return;
	}
	to->syn_frame = event->frame;
	to->is_syn_answer = event->is_ack;
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
	const struct tcp_endpoint *from, struct tcp_endpoint *to, const struct event *event)
{
	enum tcp_state next = state_acknowledged(to);
	uint32_t wanted = to->state == TCP_STATE_SYN_RECEIVED ? to->syn_end : to->fin_end;
	if (next == TCP_STATE_UNKNOWN || !acknowledges(event, wanted) ||
		sequence_after(event->segment->acknowledgment, to->sent_end))
		return;
	if (takes_numbers(event)) { /* the answer will show whether it arrived */
		bool is_old = to->has_acknowledged && !sequence_after(event->end, to->acknowledged);
		bool is_again = !sequence_after(event->segment->sequence, to->answer_start);
		if (!is_old && (!to->answer_frame || is_again)) {
			to->answer_frame = event->frame;
			to->answer_start = event->segment->sequence;
			to->answer_end = event->end;
		}
		return;
	}
	bool is_behind_fin = from->has_fin && !to->has_received_fin &&
		!sequence_before(event->segment->sequence, from->fin_end);
	if (to->state != TCP_STATE_FIN_WAIT_1 || !is_behind_fin)
		presume(to, next, false, wanted, event->frame);
	else if (!to->held_frame)
		to->held_frame = event->frame;
}

static void presume_arrival(
	const struct tcp_endpoint *from, struct tcp_endpoint *to, const struct event *event)
{
	if (to->is_lost)
		return;
	if (event->is_rst) {
		reset_arrives(to, event);
		return;
	}
	if (event->is_syn) {
		syn_arrives(to, event);
		return;
	}
	acknowledgment_arrives(from, to, event);
	if (event->is_fin && !to->has_received_fin)
		to->fin_frame = event->frame;
}

/* ---- what is remembered ---- */

/*
 * Proves that an end was not closed before the capture began: nobody sends data after a FIN, and a
 * FIN with the sequence number that was next is the first one. Both ends must be proven.
 */
static void prove_open(
	struct tcp_endpoint *from, struct tcp_endpoint *to, const struct event *event)
{
	if (!from->is_unproven || event->is_rst || event->is_syn)
		return;
	bool is_first_fin = event->is_fin && from->has_sent && !event->is_resent &&
		!sequence_after(from->sent_end, event->end - 1);
	from->sent_new |= is_first_fin || (event->has_data && !event->is_resent);
	if (!from->sent_new || !to->sent_new)
		return;
	struct tcp_endpoint *const ends[] = { from, to };
	for (unsigned i = 0; i < 2; i++) {
		if (!ends[i]->is_unproven)
			continue;
		ends[i]->is_unproven = false;
		enter(ends[i], (enum tcp_state)ends[i]->state, event->frame, event->frame);
	}
}

static void remember_syn(struct tcp_endpoint *from, const struct event *event)
{
	from->has_syn = true;
	from->syn_end = event->segment->sequence + 1;
	from->syn_data_end = event->end;
	if (event->is_ack)
		from->is_answering = true;
	else
		from->is_active = true;
}

static void remember_sent(struct tcp_endpoint *from, const struct event *event)
{
	from->syn_frame = from->fin_frame = from->answer_frame = 0;
	if (event->is_rst)
		return;
	if (event->is_syn)
		remember_syn(from, event);
	else
		from->has_spoken = true;
	if (event->is_fin) {
		from->has_fin = true;
		from->fin_end = event->end;
	}
	if (!from->has_sent || sequence_after(event->end, from->sent_end))
		from->sent_end = event->end;
	from->has_sent = true;
	uint32_t acknowledgment = event->segment->acknowledgment;
	if (event->is_ack && !is_acknowledged_by(from, acknowledgment)) {
		from->has_acknowledged = true;
		from->acknowledged = acknowledgment;
	}
}

static bool is_first_acknowledged(
	const struct tcp_endpoint *from, const struct segment *segment, uint32_t end)
{
	return !is_acknowledged_by(from, end) && !sequence_before(segment->acknowledgment, end);
}

uint8_t tcp_state_first_acknowledged(const struct tcp_endpoint *from, const struct tcp_endpoint *to,
	const struct segment *segment)
{
	unsigned facts = 0;
	if (!(segment->flags & TCP_ACK))
		return 0;
	if (to->has_syn && is_first_acknowledged(from, segment, to->syn_end))
		facts |= TCP_FACT_ACKS_SYN;
	if (to->has_fin && is_first_acknowledged(from, segment, to->fin_end))
		facts |= TCP_FACT_ACKS_FIN;
	return (uint8_t)facts;
}

bool tcp_state_acknowledges_fin(const struct tcp_endpoint *to, const struct segment *segment)
{
	return to->has_fin && segment->flags & TCP_ACK && segment->acknowledgment == to->fin_end;
}

void tcp_state_advance(struct tcp_endpoint *from, struct tcp_endpoint *to,
	const struct segment *segment, uint32_t labels)
{
	const struct event event = event_of(segment, labels);
	bool is_unknown = from->state == TCP_STATE_UNKNOWN && to->state == TCP_STATE_UNKNOWN &&
		!from->is_lost;
	if (is_unknown && !from->has_sent && !to->has_sent && !event.is_syn && !event.is_rst)
		begin_in_middle(from, to);
	while (contradicts_presumed(from, &event))
		fall_back(from);
	infer_received(from, to, &event);
	apply_sent(from, to, &event);
	prove_open(from, to, &event);
	remember_sent(from, &event);
	presume_arrival(from, to, &event);
}
