/*
 * Runs the passes over one slide's Markdown. The input is the slide; text before a line "\x1d" is
 * the talk's definitions. Two footnotes and a slide to link to exist. None of the passes' internal
 * marks may appear in the result.
 */
#include <string.h>

#include "notes/block/definitions.h"
#include "notes/markdown/markdown-outline.h"
#include "notes/markdown/markdown.h"
#include "notes/talk/talk.h"
#include "notes/text/lines.h"
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

static void see_link(void *context, const char *address, unsigned line)
{
	(void)context;
	require(address && line, "a link without its place");
	require(strncmp(address, "javascript:", 11) != 0, "a link that runs");
}

static void see_unwritten(void *context, const char *name, unsigned line)
{
	(void)context;
	require(name && line, "a name without its place");
}

static struct bytes bytes_of(const char *string)
{
	return markup_bytes_of(string);
}

/* As talk_parse() does. */
static void add_definitions(
	struct definitions *definitions, struct bytes source, struct arena *arena)
{
	struct lines lines = lines_split(arena, source);
	for (unsigned number = 1; number <= lines.count; number++) {
		struct bytes line = lines_at(&lines, number);
		if (bytes_starts_with(line, "[") && markdown_is_definition(line))
			(void)definitions_add(definitions, line);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofinish(text) struct text plain = { 0 };
	autofinish(text) struct text out = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	markup_utf8(&plain, (struct bytes){ data, size }); /* as talk_parse() does */
	struct bytes markdown = written(&plain);
	autofinish(arena) struct arena arena = { 0 };
	struct definitions *definitions = definitions_new(&arena);
	size_t separator = bytes_find(markdown, 0, "\x1d\n");
	if (separator < markdown.size) {
		add_definitions(definitions, (struct bytes){ markdown.data, separator }, &arena);
		markdown = bytes_from(markdown, separator + 2);
	}
	const struct talk_footnote footnotes[] = {
		{ "a", bytes_of("See [^b] and [one][x].\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
			90 },
		{ "b", bytes_of("**나** [^a]\n"), 95 },
	};
	struct slide slide = { .id = "one", .title = "One", .class_names = "", .line = 1 };
	const struct talk talk = {
		.path = "no-such-folder/talk.md",
		.title = "",
		.lang = size % 2 ? "ko" : "en",
		.slides = &slide,
		.slide_count = 1,
		.footnotes = footnotes,
		.footnote_count = 2,
		.definitions = definitions,
	};
	const struct markdown_resolver resolver = {
		.value = value, .link = see_link, .unwritten = see_unwritten
	};
	bool ok = markdown_render(&out, &talk, markdown, 10, &resolver, &findings, &error);
	require(ok || strncmp(error_message(&error), talk.path, strlen(talk.path)) == 0,
		"a failure without its place");
	require(!strstr(text_string(&out), "\xef\xb7\x90") &&
			!strstr(text_string(&out), "\xef\xb7\x91"),
		"a mark got through");
	check_note_markup(written(&out));
	return 0;
}
