/* The steps of a recording's client that have options: what each does, one after the other. */
#include <poll.h>

#include "lab/endpoints/non-http-client.h"
#include "lab/experiment-parts.h"

/* What the steps of a recording share. */
struct walk {
	struct session *session;
	struct pingpong_client *client; /* its connection outlives a step with keep-alive */
	uint16_t last_port; /* of the connection before; 0: none */
};

static void pause_for(uint32_t milliseconds)
{
	if (milliseconds)
		(void)poll(NULL, 0, (int)milliseconds);
}

/* Whether the step needs a connection of its own, also with keep-alive. */
static bool needs_new_connection(const struct client_step *step)
{
	return step->same_port || step->is_ipv6 || step->leaves_nagle || step->maximum_segment ||
		step->receive_buffer || step->send_buffer || step->keepalive_s;
}

/* Reads the replies of a step in the order of its requests. */
static bool receive_all(struct walk *walk, const struct client_step *step,
	struct pingpong_client **clients, unsigned count, struct error *error)
{
	for (unsigned i = 0; i < count; i++) {
		struct pingpong_reply reply = { 0 };
		if (!pingpong_client_receive(clients[i], step, &reply, error) ||
			!session_take_reply(walk->session, step, &reply,
				pingpong_reply_is_expected(step, &reply), error))
			return false;
	}
	return true;
}

/* Sends the request over each client's connection, then reads, or resets the connections. */
static bool exchange(struct walk *walk, const struct client_step *step,
	struct pingpong_client **clients, unsigned count, struct error *error)
{
	uint16_t own_port = step->same_port ? walk->last_port : 0;
	for (unsigned i = 0; i < count; i++) {
		if (!pingpong_client_send(clients[i], step, own_port, error))
			return false;
	}
	walk->last_port = pingpong_client_port(clients[count - 1]);
	pause_for(step->read_after_ms);
	if (!step->abort && !receive_all(walk, step, clients, count, error))
		return false;
	pause_for(step->idle_ms);
	for (unsigned i = 0; i < count; i++) {
		if (step->abort)
			pingpong_client_abort(clients[i]);
		else if ((step->idle_ms || count > 1) && !pingpong_client_close(clients[i], error))
			return false;
	}
	return true;
}

static bool request_in_parallel(
	struct walk *walk, const struct client_step *step, struct error *error)
{
	struct pingpong_client *clients[CLIENT_PARALLEL_MAX] = { NULL };
	for (unsigned i = 0; i < step->parallel; i++)
		clients[i] = session_new_client(walk->session, NULL);
	bool ok = exchange(walk, step, clients, step->parallel, error);
	for (unsigned i = 0; i < step->parallel; i++)
		pingpong_client_free(clients[i]);
	return ok;
}

static bool run_step(struct walk *walk, const struct client_step *step, struct error *error)
{
	uint16_t port = walk->session->experiment->port;
	if (step->port && step->port != port && walk->session->network != LAB_PRIVATE_NETWORK &&
		!client_port_check(step, error))
		return false;
	switch (step->kind) {
	case CLIENT_CONNECT:
		return client_connect(step, port, error);
	case CLIENT_UDP_PING:
		return client_ping(step, port, error);
	case CLIENT_DNS_QUERY:
		return client_query(step, error);
	default:
		break;
	}
	if (step->parallel > 1)
		return request_in_parallel(walk, step, error);
	return (!needs_new_connection(step) || pingpong_client_close(walk->client, error)) &&
		exchange(walk, step, &walk->client, 1, error);
}

bool session_run_steps(struct session *session, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	autofree(pingpong_client) struct pingpong_client *client =
		session_new_client(session, NULL);
	struct walk walk = { .session = session, .client = client };
	for (size_t i = 0; i < experiment->step_count; i++) {
		if (!run_step(&walk, &experiment->steps[i], error))
			return false;
	}
	return pingpong_client_close(client, error);
}
