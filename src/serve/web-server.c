/*
 * libmicrohttpd with one polling thread. Other pages in the same browser are kept out: the Host
 * header must name this machine, or be a numeric address where other machines are let in (a foreign
 * name that resolves here is DNS rebinding); only GET and HEAD are answered, and POST when talks
 * are shared; and the headers of every answer forbid content sniffing, framing and referrers. An
 * event stream waits as a suspended connection; libmicrohttpd notices that its browser has gone
 * only when it writes, hence the pings. Talks that are shared answer only to whoever has the key of
 * a link (share.c). There is no TLS.
 *
 * No client can lock out others: at the limit a new connection ends the oldest one that follows no
 * page, whether that one is silent, slow to send or slow to read (client-connections.c). A browser
 * sends its request at once and has its answer before its connection is the oldest.
 */
#include "serve/web-server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/message.h"
#include "microhttpd/functions.h"
#include "serve/answers.h"
#include "serve/client-connections.h"
#include "serve/request.h"
#include "serve/requests/feedback-requests.h"
#include "serve/requests/live-requests.h"
#include "serve/requests/rehearsal-requests.h"
#include "serve/requests/room-requests.h"
#include "serve/requests/vote-requests.h"

enum {
	STREAMS_ALONE = 64, /* open tabs; a browser opens at most six connections to one server */
	STREAMS_SHARED = 2048, /* open tabs of a whole audience */
	STREAMS_OF_VISITOR = 12, /* of one browser, when talks are shared */
	/* When talks are shared: an audience may be behind one address of a network or a proxy. */
	CONNECTIONS_OF_ADDRESS = 1024,
	CLIENTS_MAX = 128, /* connections that follow no page; one more ends the oldest */
	CLIENTS_MIN = 8,
	HEADERS_SIZE_MAX = 16 << 10, /* of a request, with what libmicrohttpd itself needs */
	CONNECTION_TIMEOUT_S =
		/* without a byte while it is answered; suspended streams have no limit */
	20,
	REQUEST_TIMEOUT_MS = 10000, /* for a whole request, however often the client sends a byte */
	STREAM_BLOCK_SIZE = 4096,
	SEND_BUFFER_SIZE = 256 << 10,
	TROUBLE_SIZE = 256,
	DESCRIPTORS_RESERVED = 32, /* left free for reading talks, captures and templates */
};

/* A browser's open event stream. */
struct stream {
	struct stream *next;
	struct web_server *server;
	struct MHD_Connection *connection;
	char *page;
	char visitor[VISITOR_ID_SIZE + 1]; /* whose stream it is, when talks are shared */
	struct room_member member; /* when talks are shared */
	uint64_t revision; /* the last revision that was written */
	uint64_t live; /* the same of site_live_number() */
	uint64_t votes; /* and of votes_number() */
	uint64_t feedback; /* the same of desk_number() */
	struct text pending;
	size_t written; /* bytes of `pending` */
	bool is_suspended;
	bool wants_ping;
};

/* A request, and the body of it that has arrived. */
struct change {
	struct text body;
	bool is_too_large;
	struct counted_vote *counted; /* a vote that waits to be kept; or NULL */
};

struct web_server {
	struct microhttpd http;
	struct site *site;
	struct share *share; /* NULL: whoever reaches the server sees the talks */
	struct live *live; /* NULL: nothing is recorded */
	bool is_rehearsed;
	struct desk *desk;
	struct vote_keeper *keeper; /* with `share` */
	struct feedback_service feedback; /* of libmicrohttpd's thread */
	struct MHD_Daemon *daemon;
	int listener;
	struct listen_address address;
	struct client_connections *client_connections;
	void (*message)(void *context, const char *line);
	void *context;
	bool has_complained;
	pthread_mutex_t lock; /* guards all members below */
	struct stream *streams;
	size_t stream_count;
	bool is_stopping;
};

/* --- event streams --- */

/*
 * Whoever reaches a server that is not shared is its user, when it listens on the loopback only.
 * Only the speaker's pages learn why a recording failed.
 */
