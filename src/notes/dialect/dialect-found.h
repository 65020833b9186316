#ifndef NOTES_DIALECT_FOUND_H
#define NOTES_DIALECT_FOUND_H

/*
 * What the dialect reader found about slides: separators of other programs, and options at slide
 * heads.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notes/inline/comment-directive.h"

/* A `key: value` line at the head of a slide, which the slide does not show. */
struct head_option {
	const char *key, *value;
	unsigned line;
};

/* The result of dialect_read(), in the reader's arena. */
struct dialect {
	/*
	 * For each line number, the kind of separator, for lines other than `---` and `--`; or
	 * NULL. These lines are blank by now.
	 */
	uint8_t *separators;
	bool has_own_separator; /* the front matter names a separator, so `---` is only a rule */
	const struct head_option *options; /* in file order */
	size_t option_count;
};

#endif
