/*
 * Writes the data island of a deck. Packets of one conversation are alike: the same fields at the
 * same offsets, and many equal values. So words and shapes of fields stand in tables, in the order
 * in which they first occur; the same input gives the same bytes.
 */
#include "deck/packets/packet-data.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/format/hex-base64.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/memory/hash-table.h"
#include "capture-file/link-types.h"
#include "deck/packets/opened-packets.h"
#include "deck/packets/vocabulary.h"
#include "diagram/ladder/label-reason.h"
#include "dissect/field-text.h"
#include "explain/field-sentence.h"
#include "explain/message/message-fields.h"
#include "explain/option-value.h"
#include "explain/words.h"
#include "listing/info/arrow-label.h"
#include "listing/info/oddity-words.h"
#include "listing/info/packet-info.h"
#include "notes/talk/record-steps.h"

/* All of a field but its value. Most fields of a packet have a shape that was used before. */
struct shape {
	struct shape_key {
		const struct field_spec *spec;
		const void *label; /* compared by address, so equal labels may give two shapes */
		size_t label_size; /* size of a label that was captured, else 0 */
		uint32_t offset, size;
		int32_t parent;
		uint8_t bit_offset, bit_size, layer, unused;
	} key;
	int64_t index;
	const struct field_words *words;
	UT_hash_handle hh;
};

struct writer {
	struct json json;
	struct shape *seen;
	const struct shape **shapes_of_packet; /* the shape of each field of the current packet */
	size_t shapes_capacity;
	struct arena arena; /* owns the shapes */
	struct vocabulary names, labels, values, shapes, sentences;
	/* lists of headers and lists of fields; packets of one kind share them */
	struct vocabulary layouts;
	const char *lang;
	enum packet_coloring coloring;
	struct text scratch;
};

/* The oddities of a packet that a sentence explains, as bits. */
static unsigned explained_oddities(const struct shown_packet *packet)
{
	unsigned kinds = 0;
	for (unsigned kind = 0; kind < ODDITY_COUNT; kind++)
		kinds |= (unsigned)oddity_is_remark((enum oddity)kind) << kind;
	return packet->oddities.kinds & kinds;
}

bool packet_has_panel_text(const struct shown_packet *packet)
{
	const struct sentence_context context = { .packet = packet };
	autofinish(text) struct text purpose = { 0 };
	if (packet->facts.has_tcp || explained_oddities(packet))
		return true;
	if (!packet->facts.copy_of)
		packet_purpose_append(&purpose, &context);
	return purpose.size;
}

/*
 * Writes sentences with reasons: what is odd about how the packet was captured, and what the
 * analysis found.
 */
static void write_findings(struct writer *writer, const struct shown_packet *packet)
{
	bool is_korean = diagram_is_korean(writer->lang);
	struct text *words = &writer->scratch;
	uint32_t labels = packet->facts.has_tcp ? packet->facts.tcp.labels : 0;
	unsigned kinds = explained_oddities(packet);
	if (!kinds && !labels)
		return;
	json_begin_array(&writer->json, "findings");
	for (unsigned kind = 0; kind < ODDITY_COUNT; kind++) {
		if (!(kinds & 1U << kind))
			continue;
		text_clear(words);
		oddity_append_reason(words, packet, (enum oddity)kind, is_korean);
		json_number(&writer->json, NULL,
			vocabulary_index(&writer->sentences, text_string(words)));
	}
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++) {
		if (!(labels >> bit & 1))
			continue;
		text_clear(words);
		text_append_format(words, "%s: ", diagram_label_words(bit, is_korean));
		label_reason_append(words, packet, bit, is_korean);
		json_number(&writer->json, NULL,
			vocabulary_index(&writer->sentences, text_string(words)));
	}
	json_end_array(&writer->json);
}

/* Writes the words of the packet's arrow. Of HTTP and of plain TCP the script knows them. */
static void write_name(struct writer *writer, const struct shown_packet *packet)
{
	enum protocol protocol = packet->facts.shown.protocol;
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	if (tcp && packet->facts.has_tcp &&
		(protocol == PROTOCOL_HTTP || (protocol == PROTOCOL_TCP && tcp->flags)))
		return;
	text_clear(&writer->scratch);
	arrow_label_append(&writer->scratch, &packet->frame, &packet->facts);
	json_number(&writer->json, "name",
		vocabulary_index(&writer->labels, text_string(&writer->scratch)));
}

