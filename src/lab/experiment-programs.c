/*
 * The part of a recording that runs server and client: pcapdeck's own (experiment-server.c and
 * experiment-client.c), or programs of the user. Of the user's programs only their end is known.
 * Their capture is complete when the program and every connection to the server have ended. A
 * connection that is still open after a moment (the server keeps its side open) ends with the
 * processes, and the packets of that end are in the capture.
 */
#include "lab/experiment-parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "lab/calls/call-tracer.h"
#include "lab/programs/listening.h"

enum {
	SETTLE_MS = 1000,
	CLIENT_LOOK_MS = 1000,
	STOP_MS = 5000, /* in which the own server ends */
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
	shell[2] = experiment->server;
	session->program_options = (struct programs_options){
		.calls = session->report->calls,
		.finds_sources = experiment->finds_sources,
		.is_private = session->network == LAB_PRIVATE_NETWORK,
		.roles[PROGRAM_SERVER] = { .argv = experiment->server ? shell : NULL,
			.part = experiment->server ? NULL : session_serve,
			.context = session,
			.is_mute = true },
		.roles[PROGRAM_CLIENT] = { .argv = experiment->program,
			.part = experiment->program ? NULL : session_ask,
			.context = session,
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
	/* Of sh(1): it found no such program, or could not execute it. */
	if (WIFEXITED(status) && (WEXITSTATUS(status) == 127 || WEXITSTATUS(status) == 126))
		return error_set(error,
			"the server '%s' could not be started: sh ended with %s, and has said why",
			session->experiment->server, text_string(&end));
	return error_set(error,
		"the server '%s' ended with %s before it listened on port %u; does it serve another port? --port says which",
		session->experiment->server, text_string(&end), session->experiment->port);
}

/* Starts the user's server and returns when it listens. Packets are not written. */
static bool start_program_server(struct session *session, struct error *error)
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
				experiment->is_of_talk
					? "the server '%s' did not listen on port %u within %u s; --port says which port it serves, 'listen-timeout:' beside 'server:' gives it longer"
					: "the server '%s' did not listen on port %u within %u s; --port says which port it serves, --listen-timeout gives it longer",
				experiment->server, experiment->port, experiment->listen_seconds);
		if (!session_drain(session, error) ||
			!session_wait(session, programs_descriptor(session->programs),
				LISTEN_LOOK_MS, error))
			return false;
	}
	bool ok = session_drain(session, error);
	session->is_warming_up = false;
	return ok;
}

/* Starts pcapdeck's own server or client, which reports its own failure. */
static bool start_part(struct session *session, enum program_role role, struct error *error)
{
	const char *message = session->report->part_messages[role];
	return programs_start(session->programs, role, error) ||
		(*message && error_set(error, "%s", message));
}

/*
 * Sends requests, from the client when it is pcapdeck's own. Neither their packets nor their calls
 * are written.
 */
static bool warm_up(struct session *session, struct error *error)
{
	bool is_own = !session->experiment->program;
	session->is_warming_up = true;
	programs_mute_calls(session->programs, true);
	if (!(is_own ? start_part(session, PROGRAM_CLIENT, error)
		     : session_ask_to_warm_up(session, error)) ||
		!session_wait_for_ends(session, WARM_UP_COUNT, error))
		return false;
	programs_mute_calls(session->programs, false);
	session->is_warming_up = false;
	struct close_watch watched = session->watch;
	session->watch = (struct close_watch){ .server_port = watched.server_port };
	close_watch_finish(&watched);
	return true;
}

static bool start_server(struct session *session, struct error *error)
{
	if (session->experiment->server)
		return start_program_server(session, error);
	return start_part(session, PROGRAM_SERVER, error) && warm_up(session, error);
}

/*
 * Lets the own server end by itself, since the calls with which it closes are recorded, too. It is
 * ended otherwise when that takes long.
 */
static bool stop_server(struct session *session, struct error *error)
{
	int64_t deadline_ns = session_now_ns() + (int64_t)STOP_MS * NS_PER_MS;
	if (session->experiment->server)
		return true;
	programs_go(session->programs, PROGRAM_SERVER);
	while (!programs_end_of(session->programs, PROGRAM_SERVER).has_ended) {
		int64_t left_ns = deadline_ns - session_now_ns();
		if (left_ns <= 0)
			return true;
		if (!session_drain(session, error) ||
			!session_wait(session, programs_descriptor(session->programs),
				(int)(left_ns / NS_PER_MS) + 1, error))
			return false;
	}
	return true;
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
				experiment->is_of_talk
					? "'%s' did not end within %u s, so it was ended; 'timeout:' beside 'run:' gives it longer"
					: "'%s' did not end within %u s, so it was ended; --timeout gives it longer",
				experiment->program[0], experiment->program_seconds);
		if (!session_wait(session, programs_descriptor(session->programs),
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
		if (!session_wait(session, -1, (int)(left_ns / NS_PER_MS) + 1, error))
			return false;
	}
}

/* Says why the calls have no lines of source. */
static void explain_sources(const struct session *session, struct text *remarks)
{
	enum programs_sources sources = programs_sources(session->programs);
	if (sources == SOURCES_NO_LIBRARY)
		text_append_message(remarks,
			"the lines of source were not recorded: they need libdw (elfutils) when pcapdeck is built and when it runs\n");
	else if (sources == SOURCES_NONE)
		text_append_message(remarks,
			"no call has a line of source: compile the program with -g, or use Python 3.11 to 3.13, and record in a folder that its source is in or below\n");
}

