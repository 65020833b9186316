/*
 * Films, sounds and pages of other machines are links, those of this one are names: a deck is one file,
 * and where it is opened there is nothing beside it.
 */
#include "notes/block/media.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "notes/block/link.h"
#include "notes/markdown/tree.h"
#include "notes/slide/lines.h"

enum { WORDS_SIZE_MAX = 60 };

bool media_is_name(const char *name)
{
	static const char *const endings[] = { ".3gp", ".aac", ".aiff", ".avi", ".base", ".canvas",
		".csv", ".docx", ".drawio", ".epub", ".excalidraw", ".excalidraw.md", ".flac",
		".htm", ".html", ".key", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".mpeg",
		".mpg", ".oga", ".ogg", ".ogv", ".opus", ".pdf", ".pptx", ".wav", ".webm", ".xlsx",
		".zip" };
	size_t size = strlen(name);
	for (size_t i = 0; i < ARRAY_COUNT(endings); i++) {
		size_t ending_size = strlen(endings[i]);
		if (size > ending_size && strcasecmp(name + size - ending_size, endings[i]) == 0)
			return true;
	}
	return false;
}

/* Behind the last of `/` and `\`. */
static struct bytes last_name(struct bytes path)
{
	while (path.size && strchr("/\\", path.data[path.size - 1]))
		path.size--;
	size_t start = path.size;
	while (start && !strchr("/\\", path.data[start - 1]))
		start--;
	return bytes_from(path, start);
}

static bool has_ending(struct bytes name)
{
	for (size_t size = 2; size <= 6 && size < name.size; size++) {
		if (name.data[name.size - size] == '.')
			return true;
	}
	return false;
}

/* Of a file that has no ending: letters among others, and not two or three. */
static bool is_name_of_file(struct bytes name)
{
	enum { NAME_SIZE_MIN = 6 };
	bool has_letter = false;
	for (size_t i = 0; i < name.size; i++)
		has_letter = has_letter || (name.data[i] | 0x20) >= 'a';
	return name.size >= NAME_SIZE_MIN && has_letter;
}

static struct bytes before_any(struct bytes bytes, const char *set)
{
	size_t size = 0;
	while (size < bytes.size && !strchr(set, bytes.data[size]))
		size++;
	bytes.size = size;
	return bytes;
}

/* What is not too long, and no half of a character. */
static void append_short(struct text *out, struct bytes words)
{
	size_t size = words.size < WORDS_SIZE_MAX ? words.size : WORDS_SIZE_MAX;
	while (size < words.size && size && (words.data[size] & 0xc0) == 0x80)
		size--;
	text_append_size(out, (const char *)words.data, size);
	text_append(out, size < words.size ? "…" : "");
}

/* Of a page on another machine, its whole address says more than the last part of it. */
static void append_words(struct text *out, const char *address, bool is_file)
{
	autofinish(arena) struct arena arena = { 0 };
	struct bytes all = markup_bytes_of(link_decode(&arena, address));
	bool is_remote = link_is_remote(all);
	struct bytes rest = is_remote ? bytes_from(all, bytes_find(all, 0, "//") + 2) : all;
	struct bytes path = before_any(rest, is_remote ? "?#" : "#");
	struct bytes name = last_name(path);
	bool is_host = is_remote && name.data == rest.data;
	bool is_plain_file = is_file && path.size == rest.size && is_name_of_file(name);
	if (is_remote && (is_host || (!has_ending(name) && !is_plain_file))) {
		if (bytes_starts_with(rest, "www."))
			rest = bytes_from(rest, 4);
		name = rest;
	}
	append_short(out, name);
}

void media_append_words(struct text *out, const char *address)
{
	append_words(out, address, false);
}

void media_append_image_words(struct text *out, const char *address)
{
	append_words(out, address, true);
}

cmark_node *media_new_node(const char *address)
{
	autofinish(text) struct text words = { 0 };
	media_append_words(&words, address);
	if (link_is_remote(markup_bytes_of(address))) {
		cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
		cmark_node_set_url(link, address);
		cmark_node_append_child(link, tree_new_text(markup_bytes_of(text_string(&words))));
		return link;
	}
	autofinish(text) struct text html = { 0 };
	text_append(&html, "<span class=\"wikilink\">");
	markup_text(&html, text_string(&words));
	text_append(&html, "</span>");
	return tree_new_custom(CMARK_NODE_CUSTOM_INLINE, text_string(&html), "");
}
