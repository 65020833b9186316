/*
 * NTP (RFC 5905), modes 1 to 5.
 *
 *   |leap|version|mode| stratum 1 | poll 1 | precision 1 | root delay 4 | root dispersion 4 |
 *   | reference id 4 | reference 8 | origin 8 | receive 8 | transmit 8 |
 *   | extensions, authenticator |
 *
 * Timestamps are seconds since 1900 with a 32-bit fraction. Values that would be before 1968 belong
 * to the era after 2036, as in RFC 4330. Control messages (mode 6) and private ones (mode 7) are
 * only named.
 */
#include <inttypes.h>
#include <time.h>

#include "base/format/timestamp.h"
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"

static const struct field_spec ntp_flags = FIELD_SPEC_AS(FIELD_ROLE_FLAGS, "ntp.flags", "Flags", 1);
static const struct field_spec ntp_flags_li =
	FIELD_SPEC_BITS("ntp.flags.li", "Leap Indicator", 1, 0, 2);
static const struct field_spec ntp_flags_vn =
	FIELD_SPEC_BITS("ntp.flags.vn", "Version number", 1, 2, 3);
static const struct field_spec ntp_flags_mode = FIELD_SPEC_BITS("ntp.flags.mode", "Mode", 1, 5, 3);
static const struct field_spec ntp_rootdelay = FIELD_SPEC("ntp.rootdelay", "Root Delay", 4);
static const struct field_spec ntp_rootdispersion =
	FIELD_SPEC("ntp.rootdispersion", "Root Dispersion", 4);
static const struct field_spec ntp_refid = FIELD_SPEC("ntp.refid", "Reference ID", 4);
static const struct field_spec ntp_ext = FIELD_SPEC("ntp.ext", "Extensions and authenticator", 0);
static const struct field_spec ntp_stratum = FIELD_SPEC("ntp.stratum", "Peer Clock Stratum", 1);
static const struct field_spec ntp_ppoll = FIELD_SPEC("ntp.ppoll", "Peer Polling Interval", 1);
static const struct field_spec ntp_precision =
	FIELD_SPEC("ntp.precision", "Peer Clock Precision", 1);

enum { HEADER_SIZE = 48, MODE_CONTROL = 6, MODE_PRIVATE = 7 };

static const char *name_of_mode(uint8_t mode)
{
	static const char *const names[] = { "reserved", "symmetric active", "symmetric passive",
		"client", "server", "broadcast", "control", "private" };
	return names[mode & 7];
}

/* Describes a number that has its own kind of text. */
static void number_describe(const struct place *at, const struct field_spec *spec, uint32_t offset,
	enum field_kind kind, uint64_t number, const char *remark)
{
	struct field value = { .kind = (uint8_t)kind, .number = number, .word = remark };
	field_add(at, spec, offset, spec->size, &value);
}

static void flags_describe(const struct place *at, uint8_t flags)
{
	static const char *const leaps[] = { "no warning", "last minute of the day has 61 seconds",
		"last minute of the day has 59 seconds", "unknown (clock unsynchronized)" };
	int32_t parent = field_hex(at, &ntp_flags, 0, flags);
	struct place below = place_below(at, parent);
	field_word(&below, &ntp_flags_li, 0, flags >> 6, leaps[flags >> 6]);
	field_decimal(&below, &ntp_flags_vn, 0, flags >> 3 & 7);
	field_word(&below, &ntp_flags_mode, 0, flags & 7, name_of_mode(flags));
}

static const char *name_of_stratum(uint8_t stratum)
{
	return stratum == 0     ? "unspecified or invalid"
		: stratum == 1  ? "primary reference"
		: stratum <= 15 ? "secondary reference"
				: "unsynchronized";
}

static void ntp_describe(const struct place *at, struct cursor cursor)
{
	static const struct field_spec times[] = {
		FIELD_SPEC("ntp.reftime", "Reference Timestamp", 8),
		FIELD_SPEC("ntp.org", "Origin Timestamp", 8),
		FIELD_SPEC("ntp.rec", "Receive Timestamp", 8),
		FIELD_SPEC("ntp.xmt", "Transmit Timestamp", 8),
	};
	flags_describe(at, cursor_u8(&cursor));
	uint8_t stratum = cursor_u8(&cursor);
	uint8_t poll = cursor_u8(&cursor);
	uint8_t precision = cursor_u8(&cursor);
	uint32_t delay = cursor_u32(&cursor);
	uint32_t dispersion = cursor_u32(&cursor);
	cursor_skip(&cursor, 4);
	number_describe(at, &ntp_stratum, 1, FIELD_REMARKED, stratum, name_of_stratum(stratum));
	number_describe(at, &ntp_ppoll, 2, FIELD_SECONDS_POWER, poll, NULL);
	number_describe(at, &ntp_precision, 3, FIELD_SECONDS_POWER, precision, NULL);
	number_describe(at, &ntp_rootdelay, 4, FIELD_SECONDS_16_16, delay, NULL);
	number_describe(at, &ntp_rootdispersion, 8, FIELD_SECONDS_16_16, dispersion, NULL);
	if (stratum <= 1)
		field_text(at, &ntp_refid, 12, 4);
	else
		field_address(at, &ntp_refid, 12);
	for (uint32_t i = 0; i < 4; i++)
		number_describe(
			at, &times[i], 16 + 8 * i, FIELD_NTP_TIME, cursor_u64(&cursor), NULL);
}

static void ntp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_NTP, in);
	if (layer < 0)
		return;
	struct cursor start = in->cursor, ahead = in->cursor;
	uint8_t flags = cursor_u8(&ahead);
	struct place at = { 0 };
	if (frame->fields)
		at = place_in(frame, layer);
	if ((flags & 7) == MODE_CONTROL || (flags & 7) == MODE_PRIVATE) {
		if (frame->fields)
			flags_describe(&at, flags);
		cursor_skip(&in->cursor, 1);
		layer_end_header(frame, layer, in);
		data_dissect(frame, in);
		return;
	}
	cursor_skip(&in->cursor, HEADER_SIZE);
	if (frame->fields)
		ntp_describe(&at, start);
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "NTP message");
		return;
	}
	uint32_t left = (uint32_t)cursor_remaining(&in->cursor);
	if (frame->fields && left)
		field_bytes(&at, &ntp_ext, HEADER_SIZE, left);
	cursor_skip(&in->cursor, left);
	layer_end_header(frame, layer, in);
	data_dissect(frame, in);
}

static void ntp_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_NTP, &cursor);
	uint8_t flags = cursor_u8(&cursor);
	text_append_format(out, "NTP Version %u, %s", flags >> 3 & 7u, name_of_mode(flags));
}

const struct protocol_description ntp_protocol = {
	.name = "NTP",
	.number = PROTOCOL_NTP,
	.dissect = ntp_dissect,
	.append_summary = ntp_summary_append,
	.key_fields = {
		{ .field = "ntp.stratum", .when = "ntp.flags.mode", .is = 4 },
		{ .field = "ntp.flags.mode" },
		{ .field = "ntp.xmt" },
	},
};
