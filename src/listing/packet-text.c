/*
 * Lines laid out as in tshark: right-aligned number and time, then addresses joined by an arrow.
 * Colors extend to the right edge (erase to end of line), as in Wireshark's packet list.
 */
#include "listing/packet-text.h"

#include <string.h>

#include "base/format/timestamp.h"
#include "listing/info/packet-info.h"

enum {
	NUMBER_WIDTH = 5,
	TIME_WIDTH = 11,
	ADDRESS_WIDTH = 15,
	PROTOCOL_WIDTH = 6,
	LENGTH_WIDTH = 5
};

/* Pads with spaces up to `width` characters after `start`; the columns are ASCII only. */
static void pad_right(struct text *out, size_t start, size_t width)
{
	while (out->size - start < width)
		text_append_char(out, ' ');
}

static void append_aligned(struct text *out, const char *string, size_t width)
{
	for (size_t size = strlen(string); size < width; size++)
		text_append_char(out, ' ');
	text_append(out, string);
}

static void append_number(struct text *out, uint64_t number, size_t width)
{
	size_t digits = 1;
	for (uint64_t rest = number; rest >= 10; rest /= 10)
		digits++;
	for (; digits < width; digits++)
		text_append_char(out, ' ');
	text_append_number(out, number);
}

static void append_time(struct text *out, int64_t time_ns)
{
	size_t start = out->size;
	timestamp_append_decimals(out, time_ns, 6);
	size_t size = out->size - start;
	if (size >= TIME_WIDTH)
		return;
	char digits[TIME_WIDTH];
	memcpy(digits, out->data + start, size);
	out->size = start;
	for (size_t i = size; i < TIME_WIDTH; i++)
		text_append_char(out, ' ');
	text_append_size(out, digits, size);
}

static void append_addresses(struct text *out, const struct frame *frame)
{
	char address[ADDRESS_TEXT_SIZE];
	address_format(&frame->source, address);
	append_aligned(out, address, ADDRESS_WIDTH);
	text_append(out, " → ");
	size_t start = out->size;
	address_format(&frame->destination, address);
	text_append(out, address);
	pad_right(out, start, ADDRESS_WIDTH);
}

void packet_text_append(struct text *out, const struct frame *frame,
	const struct packet_facts *facts, const struct color_rule *rule, int64_t start_ns,
	enum color_depth depth)
{
	terminal_color(out, depth, rule->foreground, rule->background);
	append_number(out, frame->number, NUMBER_WIDTH);
	text_append_char(out, ' ');
	append_time(out, frame->time_ns - start_ns);
	text_append_char(out, ' ');
	append_addresses(out, frame);
	text_append_char(out, ' ');
	size_t start = out->size;
	text_append(out, frame_reading_name(&facts->shown));
	pad_right(out, start, PROTOCOL_WIDTH);
	text_append_char(out, ' ');
	append_number(out, frame->length, LENGTH_WIDTH);
	text_append_char(out, ' ');
	packet_info_append(out, frame, facts);
	while (out->size && out->data[out->size - 1] == ' ')
		out->data[--out->size] = '\0';
	if (facts->copy_of) /* whatever label Wireshark gives it */
		text_append_format(
			out, " [captured twice: #%llu]", (unsigned long long)facts->copy_of);
	if (depth != COLOR_DEPTH_NONE)
		text_append(out, "\033[K");
	terminal_color_end(out, depth);
	text_append_char(out, '\n');
}
