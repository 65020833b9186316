#ifndef NOTES_HTML_ATTRIBUTE_H
#define NOTES_HTML_ATTRIBUTE_H

/* Rewrites the attributes of HTML elements that a deck keeps (notes/html/html-element.h). */

#include "base/text.h"

enum html_attribute {
	ATTRIBUTE_KEPT,
	/* dropped silently: ids, names, and attributes without effect in a deck */
	ATTRIBUTE_DROPPED,
	ATTRIBUTE_HANDLER, /* an event handler, which would run a script */
	ATTRIBUTE_LOADS, /* it would load or send something */
	ATTRIBUTE_STYLE, /* some declarations were dropped */
	ATTRIBUTE_CLASS, /* some classes were dropped */
};

/*
 * Appends ` name="value"` when `element` may have the attribute. `name` is in lower case and
 * `value` has its character references resolved. *ret_refused (within `value`) is the first style
 * declaration or class that was refused.
 */
enum html_attribute html_attribute_append(struct text *out, const char *element, const char *name,
	const char *value, struct bytes *ret_refused);

#endif
