/*
 * A line that is written over itself: "42 %, 1 234 567 packets". The share is that of the file's bytes
 * and is left out where the size is not known (a pipe). Short scans show nothing.
 */
#include "cli/report/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timestamp.h"

enum { SHOWN_AFTER_MS = 500, SHOWN_EVERY_MS = 100 };

void progress_begin(struct progress *progress, bool is_wanted)
{
	*progress = (struct progress){ .is_wanted = is_wanted && isatty(STDERR_FILENO) };
	(void)clock_gettime(CLOCK_MONOTONIC, &progress->began);
}

static int64_t elapsed_ms(const struct progress *progress)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)(now.tv_sec - progress->began.tv_sec) * 1000 +
		(now.tv_nsec - progress->began.tv_nsec) / NS_PER_MS;
}

void progress_show(struct progress *progress, const struct trace *trace, uint64_t packet_count)
{
	int64_t now_ms = elapsed_ms(progress);
	int64_t next_ms = progress->shown_ms ? progress->shown_ms + SHOWN_EVERY_MS : SHOWN_AFTER_MS;
	if (now_ms < next_ms)
		return;
	progress->shown_ms = now_ms;

	uint64_t size = trace_size(trace);
	autofinish(text) struct text line = { 0 };
	text_append_char(&line, '\r');
	if (size) {
		uint64_t position = trace_position(trace);
		text_append_number(&line, position < size ? position * 100 / size : 100);
		text_append(&line, " %, ");
	}
	text_append_grouped(&line, packet_count, " ");
	text_append(&line, " packets\033[K");
	(void)fputs(text_string(&line), stderr);
	(void)fflush(stderr);
}

void progress_clear(struct progress *progress)
{
	if (progress->shown_ms)
		(void)fputs("\r\033[K", stderr);
	progress->shown_ms = 0;
}
