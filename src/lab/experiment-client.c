/*
 * The process of a recording's own client, and the requests that are sent before the recording
 * begins. It was forked from a process without threads, and shares nothing but the report with the
 * recording.
 */
#include <stdio.h>

#include "base/message.h"
#include "lab/experiment-parts.h"

enum {
	HEADERS_SIZE = 40, /* IPv4 and TCP without options: MTU minus MSS */
};

int session_fail(struct session *session, enum program_role role, const struct error *error)
{
	char *message = session->report->part_messages[role];
	(void)snprintf(message, REPORT_MESSAGE_SIZE, "%s", error_message(error));
	return 1;
}

uint16_t session_maximum_segment(const struct session *session)
{
	return session->network == LAB_HOST_LOOPBACK
		? (uint16_t)(session->experiment->mtu - HEADERS_SIZE)
		: 0;
}

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

bool session_take_reply(struct session *session, const struct client_step *step,
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
		session_take_reply(
			session, step, &reply, is_reply_of(session, &reply, before), error);
}

/* The client calls it whenever data arrived, so that the ring never fills up. */
static bool drain(void *context, struct error *error)
{
	return session_drain(context, error);
}

struct pingpong_client *session_new_client(
	struct session *session, struct pingpong_connection *connections)
{
	const struct experiment *experiment = session->experiment;
	bool lends_port = false;
	for (size_t i = 0; i < experiment->step_count; i++)
		lends_port = lends_port || experiment->steps[i].same_port;
	struct pingpong_client_options options = {
		.lends_port = lends_port,
		.port = session->experiment->port,
		.maximum_segment = session_maximum_segment(session),
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
			session_new_client(session, NULL);
		if (!ask(session, client, &request, error) || !pingpong_client_close(client, error))
			return false;
	}
	return true;
}

static bool ask_all(struct session *session, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	autofree(pingpong_client) struct pingpong_client *client =
		session_new_client(session, session->report->connections);
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
		return session_fail(session, PROGRAM_CLIENT, &error);
	session->is_warming_up = false;
	program_is_ready(cues);
	if (!program_await_go(cues) ||
		!(experiment_is_plain(session->experiment) ? ask_all(session, &error)
							   : session_run_steps(session, &error)))
		return session_fail(session, PROGRAM_CLIENT, &error);
	return 0;
}
