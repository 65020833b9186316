#ifndef DECK_SEASON_SECTION_H
#define DECK_SEASON_SECTION_H

/* The schedule of a group as HTML, for the page that lists its talks. */

#include "season/schedule.h"

/*
 * Appends who speaks when, from the next meeting on; who has not spoken for three weeks; and what
 * was given, closed. `hrefs` has the link of each talk, percent-encoded; NULL: the talk has no
 * deck. `schedule` is read.
 */
void season_section_append(
	struct text *out, const struct schedule *schedule, const char *const *hrefs);

/* Appends the first mistake of a schedule that is there and not read. */
void season_problem_append(struct text *out, const struct schedule *schedule);

#endif
