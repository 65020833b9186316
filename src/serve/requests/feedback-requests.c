/*
 * Slide and talk are those that the site has; of the rest of a form only words, name, numbers and
 * the packet's place are kept, cut to their limits. Nothing of the connection is kept, no address
 * above all: a listener is the random name in the browser's cookie.
 */
#include "serve/requests/feedback-requests.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/format/markup.h"
#include "serve/answers.h"
#include "serve/feedback/feedback-page.h"
#include "serve/feedback/form.h"
#include "serve/request.h"

static const char path[] = "/feedback/";
enum { STEPS_MAX = 100000, FRAMES_MAX = 1000000000, CAPTURE_NAME_MAX = 200 };

bool feedback_is_request(const char *url)
{
	return strncmp(url, path, sizeof(path) - 1) == 0;
}

bool feedback_refuse(const struct feedback_service *service, struct MHD_Connection *connection,
	const char *url, enum MHD_Result *ret_result)
{
	const struct microhttpd *http = service->http;
	struct visitor visitor = share_visitor(service->share, http, connection);
	const char *size = http->lookup_connection_value(
		connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
	if (!visitor.role)
		*ret_result = share_answer_stranger(http, connection, url);
	else if (!share_is_own_origin(service->share, http, connection))
		*ret_result = answer_words(http, connection, MHD_HTTP_FORBIDDEN,
			"only a page of this server may ask for that\n");
	else if (size && strtoull(size, NULL, 10) > FEEDBACK_BODY_MAX)
		*ret_result = answer_words(
			http, connection, HTTP_TOO_LARGE, "this is too much for one request\n");
	else
		return false;
	return true;
}

/* ---- what is asked for ---- */

/* A request: the talk, the slide, and who asks. */
struct asked {
	struct site_talk talk;
	size_t slide;
	struct visitor visitor;
	struct feedback *store;
	struct text name; /* by which feedback knows the talk */
};

static void asked_finish(struct asked *asked)
{
	site_talk_finish(&asked->talk);
	text_finish(&asked->name);
}
DEFINE_AUTOFINISH(asked);

static bool find_slide(const struct site_talk *talk, const char *id, size_t *ret_slide)
{
	*ret_slide = 0;
	if (!id)
		return true;
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (strcmp(talk->slides[i].id, id) == 0) {
			*ret_slide = i;
			return true;
		}
	}
	return false;
}

static bool read_asked(const struct feedback_service *service, struct MHD_Connection *connection,
	const char *url, struct asked *ret_asked)
{
	*ret_asked = (struct asked){ 0 };
	automem char *page = request_path_decode(url + sizeof(path) - 2);
	automem char *slide = answer_argument(service->http, connection, "slide");
	if (!page || !site_talk_read(service->site, page, &ret_asked->talk) ||
		!ret_asked->talk.asks_feedback ||
		!find_slide(&ret_asked->talk, slide, &ret_asked->slide))
		return false;
	if (service->share)
		ret_asked->visitor = share_visitor(service->share, service->http, connection);
	ret_asked->store = desk_store(service->desk, ret_asked->talk.path);
	feedback_talk_name(&ret_asked->name, ret_asked->talk.path);
	return true;
}

/* Tells the speaker's terminal, once for each reason. */
static void tell(struct feedback_service *service, const struct error *error)
{
	if (!service->message || strcmp(text_string(&service->told), error_message(error)) == 0)
		return;
	text_clear(&service->told);
	text_append(&service->told, error_message(error));
	service->message(service->context, error_message(error));
}

/* ---- answers ---- */

/* Whoever reaches a server that is not shared is its user. */
static bool is_speaker(const struct feedback_service *service, const struct asked *asked)
{
	return !service->share || asked->visitor.role == VISITOR_PRESENTER;
}

static struct feedback_view view_of(const struct feedback_service *service,
	const struct asked *asked, const struct feedback_list *list, const struct text *name)
{
	return (struct feedback_view){
		.page = asked->talk.page,
		.title = asked->talk.title,
		.slides = asked->talk.slides,
		.slide_count = asked->talk.slide_count,
		.slide = asked->slide,
		.list = list,
		.name = text_string(name),
		.is_korean = asked->talk.is_korean,
		.is_speaker = is_speaker(service, asked),
	};
}

