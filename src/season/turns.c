/*
 * The meetings are gone through from the first one on. Before today, a meeting has the turns that
 * talks prove. From today on, it has those that talks announce, then those that swaps fixed, and
 * its other places go to the members who have spoken least recently, in the order of the file where
 * two are equal. A swap is carried out at its day, with what was known before it: so it means the
 * same when the day is over.
 */
#include "season/turns.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/text/characters.h"
#include "notes/text/lines.h"
#include "season/nearest-member.h"
#include "season/weeks.h"

enum { HALF_WEEK = 3, SILENT_DAYS = 21, NO_MEETING = -1, PRESENTERS_MAX = 8 };

struct planner {
	const struct group *group;
	const struct season_talk *talks;
	size_t talk_count;
	int32_t today;
	struct arena *arena;
	struct findings *findings;
	struct meeting *meetings;
	size_t count; /* of meetings that have a day */
	size_t horizon; /* the last one that a talk or a swap names, and one more */
	int32_t *last; /* by member: the day on which they spoke last */
	int32_t *fixed; /* by member: the meeting that a swap gave them, or NO_MEETING */
	/*
	 * by meeting, then by member: the next meeting behind it for which they have a talk; what
	 * was given before today does not count
	 */
	int32_t *announced;
	int32_t round; /* meetings until everybody has had a turn */
};

/* ---- meetings ---- */

static const struct group_holiday *holiday_on(const struct group *group, int32_t day)
{
	for (size_t i = 0; i < group->holiday_count; i++) {
		if (group->holidays[i].first <= day && day <= group->holidays[i].last)
			return &group->holidays[i];
	}
	return NULL;
}

/* Sets the days of all meetings that may be planned. */
static void set_days(struct planner *planner)
{
	const struct group *group = planner->group;
	unsigned number = 0;
	planner->meetings =
		arena_alloc_array(planner->arena, TURNS_MEETINGS_MAX, sizeof(struct meeting));
	for (size_t i = 0; i < TURNS_MEETINGS_MAX; i++) {
		int32_t day = group->first + (int32_t)i * DAY_WEEK;
		if (day > group->last)
			break;
		const struct group_holiday *holiday = holiday_on(group, day);
		planner->meetings[planner->count++] = (struct meeting){
			.day = day,
			.held = day,
			.ends = DAY_NEVER, /* until a talk names a day */
			.number = holiday ? 0 : ++number,
			.why = holiday ? holiday->why : NULL,
		};
	}
}

/* Returns the meeting in whose week the day is; a meeting may be held some days later. */
static int32_t meeting_near(const struct planner *planner, int32_t day)
{
	int32_t from_first = day - planner->group->first + HALF_WEEK;
	if (from_first < 0 || from_first / DAY_WEEK >= (int32_t)planner->count)
		return NO_MEETING;
	return from_first / DAY_WEEK;
}

static int32_t meeting_of_number(const struct planner *planner, unsigned number)
{
	for (size_t i = 0; i < planner->count; i++) {
		if (planner->meetings[i].number == number)
			return (int32_t)i;
	}
	return NO_MEETING;
}

/* Returns the meeting from Monday to Sunday. */
static int32_t meeting_in_week(const struct planner *planner, int32_t monday)
{
	for (size_t i = 0; i < planner->count; i++) {
		int32_t since = planner->meetings[i].day - monday;
		if (since >= 0 && since < DAY_WEEK)
			return (int32_t)i;
	}
	return NO_MEETING;
}

bool meeting_has_turn(const struct meeting *meeting, size_t member)
{
	for (size_t i = 0; i < meeting->turn_count; i++) {
		if (meeting->turns[i].member == member)
			return true;
	}
	return false;
}

/* The usual day of a meeting is meant as well as the one to which it is moved. */
static bool is_on(const struct meeting *meeting, int32_t day)
{
	return day == meeting->day || day == meeting->held;
}

static void add_turn(struct planner *planner, struct meeting *meeting, struct turn turn)
{
	if (meeting->turn_count == meeting->turn_capacity) {
		meeting->turn_capacity = 2 * meeting->turn_count + 2;
		struct turn *turns =
			arena_alloc_array(planner->arena, meeting->turn_capacity, sizeof(*turns));
		if (meeting->turn_count)
			memcpy(turns, meeting->turns, meeting->turn_count * sizeof(*turns));
		meeting->turns = turns;
	}
	meeting->turns[meeting->turn_count++] = turn;
}

