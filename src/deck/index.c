/*
 * Which files of a folder are talks, and the page that lists them. A talk is Markdown with front
 * matter that has a title; only that much is looked at, so that a talk whose front matter is broken
 * further down is still listed, with its error.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/markup.h"
#include "deck/page.h"

enum { TALK_SIZE_MAX = 4 << 20 };

static bool line_is(const char *line, size_t size, const char *wanted)
{
	while (size && isspace((unsigned char)line[size - 1]))
		size--;
	return size == strlen(wanted) && memcmp(line, wanted, size) == 0;
}

/* Whether `text` begins with front matter that has `title:` at a line's start. */
static bool has_title(const char *text)
{
	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	size_t size = strcspn(text, "\n");
	if (!line_is(text, size, "---"))
		return false;
	for (const char *line = text + size; *line == '\n'; line += size) {
		line++;
		size = strcspn(line, "\n");
		if (line_is(line, size, "---") || line_is(line, size, "..."))
			return false;
		if (strncmp(line, "title:", 6) == 0)
			return true;
	}
	return false;
}

static bool is_talk(const char *folder, const char *name)
{
	size_t size = strlen(name);
	if (size < 4 || strcasecmp(name + size - 3, ".md") != 0 || name[0] == '.' ||
		name[0] == '_' || strcasecmp(name, "README.md") == 0)
		return false;
	autofinish(text) struct text path = { 0 };
	text_append_format(&path, "%s/%s", folder, name);
	autofinish(error) struct error ignored = { 0 };
	struct bytes bytes;
	if (file_is_folder(text_string(&path)) ||
		!file_read(text_string(&path), TALK_SIZE_MAX, &bytes, &ignored))
		return false;
	bool is_one = has_title((const char *)bytes.data);
	free((void *)(uintptr_t)bytes.data);
	return is_one;
}

static int by_name(const void *a, const void *b)
{
	char *const *left = a, *const *right = b;
	return strcmp(*left, *right);
}

bool deck_find_talks(const char *path, char ***ret_paths, size_t *ret_count, struct error *error)
{
	char **paths = NULL;
	size_t count = 0, capacity = 0;
	if (!file_is_folder(path)) {
		if (!file_exists(path))
			return error_set(error, "there is no talk '%s'", path);
		grow_array(&paths, 0, &capacity, sizeof(*paths));
		paths[count++] = xstrdup(path);
	} else {
		DIR *folder = opendir(path);
		if (!folder)
			return error_set(error, "cannot list '%s': %s", path, strerror(errno));
		const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
		const struct dirent *entry;
		while ((entry = readdir(folder))) {
			if (!is_talk(path, entry->d_name))
				continue;
			struct text joined = { 0 };
			if (strcmp(path, ".") != 0)
				text_append_format(&joined, "%s%s", path, slash);
			text_append(&joined, entry->d_name);
			grow_array(&paths, count, &capacity, sizeof(*paths));
			paths[count++] = text_steal(&joined);
		}
		(void)closedir(folder);
		if (count)
			qsort(paths, count, sizeof(*paths), by_name);
	}
	*ret_paths = paths;
	*ret_count = count;
	return true;
}

static void append_problem(struct text *out, const struct deck_index_entry *entry)
{
	if (!entry->problem)
		return;
	text_append(out, "<p class=\"problem\">");
	markup_text(out, entry->problem);
	text_append(out, "</p>");
}

static void append_entry(struct text *out, const struct deck_index_entry *entry)
{
	text_append(out, "<li>");
	if (entry->problem && !entry->has_deck) {
		text_append(out, "<span class=\"failed\">");
		markup_text(out, entry->title);
		text_append(out, "</span>");
		append_problem(out, entry);
		text_append(out, "</li>\n");
		return;
	}
	text_append(out, "<a href=\"");
	markup_attribute(out, entry->href);
	text_append(out, "\">");
	markup_text(out, entry->title);
	text_append(out, "</a>");
	const char *const facts[] = { entry->presenter, entry->week, entry->date };
	bool is_first = true;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		if (!facts[i] || !facts[i][0])
			continue;
		text_append(out, is_first ? "<p class=\"byline\">" : " · ");
		markup_text(out, facts[i]);
		is_first = false;
	}
	text_append(out, is_first ? "" : "</p>");
	append_problem(out, entry);
	text_append(out, "</li>\n");
}

/* Any Hangul syllable (U+AC00 to U+D7A3, three bytes from 0xEA) in a title: the page is Korean. */
static bool is_korean(const struct deck_index_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes title = markup_bytes_of(entries[i].title);
		while (title.size) {
			size_t size;
			uint32_t point = markup_decode_utf8(title, &size);
			if (point >= 0xac00 && point <= 0xd7a3)
				return true;
			title.data += size;
			title.size -= size;
		}
	}
	return false;
}

bool deck_index_build(const struct deck_index_entry *entries, size_t count,
	const struct deck_options *options, struct deck *ret_deck, struct error *error)
{
	bool is_in_korean = is_korean(entries, count);
	*ret_deck = (struct deck){ 0 };
	struct text *talks = &ret_deck->slides;
	if (count) {
		text_append(talks, "<ol>\n");
		for (size_t i = 0; i < count; i++)
			append_entry(talks, &entries[i]);
		text_append(talks, "</ol>\n");
	} else {
		text_append(talks,
			"<p class=\"empty\">There is no talk here yet: a talk is a Markdown file "
			"whose front matter has a title.</p>\n");
	}
	const struct page page = {
		.template_name = "index.html",
		.lang = is_in_korean ? "ko" : "en",
		.title = is_in_korean ? "발표" : "Talks",
		.body = { (const uint8_t *)text_string(talks), talks->size },
	};
	return page_write(ret_deck, &page, options, error);
}