static bool says_why(const struct web_server *server, const struct stream *stream)
{
	return !server->share || stream->member.role == VISITOR_PRESENTER;
}

static uint64_t live_number(const struct web_server *server, const struct stream *stream)
{
	return server->live ? site_live_number(server->site, stream->page) : 0;
}

static void append_live(const struct web_server *server, struct stream *stream)
{
	autofinish(text) struct text lives = { 0 };
	if (live_number(server, stream) == stream->live)
		return;
	stream->live =
		site_live_append(server->site, stream->page, says_why(server, stream), &lives);
	text_append_format(&stream->pending, "event: live\ndata: %s\n\n", text_string(&lives));
}

static bool is_speakers(const struct stream *stream)
{
	return stream->member.role == VISITOR_PRESENTER;
}

static uint64_t votes_of(const struct web_server *server, const struct stream *stream)
{
	return server->share ? votes_number(server->share->votes, stream->page, is_speakers(stream))
			     : 0;
}

static void append_votes(const struct web_server *server, struct stream *stream)
{
	autofinish(text) struct text votes = { 0 };
	if (votes_of(server, stream) == stream->votes)
		return;
	stream->votes = votes_append(
		server->share->votes, stream->page, is_speakers(stream), stream->visitor, &votes);
	text_append_format(&stream->pending, "event: votes\ndata: %s\n\n", text_string(&votes));
}

static uint64_t feedback_number(const struct web_server *server, const struct stream *stream)
{
	return desk_number(server->desk, stream->page, is_speakers(stream));
}

/* Tells that feedback changed; the page asks for it when it shows it. */
static void append_feedback(const struct web_server *server, struct stream *stream)
{
	uint64_t number = feedback_number(server, stream);
	if (!server->share || number == stream->feedback)
		return;
	stream->feedback = number;
	text_append_format(
		&stream->pending, "event: feedback\ndata: %llu\n\n", (unsigned long long)number);
}

/* Appends what is new for the stream's page and window. */
static void append_news(struct web_server *server, struct stream *stream)
{
	text_clear(&stream->pending);
	stream->written = 0;
	if (site_revision(server->site, stream->page) != stream->revision) {
		autofinish(text) struct text state = { 0 };
		stream->revision = site_state(server->site, stream->page, &state);
		text_append_format(&stream->pending, "data: %s\n\n", text_string(&state));
	}
	if (server->share)
		room_append_events(
			server->share->room, &stream->member, stream->page, &stream->pending);
	append_votes(server, stream);
	append_live(server, stream);
	append_feedback(server, stream);
	if (stream->wants_ping && !stream->pending.size)
		text_append(&stream->pending, ": still here\n\n");
	stream->wants_ping = false;
}

/*
 * libmicrohttpd's thread calls this when the connection can take more bytes. With nothing pending
 * it suspends the connection.
 */
static ssize_t stream_read(void *context, uint64_t position, char *buffer, size_t size)
{
	(void)position;
	struct stream *stream = context;
	struct web_server *server = stream->server;
	ssize_t result = 0;
	(void)pthread_mutex_lock(&server->lock);
	if (stream->written == stream->pending.size)
		append_news(server, stream);
	size_t left = stream->pending.size - stream->written;
	if (server->is_stopping) {
		result = MHD_CONTENT_READER_END_OF_STREAM;
	} else if (left) {
		result = (ssize_t)(left < size ? left : size);
		memcpy(buffer, stream->pending.data + stream->written, (size_t)result);
		stream->written += (size_t)result;
	} else {
		stream->is_suspended = true;
		server->http.suspend_connection(stream->connection);
	}
	(void)pthread_mutex_unlock(&server->lock);
	return result;
}

/* Whether a stream has a reason to be woken; called with the lock held. */
typedef bool has_news_fn(const struct web_server *server, const struct stream *stream);

static bool has_any_reason(const struct web_server *server, const struct stream *stream)
{
	(void)server;
	(void)stream;
	return true;
}

static bool has_page_news(const struct web_server *server, const struct stream *stream)
{
	return site_revision(server->site, stream->page) != stream->revision ||
		live_number(server, stream) != stream->live;
}

