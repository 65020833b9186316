/*
 * Cookies as in RFC 6265bis: HttpOnly, so that no script reads the key; SameSite=Strict, so that no
 * request that another site caused has it; Secure behind a proxy with https. The first request
 * after a click on a link of another site, as in a chat, has no cookie for that reason. Then the
 * refusal asks the browser to try again, which it does by itself and with the cookie.
 */
#include "serve/share.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "serve/answers.h"

bool share_init(struct share *share, const char *public_url, bool may_go_ahead, struct error *error)
{
	*share = (struct share){ .room = room_new(may_go_ahead), .votes = votes_new() };
	(void)pthread_mutex_init(&share->lock, NULL);
	return (!public_url || public_url_parse(public_url, &share->public_url, error)) &&
		keys_make(&share->keys, error) &&
		keys_random_digits(share->opening, VISITOR_ID_SIZE, error);
}

void share_finish(struct share *share)
{
	if (!share->room)
		return;
	room_free(share->room);
	votes_free(share->votes);
	public_url_finish(&share->public_url);
	(void)pthread_mutex_destroy(&share->lock);
}

void share_set_port(struct share *share, unsigned port)
{
	(void)snprintf(share->cookies[VISITOR_LISTENER], COOKIE_NAME_SIZE, "pcapdeck-%u", port);
	(void)snprintf(
		share->cookies[VISITOR_PRESENTER], COOKIE_NAME_SIZE, "pcapdeck-%u-speaker", port);
}

void share_append_link(struct text *out, struct share *share, const char *base, enum link_kind kind)
{
	(void)pthread_mutex_lock(&share->lock);
	const char *const keys[] = {
		[LINK_LISTENER] = share->keys.listener,
		[LINK_PRESENTER] = share->keys.presenter,
		[LINK_NEXT] = share->keys.next[share->keys.newest],
	};
	text_append_format(out, "%sjoin/%s", base, keys[kind]);
	(void)pthread_mutex_unlock(&share->lock);
}

bool share_renew_next(struct share *share, const struct visitor *from, struct error *error)
{
	(void)pthread_mutex_lock(&share->lock);
	bool is_made = keys_renew_next(&share->keys, from->key, from->key ? KEY_SIZE : 0, error);
	(void)pthread_mutex_unlock(&share->lock);
	return is_made;
}

static enum visitor_role role_of(struct share *share, const char *key, size_t size)
{
	(void)pthread_mutex_lock(&share->lock);
	enum visitor_role role = keys_role(&share->keys, key, size);
	(void)pthread_mutex_unlock(&share->lock);
	return role;
}

static bool is_id(const char *text)
{
	size_t size = strlen(text);
	for (size_t i = 0; i < size; i++) {
		if (!ascii_is_hex_digit(text[i]))
			return false;
	}
	return size == VISITOR_ID_SIZE;
}

static struct visitor visitor_of(struct share *share, const char *cookie)
{
	struct visitor visitor = { .role = VISITOR_NONE };
	size_t size = cookie ? strcspn(cookie, "-") : 0;
	if (!cookie || !cookie[size] || !is_id(cookie + size + 1))
		return visitor;
	visitor.role = role_of(share, cookie, size);
	visitor.key = visitor.role ? cookie : NULL;
	memcpy(visitor.id, cookie + size + 1, VISITOR_ID_SIZE);
	return visitor;
}

struct visitor share_visitor(
	struct share *share, const struct microhttpd *http, struct MHD_Connection *connection)
{
	struct visitor visitor = { .role = VISITOR_NONE };
	for (int role = VISITOR_PRESENTER; role > VISITOR_NONE && !visitor.role; role--)
		visitor = visitor_of(share,
			http->lookup_connection_value(
				connection, MHD_COOKIE_KIND, share->cookies[role]));
	return visitor;
}

