/*
 * Reads group.yaml. A mistake in one key does not hide the next. A key that is not known is an
 * error, since a misspelt `holidays:` would make a schedule that is wrong.
 */
#include "season/group.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "base/span.h"
#include "notes/talk/duration.h"
#include "notes/text/characters.h"
#include "notes/text/encoding.h"
#include "notes/text/lines.h"
#include "notes/text/yaml-value.h"
#include "season/group-values.h"

enum { DEFAULT_TALKS = 2, DEFAULT_DURATION_S = 60 * 60, ALSO_MAX = 20 };

/* What is known of the group before all keys are read. */
struct reading {
	struct group_reader reader;
	struct group *group;
	int32_t first; /* `first:`; the first meeting may be later in its week */
	unsigned weekday;
	bool has_first, has_weekday;
	const struct yaml_entry *swaps, *given; /* they name members, so they are read last */
};

static bool fail(const struct reading *reading, unsigned line, struct error *error)
{
	return group_reader_fail(&reading->reader, line, error);
}

/* ---- members ---- */

size_t group_find_member(const struct group *group, struct bytes name)
{
	autofinish(text) struct text wanted = { 0 };
	text_append_composed(&wanted, bytes_trim(name));
	for (size_t i = 0; i < group->member_count; i++) {
		const struct group_member *member = &group->members[i];
		if (strcasecmp(member->name, text_string(&wanted)) == 0)
			return i;
		for (size_t j = 0; j < member->also_count; j++) {
			if (strcasecmp(member->also[j], text_string(&wanted)) == 0)
				return i;
		}
	}
	return group->member_count;
}

/* Adds a name to a list of names; false when it is a member's already. */
static bool take_new_name(
	const struct reading *reading, const struct yaml_value *value, const char **ret_name)
{
	autofinish(error) struct error error = { 0 };
	const struct group *group = reading->group;
	if (!group_reader_line(&reading->reader, "members", value, ret_name))
		return false;
	size_t other = group_find_member(group, markup_bytes_of(*ret_name));
	if (other == group->member_count)
		return true;
	error_set(&error, "'%s' is a member already (line %u): give each a name of its own",
		*ret_name, group->members[other].line);
	return fail(reading, value->line, &error);
}

static bool read_also(
	const struct reading *reading, const struct yaml_value *value, struct group_member *member)
{
	const struct yaml_value *items = value->type == YAML_LIST ? value->items : value;
	size_t count = value->type == YAML_LIST ? value->count : 1;
	autofinish(error) struct error error = { 0 };
	if (value->type == YAML_MAP || count > ALSO_MAX) {
		error_set(&error,
			"'also' must be another name of this member, or a list of at most %d",
			ALSO_MAX);
		return fail(reading, value->line, &error);
	}
	const char **names = arena_alloc_array(reading->reader.arena, count, sizeof(*names));
	for (size_t i = 0; i < count; i++) {
		if (!take_new_name(reading, &items[i], &names[i]))
			return false;
	}
	member->also = names;
	member->also_count = count;
	return true;
}

static bool read_member_key(
	const struct reading *reading, const struct yaml_entry *entry, struct group_member *member)
{
	static const char *const keys[] = { "name", "from", "until", "also" };
	const struct group_reader *reader = &reading->reader;
	if (strcmp(entry->key, "name") == 0)
		return take_new_name(reading, &entry->value, &member->name);
	if (strcmp(entry->key, "from") == 0)
		return group_reader_day(reader, "from", &entry->value, &member->from);
	if (strcmp(entry->key, "until") == 0)
		return group_reader_day(reader, "until", &entry->value, &member->until);
	if (strcmp(entry->key, "also") == 0)
		return read_also(reading, &entry->value, member);
	return group_reader_unknown(reader, entry, "members", keys, ARRAY_COUNT(keys));
}

static bool read_member(struct reading *reading, const struct yaml_value *value)
{
	autofinish(error) struct error error = { 0 };
	struct group_member member = {
		.from = DAY_NEVER, .until = DAY_FOREVER, .line = value->line
	};
	bool ok = true;
	if (value->type != YAML_MAP) {
		ok = take_new_name(reading, value, &member.name);
	} else {
		for (size_t i = 0; i < value->count; i++)
			ok = read_member_key(reading, &value->entries[i], &member) && ok;
	}
	if (ok && !member.name)
		ok = error_set(&error, "this member has no name: add 'name: …'") ||
			fail(reading, value->line, &error);
	if (ok && member.from > member.until)
		ok = error_set(&error, "'%s' leaves before joining: 'until' is earlier than 'from'",
			     member.name) ||
			fail(reading, value->line, &error);
	if (ok)
		reading->group->members[reading->group->member_count++] = member;
	return ok;
}

