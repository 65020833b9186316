/*
 * Names are Wireshark's. Most are of fields that dissectors describe; what Wireshark computes from
 * other packets (relative numbers, the scaled window) comes from the analysis. A header of HTTP has
 * a name of its own (deck/fields/wireshark-names), and as one of all headers its name before it.
 */
#include "deck/fields/field-values.h"

#include <string.h>

#include "base/array.h"
#include "base/nearest-name.h"
#include "deck/fields/wireshark-names.h"
#include "dissect/field-text.h"
#include "dissect/fields.h"
#include "explain/field-sentence.h"
#include "explain/option-value.h"

struct computed {
	const char *name;
	uint64_t (*number)(const struct shown_packet *packet);
	bool is_tcp;
	bool is_name; /* the number is a name, and is written without groups */
};

static uint64_t window_of(const struct shown_packet *packet)
{
	return packet->facts.tcp.window;
}

static uint64_t sequence_of(const struct shown_packet *packet)
{
	return packet->facts.tcp.sequence;
}

static uint64_t acknowledgment_of(const struct shown_packet *packet)
{
	return packet->facts.tcp.acknowledgment;
}

static uint64_t payload_of(const struct shown_packet *packet)
{
	return frame_tcp(&packet->frame)->payload_size;
}

static uint64_t stream_of(const struct shown_packet *packet)
{
	return packet->facts.tcp.stream;
}

static uint64_t length_of(const struct shown_packet *packet)
{
	return packet->frame.length;
}

static uint64_t captured_length_of(const struct shown_packet *packet)
{
	return packet->frame.data.size;
}

static uint64_t number_of(const struct shown_packet *packet)
{
	return packet->frame.number;
}

static const struct computed computed[] = {
	{ "tcp.window_size", window_of, true, false },
	{ "tcp.seq", sequence_of, true, false },
	{ "tcp.ack", acknowledgment_of, true, false },
	{ "tcp.len", payload_of, true, false },
	{ "tcp.stream", stream_of, true, true },
	{ "frame.len", length_of, false, false },
	{ "frame.cap_len", captured_length_of, false, false },
	{ "frame.number", number_of, false, true },
};

static const struct computed *find_computed(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(computed); i++) {
		if (strcmp(name, computed[i].name) == 0)
			return &computed[i];
	}
	return NULL;
}

static bool has_computed(const struct computed *known, const struct shown_packet *packet)
{
	return !known->is_tcp || (packet->facts.has_tcp && frame_tcp(&packet->frame));
}

/* The next field of that name from *at on, which moves behind it; NULL when there is none. */
static const struct field *next_field(
	const struct shown_packet *packet, const char *name, size_t *at)
{
	while (*at < packet->fields.count) {
		const struct field *field = &packet->fields.fields[(*at)++];
		if (strcmp(field->spec->name, name) == 0 ||
			wireshark_name_fits(name, &packet->fields, field))
			return field;
	}
	return NULL;
}

static bool is_sack_edge(const struct field *field)
{
	return field->spec == &tcp_options_sack_le || field->spec == &tcp_options_sack_re;
}

/*
 * Appends the value; an edge of a SACK block is relative, as tcp.seq and tcp.ack are. As one of all
 * headers a header has its name.
 */
static void append_value(struct text *out, const struct shown_packet *packet,
	const struct field *field, const char *name, bool is_korean, bool is_grouped)
{
	if (field->kind == FIELD_HEADER && strcmp(field->spec->name, name) == 0) {
		field_label_append(out, field);
		text_append(out, ": ");
	}
	if (is_sack_edge(field))
		text_append_grouped(out, option_edge(packet, field),
			is_grouped ? text_digit_gap(is_korean) : "");
	else if (is_grouped)
		packet_field_value_append(out, packet, field, is_korean);
	else
		packet_field_plain_value_append(out, packet, field, is_korean);
}

static bool reads_by_itself(const struct field *field)
{
	return field->kind == FIELD_NAME || field->kind == FIELD_TEXT ||
		field->kind == FIELD_ADDRESS || field->kind == FIELD_HEADER ||
		field->kind == FIELD_RECORD;
}

static void append_short_name(struct text *out, const char *name)
{
	const char *point = strrchr(name, '.');
	text_append(out, point ? point + 1 : name);
	text_append_char(out, ' ');
}

bool field_value_label(struct text *out, const struct shown_packet *packet, const char *name,
	bool has_name, bool is_korean)
{
	const struct computed *known = find_computed(name);
	size_t at = 0;
	const struct field *field = known ? NULL : next_field(packet, name, &at);
	if (known ? !has_computed(known, packet) : !field)
		return false;
	text_append(out, !out->size ? "" : has_name ? "  " : " · ");
	if (has_name && (known || !reads_by_itself(field)))
		append_short_name(out, name);
	if (known) {
		text_append_grouped(out, known->number(packet),
			known->is_name ? "" : text_digit_gap(is_korean));
		return true;
	}
	append_value(out, packet, field, name, is_korean, true);
	return true;
}

bool field_value_append(struct text *out, const struct shown_packet *packet, const char *name,
	bool is_korean, bool *ret_is_number)
{
	enum { VALUES_MAX = 8 };
	const struct computed *known = find_computed(name);
	*ret_is_number = known != NULL;
	if (known && !has_computed(known, packet))
		return false;
	if (known) {
		text_append_number(out, known->number(packet));
		return true;
	}
	size_t at = 0, count = 0;
	const struct field *field;
	while ((field = next_field(packet, name, &at))) {
		text_append(out, count ? ", " : "");
		if (count++ == VALUES_MAX) {
			text_append(out, "…");
			break;
		}
		append_value(out, packet, field, name, is_korean, false);
		*ret_is_number = field->kind == FIELD_DECIMAL && count == 1;
	}
	return count > 0;
}

bool field_value_is_known(const char *name)
{
	return find_computed(name) || field_words_find(name) || wireshark_name_is_known(name);
}

const char *field_value_nearest(const char *name)
{
	const char *known[ARRAY_COUNT(computed)];
	for (size_t i = 0; i < ARRAY_COUNT(computed); i++)
		known[i] = computed[i].name;
	const char *nearest = nearest_name(name, known, ARRAY_COUNT(computed));
	if (!nearest)
		nearest = wireshark_name_nearest(name);
	return nearest ? nearest : field_words_nearest(name);
}
