/*
 * A pcap with nanoseconds (draft-ietf-opsawg-pcap-04), or a pcapng (draft-ietf-opsawg-pcapng-03)
 * when the packets have several link types, in the byte order of most machines. The bytes are those
 * that templates/deck/packet/packet-file.js writes.
 */
#include "deck/packets/packet-files.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file/path.h"
#include "base/format/little-endian.h"
#include "capture-file/link-types.h"
#include "capture-file/nanosecond-pcap.h"
#include "deck/packets/opened-packets.h"

struct packets {
	const struct shown_packet **items;
	size_t count;
	uint32_t *links; /* their link types, in the order in which they first occur */
	size_t link_count, link_capacity;
};

static uint32_t link_of(const struct shown_packet *packet)
{
	return link_type_to_file(packet->frame.link_type);
}

/* Returns the index of the packet's link type; the number of link types when it is not known. */
static size_t interface_of(const struct packets *packets, const struct shown_packet *packet)
{
	size_t i = 0;
	while (i < packets->link_count && packets->links[i] != link_of(packet))
		i++;
	return i;
}

static void find_links(struct packets *packets)
{
	for (size_t i = 0; i < packets->count; i++) {
		if (interface_of(packets, packets->items[i]) < packets->link_count)
			continue;
		grow_array(&packets->links, packets->link_count, &packets->link_capacity,
			sizeof(*packets->links));
		packets->links[packets->link_count++] = link_of(packets->items[i]);
	}
}

static void append_pcap(struct text *out, const struct packets *packets)
{
	nanosecond_pcap_append_head(out, packets->links[0]);
	for (size_t i = 0; i < packets->count; i++) {
		const struct frame *frame = &packets->items[i]->frame;
		nanosecond_pcap_append(
			out, frame->time_ns, frame->length, opened_packet_bytes(packets->items[i]));
	}
}

static void append_interface(struct text *out, uint32_t link)
{
	text_append_u32_le(out, 1);
	text_append_u32_le(out, 32);
	text_append_u32_le(out, link);
	text_append_u32_le(out, NANOSECOND_PCAP_SNAPLEN);
	text_append_u32_le(out, 9 | 1 << 16); /* if_tsresol: nanoseconds */
	text_append_u32_le(out, 9);
	text_append_u32_le(out, 0);
	text_append_u32_le(out, 32);
}

static void append_pcapng(struct text *out, const struct packets *packets)
{
	static const uint32_t section[] = { 0x0a0d0d0a, 28, 0x1a2b3c4d, 1, UINT32_MAX, UINT32_MAX,
		28 };
	for (size_t i = 0; i < ARRAY_COUNT(section); i++)
		text_append_u32_le(out, section[i]);
	for (size_t i = 0; i < packets->link_count; i++)
		append_interface(out, packets->links[i]);
	for (size_t i = 0; i < packets->count; i++) {
		const struct shown_packet *packet = packets->items[i];
		struct bytes data = opened_packet_bytes(packet);
		uint64_t time = (uint64_t)packet->frame.time_ns;
		uint32_t size = (uint32_t)(32 + (data.size + 3) / 4 * 4);
		text_append_u32_le(out, 6);
		text_append_u32_le(out, size);
		text_append_u32_le(out, (uint32_t)interface_of(packets, packet));
		text_append_u32_le(out, (uint32_t)(time >> 32));
		text_append_u32_le(out, (uint32_t)time);
		text_append_u32_le(out, (uint32_t)data.size);
		text_append_u32_le(out, packet->frame.length);
		text_append_size(out, (const char *)data.data, data.size);
		for (size_t pad = data.size; pad % 4; pad++)
			text_append_char(out, '\0');
		text_append_u32_le(out, size);
	}
}

static bool is_taken(const struct deck *deck, const char *name)
{
	for (size_t i = 0; i < deck->packet_file_count; i++) {
		if (strcmp(deck->packet_files[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Names the file after its capture, with a number when another capture has the same name. */
static char *name_of(const struct deck *deck, const struct capture_view *view, const char *ending)
{
	automem char *stem = file_stem(view->declared->path);
	struct text name = { 0 };
	text_append_format(&name, "%s%s", stem, ending);
	for (unsigned number = 2; is_taken(deck, text_string(&name)); number++) {
		text_clear(&name);
		text_append_format(&name, "%s-%u%s", stem, number, ending);
	}
	return text_steal(&name);
}

void packet_files_add(struct deck *deck, const struct captures *captures)
{
	deck->packet_files = xcalloc(captures->count, sizeof(*deck->packet_files));
	for (size_t i = 0; i < captures->count; i++) {
		const struct capture_view *view = &captures->views[i];
		struct packets packets = { 0 };
		if (view->is_read && !view->problem)
			packets.items = opened_packets(captures, view, &packets.count);
		find_links(&packets);
		if (packets.count) {
			bool needs_pcapng = packets.link_count > 1;
			struct packet_file *file = &deck->packet_files[deck->packet_file_count];
			file->name = name_of(deck, view, needs_pcapng ? ".pcapng" : ".pcap");
			(needs_pcapng ? append_pcapng : append_pcap)(&file->data, &packets);
			deck->packet_file_count++;
		}
		free(packets.items);
		free(packets.links);
	}
}
