/*
 * Reads front matter as Obsidian writes it ("properties"). pcapdeck's keys are read; all others are
 * ignored, except that a likely misspelling gives a warning. A mistake in one key does not prevent
 * reading the next.
 */
#include "notes/talk/front-matter.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/file/file.h"
#include "base/file/path.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/message.h"
#include "base/nearest-name.h"
#include "notes/annotations/names.h"
#include "notes/talk/duration.h"
#include "notes/talk/foreign-keys.h"
#include "notes/talk/properties.h"
#include "notes/talk/record-steps.h"
#include "notes/text/characters.h"
#include "notes/text/written-path.h"
#include "recipe/program-seconds.h"

enum { CAPTURES_MAX = 64, WORDS_MAX = 256, LANG_SIZE_MAX = 35 };

static const char *const known_keys[] = { "title", "presenter", "date", "week", "lang", "duration",
	"theme", "captures", "anonymize", "cut", "colors", "feedback" };

struct notes_reader {
	struct talk *talk;
	struct arena *arena;
	struct findings *findings;
	struct error *error; /* of the current key */
};

static bool fail(const struct notes_reader *reader, unsigned line)
{
	return findings_add_error(reader->findings, reader->talk->path, line, reader->error);
}

/* Reports a mistake in a key that the deck can do without. */
static bool warn(const struct notes_reader *reader, unsigned line)
{
	findings_add(reader->findings, FINDING_WARNING, reader->talk->path, line, "%s",
		error_message(reader->error));
	error_finish(reader->error);
	return false;
}

/* ---- texts ---- */

/* Joins a list of texts into one: `presenter: [지은, 민수]`. */
static const char *joined(const struct notes_reader *reader, const struct yaml_value *list)
{
	autofinish(text) struct text text = { 0 };
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].type != YAML_TEXT)
			return NULL;
		text_append_format(&text, "%s%s", i ? ", " : "", list->items[i].text);
	}
	return arena_strdup(reader->arena, text_string(&text));
}

/* Refuses a theme that is not a CSS file: other programs have this key for their own themes. */
static bool refuse_theme(const struct notes_reader *reader, const char *theme)
{
	return error_set(reader->error,
		"the theme %s is none of a deck, and is left out: name a CSS file beside the talk, such as 'theme: my.css'",
		theme);
}

static bool read_text(
	const struct notes_reader *reader, const struct yaml_entry *entry, const char **ret_text)
{
	const struct yaml_value *value = &entry->value;
	const char *text = value->type == YAML_TEXT ? value->text
		: value->type == YAML_LIST          ? joined(reader, value)
						    : NULL;
	if (text) {
		*ret_text = text;
		return true;
	}
	if (strcmp(entry->key, "theme") == 0)
		return refuse_theme(reader, message_of("that is described here"));
	return error_set(reader->error,
		"'%s' must be a text: put it in quotes when it begins with '[' or '{'", entry->key);
}

