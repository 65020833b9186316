/*
 * A pair of connections is two slides: both pictures, then a table of what differs. The recipe is
 * the same, so the connections of both captures have the same order. A row of the table is there
 * only when its values differ; the last line names what is the same.
 */
#include "deck/repeat/repeat-talk.h"

#include "base/file/path.h"
#include "base/format/markdown-text.h"
#include "base/format/markup.h"
#include "conversation/selection.h"
#include "deck/repeat/differences.h"
#include "notes/text/yaml-value.h"

enum { CONNECTIONS_MAX = 8, ARROWS_MAX = 14 /* packets that half a slide shows well */ };

struct writer {
	struct text *out;
	struct deck_file *file;
	size_t connections; /* that have slides so far */
};

static void say(const struct writer *writer, const char *korean, const char *english)
{
	text_append(writer->out, writer->file->is_korean ? korean : english);
}

/* ---- the head ---- */

static const char *deck_name(struct arena *arena, const struct deck_file *file, size_t index)
{
	return arena_printf(arena, file->is_korean ? "발표-%zu" : "deck-%zu", index + 1);
}

const char *repeat_own_name(struct arena *arena, const struct deck_file *file, size_t index)
{
	return arena_printf(arena, file->is_korean ? "내기록-%zu" : "mine-%zu", index + 1);
}

static void append_capture(struct text *out, const char *name, const char *path)
{
	automem char *file = file_name(path);
	text_append_format(out, "  %s:\n    file: %s\n", name, file);
}

void repeat_talk_head(struct text *out, struct deck_file *file, const struct repeat_pair *pairs,
	bool only_recorded)
{
	autofinish(text) struct text title = { 0 };
	text_append_format(
		&title, file->is_korean ? "%s: 다시 기록" : "%s, recorded again", file->title);
	text_append(out, "---\ntitle: ");
	markup_json(out, markup_bytes_of(text_string(&title)));
	text_append_format(
		out, "\nlang: %s\nfeedback: false\ncaptures:\n", file->is_korean ? "ko" : "en");
	for (size_t i = 0; i < file->recipe_count; i++) {
		const struct repeat_pair *pair = &pairs[i];
		if (only_recorded && !pair->is_recorded)
			continue;
		if (pair->kept.count)
			append_capture(out, deck_name(&file->arena, file, i), pair->deck_path);
		append_capture(out, repeat_own_name(&file->arena, file, i), pair->own_path);
		text_append_format(out, "    record: %s\n", pair->recipe->record);
		if (pair->recipe->keep_alive)
			text_append(out, "    keep-alive: true\n");
	}
	text_append(out, "---\n\n");
}

static bool is_capture(const struct talk_capture *capture, const char *name, const char *path)
{
	return strcmp(capture->name, name) == 0 && strcmp(capture->path, path) == 0;
}

static bool has_key(const struct yaml_value *map, const char *key)
{
	for (size_t i = 0; map->type == YAML_MAP && i < map->count; i++) {
		if (strcmp(map->entries[i].key, key) == 0)
			return true;
	}
	return false;
}

/* Whether the capture has a program and a server only if its recipe by itself names them. */
static bool is_of_recipe(
	struct arena *arena, const struct talk_capture *capture, const struct deck_recipe *recipe)
{
	autofinish(error) struct error error = { 0 };
	struct yaml_value map;
	unsigned line;
	const char *source = arena_printf(arena, "record: %s\n", recipe->record);
	if (!yaml_value_parse(markup_bytes_of(source), 1, arena, &map, &line, &error) ||
		map.type != YAML_MAP || map.count != 1 || strcmp(map.entries->key, "record") != 0)
		return false;
	const struct yaml_value *record = &map.entries->value;
	return (!capture->run || has_key(record, "run")) &&
		(!capture->server || has_key(record, "server"));
}

bool repeat_talk_is_as_written(
	const struct talk *talk, struct deck_file *file, const struct repeat_pair *pairs)
{
	const struct talk_capture *next = talk->captures, *end = next + talk->capture_count;
	struct arena *arena = &file->arena;
	for (size_t i = 0; i < file->recipe_count; i++) {
		const struct repeat_pair *pair = &pairs[i];
		if (pair->kept.count) {
			if (next == end || talk_capture_is_declared(next) || next->server ||
				!is_capture(next, deck_name(arena, file, i), pair->deck_path))
				return false;
			next++;
		}
		if (next == end ||
			!is_capture(next, repeat_own_name(arena, file, i), pair->own_path) ||
			!is_of_recipe(arena, next, pair->recipe))
			return false;
		next++;
	}
	return next == end;
}

/* ---- slides ---- */

static void append_heading(const struct writer *writer, const struct repeat_pair *pair)
{
	text_append(writer->out, "\n---\n\n## ");
	markdown_text_append(writer->out, pair->recipe->name);
}

