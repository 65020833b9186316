/*
 * The process of a recording's own server: the pingpong server, and the responder when a step needs
 * it. It was forked from a process without threads, and shares nothing but the report with the
 * recording.
 */
#include "lab/endpoints/dns-message.h"
#include "lab/endpoints/responder.h"
#include "lab/experiment-parts.h"

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
		.maximum_segment = session_maximum_segment(session),
		.account = &session->report->account,
	};
	autofinish(error) struct error error = { 0 };
	autofree(pingpong_server) struct pingpong_server *server =
		pingpong_server_start(&options, &error);
	if (!server)
		return session_fail(session, PROGRAM_SERVER, &error);
	autofree(pingpong_server) struct pingpong_server *other = serve_ipv6(session, &options);
	autofree(responder) struct responder *responder = NULL;
	if (!begin_responder(session, &responder, &error))
		return session_fail(session, PROGRAM_SERVER, &error);
	program_is_ready(cues);
	(void)program_await_go(cues);
	return 0;
}