static bool set_lang(const struct notes_reader *reader, const char *lang)
{
	size_t size = strlen(lang);
	size_t good =
		strspn(lang, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
	bool is_country = strcasecmp(lang, "kr") == 0 || strcasecmp(lang, "kor") == 0 ||
		strcasecmp(lang, "korean") == 0 || strcmp(lang, "한국어") == 0;
	if (size > LANG_SIZE_MAX || good != size || is_country)
		return error_set(reader->error, "'%s' is not a language: write ko or en", lang);
	reader->talk->lang = lang;
	return true;
}

static bool set_duration(const struct notes_reader *reader, const char *duration)
{
	/* Obsidian leaves empty properties in place */
	reader->talk->has_duration = *duration != '\0';
	return !*duration ||
		duration_parse(
			duration, BARE_NUMBER_IS_MINUTES, &reader->talk->duration_s, reader->error);
}

/* Slidev has a key of this name with another meaning: who may see its presenter mode. */
static bool set_presenter(const struct notes_reader *reader, const char *presenter)
{
	static const char *const modes[] = { "true", "false", "dev", "build" };
	for (size_t i = 0; i < ARRAY_COUNT(modes); i++) {
		if (strcmp(presenter, modes[i]) == 0)
			return true;
	}
	reader->talk->presenter = printable_straight(reader->arena, markup_bytes_of(presenter));
	return true;
}

static bool has_css_ending(const char *name)
{
	size_t size = strlen(name);
	return size > 4 && strcasecmp(name + size - 4, ".css") == 0;
}

static bool set_theme(const struct notes_reader *reader, const char *theme)
{
	if (!*theme || has_css_ending(theme)) {
		reader->talk->theme = theme;
		return true;
	}
	return refuse_theme(reader, arena_printf(reader->arena, "'%s'", theme));
}

static bool set_title(const struct notes_reader *reader, const char *title)
{
	reader->talk->title =
		printable_straight(reader->arena, bytes_trim(markup_bytes_of(title)));
	return true;
}

static bool set_colors(const struct notes_reader *reader, const char *colors)
{
	return !*colors || packets_colors_find(colors, &reader->talk->colors, reader->error);
}

static bool set_date(const struct notes_reader *reader, const char *date)
{
	reader->talk->date = printable_straight(reader->arena, markup_bytes_of(date));
	return true;
}

static bool set_week(const struct notes_reader *reader, const char *week)
{
	reader->talk->week = printable_straight(reader->arena, markup_bytes_of(week));
	return true;
}

/*
 * Reads a separator from reveal-md's pattern. A pattern for one fixed line, with line ends around
 * it, is understood. `---` and `----` are separators anyway.
 */
static bool read_separator(
	const struct notes_reader *reader, const char *pattern, const char **ret_separator)
{
	autofinish(text) struct text line = { 0 };
	static const char *const ends[] = { "\\r?\\n", "\\n", "\\s*", "\r\n", "\n", "^", "$" };
	for (const char *p = pattern; *p;) {
		size_t size = 0;
		for (size_t i = 0; i < ARRAY_COUNT(ends) && !size; i++)
			size = strncmp(p, ends[i], strlen(ends[i])) == 0 ? strlen(ends[i]) : 0;
		if (!size)
			text_append_char(&line, *p);
		p += size ? size : 1;
	}
	const char *literal = arena_strdup(reader->arena, text_string(&line));
	if (literal[strcspn(literal, "\\[](){}*+?.|")])
		return error_set(reader->error,
			"the separator '%s' is a pattern that is not known here: '---' begins a slide, and '--' one below",
			pattern);
	if (strcmp(literal, "---") != 0 && strcmp(literal, "----") != 0 && strlen(literal) > 1)
		*ret_separator = literal;
	return true;
}

static bool set_separator(const struct notes_reader *reader, const char *pattern)
{
	return read_separator(reader, pattern, &reader->talk->separator);
}

static bool set_separator_below(const struct notes_reader *reader, const char *pattern)
{
	return read_separator(reader, pattern, &reader->talk->separator_below);
}

static const struct text_key {
	const char *name;
	bool (*set)(const struct notes_reader *reader, const char *text);
} text_keys[] = {
	{ "title", set_title },
	{ "presenter", set_presenter },
	{ "date", set_date },
	{ "week", set_week },
	{ "theme", set_theme },
	{ "lang", set_lang },
	{ "colors", set_colors },
	{ "duration", set_duration },
	{ "separator", set_separator },
	{ "verticalSeparator", set_separator_below },
};

static const struct text_key *find_text_key(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(text_keys); i++) {
		if (strcasecmp(text_keys[i].name, name) == 0)
			return &text_keys[i];
	}
	return NULL;
}

/* ---- captures ---- */

/* `run: curl localhost:8080`: a line for the shell. */
static const char *const *words_of_line(const struct notes_reader *reader, const char *line)
{
	const char *const words[] = { "sh", "-c", line, NULL };
	const char **copy = arena_alloc_array(reader->arena, ARRAY_COUNT(words), sizeof(*copy));
	memcpy(copy, words, sizeof(words));
	return copy;
}

/* `run: [curl, "localhost:8080"]`; NULL when something else stands in the list. */
static const char *const *words_of_list(
	const struct notes_reader *reader, const struct yaml_value *list)
{
	const char **words = arena_alloc_array(reader->arena, list->count + 1, sizeof(*words));
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].type != YAML_TEXT)
			return NULL;
		words[i] = list->items[i].text;
	}
	words[list->count] = NULL;
	return words[0] && *words[0] ? words : NULL;
}

static bool read_run(const struct notes_reader *reader, const struct yaml_value *value,
	struct talk_capture *capture)
{
	if (value->type == YAML_TEXT && *value->text)
		capture->run = words_of_line(reader, value->text);
	else if (value->type == YAML_LIST && value->count <= WORDS_MAX)
		capture->run = words_of_list(reader, value);
	if (capture->run)
		return true;
	error_set(reader->error,
		"'run' must be a program and its arguments, such as [http, \":8080/ping\"]");
	return fail(reader, value->line);
}

