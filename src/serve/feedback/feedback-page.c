/*
 * Words of strangers stand here as text only: markup_text() and markup_attribute() escape them. The
 * page has no script, and forms alone change something.
 */
#include "serve/feedback/feedback-page.h"

#include <stdlib.h>
#include <string.h>

#include "base/format/json.h"
#include "base/format/markup.h"

static const char style[] =
	"<style>\n"
	":root { color-scheme: light dark; --line: #8a8f9c; --soft: #eef1f6; --accent: #1f4fa8; --alarm: #a40000; --paper: #fbfaf7; --ink: #1c2230 }\n"
	"@media (prefers-color-scheme: dark) { :root { --line: #7a8090; --soft: #262b36; --accent: #9dc0ff; --alarm: #ff9d90; --paper: #11151c; --ink: #eef1f6 } }\n"
	"html { background: var(--paper); color: var(--ink) } body { margin: 0 auto; padding: 1rem 1.2rem 3rem; max-width: 44rem; font: 1.125rem/1.5 system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere }\n"
	"h1 { margin: .2rem 0 1rem; font-size: 1.6rem; line-height: 1.25 } h2 { margin: 2rem 0 .6rem; font-size: 1.25rem }\n"
	"p { margin: .4rem 0 } a { color: var(--accent) }\n"
	"button, textarea, input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .8rem; min-height: 2.75rem; box-sizing: border-box }\n"
	"button { cursor: pointer } button[aria-pressed=true] { border: 2px solid var(--accent); background: var(--soft); font-weight: 600 }\n"
	".send { background: var(--accent); border-color: var(--accent); color: var(--paper); font-weight: 600 }\n"
	"label { display: block; margin: .8rem 0 .2rem } textarea { display: block; width: 100%; min-height: 6rem } input { width: 100%; max-width: 20rem }\n"
	".marks { display: flex; flex-wrap: wrap; gap: .6rem } .send { margin-top: 1rem }\n"
	".thanks, .problem { padding: .6rem 1rem; border-radius: .5rem; border: 2px solid var(--accent) } .problem { border-color: var(--alarm) }\n"
	"ol { list-style: none; margin: 0; padding: 0 } li { display: flex; gap: 1rem; align-items: flex-start; justify-content: space-between; padding: .7rem 0; border-top: 1px solid var(--line) }\n"
	".words { white-space: pre-wrap; margin: 0 } nav { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin-top: 2.5rem } nav a { padding: .6rem 0 }\n"
	"</style>\n";

static const char *say(const struct feedback_view *view, const char *korean, const char *english)
{
	return view->is_korean ? korean : english;
}

static void append_address(struct text *out, const struct feedback_view *view, size_t slide)
{
	text_append(out, "/feedback/");
	markup_url_path(out, view->page);
	text_append(out, "?slide=");
	markup_url_path(out, view->slides[slide].id);
}

static void open_form(struct text *out, const struct feedback_view *view, const char *class_name)
{
	text_append_format(out, "<form method=\"post\"%s action=\"", class_name);
	append_address(out, view, view->slide);
	text_append(out, "\">\n");
}

static const char *title_of(const struct feedback_view *view, size_t slide)
{
	const char *title = view->slides[slide].title;
	return *title ? title : view->slides[slide].id;
}

static void append_head(struct text *out, const struct feedback_view *view)
{
	text_append_format(out,
		"<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<title>",
		view->is_korean ? "ko" : "en");
	markup_text(out, title_of(view, view->slide));
	text_append_format(out, " · %s</title>\n%s<main>\n<p class=\"where\"><a href=\"/",
		say(view, "의견", "Feedback"), style);
	markup_url_path(out, view->page);
	text_append(out, "#/");
	markup_url_path(out, view->slides[view->slide].id);
	text_append(out, "\">");
	markup_text(out, view->title);
	text_append_format(out, "</a> · %zu / %zu</p>\n<h1>", view->slide + 1, view->slide_count);
	markup_text(out, title_of(view, view->slide));
	text_append(out, "</h1>\n");
	if (view->is_thanked)
		text_append_format(out, "<p class=\"thanks\" role=\"status\">%s</p>\n",
			say(view, "받았습니다. 고맙습니다.", "Received. Thank you."));
	if (view->problem) {
		text_append(out, "<p class=\"problem\" role=\"alert\">");
		markup_text(out, view->problem);
		text_append(out, "</p>\n");
	}
}

static const char *mark_words(const struct feedback_view *view, int mark)
{
	switch (mark) {
	case MARK_CLEAR:
		return say(view, "이해됐어요", "Clear");
	case MARK_LOST_ME:
		return say(view, "놓쳤어요", "Lost me");
	default:
		return say(view, "너무 빨라요", "Too fast");
	}
}

