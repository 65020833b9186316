/*
 * Makes a deck of a talk in these steps: read the notes, read the packets that they ask for, draw
 * the slides, put them into one page. What lives only during a build is in one arena.
 */
#include "deck/deck.h"

#include <string.h>

#include "base/file/file.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/message.h"
#include "capture-file/capture-file.h"
#include "deck/asked-slides.h"
#include "deck/leak-check/leak-check.h"
#include "deck/leak-check/scrub-report.h"
#include "deck/pace.h"
#include "deck/packets/captures.h"
#include "deck/packets/packet-data.h"
#include "deck/packets/packet-files.h"
#include "deck/packets/packet-search.h"
#include "deck/packets/values.h"
#include "deck/page/page.h"
#include "deck/page/starter.h"
#include "deck/slides.h"
#include "deck/title-slide.h"
#include "deck/worksheet/worksheet.h"
#include "explain/words.h"
#include "feedback/store.h"
#include "notes/block/vault.h"
#include "notes/slide/talk-parse.h"
#include "notes/text/written-path.h"

enum { THEME_SIZE_MAX = 1 << 20 };

/* What one build owns. */
struct build {
	struct arena arena;
	struct buffer source; /* the talk's bytes, borrowed by the slides */
	struct talk talk;
	struct captures captures;
	struct code_languages languages;
};

static void build_finish(struct build *build)
{
	captures_finish(&build->captures);
	arena_finish(&build->arena);
	buffer_finish(&build->source);
}
DEFINE_AUTOFINISH(build);

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

/* Writes the talk for a bare capture, from the starter templates. */
static bool write_talk_of(const char *path, const struct deck_options *options,
	struct buffer *ret_source, struct error *error)
{
	automem char *title = file_stem(path);
	automem char *file = file_name(path);
	const struct starter starter = {
		.title = title,
		.lang = options->lang ? options->lang : "en",
		.file = file,
		.capture_path = path,
		.templates = options->templates,
		.is_finished = true,
	};
	autofinish(text) struct text talk = { 0 };
	autofinish(error) struct error damage = { 0 }; /* a finding when the captures are read */
	if (!starter_talk(&talk, &starter, &damage, error))
		return false;
	size_t size = talk.size;
	*ret_source = (struct buffer){ (uint8_t *)text_steal(&talk), size };
	return true;
}

static bool read_talk(struct build *build, const char *path, const struct deck_options *options,
	struct deck *deck, struct error *error)
{
	deck_add_source(deck, path);
	bool ok = capture_file_is_capture(path)
		? write_talk_of(path, options, &build->source, error)
		: file_read(path, TALK_SIZE_MAX, &build->source, error);
	if (!ok)
		return false;
	if (!talk_parse(path, buffer_bytes(&build->source), &build->arena, &build->talk,
		    &deck->findings, error))
		return false;
	asked_slides_prepare(&build->talk, options, deck);
	return true;
}

/* Reads the CSS of `theme: my.css`, which a page has after the program's own. */
static void read_theme(struct build *build, struct deck *deck)
{
	const struct talk *talk = &build->talk;
	if (!talk->theme[0])
		return;
	automem char *path = written_path_beside(talk->path, talk->theme);
	deck_add_source(deck, path);
	autofinish(error) struct error error = { 0 };
	autofinish(buffer) struct buffer css = { 0 };
	if (!file_read(path, THEME_SIZE_MAX, &css, &error)) {
		error_prefix(&error, "theme: ");
		findings_add_error(&deck->findings, talk->path, talk->theme_line, &error);
		return;
	}
	markup_utf8(&deck->theme, buffer_bytes(&css));
	const char *text = text_string(&deck->theme);
	if (strstr(text, "@import") || strstr(text, "url(http") || strstr(text, "url(\"http") ||
		strstr(text, "url('http") || strstr(text, "url(//"))
		findings_add(&deck->findings, FINDING_WARNING, path, 0,
			"a deck loads nothing: '@import' and 'url(http...)' in the theme have no effect");
}

