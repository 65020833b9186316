/*
 * `pcapdeck check`: lists what a listener would stumble over, a line each, in the form that editors
 * jump to. Findings are data, so they go to standard output; the exit status says whether there are
 * any.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/services/draw.h"
#include "cli/services/folder-season.h"
#include "deck/check/check.h"
#include "deck/talk-list.h"

struct check_total {
	size_t talks, slides, findings;
};

static void print_findings(const struct findings *findings)
{
	autofinish(text) struct text lines = { 0 };
	autofinish(text) struct text safe = { 0 }; /* names in a talk may hold terminal escapes */
	for (size_t i = 0; i < findings->count; i++) {
		finding_append(&lines, &findings->items[i]);
		text_append_char(&lines, '\n');
	}
	printable_append_lines(&safe, markup_bytes_of(text_string(&lines)));
	(void)fputs(text_string(&safe), stdout);
}

static void check_one(
	const char *path, const struct draw *draw, bool is_verbose, struct check_total *total)
{
	autofinish(check) struct check check = { 0 };
	check_talk(path, draw_drawer(draw), &check);
	print_findings(&check.findings);
	if (is_verbose) {
		autofinish(text) struct text pace = { 0 };
		markup_utf8(&pace, markup_bytes_of(text_string(&check.pace)));
		(void)fputs(text_string(&pace), stdout);
	}
	total->talks++;
	total->slides += check.slide_count;
	total->findings += check.findings.count;
}

/* Checks group.yaml of a folder, where it is. */
static void check_season(const char *folder, struct talk_list *talks, struct check_total *total)
{
	autofinish(schedule) struct schedule schedule = { 0 };
	folder_season_read(folder, talks, DAY_NEVER, &schedule);
	findings_sort(&schedule.findings);
	print_findings(&schedule.findings);
	total->findings += schedule.findings.count;
}

static bool check_path(const char *path, const struct draw *draw, bool is_verbose,
	struct check_total *total, struct error *error)
{
	autofinish(talk_list) struct talk_list talks = { 0 };
	if (!talk_list_find(path, &talks, error))
		return false;
	if (!talks.count)
		return error_set(error,
			"there is no talk in '%s', nor in a folder below it: a talk is a Markdown file whose front matter has a 'title:'",
			path);
	for (size_t i = 0; i < talks.count; i++)
		check_one(talks.paths[i], draw, is_verbose, total);
	if (file_is_folder(path))
		check_season(path, &talks, total);
	return true;
}

static int check_run(const struct command *command, int argc, char **argv)
{
	bool is_verbose = false;
	const struct option_spec specs[] = {
		{ .name = "verbose", .flag = &is_verbose },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (!operands)
		return report_usage(command, "say which talk, or a folder of talks");

	struct check_total total = { 0 };
	bool has_failed = false;
	autofree(draw) struct draw *draw =
		draw_new(&(struct draw_choice){ .keeps_browser = true, .only_reads = true });
	for (int i = 1; i <= operands; i++) {
		autofinish(error) struct error error = { 0 };
		if (!check_path(argv[i], draw, is_verbose, &total, &error)) {
			(void)report_error(&error);
			has_failed = true;
		}
	}
	if (total.talks)
		report_note("checked %zu %s, %zu %s: %zu %s", total.talks,
			total.talks == 1 ? "talk" : "talks", total.slides,
			total.slides == 1 ? "slide" : "slides", total.findings,
			total.findings == 1 ? "finding" : "findings");
	return has_failed || total.findings ? EXIT_FAILED : EXIT_DONE;
}

const struct command command_check = {
	.name = "check",
	.arguments = "PATH... [--verbose]",
	.summary = "look for stale notes, dead links and slides that hold too much",
	.help = "PATH is a talk, or a folder: all talks in it. Each finding is a line\n"
		"'FILE:LINE: MESSAGE'; the exit status is 1 when there are any.\n"
		"\n"
		"What is looked for: notes and values that do not fit their capture; links,\n"
		"images and captures that are missing; captures that nothing shows; slides and\n"
		"code too big for the stage; a talk outside 10 to 15 minutes. Nothing is written\n"
		"or recorded, and links to other machines are not followed.\n"
		"\n"
		"Options:\n"
		"      --verbose  also how long each slide may take, by its words, notes and\n"
		"                 steps\n"
		"\n"
		"Examples:\n"
		"  pcapdeck check slides\n"
		"  pcapdeck check slides/01-what-is-a-network.md\n",
	.run = check_run,
};
