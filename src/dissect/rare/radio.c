/*
 * Radio headers before 802.11 frames: radiotap (radiotap.org), PPI (LINKTYPE_PPI), and the two
 * older ones of Prism and AVS (LINKTYPE_IEEE802_11_PRISM, _AVS at tcpdump.org).
 *
 *   radiotap: | version 1 | pad 1 | length 2 | which fields 4, bit 31: four more … |
 *             | fields, aligned |
 *   PPI:      | version 1 | flags 1 | length 2 | link type 4 | fields: type 2, size 2, value |
 *   Prism:    | message code 4 | length 4 | …    AVS: | version 4 | length 4 | …
 *
 * radiotap and PPI are little-endian. The first fifteen fields of radiotap are decoded; those of
 * later versions stand after them.
 */
#include "dissect/link/radio.h"

#include "base/array.h"
#include "dissect/link/link.h"

static const struct field_spec radiotap_present =
	FIELD_SPEC("radiotap.present", "Present flags", 0);
static const struct field_spec radiotap_align = FIELD_SPEC("radiotap.align", "Alignment", 0);
static const struct field_spec radiotap_version =
	FIELD_SPEC("radiotap.version", "Header revision", 1);
static const struct field_spec radiotap_pad = FIELD_SPEC("radiotap.pad", "Header pad", 1);
static const struct field_spec radiotap_length =
	FIELD_SPEC_IN(UNIT_BYTES, "radiotap.length", "Header length", 2);
static const struct field_spec radio_more = FIELD_SPEC("radio.more", "Further fields", 0);
static const struct field_spec wlancap_version = FIELD_SPEC("wlancap.version", "Version", 4);
static const struct field_spec wlancap_length = FIELD_SPEC("wlancap.length", "Header length", 4);
static const struct field_spec prism_msgcode = FIELD_SPEC("prism.msgcode", "Message Code", 4);
static const struct field_spec prism_msglen = FIELD_SPEC("prism.msglen", "Message Length", 4);
static const struct field_spec ppi_version = FIELD_SPEC("ppi.version", "Version", 1);
static const struct field_spec ppi_flags = FIELD_SPEC("ppi.flags", "Flags", 1);
static const struct field_spec ppi_length =
	FIELD_SPEC_IN(UNIT_BYTES, "ppi.length", "Header length", 2);
static const struct field_spec ppi_dlt = FIELD_SPEC("ppi.dlt", "DLT", 4);

enum {
	RADIOTAP_FIXED_SIZE = 8,
	RADIOTAP_FLAGS_BIT = 1,
	RADIOTAP_MORE = 31,
	PPI_FIXED_SIZE = 8,
	PPI_80211_COMMON = 2,
	AVS_VERSION = 0x80211, /* the upper 20 bits of the version */
};

/* Radiotap fields are in the order of their bits. Each is aligned to `alignment`. */
struct radiotap_field {
	uint8_t alignment;
	struct field_spec spec;
};

static const struct radiotap_field radiotap_fields[] = {
	{ 8, FIELD_SPEC("radiotap.mactime", "MAC timestamp", 8) },
	{ 1, FIELD_SPEC("radiotap.flags", "Flags", 1) },
	{ 1, FIELD_SPEC("radiotap.datarate", "Data rate (units of 500 kb/s)", 1) },
	{ 2, FIELD_SPEC("radiotap.channel", "Channel frequency and flags", 4) },
	{ 2, FIELD_SPEC("radiotap.fhss", "FHSS hop set and pattern", 2) },
	{ 1, FIELD_SPEC("radiotap.dbm_antsignal", "Antenna signal (dBm)", 1) },
	{ 1, FIELD_SPEC("radiotap.dbm_antnoise", "Antenna noise (dBm)", 1) },
	{ 2, FIELD_SPEC("radiotap.quality", "Signal quality", 2) },
	{ 2, FIELD_SPEC("radiotap.txattenuation", "TX attenuation", 2) },
	{ 2, FIELD_SPEC("radiotap.db_txattenuation", "TX attenuation (dB)", 2) },
	{ 1, FIELD_SPEC("radiotap.txpower", "TX power (dBm)", 1) },
	{ 1, FIELD_SPEC("radiotap.antenna", "Antenna", 1) },
	{ 1, FIELD_SPEC("radiotap.db_antsignal", "Antenna signal (dB)", 1) },
	{ 1, FIELD_SPEC("radiotap.db_antnoise", "Antenna noise (dB)", 1) },
	{ 2, FIELD_SPEC("radiotap.rxflags", "RX flags", 2) },
};

