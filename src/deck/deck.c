/*
 * A talk becomes a deck. The whole way of it is deck_build(): read the notes, read what they ask of
 * the captures, draw the slides, put them into one page. Everything in between lives in one arena
 * and is freed together.
 */
#include "deck/deck.h"

#include <string.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "deck/check/pace.h"
#include "deck/final-check/final-check.h"
#include "deck/final-check/hidden.h"
#include "deck/packets/captures.h"
#include "deck/packets/packet-data.h"
#include "deck/page/page.h"
#include "deck/page/starter.h"
#include "deck/slides.h"
#include "notes/block/vault.h"
#include "trace/trace.h"

enum { TALK_SIZE_MAX = 4 << 20, THEME_SIZE_MAX = 1 << 20 };

/* What one build owns. */
struct build {
	struct arena arena;
	struct buffer source; /* the talk's bytes, which the slides borrow */
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

/* The talk that somebody would begin with who was given the capture. */
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
	if (!starter_talk(&talk, &starter, error))
		return false;
	size_t size = talk.size;
	*ret_source = (struct buffer){ (uint8_t *)text_steal(&talk), size };
	return true;
}

static bool read_talk(struct build *build, const char *path, const struct deck_options *options,
	struct deck *deck, struct error *error)
{
	deck_add_source(deck, path);
	bool ok = trace_is_capture(path) ? write_talk_of(path, options, &build->source, error)
					 : file_read(path, TALK_SIZE_MAX, &build->source, error);
	if (!ok)
		return false;
	return talk_parse(path, buffer_bytes(&build->source), &build->arena, &build->talk,
		&deck->findings, error);
}

/* `theme: my.css`: rules of the talk's own, after ours. */
static void read_theme(struct build *build, struct deck *deck)
{
	const struct talk *talk = &build->talk;
	if (!talk->theme[0])
		return;
	automem char *path = vault_beside(talk->path, talk->theme);
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
			"a deck loads nothing: '@import' and 'url(http...)' in the theme have no "
			"effect");
}

/* A talk without a title is called by the heading of level 1 that it begins with, or its file. */
static const char *page_title(struct build *build)
{
	const struct talk *talk = &build->talk;
	if (talk->title[0])
		return talk->title;
	if (talk->slide_count && talk->slides[0].title[0] &&
		slide_has_talk_heading(&talk->slides[0]))
		return talk->slides[0].title;
	automem char *stem = file_stem(talk->path);
	return arena_strdup(&build->arena, stem);
}

static bool write_page(struct build *build, const struct deck_options *options, struct deck *deck,
	struct error *error)
{
	const struct talk *talk = &build->talk;
	const struct page page = {
		.template_name = "deck.html",
		.is_deck = true,
		.lang = talk->lang,
		.title = page_title(build),
		.duration_s = talk->duration_s,
		.body = bytes_of(&deck->slides),
		.packet_data = bytes_of(&deck->packet_data),
		.theme = bytes_of(&deck->theme),
		.languages = build->languages,
	};
	deck->presenter = xstrdup(talk->presenter);
	struct text week = { 0 };
	week_append(&week, talk);
	deck->week = text_steal(&week);
	deck->date = xstrdup(talk->date);
	return page_write(deck, &page, options, error);
}

/* Everything but the page: deck->slides, and what goes with them. */
static bool build_slides(struct build *build, const struct deck_options *options, struct deck *deck,
	struct error *error)
{
	if (!captures_read(&build->captures, &build->talk, build->talk.source, options,
		    &build->arena, deck, error))
		return false;
	if (options->has_pace)
		pace_append_table(&deck->pace, &build->talk, &build->captures);
	if (options->is_scrubbed) {
		struct scrub_report report = scrub_report(build->captures.scrub);
		hidden_append(&deck->hidden, &report, false);
	}
	read_theme(build, deck);
	return slides_html(
		&deck->slides, &build->captures, deck, options, &build->languages, error);
}

static bool build_once(const char *talk_path, const struct deck_options *options,
	struct deck *ret_deck, struct open_places *places, struct error *error)
{
	autofinish(build) struct build build = { 0 };
	const struct deck_observer *observer = options->observer;
	*ret_deck = (struct deck){ 0 };

	if (!read_talk(&build, talk_path, options, ret_deck, error))
		return false;
	bool ok = build_slides(&build, options, ret_deck, error);
	if (observer)
		observer->talk(observer->context, &build.talk, &build.captures);
	if (observer || !ok)
		return ok;
	packet_data_json(&ret_deck->packet_data, &build.captures);
	if (!write_page(&build, options, ret_deck, error))
		return false;
	if (!options->is_scrubbed)
		return true;
	ret_deck->leaks = leak_set_new(build.captures.scrub);
	return final_check(
		ret_deck->leaks, &build.captures, options->templates, ret_deck, places, error);
}

/* What the last look finds in packets is hidden, too, until it finds nothing more. */
bool deck_build(const char *talk_path, const struct deck_options *options, struct deck *ret_deck,
	struct error *error)
{
	enum { ROUNDS_MAX = 8 };
	autofinish(open_places) struct open_places places = { 0 };
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

void deck_finish(struct deck *deck)
{
	if (!deck)
		return;
	pieces_finish(&deck->html);
	arena_finish(&deck->arena);
	text_finish(&deck->slides);
	text_finish(&deck->packet_data);
	text_finish(&deck->theme);
	text_finish(&deck->policy);
	findings_finish(&deck->findings);
	leak_set_free(deck->leaks);
	free(deck->written);
	text_finish(&deck->hidden);
	text_finish(&deck->pace);
	free(deck->title);
	free(deck->presenter);
	free(deck->week);
	free(deck->date);
	for (size_t i = 0; i < deck->source_count; i++)
		free(deck->sources[i]);
	free(deck->sources);
	*deck = (struct deck){ 0 };
}
