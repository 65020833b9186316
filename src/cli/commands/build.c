/*
 * pcapdeck build: makes a file of each talk, beside it or in one folder, and of a folder of talks a
 * page that lists them. cli/build/ does that; here are the arguments.
 */
#include <string.h>

#include "base/file/file.h"
#include "cli/build/build-decks.h"
#include "cli/option.h"
#include "cli/services/draw.h"
#include "cli/services/fixed-time.h"
#include "cli/services/make-folder.h"
#include "cli/services/print-decks.h"
#include "cli/recording/record-missing.h"

/* Reads --pdf, --pdf=steps or --pdf=notes. Returns false after a usage message. */
static bool read_pdf(const struct command *command, const char *pdf, bool is_redacted,
	struct print_choice *choice)
{
	choice->has_pdf = pdf != NULL;
	if (!pdf || !*pdf)
		return true;
	if (strcmp(pdf, "steps") == 0) {
		choice->form = PAGES_BY_STEP;
		return true;
	}
	if (strcmp(pdf, "notes") != 0) {
		(void)report_usage(command,
			"--pdf has no form '%s': write --pdf, --pdf=steps or --pdf=notes", pdf);
		return false;
	}
	choice->form = PAGES_WITH_NOTES;
	if (is_redacted)
		(void)report_usage(command,
			"--scrub leaves out the speaker notes that --pdf=notes prints: choose one of them");
	return !is_redacted;
}

enum { JOBS_MAX = 256 };

static int build_run(const struct command *command, int argc, char **argv)
{
	struct build_decks decks;
	build_decks_init(&decks);
	decks.options.record = record_missing;
	decks.options.lang = lang_of_locale();
	decks.options.now_s = fixed_time_s();
	struct print_choice print = { 0 };
	const char *pdf = NULL, *jobs = NULL;
	const struct option_spec specs[] = {
		{ .letter = 'o', .name = "output", .value = &decks.folder },
		{ .letter = 'j', .name = "jobs", .value = &jobs },
		{ .name = "pdf", .optional = &pdf },
		{ .name = "png", .flag = &print.has_png },
		{ .name = "worksheet", .flag = &decks.options.has_worksheet },
		{ .name = "lang", .value = &decks.options.lang },
		{ .name = "scrub", .flag = &decks.options.is_redacted },
		{ .name = "templates", .value = &decks.options.templates },
		{ .name = "verbose", .flag = &decks.options.has_pace },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (!operands)
		return report_usage(command, "say which talk, folder of talks, or capture");
	if (!read_pdf(command, pdf, decks.options.is_redacted, &print) ||
		!option_lang(command, decks.options.lang))
		return EXIT_USAGE;

	uint64_t job_count = build_processors();
	if (jobs && !option_number(command, "--jobs", jobs, 1, JOBS_MAX, &job_count))
		return EXIT_USAGE;
	decks.jobs = (unsigned)job_count;
	print.templates = decks.options.templates;
	autofinish(error) struct error error = { 0 };
	if (decks.options.templates && !file_is_folder(decks.options.templates)) {
		error_set(&error, "there is no folder of templates '%s'", decks.options.templates);
		return report_error(&error);
	}
	if (decks.folder && !make_folder(decks.folder, &error))
		return report_error(&error);
	struct draw *draw = draw_new(&(struct draw_choice){
		.templates = decks.options.templates,
		.keeps_browser = true,
	});
	decks.options.drawer = draw_drawer(draw);
	build_decks_of(&decks, argv + 1, (size_t)operands);
	draw_free(draw);
	if ((print.has_pdf || print.has_png) && !print_decks(decks.decks, decks.deck_count, &print))
		decks.has_failed = true;
	build_decks_finish(&decks);
	return decks.has_failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command command_build = {
	.name = "build",
	.arguments = "PATH... [-o FOLDER] [--pdf[=steps|notes]] [--png]\n        [--scrub]",
	.summary = "turn talks, or bare captures, into decks, one HTML file each",
	.help = "PATH is a talk (Markdown with front matter), or a folder: all talks in it and\n"
		"below it, and index.html. Hidden folders, node_modules and folders of templates\n"
		"are left out. Or it is a capture, which becomes a deck without any notes: its\n"
		"connections, and the packets of the first of them ('pcapdeck new' makes a talk\n"
		"of it instead).\n"
		"A deck TALK.html stands beside TALK.md. It opens from disk and needs no network.\n"
		"What could not be made stands in it as a mistake, and the exit status is 1.\n"
		"Captures that a talk declares with 'record:' and that are missing are recorded\n"
		"first.\n"
		"\n"
		"Options:\n"
		"  -o, --output FOLDER     write the decks there; the folder is made when it is\n"
		"                          missing; decks of several folders have one index.html.\n"
		"                          Of folders it becomes a site for any host: also a\n"
		"                          search over all packets, and captures of them without\n"
		"                          secrets; what did not change is not built again\n"
		"  -j, --jobs N            build at most N talks of a site at a time; as many as\n"
		"                          there are processors by default\n"
		"      --pdf[=steps|notes] a PDF beside each deck: a page a slide; with =steps, a\n"
		"                          page a step; with =notes, a handout: the slide, its\n"
		"                          speaker notes below it\n"
		"      --png               a picture a slide: TALK-01.png, TALK-02.png, ...\n"
		"      --worksheet         a page for listeners beside each deck,\n"
		"                          TALK-worksheet.html: its sequences as tables with\n"
		"                          blanks that follow from the other numbers, and the\n"
		"                          answers at the end\n"
		"      --lang ko|en        of a deck straight from a capture, else the locale's\n"
		"      --scrub             a deck to hand out: without speaker notes, and with\n"
		"                          '*' for cookies, passwords and tokens in everything\n"
		"                          that it shows and holds; with 'anonymize: true' in a\n"
		"                          talk without its addresses, too\n"
		"      --templates FOLDER  use the templates in it (deck.html, deck.css, deck.js,\n"
		"                          ...) instead of the program's own, file by file\n"
		"      --verbose           how long each slide may take, by its words, notes and\n"
		"                          steps\n"
		"\n"
		"PDF and PNG are made by Chromium or Chrome, which must be installed;\n"
		"PCAPDECK_CHROMIUM may name one. It also draws formulas and blocks of Mermaid,\n"
		"which are kept beside the talk, in .pcapdeck; without it their sources are\n"
		"shown.\n"
		"\n"
		"Examples:\n"
		"  pcapdeck build slides/01-what-is-a-network.md\n"
		"  pcapdeck build slides -o public\n"
		"  pcapdeck build pingpong.pcap\n",
	.run = build_run,
};
