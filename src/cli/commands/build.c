/*
 * `pcapdeck build`: each talk becomes a file beside it, or in one folder. Talks do not depend on
 * each other, so one that fails is reported and the others are still built; a deck with mistakes shows
 * them, and is a failure all the same. A folder of talks also gets a page that lists them.
 */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/file/path.h"
#include "base/format/markup.h"
#include "cli/option.h"
#include "cli/services/make-folder.h"
#include "cli/services/print-decks.h"
#include "cli/services/record-missing.h"
#include "deck/deck.h"
#include "deck/final-check/final-check.h"
#include "deck/talk-list.h"
#include "notes/slide/string-map.h"
#include "trace/trace.h"

/* A talk's row in the index; strings are malloc()ed. */
struct listed {
	char *href, *title, *presenter, *week, *date, *problem;
	bool has_deck;
};

struct build_run {
	const char *folder; /* -o, or NULL: beside the talk */
	struct deck_options options;
	char **written; /* so that two talks do not become one file */
	size_t written_count, written_capacity;
	char **decks; /* those of `written` that are decks, to be printed */
	size_t deck_count, deck_capacity;
	struct listed *rows; /* of the next index */
	size_t row_count, row_capacity;
	struct leak_set **leaks; /* of scrubbed decks: what the list of them must not say, either */
	size_t leak_count, leak_capacity;
	struct arena arena;
	struct string_map places; /* of decks below `folder`, by the real paths of talks */
	struct string_map built; /* real paths of talks whose decks are in `folder` */
	bool has_failed;
};

static void forget_rows(struct build_run *run)
{
	for (size_t i = 0; i < run->row_count; i++) {
		free(run->rows[i].href);
		free(run->rows[i].title);
		free(run->rows[i].presenter);
		free(run->rows[i].week);
		free(run->rows[i].date);
		free(run->rows[i].problem);
	}
	run->row_count = 0;
}

/* Where the deck goes that is `name` ("sub/01-x") below the folder of talks. */
static char *output_path(const struct build_run *run, const char *folder, const char *name)
{
	struct text path = { 0 };
	if (run->folder)
		folder = run->folder;
	if (strcmp(folder, ".") != 0)
		text_append_format(
			&path, "%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/");
	text_append_format(&path, "%s.html", name);
	return text_steal(&path);
}

static bool claim_path(struct build_run *run, const char *path, struct error *error)
{
	for (size_t i = 0; i < run->written_count; i++) {
		if (strcmp(run->written[i], path) == 0)
			return error_set(error,
				"'%s' was just written from another source: rename one of them",
				path);
	}
	grow_array(
		&run->written, run->written_count, &run->written_capacity, sizeof(*run->written));
	run->written[run->written_count++] = xstrdup(path);
	return true;
}

static bool write_deck(
	struct build_run *run, const char *path, const struct pieces *html, struct error *error)
{
	automem char *folder = file_folder(path);
	if (!claim_path(run, path, error) || !make_folder(folder, error) ||
		!file_replace_pieces(path, html, error))
		return false;
	(void)printf("%s  %zu kB\n", path, (html->size + 999) / 1000);
	return true;
}

static bool begins_path(const char *text, const char *at)
{
	unsigned char before = at > text ? (unsigned char)at[-1] : ' ';
	return before < 0x80 && !isalnum(before) && !strchr("/._-~", before);
}

/* Each path that begins so begins with `place` instead. Empties `text`. */
static void replace_place(struct text *text, const char *path, const char *place)
{
	automem char *old = text_steal(text);
	size_t size = strlen(path);
	for (const char *p = old; *p;) {
		if (size && strncmp(p, path, size) == 0 && begins_path(old, p)) {
			text_append(text, place);
			p += size;
		} else {
			text_append_char(text, *p++);
		}
	}
}

/* Where the author keeps talks is nobody's business who reads the page. */
static void leave_places_out(struct text *problem, const char *talk_path)
{
	const char *home = getenv("HOME");
	automem char *folder = file_folder(talk_path);
	autofinish(text) struct text prefix = { 0 };
	text_append_format(&prefix, "%s/", folder);
	replace_place(problem, text_string(&prefix), "");
	if (home && home[0] == '/' && home[1])
		replace_place(problem, home, "~");
}

/*
 * What is wrong with the talk, for its row; NULL when nothing is. malloc()ed. A sentence may say what a
 * scrubbed deck does not.
 */