static void write_tcp(struct writer *writer, const struct sentence_context *context)
{
	const struct shown_packet *packet = context->packet;
	struct json *json = &writer->json;
	if (!frame_tcp(&packet->frame) || !packet->facts.has_tcp)
		return;
	json_number(json, "stream", packet->facts.tcp.stream);
	json_number(json, "flags", frame_tcp(&packet->frame)->flags);
	if (packet_has_numbers(packet)) {
		json_number(json, "seq", packet->facts.tcp.sequence);
		json_number(json, "ack", packet->facts.tcp.acknowledgment);
		if (packet->facts.tcp.facts & TCP_FACT_HAS_ALL)
			json_bool(json, "hasAll", true);
	}
	json_number(json, "seqRaw", frame_tcp(&packet->frame)->sequence);
}

/* Writes what the packet is for. A copy was not sent, so it has no purpose. */
static void write_purpose(struct writer *writer, const struct sentence_context *context)
{
	text_clear(&writer->scratch);
	if (!context->packet->facts.copy_of)
		packet_purpose_append(&writer->scratch, context);
	if (writer->scratch.size)
		json_number(&writer->json, "purpose",
			vocabulary_index(&writer->sentences, text_string(&writer->scratch)));
}

/* Writes the fields of the message that matter most: their places in "fields", and their labels. */
static void write_key_fields(struct writer *writer, const struct sentence_context *context)
{
	struct message_field keys[MESSAGE_FIELDS_SHOWN];
	if (!message_is_panel_subject(context->packet))
		return;
	unsigned count =
		message_key_fields(&writer->arena, context->packet, context->is_korean, keys);
	if (!count)
		return;
	json_begin_array(&writer->json, "keys");
	for (unsigned i = 0; i < count; i++) {
		json_number(&writer->json, NULL, (int64_t)keys[i].index);
		json_number(&writer->json, NULL, vocabulary_index(&writer->labels, keys[i].label));
	}
	json_end_array(&writer->json);
}

static int64_t shape_text_index(struct writer *writer, const struct field *field)
{
	autofinish(text) struct text shape = { 0 };
	struct json json = { .out = &shape };
	const int64_t numbers[] = {
		vocabulary_index(&writer->names, field->spec->name),
		vocabulary_index(&writer->labels, field_label(field, &writer->arena)),
		field->offset,
		field->size,
		field->bit_offset,
		field->bit_size,
		field->layer,
		field->parent,
	};
	json_begin_array(&json, NULL);
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++)
		json_number(&json, NULL, numbers[i]);
	json_end_array(&json);
	return vocabulary_index(&writer->shapes, text_string(&shape));
}

static const struct shape *shape_of(struct writer *writer, const struct field *field)
{
	struct shape_key key = {
		.spec = field->spec,
		.label = field->label,
		.offset = field->offset,
		.size = field->size,
		.parent = field->parent,
		.bit_offset = field->bit_offset,
		.bit_size = field->bit_size,
		.layer = field->layer,
	};
	struct shape *shape;
	if (field->kind == FIELD_HEADER) {
		key.label = field->header->name.data;
		key.label_size = field->header->name.size;
	}
	HASH_FIND(hh, writer->seen, &key, sizeof(key), shape);
	if (!shape) {
		shape = arena_new(&writer->arena, struct shape);
		shape->key = key;
		shape->index = shape_text_index(writer, field);
		shape->words = field_words_find(field->spec->name);
		HASH_ADD(hh, writer->seen, key, sizeof(key), shape);
	}
	return shape;
}

static void write_layers(struct writer *writer, const struct frame *frame)
{
	autofinish(text) struct text layers = { 0 };
	struct json json = { .out = &layers, .is_script = true };
	json_begin_array(&json, NULL);
	for (size_t i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		json_begin_array(&json, NULL);
		json_string(&json, NULL,
			diagram_protocol_name(layer->protocol, diagram_is_korean(writer->lang)));
		json_number(&json, NULL, layer->offset);
		json_number(&json, NULL, layer->header_size);
		json_number(&json, NULL, layer->size);
		json_end_array(&json);
	}
	json_end_array(&json);
	json_number(
		&writer->json, "layers", vocabulary_index(&writer->layouts, text_string(&layers)));
}

/* Returns the index of the scratch text in the vocabulary, and clears the text. */
static int64_t scratch_index(struct writer *writer, struct vocabulary *vocabulary)
{
	int64_t index = vocabulary_index(vocabulary, text_string(&writer->scratch));
	text_clear(&writer->scratch);
	return index;
}

