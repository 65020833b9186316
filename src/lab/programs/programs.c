/*
 * Starts programs from a separate process, the launcher, which was forked while the recording had
 * neither threads nor descriptors. Recording and launcher communicate over a pair of sockets: the
 * recording asks, the launcher answers, and reports without being asked when a program has ended.
 * The sockets close when the recording ends, for whatever reason, and the launcher then ends every
 * process.
 */
#include "lab/programs/programs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "lab/calls/call-tracer.h"
#include "lab/programs/program-confinement.h"
#include "lab/programs/program-interpreter.h"

enum topic {
	TOPIC_START,
	TOPIC_GO,
	TOPIC_MUTE,
	TOPIC_LEFT,
	TOPIC_WATCHED,
	TOPIC_SOURCES,
	TOPIC_SIGHT,
	TOPIC_FINISH_CALLS,
	TOPIC_ENDED,
	TOPIC_READY,
};

enum {
	CAUSE_OF_PART = -1, /* in place of an errno: the part knows */
	NAMES_SIZE = 288, /* four names of 15 bytes; one of these may take four */
};

/* A message over the sockets, in either direction. */
struct note {
	enum topic topic;
	enum program_role role;
	int value; /* errno of a start or CAUSE_OF_PART, a wait status, or whether */
	char names[NAMES_SIZE]; /* of processes */
};

struct programs {
	const struct programs_options *options;
	pid_t launcher;
	int socket;
	bool has_hosts;
	struct program_end ends[PROGRAM_ROLES];
};

/* ---- the launcher ---- */

struct launcher {
	const struct programs_options *options;
	int socket;
	struct call_tracer *tracer; /* NULL: calls are not written */
	bool is_unwatched; /* a program could not be watched */
	bool lacks_sources; /* lines of source cannot be found here */
	pid_t mains[PROGRAM_ROLES]; /* the processes that it started; 0: none, or ended */
	int words[PROGRAM_ROLES]; /* pipes to the parts among them; 0: none */
};

static void ignore_signal(int number)
{
	(void)number;
}

