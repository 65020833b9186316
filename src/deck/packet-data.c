/*
 * The data island of a deck. Packets of one conversation look alike: the same fields at the same
 * places, and many of the same values. So words and shapes of fields are in tables, numbered as they
 * are met, and the same input gives the same bytes.
 */
#include "deck/packet-data.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <uthash.h>

#include "base/json.h"
#include "base/timestamp.h"
#include "listing/packet-info.h"

struct word {
	const char *string;
	int64_t index;
	UT_hash_handle hh;
};

/* Strings by the order in which they were first met. */
struct vocabulary {
	struct word *words;
	struct arena arena;
};

static void vocabulary_finish(struct vocabulary *vocabulary)
{
	HASH_CLEAR(hh, vocabulary->words);
	arena_finish(&vocabulary->arena);
}

static int64_t vocabulary_index(struct vocabulary *vocabulary, const char *string)
{
	struct word *word;
	HASH_FIND_STR(vocabulary->words, string, word);
	if (!word) {
		word = arena_new(&vocabulary->arena, struct word);
		word->string = arena_strdup(&vocabulary->arena, string);
		word->index = (int64_t)HASH_COUNT(vocabulary->words);
		HASH_ADD_KEYPTR(hh, vocabulary->words, word->string, strlen(word->string), word);
	}
	return word->index;
}

static void write_vocabulary(
	struct json *json, const char *key, const struct vocabulary *vocabulary)
{
	json_begin_array(json, key);
	for (const struct word *word = vocabulary->words; word; word = word->hh.next)
		json_string(json, NULL, word->string);
	json_end_array(json);
}

/* The same for words that are JSON already. */
static void write_literals(struct json *json, const char *key, const struct vocabulary *vocabulary)
{
	json_begin_array(json, key);
	for (const struct word *word = vocabulary->words; word; word = word->hh.next)
		json_literal(json, NULL, word->string);
	json_end_array(json);
}

struct writer {
	struct json json;
	struct vocabulary names, labels, values, shapes;
};

static void write_address(struct json *json, const char *key, const struct address *address)
{
	char string[ADDRESS_TEXT_SIZE];
	if (address->family == ADDRESS_NONE)
		return;
	address_format(address, string);
	json_string(json, key, string);
}

static void write_analysis(struct json *json, uint32_t labels)
{
	json_begin_array(json, "analysis");
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++) {
		if (labels >> bit & 1)
			json_string(json, NULL, tcp_label_name(bit));
	}
	json_end_array(json);
}

static void write_tcp(struct json *json, const struct shown_packet *packet)
{
	if (!packet->frame.has_tcp || !packet->has_tcp_analysis)
		return;
	json_number(json, "stream", packet->tcp.stream);
	json_number(json, "flags", packet->frame.tcp.flags);
	json_number(json, "seq", packet->tcp.sequence);
	json_number(json, "ack", packet->tcp.acknowledgment);
	json_number(json, "seqRaw", packet->frame.tcp.sequence);
	write_analysis(json, packet->tcp.labels);
}

static void write_layers(struct json *json, const struct frame *frame)
{
	json_begin_array(json, "layers");
	for (size_t i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		json_begin_array(json, NULL);
		json_string(json, NULL, protocol_name(layer->protocol));
		json_number(json, NULL, layer->offset);
		json_number(json, NULL, layer->header_size);
		json_number(json, NULL, layer->size);
		json_end_array(json);
	}
	json_end_array(json);
}

static int64_t shape_index(struct writer *writer, const struct field *field)
{
	autofinish(text) struct text shape = { 0 };
	struct json json = { .out = &shape };
	const int64_t numbers[] = {
		vocabulary_index(&writer->names, field->name),
		vocabulary_index(&writer->labels, field->label),
		field->offset,
		field->size,
		field->bit_offset,
		field->bit_size,
		field->layer,
		field->parent,
	};
	json_begin_array(&json, NULL);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		json_number(&json, NULL, numbers[i]);
	json_end_array(&json);
	return vocabulary_index(&writer->shapes, text_string(&shape));
}

static void write_fields(struct writer *writer, const struct field_list *list)
{
	struct json *json = &writer->json;
	json_begin_array(json, "fields");
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		json_number(json, NULL, shape_index(writer, field));
		json_number(json, NULL,
			vocabulary_index(&writer->values, field->value ? field->value : ""));
	}
	json_end_array(json);
}

/*
 * A frame of an MTU of 1500 and more; a super-segment of 64 kB would be drawn by nobody, and weigh on
 * every deck. `captured` still tells how many there are.
 */
enum { PACKET_BYTES_MAX = 2048 };

static struct bytes first_bytes(struct bytes bytes)
{
	return (struct bytes){ bytes.data,
		bytes.size < PACKET_BYTES_MAX ? bytes.size : PACKET_BYTES_MAX };
}

