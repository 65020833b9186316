/*
 * The page that lists talks. A talk without a deck has a row, too, with what is wrong: the author
 * sees it there, and readers of the page do not learn the author's folders.
 */
#include "cli/build/list-page.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/file/path.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "cli/command.h"

static bool begins_path(const char *text, const char *at)
{
	unsigned char before = at > text ? (unsigned char)at[-1] : ' ';
	return before < 0x80 && !isalnum(before) && !strchr("/._-~", before);
}

/* Replaces `path` by `place` wherever a path in the text begins with it. */
static void replace_place(struct text *text, const char *path, const char *place)
{
	automem char *old = text_steal(text);
	size_t size = strlen(path);
	for (const char *p = old; *p;) {
		if (size && strncmp(p, path, size) == 0 && begins_path(old, p)) {
			text_append(text, place);
			p += size;
		} else {
			text_append_char(text, *p++);
		}
	}
}

/* Removes the author's folders from a message, since readers of the page should not learn them. */
static void hide_local_paths(struct text *problem, const char *talk_path)
{
	const char *home = getenv("HOME");
	automem char *folder = file_folder(talk_path);
	autofinish(text) struct text prefix = { 0 };
	text_append_format(&prefix, "%s/", folder);
	replace_place(problem, text_string(&prefix), "");
	if (home && home[0] == '/' && home[1])
		replace_place(problem, home, "~");
}

char *list_page_problem(const char *talk_path, const struct findings *findings, bool is_redacted,
	const struct error *failure)
{
	struct text problem = { 0 };
	if (is_redacted)
		return error_is_set(failure) ? xstrdup(message_of("no deck: the terminal says why"))
					     : NULL;
	if (error_is_set(failure)) {
		text_append(&problem, error_message(failure));
	} else {
		for (size_t i = 0; i < findings->count && !problem.size; i++) {
			if (findings->items[i].severity == FINDING_ERROR)
				finding_append(&problem, &findings->items[i]);
		}
		if (findings->error_count > 1)
			text_append_message(&problem, " (and %zu more)", findings->error_count - 1);
	}
	hide_local_paths(&problem, talk_path);
	return problem.size ? text_steal(&problem) : NULL;
}

void list_page_add(struct list_page *page, const char *talk_path, const char *name,
	const struct deck *deck, bool is_redacted, const struct error *failure)
{
	struct text href = { 0 };
	text_append_format(&href, "%s.html", name);
	const struct list_page_row row = {
		.href = text_steal(&href),
		.name = file_stem(talk_path),
		.path = xstrdup(talk_path),
		.card = talk_card_copy(&deck->card),
		.problem = list_page_problem(talk_path, &deck->findings, is_redacted, failure),
		.has_deck = !error_is_set(failure),
	};
	list_page_add_row(page, &row);
}

void list_page_add_row(struct list_page *page, const struct list_page_row *row)
{
	grow_array(&page->rows, page->row_count, &page->row_capacity, sizeof(*page->rows));
	page->rows[page->row_count++] = *row;
}

void list_page_take_leaks(struct list_page *page, struct deck *deck)
{
	if (!deck->leaks)
		return;
	grow_array(&page->leaks, page->leak_count, &page->leak_capacity, sizeof(*page->leaks));
	page->leaks[page->leak_count++] = deck->leaks;
	deck->leaks = NULL;
}

static bool is_taken(const struct list_page *page, const char *name)
{
	for (size_t i = 0; i < page->row_count; i++) {
		const char *href = page->rows[i].href;
		size_t size = strlen(name);
		if (strncmp(href, name, size) == 0 && strcmp(href + size, ".html") == 0)
			return true;
	}
	return false;
}

const char *list_page_name(const struct list_page *page)
{
	static const char *const names[] = { "index", "talks", "all-talks",
		"talks-of-this-folder" };
	size_t i = 0;
	while (i + 1 < ARRAY_COUNT(names) && is_taken(page, names[i]))
		i++;
	if (i)
		report_note("'index.md' is a talk: the list of talks is '%s.html'", names[i]);
	return names[i];
}

bool list_page_build(const struct list_page *page, const char *folder,
	const struct deck_options *options, struct deck *ret_index, struct error *error)
{
	size_t count = page->row_count;
	struct deck_index_entry *entries = xcalloc(count, sizeof(*entries));
	struct text *links = xcalloc(count, sizeof(*links));
	for (size_t i = 0; i < count; i++) {
		const struct list_page_row *row = &page->rows[i];
		markup_url_path(&links[i], row->href);
		entries[i] = (struct deck_index_entry){
			.href = text_string(&links[i]),
			.card = &row->card,
			.name = row->name,
			.path = row->path,
			.problem = row->problem,
			.has_deck = row->has_deck,
			.files = row->files,
			.file_count = row->file_count,
		};
	}
	bool ok = deck_index_build(entries, count, folder, options, ret_index, error);
	for (size_t i = 0; ok && i < page->leak_count; i++)
		ok = leak_check_index(page->leaks[i], ret_index, error);
	for (size_t i = 0; i < count; i++)
		text_finish(&links[i]);
	free(links);
	free(entries);
	return ok;
}

void list_page_clear_rows(struct list_page *page)
{
	for (size_t i = 0; i < page->row_count; i++) {
		free(page->rows[i].href);
		free(page->rows[i].name);
		free(page->rows[i].path);
		talk_card_finish(&page->rows[i].card);
		free(page->rows[i].problem);
		for (size_t j = 0; j < page->rows[i].file_count; j++)
			free(page->rows[i].files[j]);
		free(page->rows[i].files);
	}
	page->row_count = 0;
}

void list_page_finish(struct list_page *page)
{
	for (size_t i = 0; i < page->leak_count; i++)
		leak_set_free(page->leaks[i]);
	list_page_clear_rows(page);
	free(page->rows);
	free(page->leaks);
}
