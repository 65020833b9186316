#ifndef NOTES_HTML_ELEMENT_H
#define NOTES_HTML_ELEMENT_H

/* The elements of HTML, and what a deck makes of each that a note writes. */

#include <stdbool.h>

#include "base/bytes.h"

enum html_role {
	HTML_KEPT,
	HTML_TEXT, /* shown as written: none that a deck has */
	HTML_MEDIA, /* plays or loads something: becomes a link or a name */
	HTML_UNWRAPPED, /* what it holds is shown, itself is not */
	HTML_LEFT_OUT, /* code or a drawing, when it is a whole element; else as written */
};

/* Elements of one group end each other: <li> the <li> before it, <tr> also a <td> in it. */
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
	bool is_void; /* holds nothing, and has no end tag */
	bool is_block; /* ends a paragraph */
	bool goes_on; /* may hold the rest of a slide, packets among it */
	enum html_group group; /* its end tag may be left out */
	const char *within; /* " ul ol ": it stands in one of these alone; or NULL */
};

/* In any case; NULL when HTML has none of that name. */
const struct html_element *html_element_find(struct bytes name);

/* By its index, for who looks at all of them; NULL behind the last. */
const struct html_element *html_element_at(size_t index);

#endif
