/*
 * Page and question are names that the site knows, so nothing else is kept. A form of a page
 * without scripts gets a page as its answer; a script gets no contents.
 */
#include "serve/requests/vote-requests.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

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

/* ---- votes of listeners ---- */

struct question {
	char *page, *id; /* malloc()ed */
	struct vote_ask ask;
};

static void question_finish(struct question *question)
{
	free(question->page);
	free(question->id);
}
DEFINE_AUTOFINISH(question);

/* Finds the question that a request is for; `root` is the path before the page's name. */
static bool read_question(struct site *site, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, size_t root_size,
	struct question *ret_question)
{
	char *page = request_path_decode(url + root_size - 1);
	char *id = answer_argument(http, connection, "ask");
	*ret_question = (struct question){
		.page = page,
		.id = id,
		.ask = {
			.page = page,
			.id = id,
			.choice_count = page && id ? site_ask_choices(site, page, id) : 0,
		},
	};
	return ret_question->ask.choice_count > 0;
}

static enum MHD_Result answer_no_question(
	const struct microhttpd *http, struct MHD_Connection *connection)
{
	return answer_words(
		http, connection, MHD_HTTP_NOT_FOUND, "there is no such question here\n");
}

static enum MHD_Result answer_reply(const struct microhttpd *http,
	struct MHD_Connection *connection, const struct vote_ask *ask, enum vote_reply reply)
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
	if (is_form(http, connection))
		return answer_form(http, connection, ask, message_of(answers[reply].words),
			answers[reply].status);
	if (reply == VOTE_COUNTED)
		return answer_words(http, connection, MHD_HTTP_NO_CONTENT, "");
	return answer_words(http, connection, answers[reply].status, answers[reply].words);
}

void counted_vote_free(struct counted_vote *counted)
{
	if (!counted)
		return;
	error_finish(&counted->waiting.error);
	arena_finish(&counted->arena);
	free(counted);
}

/* What is kept of a vote. */
static struct counted_vote *counted_vote_new(struct share *share, struct desk *desk,
	const char *talk_path, const struct vote_ask *ask, const struct visitor *visitor,
	size_t choice)
{
	struct counted_vote *counted = xcalloc(1, sizeof(*counted));
	struct arena *arena = &counted->arena;
	autofinish(text) struct text name = { 0 };
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	feedback_talk_name(&name, talk_path);
	counted->page = arena_strdup(arena, ask->page);
	counted->ask = arena_strdup(arena, ask->id);
	counted->waiting = (struct waiting_vote){
		.store = desk_store(desk, talk_path),
		.vote = {
			.round = {
				.talk = arena_strdup(arena, text_string(&name)),
				.ask = counted->ask,
				.room = share->opening,
				.number = votes_round(share->votes, ask),
			},
			.visitor = arena_strdup(arena, visitor->id),
			.choice = (unsigned)choice,
			.at_s = now.tv_sec,
		},
	};
	return counted;
}

struct counted_vote *votes_count(struct share *share, struct site *site, struct desk *desk,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url,
	struct bytes body, enum MHD_Result *ret_result)
{
	struct visitor visitor = share_visitor(share, http, connection);
	autofinish(question) struct question question = { 0 };
	bool is_there =
		read_question(site, http, connection, url, sizeof(vote_path) - 1, &question);
	automem char *talk = is_there ? site_talk_path(site, question.page) : NULL;
	size_t choice = choice_of(body);
	if (!talk) {
		*ret_result = answer_no_question(http, connection);
		return NULL;
	}
	if (visitor.role != VISITOR_LISTENER) {
		*ret_result = answer_words(
			http, connection, MHD_HTTP_FORBIDDEN, "the speaker does not vote\n");
		return NULL;
	}
	enum vote_reply reply = votes_cast(share->votes, &question.ask, visitor.id, choice);
	if (reply == VOTE_COUNTED)
		return counted_vote_new(share, desk, talk, &question.ask, &visitor, choice);
	*ret_result = answer_reply(http, connection, &question.ask, reply);
	return NULL;
}

enum MHD_Result votes_answer_counted(const struct counted_vote *counted,
	const struct microhttpd *http, struct MHD_Connection *connection)
{
	const struct vote_ask ask = { .page = counted->page, .id = counted->ask };
	if (counted->waiting.is_kept)
		return answer_reply(http, connection, &ask, VOTE_COUNTED);
	const char *words = message_of("your vote could not be kept: tell the speaker");
	return is_form(http, connection)
		? answer_form(http, connection, &ask, words, MHD_HTTP_INSUFFICIENT_STORAGE)
		: answer_words(http, connection, MHD_HTTP_INSUFFICIENT_STORAGE, words);
}

/* ---- the speaker ---- */

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

enum MHD_Result votes_answer_speaker(struct share *share, struct site *site,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url,
	struct bytes body)
{
	autofinish(question) struct question question = { 0 };
	return read_question(site, http, connection, url, sizeof(answer_path) - 1, &question)
		? answer_show(share, http, connection, &question.ask, body)
		: answer_no_question(http, connection);
}