static bool read_flag(
	const struct notes_reader *reader, const struct yaml_entry *entry, bool *ret_flag)
{
	const char *text = "";
	if (!read_text(reader, entry, &text))
		return fail(reader, entry->line);
	bool is_true = strcmp(text, "true") == 0 || strcmp(text, "yes") == 0;
	if (!is_true && strcmp(text, "false") != 0 && strcmp(text, "no") != 0) {
		error_set(reader->error, "'%s' must be true or false", entry->key);
		return fail(reader, entry->line);
	}
	*ret_flag = is_true;
	return true;
}

/* Reads `timeout: 30`: seconds, or a time with its unit. */
static bool read_seconds(
	const struct notes_reader *reader, const struct yaml_entry *entry, uint32_t *ret_seconds)
{
	const char *text = "";
	unsigned seconds = 0;
	if (!read_text(reader, entry, &text))
		return fail(reader, entry->line);
	autofinish(error) struct error ignored = { 0 };
	(void)duration_parse(text, BARE_NUMBER_IS_SECONDS, &seconds, &ignored);
	if (!seconds || seconds > PROGRAM_SECONDS_MAX) {
		error_set(reader->error, "'%s' must be a number of seconds from 1 to %d",
			entry->key, PROGRAM_SECONDS_MAX);
		return fail(reader, entry->line);
	}
	*ret_seconds = seconds;
	return true;
}

static bool read_program_key(const struct notes_reader *reader, const struct yaml_entry *entry,
	struct talk_capture *capture)
{
	static const char *const keys[] = { "run", "server", "source", "timeout",
		"listen-timeout" };
	if (strcmp(entry->key, "run") == 0)
		return read_run(reader, &entry->value, capture);
	if (strcmp(entry->key, "server") == 0)
		return read_text(reader, entry, &capture->server) || fail(reader, entry->line);
	if (strcmp(entry->key, "source") == 0)
		return read_flag(reader, entry, &capture->finds_sources);
	if (strcmp(entry->key, "timeout") == 0)
		return read_seconds(reader, entry, &capture->program_seconds);
	if (strcmp(entry->key, "listen-timeout") == 0)
		return read_seconds(reader, entry, &capture->listen_seconds);
	const char *nearest = nearest_name(entry->key, keys, ARRAY_COUNT(keys));
	if (nearest)
		error_set(reader->error, "'record' has no key '%s': did you mean '%s'?", entry->key,
			nearest);
	else
		error_set(reader->error,
			"'record' has no key '%s': use run, server, source, timeout, listen-timeout",
			entry->key);
	return fail(reader, entry->line);
}

/* Whether the map is one step with options. A program's keys are one word, with no map below. */
static bool is_step(const struct yaml_value *map)
{
	const struct yaml_entry *first = map->entries;
	return map->count == 1 && (first->value.type == YAML_MAP || strchr(first->key, ' '));
}

/* Reads `record:`: steps, or a program below `run:`. */
static bool read_record(const struct notes_reader *reader, const struct yaml_value *value,
	struct talk_capture *capture)
{
	if (value->type != YAML_MAP || is_step(value))
		return record_steps_read(value, reader->talk->path, reader->arena, &capture->steps,
			&capture->step_count, reader->findings);
	bool ok = true;
	for (size_t i = 0; i < value->count; i++)
		ok = read_program_key(reader, &value->entries[i], capture) && ok;
	if (ok && capture->run && capture->listen_seconds && !capture->server) {
		error_set(reader->error,
			"'listen-timeout' is for a server of yours: add 'server:', or take it out");
		return fail(reader, value->line);
	}
	if (capture->run || !ok)
		return ok;
	error_set(reader->error,
		"'record' names no program: add 'run: [http, \":8080/ping\"]' below it");
	return fail(reader, value->line);
}

static bool read_capture_key(const struct notes_reader *reader, const struct yaml_entry *entry,
	struct talk_capture *capture)
{
	static const char *const keys[] = { "file", "record", "keep-alive", "interface", "names" };
	if (strcmp(entry->key, "file") == 0)
		return read_text(reader, entry, &capture->file) || fail(reader, entry->line);
	if (strcmp(entry->key, "record") == 0)
		return read_record(reader, &entry->value, capture);
	if (strcmp(entry->key, "keep-alive") == 0)
		return read_flag(reader, entry, &capture->keep_alive);
	if (strcmp(entry->key, "interface") == 0)
		return read_text(reader, entry, &capture->interface);
	if (strcmp(entry->key, "names") == 0)
		return names_read(reader->talk->path, reader->arena, reader->findings, entry,
			&capture->names);
	const char *nearest = nearest_name(entry->key, keys, ARRAY_COUNT(keys));
	if (nearest)
		error_set(reader->error, "a capture has no key '%s': did you mean '%s'?",
			entry->key, nearest);
	else
		error_set(reader->error,
			"a capture has no key '%s': use file, record, keep-alive, interface, names",
			entry->key);
	return fail(reader, entry->line);
}