static void write_fields(struct writer *writer, const struct sentence_context *context)
{
	const struct field_list *list = &context->packet->fields;
	struct json *json = &writer->json;
	autofinish(text) struct text shapes = { 0 };
	struct json layout = { .out = &shapes };
	text_clear(&writer->scratch);
	json_begin_array(&layout, NULL);
	for (size_t i = 0; i < list->count; i++) {
		grow_array(&writer->shapes_of_packet, i, &writer->shapes_capacity,
			sizeof(*writer->shapes_of_packet));
		writer->shapes_of_packet[i] = shape_of(writer, &list->fields[i]);
		json_number(&layout, NULL, writer->shapes_of_packet[i]->index);
	}
	json_end_array(&layout);
	json_number(json, "fields", vocabulary_index(&writer->layouts, text_string(&shapes)));
	json_begin_array(json, "values");
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		packet_field_value_append(
			&writer->scratch, context->packet, field, context->is_korean);
		json_number(json, NULL, scratch_index(writer, &writer->values));
	}
	json_end_array(json);
	json_begin_array(json, "special");
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		bool is_beyond = field->offset + field->size > OPENED_BYTES_MAX;
		if (is_beyond) /* the page does not have its bytes */
			field_sentence_append(&writer->scratch, context, field);
		else if (!field_words_special_append(&writer->scratch,
				 writer->shapes_of_packet[i]->words, context, field))
			continue;
		json_number(json, NULL, (int64_t)i);
		json_number(json, NULL, scratch_index(writer, &writer->sentences));
	}
	json_end_array(json);
}

/* Writes what is said of fields by their names, in the order of the names. */
static void write_meanings(struct writer *writer, struct json *json)
{
	bool is_korean = diagram_is_korean(writer->lang);
	const struct vocabulary_word *word = NULL;
	const char *name;
	json_begin_array(json, "meanings");
	while ((name = vocabulary_next(&writer->names, &word))) {
		const char *meaning = field_words_template(field_words_find(name), is_korean);
		json_string(json, NULL, meaning ? meaning : "");
	}
	json_end_array(json);
}

static void write_bytes(struct writer *writer, struct bytes bytes)
{
	autofinish(text) struct text string = { 0 };
	text_append_base64(&string, bytes);
	json_plain(&writer->json, "bytes", text_string(&string), string.size);
}

/*
 * Writes one packet. `link_type` is that of the first packet; only a packet with another one has
 * its own "link".
 */
static void write_packet(struct writer *writer, const struct capture_summary *summary,
	const struct shown_packet *packet, int link_type)
{
	struct json *json = &writer->json;
	const struct frame *frame = &packet->frame;
	const struct sentence_context context = sentence_context_of(packet, summary, writer->lang);
	autofinish(text) struct text string = { 0 };
	text_append_format(&string, "%" PRIu64, frame->number);
	json_begin_object(json, text_string(&string));

	text_clear(&string);
	timestamp_append_seconds(&string, frame->time_ns - summary->first_ns);
	json_string(json, "time", text_string(&string));
	json_number(json, "length", frame->length);
	if (frame->link_type != link_type)
		json_number(json, "link", link_type_to_file(frame->link_type));
	if (frame->data.size < frame->length)
		json_number(json, "captured", (int64_t)frame->data.size);
	if (frame->has_ports) {
		json_number(json, "sport", frame->source_port);
		json_number(json, "dport", frame->destination_port);
	}
	json_string(json, "protocol", frame_reading_name(&packet->facts.shown));
	text_clear(&string);
	packet_info_append(&string, frame, &packet->facts);
	json_string(json, "info", text_string(&string));
	write_name(writer, packet);
	json_string(json, "color", packet_color(writer->coloring, packet));
	write_tcp(writer, &context);
	write_purpose(writer, &context);
	write_key_fields(writer, &context);
	write_findings(writer, packet);
	write_layers(writer, frame);
	write_fields(writer, &context);
	write_bytes(writer, opened_packet_bytes(packet));
	json_end_object(json);
}

/* Writes the packets of all blocks of a capture, each once, sorted by number. */
static void write_frames(
	struct writer *writer, const struct captures *captures, const struct capture_view *view)
{
	size_t count;
	const struct shown_packet **packets = opened_packets(captures, view, &count);
	int link_type = count ? packets[0]->frame.link_type : 0;
	json_number(&writer->json, "link", link_type_to_file(link_type));
	json_begin_object(&writer->json, "frames");
	for (size_t i = 0; i < count; i++)
		write_packet(writer, &view->summary, packets[i], link_type);
	json_end_object(&writer->json);
	free(packets);
}