static void append_marks(struct text *out, const struct feedback_view *view)
{
	const struct feedback_counts *counts =
		feedback_counts_of(view->list, view->slides[view->slide].id);
	open_form(out, view, " class=\"marks\"");
	for (int mark = MARK_CLEAR; mark < FEEDBACK_MARKS; mark++) {
		bool is_own = counts && (int)counts->own == mark;
		text_append_format(out, "<button name=\"mark\" value=\"%d\" aria-pressed=\"%s\">%s",
			is_own ? 0 : mark, is_own ? "true" : "false", mark_words(view, mark));
		if (view->is_speaker)
			text_append_format(out, " %llu",
				(unsigned long long)(counts ? counts->marks[mark] : 0));
		text_append(out, "</button>\n");
	}
	text_append(out, "</form>\n");
}

/* A text of several lines; `draft` may be NULL. */
static void append_area(
	struct text *out, const char *name, const char *label, const char *draft, bool is_required)
{
	text_append_format(out,
		"<label for=\"%s\">%s</label>\n<textarea id=\"%s\" name=\"%s\" maxlength=\"%d\"%s>\n",
		name, label, name, name, FEEDBACK_WORDS_MAX / 3, is_required ? " required" : "");
	markup_text(out, draft ? draft : "");
	text_append(out, "</textarea>\n");
}

static void append_name_and_send(struct text *out, const struct feedback_view *view, const char *id)
{
	text_append_format(out,
		"<label for=\"%s\">%s</label>\n<input id=\"%s\" name=\"name\" maxlength=\"%d\" autocomplete=\"nickname\" value=\"",
		id, say(view, "이름 (쓰지 않아도 됩니다)", "Your name, if you like"), id,
		FEEDBACK_NAME_MAX / 3);
	markup_attribute(out, view->name);
	text_append_format(out, "\">\n<div><button class=\"send\">%s</button></div>\n</form>\n",
		say(view, "보내기", "Send"));
}

static void append_question_form(struct text *out, const struct feedback_view *view)
{
	text_append_format(
		out, "<h2>%s</h2>\n", say(view, "질문이나 의견", "A question or remark"));
	open_form(out, view, "");
	append_area(out, "words", say(view, "이 슬라이드에 대해", "On this slide"),
		view->draft.words, true);
	text_append_format(out,
		"<label for=\"frame\">%s</label>\n<input id=\"frame\" name=\"frame\" inputmode=\"numeric\" pattern=\"[0-9]*\" maxlength=\"9\" value=\"",
		say(view, "패킷 번호 (있으면)", "The number of a packet, if it is about one"));
	markup_attribute(out, view->draft.frame ? view->draft.frame : "");
	text_append(out, "\">\n");
	append_name_and_send(out, view, "name");
}

static void append_end_form(struct text *out, const struct feedback_view *view)
{
	text_append_format(out, "<h2>%s</h2>\n", say(view, "발표를 듣고 나서", "After the talk"));
	open_form(out, view, "");
	append_area(
		out, "learned", say(view, "배운 것", "What I learned"), view->draft.learned, false);
	append_area(out, "lost", say(view, "따라가지 못한 곳", "Where I got lost"),
		view->draft.lost, false);
	append_area(out, "try", say(view, "다음에 해 볼 것 하나", "One thing to try next time"),
		view->draft.tried, false);
	append_name_and_send(out, view, "end-name");
}

static void append_by(struct text *out, const struct feedback_item *item)
{
	text_append(out, "<p class=\"by\">");
	markup_text(out, item->name);
	if (item->place.frame)
		text_append_format(out, "%s#%llu", *item->name ? " · " : "",
			(unsigned long long)item->place.frame);
	text_append(out, "</p>");
}

static bool is_shown(const struct feedback_view *view, const struct feedback_item *item)
{
	return view->is_speaker || item->kind == FEEDBACK_QUESTION;
}

static void append_item(
	struct text *out, const struct feedback_view *view, const struct feedback_item *item)
{
	text_append(out, "<li><div><p class=\"words\">");
	markup_text(out, item->words);
	text_append(out, "</p>");
	append_by(out, item);
	text_append(out, "</div>");
	open_form(out, view, "");
	text_append_format(out,
		"<button name=\"%s\" value=\"%lld\" aria-pressed=\"%s\" aria-label=\"%s %llu\">▲ %llu</button>\n</form></li>\n",
		item->is_upvoted ? "down" : "up", (long long)item->id,
		item->is_upvoted ? "true" : "false", say(view, "나도 궁금해요", "I ask that, too"),
		(unsigned long long)item->upvotes, (unsigned long long)item->upvotes);
}

