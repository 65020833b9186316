/*
 * TCP options: maximum segment size (RFC 9293), window scale and timestamps (RFC 7323), SACK
 * (RFC 2018), fast open (RFC 7413); Multipath TCP (RFC 8684) is named with its subtype, and what is
 * unknown is kept as bytes.
 *
 *   kind 0 (end) and 1 (no operation) are one byte; all others | kind 1 | length 1 | value |
 */
#include "dissect/transport/tcp-options.h"
#include "dissect/fields.h"

#include "dissect/names/names.h"

static const struct field_spec tcp_options_mss =
	FIELD_SPEC("tcp.options.mss", "Maximum segment size", 0);
static const struct field_spec tcp_options_wscale =
	FIELD_SPEC("tcp.options.wscale", "Window scale", 0);
static const struct field_spec tcp_options_sack_perm =
	FIELD_SPEC("tcp.options.sack_perm", "SACK permitted", 0);
const struct field_spec tcp_options_sack = FIELD_SPEC("tcp.options.sack", "SACK", 0);
static const struct field_spec tcp_options_timestamp =
	FIELD_SPEC("tcp.options.timestamp", "Timestamps", 0);
const struct field_spec tcp_options_mptcp = FIELD_SPEC("tcp.options.mptcp", "Multipath TCP", 0);
const struct field_spec tcp_options_tfo = FIELD_SPEC("tcp.options.tfo", "Fast Open", 0);
const struct field_spec tcp_options_unknown =
	FIELD_SPEC("tcp.options.unknown", "Unknown option", 0);
const struct field_spec tcp_options_nop = FIELD_SPEC("tcp.options.nop", "No-Operation", 1);
const struct field_spec tcp_options_eol = FIELD_SPEC("tcp.options.eol", "End of Option List", 1);
const struct field_spec tcp_options_mss_val =
	FIELD_SPEC_IN(UNIT_BYTES, "tcp.options.mss_val", "MSS Value", 2);
const struct field_spec tcp_options_sack_le =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "tcp.options.sack_le", "Left Edge (raw)", 4);
const struct field_spec tcp_options_sack_re =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "tcp.options.sack_re", "Right Edge (raw)", 4);
const struct field_spec tcp_options_unknown_payload =
	FIELD_SPEC("tcp.options.unknown.payload", "Payload", 0);
static const struct field_spec tcp_options_timestamp_tsval =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "tcp.options.timestamp.tsval", "Timestamp value", 4);
static const struct field_spec tcp_options_timestamp_tsecr =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "tcp.options.timestamp.tsecr", "Timestamp echo reply", 4);
const struct field_spec tcp_options_tfo_cookie =
	FIELD_SPEC("tcp.options.tfo.cookie", "Fast Open Cookie", 0);
const struct field_spec tcp_options_mptcp_subtype =
	FIELD_SPEC_BITS("tcp.options.mptcp.subtype", "Multipath TCP subtype", 1, 0, 4);
static const struct field_spec tcp_options_mptcp_version =
	FIELD_SPEC_BITS("tcp.options.mptcp.version", "Version or flags", 1, 4, 4);
static const struct field_spec tcp_options_mptcp_rawdata =
	FIELD_SPEC("tcp.options.mptcp.rawdata", "Multipath TCP data", 0);
static const struct field_spec tcp_option_kind = FIELD_SPEC("tcp.option_kind", "Kind", 1);
static const struct field_spec tcp_option_len =
	FIELD_SPEC_IN(UNIT_BYTES, "tcp.option_len", "Length", 1);
static const struct field_spec tcp_options_padding =
	FIELD_SPEC("tcp.options.padding", "Padding", 0);
const struct field_spec tcp_options_wscale_shift =
	FIELD_SPEC("tcp.options.wscale.shift", "Shift count", 1);

enum { SACK_BLOCK_SIZE = 8 };

/* The size of an option that has a fixed one, else 0. */
static uint8_t size_of_option(uint8_t kind)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		return 4;
	case TCP_OPTION_WINDOW_SCALE:
		return 3;
	case TCP_OPTION_SACK_PERMITTED:
		return 2;
	case TCP_OPTION_TIMESTAMPS:
		return 10;
	default:
		return 0;
	}
}

