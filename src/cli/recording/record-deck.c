/*
 * A deck may come from anybody. What it says is read as the front matter of a talk is, with the
 * same limits, and in a temporary folder: no path in it has a meaning. Its recipes reach only
 * pcapdeck's own server, unless it names a port: then nothing but a private network will do.
 */
#include "cli/recording/record-deck.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/recording/record-talk.h"
#include "cli/services/make-folder.h"
#include "cli/services/print-decks.h"
#include "cli/services/standard-output.h"
#include "deck/deck.h"
#include "deck/repeat/repeat-talk.h"
#include "notes/slide/talk-parse.h"

enum { SECONDS_MAX = 120 };

struct again {
	const struct record_deck *order;
	struct deck_file file;
	struct repeat_pair pairs[DECK_RECIPES_MAX];
	struct temporary_folder folder;
	struct arena arena;
	size_t recorded, not_run;
	bool has_failed;
	bool is_piped; /* standard output is the new deck, so all else goes to standard error */
};

static void again_finish(struct again *again)
{
	deck_file_finish(&again->file);
	temporary_folder_finish(&again->folder);
	arena_finish(&again->arena);
}
DEFINE_AUTOFINISH(again);

/* Returns "DECK.mine.html" for "DECK.html", in the arena. */
static const char *output_of(struct again *again)
{
	const struct record_deck *order = again->order;
	if (order->output)
		return order->output;
	const char *dot = strrchr(order->path, '.');
	return arena_printf(&again->arena, "%.*s.mine.html", (int)(dot - order->path), order->path);
}

/* The deck may have another name, too: that of a link. What is not there yet is not the deck. */
static bool refuse_same_file(const char *path, const char *output, struct error *error)
{
	struct stat deck, written;
	bool is_same = stat(path, &deck) == 0 && stat(output, &written) == 0 &&
		deck.st_dev == written.st_dev && deck.st_ino == written.st_ino;
	return !is_same ||
		error_set(error, "'%s' is the deck itself: name another file behind -o", output);
}

static bool write_deck_captures(struct again *again, struct error *error)
{
	const char *folder = again->folder.path;
	for (size_t i = 0; i < again->file.recipe_count; i++) {
		struct repeat_pair *pair = &again->pairs[i];
		*pair = (struct repeat_pair){
			.recipe = &again->file.recipes[i],
			.deck_path = arena_printf(&again->arena, "%s/deck-%zu.pcap", folder, i + 1),
			.own_path = arena_printf(&again->arena, "%s/mine-%zu.pcap", folder, i + 1),
		};
		if (!deck_file_write_capture(
			    &again->file, pair->recipe, pair->deck_path, &pair->kept, error))
			return false;
	}
	return true;
}

/* Says what is wrong with the recipes, without the folder of the talk: nobody knows it. */
static void report_mistakes(struct again *again, const struct findings *findings)
{
	autofinish(error) struct error error = { 0 };
	for (size_t i = 0; i < findings->count; i++) {
		if (findings->items[i].severity != FINDING_ERROR)
			continue;
		error_set(&error, "a recipe of '%s' is not followed: %s", again->order->path,
			findings->items[i].sentence);
		(void)report_error(&error);
		again->has_failed = true;
	}
}

static bool names_a_port(const struct talk_capture *capture)
{
	for (size_t i = 0; i < capture->step_count; i++) {
		if (capture->steps[i].port)
			return true;
	}
	return false;
}

static void print_result(const struct repeat_pair *pair, const struct experiment_result *result)
{
	autofinish(text) struct text line = { 0 }, name = { 0 };
	markup_utf8(&name, markup_bytes_of(pair->recipe->name));
	text_append_message(&line, "recorded '%s' again: %llu packet%s, %llu connection%s",
		text_string(&name), (unsigned long long)result->packet_count,
		result->packet_count == 1 ? "" : "s", (unsigned long long)result->connection_count,
		result->connection_count == 1 ? "" : "s");
	report_note("%s", text_string(&line));
	report_warnings(text_string(&result->remarks));
}

static void print_program(const struct again *again, const struct repeat_pair *pair,
	const struct talk_capture *capture)
{
	autofinish(text) struct text line = { 0 };
	record_talk_append_program(&line, capture, pair->recipe->name);
	if (again->is_piped)
		report_note("%s", text_string(&line));
	else
		(void)printf("%s\n", text_string(&line));
}