/* ---- what talks say ---- */

/* A name in a property may be a link of Obsidian. */
static struct bytes without_brackets(struct bytes name)
{
	name = bytes_trim(name);
	while (name.size > 1 && name.data[0] == '[' && name.data[name.size - 1] == ']')
		name = bytes_trim((struct bytes){ name.data + 1, name.size - 2 });
	return name;
}

/* Returns the size of the first of several names, and that of the separator behind it. */
static size_t name_end(struct bytes names, size_t *ret_separator)
{
	static const char *const separators[] = { ",", "&", "/", "+", "·", ";" };
	for (size_t at = 0; at < names.size; at++) {
		for (size_t i = 0; i < ARRAY_COUNT(separators); i++) {
			*ret_separator = strlen(separators[i]);
			if (bytes_starts_with(bytes_from(names, at), separators[i]))
				return at;
		}
	}
	*ret_separator = 0;
	return names.size;
}

/* Finds the presenters of a talk among the members. A name that is none of theirs is a guest. */
static size_t find_presenters(
	const struct planner *planner, const char *presenter, struct turn *ret_turns)
{
	const struct group *group = planner->group;
	struct bytes all = without_brackets(markup_bytes_of(presenter));
	size_t count = 0, whole = group_find_member(group, all);
	for (struct bytes left = all; left.size && count < PRESENTERS_MAX;) {
		size_t separator = 0;
		size_t end = whole < group->member_count ? left.size : name_end(left, &separator);
		struct bytes name = without_brackets((struct bytes){ left.data, end });
		left = bytes_from(left, end + separator);
		if (!name.size)
			continue;
		size_t member = group_find_member(group, name);
		bool is_member = member < group->member_count;
		autofinish(text) struct text guest = { 0 };
		text_append_composed(&guest, name);
		ret_turns[count++] = (struct turn){
			.name = is_member ? group->members[member].name
					  : arena_strdup(planner->arena, text_string(&guest)),
			.member = is_member ? member : TURN_GUEST,
			.day = DAY_NEVER,
		};
	}
	return count;
}

/* Finds this turn among the last ones of the meeting, those of the talk that is being added. */
static struct turn *find_added(const struct meeting *meeting, const struct turn *turn)
{
	for (size_t i = meeting->turn_count; i-- > 0 && meeting->turns[i].talk == turn->talk;) {
		struct turn *other = &meeting->turns[i];
		if (other->member == turn->member &&
			(turn->member != TURN_GUEST || strcmp(other->name, turn->name) == 0))
			return other;
	}
	return NULL;
}

/* Adds a turn that is no plan; one that is there already may get a better day. */
static void add_known(struct planner *planner, struct meeting *meeting, struct turn turn)
{
	struct turn *added = find_added(meeting, &turn);
	meeting->ends = turn.day > meeting->ends ? turn.day : meeting->ends;
	if (!added)
		add_turn(planner, meeting, turn);
	else if (added->day != meeting->day && (turn.day == meeting->day || turn.day < added->day))
		added->day = turn.day;
}

/* Notes a talk that was given before the season. */
static void note_earlier(struct planner *planner, size_t member, int32_t day)
{
	if (member != TURN_GUEST && day < planner->group->first && day > planner->last[member])
		planner->last[member] = day;
}

/*
 * One giving of a talk; `day` is DAY_NEVER when it names none. Who is named twice, or on two days
 * of one meeting, has one turn in it, on the usual day if it is one of them, else on the first.
 */
static void add_giving(struct planner *planner, size_t talk, int32_t meeting, int32_t day)
{
	struct turn turns[PRESENTERS_MAX];
	const char *presenter = planner->talks[talk].presenter;
	size_t count = find_presenters(planner, presenter ? presenter : "", turns);
	for (size_t i = 0; i < count; i++) {
		turns[i].talk = talk;
		turns[i].day = day;
		if (meeting == NO_MEETING)
			note_earlier(planner, turns[i].member, day);
		else
			add_known(planner, &planner->meetings[meeting], turns[i]);
	}
}

