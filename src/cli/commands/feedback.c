/*
 * `pcapdeck feedback`: what listeners said of a talk, as Markdown. What is worked in is marked, and
 * a person's words are deleted, by a first word: `done`, `forget`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file/file.h"
#include "base/format/day.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/option.h"
#include "deck/talk-list.h"
#include "feedback/lines.h"
#include "feedback/report.h"
#include "notes/slide/talk-parse.h"

enum { REPORT_SIZE_MAX = 16 << 20 };

/* A talk with what was said of it. */
struct heard {
	struct arena arena;
	struct buffer source;
	struct talk talk;
	struct feedback *store;
	struct text name; /* by which the store knows the talk */
};

static void heard_finish(struct heard *heard)
{
	feedback_free(heard->store);
	text_finish(&heard->name);
	arena_finish(&heard->arena);
	buffer_finish(&heard->source);
}
DEFINE_AUTOFINISH(heard);

static bool open_talk(const char *path, struct heard *ret_heard, struct error *error)
{
	autofinish(findings) struct findings findings = { 0 };
	if (file_is_folder(path))
		return error_set(error, "'%s' is a folder: say which talk in it", path);
	ret_heard->store = feedback_of_talk(path, &ret_heard->name);
	return file_read(path, TALK_SIZE_MAX, &ret_heard->source, error) &&
		talk_parse(path, buffer_bytes(&ret_heard->source), &ret_heard->arena,
			&ret_heard->talk, &findings, error);
}

/* ---- what was said ---- */

/* The slides of the talk, with the one that a deck may put before them. */
static struct feedback_report report_of(struct heard *heard, const struct feedback_list *list)
{
	const struct talk *talk = &heard->talk;
	struct feedback_slide *slides =
		arena_alloc_array(&heard->arena, talk->slide_count + 1, sizeof(*slides));
	slides[0] = (struct feedback_slide){ TALK_TITLE_ID, talk->title, 1 };
	for (size_t i = 0; i < talk->slide_count; i++)
		slides[i + 1] = (struct feedback_slide){ talk->slides[i].id, talk->slides[i].title,
			talk->slides[i].line };
	return (struct feedback_report){
		.path = talk->path,
		.title = *talk->title ? talk->title : text_string(&heard->name),
		.slides = slides,
		.slide_count = talk->slide_count + 1,
		.list = list,
	};
}

static bool show(const char *path, int64_t since_s, bool is_json, struct error *error)
{
	autofinish(heard) struct heard heard = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	autofinish(vote_results) struct vote_results votes = { 0 };
	autofinish(text) struct text out = { 0 };
	if (!open_talk(path, &heard, error) ||
		!feedback_read(
			heard.store, text_string(&heard.name), since_s, NULL, &list, error) ||
		!feedback_read_votes(heard.store, text_string(&heard.name), since_s, &votes, error))
		return false;
	struct feedback_report report = report_of(&heard, &list);
	report.votes = &votes;
	if (is_json)
		feedback_report_json(&out, &report);
	else if (list.count || list.slide_count || votes.count)
		feedback_report_markdown(&out, &report);
	else
		report_note("nobody has said anything of '%s' yet", path);
	(void)fputs(text_string(&out), stdout);
	return true;
}

/* ---- done ---- */

static bool is_number(const char *text)
{
	return *text && strlen(text) <= 15 && !text[strspn(text, "0123456789")];
}

/* Marks one item; *done counts those that there are. */
static bool mark(struct heard *heard, int64_t id, bool is_done, size_t *done, struct error *error)
{
	bool is_found;
	if (!feedback_set_done(heard->store, text_string(&heard->name), id, is_done,
		    (int64_t)time(NULL), &is_found, error))
		return false;
	*done += is_found;
	return true;
}

static bool mark_number(
	struct heard *heard, const char *number, bool is_done, size_t *done, struct error *error)
{
	size_t before = *done;
	return mark(heard, strtoll(number, NULL, 10), is_done, done, error) &&
		(*done > before ||
			error_set(error, "'%s' has no feedback with the number %s",
				heard->talk.path, number));
}