/*
 * Returns the title; without one, the heading of level 1 that the talk begins with; else the file's
 * name.
 */
static const char *page_title(struct build *build)
{
	const struct talk *talk = &build->talk;
	if (talk->title[0])
		return talk->title;
	if (talk->slide_count && talk->slides[0].title[0] &&
		slide_has_talk_heading(&talk->slides[0]))
		return talk->slides[0].title;
	automem char *stem = file_stem(talk->path);
	return printable_straight(&build->arena, markup_bytes_of(stem));
}

static bool write_page(struct build *build, const struct deck_options *options, struct deck *deck,
	struct error *error)
{
	const struct talk *talk = &build->talk;
	autofinish(text) struct text name = { 0 };
	deck->asks_feedback = !talk->refuses_feedback && !capture_file_is_capture(talk->path);
	deck->duration_s = talk->duration_s;
	deck->is_korean = diagram_is_korean(talk->lang);
	feedback_talk_name(&name, talk->path);
	const struct page page = {
		.template_name = "deck.html",
		.is_deck = true,
		.lang = talk->lang,
		.title = page_title(build),
		.duration_s = talk->duration_s,
		.feedback_name = deck->asks_feedback ? text_string(&name) : NULL,
		.body = bytes_of(&deck->slides),
		.packet_data = bytes_of(&deck->packet_data),
		.theme = bytes_of(&deck->theme),
		.languages = build->languages,
	};
	deck->card.presenter = xstrdup(talk->presenter);
	deck->card.presenter_line = talk->presenter_line;
	deck->card.week_line = talk->week_line;
	struct text week = { 0 };
	week_append(&week, talk);
	deck->card.week = text_steal(&week);
	deck->card.date = xstrdup(talk->date);
	return page_write(deck, &page, options, error);
}

/* Writes the worksheet, a page to print. Without blanks to fill in, it stays empty. */
static bool write_worksheet(struct build *build, const struct deck_options *options,
	struct deck *deck, struct error *error)
{
	worksheet_append(&deck->worksheet_words, &build->captures);
	if (!deck->worksheet_words.size)
		return true;
	const struct page page = {
		.template_name = "worksheet.html",
		.lang = build->talk.lang,
		.title = page_title(build),
		.body = bytes_of(&deck->worksheet_words),
	};
	struct deck sheet = { 0 };
	bool ok = page_write(&sheet, &page, options, error);
	autofinish(text) struct text whole = { 0 };
	text_pieces_append_to(&whole, &sheet.html);
	deck_finish(&sheet);
	text_clear(&deck->worksheet_words);
	text_append_size(&deck->worksheet_words, text_string(&whole), whole.size);
	text_pieces_add(&deck->worksheet, bytes_of(&deck->worksheet_words));
	return ok;
}

/* Gives the names of slides the values that their headings quote. */
static void fill_titles(struct build *build)
{
	for (size_t i = 0; i < build->talk.slide_count; i++) {
		struct slide *slide = &build->talk.slides[i];
		slide->title = values_fill(&build->captures, slide->title, &build->arena);
		slide->section = values_fill(&build->captures, slide->section, &build->arena);
	}
}

/* Makes everything but the page: deck->slides, findings, pace and hidden. */
static bool build_slides(struct build *build, const struct deck_options *options, struct deck *deck,
	struct error *error)
{
	if (!captures_read(&build->captures, &build->talk, build->talk.source, options,
		    &build->arena, deck, error))
		return false;
	fill_titles(build);
	if (options->has_pace)
		pace_append_table(&deck->pace, &build->talk, &build->captures);
	if (options->is_redacted) {
		struct redaction_report report = redaction_report(build->captures.redaction);
		scrub_report_append(&deck->hidden, &report, strcmp(messages_lang(), "ko") == 0);
	}
	read_theme(build, deck);
	return slides_html(
		&deck->slides, &build->captures, deck, options, &build->languages, error);
}