/* Reads the days of `date:`, of which a talk that was given twice has two. */
static bool add_dates(struct planner *planner, size_t talk)
{
	const char *p = planner->talks[talk].date;
	bool has_day = false;
	while (p && *p) {
		int32_t day;
		if (!ascii_is_digit(*p) || !day_take(&p, &day)) {
			p += ascii_is_digit(*p) ? strspn(p, "0123456789") : 1;
			continue;
		}
		has_day = true;
		add_giving(planner, talk, meeting_near(planner, day), day);
	}
	return has_day;
}

/*
 * Warns of a `week:` that names no meeting, and has a number or is of a month: the talk would
 * vanish in silence.
 */
static void warn_of_week(
	const struct planner *planner, const struct season_talk *talk, bool is_of_month)
{
	if (talk->path && is_of_month)
		findings_add(planner->findings, FINDING_WARNING, talk->path, talk->week_line,
			"this 'week:' is one of a month, of which not everybody counts the same days, so the talk is not in the schedule: write 'week: 3', 'week: 2026-W38' or a 'date:'");
	if (!talk->path || is_of_month || !strpbrk(talk->week, "0123456789"))
		return;
	findings_add(planner->findings, FINDING_WARNING, talk->path, talk->week_line,
		"no number of this 'week:' is a meeting's, so the talk is not in the schedule: write 'week: 3', 'week: 2026-W38' or a 'date:'");
}

/* Adds the talk to the meetings of its `week:`. A week of the calendar may be of another season. */
static void add_weeks(struct planner *planner, size_t talk)
{
	struct week weeks[WEEKS_MAX];
	const char *text = planner->talks[talk].week;
	bool is_known = !text, is_of_month;
	size_t count = weeks_read(text ? text : "", weeks, &is_of_month);
	for (size_t i = 0; i < count; i++) {
		int32_t meeting = weeks[i].number ? meeting_of_number(planner, weeks[i].number)
						  : meeting_in_week(planner, weeks[i].monday);
		if (meeting != NO_MEETING)
			add_giving(planner, talk, meeting, DAY_NEVER);
		is_known = is_known || meeting != NO_MEETING || !weeks[i].number;
	}
	if (!is_known)
		warn_of_week(planner, &planner->talks[talk], is_of_month);
}

static bool is_known_guest(const struct group *group, const char *name)
{
	for (size_t i = 0; i < group->guest_count; i++) {
		if (strcasecmp(group->guests[i], name) == 0)
			return true;
	}
	return false;
}

/* Warns of presenters who have nearly the name of a member: they would be guests. */
static void check_presenters(const struct planner *planner, const struct season_talk *talk)
{
	struct turn turns[PRESENTERS_MAX];
	size_t count = talk->path && talk->presenter
		? find_presenters(planner, talk->presenter, turns)
		: 0;
	for (size_t i = 0; i < count; i++) {
		const char *name = turns[i].name, *nearest = NULL;
		if (turns[i].member == TURN_GUEST && !is_known_guest(planner->group, name))
			nearest = nearest_member(planner->group, name);
		if (nearest)
			findings_add(planner->findings, FINDING_WARNING, talk->path,
				talk->presenter_line,
				"'%s' is no member in group.yaml: did you mean '%s'? ('guests:' there has the names of guests)",
				name, nearest);
	}
}

static void add_talks(struct planner *planner)
{
	for (size_t i = 0; i < planner->talk_count; i++) {
		check_presenters(planner, &planner->talks[i]);
		if (!add_dates(planner, i))
			add_weeks(planner, i);
	}
	for (size_t i = 0; i < planner->group->given_count; i++) {
		const struct group_given *given = &planner->group->given[i];
		int32_t meeting = meeting_near(planner, given->day);
		const struct turn turn = { planner->group->members[given->member].name,
			given->member, TURN_NO_TALK, given->day };
		if (meeting == NO_MEETING)
			note_earlier(planner, given->member, given->day);
		else if (!meeting_has_turn(&planner->meetings[meeting], given->member))
			add_known(planner, &planner->meetings[meeting], turn);
	}
}

