/*
 * A change is made by a page of this server only, which its Origin header shows, and only by who
 * has the key for it. Its body is text for other windows of the same deck.
 */
#include "serve/requests/room-requests.h"

#include <stdlib.h>
#include <string.h>

#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "serve/answers.h"
#include "serve/request.h"
#include "serve/requests/vote-requests.h"
#include "serve/room/qr-code.h"

static const char room_path[] = "/room/";

bool room_is_request(const char *url)
{
	return strncmp(url, room_path, sizeof(room_path) - 1) == 0 || strcmp(url, "/clicker") == 0;
}

static bool is_too_large(const struct microhttpd *http, struct MHD_Connection *connection)
{
	const char *size = http->lookup_connection_value(
		connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
	return size && strtoull(size, NULL, 10) > ROOM_BODY_MAX;
}

bool room_refuse(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, enum MHD_Result *ret_result)
{
	struct visitor visitor = share_visitor(share, http, connection);
	if (!visitor.role)
		*ret_result = share_answer_stranger(http, connection, url);
	else if (!share_is_own_origin(share, http, connection))
		*ret_result = answer_words(http, connection, MHD_HTTP_FORBIDDEN,
			"only a page of this server may ask for that\n");
	else if (visitor.role != VISITOR_PRESENTER && !votes_is_vote(url))
		*ret_result = answer_words(
			http, connection, MHD_HTTP_FORBIDDEN, "only the speaker may do that\n");
	else if (is_too_large(http, connection))
		*ret_result = answer_words(
			http, connection, HTTP_TOO_LARGE, "this is too much for one request\n");
	else
		return false;
	return true;
}

/* A link as text and as a QR code, for a page that draws it. */
static enum MHD_Result answer_link(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, enum link_kind kind)
{
	autofinish(text) struct text link = { 0 }, path = { 0 }, words = { 0 };
	autofinish(error) struct error error = { 0 };
	unsigned width;
	share_append_link(&link, share, share->base, kind);
	if (!qr_code_append_path(&path, text_string(&link), &width, &error))
		return answer_words(
			http, connection, MHD_HTTP_INTERNAL_SERVER_ERROR, error_message(&error));
	struct json json = { .out = &words };
	json_begin_object(&json, NULL);
	json_string(&json, "link", text_string(&link));
	json_number(&json, "width", width);
	json_string(&json, "path", text_string(&path));
	json_end_object(&json);
	return answer_json(http, connection, &words);
}

/* The name behind `start` in a path ("/room/lead/" in "/room/lead/talk.html"), decoded, or NULL. */
static char *name_behind(const char *url, const char *start)
{
	size_t size = strlen(start);
	return strncmp(url, start, size) == 0 ? request_path_decode(url + size - 1) : NULL;
}

static bool change(struct room *room, const char *url, const char *window, struct bytes body)
{
	automem char *page = name_behind(url, "/room/lead/");
	if (strcmp(url, "/room/press") == 0)
		return room_press(room, body);
	if (!room_is_window(window))
		return false;
	if (page && *page)
		room_lead(room, window, page);
	else if (strcmp(url, "/room/leave") == 0)
		room_leave(room, window);
	else if (strcmp(url, "/room/show") == 0)
		return room_show(room, window, body);
	else if (strcmp(url, "/room/spot") == 0)
		return room_point(room, window, body);
	else
		return false;
	return true;
}

enum MHD_Result room_answer_change(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, struct bytes body)
{
	const char *window =
		http->lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "window");
	if (strcmp(url, "/room/hand-over") == 0) {
		autofinish(error) struct error error = { 0 };
		struct visitor from = share_visitor(share, http, connection);
		if (!share_renew_next(share, &from, &error))
			return answer_words(http, connection, MHD_HTTP_INTERNAL_SERVER_ERROR,
				error_message(&error));
		return answer_link(share, http, connection, LINK_NEXT);
	}
	if (!change(share->room, url, window, body))
		return answer_words(http, connection, MHD_HTTP_CONFLICT,
			"another window leads, or this is no change that there is\n");
	return answer_words(http, connection, MHD_HTTP_NO_CONTENT, "");
}

static const char nothing_yet[] = MESSAGE(
	"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n<title>Clicker</title>\n"
	"<style>body { margin: 3rem auto; padding: 0 1.5rem; max-width: 46rem; font: 1.25rem/1.5 system-ui, sans-serif }</style>\n"
	"<main>\n<h1>Clicker</h1>\n"
	"<p>Open a talk with the speaker's link on the machine that shows it; then the buttons appear here.</p>\n</main>\n");

/* Leads the speaker's phone to the talk that is presented, and waits while there is none. */
static enum MHD_Result answer_clicker(
	struct room *room, const struct microhttpd *http, struct MHD_Connection *connection)
{
	autofinish(text) struct text page = { 0 }, place = { 0 };
	room_append_page(room, &page);
	struct MHD_Response *response = answer_page(http, page.size ? "" : message_of(nothing_yet));
	if (!response)
		return MHD_NO;
	if (!page.size) {
		(void)http->add_response_header(response, "Refresh", "2");
		return answer_queue(http, connection, MHD_HTTP_OK, response);
	}
	text_append_char(&place, '/');
	markup_url_path(&place, text_string(&page));
	text_append(&place, "?clicker");
	(void)http->add_response_header(response, "Location", text_string(&place));
	return answer_queue(http, connection, MHD_HTTP_SEE_OTHER, response);
}

enum MHD_Result room_answer_get(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url)
{
	if (strcmp(url, "/clicker") == 0)
		return answer_clicker(share->room, http, connection);
	if (strcmp(url, "/room/invitation") == 0)
		return answer_link(share, http, connection, LINK_LISTENER);
	return answer_words(http, connection, MHD_HTTP_NOT_FOUND, "there is no such page here\n");
}