static void read_sack(struct cursor *value, struct tcp_header *header)
{
	header->sack_count = 0;
	while (cursor_remaining(value) >= SACK_BLOCK_SIZE &&
		header->sack_count < TCP_SACK_BLOCKS_MAX) {
		header->sack[header->sack_count].left = cursor_u32(value);
		header->sack[header->sack_count].right = cursor_u32(value);
		header->sack_count++;
	}
}

/*
 * Returns the bit of a subtype in tcp_header.multipath. Only subtypes up to "fast close" have one.
 */
static uint8_t multipath_bit(uint8_t subtype)
{
	return (uint8_t)(subtype < 8 ? 1u << subtype : 0);
}

static void read_value(uint8_t kind, struct cursor value, struct tcp_header *header)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		header->has_mss = true;
		header->mss = cursor_u16(&value);
		break;
	case TCP_OPTION_WINDOW_SCALE:
		header->has_window_scale = true;
		header->window_scale = cursor_u8(&value);
		break;
	case TCP_OPTION_SACK_PERMITTED:
		header->is_sack_permitted = true;
		break;
	case TCP_OPTION_SACK:
		read_sack(&value, header);
		break;
	case TCP_OPTION_TIMESTAMPS:
		header->has_timestamps = true;
		header->timestamp_value = cursor_u32(&value);
		header->timestamp_echo = cursor_u32(&value);
		break;
	case TCP_OPTION_MULTIPATH:
		header->multipath |= multipath_bit(cursor_u8(&value) >> 4);
		break;
	default:
		break;
	}
}

/*
 * Returns the value of a window scale. A shift of more than 14 counts as 14 (RFC 7323 section 2.3).
 */
static struct field scale_of(uint8_t shift)
{
	return (struct field){
		.kind = FIELD_RAW_AMOUNT,
		.number = shift,
		.amount = 1u << (shift > 14 ? 14 : shift),
		.unit = UNIT_TIMES,
	};
}

/* Describes the fields of the value; `offset` counts from the layer's start. */
static void value_describe(
	const struct place *at, uint8_t kind, struct cursor value, uint32_t offset)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	switch (kind) {
	case TCP_OPTION_MSS:
		field_decimal(at, &tcp_options_mss_val, offset, cursor_u16(&value));
		break;
	case TCP_OPTION_WINDOW_SCALE: {
		struct field scale = scale_of(cursor_u8(&value));
		field_add(at, &tcp_options_wscale_shift, offset, 1, &scale);
		break;
	}
	case TCP_OPTION_SACK:
		while (cursor_remaining(&value) >= SACK_BLOCK_SIZE) {
			uint32_t left = cursor_u32(&value);
			uint32_t right = cursor_u32(&value);
			field_decimal(at, &tcp_options_sack_le, offset, left);
			field_decimal(at, &tcp_options_sack_re, offset + 4, right);
			offset += SACK_BLOCK_SIZE;
		}
		if (cursor_remaining(&value) > 0)
			field_bytes(at, &tcp_options_unknown_payload, offset,
				(uint32_t)cursor_remaining(&value));
		break;
	case TCP_OPTION_TIMESTAMPS: {
		uint32_t sent = cursor_u32(&value);
		uint32_t echoed = cursor_u32(&value);
		field_decimal(at, &tcp_options_timestamp_tsval, offset, sent);
		field_decimal(at, &tcp_options_timestamp_tsecr, offset + 4, echoed);
		break;
	}
	case TCP_OPTION_FAST_OPEN:
		if (size)
			field_bytes(at, &tcp_options_tfo_cookie, offset, size);
		break;
	case TCP_OPTION_MULTIPATH:
		if (size) {
			uint8_t first = cursor_u8(&value);
			const char *name = name_of_mptcp_subtype(first >> 4);
			field_word(at, &tcp_options_mptcp_subtype, offset, first >> 4,
				name ? name : "Unknown");
			field_decimal(at, &tcp_options_mptcp_version, offset, first & 15);
		}
		if (size > 1)
			field_bytes(at, &tcp_options_mptcp_rawdata, offset + 1, size - 1);
		break;
	default:
		if (size)
			field_bytes(at, &tcp_options_unknown_payload, offset, size);
		break;
	}
}

