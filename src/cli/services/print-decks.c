/*
 * One browser prints all decks. It starts after the last deck was written, since it has its own
 * handling of Ctrl-C. After a failure the next deck gets a new browser.
 */
#include "cli/services/print-decks.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "cli/command.h"
#include "deck/page/template.h"

/* The path "x.html" without ".html". malloc()ed. */
static char *stem_of(const char *path)
{
	size_t size = strlen(path);
	return xstrndup(path, size > 5 && strcmp(path + size - 5, ".html") == 0 ? size - 5 : size);
}

void print_size(const char *path, size_t size)
{
	autofinish(text) struct text line = { 0 };
	text_append_grouped(&line, (size + 999) / 1000, message_digit_gap());
	(void)printf("%s  %s kB\n", path, text_string(&line));
}

/*
 * Loads the script that turns the layout of reveal.js into the form. It is empty for a form that is
 * this layout.
 */
static bool load_script(const struct print_choice *choice, struct arena *arena,
	struct bytes *ret_script, struct error *error)
{
	struct template_file file = { 0 };
	if (choice->form == PAGES_WITH_NOTES &&
		!template_load(choice->templates, "handout.js", arena, &file, error))
		return false;
	*ret_script = file.bytes;
	return true;
}

/* No form takes the place of another one's file. */
static const char *const form_endings[] = {
	[PAGES_BY_SLIDE] = "",
	[PAGES_BY_STEP] = "-steps",
	[PAGES_WITH_NOTES] = "-notes",
};

static bool print_pdf(struct browser *browser, const char *html, const char *stem,
	const struct print_choice *choice, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text path = { 0 };
	struct bytes script;
	size_t size;
	text_append_format(&path, "%s%s.pdf", stem, form_endings[choice->form]);
	if (!load_script(choice, &arena, &script, error) ||
		!pages_open(browser, html, choice->form, script, error) ||
		!pages_write_pdf(browser, choice->form, text_string(&path), &size, error))
		return false;
	print_size(text_string(&path), size);
	return true;
}

static bool print_png(
	struct browser *browser, const char *html, const char *stem, struct error *error)
{
	size_t count;
	if (!pages_open(browser, html, PAGES_BY_SLIDE, (struct bytes){ 0 }, error) ||
		!pages_write_png(browser, stem, &count, error))
		return false;
	(void)printf(message_of(count == 1 ? "%s-%s.png  %zu picture\n"
					   : "%s-%s.png  %zu pictures, one a slide\n"),
		stem, count > 99 ? "001" : "01", count);
	return true;
}

static bool print_deck(struct browser *browser, const char *html, const struct print_choice *choice,
	struct error *error)
{
	automem char *stem = stem_of(html);
	if (choice->has_pdf && !print_pdf(browser, html, stem, choice, error))
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
		browser_free(browser); /* a signal that arrived during printing takes effect here */
		if (!is_printed) {
			(void)report_error(&error);
			is_done = false;
		}
		if (!has_started)
			break;
	}
	return is_done;
}
