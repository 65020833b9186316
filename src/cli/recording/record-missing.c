/*
 * Connects two layers that do not know each other: a deck whose capture is missing, and the lab
 * that can record it, where that is allowed.
 */
#include "cli/recording/record-missing.h"

#include <inttypes.h>

#include "base/file/file.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/recording/record-talk.h"
#include "deck/page/starter.h"
#include "lab/endpoints/pingpong-server.h"

/*
 * Where nothing can be recorded, the talk that `new` writes gets a capture of the same exchange
 * that was recorded elsewhere. For any other talk the error stays.
 */
static bool take_sample(
	const struct talk *talk, const struct talk_capture *capture, struct error *error)
{
	struct bytes sample = starter_sample(capture);
	autofinish(error) struct error unwritten = { 0 };
	if (!sample.size || !file_replace(capture->path, sample, &unwritten))
		return false;
	autofinish(text) struct text line = { 0 };
	text_append_message(&line, "cannot record '%s': %s", capture->path, error_message(error));
	text_append_char(&line, '\n');
	text_append_message(&line,
		"'%s' is now a sample of the same requests, which was recorded on another machine; 'pcapdeck record %s' replaces it with yours",
		capture->path, talk->path);
	report_warnings(text_string(&line));
	error_finish(error);
	return true;
}

bool record_missing(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error)
{
	(void)context;
	autofinish(experiment_result) struct experiment_result result = { 0 };
	autofinish(text) struct text retry = { 0 };
	text_append(&retry, "record ");
	operand_append(&retry, talk->path);
	const struct experiment usual = {
		.port = PINGPONG_PORT,
		.mtu = LAB_MTU,
		.retry = text_string(&retry),
	};
	bool is_refused = false;
	if (!record_talk_capture(capture, &usual, &result, &is_refused, error))
		return is_refused && take_sample(talk, capture, error);
	report_note("recorded %s: %llu packets, %u connection%s", capture->path,
		(unsigned long long)result.packet_count, result.connection_count,
		result.connection_count == 1 ? "" : "s");
	report_warnings(text_string(&result.remarks));
	return true;
}
