#ifndef BASE_PIECES_H
#define BASE_PIECES_H

/*
 * A text in pieces that stand elsewhere, for one that is mostly made of what is there already: a
 * deck's scripts go from the program to the file without ever being copied. Whoever adds a piece
 * keeps it, unchanged, for as long as the pieces are used. A zeroed value is empty and valid.
 */

#include "base/bytes.h"
#include "base/text.h"

struct pieces {
	struct bytes *items;
	size_t count, capacity;
	size_t size; /* of all of them, in bytes */
};

void pieces_add(struct pieces *pieces, struct bytes piece);
void pieces_add_string(struct pieces *pieces, const char *string);

/* All of `others` after what is there. */
void pieces_add_all(struct pieces *pieces, const struct pieces *others);

/* In one piece. */
void pieces_append_to(struct text *text, const struct pieces *pieces);

void pieces_finish(struct pieces *pieces);
DEFINE_AUTOFINISH(pieces);

#endif
