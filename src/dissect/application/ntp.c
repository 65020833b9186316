/*
 * NTP (RFC 5905), modes 1 to 5.
 *
 *   |leap|version|mode| stratum 1 | poll 1 | precision 1 | root delay 4 | root dispersion 4 |
 *   | reference id 4 | reference 8 | origin 8 | receive 8 | transmit 8 | extensions, authenticator |
 *
 * Times are seconds and a 32-bit fraction since 1900; the era after 2036 is taken for values below
 * 1968, as RFC 4330 has it. Control messages (mode 6) and private ones (7) are named only.
 */
#include <inttypes.h>
#include <time.h>

#include "base/timestamp.h"
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"

enum { HEADER_SIZE = 48, MODE_CONTROL = 6, MODE_PRIVATE = 7 };

static const int64_t SECONDS_1900_TO_1970 = INT64_C(2208988800);

static const char *name_of_mode(uint8_t mode)
{
	static const char *const names[] = { "reserved", "symmetric active", "symmetric passive",
		"client", "server", "broadcast", "control", "private" };
	return names[mode & 7];
}

static void describe_time(const struct place *at, const char *name, const char *label,
	uint32_t offset, uint64_t stamp)
{
	if (stamp == 0) {
		field_add(at, name, label, offset, 8, 0, "NULL");
		return;
	}
	int64_t seconds = (int64_t)(stamp >> 32);
	if (!(stamp >> 63))
		seconds += INT64_C(1) << 32;
	seconds -= SECONDS_1900_TO_1970;
	uint64_t fraction_ns = (stamp & 0xffffffff) * NS_PER_S >> 32;
	time_t time = (time_t)seconds;
	struct tm parts;
	if (!gmtime_r(&time, &parts))
		parts = (struct tm){ 0 };
	field_format(at, name, label, offset, 8, stamp,
		"%04d-%02d-%02d %02d:%02d:%02d.%09" PRIu64 " UTC", parts.tm_year + 1900,
		parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
		fraction_ns);
}

static void describe_flags(const struct place *at, uint8_t flags)
{
	static const char *const leaps[] = { "no warning", "last minute of the day has 61 seconds",
		"last minute of the day has 59 seconds", "unknown (clock unsynchronized)" };
	int32_t parent = field_hex(at, "ntp.flags", "Flags", 0, 1, flags);
	struct place below = place_below(at, parent);
	field_bits(&below, "ntp.flags.li", "Leap Indicator", 0, 1, 0, 2, flags >> 6,
		leaps[flags >> 6]);
	field_bits(&below, "ntp.flags.vn", "Version number", 0, 1, 2, 3, flags >> 3 & 7, NULL);
	field_bits(&below, "ntp.flags.mode", "Mode", 0, 1, 5, 3, flags & 7, name_of_mode(flags));
}

/* A 16.16 fixed-point number of seconds, in microseconds. */
static void describe_short_time(const struct place *at, const char *name, const char *label,
	uint32_t offset, uint32_t value)
{
	uint32_t microseconds = (uint32_t)((value & 0xffffull) * 1000000 >> 16);
	field_format(
		at, name, label, offset, 4, value, "%u.%06u seconds", value >> 16, microseconds);
}

static void describe(const struct place *at, struct cursor cursor)
{
	describe_flags(at, cursor_u8(&cursor));
	uint8_t stratum = cursor_u8(&cursor);
	uint8_t poll = cursor_u8(&cursor);
	uint8_t precision = cursor_u8(&cursor);
	uint32_t delay = cursor_u32(&cursor);
	uint32_t dispersion = cursor_u32(&cursor);
	struct cursor at_reference = cursor;
	struct address reference = cursor_address(&at_reference, ADDRESS_IPV4);
	cursor_skip(&cursor, 4);
	field_format(at, "ntp.stratum", "Peer Clock Stratum", 1, 1, stratum, "%u%s", stratum,
		stratum == 0            ? " (unspecified or invalid)"
			: stratum == 1  ? " (primary reference)"
			: stratum <= 15 ? " (secondary reference)"
					: " (unsynchronized)");
	field_format(at, "ntp.ppoll", "Peer Polling Interval", 2, 1, poll,
		"%u (2 to that, seconds)", poll);
	field_format(at, "ntp.precision", "Peer Clock Precision", 3, 1, precision,
		"%d (2 to that, seconds)", (int8_t)precision);
	describe_short_time(at, "ntp.rootdelay", "Root Delay", 4, delay);
	describe_short_time(at, "ntp.rootdispersion", "Root Dispersion", 8, dispersion);
	if (stratum <= 1)
		field_text(at, "ntp.refid", "Reference ID", 12, 4);
	else
		field_address(at, "ntp.refid", "Reference ID", 12, &reference);
	static const struct {
		const char *name, *label;
	} times[] = {
		{ "ntp.reftime", "Reference Timestamp" },
		{ "ntp.org", "Origin Timestamp" },
		{ "ntp.rec", "Receive Timestamp" },
		{ "ntp.xmt", "Transmit Timestamp" },
	};
	for (uint32_t i = 0; i < 4; i++)
		describe_time(at, times[i].name, times[i].label, 16 + 8 * i, cursor_u64(&cursor));
}

void ntp_dissect(struct frame *frame, struct input *in)
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
			describe_flags(&at, flags);
		cursor_skip(&in->cursor, 1);
		layer_end_header(frame, layer, in);
		data_dissect(frame, in);
		return;
	}
	cursor_skip(&in->cursor, HEADER_SIZE);
	if (frame->fields)
		describe(&at, start);
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "NTP message");
		return;
	}
	uint32_t left = (uint32_t)cursor_remaining(&in->cursor);
	if (frame->fields && left)
		field_bytes(&at, "ntp.ext", "Extensions and authenticator", HEADER_SIZE, left);
	cursor_skip(&in->cursor, left);
	layer_end_header(frame, layer, in);
	data_dissect(frame, in);
}

void ntp_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_NTP, &cursor);
	uint8_t flags = cursor_u8(&cursor);
	text_append_format(out, "NTP Version %u, %s", flags >> 3 & 7u, name_of_mode(flags));
}
