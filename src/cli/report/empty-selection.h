#ifndef CLI_REPORT_EMPTY_SELECTION_H
#define CLI_REPORT_EMPTY_SELECTION_H

/*
 * Reports on standard error which part of a selection chose nothing, since an empty output does not
 * explain itself.
 */

#include "conversation/selection.h"

struct selected {
	const char *path;
	const struct packet_choice *choice; /* the filter is "" for none */
	uint64_t packet_count, stream_count; /* of the part of the file that was read */
	uint64_t shown_count;
};

/*
 * Prints a sentence for each range and stream that does not exist, and returns false. Otherwise
 * prints one when no packet was chosen.
 */
bool report_selected(const struct selected *selected);

#endif
