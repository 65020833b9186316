/*
 * The HTML that templates/deck.css lays out and templates/deck/ brings to life:
 *
 *   <div class="packets packets-sequence" data-capture="pingpong" data-steps="11">
 *     <figure class="diagram"> <svg> </figure>
 *     <div class="remarks"> <div class="remark" data-frame="2"> ... </div> </div>
 *     <details class="twin"> <summary> <table> </details>
 *   </div>
 *
 * A remark is tied to a packet by its number, or by a text of its info line; both are checked. One without
 * its packet is a mistake that stands below the others. What the capture itself says of a packet, in a
 * comment, stands behind the author's remarks.
 */
#include "deck/packets/packets-view.h"

#include <inttypes.h>
#include <string.h>

#include "base/format/markup.h"
#include "base/timestamp.h"
#include "diagram/header/header-map.h"
#include "diagram/ladder/ladder.h"
#include "diagram/stream/stream.h"
#include "listing/info/packet-info.h"
#include "listing/printable.h"
#include "notes/markdown/mistake.h"
#include "notes/talk/packets-block.h"

/* What stands beside a diagram: the remark, and the facts of the packet that the steps have come to. */
enum { SIDE_WIDTH = 372 };

#define NO_PACKET SIZE_MAX

/*
 * A phone held upright has a stage of its own shape (templates/start.js). A picture that is as wide as
 * that one waits in a <template>, and the page's script puts it in the place of the other: nothing has to
 * be made smaller than it can be read, or moved sideways.
 */
enum { UPRIGHT_WIDTH = 500, UPRIGHT_HEIGHT = 680 };

/* What a remark below a picture takes, two lines and what they are about; what stays at least. */
enum { REMARK_HEIGHT = 96, PICTURE_HEIGHT_MIN = 240 };

static bool is_korean(const struct talk *talk)
{
	return strncmp(talk->lang, "ko", 2) == 0;
}

/* What `error` says is a finding of the line, and stands on the slide. */
static void append_mistake(struct text *out, const struct packets_view_options *options,
	unsigned line, struct error *error)
{
	const struct finding finding = {
		.path = options->talk->path,
		.line = line,
		.sentence = error_message(error),
	};
	mistake_append(out, options->talk->lang, finding.path, &finding);
	findings_add_error(options->findings, finding.path, line, error);
}

/* What the remark could have meant: the frames that are shown, or the nearest label. */
static void explain_remark(const struct packets_view_options *options,
	const struct packets_remark *remark, struct error *error)
{
	const struct selection *selection = &options->view->selection;
	if (!remark->text) {
		error_set(error,
			"the remark at frame %" PRIu64
			" has no packet: this block shows %zu, from frame %" PRIu64 " to %" PRIu64,
			remark->frame, selection->count, selection->packets[0]->frame.number,
			selection->packets[selection->count - 1]->frame.number);
		return;
	}
	char **labels = xcalloc(selection->count, sizeof(*labels));
	for (size_t i = 0; i < selection->count; i++) {
		struct text label = { 0 };
		packet_label_append(
			&label, &selection->packets[i]->frame, &selection->packets[i]->facts);
		labels[i] = text_steal(&label);
	}
	const char *nearest =
		error_nearest(remark->text, (const char *const *)labels, selection->count);
	if (nearest)
		error_set(error, "no packet of this block has '%s' in its info; did you mean '%s'?",
			remark->text, nearest);
	else
		error_set(error,
			"no packet of this block has '%s' in its info; the first one is '%s'",
			remark->text, labels[0]);
	for (size_t i = 0; i < selection->count; i++)
		free(labels[i]);
	free(labels);
}