/* Restores the signal handling that a program has when a shell starts it. */
static void restore_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD };
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++)
		(void)signal(signals[i], SIG_DFL);
	sigset_t none;
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Unsets proxies: they are outside of the private network, and no program could reach them. */
static void unset_proxies(void)
{
	static const char *const names[] = { "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY",
		"HTTPS_PROXY", "ALL_PROXY" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		(void)unsetenv(names[i]);
}

static void connect_standard_descriptors(const struct program *program, enum program_role role)
{
	int nothing = role == PROGRAM_SERVER ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;
	if (nothing >= 0)
		(void)dup2(nothing, STDIN_FILENO);
	if (program->is_mute)
		(void)dup2(STDERR_FILENO, STDOUT_FILENO);
}

/* Waits for the launcher's message and returns whether it watches the calls of this process. */
static bool await_watch(int word)
{
	char is_watched = 0;
	ssize_t size;
	do
		size = read(word, &is_watched, 1);
	while (size < 0 && errno == EINTR);
	if (size != 1)
		_exit(1); /* the launcher has ended */
	return is_watched;
}

void program_is_ready(struct program_cues *cues)
{
	if (cues->ready >= 0)
		(void)close(cues->ready);
	cues->ready = -1;
}

bool program_await_go(struct program_cues *cues)
{
	char word;
	ssize_t size;
	do
		size = read(cues->go, &word, 1);
	while (size < 0 && errno == EINTR);
	return size == 1;
}

static void tell_cause(int trouble, int cause)
{
	(void)!write(trouble, &cause, sizeof(cause));
}

/* Runs the part; writes errno, or CAUSE_OF_PART, to `trouble` when it does not start. */
_Noreturn static void run_part(const struct program *program, int word, int trouble)
{
	bool is_watched = await_watch(word);
	struct program_cues cues = { .ready = trouble, .go = word };
	(void)signal(SIGPIPE, SIG_IGN);
	if (!program_confine_part(&cues.ready, &cues.go) || (is_watched && !call_tracer_accept())) {
		tell_cause(cues.ready, errno);
		_exit(1);
	}
	int status = program->part(program->context, &cues);
	if (cues.ready >= 0)
		tell_cause(cues.ready, CAUSE_OF_PART);
	_exit(status);
}

/* Executes the program; writes errno to `trouble` when that fails. */
_Noreturn static void exec_program(
	const struct launcher *launcher, enum program_role role, int word, int trouble)
{
	const struct program *program = &launcher->options->roles[role];
	connect_standard_descriptors(program, role);
	unset_proxies();
	restore_signals();
	program_follow_launcher();
	if (program->part)
		run_part(program, word, trouble);
	bool is_watched = await_watch(word);
	(void)close(word);
	if (program_confine(launcher->options->is_private) && (!is_watched || call_tracer_accept()))
		(void)execvp(program->argv[0], (char *const *)(uintptr_t)program->argv);
	tell_cause(trouble, errno);
	_exit(1);
}

static void send_whole_note(int socket, const struct note *note)
{
	while (write(socket, note, sizeof(*note)) < 0 && errno == EINTR)
		continue;
}

static void send_note(int socket, enum topic topic, enum program_role role, int value)
{
	send_whole_note(socket, &(struct note){ .topic = topic, .role = role, .value = value });
}

static void reap(struct launcher *launcher)
{
	int status;
	pid_t ended;
	while ((ended = program_take_child(&status)) > 0) {
		if (launcher->tracer && call_tracer_take(launcher->tracer, ended, status))
			continue;
		for (enum program_role role = 0; role < PROGRAM_ROLES; role++) {
			if (launcher->mains[role] != ended)
				continue;
			launcher->mains[role] = 0;
			send_note(launcher->socket, TOPIC_ENDED, role, status);
		}
	}
}

static void watch(struct launcher *launcher, enum program_role role, pid_t child, int word)
{
	static const enum call_role roles[] = { CALL_OF_SERVER, CALL_OF_CLIENT };
	char is_watched =
		launcher->tracer && call_tracer_watch(launcher->tracer, child, roles[role]);
	launcher->is_unwatched |= !is_watched;
	(void)!write(word, &is_watched, 1);
}

/*
 * Waits until the program is loaded, which closes the other end of `trouble`. Returns 0, or the
 * errno of what failed: ECANCELED when the recording has ended. Meanwhile the calls of that program
 * are watched.
 */
static int await_load(struct launcher *launcher, int trouble)
{
	int cause = 0, last = trouble > launcher->socket ? trouble : launcher->socket;
	sigset_t none;
	(void)sigemptyset(&none);
	(void)fcntl(trouble, F_SETFL, O_NONBLOCK);
	while (read(trouble, &cause, sizeof(cause)) < 0 && (errno == EAGAIN || errno == EINTR)) {
		fd_set readable;
		FD_ZERO(&readable);
		FD_SET(trouble, &readable);
		FD_SET(launcher->socket, &readable);
		reap(launcher);
		/* The recording waits for the answer, so only its end is news. */
		if (pselect(last + 1, &readable, NULL, NULL, NULL, &none) > 0 &&
			FD_ISSET(launcher->socket, &readable))
			return ECANCELED;
	}
	return cause;
}

/* Returns 0 when the program runs, else the errno of what failed. */
static int start(struct launcher *launcher, enum program_role role)
{
	int trouble[2], word[2];
	if (pipe(trouble) != 0)
		return errno;
	if (pipe(word) != 0) {
		int cause = errno;
		(void)close(trouble[0]);
		(void)close(trouble[1]);
		return cause;
	}
	(void)fcntl(trouble[1], F_SETFD, FD_CLOEXEC);
	(void)fcntl(word[1], F_SETFD, FD_CLOEXEC);
	pid_t child = fork();
	int cause = child < 0 ? errno : 0;
	if (child == 0) {
		(void)close(trouble[0]);
		(void)close(word[1]);
		exec_program(launcher, role, word[0], trouble[1]);
	}
	(void)close(trouble[1]);
	(void)close(word[0]);
	if (child > 0) {
		launcher->mains[role] = child;
		watch(launcher, role, child, word[1]);
		cause = await_load(launcher, trouble[0]);
	}
	if (cause && cause != ECANCELED)
		launcher->mains[role] = 0;
	if (!cause && launcher->options->roles[role].part)
		launcher->words[role] = word[1];
	else
		(void)close(word[1]);
	(void)close(trouble[0]);
	return cause;
}

static void go(const struct launcher *launcher, enum program_role role)
{
	if (launcher->words[role])
		(void)!write(launcher->words[role], "", 1);
}

static int finish_calls(struct launcher *launcher)
{
	if (!launcher->tracer)
		return 0;
	call_tracer_finish(launcher->tracer);
	return call_tracer_failure(launcher->tracer);
}

static enum programs_sources sources_of(const struct launcher *launcher)
{
	if (!launcher->tracer || !launcher->options->finds_sources)
		return SOURCES_FOUND;
	if (launcher->lacks_sources)
		return SOURCES_NO_LIBRARY;
	return call_tracer_has_sources(launcher->tracer) ? SOURCES_FOUND : SOURCES_NONE;
}

/* Tells whether processes are left beside the server, and their names. */
static void answer_left(const struct launcher *launcher)
{
	struct note note = { .topic = TOPIC_LEFT, .role = PROGRAM_CLIENT };
	autofinish(text) struct text names = { 0 };
	note.value = program_children_left(launcher->mains[PROGRAM_SERVER], &names) > 0;
	(void)snprintf(note.names, sizeof(note.names), "%s", text_string(&names));
	send_whole_note(launcher->socket, &note);
}

static void answer(struct launcher *launcher, const struct note *question)
{
	int value = 0;
	if (question->topic == TOPIC_START)
		value = start(launcher, question->role);
	else if (question->topic == TOPIC_GO)
		go(launcher, question->role);
	else if (question->topic == TOPIC_MUTE && launcher->tracer)
		call_tracer_mute(launcher->tracer, question->value);
	else if (question->topic == TOPIC_WATCHED)
		value = launcher->tracer && !launcher->is_unwatched;
	else if (question->topic == TOPIC_SOURCES)
		value = (int)sources_of(launcher);
	else if (question->topic == TOPIC_SIGHT && launcher->tracer)
		value = (int)call_tracer_sight(launcher->tracer);
	else if (question->topic == TOPIC_FINISH_CALLS)
		value = finish_calls(launcher);
	if (question->topic == TOPIC_LEFT)
		answer_left(launcher);
	else
		send_note(launcher->socket, question->topic, question->role, value);
}

/*
 * Takes a question, unless a signal or a measure of a call comes first. False when the recording
 * has ended.
 */
static bool listen_once(struct launcher *launcher, const sigset_t *while_waiting)
{
	fd_set readable;
	FD_ZERO(&readable);
	FD_SET(launcher->socket, &readable);
	int wait_ms = launcher->tracer ? call_tracer_measure(launcher->tracer) : -1;
	struct timespec wait = { wait_ms / 1000, (long)(wait_ms % 1000) * NS_PER_MS };
	int ready = pselect(launcher->socket + 1, &readable, NULL, NULL, wait_ms < 0 ? NULL : &wait,
		while_waiting);
	if (ready <= 0)
		return ready == 0 || errno == EINTR;
	struct note question;
	ssize_t size = recv(launcher->socket, &question, sizeof(question), MSG_WAITALL);
	if (size != sizeof(question))
		return size < 0 && errno == EINTR;
	answer(launcher, &question);
	return true;
}

_Noreturn static void run_launcher(struct launcher *launcher)
{
	/* Ctrl-C reaches every process of the terminal; the launcher ends after the others. */
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };
	for (size_t i = 0; i < ARRAY_COUNT(ignored); i++)
		(void)signal(ignored[i], SIG_IGN);
	struct sigaction action = { .sa_handler = ignore_signal };
	sigset_t children, none;
	(void)sigemptyset(&none);
	(void)sigemptyset(&children);
	(void)sigaddset(&children, SIGCHLD);
	(void)sigprocmask(SIG_SETMASK, &children, NULL);
	(void)sigaction(SIGCHLD, &action, NULL);
	bool has_hosts = program_launcher_prepare(launcher->options->is_private);
	if (launcher->options->calls >= 0)
		launcher->tracer = call_tracer_new(launcher->options->calls);
	if (launcher->tracer && launcher->options->finds_sources)
		launcher->lacks_sources = !call_tracer_find_sources(launcher->tracer);
	send_note(launcher->socket, TOPIC_READY, 0, has_hosts);
	do
		reap(launcher);
	while (listen_once(launcher, &none));
	program_children_end(launcher->mains, PROGRAM_ROLES, launcher->tracer);
	_exit(0);
}