static char *problem_of(const struct build_run *run, const char *talk_path,
	const struct findings *findings, const struct error *error)
{
	struct text problem = { 0 };
	if (run->options.is_scrubbed)
		return error_is_set(error) ? xstrdup("no deck: the terminal says why") : NULL;
	if (error_is_set(error)) {
		text_append(&problem, error_message(error));
	} else {
		for (size_t i = 0; i < findings->count && !problem.size; i++) {
			if (findings->items[i].severity == FINDING_ERROR)
				finding_append(&problem, &findings->items[i]);
		}
		if (findings->error_count > 1)
			text_append_format(&problem, " (and %zu more)", findings->error_count - 1);
	}
	leave_places_out(&problem, talk_path);
	return problem.size ? text_steal(&problem) : NULL;
}

/* `folder` is that of the talks, `name` that of the deck below it. */
static void keep_leaks(struct build_run *run, struct deck *deck)
{
	if (!deck->leaks)
		return;
	grow_array(&run->leaks, run->leak_count, &run->leak_capacity, sizeof(*run->leaks));
	run->leaks[run->leak_count++] = deck->leaks;
	deck->leaks = NULL;
}

/* Whoever looks for the deck finds one, which is not what was asked for. */
static void tell_of_old_deck(struct error *error, const char *path)
{
	automem char *message = xstrdup(error_message(error));
	error_set(error, "%s; '%s' is still that of an earlier build", message, path);
}

static void build_talk(
	struct build_run *run, const char *talk_path, const char *folder, const char *name)
{
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	automem char *stem = file_stem(talk_path);
	automem char *path = output_path(run, folder, name);

	bool ok = deck_build(talk_path, &run->options, &deck, &error);
	keep_leaks(run, &deck);
	report_findings(&deck.findings);
	ok = ok && write_deck(run, path, &deck.html, &error);
	run->has_failed |= deck.findings.error_count > 0;
	if (ok) {
		grow_array(&run->decks, run->deck_count, &run->deck_capacity, sizeof(*run->decks));
		run->decks[run->deck_count++] = xstrdup(path);
		(void)fputs(text_string(&deck.pace), stdout);
		if (deck.hidden.size)
			(void)printf("  hidden: %s\n", text_string(&deck.hidden));
	} else {
		if (run->options.is_scrubbed && file_exists(path))
			tell_of_old_deck(&error, path);
		(void)report_error(&error);
		run->has_failed = true;
	}
	struct text href = { 0 };
	text_append_format(&href, "%s.html", name);
	grow_array(&run->rows, run->row_count, &run->row_capacity, sizeof(*run->rows));
	run->rows[run->row_count++] = (struct listed){
		.href = text_steal(&href),
		.title = xstrdup(deck.title && deck.title[0] ? deck.title : stem),
		.presenter = deck.presenter ? xstrdup(deck.presenter) : NULL,
		.week = deck.week ? xstrdup(deck.week) : NULL,
		.date = deck.date ? xstrdup(deck.date) : NULL,
		.problem = problem_of(run, talk_path, &deck.findings, &error),
		.has_deck = ok,
	};
}

static bool is_taken(const struct build_run *run, const char *name)
{
	for (size_t i = 0; i < run->row_count; i++) {
		const char *href = run->rows[i].href;
		size_t size = strlen(name);
		if (strncmp(href, name, size) == 0 && strcmp(href + size, ".html") == 0)
			return true;
	}
	return false;
}

/* The list of talks gives way to a talk of its name. */
static const char *index_name(const struct build_run *run)
{
	static const char *const names[] = { "index", "talks", "all-talks",
		"talks-of-this-folder" };
	size_t i = 0;
	while (i + 1 < ARRAY_COUNT(names) && is_taken(run, names[i]))
		i++;
	if (i)
		report_note("'index.md' is a talk: the list of talks is '%s.html'", names[i]);
	return names[i];
}

/* Of the rows so far. */
static bool write_index(struct build_run *run, const char *folder, struct error *error)
{
	size_t count = run->row_count;
	struct deck_index_entry *entries = xcalloc(count, sizeof(*entries));
	struct text *links = xcalloc(count, sizeof(*links));
	for (size_t i = 0; i < count; i++) {
		const struct listed *row = &run->rows[i];
		markup_url_path(&links[i], row->href);
		entries[i] = (struct deck_index_entry){
			.href = text_string(&links[i]),
			.title = row->title,
			.presenter = row->presenter,
			.week = row->week,
			.date = row->date,
			.problem = row->problem,
			.has_deck = row->has_deck,
		};
	}
	autofinish(deck) struct deck index = { 0 };
	automem char *path = output_path(run, folder, index_name(run));
	bool ok = deck_index_build(entries, count, &run->options, &index, error);
	for (size_t i = 0; ok && i < run->leak_count; i++)
		ok = final_check_index(run->leaks[i], &index, error);
	ok = ok && write_deck(run, path, &index.html, error);
	for (size_t i = 0; i < count; i++)
		text_finish(&links[i]);
	free(links);
	free(entries);
	return ok;
}

