/*
 * Video, audio and web pages on other hosts become links. Local ones become their file names, since
 * a deck is one file and is opened without the files beside it.
 */
#include "notes/block/media.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "notes/block/link.h"
#include "notes/text/lines.h"

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

/* The part behind the last '/' or '\'. */
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

/* Whether a name without an extension is likely a file name: not short, and with a letter. */
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

/* Appends at most the size limit, without cutting a UTF-8 character. */
static void append_short(struct text *out, struct bytes words)
{
	size_t size = words.size < WORDS_SIZE_MAX ? words.size : WORDS_SIZE_MAX;
	while (size < words.size && size && (words.data[size] & 0xc0) == 0x80)
		size--;
	text_append_size(out, (const char *)words.data, size);
	text_append(out, size < words.size ? "…" : "");
}

/*
 * Appends the words for an address. For a page on another host, the whole address says more than
 * its last part.
 */
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