/* Sets on which days a meeting is held: those that its talks name, if they do. */
static void set_held(struct meeting *meeting)
{
	int32_t held = DAY_FOREVER;
	for (size_t i = 0; i < meeting->turn_count && held != meeting->day; i++) {
		int32_t day = meeting->turns[i].day;
		if (day == meeting->day || (day != DAY_NEVER && day < held))
			held = day;
	}
	meeting->held = held == DAY_FOREVER ? meeting->day : held;
	meeting->ends = meeting->ends == DAY_NEVER ? meeting->held : meeting->ends;
}

/* For whom a talk is there already, they need no other turn before it. */
static void find_announced(struct planner *planner, size_t from)
{
	size_t members = planner->group->member_count;
	planner->announced = arena_alloc_array(
		planner->arena, planner->count * members, sizeof(*planner->announced));
	for (size_t i = planner->count; i-- > 0;) {
		int32_t *row = planner->announced + i * members;
		const struct meeting *behind =
			i + 1 < planner->count && i + 1 >= from ? &planner->meetings[i + 1] : NULL;
		for (size_t j = 0; j < members; j++)
			row[j] = i + 1 < planner->count ? row[members + j] : NO_MEETING;
		for (size_t j = 0; behind && j < behind->turn_count; j++) {
			if (behind->turns[j].member != TURN_GUEST)
				row[behind->turns[j].member] = (int32_t)i + 1;
		}
		if (i >= from && planner->meetings[i].turn_count && i + 1 > planner->horizon)
			planner->horizon = i + 1;
	}
}

/* ---- turns that are planned ---- */

static bool is_there(const struct group_member *member, int32_t day)
{
	return member->from <= day && day <= member->until;
}

static bool is_soon(const struct planner *planner, int32_t meeting, int32_t from)
{
	return meeting > from && meeting - from <= planner->round;
}

/* Returns the member who has spoken least recently and may speak; TURN_GUEST: nobody. */
static size_t choose(const struct planner *planner, const struct meeting *meeting, int32_t at)
{
	size_t best = TURN_GUEST, members = planner->group->member_count;
	const int32_t *announced = planner->announced + (size_t)at * members;
	for (size_t i = 0; i < members; i++) {
		bool may_speak = is_there(&planner->group->members[i], meeting->held) &&
			!meeting_has_turn(meeting, i) && !is_soon(planner, planner->fixed[i], at) &&
			!is_soon(planner, announced[i], at);
		if (may_speak && (best == TURN_GUEST || planner->last[i] < planner->last[best]))
			best = i;
	}
	return best;
}

static struct turn turn_of(const struct planner *planner, size_t member)
{
	return (struct turn){ planner->group->members[member].name, member, TURN_NO_TALK,
		DAY_NEVER };
}

/* Adds to the turns of a meeting those that nobody announced. */
static void fill(struct planner *planner, struct meeting *meeting, int32_t at)
{
	if (!meeting->number)
		return;
	for (size_t i = 0; i < planner->group->member_count; i++) {
		if (planner->fixed[i] == at && !meeting_has_turn(meeting, i) &&
			is_there(&planner->group->members[i], meeting->held))
			add_turn(planner, meeting, turn_of(planner, i));
	}
	while (meeting->turn_count < planner->group->talks_a_week) {
		size_t member = choose(planner, meeting, at);
		if (member == TURN_GUEST)
			return;
		add_turn(planner, meeting, turn_of(planner, member));
	}
}

/* Notes the days of the turns that are before `behind`. */
static void note_spoken(struct planner *planner, const struct meeting *meeting, int32_t behind)
{
	for (size_t i = 0; i < meeting->turn_count; i++) {
		size_t member = meeting->turns[i].member;
		int32_t day = turn_day(&meeting->turns[i], meeting);
		if (member != TURN_GUEST && day < behind && day > planner->last[member])
			planner->last[member] = day;
	}
}

/* What a swap fixed for the meeting is carried out. */
static void note_over(struct planner *planner, const struct meeting *meeting)
{
	note_spoken(planner, meeting, DAY_FOREVER);
	for (size_t i = 0; i < meeting->turn_count; i++) {
		if (meeting->turns[i].member != TURN_GUEST)
			planner->fixed[meeting->turns[i].member] = NO_MEETING;
	}
}