/* ---- which talks ---- */

/* One of the PATHs of the command. */
struct build_path {
	const char *path;
	bool is_folder, is_found;
	struct talk_list talks;
};

/* The first capture in a folder, by name, or NULL. */
static char *first_capture(const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);
	char *found = NULL;
	for (int i = 0; i < count; i++) {
		struct text path = { 0 };
		bool has_slash = folder[strlen(folder) - 1] == '/';
		text_append_format(
			&path, "%s%s%s", folder, has_slash ? "" : "/", entries[i]->d_name);
		bool is_capture = !found && entries[i]->d_name[0] != '.' &&
			!file_is_folder(text_string(&path)) && trace_is_capture(text_string(&path));
		if (is_capture)
			found = text_steal(&path);
		text_finish(&path);
		free(entries[i]);
	}
	free(entries);
	return found;
}

static bool refuse_no_talk(const struct build_path *path, struct error *error)
{
	automem char *capture = path->is_folder ? first_capture(path->path) : NULL;
	if (!capture)
		return error_set(error,
			"there is no talk in '%s', nor in a folder below it: a talk is a Markdown "
			"file whose front matter has a 'title:'",
			path->path);
	autofinish(text) struct text typed = { 0 };
	operand_append(&typed, capture);
	return error_set(error,
		"there is no talk in '%s', only captures: 'pcapdeck build %s' makes a deck of one, "
		"'pcapdeck new TALK.md --capture %s' a talk",
		path->path, text_string(&typed), text_string(&typed));
}

static bool find_talks(struct build_path *path, struct error *error)
{
	path->is_folder = file_is_folder(path->path);
	if (!talk_list_find(path->path, &path->talks, error))
		return false;
	return path->talks.count || refuse_no_talk(path, error);
}

/* Where each talk's deck goes below the folder of -o, for the links between them. */
static void plan_decks(struct build_run *run, const struct talk_list *talks)
{
	for (size_t i = 0; i < talks->count; i++) {
		automem char *path = path_real(talks->paths[i]);
		*string_map_place(&run->places, arena_strdup(&run->arena, path)) =
			arena_printf(&run->arena, "%s.html", talks->names[i]);
	}
}

/* Of struct deck_options. */
static bool place_deck(void *context, const char *from, const char *to, struct text *out)
{
	const struct build_run *run = context;
	automem char *from_path = path_real(from);
	automem char *to_path = path_real(to);
	const char *own = string_map_find(&run->places, from_path);
	const char *other = string_map_find(&run->places, to_path);
	if (!run->folder || !own || !other)
		return false;
	path_append_relative(out, own, other);
	return true;
}

/* Whether an earlier PATH was, or held, the same file. */
static bool is_built(struct build_run *run, const char *talk_path)
{
	automem char *path = path_real(talk_path);
	void **place = string_map_place(&run->built, arena_strdup(&run->arena, path));
	bool is_again = *place != NULL;
	*place = run;
	return is_again;
}

/* A talk, or all talks of a folder and their index. In one folder all decks have one index. */
static bool build_path(struct build_run *run, struct build_path *path, struct error *error)
{
	const struct talk_list *talks = &path->talks;
	automem char *folder = path->is_folder ? xstrdup(path->path) : file_folder(path->path);
	if (!run->folder)
		forget_rows(run);
	for (size_t i = 0; i < talks->count; i++) {
		if (!run->folder || !is_built(run, talks->paths[i]))
			build_talk(run, talks->paths[i], folder, talks->names[i]);
	}
	return run->folder || !path->is_folder || write_index(run, folder, error);
}

static void build_paths(struct build_run *run, char **names, size_t count)
{
	struct build_path *paths = xcalloc(count, sizeof(*paths));
	autofinish(error) struct error error = { 0 };
	bool has_folder = false;
	for (size_t i = 0; i < count; i++) {
		paths[i].path = names[i];
		paths[i].is_found = find_talks(&paths[i], &error);
		has_folder |= paths[i].is_found && paths[i].is_folder;
		plan_decks(run, &paths[i].talks);
		run->has_failed |= !paths[i].is_found && report_error(&error);
	}
	for (size_t i = 0; i < count; i++) {
		if (paths[i].is_found && !build_path(run, &paths[i], &error))
			run->has_failed |= report_error(&error) != EXIT_DONE;
		talk_list_finish(&paths[i].talks);
	}
	if (run->folder && has_folder && !write_index(run, run->folder, &error))
		run->has_failed |= report_error(&error) != EXIT_DONE;
	free(paths);
}

