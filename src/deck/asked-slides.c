/*
 * The slide has the questions that most listeners want answered, as many as it has room for. Words
 * are those of strangers: they are cleaned and escaped, and nothing in them is Markdown. Names are
 * left out, since whoever asked did not ask to be shown.
 */
#include "deck/asked-slides.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file-trace.h"
#include "base/format/markup.h"
#include "base/span.h"
#include "feedback/store.h"
#include "notes/text/characters.h"

enum {
	QUESTIONS_MAX = 5,
	WORDS_COLUMNS_MAX = 110, /* a question takes two lines with the name of its slide */
	TITLE_COLUMNS_MAX = 36,
};

/* The talk's open items that ask for a change, the most wanted first. */
struct open_items {
	const struct feedback_item **items;
	size_t count;
};

static bool is_open(const struct feedback_item *item, int64_t room_opened_s)
{
	return !item->is_done && item->kind != FEEDBACK_LEARNED &&
		(!room_opened_s || item->at_s < room_opened_s);
}

static struct open_items find_open(const struct feedback_list *list, int64_t room_opened_s)
{
	struct open_items open = {
		.items = xcalloc(list->count, sizeof(struct feedback_item *)),
	};
	for (size_t i = 0; i < list->count; i++) {
		if (is_open(&list->items[i], room_opened_s))
			open.items[open.count++] = &list->items[i];
	}
	if (open.count)
		qsort(open.items, open.count, sizeof(struct feedback_item *),
			feedback_compare_wanted);
	return open;
}

/* Appends a line of text, escaped, cut to so many columns. */
static void append_cut(struct text *out, const char *words, unsigned columns)
{
	autofinish(text) struct text line = { 0 };
	feedback_clean(&line, markup_bytes_of(words), FEEDBACK_WORDS_MAX, false);
	struct bytes rest = { (const uint8_t *)text_string(&line), line.size };
	size_t kept = 0, size;
	for (unsigned used = 0; rest.size; rest = span_from(rest, size), kept += size) {
		used += character_columns(markup_decode_utf8(rest, &size));
		if (used > columns)
			break;
	}
	markup_text_bytes(out, (struct bytes){ (const uint8_t *)text_string(&line), kept });
	text_append(out, rest.size ? "…" : "");
}

/* Where it was asked: the slide, with a link while the talk has it, the packet, the upvotes. */
static void append_place(
	struct text *out, const struct talk *talk, const struct feedback_item *item)
{
	const char *id = item->place.slide;
	const struct slide *slide = talk_slide(talk, id);
	const char *title = slide && slide->title[0] ? slide->title : item->slide_title;
	text_append(out, " <span class=\"where\">");
	if (slide) {
		text_append(out, "<a href=\"#/");
		markup_url_path(out, id);
		text_append(out, "\">");
	}
	append_cut(out, *title ? title : id, TITLE_COLUMNS_MAX);
	text_append(out, slide ? "</a>" : "");
	if (item->place.frame)
		text_append_format(out, " · #%llu", (unsigned long long)item->place.frame);
	if (item->upvotes)
		text_append_format(out, " · ▲ %llu", (unsigned long long)item->upvotes);
	text_append(out, "</span>");
}

static void append_list(struct text *out, const struct talk *talk, const struct open_items *open)
{
	size_t count = open->count < QUESTIONS_MAX ? open->count : QUESTIONS_MAX;
	bool is_korean = strncmp(talk->lang, "ko", 2) == 0;
	text_append(out, "<ul class=\"asked-list\">\n");
	for (size_t i = 0; i < count; i++) {
		text_append(out, "<li>");
		append_cut(out, open->items[i]->words, WORDS_COLUMNS_MAX);
		append_place(out, talk, open->items[i]);
		text_append(out, "</li>\n");
	}
	text_append(out, "</ul>\n");
	char more[TEXT_GROUPED_SIZE];
	if (open->count > count)
		text_append_format(out,
			is_korean ? "<p class=\"asked-more\">그 밖에 %s개</p>\n"
				  : "<p class=\"asked-more\">and %s more</p>\n",
			text_grouped(more, open->count - count, ","));
}

static const struct slide *first_asked(const struct talk *talk)
{
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (talk->slides[i].shows_asked)
			return &talk->slides[i];
	}
	return NULL;
}

/* Takes the slides out. A slide below one of them takes its place; a talk keeps its only slide. */
static void take_out(struct talk *talk)
{
	size_t kept = 0;
	for (size_t i = 0; i < talk->slide_count; i++) {
		struct slide *slide = &talk->slides[i];
		bool is_only = kept == 0 && i + 1 == talk->slide_count;
		if (!slide->shows_asked || is_only)
			talk->slides[kept++] = *slide;
		else if (!slide->is_below && i + 1 < talk->slide_count)
			slide[1].is_below = false;
	}
	talk->slide_count = kept;
}

void asked_slides_prepare(struct talk *talk, const struct deck_options *options, struct deck *deck)
{
	const struct slide *asked = first_asked(talk);
	if (!asked)
		return;
	file_trace_add(FILE_TRACE_CHANGES, talk->path);
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text name = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	autofree(feedback) struct feedback *store = feedback_of_talk(talk->path, &name);
	if (!options->is_redacted &&
		!feedback_read(store, text_string(&name), 0, NULL, &list, &error))
		findings_add(&deck->findings, FINDING_WARNING, talk->path, asked->line, "%s",
			error_message(&error));
	struct open_items open = find_open(&list, options->room_opened_s);
	if (open.count)
		append_list(&deck->asked, talk, &open);
	else
		take_out(talk);
	free(open.items);
}
