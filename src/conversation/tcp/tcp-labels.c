/*
 * The labels of a segment, as in the Wireshark User's Guide (Advanced Topics, "TCP Analysis"), in
 * the order and with the arithmetic of Wireshark 4.0: captures are taught with Wireshark beside
 * them, so its labels are the reference. The rules use windows and acknowledgments of earlier
 * segments only. Left out: SCPS, and relations between connections of Multipath TCP.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/format/timestamp.h"
#include "conversation/connection/connection.h"
#include "conversation/connection/sequence-number.h"
#include "conversation/connection/tcp-facts.h"
#include "conversation/tcp/tcp-analysis.h"

/* The limit between the last duplicate ACK and a fast retransmission. */
static const int64_t fast_retransmission_limit_ns = 20 * (int64_t)NS_PER_MS;

/*
 * The limit for out-of-order segments where no round trip was measured; later ones are
 * retransmissions.
 */
static const int64_t out_of_order_default_ns = 3 * (int64_t)NS_PER_MS;

/*
 * Wireshark subtracts times as unsigned numbers: when the clock was set back, the difference is
 * very large.
 */
static bool is_within(int64_t from_ns, int64_t to_ns, int64_t limit_ns)
{
	return (uint64_t)to_ns - (uint64_t)from_ns < (uint64_t)limit_ns;
}

enum {
	UNACKED_FIRST = 2,
	UNACKED_OWN = 4, /* always available to each direction */
	UNACKED_RETURNED = 1024, /* a longer empty list is freed */
	UNACKED_ALL_MAX = 1 << 20, /* 32 MB */
};

/*
 * A value of dup_ack_count. The other direction already has a label for a segment that was not
 * captured, so ACKs of it are not counted as duplicates.
 */
static const uint32_t dup_ack_muted = UINT32_MAX;

const char *tcp_label_name(unsigned bit_index)
{
	static const char *const names[TCP_LABEL_COUNT] = {
		"retransmission",
		"fast-retransmission",
		"spurious-retransmission",
		"out-of-order",
		"lost-segment",
		"dup-ack",
		"ack-unseen",
		"zero-window",
		"window-full",
		"window-update",
		"keep-alive",
		"keep-alive-ack",
		"zero-window-probe",
		"zero-window-probe-ack",
		"port-reused",
	};
	return bit_index < TCP_LABEL_COUNT ? names[bit_index] : NULL;
}

/* Makes room for one more; false at the limit of the list, or of all lists. */
static bool unacked_has_space(struct unacked_list *list, struct held *held)
{
	if (list->count >= UNACKED_MAX)
		return false;
	if (!list->count)
		list->start = 0;
	if (list->start + list->count < list->capacity)
		return true;
	if (list->start > list->capacity / 2) {
		memmove(list->segments, list->segments + list->start,
			list->count * sizeof(*list->segments));
		list->start = 0;
		return true;
	}
	/* Most lists never grow beyond the first size, and a flood of SYNs has very many lists. */
	size_t capacity = list->capacity ? list->capacity * 2 : UNACKED_FIRST;
	size_t more = capacity - list->capacity;
	if (capacity > UNACKED_OWN && held->segments + more > UNACKED_ALL_MAX)
		return false;
	list->segments = xrealloc(list->segments, capacity * sizeof(*list->segments));
	list->capacity = capacity;
	held->segments += more;
	return true;
}

/*
 * Updates the lowest and highest numbers of a list whose segments are not in order. Sequence
 * numbers are taken relative to `base`.
 */
static void unacked_widen(
	struct unacked_list *list, const struct unacked_segment *segment, uint32_t base)
{
	uint32_t sequence = segment->sequence - base, end = segment->end - base;
	int32_t from = (int32_t)sequence, to = (int32_t)end;
	list->is_wrapped |= to <= from;
	list->nearest = from < list->nearest ? from : list->nearest;
	list->farthest = to > list->farthest ? to : list->farthest;
	list->lowest = sequence < list->lowest ? sequence : list->lowest;
	list->highest = end > list->highest ? end : list->highest;
}

