#ifndef NOTES_RESOLVER_H
#define NOTES_RESOLVER_H

/*
 * What the Markdown renderer gets from its caller: callbacks, and elements left open by earlier
 * parts.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"

/* The kinds of sources that are drawn while a deck is built. */
enum drawing_form {
	DRAWING_MATH, /* TeX within a line */
	DRAWING_MATH_DISPLAY,
	DRAWING_MERMAID,
};

enum drawn {
	DRAWN,
	DRAWN_UNABLE, /* the drawing program is missing or failed */
	DRAWN_WRONG, /* the source has a mistake */
};

/*
 * Callbacks into the layer above. One that fails returns false with an error that has no file and
 * line.
 */
struct markdown_resolver {
	void *context;
	/*
	 * Appends the value of an expression, `{{pingpong.stream[0].client_port}}`, as plain text.
	 * Returns false without an error when the talk has no such value; it is then shown as
	 * written.
	 */
	bool (*value)(void *context, const char *expression, struct text *out, struct error *error);
	void *value_context; /* the context of value() alone */
	/* Reports a file that became part of the page, so that it can be watched; or NULL. */
	void (*file_used)(void *context, const char *path);
	/*
	 * Appends the location of the deck of the talk at `path`, relative to this deck. Returns
	 * false when the deck is beside its talk; or NULL.
	 */
	bool (*deck)(void *context, const char *path, struct text *out);
	/* Reports a link that is not to another host: "#/id", "other.html"; or NULL. */
	void (*link)(void *context, const char *address, unsigned line);
	/* Reports the info string of a code block, "c"; or NULL. */
	void (*code)(void *context, const char *language);
	/* Reports HTML of speaker notes in an embedded note; or NULL. */
	void (*said)(void *context, struct bytes html);
	/* Reports a [[name]] without a file, which is normal in a vault; or NULL. */
	void (*unwritten)(void *context, const char *name, unsigned line);
	/* Reports a link to a heading or "^block" that `file` does not have; or NULL. */
	void (*no_part)(void *context, const char *file, const char *part, unsigned line);
	/*
	 * Reports an image without a size of its own: the file at `path`, or, where that is NULL, a
	 * diagram that was drawn as `svg`; or NULL.
	 */
	void (*image)(void *context, const char *path, struct bytes svg, unsigned line);
	/*
	 * Appends the drawing as MathML or SVG, which is not trusted; or sets the error. NULL:
	 * nothing is drawn, and sources are shown.
	 */
	enum drawn (*draw)(void *context, enum drawing_form form, struct bytes source,
		struct text *out, struct error *error);
};

enum { HTML_OPEN_MAX = 16 };

/*
 * Elements of raw HTML that one part of a slide leaves open and the next one continues. Zeroed:
 * none.
 */
struct html_open {
	const char *names[HTML_OPEN_MAX]; /* outermost first */
	unsigned lines[HTML_OPEN_MAX];
	size_t count;
	bool is_last; /* set by the caller for the slide's last part */
};

/*
 * The largest page that browsers open without trouble. Beyond it no more images or packet diagrams
 * are added.
 */
enum { TALK_HTML_SIZE_MAX = 128 << 20 };

#endif
