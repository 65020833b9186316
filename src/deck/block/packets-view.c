/*
 * Writes HTML that the stylesheets in templates/deck/ lay out and the scripts there animate:
 *
 *   <div class="packets packets-sequence" data-capture="pingpong" data-steps="11">
 *     <figure class="diagram"> <svg> </figure>
 *     <div class="remarks"> <div class="remark" data-frame="2"> ... </div> </div>
 *     <details class="twin"> <summary> <table> </details>
 *   </div>
 */
#include "deck/block/packets-view.h"

#include <inttypes.h>
#include <string.h>

#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "conversation/names/endpoint-names.h"
#include "deck/block/block-annotations.h"
#include "deck/block/packets-view-asks.h"
#include "deck/block/packets-view-fields.h"
#include "deck/block/packets-view-keys.h"
#include "deck/block/packets-view-picture.h"
#include "deck/block/packets-view-remarks.h"
#include "deck/block/packets-view-source.h"
#include "deck/block/packets-view-steps.h"
#include "deck/fields/list-columns.h"
#include "deck/packets/values.h"
#include "diagram/calls/call-words.h"
#include "diagram/graph/graph.h"
#include "diagram/ladder/ladder.h"
#include "explain/words.h"
#include "notes/talk/packets-block.h"

static void view_rows_finish(struct view_rows *rows)
{
	arena_finish(&rows->arena);
}
DEFINE_AUTOFINISH(view_rows);

/*
 * Resolves remarks and marks, then folds packets into rows. A packet with a remark gets a row of
 * its own.
 */
static void view_rows_find(struct view_rows *rows, const struct packets_view_options *options)
{
	const struct packets_block *block = options->view->block;
	const struct selection *selection = &options->view->selection;
	*rows = (struct view_rows){ 0 };
	rows->remark_indexes = arena_alloc_array(
		&rows->arena, block->remark_count + 1, sizeof(*rows->remark_indexes));
	bool *has_remark =
		arena_alloc_array(&rows->arena, selection->count + 1, sizeof(*has_remark));
	for (size_t i = 0; i < block->remark_count; i++) {
		rows->remark_indexes[i] = NO_PACKET;
		if (view_fields_has_remark(options->view, &block->remarks[i]))
			continue;
		size_t index = remark_find(options, &block->remarks[i]);
		rows->has_remarks = true;
		rows->remark_indexes[i] = index;
		if (index != NO_PACKET)
			has_remark[index] = true;
	}
	for (size_t i = 0; i < selection->count; i++) {
		if (!remarks_has_comment(options, i))
			continue;
		has_remark[i] = true;
		rows->has_remarks = true;
	}
	if (block->show == PACKETS_SEQUENCE)
		block_annotations_resolve(&rows->annotations, block, selection, options->resolver,
			options->talk->lang, &rows->arena);
	block_annotations_keep_ends(&rows->annotations, has_remark);
	const struct capture_summary *summary = &options->view->capture->summary;
	rows->runs = packet_runs(
		&rows->arena, selection, summary, block->folds, has_remark, &rows->run_count);
	if (block_annotations_cut_runs(&rows->annotations, rows->runs, rows->run_count, has_remark))
		rows->runs = packet_runs(&rows->arena, selection, summary, block->folds, has_remark,
			&rows->run_count);
	block_annotations_drop_folded(&rows->annotations, rows->runs, rows->run_count);
	rows->is_asked = view_asks_find(options->view, rows->runs, rows->run_count, &rows->arena);
	if (view_draws_calls(options->view))
		call_events_find(&rows->calls, selection, summary, block->show == PACKETS_CALLS,
			CALLS_DRAWN_MAX, &rows->arena);
}

/* Whether the block is a graph with the congestion window that calls tell. */
static bool view_has_congestion(const struct block_view *view)
{
	return view->block->calls && view->block->show == PACKETS_GRAPH &&
		view->capture->summary.calls &&
		graph_has_congestion(&view->selection, &view->capture->summary);
}

