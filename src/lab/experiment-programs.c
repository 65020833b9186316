/*
 * The part of a recording that runs programs of the user. Of these nothing is known but when they
 * end. A capture of them is complete when the program has ended and every connection to the
 * server, too; what is still open after a moment (a server that keeps its side) ends with the
 * processes, and the packets of that end are in the capture.
 */
#include "lab/experiment-parts.h"

#include <stdio.h>
#include <string.h>

#include "base/format/markup.h"
#include "base/message.h"
#include "base/timestamp.h"
#include "lab/programs/listening.h"

enum {
	SETTLE_MS = 1000,
	LISTEN_LOOK_MS = 10, /* between two looks whether the server listens */
};

static void take_packet(void *context, const struct recorded_packet *packet)
{
	(void)context;
	(void)packet;
}

bool session_begin_programs(struct session *session, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	static const char *shell[] = { "sh", "-c", NULL, NULL };
	if (!experiment->program && !experiment->server)
		return true;
	shell[2] = experiment->server;
	session->program_options = (struct programs_options){
		.calls = session->report->calls,
		.is_private = session->network == LAB_PRIVATE_NETWORK,
		.roles[PROGRAM_SERVER] = { .argv = experiment->server ? shell : NULL,
			.is_mute = true },
		.roles[PROGRAM_CLIENT] = { .argv = experiment->program,
			.is_mute = experiment->is_program_mute },
	};
	session->programs = programs_begin(&session->program_options, error);
	return session->programs != NULL;
}

/* ---- the server ---- */

static bool explain_server_end(const struct session *session, int status, struct error *error)
{
	autofinish(text) struct text end = { 0 };
	program_append_end(&end, status);
	return error_set(error,
		"the server '%s' ended with %s before it listened on port %u; does it serve another port? --port says which",
		session->experiment->server, text_string(&end), session->experiment->port);
}

bool session_start_server(struct session *session, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	int64_t deadline_ns = session_now_ns() + (int64_t)experiment->listen_seconds * NS_PER_S;
	session->is_warming_up = true;
	if (port_is_listening(experiment->port))
		return error_set(error, "port %u is in use: choose another one with --port",
			experiment->port);
	if (!programs_start(session->programs, PROGRAM_SERVER, error))
		return false;
	while (!port_is_listening(experiment->port)) {
		struct program_end end = programs_end_of(session->programs, PROGRAM_SERVER);
		if (end.has_ended)
			return explain_server_end(session, end.status, error);
		if (session_now_ns() > deadline_ns)
			return error_set(error,
				"the server '%s' did not listen on port %u within %u s; --port says which port it serves, --listen-timeout gives it longer",
				experiment->server, experiment->port, experiment->listen_seconds);
		if (!session_drain(session, error) ||
			!recorder_wait_also(session->recorder,
				programs_descriptor(session->programs), LISTEN_LOOK_MS, error))
			return false;
	}
	bool ok = session_drain(session, error);
	session->is_warming_up = false;
	return ok;
}

/* ---- the client ---- */

static bool wait_for_program(struct session *session, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	int64_t deadline_ns = session_now_ns() + (int64_t)experiment->program_seconds * NS_PER_S;
	for (;;) {
		struct program_end end = programs_end_of(session->programs, PROGRAM_CLIENT);
		if (!session_drain(session, error))
			return false;
		session->report->program_status = end.status;
		if (end.has_ended)
			return true;
		int64_t left_ns = deadline_ns - session_now_ns();
		if (left_ns <= 0)
			return error_set(error,
				"'%s' did not end within %u s, so it was ended; --timeout gives it longer",
				experiment->program[0], experiment->program_seconds);
		if (!recorder_wait_also(session->recorder, programs_descriptor(session->programs),
			    (int)(left_ns / NS_PER_MS) + 1, error))
			return false;
	}
}

static bool wait_for_connections(struct session *session, struct error *error)
{
	int64_t deadline_ns = session_now_ns() + (int64_t)SETTLE_MS * NS_PER_MS;
	for (;;) {
		if (!session_drain(session, error))
			return false;
		int64_t left_ns = deadline_ns - session_now_ns();
		if (session->watch.over_count >= session->watch.count || left_ns <= 0)
			return true;
		if (!recorder_wait(session->recorder, (int)(left_ns / NS_PER_MS) + 1, error))
			return false;
	}
}

static void add_remarks(struct session *session)
{
	struct report *report = session->report;
	autofinish(text) struct text remarks = { 0 };
	const char *name = session->experiment->program[0];
	report->has_calls = programs_are_watched(session->programs);
	if (report->calls >= 0 && !report->has_calls)
		text_append_message(&remarks,
			"the socket calls of '%s' were not recorded: this system lets no process watch another one\n",
			name);
	if (programs_have_left_processes(session->programs))
		text_append_message(&remarks,
			"'%s' left processes running, which were ended with the recording\n", name);
	if (session->network == LAB_PRIVATE_NETWORK && !programs_have_hosts(session->programs))
		text_append_message(&remarks,
			"/etc/hosts could not be replaced for '%s': 'pingpong' has no address there, 127.0.0.1 is the server's\n",
			name);
	(void)snprintf(report->remarks, sizeof(report->remarks), "%s", text_string(&remarks));
}

bool session_run_program(struct session *session, struct error *error)
{
	if (!programs_start(session->programs, PROGRAM_CLIENT, error) ||
		!wait_for_program(session, error) || !wait_for_connections(session, error))
		return false;
	add_remarks(session);
	programs_free(session->programs);
	session->programs = NULL;
	return recorder_stop(session->recorder, take_packet, NULL, error);
}