/* A tick at what was forgotten since is no mistake. */
static bool mark_ticked(
	struct heard *heard, const char *path, bool is_done, size_t *done, struct error *error)
{
	autofinish(buffer) struct buffer markdown = { 0 };
	if (!file_read(path, REPORT_SIZE_MAX, &markdown, error))
		return false;
	size_t count;
	const int64_t *ids = feedback_report_ticked(&heard->arena, buffer_bytes(&markdown), &count);
	for (size_t i = 0; i < count; i++) {
		if (!mark(heard, ids[i], is_done, done, error))
			return false;
	}
	return true;
}

/* `what` are numbers of items, or files with ticked boxes; none: standard input. */
static bool mark_done(const char *path, char **what, int count, bool is_done, struct error *error)
{
	autofinish(heard) struct heard heard = { 0 };
	size_t done = 0;
	if (!open_talk(path, &heard, error))
		return false;
	if (!count && !mark_ticked(&heard, "-", is_done, &done, error))
		return false;
	for (int i = 0; i < count; i++) {
		bool ok = is_number(what[i]) ? mark_number(&heard, what[i], is_done, &done, error)
					     : mark_ticked(&heard, what[i], is_done, &done, error);
		if (!ok)
			return false;
	}
	report_note(is_done ? "%zu marked as worked in" : "%zu open again", done);
	return true;
}

/* ---- add ---- */

static bool add_line(
	struct heard *heard, const struct feedback_line *line, size_t *added, struct error *error)
{
	struct feedback_item item = line->item;
	int64_t now_s = (int64_t)time(NULL);
	bool is_new = true;
	if (line->mark) {
		++*added;
		return feedback_set_mark(
			heard->store, &item.place, line->mark, line->visitor, now_s, error);
	}
	const struct slide *slide = talk_slide(&heard->talk, item.place.slide);
	item.slide_title = slide ? slide->title : item.place.slide;
	item.at_s = now_s;
	if (!feedback_add(heard->store, &item, line->visitor, &is_new, error))
		return false;
	*added += is_new;
	return true;
}

static bool add_lines(struct heard *heard, const struct feedback_lines *lines, struct error *error)
{
	size_t added = 0;
	for (size_t i = 0; i < lines->count; i++) {
		if (!add_line(heard, &lines->items[i], &added, error))
			return false;
	}
	report_note("%zu added, %zu known already", added, lines->count - added);
	if (lines->other_count)
		report_note("%zu lines are about other talks", lines->other_count);
	return true;
}

/* Takes in what listeners copied from the deck; `file` NULL: standard input. */
static bool add(const char *path, const char *file, struct error *error)
{
	autofinish(heard) struct heard heard = { 0 };
	autofinish(buffer) struct buffer text = { 0 };
	if (!open_talk(path, &heard, error) ||
		!file_read(file ? file : "-", REPORT_SIZE_MAX, &text, error))
		return false;
	const struct feedback_lines lines =
		feedback_lines_read(&heard.arena, buffer_bytes(&text), text_string(&heard.name));
	if (!lines.has_header)
		return error_set(error,
			"this has no lines that a deck copied: they begin with 'pcapdeck feedback:'");
	if (!add_lines(&heard, &lines, error))
		return false;
	if (lines.is_cut)
		return error_set(error,
			"only the first %d lines are read: give the others in a file of their own",
			FEEDBACK_LINES_MAX);
	if (lines.unknown_count) {
		error_set(error, "this line cannot be read, and is left out");
		return error_at(error, file ? file : "-", lines.unknown[0]);
	}
	return true;
}

/* ---- forget ---- */

static bool forget_in(const char *folder, const char *name, uint64_t *total, struct error *error)
{
	autofree(feedback) struct feedback *store = feedback_new(folder);
	uint64_t count;
	bool ok = feedback_forget(store, name, &count, error);
	*total += count;
	return ok;
}

