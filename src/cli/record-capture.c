/* Joins what a talk declares (notes/) to the laboratory that makes it (lab/). */
#include "cli/record-capture.h"

#include <stdlib.h>

#include "base/arena.h"
#include "cli/command.h"
#include "lab/experiment.h"

bool record_declared_capture(void *context, const struct talk *talk,
	const struct talk_capture *capture, struct error *error)
{
	(void)context;
	struct lab_request *requests = xcalloc(capture->request_count, sizeof(*requests));
	for (size_t i = 0; i < capture->request_count; i++) {
		requests[i].method = capture->requests[i].method;
		requests[i].target = capture->requests[i].target;
	}
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
		return error_at(error, talk->path, capture->line);
	report_warnings(text_string(&result.remarks));
	report_note("recorded '%s': %llu packets", capture->path,
		(unsigned long long)result.packet_count);
	return true;
}