/* Whether the name is one word, since it is used in ```packets NAME and {{NAME.stream[0]...}}. */
static bool is_capture_name(const char *name)
{
	struct bytes left = markup_bytes_of(name);
	if (left.size == 0)
		return false;
	while (left.size) {
		size_t size;
		uint32_t point = markup_decode_utf8(left, &size);
		bool is_word = ascii_is_alphanumeric(point) || point == '_' || point == '-' ||
			(point >= 0x80 && point != 0xfffd && !character_is_space(point));
		if (!is_word)
			return false;
		left = bytes_from(left, size);
	}
	return true;
}

/* A capture with a mistake is kept, so that blocks which show it do not cause further errors. */
static bool read_capture(const struct notes_reader *reader, const struct yaml_entry *entry,
	struct talk_capture *capture)
{
	*capture = (struct talk_capture){
		.name = entry->key,
		.file = "",
		.path = "",
		.line = entry->line,
	};
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
		/* the short form, `pingpong: ../pcaps/pingpong.pcap` */
		capture->file = entry->value.text;
	bool ok = true;
	for (size_t i = 0; i < entry->value.count; i++)
		ok = read_capture_key(reader, &entry->value.entries[i], capture) && ok;
	if (!*capture->file && ok) {
		error_set(reader->error,
			"the capture '%s' names no file: add 'file: ../pcaps/%s.pcap'", entry->key,
			entry->key);
		return fail(reader, entry->line);
	}
	automem char *path = written_path_beside(reader->talk->path, capture->file);
	capture->path = arena_strdup(reader->arena, path);
	return ok;
}

/* Refuses two recorded captures with one file: the second recording would replace the first. */
static void refuse_shared_files(
	const struct notes_reader *reader, struct talk_capture *captures, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		automem char *path =
			talk_capture_is_declared(&captures[i]) ? path_real(captures[i].path) : NULL;
		for (size_t j = 0; path && j < i; j++) {
			automem char *other = talk_capture_is_declared(&captures[j])
				? path_real(captures[j].path)
				: NULL;
			if (!other || strcmp(path, other) != 0)
				continue;
			error_set(reader->error,
				"the captures '%s' and '%s' are recorded into the same file '%s': give each a file of its own",
				captures[j].name, captures[i].name, captures[i].file);
			captures[i].is_broken = true;
			fail(reader, captures[i].line);
			break;
		}
	}
}

static void read_captures(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	bool is_empty = value->type == YAML_TEXT && !*value->text;
	if (is_empty)
		return;
	if (value->type != YAML_MAP || value->count > CAPTURES_MAX) {
		error_set(reader->error,
			"'captures' must be a map of at most %d names, each with a 'file:' below it",
			CAPTURES_MAX);
		reader->talk->has_lost_captures = true;
		fail(reader, entry->line);
		return;
	}
	struct talk_capture *captures =
		arena_alloc_array(reader->arena, value->count, sizeof(*captures));
	for (size_t i = 0; i < value->count; i++)
		captures[i].is_broken = !read_capture(reader, &value->entries[i], &captures[i]);
	reader->talk->captures = captures;
	reader->talk->capture_count = reader->talk->declared_count = value->count;
	refuse_shared_files(reader, captures, value->count);
}

/* ---- all keys ---- */

/* A value that is not understood means true, the safe choice. */
static void read_anonymize(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	if (!read_flag(reader, entry, &reader->talk->anonymize))
		reader->talk->anonymize = true;
}

static void read_cut(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	bool cuts = true;
	if (!read_flag(reader, entry, &cuts))
		return;
	reader->talk->leaves_whole = !cuts;
	reader->talk->cuts_quietly = cuts;
}

static void read_feedback(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	bool asks = true;
	if (read_flag(reader, entry, &asks))
		reader->talk->refuses_feedback = !asks;
}