bool share_is_own_origin(
	const struct share *share, const struct microhttpd *http, struct MHD_Connection *connection)
{
	static const char scheme[] = "http://";
	const char *origin =
		http->lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ORIGIN);
	const char *host =
		http->lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
	const struct public_url none = { 0 };
	const struct public_url *public_url = share ? &share->public_url : &none;
	if (!origin || !host)
		return false;
	if (public_url->origin && strcasecmp(origin, public_url->origin) == 0)
		return true;
	/* Also a proxy with https in front may hand on requests under this server's own address. */
	size_t size = sizeof(scheme) - 1;
	return !public_url_has_host(public_url, host) && strncasecmp(origin, scheme, size) == 0 &&
		strcasecmp(origin + size, host) == 0;
}

static bool comes_by_https(
	const struct share *share, const struct microhttpd *http, struct MHD_Connection *connection)
{
	const char *host =
		http->lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
	const char *scheme =
		http->lookup_connection_value(connection, MHD_HEADER_KIND, "X-Forwarded-Proto");
	return public_url_has_host(&share->public_url, host) ||
		(share->public_url.host && scheme && strcasecmp(scheme, "https") == 0);
}

enum MHD_Result share_answer_join(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *key)
{
	enum visitor_role role = role_of(share, key, strlen(key));
	struct visitor visitor = share_visitor(share, http, connection);
	autofinish(error) struct error error = { 0 };
	if (!role)
		return share_answer_stranger(http, connection, "/");
	if (!visitor.role && !keys_random_digits(visitor.id, VISITOR_ID_SIZE, &error))
		return MHD_NO;
	struct MHD_Response *response = answer_page(http, "");
	if (!response)
		return MHD_NO;
	/* The speaker who opens the listeners' link stays the speaker. */
	if (visitor.role < role) {
		autofinish(text) struct text cookie = { 0 };
		text_append_format(&cookie, "%s=%s-%s; Path=/; HttpOnly; SameSite=Strict%s",
			share->cookies[role], key, visitor.id,
			comes_by_https(share, http, connection) ? "; Secure" : "");
		(void)http->add_response_header(response, "Set-Cookie", text_string(&cookie));
	}
	autofinish(text) struct text page = { 0 }, place = { 0 };
	text_append_char(&place, '/');
	room_append_page(share->room, &page);
	markup_url_path(&place, text_string(&page));
	(void)http->add_response_header(response, "Location", text_string(&place));
	return answer_queue(http, connection, MHD_HTTP_SEE_OTHER, response);
}

static const char needs_link[] = MESSAGE(
	"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n<title>These talks have a link</title>\n"
	"<style>body { margin: 3rem auto; padding: 0 1.5rem; max-width: 46rem; font: 1.25rem/1.5 system-ui, sans-serif }</style>\n"
	"<main>\n<h1>These talks have a link</h1>\n"
	"<p>Open the link or the QR code that the speaker shows; this address alone lets nobody in.</p>\n</main>\n");

static bool is_plain(const char *text)
{
	return !strpbrk(text, "\"'<>;,\\ \r\n");
}

/* Appends an argument as it was asked for ("?clicker"). */
static enum MHD_Result append_argument(
	void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	struct text *out = context;
	if (!is_plain(name) || (value && !is_plain(value)))
		return MHD_YES;
	text_append_format(out, "&%s", name);
	if (value)
		text_append_format(out, "=%s", value);
	return MHD_YES;
}

/* Whether another site led here, and not yet a second time. */
static bool is_led_here(
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url)
{
	const char *from =
		http->lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Site");
	const char *mode =
		http->lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Mode");
	bool is_navigation = from && mode && strcmp(mode, "navigate") == 0;
	return is_navigation &&
		(strcmp(from, "cross-site") == 0 || strcmp(from, "same-site") == 0) &&
		strncmp(url, "//", 2) != 0 && is_plain(url) &&
		!http->lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "again");
}

enum MHD_Result share_answer_stranger(
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url)
{
	struct MHD_Response *response = answer_page(http, message_of(needs_link));
	if (!response)
		return MHD_NO;
	if (is_led_here(http, connection, url)) {
		autofinish(text) struct text again = { 0 };
		text_append_format(&again, "0;url=%s?again=1", url);
		(void)http->get_connection_values(
			connection, MHD_GET_ARGUMENT_KIND, append_argument, &again);
		(void)http->add_response_header(response, "Refresh", text_string(&again));
	}
	return answer_queue(http, connection, MHD_HTTP_FORBIDDEN, response);
}