static bool build_once(const char *talk_path, const struct deck_options *options,
	struct deck *ret_deck, struct missed_places *places, struct error *error)
{
	autofinish(build) struct build build = { 0 };
	const struct deck_observer *observer = options->observer;
	*ret_deck = (struct deck){ 0 };

	if (!read_talk(&build, talk_path, options, ret_deck, error))
		return false;
	bool ok = build_slides(&build, options, ret_deck, error);
	if (options->drawer)
		options->drawer->end(options->drawer->context, build.talk.path);
	if (observer)
		observer->talk(observer->context, &build.talk, &build.captures);
	if (observer || !ok)
		return ok;
	packet_data_json(&ret_deck->packet_data, &build.captures);
	ret_deck->has_packets = build.captures.block_count > 0;
	if (options->has_search)
		packet_search_json(&ret_deck->search, &build.captures, page_title(&build));
	if (options->has_packet_files)
		packet_files_add(ret_deck, &build.captures);
	if (!write_page(&build, options, ret_deck, error) ||
		(options->has_worksheet && !write_worksheet(&build, options, ret_deck, error)))
		return false;
	if (!options->is_redacted)
		return true;
	ret_deck->leaks = leak_set_new(build.captures.redaction);
	return leak_check(
		ret_deck->leaks, &build.captures, options->templates, ret_deck, places, error);
}

/*
 * Builds the deck again when the leak check finds secrets in packets, with these hidden. Stops
 * when the check finds nothing new, or after ROUNDS_MAX rounds.
 */
bool deck_build(const char *talk_path, const struct deck_options *options, struct deck *ret_deck,
	struct error *error)
{
	enum { ROUNDS_MAX = 8 };
	autofinish(missed_places) struct missed_places places = { 0 };
	struct deck_options again = *options;
	for (unsigned round = 0;; round++) {
		size_t known = places.count;
		again.hidden_places = places.items;
		again.hidden_place_count = known;
		bool ok = build_once(talk_path, &again, ret_deck, &places, error);
		if (ok || places.count == known || round == ROUNDS_MAX || options->skipped_steps)
			return ok;
		deck_finish(ret_deck);
		error_finish(error);
	}
}

/* ---- a slide that is recorded anew ---- */

static bool is_live(const struct slide *slide, const struct talk_capture *capture)
{
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		if (part->is_packets && part->packets->live &&
			strcmp(part->packets->capture, capture->name) == 0)
			return true;
	}
	return false;
}

/*
 * Gives the live captures of the slide another place. There is no file, so that they are recorded
 * as captures are which are missing. Returns false when there are none.
 */
static bool move_captures(
	struct build *build, const struct deck_live *live, const struct slide *slide)
{
	struct talk *talk = &build->talk;
	bool is_any = false;
	struct talk_capture *captures =
		arena_alloc_array(&build->arena, talk->capture_count, sizeof(*captures));
	for (size_t i = 0; i < talk->capture_count; i++) {
		captures[i] = talk->captures[i];
		if (!slide || !is_live(slide, &captures[i]))
			continue;
		automem char *name = file_name(captures[i].path);
		autofinish(text) struct text path = { 0 };
		text_append_format(&path, "%s/%zu/%s", live->folder, i, name);
		captures[i].path = arena_strdup(&build->arena, text_string(&path));
		is_any = true;
	}
	talk->captures = captures;
	return is_any;
}

/*
 * Returns what is wrong on the slide, or with a capture that was recorded for it; NULL when nothing
 * is.
 */
static const char *live_problem(
	const struct build *build, const struct deck *deck, const struct slide *slide)
{
	const struct slide *next = slide + 1;
	bool is_last = next == build->talk.slides + build->talk.slide_count;
	for (size_t i = 0; i < build->captures.count; i++) {
		const struct capture_view *view = &build->captures.views[i];
		if (view->problem && is_live(slide, view->declared))
			return view->problem;
	}
	for (size_t i = 0; i < deck->findings.count; i++) {
		const struct finding *finding = &deck->findings.items[i];
		if (finding->severity == FINDING_ERROR && finding->line >= slide->line &&
			(is_last || finding->line < next->line) &&
			strcmp(finding->path, build->talk.path) == 0)
			return finding->sentence;
	}
	return NULL;
}

