/*
 * Reads the packets that a talk asks for, in three steps. First it gathers the requests of all
 * blocks and quoted frames. Then it streams each capture once for all of its requests. Then it
 * checks the results: a frame that does not exist, a filter that matches nothing and a picture of a
 * thousand packets are mistakes in the talk. Each becomes a finding at its line and does not affect
 * other blocks.
 */
#include "deck/packets/captures.h"

#include <inttypes.h>
#include <string.h>

#include "base/file/file.h"
#include "base/message.h"
#include "calls/socket-call.h"
#include "capture-file/capture-file.h"
#include "conversation/calls/recorded-calls.h"
#include "conversation/reassembly.h"
#include "deck/calls/call-values.h"
#include "deck/packets/block-names.h"
#include "deck/packets/expect.h"
#include "deck/packets/values.h"
#include "deck/page/page.h"
#include "notes/block/vault.h"
#include "notes/talk/packets-block.h"

#define PICTURE_OF_VIEW(UPPER, LOWER) [PACKETS_##UPPER] = &picture_view_##LOWER,
static const struct picture_view *const pictures[PACKETS_VIEW_COUNT] = { PACKETS_VIEWS(
	PICTURE_OF_VIEW) };
#undef PICTURE_OF_VIEW

struct reader {
	struct captures *captures;
	const struct talk *talk;
	const struct deck_options *options;
	struct arena *arena;
	struct deck *deck;
};

/* Adds a finding of the line; always returns false. */
static bool find_at(const struct reader *reader, unsigned line, struct error *error)
{
	return findings_add_error(&reader->deck->findings, reader->talk->path, line, error);
}

/*
 * Adds a finding of a capture that cannot be used. What shows or quotes it then shows the reason
 * instead.
 */
static void mark_unusable(
	const struct reader *reader, struct capture_view *view, struct error *error)
{
	view->problem = arena_strdup(reader->arena, error_message(error));
	find_at(reader, view->declared->line, error);
}

/* Returns the block's capture. A block without a name means the only capture of the talk. */
static struct capture_view *block_capture(
	struct captures *captures, const struct packets_block *block, struct error *error)
{
	if (block->capture[0])
		return captures_find(captures, block->capture, error);
	if (captures->count == 1)
		return &captures->views[0];
	error_set(error,
		captures->count
			? "which capture? the talk has several: write its name after 'packets'"
			: "which capture? the front matter has no 'captures:'");
	return NULL;
}

static void gather_block(struct reader *reader, const struct packets_block *block)
{
	struct captures *captures = reader->captures;
	autofinish(error) struct error error = { 0 };
	if (block->is_broken && !block->capture[0])
		return;
	struct capture_view *view = block_capture(captures, block, &error);
	if (!view) {
		find_at(reader, block->line, &error);
		return;
	}
	view->is_read = true;
	captures->blocks[captures->block_count] = (struct block_view){
		.block = block,
		.drawn = pictures[block->show],
		.capture = view,
		.number = (unsigned)captures->block_count + 1,
		.is_broken = block->is_broken,
		.is_chosen = !block->is_choice_broken,
	};
	captures->block_count++;
}

/* Gathers all blocks. Each side of a block that compares counts as a block. */
static void gather_blocks(struct reader *reader)
{
	struct captures *captures = reader->captures;
	size_t count = 0;
	for (size_t i = 0; i < reader->talk->slide_count; i++) {
		for (size_t j = 0; j < reader->talk->slides[i].part_count; j++)
			count += reader->talk->slides[i].parts[j].is_packets;
	}
	captures->blocks =
		arena_alloc_array(reader->arena, count * PACKETS_SIDES, sizeof(*captures->blocks));
	for (size_t i = 0; i < reader->talk->slide_count; i++) {
		const struct slide *slide = &reader->talk->slides[i];
		for (size_t j = 0; j < slide->part_count; j++) {
			if (!slide->parts[j].is_packets)
				continue;
			const struct packets_block *block = slide->parts[j].packets;
			const struct packets_block *each = block->sides ? block->sides : block;
			for (size_t k = 0; k < (block->sides ? PACKETS_SIDES : 1); k++)
				gather_block(reader, &each[k]);
		}
	}
}

