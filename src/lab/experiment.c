/*
 * Makes a recording in one run. A child process enters a private network and captures there; the
 * server and the client, its own or programs of the user (experiment-programs.c), are processes
 * below it. The parent keeps the file, and reads it back when the child has ended. Nothing waits
 * for a fixed time: the recorder captures once it is open, the server listens once it is started,
 * and the capture is complete once it shows the end of every connection.
 *
 *   parent                      child                        launcher, server, client
 *   file_begin()  --fork-->     private_network_enter()
 *       |                       programs_begin()   --fork-->   (waits)
 *       |                       recorder_new()
 *       |                       starts the server  ------>     listens
 *       |                       starts the client  ------>     two requests that are not written
 *       |                       lets it go on      ------>     request, request, ...
 *       |                       drains until close_watch
 *       |                       has seen all ends  ------>     the server ends
 *       |                       recorder_finish()
 *   waitpid()     <--exit--     (its result is in shared memory)
 *   record_order_restore(), evidence_check(), file_commit()
 *
 * Where no private network is permitted, a second child records on the loopback that exists: a
 * container's own is given the settings of a wire, and the host's stays as it is. Only a refusal
 * has this fallback: a recording that fails is not tried again.
 */
#include "lab/experiment.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "calls/socket-call.h"
#include "capture-file/capture-file.h"
#include "capture/denial.h"
#include "capture/own-loopback.h"
#include "capture/private-network.h"
#include "capture/recorder.h"
#include "dissect/dissect.h"
#include "lab/calls/call-tracer.h"
#include "lab/endpoints/dns-message.h"
#include "lab/endpoints/pingpong-client.h"
#include "lab/evidence.h"
#include "lab/experiment-parts.h"
#include "lab/record-order.h"
#include "lab/sockets/packet-sampler.h"

enum {
	LINK_HEADER_ROOM = 64, /* link header, and what libpcap may add */
	SNAP_LENGTH_STEP = 2048, /* a ring slot has a power of two bytes */
	HOST_SNAP_LENGTH = 65536 + LINK_HEADER_ROOM,
	RING_SIZE =
		8 << 20, /* twice what the largest reply fills when nobody drains; 8 ms to make */
	/*
	 * For programs that nothing slows down: room for 32,000 packets, while the recorder gets no
	 * CPU. It takes as much longer to make.
	 */
	RING_SIZE_OF_PROGRAMS = 64 << 20,
	CLOSE_WAIT_MS = 5000,
};

static void watch_packet(void *context, const struct recorded_packet *packet)
{
	struct session *session = context;
	struct frame frame = { .time_ns = packet->time_ns };
	dissect_frame(
		&frame, recorder_link_type(session->recorder), packet->data, packet->length, NULL);
	close_watch_add(&session->watch, &frame);
	if (!session->is_warming_up)
		packet_sampler_note(session->sampler, &frame);
}

bool session_drain(struct session *session, struct error *error)
{
	if (session->is_warming_up)
		return recorder_discard(session->recorder, watch_packet, session, error);
	bool ok = recorder_drain(session->recorder, watch_packet, session, error);
	packet_sampler_ask(session->sampler);
	return ok;
}

bool session_wait(struct session *session, int descriptor, int milliseconds, struct error *error)
{
	int due_ms = packet_sampler_wait_ms(session->sampler);
	return recorder_wait_also(session->recorder, descriptor,
		due_ms >= 0 && due_ms < milliseconds ? due_ms : milliseconds, error);
}

