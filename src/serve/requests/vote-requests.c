/*
 * Page and question are names that the site knows, so nothing else is kept. A form of a page
 * without scripts gets a page as its answer; a script gets no contents.
 */
#include "serve/requests/vote-requests.h"

#include <string.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "base/span.h"
#include "serve/answers.h"
#include "serve/request.h"

static const char vote_path[] = "/room/vote/", answer_path[] = "/room/answer/";

bool votes_is_vote(const char *url)
{
	return strncmp(url, vote_path, sizeof(vote_path) - 1) == 0;
}

bool votes_is_request(const char *url)
{
	return votes_is_vote(url) || strncmp(url, answer_path, sizeof(answer_path) - 1) == 0;
}

/* The choice in "choice=1", or VOTE_CHOICES_MAX. */
static size_t choice_of(struct bytes body)
{
	static const char name[] = "choice=";
	uint64_t number;
	if (!span_starts_with(body, name) ||
		!span_decimal(span_from(body, sizeof(name) - 1), &number) ||
		number >= VOTE_CHOICES_MAX)
		return VOTE_CHOICES_MAX;
	return (size_t)number;
}

static bool is_form(const struct microhttpd *http, struct MHD_Connection *connection)
{
	const char *type = http->lookup_connection_value(
		connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
	return type && strncmp(type, "application/x-www-form-urlencoded", 33) == 0;
}

/* A small page for who voted without scripts: what became of the vote, and the way back. */
static enum MHD_Result answer_form(const struct microhttpd *http, struct MHD_Connection *connection,
	const struct vote_ask *ask, const char *words, unsigned status)
{
	autofinish(text) struct text html = { 0 };
	bool is_korean = strcmp(messages_lang(), "ko") == 0;
	text_append_format(&html,
		"<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>%s</title>\n"
		"<style>body { margin: 3rem auto; padding: 0 1.5rem; max-width: 46rem; font: 1.25rem/1.5 system-ui, sans-serif }</style>\n"
		"<main>\n<h1>%s</h1>\n<p><a href=\"/",
		is_korean ? "ko" : "en", words, words);
	markup_url_path(&html, ask->page);
	text_append_char(&html, '#');
	markup_url_path(&html, ask->id);
	text_append_format(&html, "\">%s</a></p>\n</main>\n", message_of("Back to the question"));
	struct MHD_Response *response = answer_page(http, text_string(&html));
	return response ? answer_queue(http, connection, status, response) : MHD_NO;
}

static enum MHD_Result answer_vote(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const struct vote_ask *ask, struct bytes body)
{
	static const struct {
		unsigned status;
		const char *words;
	} answers[] = {
		[VOTE_COUNTED] = { MHD_HTTP_OK, MESSAGE("your vote is counted") },
		[VOTE_WRONG] = { MHD_HTTP_BAD_REQUEST, MESSAGE("there is no such choice") },
		[VOTE_CLOSED] = { MHD_HTTP_CONFLICT, MESSAGE("the answer was shown already") },
		[VOTE_TOO_MANY] = { MHD_HTTP_TOO_MANY_REQUESTS,
			MESSAGE("these are too many votes") },
	};
	struct visitor visitor = share_visitor(share, http, connection);
	if (visitor.role != VISITOR_LISTENER)
		return answer_words(
			http, connection, MHD_HTTP_FORBIDDEN, "the speaker does not vote\n");
	enum vote_reply reply = votes_cast(share->votes, ask, visitor.id, choice_of(body));
	if (is_form(http, connection))
		return answer_form(http, connection, ask, message_of(answers[reply].words),
			answers[reply].status);
	if (reply == VOTE_COUNTED)
		return answer_words(http, connection, MHD_HTTP_NO_CONTENT, "");
	return answer_words(http, connection, answers[reply].status, answers[reply].words);
}

static enum MHD_Result answer_show(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const struct vote_ask *ask, struct bytes body)
{
	const char *window =
		http->lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "window");
	bool is_leader = room_is_window(window) && room_is_led_by(share->room, window);
	bool is_done = is_leader &&
		(span_equals(body, "show")                   ? votes_show(share->votes, ask)
				: span_equals(body, "again") ? votes_forget(share->votes, ask)
							     : false);
	if (!is_done)
		return answer_words(http, connection, MHD_HTTP_CONFLICT,
			"another window leads, or this is no change that there is\n");
	return answer_words(http, connection, MHD_HTTP_NO_CONTENT, "");
}

enum MHD_Result votes_answer(struct share *share, struct site *site, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, struct bytes body)
{
	bool is_vote = votes_is_vote(url);
	size_t size = is_vote ? sizeof(vote_path) : sizeof(answer_path);
	automem char *page = request_path_decode(url + size - 2);
	automem char *id = answer_argument(http, connection, "ask");
	const struct vote_ask ask = {
		.page = page,
		.id = id,
		.choice_count = page && id ? site_ask_choices(site, page, id) : 0,
	};
	if (!ask.choice_count)
		return answer_words(
			http, connection, MHD_HTTP_NOT_FOUND, "there is no such question here\n");
	return is_vote ? answer_vote(share, http, connection, &ask, body)
		       : answer_show(share, http, connection, &ask, body);
}