static bool refuse_missing(
	const struct reader *reader, const struct talk_capture *capture, struct error *error)
{
	if (capture->run)
		return error_set(error,
			"capture '%s' is missing: a program makes it, which only you start, with 'pcapdeck record %s --run'",
			capture->name, reader->talk->path);
	if (capture->step_count)
		return error_set(error,
			"capture '%s' is missing: record '%s' with 'pcapdeck record %s'",
			capture->name, capture->path, reader->talk->path);
	const char *nearest = vault_nearest(reader->arena, capture->path);
	if (nearest)
		return error_set(error,
			"capture '%s' is missing: there is no '%s'; did you mean '%s'?",
			capture->name, capture->path, nearest);
	return error_set(error,
		"capture '%s' is missing: there is no '%s', and no 'record:' says how to make it",
		capture->name, capture->path);
}

static bool record(
	const struct reader *reader, const struct talk_capture *capture, struct error *error)
{
	const struct deck_options *options = reader->options;
	return options->record(options->record_context, reader->talk, capture, error) ||
		(!options->live && error_prefix(error, "cannot record '%s': ", capture->path));
}

static void ensure_file(struct reader *reader, struct capture_view *view)
{
	const struct talk_capture *capture = view->declared;
	autofinish(error) struct error error = { 0 };
	/* What its blocks say of a file that is there can be checked all the same. */
	if (capture->is_broken && (!*capture->file || !file_exists(capture->path))) {
		view->problem = message_of("a mistake stands where it is declared");
		return;
	}
	deck_add_source(reader->deck, capture->path);
	if (file_exists(capture->path))
		return;
	bool can_record = capture->step_count && reader->options->record;
	if (can_record ? !record(reader, capture, &error)
		       : !refuse_missing(reader, capture, &error))
		mark_unusable(reader, view, &error);
}

/* Returns the request of the block. A block whose frames cannot be parsed becomes broken. */
static struct selection_request make_request(struct reader *reader, struct block_view *view)
{
	const struct packets_block *block = view->block;
	autofinish(error) struct error error = { 0 };
	struct packet_choice choice = {
		.filter = view->is_filter_wrong ? NULL : block->filter,
		.stream = block->stream,
		.interface = view->capture->declared->interface,
		.limit = view->drawn->packets_max,
		.once = block->once,
	};
	struct frame_range *ranges = NULL;
	if (block->frames &&
		!frame_ranges_parse(
			block->frames, reader->arena, &ranges, &choice.range_count, &error)) {
		find_at(reader, block->frames_line, &error);
		view->is_broken = true;
		view->is_chosen = false;
	}
	choice.ranges = ranges;
	return (struct selection_request){
		.choice = choice,
		.takes_dns_names = block_names_take_dns(block, view->capture->declared),
	};
}

/*
 * Checks filters before the pass, since one that does not compile would end the pass for all
 * blocks.
 */
static void check_filters(struct reader *reader, const struct capture_view *view)
{
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture_file = NULL;
	for (size_t i = 0; i < reader->captures->block_count; i++) {
		struct block_view *block = &reader->captures->blocks[i];
		if (block->capture != view || !block->block->filter)
			continue;
		if (!capture_file)
			capture_file = capture_file_open(view->declared->path, &error);
		if (!capture_file)
			return; /* the pass will report the reason */
		autofree(capture_file_filter) struct capture_file_filter *filter =
			capture_file_filter_new(capture_file, block->block->filter, &error);
		if (filter)
			continue;
		find_at(reader, block->block->filter_line, &error);
		block->is_broken = block->is_filter_wrong = true;
		block->is_chosen = false;
	}
}