/* Index of the packet that the remark is about, or NO_PACKET. */
static size_t find_packet(
	const struct packets_view_options *options, const struct packets_remark *remark)
{
	const struct selection *selection = &options->view->selection;
	size_t found = 0, first = NO_PACKET;
	autofinish(text) struct text info = { 0 };
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		bool is_match = packet->frame.number == remark->frame;
		if (remark->text) {
			text_clear(&info);
			const struct shown_packet *original =
				packet->original ? packet->original : packet;
			packet_info_append(&info, &original->frame, &original->facts);
			is_match = strstr(text_string(&info), remark->text) != NULL;
		}
		if (is_match && found++ == 0)
			first = i;
	}
	if (found > 1)
		findings_add(options->findings, FINDING_WARNING, options->talk->path, remark->line,
			"'%s' is in the info of %zu packets; the remark stands at the first, frame "
			"%" PRIu64,
			remark->text, found, selection->packets[first]->frame.number);
	return first;
}

static void append_what(struct text *out, const struct packets_view_options *options,
	const struct shown_packet *packet)
{
	autofinish(text) struct text label = { 0 };
	packet_label_append(&label, &packet->frame, &packet->facts);
	text_append_format(out, "<p class=\"what\">#%" PRIu64 " ", packet->frame.number);
	markup_text(out, text_string(&label));
	/* The time stays on one line. */
	text_append(out, " <span>· ");
	timestamp_append_duration(
		out, packet->frame.time_ns - captures_block_start_ns(options->view));
	text_append(out, "</span></p>\n");
}

/* What a block's remarks are about, and which of its packets share a row. */
struct view_rows {
	struct arena arena;
	size_t *remark_indexes; /* the packet of each remark, or NO_PACKET */
	bool has_remarks; /* or comments that the capture has */
	const struct packet_run *runs; /* of a sequence */
	size_t run_count;
};

static void view_rows_finish(struct view_rows *rows)
{
	arena_finish(&rows->arena);
}
DEFINE_AUTOFINISH(view_rows);

/* Whether what the capture says of the packet itself stands among the remarks, as it does in a sequence. */
static bool has_comment(const struct packets_view_options *options, size_t index)
{
	return options->view->block->show == PACKETS_SEQUENCE &&
		*options->view->selection.packets[index]->comment;
}

/* A packet with a remark is never folded away. */
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
		size_t index = find_packet(options, &block->remarks[i]);
		rows->remark_indexes[i] = index;
		if (index != NO_PACKET)
			has_remark[index] = true;
	}
	rows->has_remarks = block->remark_count > 0;
	for (size_t i = 0; i < selection->count; i++) {
		if (!has_comment(options, i))
			continue;
		has_remark[i] = true;
		rows->has_remarks = true;
	}
	rows->runs = packet_runs(&rows->arena, selection, &options->view->capture->summary,
		block->folds, has_remark, &rows->run_count);
}

/* Anybody's words: line by line, and nothing in them is markup. */
static void append_comment(
	struct text *out, const struct packets_view_options *options, const char *comment)
{
	text_append_format(out, "<p class=\"comment\"><b>%s</b> ",
		is_korean(options->talk) ? "패킷 코멘트" : "Packet comment");
	while (*comment) {
		size_t size = strcspn(comment, "\n");
		autofinish(text) struct text words = { 0 };
		printable_append(&words, (struct bytes){ (const uint8_t *)comment, size });
		markup_text(out, text_string(&words));
		comment += size;
		if (!*comment)
			break;
		text_append(out, "<br>");
		comment++;
	}
	text_append(out, "</p>\n");
}

/* All that is said of one packet, in one place. False with a message. */
static bool append_packet_remarks(struct text *out, const struct packets_view_options *options,
	size_t index, struct error *error)
{
	const struct packets_block *block = options->view->block;
	const struct shown_packet *packet = options->view->selection.packets[index];
	bool is_open = false;
	for (size_t i = 0; i <= block->remark_count; i++) {
		bool is_comment = i == block->remark_count;
		if (is_comment ? !has_comment(options, index)
			       : options->rows->remark_indexes[i] != index)
			continue;
		if (!is_open) {
			text_append_format(out, "<div class=\"remark\" data-frame=\"%" PRIu64 "\">",
				packet->frame.number);
			append_what(out, options, packet);
			is_open = true;
		}
		if (is_comment)
			append_comment(out, options, packet->comment);
		else if (!markdown_render(out, options->talk, block->remarks[i].markdown,
				 block->remarks[i].line, options->resolver, options->findings,
				 error))
			return false;
	}
	if (is_open)
		text_append(out, "</div>\n");
	return true;
}

