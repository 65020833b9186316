/*
 * Reads back what deck/packets/packet-data.c wrote. It uses only the island, and nothing of the
 * packets that the island was made from.
 */
#include "deck/leak-check/deck-packets.h"

#include "base/arena.h"
#include "base/format/hex-base64.h"
#include "base/format/json-reader.h"
#include "capture-file/link-types.h"
#include "dissect/dissect.h"

static int64_t integer_of(struct bytes object, const char *key, int64_t otherwise)
{
	struct bytes value;
	int64_t number;
	return json_member(object, key, &value) && json_integer(value, &number) ? number
										: otherwise;
}

static uint64_t number_of(struct bytes digits)
{
	uint64_t number = 0;
	for (size_t i = 0; i < digits.size; i++)
		number = number * 10 + (uint64_t)(digits.data[i] - '0');
	return number;
}

/*
 * Decodes a packet of the island into `ret_frame`, whose bytes are in `buffer`. Returns false when
 * the island does not have them.
 */
static bool decode_packet(struct bytes packet, int64_t link_type, struct buffer *buffer,
	struct frame *ret_frame, struct field_list *fields)
{
	struct bytes string;
	uint32_t length = (uint32_t)integer_of(packet, "length", 0);
	if (!json_member(packet, "bytes", &string))
		return false;
	base64_decode(string, buffer);
	struct bytes data = buffer_bytes(buffer);
	if (!data.size)
		return false;
	dissect_frame(ret_frame,
		link_type_from_file((uint32_t)integer_of(packet, "link", link_type)), data,
		length > data.size ? length : (uint32_t)data.size, fields);
	return true;
}

static bool walk_frames(struct bytes name, struct bytes capture, deck_packet_function *look,
	void *context)
{
	struct bytes frames, number, packet;
	int64_t link_type = integer_of(capture, "link", 0);
	if (!json_member(capture, "frames", &frames))
		return false;
	while (json_next_member(&frames, &number, &packet)) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(buffer) struct buffer buffer = { 0 };
		struct field_list fields = { .arena = &arena };
		struct frame frame = { .number = number_of(number) };
		if (decode_packet(packet, link_type, &buffer, &frame, &fields) &&
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
	while (!is_found && json_next_member(&captures, &name, &capture))
		is_found = walk_frames(name, capture, look, context);
	return is_found;
}