/* ---- swaps ---- */

/*
 * Plans the meetings from `from` to `to` as if nothing of them were known but what is announced.
 * The turns are in the arena; the planner is as before.
 */
static struct meeting *foresee(struct planner *planner, int32_t from, int32_t to)
{
	size_t members = planner->group->member_count, size = sizeof(int32_t);
	struct meeting *seen =
		arena_alloc_array(planner->arena, (size_t)(to - from + 1), sizeof(*seen));
	struct planner copy = *planner;
	copy.last = arena_copy(planner->arena, planner->last, members, size);
	copy.fixed = arena_copy(planner->arena, planner->fixed, members, size);
	for (int32_t i = from; i <= to; i++) {
		struct meeting *meeting = &seen[i - from];
		*meeting = planner->meetings[i];
		if (meeting->ends < planner->today)
			meeting->turn_count = 0; /* what was given may have been the swap */
		meeting->turn_capacity = meeting->turn_count; /* the array is not ours */
		fill(&copy, meeting, i);
		note_over(&copy, meeting);
	}
	return seen;
}

static void warn_of(const struct planner *planner, const struct group_swap *swap)
{
	autofinish(text) struct text day = { 0 };
	if (swap->day < planner->today)
		return;
	day_append(&day, swap->day);
	findings_add(planner->findings, FINDING_WARNING, planner->group->path, swap->line,
		"this swap changes nothing: on %s there is no meeting, or no turn of these members",
		text_string(&day));
}

static int32_t last_to_foresee(const struct planner *planner, int32_t at)
{
	int32_t last = at + 2 * planner->round + TURNS_AHEAD_MIN;
	return last < (int32_t)planner->count ? last : (int32_t)planner->count - 1;
}

static void swap_members(struct planner *planner, const struct group_swap *swap, int32_t at)
{
	int32_t to = last_to_foresee(planner, at);
	const struct meeting *seen = foresee(planner, at, to);
	bool is_first = meeting_has_turn(&seen[0], swap->members[0]);
	if (is_first == meeting_has_turn(&seen[0], swap->members[1])) {
		warn_of(planner, swap);
		return;
	}
	size_t here = swap->members[is_first ? 0 : 1], other = swap->members[is_first ? 1 : 0];
	for (int32_t i = at + 1; i <= to; i++) {
		if (!meeting_has_turn(&seen[i - at], other))
			continue;
		planner->fixed[here] = i;
		planner->fixed[other] = at;
		return;
	}
	warn_of(planner, swap);
}

static void swap_days(struct planner *planner, const struct group_swap *swap, int32_t at)
{
	int32_t other = meeting_near(planner, swap->other_day);
	if (other <= at || !is_on(&planner->meetings[other], swap->other_day) ||
		other - at > TURNS_AHEAD_MAX || !planner->meetings[other].number) {
		warn_of(planner, swap);
		return;
	}
	const struct meeting *seen = foresee(planner, at, other);
	const struct meeting *first = &seen[0], *second = &seen[other - at];
	for (size_t i = 0; i < first->turn_count; i++) {
		if (first->turns[i].member != TURN_GUEST)
			planner->fixed[first->turns[i].member] = other;
	}
	for (size_t i = 0; i < second->turn_count; i++) {
		if (second->turns[i].member != TURN_GUEST)
			planner->fixed[second->turns[i].member] = at;
	}
}

static void carry_out_swaps(struct planner *planner, int32_t at)
{
	const struct group *group = planner->group;
	for (size_t i = 0; i < group->swap_count; i++) {
		const struct group_swap *swap = &group->swaps[i];
		if (!is_on(&planner->meetings[at], swap->day) || !planner->meetings[at].number)
			continue;
		if (swap->is_of_days)
			swap_days(planner, swap, at);
		else
			swap_members(planner, swap, at);
	}
}

/* Warns of swaps on a day without a meeting. */
static void check_swaps(struct planner *planner)
{
	for (size_t i = 0; i < planner->group->swap_count; i++) {
		const struct group_swap *swap = &planner->group->swaps[i];
		int32_t at = meeting_near(planner, swap->day);
		if (at == NO_MEETING || !is_on(&planner->meetings[at], swap->day) ||
			!planner->meetings[at].number)
			warn_of(planner, swap);
		else if (at + 1 > (int32_t)planner->horizon)
			planner->horizon = (size_t)at + 1;
	}
}

