/* templates/drawing/main.js draws; this file calls it and reads its answer. */
#include "chromium/drawings.h"

#include "base/format/json-reader.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "chromium/evaluate.h"

enum { DRAWING_SIZE_MAX = 2 << 20, PROBLEM_SIZE_MAX = 400 };

/* Scripts are run by Runtime.evaluate, to which the page's policy does not apply. */
static const char page[] =
	"<!DOCTYPE html><meta charset=utf-8><meta http-equiv=Content-Security-Policy"
	" content=\"default-src 'none'; style-src 'unsafe-inline'\"><body>";

bool drawings_open(struct browser *browser, struct error *error)
{
	browser_limit(browser, DRAWINGS_SECONDS);
	return browser_call(browser, "Emulation.setDeviceMetricsOverride",
		       "{\"width\":1280,\"height\":720,\"deviceScaleFactor\":1,\"mobile\":false}",
		       NULL, error) &&
		browser_show(browser, markup_bytes_of(page), "", error);
}

bool drawings_add(struct browser *browser, struct bytes script, struct error *error)
{
	struct bytes ignored;
	autofinish(text) struct text expression = { 0 };
	text_append_size(&expression, (const char *)script.data, script.size);
	text_append(&expression, "\n;true");
	return evaluate_script(browser, text_string(&expression), &ignored, error);
}

/* Sets `error` to the library's sentence, on one line and without control characters. */
static bool tell_problem(struct bytes value, struct error *error)
{
	autofinish(text) struct text problem = { 0 };
	autofinish(text) struct text line = { 0 };
	if (!json_string_append(value, &problem))
		return false;
	if (problem.size > PROBLEM_SIZE_MAX)
		text_cut(&problem, PROBLEM_SIZE_MAX);
	for (size_t i = 0; i < problem.size; i++) {
		bool is_blank = (unsigned char)problem.data[i] <= ' ' || problem.data[i] == 0x7f;
		bool is_again = !line.size || line.data[line.size - 1] == ' ';
		if (!is_blank || !is_again)
			text_append_char(&line, is_blank ? ' ' : problem.data[i]);
	}
	autofinish(text) struct text valid = { 0 };
	markup_utf8(&valid, (struct bytes){ (const uint8_t *)text_string(&line), line.size });
	return error_set(error, "%s", text_string(&valid));
}

bool drawings_draw(struct browser *browser, const char *form, struct bytes source, const char *lang,
	struct text *out, bool *ret_is_wrong, struct error *error)
{
	*ret_is_wrong = false;
	autofinish(text) struct text request = { 0 };
	struct json json = { .out = &request, .is_script = true };
	text_append(&request, "pcapdeckDraw(");
	json_begin_object(&json, NULL);
	json_string(&json, "form", form);
	json_bytes(&json, "source", source);
	json_string(&json, "lang", lang);
	json_end_object(&json);
	text_append(&request, ")");
	struct bytes answer, value;
	browser_limit(browser, DRAWINGS_SECONDS);
	if (!evaluate_script(browser, text_string(&request), &answer, error))
		return false;
	size_t before = out->size;
	if (json_member(answer, "markup", &value) && value.size <= DRAWING_SIZE_MAX &&
		json_string_append(value, out))
		return true;
	text_cut(out, before);
	*ret_is_wrong = true;
	if (json_member(answer, "problem", &value))
		return tell_problem(value, error);
	return error_set(error, "the drawing is larger than %d MB", DRAWING_SIZE_MAX >> 20);
}