static void append_twin(struct text *out, const struct packets_view_options *options)
{
	text_append_format(out, "<details class=\"twin\"><summary>%s</summary>\n",
		diagram_is_korean(options->talk->lang) ? "표로 보기" : "Show as a table");
	const struct capture_summary summary = view_summary(options->view);
	options->view->drawn->table(out, &options->view->selection, &summary, options->talk->lang);
	if (view_draws_calls(options->view)) {
		const struct call_context context = {
			.arena = &options->rows->arena,
			.selection = &options->view->selection,
			.summary = &summary,
			.is_korean = diagram_is_korean(options->talk->lang),
		};
		call_table_append(out, &options->rows->calls, &context);
	}
	if (view_has_congestion(options->view))
		graph_congestion_table(
			out, &options->view->selection, &summary, options->talk->lang);
	block_annotations_append_list(
		out, &options->rows->annotations, &options->view->selection, options->talk->lang);
	text_append(out, "</details>\n");
}

/* Adds the name of an end to a JSON object, once, by what it is called without a name. */
static void add_name(struct json *json, const struct endpoint *end, bool has_port,
	const struct capture_names *names)
{
	static const struct capture_names none;
	autofinish(text) struct text key = { 0 }, address = { 0 }, name = { 0 };
	bool is_named = has_port ? endpoint_is_named(names, end)
				 : address_name(names, &end->address) != NULL;
	if (!is_named)
		return;
	endpoint_append_named(&address, end, has_port, &none);
	text_append_format(&key, "\"%s\":", text_string(&address));
	if (json->out->size && memmem(json->out->data, json->out->size, key.data, key.size))
		return;
	endpoint_append_named(&name, end, has_port, names);
	if (!json->out->size)
		json_begin_object(json, NULL);
	json_string(json, text_string(&address), text_string(&name));
}

/* Appends the names of the block's sockets and hosts; nothing when none has one. */
static void append_names(struct text *out, const struct block_view *view)
{
	autofinish(text) struct text names = { 0 };
	struct json json = { .out = &names };
	if (!view->names.given_count && !view->names.count)
		return;
	for (size_t i = 0; i < view->selection.count; i++) {
		const struct frame *frame = &view->selection.packets[i]->frame;
		const struct endpoint from = endpoint_source(frame),
				      to = endpoint_destination(frame);
		add_name(&json, &from, frame->has_ports, &view->names);
		add_name(&json, &to, frame->has_ports, &view->names);
	}
	if (!names.size)
		return;
	json_end_object(&json);
	text_append(out, " data-names=\"");
	markup_attribute(out, text_string(&names));
	text_append_char(out, '"');
}

static void append_attributes(struct text *out, const struct packets_view_options *options)
{
	const struct block_view *view = options->view;
	text_append_format(out, " class=\"packets packets-%s%s%s\" data-capture=\"",
		view->drawn->name, options->rows->is_asked ? " asking" : "",
		options->rows->source_count ? " with-source" : "");
	markup_attribute(out, view->capture->declared->name);
	text_append(out, "\" data-start=\"");
	timestamp_append_seconds(
		out, captures_block_start_ns(view) - view->capture->summary.first_ns);
	text_append(out, "\"");
	text_append_format(
		out, " data-unit=\"%s\"", timestamp_column_unit(view->instants.is_in_seconds));
	if (instants_decimals(&view->instants) != INSTANT_DECIMALS)
		text_append_format(
			out, " data-decimals=\"%u\"", instants_decimals(&view->instants));
	if (view->drawn->has_steps)
		text_append_format(out, " data-steps=\"%zu\"",
			view->block->step_packets
				? options->rows->run_count + options->rows->calls.count
				: 0);
	append_names(out, view);
	if (view->block->show == PACKETS_PACKET)
		text_append_format(out, " data-frame=\"%" PRIu64 "\"",
			view->selection.packets[0]->frame.number);
}