/* ---- the recording ---- */

static bool set_launcher_lost(struct error *error)
{
	return error_set(error, "lost the process that starts the programs");
}

static void note_end(struct programs *programs, const struct note *note)
{
	programs->ends[note->role] =
		(struct program_end){ .has_ended = true, .status = note->value };
}

/* Waits for the answer on `topic`. */
static bool await_note(struct programs *programs, enum topic topic, struct note *ret_note)
{
	for (;;) {
		ssize_t size = recv(programs->socket, ret_note, sizeof(*ret_note), MSG_WAITALL);
		if (size < 0 && errno == EINTR)
			continue;
		if (size != sizeof(*ret_note))
			return false;
		if (ret_note->topic == topic)
			return true;
		note_end(programs, ret_note);
	}
}

static bool await(struct programs *programs, enum topic topic, int *ret_value)
{
	struct note note;
	bool ok = await_note(programs, topic, &note);
	if (ok)
		*ret_value = note.value;
	return ok;
}

static bool ask(struct programs *programs, enum topic topic, enum program_role role, int *ret_value)
{
	send_note(programs->socket, topic, role, *ret_value);
	return await(programs, topic, ret_value);
}

struct programs *programs_begin(const struct programs_options *options, struct error *error)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
		error_set(error, "cannot start a process for the programs: %s",
			message_of_errno(errno));
		return NULL;
	}
	for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
		(void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	pid_t launcher = program_launcher_fork(options->is_private);
	if (launcher == 0) {
		(void)close(ends[0]);
		run_launcher(&(struct launcher){ .options = options, .socket = ends[1] });
	}
	int cause = errno, has_hosts = 0;
	(void)close(ends[1]);
	struct programs *programs = xcalloc(1, sizeof(*programs));
	*programs =
		(struct programs){ .options = options, .launcher = launcher, .socket = ends[0] };
	bool ok = launcher >= 0 && await(programs, TOPIC_READY, &has_hosts);
	if (launcher < 0)
		error_set(error, "cannot start a process for the programs: %s",
			message_of_errno(cause));
	else if (!ok)
		set_launcher_lost(error);
	if (!ok) {
		programs_free(programs);
		return NULL;
	}
	programs->has_hosts = has_hosts;
	return programs;
}

