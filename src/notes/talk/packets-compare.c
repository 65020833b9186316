/*
 * Reads `compare:`. All other settings of the block apply to both sides. deck/packets finds the
 * side that a remark is about, since it has the packets. Steps through packets belong to one
 * picture, and the packet view needs the whole slide, so these are refused with `compare:`.
 */
#include "notes/talk/packets-compare.h"

#include <string.h>

#include "base/array.h"
#include "base/message.h"
#include "base/nearest-name.h"

enum { WORDS_MAX = 3 };

static size_t split_words(struct arena *arena, const char *text, const char *ret_words[WORDS_MAX])
{
	size_t count = 0;
	for (;;) {
		text += strspn(text, " \t");
		size_t size = strcspn(text, " \t");
		if (!size)
			return count;
		if (count == WORDS_MAX)
			return WORDS_MAX + 1;
		ret_words[count++] = arena_strndup(arena, text, size);
		text += size;
	}
}

static bool stream_number(const char *word, int64_t *ret_stream)
{
	int64_t number = 0;
	if (!*word)
		return false;
	for (const char *p = word; *p; p++) {
		if (*p < '0' || *p > '9')
			return false;
		number = number * 10 + (*p - '0');
		if (number > UINT32_MAX)
			return false;
	}
	*ret_stream = number;
	return true;
}

static const char *find_capture(const struct talk *talk, const char *name, struct error *error)
{
	const char **names = xcalloc(talk->capture_count + 1, sizeof(*names));
	const char *found = NULL;
	for (size_t i = 0; i < talk->capture_count && !found; i++) {
		names[i] = talk->captures[i].name;
		if (strcmp(names[i], name) == 0)
			found = names[i];
	}
	const char *nearest = found ? NULL : nearest_name(name, names, talk->capture_count);
	if (nearest)
		error_set(error,
			"'compare' names the capture '%s', which the front matter has not: did you mean '%s'?",
			name, nearest);
	else if (!found)
		error_set(error, "'compare' names the capture '%s', which the front matter has not",
			name);
	free(names);
	return found;
}

static bool refuse_element(const char *text, struct error *error)
{
	return error_set(error,
		"'%s' in 'compare' is no capture and no stream: write pingpong, 'stream 1' or 'pingpong stream 1'",
		text);
}

static bool read_side(struct packets_block *side, const struct yaml_value *item,
	const struct talk *talk, struct arena *arena, struct error *error)
{
	const char *words[WORDS_MAX] = { "", "", "" };
	size_t count = split_words(arena, item->text, words);
	bool has_capture = count == 1 || count == 3;
	if (count == 0 || count > WORDS_MAX)
		return refuse_element(item->text, error);
	if (count > 1 &&
		(strcmp(words[count - 2], "stream") != 0 ||
			!stream_number(words[count - 1], &side->stream)))
		return refuse_element(item->text, error);
	if (count > 1)
		side->stream_line = item->line;
	if (has_capture)
		side->capture = find_capture(talk, words[0], error);
	if (side->capture && !*side->capture)
		return error_set(error,
			"'%s' in 'compare' does not say of which capture: write its name before it, or behind 'packets'",
			item->text);
	return side->capture != NULL;
}

static bool check_block(const struct packets_block *block, const struct talk *talk, unsigned line,
	struct findings *findings)
{
	const struct {
		bool is_there;
		const char *sentence;
	} checks[] = {
		{ block->step_packets,
			MESSAGE("'step: packet' with 'compare' needs 'notes', which are its steps: write some, or show one of the two to walk through it") },
		{ block->annotations.mark_count > 0 || block->annotations.highlight_count > 0 ||
				block->annotations.says_why,
			MESSAGE("'marks', 'why' and 'highlight' do not go with 'compare': show one of the two to draw on it") },
		{ block->show == PACKETS_PACKET,
			MESSAGE("'show: packet' does not go with 'compare': a packet with its bytes needs the whole slide") },
	};
	bool ok = true;
	for (size_t i = 0; i < ARRAY_COUNT(checks); i++) {
		if (checks[i].is_there)
			ok = findings_add(findings, FINDING_ERROR, talk->path, line, "%s",
				message_of(checks[i].sentence));
	}
	return ok;
}

bool packets_compare_read(struct packets_block *block, const struct yaml_entry *entry,
	const struct talk *talk, struct arena *arena, struct findings *findings)
{
	const struct yaml_value *value = &entry->value;
	if (value->type != YAML_LIST || value->count != PACKETS_SIDES ||
		value->items[0].type != YAML_TEXT || value->items[1].type != YAML_TEXT)
		return findings_add(findings, FINDING_ERROR, talk->path, entry->line,
			"'compare' takes two, such as [pingpong, abort] or [stream 0, stream 1]");
	bool ok = check_block(block, talk, entry->line, findings);
	struct packets_block *sides = arena_alloc_array(arena, PACKETS_SIDES, sizeof(*sides));
	for (size_t i = 0; i < PACKETS_SIDES; i++) {
		autofinish(error) struct error error = { 0 };
		sides[i] = *block;
		if (!read_side(&sides[i], &value->items[i], talk, arena, &error))
			ok = findings_add_error(findings, talk->path, value->items[i].line, &error);
	}
	if (!*block->capture && sides[0].capture)
		block->capture = sides[0].capture;
	block->sides = ok ? sides : NULL;
	return ok;
}
