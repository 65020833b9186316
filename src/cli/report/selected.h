#ifndef CLI_SELECTED_H
#define CLI_SELECTED_H

/* What of a selection chose nothing, said on standard error: an empty answer alone tells nobody why. */

#include "conversation/selection.h"

struct selected {
	const char *path;
	const struct packet_choice *choice; /* its filter is "" for none */
	uint64_t packet_count, stream_count; /* of the file, as far as it was read */
	uint64_t shown_count;
};

/* A sentence for each range and stream that is not there, and false; else one when nothing was chosen. */
bool report_selected(const struct selected *selected);

#endif
