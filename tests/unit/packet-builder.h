#ifndef TESTS_PACKET_BUILDER_H
#define TESTS_PACKET_BUILDER_H

/*
 * Builds packets from the inside out: a payload, then each header in front of what is there, with
 * correct lengths and checksums. Also writes captures of them into a temporary folder.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"

enum { BUILT_SIZE_MAX = 4096 };

struct built {
	uint8_t data[BUILT_SIZE_MAX];
	size_t size;
};

static inline void put(struct built *packet, const void *data, size_t size)
{
	if (packet->size + size > sizeof(packet->data))
		abort();
	memcpy(packet->data + packet->size, data, size);
	packet->size += size;
}

static inline void put_string(struct built *packet, const char *string)
{
	put(packet, string, strlen(string));
}

static inline void put_number(struct built *packet, uint64_t number, size_t size)
{
	for (size_t i = size; i--;)
		put(packet, &(uint8_t){ (uint8_t)(number >> (8 * i)) }, 1);
}

/* Appends bytes in hexadecimal, "0a 00 00 01". Blanks are skipped. */
static inline void put_hex(struct built *packet, const char *hex)
{
	for (; *hex; hex++) {
		static const char digits[] = "0123456789abcdef";
		if (*hex == ' ')
			continue;
		uint8_t high = (uint8_t)(strchr(digits, hex[0]) - digits);
		uint8_t low = (uint8_t)(strchr(digits, hex[1]) - digits);
		put(packet, &(uint8_t){ (uint8_t)(high << 4 | low) }, 1);
		hex++;
	}
}

static inline void put_before(struct built *packet, const struct built *header)
{
	if (packet->size + header->size > sizeof(packet->data))
		abort();
	memmove(packet->data + header->size, packet->data, packet->size);
	memcpy(packet->data, header->data, header->size);
	packet->size += header->size;
}

/* Returns the Internet checksum of the bytes (RFC 1071). `sum` is added, for a pseudo-header. */
static inline uint16_t internet_checksum(const uint8_t *data, size_t size, uint32_t sum)
{
	for (size_t i = 0; i < size; i++)
		sum += (uint32_t)data[i] << (i % 2 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static inline uint32_t sum_of(const uint8_t *data, size_t size)
{
	return (uint16_t)~internet_checksum(data, size, 0);
}

static inline void set_u16(struct built *packet, size_t at, uint16_t number)
{
	packet->data[at] = (uint8_t)(number >> 8);
	packet->data[at + 1] = (uint8_t)number;
}

/* Both addresses of a packet: 8 bytes (IPv4) or 32 bytes (IPv6). */
struct ends {
	uint8_t addresses[32];
	bool is_ipv6;
};

static inline uint32_t pseudo_sum(const struct ends *ends, uint8_t number, size_t size)
{
	return sum_of(ends->addresses, ends->is_ipv6 ? 32 : 8) + number + (uint32_t)size;
}

static inline void wrap_udp(
	struct built *packet, const struct ends *ends, uint16_t source, uint16_t target)
{
	struct built header = { .size = 0 };
	put_number(&header, source, 2);
	put_number(&header, target, 2);
	put_number(&header, packet->size + 8, 2);
	put_number(&header, 0, 2);
	put_before(packet, &header);
	set_u16(packet, 6,
		internet_checksum(packet->data, packet->size, pseudo_sum(ends, 17, packet->size)));
}

static inline void wrap_tcp(struct built *packet, const struct ends *ends, uint16_t source,
	uint16_t target, uint32_t sequence, uint8_t flags)
{
	struct built header = { .size = 0 };
	put_number(&header, source, 2);
	put_number(&header, target, 2);
	put_number(&header, sequence, 4);
	put_number(&header, flags & 0x10 ? 1 : 0, 4);
	put_number(&header, 0x50, 1);
	put_number(&header, flags, 1);
	put_number(&header, 64240, 2);
	put_number(&header, 0, 4);
	put_before(packet, &header);
	set_u16(packet, 16,
		internet_checksum(packet->data, packet->size, pseudo_sum(ends, 6, packet->size)));
}

/* Wraps the packet in IPv4. The size of `options` is a multiple of 4 bytes. */
static inline void wrap_ipv4_options(
	struct built *packet, const struct ends *ends, uint8_t number, const struct built *options)
{
	struct built header = { .size = 0 };
	size_t header_size = 20 + options->size;
	put_number(&header, 0x40 | header_size / 4, 1);
	put_number(&header, 0, 1);
	put_number(&header, header_size + packet->size, 2);
	put_number(&header, 0x12344000, 4);
	put_number(&header, 64, 1);
	put_number(&header, number, 1);
	put_number(&header, 0, 2);
	put(&header, ends->addresses, 8);
	put(&header, options->data, options->size);
	set_u16(&header, 10, internet_checksum(header.data, header.size, 0));
	put_before(packet, &header);
}

static inline void wrap_ip(struct built *packet, const struct ends *ends, uint8_t number)
{
	struct built header = { .size = 0 };
	if (!ends->is_ipv6) {
		wrap_ipv4_options(packet, ends, number, &header);
		return;
	}
	put_number(&header, 0x60000000, 4);
	put_number(&header, packet->size, 2);
	put_number(&header, number, 1);
	put_number(&header, 64, 1);
	put(&header, ends->addresses, 32);
	put_before(packet, &header);
}

static inline void wrap_ethernet(
	struct built *packet, const uint8_t addresses[12], uint16_t ethertype)
{
	struct built header = { .size = 0 };
	put(&header, addresses, 12);
	put_number(&header, ethertype, 2);
	put_before(packet, &header);
}

/* Writes a pcap file with a packet every microsecond. `folder` was made by mkdtemp(). */
static inline void write_capture(
	const char *path, uint32_t link_type, const struct built *packets, size_t count)
{
	FILE *file = fopen(path, "wb");
	struct built head = { .size = 0 };
	if (!file)
		abort();
	put_number(&head, 0xa1b2c3d4, 4);
	put_number(&head, 0x00020004, 4);
	put_number(&head, 0, 8);
	put_number(&head, 65535, 4);
	put_number(&head, link_type, 4);
	(void)fwrite(head.data, 1, head.size, file);
	for (size_t i = 0; i < count; i++) {
		head.size = 0;
		put_number(&head, 1700000000, 4);
		put_number(&head, i, 4);
		put_number(&head, packets[i].size, 4);
		put_number(&head, packets[i].size, 4);
		(void)fwrite(head.data, 1, head.size, file);
		(void)fwrite(packets[i].data, 1, packets[i].size, file);
	}
	if (fclose(file) != 0)
		abort();
}

#endif
