/*
 * A step is a list item beside the picture:
 *
 *   <ol class="field-steps"><li class="field-step fragment custom" data-field="9" data-layer="2"
 *     data-fragment-index="0"><b>Sequence Number: 1</b> <div>the remark or the sentence</div></li>
 *
 * The page's script shows one at a time and marks its field; without it, and on paper, all are
 * listed and all their fields marked.
 */
#include "deck/block/packets-view-fields.h"

#include <string.h>

#include "base/format/markup.h"
#include "deck/fields/field-steps.h"
#include "diagram/header/header-map.h"
#include "dissect/field-text.h"
#include "explain/field-sentence.h"
#include "explain/option-value.h"
#include "explain/words.h"
#include "notes/markdown/error-box.h"
#include "notes/markdown/markdown.h"

static bool is_of_packet(const struct block_view *view)
{
	return view->block->show == PACKETS_PACKET && view->selection.count > 0;
}

/* The layer that opens: the chosen one, else as without the key. */
static unsigned opened_layer(
	const struct packets_annotations *annotations, const struct shown_packet *packet)
{
	autofinish(error) struct error error = { 0 };
	unsigned layer = 0;
	if (field_steps_layer(annotations, packet, &layer, &error))
		return layer;
	return header_map_layer(&packet->frame, PROTOCOL_NONE);
}

static bool is_about(const struct packets_remark *remark, const char *name,
	const struct field *field, const struct shown_packet *packet, unsigned layer)
{
	autofinish(error) struct error error = { 0 };
	if (!remark->text)
		return false;
	return strcmp(remark->text, name) == 0 ||
		(field && field_steps_find(remark->text, packet, layer, &error) == field);
}

bool view_fields_has_remark(const struct block_view *view, const struct packets_remark *remark)
{
	const struct packets_annotations *annotations = &view->block->annotations;
	if (!remark->text || !annotations->field_count || !is_of_packet(view))
		return false;
	const struct shown_packet *packet = view->selection.packets[0];
	unsigned layer = opened_layer(annotations, packet);
	for (size_t i = 0; i < annotations->field_count; i++) {
		autofinish(error) struct error error = { 0 };
		const struct field *field =
			field_steps_find(annotations->fields[i].name, packet, layer, &error);
		if (is_about(remark, annotations->fields[i].name, field, packet, layer))
			return true;
	}
	return false;
}

static void append_sentence(
	struct text *out, const struct packets_view_options *options, const struct field *field)
{
	const struct shown_packet *packet = options->view->selection.packets[0];
	const struct sentence_context context =
		sentence_context_of(packet, &options->view->capture->summary, options->talk->lang);
	autofinish(text) struct text sentence = { 0 };
	field_sentence_append(&sentence, &context, field);
	text_append(out, "<p>");
	markup_text(out, text_string(&sentence));
	text_append(out, "</p>");
}

static void append_heading(struct text *out, const struct packets_view_options *options,
	const struct field *field, struct arena *arena)
{
	enum { VALUE_MAX = 60 };
	const struct shown_packet *packet = options->view->selection.packets[0];
	autofinish(text) struct text value = { 0 };
	packet_field_value_append(&value, packet, field, diagram_is_korean(options->talk->lang));
	text_append(out, "<b>");
	markup_text(out, field_label(field, arena));
	if (value.size && value.size <= VALUE_MAX) {
		text_append(out, ": ");
		markup_text(out, text_string(&value));
	}
	text_append(out, "</b>\n");
}

/* The author's remarks on the field; its own sentence when there are none. */
static bool append_words(struct text *out, const struct packets_view_options *options,
	const char *name, const struct field *field, unsigned layer, struct error *error)
{
	const struct packets_block *block = options->view->block;
	bool has_remark = false;
	for (size_t i = 0; i < block->remark_count; i++) {
		const struct packets_remark *remark = &block->remarks[i];
		if (!is_about(remark, name, field, options->view->selection.packets[0], layer))
			continue;
		has_remark = true;
		if (!markdown_render(out, options->talk, remark->markdown, remark->line,
			    options->resolver, options->findings, error))
			return false;
	}
	if (!has_remark)
		append_sentence(out, options, field);
	return true;
}

static bool append_step(struct text *out, const struct packets_view_options *options, size_t index,
	const struct packets_field *asked, const struct field *field, unsigned layer,
	struct arena *arena, struct error *error)
{
	const struct field_list *list = &options->view->selection.packets[0]->fields;
	text_append_format(out, "<li class=\"field-step%s\" data-field=\"%td\" data-layer=\"%u\"",
		index ? " fragment custom" : "", field - list->fields, field->layer);
	if (index)
		text_append_format(out, " data-fragment-index=\"%zu\"", index - 1);
	text_append_char(out, '>');
	append_heading(out, options, field, arena);
	bool ok = append_words(out, options, asked->name, field, layer, error);
	text_append(out, "</li>\n");
	return ok;
}

/* Adds a finding, and appends it to the slide. */
static void add_mistake(const struct packets_view_options *options, unsigned line,
	struct text *mistakes, struct error *error)
{
	const struct finding finding = {
		.path = options->talk->path,
		.line = line,
		.sentence = error_message(error),
	};
	if (mistakes)
		error_box_append(mistakes, options->talk->lang, finding.path, &finding);
	findings_add_error(options->findings, finding.path, line, error);
}

static bool resolve_fields(struct picture_fields *fields,
	const struct packets_view_options *options, bool has_html, struct text *mistakes,
	struct arena *arena, struct error *error)
{
	const struct packets_annotations *annotations = &options->view->block->annotations;
	const struct shown_packet *packet = options->view->selection.packets[0];
	unsigned layer = opened_layer(annotations, packet);
	size_t *indexes = arena_alloc_array(arena, annotations->field_count, sizeof(*indexes));
	autofinish(text) struct text steps = { 0 };
	fields->indexes = indexes;
	text_append(&steps, "<ol class=\"field-steps\">\n");
	for (size_t i = 0; i < annotations->field_count; i++) {
		autofinish(error) struct error mistake = { 0 };
		const struct field *field =
			field_steps_find(annotations->fields[i].name, packet, layer, &mistake);
		if (!field) {
			add_mistake(options, annotations->fields[i].line, mistakes, &mistake);
			continue;
		}
		indexes[fields->count] = (size_t)(field - packet->fields.fields);
		/* The picture opens where the first step is. */
		if (fields->count == 0 && !fields->has_layer) {
			fields->has_layer = true;
			fields->layer = field->layer;
		}
		if (has_html &&
			!append_step(&steps, options, fields->count, &annotations->fields[i], field,
				layer, arena, error))
			return false;
		fields->count++;
	}
	text_append(&steps, "</ol>\n");
	if (has_html && fields->count)
		fields->steps = arena_strdup(arena, text_string(&steps));
	return true;
}

bool view_fields_resolve(struct picture_fields *ret_fields,
	const struct packets_view_options *options, bool has_html, struct text *mistakes,
	struct arena *arena, struct error *error)
{
	const struct packets_annotations *annotations = &options->view->block->annotations;
	autofinish(error) struct error mistake = { 0 };
	*ret_fields = (struct picture_fields){ 0 };
	if (!is_of_packet(options->view))
		return true;
	ret_fields->has_layer = field_steps_layer(
		annotations, options->view->selection.packets[0], &ret_fields->layer, &mistake);
	if (error_is_set(&mistake))
		add_mistake(options, annotations->layer_line, mistakes, &mistake);
	return !annotations->field_count ||
		resolve_fields(ret_fields, options, has_html, mistakes, arena, error);
}
