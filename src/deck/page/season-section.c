/*
 * The schedule is a table: the number of the week, the day, and who speaks. Names are isolated with
 * <bdi>, so that one in Arabic or Hebrew does not move what stands beside it.
 */
#include "deck/page/season-section.h"

#include "base/format/markup.h"
#include "base/message.h"

struct section {
	struct text *out;
	const struct schedule *schedule;
	const char *const *hrefs;
	bool is_korean;
};

static void say(const struct section *section, const char *korean, const char *english)
{
	text_append(section->out, section->is_korean ? korean : english);
}

static void append_name(const struct section *section, const char *name)
{
	text_append(section->out, "<bdi>");
	markup_text(section->out, name);
	text_append(section->out, "</bdi>");
}

static void append_day(const struct section *section, int32_t day)
{
	text_append(section->out, "<time datetime=\"");
	day_append(section->out, day);
	text_append(section->out, "\">");
	day_append_words(section->out, day, section->schedule->turns.today, section->is_korean);
	text_append(section->out, "</time>");
}

/* ---- the table ---- */

static void append_title(const struct section *section, size_t talk)
{
	const char *title = section->schedule->talks[talk].title, *href = section->hrefs[talk];
	if (!title || !*title)
		return;
	text_append(section->out, ": ");
	if (href) {
		text_append(section->out, "<a href=\"");
		markup_attribute(section->out, href);
		text_append(section->out, "\">");
	}
	append_name(section, title);
	text_append(section->out, href ? "</a>" : "");
}

static void append_turns(const struct section *section, const struct meeting *meeting)
{
	text_append(section->out, "<ul>");
	for (size_t i = 0; i < meeting->turn_count; i++) {
		text_append(section->out, "<li>");
		append_name(section, meeting->turns[i].name);
		if (meeting->turns[i].talk != TURN_NO_TALK)
			append_title(section, meeting->turns[i].talk);
		if (turn_day(&meeting->turns[i], meeting) != meeting->held) {
			text_append(section->out, ", ");
			append_day(section, meeting->turns[i].day);
		}
		text_append(section->out, "</li>");
	}
	text_append(section->out, "</ul>");
}

static void append_holiday(const struct section *section, const struct meeting *meeting)
{
	text_append(section->out, "<span class=\"off\">");
	say(section, "쉬는 주", "No meeting");
	if (*meeting->why) {
		text_append(section->out, ": ");
		append_name(section, meeting->why);
	}
	text_append(section->out, "</span>");
}

static void append_meeting(const struct section *section, const struct meeting *meeting)
{
	const struct turns *turns = &section->schedule->turns;
	bool is_next = turns->next < turns->count && meeting == &turns->meetings[turns->next] &&
		meeting_is_held(meeting);
	text_append(section->out, is_next ? "<tr class=\"next\"><td>" : "<tr><td>");
	if (meeting->number)
		text_append_format(section->out, "%u", meeting->number);
	text_append(section->out, "</td><th scope=\"row\">");
	append_day(section, meeting->held);
	text_append(section->out, "</th><td>");
	if (!meeting_is_held(meeting))
		append_holiday(section, meeting);
	else if (!meeting->turn_count && meeting->day < turns->today)
		say(section, "<span class=\"off\">알려진 발표 없음</span>",
			"<span class=\"off\">No talk is known</span>");
	else if (!meeting->turn_count)
		say(section, "<span class=\"off\">미정</span>",
			"<span class=\"off\">Nobody yet</span>");
	if (meeting->turn_count)
		append_turns(section, meeting);
	text_append(section->out, "</td></tr>\n");
}

/* Appends the meetings from `from` to before `to`, the last one first if `is_back`. */
static void append_table(const struct section *section, size_t from, size_t to, bool is_back)
{
	text_append(section->out, "<table>\n<thead><tr><th scope=\"col\">");
	say(section, "주차", "Week");
	text_append(section->out, "</th><th scope=\"col\">");
	say(section, "날짜", "Day");
	text_append(section->out, "</th><th scope=\"col\">");
	say(section, "발표", "Talks");
	text_append(section->out, "</th></tr></thead>\n<tbody>\n");
	for (size_t i = from; i < to; i++) {
		size_t at = is_back ? to - 1 - (i - from) : i;
		append_meeting(section, &section->schedule->turns.meetings[at]);
	}
	text_append(section->out, "</tbody>\n</table>\n");
}

/* ---- the members ---- */

static void append_silent_member(const struct section *section, size_t member)
{
	const struct member_turns *turns = &section->schedule->turns.members[member];
	text_append(section->out, "<li>");
	append_name(section, section->schedule->group.members[member].name);
	text_append(section->out, "<span class=\"byline\"> ");
	if (turns->last == DAY_NEVER) {
		say(section, "아직 발표하지 않음", "has not spoken yet");
	} else {
		say(section, "마지막 ", "last ");
		append_day(section, turns->last);
	}
	if (turns->next != DAY_FOREVER) {
		say(section, " · 다음 ", " · next ");
		append_day(section, turns->next);
	}
	text_append(section->out, "</span></li>\n");
}

static void append_silent(const struct section *section)
{
	bool is_first = true;
	for (size_t i = 0; i < section->schedule->group.member_count; i++) {
		if (!section->schedule->turns.members[i].is_silent)
			continue;
		if (is_first) {
			text_append(section->out, "<h3>");
			say(section, "3주 동안 발표하지 않은 사람", "Not spoken for three weeks");
			text_append(section->out, "</h3>\n<ul class=\"silent\">\n");
		}
		append_silent_member(section, i);
		is_first = false;
	}
	text_append(section->out, is_first ? "" : "</ul>\n");
}

/* ---- all ---- */

static void append_when(const struct section *section)
{
	autofinish(text) struct text when = { 0 };
	schedule_append_when(&when, &section->schedule->group);
	text_append(section->out, "<p class=\"byline\">");
	markup_text(section->out, text_string(&when));
	text_append(section->out, " · <a href=\"" SCHEDULE_CALENDAR "\">");
	say(section, "달력 파일 (.ics)", "Calendar (.ics)");
	text_append(section->out, "</a></p>\n");
}

void season_section_append(
	struct text *out, const struct schedule *schedule, const char *const *hrefs)
{
	const struct turns *turns = &schedule->turns;
	const struct section section = { out, schedule, hrefs, schedule->group.is_korean };
	text_append(out, "<section class=\"season\">\n<h2>");
	say(&section, "일정", "Schedule");
	text_append(out, "</h2>\n");
	append_when(&section);
	if (turns->next < turns->count)
		append_table(&section, turns->next, turns->count, false);
	else
		say(&section, "<p>더 잡힌 모임이 없습니다.</p>\n",
			"<p>No meeting is planned any more.</p>\n");
	append_silent(&section);
	if (turns->next) {
		text_append(out, "<details>\n<summary>");
		say(&section, "지난 모임", "Past meetings");
		text_append(out, "</summary>\n");
		append_table(&section, 0, turns->next, true);
		text_append(out, "</details>\n");
	}
	text_append(out, "</section>\n");
}

void season_problem_append(struct text *out, const struct schedule *schedule)
{
	const struct findings *findings = &schedule->findings;
	text_append(out, "<p class=\"problem\">" SCHEDULE_FILE);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		if (finding->severity != FINDING_ERROR || !finding->line)
			continue;
		text_append_format(out, ":%u: ", finding->line);
		markup_text(out, finding->sentence);
		break;
	}
	text_append(out, "</p>\n");
}