/*
 * Appends the mistakes of marks that have no place on the picture. They stand below the block, so
 * that the picture keeps its room beside its remarks.
 */
static void append_annotation_problems(struct text *out, const struct packets_view_options *options)
{
	for (struct annotation_problem *problem = options->rows->annotations.problems; problem;
		problem = problem->next) {
		autofinish(error) struct error error = { 0 };
		text_append(&error.message, problem->sentence);
		remarks_append_mistake(out, options, problem->line, &error);
	}
}

/* Adds a remark of `check` when the columns of a list have no room beside each other. */
static void check_width(
	const struct packets_view_options *options, const struct list_columns *columns)
{
	unsigned width = list_columns_width(columns, &options->view->selection);
	if (width > options->width)
		findings_add(options->findings, FINDING_REMARK, options->talk->path,
			packets_block_line_of(options->view->block, "columns"),
			"the %zu columns of this list need about %u px, and there is room for %u: leave some out, or give them shorter headings",
			columns->count, width, options->width);
}

/* Appends a list, with remarks under their rows. Returns false with an error. */
static bool append_list(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	struct arena *arena = &options->rows->arena;
	const struct selection *selection = &options->view->selection;
	const char **remarks = arena_alloc_array(arena, selection->count, sizeof(*remarks));
	for (size_t i = 0; i < selection->count; i++) {
		autofinish(text) struct text remark = { 0 };
		if (!remarks_append_of(&remark, options, i, error))
			return false;
		remarks[i] = remark.size ? arena_strdup(arena, text_string(&remark)) : NULL;
	}
	struct list_columns columns;
	list_columns_find(&columns, &options->view->block->annotations, selection,
		options->talk->lang, arena);
	const struct packet_table_options table = {
		.lang = options->talk->lang,
		.columns = columns.items,
		.column_count = columns.count,
		.remarks = remarks,
	};
	const struct capture_summary summary = view_summary(options->view);
	packet_table_append(out, selection, &summary, &table);
	check_width(options, &columns);
	for (size_t i = 0; i < columns.problem_count; i++) {
		autofinish(error) struct error problem = { 0 };
		text_append(&problem.message, columns.problems[i].sentence);
		remarks_append_mistake(out, options, columns.problems[i].line, &problem);
	}
	return true;
}

static bool append_view(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	const struct picture_view *drawn = options->view->drawn;
	text_append(out, "<div");
	append_attributes(out, options);
	text_append(out, ">\n");
	if (options->view->block->show != PACKETS_LIST)
		view_picture_append(out, options);
	else if (!append_list(out, options, error))
		return false;
	view_asks_append(out, options);
	view_sources_append(out, options);
	if (!options->steps && !remarks_append(out, options, error))
		return false;
	if (options->steps && !options->beside &&
		!remark_steps_append(out, options->view->block, options, options->steps, error))
		return false;
	if (!drawn->html)
		append_twin(out, options);
	text_append(out, "</div>\n");
	append_annotation_problems(out, options);
	return true;
}

/*
 * Adds a finding for each remark about a packet that the block has and its graph cannot show: a
 * packet without a connection, or a copy. The remark stands below the graph, and has no mark on it.
 */
static void check_graph_remarks(
	const struct packets_view_options *options, const struct view_rows *rows)
{
	const struct block_view *view = options->view;
	for (size_t i = 0;
		packets_view_has_places(view->block->show) && i < view->block->remark_count; i++) {
		size_t index = rows->remark_indexes[i];
		if (index == NO_PACKET)
			continue;
		const struct shown_packet *packet = view->selection.packets[index];
		if (!graph_shows(&view->selection, packet))
			findings_add(options->findings, FINDING_WARNING, options->talk->path,
				view->block->remarks[i].line,
				"the graph does not show packet %llu, so its remark has no place there: a graph shows the packets of one TCP connection",
				(unsigned long long)packet->frame.number);
	}
}

