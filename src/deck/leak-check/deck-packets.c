/*
 * Reads back what deck/packets/packet-data.c wrote. It uses only the island, and nothing of the
 * packets that the island was made from.
 */
#include "deck/leak-check/deck-packets.h"

#include <string.h>

#include <lz4.h>

#include "base/arena.h"
#include "base/format/hex-base64.h"
#include "base/format/json-reader.h"
#include "capture-file/link-types.h"
#include "dissect/dissect.h"

enum { PACKET_SIZE_MAX = 1 << 16 };

static int64_t integer_of(struct bytes object, const char *key, int64_t otherwise)
{
	struct bytes value;
	int64_t number;
	return json_member(object, key, &value) && json_integer(value, &number) ? number
										: otherwise;
}

static size_t unpack(struct bytes frame, uint8_t buffer[PACKET_SIZE_MAX])
{
	struct bytes string;
	autofinish(buffer) struct buffer bytes = { 0 };
	bool is_packed = json_member(frame, "packed", &string);
	if (!is_packed && !json_member(frame, "bytes", &string))
		return 0;
	base64_decode(string, &bytes);
	if (is_packed) {
		int size = LZ4_decompress_safe(
			(const char *)bytes.data, (char *)buffer, (int)bytes.size, PACKET_SIZE_MAX);
		return size > 0 ? (size_t)size : 0;
	}
	size_t size = bytes.size < PACKET_SIZE_MAX ? bytes.size : PACKET_SIZE_MAX;
	memcpy(buffer, bytes.data, size);
	return size;
}

static uint64_t number_of(struct bytes digits)
{
	uint64_t number = 0;
	for (size_t i = 0; i < digits.size; i++)
		number = number * 10 + (uint64_t)(digits.data[i] - '0');
	return number;
}

/*
 * Decodes a packet of the island into `ret_frame`. Returns false when the island does not have its
 * bytes.
 */
static bool decode_packet(struct bytes packet, int64_t link_type, uint8_t *buffer,
	struct frame *ret_frame, struct field_list *fields)
{
	struct bytes data = { buffer, unpack(packet, buffer) };
	uint32_t length = (uint32_t)integer_of(packet, "length", 0);
	if (!data.size)
		return false;
	dissect_frame(ret_frame,
		link_type_from_file((uint32_t)integer_of(packet, "link", link_type)), data,
		length > data.size ? length : (uint32_t)data.size, fields);
	return true;
}

static bool walk_frames(struct bytes name, struct bytes capture, uint8_t *buffer,
	deck_packet_function *look, void *context)
{
	struct bytes frames, number, packet;
	int64_t link_type = integer_of(capture, "link", 0);
	if (!json_member(capture, "frames", &frames))
		return false;
	while (json_next_member(&frames, &number, &packet)) {
		autofinish(arena) struct arena arena = { 0 };
		struct field_list fields = { .arena = &arena };
		struct frame frame = { .number = number_of(number) };
		if (decode_packet(packet, link_type, buffer, &frame, &fields) &&
			look(context, &(struct deck_packet){ name, &frame }))
			return true;
	}
	return false;
}

bool deck_packets_walk(struct bytes island, deck_packet_function *look, void *context)
{
	struct bytes captures, name, capture;
	bool is_found = false;
	if (!json_member(island, "captures", &captures))
		return false;
	uint8_t *buffer = xmalloc(PACKET_SIZE_MAX);
	while (!is_found && json_next_member(&captures, &name, &capture))
		is_found = walk_frames(name, capture, buffer, look, context);
	free(buffer);
	return is_found;
}