/* ---- all ---- */

static bool is_enough(const struct planner *planner, const struct turns *turns)
{
	size_t ahead = turns->count - turns->next;
	if (turns->count < planner->horizon || ahead < TURNS_AHEAD_MIN)
		return ahead >= TURNS_AHEAD_MAX;
	for (size_t i = 0; i < planner->group->member_count; i++) {
		const struct group_member *member = &planner->group->members[i];
		if (turns->members[i].next == DAY_FOREVER && member->until >= planner->today &&
			member->from <= planner->meetings[turns->count - 1].day)
			return ahead >= TURNS_AHEAD_MAX;
	}
	return true;
}

static void note_next(struct turns *turns, const struct meeting *meeting)
{
	for (size_t i = 0; i < meeting->turn_count; i++) {
		size_t member = meeting->turns[i].member;
		int32_t day = turn_day(&meeting->turns[i], meeting);
		if (member != TURN_GUEST && day >= turns->today &&
			day < turns->members[member].next)
			turns->members[member].next = day;
	}
}

/* Sets who has not spoken for three weeks; `last` is now as it is today. */
static void find_silent(struct planner *planner, struct turns *turns)
{
	for (size_t i = 0; i < planner->group->member_count; i++) {
		const struct group_member *member = &planner->group->members[i];
		int32_t since = planner->last[i];
		if (since < member->from)
			since = member->from;
		if (since < planner->group->first)
			since = planner->group->first;
		turns->members[i].last = planner->last[i];
		turns->members[i].is_silent = is_there(member, planner->today) &&
			planner->today >= since && planner->today - since >= SILENT_DAYS;
	}
}

static int32_t *numbers(struct planner *planner, int32_t value)
{
	int32_t *items =
		arena_alloc_array(planner->arena, planner->group->member_count, sizeof(*items));
	for (size_t i = 0; i < planner->group->member_count; i++)
		items[i] = value;
	return items;
}

/* Goes through one meeting more. */
static void plan_next(struct planner *planner, struct turns *turns)
{
	struct meeting *meeting = &planner->meetings[turns->count];
	carry_out_swaps(planner, (int32_t)turns->count);
	if (meeting->ends >= planner->today) {
		fill(planner, meeting, (int32_t)turns->count);
		note_next(turns, meeting);
	}
	note_over(planner, meeting);
	turns->count++;
}

void turns_plan(const struct group *group, const struct season_talk *talks, size_t talk_count,
	int32_t today, struct arena *arena, struct turns *ret_turns, struct findings *findings)
{
	struct planner planner = { .group = group,
		.talks = talks,
		.talk_count = talk_count,
		.today = today,
		.arena = arena,
		.findings = findings };
	unsigned talks_a_week = group->talks_a_week;
	planner.round = (int32_t)((group->member_count + talks_a_week - 1) / talks_a_week);
	planner.last = numbers(&planner, DAY_NEVER);
	planner.fixed = numbers(&planner, NO_MEETING);
	set_days(&planner);
	add_talks(&planner);
	for (size_t i = 0; i < planner.count; i++)
		set_held(&planner.meetings[i]);
	check_swaps(&planner);

	struct turns turns = { .meetings = planner.meetings, .today = today };
	turns.members = arena_alloc_array(arena, group->member_count, sizeof(*turns.members));
	for (size_t i = 0; i < group->member_count; i++)
		turns.members[i].next = DAY_FOREVER;
	while (turns.next < planner.count && planner.meetings[turns.next].ends < today)
		turns.next++;
	find_announced(&planner, turns.next);
	while (turns.count < turns.next)
		plan_next(&planner, &turns);
	if (turns.next < planner.count) /* it may have begun */
		note_spoken(&planner, &planner.meetings[turns.next], today);
	find_silent(&planner, &turns);
	while (turns.count < planner.count && !is_enough(&planner, &turns))
		plan_next(&planner, &turns);
	*ret_turns = turns;
}
