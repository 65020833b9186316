#ifndef CHROMIUM_PAGES_H
#define CHROMIUM_PAGES_H

/* Writes a deck for paper: as a PDF, or as pictures for a chat that shows no HTML. */

#include <stddef.h>

#include "chromium/browser.h"

enum pages_form {
	PAGES_BY_SLIDE,
	PAGES_BY_STEP,
	PAGES_WITH_NOTES, /* a handout */
};

/*
 * Opens the deck in the file `html_path` as reveal.js prints it. Then runs `script` in it, which
 * makes this form of it; "" for none.
 */
bool pages_open(struct browser *browser, const char *html_path, enum pages_form form,
	struct bytes script, struct error *error);

/* Writes the open deck, which has this form, as a PDF to `path`, atomically. */
bool pages_write_pdf(struct browser *browser, enum pages_form form, const char *path,
	size_t *ret_size, struct error *error);

/*
 * Writes a picture for each page, "STEM-01.png" and so on, each atomically. Pictures behind the
 * last one, left by an earlier, longer deck, are removed: consecutive files with these names that
 * are such pictures.
 */
bool pages_write_png(
	struct browser *browser, const char *stem, size_t *ret_count, struct error *error);

#endif
