/* Reads group.yaml of a folder. A file that cannot be read is a mistake of line 0, as of a talk. */
#include "season/schedule.h"

#include "base/file/file.h"

char *schedule_path(const char *folder)
{
	return file_below(folder, SCHEDULE_FILE);
}

int64_t schedule_day_end_s(const struct schedule *schedule)
{
	int64_t minutes = ((int64_t)schedule->turns.today + 1) * DAY_MINUTES;
	return (minutes - schedule->group.zone_min) * 60;
}

void schedule_read(const char *folder, const struct season_talk *talks, size_t talk_count,
	int64_t now_s, int32_t day, struct schedule *ret_schedule)
{
	struct schedule *schedule = ret_schedule;
	*schedule = (struct schedule){ .talks = talks };
	autofinish(error) struct error error = { 0 };
	automem char *path = schedule_path(folder);
	schedule->is_there = file_exists(path);
	if (!schedule->is_there)
		return;
	const char *kept = arena_strdup(&schedule->arena, path);
	autofinish(buffer) struct buffer source = { 0 };
	if (!file_read(path, GROUP_FILE_MAX, &source, &error)) {
		(void)findings_add_error(&schedule->findings, kept, 0, &error);
		return;
	}
	schedule->is_read = group_parse(kept, buffer_bytes(&source), &schedule->arena,
		&schedule->group, &schedule->findings);
	if (schedule->is_read)
		turns_plan(&schedule->group, talks, talk_count,
			day == DAY_NEVER ? day_at(now_s, schedule->group.zone_min) : day,
			&schedule->arena, &schedule->turns, &schedule->findings);
}

void schedule_finish(struct schedule *schedule)
{
	if (!schedule)
		return;
	findings_finish(&schedule->findings);
	arena_finish(&schedule->arena);
	*schedule = (struct schedule){ 0 };
}

const char *schedule_title(const struct group *group)
{
	return *group->name ? group->name : group->is_korean ? "발표" : "Talks";
}

void schedule_append_when(struct text *out, const struct group *group)
{
	unsigned weekday = day_weekday(group->first);
	text_append_format(out, group->is_korean ? "%s" : "%ss",
		group->is_korean ? day_names_korean[weekday] : day_names_english[weekday]);
	if (group->has_time)
		text_append_format(out, " %02u:%02u", group->minute / 60, group->minute % 60);
	if (*group->place)
		text_append_format(out, ", %s", group->place);
}
