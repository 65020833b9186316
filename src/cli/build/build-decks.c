/*
 * Builds decks and writes them. Talks do not depend on each other, so when one fails, it is
 * reported and the others are still built. A deck with mistakes shows them, and still counts as a
 * failure.
 */
#include "cli/build/build-decks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file/file.h"
#include "base/file/path.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "cli/build/build-operand.h"
#include "cli/build/site.h"
#include "cli/command.h"
#include "cli/services/make-folder.h"
#include "cli/services/print-decks.h"
#include "season/schedule.h"

/*
 * Returns the path of the deck called `name` ("sub/01-x"), below -o, else below the folder of
 * talks; malloc()ed.
 */
static char *output_path(const struct build_decks *decks, const char *folder, const char *name)
{
	autofinish(text) struct text file = { 0 };
	text_append_format(&file, "%s.html", name);
	return file_below(decks->folder ? decks->folder : folder, text_string(&file));
}

static bool claim_path(struct build_decks *decks, const char *path, struct error *error)
{
	for (size_t i = 0; i < decks->written_count; i++) {
		if (strcmp(decks->written[i], path) == 0)
			return error_set(error,
				"'%s' was just written from another source: rename one of them",
				path);
	}
	grow_array(&decks->written, decks->written_count, &decks->written_capacity,
		sizeof(*decks->written));
	decks->written[decks->written_count++] = xstrdup(path);
	return true;
}

static bool write_deck(struct build_decks *decks, const char *path, const struct text_pieces *html,
	struct error *error)
{
	automem char *folder = file_folder(path);
	if (!claim_path(decks, path, error) || !make_folder(folder, error) ||
		!file_replace_pieces(path, html, error))
		return false;
	print_size(path, html->size);
	return true;
}

/* Takes over the path. */
static void keep_deck(struct build_decks *decks, char *path)
{
	grow_array(&decks->decks, decks->deck_count, &decks->deck_capacity, sizeof(*decks->decks));
	decks->decks[decks->deck_count++] = path;
}

/* The callback `on_deck` of struct site_plan. */
static void keep_site_deck(void *context, const char *name)
{
	struct build_decks *decks = context;
	keep_deck(decks, file_below(decks->folder, name));
}

/* Says that an old deck is still there, so that nobody takes it for the one that was asked for. */
static void mention_old_deck(struct error *error, const char *path)
{
	automem char *message = xstrdup(error_message(error));
	error_set(error, "%s; '%s' is still that of an earlier build", message, path);
}

/* Writes the worksheet beside the deck "x.html", as "x-worksheet.html". */
static bool write_worksheet(
	struct build_decks *decks, const char *path, const struct deck *deck, struct error *error)
{
	if (!decks->options.has_worksheet)
		return true;
	if (!deck->worksheet.size) {
		report_note(
			"'%s' has no worksheet: no sequence of TCP in it has a number that follows from others",
			path);
		return true;
	}
	autofinish(text) struct text beside = { 0 };
	text_append_size(&beside, path, strlen(path) - strlen(".html"));
	text_append(&beside, "-worksheet.html");
	return write_deck(decks, text_string(&beside), &deck->worksheet, error);
}

/* Builds one talk. `folder` is that of the talks, `name` that of the deck relative to it. */
static void build_talk(
	struct build_decks *decks, const char *talk_path, const char *folder, const char *name)
{
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	automem char *path = output_path(decks, folder, name);

	bool ok = deck_build(talk_path, &decks->options, &deck, &error);
	list_page_take_leaks(&decks->page, &deck);
	report_findings(&deck.findings);
	ok = ok && write_deck(decks, path, &deck.html, &error);
	decks->has_failed |= deck.findings.error_count > 0;
	ok = ok && write_worksheet(decks, path, &deck, &error);
	if (ok) {
		keep_deck(decks, xstrdup(path));
		(void)fputs(text_string(&deck.pace), stdout);
		if (deck.hidden.size)
			(void)printf(message_of("  hidden: %s\n"), text_string(&deck.hidden));
	} else {
		if (decks->options.is_redacted && file_exists(path))
			mention_old_deck(&error, path);
		(void)report_error(&error);
		decks->has_failed = true;
	}
	list_page_add(&decks->page, talk_path, name, &deck, decks->options.is_redacted, &error);
}

/* Writes the calendar of a schedule beside the page `path`. */
static bool write_calendar(const char *path, const struct deck *index, struct error *error)
{
	automem char *beside = file_beside(path, SCHEDULE_CALENDAR);
	if (!index->calendar.size)
		return true;
	if (!file_replace(beside, markup_bytes_of(text_string(&index->calendar)), error))
		return false;
	print_size(beside, index->calendar.size);
	return true;
}

/* Writes the page of the talks so far. */
static bool write_list(struct build_decks *decks, const char *folder, struct error *error)
{
	autofinish(deck) struct deck index = { 0 };
	automem char *path = output_path(decks, folder, list_page_name(&decks->page));
	bool ok = list_page_build(&decks->page, decks->season, &decks->options, &index, error) &&
		write_deck(decks, path, &index.html, error) && write_calendar(path, &index, error);
	report_findings(&index.findings);
	decks->has_failed |= index.findings.error_count > 0;
	return ok;
}