static void append_questions(struct text *out, const struct feedback_view *view)
{
	const char *slide = view->slides[view->slide].id;
	const struct feedback_item **items =
		xcalloc(view->list->count, sizeof(struct feedback_item *));
	size_t count = 0;
	for (size_t i = 0; i < view->list->count; i++) {
		const struct feedback_item *item = &view->list->items[i];
		if (strcmp(item->place.slide, slide) == 0 && is_shown(view, item))
			items[count++] = item;
	}
	if (count) {
		qsort(items, count, sizeof(struct feedback_item *), feedback_compare_wanted);
		text_append_format(out, "<h2>%s</h2>\n<ol>\n",
			say(view, "이 슬라이드에 나온 질문", "Asked on this slide"));
	}
	for (size_t i = 0; i < count; i++)
		append_item(out, view, items[i]);
	text_append(out, count ? "</ol>\n" : "");
	free(items);
}

static void append_way(struct text *out, const struct feedback_view *view, size_t slide,
	const char *relation, const char *words)
{
	text_append_format(out, "<a rel=\"%s\" href=\"", relation);
	append_address(out, view, slide);
	text_append_format(out, "\">%s</a>\n", words);
}

static void append_ways(struct text *out, const struct feedback_view *view)
{
	size_t last = view->slide_count - 1;
	text_append_format(out, "<nav aria-label=\"%s\">\n", say(view, "슬라이드", "Slides"));
	if (view->slide)
		append_way(out, view, view->slide - 1, "prev",
			say(view, "← 이전 슬라이드", "← The slide before"));
	if (view->slide < last)
		append_way(out, view, view->slide + 1, "next",
			say(view, "다음 슬라이드 →", "The next slide →"));
	if (view->slide + 1 < last)
		append_way(
			out, view, last, "last", say(view, "발표를 듣고 나서", "After the talk"));
	text_append(out, "</nav>\n</main>\n");
}

void feedback_page_append(struct text *out, const struct feedback_view *view)
{
	append_head(out, view);
	append_marks(out, view);
	append_question_form(out, view);
	append_questions(out, view);
	if (view->slide + 1 == view->slide_count)
		append_end_form(out, view);
	append_ways(out, view);
}

/* ---- JSON ---- */

static void append_json_slide(
	struct json *json, const struct feedback_view *view, const struct feedback_counts *counts)
{
	json_begin_object(json, NULL);
	json_string(json, "id", counts->slide);
	json_number(json, "own", counts->own);
	if (view->is_speaker) {
		json_begin_array(json, "marks");
		for (int mark = 0; mark < FEEDBACK_MARKS; mark++)
			json_count(json, NULL, counts->marks[mark]);
		json_end_array(json);
	}
	json_end_object(json);
}

static void append_json_item(struct json *json, const struct feedback_item *item)
{
	json_begin_object(json, NULL);
	json_number(json, "id", item->id);
	json_string(json, "slide", item->place.slide);
	json_string(json, "title", item->slide_title);
	json_number(json, "step", item->place.step);
	json_string(json, "capture", item->place.capture);
	json_count(json, "frame", item->place.frame);
	json_number(json, "kind", item->kind);
	json_string(json, "words", item->words);
	json_string(json, "name", item->name);
	json_count(json, "upvotes", item->upvotes);
	json_bool(json, "own", item->is_own);
	json_bool(json, "upvoted", item->is_upvoted);
	json_bool(json, "done", item->is_done);
	json_end_object(json);
}

static void append_json_lost(struct json *json, const struct feedback_lost *lost)
{
	json_begin_object(json, NULL);
	json_string(json, "slide", lost->slide);
	json_string(json, "capture", lost->capture);
	json_count(json, "frame", lost->frame);
	json_count(json, "count", lost->count);
	json_end_object(json);
}

void feedback_json_append(struct text *out, const struct feedback_view *view)
{
	struct json json = { .out = out };
	json_begin_object(&json, NULL);
	json_string(&json, "name", view->name);
	json_begin_array(&json, "slides");
	for (size_t i = 0; i < view->list->slide_count; i++)
		append_json_slide(&json, view, &view->list->slides[i]);
	json_end_array(&json);
	json_begin_array(&json, "items");
	for (size_t i = 0; i < view->list->count; i++) {
		if (is_shown(view, &view->list->items[i]))
			append_json_item(&json, &view->list->items[i]);
	}
	json_end_array(&json);
	json_begin_array(&json, "lost");
	for (size_t i = 0; i < view->list->lost_count && view->is_speaker; i++)
		append_json_lost(&json, &view->list->lost[i]);
	json_end_array(&json);
	json_end_object(&json);
}
