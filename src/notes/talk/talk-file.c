/*
 * Recognizes talks by the keys of their front matter. The values are not parsed, so a talk with a
 * mistake in its front matter is still found and its mistake reported.
 */
#include "notes/talk/talk-file.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/file/file.h"
#include "notes/talk/talk.h"
#include "notes/text/encoding.h"

static bool line_is(const char *line, size_t size, const char *wanted)
{
	while (size && isspace((unsigned char)line[size - 1]))
		size--;
	return size == strlen(wanted) && memcmp(line, wanted, size) == 0;
}

static bool line_begins(const char *line, size_t size, const char *wanted)
{
	return size >= strlen(wanted) && strncasecmp(line, wanted, strlen(wanted)) == 0;
}

/* Whether the title is filled in: `title: {{title}}` is a template's placeholder. */
static bool is_filled_in(const char *line, size_t size)
{
	static const char *const marks[] = { "{{", "<%", "{%" };
	for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
		if (memmem(line, size, marks[i], strlen(marks[i])))
			return false;
	}
	return true;
}

/* Whether the front matter has `title:` at a line start, or a key that only talks have. */
static bool is_front_matter_of_talk(const char *text)
{
	bool is_talk = false;
	size_t size;
	text += strspn(text, " \t\r\n");
	size = strcspn(text, "\n");
	if (!line_is(text, size, "---"))
		return false;
	for (const char *line = text + size; *line == '\n'; line += size) {
		line++;
		size = strcspn(line, "\n");
		if (line_is(line, size, "---") || line_is(line, size, "..."))
			return is_talk;
		if (line_begins(line, size, "title:"))
			return is_filled_in(line, size);
		is_talk = is_talk || line_begins(line, size, "captures:") ||
			line_begins(line, size, "presenter:") || line_is(line, size, "marp: true");
	}
	return false;
}

bool talk_file_is_talk(const char *path)
{
	automem char *name = file_name(path);
	size_t size = strlen(name);
	if (size < 4 || strcasecmp(name + size - 3, ".md") != 0 ||
		strcasecmp(name, "README.md") == 0)
		return false;
	autofinish(error) struct error ignored = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	autofinish(buffer) struct buffer bytes = { 0 };
	if (!file_read(path, TALK_SIZE_MAX, &bytes, &ignored))
		return false;
	struct plain_text plain;
	unsigned line;
	/* A file in an unknown encoding may be a talk: the keys are ASCII. */
	bool is_plain = encoding_read(&arena, buffer_bytes(&bytes), &plain, &line, &ignored);
	return is_front_matter_of_talk(is_plain
			? arena_strndup(&arena, (const char *)plain.bytes.data, plain.bytes.size)
			: (const char *)bytes.data);
}
