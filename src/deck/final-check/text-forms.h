#ifndef DECK_TEXT_FORMS_H
#define DECK_TEXT_FORMS_H

/* What HTML and JSON say, as text whose places are known; and what is encoded inside of text. */

#include <stdbool.h>

#include "base/bytes.h"
#include "base/text.h"

/* A zeroed value is empty. */
struct plain_text {
	struct text text;
	uint32_t *places; /* of each byte: where it stands in the markup */
	size_t capacity;
};
void plain_text_finish(struct plain_text *plain);
DEFINE_AUTOFINISH(plain_text);

/*
 * Appends HTML with its character references resolved. Without its tags, what a reader sees: tags that
 * begin something new become line ends, others nothing.
 */
enum html_form { HTML_WITH_TAGS, HTML_AS_READ };
void plain_text_add_html(struct plain_text *plain, struct bytes html, enum html_form form);

/* Appends the strings of a JSON text, a line each; what is no string is left out. */
void plain_text_add_json(struct plain_text *plain, struct bytes json);

/*
 * Calls `look` with the text, and with what its parts are that are encoded (secrets/encoded-texts);
 * `place` is where the part begins. Stops, and returns true, when it returns true.
 */
typedef bool look_function(void *context, struct bytes text, size_t place);
bool text_forms_walk(struct bytes text, look_function *look, void *context);

#endif