enum { FIELD_COUNT = ARRAY_COUNT(radiotap_fields) };
/* Values in dBm: the signal, the noise, the power of the sender. */
enum { RADIOTAP_SIGNED = 1 << 5 | 1 << 6 | 1 << 10 };

/*
 * Reads the first word of present flags and skips the following ones; false when they do not end.
 */
static bool read_present(struct cursor *cursor, uint32_t *ret_present)
{
	*ret_present = cursor_u32_le(cursor);
	uint32_t word = *ret_present;
	while (word >> RADIOTAP_MORE && cursor_ok(cursor))
		word = cursor_u32_le(cursor);
	return cursor_ok(cursor);
}

static uint64_t read_little(struct cursor *cursor, uint32_t size)
{
	uint64_t value = 0;
	for (uint32_t i = 0; i < size; i++)
		value |= (uint64_t)cursor_u8(cursor) << 8 * i;
	return value;
}

/*
 * Reads the fields of the header in `header`, and describes them unless `at` is NULL. Returns the
 * flags (enum radio_flag).
 */
static uint8_t read_radiotap(struct cursor header, const struct place *at)
{
	uint32_t base = cursor_position(&header), present;
	uint8_t flags = 0;
	cursor_skip(&header, 4);
	if (!read_present(&header, &present))
		return 0;
	uint32_t end = cursor_position(&header) - base;
	if (at)
		field_bytes(at, &radiotap_present, 4, end - 4);
	for (unsigned bit = 0; bit < FIELD_COUNT; bit++) {
		const struct radiotap_field *field = &radiotap_fields[bit];
		if (!(present >> bit & 1))
			continue;
		uint32_t start =
			(end + field->alignment - 1u) / field->alignment * field->alignment;
		cursor_skip(&header, start - end);
		uint64_t value = read_little(&header, field->spec.size);
		if (!cursor_ok(&header))
			break;
		if (bit == RADIOTAP_FLAGS_BIT)
			flags = (uint8_t)value;
		if (at && start > end)
			field_bytes(at, &radiotap_align, end, start - end);
		if (at && RADIOTAP_SIGNED >> bit & 1)
			field_add(at, &field->spec, start, 1,
				&(struct field){ .kind = FIELD_SIGNED, .number = value });
		else if (at)
			field_decimal(at, &field->spec, start, value);
		end = start + field->spec.size;
	}
	return flags;
}

/*
 * Skips the rest of a header of `length` bytes; false when it is incomplete or the length too
 * small.
 */
static bool header_end(struct frame *frame, int layer, struct input *in, uint32_t length,
	uint32_t smallest, const char *short_text)
{
	uint32_t read = input_position(in) - frame->layers[layer].offset;
	if (cursor_ok(&in->cursor) && (length < smallest || length < read)) {
		layer_stop_malformed(frame, layer, in, short_text);
		return false;
	}
	cursor_skip(&in->cursor, cursor_ok(&in->cursor) ? length - read : 0);
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "radio header");
		return false;
	}
	layer_end_header(frame, layer, in);
	return true;
}

/* Describes the unexplained rest of the header as one field. */
static void explain_header(struct frame *frame, int layer)
{
	uint32_t size = frame->layers[layer].size;
	frame->layers[layer].size = frame->layers[layer].header_size;
	layer_explain_rest(frame, layer, &radio_more);
	frame->layers[layer].size = size;
}

