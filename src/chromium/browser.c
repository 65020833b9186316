/*
 * Starts Chromium and speaks the DevTools Protocol with it (--remote-debugging-pipe). Messages are
 * JSON, each ended by a NUL; Chromium reads commands from its descriptor 3 and writes answers to
 * its descriptor 4. So no port is opened, and the browser ends by itself when this process dies,
 * since its pipe closes. Its arguments are a vector and never pass through a shell. Events are
 * dropped; only loaded pages are counted.
 *
 * A page has an address that belongs to nobody. The browser asks for it (Fetch.requestPaused), and
 * this process answers with its bytes. So the page cannot learn the path of a file, nor read
 * another file. Every other request fails.
 */
#include "chromium/browser.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/file/file-lock.h"
#include "base/file/file.h"
#include "base/format/coding.h"
#include "base/format/json-reader.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "chromium/find.h"

extern char **environ; /* NOLINT(readability-redundant-declaration): only glibc declares it */

enum {
	COMMANDS_DESCRIPTOR = 3, /* the descriptor that Chromium expects */
	ANSWERS_DESCRIPTOR = 4,
	/* for this process's ends, so that they do not collide with descriptors 3 and 4 */
	LOWEST_DESCRIPTOR = 10,
	MESSAGE_SIZE_MAX = 512 << 20,
	/* Chromium reads messages of at most 100 MB, and a page is sent in base64 */
	PAGE_SIZE_MAX = 70 << 20,
	LOG_SIZE_MAX = 1 << 20,
	LOG_LINE_MAX = 300,
	SECONDS_DEFAULT = 60,
	SECONDS_MAX = 3600,
	TICK_MS = 100, /* the longest delay of a signal that comes just before poll() */
	CLOSE_TICKS = 30,
	REMOVE_TICKS = 20,
};

/* An address that belongs to nobody (RFC 2606). The query follows. */
static const char page_address[] = "https://deck.invalid/deck.html";

struct browser {
	char *program;
	char *folder; /* temporary, for the profile and the log */
	int lock; /* the descriptor of the folder's lock, or -1 */
	char *log;
	pid_t process; /* the process, also the id of its group; 0: none */
	int to_browser, from_browser; /* -1: none */
	int64_t last_id;
	char *session; /* the page's session; NULL before there is a page */
	unsigned load_count; /* the number of pages loaded so far */
	struct bytes page; /* the page's bytes while it is opened */
	bool has_crashed;
	struct text in; /* bytes read that are no whole message yet */
	struct text message; /* the last whole message */
	unsigned limit_s;
	struct timespec began;
	bool has_handlers;
	struct sigaction before[4];
};

/* ---- signals ---- */

static const int caught_signals[] = { SIGINT, SIGTERM, SIGHUP };
enum { CAUGHT_COUNT = ARRAY_COUNT(caught_signals) };

static volatile sig_atomic_t interrupted_by;

static void remember_signal(int number)
{
	interrupted_by = number;
}

/*
 * SIGPIPE is ignored, since it would end this process when the browser dies while a command is
 * written.
 */
static void catch_signals(struct browser *browser)
{
	interrupted_by = 0;
	for (size_t i = 0; i < CAUGHT_COUNT; i++) {
		struct sigaction action = { .sa_handler = remember_signal };
		(void)sigemptyset(&action.sa_mask);
		(void)sigaction(caught_signals[i], NULL, &browser->before[i]);
		if (browser->before[i].sa_handler != SIG_IGN)
			(void)sigaction(caught_signals[i], &action, NULL);
	}
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	(void)sigemptyset(&ignore.sa_mask);
	(void)sigaction(SIGPIPE, &ignore, &browser->before[CAUGHT_COUNT]);
	browser->has_handlers = true;
}

