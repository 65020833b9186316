/*
 * A task of Obsidian and GitHub: "- [ ] " and text. Obsidian can link to it by the "^id" at its
 * end, by which it is also found again.
 */
#include "feedback/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/day.h"
#include "base/format/json.h"
#include "base/format/markdown-text.h"
#include "base/message.h"
#include "base/span.h"
#include "notes/text/lines.h"

static const char mark_end[] = " ^feedback-";

/* ---- Markdown ---- */

static const char *kind_words(enum feedback_kind kind)
{
	static const char *const words[FEEDBACK_KINDS] = {
		[FEEDBACK_QUESTION] = MESSAGE("Asked"),
		[FEEDBACK_LEARNED] = MESSAGE("Learned"),
		[FEEDBACK_LOST] = MESSAGE("Got lost"),
		[FEEDBACK_TRY] = MESSAGE("To try"),
	};
	return message_of(words[kind]);
}

static void append_item(struct text *out, const struct feedback_item *item, bool is_homeless)
{
	text_append_format(out, "- [%c] **%s**", item->is_done ? 'x' : ' ', kind_words(item->kind));
	if (is_homeless) {
		text_append(out, " (");
		markdown_text_append(
			out, *item->slide_title ? item->slide_title : item->place.slide);
		text_append(out, ")");
	}
	if (item->place.frame)
		text_append_format(out, " \\#%llu", (unsigned long long)item->place.frame);
	text_append(out, ": ");
	markdown_text_append(out, item->words);
	text_append(out, " (");
	if (*item->name) {
		markdown_text_append(out, item->name);
		text_append(out, ", ");
	}
	day_append_at(out, item->at_s);
	if (item->upvotes)
		text_append_format(out, ", ▲ %llu", (unsigned long long)item->upvotes);
	text_append_format(out, ")%s%lld\n", mark_end, (long long)item->id);
}

static void append_counts(struct text *out, const struct feedback_counts *counts)
{
	text_append_message(out, "clear %llu, lost %llu, too fast %llu",
		(unsigned long long)counts->marks[MARK_CLEAR],
		(unsigned long long)counts->marks[MARK_LOST_ME],
		(unsigned long long)counts->marks[MARK_TOO_FAST]);
}

/* Most wanted first, then in the order in which they were said. */
static int compare(const void *a, const void *b)
{
	const struct feedback_item *left = *(const struct feedback_item *const *)a;
	const struct feedback_item *right = *(const struct feedback_item *const *)b;
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	return feedback_compare_wanted(a, b);
}

static bool has_slide(const struct feedback_report *report, const char *id)
{
	for (size_t i = 0; i < report->slide_count; i++) {
		if (strcmp(report->slides[i].id, id) == 0)
			return true;
	}
	return false;
}

/* The items of a slide; `id` NULL: those whose slide is gone. The array is malloc()ed. */
static const struct feedback_item **items_of(
	const struct feedback_report *report, const char *id, size_t *ret_count)
{
	const struct feedback_list *list = report->list;
	const struct feedback_item **items = xcalloc(list->count, sizeof(struct feedback_item *));
	*ret_count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const char *slide = list->items[i].place.slide;
		if (id ? strcmp(slide, id) == 0 : !has_slide(report, slide))
			items[(*ret_count)++] = &list->items[i];
	}
	if (*ret_count)
		qsort(items, *ret_count, sizeof(struct feedback_item *), compare);
	return items;
}

static void append_slide(
	struct text *out, const struct feedback_report *report, const struct feedback_slide *slide)
{
	const struct feedback_counts *counts = feedback_counts_of(report->list, slide->id);
	size_t count;
	const struct feedback_item **items = items_of(report, slide->id, &count);
	if (counts || count) {
		text_append(out, "\n## ");
		markdown_text_append(out, *slide->title ? slide->title : slide->id);
		text_append(out, "\n\n");
	}
	if (counts) {
		append_counts(out, counts);
		text_append(out, "\n\n");
	}
	for (size_t i = 0; i < count; i++)
		append_item(out, items[i], false);
	free(items);
}

/* The marks of slides that are gone, a line each. */
static void append_homeless_counts(struct text *out, const struct feedback_report *report)
{
	for (size_t i = 0; i < report->list->slide_count; i++) {
		const struct feedback_counts *counts = &report->list->slides[i];
		if (has_slide(report, counts->slide))
			continue;
		text_append(out, "- ");
		markdown_text_append(out, counts->slide);
		text_append(out, ": ");
		append_counts(out, counts);
		text_append_char(out, '\n');
	}
}

static void append_homeless(struct text *out, const struct feedback_report *report)
{
	size_t count;
	autofinish(text) struct text counts = { 0 };
	const struct feedback_item **items = items_of(report, NULL, &count);
	append_homeless_counts(&counts, report);
	if (count || counts.size)
		text_append_format(out, "\n## %s\n\n", message_of("Slides that are gone"));
	text_append_size(out, text_string(&counts), counts.size);
	for (size_t i = 0; i < count; i++)
		append_item(out, items[i], true);
	free(items);
}

/* "A 12, B 3", by the letters of the choices. */
static void append_vote_counts(struct text *out, const struct vote_result *result)
{
	for (size_t i = 0; i < result->choice_count; i++)
		text_append_format(out, "%s%c %llu", i ? ", " : "", (char)('A' + (int)i),
			(unsigned long long)result->counts[i]);
}

