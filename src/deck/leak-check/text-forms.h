#ifndef DECK_TEXT_FORMS_H
#define DECK_TEXT_FORMS_H

/*
 * Extracts the text of HTML and JSON and remembers where it stood, and decodes encoded text inside
 * of text.
 */

#include <stdbool.h>

#include "base/bytes.h"
#include "base/text.h"

/* A zeroed value is empty. */
struct plain_text {
	struct text text;
	uint32_t *places; /* for each byte of the text: its offset in the markup */
	size_t capacity;
};
void plain_text_finish(struct plain_text *plain);
DEFINE_AUTOFINISH(plain_text);

/*
 * Appends HTML with its character references resolved. HTML_AS_READ leaves out the tags: those of a
 * new block become line ends, those within a line become nothing.
 */
enum html_form { HTML_WITH_TAGS, HTML_AS_READ };
void plain_text_add_html(struct plain_text *plain, struct bytes html, enum html_form form);

/* Appends the strings of a JSON text, one per line, and nothing else of it. */
void plain_text_add_json(struct plain_text *plain, struct bytes json);

/*
 * Calls `look` with the text, and with each decoded part of it (secrets/encoded-texts). `place` is
 * the offset at which the encoded part begins; 0 for the text itself. Stops when `look` returns
 * true; returns whether it did.
 */
typedef bool look_function(void *context, struct bytes text, size_t place);
bool text_forms_walk(struct bytes text, look_function *look, void *context);

#endif
