#ifndef NOTES_HTML_ELEMENT_H
#define NOTES_HTML_ELEMENT_H

/* The elements of HTML, and how a deck shows each of them when a note has it. */

#include <stdbool.h>

#include "base/bytes.h"

enum html_role {
	HTML_KEPT,
	HTML_TEXT, /* shown as source text */
	HTML_MEDIA, /* plays or loads something: becomes a link or a file name */
	HTML_UNWRAPPED, /* the contents are shown without the element */
	/*
	 * a complete element is dropped (code or a drawing); a single tag is shown as source
	 * text
	 */
	HTML_LEFT_OUT,
};

/*
 * Elements whose end tag may be omitted, by what ends them: <li> ends the <li> before it, <tr> also
 * a <td> in it.
 */
enum html_group {
	GROUP_NONE,
	GROUP_PARAGRAPH,
	GROUP_ITEM,
	GROUP_TERM,
	GROUP_RUBY,
	GROUP_CELL,
	GROUP_ROW,
	GROUP_ROWS,
};

struct html_element {
	const char *name;
	enum html_role role;
	bool is_void; /* a void element: no contents, no end tag */
	bool is_block; /* ends an open paragraph */
	bool goes_on; /* may contain the following parts of a slide, packets blocks too */
	enum html_group group; /* set when the end tag may be omitted */
	const char *within; /* the only permitted parents, " ul ol "; NULL: any */
};

/* Finds an element by name, in any case; NULL when HTML has no such element. */
const struct html_element *html_element_find(struct bytes name);

/* The element at an index, to walk the table; NULL behind the last. */
const struct html_element *html_element_at(size_t index);

#endif