/* In the order of the packets, so that the page also reads without scripts. */
static bool append_remarks(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	const struct packets_block *block = options->view->block;
	if (!options->rows->has_remarks)
		return true;
	text_append(out, "<div class=\"remarks\">\n");
	for (size_t i = 0; i < options->view->selection.count; i++)
		if (!append_packet_remarks(out, options, i, error))
			return false;
	for (size_t j = 0; j < block->remark_count; j++) {
		autofinish(error) struct error lost = { 0 };
		if (options->rows->remark_indexes[j] != NO_PACKET)
			continue;
		explain_remark(options, &block->remarks[j], &lost);
		append_mistake(out, options, block->remarks[j].line, &lost);
	}
	text_append(out, "</div>\n");
	return true;
}

/* The capture as the block's pictures see it: its clock starts where the block's does. */
static struct capture_summary block_summary(const struct block_view *view)
{
	struct capture_summary summary = view->capture->summary;
	summary.first_ns = captures_block_start_ns(view);
	return summary;
}

static void append_table(struct text *out, const struct packets_view_options *options)
{
	const struct capture_summary summary = block_summary(options->view);
	options->view->drawn->table(out, &options->view->selection, &summary, options->talk->lang);
}

static void append_twin(struct text *out, const struct packets_view_options *options)
{
	text_append_format(out, "<details class=\"twin\"><summary>%s</summary>\n",
		is_korean(options->talk) ? "표로 보기" : "Show as a table");
	append_table(out, options);
	text_append(out, "</details>\n");
}

/* Ids of slides come from headings and are lower-case: these never meet. */
static void append_id(struct text *out, const struct packets_view_options *options)
{
	text_append_format(out, "P%u", options->view->number);
}

/* What the remarks below a picture take from it. */
static unsigned picture_height(const struct packets_view_options *options)
{
	size_t remarks = options->view->block->remark_count;
	unsigned taken = (unsigned)(remarks < 4 ? remarks : 4) * REMARK_HEIGHT;
	return options->height > taken + PICTURE_HEIGHT_MIN ? options->height - taken
							    : PICTURE_HEIGHT_MIN;
}

/* The same on a phone, which has more of it. */
static unsigned upright_height(const struct packets_view_options *options)
{
	size_t remarks = options->view->block->remark_count;
	unsigned taken = (unsigned)(remarks < 4 ? remarks : 4) * REMARK_HEIGHT;
	return (options->beside ? UPRIGHT_HEIGHT / PACKETS_SIDES : UPRIGHT_HEIGHT) - taken / 2;
}

/* What stands beside a picture; its summary is `summary`. NULL when it stands alone. */
static const struct picture_beside *picture_beside(const struct packets_view_options *options,
	struct capture_summary *summary, struct picture_beside *beside)
{
	if (!options->beside)
		return NULL;
	*summary = block_summary(options->beside);
	*beside = (struct picture_beside){ &options->beside->selection, summary };
	return beside;
}

static struct picture_options picture_options(
	const struct packets_view_options *options, const struct text *id)
{
	return (struct picture_options){
		.id = text_string(id),
		.lang = options->talk->lang,
		.title = "",
		.width = options->width,
		.height = picture_height(options),
		.opens_packets = options->view->selection.count <= PICTURE_OPENING_MAX,
	};
}

static void append_drawn(struct text *out, const struct packets_view_options *options,
	bool is_upright,
	void (*draw)(struct text *out, const struct selection *selection,
		const struct capture_summary *summary, const struct picture_options *picture))
{
	autofinish(text) struct text id = { 0 };
	append_id(&id, options);
	const struct capture_summary summary = block_summary(options->view);
	struct capture_summary summary_beside;
	struct picture_beside beside;
	struct picture_options picture = picture_options(options, &id);
	picture.beside = picture_beside(options, &summary_beside, &beside);
	if (is_upright) {
		picture.width = UPRIGHT_WIDTH;
		picture.height = upright_height(options);
		picture.is_unnamed = true; /* the page's script copies the names of the other one */
	}
	draw(out, &options->view->selection, &summary, &picture);
}