/*
 * Adds a finding when the picture has no room for all calls around its packets, or a graph no
 * congestion window.
 */
static void check_calls(const struct packets_view_options *options, const struct view_rows *rows)
{
	const struct block_view *view = options->view;
	size_t hidden = rows->calls.hidden_count;
	if (view->block->calls && view->block->show == PACKETS_GRAPH &&
		view->capture->summary.calls && !view_has_congestion(view))
		findings_add(options->findings, FINDING_WARNING, options->talk->path,
			view->block->calls_line,
			"'calls: true' adds no congestion window: the recorded calls have none of the side that sends, up to these packets");
	if (hidden)
		findings_add(options->findings, FINDING_WARNING, options->talk->path,
			options->view->block->line,
			hidden == 1
				? "%zu socket call around these packets is not drawn, since a picture has at most %d: show fewer packets with 'stream', 'frames' or 'filter'"
				: "%zu socket calls around these packets are not drawn, since a picture has at most %d: show fewer packets with 'stream', 'frames' or 'filter'",
			hidden, CALLS_DRAWN_MAX);
}

/* Adds the colors of the picture to the legend, unless the picture says itself what they mean. */
static void add_colors(const struct packets_view_options *options, const struct view_rows *rows)
{
	const struct block_view *view = options->view;
	if (rows->is_asked)
		/* The colors of the packets themselves would say what kind of packets come. */
		color_legend_add_any_segment(
			options->legend, view_coloring(view), &view->selection);
	else if (view->block->show == PACKETS_SEQUENCE)
		ladder_colors(options->legend, &view->selection, rows->runs, rows->run_count,
			view_coloring(view));
	else if (view->drawn->colors)
		view->drawn->colors(options->legend, &view->selection, &view->capture->summary,
			view_coloring(view));
}

/* Checks the keys of the block, and finds its rows. Returns false with an error. */
static bool begin_view(struct text *out, const struct packets_view_options *options,
	struct view_rows *rows, struct error *error)
{
	view_keys_check(out, options);
	view_rows_find(rows, options);
	add_colors(options, rows);
	check_graph_remarks(options, rows);
	check_calls(options, rows);
	if (options->view->block->asks_packets && !rows->is_asked)
		findings_add(options->findings, FINDING_WARNING, options->talk->path,
			options->view->block->line, "%s",
			message_of(view_asks_none_because(options->view)));
	view_sources_find(out, options, rows);
	return view_fields_resolve(&rows->fields, options, true, out, &rows->arena, error);
}

static bool append_one(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	const struct packets_block *block = options->view->block;
	autofinish(view_rows) struct view_rows rows = { 0 };
	struct remark_steps steps;
	struct packets_view_options with_rows = *options;
	with_rows.rows = &rows;
	if (!begin_view(out, options, &rows, error))
		return false;
	if (remark_steps_has(block)) {
		unsigned taken = remark_steps_height(block, options->width);
		remark_steps_find(&steps, block, &with_rows, NULL, &rows.arena);
		with_rows.steps = &steps;
		with_rows.height = view_height_left(options->height, taken);
	}
	return append_view(out, &with_rows, error);
}

void packets_vote_form_append(struct text *out, const struct packets_view_options *options,
	const char *ask, size_t choice_count)
{
	if (!options->votes_at)
		return;
	bool is_korean = diagram_is_korean(options->talk->lang);
	text_append(out, "<noscript><form class=\"ask-vote\" method=\"post\" action=\"");
	markup_url_path(out, options->votes_at);
	text_append(out, "?ask=");
	markup_url_path(out, ask);
	text_append(out, "\">\n");
	for (size_t i = 0; i < choice_count; i++)
		text_append_format(out,
			"<label><input type=\"radio\" name=\"choice\" value=\"%zu\" required> %c</label>\n",
			i, 'A' + (int)i);
	text_append_format(
		out, "<button>%s</button></form></noscript>\n", is_korean ? "투표하기" : "Vote");
}