static void unacked_push(struct flow *flow, struct unacked_segment segment, struct held *held)
{
	struct unacked_list *list = &flow->unacked;
	if (!unacked_has_space(list, held))
		return;
	if (!list->count) {
		list->has_disorder = list->is_measured = false;
	} else if (sequence_before(
			   segment.sequence, list->segments[list->start + list->count - 1].end)) {
		list->has_disorder = true;
	}
	if (list->is_measured)
		unacked_widen(list, &segment, flow->base);
	list->segments[list->start + list->count++] = segment;
}

void unacked_finish(struct unacked_list *list, struct held *held)
{
	held->segments -= list->capacity;
	free(list->segments);
	*list = (struct unacked_list){ 0 };
}

/* Whether the segment stays in the list; shortens it when its front was acknowledged. */
static bool unacked_keep(struct unacked_segment *unacked, const struct segment *segment,
	struct tcp_analysis *analysis)
{
	uint32_t acknowledgment = segment->acknowledgment;
	if (acknowledgment == unacked->end) {
		if (!analysis->acked_frame) { /* originals come before their retransmissions */
			analysis->acked_frame = unacked->frame;
			analysis->round_trip_ns = segment->time_ns - unacked->time_ns;
		}
		return false;
	}
	if (!sequence_after(unacked->end, acknowledgment))
		return false;
	if (sequence_after(acknowledgment, unacked->sequence))
		unacked->sequence = acknowledgment;
	return true;
}

/* Whether the acknowledgment is below everything in the list, as in most duplicate ACKs. */
static bool acknowledges_nothing(
	const struct unacked_list *list, uint32_t base, const struct segment *segment)
{
	int32_t acknowledgment = sequence_difference(segment->acknowledgment, base);
	return list->is_measured && !list->is_wrapped && acknowledgment <= list->nearest &&
		(int64_t)list->farthest - acknowledgment <= INT32_MAX;
}

static void unacked_acknowledge_all(
	struct unacked_list *list, const struct segment *segment, struct tcp_analysis *analysis)
{
	size_t kept = 0;
	bool has_disorder = false;
	for (size_t i = 0; i < list->count; i++) {
		struct unacked_segment *unacked = &list->segments[list->start + i];
		if (!unacked_keep(unacked, segment, analysis))
			continue;
		if (kept &&
			sequence_before(
				unacked->sequence, list->segments[list->start + kept - 1].end))
			has_disorder = true;
		list->segments[list->start + kept++] = *unacked;
	}
	list->count = kept;
	list->has_disorder = has_disorder;
	list->is_measured = false;
}

static void unacked_acknowledge(struct flow *flow, const struct segment *segment,
	struct tcp_analysis *analysis, struct held *held)
{
	struct unacked_list *list = &flow->unacked;
	if (list->has_disorder) {
		if (!acknowledges_nothing(list, flow->base, segment))
			unacked_acknowledge_all(list, segment, analysis);
	} else {
		while (list->count &&
			!unacked_keep(&list->segments[list->start], segment, analysis)) {
			list->start++;
			list->count--;
		}
	}
	if (!list->count && list->capacity > UNACKED_RETURNED)
		unacked_finish(list, held);
}

/* The highest minus the lowest number in flight, without what SACK blocks report as received. */
static uint32_t bytes_in_flight(struct flow *sender, const struct flow *receiver)
{
	struct unacked_list *list = &sender->unacked;
	if (!list->count || !sender->is_flight_known)
		return 0;
	const struct unacked_segment *first = &list->segments[list->start];
	uint32_t lowest = first->sequence - sender->base;
	uint32_t highest = list->segments[list->start + list->count - 1].end - sender->base;
	if (list->has_disorder) {
		if (!list->is_measured) {
			list->lowest = lowest;
			list->highest = highest;
			list->is_wrapped = false;
			list->nearest = INT32_MAX;
			list->farthest = INT32_MIN;
			for (size_t i = 0; i < list->count; i++)
				unacked_widen(list, &first[i], sender->base);
			list->is_measured = true;
		}
		lowest = list->lowest;
		highest = list->highest;
	}
	uint32_t in_flight = highest - lowest;
	for (unsigned i = 0; i < receiver->sack_count; i++)
		in_flight -= receiver->sack[i].right - receiver->sack[i].left;
	return in_flight < 2000000000 ? in_flight : 0;
}