static bool has_feedback_news(const struct web_server *server, const struct stream *stream)
{
	return feedback_number(server, stream) != stream->feedback;
}

static bool has_room_news(const struct web_server *server, const struct stream *stream)
{
	return votes_of(server, stream) != stream->votes ||
		room_has_news(server->share->room, &stream->member, stream->page);
}

/*
 * A suspended connection lives until it is resumed, so it can be used after the lock was released.
 */
static void resume_streams(struct web_server *server, has_news_fn *has_news)
{
	struct MHD_Connection *connections[STREAMS_SHARED];
	size_t count = 0;
	(void)pthread_mutex_lock(&server->lock);
	for (struct stream *stream = server->streams; stream; stream = stream->next) {
		if (stream->is_suspended && has_news(server, stream) && count < STREAMS_SHARED) {
			stream->is_suspended = false;
			connections[count++] = stream->connection;
		}
	}
	(void)pthread_mutex_unlock(&server->lock);
	for (size_t i = 0; i < count; i++)
		server->http.resume_connection(connections[i]);
}

/* Whether its browser closed a connection, which libmicrohttpd notices only when it writes. */
static bool is_closed(const struct web_server *server, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		server->http.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	char byte;
	ssize_t size = info ? recv(info->connect_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) : 0;
	return size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

/*
 * A window that leads has a stream. When it has none, it crashed or lost the network, and what is
 * sent to it would vanish. When it comes back, it asks for the lead.
 */
static void forget_lost_leader(struct web_server *server)
{
	struct room *room = server->share->room;
	bool is_here = false;
	(void)pthread_mutex_lock(&server->lock);
	for (struct stream *stream = server->streams; stream && !is_here; stream = stream->next)
		is_here = room_is_led_by(room, stream->member.window) &&
			!is_closed(server, stream->connection);
	(void)pthread_mutex_unlock(&server->lock);
	if (!is_here && room_forget_leader(room))
		resume_streams(server, has_room_news);
}

static void stream_free(void *context)
{
	struct stream *stream = context;
	struct web_server *server = stream->server;
	(void)pthread_mutex_lock(&server->lock);
	for (struct stream **place = &server->streams; *place; place = &(*place)->next) {
		if (*place == stream) {
			*place = stream->next;
			server->stream_count--;
			break;
		}
	}
	(void)pthread_mutex_unlock(&server->lock);
	if (server->share && room_is_led_by(server->share->room, stream->member.window))
		forget_lost_leader(server);
	text_finish(&stream->pending);
	free(stream->page);
	free(stream);
}

/* --- connections --- */

static unsigned streams_max(const struct web_server *server)
{
	return server->share ? STREAMS_SHARED : STREAMS_ALONE;
}

/* Ended connections linger while new ones come. */
static unsigned connections_max(const struct web_server *server)
{
	return streams_max(server) + 2 * CLIENTS_MAX;
}

/* Limits the connections to the available file descriptors. */
static unsigned allow_descriptors(const struct web_server *server)
{
	struct rlimit limit = { 0 };
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return CLIENTS_MAX;
	rlim_t wanted = connections_max(server) + DESCRIPTORS_RESERVED;
	if (limit.rlim_cur < wanted) {
		limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	rlim_t most = streams_max(server) + DESCRIPTORS_RESERVED + CLIENTS_MAX;
	if (limit.rlim_cur >= most)
		return CLIENTS_MAX;
	rlim_t left = limit.rlim_cur > most - CLIENTS_MAX + CLIENTS_MIN
		? limit.rlim_cur - (most - CLIENTS_MAX)
		: CLIENTS_MIN;
	return (unsigned)left;
}

static void note_connection(void *context, struct MHD_Connection *connection, void **ret_client,
	enum MHD_ConnectionNotificationCode code)
{
	const struct web_server *server = context;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		client_connections_remove(server->client_connections, *ret_client);
		*ret_client = NULL;
		return;
	}
	const union MHD_ConnectionInfo *info =
		server->http.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	*ret_client =
		client_connections_add(server->client_connections, info ? info->connect_fd : -1);
}

static struct client_connection *client_of(
	const struct web_server *server, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		server->http.get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

static void note_completion(void *context, struct MHD_Connection *connection,
	void **request_context, enum MHD_RequestTerminationCode code)
{
	(void)code;
	const struct web_server *server = context;
	struct change *change = *request_context;
	if (change) {
		counted_vote_free(change->counted);
		text_finish(&change->body);
		free(change);
	}
	*request_context = NULL;
	struct client_connection *client = client_of(server, connection);
	if (client)
		client_connections_end_answer(server->client_connections, client);
}

/* Reports once, in libmicrohttpd's words, why it cannot accept a connection. */
__attribute__((format(printf, 2, 0))) static void complain(
	void *context, const char *format, va_list arguments)
{
	struct web_server *server = context;
	char words[TROUBLE_SIZE];
	(void)vsnprintf(words, sizeof(words), format, arguments);
	words[strcspn(words, "\r\n")] = '\0';
	if (server->has_complained || !server->message || !strstr(words, "accept"))
		return;
	server->has_complained = true;
	autofinish(text) struct text line = { 0 };
	text_append_message(&line, "the web server: %s", words);
	server->message(server->context, text_string(&line));
}

/* --- answers --- */

static enum MHD_Result answer_foreign_host(
	struct web_server *server, struct MHD_Connection *connection)
{
	const struct microhttpd *http = &server->http;
	autofinish(text) struct text words = { 0 };
	if (server->address.is_loopback) {
		uint16_t port = listen_address_port(&server->address);
		text_append_format(&words,
			"this server answers only to http://127.0.0.1:%u/ and http://localhost:%u/\n",
			port, port);
	} else {
		text_append(&words,
			"this server answers only to addresses in digits, as http://192.0.2.1/, and to localhost\n");
	}
	return answer_words(http, connection, MHD_HTTP_MISDIRECTED_REQUEST, text_string(&words));
}

static enum MHD_Result answer_from_site(
	struct web_server *server, struct MHD_Connection *connection, const char *name)
{
	const struct microhttpd *http = &server->http;
	autofinish(site_answer) struct site_answer answer = { 0 };
	site_answer(server->site, name, &answer);
	void *body = answer.body.data ? answer.body.data : xcalloc(1, 1);
	answer.body.data = NULL;
	struct MHD_Response *response = answer_with_headers(http,
		http->create_response_from_buffer(answer.body.size, body, MHD_RESPMEM_MUST_FREE),
		answer.content_type, answer.policy);
	if (!response)
		return MHD_NO;
	if (answer.location)
		(void)http->add_response_header(response, "Location", answer.location);
	if (answer.is_download)
		(void)http->add_response_header(response, "Content-Disposition", "attachment");
	if (answer.version) {
		/* The only header that a page's own script reads: the version of the page. */
		autofinish(text) struct text version = { 0 };
		text_append_format(
			&version, "version;desc=\"%016llx\"", (unsigned long long)answer.version);
		(void)http->add_response_header(response, "Server-Timing", text_string(&version));
	}
	return answer_queue(http, connection, answer.status, response);
}

/* Whether one more stream is allowed, in all and for this browser. */
static bool may_follow(const struct web_server *server, const struct visitor *visitor)
{
	unsigned own = 0;
	for (const struct stream *stream = server->streams; stream; stream = stream->next)
		own += strcmp(stream->visitor, visitor->id) == 0;
	return server->stream_count < streams_max(server) &&
		(!server->share || own < STREAMS_OF_VISITOR);
}

static enum MHD_Result answer_events(struct web_server *server, struct MHD_Connection *connection,
	const char *page, const struct visitor *visitor, bool is_head)
{
	const struct microhttpd *http = &server->http;
	autofinish(text) struct text state = { 0 };
	if (!site_state(server->site, page, &state))
		return answer_words(
			http, connection, MHD_HTTP_NOT_FOUND, "there is no such page here\n");
	static const char content_type[] = "text/event-stream; charset=utf-8";
	if (is_head) {
		struct MHD_Response *empty = answer_with_headers(http,
			http->create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT),
			content_type, NULL);
		return empty ? answer_queue(http, connection, MHD_HTTP_OK, empty) : MHD_NO;
	}

	struct stream *stream = xcalloc(1, sizeof(*stream));
	*stream = (struct stream){
		.server = server,
		.connection = connection,
		.page = xstrdup(page),
	};
	memcpy(stream->visitor, visitor->id, sizeof(stream->visitor));
	if (visitor->role == VISITOR_PRESENTER)
		forget_lost_leader(server);
	if (server->share)
		stream->member = room_member(server->share->room, visitor->role,
			http->lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "window"));
	text_append(&stream->pending, "retry: 500\n\n");
	(void)pthread_mutex_lock(&server->lock);
	bool is_full = !may_follow(server, visitor);
	if (!is_full) {
		stream->next = server->streams;
		server->streams = stream;
		server->stream_count++;
	}
	(void)pthread_mutex_unlock(&server->lock);
	struct MHD_Response *response = is_full
		? NULL
		: http->create_response_from_callback(
			  MHD_SIZE_UNKNOWN, STREAM_BLOCK_SIZE, stream_read, stream, stream_free);
	if (!response) {
		stream_free(stream);
		return answer_words(http, connection, MHD_HTTP_SERVICE_UNAVAILABLE,
			"too many pages follow this server; close some\n");
	}
	response = answer_with_headers(http, response, content_type, NULL);
	if (!response)
		return MHD_NO;
	struct client_connection *client = client_of(server, connection);
	if (client)
		client_connections_exempt(server->client_connections, client);
	return answer_queue(http, connection, MHD_HTTP_OK, response);
}