/* Forgets a person in all folders below `path`. */
static bool forget(const char *name, const char *path, struct error *error)
{
	autofinish(talk_list) struct talk_list talks = { 0 };
	autofinish(text) struct text clean = { 0 };
	automem char *folder = file_is_folder(path) ? xstrdup(path) : file_folder(path);
	uint64_t total = 0;
	feedback_clean(&clean, markup_bytes_of(name), FEEDBACK_NAME_MAX, false);
	if (!clean.size)
		return error_set(error, "say whose words are to be forgotten");
	if (!talk_list_find(folder, &talks, error))
		return false;
	bool ok = forget_in(folder, text_string(&clean), &total, error);
	for (size_t i = 0; i < talks.folder_count && ok; i++)
		ok = forget_in(talks.folders[i], text_string(&clean), &total, error);
	if (ok)
		report_note("%llu deleted", (unsigned long long)total);
	return ok;
}

/* ---- the command ---- */

static int run(const struct command *command, int argc, char **argv)
{
	const char *since = NULL;
	bool is_json = false, is_undo = false;
	int64_t since_s = 0;
	const struct option_spec specs[] = {
		{ .name = "since", .value = &since },
		{ .name = "json", .flag = &is_json },
		{ .name = "undo", .flag = &is_undo },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	bool is_done = operands && strcmp(argv[1], "done") == 0;
	bool is_add = operands && strcmp(argv[1], "add") == 0;
	bool is_forget = operands && strcmp(argv[1], "forget") == 0;
	int32_t since_day;
	if (since && !day_read(since, &since_day))
		return report_usage(command, "'%s' is no date: write 2026-11-29", since);
	if (since)
		since_s = day_start_s(since_day);
	if (is_forget ? operands < 2 || operands > 3 : operands < 1 + (is_done || is_add))
		return report_usage(command,
			is_forget ? "say whose words are to be forgotten, and where if not here"
				  : "say which talk");
	if (!is_done && !is_forget && operands > (is_add ? 3 : 1))
		return report_usage(command, "one talk at a time");
	autofinish(error) struct error error = { 0 };
	bool ok = is_add    ? add(argv[2], operands > 2 ? argv[3] : NULL, &error)
		: is_done   ? mark_done(argv[2], argv + 3, operands - 2, !is_undo, &error)
		: is_forget ? forget(argv[2], operands > 2 ? argv[3] : ".", &error)
			    : show(argv[1], since_s, is_json, &error);
	return ok ? EXIT_DONE : report_error(&error);
}

const struct command command_feedback = {
	.name = "feedback",
	.arguments = "TALK.md | add TALK.md | done TALK.md | forget NAME",
	.summary = "what listeners said of a talk, as Markdown",
	.help = "Prints what listeners of a shared talk said, slide by slide: a box for each\n"
		"question or remark, and how many marked the slide. It is kept in\n"
		".pcapdeck/feedback.db beside the talk. What was said of a slide that is gone\n"
		"comes last.\n"
		"\n"
		"'add' takes in what listeners of a deck from a file copied into a chat; 'done'\n"
		"marks as worked in what numbers name, or what is ticked in the Markdown. Both\n"
		"read files that are named behind the talk, or standard input. 'forget' deletes\n"
		"all words of a person, below this folder or one named behind the person.\n"
		"\n"
		"Options:\n"
		"      --since DATE  only what was said from this day on (2026-11-29, UTC)\n"
		"      --json        the same for programs\n"
		"      --undo        with 'done': it is open again\n"
		"\n"
		"Examples:\n"
		"  pcapdeck feedback week1.md >vault/week1-feedback.md\n"
		"  pcapdeck feedback add week1.md from-chat.txt\n"
		"  pcapdeck feedback done week1.md vault/week1-feedback.md\n"
		"  pcapdeck feedback forget Minji slides\n",
	.run = run,
};
