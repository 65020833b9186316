/*
 * Reads a deck as its own script does (templates/deck/packet/): the packed data island, and in it
 * each packet with its time and its first bytes. What cannot be read is left out, so that no packet
 * is made up.
 */
#include "deck/repeat/deck-file.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "base/format/hex-base64.h"
#include "base/format/json-reader.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/span.h"
#include "capture-file/nanosecond-pcap.h"
#include "deck/page/packed-parts.h"

enum { STREAMS_MAX = 1000, NS_PER_SECOND = 1000000000 };

/* ---- the page ---- */

/* Returns what is between `begin` and `end`; empty when it is not there. */
static struct bytes between(struct bytes page, const char *begin, const char *end)
{
	const uint8_t *from = memmem(page.data, page.size, begin, strlen(begin));
	if (!from)
		return (struct bytes){ 0 };
	from += strlen(begin);
	size_t left = (size_t)(page.data + page.size - from);
	const uint8_t *to = memmem(from, left, end, strlen(end));
	return to ? (struct bytes){ from, (size_t)(to - from) } : (struct bytes){ 0 };
}

/* Appends text of a page with the entities that markup_text() writes. */
static void append_unescaped(struct text *out, struct bytes text)
{
	static const struct {
		const char *entity;
		char character;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' } };
	while (text.size) {
		size_t size = 1;
		char character = (char)text.data[0];
		for (size_t i = 0; i < 3; i++) {
			if (span_starts_with(text, entities[i].entity)) {
				size = strlen(entities[i].entity);
				character = entities[i].character;
			}
		}
		text_append_char(out, character);
		text = span_from(text, size);
	}
}

/* Whether YAML cannot have the character within a line. Three lines end beyond ASCII, too. */
static bool leaves_line(uint32_t point)
{
	return printable_is_control(point) || point == 0x2028 || point == 0x2029;
}

/* Keeps a text as one line of valid UTF-8. */
static const char *keep_line(struct arena *arena, const struct text *text)
{
	autofinish(text) struct text valid = { 0 }, line = { 0 };
	markup_utf8(&valid, (struct bytes){ (const uint8_t *)text_string(text), text->size });
	for (struct bytes left = markup_bytes_of(text_string(&valid)); left.size;) {
		size_t size;
		if (leaves_line(markup_decode_utf8(left, &size)))
			text_append_char(&line, ' ');
		else
			text_append_size(&line, (const char *)left.data, size);
		left = span_from(left, size);
	}
	return arena_strdup(arena, text_string(&line));
}

/* ---- recipes ---- */

static uint64_t count_of(struct bytes object, const char *key)
{
	struct bytes value;
	int64_t number = 0;
	return json_member(object, key, &value) && json_integer(value, &number) && number > 0
		? (uint64_t)number
		: 0;
}

/* Reads "[12,30]". */
static void read_stream_counts(
	struct deck_file *file, struct bytes list, struct deck_recipe *recipe)
{
	recipe->stream_counts =
		arena_alloc_array(&file->arena, STREAMS_MAX, sizeof(*recipe->stream_counts));
	list = span_from(list, 1);
	while (list.size && recipe->stream_count < STREAMS_MAX) {
		ptrdiff_t comma = span_find(list, ',');
		size_t size = comma < 0 ? list.size - 1 : (size_t)comma;
		uint64_t number;
		if (!span_decimal(span_slice(list, 0, size), &number) || number > UINT32_MAX)
			return;
		recipe->stream_counts[recipe->stream_count++] = (uint32_t)number;
		list = comma < 0 ? (struct bytes){ 0 } : span_from(list, size + 1);
	}
}

/* A recipe stands behind `record:` in a line of its own, so it must not end it. */
static bool is_one_line(const struct text *text)
{
	struct bytes left = { (const uint8_t *)text_string(text), text->size };
	while (left.size) {
		size_t size;
		if (leaves_line(markup_decode_utf8(left, &size)))
			return false;
		left = span_from(left, size);
	}
	return text->size && text->size <= DECK_RECIPE_MAX;
}

static int64_t start_of(struct bytes capture)
{
	struct bytes value;
	uint64_t start = 0;
	if (json_member(capture, "start", &value) && value.size > 2)
		(void)span_decimal(span_slice(value, 1, value.size - 2), &start);
	return start <= INT64_MAX / 2 ? (int64_t)start : 0;
}

static void read_recipe(struct deck_file *file, struct bytes name, struct bytes capture)
{
	struct deck_recipe *recipe = &file->recipes[file->recipe_count];
	struct bytes value, flag;
	autofinish(text) struct text record = { 0 }, words = { 0 };
	if (!json_member(capture, "recipe", &value) || !json_string_append(value, &record) ||
		!is_one_line(&record) || !json_member(capture, "frames", &recipe->frames))
		return;
	text_append_size(&words, (const char *)name.data, name.size);
	recipe->name = keep_line(&file->arena, &words);
	autofinish(text) struct text valid = { 0 };
	markup_utf8(&valid, (struct bytes){ (const uint8_t *)text_string(&record), record.size });
	recipe->record = arena_strdup(&file->arena, text_string(&valid));
	recipe->keep_alive = json_member(capture, "keepAlive", &flag) && span_equals(flag, "true");
	recipe->link = (int64_t)count_of(capture, "link");
	recipe->start_ns = start_of(capture);
	recipe->packet_count = count_of(capture, "packets");
	if (json_member(capture, "streams", &value) && value.data[0] == '[')
		read_stream_counts(file, value, recipe);
	file->recipe_count++;
}

bool deck_file_read(const char *path, struct deck_file *ret_file, struct error *error)
{
	struct deck_file *file = ret_file;
	*file = (struct deck_file){ 0 };
	autofinish(buffer) struct buffer page = { 0 };
	if (!file_read(path, DECK_FILE_MAX, &page, error))
		return false;
	struct bytes bytes = buffer_bytes(&page);
	struct bytes packed = between(bytes, " id=\"packet-data\">", "</script>");
	if (!packed.size || !packed_parts_read(packed, &file->parts))
		return error_set(error, "'%s' is no deck of pcapdeck, or a damaged one", path);
	autofinish(text) struct text title = { 0 };
	append_unescaped(&title, between(bytes, "<title>", "</title>"));
	file->title = keep_line(&file->arena, &title);
	file->is_korean = span_starts_with(between(bytes, "<html lang=\"", "\""), "ko");
	struct bytes captures, name, capture;
	if (json_member(buffer_bytes(&file->parts), "captures", &captures)) {
		while (file->recipe_count < DECK_RECIPES_MAX &&
			json_next_member(&captures, &name, &capture))
			read_recipe(file, name, capture);
	}
	return file->recipe_count ||
		error_set(error,
			"'%s' does not say how its captures were recorded: they were not made by 'record:' of a talk, or the deck was made to be handed out (--scrub) or by an older pcapdeck",
			path);
}

void deck_file_finish(struct deck_file *file)
{
	if (!file)
		return;
	buffer_finish(&file->parts);
	arena_finish(&file->arena);
	*file = (struct deck_file){ 0 };
}

/* ---- packets ---- */

/* Reads "0.000123456" as nanoseconds. */
static bool read_seconds(struct bytes string, int64_t *ret_ns)
{
	uint64_t seconds, fraction;
	if (string.size < 13 || string.data[0] != '"')
		return false;
	struct bytes digits = span_slice(string, 1, string.size - 2);
	ptrdiff_t point = span_find(digits, '.');
	if (point < 0 || digits.size - (size_t)point != 10 ||
		!span_decimal(span_slice(digits, 0, (size_t)point), &seconds) ||
		!span_decimal(span_from(digits, (size_t)point + 1), &fraction) ||
		seconds > UINT32_MAX)
		return false;
	*ret_ns = (int64_t)seconds * NS_PER_SECOND + (int64_t)fraction;
	return true;
}

/* Whether the packet is of a link type that is not the file's; one pcap has only one. */
static bool has_other_link(struct bytes packet, const struct deck_recipe *recipe)
{
	struct bytes link;
	int64_t number;
	return json_member(packet, "link", &link) && json_integer(link, &number) &&
		number != recipe->link;
}

/* Appends a record of a pcap. Returns false when the packet cannot be read. */
static bool append_packet(struct text *out, const struct deck_recipe *recipe, struct bytes packet)
{
	struct bytes value;
	int64_t since_ns;
	autofinish(buffer) struct buffer bytes = { 0 };
	uint64_t length = count_of(packet, "length");
	if (has_other_link(packet, recipe) || !json_member(packet, "time", &value) ||
		!read_seconds(value, &since_ns) || !json_member(packet, "bytes", &value))
		return false;
	base64_decode(value, &bytes);
	if (!bytes.size || bytes.size > length || length > NANOSECOND_PCAP_SNAPLEN)
		return false;
	nanosecond_pcap_append(
		out, recipe->start_ns + since_ns, (uint32_t)length, buffer_bytes(&bytes));
	return true;
}

/* The TCP stream of a packet; SIZE_MAX: none that the recipe knows. */
static size_t stream_of(const struct deck_recipe *recipe, struct bytes packet)
{
	struct bytes value;
	int64_t stream;
	return json_member(packet, "stream", &value) && json_integer(value, &stream) &&
			stream >= 0 && (uint64_t)stream < recipe->stream_count
		? (size_t)stream
		: SIZE_MAX;
}

/* The packets that can be read: their records, one behind the other, and the stream of each. */
struct records {
	struct text bytes;
	struct record {
		size_t stream, end;
	} * items;
	size_t count, capacity;
};

static void records_finish(struct records *records)
{
	text_finish(&records->bytes);
	free(records->items);
}
DEFINE_AUTOFINISH(records);

static void read_records(const struct deck_recipe *recipe, struct records *records)
{
	struct bytes rest = recipe->frames, number, packet;
	while (json_next_member(&rest, &number, &packet)) {
		if (!append_packet(&records->bytes, recipe, packet))
			continue;
		grow_array(&records->items, records->count, &records->capacity,
			sizeof(*records->items));
		records->items[records->count++] = (struct record){
			.stream = stream_of(recipe, packet),
			.end = records->bytes.size,
		};
	}
}

/* Finds the streams of which the deck has every packet that the capture had. */
static void find_whole(struct deck_file *file, const struct deck_recipe *recipe,
	const struct records *records, struct deck_packets_kept *kept)
{
	uint32_t *seen = arena_alloc_array(&file->arena, recipe->stream_count + 1, sizeof(*seen));
	for (size_t i = 0; i < records->count; i++) {
		if (records->items[i].stream != SIZE_MAX)
			seen[records->items[i].stream]++;
	}
	kept->has_stream = arena_alloc_array(&file->arena, recipe->stream_count + 1, sizeof(bool));
	kept->is_whole = records->count && records->count == recipe->packet_count;
	for (size_t i = 0; i < recipe->stream_count; i++) {
		kept->has_stream[i] = seen[i] && seen[i] == recipe->stream_counts[i];
		/* a deck may contradict itself */
		kept->is_whole &= !seen[i] || kept->has_stream[i];
	}
}

bool deck_file_write_capture(struct deck_file *file, const struct deck_recipe *recipe,
	const char *path, struct deck_packets_kept *ret_kept, struct error *error)
{
	autofinish(text) struct text pcap = { 0 };
	autofinish(records) struct records records = { 0 };
	*ret_kept = (struct deck_packets_kept){ 0 };
	read_records(recipe, &records);
	find_whole(file, recipe, &records, ret_kept);
	nanosecond_pcap_append_head(&pcap, (uint32_t)recipe->link);
	for (size_t i = 0, start = 0; i < records.count; start = records.items[i++].end) {
		const struct record *record = &records.items[i];
		bool is_kept = record->stream == SIZE_MAX ? ret_kept->is_whole
							  : ret_kept->has_stream[record->stream];
		if (!is_kept)
			continue;
		text_append_size(&pcap, text_string(&records.bytes) + start, record->end - start);
		ret_kept->count++;
	}
	const struct bytes bytes = { (const uint8_t *)text_string(&pcap), pcap.size };
	return !ret_kept->count || file_replace(path, bytes, error);
}
