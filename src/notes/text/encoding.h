#ifndef NOTES_ENCODING_H
#define NOTES_ENCODING_H

/* Decodes a file's bytes to text: its encoding and its line ends. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

struct plain_text {
	struct bytes bytes; /* valid UTF-8, lines end with \n, no byte order mark; in the arena */
	unsigned nul_line; /* line of the first NUL byte, which became U+FFFD; 0: there is none */
};

/*
 * Decodes UTF-8, and UTF-16 with a byte order mark or by its looks. Any other encoding is an error
 * that names the likely one and how to save the file as UTF-8. *ret_line is the line of the first
 * invalid byte; the message does not have it.
 */
bool encoding_read(struct arena *arena, struct bytes source, struct plain_text *ret_text,
	unsigned *ret_line, struct error *error);

#endif