static void choice_describe(struct text *out, const struct packets_block *block)
{
	if (block->filter)
		text_append_message(out, "filter '%s'", block->filter);
	if (block->frames) {
		text_append(out, out->size ? message_of(" with ") : "");
		text_append_message(out, "frames '%s'", block->frames);
	}
	if (block->stream >= 0) {
		const char *separator = block->frames ? MESSAGE(" in ") : MESSAGE(" with ");
		text_append(out, out->size ? message_of(separator) : "");
		text_append_message(out, "stream %lld", (long long)block->stream);
	}
}

static unsigned choice_line(const struct packets_block *block)
{
	return block->filter         ? block->filter_line
		: block->frames      ? block->frames_line
		: block->stream >= 0 ? block->stream_line
				     : block->line;
}

static bool check_ranges(struct reader *reader, const struct block_view *view,
	const struct selection_request *request)
{
	uint64_t count = view->capture->summary.packet_count;
	bool ok = true;
	for (size_t i = 0; i < request->choice.range_count; i++) {
		const struct frame_range *range = &request->choice.ranges[i];
		bool is_open = range->last == UINT64_MAX;
		uint64_t beyond = range->first > count ? range->first : range->last;
		if (beyond <= count || (is_open && range->first <= count))
			continue;
		ok = findings_add(&reader->deck->findings, FINDING_ERROR, reader->talk->path,
			view->block->frames_line, "there is no frame %llu: '%s' has %llu packet%s",
			(unsigned long long)beyond, view->capture->declared->path,
			(unsigned long long)count, count == 1 ? "" : "s");
	}
	return ok;
}

static bool check_stream(struct reader *reader, const struct block_view *view)
{
	const struct packets_block *block = view->block;
	uint32_t count = view->capture->summary.connection_count;
	if (block->stream < (int64_t)count)
		return true;
	return findings_add(&reader->deck->findings, FINDING_ERROR, reader->talk->path,
		block->stream_line,
		"there is no stream %lld: '%s' has %u TCP connection%s, counted from 0",
		(long long)block->stream, view->capture->declared->path, count,
		count == 1 ? "" : "s");
}

static bool has_one_stream(const struct block_view *view, struct error *error)
{
	uint32_t busiest = 0;
	size_t count = selection_streams(&view->selection, &busiest);
	const char *name = view->drawn->name;
	if (count > 1)
		return error_set(error,
			"'show: %s' draws one connection and %zu are chosen: say which with 'stream: %u'",
			name, count, busiest);
	if (!count)
		return error_set(error,
			"'show: %s' draws a TCP connection and no packet of one is chosen", name);
	return true;
}

/* The finding of the file of calls says why it cannot be read. */
static bool refuse_broken_calls(struct error *error)
{
	error->is_reported = true;
	return error_set(error, "the calls beside the capture could not be read");
}

/* Whether the chosen packets can be drawn as the block says. Returns false with an error. */
static bool check_picture(const struct block_view *view, struct error *error)
{
	const struct packets_block *block = view->block;
	const struct picture_view *drawn = view->drawn;
	uint64_t count = view->selection.match_count;
	autofinish(text) struct text choice = { 0 };
	choice_describe(&choice, block);
	if (!count && choice.size)
		return error_set(error, "no packet of '%s' is chosen by %s",
			view->capture->declared->path, text_string(&choice));
	if (!count)
		return error_set(
			error, "'%s' has no packets to show", view->capture->declared->path);
	if (!view->is_chosen)
		return true;
	if (drawn->packets_max == 1 && count > 1)
		return error_set(error,
			"'show: %s' draws one packet and %llu are chosen: say which with 'frames: %llu'",
			drawn->name, (unsigned long long)count,
			(unsigned long long)view->selection.packets[0]->frame.number);
	if (drawn->is_of_one_stream && !has_one_stream(view, error))
		return false;
	if (drawn->needs_calls && !view->capture->summary.calls)
		return view->capture->are_calls_broken
			? refuse_broken_calls(error)
			: refuse_unrecorded_calls(view->capture->declared->path, error);
	if (!picture_view_can_draw(drawn, &view->selection, &view->capture->summary))
		return error_set(error,
			"%llu packets are too many for a slide (at most %zu): choose with 'frames:', 'stream:' or 'filter:'",
			(unsigned long long)count, drawn->packets_max);
	return true;
}

