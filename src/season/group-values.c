/*
 * A day may be written in several ways, also as Obsidian links it. A range of days needs a mark
 * that is in no date, so it is "~" or a dash with blanks around it.
 */
#include "season/group-values.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/nearest-name.h"
#include "notes/text/characters.h"
#include "notes/text/lines.h"
#include "season/group.h"

enum { HOUR_MIN = 60, ZONE_HOURS_MAX = 14 };

bool group_reader_fail(const struct group_reader *reader, unsigned line, struct error *error)
{
	return findings_add_error(reader->findings, reader->path, line, error);
}

bool group_reader_unknown(const struct group_reader *reader, const struct yaml_entry *entry,
	const char *what, const char *const *keys, size_t count)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text list = { 0 };
	const char *nearest = nearest_name(entry->key, keys, count);
	for (size_t i = 0; i < count; i++)
		text_append_format(&list, "%s%s", i ? ", " : "", keys[i]);
	if (nearest)
		error_set(&error, "%s has no key '%s': did you mean '%s'?", what, entry->key,
			nearest);
	else
		error_set(
			&error, "%s has no key '%s': use %s", what, entry->key, text_string(&list));
	return group_reader_fail(reader, entry->line, &error);
}

bool group_reader_line(const struct group_reader *reader, const char *key,
	const struct yaml_value *value, const char **ret_line)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text line = { 0 }, seen = { 0 };
	struct bytes left = markup_bytes_of(value->type == YAML_TEXT ? value->text : "");
	bool is_one_line = !memchr(left.data, '\n', left.size);
	text_append_composed(&line, bytes_trim(left));
	for (left = markup_bytes_of(text_string(&line)); left.size;) {
		size_t size;
		if (printable_is_shown(markup_decode_utf8(left, &size)))
			text_append_size(&seen, (const char *)left.data, size);
		left = bytes_from(left, size);
	}
	if (is_one_line && seen.size && seen.size <= GROUP_NAME_MAX) {
		*ret_line = arena_strdup(reader->arena, text_string(&seen));
		return true;
	}
	error_set(
		&error, "'%s' must be one line of text, of at most %d bytes", key, GROUP_NAME_MAX);
	return group_reader_fail(reader, value->line, &error);
}

/* ---- days ---- */

bool group_text_day(const char *text, int32_t *ret_day)
{
	const char *p = text + strspn(text, " [");
	if (!day_take(&p, ret_day))
		return false;
	p += strspn(p, " ]");
	return !*p;
}

bool group_value_day(const struct yaml_value *value, int32_t *ret_day)
{
	return value->type == YAML_TEXT && group_text_day(value->text, ret_day);
}

bool group_reader_day(const struct group_reader *reader, const char *key,
	const struct yaml_value *value, int32_t *ret_day)
{
	autofinish(error) struct error error = { 0 };
	if (group_value_day(value, ret_day))
		return true;
	error_set(&error, "'%s' must be a day, such as 2026-11-30", key);
	return group_reader_fail(reader, value->line, &error);
}

static bool take_days(const char *text, int32_t *ret_first, int32_t *ret_last)
{
	static const char *const dashes[] = { "~", "–", "-" };
	const char *p = text + strspn(text, " ");
	if (day_take_week(&p, ret_first)) {
		*ret_last = *ret_first + DAY_WEEK - 1;
		return !*p;
	}
	if (!day_take(&p, ret_first))
		return false;
	p += strspn(p, " ");
	*ret_last = *ret_first;
	if (!*p)
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(dashes); i++) {
		size_t size = strlen(dashes[i]);
		if (strncmp(p, dashes[i], size) == 0)
			return group_text_day(p + size, ret_last) && *ret_first <= *ret_last;
	}
	return false;
}

bool group_reader_days(const struct group_reader *reader, const struct group_row *row,
	int32_t *ret_first, int32_t *ret_last)
{
	autofinish(error) struct error error = { 0 };
	const char *text = row->key                           ? row->key
		: row->value && row->value->type == YAML_TEXT ? row->value->text
							      : "";
	if (take_days(text, ret_first, ret_last))
		return true;
	error_set(&error,
		"'%s' is no day: a holiday is a day, '2026-12-28', several, '2026-12-24 ~ 2027-01-03', or a week, '2026-W53'",
		text);
	return group_reader_fail(reader, row->line, &error);
}

/* ---- the clock ---- */

bool group_reader_weekday(
	const struct group_reader *reader, const struct yaml_value *value, unsigned *ret_weekday)
{
	autofinish(error) struct error error = { 0 };
	const char *text = value->type == YAML_TEXT ? value->text : "";
	size_t size = strlen(text);
	for (unsigned i = 0; size >= DAY_SHORT_NAME && i < DAY_WEEK; i++) {
		const char *korean = day_names_korean[i];
		bool is_it = strncasecmp(day_names_english[i], text, size) == 0 ||
			(strncmp(korean, text, size) == 0 &&
				(size == DAY_SHORT_NAME || size == strlen(korean)));
		if (is_it) {
			*ret_weekday = i;
			return true;
		}
	}
	const char *nearest = nearest_name(text, day_names_english, DAY_WEEK);
	if (nearest)
		error_set(&error, "'%s' is no weekday: did you mean '%s'?", text, nearest);
	else
		error_set(&error, "'%s' is no weekday: write 월요일 or monday", text);
	return group_reader_fail(reader, value->line, &error);
}

