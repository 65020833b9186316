/*
 * `pcapdeck serve`: build, listen, then wait for a saved file or for the end. This thread builds
 * the pages; libmicrohttpd's thread answers requests. Editors save in several steps, so a change is
 * handled only after the folder was quiet for a moment.
 */
#include "serve/serve.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/array.h"
#include "base/message.h"
#include "serve/confinement/confinement.h"
#include "serve/live/live.h"
#include "serve/share.h"
#include "serve/site.h"
#include "serve/watch/file-watch.h"
#include "serve/web-server.h"

enum {
	QUIET_MS = 40, /* the longest time between two steps of an editor that saves a file */
	SAVED_MS = 5, /* the same between two files that are saved together */
	PATIENCE_STEPS = 25, /* a folder that is never quiet is handled after so many waits */
	PING_MS = 20000,
	DAY_MS = 60000, /* how often a server with a schedule looks whether a day has begun */
	OPEN_FILES = 4096,
};

enum wait_result { WAIT_CHANGE, WAIT_STOP, WAIT_LIVE, WAIT_TIMEOUT };

/*
 * Waits for a change, for a recording that is asked for, or for the end. `watch` and `live` may be
 * NULL.
 */
static enum wait_result wait_for(const struct file_watch *watch, const struct live *live,
	int stop_descriptor, int timeout_ms)
{
	struct pollfd sources[] = {
		{ .fd = stop_descriptor, .events = POLLIN },
		{ .fd = live ? live_descriptor(live) : -1, .events = POLLIN },
		{ .fd = watch ? file_watch_descriptor(watch) : -1, .events = POLLIN },
	};
	int count = poll(sources, ARRAY_COUNT(sources), timeout_ms);
	if (count < 0 && errno != EINTR)
		return WAIT_STOP;
	if (count <= 0)
		return WAIT_TIMEOUT;
	return sources[0].revents ? WAIT_STOP : sources[1].revents ? WAIT_LIVE : WAIT_CHANGE;
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

/* Tells pages that are open of a change at once; `server` may be NULL. */
static void refresh_once(
	struct site *site, struct web_server *server, const struct site_messages *messages)
{
	if (site_refresh(site, messages) && server)
		web_server_announce(server);
}

/* A source may have changed before its watch was set, so the site is refreshed a second time. */
static void refresh(struct site *site, struct file_watch *watch, struct web_server *server,
	const struct site_messages *messages)
{
	refresh_once(site, server, messages);
	watch_sources(watch, site, messages);
	refresh_once(site, server, NULL);
}

/*
 * Consumes events until none came for a moment, which is shorter behind the end of a save. Returns
 * false when there was none at all: kqueue may stay readable without an event, and then the wait is
 * a plain sleep, so that the loop does not spin.
 */
static bool take_changes(struct file_watch *watch, int stop_descriptor, enum wait_result *result)
{
	enum file_events last = FILE_EVENTS_NONE;
	for (int step = 0; *result == WAIT_CHANGE && step < PATIENCE_STEPS; step++) {
		enum file_events events = file_watch_drain(watch);
		if (events == FILE_EVENTS_NONE) {
			*result = wait_for(NULL, NULL, stop_descriptor, QUIET_MS);
			break;
		}
		/* An editor may remove its backup behind a save. */
		if (events != FILE_EVENTS_OTHERS || last == FILE_EVENTS_NONE)
			last = events;
		*result = wait_for(watch, NULL, stop_descriptor,
			last == FILE_EVENTS_SAVED ? SAVED_MS : QUIET_MS);
	}
	return last != FILE_EVENTS_NONE;
}

/* Records what a speaker asked for. Until that is done, a saved file waits. */
static void record_live(struct site *site, struct live *live, struct web_server *server)
{
	automem char *page = NULL, *slide = NULL;
	if (!live_take(live, &page, &slide))
		return;
	if (site_live_begin(site, page, slide)) {
		web_server_announce(server);
		site_live_record(site, page, slide);
		web_server_announce(server);
	}
	live_end(live);
}

static void follow_changes(struct site *site, struct file_watch *watch, struct live *live,
	struct web_server *server, const struct serve_options *options,
	const struct site_messages *messages)
{
	bool has_streams = true;
	for (;;) {
		int timeout_ms = has_streams                 ? PING_MS
			: site_day(site) == SITE_WITHOUT_DAY ? -1
							     : DAY_MS;
		enum wait_result result =
			wait_for(watch, live, options->stop_descriptor, timeout_ms);
		if (result == WAIT_STOP)
			return;
		if (result == WAIT_TIMEOUT) {
			has_streams = web_server_ping(server);
			if (site_day(site) == SITE_OF_YESTERDAY)
				refresh(site, watch, server, messages);
			continue;
		}
		if (result == WAIT_LIVE) {
			record_live(site, live, server);
			continue;
		}
		bool has_changes = take_changes(watch, options->stop_descriptor, &result);
		if (result == WAIT_STOP)
			return;
		if (has_changes)
			refresh(site, watch, server, messages);
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

/* Tells who sees the talks, since the pages contain speaker notes and captures. */
static void announce_reach(
	const struct serve_options *options, const struct listen_address *address)
{
	if (!options->message || (address->is_loopback && !options->is_shared))
		return;
	autofinish(text) struct text line = { 0 };
	autofinish(text) struct text place = { 0 };
	if (address->is_any)
		text_append_message(&place,
			"port %u of this machine (in a container: the port that publishes it)",
			listen_address_port(address));
	else
		listen_address_append(&place, address);
	if (options->is_shared)
		text_append_message(&line,
			"everybody who has a link sees these talks, with their speaker notes and captures; new links are made at each start");
	else
		text_append_message(&line,
			"everybody who can reach %s sees these talks, with their speaker notes and captures",
			text_string(&place));
	options->message(options->context, text_string(&line));
}

/* The beginning of links for others: through the proxy, else by the address of this machine. */
static void append_base(struct text *out, const struct serve_options *options,
	const struct listen_address *address, const struct share *share)
{
	if (share->public_url.origin)
		text_append_format(out, "%s/", share->public_url.origin);
	else if (address->is_any && options->outer_host)
		text_append_format(
			out, "http://%s:%u/", options->outer_host, listen_address_port(address));
	else
		listen_address_append_url(out, address);
}

static void tell_ready(const struct serve_options *options, const struct listen_address *address,
	struct share *share)
{
	autofinish(text) struct text here = { 0 };
	autofinish(text) struct text own = { 0 }, presenter = { 0 }, listener = { 0 };
	listen_address_append_url(&here, address);
	struct serve_urls urls = { .here = text_string(&here) };
	if (options->is_shared) {
		share_append_link(&own, share, text_string(&here), LINK_PRESENTER);
		share_append_link(&presenter, share, share->base, LINK_PRESENTER);
		share_append_link(&listener, share, share->base, LINK_LISTENER);
		urls.presenter_here = text_string(&own);
		urls.presenter = text_string(&presenter);
		urls.listener = text_string(&listener);
	}
	if (options->ready)
		options->ready(options->context, &urls);
}

/* The start of the threads that answer requests. */
struct start {
	struct web_server *server;
	const char *folder;
	bool may_write; /* in the folder */
	struct error *error;
	struct confinement confinement;
	bool is_done;
};

static void *start_confined(void *context)
{
	struct start *start = context;
	start->confinement = confine_thread(start->folder, start->may_write);
	start->is_done = web_server_start(start->server, start->error);
	return NULL;
}

/* Tells what the threads that answer cannot do; nothing where a system takes nothing from them. */
static void announce_confinement(
	const struct serve_options *options, const char *folder, struct confinement confinement)
{
	autofinish(text) struct text line = { 0 };
	if (confinement.is_confined_to_folder && confinement.is_refused_calls)
		text_append_message(&line,
			"requests are answered without access to files outside of '%s', to programs and to other servers (Landlock, seccomp)",
			folder);
	else if (confinement.is_refused_calls)
		text_append_message(&line,
			"requests are answered without access to programs and to other servers (seccomp); to confine them to a folder, this system has no Landlock");
	else if (confinement.is_confined_to_folder)
		text_append_message(&line,
			"requests are answered without access to files outside of '%s' (Landlock); to forbid programs and connections, this system has no seccomp",
			folder);
	if (line.size && options->message)
		options->message(options->context, text_string(&line));
}

/* Starts the server from a thread that was confined before, since its threads inherit that. */
static bool start_server(struct web_server *server, const struct site *site,
	const struct serve_options *options, struct error *error)
{
	struct start start = {
		.server = server,
		.folder = site_folder(site),
		/* what listeners say, and the times of rehearsals, are kept there */
		.may_write = options->is_shared || options->is_rehearsed,
		.error = error,
	};
	pthread_t thread;
	int failure = pthread_create(&thread, NULL, start_confined, &start);
	if (failure)
		return error_set(error, "cannot start a thread: %s", message_of_errno(failure));
	(void)pthread_join(thread, NULL);
	if (start.is_done)
		announce_confinement(options, start.folder, start.confinement);
	return start.is_done;
}

bool serve_run(const struct serve_options *options, struct error *error)
{
	const struct site_messages messages = { options->message, options->context };
	raise_open_files();
	struct listen_address address;
	if (!listen_address_parse(options->address, options->port, &address, error))
		return false;
	autofinish(text) struct text base = { 0 };
	autofinish(share) struct share share = { 0 };
	if (options->is_shared &&
		!share_init(&share, options->public_url, options->may_go_ahead, error))
		return false;
	enum site_audience audience = options->is_shared ? SITE_FOR_LISTENERS
		: address.is_loopback                    ? SITE_FOR_AUTHOR
							 : SITE_FOR_ANYBODY;
	autofree(site) struct site *site = site_new(options->path, &options->deck, audience, error);
	if (!site)
		return false;
	autofree(live) struct live *live = live_new(error);
	if (!live)
		return false;
	const struct web_server_options server_options = {
		.site = site,
		.address = &address,
		.share = options->is_shared ? &share : NULL,
		.is_rehearsed = options->is_rehearsed,
		.live = options->deck.record_live ? live : NULL,
		.message = options->message,
		.context = options->context,
	};
	autofree(web_server) struct web_server *server = web_server_new(&server_options, error);
	autofree(file_watch) struct file_watch *watch = server ? file_watch_new(error) : NULL;
	if (!watch)
		return false;

	append_base(&base, options, web_server_address(server), &share);
	share.base = text_string(&base);
	refresh(site, watch, NULL, &messages);
	if (!start_server(server, site, options, error))
		return false;
	tell_ready(options, web_server_address(server), &share);
	announce_reach(options, web_server_address(server));
	follow_changes(site, watch, live, server, options, &messages);
	/*
	 * The server must end before the site and the keys that its requests use; the reverse order
	 * of declaration ensures this.
	 */
	return true;
}
