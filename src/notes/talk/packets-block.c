/*
 * Reads a packets block, with the keys that slides/README.md lists. `expect:` and `filter:` are
 * kept as written: deck/packets checks them against the packets.
 */
#include "notes/talk/packets-block.h"

#include <string.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/nearest-name.h"
#include "notes/annotations/annotation-keys.h"
#include "notes/talk/ask-block.h"
#include "notes/talk/packets-compare.h"
#include "notes/text/lines.h"
#include "notes/text/yaml-value.h"

enum {
	REMARKS_MAX = 1000,
	EXPECTATIONS_MAX = 100,
	FILTER_SIZE_MAX = 1000, /* libpcap takes seconds for ten times that */
};

struct notes_reader {
	const struct talk *talk;
	struct arena *arena;
	struct packets_block *block;
	struct ask_block *ask; /* of an ask block; else NULL */
	bool has_step;
	unsigned step_line;
	const struct yaml_entry *compare; /* read last: it copies the block */
	struct findings *findings;
	struct error *error; /* of the key that is being read */
};

static bool fail(const struct notes_reader *reader, unsigned line)
{
	return findings_add_error(reader->findings, reader->talk->path, line, reader->error);
}

static bool read_text(const struct notes_reader *reader, const struct yaml_entry *entry,
	const char **ret_text, unsigned *ret_line)
{
	if (entry->value.type != YAML_TEXT || !*entry->value.text) {
		error_set(reader->error,
			"'%s' must be a text: write it behind the colon, or remove the line",
			entry->key);
		return fail(reader, entry->line);
	}
	*ret_text = entry->value.text;
	*ret_line = entry->value.text_line;
	return true;
}

/* `frames: 1-3,8`, and also `frames: [1-3, 8]`. */
static bool read_frames(struct notes_reader *reader, const struct yaml_entry *entry)
{
	struct packets_block *block = reader->block;
	if (entry->value.type != YAML_LIST)
		return read_text(reader, entry, &block->frames, &block->frames_line);
	autofinish(text) struct text joined = { 0 };
	for (size_t i = 0; i < entry->value.count; i++) {
		const struct yaml_value *item = &entry->value.items[i];
		if (item->type != YAML_TEXT) {
			error_set(reader->error, "'frames' must be numbers, such as 1-3,8");
			return fail(reader, item->line);
		}
		text_append_format(&joined, "%s%s", i ? "," : "", item->text);
	}
	block->frames = arena_strdup(reader->arena, text_string(&joined));
	block->frames_line = entry->line;
	return true;
}

/* A decimal number, or -1. */
static int64_t number_of(const char *text)
{
	int64_t number = 0;
	if (!*text)
		return -1;
	for (const char *p = text; *p; p++) {
		if (*p < '0' || *p > '9' || number > INT64_MAX / 10 - 1)
			return -1;
		number = number * 10 + (*p - '0');
	}
	return number;
}

static bool read_stream(struct notes_reader *reader, const struct yaml_entry *entry)
{
	const char *text = "";
	if (!read_text(reader, entry, &text, &reader->block->stream_line))
		return false;
	reader->block->stream = number_of(text);
	if (reader->block->stream < 0 || reader->block->stream > UINT32_MAX) {
		error_set(reader->error, "'%s' is not a stream: write its number, the first is 0",
			text);
		return fail(reader, entry->line);
	}
	return true;
}

static bool read_show(struct notes_reader *reader, const struct yaml_entry *entry)
{
	const char *name = "";
	unsigned line;
	if (!read_text(reader, entry, &name, &line))
		return false;
	return packets_view_find(name, &reader->block->show, reader->error) ||
		fail(reader, entry->line);
}

static bool read_colors(struct notes_reader *reader, const struct yaml_entry *entry)
{
	struct packets_block *block = reader->block;
	const char *name = "";
	if (!read_text(reader, entry, &name, &block->colors_line))
		return false;
	return packets_colors_find(name, &block->colors, reader->error) ||
		fail(reader, entry->line);
}