static enum MHD_Result count_host_headers(
	void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
	(void)kind;
	(void)value;
	if (strcasecmp(key, MHD_HTTP_HEADER_HOST) == 0)
		++*(unsigned *)context;
	return MHD_YES;
}

/* Whether the Host header names the address on which the server listens, such as 127.0.0.2. */
static bool is_own_address(const struct listen_address *address, const char *host)
{
	static const size_t scheme = sizeof("http://") - 1;
	autofinish(text) struct text url = { 0 };
	listen_address_append_url(&url, address);
	size_t size = url.size - scheme - 1;
	return strncmp(host, text_string(&url) + scheme, size) == 0 && !host[size];
}

static bool is_our_host(const struct web_server *server, const char *host)
{
	const struct listen_address *address = &server->address;
	if (server->share && public_url_has_host(&server->share->public_url, host))
		return true;
	if (!address->is_loopback)
		return request_host_is_address(host);
	return host &&
		(request_host_is_local(host, listen_address_port(address)) ||
			is_own_address(address, host));
}

/* Answers a deck that is open, and has the slides with these hashes. */
static enum MHD_Result answer_changes(struct web_server *server, struct MHD_Connection *connection,
	const char *name, const char *had)
{
	const struct microhttpd *http = &server->http;
	autofinish(text) struct text json = { 0 };
	if (!site_changes_append(server->site, name, had, &json))
		text_append(&json, "{\"shell\":\"\"}"); /* it is no deck, or has to be loaded */
	return answer_json(http, connection, &json);
}