void radiotap_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_RADIOTAP, in);
	if (layer < 0)
		return;
	struct cursor start = in->cursor;
	uint8_t version = cursor_u8(&in->cursor);
	uint8_t pad = cursor_u8(&in->cursor);
	uint16_t length = cursor_u16_le(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &radiotap_version, 0, version);
		field_decimal(&at, &radiotap_pad, 1, pad);
		field_decimal(&at, &radiotap_length, 2, length);
	}
	if (!header_end(frame, layer, in, length, RADIOTAP_FIXED_SIZE,
		    "the radiotap header is below 8 bytes"))
		return;
	struct cursor header = cursor_take(&start, length);
	uint8_t flags;
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		flags = read_radiotap(header, &at);
		explain_header(frame, layer);
	} else {
		flags = read_radiotap(header, NULL);
	}
	wlan_dissect_with(frame, in, flags);
}

uint8_t radio_flags_of(const struct frame *frame)
{
	if (!frame->layer_count || frame->layers[0].protocol != PROTOCOL_RADIOTAP)
		return 0;
	struct cursor cursor = cursor_over(frame->data);
	cursor_skip(&cursor, frame->layers[0].offset);
	return read_radiotap(cursor_take(&cursor, frame->layers[0].header_size), NULL);
}

/* Returns the flags in a field that states a frame check sequence. */
static uint8_t read_ppi_flags(struct cursor fields)
{
	while (cursor_remaining(&fields) > 0) {
		uint16_t type = cursor_u16_le(&fields);
		uint16_t size = cursor_u16_le(&fields);
		struct cursor value = cursor_take(&fields, size);
		if (type != PPI_80211_COMMON)
			continue;
		cursor_skip(&value, 8);
		return cursor_u16_le(&value) & 1 ? RADIO_HAS_CHECK : 0;
	}
	return 0;
}

void ppi_dissect(struct frame *frame, struct input *in)
{
	enum { LINK_TYPE_WLAN = 105 };
	int layer = layer_begin(frame, PROTOCOL_PPI, in);
	if (layer < 0)
		return;
	struct cursor start = in->cursor;
	uint8_t version = cursor_u8(&in->cursor);
	uint8_t flags = cursor_u8(&in->cursor);
	uint16_t length = cursor_u16_le(&in->cursor);
	uint32_t link_type = cursor_u32_le(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &ppi_version, 0, version);
		field_hex(&at, &ppi_flags, 1, flags);
		field_decimal(&at, &ppi_length, 2, length);
		field_decimal(&at, &ppi_dlt, 4, link_type);
	}
	if (!header_end(
		    frame, layer, in, length, PPI_FIXED_SIZE, "the PPI header is below 8 bytes"))
		return;
	explain_header(frame, layer);
	struct cursor fields = cursor_take(&start, length);
	cursor_skip(&fields, PPI_FIXED_SIZE);
	if (link_type == LINK_TYPE_WLAN)
		wlan_dissect_with(frame, in, read_ppi_flags(fields));
	else
		link_type_dissect(frame, in, link_type);
}

void prism_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_PRISM, in);
	if (layer < 0)
		return;
	struct cursor little = in->cursor;
	uint32_t code = cursor_u32(&in->cursor);
	uint32_t length = cursor_u32(&in->cursor);
	bool is_avs = code >> 12 == AVS_VERSION;
	/*
	 * The length is in the byte order of the capturing machine. It is small, which tells the
	 * order.
	 */
	cursor_skip(&little, 4);
	uint32_t little_length = cursor_u32_le(&little);
	if (!is_avs && little_length < length)
		length = little_length;
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, is_avs ? &wlancap_version : &prism_msgcode, 0, code);
		field_decimal(&at, is_avs ? &wlancap_length : &prism_msglen, 4, length);
	}
	if (!header_end(frame, layer, in, length, 8, "the radio header is below 8 bytes"))
		return;
	explain_header(frame, layer);
	wlan_dissect(frame, in);
}
