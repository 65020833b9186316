#ifndef BASE_PIECES_H
#define BASE_PIECES_H

/*
 * A text in pieces that are stored elsewhere, so that large constant parts are not copied: the
 * scripts of a deck go from the program's data to the file. A piece must stay valid and unchanged
 * while the pieces are used. A zeroed value is empty and valid.
 */

#include "base/bytes.h"
#include "base/text.h"

struct pieces {
	struct bytes *items;
	size_t count, capacity;
	size_t size; /* of all pieces, in bytes */
};

void pieces_add(struct pieces *pieces, struct bytes piece);
void pieces_add_string(struct pieces *pieces, const char *string);

/* Adds all pieces of `others` at the end. */
void pieces_add_all(struct pieces *pieces, const struct pieces *others);

/* Appends the whole text to `text`. */
void pieces_append_to(struct text *text, const struct pieces *pieces);

void pieces_finish(struct pieces *pieces);
DEFINE_AUTOFINISH(pieces);

#endif