static bool read_members(struct reading *reading, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	const struct yaml_value *value = &entry->value;
	if (value->type != YAML_LIST || !value->count || value->count > GROUP_MEMBERS_MAX) {
		error_set(&error,
			"'members' must be a list of at most %d names, each in a line of its own behind '- '",
			GROUP_MEMBERS_MAX);
		return fail(reading, entry->line, &error);
	}
	reading->group->members = arena_alloc_array(
		reading->reader.arena, value->count, sizeof(*reading->group->members));
	bool ok = true;
	for (size_t i = 0; i < value->count; i++)
		ok = read_member(reading, &value->items[i]) && ok;
	return ok;
}

/* Finds a member whom a row of `key` ("swaps") names. */
static bool find_member(const struct reading *reading, const char *key,
	const struct yaml_value *value, size_t *ret_member)
{
	autofinish(error) struct error error = { 0 };
	const struct group *group = reading->group;
	const char *name, *names[GROUP_MEMBERS_MAX];
	if (!group_reader_line(&reading->reader, key, value, &name))
		return false;
	*ret_member = group_find_member(group, markup_bytes_of(name));
	if (*ret_member < group->member_count)
		return true;
	for (size_t i = 0; i < group->member_count; i++)
		names[i] = group->members[i].name;
	const char *nearest = nearest_name(name, names, group->member_count);
	if (nearest)
		error_set(&error, "'%s' is no member: did you mean '%s'?", name, nearest);
	else
		error_set(&error, "'%s' is no member: add the name to 'members'", name);
	return fail(reading, value->line, &error);
}

/* ---- when ---- */

static bool read_talks(struct reading *reading, const struct yaml_entry *entry)
{
	uint64_t number;
	autofinish(error) struct error error = { 0 };
	const char *text = entry->value.type == YAML_TEXT ? entry->value.text : "";
	if (span_decimal(markup_bytes_of(text), &number) && number && number <= GROUP_TALKS_MAX) {
		reading->group->talks_a_week = (unsigned)number;
		return true;
	}
	error_set(&error, "'talks-a-week' must be a number from 1 to %d", GROUP_TALKS_MAX);
	return fail(reading, entry->line, &error);
}

static bool read_first(struct reading *reading, const struct yaml_entry *entry)
{
	reading->has_first = true; /* also with a mistake, which is reported once */
	return group_reader_day(&reading->reader, "first", &entry->value, &reading->first);
}

static bool read_last(struct reading *reading, const struct yaml_entry *entry)
{
	return group_reader_day(&reading->reader, "last", &entry->value, &reading->group->last);
}

static bool read_weekday(struct reading *reading, const struct yaml_entry *entry)
{
	reading->has_weekday =
		group_reader_weekday(&reading->reader, &entry->value, &reading->weekday);
	return reading->has_weekday;
}

static bool read_time(struct reading *reading, const struct yaml_entry *entry)
{
	reading->group->has_time =
		group_reader_time(&reading->reader, &entry->value, &reading->group->minute);
	return reading->group->has_time;
}

static bool read_zone(struct reading *reading, const struct yaml_entry *entry)
{
	reading->group->has_zone =
		group_reader_zone(&reading->reader, &entry->value, &reading->group->zone_min);
	return reading->group->has_zone;
}

static bool read_duration(struct reading *reading, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	const char *text = entry->value.type == YAML_TEXT ? entry->value.text : "";
	return duration_parse(text, BARE_NUMBER_IS_MINUTES, &reading->group->duration_s, &error) ||
		fail(reading, entry->line, &error);
}

/* ---- words ---- */

static bool read_name(struct reading *reading, const struct yaml_entry *entry)
{
	return group_reader_line(&reading->reader, "group", &entry->value, &reading->group->name);
}

static bool read_place(struct reading *reading, const struct yaml_entry *entry)
{
	return group_reader_line(&reading->reader, "place", &entry->value, &reading->group->place);
}

static bool read_lang(struct reading *reading, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	const char *lang = entry->value.type == YAML_TEXT ? entry->value.text : "";
	reading->group->is_korean = strcmp(lang, "ko") == 0;
	if (reading->group->is_korean || strcmp(lang, "en") == 0)
		return true;
	error_set(&error, "'%s' is not a language: write ko or en", lang);
	return fail(reading, entry->line, &error);
}

/* ---- lists ---- */

static bool read_holidays(struct reading *reading, const struct yaml_entry *entry)
{
	struct group_rows rows;
	struct group *group = reading->group;
	if (!group_reader_rows(&reading->reader, entry, &rows))
		return false;
	group->holidays =
		arena_alloc_array(reading->reader.arena, rows.count, sizeof(*group->holidays));
	bool ok = true;
	for (size_t i = 0; i < rows.count; i++) {
		struct group_holiday holiday = { .why = "" };
		bool is_read = group_reader_days(&reading->reader, &rows.items[i], &holiday.first,
				       &holiday.last) &&
			(!rows.items[i].key ||
				group_reader_line(&reading->reader, "holidays", rows.items[i].value,
					&holiday.why));
		if (is_read)
			group->holidays[group->holiday_count++] = holiday;
		ok = is_read && ok;
	}
	return ok;
}

