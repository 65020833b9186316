/*
 * A remark names a packet by its number or by a text of its info line; both are checked. A remark
 * without its packet is a mistake, which stands below the other remarks. A packet comment of the
 * capture stands after the author's remarks.
 */
#include "deck/block/packets-view-remarks.h"

#include <inttypes.h>
#include <string.h>

#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/format/timestamp.h"
#include "base/nearest-name.h"
#include "deck/block/packets-view-fields.h"
#include "explain/words.h"
#include "listing/info/arrow-label.h"
#include "listing/info/packet-info.h"
#include "notes/markdown/error-box.h"
#include "notes/markdown/markdown.h"

void remarks_append_mistake(struct text *out, const struct packets_view_options *options,
	unsigned line, struct error *error)
{
	const struct finding finding = {
		.path = options->talk->path,
		.line = line,
		.sentence = error_message(error),
	};
	error_box_append(out, options->talk->lang, finding.path, &finding);
	findings_add_error(options->findings, finding.path, line, error);
}

/* A remark that names no field of those that the block points at. */
static void explain_field(
	const struct packets_block *block, const struct packets_remark *remark, struct error *error)
{
	const struct packets_annotations *annotations = &block->annotations;
	autofinish(text) struct text names = { 0 };
	for (size_t i = 0; i < annotations->field_count; i++)
		text_append_format(&names, "%s%s", i ? ", " : "", annotations->fields[i].name);
	error_set(error,
		"the remark at '%s' is about no field that this block points at: add it to 'fields', or write one of %s",
		remark->text, text_string(&names));
}

void remark_explain(const struct packets_view_options *options, const struct packets_remark *remark,
	struct error *error)
{
	const struct selection *selection = &options->view->selection;
	if (!remark->text) {
		error_set(error,
			"the remark at frame %llu has no packet: this block shows %zu, from frame %llu to %llu",
			(unsigned long long)remark->frame, selection->count,
			(unsigned long long)selection->packets[0]->frame.number,
			(unsigned long long)selection->packets[selection->count - 1]->frame.number);
		return;
	}
	if (options->view->block->show == PACKETS_PACKET &&
		options->view->block->annotations.field_count) {
		explain_field(options->view->block, remark, error);
		return;
	}
	char **labels = xcalloc(selection->count, sizeof(*labels));
	for (size_t i = 0; i < selection->count; i++) {
		struct text label = { 0 };
		arrow_label_append(
			&label, &selection->packets[i]->frame, &selection->packets[i]->facts);
		labels[i] = text_steal(&label);
	}
	const char *nearest =
		nearest_name(remark->text, (const char *const *)labels, selection->count);
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

size_t remark_matches(const struct packets_view_options *options,
	const struct packets_remark *remark, size_t *ret_first)
{
	const struct selection *selection = &options->view->selection;
	size_t found = 0;
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
			*ret_first = i;
	}
	return found;
}

size_t remark_find(const struct packets_view_options *options, const struct packets_remark *remark)
{
	const struct selection *selection = &options->view->selection;
	size_t first = NO_PACKET;
	size_t found = remark_matches(options, remark, &first);
	if (found > 1)
		findings_add(options->findings, FINDING_WARNING, options->talk->path, remark->line,
			"'%s' is in the info of %zu packets; the remark stands at the first, frame %llu",
			remark->text, found,
			(unsigned long long)selection->packets[first]->frame.number);
	return first;
}

static void append_place(struct text *out, const struct packets_view_options *options,
	const struct remark_place *place)
{
	if (place->is_numbered)
		text_append_format(out, "<b class=\"place\">%u</b> ", place->number);
	if (!place->is_of_side)
		return;
	text_append(out, "<span>");
	block_name_append(out, options->view->block);
	text_append(out, "</span> · ");
}

static void append_what(struct text *out, const struct packets_view_options *options,
	const struct shown_packet *packet, const struct remark_place *place)
{
	autofinish(text) struct text label = { 0 };
	arrow_label_append(&label, &packet->frame, &packet->facts);
	text_append(out, "<p class=\"what\">");
	if (place)
		append_place(out, options, place);
	text_append_format(out, "#%" PRIu64 " ", packet->frame.number);
	markup_text(out, text_string(&label));
	/* The span keeps the time on one line. */
	text_append(out, " <span>· ");
	timestamp_append_instant(out,
		packet->frame.time_ns - captures_block_start_ns(options->view),
		&options->view->instants, text_digit_gap(diagram_is_korean(options->talk->lang)));
	text_append(out, "</span></p>\n");
}

/* Whether the view says above the remark which packet it is: in its row, or over the picture. */
static bool says_what(enum packets_view view)
{
	return view == PACKETS_LIST || view == PACKETS_PACKET;
}

bool remarks_has_comment(const struct packets_view_options *options, size_t index)
{
	return options->view->drawn->has_steps && *options->view->selection.packets[index]->comment;
}

/*
 * Appends a comment of the capture, line by line. Anybody may have written it, so none of it
 * becomes markup.
 */
static void append_comment(
	struct text *out, const struct packets_view_options *options, const char *comment)
{
	text_append_format(out, "<p class=\"comment\"><b>%s</b> ",
		diagram_is_korean(options->talk->lang) ? "패킷 코멘트" : "Packet comment");
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

static void open_remark(
	struct text *out, const struct shown_packet *packet, const struct remark_place *place)
{
	text_append_format(out, "<div class=\"remark%s\" data-frame=\"%" PRIu64 "\"",
		place && place->is_step ? " fragment custom" : "", packet->frame.number);
	if (place)
		text_append_format(
			out, " data-told=\"%u\" data-side=\"%u\"", place->number, place->side);
	text_append_char(out, '>');
}

bool remarks_append_at(struct text *out, const struct packets_view_options *options, size_t index,
	const struct remark_place *place, struct error *error)
{
	const struct packets_block *block = options->view->block;
	const struct shown_packet *packet = options->view->selection.packets[index];
	bool is_open = false;
	for (size_t i = 0; i <= block->remark_count; i++) {
		bool is_comment = i == block->remark_count;
		if (is_comment ? !remarks_has_comment(options, index)
			       : options->rows->remark_indexes[i] != index)
			continue;
		if (!is_open) {
			open_remark(out, packet, place);
			if (!says_what(block->show))
				append_what(out, options, packet, place);
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

bool remarks_append_of(struct text *out, const struct packets_view_options *options, size_t index,
	struct error *error)
{
	return remarks_append_at(out, options, index, NULL, error);
}

void remarks_append_lost(struct text *out, const struct packets_view_options *options)
{
	const struct packets_block *block = options->view->block;
	for (size_t i = 0; i < block->remark_count; i++) {
		autofinish(error) struct error lost = { 0 };
		if (options->rows->remark_indexes[i] != NO_PACKET ||
			view_fields_has_remark(options->view, &block->remarks[i]))
			continue;
		remark_explain(options, &block->remarks[i], &lost);
		remarks_append_mistake(out, options, block->remarks[i].line, &lost);
	}
}

bool remarks_append(
	struct text *out, const struct packets_view_options *options, struct error *error)
{
	if (!options->rows->has_remarks)
		return true;
	if (options->view->block->show == PACKETS_LIST) {
		remarks_append_lost(out, options);
		return true;
	}
	text_append(out, "<div class=\"remarks\">\n");
	for (size_t i = 0; i < options->view->selection.count; i++)
		if (!remarks_append_of(out, options, i, error))
			return false;
	remarks_append_lost(out, options);
	text_append(out, "</div>\n");
	return true;
}