/* Whether the segment ends exactly at the right edge of the receiver's window. */
static bool fills_window(const struct flow *receiver, const struct segment *segment)
{
	if (!segment->size || !segment->is_plain || receiver->scale == WINDOW_SCALE_UNKNOWN)
		return false;
	unsigned shift = 0;
	if (!receiver->is_window_unscaled && receiver->scale > 0)
		shift = (unsigned)receiver->scale;
	return segment->sequence + segment->size ==
		receiver->acknowledgment + (receiver->window << shift);
}

/* Whether the segment has the same numbers as the one before, and no data. */
static bool repeats_acknowledgment(const struct flow *sender, const struct segment *segment)
{
	return segment->size == 0 && segment->is_plain && segment->sequence == sender->next &&
		segment->acknowledgment == sender->acknowledgment;
}

/* The labels by the segment's place in the stream and by its window. */
static uint32_t place_labels(const struct connection *connection, struct flow *sender,
	struct flow *receiver, const struct segment *segment, struct tcp_analysis *analysis)
{
	if (segment->size == 1 && segment->sequence == sender->next && receiver->window == 0)
		return TCP_LABEL_ZERO_WINDOW_PROBE;

	uint32_t labels = 0;
	if (segment->window == 0 && segment->is_plain)
		labels |= TCP_LABEL_ZERO_WINDOW;
	if (sender->next && sequence_after(segment->sequence, sender->next) &&
		!(segment->flags & TCP_RST)) {
		labels |= TCP_LABEL_LOST_SEGMENT;
		sender->is_flight_known = false;
		sender->missing += segment->sequence - sender->next;
	}
	if (segment->size <= 1 && segment->sequence == sender->next - 1 && segment->is_plain)
		labels |= TCP_LABEL_KEEP_ALIVE;
	bool repeats = repeats_acknowledgment(sender, segment);
	if (repeats && segment->window && segment->window != sender->window)
		labels |= TCP_LABEL_WINDOW_UPDATE;
	if (fills_window(receiver, segment))
		labels |= TCP_LABEL_WINDOW_FULL;
	if (!repeats || segment->window != sender->window)
		return labels;

	if (segment->window && receiver->last_labels & TCP_LABEL_KEEP_ALIVE)
		return labels | TCP_LABEL_KEEP_ALIVE_ACK;
	if (!segment->window && receiver->last_labels & TCP_LABEL_ZERO_WINDOW_PROBE)
		return labels | TCP_LABEL_ZERO_WINDOW_PROBE_ACK;
	if (!segment->window || sender->multipath != connection->multipath)
		/* Multipath TCP sends such segments for its own signals (RFC 8684 section 4) */
		return labels;
	sender->dup_ack_count++;
	if (!sender->dup_ack_count) /* the value was dup_ack_muted */
		sender->dup_ack_count = 1;
	sender->dup_ack_copies += segment->copy_of ? 1 : 0;
	analysis->dup_ack_number = sender->dup_ack_count;
	analysis->dup_ack_copies = sender->dup_ack_copies;
	analysis->related_frame = sender->dup_ack_base;
	return labels | TCP_LABEL_DUP_ACK;
}

/* The label for an acknowledgment of bytes that the capture lacks; once per gap. */
static uint32_t unseen_labels(struct flow *receiver, const struct segment *segment)
{
	if (!receiver->contiguous || !(segment->flags & TCP_ACK) ||
		!sequence_after(segment->acknowledgment, receiver->contiguous))
		return 0;
	if (sequence_before(receiver->contiguous, receiver->next)) {
		receiver->contiguous = receiver->next;
		return TCP_LABEL_ACK_UNSEEN;
	}
	/*
	 * Nothing was seen that this could acknowledge. The duplicate ACK counter of the other side
	 * stops further labels; as in Wireshark, its value also counts as many duplicates.
	 */
	uint32_t labels = receiver->dup_ack_count == 0 ? TCP_LABEL_ACK_UNSEEN : 0;
	receiver->dup_ack_count = dup_ack_muted;
	receiver->dup_ack_copies = 0;
	return labels;
}

/*
 * Finds the first transmission of the same bytes. The time since then is the retransmission
 * timeout.
 */
