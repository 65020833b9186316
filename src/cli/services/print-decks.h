#ifndef CLI_PRINT_DECKS_H
#define CLI_PRINT_DECKS_H

/* `build --pdf --png`: decks that were written, as files that need no browser. */

#include <stdbool.h>
#include <stddef.h>

struct print_choice {
	bool has_pdf, is_by_step; /* a PDF, of a page a slide or a page a step */
	bool has_png; /* a picture a slide */
};

/* Writes them beside each deck ("x.html"), and their names to standard output. False when one failed, which was reported. */
bool print_decks(char *const *paths, size_t count, const struct print_choice *choice);

#endif
