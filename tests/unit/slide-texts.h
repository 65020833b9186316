#ifndef TESTS_UNIT_SLIDE_TEXTS_H
#define TESTS_UNIT_SLIDE_TEXTS_H

/* A talk's slides as one line: what listeners see, and what is said. */

#include "notes/markdown/markdown.h"
#include "talk-checks.h"

static inline void append_flat(struct text *out, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++) {
		if (bytes.data[i] != '\n')
			text_append_char(out, (char)bytes.data[i]);
		else if (out->size && out->data[out->size - 1] != ' ')
			text_append_char(out, ' ');
	}
}

/* Slides: ">" below, ".class", "90s", their HTML, and "(what is said)". */
static inline void append_slides(struct text *out, struct parsed *parsed)
{
	for (size_t i = 0; i < parsed->talk.slide_count; i++) {
		const struct slide *slide = &parsed->talk.slides[i];
		autofinish(text) struct text html = { 0 };
		text_append_format(out, "%s%s%s%s", i ? "| " : "", slide->is_below ? ">" : "",
			*slide->class_names ? "." : "", slide->class_names);
		if (slide->seconds)
			text_append_format(out, " %us", slide->seconds);
		for (size_t j = 0; j < slide->part_count; j++)
			assert_true(markdown_render(&html, &parsed->talk, slide->parts[j].markdown,
				slide->parts[j].line, NULL, &parsed->findings, &parsed->error));
		append_flat(out, (struct bytes){ (const uint8_t *)text_string(&html), html.size });
		for (size_t j = 0; j < slide->note_count; j++) {
			text_append_char(out, '(');
			append_flat(out, slide->notes[j]);
			text_append(out, ") ");
		}
	}
}

#endif
