/* `pcapdeck week`: what a group tells its chat of the week, from group.yaml and its talks. */
#include <stdio.h>
#include <string.h>

#include "base/file/file.h"
#include "base/format/day.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/services/folder-season.h"
#include "deck/talk-list.h"

static bool print_week(const char *folder, int32_t day, struct error *error)
{
	autofinish(talk_list) struct talk_list list = { 0 };
	autofinish(schedule) struct schedule schedule = { 0 };
	autofinish(text) struct text message = { 0 };
	automem char *path = schedule_path(folder);
	if (!file_is_folder(folder))
		return error_set(error, "there is no folder '%s'", folder);
	if (!file_exists(path))
		return error_set(error,
			"there is no '%s': it says who is in the group and when it meets; 'man pcapdeck' has an example",
			path);
	if (!talk_list_find(folder, &list, error))
		return false;
	folder_season_read(folder, &list, day, &schedule);
	report_findings(&schedule.findings);
	if (!schedule.is_read)
		return error_set(error, "without a schedule there is no message");
	schedule_append_message(&message, &schedule);
	(void)fputs(text_string(&message), stdout);
	return true;
}

static int run(const struct command *command, int argc, char **argv)
{
	const char *date = NULL;
	const struct option_spec specs[] = {
		{ .name = "date", .value = &date },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (operands > 1)
		return report_usage(command, "one folder at a time");
	int32_t day = DAY_NEVER;
	if (date && !day_read(date, &day))
		return report_usage(command, "'%s' is no date: write 2026-11-29", date);
	autofinish(error) struct error error = { 0 };
	return print_week(operands ? argv[1] : ".", day, &error) ? EXIT_DONE : report_error(&error);
}

const struct command command_week = {
	.name = "week",
	.arguments = "[FOLDER] [--date DATE]",
	.summary = "what a group tells its chat of the week: who speaks next",
	.help = "Prints a message for the chat: the next meeting, who speaks there and about\n"
		"what, who speaks then, and who has not spoken for three weeks. FOLDER is that\n"
		"of the talks, '.' by default; its group.yaml says who is in the group and when\n"
		"it meets. Names and titles are text only: they mention and link nobody.\n"
		"\n"
		"Options:\n"
		"      --date DATE  as if it were this day (2026-11-30)\n"
		"\n"
		"Examples:\n"
		"  pcapdeck week slides\n"
		"  pcapdeck week slides --date 2026-11-30\n",
	.run = run,
};