/* Answers a GET or HEAD of somebody who may see the talks. */
static enum MHD_Result answer_visitor(struct web_server *server, struct MHD_Connection *connection,
	const char *url, const struct visitor *visitor, bool is_head)
{
	const struct microhttpd *http = &server->http;
	static const char events[] = "/events";
	bool is_events = strncmp(url, "/events/", sizeof(events)) == 0;
	automem char *name = request_path_decode(is_events ? url + sizeof(events) - 1 : url);
	if (!name)
		return answer_words(
			http, connection, MHD_HTTP_BAD_REQUEST, "this path is not a name\n");
	if (is_events)
		return answer_events(server, connection, name, visitor, is_head);
	if (strcmp(name, "favicon.ico") == 0)
		return answer_words(http, connection, MHD_HTTP_NO_CONTENT, "");
	automem char *had = answer_argument(http, connection, "had");
	if (had)
		return answer_changes(server, connection, name, had);
	return answer_from_site(server, connection, name);
}

/* Keeps what has arrived of a body, up to the limit. */
static void take_body(struct change *change, size_t most, const char *data, size_t *size)
{
	change->is_too_large |= *size > most - change->body.size;
	if (!change->is_too_large)
		text_append_size(&change->body, data, *size);
	*size = 0;
}

/* The keeper's thread calls this: the request is answered now. */
static void on_kept(void *context, struct waiting_vote *waiting)
{
	const struct web_server *server = context;
	const struct counted_vote *counted = (const struct counted_vote *)waiting;
	server->http.resume_connection(counted->connection);
}

