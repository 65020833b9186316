/*
 * One browser prints all decks. It starts after the last deck was written, since it listens for
 * Ctrl-C in its own way; after a failure the next deck gets a new one.
 */
#include "cli/services/print-decks.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "chromium/pages.h"
#include "cli/command.h"

/* "x.html" without its end. malloc()ed. */
static char *stem_of(const char *path)
{
	size_t size = strlen(path);
	return xstrndup(path, size > 5 && strcmp(path + size - 5, ".html") == 0 ? size - 5 : size);
}

static bool print_pdf(struct browser *browser, const char *html, const char *stem, bool is_by_step,
	struct error *error)
{
	autofinish(text) struct text path = { 0 };
	size_t size;
	text_append_format(&path, "%s.pdf", stem);
	if (!pages_open(browser, html, is_by_step, error) ||
		!pages_write_pdf(browser, text_string(&path), &size, error))
		return false;
	(void)printf("%s  %zu kB\n", text_string(&path), (size + 999) / 1000);
	return true;
}

static bool print_png(
	struct browser *browser, const char *html, const char *stem, struct error *error)
{
	size_t count;
	if (!pages_open(browser, html, false, error) ||
		!pages_write_png(browser, stem, &count, error))
		return false;
	(void)printf("%s-%s.png  %zu %s\n", stem, count > 99 ? "001" : "01", count,
		count == 1 ? "picture" : "pictures, one a slide");
	return true;
}

static bool print_deck(struct browser *browser, const char *html, const struct print_choice *choice,
	struct error *error)
{
	automem char *stem = stem_of(html);
	if (choice->has_pdf && !print_pdf(browser, html, stem, choice->is_by_step, error))
		return error_prefix(error, "cannot print '%s': ", html);
	if (choice->has_png && !print_png(browser, html, stem, error))
		return error_prefix(error, "cannot print '%s': ", html);
	return true;
}

bool print_decks(char *const *paths, size_t count, const struct print_choice *choice)
{
	bool is_done = true;
	for (size_t i = 0; i < count;) {
		autofinish(error) struct error error = { 0 };
		struct browser *browser = browser_start(&error);
		bool has_started = browser != NULL, is_printed = has_started;
		while (is_printed && i < count)
			is_printed = print_deck(browser, paths[i++], choice, &error);
		browser_free(browser); /* a signal that it held back takes effect here */
		if (!is_printed) {
			(void)report_error(&error);
			is_done = false;
		}
		if (!has_started)
			break;
	}
	return is_done;
}
