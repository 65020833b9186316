/*
 * Front matter as Obsidian writes it ("properties"): our own keys are read, Obsidian's and whatever
 * else a vault keeps there are left alone; a key that looks like a misspelt one of ours gets a warning.
 */
#include "notes/front-matter.h"

#include <string.h>

#include "base/file.h"
#include "base/markup.h"
#include "notes/characters.h"
#include "notes/duration.h"
#include "notes/vault.h"
#include "notes/yaml-value.h"

enum { CAPTURES_MAX = 64, REQUESTS_MAX = 256, LANG_SIZE_MAX = 35 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const known_keys[] = { "title", "presenter", "date", "week", "lang", "duration",
	"theme", "captures", "anonymize" };

/* Never taken for a misspelling of ours. */
static const char *const foreign_keys[] = { "tags", "tag", "aliases", "alias", "cssclasses",
	"cssclass", "publish", "permalink", "description", "image", "cover", "created", "updated",
	"modified", "author", "authors", "dates", "data", "done", "theme-color", "themes", "weeks",
	"subtitle", "topic", "id", "type", "status", "source", "marp", "paginate", "language" };

struct reader {
	struct talk *talk;
	struct arena *arena;
	struct text *warnings;
	struct error *error;
};

static bool fail(const struct reader *reader, unsigned line)
{
	return error_at(reader->error, reader->talk->path, line);
}

static bool read_text(
	const struct reader *reader, const struct yaml_entry *entry, const char **ret_text)
{
	if (entry->value.type != YAML_TEXT) {
		error_set(reader->error,
			"'%s' must be a text: put it in quotes when it begins with "
			"'[' or '{'",
			entry->key);
		return fail(reader, entry->line);
	}
	*ret_text = entry->value.text;
	return true;
}

static bool read_lang(const struct reader *reader, const struct yaml_entry *entry)
{
	const char *lang = "";
	if (!read_text(reader, entry, &lang))
		return false;
	size_t size = strlen(lang);
	size_t good =
		strspn(lang, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
	if (size > LANG_SIZE_MAX || good != size) {
		error_set(reader->error, "'%s' is not a language: write ko or en", lang);
		return fail(reader, entry->line);
	}
	reader->talk->lang = lang;
	return true;
}

static bool read_duration(const struct reader *reader, const struct yaml_entry *entry)
{
	const char *duration = "";
	if (!read_text(reader, entry, &duration))
		return false;
	if (!*duration)
		return true; /* Obsidian leaves empty properties behind */
	if (!duration_parse(duration, &reader->talk->duration_s, reader->error))
		return fail(reader, entry->line);
	return true;
}

/* "GET /long?bytes=16000" */
static bool read_request(const struct reader *reader, const struct yaml_value *value,
	struct talk_request *ret_request)
{
	const char *text = value->type == YAML_TEXT ? value->text : "";
	const char *space = strchr(text, ' ');
	size_t method_size = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	const char *target = space ? space + 1 : "";
	bool ok = space && method_size && text + method_size == space && target[0] == '/';
	for (const char *p = target; ok && *p; p++)
		ok = (unsigned char)*p > 0x20 && (unsigned char)*p < 0x7f;
	if (!ok) {
		error_set(reader->error,
			"'%s' is not a request: write a method and a path, such as 'GET /ping'",
			text);
		return fail(reader, value->line);
	}
	ret_request->method = arena_strndup(reader->arena, text, method_size);
	ret_request->target = target;
	return true;
}

static bool read_requests(
	const struct reader *reader, const struct yaml_value *value, struct talk_capture *capture)
{
	size_t count = value->type == YAML_LIST ? value->count : 1;
	const struct yaml_value *items = value->type == YAML_LIST ? value->items : value;
	if (count == 0 || count > REQUESTS_MAX || value->type == YAML_MAP) {
		error_set(reader->error,
			"'record' must be a list of 1 to %d requests, such as [GET /ping]",
			REQUESTS_MAX);
		return fail(reader, value->line);
	}
	struct talk_request *requests = arena_alloc_array(reader->arena, count, sizeof(*requests));
	for (size_t i = 0; i < count; i++) {
		if (!read_request(reader, &items[i], &requests[i]))
			return false;
	}
	capture->requests = requests;
	capture->request_count = count;
	return true;
}

static bool read_flag(const struct reader *reader, const struct yaml_entry *entry, bool *ret_flag)
{
	const char *text = "";
	if (!read_text(reader, entry, &text))
		return false;
	bool is_true = strcmp(text, "true") == 0 || strcmp(text, "yes") == 0;
	if (!is_true && strcmp(text, "false") != 0 && strcmp(text, "no") != 0) {
		error_set(reader->error, "'%s' must be true or false", entry->key);
		return fail(reader, entry->line);
	}
	*ret_flag = is_true;
	return true;
}

static bool read_capture_key(
	const struct reader *reader, const struct yaml_entry *entry, struct talk_capture *capture)
{
	static const char *const keys[] = { "file", "record", "keep-alive" };
	if (strcmp(entry->key, "file") == 0)
		return read_text(reader, entry, &capture->file);
	if (strcmp(entry->key, "record") == 0)
		return read_requests(reader, &entry->value, capture);
	if (strcmp(entry->key, "keep-alive") == 0)
		return read_flag(reader, entry, &capture->keep_alive);
	const char *nearest = error_nearest(entry->key, keys, COUNT(keys));
	if (nearest)
		error_set(reader->error, "a capture has no key '%s': did you mean '%s'?",
			entry->key, nearest);
	else
		error_set(reader->error, "a capture has no key '%s': use file, record, keep-alive",
			entry->key);
	return fail(reader, entry->line);
}

/* A name stands in ```packets NAME and {{NAME.stream[0]...}}, so it is one word. */
static bool is_capture_name(const char *name)
{
	struct bytes left = markup_bytes_of(name);
	if (left.size == 0)
		return false;
	while (left.size) {
		size_t size;
		uint32_t point = markup_decode_utf8(left, &size);
		bool is_word = (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') ||
			(point >= 'A' && point <= 'Z') || point == '_' || point == '-' ||
			(point >= 0x80 && point != 0xfffd && !character_is_space(point));
		if (!is_word)
			return false;
		left = bytes_from(left, size);
	}
	return true;
}

static bool read_capture(
	const struct reader *reader, const struct yaml_entry *entry, struct talk_capture *capture)
{
	*capture = (struct talk_capture){ .name = entry->key, .line = entry->line };
	if (!is_capture_name(entry->key)) {
		error_set(reader->error,
			"'%s' cannot name a capture: use letters, digits, '-' and '_'", entry->key);
		return fail(reader, entry->line);
	}
	if (entry->value.type == YAML_LIST) {
		error_set(
			reader->error, "the capture '%s' needs a 'file:', not a list", entry->key);
		return fail(reader, entry->line);
	}
	if (entry->value.type == YAML_TEXT)
		capture->file = entry->value.text; /* `pingpong: ../pcaps/pingpong.pcap` */
	for (size_t i = 0; i < entry->value.count; i++) {
		if (!read_capture_key(reader, &entry->value.entries[i], capture))
			return false;
	}
	if (!capture->file || !*capture->file) {
		error_set(reader->error,
			"the capture '%s' names no file: add 'file: ../pcaps/%s.pcap'", entry->key,
			entry->key);
		return fail(reader, entry->line);
	}
	automem char *path = vault_beside(reader->talk->path, capture->file);
	capture->path = arena_strdup(reader->arena, path);
	return true;
}

static bool read_captures(const struct reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	bool is_empty = value->type == YAML_TEXT && !*value->text;
	if (is_empty)
		return true;
	if (value->type != YAML_MAP || value->count > CAPTURES_MAX) {
		error_set(reader->error,
			"'captures' must be a map of at most %d names, each with a "
			"'file:' below it",
			CAPTURES_MAX);
		return fail(reader, entry->line);
	}
	struct talk_capture *captures =
		arena_alloc_array(reader->arena, value->count, sizeof(*captures));
	for (size_t i = 0; i < value->count; i++) {
		if (!read_capture(reader, &value->entries[i], &captures[i]))
			return false;
	}
	reader->talk->captures = captures;
	reader->talk->capture_count = value->count;
	return true;
}

static void warn_unknown(const struct reader *reader, const struct yaml_entry *entry)
{
	for (size_t i = 0; i < COUNT(foreign_keys); i++) {
		if (strcmp(entry->key, foreign_keys[i]) == 0)
			return;
	}
	const char *nearest = error_nearest(entry->key, known_keys, COUNT(known_keys));
	if (nearest)
		text_append_format(reader->warnings,
			"%s:%u: the key '%s' means nothing to a talk: did you mean '%s'?\n",
			reader->talk->path, entry->line, entry->key, nearest);
}

static bool read_key(const struct reader *reader, const struct yaml_entry *entry)
{
	struct talk *talk = reader->talk;
	const struct {
		const char *key;
		const char **place;
	} texts[] = {
		{ "title", &talk->title },
		{ "presenter", &talk->presenter },
		{ "date", &talk->date },
		{ "week", &talk->week },
		{ "theme", &talk->theme },
	};
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (strcmp(entry->key, texts[i].key) == 0)
			return read_text(reader, entry, texts[i].place);
	}
	if (strcmp(entry->key, "lang") == 0)
		return read_lang(reader, entry);
	if (strcmp(entry->key, "duration") == 0)
		return read_duration(reader, entry);
	if (strcmp(entry->key, "captures") == 0)
		return read_captures(reader, entry);
	if (strcmp(entry->key, "anonymize") == 0)
		return read_flag(reader, entry, &talk->anonymize);
	warn_unknown(reader, entry);
	return true;
}

static unsigned closing_line(const struct lines *lines)
{
	for (unsigned number = 2; number <= lines->count; number++) {
		struct bytes line = bytes_trim_right(lines_at(lines, number));
		if (bytes_equal(line, "---") || bytes_equal(line, "..."))
			return number;
	}
	return 0;
}

bool front_matter_parse(const struct lines *lines, struct arena *arena, struct talk *talk,
	unsigned *ret_last_line, struct text *warnings, struct error *error)
{
	struct reader reader = { talk, arena, warnings, error };
	*ret_last_line = 0;
	if (!bytes_equal(bytes_trim_right(lines_at(lines, 1)), "---"))
		return true;
	unsigned last = closing_line(lines);
	if (!last) {
		error_set(error, "the front matter that begins here never ends: add a line '---'");
		return fail(&reader, 1);
	}
	struct yaml_value value;
	if (!yaml_value_parse(
		    talk->path, lines_between(lines, 2, last - 1), 2, arena, &value, error))
		return false;
	if (value.type != YAML_MAP) {
		error_set(error, "the front matter must be lines of 'key: value'");
		return fail(&reader, value.line);
	}
	for (size_t i = 0; i < value.count; i++) {
		if (!read_key(&reader, &value.entries[i]))
			return false;
	}
	*ret_last_line = last;
	return true;
}
