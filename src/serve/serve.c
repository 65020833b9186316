/*
 * `pcapdeck serve`: build, listen, then wait for a saved file or for the end. This thread builds
 * the pages; libmicrohttpd's thread answers requests. Editors save in several steps, so a change is
 * handled only after the folder was quiet for a moment.
 */
#include "serve/serve.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/message.h"
#include "serve/file-watch.h"
#include "serve/site.h"
#include "serve/web-server.h"

enum {
	QUIET_MS = 40, /* the longest time between two steps of an editor that saves a file */
	PATIENCE_STEPS = 25, /* a folder that is never quiet is handled after so many waits */
	PING_MS = 20000,
	OPEN_FILES = 4096,
};

enum wait_result { WAIT_CHANGE, WAIT_STOP, WAIT_TIMEOUT };

/* Waits for a change or for the end; without `watch` for the end only. */
static enum wait_result wait_for(
	const struct file_watch *watch, int stop_descriptor, int timeout_ms)
{
	struct pollfd sources[] = {
		{ .fd = stop_descriptor, .events = POLLIN },
		{ .fd = watch ? file_watch_descriptor(watch) : -1, .events = POLLIN },
	};
	int count = poll(sources, 2, timeout_ms);
	if (count < 0 && errno != EINTR)
		return WAIT_STOP;
	if (count <= 0)
		return WAIT_TIMEOUT;
	return sources[0].revents ? WAIT_STOP : WAIT_CHANGE;
}

/* Reports that not everything can be watched, once per build. */
static void watch_sources(
	struct file_watch *watch, const struct site *site, const struct site_messages *messages)
{
	size_t count;
	const char **paths = site_sources(site, &count);
	autofinish(error) struct error error = { 0 };
	if (!file_watch_set(watch, paths, count, &error) && messages->message)
		messages->message(messages->context, error_message(&error));
	free(paths);
}

/* A source may have changed before its watch was set, so the site is refreshed a second time. */
static bool refresh(
	struct site *site, struct file_watch *watch, const struct site_messages *messages)
{
	bool is_changed = site_refresh(site, messages);
	watch_sources(watch, site, messages);
	return site_refresh(site, NULL) || is_changed;
}

/*
 * Consumes events until none came for a moment. Returns false when there was none at all: kqueue
 * may stay readable without an event, and then the wait is a plain sleep, so that the loop does not
 * spin.
 */
static bool take_changes(struct file_watch *watch, int stop_descriptor, enum wait_result *result)
{
	bool has_events = false;
	for (int step = 0; *result == WAIT_CHANGE && step < PATIENCE_STEPS; step++) {
		if (!file_watch_drain(watch)) {
			*result = wait_for(NULL, stop_descriptor, QUIET_MS);
			break;
		}
		has_events = true;
		*result = wait_for(watch, stop_descriptor, QUIET_MS);
	}
	return has_events;
}

static void follow_changes(struct site *site, struct file_watch *watch, struct web_server *server,
	const struct serve_options *options, const struct site_messages *messages)
{
	bool has_streams = true;
	for (;;) {
		enum wait_result result =
			wait_for(watch, options->stop_descriptor, has_streams ? PING_MS : -1);
		if (result == WAIT_STOP)
			return;
		if (result == WAIT_TIMEOUT) {
			has_streams = web_server_ping(server);
			continue;
		}
		bool has_changes = take_changes(watch, options->stop_descriptor, &result);
		if (result == WAIT_STOP)
			return;
		if (has_changes && refresh(site, watch, messages))
			web_server_announce(server);
		has_streams = true;
	}
}

/*
 * macOS limits a program to 256 open files until it asks for more; each listener and each talk
 * needs some.
 */
static void raise_open_files(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= OPEN_FILES)
		return;
	limit.rlim_cur = limit.rlim_max < OPEN_FILES ? limit.rlim_max : OPEN_FILES;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/*
 * Tells who can reach the server on a network, since the pages contain speaker notes and captures.
 */
static void announce_reach(
	const struct listen_address *address, const struct site_messages *messages)
{
	if (address->is_loopback || !messages->message)
		return;
	autofinish(text) struct text line = { 0 };
	autofinish(text) struct text place = { 0 };
	if (address->is_any)
		text_append_message(&place,
			"port %u of this machine (in a container: the port that publishes it)",
			listen_address_port(address));
	else
		listen_address_append(&place, address);
	text_append_message(&line,
		"everybody who can reach %s sees these talks, with their speaker notes and captures",
		text_string(&place));
	messages->message(messages->context, text_string(&line));
}

bool serve_run(const struct serve_options *options, struct error *error)
{
	const struct site_messages messages = { options->message, options->context };
	raise_open_files();
	struct listen_address address;
	if (!listen_address_parse(options->address, options->port, &address, error))
		return false;
	autofree(site) struct site *site = site_new(options->path, &options->deck, error);
	if (!site)
		return false;
	autofree(web_server) struct web_server *server =
		web_server_new(site, &address, options->message, options->context, error);
	autofree(file_watch) struct file_watch *watch = server ? file_watch_new(error) : NULL;
	if (!watch)
		return false;

	(void)refresh(site, watch, &messages);
	if (!web_server_start(server, error))
		return false;
	autofinish(text) struct text url = { 0 };
	listen_address_append_url(&url, web_server_address(server));
	if (options->ready)
		options->ready(options->context, text_string(&url));
	announce_reach(web_server_address(server), &messages);
	follow_changes(site, watch, server, options, &messages);
	/*
	 * The server must end before the site that its requests use; the reverse order of
	 * declaration ensures this.
	 */
	return true;
}