/* Takes the first of the folders that has a schedule: they share one page. */
static void find_season(
	struct build_decks *decks, const struct build_operand *operands, size_t count)
{
	for (size_t i = 0; i < count && !decks->season; i++) {
		automem char *path = schedule_path(operands[i].path);
		if (operands[i].is_found && operands[i].is_folder && file_exists(path))
			decks->season = operands[i].path;
	}
}

/* Remembers where each talk's deck goes below the folder of -o, for links between decks. */
static void plan_decks(struct build_decks *decks, const struct talk_list *talks)
{
	for (size_t i = 0; i < talks->count; i++) {
		automem char *path = path_real(talks->paths[i]);
		*string_map_place(&decks->places, arena_strdup(&decks->arena, path)) =
			arena_printf(&decks->arena, "%s.html", talks->names[i]);
	}
}

/* The callback `place` of struct deck_options. */
static bool place_deck(void *context, const char *from, const char *to, struct text *out)
{
	const struct build_decks *decks = context;
	automem char *from_path = path_real(from);
	automem char *to_path = path_real(to);
	const char *own = string_map_find(&decks->places, from_path);
	const char *other = string_map_find(&decks->places, to_path);
	if (!decks->folder || !own || !other)
		return false;
	path_append_relative(out, own, other);
	return true;
}

/* Whether an earlier PATH was or contained the same file. Remembers the file. */
static bool is_built(struct build_decks *decks, const char *talk_path)
{
	automem char *path = path_real(talk_path);
	void **place = string_map_place(&decks->built, arena_strdup(&decks->arena, path));
	bool is_again = *place != NULL;
	*place = decks;
	return is_again;
}

/*
 * Builds a talk, or all talks of a folder and the page that lists them.
 */
static bool build_talks(
	struct build_decks *decks, const struct build_operand *operand, struct error *error)
{
	const struct talk_list *talks = &operand->talks;
	automem char *folder =
		operand->is_folder ? xstrdup(operand->path) : file_folder(operand->path);
	list_page_clear_rows(&decks->page);
	decks->season = operand->is_folder ? operand->path : NULL;
	for (size_t i = 0; i < talks->count; i++) {
		if (!decks->folder || !is_built(decks, talks->paths[i]))
			build_talk(decks, talks->paths[i], folder, talks->names[i]);
	}
	return !operand->is_folder || write_list(decks, folder, error);
}

/* Builds the talks of all operands into one site. Two talks may not become the same deck. */
static void build_site(struct build_decks *decks, const struct build_operand *operands,
	size_t count, char *const *paths)
{
	autofinish(error) struct error error = { 0 };
	size_t talk_count = 0, capacity = 0;
	struct site_talk *talks = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct talk_list *list = &operands[i].talks;
		for (size_t j = 0; operands[i].is_found && j < list->count; j++) {
			automem char *path = output_path(decks, NULL, list->names[j]);
			if (is_built(decks, list->paths[j]))
				continue;
			if (!claim_path(decks, path, &error)) {
				decks->has_failed |= report_error(&error) != EXIT_DONE;
				error_finish(&error);
				continue;
			}
			grow_array(&talks, talk_count, &capacity, sizeof(*talks));
			talks[talk_count++] =
				(struct site_talk){ list->paths[j], list->names[j] };
		}
	}
	const struct site_plan plan = {
		.folder = decks->folder,
		.season = decks->season,
		.options = &decks->options,
		.talks = talks,
		.talk_count = talk_count,
		.typed = paths,
		.typed_count = count,
		.jobs = decks->jobs,
		.on_deck = keep_site_deck,
		.context = decks,
	};
	list_page_clear_rows(&decks->page);
	decks->has_failed |= !site_build(&plan, &decks->page);
	free(talks);
}

void build_decks_of(struct build_decks *decks, char **paths, size_t count)
{
	struct build_operand *operands = xcalloc(count, sizeof(*operands));
	autofinish(error) struct error error = { 0 };
	bool has_folder = false;
	for (size_t i = 0; i < count; i++) {
		bool is_found = build_operand_find(paths[i], &operands[i], &error);
		has_folder |= is_found && operands[i].is_folder;
		plan_decks(decks, &operands[i].talks);
		decks->has_failed |= !is_found && report_error(&error);
	}
	if (decks->folder && has_folder) {
		find_season(decks, operands, count);
		build_site(decks, operands, count, paths);
	}
	for (size_t i = 0; i < count; i++) {
		bool is_alone = operands[i].is_found && !(decks->folder && has_folder);
		if (is_alone && !build_talks(decks, &operands[i], &error))
			decks->has_failed |= report_error(&error) != EXIT_DONE;
		talk_list_finish(&operands[i].talks);
	}
	free(operands);
}

unsigned build_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	return count > 0 ? (unsigned)count : 1;
}

void build_decks_init(struct build_decks *decks)
{
	*decks = (struct build_decks){ .options.place = place_deck };
	decks->options.place_context = decks;
	decks->places.arena = decks->built.arena = &decks->arena;
}

void build_decks_finish(struct build_decks *decks)
{
	for (size_t i = 0; i < decks->written_count; i++)
		free(decks->written[i]);
	for (size_t i = 0; i < decks->deck_count; i++)
		free(decks->decks[i]);
	list_page_finish(&decks->page);
	arena_finish(&decks->arena);
	free(decks->written);
	free(decks->decks);
}
