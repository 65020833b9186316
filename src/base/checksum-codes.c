/*
 * Computes bit by bit, without tables: only the packets of a slide come here, so speed does not
 * matter.
 */
#include "base/checksum-codes.h"

uint32_t checksum_words(struct bytes bytes)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < bytes.size; i++)
		sum += (uint64_t)bytes.data[i] << (i % 2 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint32_t)sum;
}

static uint32_t crc(struct bytes bytes, uint32_t polynomial)
{
	uint32_t value = 0xffffffff;
	for (size_t i = 0; i < bytes.size; i++) {
		value ^= bytes.data[i];
		for (unsigned bit = 0; bit < 8; bit++)
			value = value >> 1 ^ (value & 1 ? polynomial : 0);
	}
	return ~value;
}

uint32_t checksum_crc32(struct bytes bytes)
{
	return crc(bytes, 0xedb88320);
}

uint32_t checksum_crc32c(struct bytes bytes)
{
	return crc(bytes, 0x82f63b78);
}

static void fletcher(struct bytes bytes, uint32_t *ret_first, uint32_t *ret_second)
{
	uint32_t first = 0, second = 0;
	for (size_t i = 0; i < bytes.size; i++) {
		first = (first + bytes.data[i]) % 255;
		second = (second + first) % 255;
	}
	*ret_first = first;
	*ret_second = second;
}

bool checksum_fletcher_is_right(struct bytes bytes)
{
	uint32_t first, second;
	fletcher(bytes, &first, &second);
	return bytes.size > 0 && first == 0 && second == 0;
}

void checksum_fletcher_set(uint8_t *data, size_t size, size_t at)
{
	uint32_t first, second;
	data[at] = data[at + 1] = 0;
	fletcher((struct bytes){ data, size }, &first, &second);
	/* Chooses the two bytes at `at` so that both Fletcher sums become 0. */
	uint32_t behind = (uint32_t)((size - at - 1) % 255);
	uint32_t x = (behind * first + 255 * 255 - second) % 255;
	uint32_t y = (510 - first - x) % 255;
	data[at] = (uint8_t)(x ? x : 255);
	data[at + 1] = (uint8_t)(y ? y : 255);
}
