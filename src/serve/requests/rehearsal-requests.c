/* Talk and slides are names that the site knows; of the rest only numbers are kept. */
#include "serve/requests/rehearsal-requests.h"

#include <string.h>
#include <time.h>

#include "base/span.h"
#include "feedback/rehearsal.h"
#include "serve/answers.h"
#include "serve/feedback/rehearsal-page.h"
#include "serve/request.h"

static const char path[] = "/rehearsal/";
enum { STEPS_MAX = 2000 /* of one request */ };

bool rehearsal_is_request(const char *url)
{
	return strncmp(url, path, sizeof(path) - 1) == 0;
}

static bool read_talk(struct site *site, const char *url, struct site_talk *ret_talk)
{
	automem char *page = request_path_decode(url + sizeof(path) - 2);
	*ret_talk = (struct site_talk){ 0 };
	return page && site_talk_read(site, page, ret_talk);
}

static enum MHD_Result answer_nothing(
	const struct microhttpd *http, struct MHD_Connection *connection)
{
	return answer_words(http, connection, MHD_HTTP_NOT_FOUND, "there is no such talk here\n");
}

enum MHD_Result rehearsal_answer_get(struct desk *desk, struct site *site,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url)
{
	autofinish(site_talk) struct site_talk talk = { 0 };
	autofinish(rehearsals) struct rehearsals runs = { 0 };
	autofinish(text) struct text name = { 0 }, html = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!read_talk(site, url, &talk))
		return answer_nothing(http, connection);
	feedback_talk_name(&name, talk.path);
	if (!rehearsals_read(desk_store(desk, talk.path), text_string(&name), 2, &runs, &error))
		return answer_words(
			http, connection, MHD_HTTP_INSUFFICIENT_STORAGE, error_message(&error));
	const struct rehearsal_view view = {
		.page = talk.page,
		.path = talk.path,
		.title = talk.title,
		.slides = talk.slides,
		.slide_count = talk.slide_count,
		.duration_s = talk.duration_s,
		.is_korean = talk.is_korean,
		.runs = &runs,
	};
	rehearsal_page_append(&html, &view);
	struct MHD_Response *response = answer_page(http, text_string(&html));
	return response ? answer_queue(http, connection, MHD_HTTP_OK, response) : MHD_NO;
}

/* The id that the talk has; NULL for another one. */
static const char *slide_of(const struct site_talk *talk, struct bytes id)
{
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (span_equals(id, talk->slides[i].id))
			return talk->slides[i].id;
	}
	return NULL;
}

/* Takes the bytes before the next separator out of the rest. */
static struct bytes take_until(struct bytes *rest, char separator)
{
	const uint8_t *end = rest->size ? memchr(rest->data, separator, rest->size) : NULL;
	struct bytes taken = { rest->data, end ? (size_t)(end - rest->data) : rest->size };
	*rest = span_from(*rest, taken.size + (end != NULL));
	return taken;
}

/* Reads "STEP MILLISECONDS SLIDE"; a step before the first is "-". */
static bool read_step(
	const struct site_talk *talk, struct bytes line, struct rehearsal_step *ret_step)
{
	struct bytes step = take_until(&line, ' '), ms = take_until(&line, ' ');
	uint64_t number = 0;
	bool is_before = span_equals(step, "-");
	if ((!is_before && (!span_decimal(step, &number) || number > INT16_MAX)) ||
		!span_decimal(ms, &ret_step->ms))
		return false;
	ret_step->step = is_before ? -1 : (int)number;
	ret_step->slide = slide_of(talk, line);
	return true;
}

/* Reads all lines; those of slides that the talk does not have any more are left out. */
static bool read_steps(const struct site_talk *talk, struct bytes body, struct arena *arena,
	struct rehearsal_step **ret_steps, size_t *ret_count)
{
	struct rehearsal_step *steps = arena_alloc_array(arena, STEPS_MAX, sizeof(*steps));
	size_t count = 0;
	while (body.size) {
		struct rehearsal_step step = { 0 };
		if (count == STEPS_MAX || !read_step(talk, take_until(&body, '\n'), &step))
			return false;
		if (step.slide)
			steps[count++] = step;
	}
	*ret_steps = steps;
	*ret_count = count;
	return true;
}

static bool is_name(const char *name)
{
	size_t size = name ? strlen(name) : 0;
	return size && size <= REHEARSAL_NAME_MAX && name[strspn(name, "0123456789abcdef")] == '\0';
}

enum MHD_Result rehearsal_answer_change(struct desk *desk, struct site *site,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url,
	struct bytes body)
{
	autofinish(site_talk) struct site_talk talk = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text name = { 0 };
	autofinish(error) struct error error = { 0 };
	automem char *run = answer_argument(http, connection, "run");
	struct rehearsal_step *steps = NULL;
	size_t count = 0;
	if (!read_talk(site, url, &talk))
		return answer_nothing(http, connection);
	if (!is_name(run) || !read_steps(&talk, body, &arena, &steps, &count))
		return answer_words(http, connection, MHD_HTTP_BAD_REQUEST,
			"these are no times of a rehearsal\n");
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	feedback_talk_name(&name, talk.path);
	if (!rehearsal_keep(desk_store(desk, talk.path), text_string(&name), run, now.tv_sec, steps,
		    count, &error))
		return answer_words(
			http, connection, MHD_HTTP_INSUFFICIENT_STORAGE, error_message(&error));
	return answer_words(http, connection, MHD_HTTP_NO_CONTENT, "");
}