static void write_packet(struct writer *writer, const struct capture_summary *summary,
	const struct shown_packet *packet)
{
	struct json *json = &writer->json;
	const struct frame *frame = &packet->frame;
	autofinish(text) struct text string = { 0 };
	text_append_format(&string, "%" PRIu64, frame->number);
	json_begin_object(json, text_string(&string));

	text_clear(&string);
	timestamp_append_seconds(&string, frame->time_ns - summary->first_ns);
	json_string(json, "time", text_string(&string));
	json_number(json, "length", frame->length);
	json_number(json, "captured", (int64_t)frame->data.size);
	write_address(json, "src", &frame->source);
	write_address(json, "dst", &frame->destination);
	if (frame->has_ports) {
		json_number(json, "sport", frame->source_port);
		json_number(json, "dport", frame->destination_port);
	}
	json_string(json, "protocol", frame_protocol_name(frame));
	text_clear(&string);
	packet_info_append(&string, frame, packet->has_tcp_analysis ? &packet->tcp : NULL);
	json_string(json, "info", text_string(&string));
	json_string(json, "rule", packet->rule->key);
	json_string(json, "ruleName", packet->rule->name);
	write_tcp(json, packet);
	write_layers(json, frame);
	write_fields(writer, &packet->fields);
	text_clear(&string);
	text_append_base64(&string, first_bytes(frame->data));
	json_string(json, "bytes", text_string(&string));
	json_end_object(json);
}

static int by_number(const void *a, const void *b)
{
	const struct shown_packet *const *left = a, *const *right = b;
	uint64_t one = (*left)->frame.number, other = (*right)->frame.number;
	return one < other ? -1 : one > other;
}

/* A picture of thousands is one of their flow: none of them is opened, so their bytes stay out. */
enum { FEW_PACKETS = 500 };

/* The packets of all blocks of a capture, each once, by number. */
static void write_frames(
	struct writer *writer, const struct captures *captures, const struct capture_view *view)
{
	size_t count = 0, capacity = 0;
	const struct shown_packet **packets = NULL;
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct block_view *block = &captures->blocks[i];
		if (block->capture != view || block->selection.count > FEW_PACKETS)
			continue;
		for (size_t j = 0; j < block->selection.count; j++) {
			grow_array(&packets, count, &capacity, sizeof(const struct shown_packet *));
			packets[count++] = block->selection.packets[j];
		}
	}
	if (count)
		qsort(packets, count, sizeof(*packets), by_number);
	json_begin_object(&writer->json, "frames");
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || packets[i]->frame.number != packets[i - 1]->frame.number)
			write_packet(writer, &view->summary, packets[i]);
	}
	json_end_object(&writer->json);
	free(packets);
}

/* Captures of this type are stored under another number (pcap-linktype(7)). */
static int file_link_type(int link_type)
{
	enum { DLT_RAW = 12, DLT_RAW_OPENBSD = 14, LINKTYPE_RAW = 101 };
	return link_type == DLT_RAW || link_type == DLT_RAW_OPENBSD ? LINKTYPE_RAW : link_type;
}

/* Nanoseconds since the epoch: more than a script's numbers hold, so they are a string. */
static void write_start(struct json *json, const struct capture_summary *summary)
{
	autofinish(text) struct text start = { 0 };
	text_append_format(&start, "%" PRId64, summary->first_ns);
	json_string(json, "start", text_string(&start));
}

void packet_data_json(struct text *out, const struct captures *captures)
{
	autofinish(text) struct text frames = { 0 };
	struct writer writer = { .json = { .out = &frames, .is_script = true } };
	json_begin_object(&writer.json, NULL);
	for (size_t i = 0; i < captures->count; i++) {
		const struct capture_view *view = &captures->views[i];
		if (!view->is_read)
			continue;
		const char *slash = strrchr(view->declared->path, '/');
		json_begin_object(&writer.json, view->declared->name);
		json_string(&writer.json, "file", slash ? slash + 1 : view->declared->path);
		json_number(&writer.json, "link", file_link_type(view->summary.link_type));
		write_start(&writer.json, &view->summary);
		write_frames(&writer, captures, view);
		json_end_object(&writer.json);
	}
	json_end_object(&writer.json);

	/* The tables come first in the document and are complete only now. */
	struct json json = { .out = out, .is_script = true };
	json_begin_object(&json, NULL);
	write_vocabulary(&json, "names", &writer.names);
	write_vocabulary(&json, "labels", &writer.labels);
	write_vocabulary(&json, "values", &writer.values);
	write_literals(&json, "shapes", &writer.shapes);
	if (captures->scrub)
		json_bool(&json, "scrubbed", true);
	json_literal(&json, "captures", text_string(&frames));
	json_end_object(&json);
	vocabulary_finish(&writer.names);
	vocabulary_finish(&writer.labels);
	vocabulary_finish(&writer.values);
	vocabulary_finish(&writer.shapes);
}