static void release_signals(struct browser *browser)
{
	if (!browser->has_handlers)
		return;
	for (size_t i = 0; i < CAUGHT_COUNT; i++)
		(void)sigaction(caught_signals[i], &browser->before[i], NULL);
	(void)sigaction(SIGPIPE, &browser->before[CAUGHT_COUNT], NULL);
	if (interrupted_by)
		(void)raise(interrupted_by);
}

/* ---- time ---- */

/* The time limit: PCAPDECK_CHROMIUM_SECONDS, for machines that need longer, or `usual`. */
static unsigned time_limit_s(unsigned usual)
{
	const char *text = getenv("PCAPDECK_CHROMIUM_SECONDS");
	unsigned seconds = 0;
	for (; text && ascii_is_digit(*text) && seconds < SECONDS_MAX; text++)
		seconds = seconds * 10 + (unsigned)(*text - '0');
	if (!seconds)
		return usual;
	return seconds < SECONDS_MAX ? seconds : SECONDS_MAX;
}

void browser_limit(struct browser *browser, unsigned seconds)
{
	browser->limit_s = time_limit_s(seconds);
	browser_restart_clock(browser);
}

void browser_restart_clock(struct browser *browser)
{
	(void)clock_gettime(CLOCK_MONOTONIC, &browser->began);
}

static bool is_late(const struct browser *browser)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - browser->began.tv_sec >= (time_t)browser->limit_s;
}

/* ---- what went wrong ---- */

/* Skips the prefix of a log line: "[1234:1234:0101/120000.123456:ERROR:file.cc(1)] words". */
static const char *skip_log_prefix(const char *line)
{
	const char *end = line[0] == '[' ? strstr(line, "] ") : NULL;
	return end ? end + 2 : line;
}

/*
 * Appends the last line of the browser's log without control characters; nothing when it is empty.
 * A long message about a missing sandbox, wherever it is in the log, is replaced by a short one.
 */
static void append_last_line(const struct browser *browser, struct text *out)
{
	static const char no_sandbox[] = "No usable sandbox";
	autofinish(buffer) struct buffer log = { 0 };
	autofinish(error) struct error ignored = { 0 };
	if (!browser->log || !file_read(browser->log, LOG_SIZE_MAX, &log, &ignored))
		return;
	if (strstr((const char *)log.data, no_sandbox)) {
		text_append_message(out,
			"it may not make a sandbox, since namespaces are forbidden here: install chromium-sandbox (Debian), or in a container run this as root");
		return;
	}
	size_t end = log.size;
	while (end && (log.data[end - 1] == '\n' || log.data[end - 1] == '\r'))
		end--;
	size_t start = end;
	while (start && log.data[start - 1] != '\n')
		start--;
	autofinish(text) struct text line = { 0 };
	text_append_size(&line, (const char *)log.data + start, end - start);
	struct bytes words = markup_bytes_of(skip_log_prefix(text_string(&line)));
	if (words.size > LOG_LINE_MAX)
		words.size = LOG_LINE_MAX;
	markup_utf8(out, words);
}

/* Sets the error to "'chromium' WHAT: LAST LINE"; returns false. */
static bool blame(const struct browser *browser, const char *what, struct error *error)
{
	autofinish(text) struct text line = { 0 };
	append_last_line(browser, &line);
	if (line.size)
		return error_set(error, "'%s' %s: %s", browser->program, message_of(what),
			text_string(&line));
	return error_set(error, "'%s' %s", browser->program, message_of(what));
}

static bool blame_limit(const struct browser *browser, struct error *error)
{
	autofinish(text) struct text what = { 0 };
	text_append_message(&what,
		"was not done within %u seconds (PCAPDECK_CHROMIUM_SECONDS may allow more)",
		browser->limit_s);
	return blame(browser, text_string(&what), error);
}

/* ---- messages ---- */

/* Waits until the descriptor is ready; fails on a signal or at the time limit. */
static bool wait_ready(
	const struct browser *browser, int descriptor, short events, struct error *error)
{
	for (;;) {
		if (interrupted_by)
			return error_set(error, "interrupted");
		if (is_late(browser))
			return blame_limit(browser, error);
		struct pollfd place = { .fd = descriptor, .events = events };
		int ready = poll(&place, 1, TICK_MS);
		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR)
			return error_set(error, "cannot wait for '%s': %s", browser->program,
				message_of_errno(errno));
	}
}

