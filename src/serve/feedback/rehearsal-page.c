/* Times are whole seconds: nobody speaks by parts of one. `t:` is suggested in steps of five. */
#include "serve/feedback/rehearsal-page.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/path.h"
#include "base/format/day.h"
#include "base/format/markup.h"

enum { SUGGESTED_STEP_S = 5, MS = 1000 };

static const char style[] =
	"<style>\n"
	":root { color-scheme: light dark; --line: #8a8f9c; --soft: #eef1f6; --accent: #1f4fa8; --alarm: #a40000; --quiet: #586173; --paper: #fbfaf7; --ink: #1c2230 }\n"
	"@media (prefers-color-scheme: dark) { :root { --line: #7a8090; --soft: #262b36; --accent: #9dc0ff; --alarm: #ff9d90; --quiet: #aab2c2; --paper: #11151c; --ink: #eef1f6 } }\n"
	"html { background: var(--paper); color: var(--ink) } body { margin: 0 auto; padding: 1rem 1.2rem 3rem; max-width: 62rem; font: 1.125rem/1.5 system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }\n"
	"h1 { margin: .2rem 0 .6rem; font-size: 1.6rem; line-height: 1.25 } h2 { margin: 2rem 0 .6rem; font-size: 1.25rem }\n"
	"p { margin: .4rem 0 } a { color: var(--accent) } .whole { font-size: 1.35rem; font-weight: 600 }\n"
	".table { overflow-x: auto } table { border-collapse: collapse; width: 100% } th, td { padding: .5rem .6rem; border-top: 1px solid var(--line); text-align: right; vertical-align: top; white-space: nowrap }\n"
	"th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 9rem } thead th { border-top: 0; color: var(--quiet) }\n"
	".over { color: var(--alarm); font-weight: 600 } summary { cursor: pointer; padding: .2rem 0 } .steps { margin: .2rem 0 .4rem; padding: 0; list-style: none; color: var(--quiet) }\n"
	"pre { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--soft); font: 1.125rem/1.5 ui-monospace, monospace; white-space: pre-wrap; user-select: all }\n"
	"</style>\n";

static const char *say(const struct rehearsal_view *view, const char *korean, const char *english)
{
	return view->is_korean ? korean : english;
}

static uint64_t seconds_of(uint64_t ms)
{
	return (ms + MS / 2) / MS;
}

static void append_time(struct text *out, uint64_t seconds)
{
	text_append_format(out, "%llu:%02llu", (unsigned long long)(seconds / 60),
		(unsigned long long)(seconds % 60));
}

/* "+0:12", "−0:05", "0:00": how much longer something took. */
static void append_change(struct text *out, uint64_t now_s, uint64_t before_s)
{
	text_append(out, now_s > before_s ? "+" : now_s < before_s ? "−" : "");
	append_time(out, now_s > before_s ? now_s - before_s : before_s - now_s);
}

static const char *title_of(const struct deck_slide *slide)
{
	return *slide->title ? slide->title : slide->id;
}

static void append_head(struct text *out, const struct rehearsal_view *view)
{
	text_append_format(out,
		"<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s · ",
		view->is_korean ? "ko" : "en", say(view, "리허설", "Rehearsal"));
	markup_text(out, view->title);
	text_append_format(out, "</title>\n%s<main>\n<p><a href=\"/", style);
	markup_url_path(out, view->page);
	text_append_format(
		out, "\">← %s</a></p>\n<h1>", say(view, "발표로 돌아가기", "Back to the talk"));
	markup_text(out, view->title);
	text_append(out, "</h1>\n");
}

static void append_whole(struct text *out, const struct rehearsal_view *view)
{
	uint64_t now = seconds_of(rehearsal_ms(&view->runs->runs[0]));
	text_append(out, "<p class=\"whole\">");
	append_time(out, now);
	if (view->duration_s) {
		text_append_format(out, " / %s ", say(view, "예정", "planned"));
		append_time(out, view->duration_s);
		text_append(out, now > view->duration_s ? " <span class=\"over\">" : " <span>");
		append_change(out, now, view->duration_s);
		text_append(out, "</span>");
	}
	text_append(out, "</p>\n<p>");
	day_append_at(out, view->runs->runs[0].at_s);
	if (view->runs->count > 1) {
		text_append_format(out, " · %s ", say(view, "지난 리허설", "the run before"));
		append_time(out, seconds_of(rehearsal_ms(&view->runs->runs[1])));
		text_append_char(out, ' ');
		append_change(out, now, seconds_of(rehearsal_ms(&view->runs->runs[1])));
	}
	text_append(out, "</p>\n");
}