/* Sets the message when the program is there, and what runs it is not. */
static bool explain_interpreter(const char *name, struct error *error)
{
	autofinish(text) struct text missing = { 0 };
	enum missing_interpreter kind = program_find_interpreter(name, &missing);
	if (kind == INTERPRETER_OF_SCRIPT)
		error_set(error,
			"cannot start '%s': its first line names '%s', which is not there; install that, or change the line",
			name, text_string(&missing));
	else if (kind == INTERPRETER_OF_LINE_END)
		error_set(error,
			"cannot start '%s': its first line names '%s', with a carriage return as on Windows; save the file with the line ends of Unix",
			name, text_string(&missing));
	else if (kind == INTERPRETER_OF_BINARY)
		error_set(error,
			"cannot start '%s': it is loaded by '%s', which is not there; was it built for another system?",
			name, text_string(&missing));
	return kind != INTERPRETER_IS_THERE;
}

bool programs_start(struct programs *programs, enum program_role role, struct error *error)
{
	int cause = 0;
	const struct program *program = &programs->options->roles[role];
	const char *name = program->part ? "pcapdeck" : program->argv[0];
	if (!ask(programs, TOPIC_START, role, &cause))
		return set_launcher_lost(error);
	if (cause == CAUSE_OF_PART)
		return error_set(error, "a part of the recording did not start");
	if (cause == ENOENT && explain_interpreter(name, error))
		return false;
	/* EACCES may come from a folder of $PATH that cannot be read. */
	if (cause == ENOENT || (cause == EACCES && !strchr(name, '/')))
		return error_set(
			error, "there is no program '%s': install it, or give its path", name);
	return !cause || error_set(error, "cannot start '%s': %s", name, message_of_errno(cause));
}

