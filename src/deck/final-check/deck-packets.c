/* The way back from deck/packets/packet-data.c. Nothing here is taken from the packets that it was made of. */
#include "deck/final-check/deck-packets.h"

#include <stdlib.h>

#include <lz4.h>

#include "base/arena.h"
#include "base/format/json-reader.h"
#include "trace/link-types.h"

enum { PACKET_SIZE_MAX = 1 << 16 };

static int64_t integer_of(struct bytes object, const char *key, int64_t otherwise)
{
	struct bytes value;
	int64_t number;
	return json_member(object, key, &value) && json_integer(value, &number) ? number
										: otherwise;
}

static int base64_value(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static size_t decode_base64(struct bytes string, uint8_t *out)
{
	uint32_t bits = 0;
	unsigned count = 0;
	size_t size = 0;
	for (size_t i = 0; i < string.size; i++) {
		int value = base64_value(string.data[i]);
		if (value < 0)
			continue; /* its quotes and its end */
		bits = bits << 6 | (uint32_t)value;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		out[size++] = (uint8_t)(bits >> count);
	}
	return size;
}

static size_t unpack(struct bytes frame, uint8_t room[PACKET_SIZE_MAX])
{
	struct bytes string;
	if (json_member(frame, "bytes", &string) && string.size <= PACKET_SIZE_MAX)
		return decode_base64(string, room);
	if (!json_member(frame, "packed", &string))
		return 0;
	uint8_t *packed = xmalloc(string.size);
	int size = LZ4_decompress_safe((const char *)packed, (char *)room,
		(int)decode_base64(string, packed), PACKET_SIZE_MAX);
	free(packed);
	return size > 0 ? (size_t)size : 0;
}

static uint64_t number_of(struct bytes digits)
{
	uint64_t number = 0;
	for (size_t i = 0; i < digits.size; i++)
		number = number * 10 + (uint64_t)(digits.data[i] - '0');
	return number;
}

static bool walk_frames(struct bytes name, struct bytes capture, uint8_t *room,
	deck_packet_function *look, void *context)
{
	struct bytes frames, number, frame;
	int64_t link_type = integer_of(capture, "link", 0);
	if (!json_member(capture, "frames", &frames))
		return false;
	while (json_next_member(&frames, &number, &frame)) {
		const struct deck_packet packet = {
			.capture = name,
			.frame = number_of(number),
			.link_type =
				link_type_from_file((uint32_t)integer_of(frame, "link", link_type)),
			.length = (uint32_t)integer_of(frame, "length", 0),
			.data = { room, unpack(frame, room) },
		};
		if (look(context, &packet))
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
	uint8_t *room = xmalloc(PACKET_SIZE_MAX);
	while (!is_found && json_next_member(&captures, &name, &capture))
		is_found = walk_frames(name, capture, room, look, context);
	free(room);
	return is_found;
}