static enum MHD_Result answer_view(struct feedback_service *service,
	struct MHD_Connection *connection, const struct asked *asked, unsigned status,
	const char *problem, const struct feedback_draft *draft)
{
	const struct microhttpd *http = service->http;
	autofinish(feedback_list) struct feedback_list list = { 0 };
	autofinish(text) struct text name = { 0 }, out = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!feedback_read(
		    asked->store, text_string(&asked->name), 0, asked->visitor.id, &list, &error) ||
		!feedback_last_name(asked->store, asked->visitor.id, &name, &error))
		tell(service, &error);
	struct feedback_view view = view_of(service, asked, &list, &name);
	if (http->lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "json")) {
		feedback_json_append(&out, &view);
		return answer_json(http, connection, &out);
	}
	view.is_thanked = !problem &&
		http->lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "thanks");
	view.problem = problem;
	view.draft = draft ? *draft : view.draft;
	feedback_page_append(&out, &view);
	struct MHD_Response *response = answer_form_page(http, text_string(&out));
	return response ? answer_queue(http, connection, status, response) : MHD_NO;
}

static enum MHD_Result answer_nothing(
	const struct feedback_service *service, struct MHD_Connection *connection)
{
	return answer_words(service->http, connection, MHD_HTTP_NOT_FOUND,
		"there is no such slide here, or its talk asks for no feedback\n");
}

enum MHD_Result feedback_answer_get(
	struct feedback_service *service, struct MHD_Connection *connection, const char *url)
{
	autofinish(asked) struct asked asked = { 0 };
	if (!read_asked(service, connection, url, &asked))
		return answer_nothing(service, connection);
	return answer_view(service, connection, &asked, MHD_HTTP_OK, NULL, NULL);
}

/* ---- changes ---- */

enum outcome { KEPT, NOTHING_SAID, TOO_MUCH, TOO_FAST, NOT_KEPT };

static const char *problem_of(enum outcome outcome, bool is_korean)
{
	switch (outcome) {
	case NOTHING_SAID:
		return is_korean ? "보낼 내용이 없습니다. 글을 쓴 뒤 보내십시오."
				 : "There is nothing to send: write something first.";
	case TOO_MUCH:
		return is_korean ? "이 발표에는 더 보낼 수 없습니다. 발표자에게 직접 말해 주십시오."
				 : "This talk takes no more: tell the speaker yourself.";
	case TOO_FAST:
		return is_korean
			? "한꺼번에 너무 많이 보냈습니다. 글은 아래에 남아 있으니 잠시 뒤에 다시 보내십시오."
			: "That was too much at once. Your words are still here: send them again in a moment.";
	default:
		return is_korean
			? "저장하지 못했습니다. 글은 아래에 남아 있습니다. 발표자에게 알리고 다시 보내십시오."
			: "This could not be kept. Your words are still here: tell the speaker, then send them again.";
	}
}

static unsigned status_of(enum outcome outcome)
{
	return outcome == NOTHING_SAID ? MHD_HTTP_BAD_REQUEST
		: outcome == NOT_KEPT  ? MHD_HTTP_INSUFFICIENT_STORAGE
				       : MHD_HTTP_TOO_MANY_REQUESTS;
}

