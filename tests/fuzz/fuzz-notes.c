/* A talk from any bytes: parsed, and every part and note of it rendered, with values resolved. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "notes/markdown/markdown.h"
#include "notes/slide/talk-parse.h"
#include "notes/talk/talk.h"
#include "output-checks.h"

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

/* Appends the rendered text to `out`. *open gets what the text leaves open, unless it is NULL. */
static void render(struct text *out, const struct talk *talk, struct bytes markdown, unsigned line,
	struct html_open *open)
{
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct markdown_resolver resolver = { .value = value, .unwritten = unwritten };
	bool ok =
		markdown_render_part(out, talk, markdown, line, &resolver, open, &findings, &error);
	if (!ok && !error_is_set(&error))
		abort(); /* a failure without a sentence */
	const char *html = text_string(out);
	if (strstr(html, "\xef\xb7\x90") || strstr(html, "\xef\xb7\x91"))
		abort(); /* an internal mark is left */
}

/* Renders a text alone: its tags are those of notes, and each is closed. */
static void render_alone(const struct talk *talk, struct bytes markdown, unsigned line)
{
	autofinish(text) struct text out = { 0 };
	render(&out, talk, markdown, line, NULL);
	check_note_markup(written(&out));
}

/* A later part of the slide may close tags, but another slide may not. */
static void render_slide(const struct talk *talk, const struct slide *slide)
{
	autofinish(text) struct text out = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	struct html_open open = { 0 };
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		open.is_last = i + 1 == slide->part_count;
		if (!part->is_packets)
			render(&out, talk, part->markdown, part->line, &open);
		for (size_t j = 0; part->is_packets && j < part->packets->remark_count; j++)
			render_alone(talk, part->packets->remarks[j].markdown,
				part->packets->remarks[j].line);
	}
	markdown_close(&out, talk, &open, &findings);
	check_note_markup(written(&out));
	for (size_t i = 0; i < slide->note_count; i++)
		render_alone(talk, slide->notes[i], slide->note_lines[i]);
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
	for (size_t i = 0; i < talk.slide_count; i++)
		render_slide(&talk, &talk.slides[i]);
	return 0;
}
