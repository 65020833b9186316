/*
 * Tags between the addresses of a frame and its payload, placed like a VLAN tag: the redundancy tag
 * of networks that send every frame twice (IEEE Std 802.1CB-2017, clause 7.8), and the timestamp
 * that Arista's switches add to mirrored frames.
 *
 *   redundancy:  | reserved 2 | sequence number 2 | type 2 |
 *   time:        | kind 2 = 1 | version 2 | seconds, nanoseconds 8 (or 2 and 4) | type 2 |
 */
#include "dissect/link/link.h"
#include "dissect/names/names.h"

static const struct field_spec ieee8021cb_res = FIELD_SPEC("ieee8021cb.res", "Reserved", 2);
static const struct field_spec ieee8021cb_seq =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "ieee8021cb.seq", "Sequence number", 2);
static const struct field_spec ieee8021cb_etype =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "ieee8021cb.etype", "Type", 2);
static const struct field_spec avsp_sub_type = FIELD_SPEC("avsp.sub_type", "Kind", 2);
static const struct field_spec avsp_ver = FIELD_SPEC("avsp.ver", "Version", 2);
static const struct field_spec avsp_64ts = FIELD_SPEC("avsp.64ts", "Timestamp (TAI)", 8);
static const struct field_spec avsp_48ts = FIELD_SPEC("avsp.48ts", "Timestamp (TAI)", 6);
static const struct field_spec avsp_etype = FIELD_SPEC_AS(FIELD_ROLE_TYPE, "avsp.etype", "Type", 2);

/* Dissects the payload after a tag, by the tag's type field. */
static void tagged_dissect(struct frame *frame, struct input *in, uint16_t type)
{
	if (type > LARGEST_ETHERNET_LENGTH) {
		ethertype_dissect(frame, in, type);
		return;
	}
	input_narrow(in, type);
	llc_dissect(frame, in);
}

void redundancy_tag_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_REDUNDANCY_TAG, in);
	if (layer < 0)
		return;
	uint16_t reserved = cursor_u16(&in->cursor);
	uint16_t sequence = cursor_u16(&in->cursor);
	uint16_t type = cursor_u16(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, &ieee8021cb_res, 0, reserved);
		field_decimal(&at, &ieee8021cb_seq, 2, sequence);
		field_named_hex(&at, &ieee8021cb_etype, 4, type, name_of_ethertype(type));
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "redundancy tag");
		return;
	}
	layer_end_header(frame, layer, in);
	tagged_dissect(frame, in, type);
}

/* The size of the time, by the tag's version; 0 for another kind of tag. */
static uint32_t time_size_of(uint16_t kind, uint16_t version)
{
	enum { KIND_TIME = 1, VERSION_LONG = 0x10, VERSION_SHORT = 0x20 };
	if (kind != KIND_TIME)
		return 0;
	return version == VERSION_LONG ? 8 : version == VERSION_SHORT ? 6 : 0;
}

void arista_tag_dissect(struct frame *frame, struct input *in)
{
	enum { FIXED_SIZE = 4 };
	int layer = layer_begin(frame, PROTOCOL_ARISTA_TAG, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint16_t kind = cursor_u16(cursor);
	uint16_t version = cursor_u16(cursor);
	uint32_t time_size = time_size_of(kind, version);
	cursor_skip(cursor, time_size);
	uint16_t type = time_size ? cursor_u16(cursor) : 0;
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, &avsp_sub_type, 0, kind);
		field_hex(&at, &avsp_ver, 2, version);
		if (time_size) {
			field_bytes(&at, time_size == 8 ? &avsp_64ts : &avsp_48ts, FIXED_SIZE,
				time_size);
			field_named_hex(&at, &avsp_etype, FIXED_SIZE + time_size, type,
				name_of_ethertype(type));
		}
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "Arista tag");
		return;
	}
	layer_end_header(frame, layer, in);
	if (time_size)
		tagged_dissect(frame, in, type);
	else
		unknown_dissect(frame, in, "an Arista tag that is not decoded");
}
