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
 * Opens the deck in the file `html_path` in reveal.js' print layout, then runs `script` in it,
 * which turns the deck into this form. An empty script changes nothing.
 */
bool pages_open(struct browser *browser, const char *html_path, enum pages_form form,
	struct bytes script, struct error *error);

/* Writes the open deck as a PDF to `path`, atomically. `form` is the one of pages_open(). */
bool pages_write_pdf(struct browser *browser, enum pages_form form, const char *path,
	size_t *ret_size, struct error *error);

/*
 * Writes a picture for each page, "STEM-01.png" and so on, each atomically. Then removes the
 * pictures that an earlier, longer deck left: the files with the next numbers, up to the first that
 * is missing or is no such picture.
 */
bool pages_write_png(
	struct browser *browser, const char *stem, size_t *ret_count, struct error *error);

#endif