/*
 * Answers a vote, which is counted first. Its connection is suspended until it is kept, and then
 * libmicrohttpd asks for the answer again.
 */
static enum MHD_Result answer_vote(struct web_server *server, struct MHD_Connection *connection,
	const char *url, struct change *change, struct bytes body)
{
	const struct microhttpd *http = &server->http;
	enum MHD_Result result = MHD_YES;
	if (change->counted)
		return votes_answer_counted(change->counted, http, connection);
	change->counted = votes_count(
		server->share, server->site, server->desk, http, connection, url, body, &result);
	if (!change->counted)
		return result;
	resume_streams(server, has_room_news);
	change->counted->connection = connection;
	http->suspend_connection(connection);
	if (!vote_keeper_add(server->keeper, &change->counted->waiting))
		http->resume_connection(connection);
	return MHD_YES;
}

/* Answers a POST: at once where it is refused, else when its body is there. */
static enum MHD_Result answer_change(struct web_server *server, struct MHD_Connection *connection,
	const char *url, struct change *change)
{
	const struct microhttpd *http = &server->http;
	if (change->is_too_large)
		return answer_words(
			http, connection, HTTP_TOO_LARGE, "this is too much for one request\n");
	struct bytes body = { (const uint8_t *)text_string(&change->body), change->body.size };
	if (server->live && live_is_request(url))
		return live_answer_ask(server->live, server->site, http, connection, url);
	if (server->is_rehearsed && rehearsal_is_request(url))
		return rehearsal_answer_change(
			server->desk, server->site, http, connection, url, body);
	if (feedback_is_request(url)) {
		enum MHD_Result answered =
			feedback_answer_change(&server->feedback, connection, url, body);
		resume_streams(server, has_feedback_news);
		return answered;
	}
	if (votes_is_vote(url))
		return answer_vote(server, connection, url, change, body);
	if (strcmp(url, "/room/press") == 0)
		forget_lost_leader(server);
	enum MHD_Result result = votes_is_request(url)
		? votes_answer_speaker(server->share, server->site, http, connection, url, body)
		: room_answer_change(server->share, http, connection, url, body);
	resume_streams(server, has_room_news);
	return result;
}

/* Answers a GET or HEAD. */
static enum MHD_Result answer_read(
	struct web_server *server, struct MHD_Connection *connection, const char *url, bool is_head)
{
	static const char join[] = "/join/";
	const size_t size = sizeof(join) - 1;
	const struct microhttpd *http = &server->http;
	struct visitor visitor = { 0 };
	bool is_live = server->live && live_is_request(url);
	if (!server->share && server->address.is_loopback && feedback_is_request(url))
		return feedback_answer_get(&server->feedback, connection, url);
	if (server->is_rehearsed && rehearsal_is_request(url))
		return rehearsal_answer_get(server->desk, server->site, http, connection, url);
	if (!server->share && !is_live)
		return answer_visitor(server, connection, url, &visitor, is_head);
	if (!server->share)
		return live_answer_get(server->site, http, connection, url);
	if (strncmp(url, join, size) == 0)
		return share_answer_join(server->share, http, connection, url + size);
	visitor = share_visitor(server->share, http, connection);
	if (!visitor.role)
		return share_answer_stranger(http, connection, url);
	if (is_live)
		return live_answer_get(server->site, http, connection, url);
	if (feedback_is_request(url))
		return feedback_answer_get(&server->feedback, connection, url);
	if (room_is_request(url))
		return room_answer_get(server->share, http, connection, url);
	return answer_visitor(server, connection, url, &visitor, is_head);
}