static void append_picture(struct text *out, const struct packets_view_options *options)
{
	text_append(out, "<figure class=\"diagram\">\n");
	append_drawn(out, options, false, options->view->drawn->svg);
	text_append(out, "<template>");
	append_drawn(out, options, true, options->view->drawn->svg);
	text_append(out, "</template></figure>\n");
}

static void append_sequence(struct text *out, const struct packets_view_options *options)
{
	const struct block_view *view = options->view;
	autofinish(text) struct text id = { 0 };
	append_id(&id, options);
	bool has_side = options->rows->has_remarks || view->block->step_packets;
	struct arena arena = { 0 };
	struct capture_summary summary_beside;
	struct ladder_beside beside = { 0 };
	if (options->beside) {
		summary_beside = block_summary(options->beside);
		beside.selection = &options->beside->selection;
		beside.summary = &summary_beside;
		beside.runs = packet_runs(&arena, beside.selection, beside.summary,
			options->beside->block->folds, NULL, &beside.run_count);
	}
	struct ladder_options ladder = {
		.id = text_string(&id),
		.lang = options->talk->lang,
		.title = "",
		.width = options->width - (has_side ? SIDE_WIDTH : 0),
		.height = options->height,
		.runs = options->rows->runs,
		.run_count = options->rows->run_count,
		.beside = options->beside ? &beside : NULL,
		.has_steps = view->block->step_packets,
	};
	text_append(out, "<figure class=\"diagram\">\n");
	const struct capture_summary summary = block_summary(view);
	ladder_svg(out, &view->selection, &summary, &ladder);
	if (!view->block->step_packets) { /* steps belong to one picture */
		ladder.width = UPRIGHT_WIDTH;
		ladder.height = upright_height(options);
		ladder.is_unnamed = true;
		text_append(out, "<template>");
		ladder_svg(out, &view->selection, &summary, &ladder);
		text_append(out, "</template>");
	}
	text_append(out, "</figure>\n");
	arena_finish(&arena);
}

static void append_packet(struct text *out, const struct packets_view_options *options)
{
	autofinish(text) struct text id = { 0 };
	append_id(&id, options);
	const struct header_map_options header = {
		.id = text_string(&id),
		.lang = options->talk->lang,
		.summary = &options->view->capture->summary,
		.protocol = PROTOCOL_NONE,
	};
	header_map_html(out, options->view->selection.packets[0], &header);
}

static void append_stream(struct text *out, const struct packets_view_options *options)
{
	append_drawn(out, options, false, stream_html);
}

/* False, with an error of the block's line. */
static bool check_steps(const struct packets_view_options *options, struct error *error)
{
	const struct packets_block *block = options->view->block;
	if (block->show == PACKETS_SEQUENCE || (!block->step_packets && !block->folds))
		return true;
	return error_set(error, "'%s' goes with 'show: sequence', the diagram that is %s",
		block->step_packets ? "step: packet" : "fold: true",
		block->step_packets ? "stepped" : "folded");
}

/* How a deck draws a view; the others are their picture. */
struct deck_view {
	void (*append)(struct text *out, const struct packets_view_options *options);
	bool is_text; /* it is a table already, or has one: no twin */
};

static const struct deck_view deck_views[PACKETS_VIEW_COUNT] = {
	[PACKETS_SEQUENCE] = { append_sequence, false },
	[PACKETS_PACKET] = { append_packet, true },
	[PACKETS_LIST] = { append_table, true },
	[PACKETS_STREAM] = { append_stream, true },
};

