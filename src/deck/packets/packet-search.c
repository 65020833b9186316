/* Leaves out what nobody looks for: bytes, offsets, and sentences about fields. */
#include "deck/packets/packet-search.h"

#include <stdlib.h>

#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/format/timestamp.h"
#include "deck/packets/opened-packets.h"
#include "deck/packets/vocabulary.h"
#include "diagram/packet-kind.h"
#include "dissect/field-text.h"
#include "explain/option-value.h"
#include "explain/words.h"
#include "listing/info/packet-info.h"

struct search {
	const struct captures *captures;
	struct json json;
	struct vocabulary words, layouts;
	struct arena arena;
	bool is_korean;
};

static bool is_of_block(const struct packets_block *block, const struct packets_block *wanted)
{
	return block == wanted ||
		(block->sides && wanted >= block->sides && wanted < block->sides + PACKETS_SIDES);
}

/* Returns the slide of a block: its index in the talk. */
static size_t slide_of(const struct talk *talk, const struct packets_block *block)
{
	for (size_t i = 0; i < talk->slide_count; i++) {
		const struct slide *slide = &talk->slides[i];
		for (size_t j = 0; j < slide->part_count; j++) {
			if (slide->parts[j].is_packets &&
				is_of_block(slide->parts[j].packets, block))
				return i;
		}
	}
	return 0;
}

/* Returns the first slide on which the packet of the capture can be opened. */
static size_t slide_with(const struct search *search, const struct capture_view *view,
	const struct shown_packet *packet)
{
	const struct captures *captures = search->captures;
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct block_view *block = &captures->blocks[i];
		size_t index;
		if (block->capture == view &&
			selection_find_frame(&block->selection, packet->frame.number, &index) &&
			opened_packets_has(block, index))
			return slide_of(captures->talk, block->block);
	}
	return 0;
}

static void write_word(struct search *search, const char *string)
{
	json_number(&search->json, NULL, vocabulary_index(&search->words, string));
}

/* A flag that is not set says nothing: who looks for "reset" wants packets that reset. */
static bool is_searched(const struct field *field)
{
	return field->kind != FIELD_FLAG || field->number;
}

static void write_fields(struct search *search, const struct shown_packet *packet)
{
	const struct field_list *list = &packet->fields;
	autofinish(text) struct text layout = { 0 }, value = { 0 };
	struct json names = { .out = &layout };
	json_begin_array(&names, NULL);
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		if (!is_searched(field))
			continue;
		const char *label = field_label(field, &search->arena);
		json_number(&names, NULL, vocabulary_index(&search->words, field->spec->name));
		json_number(&names, NULL, vocabulary_index(&search->words, label));
	}
	json_end_array(&names);
	json_number(&search->json, NULL, vocabulary_index(&search->layouts, text_string(&layout)));
	for (size_t i = 0; i < list->count; i++) {
		if (!is_searched(&list->fields[i]))
			continue;
		text_clear(&value);
		packet_field_plain_value_append(
			&value, packet, &list->fields[i], search->is_korean);
		write_word(search, text_string(&value));
	}
}

/* Writes what the packet does, and what the analysis found: "trouble, retransmission". */
static void write_kind(struct search *search, const struct shown_packet *packet)
{
	uint32_t labels = packet->facts.has_tcp ? packet->facts.tcp.labels : 0;
	autofinish(text) struct text words = { 0 };
	text_append(&words, packet_kind_words(packet_kind_of(packet), search->is_korean));
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++) {
		if (labels >> bit & 1)
			text_append_format(
				&words, ", %s", diagram_label_words(bit, search->is_korean));
	}
	write_word(search, text_string(&words));
}

static void write_packet(struct search *search, size_t capture, const struct capture_view *view,
	const struct shown_packet *packet)
{
	autofinish(text) struct text string = { 0 };
	json_begin_array(&search->json, NULL);
	json_number(&search->json, NULL, (int64_t)capture);
	json_number(&search->json, NULL, (int64_t)slide_with(search, view, packet));
	json_count(&search->json, NULL, packet->frame.number);
	timestamp_append_seconds(&string, packet->frame.time_ns - view->summary.first_ns);
	json_string(&search->json, NULL, text_string(&string));
	write_word(search, frame_reading_name(&packet->facts.shown));
	text_clear(&string);
	packet_info_append(&string, &packet->frame, &packet->facts);
	write_word(search, text_string(&string));
	write_kind(search, packet);
	write_fields(search, packet);
	json_end_array(&search->json);
}

static void write_packets(struct search *search)
{
	const struct captures *captures = search->captures;
	json_begin_array(&search->json, "packets");
	for (size_t i = 0; i < captures->count; i++) {
		size_t count;
		const struct capture_view *view = &captures->views[i];
		if (!view->is_read || view->problem)
			continue;
		const struct shown_packet **packets = opened_packets(captures, view, &count);
		for (size_t j = 0; j < count; j++)
			write_packet(search, i, view, packets[j]);
		free(packets);
	}
	json_end_array(&search->json);
}

void packet_search_json(struct text *out, const struct captures *captures, const char *title)
{
	const struct talk *talk = captures->talk;
	autofinish(text) struct text packets = { 0 };
	struct search search = {
		.captures = captures,
		.json = { .out = &packets, .is_script = true },
		.is_korean = diagram_is_korean(talk->lang),
	};
	write_packets(&search);
	struct json json = { .out = out, .is_script = true };
	json_begin_object(&json, NULL);
	json_string(&json, "title", title);
	json_begin_array(&json, "slides");
	for (size_t i = 0; i < talk->slide_count; i++) {
		json_begin_array(&json, NULL);
		json_string(&json, NULL, talk->slides[i].id);
		json_string(&json, NULL, talk->slides[i].title);
		json_end_array(&json);
	}
	json_end_array(&json);
	json_begin_array(&json, "captures");
	for (size_t i = 0; i < captures->count; i++)
		json_string(&json, NULL,
			printable_straight(&search.arena,
				markup_bytes_of(captures->views[i].declared->name)));
	json_end_array(&json);
	/* The tables come first in the document, but are complete only now. */
	vocabulary_json(&json, "words", &search.words);
	vocabulary_json_literals(&json, "layouts", &search.layouts);
	text_append_char(out, ',');
	text_append_size(out, packets.data, packets.size);
	json_end_object(&json);
	vocabulary_finish(&search.words);
	vocabulary_finish(&search.layouts);
	arena_finish(&search.arena);
}
