/*
 * Joins comments that begin behind text on a line, before cmark parses the source. Code, escapes
 * and HTML blocks are skipped. The comment becomes a speaker note, so its lines may be joined;
 * Markdown in it that depends on lines is lost.
 */
#include "notes/dialect/inline-comments.h"

#include <string.h>

#include "notes/inline/code-span.h"

struct joining {
	struct notes_reader *reader;
	const struct outline *outline;
	struct text out;
	bool *is_code; /* by line number */
	unsigned line;
	size_t close; /* the "-->" that was found last */
	size_t last; /* the end of the paragraph that was searched last */
	bool is_changed;
};

static void find_code(struct joining *joining)
{
	const struct outline *outline = joining->outline;
	unsigned count = joining->reader->lines.count;
	joining->is_code = arena_alloc_array(joining->reader->arena, (size_t)count + 2, 1);
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		for (unsigned line = block->first_line;
			block->kind == OUTLINE_CODE && line <= block->last_line && line <= count;
			line++)
			joining->is_code[line] = true;
	}
}

/* Skips blanks and '>' at the start of a line. */
static size_t skip_prefix(struct bytes source, size_t at)
{
	while (at < source.size && strchr(" \t>", source.data[at]))
		at++;
	return at;
}

/* Whether an empty line, possibly inside a quote, follows the newline at `at`. */
static bool is_before_empty(struct bytes source, size_t at)
{
	size_t next = skip_prefix(source, at + 1);
	return next >= source.size || source.data[next] == '\n';
}

/* Whether a line between `at` and `end` begins a block; cmark would end the paragraph there. */
static bool has_block_start(struct bytes source, size_t at, size_t end)
{
	for (; at < end; at++) {
		size_t start = source.data[at] == '\n' ? skip_prefix(source, at + 1) : end;
		if (start < end && strchr("-=#*+`~|_<:0123456789", source.data[start]))
			return true;
	}
	return false;
}

/* The end of the paragraph that contains `at`: a newline, or the end of the source. */
static size_t paragraph_end(struct bytes source, size_t at)
{
	while (at < source.size && (source.data[at] != '\n' || !is_before_empty(source, at)))
		at++;
	return at;
}

/*
 * Writes the comment from `at` to `end` on one line. Its newlines are written behind the text that
 * follows it.
 */
static size_t write_joined(struct joining *joining, struct bytes source, size_t at, size_t end)
{
	unsigned newlines = 0;
	for (size_t i = at; i < end;) {
		if (source.data[i] != '\n') {
			text_append_char(&joining->out, (char)source.data[i++]);
			continue;
		}
		newlines++;
		i = skip_prefix(source, i + 1);
		if (i < end && source.data[i] != '\n')
			text_append_char(&joining->out, ' ');
	}
	size_t next = bytes_find(source, end, "\n");
	text_append_size(&joining->out, (const char *)source.data + end, next - end);
	joining->line += newlines;
	while (newlines--)
		text_append_char(&joining->out, '\n');
	joining->is_changed = true;
	return next;
}

/* Writes the source from `at` to `end` unchanged. */
static size_t write_plain(struct joining *joining, struct bytes source, size_t at, size_t end)
{
	for (size_t i = at; i < end; i++)
		joining->line += source.data[i] == '\n';
	text_append_size(&joining->out, (const char *)source.data + at, end - at);
	return end;
}

/* Whether only '>' and blanks precede `at` on its line: to cmark an HTML block begins there. */
static bool begins_block(const struct joining *joining, struct bytes source, size_t at)
{
	size_t start = joining->reader->lines.starts[joining->line - 1];
	return joining->outline->is_verbatim[joining->line] && skip_prefix(source, start) == at;
}

/* Handles the "<!--" at `at` and returns the offset behind what was written. */
static size_t write_comment(struct joining *joining, struct bytes source, size_t at)
{
	if (joining->close < at + 4)
		joining->close = bytes_find(source, at + 4, "-->");
	if (joining->last <= at)
		joining->last = paragraph_end(source, at);
	size_t close = joining->close, last = joining->last;
	bool is_block = begins_block(joining, source, at);
	bool is_whole = close < last && !has_block_start(source, at, close);
	if (is_whole || (is_block && close < source.size))
		return write_plain(joining, source, at, close + 3);
	if (is_block)
		return write_plain(joining, source, at, at + 4); /* loose-text.c closes it */
	if (close < last || close < bytes_find(source, at + 4, "<!--"))
		return write_joined(joining, source, at, close + 3);
	findings_add(joining->reader->findings, FINDING_ERROR, joining->reader->talk->path,
		joining->line, "the comment that begins here never ends: add '-->'");
	write_plain(joining, source, at, last);
	text_append(&joining->out, " -->");
	joining->is_changed = true;
	return last;
}

/* Whether a comment, code, an escape or the next line may begin with this byte. */
static bool ends_run(uint8_t byte)
{
	return byte == '<' || byte == '`' || byte == '\\' || byte == '\n';
}

static size_t plain_size(const struct joining *joining, struct bytes source, size_t at)
{
	if (joining->is_code[joining->line])
		return bytes_find(source, at, "\n") + 1 - at;
	bool is_html = joining->outline->is_verbatim[joining->line];
	if (source.data[at] == '`' && !is_html)
		return code_span_size(source, at);
	if (source.data[at] == '\\' && !is_html)
		return 2;
	size_t end = at;
	while (end < source.size && !ends_run(source.data[end]))
		end++;
	return end > at ? end - at : 1;
}

static void join(struct joining *joining, struct bytes source)
{
	for (size_t at = 0; at < source.size;) {
		bool is_code = joining->is_code[joining->line];
		if (!is_code && bytes_starts_with(bytes_from(source, at), "<!--")) {
			at = write_comment(joining, source, at);
			continue;
		}
		size_t end = at + plain_size(joining, source, at);
		at = write_plain(joining, source, at, end < source.size ? end : source.size);
	}
}

bool inline_comments_join(struct notes_reader *reader, const struct outline *outline)
{
	struct bytes source = reader->lines.source;
	if (bytes_find(source, 0, "<!--") == source.size)
		return false;
	struct joining joining = { .reader = reader, .outline = outline, .line = 1 };
	find_code(&joining);
	join(&joining, source);
	if (joining.is_changed)
		notes_reader_set_source(reader, &joining.out);
	text_finish(&joining.out);
	return joining.is_changed;
}