void block_name_append(struct text *out, const struct packets_block *block)
{
	autofinish(arena) struct arena arena = { 0 };
	markup_text(out, printable_straight(&arena, markup_bytes_of(block->capture)));
	if (block->stream >= 0)
		text_append_format(out, " · tcp.stream %" PRId64, block->stream);
}

static bool append_side(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	text_append(out, "<div class=\"compared\">\n<p class=\"side-title\">");
	block_name_append(out, options->view->block);
	text_append(out, "</p>\n");
	bool ok = append_view(out, options, error);
	text_append(out, "</div>\n");
	return ok;
}

/* Returns the px that the remarks of a comparison leave to its pictures. */
static unsigned compared_height(
	const struct packets_block *block, const struct packets_view_options *options,
	const struct remark_sides *split, unsigned side_width)
{
	enum { TITLE_HEIGHT = 36 };
	unsigned taken = TITLE_HEIGHT;
	if (remark_steps_has(block))
		taken += block->steps_remarks ? remark_steps_height(block, options->width)
					      : remark_sides_height(split, side_width);
	return view_height_left(options->height, taken);
}

static bool append_compared(struct text *out, const struct captures *captures,
	const struct packets_block *block, const struct packets_view_options *options,
	struct error *error)
{
	enum { GAP = 48 };
	autofinish(view_rows) struct view_rows left = { 0 };
	autofinish(view_rows) struct view_rows right = { 0 };
	struct view_rows *const rows[PACKETS_SIDES] = { &left, &right };
	const struct block_view *views[PACKETS_SIDES];
	struct packets_view_options sides[PACKETS_SIDES];
	struct remark_sides split;
	struct remark_steps steps;
	for (unsigned i = 0; i < PACKETS_SIDES; i++)
		views[i] = captures_block(captures, &block->sides[i]);
	struct arena arena = { 0 };
	autofinish(text) struct text mistakes = { 0 };
	remark_sides_find(&split, block, views, options, &mistakes, &arena);
	bool ok = true;
	for (unsigned i = 0; i < PACKETS_SIDES; i++) {
		sides[i] = *options;
		sides[i].width = (options->width - GAP) / PACKETS_SIDES;
		sides[i].height = compared_height(block, options, &split, sides[i].width);
		sides[i].view = &split.views[i];
		sides[i].beside = &split.views[PACKETS_SIDES - 1 - i];
		sides[i].side = i;
		ok = ok && begin_view(&mistakes, &sides[i], rows[i], error);
		sides[i].rows = rows[i];
		sides[i].rows_beside = rows[PACKETS_SIDES - 1 - i];
	}
	remark_steps_find(&steps, block, sides, split.order, &arena);
	text_append(out, "<div class=\"compare\">\n");
	for (unsigned i = 0; i < PACKETS_SIDES && ok; i++) {
		sides[i].steps = remark_steps_has(block) ? &steps : NULL;
		ok = append_side(out, &sides[i], error);
	}
	if (ok && remark_steps_has(block))
		ok = remark_steps_append(out, block, sides, &steps, error);
	text_append(out, "</div>\n");
	text_append_size(out, text_string(&mistakes), mistakes.size);
	arena_finish(&arena);
	return ok;
}

/* Values in remarks, where addresses have the names of the block. */
struct named_values {
	const struct captures *captures;
	const struct capture_names *names;
};

static bool resolve_named(
	void *context, const char *expression, struct text *out, struct error *error)
{
	const struct named_values *values = context;
	return values_append_named(values->captures, values->names, expression, out, error);
}

