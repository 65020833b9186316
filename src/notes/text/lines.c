/* Line numbers, and helpers for spans of text. */
#include "notes/text/lines.h"

#include "base/ascii.h"

#include <string.h>
#include <strings.h>

/* The start of the line behind `at`; 0 when no newline follows. */
static size_t next_line(struct bytes source, size_t at)
{
	const uint8_t *end =
		at < source.size ? memchr(source.data + at, '\n', source.size - at) : NULL;
	return end ? (size_t)(end - source.data) + 1 : 0;
}

struct lines lines_split(struct arena *arena, struct bytes source)
{
	size_t count = 1;
	for (size_t i = next_line(source, 0); i; i = next_line(source, i))
		count++;
	struct lines lines = { .source = source };
	lines.starts = arena_alloc_array(arena, count + 1, sizeof(*lines.starts));
	for (size_t i = next_line(source, 0); i; i = next_line(source, i))
		lines.starts[++lines.count] = i;
	if (source.size && source.data[source.size - 1] != '\n')
		lines.starts[++lines.count] = source.size;
	return lines;
}

struct bytes lines_at(const struct lines *lines, unsigned number)
{
	if (number < 1 || number > lines->count)
		return (struct bytes){ (const uint8_t *)"", 0 };
	size_t start = lines->starts[number - 1], end = lines->starts[number];
	if (end > start && lines->source.data[end - 1] == '\n')
		end--;
	return (struct bytes){ lines->source.data + start, end - start };
}

struct bytes lines_between(const struct lines *lines, unsigned first, unsigned last)
{
	if (last > lines->count)
		last = lines->count;
	if (first < 1 || first > last)
		return (struct bytes){ (const uint8_t *)"", 0 };
	size_t start = lines->starts[first - 1], end = lines->starts[last];
	return (struct bytes){ lines->source.data + start, end - start };
}

static bool is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n';
}

struct bytes bytes_trim_right(struct bytes bytes)
{
	while (bytes.size && is_blank(bytes.data[bytes.size - 1]))
		bytes.size--;
	return bytes;
}

struct bytes bytes_trim(struct bytes bytes)
{
	while (bytes.size && is_blank(bytes.data[0])) {
		bytes.data++;
		bytes.size--;
	}
	return bytes_trim_right(bytes);
}

bool bytes_is_blank(struct bytes bytes)
{
	return bytes_trim_right(bytes).size == 0;
}

bool bytes_equal(struct bytes bytes, const char *string)
{
	return bytes.size == strlen(string) &&
		(!bytes.size || memcmp(bytes.data, string, bytes.size) == 0);
}

bool bytes_starts_with(struct bytes bytes, const char *prefix)
{
	size_t size = strlen(prefix);
	return bytes.size >= size && memcmp(bytes.data, prefix, size) == 0;
}

struct bytes bytes_from(struct bytes bytes, size_t offset)
{
	if (offset > bytes.size)
		offset = bytes.size;
	return (struct bytes){ bytes.data + offset, bytes.size - offset };
}

size_t bytes_find(struct bytes bytes, size_t from, const char *string)
{
	size_t size = strlen(string);
	/*
	 * memchr() by the first byte is faster here: lines are short, and memmem() prepares for
	 * long ones.
	 */
	while (from < bytes.size && bytes.size - from >= size) {
		const uint8_t *found =
			memchr(bytes.data + from, string[0], bytes.size - from - size + 1);
		if (!found)
			break;
		if (memcmp(found, string, size) == 0)
			return (size_t)(found - bytes.data);
		from = (size_t)(found - bytes.data) + 1;
	}
	return bytes.size;
}

bool line_is_word(struct bytes line, const char *word)
{
	line = bytes_trim(line);
	return line.size == strlen(word) &&
		strncasecmp((const char *)line.data, word, line.size) == 0;
}

static bool is_word_byte(uint8_t byte)
{
	return ascii_is_alphanumeric(byte) || byte == '_' || byte == '-';
}

struct bytes line_word(struct bytes line)
{
	size_t size = 0;
	while (size < line.size && is_word_byte(line.data[size]))
		size++;
	line.size = size;
	return line;
}

size_t line_key(struct bytes line)
{
	struct bytes word = line_word(line);
	if (!word.size || word.size == line.size || line.data[word.size] != ':' ||
		ascii_is_digit(word.data[0]) || word.data[0] == '-')
		return 0;
	bool is_end = word.size + 1 == line.size;
	return is_end || strchr(" \t", line.data[word.size + 1]) ? word.size : 0;
}