static bool send_message(struct browser *browser, const struct text *message, struct error *error)
{
	const char *at = text_string(message);
	size_t left = message->size + 1; /* the NUL ends it */
	while (left) {
		if (!wait_ready(browser, browser->to_browser, POLLOUT, error))
			return false;
		ssize_t size = write(browser->to_browser, at, left);
		if (size > 0) {
			at += size;
			left -= (size_t)size;
		} else if (size < 0 && errno != EINTR && errno != EAGAIN) {
			return blame(browser, MESSAGE("ended too early"), error);
		}
	}
	return true;
}

/* Reads the next message into browser->message. */
static bool receive_message(struct browser *browser, struct error *error)
{
	size_t searched = 0;
	for (;;) {
		struct text *in = &browser->in;
		const char *end = in->size > searched
			? memchr(in->data + searched, '\0', in->size - searched)
			: NULL;
		if (end) {
			size_t size = (size_t)(end - in->data);
			text_clear(&browser->message);
			text_append_size(&browser->message, in->data, size);
			in->size -= size + 1;
			memmove(in->data, end + 1, in->size + 1); /* with the text's own NUL */
			return true;
		}
		searched = in->size;
		if (in->size > MESSAGE_SIZE_MAX)
			return blame(browser, MESSAGE("said too much at once"), error);
		if (!wait_ready(browser, browser->from_browser, POLLIN, error))
			return false;
		char buffer[1 << 16];
		ssize_t size = read(browser->from_browser, buffer, sizeof(buffer));
		if (size > 0)
			text_append_size(in, buffer, (size_t)size);
		else if (size == 0 || (errno != EINTR && errno != EAGAIN))
			return blame(browser, MESSAGE("ended too early"), error);
	}
}

static struct bytes message_bytes(const struct browser *browser)
{
	return (struct bytes){ (const uint8_t *)text_string(&browser->message),
		browser->message.size };
}

/* Sends a command without waiting; its answer is ignored. */
static bool send_command(
	struct browser *browser, const char *method, const char *parameters, struct error *error)
{
	autofinish(text) struct text command = { 0 };
	struct json json = { .out = &command };
	json_begin_object(&json, NULL);
	json_number(&json, "id", ++browser->last_id);
	if (browser->session)
		json_string(&json, "sessionId", browser->session);
	json_string(&json, "method", method);
	json_literal(&json, "params", parameters);
	json_end_object(&json);
	return send_message(browser, &command, error);
}

/* Answers a request of the browser: with the page for its address, else with a failure. */
static bool answer_request(struct browser *browser, struct error *error)
{
	struct bytes event = message_bytes(browser), value;
	autofinish(text) struct text id = { 0 };
	autofinish(text) struct text url = { 0 };
	if (!json_path(event, &value, "params", "requestId", NULL) ||
		!json_string_append(value, &id) ||
		!json_path(event, &value, "params", "request", "url", NULL) ||
		!json_string_append(value, &url))
		return true;
	const size_t address_size = sizeof(page_address) - 1;
	bool is_page = browser->page.data && url.size >= address_size &&
		memcmp(url.data, page_address, address_size) == 0;
	autofinish(text) struct text parameters = { 0 };
	autofinish(text) struct text body = { 0 };
	struct json json = { .out = &parameters };
	json_begin_object(&json, NULL);
	json_string(&json, "requestId", text_string(&id));
	if (is_page) {
		text_append_base64(&body, browser->page);
		json_number(&json, "responseCode", 200);
		json_literal(&json, "responseHeaders",
			"[{\"name\":\"Content-Type\",\"value\":\"text/html; charset=utf-8\"}]");
		json_string(&json, "body", text_string(&body));
	} else {
		json_string(&json, "errorReason", "BlockedByClient");
	}
	json_end_object(&json);
	return send_command(browser, is_page ? "Fetch.fulfillRequest" : "Fetch.failRequest",
		text_string(&parameters), error);
}

