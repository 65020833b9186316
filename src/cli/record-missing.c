/*
 * Joins two layers that do not see each other: a deck that misses a capture, and the lab that can
 * record it. Folders on the way to the file are made, since a talk may come without its captures.
 */
#include "cli/record-missing.h"

#include <inttypes.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/make-folder.h"
#include "lab/experiment.h"

bool record_missing(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error)
{
	(void)context;
	(void)talk;
	automem char *folder = file_folder(capture->path);
	if (!make_folder(folder, error))
		return false;
	struct lab_request *requests = xcalloc(capture->request_count, sizeof(*requests));
	for (size_t i = 0; i < capture->request_count; i++)
		requests[i] = (struct lab_request){
			.method = capture->requests[i].method,
			.target = capture->requests[i].target,
		};
	const struct experiment experiment = {
		.output = capture->path,
		.requests = requests,
		.request_count = capture->request_count,
		.keep_alive = capture->keep_alive,
		.port = 8080,
		.mtu = 1500,
	};
	autofinish(experiment_result) struct experiment_result result = { 0 };
	bool ok = experiment_run(&experiment, &result, error);
	free(requests);
	if (!ok)
		return false;
	report_note("recorded %s: %" PRIu64 " packets, %" PRIu32 " connection%s", capture->path,
		result.packet_count, result.connection_count,
		result.connection_count == 1 ? "" : "s");
	report_warnings(text_string(&result.remarks));
	return true;
}