/*
 * Writes the start in nanoseconds since the epoch, as a string: numbers of JavaScript cannot hold
 * it.
 */
static void write_start(struct json *json, const struct capture_summary *summary)
{
	autofinish(text) struct text start = { 0 };
	text_append_format(&start, "%" PRId64, summary->first_ns);
	json_string(json, "start", text_string(&start));
}

/* Appends `record: {run: ..., server: ...}` in one line. */
static void append_program(struct text *out, const struct talk_capture *capture)
{
	text_append(out, "{run: [");
	for (size_t i = 0; capture->run[i]; i++) {
		text_append(out, i ? ", " : "");
		markup_json(out, markup_bytes_of(capture->run[i]));
	}
	text_append_char(out, ']');
	if (capture->server) {
		text_append(out, ", server: ");
		markup_json(out, markup_bytes_of(capture->server));
	}
	text_append_char(out, '}');
}

/* Writes how the capture is made again, and how many packets it had. */
static void write_recipe(struct json *json, const struct talk_capture *capture,
	const struct capture_summary *summary)
{
	enum { STREAMS_MAX = 1000 };
	autofinish(text) struct text recipe = { 0 };
	if (!talk_capture_is_declared(capture) || summary->connection_count > STREAMS_MAX)
		return;
	json_count(json, "packets", summary->packet_count);
	json_begin_array(json, "streams");
	for (uint32_t i = 0; i < summary->connection_count; i++)
		json_count(json, NULL, summary->connections[i].packet_count);
	json_end_array(json);
	if (capture->run)
		append_program(&recipe, capture);
	else
		record_steps_append(&recipe, capture->steps, capture->step_count);
	json_string(json, "recipe", text_string(&recipe));
	if (capture->keep_alive)
		json_bool(json, "keepAlive", true);
}

/* Bytes to allocate at once. Unwritten memory costs nothing, while growing means copying. */
enum { USUAL_SIZE = 128 << 10 };

void packet_data_json(struct text *out, const struct captures *captures)
{
	autofinish(text) struct text frames = { 0 };
	struct writer writer = {
		.json = { .out = &frames, .is_script = true },
		.lang = captures->talk->lang,
		.coloring = packets_coloring(captures->talk->colors),
	};
	text_grow(&frames, USUAL_SIZE);
	json_begin_object(&writer.json, NULL);
	for (size_t i = 0; i < captures->count; i++) {
		const struct capture_view *view = &captures->views[i];
		if (!view->is_read || view->problem)
			continue;
		const char *slash = strrchr(view->declared->path, '/');
		json_begin_object(&writer.json, view->declared->name);
		json_string(&writer.json, "file", slash ? slash + 1 : view->declared->path);
		if (!captures->redaction)
			write_recipe(&writer.json, view->declared, &view->summary);
		write_start(&writer.json, &view->summary);
		write_frames(&writer, captures, view);
		json_end_object(&writer.json);
	}
	json_end_object(&writer.json);

	/* The tables come first in the document, but are complete only now. */
	struct json json = { .out = out, .is_script = true };
	json_begin_object(&json, NULL);
	vocabulary_json(&json, "names", &writer.names);
	write_meanings(&writer, &json);
	vocabulary_json(&json, "labels", &writer.labels);
	vocabulary_json(&json, "values", &writer.values);
	vocabulary_json(&json, "sentences", &writer.sentences);
	vocabulary_json_literals(&json, "shapes", &writer.shapes);
	vocabulary_json_literals(&json, "layouts", &writer.layouts);
	if (captures->redaction)
		json_bool(&json, "scrubbed", true);
	text_grow(out, frames.size + sizeof(",\"captures\":}"));
	json_literal(&json, "captures", text_string(&frames));
	json_end_object(&json);
	vocabulary_finish(&writer.names);
	vocabulary_finish(&writer.labels);
	vocabulary_finish(&writer.values);
	vocabulary_finish(&writer.shapes);
	vocabulary_finish(&writer.layouts);
	vocabulary_finish(&writer.sentences);
	HASH_CLEAR(hh, writer.seen);
	arena_finish(&writer.arena);
	free(writer.shapes_of_packet);
	text_finish(&writer.scratch);
}
