#ifndef NOTES_HTML_ATTRIBUTE_H
#define NOTES_HTML_ATTRIBUTE_H

/* Attributes of the elements that a deck keeps (notes/html/html-element.h), written anew. */

#include "base/text.h"

enum html_attribute {
	ATTRIBUTE_KEPT,
	ATTRIBUTE_DROPPED, /* without a word: names, and what a deck has no use for */
	ATTRIBUTE_HANDLER, /* it would run */
	ATTRIBUTE_LOADS, /* it would load or send something */
	ATTRIBUTE_STYLE, /* not all of its declarations are kept */
	ATTRIBUTE_CLASS, /* not all of its classes are kept */
};

/*
 * Appends ` name="value"` when `element` may have it, names in lower case and the value decoded. *ret_refused
 * (within `value`) is what a style or class would have been.
 */
enum html_attribute html_attribute_append(struct text *out, const char *element, const char *name,
	const char *value, struct bytes *ret_refused);

#endif
