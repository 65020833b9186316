#ifndef CHROMIUM_PAGES_H
#define CHROMIUM_PAGES_H

/* A deck on paper: as a PDF, or as pictures for a chat that shows no HTML. */

#include <stddef.h>

#include "chromium/browser.h"

/* Opens the deck in the file `html_path` as reveal.js prints it: a page a slide, or one a step. */
bool pages_open(
	struct browser *browser, const char *html_path, bool is_by_step, struct error *error);

/* Writes the open deck as a PDF to `path`, atomically. */
bool pages_write_pdf(
	struct browser *browser, const char *path, size_t *ret_size, struct error *error);

/*
 * Writes a picture a page: "STEM-01.png" and on, each atomically. Those that an earlier, longer deck
 * left behind the last one are removed: files of just those names, in a row, that are such pictures.
 */
bool pages_write_png(
	struct browser *browser, const char *stem, size_t *ret_count, struct error *error);

#endif
