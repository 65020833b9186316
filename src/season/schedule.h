#ifndef SEASON_SCHEDULE_H
#define SEASON_SCHEDULE_H

/* The schedule of a folder of talks, whose group.yaml says who meets when. */

#include "season/turns.h"

#define SCHEDULE_FILE "group.yaml"
#define SCHEDULE_CALENDAR "group.ics"

struct schedule {
	bool is_there; /* the folder has the file; without it there is no schedule */
	bool is_read; /* and it has no mistake: what follows is set */
	struct group group;
	struct turns turns; /* today is the day where the group meets; in UTC without `timezone:` */
	const struct season_talk *talks; /* those that it was made with, borrowed */
	struct findings findings;
	struct arena arena;
};

/* Returns the path of the file in `folder`, malloc()ed. */
char *schedule_path(const char *folder);

/*
 * Reads the file, and plans the turns with the talks of the folder (borrowed) as of `now_s`,
 * seconds since the epoch, or as of `day`, if it is not DAY_NEVER. Mistakes of the file are among
 * the findings.
 */
void schedule_read(const char *folder, const struct season_talk *talks, size_t talk_count,
	int64_t now_s, int32_t day, struct schedule *ret_schedule);
void schedule_finish(struct schedule *schedule);
DEFINE_AUTOFINISH(schedule);

/* When the day ends for which the turns are planned, seconds since the epoch. */
int64_t schedule_day_end_s(const struct schedule *schedule);

/* The file as a calendar, RFC 5545. `schedule` is read. */
void schedule_append_calendar(struct text *out, const struct schedule *schedule);

/*
 * What a group tells its chat of the week: who speaks next, and then; who has not spoken for three
 * weeks. Names and titles are text only: no mention, link or Markdown in them has an effect.
 */
void schedule_append_message(struct text *out, const struct schedule *schedule);

/* The name of the group; "발표" or "Talks" when it has none. */
const char *schedule_title(const struct group *group);

/* Appends "월요일 19:30, Discord" or "Mondays 19:30, Discord": when and where the group meets. */
void schedule_append_when(struct text *out, const struct group *group);

#endif
