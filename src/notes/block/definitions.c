/*
 * CommonMark matches labels after Unicode case folding and with white space collapsed (0.30,
 * section 4.7). cmark does that itself. The keys here are coarser: labels that cmark would match
 * have the same key, except for letters that fold to several, such as ß. A key that matches too
 * many definitions does no harm.
 */
#include "notes/block/definitions.h"

#include "base/format/markup.h"
#include "notes/text/characters.h"
#include "notes/text/string-map.h"

enum { LABEL_SIZE_MAX = 999 /* cmark's limit */, SAME_KEY_MAX = 256 };

struct definition {
	struct bytes line;
	struct definition *next; /* the next with the same key, in file order */
};

struct definition_key {
	struct definition *first, *last;
	size_t count;
	uint64_t used_in; /* number of the last text that used the definition */
};

struct definitions {
	struct arena *arena;
	struct string_map keys;
	uint64_t text_count;
};

struct definitions *definitions_new(struct arena *arena)
{
	struct definitions *definitions = arena_new(arena, struct definitions);
	definitions->arena = definitions->keys.arena = arena;
	return definitions;
}

/*
 * Appends the key of a label: ASCII letters in lower case, CJK characters unchanged, '?' for any
 * other letter. White space, escapes and punctuation are left out.
 */
static void append_key(struct text *out, struct bytes label)
{
	for (size_t i = 0, size; i < label.size; i += size) {
		uint32_t point =
			markup_decode_utf8((struct bytes){ label.data + i, label.size - i }, &size);
		bool is_mark = point == 0x2020 || (point >= 0xfdd0 && point <= 0xfdef);
		if (point <= ' ' || point == '\\' || is_mark || character_is_space(point))
			continue;
		if (point < 0x80)
			text_append_char(
				out, (char)(point >= 'A' && point <= 'Z' ? point | 0x20 : point));
		else if (character_is_cjk(point))
			text_append_size(out, (const char *)label.data + i, size);
		else
			text_append_char(out, '?');
	}
}

/* Finds the next bracketed label at or after *offset and moves *offset behind it. */
static bool next_label(struct bytes text, size_t *offset, struct bytes *ret_label)
{
	size_t open = SIZE_MAX;
	for (size_t i = *offset; i < text.size; i++) {
		uint8_t byte = text.data[i];
		if (byte == '\\') {
			i++;
		} else if (byte == '[') {
			open = i;
		} else if (byte == ']' && open != SIZE_MAX) {
			*offset = i + 1;
			*ret_label = (struct bytes){ text.data + open + 1, i - open - 1 };
			return true;
		}
	}
	return false;
}

bool definitions_add(struct definitions *definitions, struct bytes line)
{
	autofinish(text) struct text key = { 0 };
	struct bytes label;
	size_t offset = 0;
	if (!next_label(line, &offset, &label))
		return true; /* a label that continues on the next line has no key */
	append_key(&key, label);
	struct definition_key *found = string_map_find(&definitions->keys, text_string(&key));
	if (!found) {
		found = arena_new(definitions->arena, struct definition_key);
		const char *kept = arena_strdup(definitions->arena, text_string(&key));
		*string_map_place(&definitions->keys, kept) = found;
	}
	if (found->count == SAME_KEY_MAX)
		return false;
	struct definition *definition = arena_new(definitions->arena, struct definition);
	definition->line = line;
	if (found->last)
		found->last->next = definition;
	else
		found->first = definition;
	found->last = definition;
	found->count++;
	return true;
}

void definitions_append_used(struct text *out, struct definitions *definitions, struct bytes text)
{
	autofinish(text) struct text key = { 0 };
	struct bytes label;
	if (!definitions || !definitions->keys.count)
		return;
	definitions->text_count++;
	for (size_t offset = 0; next_label(text, &offset, &label);) {
		if (label.size > LABEL_SIZE_MAX)
			continue;
		text_clear(&key);
		append_key(&key, label);
		struct definition_key *found =
			string_map_find(&definitions->keys, text_string(&key));
		if (!found || found->used_in == definitions->text_count)
			continue;
		found->used_in = definitions->text_count;
		for (const struct definition *at = found->first; at; at = at->next) {
			text_append_size(out, (const char *)at->line.data, at->line.size);
			text_append_char(out, '\n');
		}
	}
}
