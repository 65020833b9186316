/*
 * A hash table by addresses, identification and protocol. A fragment that contradicts its datagram
 * begins a new one, since identifications are reused. (Within one datagram such a fragment is an
 * attack on the receiver; neither of the two datagrams is complete then.)
 */
#include "conversation/redact/fragment-table.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory/hash-table.h"

enum {
	IPV4_HEADER_SIZE = 20,
	IPV6_HEADER_SIZE = 40,
	FRAGMENT_HEADER_SIZE = 8,
	NEXT_FRAGMENT = 44,
	DATAGRAM_SIZE_MAX = 65535,
};

struct fragment_key {
	uint8_t source[16], destination[16];
	uint32_t identification;
	uint8_t family, protocol, padding[2];
};

struct fragment_row {
	struct fragment_key key;
	size_t datagram; /* the newest datagram with this key */
	UT_hash_handle hh;
};

struct fragment_table {
	struct fragment_row *rows;
	struct datagram *datagrams;
	size_t count, capacity;
	struct arena arena; /* owns the rows */
};

/* A fragment, as read from its packet. */
struct fragment {
	struct fragment_key key;
	uint32_t offset, size; /* of its data in the packet */
	uint32_t start; /* in the datagram */
	bool has_more;
};

struct fragment_table *fragment_table_new(void)
{
	return xcalloc(1, sizeof(struct fragment_table));
}

void fragment_table_free(struct fragment_table *table)
{
	if (!table)
		return;
	HASH_CLEAR(hh, table->rows);
	for (size_t i = 0; i < table->count; i++)
		free(table->datagrams[i].pieces);
	free(table->datagrams);
	arena_finish(&table->arena);
	free(table);
}

static uint32_t u16_at(const uint8_t *data, uint32_t at)
{
	return (uint32_t)data[at] << 8 | data[at + 1];
}

static bool read_ipv4(const struct bytes *packet, const struct layer *layer, struct fragment *out)
{
	if (layer->size < IPV4_HEADER_SIZE || layer->header_size < IPV4_HEADER_SIZE)
		return false;
	const uint8_t *header = packet->data + layer->offset;
	uint32_t bits = u16_at(header, 6);
	if (!(bits & 0x3fff))
		return false;
	*out = (struct fragment){
		.key = { .family = ADDRESS_IPV4,
			.protocol = header[9],
			.identification = u16_at(header, 4) },
		.offset = layer->offset + layer->header_size,
		.size = layer->size - layer->header_size,
		.start = (bits & 0x1fff) * 8,
		.has_more = (bits & 0x2000) != 0,
	};
	memcpy(out->key.source, header + 12, 4);
	memcpy(out->key.destination, header + 16, 4);
	return true;
}

/* The extension headers are layers of their own, behind IPv6's. */
static bool read_ipv6(const struct frame *frame, const struct layer *layer, struct fragment *out)
{
	const uint8_t *data = frame->data.data, *header = data + layer->offset;
	const struct layer *end_layer = frame->layers + frame->layer_count;
	uint32_t end = layer->offset + layer->size, at;
	if (layer->size < IPV6_HEADER_SIZE)
		return false;
	uint8_t next = header[6];
	for (const struct layer *extension = layer + 1;; extension++) {
		if (extension == end_layer || extension->protocol != PROTOCOL_IPV6_EXTENSION ||
			extension->offset >= end)
			return false;
		at = extension->offset;
		if (next == NEXT_FRAGMENT)
			break;
		next = data[at];
	}
	if (end - at < FRAGMENT_HEADER_SIZE)
		return false;
	const uint8_t *fragment = data + at;
	uint32_t bits = u16_at(fragment, 2);
	*out = (struct fragment){
		.key = { .family = ADDRESS_IPV6,
			.protocol = fragment[0],
			.identification = u16_at(fragment, 4) << 16 | u16_at(fragment, 6) },
		.offset = at + FRAGMENT_HEADER_SIZE,
		.size = end - at - FRAGMENT_HEADER_SIZE,
		.start = bits & 0xfff8,
		.has_more = bits & 1,
	};
	memcpy(out->key.source, header + 8, 16);
	memcpy(out->key.destination, header + 24, 16);
	return out->start || out->has_more;
}

/* Reads the outermost fragment of the packet; not one that an ICMP error quotes. */
static bool fragment_read(const struct frame *frame, struct fragment *ret_fragment)
{
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		if (layer->protocol == PROTOCOL_ICMP || layer->protocol == PROTOCOL_ICMPV6)
			return false;
		if (layer->offset > frame->data.size ||
			layer->size > frame->data.size - layer->offset)
			return false;
		if (layer->protocol == PROTOCOL_IPV4 &&
			read_ipv4(&frame->data, layer, ret_fragment))
			return true;
		if (layer->protocol == PROTOCOL_IPV6 && read_ipv6(frame, layer, ret_fragment))
			return true;
	}
	return false;
}

/* Whether the fragment may belong to the datagram, by their ends. */
static bool datagram_takes(const struct datagram *datagram, const struct fragment *fragment)
{
	uint32_t end = fragment->start + fragment->size;
	if (!datagram->has_end)
		return true;
	return fragment->has_more ? end <= datagram->size : end == datagram->size;
}

