/*
 * Examples of Markdown from standard input, each as if it were the talk that is named, as a deck
 * shows it and as cmark renders it. In: the size in decimal, a line end, the bytes. Out, for each:
 * the deck's HTML, the findings, cmark's HTML, in the same form. A slide but the first begins with
 * `<hr class="slide">`.
 */
#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format/markup.h"
#include "notes/markdown/markdown.h"
#include "notes/slide/talk-parse.h"
#include "notes/talk/talk.h"

enum { EXAMPLE_SIZE_MAX = 1 << 20 };

static bool keep_value(void *context, const char *expression, struct text *out, struct error *error)
{
	(void)context, (void)expression, (void)out, (void)error;
	return false;
}

static bool render_slide(struct text *html, const struct talk *talk, const struct slide *slide,
	struct findings *findings, struct error *error)
{
	const struct markdown_resolver resolver = { .value = keep_value };
	struct html_open open = { 0 };
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		open.is_last = i + 1 == slide->part_count;
		if (part->is_packets)
			text_append(html, "<p>(packets)</p>\n");
		else if (!markdown_render_part(html, talk, part->markdown, part->line, &resolver,
				 &open, findings, error))
			return false;
	}
	markdown_close(html, talk, &open, findings);
	return true;
}

static bool render_deck(struct text *html, const char *path, struct bytes markdown,
	struct findings *findings, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	struct talk talk = { 0 };
	if (!talk_parse(path, markdown, &arena, &talk, findings, error))
		return false;
	for (size_t i = 0; i < talk.slide_count; i++) {
		text_append(html, i ? "<hr class=\"slide\">\n" : "");
		if (!render_slide(html, &talk, &talk.slides[i], findings, error))
			return false;
	}
	return true;
}

static void print_block(const char *data, size_t size)
{
	printf("%zu\n", size);
	fwrite(data, 1, size, stdout);
}

static void print_example(const char *path, struct bytes markdown)
{
	autofinish(text) struct text html = { 0 };
	autofinish(text) struct text said = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!render_deck(&html, path, markdown, &findings, &error))
		text_append_format(&said, "%s\n", error_message(&error));
	for (size_t i = 0; i < findings.count; i++) {
		finding_append(&said, &findings.items[i]);
		text_append_char(&said, '\n');
	}
	print_block(text_string(&html), html.size);
	print_block(text_string(&said), said.size);
	char *reference = cmark_markdown_to_html(
		(const char *)markdown.data, markdown.size, CMARK_OPT_UNSAFE);
	print_block(reference, strlen(reference));
	free(reference);
}

int main(int argc, char **argv)
{
	static uint8_t example[EXAMPLE_SIZE_MAX];
	char line[32];
	if (argc != 2) {
		fputs("usage: render-examples TALK.md <EXAMPLES\n", stderr);
		return 2;
	}
	while (fgets(line, sizeof(line), stdin)) {
		char *end;
		unsigned long size = strtoul(line, &end, 10);
		if (*end != '\n' || size > sizeof(example) ||
			fread(example, 1, size, stdin) != size) {
			fputs("render-examples: the input is cut\n", stderr);
			return 1;
		}
		print_example(argv[1], (struct bytes){ example, size });
	}
	return 0;
}
