/*
 * A byte that was written is the same byte that a segment carries, since TCP keeps their order: the
 * n-th byte of a direction has the relative sequence number n. A packet proves something only when
 * all packets of its conversation before it are shown, and none of them is a fragment: one of the
 * others might be the first.
 */
#include "conversation/calls/call-facts.h"

struct prover {
	const struct selection *selection;
	uint32_t stream;
	bool is_of_server;
	bool is_nonblocking;
	int64_t begin_ns, end_ns;
};

static bool is_of(const struct prover *prover, const struct shown_packet *packet)
{
	return packet->facts.has_tcp && packet->facts.tcp.stream == prover->stream &&
		frame_tcp(&packet->frame);
}

/* Whether the packet came to the side of the call. */
static bool came(const struct prover *prover, const struct shown_packet *packet)
{
	return is_of(prover, packet) && packet->facts.tcp.is_from_client == prover->is_of_server;
}

/* Whether each segment of the conversation up to this packet has its numbers. */
static bool has_all_numbers(const struct prover *prover, size_t index)
{
	for (size_t i = 0; i <= index; i++) {
		const struct shown_packet *packet = prover->selection->packets[i];
		if (is_of(prover, packet) && !packet_has_numbers(packet))
			return false;
	}
	return true;
}

static struct call_facts proved(const struct prover *prover, enum call_fact fact, size_t index)
{
	return selection_is_whole(prover->selection, 0, index) && has_all_numbers(prover, index)
		? (struct call_facts){ fact, prover->selection->packets[index]->frame.number }
		: (struct call_facts){ 0 };
}

static struct call_facts prove_connect(const struct prover *prover)
{
	for (size_t i = 0; i < prover->selection->count; i++) {
		const struct shown_packet *packet = prover->selection->packets[i];
		unsigned both = TCP_SYN | TCP_ACK;
		if (came(prover, packet) && (frame_tcp(&packet->frame)->flags & both) == both &&
			packet->frame.time_ns >= prover->begin_ns &&
			packet->frame.time_ns <= prover->end_ns)
			return proved(prover, CALL_FACT_HANDSHAKE, i);
	}
	return (struct call_facts){ 0 };
}

static struct call_facts prove_accept(const struct prover *prover)
{
	for (size_t i = 0; i < prover->selection->count; i++) {
		const struct shown_packet *packet = prover->selection->packets[i];
		if (!came(prover, packet) || (frame_tcp(&packet->frame)->flags & TCP_SYN))
			continue;
		bool is_handshake =
			packet->facts.tcp.sequence == 1 && packet->facts.tcp.acknowledgment == 1;
		if (is_handshake && packet->frame.time_ns <= prover->end_ns)
			return proved(prover, CALL_FACT_FINISHED, i);
		break;
	}
	return (struct call_facts){ 0 };
}

/* Finds the first packet that acknowledges the byte before this sequence number. */
static struct call_facts prove_send(const struct prover *prover, uint32_t next)
{
	for (size_t i = 0; i < prover->selection->count; i++) {
		const struct shown_packet *packet = prover->selection->packets[i];
		if (!came(prover, packet) || !(frame_tcp(&packet->frame)->flags & TCP_ACK) ||
			packet->facts.tcp.acknowledgment < next)
			continue;
		bool is_before = prover->end_ns < packet->frame.time_ns;
		return proved(prover, is_before ? CALL_FACT_BEFORE_ACK : CALL_FACT_AFTER_ACK, i);
	}
	return (struct call_facts){ 0 };
}

/* Finds the segment with the byte of this sequence number, or the FIN there. */
static struct call_facts prove_receive(const struct prover *prover, uint32_t first, bool is_end)
{
	for (size_t i = 0; i < prover->selection->count; i++) {
		const struct shown_packet *packet = prover->selection->packets[i];
		if (!came(prover, packet))
			continue;
		const struct tcp_header *tcp = frame_tcp(&packet->frame);
		uint32_t number = packet_data_number(packet);
		uint32_t end = number + tcp->payload_size;
		bool has_byte = number <= first && end > first;
		bool has_end = (tcp->flags & TCP_FIN) && end == first;
		if (packet->frame.time_ns > prover->end_ns || !(is_end ? has_end : has_byte))
			continue;
		bool came_meanwhile = packet->frame.time_ns > prover->begin_ns;
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

static bool shows_first(const struct prover *prover)
{
	for (size_t i = 0; i < prover->selection->count; i++) {
		const struct shown_packet *packet = prover->selection->packets[i];
		if (is_of(prover, packet))
			return frame_tcp(&packet->frame)->flags & TCP_SYN;
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
	const struct recorded_calls *calls, const struct selection *selection)
{
	const struct prover prover = {
		.selection = selection,
		.stream = (uint32_t)call->stream,
		.is_of_server = recorded_call_is_of_server(call, calls),
		.is_nonblocking = call->is_nonblocking,
		.begin_ns = call->call->begin_ns,
		.end_ns = call->call->end_ns,
	};
	if (call->stream < 0 || call->call->is_unfinished)
		return (struct call_facts){ 0 };
	if (call->kind == CALL_KIND_CONNECT && call->call->result == 0)
		return prove_connect(&prover);
	if (call->kind == CALL_KIND_ACCEPT && call->call->result >= 0)
		return prove_accept(&prover);
	bool moves_bytes = call->kind == CALL_KIND_SEND || call->kind == CALL_KIND_RECEIVE;
	if (moves_bytes && shows_first(&prover))
		return prove_bytes(&prover, call);
	return (struct call_facts){ 0 };
}