static void record_one(
	struct again *again, struct repeat_pair *pair, const struct talk_capture *capture)
{
	autofinish(error) struct error error = { 0 };
	autofinish(experiment_result) struct experiment_result result = { 0 };
	struct experiment usual = again->order->usual;
	usual.is_private_only = !capture->run && names_a_port(capture);
	usual.seconds_max = capture->run ? 0 : SECONDS_MAX;
	usual.is_program_mute = again->is_piped;
	if (capture->run && !again->order->runs_programs) {
		print_program(again, pair, capture);
		again->not_run++;
		return;
	}
	struct talk_capture own = *capture;
	own.path = pair->own_path; /* whatever the talk says */
	pair->is_recorded = record_talk_capture(&own, &usual, &result, NULL, &error);
	again->recorded += pair->is_recorded;
	if (pair->is_recorded) {
		print_result(pair, &result);
		return;
	}
	error_prefix(&error, "cannot record '%s' again: ", pair->recipe->name);
	(void)report_error(&error);
	again->has_failed = true;
}

/*
 * Refuses recipes that reach beyond their captures. Where YAML itself is broken the talk has no
 * captures, and a mistake says why.
 */
static bool check_captures(struct again *again, const struct talk *talk, struct error *error)
{
	return !talk->capture_count ||
		repeat_talk_is_as_written(talk, &again->file, again->pairs) ||
		error_set(error,
			"'%s' is refused: a recipe in it reaches beyond its own capture, and nothing was recorded",
			again->order->path);
}

/* Reads the recipes as front matter, and follows them. */
static bool record_all(struct again *again, const char *talk_path, struct error *error)
{
	autofinish(text) struct text head = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	struct talk talk;
	repeat_talk_head(&head, &again->file, again->pairs, false);
	if (!talk_parse(talk_path, markup_bytes_of(text_string(&head)), &again->arena, &talk,
		    &findings, error))
		return false;
	report_mistakes(again, &findings);
	if (!check_captures(again, &talk, error))
		return false;
	for (size_t i = 0; i < again->file.recipe_count; i++) {
		const char *name = repeat_own_name(&again->arena, &again->file, i);
		for (size_t j = 0; j < talk.capture_count; j++) {
			const struct talk_capture *capture = &talk.captures[j];
			if (strcmp(capture->name, name) == 0 && !capture->is_broken &&
				talk_capture_is_declared(capture))
				record_one(again, &again->pairs[i], capture);
		}
	}
	return true;
}

static bool build_deck(
	struct again *again, const char *talk_path, const char *output, struct error *error)
{
	autofinish(text) struct text talk = { 0 };
	autofinish(deck) struct deck deck = { 0 };
	const struct deck_options options = { 0 };
	repeat_talk_head(&talk, &again->file, again->pairs, true);
	if (!repeat_talk_slides(&talk, &again->file, again->pairs, error) ||
		!file_replace(talk_path, markup_bytes_of(text_string(&talk)), error) ||
		!deck_build(talk_path, &options, &deck, error))
		return false;
	report_mistakes(again, &deck.findings);
	automem char *folder = file_folder(output);
	if (!make_folder(folder, error) || !file_replace_pieces(output, &deck.html, error))
		return false;
	if (!again->is_piped)
		print_size(output, deck.html.size);
	return true;
}

static void refuse_programs(const struct again *again)
{
	autofinish(error) struct error error = { 0 };
	if (!again->not_run)
		return;
	error_set(&error,
		again->not_run == 1
			? "%zu recording of the deck needs the program above, and was left out: 'pcapdeck record %s --run' runs it with your rights"
			: "%zu recordings of the deck need the programs above, and were left out: 'pcapdeck record %s --run' runs them with your rights",
		again->not_run, again->order->path);
	(void)report_error(&error);
}

static bool run(struct again *again, struct error *error)
{
	const char *output = output_of(again);
	again->is_piped = is_standard_output(output);
	if (!refuse_same_file(again->order->path, output, error) ||
		!deck_file_read(again->order->path, &again->file, error) ||
		!temporary_folder_make_guarded("again", &again->folder, error) ||
		!write_deck_captures(again, error))
		return false;
	const char *talk_path = arena_printf(&again->arena, "%s/talk.md", again->folder.path);
	return record_all(again, talk_path, error) &&
		(!again->recorded || build_deck(again, talk_path, output, error));
}

int record_deck(const struct record_deck *deck)
{
	autofinish(again) struct again again = { .order = deck };
	autofinish(error) struct error error = { 0 };
	if (!run(&again, &error))
		return report_error(&error);
	refuse_programs(&again);
	return again.has_failed || again.not_run || !again.recorded ? EXIT_FAILED : EXIT_DONE;
}
