#ifndef FEEDBACK_LINES_H
#define FEEDBACK_LINES_H

/*
 * The lines that a deck from a file copies for a chat (templates/deck/room/feedback-lines.js):
 *
 *   pcapdeck feedback: 01-what.md · 0123456789abcdef · Minji
 *   [four] lost me
 *   [four · step 2 · ping #3] question: why is the ack 1?
 *
 * in Korean or English. A chat may have put other text around them, and "> " before each.
 */

#include "base/arena.h"
#include "feedback/item.h"

enum { FEEDBACK_LINES_MAX = 20000 };

struct feedback_line {
	const char *visitor; /* of the header before it */
	struct feedback_item item; /* without id, title and time */
	enum feedback_mark mark; /* MARK_NONE: the line has words */
};

struct feedback_lines {
	struct feedback_line *items; /* of the talk that was asked for */
	size_t count;
	size_t other_count; /* lines of other talks */
	unsigned *unknown; /* numbers of lines that begin like these and cannot be read */
	size_t unknown_count;
	bool has_header;
	bool is_cut; /* the text has more lines than FEEDBACK_LINES_MAX, which were not read */
};

/* Reads a text, with what is said of the talk `talk`. Everything is in the arena. */
struct feedback_lines feedback_lines_read(struct arena *arena, struct bytes text, const char *talk);

#endif
