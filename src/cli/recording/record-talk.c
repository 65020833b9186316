/*
 * Turns the words of a talk (`record: [GET /ping]`) into a recording. notes/ knows the requests and
 * lab/ makes the recording; only this file knows both.
 */
#include "cli/recording/record-talk.h"

#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/message.h"
#include "cli/option.h"
#include "cli/services/make-folder.h"
#include "recipe/program-seconds.h"

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
	experiment.program_seconds =
		program_seconds_of(usual->program_seconds, capture->program_seconds);
	experiment.listen_seconds =
		program_seconds_of(usual->listen_seconds, capture->listen_seconds);
	experiment.is_of_talk = true;
	automem char *folder = file_folder(capture->path);
	return make_folder(folder, error) &&
		experiment_run(&experiment, ret_result, ret_is_refused, error);
}

/* Appends a command line as it is typed into a shell, without what could steer the terminal. */
static void append_command(struct text *out, const char *const *argv)
{
	for (size_t i = 0; argv[i]; i++) {
		autofinish(text) struct text word = { 0 };
		operand_append(&word, argv[i]);
		if (i)
			text_append_char(out, ' ');
		printable_append(out, markup_bytes_of(text_string(&word)));
	}
}

void record_talk_append_program(
	struct text *out, const struct talk_capture *capture, const char *shown_name)
{
	autofinish(text) struct text name = { 0 }, command = { 0 }, server = { 0 };
	markup_utf8(&name, markup_bytes_of(shown_name));
	append_command(&command, capture->run);
	if (capture->server)
		printable_append(&server, markup_bytes_of(capture->server));
	if (capture->server)
		text_append_message(out, "'%s' needs: %s (server: %s)", text_string(&name),
			text_string(&command), text_string(&server));
	else
		text_append_message(
			out, "'%s' needs: %s", text_string(&name), text_string(&command));
}