static bool read_step(struct notes_reader *reader, const struct yaml_entry *entry)
{
	const char *step = "";
	unsigned line;
	if (!read_text(reader, entry, &step, &line))
		return false;
	bool steps_marks = strcmp(step, "marks") == 0;
	bool asks = strcmp(step, "ask") == 0;
	if (strcmp(step, "packet") != 0 && strcmp(step, "none") != 0 && !steps_marks && !asks) {
		error_set(reader->error, "'step: %s' is unknown: use packet, ask, marks or none",
			step);
		return fail(reader, entry->line);
	}
	reader->block->step_packets = asks || strcmp(step, "packet") == 0;
	reader->block->asks_packets = asks;
	reader->step_line = entry->line;
	reader->block->annotations.steps_marks = steps_marks;
	reader->has_step = true;
	return true;
}

static bool refuse_remark(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	if (value->type != YAML_TEXT)
		error_set(reader->error,
			value->type == YAML_LIST
				? "the remark at '%s' begins with '[', which YAML reads as a list: put it in quotes, or write it indented below '%s: |'"
				: "the remark at '%s' begins with '{', which YAML reads as a map: put it in quotes, or write it indented below '%s: |'",
			entry->key, entry->key);
	else if (value->lost)
		error_set(reader->error,
			"the remark at '%s' is empty, because YAML reads '%s' as a comment: put it in quotes, or write it indented below '%s: |'",
			entry->key, value->lost, entry->key);
	else
		error_set(reader->error,
			"the remark at '%s' is empty: write one, or remove the line", entry->key);
	return fail(reader, entry->line);
}

static bool read_remark(const struct notes_reader *reader, const struct yaml_entry *entry,
	struct packets_remark *remark)
{
	const struct yaml_value *value = &entry->value;
	struct bytes markdown = { 0 };
	if (value->type == YAML_TEXT)
		markdown = (struct bytes){ (const uint8_t *)value->text, strlen(value->text) };
	if (bytes_is_blank(markdown))
		return refuse_remark(reader, entry);
	if (!*entry->key) {
		error_set(
			reader->error, "a remark needs a frame number or a text before its colon");
		return fail(reader, entry->line);
	}
	*remark = (struct packets_remark){ .markdown = markdown, .line = value->text_line };
	int64_t frame = number_of(entry->key);
	if (frame == 0) {
		error_set(reader->error, "there is no frame 0: the first is 1");
		return fail(reader, entry->line);
	}
	if (frame > 0)
		remark->frame = (uint64_t)frame;
	else
		remark->text = entry->key;
	if (value->lost)
		findings_add(reader->findings, FINDING_WARNING, reader->talk->path, entry->line,
			"'%s' is a comment in YAML and is not shown: put the remark in quotes",
			value->lost);
	return true;
}

static bool read_remarks(struct notes_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	if (value->type != YAML_MAP || value->count > REMARKS_MAX) {
		error_set(reader->error,
			"'notes' must be lines of 'frame: remark', indented below it, at most %d",
			REMARKS_MAX);
		return fail(reader, entry->line);
	}
	struct packets_remark *remarks =
		arena_alloc_array(reader->arena, value->count, sizeof(*remarks));
	size_t count = 0;
	for (size_t i = 0; i < value->count; i++)
		count += read_remark(reader, &value->entries[i], &remarks[count]);
	reader->block->remarks = remarks;
	reader->block->remark_count = count;
	return count == value->count;
}

static bool read_switch(
	const struct notes_reader *reader, const struct yaml_entry *entry, bool *ret_is_on)
{
	const char *word = "";
	unsigned line;
	if (!read_text(reader, entry, &word, &line))
		return false;
	if (strcmp(word, "true") != 0 && strcmp(word, "false") != 0) {
		error_set(
			reader->error, "'%s: %s' is unknown: use true or false", entry->key, word);
		return fail(reader, entry->line);
	}
	*ret_is_on = strcmp(word, "true") == 0;
	return true;
}

