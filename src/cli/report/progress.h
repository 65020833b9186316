#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

/*
 * The progress of a scan: one line on the terminal of standard error, removed when the scan is
 * done.
 */

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "capture-file/capture-file.h"

struct progress {
	struct timespec began;
	int64_t shown_ms; /* when the line was last written, in ms since the start; 0: never */
	bool is_wanted;
};

/* Shows nothing unless `is_wanted` and standard error is a terminal. */
void progress_begin(struct progress *progress, bool is_wanted);

/* Called once a packet; reads the clock only every PROGRESS_PACKETS packets. */
enum { PROGRESS_PACKETS = 1 << 13 };
void progress_show(
	struct progress *progress, const struct capture_file *capture, uint64_t packet_count);
static inline void progress_step(
	struct progress *progress, const struct capture_file *capture, uint64_t packet_count)
{
	if (packet_count % PROGRESS_PACKETS == 0 && progress->is_wanted)
		progress_show(progress, capture, packet_count);
}

/* Removes the line: before any other output, and at the end. */
void progress_clear(struct progress *progress);

#endif
