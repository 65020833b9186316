/*
 * Prevents HTML blocks that swallow slides. Some HTML blocks of CommonMark (0.30, 4.6) continue
 * over empty lines, to an end tag or to the end of the file: "<textarea> is a box" at a line start
 * would swallow the rest of a talk.
 * A tag is left alone when its end follows before the next slide and it looks like code: a script
 * or a style has lines of its own, the others end in the same paragraph. All other such tags get a
 * mark in front. An unnecessary mark does no harm, since it is removed again, in code too. Comments
 * are not touched: an unclosed comment is reported elsewhere.
 */
#include "notes/html/html-guard.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "notes/inline/invisible-marks.h"
#include "notes/text/lines.h"

enum guard_kind {
	GUARD_NONE,
	GUARD_PRE, /* must end before the next slide */
	GUARD_CODE, /* the same, and its tags stand on lines of their own */
	GUARD_AREA, /* the same, within one paragraph */
	GUARD_INSTRUCTION, /* <? ?>, within one paragraph */
	GUARD_DECLARATION, /* <!X > */
	GUARD_CDATA,
	GUARD_KIND_COUNT,
};

/*
 * The part of the source that was searched last, so that a text full of start tags is searched only
 * once.
 */
struct stretch {
	size_t from, to;
	bool has_end; /* the end was found at `to` */
};

struct guard {
	struct bytes source;
	size_t line_start;
	struct stretch known[GUARD_KIND_COUNT];
};

static bool starts_with_tag(struct bytes text, const char *name)
{
	size_t size = strlen(name);
	if (text.size < size + 1 || strncasecmp((const char *)text.data + 1, name, size) != 0)
		return false;
	return text.size == size + 1 || strchr(" \t\n>", text.data[size + 1]);
}

/* The kind of block that begins at the '<' of `text`. */
static enum guard_kind kind_of(struct bytes text)
{
	if (starts_with_tag(text, "pre"))
		return GUARD_PRE;
	if (starts_with_tag(text, "script") || starts_with_tag(text, "style"))
		return GUARD_CODE;
	if (starts_with_tag(text, "textarea"))
		return GUARD_AREA;
	if (bytes_starts_with(text, "<?"))
		return GUARD_INSTRUCTION;
	if (bytes_starts_with(text, "<![CDATA["))
		return GUARD_CDATA;
	bool is_letter = text.size > 2 && ascii_is_letter(text.data[2]);
	return bytes_starts_with(text, "<!") && is_letter ? GUARD_DECLARATION : GUARD_NONE;
}

static bool is_end_tag(struct bytes text)
{
	static const char *const names[] = { "/pre>", "/script>", "/style>", "/textarea>" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		size_t size = strlen(names[i]);
		if (text.size > size &&
			strncasecmp((const char *)text.data + 1, names[i], size) == 0)
			return true;
	}
	return false;
}

/*
 * The offset in the line of the text that ends a block of this kind; the line's size when there is
 * none.
 */
static size_t find_end(struct bytes line, enum guard_kind kind)
{
	if (kind == GUARD_INSTRUCTION)
		return bytes_find(line, 0, "?>");
	if (kind == GUARD_CDATA)
		return bytes_find(line, 0, "]]>");
	if (kind == GUARD_DECLARATION)
		return bytes_find(line, 0, ">");
	for (size_t at = bytes_find(line, 0, "</"); at < line.size;
		at = bytes_find(line, at + 2, "</")) {
		if (is_end_tag(bytes_from(line, at)))
			return at;
	}
	return line.size;
}

static struct bytes line_at(struct bytes source, size_t start)
{
	struct bytes line = bytes_from(source, start);
	const uint8_t *end = memchr(line.data, '\n', line.size);
	if (end)
		line.size = (size_t)(end - line.data);
	return line;
}

static bool is_slide_start(struct bytes line)
{
	line = bytes_trim_right(line);
	return bytes_equal(line, "---") || bytes_equal(line, "--");
}

static bool ends_in_paragraph(enum guard_kind kind)
{
	return kind != GUARD_PRE && kind != GUARD_CODE;
}

/*
 * Returns the part from the line's start to the end of the block, to the next slide, or to prose.
 */
static struct stretch find_stretch(const struct guard *guard, enum guard_kind kind)
{
	struct bytes source = guard->source;
	bool is_after_blank = false;
	for (size_t at = guard->line_start; at < source.size;) {
		struct bytes line = line_at(source, at);
		bool is_blank = bytes_is_blank(line);
		bool is_limit =
			is_blank ? ends_in_paragraph(kind) : is_after_blank && is_slide_start(line);
		if (is_limit || find_end(line, kind) < line.size)
			return (struct stretch){ guard->line_start, at, !is_limit };
		is_after_blank = is_blank;
		at += line.size + 1;
	}
	return (struct stretch){ guard->line_start, source.size, false };
}

static bool has_end(struct guard *guard, enum guard_kind kind)
{
	struct stretch *known = &guard->known[kind];
	if (!known->to || guard->line_start < known->from || guard->line_start > known->to)
		*known = find_stretch(guard, kind);
	return known->has_end;
}

/* Whether nothing follows the tag on its line, or the block ends on that line. */
static bool has_own_line(struct bytes tag, enum guard_kind kind)
{
	size_t close = bytes_find(tag, 0, ">");
	return bytes_is_blank(bytes_from(tag, close + 1)) || find_end(tag, kind) < tag.size;
}

static bool may_need_guard(struct bytes source)
{
	for (size_t at = bytes_find(source, 0, "<"); at < source.size;
		at = bytes_find(source, at + 1, "<")) {
		if (kind_of(bytes_from(source, at)) != GUARD_NONE)
			return true;
	}
	return false;
}

/* Whether no HTML block begins at the '<' of `tag`, or one that needs no mark. */
static bool needs_no_mark(struct guard *guard, struct bytes tag)
{
	enum guard_kind kind = tag.size && tag.data[0] == '<' ? kind_of(tag) : GUARD_NONE;
	if (kind == GUARD_NONE)
		return true;
	return (kind != GUARD_CODE || has_own_line(tag, kind)) && has_end(guard, kind);
}

void html_guard(struct text *out, struct bytes source)
{
	struct guard guard = { .source = source };
	size_t from = 0;
	for (size_t start = may_need_guard(source) ? 0 : source.size; start < source.size;) {
		struct bytes line = line_at(source, start);
		size_t indent = 0;
		while (indent < line.size && line.data[indent] == ' ')
			indent++;
		guard.line_start = start;
		if (!needs_no_mark(&guard, bytes_from(line, indent))) {
			text_append_size(
				out, (const char *)source.data + from, start + indent - from);
			text_append(out, MARK_BEFORE);
			from = start + indent;
		}
		start += line.size + 1;
	}
	if (from < source.size)
		text_append_size(out, (const char *)source.data + from, source.size - from);
}
