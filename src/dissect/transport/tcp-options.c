/*
 * TCP options: maximum segment size (RFC 9293), window scale and timestamps (RFC 7323), SACK
 * (RFC 2018), fast open (RFC 7413); Multipath TCP (RFC 8684) is named with its subtype, and what is
 * unknown is kept as bytes.
 *
 *   kind 0 (end) and 1 (no operation) are one byte; all others | kind 1 | length 1 | value |
 */
#include "dissect/transport/tcp-options.h"

#include "dissect/names/names.h"

enum { SACK_BLOCK_SIZE = 8 };

/* The exact sizes of the options that have one, 0 for the others. */
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

/* The subtypes up to "fast close" have one. */
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

/* The fields of the value, `offset` from the layer's start. */
static void describe_value(
	const struct place *at, uint8_t kind, struct cursor value, uint32_t offset)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	switch (kind) {
	case TCP_OPTION_MSS:
		field_decimal(
			at, "tcp.options.mss_val", "MSS Value", offset, 2, cursor_u16(&value));
		break;
	case TCP_OPTION_WINDOW_SCALE: {
		uint8_t shift = cursor_u8(&value);
		/* RFC 7323 section 2.3: more than 14 is taken for 14. */
		field_format(at, "tcp.options.wscale.shift", "Shift count", offset, 1, shift,
			"%u (multiply by %u)", shift, 1u << (shift > 14 ? 14 : shift));
		break;
	}
	case TCP_OPTION_SACK:
		while (cursor_remaining(&value) >= SACK_BLOCK_SIZE) {
			uint32_t left = cursor_u32(&value);
			uint32_t right = cursor_u32(&value);
			field_decimal(
				at, "tcp.options.sack_le", "Left Edge (raw)", offset, 4, left);
			field_decimal(at, "tcp.options.sack_re", "Right Edge (raw)", offset + 4, 4,
				right);
			offset += SACK_BLOCK_SIZE;
		}
		if (cursor_remaining(&value) > 0)
			field_bytes(at, "tcp.options.unknown.payload", "Payload", offset,
				(uint32_t)cursor_remaining(&value));
		break;
	case TCP_OPTION_TIMESTAMPS: {
		uint32_t sent = cursor_u32(&value);
		uint32_t echoed = cursor_u32(&value);
		field_decimal(
			at, "tcp.options.timestamp.tsval", "Timestamp value", offset, 4, sent);
		field_decimal(at, "tcp.options.timestamp.tsecr", "Timestamp echo reply", offset + 4,
			4, echoed);
		break;
	}
	case TCP_OPTION_FAST_OPEN:
		if (size)
			field_bytes(at, "tcp.options.tfo.cookie", "Fast Open Cookie", offset, size);
		break;
	case TCP_OPTION_MULTIPATH:
		if (size) {
			uint8_t first = cursor_u8(&value);
			const char *name = name_of_mptcp_subtype(first >> 4);
			field_bits(at, "tcp.options.mptcp.subtype", "Multipath TCP subtype", offset,
				1, 0, 4, first >> 4, name ? name : "Unknown");
			field_bits(at, "tcp.options.mptcp.version", "Version or flags", offset, 1,
				4, 4, first & 15, NULL);
		}
		if (size > 1)
			field_bytes(at, "tcp.options.mptcp.rawdata", "Multipath TCP data",
				offset + 1, size - 1);
		break;
	default:
		if (size)
			field_bytes(at, "tcp.options.unknown.payload", "Payload", offset, size);
		break;
	}
}

static const char *filter_name(uint8_t kind)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		return "tcp.options.mss";
	case TCP_OPTION_WINDOW_SCALE:
		return "tcp.options.wscale";
	case TCP_OPTION_SACK_PERMITTED:
		return "tcp.options.sack_perm";
	case TCP_OPTION_SACK:
		return "tcp.options.sack";
	case TCP_OPTION_TIMESTAMPS:
		return "tcp.options.timestamp";
	case TCP_OPTION_MULTIPATH:
		return "tcp.options.mptcp";
	case TCP_OPTION_FAST_OPEN:
		return "tcp.options.tfo";
	default:
		return "tcp.options.unknown";
	}
}

/* The value of an option's own line: what a talk would say about it. */
static const char *summary(struct arena *arena, uint8_t kind, struct cursor value)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		return arena_printf(arena, "%u bytes", cursor_u16(&value));
	case TCP_OPTION_WINDOW_SCALE: {
		uint8_t shift = cursor_u8(&value);
		return arena_printf(
			arena, "%u (multiply by %u)", shift, 1u << (shift > 14 ? 14 : shift));
	}
	case TCP_OPTION_SACK_PERMITTED:
		return "permitted";
	case TCP_OPTION_SACK: {
		size_t count = cursor_remaining(&value) / SACK_BLOCK_SIZE;
		return arena_printf(arena, count == 1 ? "%zu block" : "%zu blocks", count);
	}
	case TCP_OPTION_TIMESTAMPS: {
		uint32_t sent = cursor_u32(&value);
		uint32_t echoed = cursor_u32(&value);
		return arena_printf(arena, "TSval %u, TSecr %u", sent, echoed);
	}
	default:
		return arena_printf(arena, "%zu bytes", cursor_remaining(&value) + 2);
	}
}

FULL_VIEW static void describe_option(
	const struct place *at, uint8_t kind, uint8_t length, struct cursor value)
{
	uint32_t offset = cursor_position(&value) - 2 - at->base;
	const char *name = name_of_tcp_option(kind);
	int32_t option = field_add(at, filter_name(kind), name ? name : "Unknown option", offset,
		length, kind, summary(at->frame->fields->arena, kind, value));
	struct place inside = place_below(at, option);
	field_named(&inside, "tcp.option_kind", "Kind", offset, 1, kind, name);
	field_decimal(&inside, "tcp.option_len", "Length", offset + 1, 1, length);
	describe_value(&inside, kind, value, offset + 2);
}

/* The one-byte options; the end of the list takes the bytes behind it as padding. */
FULL_VIEW static void describe_single(
	const struct place *at, uint8_t kind, const struct cursor *options)
{
	uint32_t offset = cursor_position(options) - 1 - at->base;
	const char *name = name_of_tcp_option(kind);
	field_named(at, kind == TCP_OPTION_NOP ? "tcp.options.nop" : "tcp.options.eol", name,
		offset, 1, kind,
		kind == TCP_OPTION_NOP ? "Kind: No-Operation" : "Kind: End of Option List");
	uint32_t left = (uint32_t)cursor_remaining(options);
	if (kind == TCP_OPTION_END && left)
		field_bytes(at, "tcp.options.padding", "Padding", offset + 1, left);
}

bool tcp_options_read(struct cursor options, bool is_whole, struct tcp_header *header,
	const struct place *at, uint32_t *ret_offset)
{
	while (cursor_remaining(&options) > 0) {
		uint32_t start = cursor_position(&options);
		uint8_t kind = cursor_u8(&options);
		if (kind == TCP_OPTION_END || kind == TCP_OPTION_NOP) {
			if (at)
				describe_single(at, kind, &options);
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
				field_bytes(at, "_ws.malformed", "Malformed option",
					start - at->base,
					(uint32_t)(options.end - options.start) - start);
			return false;
		}
		if (exact && exact != length) {
			/* The length lies about this option only: the next one can still be read. */
			*ret_offset = start;
			if (at)
				field_bytes(at, "_ws.malformed", "Malformed option",
					start - at->base, length);
			continue;
		}
		read_value(kind, value, header);
		if (at)
			describe_option(at, kind, length, value);
	}
	return *ret_offset == 0;
}
