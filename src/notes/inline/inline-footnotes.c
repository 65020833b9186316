/*
 * Replaces inline footnotes in the source before cmark parses it, since a footnote may contain all
 * that a paragraph may. Code spans, mathematics and escapes are skipped. Each becomes a reference
 * with a label that authors do not use (`^1`), so the renderer sees only one kind of footnote.
 */
#include "notes/inline/inline-footnotes.h"

#include "base/text.h"
#include "notes/inline/code-span.h"
#include "notes/inline/math.h"
#include "notes/text/lines.h"
#include "notes/text/string-map.h"

enum { NOTE_SIZE_MAX = 2048, BRACKETS_MAX = 8, LABEL_SIZE_MAX = 256 };

struct scan {
	struct bytes source;
	struct arena *arena;
	struct text out;
	struct talk_footnote *footnotes;
	size_t count;
	unsigned line;
};

/* The size of the `^[text]` at `at`; 0 when it is empty or not closed. */
static size_t note_size(struct bytes source, size_t at)
{
	unsigned depth = 0;
	if (!bytes_starts_with(bytes_from(source, at), "^["))
		return 0;
	for (size_t i = at + 1; i < source.size && i - at < NOTE_SIZE_MAX; i++) {
		uint8_t byte = source.data[i];
		if (code_span_paragraph_ends(source, i))
			return 0;
		if (byte == '\\' && i + 1 < source.size && source.data[i + 1] != '\n')
			i++;
		else if (byte == '`')
			i += code_span_size(source, i) - 1;
		depth += byte == '[';
		if (depth > BRACKETS_MAX)
			return 0;
		if (byte != ']' || --depth)
			continue;
		struct bytes text = { source.data + at + 2, i - at - 2 };
		return bytes_is_blank(text) ? 0 : i + 1 - at;
	}
	return 0;
}

static void take_footnote(struct scan *scan, size_t at, size_t size)
{
	struct bytes text = { scan->source.data + at + 2, size - 3 };
	struct talk_footnote *footnote = &scan->footnotes[scan->count++];
	*footnote = (struct talk_footnote){
		.label = arena_printf(scan->arena, "^%zu", scan->count),
		.markdown = arena_bytes(scan->arena, text),
		.line = scan->line,
	};
	text_append_format(&scan->out, "[^%s]", footnote->label);
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\n')
			text_append_char(&scan->out, '\n');
	}
}

/* The size of the text at `at` that is not a footnote and is copied unchanged. */
static size_t plain_size(struct bytes source, size_t at)
{
	uint8_t byte = source.data[at];
	if (byte == '`')
		return code_span_size(source, at);
	size_t math = byte == '$' ? math_size_at(source, at) : 0;
	if (math)
		return math;
	return byte == '\\' && at + 1 < source.size && source.data[at + 1] != '\n' ? 2 : 1;
}

static void scan_source(struct scan *scan, const bool *is_verbatim)
{
	struct bytes source = scan->source;
	for (size_t at = 0, size; at < source.size; at += size) {
		bool is_line_start = at == 0 || source.data[at - 1] == '\n';
		size_t note = is_verbatim[scan->line] ? 0 : note_size(source, at);
		/* `[^1]:` at a line start would be read as the definition of a footnote. */
		bool is_head = is_line_start && note && at + note < source.size &&
			source.data[at + note] == ':';
		if (note && !is_head && scan->count < FOOTNOTES_MAX) {
			take_footnote(scan, at, note);
			size = note;
		} else {
			size = is_verbatim[scan->line] ? 1 : plain_size(source, at);
			text_append_size(&scan->out, (const char *)source.data + at, size);
		}
		for (size_t i = at; i < at + size; i++)
			scan->line += source.data[i] == '\n';
	}
}

/* Merges both lists of footnotes in file order. */
static void merge_in_file_order(struct talk *talk, const struct scan *scan, size_t old_count)
{
	struct talk_footnote *all =
		arena_alloc_array(scan->arena, scan->count, sizeof(struct talk_footnote));
	size_t old = 0, new = old_count;
	for (size_t i = 0; i < scan->count; i++) {
		bool is_old = new == scan->count ||
			(old < old_count && scan->footnotes[old].line <= scan->footnotes[new].line);
		all[i] = scan->footnotes[is_old ? old++ : new ++];
	}
	talk->footnotes = all;
	talk->footnote_count = scan->count;
}

/* The label of the reference at `at`, "[^label]"; NULL when there is none. */
static const char *reference_at(struct bytes source, size_t at, struct arena *arena)
{
	if (source.data[at] != '[' || at + 1 >= source.size || source.data[at + 1] != '^')
		return NULL;
	size_t end = at + 2;
	while (end < source.size && end - at < LABEL_SIZE_MAX && source.data[end] != ']' &&
		source.data[end] != '\n')
		end++;
	if (end == source.size || source.data[end] != ']')
		return NULL;
	return arena_strndup(arena, (const char *)source.data + at + 2, end - at - 2);
}

/*
 * Numbers footnotes in the order of their first references. Footnotes without a reference come
 * last.
 */
static void order_by_reference(
	struct talk *talk, struct bytes source, const bool *is_verbatim, struct arena *arena)
{
	size_t count = 0;
	struct talk_footnote *all =
		arena_alloc_array(arena, talk->footnote_count, sizeof(struct talk_footnote));
	bool *is_taken = arena_alloc_array(arena, talk->footnote_count, sizeof(bool));
	struct string_map places = { .arena = arena };
	/* backwards, so that the first of several equal labels remains */
	for (size_t i = talk->footnote_count; i-- > 0;)
		*string_map_place(&places, talk->footnotes[i].label) = &is_taken[i];
	unsigned line = 1;
	for (size_t at = 0; at < source.size; at++) {
		const char *label = is_verbatim[line] ? NULL : reference_at(source, at, arena);
		line += source.data[at] == '\n';
		bool *place = label ? string_map_find(&places, label) : NULL;
		if (!place || *place)
			continue;
		*place = true;
		all[count++] = talk->footnotes[place - is_taken];
	}
	for (size_t i = 0; i < talk->footnote_count; i++) {
		if (!is_taken[i])
			all[count++] = talk->footnotes[i];
	}
	talk->footnotes = all;
}

static struct bytes take_inline(
	struct talk *talk, struct bytes source, const bool *is_verbatim, struct arena *arena)
{
	if (bytes_find(source, 0, "^[") == source.size)
		return source;
	struct scan scan = { .source = source, .arena = arena, .line = 1 };
	scan.footnotes = arena_alloc_array(arena, FOOTNOTES_MAX, sizeof(*scan.footnotes));
	size_t old_count = talk->footnote_count;
	for (; scan.count < old_count; scan.count++)
		scan.footnotes[scan.count] = talk->footnotes[scan.count];
	scan_source(&scan, is_verbatim);
	struct bytes out = arena_bytes(
		arena, (struct bytes){ (const uint8_t *)text_string(&scan.out), scan.out.size });
	text_finish(&scan.out);
	merge_in_file_order(talk, &scan, old_count);
	return out;
}

struct bytes inline_footnotes_take(
	struct talk *talk, struct bytes source, const bool *is_verbatim, struct arena *arena)
{
	struct bytes out = take_inline(talk, source, is_verbatim, arena);
	if (talk->footnote_count)
		order_by_reference(talk, out, is_verbatim, arena);
	return out;
}
