#ifndef SEASON_GROUP_VALUES_H
#define SEASON_GROUP_VALUES_H

/* The values of group.yaml: days, times and names as people write them. */

#include "base/arena.h"
#include "base/findings.h"
#include "base/format/day.h"
#include "notes/text/yaml-value.h"

struct group_reader {
	const char *path;
	struct arena *arena;
	struct findings *findings;
};

/* A row of a list, or of a map: `- 2026-12-28`, `- 2026-12-28: why`, `2026-12-28: why`. */
struct group_row {
	const char *key; /* NULL: the row is only a value */
	const struct yaml_value *value; /* NULL: the row is only a key */
	unsigned line;
};

struct group_rows {
	struct group_row *items;
	size_t count;
};

/* Adds the message of `error` as a mistake, and returns false. */
bool group_reader_fail(const struct group_reader *reader, unsigned line, struct error *error);

/* Reports a key that `what` ("group.yaml") does not have, with the nearest one that it has. */
bool group_reader_unknown(const struct group_reader *reader, const struct yaml_entry *entry,
	const char *what, const char *const *keys, size_t count);

/*
 * Each of the following reads a value. Those of a reader report a mistake, and return false.
 */

/* One line of text that is not empty: composed, without control and invisible characters. */
bool group_reader_line(const struct group_reader *reader, const char *key,
	const struct yaml_value *value, const char **ret_line);

bool group_reader_day(const struct group_reader *reader, const char *key,
	const struct yaml_value *value, int32_t *ret_day);

/* "월", "월요일", "Mon", "monday"; 0 is Monday. */
bool group_reader_weekday(
	const struct group_reader *reader, const struct yaml_value *value, unsigned *ret_weekday);

/* "19:30" as minutes since midnight. */
bool group_reader_time(
	const struct group_reader *reader, const struct yaml_value *value, unsigned *ret_minute);

/* "+09:00", "UTC", or a zone that has had no summer time for decades, as minutes east of UTC. */
bool group_reader_zone(
	const struct group_reader *reader, const struct yaml_value *value, int32_t *ret_minutes);

/* The key or the text of a row: a day, two days with "~" or "–" between them, or "2026-W53". */
bool group_reader_days(const struct group_reader *reader, const struct group_row *row,
	int32_t *ret_first, int32_t *ret_last);

/* The rows of a list or of a map, at most GROUP_ROWS_MAX. */
bool group_reader_rows(const struct group_reader *reader, const struct yaml_entry *entry,
	struct group_rows *ret_rows);

bool group_value_day(const struct yaml_value *value, int32_t *ret_day);
bool group_text_day(const char *text, int32_t *ret_day);

#endif
