/*
 * Speaks the DevTools Protocol with Chromium. Messages are JSON, each ended by a NUL. Events are
 * dropped; only loaded pages are counted.
 *
 * A page has an address that belongs to nobody. The browser asks for it (Fetch.requestPaused), and
 * this process answers with its bytes. So the page cannot learn the path of a file, nor read
 * another file. Every other request fails.
 */
#include "chromium/browser.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/format/hex-base64.h"
#include "base/format/json-reader.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "chromium/browser-process.h"
#include "chromium/find.h"

enum {
	MESSAGE_SIZE_MAX = 512 << 20,
	/* Chromium reads messages of at most 100 MB, and a page is sent in base64 */
	PAGE_SIZE_MAX = 70 << 20,
	SECONDS_DEFAULT = 60,
	SECONDS_MAX = 3600,
	TICK_MS = 100, /* the longest delay of a signal that comes just before poll() */
};

/* An address that belongs to nobody (RFC 2606). The query follows. */
static const char page_address[] = "https://deck.invalid/deck.html";

struct browser {
	struct browser_process process;
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

/* Returns the time limit in seconds: PCAPDECK_CHROMIUM_SECONDS, for slow machines, else `usual`. */
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

/* Sets the error to "'chromium' WHAT: LAST LINE"; returns false. */
static bool fail_with_log(const struct browser *browser, const char *what, struct error *error)
{
	autofinish(text) struct text line = { 0 };
	browser_process_append_log(&browser->process, &line);
	if (line.size)
		return error_set(error, "'%s' %s: %s", browser->process.program, message_of(what),
			text_string(&line));
	return error_set(error, "'%s' %s", browser->process.program, message_of(what));
}

static bool fail_at_time_limit(const struct browser *browser, struct error *error)
{
	autofinish(text) struct text what = { 0 };
	text_append_message(&what,
		"was not done within %u seconds (PCAPDECK_CHROMIUM_SECONDS may allow more)",
		browser->limit_s);
	return fail_with_log(browser, text_string(&what), error);
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
			return fail_at_time_limit(browser, error);
		struct pollfd place = { .fd = descriptor, .events = events };
		int ready = poll(&place, 1, TICK_MS);
		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR)
			return error_set(error, "cannot wait for '%s': %s",
				browser->process.program, message_of_errno(errno));
	}
}

static bool send_message(struct browser *browser, const struct text *message, struct error *error)
{
	const char *at = text_string(message);
	size_t left = message->size + 1; /* the NUL ends it */
	while (left) {
		if (!wait_ready(browser, browser->process.to_browser, POLLOUT, error))
			return false;
		ssize_t size = write(browser->process.to_browser, at, left);
		if (size > 0) {
			at += size;
			left -= (size_t)size;
		} else if (size < 0 && errno != EINTR && errno != EAGAIN) {
			return fail_with_log(browser, MESSAGE("ended too early"), error);
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
			return fail_with_log(browser, MESSAGE("said too much at once"), error);
		if (!wait_ready(browser, browser->process.from_browser, POLLIN, error))
			return false;
		char buffer[1 << 16];
		ssize_t size = read(browser->process.from_browser, buffer, sizeof(buffer));
		if (size > 0)
			text_append_size(in, buffer, (size_t)size);
		else if (size == 0 || (errno != EINTR && errno != EAGAIN))
			return fail_with_log(browser, MESSAGE("ended too early"), error);
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
		return fail_with_log(browser, MESSAGE("crashed on the page"), error);
	return true;
}

static bool read_answer(
	struct browser *browser, const char *method, struct bytes *ret_result, struct error *error)
{
	struct bytes answer = message_bytes(browser), value;
	autofinish(text) struct text words = { 0 };
	if (json_path(answer, &value, "error", "message", NULL) &&
		json_string_append(value, &words))
		return error_set(error, "'%s' refused %s: %s", browser->process.program, method,
			text_string(&words));
	if (!json_member(answer, "result", &value))
		return error_set(
			error, "'%s' did not understand %s", browser->process.program, method);
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
		return error_set(error, "'%s' cannot open the deck: %s", browser->process.program,
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

/* ---- the whole ---- */

/* Opens a page and attaches the session that commands to the page name. */
static bool open_page(struct browser *browser, struct error *error)
{
	struct bytes result, value;
	autofinish(text) struct text parameters = { 0 };
	autofinish(text) struct text session = { 0 };
	if (!browser_call(
		    browser, "Target.createTarget", "{\"url\":\"about:blank\"}", &result, error))
		return false;
	if (!json_member(result, "targetId", &value))
		return error_set(error, "'%s' opened no page", browser->process.program);
	text_append_format(&parameters, "{\"flatten\":true,\"targetId\":%.*s}", (int)value.size,
		(const char *)value.data);
	if (!browser_call(
		    browser, "Target.attachToTarget", text_string(&parameters), &result, error))
		return false;
	if (!json_member(result, "sessionId", &value) || !json_string_append(value, &session))
		return error_set(error, "'%s' gave no session", browser->process.program);
	browser->session = text_steal(&session);
	return browser_call(browser, "Page.enable", "{}", NULL, error) &&
		browser_call(browser, "Fetch.enable", "{\"patterns\":[{\"urlPattern\":\"*\"}]}",
			NULL, error) &&
		browser_call(browser, "Inspector.enable", "{}", NULL, error);
}

struct browser *browser_start(struct error *error)
{
	autofree(browser) struct browser *browser = xcalloc(1, sizeof(*browser));
	browser->process = BROWSER_PROCESS_NONE;
	browser->limit_s = time_limit_s(SECONDS_DEFAULT);
	browser->process.program = chromium_find(error);
	if (!browser->process.program)
		return NULL;
	catch_signals(browser);
	browser_restart_clock(browser);
	if (!browser_process_start(&browser->process, error) || !open_page(browser, error))
		return NULL;
	return steal_pointer(&browser);
}

void browser_free(struct browser *browser)
{
	if (!browser)
		return;
	browser_process_finish(&browser->process, &interrupted_by);
	release_signals(browser);
	free(browser->session);
	text_finish(&browser->in);
	text_finish(&browser->message);
	free(browser);
}
