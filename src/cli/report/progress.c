/*
 * A line that overwrites itself: "42 %, 1 234 567 packets". The percentage is that of the file's
 * bytes; it is left out where the size is unknown (a pipe). Short scans show nothing.
 */
#include "cli/report/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/format/timestamp.h"
#include "base/message.h"
#include "base/text.h"

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

void progress_show(
	struct progress *progress, const struct capture_file *capture, uint64_t packet_count)
{
	int64_t now_ms = elapsed_ms(progress);
	int64_t next_ms = progress->shown_ms ? progress->shown_ms + SHOWN_EVERY_MS : SHOWN_AFTER_MS;
	if (now_ms < next_ms)
		return;
	progress->shown_ms = now_ms;

	uint64_t size = capture_file_size(capture);
	autofinish(text) struct text line = { 0 };
	text_append_char(&line, '\r');
	if (size) {
		uint64_t position = capture_file_position(capture);
		text_append_number(&line, position < size ? position * 100 / size : 100);
		text_append(&line, " %, ");
	}
	autofinish(text) struct text count = { 0 };
	text_append_grouped(&count, packet_count, strcmp(messages_lang(), "ko") == 0 ? "," : " ");
	text_append_message(&line, "%s packets", text_string(&count));
	text_append(&line, "\033[K");
	(void)fputs(text_string(&line), stderr);
	(void)fflush(stderr);
}

void progress_clear(struct progress *progress)
{
	if (progress->shown_ms)
		(void)fputs("\r\033[K", stderr);
	progress->shown_ms = 0;
}
