/*
 * A recording proves itself: the written file is read with the same code that draws the slides, and
 * must show what the client lived through. A capture that lost a packet, or in which the kernel handed
 * over segments larger than the wire could carry, looks right on a slide and teaches the wrong thing.
 */
#include "lab/evidence.h"

#include "conversation/capture-analysis.h"
#include "dissect/dissect.h"
#include "trace/trace.h"

enum { COMPLETENESS_HANDSHAKE = 1 | 2 | 4, COMPLETENESS_FIN = 16, COMPLETENESS_RST = 32 };

static bool check_packet(const struct packet *packet, const struct frame *frame,
	const struct tcp_analysis *analysis, struct error *error)
{
	if (packet->captured < packet->length)
		return error_set(error, "packet %llu of the capture is cut: %u of %u bytes",
			(unsigned long long)packet->number, packet->captured, packet->length);
	if (frame->status != DECODE_OK)
		return error_set(error, "packet %llu of the capture cannot be read: %s",
			(unsigned long long)packet->number, frame->status_text);
	if (analysis->labels & (TCP_LABEL_LOST_SEGMENT | TCP_LABEL_ACK_UNSEEN))
		return error_set(error,
			"a packet is missing before packet %llu: this machine was too busy, record "
			"again",
			(unsigned long long)packet->number);
	return true;
}

static bool read_capture(const char *path, struct capture_analysis *capture,
	struct experiment_result *result, struct error *error)
{
	autofree(trace) struct trace *trace = trace_open(path, error);
	if (!trace)
		return false;
	for (;;) {
		struct packet packet;
		enum trace_result got = trace_next(trace, &packet, error);
		if (got != TRACE_PACKET)
			return got == TRACE_END;
		struct frame frame = { .number = packet.number, .time_ns = packet.time_ns };
		dissect_frame(&frame, trace_link_type(trace), packet.data, packet.length, NULL);
		struct tcp_analysis analysis = { 0 };
		if (!capture_analysis_add(capture, &frame, &analysis, error) ||
			!check_packet(&packet, &frame, &analysis, error))
			return false;
		result->packet_count++;
		if (frame.has_tcp && frame.tcp.payload_size) {
			result->data_segment_count++;
			if (frame.tcp.payload_size > result->largest_payload)
				result->largest_payload = frame.tcp.payload_size;
		}
	}
}

static const struct tcp_connection *connection_from(const struct tcp_table *table, uint16_t port)
{
	for (uint32_t i = 0; i < tcp_table_count(table); i++) {
		const struct tcp_connection *connection = tcp_table_connection(table, i);
		if (connection->client_port == port)
			return connection;
	}
	return NULL;
}

/* Payload that one side sends is limited by the MSS that the other announced. */
static bool check_segment_sizes(const struct tcp_connection *connection, struct error *error)
{
	uint32_t largest = connection->largest_server_payload;
	uint32_t limit = connection->client_mss;
	if (connection->largest_client_payload > connection->server_mss) {
		largest = connection->largest_client_payload;
		limit = connection->server_mss;
	}
	if (largest <= limit)
		return true;
	return error_set(error,
		"a packet carries %u bytes, but the MSS is %u: this kernel cuts segments later "
		"than "
		"they are captured, although it was told not to",
		largest, limit);
}

static bool check_connection(const struct tcp_connection *connection, bool is_split_at_mss,
	struct experiment_result *result, struct error *error)
{
	uint16_t mss = connection->client_mss < connection->server_mss ? connection->client_mss
								       : connection->server_mss;
	if ((connection->completeness & COMPLETENESS_HANDSHAKE) != COMPLETENESS_HANDSHAKE)
		return error_set(error, "the handshake of port %u is missing: record again",
			connection->client_port);
	if (connection->ending != TCP_ENDING_FIN && connection->ending != TCP_ENDING_RESET)
		return error_set(error,
			"the end of the connection from port %u is missing: record again",
			connection->client_port);
	if (!result->mss || mss < result->mss)
		result->mss = mss;
	return !is_split_at_mss || check_segment_sizes(connection, error);
}

static bool check_reply(const struct tcp_connection *connection, const struct pingpong_reply *reply,
	bool is_split_at_mss, struct error *error)
{
	if (reply->is_reset) {
		if (connection->ending != TCP_ENDING_RESET ||
			(connection->completeness & COMPLETENESS_FIN))
			return error_set(error,
				"the capture shows no RST, or a FIN before it, from port %u",
				connection->client_port);
		return true;
	}
	if (connection->server_bytes < reply->body_size)
		return error_set(error, "the capture has %llu bytes of a reply of %llu",
			(unsigned long long)connection->server_bytes,
			(unsigned long long)reply->body_size);
	uint64_t mss = connection->client_mss;
	uint64_t least = is_split_at_mss ? (reply->body_size + mss - 1) / mss : 1;
	if (connection->server_data_segments < least)
		return error_set(error,
			"a reply of %llu bytes stands in %u segments, but an MSS of %llu asks for "
			"at least %llu",
			(unsigned long long)reply->body_size, connection->server_data_segments,
			(unsigned long long)mss, (unsigned long long)least);
	return true;
}

static bool check_claim(const struct tcp_table *table, const struct evidence_claim *claim,
	struct experiment_result *result, struct error *error)
{
	result->connection_count = tcp_table_count(table);
	if (result->packet_count != claim->packet_count)
		return error_set(error, "the file has %llu packets, but %llu were captured",
			(unsigned long long)result->packet_count,
			(unsigned long long)claim->packet_count);
	if (result->connection_count != claim->connection_count)
		return error_set(error, "the capture shows %u connections, but the client made %u",
			result->connection_count, claim->connection_count);
	for (uint32_t i = 0; i < result->connection_count; i++) {
		if (!check_connection(
			    tcp_table_connection(table, i), claim->is_split_at_mss, result, error))
			return false;
	}
	for (size_t i = 0; i < claim->request_count; i++) {
		const struct pingpong_reply *reply = &claim->replies[i];
		const struct tcp_connection *connection =
			connection_from(table, reply->client_port);
		if (!connection)
			return error_set(error, "the capture has no connection from port %u",
				reply->client_port);
		if (!check_reply(connection, reply, claim->is_split_at_mss, error))
			return error_prefix(error, "'%s %s': ", claim->requests[i].method,
				claim->requests[i].target);
	}
	return true;
}

bool evidence_check(const char *path, const struct evidence_claim *claim,
	struct experiment_result *result, struct error *error)
{
	autofinish(capture_analysis) struct capture_analysis capture;
	capture_analysis_init(&capture);
	if (!read_capture(path, &capture, result, error) ||
		!check_claim(capture.tcp, claim, result, error))
		return error_prefix(
			error, "what was recorded would mislead, so it was discarded: ");
	return true;
}