/* The steps of a slide, when there is more than one. */
static void append_steps(struct text *out, const struct rehearsal_view *view,
	const struct rehearsal *run, const struct deck_slide *slide)
{
	size_t count = 0;
	for (size_t i = 0; i < run->count; i++)
		count += strcmp(run->steps[i].slide, slide->id) == 0;
	if (count < 2) {
		markup_text(out, title_of(slide));
		return;
	}
	text_append(out, "<details><summary>");
	markup_text(out, title_of(slide));
	text_append(out, "</summary><ul class=\"steps\">");
	for (size_t i = 0; i < run->count; i++) {
		if (strcmp(run->steps[i].slide, slide->id) != 0)
			continue;
		text_append_format(
			out, "<li>%s %d · ", say(view, "단계", "step"), run->steps[i].step + 1);
		append_time(out, seconds_of(run->steps[i].ms));
		text_append(out, "</li>");
	}
	text_append(out, "</ul></details>");
}

static void append_row(
	struct text *out, const struct rehearsal_view *view, const struct deck_slide *slide)
{
	uint64_t now = seconds_of(rehearsal_slide_ms(&view->runs->runs[0], slide->id));
	uint64_t before = view->runs->count > 1
		? seconds_of(rehearsal_slide_ms(&view->runs->runs[1], slide->id))
		: 0;
	bool is_over = slide->planned_s && now > slide->planned_s;
	text_append(out, "<tr><td>");
	append_steps(out, view, &view->runs->runs[0], slide);
	text_append(out, "</td><td>");
	append_time(out, now);
	text_append(out, "</td><td>");
	if (slide->planned_s)
		append_time(out, slide->planned_s);
	text_append(out, is_over ? "</td><td class=\"over\">" : "</td><td>");
	if (slide->planned_s)
		append_change(out, now, slide->planned_s);
	if (is_over)
		text_append_format(out, " %s", say(view, "초과", "over"));
	text_append(out, "</td><td>");
	if (before)
		append_change(out, now, before);
	text_append(out, "</td></tr>\n");
}

static void append_table(struct text *out, const struct rehearsal_view *view)
{
	text_append_format(out,
		"<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table>\n<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">t:</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
		say(view, "슬라이드별 시간", "Times of the slides"), say(view, "슬라이드", "Slide"),
		say(view, "걸린 시간", "Took"), say(view, "예정과 차이", "Against t:"),
		say(view, "지난번과 차이", "Against the run before"));
	for (size_t i = 0; i < view->slide_count; i++)
		append_row(out, view, &view->slides[i]);
	text_append(out, "</tbody>\n</table>\n</div>\n");
}

/* The lines to paste; a slide that was not shown, or that the program added, has none. */
static void append_lines(
	struct text *out, const struct rehearsal_view *view, const struct rehearsal *run)
{
	automem char *name = file_name(view->path);
	text_append_format(out, "<h2>%s</h2>\n<p>%s</p>\n<pre>",
		say(view, "노트에 붙일 줄", "Lines for the notes"),
		say(view, "슬라이드의 첫 줄에 복사합니다. 이 페이지는 노트를 고치지 않습니다.",
			"Each belongs at the head of its slide. This page changes no notes."));
	for (size_t i = 0; i < view->slide_count; i++) {
		const struct deck_slide *slide = &view->slides[i];
		uint64_t seconds = seconds_of(rehearsal_slide_ms(run, slide->id));
		if (!seconds || !slide->line)
			continue;
		seconds = (seconds + SUGGESTED_STEP_S - 1) / SUGGESTED_STEP_S * SUGGESTED_STEP_S;
		markup_text(out, name);
		text_append_format(out, ":%u: &lt;!-- t: %llus --&gt;  ", slide->line,
			(unsigned long long)seconds);
		markup_text(out, title_of(slide));
		text_append_char(out, '\n');
	}
	text_append(out, "</pre>\n");
}

void rehearsal_page_append(struct text *out, const struct rehearsal_view *view)
{
	append_head(out, view);
	if (view->runs->count) {
		append_whole(out, view);
		append_table(out, view);
		append_lines(out, view, &view->runs->runs[0]);
	} else {
		text_append_format(out, "<p>%s</p>\n",
			say(view, "아직 리허설 기록이 없습니다.", "There is no rehearsal yet."));
	}
	text_append(out, "</main>\n");
}