static bool note_event(struct browser *browser, struct bytes method, struct error *error)
{
	if (json_string_equals(method, "Fetch.requestPaused"))
		return answer_request(browser, error);
	if (json_string_equals(method, "Page.loadEventFired"))
		browser->load_count++;
	else if (json_string_equals(method, "Inspector.targetCrashed"))
		browser->has_crashed = true;
	return true;
}

/* Reads the next message. *ret_id is the id of an answer, or 0 for an event, which is noted. */
static bool next_message(struct browser *browser, int64_t *ret_id, struct error *error)
{
	if (!receive_message(browser, error))
		return false;
	struct bytes value;
	*ret_id = 0;
	if (json_member(message_bytes(browser), "id", &value))
		(void)json_integer(value, ret_id);
	else if (json_member(message_bytes(browser), "method", &value) &&
		!note_event(browser, value, error))
		return false;
	if (browser->has_crashed)
		return blame(browser, MESSAGE("crashed on the page"), error);
	return true;
}

static bool read_answer(
	struct browser *browser, const char *method, struct bytes *ret_result, struct error *error)
{
	struct bytes answer = message_bytes(browser), value;
	autofinish(text) struct text words = { 0 };
	if (json_path(answer, &value, "error", "message", NULL) &&
		json_string_append(value, &words))
		return error_set(error, "'%s' refused %s: %s", browser->program, method,
			text_string(&words));
	if (!json_member(answer, "result", &value))
		return error_set(error, "'%s' did not understand %s", browser->program, method);
	if (ret_result)
		*ret_result = value;
	return true;
}

bool browser_call(struct browser *browser, const char *method, const char *parameters,
	struct bytes *ret_result, struct error *error)
{
	if (!send_command(browser, method, parameters, error))
		return false;
	int64_t wanted = browser->last_id, id = 0;
	while (id != wanted) {
		if (!next_message(browser, &id, error))
			return false;
	}
	return read_answer(browser, method, ret_result, error);
}

static bool navigate(struct browser *browser, const char *url, struct error *error)
{
	autofinish(text) struct text parameters = { 0 };
	autofinish(text) struct text words = { 0 };
	struct json json = { .out = &parameters };
	json_begin_object(&json, NULL);
	json_string(&json, "url", url);
	json_end_object(&json);
	unsigned before = browser->load_count;
	struct bytes result, value;
	if (!browser_call(browser, "Page.navigate", text_string(&parameters), &result, error))
		return false;
	if (json_member(result, "errorText", &value) && json_string_append(value, &words))
		return error_set(error, "'%s' cannot open the deck: %s", browser->program,
			text_string(&words));
	int64_t id;
	while (browser->load_count == before) {
		if (!next_message(browser, &id, error))
			return false;
	}
	return true;
}

bool browser_show(
	struct browser *browser, struct bytes html, const char *query, struct error *error)
{
	if (html.size > PAGE_SIZE_MAX)
		return error_set(error, "it is larger than the %d MB that a browser takes at once",
			PAGE_SIZE_MAX >> 20);
	autofinish(text) struct text url = { 0 };
	text_append_format(&url, "%s?%s", page_address, query);
	browser->page = html;
	bool ok = navigate(browser, text_string(&url), error);
	browser->page = (struct bytes){ 0 };
	return ok;
}

/* ---- the process ---- */

/*
 * Makes and locks the temporary folder. The lock is held until the end of this process, and the
 * next run removes folders of runs that were killed. Between making and locking, another run may
 * remove the new folder; then another one is made.
 */
