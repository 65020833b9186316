/* The socket calls of a graph's connection: when they were made, and by which end. */
#include "conversation/calls/recorded-calls.h"
#include "conversation/endpoint.h"
#include "diagram/graph/graph-layout.h"

int64_t grapher_since(const struct grapher *grapher, int64_t time_ns)
{
	const int64_t most = INT64_C(1) << 60;
	int64_t passed_ns;
	if (__builtin_sub_overflow(time_ns, grapher->start_ns, &passed_ns))
		return time_ns < grapher->start_ns ? -most : most;
	return passed_ns > most ? most : passed_ns < -most ? -most : passed_ns;
}

int64_t grapher_time(const struct grapher *grapher, const struct shown_packet *packet)
{
	return grapher_since(grapher, packet->frame.time_ns);
}

const struct tcp_connection *grapher_connection(const struct grapher *grapher)
{
	const struct capture_summary *summary = grapher->summary;
	return grapher->stream < summary->connection_count ? &summary->connections[grapher->stream]
							   : NULL;
}

bool grapher_is_call_of_sender(const struct grapher *grapher, const struct recorded_call *call)
{
	const struct recorded_calls *calls = grapher->summary->calls;
	const struct tcp_connection *connection = grapher_connection(grapher);
	bool is_of_server = recorded_call_is_of_server(call, calls);
	if (call->descriptor >= 0 && call->kind != CALL_KIND_ACCEPT && connection) {
		const struct call_descriptor *descriptor = &calls->descriptors[call->descriptor];
		const struct endpoint server = { connection->server, connection->server_port };
		const struct endpoint client = { connection->client, connection->client_port };
		if (descriptor->has_local && endpoint_compare(&descriptor->local, &server) == 0)
			is_of_server = true;
		else if (descriptor->has_local &&
			endpoint_compare(&descriptor->local, &client) == 0)
			is_of_server = false;
	}
	return is_of_server != grapher->graph->is_from_client;
}