static void append_votes(struct text *out, const struct feedback_report *report)
{
	if (!report->votes || !report->votes->count)
		return;
	text_append_format(out, "\n## %s\n\n", message_of("Votes"));
	for (size_t i = 0; i < report->votes->count; i++) {
		text_append(out, "- ");
		markdown_text_append(out, report->votes->items[i].ask);
		text_append(out, " (");
		day_append_at(out, report->votes->items[i].at_s);
		text_append(out, "): ");
		append_vote_counts(out, &report->votes->items[i]);
		text_append_char(out, '\n');
	}
}

void feedback_report_markdown(struct text *out, const struct feedback_report *report)
{
	text_append_format(out, "# %s: ", message_of("Feedback"));
	markdown_text_append(out, report->title);
	text_append(out, "\n");
	for (size_t i = 0; i < report->slide_count; i++)
		append_slide(out, report, &report->slides[i]);
	append_votes(out, report);
	append_homeless(out, report);
}

/* ---- JSON ---- */

static void append_json_item(
	struct json *json, const struct feedback_report *report, const struct feedback_item *item)
{
	static const char *const kinds[FEEDBACK_KINDS] = { "question", "learned", "lost", "try" };
	autofinish(text) struct text date = { 0 };
	day_append_at(&date, item->at_s);
	json_begin_object(json, NULL);
	json_number(json, "id", item->id);
	json_string(json, "slide", item->place.slide);
	json_string(json, "slide_title", item->slide_title);
	json_bool(json, "slide_is_gone", !has_slide(report, item->place.slide));
	if (item->place.step >= 0)
		json_number(json, "step", item->place.step);
	if (item->place.frame) {
		json_string(json, "capture", item->place.capture);
		json_count(json, "frame", item->place.frame);
	}
	json_string(json, "kind", kinds[item->kind]);
	json_string(json, "words", item->words);
	json_string(json, "name", item->name);
	json_string(json, "date", text_string(&date));
	json_count(json, "upvotes", item->upvotes);
	json_bool(json, "done", item->is_done);
	json_end_object(json);
}

static void append_json_votes(struct json *json, const struct vote_result *result)
{
	autofinish(text) struct text date = { 0 };
	day_append_at(&date, result->at_s);
	json_begin_object(json, NULL);
	json_string(json, "ask", result->ask);
	json_string(json, "date", text_string(&date));
	json_begin_array(json, "counts");
	for (size_t i = 0; i < result->choice_count; i++)
		json_count(json, NULL, result->counts[i]);
	json_end_array(json);
	json_end_object(json);
}

void feedback_report_json(struct text *out, const struct feedback_report *report)
{
	struct json json = { .out = out };
	json_begin_object(&json, NULL);
	json_string(&json, "talk", report->path);
	json_begin_array(&json, "slides");
	for (size_t i = 0; i < report->list->slide_count; i++) {
		const struct feedback_counts *counts = &report->list->slides[i];
		json_begin_object(&json, NULL);
		json_string(&json, "id", counts->slide);
		json_count(&json, "clear", counts->marks[MARK_CLEAR]);
		json_count(&json, "lost_me", counts->marks[MARK_LOST_ME]);
		json_count(&json, "too_fast", counts->marks[MARK_TOO_FAST]);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_begin_array(&json, "items");
	for (size_t i = 0; i < report->list->count; i++)
		append_json_item(&json, report, &report->list->items[i]);
	json_end_array(&json);
	json_begin_array(&json, "votes");
	for (size_t i = 0; report->votes && i < report->votes->count; i++)
		append_json_votes(&json, &report->votes->items[i]);
	json_end_array(&json);
	json_end_object(&json);
	text_append_char(out, '\n');
}

/* ---- reading back ---- */

/* The id of an item in a task that is ticked; 0 in any other line. */
static int64_t ticked_id(struct bytes line)
{
	enum { DIGITS_MAX = 15 };
	if (line.size && line.data[line.size - 1] == '\r')
		line.size--;
	line = bytes_trim(line);
	if (line.size < 6 || !strchr("-*+", line.data[0]) || line.data[1] != ' ' ||
		line.data[2] != '[' || (line.data[3] | 0x20) != 'x' || line.data[4] != ']')
		return 0;
	size_t digits = 0;
	while (digits < line.size && ascii_is_digit(line.data[line.size - 1 - digits]))
		digits++;
	size_t size = sizeof(mark_end) - 1;
	if (!digits || digits > DIGITS_MAX || line.size < digits + size ||
		memcmp(line.data + line.size - digits - size, mark_end, size) != 0)
		return 0;
	uint64_t id = 0;
	(void)span_decimal(span_from(line, line.size - digits), &id);
	return (int64_t)id;
}

int64_t *feedback_report_ticked(struct arena *arena, struct bytes markdown, size_t *ret_count)
{
	struct lines lines = lines_split(arena, markdown);
	int64_t *ids = arena_alloc_array(arena, lines.count + 1, sizeof(*ids));
	*ret_count = 0;
	for (unsigned i = 1; i <= lines.count; i++) {
		int64_t id = ticked_id(lines_at(&lines, i));
		if (id)
			ids[(*ret_count)++] = id;
	}
	return ids;
}
