/*
 * A scrubbed deck says so: whoever gets it must know that a '*' may stand for something else, and
 * whoever made it must see whether what was to be hidden was found.
 */
#include "deck/hidden.h"

#include <inttypes.h>

#include "base/markup.h"

static void append_count(struct text *out, const char *name, uint64_t count)
{
	if (count)
		text_append_format(out, "%s %" PRIu64 ", ", name, count);
}

void hidden_append(struct text *out, const struct scrub_report *report, bool is_korean)
{
	for (size_t i = 0; i < SECRET_COUNT; i++)
		append_count(out, secret_name((enum secret)i, is_korean), report->secrets[i]);
	append_count(out, is_korean ? "IP·MAC 주소" : "IP and MAC addresses", report->addresses);
	text_append(out, is_korean ? "발표자 노트" : "speaker notes");
}

void hidden_html(struct text *out, const struct scrub_report *report, bool is_korean)
{
	autofinish(text) struct text words = { 0 };
	hidden_append(&words, report, is_korean);
	text_append(out, "<p class=\"scrubbed\">");
	text_append(out, is_korean ? "이 파일에서 가린 것: " : "Hidden in this file: ");
	markup_text(out, text_string(&words));
	text_append(out, "</p>\n");
}
