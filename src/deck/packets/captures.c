/*
 * From the talk's questions to packets. First every question is gathered (blocks, quoted frames),
 * then each capture is streamed once with all of its questions, then the answers are checked: a
 * frame that does not exist, a filter that matches nothing and a picture of a thousand packets are
 * mistakes in the talk. Each is found at its line, and leaves the others alone.
 */
#include "deck/packets/captures.h"

#include <inttypes.h>
#include <string.h>

#include "base/file/file.h"
#include "conversation/tcp/reassembly.h"
#include "deck/packets/expect.h"
#include "deck/packets/values.h"
#include "deck/page/page.h"
#include "notes/block/vault.h"
#include "notes/talk/packets-block.h"
#include "trace/trace.h"

struct reader {
	struct captures *captures;
	const struct talk *talk;
	const struct deck_options *options;
	struct arena *arena;
	struct deck *deck;
};

/* What `error` says is a finding of the line; returns false. */
static bool find_at(const struct reader *reader, unsigned line, struct error *error)
{
	return findings_add_error(&reader->deck->findings, reader->talk->path, line, error);
}

/* The same of a whole capture: whatever shows or quotes it goes without. */
static void lose_capture(
	const struct reader *reader, struct capture_view *view, struct error *error)
{
	view->problem = arena_strdup(reader->arena, error_message(error));
	find_at(reader, view->declared->line, error);
}

struct capture_view *captures_find(
	const struct captures *captures, const char *name, struct error *error)
{
	for (size_t i = 0; i < captures->count; i++) {
		if (strcmp(captures->views[i].declared->name, name) == 0)
			return &captures->views[i];
	}
	if (!captures->count) {
		error_set(error, "there is no capture '%s': the front matter has no 'captures:'",
			name);
		return NULL;
	}
	const char **names = xcalloc(captures->count, sizeof(*names));
	for (size_t i = 0; i < captures->count; i++)
		names[i] = captures->views[i].declared->name;
	const char *nearest = error_nearest(name, names, captures->count);
	if (nearest)
		error_set(error, "there is no capture '%s'; did you mean '%s'?", name, nearest);
	else
		error_set(error, "there is no capture '%s' in the front matter, only '%s'%s", name,
			names[0], captures->count > 1 ? " and others" : "");
	free(names);
	return NULL;
}

const struct block_view *captures_block(
	const struct captures *captures, const struct packets_block *block)
{
	for (size_t i = 0; i < captures->block_count; i++) {
		if (captures->blocks[i].block == block)
			return &captures->blocks[i];
	}
	return NULL;
}

static int64_t packet_start_ns(
	const struct capture_summary *summary, const struct shown_packet *packet)
{
	if (packet->facts.has_tcp && packet->facts.tcp.stream < summary->connection_count)
		return summary->connections[packet->facts.tcp.stream].first_ns;
	return summary->first_ns;
}

int64_t captures_block_start_ns(const struct block_view *view)
{
	const struct capture_summary *summary = &view->capture->summary;
	int64_t start_ns = packet_start_ns(summary, view->selection.packets[0]);
	for (size_t i = 1; i < view->selection.count; i++) {
		if (packet_start_ns(summary, view->selection.packets[i]) != start_ns)
			return summary->first_ns;
	}
	return start_ns;
}

/* A block without a name means the only capture there is. */
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
		.drawn = picture_view_find(packets_view_name(block->show)),
		.capture = view,
		.number = (unsigned)captures->block_count + 1,
		.is_broken = block->is_broken,
		.is_chosen = !block->is_choice_broken,
	};
	captures->block_count++;
}

/* Of a block that compares, each side is one. */
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
	if (capture->request_count)
		return error_set(error,
			"capture '%s' is missing: record '%s' with 'pcapdeck record %s'",
			capture->name, capture->path, reader->talk->path);
	const char *nearest = vault_nearest(reader->arena, capture->path);
	return error_set(error, "capture '%s' is missing: there is no '%s'%s%s%s", capture->name,
		capture->path,
		nearest ? "; did you mean '" : ", and no 'record:' says how to make it",
		nearest ? nearest : "", nearest ? "'?" : "");
}

static bool record(
	const struct reader *reader, const struct talk_capture *capture, struct error *error)
{
	const struct deck_options *options = reader->options;
	return options->record(options->record_context, reader->talk, capture, error) ||
		error_prefix(error, "cannot record '%s': ", capture->path);
}

static void ensure_file(struct reader *reader, struct capture_view *view)
{
	const struct talk_capture *capture = view->declared;
	autofinish(error) struct error error = { 0 };
	if (capture->is_broken) {
		view->problem = "a mistake stands where it is declared";
		return;
	}
	deck_add_source(reader->deck, capture->path);
	if (file_exists(capture->path))
		return;
	bool can_record = capture->request_count && reader->options->record;
	if (can_record ? !record(reader, capture, &error)
		       : !refuse_missing(reader, capture, &error))
		lose_capture(reader, view, &error);
}

/* What the block asks for; one whose frames cannot be read asks for nothing that counts. */
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
	return (struct selection_request){ .choice = choice };
}

