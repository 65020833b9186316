#ifndef CLI_PRINT_DECKS_H
#define CLI_PRINT_DECKS_H

/* `build --pdf --png`: decks that were written, as files that need no browser. */

#include <stdbool.h>
#include <stddef.h>

#include "chromium/pages.h"

struct print_choice {
	bool has_pdf, has_png; /* a PDF; a picture a slide */
	enum pages_form form; /* of the PDF */
	const char *templates; /* or NULL: the program's own */
};

/* Prints "out/talk.html  234 kB". */
void print_size(const char *path, size_t size);

/*
 * Writes them beside each deck ("x.html"), and their names to standard output. False when one
 * failed, which was reported.
 */
bool print_decks(char *const *paths, size_t count, const struct print_choice *choice);

#endif
