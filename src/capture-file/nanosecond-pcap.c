/*
 * The seconds of the file have 32 bits and no sign, so times before 1970 are 2^32 seconds later in
 * it. Nanoseconds count forwards also there, and the times between packets are right.
 */
#include "capture-file/nanosecond-pcap.h"

#include "base/format/little-endian.h"

enum { NS_IN_S = 1000000000 };

void nanosecond_pcap_append_head(struct text *out, uint32_t link_type)
{
	text_append_u32_le(out, 0xa1b23c4d);
	text_append_u16_le(out, 2);
	text_append_u16_le(out, 4);
	text_append_u32_le(out, 0);
	text_append_u32_le(out, 0);
	text_append_u32_le(out, NANOSECOND_PCAP_SNAPLEN);
	text_append_u32_le(out, link_type);
}

void nanosecond_pcap_append(struct text *out, int64_t time_ns, uint32_t length, struct bytes data)
{
	int64_t seconds = time_ns / NS_IN_S, rest = time_ns % NS_IN_S;
	if (rest < 0) {
		seconds--;
		rest += NS_IN_S;
	}
	text_append_u32_le(out, (uint32_t)(uint64_t)seconds);
	text_append_u32_le(out, (uint32_t)rest);
	text_append_u32_le(out, (uint32_t)data.size);
	text_append_u32_le(out, length);
	text_append_size(out, (const char *)data.data, data.size);
}
