/*
 * What runs in the processes of a recording's own server and client, and the requests that are sent
 * before it begins. These processes were forked from one without threads; they share the report
 * with the recording, and have nothing else in common with it.
 */
#include <poll.h>
#include <stdio.h>

#include "base/message.h"
#include "lab/datagrams.h"
#include "lab/dns-message.h"
#include "lab/experiment-parts.h"
#include "lab/responder.h"

enum {
	HEADERS_SIZE = 40, /* IPv4 and TCP without options: MTU minus MSS */
};

/* Leaves the message for the recording; returns the exit status of a failure. */
static int fail(struct session *session, enum program_role role, const struct error *error)
{
	char *message = session->report->part_messages[role];
	(void)snprintf(message, REPORT_MESSAGE_SIZE, "%s", error_message(error));
	return 1;
}

static uint16_t maximum_segment(const struct session *session)
{
	return session->network == LAB_HOST_LOOPBACK
		? (uint16_t)(session->experiment->mtu - HEADERS_SIZE)
		: 0;
}

/* ---- the server ---- */

/* Starts the pingpong server on ::1, for programs and steps; NULL where there is no IPv6. */
static struct pingpong_server *serve_ipv6(
	const struct session *session, const struct pingpong_server_options *options)
{
	const struct experiment *experiment = session->experiment;
	bool is_asked = experiment->program != NULL;
	for (size_t i = 0; i < experiment->step_count; i++)
		is_asked = is_asked || experiment->steps[i].is_ipv6;
	if (!is_asked)
		return NULL;
	struct pingpong_server_options also = *options;
	autofinish(error) struct error error = { 0 };
	also.address = "::1";
	return pingpong_server_start(&also, &error);
}

/* Starts the responder when a step needs it; false when it does not start. */
static bool begin_responder(
	const struct session *session, struct responder **ret_responder, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	struct responder_options options = { 0 };
	for (size_t i = 0; i < experiment->step_count; i++) {
		const struct client_step *step = &experiment->steps[i];
		if (step->kind == CLIENT_UDP_PING)
			options.ping_port = experiment->port;
		else if (step->kind == CLIENT_DNS_QUERY)
			options.dns_port = DNS_PORT;
	}
	*ret_responder = NULL;
	if (!options.ping_port && !options.dns_port)
		return true;
	*ret_responder = responder_start(&options, error);
	return *ret_responder != NULL;
}

int session_serve(void *context, struct program_cues *cues)
{
	struct session *session = context;
	struct pingpong_server_options options = {
		.address = "127.0.0.1",
		.port = session->experiment->port,
		.maximum_segment = maximum_segment(session),
		.account = &session->report->account,
	};
	autofinish(error) struct error error = { 0 };
	autofree(pingpong_server) struct pingpong_server *server =
		pingpong_server_start(&options, &error);
	if (!server)
		return fail(session, PROGRAM_SERVER, &error);
	autofree(pingpong_server) struct pingpong_server *other = serve_ipv6(session, &options);
	autofree(responder) struct responder *responder = NULL;
	if (!begin_responder(session, &responder, &error))
		return fail(session, PROGRAM_SERVER, &error);
	program_is_ready(cues);
	(void)program_await_go(cues);
	return 0;
}

/* ---- the client ---- */

/*
 * Fails when the server could not answer, or answered something else: the recording would show that
 * trouble instead of the request.
 */
static bool refuse_reply(
	struct session *session, const struct pingpong_reply *reply, struct error *error)
{
	const char *trouble = session->report->account.trouble;
	if (reply->is_reset)
		error_set(error, "the server reset the connection instead of answering");
	else
		error_set(error, "the server could not answer (status %u)", reply->status);
	if (session->experiment->server)
		return false; /* nothing more is known of the user's own */
	if (*trouble)
		return error_set(error, "%s: %s", error_message(error), trouble);
	return error_set(error, "%s: it had too little memory, or may start too few threads",
		error_message(error));
}

static void note_refused(struct session *session, const struct client_step *step, unsigned status)
{
	enum { CLIENT_ERROR = 400 };
	struct report *report = session->report;
	if (session->is_warming_up || status < CLIENT_ERROR)
		return;
	if (!report->refused_count++) {
		report->first_refused = (uint32_t)(step - session->experiment->steps);
		report->first_refused_status = status;
	}
}