static bool check_view(const struct packets_view_options *options, struct error *error)
{
	const struct packets_block *block = options->view->block;
	autofinish(text) struct text names = { 0 };
	if (deck_views[block->show].append || options->view->drawn->svg)
		return true;
	for (unsigned i = 0; i < PACKETS_VIEW_COUNT; i++) {
		const char *name = packets_view_name((enum packets_view)i);
		if (deck_views[i].append || picture_view_find(name)->svg)
			text_append_format(&names, "%s%s", names.size ? ", " : "", name);
	}
	return error_set(error, "the view '%s' is not yet available: there are %s",
		options->view->drawn->name, text_string(&names));
}

static void append_attributes(struct text *out, const struct packets_view_options *options)
{
	const struct block_view *view = options->view;
	text_append_format(out, " class=\"packets packets-%s\" data-capture=\"", view->drawn->name);
	markup_attribute(out, view->capture->declared->name);
	text_append(out, "\" data-start=\"");
	timestamp_append_seconds(
		out, captures_block_start_ns(view) - view->capture->summary.first_ns);
	text_append(out, "\"");
	if (view->block->show == PACKETS_SEQUENCE)
		text_append_format(out, " data-steps=\"%zu\"",
			view->block->step_packets ? options->rows->run_count : 0);
	if (view->block->show == PACKETS_PACKET)
		text_append_format(out, " data-frame=\"%" PRIu64 "\"",
			view->selection.packets[0]->frame.number);
}

static bool append_view(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	const struct deck_view *deck_view = &deck_views[options->view->block->show];
	text_append(out, "<div");
	append_attributes(out, options);
	text_append(out, ">\n");
	if (deck_view->append)
		deck_view->append(out, options);
	else
		append_picture(out, options);
	if (!append_remarks(out, options, error))
		return false;
	if (!deck_view->is_text)
		append_twin(out, options);
	text_append(out, "</div>\n");
	return true;
}

static bool packets_view_html(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	const struct packets_block *block = options->view->block;
	autofinish(error) struct error mistake = { 0 };
	if (!check_view(options, &mistake)) {
		append_mistake(out, options, block->show_line, &mistake);
		return true;
	}
	if (!check_steps(options, &mistake))
		append_mistake(out, options, block->line, &mistake);
	autofinish(view_rows) struct view_rows rows;
	view_rows_find(&rows, options);
	struct packets_view_options with_rows = *options;
	with_rows.rows = &rows;
	return append_view(out, &with_rows, error);
}

/* What tells the two apart: the capture, the connection, or both. */
static void append_side_title(struct text *out, const struct packets_block *block)
{
	text_append(out, "<p class=\"side-title\">");
	markup_text(out, block->capture);
	if (block->stream >= 0)
		text_append_format(out, " · tcp.stream %" PRId64, block->stream);
	text_append(out, "</p>\n");
}

bool packets_block_html(struct text *out, const struct captures *captures,
	const struct packets_block *block, const struct packets_view_options *options,
	struct error *error)
{
	enum { GAP = 48, TITLE_HEIGHT = 36 };
	struct packets_view_options each = *options;
	if (!block->sides) {
		each.view = captures_block(captures, block);
		return packets_view_html(out, &each, error);
	}
	each.width = (options->width - GAP) / PACKETS_SIDES;
	each.height = options->height > TITLE_HEIGHT ? options->height - TITLE_HEIGHT : 0;
	text_append(out, "<div class=\"compare\">\n");
	for (size_t i = 0; i < PACKETS_SIDES; i++) {
		text_append(out, "<div class=\"compared\">\n");
		append_side_title(out, &block->sides[i]);
		each.view = captures_block(captures, &block->sides[i]);
		each.beside = captures_block(captures, &block->sides[PACKETS_SIDES - 1 - i]);
		if (!packets_view_html(out, &each, error))
			return false;
		text_append(out, "</div>\n");
	}
	text_append(out, "</div>\n");
	return true;
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
			find_packet(&options, remark) != NO_PACKET)
			continue;
		explain_remark(&options, remark, &error);
		findings_add_error(findings, talk->path, remark->line, &error);
	}
}