int64_t session_now_ns(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

bool session_wait_for_ends(struct session *session, uint32_t connections, struct error *error)
{
	int64_t deadline_ns = session_now_ns() + (int64_t)CLOSE_WAIT_MS * NS_PER_MS;
	for (;;) {
		if (!session_drain(session, error))
			return false;
		if (session->watch.over_count >= connections)
			return true;
		int64_t left_ns = deadline_ns - session_now_ns();
		if (left_ns <= 0)
			return error_set(error,
				"only %zu of %u connections were seen to end in the capture: this machine was too busy, record again",
				session->watch.over_count, connections);
		if (!session_wait(session, -1, (int)(left_ns / NS_PER_MS) + 1, error))
			return false;
	}
}

static bool run_and_record(struct session *session, struct error *error)
{
	if (!session_run_programs(session, error) ||
		!recorder_finish(session->recorder, &session->report->packet_count, error))
		return false;
	session->report->digest = recorder_digest(session->recorder);
	return true;
}

static uint32_t snap_length_for(uint32_t mtu)
{
	uint32_t size = mtu + LINK_HEADER_ROOM;
	return (size + SNAP_LENGTH_STEP - 1) / SNAP_LENGTH_STEP * SNAP_LENGTH_STEP;
}

/*
 * Leaves the closing of the capture socket to another process. The kernel takes 20 to 30 ms to
 * close it (it waits for RCU on every CPU). A process that nobody waits for keeps the socket open
 * until this one has ended, and closes it then.
 */
static void leave_closing_to_another(void)
{
	int lifeline[2];
	if (pipe(lifeline) != 0)
		return;
	if (fork() == 0) {
		char nothing;
		for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; standard++)
			(void)close(standard);
		(void)close(lifeline[1]);
		while (read(lifeline[0], &nothing, 1) < 0 && errno == EINTR)
			continue;
		_exit(0);
	}
	/* The other end stays open until this process ends. */
	(void)close(lifeline[0]);
}

/* Appends a filter for the packets of the recording, among others of the host's loopback. */
static void append_filter(struct text *filter, const struct experiment *experiment)
{
	text_append_format(
		filter, "(host 127.0.0.1 or host ::1) and (tcp port %u", experiment->port);
	for (size_t i = 0; i < experiment->step_count; i++) {
		const struct client_step *step = &experiment->steps[i];
		unsigned port = step->port ? step->port : experiment->port;
		if (step->kind == CLIENT_UDP_PING)
			text_append_format(filter, " or udp port %u or icmp or icmp6", port);
		else if (step->kind == CLIENT_CONNECT)
			text_append_format(filter, " or tcp port %u", port);
		else if (step->kind == CLIENT_DNS_QUERY)
			text_append_format(filter, " or port %u", DNS_PORT);
	}
	text_append_char(filter, ')');
}

static uint32_t ring_size_for(const struct experiment *experiment)
{
	bool is_fast = experiment->leaves_calls && (experiment->program || experiment->server);
	return is_fast ? RING_SIZE_OF_PROGRAMS : RING_SIZE;
}

static enum outcome record(struct session *session, int descriptor, struct error *error)
{
	const struct experiment *experiment = session->experiment;
	bool is_private = session->network == LAB_PRIVATE_NETWORK;
	if (is_private && !private_network_enter(experiment->mtu, experiment->retry, error))
		return OUTCOME_REFUSED;
	process_follow_parent(session->parent);
	process_stay_on_one_cpu();
	if (!session_begin_programs(session, error))
		return OUTCOME_FAILED;

	autofinish(text) struct text filter = { 0 };
	append_filter(&filter, experiment);
	struct recorder_options options = {
		.interface = loopback_interface(),
		.filter = is_private ? NULL : text_string(&filter),
		.snap_length = session->network != LAB_HOST_LOOPBACK
			? snap_length_for(experiment->mtu)
			: HOST_SNAP_LENGTH,
		.buffer_size = ring_size_for(experiment),
	};
	bool is_denied;
	session->recorder = recorder_new(&options, descriptor, &is_denied, error);
	if (!session->recorder) {
		programs_free(session->programs);
		return is_denied ? OUTCOME_REFUSED : OUTCOME_FAILED;
	}
	if (session->network != LAB_HOST_LOOPBACK && session->report->calls >= 0)
		session->sampler = packet_sampler_new();
	bool ok = run_and_record(session, error);
	packet_sampler_free(session->sampler);
	programs_free(session->programs);
	leave_closing_to_another();
	recorder_free(session->recorder);
	close_watch_finish(&session->watch);
	return ok ? OUTCOME_DONE : OUTCOME_FAILED;
}