static int64_t now_s(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

/* A change while it is carried out. What it keeps of the form is in the arena. */
struct change_request {
	struct feedback_service *service;
	const struct asked *asked;
	const struct form *form;
	struct arena *arena;
	struct error *error;
};

static const char *clean(
	const struct change_request *change, const char *field, size_t most, bool is_long)
{
	autofinish(text) struct text text = { 0 };
	feedback_clean(&text, form_value(change->form, field), most, is_long);
	return arena_strdup(change->arena, text_string(&text));
}

static struct feedback_place place_of(const struct change_request *change)
{
	return (struct feedback_place){
		.talk = text_string(&change->asked->name),
		.slide = change->asked->talk.slides[change->asked->slide].id,
		.step = (int)form_number(change->form, "step", STEPS_MAX, -1),
		.capture = clean(change, "capture", CAPTURE_NAME_MAX, false),
		.frame = (uint64_t)form_number(change->form, "frame", FRAMES_MAX, 0),
	};
}

static bool add_words(const struct change_request *change, const char *field,
	enum feedback_kind kind, bool *is_any)
{
	const struct feedback_item item = {
		.place = place_of(change),
		.slide_title = change->asked->talk.slides[change->asked->slide].title,
		.kind = kind,
		.words = clean(change, field, FEEDBACK_WORDS_MAX, true),
		.name = clean(change, "name", FEEDBACK_NAME_MAX, false),
		.at_s = now_s(),
	};
	if (!*item.words)
		return true;
	*is_any = true;
	return feedback_add(
		change->asked->store, &item, change->asked->visitor.id, NULL, change->error);
}

static bool add_all_words(const struct change_request *change, bool *is_any)
{
	return add_words(change, "words", FEEDBACK_QUESTION, is_any) &&
		add_words(change, "learned", FEEDBACK_LEARNED, is_any) &&
		add_words(change, "lost", FEEDBACK_LOST, is_any) &&
		add_words(change, "try", FEEDBACK_TRY, is_any);
}

static bool has_room(const struct change_request *change, enum outcome *ret_outcome)
{
	uint64_t all, own;
	const struct asked *asked = change->asked;
	*ret_outcome = NOT_KEPT;
	if (!feedback_count(asked->store, text_string(&asked->name), asked->visitor.id, &all, &own,
		    change->error))
		return false;
	*ret_outcome = TOO_MUCH;
	return all < DESK_ENTRIES_MAX && own < DESK_ENTRIES_OF_VISITOR;
}

static enum outcome carry_out(const struct change_request *change)
{
	const struct asked *asked = change->asked;
	const char *visitor = asked->visitor.id;
	struct desk *desk = change->service->desk;
	struct feedback_place place = place_of(change);
	int64_t mark = form_number(change->form, "mark", FEEDBACK_MARKS - 1, -1);
	int64_t up = form_number(change->form, "up", INT32_MAX, 0);
	int64_t down = form_number(change->form, "down", INT32_MAX, 0);
	bool is_any = mark >= 0 || up || down, ok = true;
	enum outcome outcome;
	if (!desk_has_time(desk, visitor))
		return TOO_FAST;
	if (!has_room(change, &outcome))
		return outcome;
	if (mark >= 0)
		ok = feedback_set_mark(asked->store, &place, (enum feedback_mark)mark, visitor,
			now_s(), change->error);
	else if (up || down)
		ok = feedback_set_upvote(
			asked->store, place.talk, up ? up : down, up != 0, visitor, change->error);
	else
		ok = add_all_words(change, &is_any);
	if (!ok)
		return NOT_KEPT;
	if (is_any)
		desk_changed(desk, asked->talk.page, mark < 0);
	return is_any ? KEPT : NOTHING_SAID;
}

static enum MHD_Result answer_kept(const struct feedback_service *service,
	struct MHD_Connection *connection, const struct asked *asked, bool is_words)
{
	struct MHD_Response *response = answer_form_page(service->http, "");
	autofinish(text) struct text place = { 0 };
	if (!response)
		return MHD_NO;
	text_append(&place, path);
	markup_url_path(&place, asked->talk.page);
	text_append(&place, "?slide=");
	markup_url_path(&place, asked->talk.slides[asked->slide].id);
	text_append(&place, is_words ? "&thanks=1" : "");
	(void)service->http->add_response_header(response, "Location", text_string(&place));
	return answer_queue(service->http, connection, MHD_HTTP_SEE_OTHER, response);
}

static struct feedback_draft draft_of(const struct change_request *change)
{
	return (struct feedback_draft){
		.words = clean(change, "words", FEEDBACK_WORDS_MAX, true),
		.learned = clean(change, "learned", FEEDBACK_WORDS_MAX, true),
		.lost = clean(change, "lost", FEEDBACK_WORDS_MAX, true),
		.tried = clean(change, "try", FEEDBACK_WORDS_MAX, true),
		.frame = clean(change, "frame", 9, false),
	};
}

static bool wants_json(const struct feedback_service *service, struct MHD_Connection *connection)
{
	const char *accept = service->http->lookup_connection_value(
		connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT);
	return accept && strcmp(accept, "application/json") == 0;
}

enum MHD_Result feedback_answer_change(struct feedback_service *service,
	struct MHD_Connection *connection, const char *url, struct bytes body)
{
	autofinish(asked) struct asked asked = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!read_asked(service, connection, url, &asked))
		return answer_nothing(service, connection);
	const struct form form = form_read(&arena, body);
	const struct change_request change = { service, &asked, &form, &arena, &error };
	enum outcome outcome = carry_out(&change);
	bool is_json = wants_json(service, connection);
	if (outcome == KEPT && is_json)
		return answer_words(service->http, connection, MHD_HTTP_NO_CONTENT, "");
	if (outcome == KEPT)
		return answer_kept(
			service, connection, &asked, form_value(&form, "mark").size == 0);
	if (error_is_set(&error))
		tell(service, &error);
	const char *problem = problem_of(outcome, asked.talk.is_korean);
	if (is_json)
		return answer_words(service->http, connection, status_of(outcome), problem);
	const struct feedback_draft draft = draft_of(&change);
	return answer_view(service, connection, &asked, status_of(outcome), problem, &draft);
}
