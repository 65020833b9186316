/* The message is Markdown as Discord reads it, and reads well where there is none. */
#include "base/format/markdown-text.h"
#include "season/schedule.h"

enum { MEETINGS_THEN = 2 };

static void append_day(struct text *out, const struct schedule *schedule, int32_t day)
{
	day_append_words(out, day, schedule->turns.today, schedule->group.is_korean);
}

static void append_heading(
	struct text *out, const struct schedule *schedule, const struct meeting *meeting)
{
	const struct group *group = &schedule->group;
	text_append(out, "**");
	if (*group->name) {
		markdown_text_append(out, group->name);
		text_append(out, ": ");
	}
	append_day(out, schedule, meeting->held);
	if (group->has_time)
		text_append_format(out, " %02u:%02u", group->minute / 60, group->minute % 60);
	text_append(out, "**");
	if (*group->place) {
		text_append(out, ", ");
		markdown_text_append(out, group->place);
	}
	text_append_char(out, '\n');
}

/* A line for each who speaks, with the title of the talk when it is there already. */
static void append_turns(
	struct text *out, const struct schedule *schedule, const struct meeting *meeting)
{
	for (size_t i = 0; i < meeting->turn_count; i++) {
		const struct turn *turn = &meeting->turns[i];
		const char *title =
			turn->talk == TURN_NO_TALK ? NULL : schedule->talks[turn->talk].title;
		text_append(out, "- ");
		markdown_text_append(out, turn->name);
		if (title && *title) {
			text_append(out, ": ");
			markdown_text_append(out, title);
		}
		if (turn_day(turn, meeting) != meeting->held) {
			text_append(out, ", ");
			append_day(out, schedule, turn->day);
		}
		text_append_char(out, '\n');
	}
	if (!meeting->turn_count)
		text_append(out,
			schedule->group.is_korean ? "- 발표자가 아직 없습니다\n"
						  : "- nobody speaks yet\n");
}

static void append_names(struct text *out, const struct meeting *meeting, bool is_korean)
{
	for (size_t i = 0; i < meeting->turn_count; i++) {
		text_append(out, i ? ", " : "");
		markdown_text_append(out, meeting->turns[i].name);
	}
	if (!meeting->turn_count)
		text_append(out, is_korean ? "미정" : "nobody yet");
}

static void append_holiday(
	struct text *out, const struct schedule *schedule, const struct meeting *meeting)
{
	append_day(out, schedule, meeting->day);
	text_append(out, schedule->group.is_korean ? ": 쉽니다" : ": no meeting");
	if (*meeting->why) {
		text_append(out, " (");
		markdown_text_append(out, meeting->why);
		text_append_char(out, ')');
	}
	text_append_char(out, '\n');
}

/* The meetings behind `at`. */
static void append_then(struct text *out, const struct schedule *schedule, size_t at)
{
	const struct turns *turns = &schedule->turns;
	size_t count = 0;
	for (size_t i = at + 1; i < turns->count && count < MEETINGS_THEN; i++) {
		const struct meeting *meeting = &turns->meetings[i];
		if (!meeting_is_held(meeting)) {
			append_holiday(out, schedule, meeting);
			continue;
		}
		append_day(out, schedule, meeting->held);
		text_append(out, ": ");
		append_names(out, meeting, schedule->group.is_korean);
		text_append_char(out, '\n');
		count++;
	}
}

/* Who has not spoken for three weeks, and does not speak at the meeting; NULL: there is none. */
static void append_silent(
	struct text *out, const struct schedule *schedule, const struct meeting *meeting)
{
	size_t count = 0;
	for (size_t i = 0; i < schedule->group.member_count; i++) {
		if (!schedule->turns.members[i].is_silent ||
			(meeting && meeting_has_turn(meeting, i)))
			continue;
		if (count++)
			text_append(out, ", ");
		else
			text_append(out,
				schedule->group.is_korean ? "3주 동안 발표하지 않은 사람: "
							  : "Not spoken for three weeks: ");
		markdown_text_append(out, schedule->group.members[i].name);
	}
	text_append(out, count ? "\n" : "");
}

void schedule_append_message(struct text *out, const struct schedule *schedule)
{
	const struct turns *turns = &schedule->turns;
	size_t at = turns->next;
	for (; at < turns->count && !meeting_is_held(&turns->meetings[at]); at++)
		append_holiday(out, schedule, &turns->meetings[at]);
	if (at < turns->count) {
		append_heading(out, schedule, &turns->meetings[at]);
		append_turns(out, schedule, &turns->meetings[at]);
		append_then(out, schedule, at);
	} else {
		text_append(out,
			schedule->group.is_korean ? "더 잡힌 모임이 없습니다\n"
						  : "No meeting is planned any more\n");
	}
	append_silent(out, schedule, at < turns->count ? &turns->meetings[at] : NULL);
}