/* Reads one text, or a list of them. deck/packets/expect.c checks what they mean. */
static bool read_expectations(struct notes_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	size_t count = value->type == YAML_LIST ? value->count : 1;
	struct packets_expectation *expectations =
		arena_alloc_array(reader->arena, count + 1, sizeof(*expectations));
	bool is_right = count > 0 && count <= EXPECTATIONS_MAX;
	for (size_t i = 0; is_right && i < count; i++) {
		const struct yaml_value *item = value->type == YAML_LIST ? &value->items[i] : value;
		is_right = item->type == YAML_TEXT && *item->text && !item->lost;
		if (is_right)
			expectations[i] = (struct packets_expectation){
				.text = item->text,
				.line = item->text_line,
			};
	}
	if (!is_right) {
		error_set(reader->error,
			"'expect' must be a text such as SYN or 'segments >= 3', or a list of at most %d of them",
			EXPECTATIONS_MAX);
		return fail(reader, entry->line);
	}
	reader->block->expectations = expectations;
	reader->block->expectation_count = count;
	return true;
}

static bool read_filter(struct notes_reader *reader, const struct yaml_entry *entry)
{
	struct packets_block *block = reader->block;
	if (!read_text(reader, entry, &block->filter, &block->filter_line))
		return false;
	if (strlen(block->filter) <= FILTER_SIZE_MAX)
		return true;
	error_set(reader->error, "'filter' has more than %d letters: name a 'stream' or 'frames'",
		FILTER_SIZE_MAX);
	return fail(reader, entry->line);
}

static bool read_fold(struct notes_reader *reader, const struct yaml_entry *entry)
{
	return read_switch(reader, entry, &reader->block->folds);
}

static bool read_once(struct notes_reader *reader, const struct yaml_entry *entry)
{
	return read_switch(reader, entry, &reader->block->once);
}

static bool read_calls(struct notes_reader *reader, const struct yaml_entry *entry)
{
	reader->block->calls_line = entry->line;
	return read_switch(reader, entry, &reader->block->calls);
}

/* Reads one path, or a list of them: the server's and the client's. */
static bool read_source(struct notes_reader *reader, const struct yaml_entry *entry)
{
	struct packets_block *block = reader->block;
	const struct yaml_value *value = &entry->value;
	size_t count = value->type == YAML_LIST ? value->count : 1;
	bool is_right = count > 0 && count <= PACKETS_SOURCES_MAX;
	block->source_line = entry->line;
	for (size_t i = 0; is_right && i < count; i++) {
		const struct yaml_value *item = value->type == YAML_LIST ? &value->items[i] : value;
		is_right = item->type == YAML_TEXT && *item->text;
		block->sources[i] = is_right ? item->text : "";
	}
	block->source_count = is_right ? count : 0;
	if (is_right)
		return true;
	error_set(reader->error,
		"'source' must be a file, such as server.c, or a list of at most %d of them",
		PACKETS_SOURCES_MAX);
	return fail(reader, entry->line);
}

static bool read_live(struct notes_reader *reader, const struct yaml_entry *entry)
{
	reader->block->live_line = entry->line;
	return read_switch(reader, entry, &reader->block->live);
}

static bool read_compare(struct notes_reader *reader, const struct yaml_entry *entry)
{
	reader->compare = entry;
	return true;
}

static bool read_annotations(
	struct notes_reader *reader, const struct yaml_entry *entry, annotation_read_function *read)
{
	struct packets_annotations *annotations = &reader->block->annotations;
	const struct annotation_reader annotation_reader = {
		.path = reader->talk->path,
		.arena = reader->arena,
		.findings = reader->findings,
		.annotations = annotations,
	};
	return read(&annotation_reader, entry);
}

/* ---- the table of keys; notes/annotations/annotation-keys.c has more ---- */

static const struct {
	const char *name;
	bool (*read)(struct notes_reader *reader, const struct yaml_entry *entry);
} block_keys[] = {
	{ "filter", read_filter },
	{ "frames", read_frames },
	{ "stream", read_stream },
	{ "show", read_show },
	{ "colors", read_colors },
	{ "step", read_step },
	{ "fold", read_fold },
	{ "once", read_once },
	{ "calls", read_calls },
	{ "source", read_source },
	{ "live", read_live },
	{ "expect", read_expectations },
	{ "notes", read_remarks },
	{ "compare", read_compare },
};

