#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

/* How far a scan is: one line on the terminal of standard error, gone when the scan is done. */

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "trace/trace.h"

struct progress {
	struct timespec began;
	int64_t shown_ms; /* when the line was last written, from the beginning; 0: never */
	bool is_wanted;
};

/* Nothing is ever shown unless `is_wanted` and standard error is a terminal. */
void progress_begin(struct progress *progress, bool is_wanted);

/* Once a packet; looks at the clock only every few thousand of them. */
enum { PROGRESS_PACKETS = 1 << 13 };
void progress_show(struct progress *progress, const struct trace *trace, uint64_t packet_count);
static inline void progress_step(
	struct progress *progress, const struct trace *trace, uint64_t packet_count)
{
	if (packet_count % PROGRESS_PACKETS == 0 && progress->is_wanted)
		progress_show(progress, trace, packet_count);
}

/* Takes the line away: before anything else is said, and at the end. */
void progress_clear(struct progress *progress);

#endif
