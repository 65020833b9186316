#ifndef CLI_FOLDER_SEASON_H
#define CLI_FOLDER_SEASON_H

#include "deck/talk-list.h"
#include "season/schedule.h"

/*
 * Reads the schedule of the folder with its talks, of which only the front matter counts; decks are
 * not built. `day` is today; DAY_NEVER: what the clock says, or SOURCE_DATE_EPOCH. `talks` owns
 * what the schedule borrows.
 */
void folder_season_read(
	const char *folder, struct talk_list *talks, int32_t day, struct schedule *ret_schedule);

#endif