/* The name of a key by its index in both tables; NULL past the end. */
static const char *key_at(size_t index)
{
	return index < ARRAY_COUNT(block_keys)
		? block_keys[index].name
		: packets_annotation_key_at(index - ARRAY_COUNT(block_keys));
}

/* Sets the error for an unknown key, with the nearest name or with all names. */
static void set_unknown_key(const struct notes_reader *reader, const char *key)
{
	size_t count = 0;
	autofinish(text) struct text all = { 0 };
	for (; key_at(count); count++)
		text_append_format(&all, "%s%s", count ? ", " : "", key_at(count));
	const char **keys = arena_alloc_array(reader->arena, count, sizeof(*keys));
	for (size_t i = 0; i < count; i++)
		keys[i] = key_at(i);
	const char *nearest = nearest_name(key, keys, count);
	if (nearest)
		error_set(reader->error, "a packets block has no key '%s': did you mean '%s'?", key,
			nearest);
	else
		error_set(reader->error, "a packets block has no key '%s': use %s", key,
			text_string(&all));
}

/* The same for an ask block, which has keys of its own and most of those of a packets block. */
static bool refuse_ask_key(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	const char *keys[8];
	size_t count = 0;
	autofinish(text) struct text all = { 0 };
	for (; count < ARRAY_COUNT(keys) && ask_block_key_at(count); count++) {
		keys[count] = ask_block_key_at(count);
		text_append_format(&all, "%s%s", count ? ", " : "", keys[count]);
	}
	const char *nearest = nearest_name(entry->key, keys, count);
	if (nearest)
		error_set(reader->error, "an ask block has no key '%s': did you mean '%s'?",
			entry->key, nearest);
	else
		error_set(reader->error,
			"an ask block has no key '%s': use %s, and those that choose and draw the packets, such as stream, show and names",
			entry->key, text_string(&all));
	return fail(reader, entry->line);
}

static bool refuse_key(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	if (reader->ask)
		return refuse_ask_key(reader, entry);
	if (number_of(entry->key) >= 0)
		error_set(reader->error, "the remark at '%s' belongs below 'notes:', indented",
			entry->key);
	else if (strcmp(entry->key, "capture") == 0)
		error_set(reader->error,
			"a packets block has no key 'capture': the name of its capture stands in the line above, as '```packets NAME'");
	else
		set_unknown_key(reader, entry->key);
	return fail(reader, entry->line);
}

static bool read_key(struct notes_reader *reader, const struct yaml_entry *entry)
{
	ask_read_function *read_ask = reader->ask ? ask_block_key(entry->key) : NULL;
	if (read_ask)
		return read_ask(&(struct ask_reader){ reader->talk, reader->arena, reader->block,
					reader->ask, reader->findings },
			entry);
	if (reader->ask && ask_block_refuses(entry->key))
		return refuse_ask_key(reader, entry);
	annotation_read_function *read = packets_annotation_key(entry->key);
	if (read)
		return read_annotations(reader, entry, read);
	for (size_t i = 0; i < ARRAY_COUNT(block_keys); i++) {
		if (strcmp(entry->key, block_keys[i].name) == 0)
			return block_keys[i].read(reader, entry);
	}
	return refuse_key(reader, entry);
}

static bool refuse_capture(const struct notes_reader *reader, const char *name)
{
	const struct talk *talk = reader->talk;
	if (talk->has_lost_captures)
		return false; /* the reason was reported */
	autofinish(text) struct text names = { 0 };
	const char **candidates =
		arena_alloc_array(reader->arena, talk->capture_count, sizeof(*candidates));
	for (size_t i = 0; i < talk->capture_count; i++) {
		candidates[i] = talk->captures[i].name;
		text_append_format(&names, "%s%s", i ? ", " : "", candidates[i]);
	}
	const char *nearest = nearest_name(name, candidates, talk->capture_count);
	if (talk->capture_count == 0)
		error_set(reader->error,
			"the talk declares no captures: add 'captures:' to its front matter");
	else if (!*name)
		error_set(reader->error,
			"the block does not say which capture it shows: write one behind 'packets' (%s)",
			text_string(&names));
	else if (nearest)
		error_set(reader->error, "the front matter has no capture '%s': did you mean '%s'?",
			name, nearest);
	else
		error_set(reader->error, "the front matter has no capture '%s': it has %s", name,
			text_string(&names));
	return fail(reader, reader->block->line);
}