static bool make_folder(struct browser *browser, struct error *error)
{
	enum { TRIES = 3 };
	const char *root = getenv("TMPDIR");
	struct text path = { 0 };
	text_append_format(&path, "%s/pcapdeck-chromium-", root && *root ? root : "/tmp");
	file_remove_leftover_folders(text_string(&path));
	text_append(&path, "XXXXXX");
	automem char *pattern = text_steal(&path);
	for (int i = 0; i < TRIES; i++) {
		free(browser->folder);
		browser->folder = xstrdup(pattern);
		if (!mkdtemp(browser->folder)) {
			error_set(error, "cannot make a temporary folder '%s': %s", pattern,
				message_of_errno(errno));
			free(browser->folder);
			browser->folder = NULL;
			return false;
		}
		browser->lock = file_lock_folder(browser->folder);
		if (browser->lock >= 0 || access(browser->folder, F_OK) == 0)
			break; /* some file systems have no locks */
	}
	text_append_format(&path, "%s/log", browser->folder);
	browser->log = text_steal(&path);
	return true;
}

/* Makes a pipe whose ends are not inherited and do not collide with descriptors 3 and 4. */
static bool make_pipe(int ret_ends[2])
{
	int ends[2];
	if (pipe(ends) != 0)
		return false;
	for (size_t i = 0; i < 2; i++) {
		ret_ends[i] = fcntl(ends[i], F_DUPFD_CLOEXEC, LOWEST_DESCRIPTOR);
		(void)close(ends[i]);
	}
	return ret_ends[0] >= 0 && ret_ends[1] >= 0;
}

static void close_descriptor(int *descriptor)
{
	if (*descriptor >= 0)
		(void)close(*descriptor);
	*descriptor = -1;
}

/*
 * Starts the child with its ends of the pipes, a log for its output and a process group of its own.
 */