bool packets_block_html(struct text *out, const struct captures *captures,
	const struct packets_block *block, const struct packets_view_options *options,
	struct error *error)
{
	struct packets_view_options one = *options;
	one.view = captures_block(captures, block->sides ? block->sides : block);
	struct named_values values = { captures, &one.view->names };
	struct markdown_resolver resolver = *options->resolver;
	resolver.value = resolve_named;
	resolver.value_context = &values;
	one.resolver = &resolver;
	if (block->sides)
		return append_compared(out, captures, block, &one, error);
	return append_one(out, &one, error);
}

/* Returns the steps that the remarks of a graph are. */
static unsigned count_remark_steps(const struct packets_view_options *options)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(view_rows) struct view_rows rows = { 0 };
	struct packets_view_options with_rows = *options;
	struct remark_steps steps;
	view_rows_find(&rows, options);
	with_rows.rows = &rows;
	remark_steps_find(&steps, options->view->block, &with_rows, NULL, &arena);
	return steps.count ? (unsigned)steps.count - 1 : 0;
}

/* Returns the steps behind the first field, which appears with the slide. */
static unsigned count_field_steps(const struct packets_view_options *options)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(error) struct error error = { 0 };
	struct picture_fields fields;
	(void)view_fields_resolve(&fields, options, false, NULL, &arena, &error);
	return fields.count ? (unsigned)fields.count - 1 : 0;
}

unsigned packets_block_steps(const struct captures *captures, const struct packets_block *block)
{
	autofinish(findings) struct findings unused = { 0 }; /* they are reported elsewhere */
	const struct packets_view_options options = {
		.talk = captures->talk,
		.findings = &unused,
		.view = captures_block(captures, block),
	};
	if (block->ask)
		return ASK_STEPS;
	if (block->sides) /* Each remark is a step. Two about one packet are one step. */
		return block->steps_remarks ? (unsigned)block->remark_count - 1 : 0;
	if (!options.view || options.view->is_broken || !options.view->selection.count)
		return 0;
	if (block->steps_remarks)
		return count_remark_steps(&options);
	if (block->annotations.steps_fields)
		return count_field_steps(&options);
	if (!block->step_packets && !block->annotations.steps_marks)
		return 0;
	autofinish(view_rows) struct view_rows rows;
	view_rows_find(&rows, &options);
	unsigned asked = 0;
	for (size_t i = 0; rows.is_asked && i < options.view->selection.count; i++)
		asked += rows.is_asked[i];
	if (block->step_packets)
		return (unsigned)(rows.run_count + rows.calls.count) - 1 + asked;
	unsigned marks = 0;
	for (size_t i = 0; i < rows.annotations.annotation_count; i++)
		marks += !rows.annotations.annotations[i].is_found;
	return marks;
}

void packets_remarks_check(const struct captures *captures, const struct packets_block *block,
	const struct talk *talk, struct findings *findings)
{
	const struct packets_view_options options = {
		.talk = talk,
		.findings = findings,
		.view = captures_block(captures, block),
	};
	for (size_t i = 0; i < block->remark_count; i++) {
		autofinish(error) struct error error = { 0 };
		const struct packets_remark *remark = &block->remarks[i];
		if (!options.view || !options.view->is_chosen || !options.view->selection.count ||
			view_fields_has_remark(options.view, remark) ||
			remark_find(&options, remark) != NO_PACKET)
			continue;
		remark_explain(&options, remark, &error);
		findings_add_error(findings, talk->path, remark->line, &error);
	}
	if (!options.view || !options.view->is_chosen || !options.view->selection.count)
		return;
	block_annotations_check(block, &options.view->selection, talk->path, findings);
	if (block->show == PACKETS_LIST)
		list_columns_check(
			&block->annotations, &options.view->selection, talk->path, findings);
	autofinish(arena) struct arena arena = { 0 };
	autofinish(error) struct error error = { 0 };
	struct picture_fields fields;
	(void)view_fields_resolve(&fields, &options, false, NULL, &arena, &error);
}
