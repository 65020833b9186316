/*
 * Decodes with every dissector and writes every listing. The first byte selects the link type, the
 * second the number of bytes that were not captured; the rest is the packet. frame-checks.h has the
 * rules. Lines and opened packets must have no terminal control characters, and JSON must be valid.
 * No output may depend on the earlier content of the frame's memory.
 */
#include "../unit/frame-checks.h"
#include "base/array.h"
#include "dissect/application/summary.h"
#include "explain/opened-packet.h"
#include "listing/info/arrow-label.h"
#include "listing/packet-json.h"
#include "listing/packet-text.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PACKET_SIZE_MAX = 1 << 16 };

static void check_listings(const struct frame *frame)
{
	autofinish(text) struct text out = { 0 };
	const struct packet_facts facts = packet_facts_of(frame);
	const struct color_rule *rule = color_rule_for(frame, &facts);
	packet_json_append(&out, frame, &facts, rule);
	check_json(written(&out));
	text_clear(&out);
	packet_text_append(&out, frame, &facts, rule, 0, COLOR_DEPTH_NONE);
	check_characters(written(&out), true);
	text_clear(&out);
	arrow_label_append(&out, frame, &facts);
	(void)dns_name_append(frame, &out);
}

static void check_opened(const struct frame *frame, const struct field_list *fields)
{
	static const char *const languages[] = { "en", "ko" };
	autofinish(text) struct text out = { 0 };
	const struct packet_facts facts = packet_facts_of(frame);
	const struct shown_packet packet = {
		.frame = *frame,
		.fields = *fields,
		.facts = facts,
		.rule = color_rule_for(frame, &facts),
		.oddities.kinds = 0xff,
		.comment = "",
	};
	const struct capture_summary summary = { .packet_count = 1 };
	for (size_t i = 0; i < ARRAY_COUNT(languages); i++) {
		const struct opened_packet_options options = { languages[i], COLOR_DEPTH_NONE };
		text_clear(&out);
		opened_packet_append(&out, &packet, &summary, &options);
		check_characters(written(&out), true);
	}
}

/* Decodes into a frame that holds the previous packet, as in a loop over packets. */
static void decode_over(struct frame *frame, int before, int link_type, struct bytes packet,
	uint32_t length, struct field_list *fields)
{
	memset(frame, before, sizeof(*frame));
	frame->number = 1;
	frame->time_ns = 0;
	dissect_frame(frame, link_type, packet, length, fields);
}

static void append_all(struct text *out, const struct frame *frame)
{
	const struct packet_facts facts = packet_facts_of(frame);
	packet_json_append(out, frame, &facts, color_rule_for(frame, &facts));
	arrow_label_append(out, frame, &facts);
}

static void check_what_was_there(int link_type, struct bytes packet, uint32_t length)
{
	autofinish(text) struct text zeros = { 0 }, ones = { 0 };
	struct frame frame;
	decode_over(&frame, 0, link_type, packet, length, NULL);
	append_all(&zeros, &frame);
	decode_over(&frame, 0xa5, link_type, packet, length, NULL);
	append_all(&ones, &frame);
	require(strcmp(text_string(&zeros), text_string(&ones)) == 0,
		"what is said comes from what the frame held before");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int link_types[] = { 1, 0, 12, 108, 113, 276, 9, 51, 228, 229, 147 };
	if (size < 2 || size > PACKET_SIZE_MAX)
		return 0;
	int link_type = link_types[data[0] % (ARRAY_COUNT(link_types))];
	struct bytes packet = { data + 2, size - 2 };
	uint32_t length = (uint32_t)packet.size + data[1];
	(void)check_bytes(link_type, packet.data, packet.size, length);

	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame plain = { .number = 1 }, full = { .number = 1 };
	dissect_frame(&plain, link_type, packet, length, NULL);
	check_listings(&plain);
	dissect_frame(&full, link_type, packet, length, &fields);
	check_listings(&full);
	check_opened(&full, &fields);
	check_what_was_there(link_type, packet, length);
	return 0;
}