static bool has_our_host(const struct web_server *server, struct MHD_Connection *connection)
{
	const struct microhttpd *http = &server->http;
	unsigned hosts = 0;
	(void)http->get_connection_values(connection, MHD_HEADER_KIND, count_host_headers, &hosts);
	return hosts == 1 &&
		is_our_host(server,
			http->lookup_connection_value(
				connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST));
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload_data, size_t *upload_data_size,
	void **request_context)
{
	(void)version;
	struct web_server *server = context;
	const struct microhttpd *http = &server->http;
	bool is_head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
	bool is_live = server->live && live_is_request(url);
	bool is_feedback = server->share && feedback_is_request(url);
	bool is_rehearsal = server->is_rehearsed && rehearsal_is_request(url);
	bool is_change = (is_live || is_feedback || is_rehearsal ||
				 (server->share && room_is_request(url))) &&
		strcmp(method, MHD_HTTP_METHOD_POST) == 0;
	/*
	 * The first call has the headers only; others follow with the body, the last one without
	 * data. An answer at the first call ends the connection after it.
	 */
	if (!*request_context) {
		enum MHD_Result result;
		*request_context = xcalloc(1, sizeof(struct change));
		if (!has_our_host(server, connection))
			return answer_foreign_host(server, connection);
		if (!is_change && !is_head && strcmp(method, MHD_HTTP_METHOD_GET) != 0)
			return answer_wrong_method(http, connection,
				"only GET and HEAD are answered here\n", "GET, HEAD");
		if (is_change &&
			(is_feedback ? feedback_refuse(&server->feedback, connection, url, &result)
				     : live_refuse(server->share, http, connection, url, &result)))
			return result;
		return MHD_YES;
	}
	if (is_change && *upload_data_size) {
		take_body(*request_context,
			is_feedback || is_rehearsal ? FEEDBACK_BODY_MAX : ROOM_BODY_MAX,
			upload_data, upload_data_size);
		return MHD_YES;
	}
	*upload_data_size = 0;
	struct client_connection *client = client_of(server, connection);
	if (client)
		client_connections_begin_answer(server->client_connections, client);
	return is_change ? answer_change(server, connection, url, *request_context)
			 : answer_read(server, connection, url, is_head);
}

/*
 * Leaves the path encoded: request_path_decode() decodes it, and refuses what libmicrohttpd would
 * let pass.
 */
static size_t keep_escaped(void *context, struct MHD_Connection *connection, char *string)
{
	(void)context;
	(void)connection;
	return strlen(string);
}

/* --- listening --- */

static bool explain_bind(const struct listen_address *address, struct error *error)
{
	uint16_t port = listen_address_port(address);
	autofinish(text) struct text place = { 0 };
	listen_address_append(&place, address);
	if (errno == EADDRINUSE)
		return error_set(error,
			"port %u is in use by another program; choose another with --port N, or --port 0 for any free one",
			port);
	if (errno == EACCES)
		return error_set(error,
			"port %u is for the system's own servers; choose one above 1023 with --port N",
			port);
	if (errno == EADDRNOTAVAIL)
		return error_set(error,
			"%s: this machine has no such address; 'pcapdeck interfaces' lists those that it has, and 0.0.0.0 is all of them",
			text_string(&place));
	return error_set(
		error, "cannot listen on %s: %s", text_string(&place), message_of_errno(errno));
}

static bool listen_on_address(struct web_server *server, struct error *error)
{
	struct listen_address *address = &server->address;
	server->listener = socket(address->socket.ss_family, SOCK_STREAM, 0);
	if (server->listener < 0)
		return error_set(error, "cannot make a socket: %s", message_of_errno(errno));
	(void)fcntl(server->listener, F_SETFD, FD_CLOEXEC);
	/*
	 * Connections of a server that just stopped may linger and would block the port; a
	 * listening server still does.
	 */
	int yes = 1;
	(void)setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	/*
	 * Accepted connections inherit the small send buffer, so that a large answer does not delay
	 * the others.
	 */
	int size_at_once = SEND_BUFFER_SIZE;
	(void)setsockopt(
		server->listener, SOL_SOCKET, SO_SNDBUF, &size_at_once, sizeof(size_at_once));
	struct sockaddr *place = (struct sockaddr *)&address->socket;
	if (bind(server->listener, place, address->size) != 0 ||
		listen(server->listener, SOMAXCONN) != 0 ||
		getsockname(server->listener, place, &address->size) != 0)
		return explain_bind(address, error);
	return true;
}

