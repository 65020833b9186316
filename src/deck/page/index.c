/* Builds the page that lists talks, with a link to each and what is wrong with it. */
#include "deck/page/index.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/file/path.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "deck/page/page.h"
#include "deck/page/season-section.h"
#include "notes/text/characters.h"

static const char *title_of(const struct deck_index_entry *entry)
{
	const char *title = entry->card->title;
	return title && title[0] ? title : entry->name;
}

static void append_problem(struct text *out, const struct deck_index_entry *entry)
{
	if (!entry->problem)
		return;
	text_append(out, "<p class=\"problem\">");
	markup_text(out, entry->problem);
	text_append(out, "</p>");
}

/* A name in Arabic or Hebrew does not move what stands beside it. */
static void append_isolated(struct text *out, const char *name)
{
	autofinish(arena) struct arena arena = { 0 };
	text_append(out, "<bdi>");
	markup_text(out, printable_straight(&arena, markup_bytes_of(name)));
	text_append(out, "</bdi>");
}

/* Links to the captures by their names. */
static void append_files(struct text *out, const struct deck_index_entry *entry)
{
	text_append(out, entry->file_count ? "<p class=\"files\">" : "");
	for (size_t i = 0; i < entry->file_count; i++) {
		autofinish(text) struct text href = { 0 };
		automem char *name = file_name(entry->files[i]);
		markup_url_path(&href, entry->files[i]);
		text_append(out, i ? " · <a href=\"" : "<a href=\"");
		markup_attribute(out, text_string(&href));
		text_append(out, "\" download>");
		append_isolated(out, name);
		text_append(out, "</a>");
	}
	text_append(out, entry->file_count ? "</p>" : "");
}

static void append_entry(struct text *out, const struct deck_index_entry *entry)
{
	text_append(out, "<li>");
	if (entry->problem && !entry->has_deck) {
		text_append(out, "<span class=\"failed\">");
		markup_text(out, title_of(entry));
		text_append(out, "</span>");
		append_problem(out, entry);
		text_append(out, "</li>\n");
		return;
	}
	text_append(out, "<a href=\"");
	markup_attribute(out, entry->href);
	text_append(out, "\">");
	markup_text(out, title_of(entry));
	text_append(out, "</a>");
	const char *const facts[] = { entry->card->presenter, entry->card->week,
		entry->card->date };
	bool is_first = true;
	for (size_t i = 0; i < ARRAY_COUNT(facts); i++) {
		if (!facts[i] || !facts[i][0])
			continue;
		text_append(out, is_first ? "<p class=\"byline\">" : " · ");
		append_isolated(out, facts[i]);
		is_first = false;
	}
	text_append(out, is_first ? "" : "</p>");
	append_files(out, entry);
	append_problem(out, entry);
	text_append(out, "</li>\n");
}

/* Whether a title has Hangul; the page is in Korean then. */
static bool is_korean(const struct deck_index_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (text_has_hangul(title_of(&entries[i])))
			return true;
	}
	return false;
}

/* ---- the schedule ---- */

static void copy_findings(struct findings *to, const struct findings *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct finding *finding = &from->items[i];
		(void)findings_add(to, finding->severity, finding->path, finding->line, "%s",
			finding->sentence);
	}
}

static void append_schedule(struct deck *deck, const struct schedule *schedule,
	const struct deck_index_entry *entries, size_t count)
{
	if (!schedule->is_read) {
		season_problem_append(&deck->slides, schedule);
		return;
	}
	const char **hrefs = xcalloc(count, sizeof(*hrefs));
	for (size_t i = 0; i < count; i++)
		hrefs[i] = entries[i].has_deck ? entries[i].href : NULL;
	season_section_append(&deck->slides, schedule, hrefs);
	schedule_append_calendar(&deck->calendar, schedule);
	deck->outdated_s = schedule_day_end_s(schedule);
	free(hrefs);
}

/* Reads the schedule of the folder, and writes it before the talks. */
static void add_schedule(struct deck *deck, const struct deck_index_entry *entries, size_t count,
	const char *folder, const struct deck_options *options, struct schedule *schedule)
{
	struct season_talk *talks = arena_alloc_array(&deck->arena, count, sizeof(*talks));
	for (size_t i = 0; i < count; i++) {
		const struct talk_card *card = entries[i].card;
		talks[i] = (struct season_talk){
			.title = title_of(&entries[i]),
			.presenter = card->presenter,
			.week = card->week,
			.date = card->date,
			.path = entries[i].path,
			.presenter_line = card->presenter_line,
			.week_line = card->week_line,
		};
	}
	schedule_read(folder, talks, count, options->now_s ? options->now_s : (int64_t)time(NULL),
		DAY_NEVER, schedule);
	if (!schedule->is_there)
		return;
	automem char *path = schedule_path(folder);
	deck_add_source(deck, path);
	copy_findings(&deck->findings, &schedule->findings);
	append_schedule(deck, schedule, entries, count);
}

/* ---- the page ---- */

bool deck_index_build(const struct deck_index_entry *entries, size_t count, const char *folder,
	const struct deck_options *options, struct deck *ret_deck, struct error *error)
{
	autofinish(schedule) struct schedule schedule = { 0 };
	*ret_deck = (struct deck){ 0 };
	struct text *talks = &ret_deck->slides;
	if (folder)
		add_schedule(ret_deck, entries, count, folder, options, &schedule);
	bool is_in_korean = schedule.is_read ? schedule.group.is_korean : is_korean(entries, count);
	const char *title = is_in_korean ? "발표" : "Talks";
	if (schedule.is_read)
		text_append(talks, is_in_korean ? "<h2>발표 목록</h2>\n" : "<h2>All talks</h2>\n");
	if (count) {
		text_append(talks, "<ol>\n");
		for (size_t i = 0; i < count; i++)
			append_entry(talks, &entries[i]);
		text_append(talks, "</ol>\n");
	} else {
		text_append(talks,
			"<p class=\"empty\">There is no talk here yet: a talk is a Markdown file whose front matter has a title.</p>\n");
	}
	const struct page page = {
		.template_name = "index.html",
		.lang = is_in_korean ? "ko" : "en",
		.title = schedule.is_read ? schedule_title(&schedule.group) : title,
		.body = { (const uint8_t *)text_string(talks), talks->size },
		.has_search = options->has_search,
	};
	return page_write(ret_deck, &page, options, error);
}