/* --pdf, --pdf=steps */
static bool read_pdf(const struct command *command, const char *pdf, struct print_choice *choice)
{
	choice->has_pdf = pdf != NULL;
	choice->is_by_step = pdf && strcmp(pdf, "steps") == 0;
	if (!pdf || !*pdf || choice->is_by_step)
		return true;
	(void)report_usage(command, "--pdf has no form '%s': write --pdf or --pdf=steps", pdf);
	return false;
}

static void build_run_finish(struct build_run *run)
{
	for (size_t i = 0; i < run->written_count; i++)
		free(run->written[i]);
	for (size_t i = 0; i < run->deck_count; i++)
		free(run->decks[i]);
	for (size_t i = 0; i < run->leak_count; i++)
		leak_set_free(run->leaks[i]);
	forget_rows(run);
	arena_finish(&run->arena);
	free(run->rows);
	free(run->leaks);
	free(run->written);
	free(run->decks);
}

static int build_run(const struct command *command, int argc, char **argv)
{
	struct build_run run = { .options = {
					 .record = record_missing,
					 .lang = lang_of_locale(),
					 .place = place_deck,
				 } };
	run.options.place_context = &run;
	run.places.arena = run.built.arena = &run.arena;
	struct print_choice print = { 0 };
	const char *pdf = NULL;
	const struct option_spec specs[] = {
		{ .letter = 'o', .name = "output", .value = &run.folder },
		{ .name = "pdf", .optional = &pdf },
		{ .name = "png", .flag = &print.has_png },
		{ .name = "lang", .value = &run.options.lang },
		{ .name = "scrub", .flag = &run.options.is_scrubbed },
		{ .name = "templates", .value = &run.options.templates },
		{ .name = "verbose", .flag = &run.options.has_pace },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (!operands)
		return report_usage(command, "say which talk, folder of talks, or capture");
	if (!read_pdf(command, pdf, &print) || !option_lang(command, run.options.lang))
		return EXIT_USAGE;

	autofinish(error) struct error error = { 0 };
	if (run.options.templates && !file_is_folder(run.options.templates)) {
		error_set(&error, "there is no folder of templates '%s'", run.options.templates);
		return report_error(&error);
	}
	if (run.folder && !make_folder(run.folder, &error))
		return report_error(&error);
	build_paths(&run, argv + 1, (size_t)operands);
	if ((print.has_pdf || print.has_png) && !print_decks(run.decks, run.deck_count, &print))
		run.has_failed = true;
	build_run_finish(&run);
	return run.has_failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command command_build = {
	.name = "build",
	.arguments = "PATH... [-o FOLDER] [--pdf[=steps]] [--png] [--scrub]",
	.summary = "turn talks, or bare captures, into decks, one HTML file each",
	.help = "PATH is a talk (Markdown with front matter), or a folder: all talks in it and "
		"below "
		"it,\n"
		"and index.html. Hidden folders, node_modules and folders of templates are left "
		"out.\n"
		"Or it is a capture, which becomes a deck without any notes: its connections, and "
		"the\n"
		"packets of the first of them ('pcapdeck new' makes a talk of it "
		"instead).\n"
		"A deck TALK.html stands beside TALK.md. It opens from disk and needs no network. "
		"What\n"
		"could not be made stands in it as a mistake, and the exit status is 1.\n"
		"Captures that a talk declares with 'record:' and that are missing are recorded "
		"first.\n"
		"\n"
		"Options:\n"
		"  -o, --output FOLDER     write the decks there; the folder is made when it is "
		"missing;\n"
		"                          decks of several folders have one index.html\n"
		"      --pdf[=steps]       a PDF beside each deck: a page a slide; with =steps, a "
		"page\n"
		"                          a step\n"
		"      --png               a picture a slide: TALK-01.png, TALK-02.png, ...\n"
		"      --lang ko|en        of a deck straight from a capture, else the locale's\n"
		"      --scrub             a deck to hand out: without speaker notes, and with '*' "
		"for\n"
		"                          cookies, passwords and tokens in everything that it "
		"shows\n"
		"                          and holds; with 'anonymize: true' in a talk without "
		"its\n"
		"                          addresses, too\n"
		"      --templates FOLDER  use the templates in it (deck.html, deck.css, deck.js, "
		"...)\n"
		"                          instead of the program's own, file by file\n"
		"      --verbose           how long each slide may take, by its words, notes and "
		"steps\n"
		"\n"
		"PDF and PNG are made by Chromium or Chrome, which must be installed;\n"
		"PCAPDECK_CHROMIUM may name one.\n"
		"\n"
		"Examples:\n"
		"  pcapdeck build slides/01-what-is-a-network.md\n"
		"  pcapdeck build slides -o public\n"
		"  pcapdeck build pingpong.pcap\n",
	.run = build_run,
};
