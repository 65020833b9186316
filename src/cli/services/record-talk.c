/*
 * Turns the words of a talk (`record: [GET /ping]`) into a recording. notes/ knows the requests and
 * lab/ makes the recording; only this file knows both.
 */
#include "cli/services/record-talk.h"

#include "base/file/file.h"
#include "cli/services/make-folder.h"

bool record_talk_capture(const struct talk_capture *capture, const struct experiment *usual,
	struct experiment_result *ret_result, bool *ret_is_refused, struct error *error)
{
	struct experiment experiment = *usual;
	experiment.output = capture->path;
	experiment.steps = capture->steps;
	experiment.step_count = capture->step_count;
	experiment.keep_alive = capture->keep_alive;
	experiment.program = capture->run;
	experiment.server = capture->server;
	experiment.finds_sources = capture->finds_sources;
	automem char *folder = file_folder(capture->path);
	return make_folder(folder, error) &&
		experiment_run(&experiment, ret_result, ret_is_refused, error);
}
