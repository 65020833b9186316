#ifndef BASE_TEXT_PIECES_H
#define BASE_TEXT_PIECES_H

/*
 * A text in pieces that are stored elsewhere, so that large constant parts are not copied: the
 * scripts of a deck go from the program's data to the file. A piece must stay valid and unchanged
 * while the pieces are used. A zeroed value is empty and valid.
 */

#include "base/bytes.h"
#include "base/text.h"

struct text_pieces {
	struct bytes *items;
	size_t count, capacity;
	size_t size; /* of all pieces, in bytes */
};

void text_pieces_add(struct text_pieces *pieces, struct bytes piece);
void text_pieces_add_string(struct text_pieces *pieces, const char *string);

/* Adds all pieces of `others` at the end. */
void text_pieces_add_all(struct text_pieces *pieces, const struct text_pieces *others);

/* Appends the whole text to `text`. */
void text_pieces_append_to(struct text *text, const struct text_pieces *pieces);

void text_pieces_finish(struct text_pieces *pieces);
DEFINE_AUTOFINISH(text_pieces);

#endif