static void warn_unknown(const struct notes_reader *reader, const char *key, unsigned line)
{
	const char *meant = foreign_key_meant(key, known_keys, ARRAY_COUNT(known_keys));
	if (meant)
		findings_add(reader->findings, FINDING_WARNING, reader->talk->path, line,
			"the key '%s' means nothing to a talk: did you mean '%s'?", key, meant);
}

static void read_key(const struct notes_reader *reader, const struct yaml_entry *entry)
{
	const struct text_key *key = find_text_key(entry->key);
	const char *text = "";
	if (key && key->set == set_theme)
		reader->talk->theme_line = entry->line;
	if (key && key->set == set_presenter)
		reader->talk->presenter_line = entry->line;
	if (key && key->set == set_week)
		reader->talk->week_line = entry->line;
	if (key && (!read_text(reader, entry, &text) || !key->set(reader, text)))
		warn(reader, entry->line);
	else if (strcmp(entry->key, "captures") == 0)
		read_captures(reader, entry);
	else if (strcmp(entry->key, "anonymize") == 0)
		read_anonymize(reader, entry);
	else if (strcmp(entry->key, "cut") == 0)
		read_cut(reader, entry);
	else if (strcmp(entry->key, "feedback") == 0)
		read_feedback(reader, entry);
	else if (!key)
		warn_unknown(reader, entry->key, entry->line);
}

/* Reports a property that is not valid YAML. It is accepted as text where a text is expected. */
static void read_broken(const struct notes_reader *reader, const struct broken_property *broken)
{
	const struct text_key *key = find_text_key(broken->key);
	bool is_captures = strcmp(broken->key, "captures") == 0;
	bool is_anonymize = strcmp(broken->key, "anonymize") == 0;
	if (key && !broken->is_again && !key->set(reader, broken->text))
		warn(reader, broken->line);
	if (broken->is_template && !is_captures && !is_anonymize)
		return;
	reader->talk->has_lost_captures |= is_captures && !broken->is_again;
	reader->talk->anonymize |= is_anonymize;
	error_set(reader->error, "%s", broken->message);
	if (is_captures || is_anonymize)
		fail(reader, broken->error_line);
	else if (key)
		warn(reader, broken->error_line);
	else
		error_finish(reader->error);
}

static void report_unclosed(const struct notes_reader *reader, unsigned line)
{
	error_set(reader->error, "the front matter that begins here never ends: add a line '---'");
	fail(reader, line);
}

/* Warns of keys by which Marp changes every slide. */
static void warn_of_marp(const struct notes_reader *reader, const struct yaml_value *map)
{
	static const char *const shown[] = { "header", "footer", "class", "style", "color",
		"backgroundColor", "backgroundImage", "headingDivider", "size" };
	const struct yaml_entry *found = NULL;
	bool is_marp = false;
	for (size_t i = 0; i < map->count; i++) {
		is_marp = is_marp || strcmp(map->entries[i].key, "marp") == 0;
		for (size_t j = 0; j < ARRAY_COUNT(shown) && !found; j++)
			found = strcmp(map->entries[i].key, shown[j]) == 0 ? &map->entries[i]
									   : NULL;
	}
	if (is_marp && found)
		findings_add(reader->findings, FINDING_WARNING, reader->talk->path, found->line,
			"this looks like Marp: '%s' and what else it has for all slides is left out",
			found->key);
}

unsigned front_matter_parse(const struct lines *lines, struct arena *arena, struct talk *talk,
	struct findings *findings)
{
	autofinish(error) struct error error = { 0 };
	struct notes_reader reader = { talk, arena, findings, &error };
	struct properties properties;
	properties_read(lines, arena, &properties);
	if (properties.first_line > 1)
		findings_add(findings, FINDING_WARNING, talk->path, properties.first_line,
			"front matter begins on a file's first line: Obsidian and GitHub show this as text, so remove the empty lines above it");
	if (properties.swallowed_line)
		findings_add(findings, FINDING_WARNING, talk->path, properties.swallowed_line,
			"this heading is a comment in the front matter, which ends on line %u: close it above with a line '---'",
			properties.last_line);
	if (properties.unclosed_line)
		report_unclosed(&reader, properties.unclosed_line);
	for (size_t i = 0; i < properties.map.count; i++)
		read_key(&reader, &properties.map.entries[i]);
	for (size_t i = 0; i < properties.broken_count; i++)
		read_broken(&reader, &properties.broken[i]);
	warn_of_marp(&reader, &properties.map);
	return properties.has_stray_rule ? 1 : properties.last_line;
}