struct web_server *web_server_new(const struct web_server_options *options, struct error *error)
{
	struct web_server *server = xcalloc(1, sizeof(*server));
	(void)pthread_mutex_init(&server->lock, NULL);
	server->site = options->site;
	server->share = options->share;
	server->live = options->share || options->address->is_loopback ? options->live : NULL;
	server->is_rehearsed = options->is_rehearsed;
	server->message = options->message;
	server->context = options->context;
	server->desk = desk_new();
	server->keeper = vote_keeper_new(on_kept, server);
	server->feedback = (struct feedback_service){
		.http = &server->http,
		.site = options->site,
		.share = options->share,
		.desk = server->desk,
		.message = options->message,
		.context = options->context,
	};
	server->listener = -1;
	server->address = *options->address;
	if (!microhttpd_load(&server->http, error) || !listen_on_address(server, error)) {
		web_server_free(server);
		return NULL;
	}
	if (server->share)
		share_set_port(server->share, listen_address_port(&server->address));
	return server;
}

bool web_server_start(struct web_server *server, struct error *error)
{
	server->client_connections =
		client_connections_new(allow_descriptors(server), REQUEST_TIMEOUT_MS, error);
	if (!server->client_connections)
		return false;
	bool is_limited = server->share && !server->share->public_url.host;
	unsigned of_address = is_limited ? CONNECTIONS_OF_ADDRESS : 0; /* 0: no limit */
	server->daemon = server->http.start_daemon(MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD |
			MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG,
		0, NULL, NULL, answer, server, MHD_OPTION_EXTERNAL_LOGGER, complain, server,
		MHD_OPTION_LISTEN_SOCKET, server->listener, MHD_OPTION_UNESCAPE_CALLBACK,
		keep_escaped, NULL, MHD_OPTION_NOTIFY_CONNECTION, note_connection, server,
		MHD_OPTION_NOTIFY_COMPLETED, note_completion, server, MHD_OPTION_CONNECTION_LIMIT,
		connections_max(server), MHD_OPTION_PER_IP_CONNECTION_LIMIT, of_address,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_SIZE_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S, MHD_OPTION_END);
	if (!server->daemon)
		return error_set(error, "cannot start the web server: %s", message_of_errno(errno));
	server->listener = -1; /* libmicrohttpd owns the socket now */
	return true;
}

const struct listen_address *web_server_address(const struct web_server *server)
{
	return &server->address;
}

void web_server_announce(struct web_server *server)
{
	resume_streams(server, has_page_news);
}

bool web_server_ping(struct web_server *server)
{
	(void)pthread_mutex_lock(&server->lock);
	for (struct stream *stream = server->streams; stream; stream = stream->next)
		stream->wants_ping = true;
	bool any = server->streams != NULL;
	(void)pthread_mutex_unlock(&server->lock);
	resume_streams(server, has_any_reason);
	return any;
}

void web_server_free(struct web_server *server)
{
	if (!server)
		return;
	(void)pthread_mutex_lock(&server->lock);
	server->is_stopping = true;
	(void)pthread_mutex_unlock(&server->lock);
	/* libmicrohttpd aborts when it is stopped with a suspended connection left. */
	vote_keeper_stop(server->keeper);
	resume_streams(server, has_any_reason);
	if (server->daemon)
		server->http.stop_daemon(server->daemon);
	client_connections_free(server->client_connections);
	vote_keeper_free(server->keeper);
	desk_free(server->desk);
	text_finish(&server->feedback.told);
	if (server->listener >= 0)
		(void)close(server->listener);
	(void)pthread_mutex_destroy(&server->lock);
	free(server);
}