static const struct field_spec *spec_of(uint8_t kind)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		return &tcp_options_mss;
	case TCP_OPTION_WINDOW_SCALE:
		return &tcp_options_wscale;
	case TCP_OPTION_SACK_PERMITTED:
		return &tcp_options_sack_perm;
	case TCP_OPTION_SACK:
		return &tcp_options_sack;
	case TCP_OPTION_TIMESTAMPS:
		return &tcp_options_timestamp;
	case TCP_OPTION_MULTIPATH:
		return &tcp_options_mptcp;
	case TCP_OPTION_FAST_OPEN:
		return &tcp_options_tfo;
	default:
		return &tcp_options_unknown;
	}
}

/* Returns kind and value of the field for the option as a whole. */
static struct field summary(uint8_t kind, struct cursor value)
{
	struct field field = { .kind = FIELD_AMOUNT, .number = kind, .unit = UNIT_BYTES };
	switch (kind) {
	case TCP_OPTION_MSS:
		field.amount = cursor_u16(&value);
		break;
	case TCP_OPTION_WINDOW_SCALE:
		return scale_of(cursor_u8(&value));
	case TCP_OPTION_SACK_PERMITTED:
		field.kind = FIELD_WORD;
		field.word = "permitted";
		break;
	case TCP_OPTION_SACK:
		field.amount = cursor_remaining(&value) / SACK_BLOCK_SIZE;
		field.unit = UNIT_BLOCKS;
		break;
	case TCP_OPTION_TIMESTAMPS:
		field.kind = FIELD_TIMESTAMPS;
		field.first = cursor_u32(&value);
		field.second = cursor_u32(&value);
		break;
	default:
		field.amount = cursor_remaining(&value) + 2;
		break;
	}
	return field;
}

FULL_VIEW static void option_describe(
	const struct place *at, uint8_t kind, uint8_t length, struct cursor value)
{
	uint32_t offset = cursor_position(&value) - 2 - at->base;
	const char *name = name_of_tcp_option(kind);
	struct field whole = summary(kind, value);
	whole.label = name;
	int32_t option = field_add(at, spec_of(kind), offset, length, &whole);
	struct place inside = place_below(at, option);
	field_named(&inside, &tcp_option_kind, offset, kind, name);
	field_decimal(&inside, &tcp_option_len, offset + 1, length);
	value_describe(&inside, kind, value, offset + 2);
}

/* Describes the one-byte options. The end of the list includes the bytes after it as padding. */
FULL_VIEW static void single_option_describe(
	const struct place *at, uint8_t kind, const struct cursor *options)
{
	uint32_t offset = cursor_position(options) - 1 - at->base;
	bool is_nop = kind == TCP_OPTION_NOP;
	int32_t field = field_named(at, is_nop ? &tcp_options_nop : &tcp_options_eol, offset, kind,
		is_nop ? "Kind: No-Operation" : "Kind: End of Option List");
	field_set_label(at, field, name_of_tcp_option(kind));
	uint32_t left = (uint32_t)cursor_remaining(options);
	if (kind == TCP_OPTION_END && left)
		field_bytes(at, &tcp_options_padding, offset + 1, left);
}

bool tcp_options_read(struct cursor options, bool is_whole, struct tcp_header *header,
	const struct place *at, uint32_t *ret_offset)
{
	while (cursor_remaining(&options) > 0) {
		uint32_t start = cursor_position(&options);
		uint8_t kind = cursor_u8(&options);
		if (kind == TCP_OPTION_END || kind == TCP_OPTION_NOP) {
			if (at)
				single_option_describe(at, kind, &options);
			if (kind == TCP_OPTION_END)
				break;
			continue;
		}
		uint8_t length = cursor_u8(&options);
		struct cursor value = cursor_take(&options, length < 2 ? 0 : length - 2u);
		uint8_t exact = size_of_option(kind);
		if (!cursor_ok(&options) || length < 2 || cursor_remaining(&value) != length - 2u) {
			*ret_offset = start;
			if (at && is_whole)
				malformed_option_describe(at, start - at->base,
					(uint32_t)(options.end - options.start) - start);
			return false;
		}
		if (exact && exact != length) {
			/*
			 * The length of this option is invalid, but the next option can still be
			 * read.
			 */
			*ret_offset = start;
			if (at)
				malformed_option_describe(at, start - at->base, length);
			continue;
		}
		read_value(kind, value, header);
		if (at)
			option_describe(at, kind, length, value);
	}
	return *ret_offset == 0;
}
