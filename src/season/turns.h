#ifndef SEASON_TURNS_H
#define SEASON_TURNS_H

/*
 * Who speaks when. What was given is what the talks say; from there on, who has spoken least
 * recently speaks next. The same group, talks and day give the same turns.
 */

#include "season/group.h"

/* More meetings than these are not planned. */
enum { TURNS_MEETINGS_MAX = 600, TURNS_AHEAD_MIN = 4, TURNS_AHEAD_MAX = 26 };

/* What a talk says of itself; plain text, or NULL. `talks` are those of a folder. */
struct season_talk {
	const char *title, *presenter, *week, *date;
	const char *path; /* of its file, for messages; NULL: there are none of it */
	unsigned presenter_line, week_line;
};

/* Who speaks at a meeting. */
struct turn {
	const char *name; /* of the member, else what the talk says of its presenter */
	size_t member; /* its index, or TURN_GUEST */
	size_t talk; /* the index of the talk, or TURN_NO_TALK */
	int32_t day; /* that the talk names; DAY_NEVER: none */
};
#define TURN_GUEST SIZE_MAX
#define TURN_NO_TALK SIZE_MAX

/*
 * A meeting may be moved by up to three days: `held` is the day that its talks name, if none of
 * them is on the usual one. Some of its talks may be later.
 */
struct meeting {
	int32_t day; /* by the group's weekday; one of each week */
	int32_t held;
	int32_t ends; /* the day of its last talk */
	unsigned number; /* of the meetings outside of holidays, from 1; 0: in one */
	const char *why; /* of the holiday; else NULL */
	struct turn *turns;
	size_t turn_count, turn_capacity;
};

/* Whether a meeting is held; one with talks is, also in a week of holidays. */
static inline bool meeting_is_held(const struct meeting *meeting)
{
	return meeting->number || meeting->turn_count;
}

/* The day of a turn: the one that its talk names, else that of its meeting. */
static inline int32_t turn_day(const struct turn *turn, const struct meeting *meeting)
{
	return turn->day != DAY_NEVER ? turn->day : meeting->held;
}

/* Whether the member, by index, has a turn at the meeting. */
bool meeting_has_turn(const struct meeting *meeting, size_t member);

struct member_turns {
	int32_t last; /* the day of the last talk before today, DAY_NEVER: none is known */
	int32_t next; /* the day of the next turn from today on, DAY_FOREVER: none is planned */
	bool is_silent; /* a member who has not spoken for three weeks */
};

struct turns {
	struct meeting *meetings; /* by day, from the first one on */
	size_t count;
	size_t next; /* the first one that is not over before today; `count`: there is none */
	struct member_turns *members; /* by their index in the group */
	int32_t today;
};

/*
 * Plans the turns, in the arena; names are borrowed from the group and the talks. A swap that is to
 * come and changes nothing, a presenter who is no member but has nearly the name of one, and a
 * `week:` that is of no meeting, become warnings among the findings.
 */
void turns_plan(const struct group *group, const struct season_talk *talks, size_t talk_count,
	int32_t today, struct arena *arena, struct turns *ret_turns, struct findings *findings);

#endif
