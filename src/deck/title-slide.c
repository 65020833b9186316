/*
 * What a title slide says of a talk: its title, and below it who gives it, in which week, and when.
 */
#include "deck/title-slide.h"

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"

static bool is_number(const char *text)
{
	return text[0] && strspn(text, "0123456789") == strlen(text);
}

void week_append(struct text *out, const struct talk *talk)
{
	if (!is_number(talk->week))
		text_append(out, talk->week);
	else if (strncmp(talk->lang, "ko", 2) == 0)
		text_append_format(out, "%s주차", talk->week);
	else
		text_append_format(out, "week %s", talk->week);
}

void title_slide_append_byline(struct text *out, const struct talk *talk)
{
	autofinish(text) struct text week = { 0 };
	week_append(&week, talk);
	const char *const facts[] = { talk->presenter, text_string(&week), talk->date };
	bool is_first = true;
	for (size_t i = 0; i < ARRAY_COUNT(facts); i++) {
		if (!facts[i][0])
			continue;
		text_append(out, is_first ? "<p class=\"byline\">" : " · ");
		text_append(out, "<bdi>");
		markup_text(out, facts[i]);
		text_append(out, "</bdi>");
		is_first = false;
	}
	if (!is_first)
		text_append(out, "</p>\n");
}

void title_slide_append_title(struct text *out, const struct talk *talk)
{
	text_append(out, "<h1>");
	markup_text(out, talk->title);
	text_append(out, "</h1>\n");
	title_slide_append_byline(out, talk);
}