/* Sets the error, without the folder of the new captures: nobody knows it. */
static bool refuse_live(const char *problem, const struct deck_live *live, struct error *error)
{
	autofinish(text) struct text words = { 0 };
	size_t size = strlen(live->folder);
	for (const char *at; (at = strstr(problem, live->folder)) != NULL;) {
		text_append_size(&words, problem, (size_t)(at - problem));
		problem = at + size;
		/* also without the folder of each capture there */
		problem += strspn(problem, "/0123456789");
	}
	text_append(&words, problem);
	return error_set(error, "%s", text_string(&words));
}

/* Leaves the packets of other slides out of the data. */
static void keep_slide(struct captures *captures, const struct slide *slide)
{
	for (size_t i = 0; i < captures->block_count; i++) {
		struct block_view *view = &captures->blocks[i];
		bool is_here = false;
		for (size_t j = 0; j < slide->part_count && !is_here; j++) {
			const struct packets_block *block =
				slide->parts[j].is_packets ? slide->parts[j].packets : NULL;
			is_here = block &&
				(view->block == block ||
					(block->sides && view->block >= block->sides &&
						view->block < block->sides + PACKETS_SIDES));
		}
		view->is_broken |= !is_here;
	}
}

bool deck_build_live(const char *talk_path, const struct deck_options *options,
	const struct deck_live *live, struct text *out, struct error *error)
{
	autofinish(build) struct build build = { 0 };
	autofinish(deck) struct deck deck = { 0 };
	struct deck_options again = *options;
	again.live = live;
	again.record = options->record_live;
	if (!read_talk(&build, talk_path, &again, &deck, error))
		return false;
	const struct slide *slide = talk_slide(&build.talk, live->slide);
	if (!move_captures(&build, live, slide))
		return error_set(error, "no slide '%s' of this talk is live", live->slide);
	bool ok = build_slides(&build, &again, &deck, error);
	if (options->drawer)
		options->drawer->end(options->drawer->context, build.talk.path);
	if (!ok)
		return false;
	const char *problem = live_problem(&build, &deck, slide);
	if (problem)
		return refuse_live(problem, live, error);
	keep_slide(&build.captures, slide);
	packet_data_json(&deck.packet_data, &build.captures);
	const struct bytes html = {
		(const uint8_t *)text_string(&deck.slides) + deck.live.from,
		deck.live.size,
	};
	struct json json = { .out = out };
	json_begin_object(&json, NULL);
	json_bytes(&json, "html", html);
	json_literal(&json, "data", text_string(&deck.packet_data));
	json_end_object(&json);
	return true;
}

void deck_finish(struct deck *deck)
{
	if (!deck)
		return;
	text_pieces_finish(&deck->html);
	arena_finish(&deck->arena);
	text_finish(&deck->slides);
	text_finish(&deck->asked);
	text_finish(&deck->packet_data);
	text_finish(&deck->packed);
	text_finish(&deck->theme);
	text_finish(&deck->policy);
	text_pieces_finish(&deck->worksheet);
	text_finish(&deck->worksheet_words);
	findings_finish(&deck->findings);
	leak_set_free(deck->leaks);
	free(deck->written);
	text_finish(&deck->hidden);
	text_finish(&deck->pace);
	text_finish(&deck->calendar);
	talk_card_finish(&deck->card);
	deck_asks_finish(&deck->asks);
	for (size_t i = 0; i < deck->live_count; i++)
		free(deck->live_slides[i]);
	free(deck->live_slides);
	free(deck->slide_list);
	text_finish(&deck->search);
	for (size_t i = 0; i < deck->packet_file_count; i++) {
		free(deck->packet_files[i].name);
		text_finish(&deck->packet_files[i].data);
	}
	free(deck->packet_files);
	for (size_t i = 0; i < deck->source_count; i++)
		free(deck->sources[i]);
	free(deck->sources);
	*deck = (struct deck){ 0 };
}