/* One filter that does not compile would end the whole pass. */
static void check_filters(struct reader *reader, const struct capture_view *view)
{
	autofinish(error) struct error error = { 0 };
	autofree(trace) struct trace *trace = NULL;
	for (size_t i = 0; i < reader->captures->block_count; i++) {
		struct block_view *block = &reader->captures->blocks[i];
		if (block->capture != view || !block->block->filter)
			continue;
		if (!trace)
			trace = trace_open(view->declared->path, &error);
		if (!trace)
			return; /* the pass will say why */
		autofree(trace_filter) struct trace_filter *filter =
			trace_filter_new(trace, block->block->filter, &error);
		if (filter)
			continue;
		find_at(reader, block->block->filter_line, &error);
		block->is_broken = block->is_filter_wrong = true;
		block->is_chosen = false;
	}
}

static void describe_choice(struct text *out, const struct packets_block *block)
{
	const char *separator = "";
	if (block->filter) {
		text_append_format(out, "filter '%s'", block->filter);
		separator = " with ";
	}
	if (block->frames) {
		text_append_format(out, "%sframes '%s'", separator, block->frames);
		separator = " in ";
	}
	if (block->stream >= 0)
		text_append_format(out, "%sstream %" PRId64, separator, block->stream);
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
			view->block->frames_line,
			"there is no frame %" PRIu64 ": '%s' has %" PRIu64 " packet%s", beyond,
			view->capture->declared->path, count, count == 1 ? "" : "s");
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
		"there is no stream %" PRId64 ": '%s' has %" PRIu32
		" TCP connection%s, counted from 0",
		block->stream, view->capture->declared->path, count, count == 1 ? "" : "s");
}

static bool has_one_stream(const struct block_view *view, struct error *error)
{
	uint32_t busiest = 0;
	size_t count = selection_streams(&view->selection, &busiest);
	const char *name = view->drawn->name;
	if (count > 1)
		return error_set(error,
			"'show: %s' draws one connection and %zu are chosen: say which with "
			"'stream: %" PRIu32 "'",
			name, count, busiest);
	if (!count)
		return error_set(error,
			"'show: %s' draws a TCP connection and no packet of one is chosen", name);
	return true;
}

/* Whether the packets that were chosen can be drawn as the block says. */
static bool check_picture(const struct block_view *view, struct error *error)
{
	const struct packets_block *block = view->block;
	const struct picture_view *drawn = view->drawn;
	uint64_t count = view->selection.match_count;
	autofinish(text) struct text choice = { 0 };
	describe_choice(&choice, block);
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
			"'show: %s' draws one packet and %" PRIu64
			" are chosen: say which with 'frames: %" PRIu64 "'",
			drawn->name, count, view->selection.packets[0]->frame.number);
	if (drawn->is_of_one_stream && !has_one_stream(view, error))
		return false;
	if (!picture_view_can_draw(drawn, &view->selection, &view->capture->summary))
		return error_set(error,
			"%" PRIu64
			" packets are too many for a slide (at most %zu): choose with 'frames:', "
			"'stream:' or 'filter:'",
			count, drawn->packets_max);
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
		find_at(reader, choice_line(view->block), &error);
		view->is_broken = true;
		view->is_chosen = false; /* of too many only the first are there */
	} else if (view->is_chosen &&
		!expectations_check(view, reader->talk->path, &reader->deck->findings)) {
		view->is_broken = true;
	}
}

/* The capture cannot be read, or not to its end. */
static void lose_unread(struct reader *reader, struct capture_view *view, struct error *error)
{
	if (!strstr(error_message(error), view->declared->path))
		error_prefix(error, "'%s': ", view->declared->path);
	lose_capture(reader, view, error);
}

/* A pass of its own, over each capture before any packet is changed. */
static void learn_capture(struct reader *reader, struct capture_view *view)
{
	autofinish(error) struct error error = { 0 };
	if (reader->captures->scrub &&
		!scrub_learn(reader->captures->scrub, view->declared->path, &error))
		lose_unread(reader, view, &error);
}

static void search_capture(struct reader *reader, struct capture_view *view)
{
	autofinish(error) struct error error = { 0 };
	if (reader->captures->scrub &&
		!scrub_search(reader->captures->scrub, view->declared->path, &error))
		lose_unread(reader, view, &error);
}

/* One pass over one capture, for all blocks that show it and all values that quote it. */
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
	if (!selection_read_scrubbed(view->declared->path, captures->scrub, requests, count,
		    reader->arena, selections, &view->summary, &error)) {
		lose_unread(reader, view, &error);
		return;
	}
	size_t next = 0;
	for (size_t i = 0; i < captures->block_count; i++) {
		struct block_view *block = &captures->blocks[i];
		if (block->capture != view)
			continue;
		block->selection = selections[next];
		check_selection(reader, block, &requests[next]);
		next++;
	}
	if (quoted_count)
		view->quoted = selections[next];
}

/* The frames that {{...}} of a talk quotes from a capture. */
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
	if (options->is_scrubbed)
		captures->scrub = scrub_new(talk->anonymize);
	if (captures->scrub)
		scrub_skip(captures->scrub, options->skipped_steps);
	if (captures->scrub)
		scrub_hide_places(
			captures->scrub, options->hidden_places, options->hidden_place_count);
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
		view->is_read |= values_scan(
			captures, view, source, arena, &quotes[i].ranges, &quotes[i].count);
		if (view->is_read && !view->problem)
			learn_capture(&reader, view);
	}
	/* A secret of one capture may stand in another, under a harmless name. */
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
	return true;
}

void captures_finish(struct captures *captures)
{
	scrub_free(captures->scrub);
	captures->scrub = NULL;
}