static bool find_capture(const struct notes_reader *reader, const char *name)
{
	const struct talk *talk = reader->talk;
	if (!*name && talk->capture_count == 1) {
		reader->block->capture = talk->captures[0].name;
		return true;
	}
	for (size_t i = 0; i < talk->capture_count; i++) {
		if (strcmp(talk->captures[i].name, name) == 0) {
			reader->block->capture = talk->captures[i].name;
			return true;
		}
	}
	return refuse_capture(reader, name);
}

/* Whether the key, or the key that it misspells, chooses packets. */
static bool chooses_packets(const char *key)
{
	static const char *const keys[] = { "filter", "frames", "stream", "once", "compare" };
	return nearest_name(key, keys, ARRAY_COUNT(keys)) != NULL;
}

/*
 * A value such as that of `2: **bold**` begins with a character that YAML does not allow there, so
 * the mistake is in this line alone.
 */
static bool is_mistake_of_line(struct bytes line)
{
	size_t colon = bytes_find(line, 0, ": ");
	struct bytes value = bytes_trim(bytes_from(line, colon + 1));
	return colon < line.size && value.size && strchr("*&!%@`", value.data[0]);
}

/*
 * Parses the body again without the lines that YAML cannot read, so that mistakes behind them are
 * reported in the same run. Returns false when nothing can be read. Sets *ret_is_whole when no line
 * was left out.
 */
static bool parse_body(struct notes_reader *reader, struct bytes body, unsigned first_line,
	struct yaml_value *ret_value, bool *ret_is_whole)
{
	enum { MISTAKES_MAX = 32 };
	uint8_t *copy = arena_writable(reader->arena, body);
	struct bytes source = { copy, body.size };
	struct lines lines = lines_split(reader->arena, source);
	for (unsigned mistakes = 0; mistakes < MISTAKES_MAX; mistakes++) {
		unsigned error_line = first_line;
		*ret_is_whole = mistakes == 0;
		if (yaml_value_parse(source, first_line, reader->arena, ret_value, &error_line,
			    reader->error))
			return true;
		(void)fail(reader, error_line);
		struct bytes line = lines_at(&lines, error_line - first_line + 1);
		if (error_line < first_line || !is_mistake_of_line(line))
			return false;
		memset(copy + (line.data - source.data), ' ', line.size);
	}
	return false;
}

static bool read_body(struct notes_reader *reader, struct bytes body, unsigned line)
{
	struct yaml_value value;
	bool is_whole;
	bool is_read = parse_body(reader, body, line, &value, &is_whole);
	reader->block->is_choice_broken |= !is_read || !is_whole;
	if (!is_read || (!is_whole && value.type != YAML_MAP))
		return false;
	if (value.type != YAML_MAP) {
		reader->block->is_choice_broken = true;
		error_set(reader->error,
			"a packets block is lines of 'key: value', such as 'stream: 0'");
		return fail(reader, value.line);
	}
	bool ok = is_whole;
	struct packets_key *keys = arena_alloc_array(reader->arena, value.count + 1, sizeof(*keys));
	reader->block->keys = keys;
	for (size_t i = 0; i < value.count; i++) {
		const struct yaml_entry *entry = &value.entries[i];
		keys[reader->block->key_count++] = (struct packets_key){ entry->key, entry->line };
		bool is_emptied =
			!is_whole && entry->value.type == YAML_TEXT && !*entry->value.text;
		if (is_emptied || read_key(reader, entry))
			continue;
		ok = false;
		reader->block->is_choice_broken |= chooses_packets(entry->key);
	}
	return ok;
}

/* Chooses whether packets or remarks are the steps, unless the block says so. */
static void choose_steps(const struct notes_reader *reader)
{
	struct packets_block *block = reader->block;
	bool has_steps = block->remark_count && block->show != PACKETS_LIST &&
		(packets_view_has_places(block->show) || reader->compare);
	if (has_steps && (!reader->has_step || block->step_packets)) {
		block->steps_remarks = true;
		block->step_packets = false;
	} else if (!reader->has_step && !reader->compare) {
		block->step_packets = block->show == PACKETS_SEQUENCE;
	}
}

