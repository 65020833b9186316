#ifndef SEASON_GROUP_H
#define SEASON_GROUP_H

/* group.yaml: who is in a group, and when it meets. */

#include <stddef.h>

#include "base/arena.h"
#include "base/findings.h"
#include "base/format/day.h"

/* What a file may ask for; more is an error. */
enum {
	GROUP_FILE_MAX = 1 << 20, /* bytes */
	GROUP_MEMBERS_MAX = 200,
	GROUP_TALKS_MAX = 20, /* a week */
	GROUP_ROWS_MAX = 400, /* of holidays, of guests, of swaps, of what was given */
	GROUP_NAME_MAX = 120, /* bytes */
};

/* Names are one line of plain text, without control characters and invisible ones. */
struct group_member {
	const char *name;
	const char *const *also; /* how else talks write the name */
	size_t also_count;
	int32_t from, until; /* the first and the last day; DAY_NEVER and DAY_FOREVER: no limit */
	unsigned line;
};

/* No meeting is held from `first` to `last`, both included. */
struct group_holiday {
	int32_t first, last;
	const char *why; /* "" when nothing is said */
};

/*
 * Of two members: who of them speaks on `day` takes the next turn of the other, and the other this
 * one. Of two days (`members` unset): who speaks on `day` speaks on `other_day`, and the reverse.
 */
struct group_swap {
	bool is_of_days;
	int32_t day, other_day; /* of two days: the earlier one first */
	size_t members[2];
	unsigned line;
};

/* A talk that was given and has no file in the folder. */
struct group_given {
	int32_t day;
	size_t member;
};

struct group {
	const char *path; /* of the file */
	const char *name; /* "" when it has none */
	const char *place; /* where it meets; "" when nothing is said */
	bool is_korean; /* `lang:`, else whether a name has Hangul */
	struct group_member *members;
	size_t member_count;
	const char **guests; /* presenters who are no members, though their names are alike */
	size_t guest_count;
	unsigned talks_a_week;
	int32_t first; /* the day of the first meeting */
	int32_t last; /* no meeting is after it; DAY_FOREVER: no limit */
	bool has_time;
	unsigned minute; /* of the day, when a meeting begins */
	unsigned duration_s;
	bool has_zone;
	int32_t zone_min; /* minutes east of UTC; 0 without a zone */
	struct group_holiday *holidays;
	size_t holiday_count;
	struct group_swap *swaps;
	size_t swap_count;
	struct group_given *given;
	size_t given_count;
};

/*
 * Reads the bytes of the file at `path` (borrowed) into the arena. Returns false when the file has
 * a mistake; each is among the findings, with its line.
 */
bool group_parse(const char *path, struct bytes source, struct arena *arena,
	struct group *ret_group, struct findings *findings);

/*
 * Returns the index of the member whose name or other name it is, apart from composition and the
 * case of ASCII letters; member_count: none.
 */
size_t group_find_member(const struct group *group, struct bytes name);

#endif