/* Says what the calls lack, since sockets could not be looked at. */
static void explain_sight(const struct session *session, struct text *remarks)
{
	int sight = programs_sight(session->programs);
	if (sight == CALL_TRACER_PROGRAM_HIDES)
		text_append_message(remarks,
			"a program that may be executed and not read hides its sockets: its calls have no addresses and no samples, and read(), write() and close() are missing; 'chmod +r' shows them\n");
	else if (sight == CALL_TRACER_SYSTEM_HIDES)
		text_append_message(remarks,
			"this system lets no process look at the sockets of another one: the calls have no local addresses and no samples\n");
}

/* Writes what was sampled at packets behind the calls; returns 0, or the errno of a write. */
static int write_samples(const struct session *session)
{
	const struct text *lines = session->sampler ? packet_sampler_lines(session->sampler) : NULL;
	bool ok = !lines || !lines->size ||
		file_write_all(session->report->calls,
			(struct bytes){ (const uint8_t *)text_string(lines), lines->size });
	return ok ? 0 : errno;
}

/* Notes whether the calls were written, and says which are not. */
static void finish_calls(struct session *session, struct text *remarks)
{
	struct report *report = session->report;
	int failure = programs_finish_calls(session->programs);
	int samples_failure = !failure || failure == CALL_TRACER_FULL ? write_samples(session) : 0;
	failure = samples_failure ? samples_failure : failure;
	bool is_watched = programs_are_watched(session->programs);
	report->has_calls = is_watched && (!failure || failure == CALL_TRACER_FULL);
	if (report->calls >= 0 && !is_watched && session->is_watched_itself)
		text_append_message(remarks,
			"the socket calls were not recorded: this process is itself watched, by another recording or a debugger, and the kernel allows one\n");
	else if (report->calls >= 0 && !is_watched)
		text_append_message(remarks,
			"the socket calls were not recorded: this system lets no process watch another one\n");
	else if (failure == CALL_TRACER_FULL)
		text_append_message(remarks,
			"only the first socket calls were recorded: there were more than a file of calls may have\n");
	else if (failure)
		text_append_message(remarks, "the socket calls could not be written: %s\n",
			message_of_errno(failure));
	else
		explain_sources(session, remarks);
	if (report->has_calls)
		explain_sight(session, remarks);
}

static void add_remarks(struct session *session)
{
	struct report *report = session->report;
	autofinish(text) struct text remarks = { 0 }, left = { 0 };
	const char *name = session->experiment->program ? session->experiment->program[0] : NULL;
	finish_calls(session, &remarks);
	bool has_left = name && programs_have_left_processes(session->programs, &left);
	if (has_left && left.size)
		text_append_message(&remarks,
			"'%s' left processes running, which were ended with the recording: %s\n",
			name, text_string(&left));
	else if (has_left)
		text_append_message(&remarks,
			"'%s' left processes running, which were ended with the recording\n", name);
	if (name && session->network == LAB_PRIVATE_NETWORK &&
		!programs_have_hosts(session->programs))
		text_append_message(&remarks,
			"/etc/hosts could not be replaced for '%s': 'pingpong' has no address there, 127.0.0.1 is the server's\n",
			name);
	(void)snprintf(report->remarks, sizeof(report->remarks), "%s", text_string(&remarks));
}

static bool run_program(struct session *session, struct error *error)
{
	return programs_start(session->programs, PROGRAM_CLIENT, error) &&
		wait_for_program(session, error) && wait_for_connections(session, error);
}

/* Every wait of pcapdeck's own client has a deadline, so the client always ends. */
static bool wait_for_requests(struct session *session, struct error *error)
{
	struct program_end end;
	while (!(end = programs_end_of(session->programs, PROGRAM_CLIENT)).has_ended) {
		if (!session_drain(session, error) ||
			!session_wait(session, programs_descriptor(session->programs),
				CLIENT_LOOK_MS, error))
			return false;
	}
	if (!end.status)
		return true;
	const char *message = session->report->part_messages[PROGRAM_CLIENT];
	return error_set(error, "%s", *message ? message : message_of("the client was ended"));
}

static bool run_requests(struct session *session, struct error *error)
{
	if (session->experiment->server && !start_part(session, PROGRAM_CLIENT, error))
		return false;
	programs_go(session->programs, PROGRAM_CLIENT);
	if (!wait_for_requests(session, error))
		return false;
	return experiment_is_plain(session->experiment)
		? session_wait_for_ends(session, session->report->connection_count, error)
		: wait_for_connections(session, error);
}

bool session_run_programs(struct session *session, struct error *error)
{
	session->watch.server_port = session->experiment->port;
	bool ok = start_server(session, error) &&
		(session->experiment->program ? run_program(session, error)
					      : run_requests(session, error)) &&
		stop_server(session, error);
	if (!ok)
		return false;
	add_remarks(session);
	programs_free(session->programs);
	session->programs = NULL;
	return recorder_stop(session->recorder, take_packet, NULL, error);
}
