/* A talk from any bytes: parsed, and every part and note of it rendered, with values resolved. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "notes/talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool value(void *context, const char *expression, struct text *out, struct error *error)
{
	(void)context;
	if (expression[0] == '!')
		return error_set(error, "no value '%s'", expression);
	text_append(out, expression);
	return true;
}

static void unwritten(void *context, const char *name, unsigned line)
{
	(void)context;
	if (!name || !line)
		abort();
}

static void render(const struct talk *talk, struct bytes markdown, unsigned line)
{
	autofinish(text) struct text out = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct markdown_resolver resolver = { .value = value, .unwritten = unwritten };
	bool ok = markdown_render(&out, talk, markdown, line, &resolver, &findings, &error);
	if (!ok && !error_is_set(&error))
		abort(); /* a failure without a sentence */
	const char *html = text_string(&out);
	if (strstr(html, "\xef\xb7\x90") || strstr(html, "\xef\xb7\x91"))
		abort(); /* a mark got through */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	struct talk talk;
	if (!talk_parse("no-such-folder/talk.md", (struct bytes){ data, size }, &arena, &talk,
		    &findings, &error)) {
		if (strncmp(error_message(&error), "no-such-folder/talk.md:", 23) != 0)
			abort(); /* an error without its place */
		return 0;
	}
	for (size_t i = 0; i < talk.slide_count; i++) {
		const struct slide *slide = &talk.slides[i];
		for (size_t j = 0; j < slide->part_count; j++) {
			const struct slide_part *part = &slide->parts[j];
			if (!part->is_packets)
				render(&talk, part->markdown, part->line);
			for (size_t k = 0; part->is_packets && k < part->packets->remark_count; k++)
				render(&talk, part->packets->remarks[k].markdown,
					part->packets->remarks[k].line);
		}
		for (size_t j = 0; j < slide->note_count; j++)
			render(&talk, slide->notes[j], slide->note_lines[j]);
	}
	return 0;
}