static void check_selection(
	struct reader *reader, struct block_view *view, const struct selection_request *request)
{
	autofinish(error) struct error error = { 0 };
	bool has_range = check_ranges(reader, view, request);
	bool has_stream = check_stream(reader, view);
	bool is_there = has_range && has_stream;
	view->is_chosen = view->is_chosen && is_there;
	view->is_broken = view->is_broken || !is_there;
	if (is_there && !check_picture(view, &error)) {
		if (!error.is_reported)
			find_at(reader, choice_line(view->block), &error);
		view->is_broken = true;
		/* when there are too many, only the first ones were selected */
		view->is_chosen = false;
	} else if (view->is_chosen &&
		!expectations_check(view, reader->talk->path, &reader->deck->findings)) {
		view->is_broken = true;
	}
}

static void name_capture(const struct capture_view *view, struct error *error)
{
	if (!strstr(error_message(error), view->declared->path))
		error_prefix(error, "'%s': ", view->declared->path);
}

/* Adds the finding of a capture of which nothing could be read. */
static void mark_unreadable(struct reader *reader, struct capture_view *view, struct error *error)
{
	name_capture(view, error);
	mark_unusable(reader, view, error);
}

/*
 * Collects what redaction must hide, in a separate pass, before packets of any capture are changed.
 */
static void learn_capture(struct reader *reader, struct capture_view *view)
{
	autofinish(error) struct error error = { 0 };
	if (reader->captures->redaction &&
		!redaction_learn(reader->captures->redaction, view->declared->path, &error))
		mark_unreadable(reader, view, &error);
}

static void search_capture(struct reader *reader, struct capture_view *view)
{
	autofinish(error) struct error error = { 0 };
	if (reader->captures->redaction &&
		!redaction_search(reader->captures->redaction, view->declared->path, &error))
		mark_unreadable(reader, view, &error);
}

/* Whether the talk draws, quotes or expects calls of the capture. */
static bool calls_are_asked(const struct captures *captures, const struct capture_view *view)
{
	bool is_asked = view->quotes_calls;
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct packets_block *block = captures->blocks[i].block;
		is_asked |= captures->blocks[i].capture == view &&
			(block->calls || captures->blocks[i].drawn->needs_calls ||
				expectations_ask_calls(block));
	}
	return is_asked;
}

/* Adds a finding for each block that draws calls of a capture without any. */
static void refuse_calls(const struct reader *reader, const struct capture_view *view)
{
	const struct captures *captures = reader->captures;
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct packets_block *block = captures->blocks[i].block;
		autofinish(error) struct error error = { 0 };
		if (captures->blocks[i].capture != view || !block->calls)
			continue;
		(void)refuse_unrecorded_calls(view->declared->path, &error);
		(void)find_at(reader, block->calls_line, &error);
	}
}

/* Reads the calls beside a capture when the talk asks for them. */
static void read_calls(struct reader *reader, struct capture_view *view)
{
	struct captures *captures = reader->captures;
	autofinish(error) struct error error = { 0 };
	automem char *path = socket_calls_path(view->declared->path);
	if (!calls_are_asked(captures, view))
		return;
	if (path)
		deck_add_source(reader->deck, path);
	view->summary.calls = recorded_calls_read(view->declared->path, view->summary.connections,
		view->summary.connection_count, captures->redaction, reader->arena, &error);
	view->are_calls_broken = error_is_set(&error);
	if (view->are_calls_broken)
		findings_add_placed(&reader->deck->findings, path, &error);
	else if (!view->summary.calls)
		refuse_calls(reader, view);
}

