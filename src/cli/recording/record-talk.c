/*
 * Turns the words of a talk (`record: [GET /ping]`) into a recording. notes/ knows the requests and
 * lab/ makes the recording; only this file knows both.
 */
#include "cli/recording/record-talk.h"

#include "base/file/file.h"
#include "cli/services/make-folder.h"
#include "recipe/program-seconds.h"

/* What the command line says comes first, then what the talk says. */
static uint32_t seconds_of(uint32_t said, uint32_t of_talk)
{
	return said ? said : of_talk ? of_talk : PROGRAM_SECONDS;
}

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
	experiment.program_seconds = seconds_of(usual->program_seconds, capture->program_seconds);
	experiment.listen_seconds = seconds_of(usual->listen_seconds, capture->listen_seconds);
	experiment.is_of_talk = true;
	automem char *folder = file_folder(capture->path);
	return make_folder(folder, error) &&
		experiment_run(&experiment, ret_result, ret_is_refused, error);
}
