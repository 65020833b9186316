/*
 * A byte that was written is the same byte that a segment carries, since TCP keeps their order: the
 * n-th byte of a direction has the relative sequence number n. A packet proves something only when
 * the capture has all packets of its connection before it, and none of them is a fragment: one of
 * the others might be the first.
 */
#include "conversation/calls/call-facts.h"

struct prover {
	const struct segment_records *segments;
	uint32_t stream;
	bool is_of_server;
	bool is_nonblocking;
	int64_t begin_ns, end_ns;
};

static bool is_of(const struct prover *prover, const struct segment_record *segment)
{
	return segment->stream == prover->stream;
}

/* Whether the segment came to the side of the call. */
static bool came(const struct prover *prover, const struct segment_record *segment)
{
	return is_of(prover, segment) && segment->is_from_client == prover->is_of_server;
}

/* Whether all segments of the connection up to this one are known. */
static bool are_known(const struct prover *prover, size_t index)
{
	for (size_t i = 0; i <= index; i++) {
		const struct segment_record *segment = &prover->segments->items[i];
		if (is_of(prover, segment) && !segment->is_known)
			return false;
	}
	return true;
}

static struct call_facts proved(const struct prover *prover, enum call_fact fact, size_t index)
{
	return are_known(prover, index)
		? (struct call_facts){ fact, prover->segments->items[index].frame }
		: (struct call_facts){ 0 };
}

static struct call_facts prove_connect(const struct prover *prover)
{
	for (size_t i = 0; i < prover->segments->count; i++) {
		const struct segment_record *segment = &prover->segments->items[i];
		unsigned both = TCP_SYN | TCP_ACK;
		if (came(prover, segment) && (segment->flags & both) == both &&
			segment->time_ns >= prover->begin_ns &&
			segment->time_ns <= prover->end_ns)
			return proved(prover, CALL_FACT_HANDSHAKE, i);
	}
	return (struct call_facts){ 0 };
}

static struct call_facts prove_accept(const struct prover *prover)
{
	for (size_t i = 0; i < prover->segments->count; i++) {
		const struct segment_record *segment = &prover->segments->items[i];
		if (!came(prover, segment) || (segment->flags & TCP_SYN))
			continue;
		bool is_handshake =
			segment->sequence == 1 && segment->acknowledgment == 1;
		if (is_handshake && segment->time_ns <= prover->end_ns)
			return proved(prover, CALL_FACT_FINISHED, i);
		break;
	}
	return (struct call_facts){ 0 };
}

/* Finds the first packet that acknowledges the byte before this sequence number. */
static struct call_facts prove_send(const struct prover *prover, uint32_t next)
{
	for (size_t i = 0; i < prover->segments->count; i++) {
		const struct segment_record *segment = &prover->segments->items[i];
		if (!came(prover, segment) || !(segment->flags & TCP_ACK) ||
			segment->acknowledgment < next)
			continue;
		bool is_before = prover->end_ns < segment->time_ns;
		return proved(prover, is_before ? CALL_FACT_BEFORE_ACK : CALL_FACT_AFTER_ACK, i);
	}
	return (struct call_facts){ 0 };
}

/* Finds the segment with the byte of this sequence number, or the FIN there. */
static struct call_facts prove_receive(const struct prover *prover, uint32_t first, bool is_end)
{
	for (size_t i = 0; i < prover->segments->count; i++) {
		const struct segment_record *segment = &prover->segments->items[i];
		if (!came(prover, segment))
			continue;
		uint32_t number = segment_record_data_number(segment);
		uint32_t end = number + segment->payload_size;
		bool has_byte = number <= first && end > first;
		bool has_end = (segment->flags & TCP_FIN) && end == first;
		if (segment->time_ns > prover->end_ns || !(is_end ? has_end : has_byte))
			continue;
		bool came_meanwhile = segment->time_ns > prover->begin_ns;
		/*
		 * The tracer sees the program enter the kernel a little before the call begins
		 * there. So a call that does not block may have found data that came in between.
		 */
		if (came_meanwhile && prover->is_nonblocking && !is_end)
			break;
		enum call_fact fact = came_meanwhile ? CALL_FACT_WAITED : CALL_FACT_THERE;
		return proved(prover, is_end ? CALL_FACT_END : fact, i);
	}
	return (struct call_facts){ 0 };
}

/* Whether the capture begins with the connection. */
static bool has_first(const struct prover *prover)
{
	for (size_t i = 0; i < prover->segments->count; i++) {
		const struct segment_record *segment = &prover->segments->items[i];
		if (is_of(prover, segment))
			return segment->flags & TCP_SYN;
	}
	return false;
}

static struct call_facts prove_bytes(const struct prover *prover, const struct recorded_call *call)
{
	const uint64_t most = INT32_MAX; /* sequence numbers are compared as they are */
	uint64_t before = call->bytes_before;
	int64_t result = call->call->result;
	if (result < 0 || before > most || (uint64_t)result > most - before)
		return (struct call_facts){ 0 };
	uint32_t first = (uint32_t)before + 1;
	if (call->kind == CALL_KIND_RECEIVE && result == 0 && call->call->length == 0)
		return (struct call_facts){ 0 }; /* it asked for nothing */
	if (call->kind == CALL_KIND_RECEIVE)
		return prove_receive(prover, first, result == 0);
	if (result == 0)
		return (struct call_facts){ 0 };
	return prove_send(prover, first + (uint32_t)result);
}

struct call_facts call_facts_find(const struct recorded_call *call,
	const struct recorded_calls *calls, const struct segment_records *segments)
{
	const struct prover prover = {
		.segments = segments,
		.stream = (uint32_t)call->stream,
		.is_of_server = recorded_call_is_of_server(call, calls),
		.is_nonblocking = call->is_nonblocking,
		.begin_ns = call->call->begin_ns,
		.end_ns = call->call->end_ns,
	};
	if (!segments || call->stream < 0 || call->call->is_unfinished)
		return (struct call_facts){ 0 };
	if (call->kind == CALL_KIND_CONNECT && call->call->result == 0)
		return prove_connect(&prover);
	if (call->kind == CALL_KIND_ACCEPT && call->call->result >= 0)
		return prove_accept(&prover);
	bool moves_bytes = call->kind == CALL_KIND_SEND || call->kind == CALL_KIND_RECEIVE;
	if (moves_bytes && has_first(&prover))
		return prove_bytes(&prover, call);
	return (struct call_facts){ 0 };
}