/* Reads one capture in one pass, for all blocks that show it and all values that quote it. */
static void read_capture(struct reader *reader, struct capture_view *view,
	const struct frame_range *quoted, size_t quoted_count)
{
	struct captures *captures = reader->captures;
	autofinish(error) struct error error = { 0 };
	struct selection_request *requests =
		arena_alloc_array(reader->arena, captures->block_count + 1, sizeof(*requests));
	struct selection *selections =
		arena_alloc_array(reader->arena, captures->block_count + 1, sizeof(*selections));
	size_t count = 0;
	check_filters(reader, view);
	for (size_t i = 0; i < captures->block_count; i++) {
		if (captures->blocks[i].capture == view)
			requests[count++] = make_request(reader, &captures->blocks[i]);
	}
	if (quoted_count)
		requests[count++] = (struct selection_request){
			.choice = {
				.ranges = quoted,
				.range_count = quoted_count,
				.stream = -1,
			},
		};
	if (count)
		requests[0].takes_segments = calls_are_asked(captures, view);
	if (!selection_read_redacted(view->declared->path, captures->redaction, requests, count,
		    reader->arena, selections, &view->summary, &error)) {
		if (!view->summary.packet_count) {
			mark_unreadable(reader, view, &error);
			return;
		}
		/* What comes before is whole, and is drawn. A bare capture has no lines. */
		bool is_bare = strcmp(view->declared->path, reader->talk->path) == 0;
		name_capture(view, &error);
		findings_add_error(&reader->deck->findings, reader->talk->path,
			is_bare ? 0 : view->declared->line, &error);
	}
	read_calls(reader, view);
	size_t next = 0;
	for (size_t i = 0; i < captures->block_count; i++) {
		struct block_view *block = &captures->blocks[i];
		if (block->capture != view)
			continue;
		block->selection = selections[next];
		block->names = block_names_find(block, captures->redaction, reader->talk->path,
			reader->arena, &reader->deck->findings);
		check_selection(reader, block, &requests[next]);
		next++;
	}
	if (quoted_count)
		view->quoted = selections[next];
}

/* The frames that `{{...}}` values quote from one capture. */
struct quote {
	struct frame_range *ranges;
	size_t count;
};

bool captures_read(struct captures *ret_captures, const struct talk *talk, struct bytes source,
	const struct deck_options *options, struct arena *arena, struct deck *deck,
	struct error *error)
{
	struct captures *captures = ret_captures;
	*captures = (struct captures){ .talk = talk, .count = talk->capture_count };
	captures->views = arena_alloc_array(arena, captures->count, sizeof(*captures->views));
	if (options->is_redacted)
		captures->redaction = redaction_new(talk->anonymize);
	if (captures->redaction)
		redaction_skip(captures->redaction, options->skipped_steps);
	if (captures->redaction)
		redaction_hide_places(
			captures->redaction, options->hidden_places, options->hidden_place_count);
	for (size_t i = 0; i < captures->count; i++)
		captures->views[i].declared = &talk->captures[i];

	struct reader reader = { captures, talk, options, arena, deck };
	if (!values_check(talk, source, error))
		return false;
	gather_blocks(&reader);
	for (size_t i = 0; i < captures->count; i++)
		ensure_file(&reader, &captures->views[i]);
	struct quote *quotes = arena_alloc_array(arena, captures->count, sizeof(*quotes));
	for (size_t i = 0; i < captures->count; i++) {
		struct capture_view *view = &captures->views[i];
		view->is_read |= values_scan(captures, view, source, arena, &quotes[i].ranges,
			&quotes[i].count, &view->quotes_calls);
		if (view->is_read && !view->problem)
			learn_capture(&reader, view);
	}
	/*
	 * A secret of one capture may also be in another one, in a field whose name does not reveal
	 * it.
	 */
	for (size_t i = 0; captures->count > 1 && i < captures->count; i++) {
		if (captures->views[i].is_read && !captures->views[i].problem)
			search_capture(&reader, &captures->views[i]);
	}
	for (size_t i = 0; i < captures->count; i++) {
		if (captures->views[i].is_read && !captures->views[i].problem)
			read_capture(
				&reader, &captures->views[i], quotes[i].ranges, quotes[i].count);
	}
	for (size_t i = 0; i < captures->block_count; i++)
		captures->blocks[i].is_broken |= captures->blocks[i].capture->problem != NULL;
	block_names_check(captures, talk->path, &deck->findings);
	return true;
}