/*
 * Whether the block's capture can be recorded anew while the talk is given: by the program's own
 * server and client, and never by a program that the talk names.
 */
static bool check_live(const struct notes_reader *reader)
{
	struct packets_block *block = reader->block;
	const struct talk_capture *capture = NULL;
	for (size_t i = 0; i < reader->talk->capture_count; i++) {
		if (strcmp(reader->talk->captures[i].name, block->capture) == 0)
			capture = &reader->talk->captures[i];
	}
	if (!block->live || (!capture && !reader->compare))
		return true;
	if (capture && !capture->run && capture->step_count && !reader->compare)
		return true;
	block->live = false;
	if (reader->compare)
		error_set(reader->error, "'live' does not go with 'compare'");
	else if (capture->run)
		error_set(reader->error,
			"'live: true' never starts a program, and '%s' has 'record: {run: ...}': only 'pcapdeck record %s --run' starts it",
			capture->name, reader->talk->path);
	else
		error_set(reader->error,
			"'live: true' needs a capture that says how it is made: '%s' has no 'record:'",
			capture->name);
	return fail(reader, block->live_line);
}

/* Whether a block with `step: ask` is a sequence in which nothing tells its packets before. */
static bool check_asked(const struct notes_reader *reader)
{
	const struct packets_block *block = reader->block;
	if (!block->asks_packets)
		return true;
	if (block->show == PACKETS_SEQUENCE && !block->calls && !block->live && !reader->compare)
		return true;
	error_set(reader->error,
		"'step: ask' goes with 'show: sequence', and not with 'calls', 'live' or 'compare'");
	return fail(reader, reader->step_line);
}

static bool parse(const struct talk *talk, const char *name, unsigned line, struct bytes body,
	struct arena *arena, struct packets_block *ret_block, struct ask_block *ask,
	struct findings *findings)
{
	autofinish(error) struct error error = { 0 };
	struct packets_block *block = ret_block;
	*block = (struct packets_block){
		.stream = -1,
		.line = line,
		.capture = "",
		.colors = talk->colors,
		.ask = ask,
		.seed = digest_add(DIGEST_NOTHING, body),
	};
	struct notes_reader reader = {
		.talk = talk,
		.arena = arena,
		.block = block,
		.ask = ask,
		.findings = findings,
		.error = &error,
	};
	/* A block that compares two captures needs no capture of its own. */
	bool has_capture = *name || talk->capture_count < 2;
	bool is_found = !has_capture || find_capture(&reader, name);
	bool ok = read_body(&reader, body, line + 1) && is_found;
	if (ask)
		ok = ask_block_check(&(struct ask_reader){ talk, arena, block, ask, findings }) &&
			ok;
	else
		choose_steps(&reader);
	if (!reader.compare && !has_capture && ok)
		ok = refuse_capture(&reader, name);
	ok = check_asked(&reader) && check_live(&reader) && ok;
	if (reader.compare && is_found)
		ok = packets_compare_read(block, reader.compare, talk, arena, findings) && ok;
	block->is_broken = !ok;
	return ok;
}

unsigned packets_block_line_of(const struct packets_block *block, const char *key)
{
	for (size_t i = 0; i < block->key_count; i++) {
		if (strcmp(block->keys[i].name, key) == 0)
			return block->keys[i].line;
	}
	return block->line;
}

bool packets_block_parse(const struct talk *talk, const char *name, unsigned line,
	struct bytes body, struct arena *arena, struct packets_block *ret_block,
	struct findings *findings)
{
	return parse(talk, name, line, body, arena, ret_block, NULL, findings);
}

bool packets_block_parse_ask(const struct talk *talk, const char *name, unsigned line,
	struct bytes body, struct arena *arena, struct packets_block *ret_block,
	struct findings *findings)
{
	struct ask_block *ask = arena_new(arena, struct ask_block);
	*ask = (struct ask_block){ 0 };
	return parse(talk, name, line, body, arena, ret_block, ask, findings);
}