static struct datagram *datagram_new(
	struct fragment_table *table, struct fragment_row *row, const struct fragment *fragment)
{
	grow_array(&table->datagrams, table->count, &table->capacity, sizeof(*table->datagrams));
	struct datagram *datagram = &table->datagrams[table->count];
	*datagram = (struct datagram){ .protocol = fragment->key.protocol };
	datagram->source.family = datagram->destination.family = fragment->key.family;
	memcpy(datagram->source.octets, fragment->key.source, 16);
	memcpy(datagram->destination.octets, fragment->key.destination, 16);
	row->datagram = table->count++;
	return datagram;
}

static struct datagram *datagram_for(struct fragment_table *table, const struct fragment *fragment)
{
	struct fragment_row *row;
	HASH_FIND(hh, table->rows, &fragment->key, sizeof(fragment->key), row);
	if (!row) {
		row = arena_new(&table->arena, struct fragment_row);
		row->key = fragment->key;
		HASH_ADD(hh, table->rows, key, sizeof(row->key), row);
		return datagram_new(table, row, fragment);
	}
	struct datagram *newest = &table->datagrams[row->datagram];
	return datagram_takes(newest, fragment) ? newest : datagram_new(table, row, fragment);
}

bool fragment_table_add(
	struct fragment_table *table, const struct frame *frame, struct arena *arena)
{
	struct fragment fragment;
	if (!fragment_read(frame, &fragment))
		return false;
	struct datagram *datagram = datagram_for(table, &fragment);
	if (!fragment.has_more) {
		datagram->has_end = true;
		datagram->size = fragment.start + fragment.size;
	}
	grow_array(
		&datagram->pieces, datagram->count, &datagram->capacity, sizeof(*datagram->pieces));
	const struct bytes data = { frame->data.data + fragment.offset, fragment.size };
	datagram->pieces[datagram->count++] = (struct fragment_piece){
		.frame = frame->number,
		.offset = fragment.offset,
		.start = fragment.start,
		.size = fragment.size,
		.data = arena_bytes(arena, data).data,
	};
	return true;
}

static int compare_pieces(const void *left, const void *right)
{
	const struct fragment_piece *a = left, *b = right;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->frame > b->frame) - (a->frame < b->frame);
}

/* Whether the datagram has no gap and its copies agree. `bytes` has the datagram's size. */
static bool datagram_is_whole(const struct datagram *datagram, uint8_t *bytes)
{
	uint32_t end = 0;
	for (size_t i = 0; i < datagram->count; i++) {
		const struct fragment_piece *piece = &datagram->pieces[i];
		uint32_t piece_end = piece->start + piece->size;
		if (piece->start > end || piece_end > datagram->size)
			return false;
		uint32_t known =
			end - piece->start < piece->size ? end - piece->start : piece->size;
		if (memcmp(bytes + piece->start, piece->data, known) != 0)
			return false;
		memcpy(bytes + piece->start + known, piece->data + known, piece->size - known);
		if (piece_end > end)
			end = piece_end;
	}
	return end == datagram->size;
}

struct datagram *fragment_table_close(struct fragment_table *table, size_t *ret_count)
{
	for (size_t i = 0; i < table->count; i++) {
		struct datagram *datagram = &table->datagrams[i];
		qsort(datagram->pieces, datagram->count, sizeof(*datagram->pieces), compare_pieces);
		if (!datagram->has_end || datagram->size > DATAGRAM_SIZE_MAX)
			continue;
		automem uint8_t *bytes = xcalloc(datagram->size + 1u, 1);
		datagram->is_whole = datagram_is_whole(datagram, bytes);
	}
	*ret_count = table->count;
	return table->datagrams;
}

struct bytes datagram_packet(
	const struct datagram *datagram, struct arena *arena, uint32_t *ret_header_size)
{
	bool is_ipv6 = datagram->source.family == ADDRESS_IPV6;
	uint32_t header_size = is_ipv6 ? IPV6_HEADER_SIZE : IPV4_HEADER_SIZE;
	uint32_t size = header_size + datagram->size;
	uint8_t *packet = arena_alloc_array(arena, size, 1);
	memset(packet, 0, header_size);
	if (is_ipv6) {
		packet[0] = 0x60;
		packet[4] = (uint8_t)(datagram->size >> 8);
		packet[5] = (uint8_t)datagram->size;
		packet[6] = datagram->protocol;
		packet[7] = 64;
		memcpy(packet + 8, datagram->source.octets, 16);
		memcpy(packet + 24, datagram->destination.octets, 16);
	} else {
		uint32_t length = size > DATAGRAM_SIZE_MAX ? DATAGRAM_SIZE_MAX : size;
		packet[0] = 0x45;
		packet[2] = (uint8_t)(length >> 8);
		packet[3] = (uint8_t)length;
		packet[8] = 64;
		packet[9] = datagram->protocol;
		memcpy(packet + 12, datagram->source.octets, 4);
		memcpy(packet + 16, datagram->destination.octets, 4);
	}
	for (size_t i = 0; i < datagram->count; i++)
		memcpy(packet + header_size + datagram->pieces[i].start, datagram->pieces[i].data,
			datagram->pieces[i].size);
	*ret_header_size = header_size;
	return (struct bytes){ packet, size };
}