static void find_original(
	const struct flow *sender, const struct segment *segment, struct tcp_analysis *analysis)
{
	const struct unacked_list *list = &sender->unacked;
	analysis->related_frame = sender->next_frame;
	analysis->timeout_ns = segment->time_ns - sender->next_ns;
	for (size_t i = 0; i < list->count; i++) {
		const struct unacked_segment *unacked = &list->segments[list->start + i];
		if (!sequence_before(unacked->sequence, segment->sequence)) {
			analysis->related_frame = unacked->frame;
			analysis->timeout_ns = segment->time_ns - unacked->time_ns;
			return;
		}
	}
}

/* The frame that first sent this segment's first byte, or 0. */
static uint64_t find_first_sender(const struct flow *sender, const struct segment *segment)
{
	const struct unacked_list *list = &sender->unacked;
	for (size_t i = 0; i < list->count; i++) {
		const struct unacked_segment *unacked = &list->segments[list->start + i];
		if (!sequence_after(unacked->sequence, segment->sequence) &&
			sequence_after(unacked->end, segment->sequence))
			return unacked->frame;
	}
	return 0;
}

/* Returns one of the retransmission labels, out-of-order, or none. */
static uint32_t repetition_label(const struct connection *connection, const struct flow *sender,
	const struct flow *receiver, const struct segment *segment, struct tcp_analysis *analysis)
{
	bool is_counted = segment->flags & (TCP_SYN | TCP_FIN);
	if (!segment->size && !is_counted)
		return 0;
	if (segment->size && receiver->acknowledgment &&
		sequence_at_or_before(segment->sequence + segment->size, receiver->acknowledgment))
		return TCP_LABEL_SPURIOUS_RETRANSMISSION;
	if (!sender->next || !sequence_before(segment->sequence, sender->next))
		return 0;
	if (segment->size > 1 && segment->sequence == sender->next - 1)
		return 0; /* new data after a dropped probe */

	if (receiver->dup_ack_count >= 2 && receiver->acknowledgment == segment->sequence &&
		is_within(receiver->ack_ns, segment->time_ns, fast_retransmission_limit_ns)) {
		analysis->related_frame = find_first_sender(sender, segment);
		return TCP_LABEL_FAST_RETRANSMISSION;
	}

	int64_t limit_ns =
		connection->handshake_ns ? connection->handshake_ns : out_of_order_default_ns;
	uint32_t end = segment->sequence + segment->size + (is_counted ? 1 : 0);
	if (is_within(sender->next_ns, segment->time_ns, limit_ns) && end != sender->next)
		return TCP_LABEL_OUT_OF_ORDER;

	find_original(sender, segment, analysis);
	return TCP_LABEL_RETRANSMISSION;
}

/*
 * Whether the segment has an earlier time than the one by which it counts as sent again: its
 * acknowledgment, or the bytes after it. The file's order is then not that of sending.
 */
static bool is_in_disorder(const struct flow *receiver, const struct segment *segment,
	uint32_t labels, const struct tcp_analysis *analysis)
{
	if (labels & TCP_LABEL_SPURIOUS_RETRANSMISSION)
		return segment->time_ns < receiver->ack_ns;
	return labels & TCP_LABEL_RETRANSMISSION && analysis->timeout_ns < 0;
}

/* Whether the byte that is missing by the labels is that of a window probe. */
static bool is_of_probe(const struct flow *sender, const struct flow *receiver,
	const struct segment *segment, uint32_t labels)
{
	bool is_behind_probe = sender->has_probed && segment->sequence == sender->probe_end;
	bool confirms_probe =
		receiver->has_probed && segment->acknowledgment == receiver->probe_end;
	return (labels & TCP_LABEL_LOST_SEGMENT && is_behind_probe) ||
		(labels & TCP_LABEL_ACK_UNSEEN && confirms_probe);
}

/*
 * Returns the facts for which the usual explanation of a label would be wrong. Must be called
 * before the segment is remembered.
 */
static uint8_t facts_of(const struct flow *sender, const struct flow *receiver,
	const struct segment *segment, uint32_t labels, const struct tcp_analysis *analysis)
{
	bool is_reply = segment->flags & TCP_SYN && segment->flags & TCP_ACK;
	unsigned facts = receiver->window == 0 ? TCP_FACT_NO_ROOM : 0;
	if (is_reply && sender->has_opened)
		facts |= TCP_FACT_CROSSED;
	if (labels & (TCP_LABEL_LOST_SEGMENT | TCP_LABEL_ACK_UNSEEN) &&
		is_of_probe(sender, receiver, segment, labels))
		facts |= TCP_FACT_PROBED;
	if (labels & TCP_LABELS_RESENT && is_in_disorder(receiver, segment, labels, analysis))
		facts |= TCP_FACT_DISORDER;
	return (uint8_t)facts;
}