static bool read_guests(struct reading *reading, const struct yaml_entry *entry)
{
	struct group_rows rows;
	struct group *group = reading->group;
	if (!group_reader_rows(&reading->reader, entry, &rows))
		return false;
	group->guests =
		arena_alloc_array(reading->reader.arena, rows.count, sizeof(*group->guests));
	bool ok = true;
	for (size_t i = 0; i < rows.count; i++) {
		static const struct yaml_value none = { .type = YAML_MAP };
		const struct group_row *row = &rows.items[i];
		struct yaml_value value = row->key ? none : *row->value;
		value.line = row->line;
		bool is_read = group_reader_line(
			&reading->reader, "guests", &value, &group->guests[group->guest_count]);
		group->guest_count += is_read;
		ok = is_read && ok;
	}
	return ok;
}

/* The two items of a swap; NULL when it has not two. */
static const struct yaml_value *pair_of(const struct yaml_value *value)
{
	return value && value->type == YAML_LIST && value->count == 2 ? value->items : NULL;
}

static bool refuse_swap(const struct reading *reading, unsigned line)
{
	autofinish(error) struct error error = { 0 };
	error_set(&error,
		"a swap is two days, '- [2026-12-07, 2026-12-14]', or a day and two members, '- 2026-12-07: [지은, 민수]'");
	return fail(reading, line, &error);
}

static bool read_swap_of_days(
	const struct reading *reading, const struct yaml_value *pair, struct group_swap *swap)
{
	int32_t days[2];
	for (size_t i = 0; i < 2; i++) {
		if (!group_value_day(&pair[i], &days[i]))
			return refuse_swap(reading, pair[i].line);
	}
	swap->is_of_days = true;
	swap->day = days[0] < days[1] ? days[0] : days[1];
	swap->other_day = days[0] < days[1] ? days[1] : days[0];
	return true;
}

static bool read_swap(
	const struct reading *reading, const struct group_row *row, struct group_swap *swap)
{
	const struct yaml_value *pair = pair_of(row->value);
	swap->line = row->line;
	if (!row->key && pair)
		return read_swap_of_days(reading, pair, swap);
	if (!row->key || !pair || !group_text_day(row->key, &swap->day))
		return refuse_swap(reading, row->line);
	return find_member(reading, "swaps", &pair[0], &swap->members[0]) &&
		find_member(reading, "swaps", &pair[1], &swap->members[1]);
}

static bool read_swaps(struct reading *reading)
{
	struct group_rows rows;
	struct group *group = reading->group;
	if (!reading->swaps)
		return true;
	if (!group_reader_rows(&reading->reader, reading->swaps, &rows))
		return false;
	group->swaps = arena_alloc_array(reading->reader.arena, rows.count, sizeof(*group->swaps));
	bool ok = true;
	for (size_t i = 0; i < rows.count; i++) {
		struct group_swap swap = { 0 };
		bool is_read = read_swap(reading, &rows.items[i], &swap);
		if (is_read)
			group->swaps[group->swap_count++] = swap;
		ok = is_read && ok;
	}
	return ok;
}

/* How many names a row has: one, or those of a list. */
static size_t name_count(const struct group_row *row)
{
	return row->value && row->value->type == YAML_LIST ? row->value->count : 1;
}

/* Reads who spoke on a day. */
static bool read_given_row(const struct reading *reading, const struct group_row *row)
{
	autofinish(error) struct error error = { 0 };
	struct group *group = reading->group;
	int32_t day;
	size_t count = name_count(row);
	if (!row->key || !row->value || !group_text_day(row->key, &day) ||
		count > GROUP_MEMBERS_MAX) {
		error_set(&error,
			"what was given is a day and who spoke on it: '- 2026-11-30: [지은, 민수]'");
		return fail(reading, row->line, &error);
	}
	for (size_t i = 0; i < count; i++) {
		size_t member;
		bool is_list = row->value->type == YAML_LIST;
		const struct yaml_value *name = is_list ? &row->value->items[i] : row->value;
		if (!find_member(reading, "given", name, &member))
			return false;
		group->given[group->given_count++] = (struct group_given){ day, member };
	}
	return true;
}