static int spawn(struct browser *browser, char *const *arguments, int commands, int answers)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int failure = posix_spawn_file_actions_init(&actions);
	if (failure)
		return failure;
	failure = posix_spawnattr_init(&attributes);
	if (failure) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return failure;
	}
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	(void)sigaddset(&defaults, SIGXFSZ);
	failure = posix_spawnattr_setsigdefault(&attributes, &defaults);
	if (!failure)
		failure = posix_spawnattr_setflags(
			&attributes, (short)(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF));
	if (!failure)
		failure = posix_spawn_file_actions_addopen(
			&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!failure)
		failure = posix_spawn_file_actions_addopen(
			&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (!failure)
		failure = posix_spawn_file_actions_addopen(
			&actions, STDERR_FILENO, browser->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (!failure)
		failure = posix_spawn_file_actions_adddup2(&actions, commands, COMMANDS_DESCRIPTOR);
	if (!failure)
		failure = posix_spawn_file_actions_adddup2(&actions, answers, ANSWERS_DESCRIPTOR);
	if (!failure)
		failure = posix_spawn(&browser->process, browser->program, &actions, &attributes,
			arguments, environ);
	if (failure)
		browser->process = 0;
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	return failure;
}

static bool start_process(struct browser *browser, struct error *error)
{
	automem char *profile = NULL;
	struct text text = { 0 };
	text_append_format(&text, "--user-data-dir=%s/profile", browser->folder);
	profile = text_steal(&text);
	const char *arguments[] = {
		browser->program,
		"--headless",
		"--remote-debugging-pipe",
		profile,
		"--no-first-run",
		"--no-default-browser-check",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-default-apps",
		"--disable-dev-shm-usage", /* small in containers */
		"--disable-extensions",
		"--disable-gpu",
		"--disable-sync",
		"--hide-scrollbars",
		"--host-resolver-rules=MAP * ~NOTFOUND", /* a deck needs no names resolved */
		"--mute-audio",
		"--password-store=basic", /* does not ask for a key ring */
		"--use-mock-keychain",
		"--user-agent=pcapdeck", /* a PDF has it as its creator */
		"about:blank",
		/* Chromium refuses to run as root with its sandbox */
		geteuid() == 0 ? "--no-sandbox" : NULL,
		NULL,
	};
	int commands[2] = { -1, -1 }, answers[2] = { -1, -1 };
	int failure = 0;
	if (!make_pipe(commands) || !make_pipe(answers))
		failure = errno;
	else
		failure = spawn(browser, (char *const *)arguments, commands[0], answers[1]);
	close_descriptor(&commands[0]);
	close_descriptor(&answers[1]);
	browser->to_browser = commands[1];
	browser->from_browser = answers[0];
	if (failure)
		return error_set(error, "cannot start '%s': %s", browser->program,
			message_of_errno(failure));
	/* A browser that stops reading must not block this process past the limit. */
	(void)fcntl(browser->to_browser, F_SETFL, O_NONBLOCK);
	return true;
}

static bool has_ended(const struct browser *browser)
{
	siginfo_t info = { 0 };
	return waitid(P_PID, (id_t)browser->process, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
		info.si_pid == browser->process;
}

/* Closes the pipe, which asks the browser to end, and then ends its whole process group. */
static void end_process(struct browser *browser)
{
	close_descriptor(&browser->to_browser);
	close_descriptor(&browser->from_browser);
	if (!browser->process)
		return;
	for (int i = 0; i < CLOSE_TICKS && !interrupted_by && !has_ended(browser); i++)
		(void)poll(NULL, 0, TICK_MS);
	(void)kill(-browser->process, SIGKILL);
	int status;
	while (waitpid(browser->process, &status, 0) < 0 && errno == EINTR)
		continue;
	browser->process = 0;
}

/* Removes the folder. A process of the group may have written a last file in the meantime. */
static void remove_folder(const struct browser *browser)
{
	for (int i = 0; i < REMOVE_TICKS && !file_remove_folder(browser->folder); i++)
		(void)poll(NULL, 0, TICK_MS);
}

/* Opens a page and attaches a session, which commands to the page name. */
static bool open_page(struct browser *browser, struct error *error)
{
	struct bytes result, value;
	autofinish(text) struct text parameters = { 0 };
	autofinish(text) struct text session = { 0 };
	if (!browser_call(
		    browser, "Target.createTarget", "{\"url\":\"about:blank\"}", &result, error))
		return false;
	if (!json_member(result, "targetId", &value))
		return error_set(error, "'%s' opened no page", browser->program);
	text_append_format(&parameters, "{\"flatten\":true,\"targetId\":%.*s}", (int)value.size,
		(const char *)value.data);
	if (!browser_call(
		    browser, "Target.attachToTarget", text_string(&parameters), &result, error))
		return false;
	if (!json_member(result, "sessionId", &value) || !json_string_append(value, &session))
		return error_set(error, "'%s' gave no session", browser->program);
	browser->session = text_steal(&session);
	return browser_call(browser, "Page.enable", "{}", NULL, error) &&
		browser_call(browser, "Fetch.enable", "{\"patterns\":[{\"urlPattern\":\"*\"}]}",
			NULL, error) &&
		browser_call(browser, "Inspector.enable", "{}", NULL, error);
}

struct browser *browser_start(struct error *error)
{
	autofree(browser) struct browser *browser = xcalloc(1, sizeof(*browser));
	browser->to_browser = browser->from_browser = browser->lock = -1;
	browser->limit_s = time_limit_s(SECONDS_DEFAULT);
	browser->program = chromium_find(error);
	if (!browser->program)
		return NULL;
	catch_signals(browser);
	browser_restart_clock(browser);
	if (!make_folder(browser, error) || !start_process(browser, error) ||
		!open_page(browser, error))
		return NULL;
	return steal_pointer(&browser);
}

void browser_free(struct browser *browser)
{
	if (!browser)
		return;
	end_process(browser);
	if (browser->folder)
		remove_folder(browser);
	close_descriptor(&browser->lock);
	release_signals(browser);
	free(browser->program);
	free(browser->folder);
	free(browser->log);
	free(browser->session);
	text_finish(&browser->in);
	text_finish(&browser->message);
	free(browser);
}
