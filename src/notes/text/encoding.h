#ifndef NOTES_ENCODING_H
#define NOTES_ENCODING_H

/* A file's bytes as text: which encoding it has, and what its lines end with. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

struct plain_text {
	struct bytes bytes; /* valid UTF-8, lines end with \n, no byte order mark; in the arena */
	unsigned nul_line; /* of the first byte 0, which is U+FFFD now; 0: there is none */
};

/*
 * UTF-8, and UTF-16 by its byte order mark or by its looks. Anything else is an error that names what it
 * looks like and how to save it, with its first line in *ret_line (not in the message).
 */
bool encoding_read(struct arena *arena, struct bytes source, struct plain_text *ret_text,
	unsigned *ret_line, struct error *error);

#endif