static bool read_given(struct reading *reading)
{
	struct group_rows rows;
	struct group *group = reading->group;
	if (!reading->given)
		return true;
	if (!group_reader_rows(&reading->reader, reading->given, &rows))
		return false;
	size_t names = 0;
	for (size_t i = 0; i < rows.count; i++)
		names += name_count(&rows.items[i]);
	group->given = arena_alloc_array(reading->reader.arena, names, sizeof(*group->given));
	bool ok = true;
	for (size_t i = 0; i < rows.count; i++)
		ok = read_given_row(reading, &rows.items[i]) && ok;
	return ok;
}

/* ---- all keys ---- */

static bool keep_swaps(struct reading *reading, const struct yaml_entry *entry)
{
	reading->swaps = entry;
	return true;
}

static bool keep_given(struct reading *reading, const struct yaml_entry *entry)
{
	reading->given = entry;
	return true;
}

static const struct {
	const char *name;
	bool (*read)(struct reading *reading, const struct yaml_entry *entry);
} keys[] = {
	{ "group", read_name },
	{ "members", read_members },
	{ "talks-a-week", read_talks },
	{ "first", read_first },
	{ "last", read_last },
	{ "weekday", read_weekday },
	{ "time", read_time },
	{ "timezone", read_zone },
	{ "duration", read_duration },
	{ "place", read_place },
	{ "lang", read_lang },
	{ "holidays", read_holidays },
	{ "guests", read_guests },
	{ "swaps", keep_swaps },
	{ "given", keep_given },
};

static bool is_empty(const struct yaml_value *value)
{
	return value->type == YAML_TEXT && !*value->text;
}

static bool read_key(struct reading *reading, const struct yaml_entry *entry)
{
	const char *names[ARRAY_COUNT(keys)];
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
		/* Obsidian leaves empty properties in place. */
		if (strcmp(keys[i].name, entry->key) == 0)
			return is_empty(&entry->value) || keys[i].read(reading, entry);
		names[i] = keys[i].name;
	}
	return group_reader_unknown(
		&reading->reader, entry, "group.yaml", names, ARRAY_COUNT(names));
}

/* Sets what `lang:` would have said. */
static void guess_lang(struct group *group)
{
	group->is_korean = text_has_hangul(group->name);
	for (size_t i = 0; i < group->member_count && !group->is_korean; i++)
		group->is_korean = text_has_hangul(group->members[i].name);
}

/* The first meeting is on the first such weekday that is not before `first:`. */
static bool set_first(struct reading *reading)
{
	autofinish(error) struct error error = { 0 };
	if (!reading->has_first) {
		error_set(&error,
			"a group needs the day of its first meeting: add 'first: 2026-09-07'");
		return fail(reading, 1, &error);
	}
	unsigned weekday = day_weekday(reading->first);
	unsigned wanted = reading->has_weekday ? reading->weekday : weekday;
	reading->group->first =
		reading->first + (int32_t)((wanted + DAY_WEEK - weekday) % DAY_WEEK);
	return true;
}

static bool read_all(struct reading *reading, const struct yaml_value *map)
{
	autofinish(error) struct error error = { 0 };
	struct group *group = reading->group;
	bool ok = true, has_lang = false, has_members = false;
	unsigned line = 1; /* where members are missing */
	for (size_t i = 0; i < map->count; i++) {
		const struct yaml_entry *entry = &map->entries[i];
		bool is_said = !is_empty(&entry->value);
		ok = read_key(reading, entry) && ok;
		has_lang = has_lang || (is_said && strcmp(entry->key, "lang") == 0);
		if (strcmp(entry->key, "members") == 0) {
			has_members = is_said;
			line = entry->line;
		}
	}
	if (!has_members) {
		error_set(&error, "a group needs members: a list of names below 'members:'");
		ok = fail(reading, line, &error);
	}
	ok = set_first(reading) && ok;
	/* Names that are not known would be mistakes of the members that failed. */
	ok = ok && read_swaps(reading) && ok;
	ok = read_given(reading) && ok;
	if (!has_lang)
		guess_lang(group);
	return ok;
}

bool group_parse(const char *path, struct bytes source, struct arena *arena,
	struct group *ret_group, struct findings *findings)
{
	autofinish(error) struct error error = { 0 };
	struct plain_text plain;
	struct yaml_value map;
	unsigned line = 1;
	*ret_group = (struct group){ .path = path,
		.name = "",
		.place = "",
		.talks_a_week = DEFAULT_TALKS,
		.duration_s = DEFAULT_DURATION_S,
		.last = DAY_FOREVER };
	struct reading reading = { .reader = { path, arena, findings }, .group = ret_group };
	if (!encoding_read(arena, source, &plain, &line, &error) ||
		!yaml_value_parse(plain.bytes, 1, arena, &map, &line, &error))
		return fail(&reading, line, &error);
	if (map.type != YAML_MAP) {
		error_set(&error,
			"this is no map of keys: write 'members:' and 'first: 2026-09-07', a line each");
		return fail(&reading, map.line, &error);
	}
	return read_all(&reading, &map);
}