/* Reads "19:30" at *text, and moves it behind. */
static bool take_clock(const char **text, unsigned *ret_minute)
{
	const char *p = *text;
	unsigned numbers[2] = { 0 };
	for (size_t i = 0; i < 2; i++) {
		size_t size = 0;
		for (; size < 2 && ascii_is_digit(p[size]); size++)
			numbers[i] = numbers[i] * 10 + (unsigned)(p[size] - '0');
		if (!size || (i && size < 2) || (!i && p[size] != ':'))
			return false;
		p += size + !i;
	}
	if (numbers[0] > 23 || numbers[1] > 59)
		return false;
	*ret_minute = numbers[0] * HOUR_MIN + numbers[1];
	*text = p;
	return true;
}

bool group_reader_time(
	const struct group_reader *reader, const struct yaml_value *value, unsigned *ret_minute)
{
	autofinish(error) struct error error = { 0 };
	const char *p = value->type == YAML_TEXT ? value->text : "";
	if (take_clock(&p, ret_minute) && !*p)
		return true;
	error_set(&error, "'time' must be the time of day, such as 19:30");
	return group_reader_fail(reader, value->line, &error);
}

bool group_reader_zone(
	const struct group_reader *reader, const struct yaml_value *value, int32_t *ret_minutes)
{
	static const struct {
		const char *name;
		int32_t minutes;
	} zones[] = {
		{ "UTC", 0 },
		{ "Etc/UTC", 0 },
		{ "KST", 540 },
		{ "JST", 540 },
		{ "Asia/Seoul", 540 },
		{ "Asia/Tokyo", 540 },
		{ "Asia/Shanghai", 480 },
		{ "Asia/Hong_Kong", 480 },
		{ "Asia/Taipei", 480 },
		{ "Asia/Singapore", 480 },
		{ "Asia/Manila", 480 },
		{ "Asia/Bangkok", 420 },
		{ "Asia/Jakarta", 420 },
		{ "Asia/Ho_Chi_Minh", 420 },
		{ "Asia/Kolkata", 330 },
		{ "Asia/Dubai", 240 },
	};
	autofinish(error) struct error error = { 0 };
	const char *text = value->type == YAML_TEXT ? value->text : "", *p = text + 1;
	unsigned minutes;
	for (size_t i = 0; i < ARRAY_COUNT(zones); i++) {
		if (strcasecmp(zones[i].name, text) == 0) {
			*ret_minutes = zones[i].minutes;
			return true;
		}
	}
	if ((*text == '+' || *text == '-') && take_clock(&p, &minutes) && !*p &&
		minutes <= ZONE_HOURS_MAX * HOUR_MIN) {
		*ret_minutes = *text == '-' ? -(int32_t)minutes : (int32_t)minutes;
		return true;
	}
	error_set(&error,
		"the time zone '%s' is not known: write its distance from UTC, such as +09:00; for one with summer time leave 'timezone' out, and the calendar has the time as clocks show it",
		text);
	return group_reader_fail(reader, value->line, &error);
}

/* ---- lists ---- */

static void add_row(
	struct group_rows *rows, const struct yaml_entry *entry, const struct yaml_value *value)
{
	rows->items[rows->count++] = entry
		? (struct group_row){ entry->key, &entry->value, entry->line }
		: (struct group_row){ NULL, value, value->line };
}

bool group_reader_rows(const struct group_reader *reader, const struct yaml_entry *entry,
	struct group_rows *ret_rows)
{
	autofinish(error) struct error error = { 0 };
	const struct yaml_value *value = &entry->value;
	*ret_rows = (struct group_rows){ 0 };
	size_t count = value->type == YAML_TEXT ? 1 : value->count;
	if (count > GROUP_ROWS_MAX) {
		error_set(&error, "'%s' has more than %d rows", entry->key, GROUP_ROWS_MAX);
		return group_reader_fail(reader, entry->line, &error);
	}
	ret_rows->items = arena_alloc_array(reader->arena, count, sizeof(*ret_rows->items));
	if (value->type == YAML_TEXT)
		add_row(ret_rows, NULL, value);
	for (size_t i = 0; value->type == YAML_MAP && i < count; i++)
		add_row(ret_rows, &value->entries[i], NULL);
	for (size_t i = 0; value->type == YAML_LIST && i < count; i++) {
		const struct yaml_value *item = &value->items[i];
		bool is_entry = item->type == YAML_MAP && item->count == 1;
		add_row(ret_rows, is_entry ? &item->entries[0] : NULL, item);
	}
	return true;
}