void programs_go(struct programs *programs, enum program_role role)
{
	int nothing = 0;
	(void)ask(programs, TOPIC_GO, role, &nothing);
}

void programs_mute_calls(struct programs *programs, bool is_mute)
{
	int value = is_mute;
	(void)ask(programs, TOPIC_MUTE, PROGRAM_SERVER, &value);
}

int programs_descriptor(const struct programs *programs)
{
	return programs->socket;
}

struct program_end programs_end_of(struct programs *programs, enum program_role role)
{
	struct note note;
	while (recv(programs->socket, &note, sizeof(note), MSG_DONTWAIT) == sizeof(note))
		note_end(programs, &note);
	return programs->ends[role];
}

bool programs_have_left_processes(struct programs *programs, struct text *names)
{
	struct note note;
	send_note(programs->socket, TOPIC_LEFT, PROGRAM_CLIENT, 0);
	if (!await_note(programs, TOPIC_LEFT, &note) || !note.value)
		return false;
	text_append(names, note.names);
	return true;
}

bool programs_are_watched(struct programs *programs)
{
	int is_watched = 0;
	return ask(programs, TOPIC_WATCHED, PROGRAM_CLIENT, &is_watched) && is_watched;
}

enum programs_sources programs_sources(struct programs *programs)
{
	int value = SOURCES_FOUND;
	return ask(programs, TOPIC_SOURCES, PROGRAM_CLIENT, &value) ? (enum programs_sources)value
								    : SOURCES_FOUND;
}

int programs_sight(struct programs *programs)
{
	int sight = CALL_TRACER_SEES;
	return ask(programs, TOPIC_SIGHT, PROGRAM_CLIENT, &sight) ? sight : CALL_TRACER_SEES;
}

int programs_finish_calls(struct programs *programs)
{
	int failure = 0;
	return ask(programs, TOPIC_FINISH_CALLS, PROGRAM_SERVER, &failure) ? failure : EIO;
}

bool programs_have_hosts(const struct programs *programs)
{
	return programs->has_hosts;
}

void programs_free(struct programs *programs)
{
	if (!programs)
		return;
	(void)close(programs->socket);
	while (programs->launcher > 0 && waitpid(programs->launcher, NULL, 0) < 0 && errno == EINTR)
		continue;
	free(programs);
}

void program_append_end(struct text *out, int status)
{
	if (WIFSIGNALED(status))
		text_append_message(out, "signal %d", WTERMSIG(status));
	else
		text_append_message(out, "exit status %d", WEXITSTATUS(status));
}