/* Everything that the child does. */
_Noreturn static void run_child(const struct experiment *experiment, enum lab_network network,
	int descriptor, int parent, struct report *report)
{
	/*
	 * The parent's signal handlers remove the parent's files, so the child restores the
	 * defaults.
	 */
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM };
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++)
		(void)signal(signals[i], SIG_DFL);
	(void)signal(SIGPIPE, SIG_IGN);
	sigset_t none;
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)alarm(experiment->seconds_max);
	/* Entering a network of its own takes a while, and makes the kernel forget this. */
	process_follow_parent(parent);

	struct session session = {
		.experiment = experiment,
		.network = network,
		.report = report,
		.parent = parent,
		.is_watched_itself = call_tracer_is_watched(),
	};
	autofinish(error) struct error error = { 0 };
	enum outcome outcome = record(&session, descriptor, &error);
	(void)snprintf(report->message, sizeof(report->message), "%s", error_message(&error));
	report->outcome = outcome;
	_exit(0);
}

/* Runs a child and waits for its end; *report has its result. */
static bool record_in_child(const struct experiment *experiment, enum lab_network network,
	int descriptor, struct report *report, struct error *error)
{
	int parent = getpid();
	pid_t child = fork();
	if (child < 0)
		return error_set(error, "cannot start a process for the recording: %s",
			message_of_errno(errno));
	if (child == 0)
		run_child(experiment, network, descriptor, parent, report);

	int status = 0;
	while (waitpid(child, &status, 0) < 0) {
		if (errno == ECHILD)
			/*
			 * the parent of this program ignores SIGCHLD: the child has ended all the
			 * same
			 */
			break;
		if (errno != EINTR)
			return error_set(
				error, "lost the recording's process: %s", message_of_errno(errno));
	}
	if (report->outcome == OUTCOME_NONE && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		return error_set(error, "the recording took longer than %u seconds",
			experiment->seconds_max);
	if (report->outcome == OUTCOME_NONE)
		return error_set(error,
			WIFSIGNALED(status)
				? "the recording's process ended in the middle (signal %d)"
				: "the recording's process ended in the middle (exit status %d)",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return true;
}

static void explain_fallback(const char *refusal, enum lab_network network, struct text *remarks)
{
	text_append_message(remarks, "no private network: %s\n", refusal);
	if (network == LAB_OWN_LOOPBACK) {
		text_append_message(remarks,
			"the '%s' of this network, which is not the host's, was made like a wire for the recording, and is as before again\n",
			loopback_interface());
		return;
	}
	autofinish(text) struct text difference = { 0 };
	loopback_append_difference(&difference);
	text_append_message(remarks, "recorded on the host's '%s' instead, %s\n",
		loopback_interface(), text_string(&difference));
}

/* Sets a message that says why no network is available, and what to type. */
static bool explain_refusals(const char *refusal, const char *retry, struct error *error)
{
	autofinish(text) struct text remedy = { 0 };
	denial_append_capture_remedy(&remedy, retry, refusal);
	if (!remedy.size)
		return error_set(error, "%s", refusal);
	return error_set(error, "%s; or, to capture on the host's '%s' instead, %s", refusal,
		loopback_interface(), text_string(&remedy));
}

/* Records on the present loopback and restores its settings. */
static bool record_on_loopback(const struct experiment *experiment, int descriptor,
	struct report *report, enum lab_network *ret_network, struct error *error)
{
	autofree(own_loopback) struct own_loopback *own = own_loopback_prepare(experiment->mtu);
	*ret_network = own ? LAB_OWN_LOOPBACK : LAB_HOST_LOOPBACK;
	return record_in_child(experiment, *ret_network, descriptor, report, error);
}

static void explain_refused_requests(
	const struct experiment *experiment, const struct report *report, struct text *remarks)
{
	if (!report->refused_count)
		return;
	const struct client_step *request = &experiment->steps[report->first_refused];
	autofinish(text) struct text target = { 0 };
	markup_utf8(&target, markup_bytes_of(request->target));
	if (report->refused_count > 1)
		text_append_message(remarks,
			"the server answered '%s %s' with status %u, and %u more like that: the reply says what it knows\n",
			request->method, text_string(&target), report->first_refused_status,
			report->refused_count - 1);
	else
		text_append_message(remarks,
			"the server answered '%s %s' with status %u: the reply says what it knows\n",
			request->method, text_string(&target), report->first_refused_status);
}

static bool record_somewhere(const struct experiment *experiment, int descriptor,
	struct report *report, struct experiment_result *result, struct error *error)
{
	if (!record_in_child(experiment, LAB_PRIVATE_NETWORK, descriptor, report, error))
		return false;
	if (report->outcome == OUTCOME_REFUSED && experiment->is_private_only)
		return error_set(error, "no private network: %s", report->message);
	if (report->outcome == OUTCOME_REFUSED) {
		automem char *refusal = xstrdup(report->message);
		report->outcome = OUTCOME_NONE;
		if (!record_on_loopback(experiment, descriptor, report, &result->network, error))
			return false;
		if (report->outcome == OUTCOME_REFUSED)
			return explain_refusals(refusal, experiment->retry, error);
		explain_fallback(refusal, result->network, &result->remarks);
	}
	if (report->outcome == OUTCOME_FAILED)
		return error_set(error, "%s", report->message);
	return true;
}

static bool check_step(const struct client_step *step, struct error *error)
{
	if (step->kind == CLIENT_DNS_QUERY)
		return dns_question_check(step->method, step->target, error);
	return step->kind != CLIENT_REQUEST ||
		pingpong_request_check(step->method, step->target, error);
}

static bool check_steps(const struct experiment *experiment, struct error *error)
{
	if (experiment->program)
		return true;
	if (!experiment->step_count)
		return error_set(error, "there is no request to record");
	if (experiment->step_count > LAB_REQUESTS_MAX)
		return error_set(error, "%zu requests are too many for one capture: at most %d",
			experiment->step_count, LAB_REQUESTS_MAX);
	for (size_t i = 0; i < experiment->step_count; i++) {
		if (!check_step(&experiment->steps[i], error))
			return false;
	}
	return true;
}

bool experiment_is_plain(const struct experiment *experiment)
{
	bool is_plain = !experiment->program;
	for (size_t i = 0; is_plain && i < experiment->step_count; i++)
		is_plain = client_step_is_plain(&experiment->steps[i]);
	return is_plain;
}

/* A program that sends nothing has failed, or connected to another server. */
static bool check_program(
	const struct experiment *experiment, const struct report *report, struct error *error)
{
	if (!experiment->program || report->packet_count)
		return true;
	autofinish(text) struct text end = { 0 };
	program_append_end(&end, report->program_status);
	return error_set(error,
		"'%s' ended with %s and sent no packet; the server is at 127.0.0.1, port %u",
		experiment->program[0], text_string(&end), experiment->port);
}

/* Records into the temporary file and verifies it. */
static bool record_and_check(const struct experiment *experiment,
	const struct file_replacement *file, struct report *report,
	struct experiment_result *result, struct error *error)
{
	if (!record_somewhere(experiment, file->descriptor, report, result, error) ||
		!record_order_restore(file->descriptor, &report->digest, error))
		return false;
	struct evidence_claim claim = {
		.connections = report->connections,
		.connection_count = report->connection_count,
		.server_port = experiment->port,
		.packet_count = report->packet_count,
		.digest = report->digest,
		.is_split_at_mss = result->network != LAB_HOST_LOOPBACK,
		.is_of_program = !experiment_is_plain(experiment),
		.is_whole = !experiment->program,
	};
	result->program_status = report->program_status;
	text_append(&result->remarks, report->remarks);
	return check_program(experiment, report, error) &&
		evidence_check(file->temporary, &claim, result, error);
}

/*
 * Records into a scratch file, verifies it, and copies it to an output that cannot be read back (a
 * pipe, a device).
 */
static bool run_for_special(const struct experiment *experiment, struct file_replacement *output,
	struct report *report, struct experiment_result *result, struct error *error)
{
	autofinish(file_replacement) struct file_replacement scratch = { 0 };
	const char *folder = getenv("TMPDIR");
	struct text name = { 0 };
	text_append_format(&name, "%s/pcapdeck-recording", folder && *folder ? folder : "/tmp");
	automem char *path = text_steal(&name);
	return file_begin(path, &scratch, error) &&
		record_and_check(experiment, &scratch, report, result, error) &&
		file_append(output, scratch.descriptor, error) && file_commit(output, error);
}

/*
 * Records packets, and the socket calls beside them. Those beside an earlier capture of that name
 * are not of these packets: they are removed first, so that a run which is killed leaves none.
 */
static bool run(const struct experiment *experiment, struct report *report,
	struct experiment_result *result, struct error *error)
{
	autofinish(file_replacement) struct file_replacement file = { 0 }, calls = { 0 };
	automem char *path = socket_calls_path(experiment->output);
	bool has_calls = !experiment->leaves_calls && (experiment->program || call_tracer_exists());
	if (!file_begin(experiment->output, &file, error) ||
		(has_calls && file.temporary && !file_begin(path, &calls, error)))
		return false;
	report->calls = has_calls && file.temporary ? calls.descriptor : -1;
	if (has_calls && !file.temporary)
		text_append_message(&result->remarks,
			"the socket calls were not recorded: they stand beside a capture that is a file\n");
	if (!file.temporary)
		return run_for_special(experiment, &file, report, result, error);
	if (!record_and_check(experiment, &file, report, result, error))
		return false;
	(void)unlink(report->has_calls ? calls.place : path);
	return file_commit(&file, error) && (!report->has_calls || file_commit(&calls, error));
}

/*
 * Whether the calls at `path`, if there are any, are not those of another capture: "x.pcap" and
 * "x.pcapng" have the same file of calls.
 */
static bool check_owner(const char *output, const char *path, struct error *error)
{
	static const char calls_ending[] = ".calls.jsonl";
	for (size_t i = 0; path && file_exists(path) && i < SOCKET_CALLS_ENDINGS; i++) {
		autofinish(text) struct text other = { 0 };
		text_append_size(&other, path, strlen(path) - strlen(calls_ending));
		text_append(&other, socket_calls_endings[i]);
		if (strcmp(text_string(&other), output) != 0 &&
			capture_file_is_capture(text_string(&other)))
			return error_set(error,
				"'%s' may be the socket calls of '%s', which would be lost; name another capture, or move one of them",
				path, text_string(&other));
	}
	return true;
}

bool experiment_run(const struct experiment *experiment, struct experiment_result *ret_result,
	bool *ret_is_refused, struct error *error)
{
	int64_t start_ns = session_now_ns();
	if (ret_is_refused)
		*ret_is_refused = false;
	automem char *calls = socket_calls_path(experiment->output);
	if (!check_steps(experiment, error) ||
		!capture_file_may_replace(experiment->output, error) ||
		!socket_calls_may_replace(calls, error) ||
		!check_owner(experiment->output, calls, error))
		return false;
	size_t size =
		sizeof(struct report) + experiment->step_count * sizeof(struct pingpong_connection);
	struct report *report =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (report == MAP_FAILED)
		return error_set(error, "cannot share memory with the recording's process: %s",
			message_of_errno(errno));
	struct experiment_result result = { 0 };
	bool ok = run(experiment, report, &result, error);
	if (ok)
		explain_refused_requests(experiment, report, &result.remarks);
	if (ret_is_refused)
		*ret_is_refused = !ok && report->outcome == OUTCOME_REFUSED;
	(void)munmap(report, size);
	if (!ok) {
		experiment_result_finish(&result);
		return false;
	}
	result.duration_ns = session_now_ns() - start_ns;
	*ret_result = result;
	return true;
}

void experiment_result_finish(struct experiment_result *result)
{
	if (result)
		text_finish(&result->remarks);
}