/* Whether the reply is what the server counted; of the user's own server nothing is known. */
static bool is_reply_of(
	const struct session *session, const struct pingpong_reply *reply, uint64_t answers_before)
{
	const struct pingpong_account *account = &session->report->account;
	if (session->experiment->server)
		return !reply->is_reset;
	return account->answer_count == answers_before + 1 &&
		reply->is_reset == (account->last_status == 0) &&
		(reply->is_reset || reply->status == account->last_status);
}

static bool take_reply(struct session *session, const struct client_step *step,
	const struct pingpong_reply *reply, bool is_answered, struct error *error)
{
	if (is_answered)
		note_refused(session, step, reply->status);
	return is_answered || refuse_reply(session, reply, error) ||
		error_prefix(error, "'%s %s': ", step->method, step->target);
}

/* Sends a request. The answer must be the server's reply, or the reset that /abort asks for. */
static bool ask(struct session *session, struct pingpong_client *client,
	const struct client_step *step, struct error *error)
{
	uint64_t before = session->report->account.answer_count;
	struct pingpong_reply reply = { 0 };
	return pingpong_client_ask(client, step, &reply, error) &&
		take_reply(session, step, &reply, is_reply_of(session, &reply, before), error);
}

/* The client calls it whenever data arrived, so that the ring never fills up. */
static bool drain(void *context, struct error *error)
{
	return session_drain(context, error);
}

/* Makes the client. It notes what its connections carry in `connections`, unless that is NULL. */
static struct pingpong_client *make_client(
	struct session *session, struct pingpong_connection *connections)
{
	const struct experiment *experiment = session->experiment;
	bool lends_port = false;
	for (size_t i = 0; i < experiment->step_count; i++)
		lends_port = lends_port || experiment->steps[i].same_port;
	struct pingpong_client_options options = {
		.lends_port = lends_port,
		.port = session->experiment->port,
		.maximum_segment = maximum_segment(session),
		.keep_alive = session->experiment->keep_alive,
		.progress = session->recorder ? drain : NULL,
		.progress_context = session,
		.connections = connections,
	};
	return pingpong_client_new(&options);
}

bool session_ask_to_warm_up(struct session *session, struct error *error)
{
	static const struct client_step request = { .method = "GET", .target = "/ping" };
	for (uint32_t i = 0; i < WARM_UP_COUNT; i++) {
		autofree(pingpong_client) struct pingpong_client *client =
			make_client(session, NULL);
		if (!ask(session, client, &request, error) || !pingpong_client_close(client, error))
			return false;
	}
	return true;
}

/* ---- the client's steps ---- */

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
			!take_reply(walk->session, step, &reply,
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
		clients[i] = make_client(walk->session, NULL);
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

static bool run_steps(struct session *session, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	autofree(pingpong_client) struct pingpong_client *client = make_client(session, NULL);
	struct walk walk = { .session = session, .client = client };
	for (size_t i = 0; i < experiment->step_count; i++) {
		if (!run_step(&walk, &experiment->steps[i], error))
			return false;
	}
	return pingpong_client_close(client, error);
}

static bool ask_all(struct session *session, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	autofree(pingpong_client) struct pingpong_client *client =
		make_client(session, session->report->connections);
	for (size_t i = 0; i < experiment->step_count; i++) {
		if (!ask(session, client, &experiment->steps[i], error))
			return false;
	}
	if (!pingpong_client_close(client, error))
		return false;
	session->report->connection_count = pingpong_client_connections(client);
	return true;
}

int session_ask(void *context, struct program_cues *cues)
{
	struct session *session = context;
	autofinish(error) struct error error = { 0 };
	session->is_warming_up = true;
	if (!session->experiment->server && !session_ask_to_warm_up(session, &error))
		return fail(session, PROGRAM_CLIENT, &error);
	session->is_warming_up = false;
	program_is_ready(cues);
	if (!program_await_go(cues) ||
		!(experiment_is_plain(session->experiment) ? ask_all(session, &error)
							   : run_steps(session, &error)))
		return fail(session, PROGRAM_CLIENT, &error);
	return 0;
}