static void remember_facts(struct flow *sender, const struct segment *segment, uint32_t labels)
{
	if (segment->flags & TCP_SYN)
		sender->has_opened = !(segment->flags & TCP_ACK);
	if (labels & TCP_LABEL_ZERO_WINDOW_PROBE ||
		(sender->has_probed && segment->size == 1 &&
			segment->sequence == sender->probe_end)) {
		sender->has_probed = true;
		sender->probe_end = segment->sequence + segment->size;
	}
}

/* Remembers the segment for comparison with later ones. */
static void remember_segment(
	struct flow *sender, const struct segment *segment, uint32_t labels, struct held *held)
{
	uint32_t end = segment->sequence + segment->size;
	bool is_counted = segment->flags & (TCP_SYN | TCP_FIN);
	if (segment->size || is_counted) {
		if (is_counted)
			end++;
		unacked_push(sender,
			(struct unacked_segment){ .frame = segment->frame,
				.time_ns = segment->time_ns,
				.sequence = segment->sequence,
				.end = end },
			held);
	}
	if (!(labels & TCP_LABEL_ZERO_WINDOW_PROBE)) { /* a probe does not advance the stream */
		if (!sender->next || sequence_after(end, sender->next)) {
			sender->next = end;
			sender->next_frame = segment->frame;
			sender->next_ns = segment->time_ns;
		}
		if (!sender->contiguous || segment->sequence == sender->contiguous)
			sender->contiguous = sender->next;
	}
	sender->window = segment->window;
	sender->acknowledgment = segment->acknowledgment;
	sender->ack_ns = segment->time_ns;
	sender->last_labels = labels;
}

void tcp_label_segment(struct connection *connection, struct flow *sender, struct flow *receiver,
	const struct segment *segment, struct tcp_analysis *analysis)
{
	sender->sack_count = 0;
	if (segment->flags & TCP_ACK)
		receiver->is_flight_known = true;

	uint32_t labels =
		analysis->labels | place_labels(connection, sender, receiver, segment, analysis);
	if (segment->acknowledgment != sender->acknowledgment) {
		sender->dup_ack_base = segment->frame;
		sender->dup_ack_count = sender->dup_ack_copies = 0;
	}
	labels |= unseen_labels(receiver, segment);
	if (!(labels & TCP_LABEL_KEEP_ALIVE))
		labels |= repetition_label(connection, sender, receiver, segment, analysis);

	analysis->facts = facts_of(sender, receiver, segment, labels, analysis);
	remember_facts(sender, segment, labels);
	remember_segment(sender, segment, labels, connection->held);
	sender->multipath = connection->multipath;
	connection->multipath |= segment->header->multipath;
	if (segment->flags & TCP_ACK)
		unacked_acknowledge(receiver, segment, analysis, connection->held);
	if (segment->size) {
		analysis->bytes_in_flight = bytes_in_flight(sender, receiver);
		if (analysis->bytes_in_flight && segment->flags & (TCP_SYN | TCP_FIN))
			analysis->bytes_in_flight--; /* SYN and FIN count, but are no bytes */
	}
	for (unsigned i = 0; i < segment->header->sack_count && i < TCP_SACK_BLOCKS_MAX; i++) {
		sender->sack[i].left = segment->header->sack[i].left;
		sender->sack[i].right = segment->header->sack[i].right;
		sender->sack_count = (uint8_t)(i + 1);
	}
	analysis->labels = labels;
}

bool tcp_sack_has_duplicate(const struct tcp_header *tcp)
{
	if (!tcp->sack_count)
		return false;
	bool is_acknowledged = sequence_at_or_before(tcp->sack[0].right, tcp->acknowledgment);
	bool is_inside_second = tcp->sack_count > 1 &&
		sequence_at_or_before(tcp->sack[1].left, tcp->sack[0].left) &&
		sequence_at_or_before(tcp->sack[0].right, tcp->sack[1].right);
	return is_acknowledged || is_inside_second;
}
