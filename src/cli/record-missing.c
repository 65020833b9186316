/*
 * Joins two layers that do not see each other: a deck that misses a capture, and the lab that can
 * record it.
 */
#include "cli/record-missing.h"

#include <inttypes.h>

#include "cli/command.h"
#include "cli/record-talk.h"
#include "lab/pingpong-server.h"

bool record_missing(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error)
{
	(void)context;
	(void)talk;
	autofinish(experiment_result) struct experiment_result result = { 0 };
	if (!record_talk_capture(capture, PINGPONG_PORT, LAB_MTU, &result, error))
		return false;
	report_note("recorded %s: %" PRIu64 " packets, %" PRIu32 " connection%s", capture->path,
		result.packet_count, result.connection_count,
		result.connection_count == 1 ? "" : "s");
	report_warnings(text_string(&result.remarks));
	return true;
}