/* Appends both pictures; streams of -1 are the whole captures. */
static void append_pictures(const struct writer *writer, size_t index, int64_t deck_stream,
	int64_t own_stream, bool is_long)
{
	struct arena *arena = &writer->file->arena;
	text_append(writer->out, "\n\n```packets\n");
	text_append(writer->out, is_long ? "show: graph\n" : "");
	text_append_format(writer->out, "compare: [%s", deck_name(arena, writer->file, index));
	if (deck_stream >= 0)
		text_append_format(writer->out, " stream %lld", (long long)deck_stream);
	text_append_format(writer->out, ", %s", repeat_own_name(arena, writer->file, index));
	if (own_stream >= 0)
		text_append_format(writer->out, " stream %lld", (long long)own_stream);
	text_append(writer->out, "]\n```\n");
}

static void append_connection(struct writer *writer, const struct repeat_pair *pair, size_t index,
	const struct tcp_connection *deck, const struct tcp_connection *own)
{
	bool is_long = deck->packet_count > ARROWS_MAX || own->packet_count > ARROWS_MAX;
	writer->connections++;
	append_heading(writer, pair);
	text_append_format(writer->out, writer->file->is_korean ? ", 연결 %u" : ", connection %u",
		own->stream + 1);
	append_pictures(writer, index, deck->stream, own->stream, is_long);
	autofinish(text) struct text heading = { 0 };
	const struct writer aside = { .out = &heading, .file = writer->file };
	append_heading(&aside, pair);
	text_append_format(&heading,
		writer->file->is_korean ? ", 연결 %u: 무엇이 다른가\n\n"
					: ", connection %u: what differs\n\n",
		own->stream + 1);
	differences_append(writer->out, text_string(&heading), deck, own, writer->file->is_korean);
}

/* Says which connections are left out, and why. */
static void append_left_out(
	const struct writer *writer, const struct repeat_pair *pair, size_t count)
{
	char number[TEXT_GROUPED_SIZE];
	append_heading(writer, pair);
	say(writer, ": 비교하지 않은 것\n\n", ": what is not compared\n\n");
	text_append_format(writer->out,
		writer->file->is_korean
			? "연결 %s개: 발표에 그 패킷이 모두 들어 있지는 않거나, 다시 기록한 것에 없거나, 앞에서 다른 연결을 이미 여럿 비교했다.\n"
			: "Left out: %s. Of such a connection the deck does not have all packets, or the new recording does not have it, or enough others are compared already.\n",
		text_grouped(number, count, text_digit_gap(writer->file->is_korean)));
}

/* The packets of a capture without TCP, if the deck has all of them. */
static void append_whole(struct writer *writer, const struct repeat_pair *pair, size_t index)
{
	if (!pair->kept.is_whole) {
		append_heading(writer, pair);
		say(writer,
			"\n\n발표에 이 캡처의 패킷이 모두 들어 있지는 않아 나란히 놓지 않는다.\n",
			"\n\nThe deck does not have all packets of this capture, so they are not put side by side.\n");
		return;
	}
	append_heading(writer, pair);
	append_pictures(writer, index, -1, -1, false);
}

static bool append_pair(
	struct writer *writer, const struct repeat_pair *pair, size_t index, struct error *error)
{
	struct arena *arena = &writer->file->arena;
	struct capture_summary deck = { 0 }, own = { 0 };
	size_t left_out = 0;
	uint32_t deck_stream = 0;
	if ((pair->kept.count &&
		    !selection_read(pair->deck_path, NULL, 0, arena, NULL, &deck, error)) ||
		!selection_read(pair->own_path, NULL, 0, arena, NULL, &own, error))
		return false;
	if (!pair->recipe->stream_count)
		append_whole(writer, pair, index);
	for (size_t i = 0; i < pair->recipe->stream_count; i++) {
		bool is_there = pair->kept.has_stream[i] && deck_stream < deck.connection_count;
		uint32_t here = deck_stream;
		deck_stream += is_there;
		if (is_there && i < own.connection_count && writer->connections < CONNECTIONS_MAX)
			append_connection(
				writer, pair, index, &deck.connections[here], &own.connections[i]);
		else
			left_out++;
	}
	if (left_out)
		append_left_out(writer, pair, left_out);
	return true;
}

bool repeat_talk_slides(struct text *out, struct deck_file *file, const struct repeat_pair *pairs,
	struct error *error)
{
	struct writer writer = { .out = out, .file = file };
	text_append(out, "# ");
	markdown_text_append(out, file->title);
	say(&writer,
		"\n\n‘발표’는 발표에 든 패킷이고, ‘내기록’은 발표와 같은 순서로 이 호스트에서 다시 기록한 패킷이다.\n",
		"\n\n‘deck’ are the packets of the talk, and ‘mine’ those that this machine recorded by the same recipe.\n");
	for (size_t i = 0; i < file->recipe_count; i++) {
		if (pairs[i].is_recorded && !append_pair(&writer, &pairs[i], i, error))
			return false;
	}
	return true;
}
