/*
 * Decides whether a value on the page reveals what was hidden. A plain word or number ("background"
 * in "key=background") does not, since a page has such words anyway. A value of letters and digits
 * does, unless a field of a packet that is shown has the same text.
 */
#include "deck/leak-check/generated-text.h"

#include <string.h>

#include "base/ascii.h"
#include "deck/leak-check/deck-packets.h"
#include "dissect/field-text.h"

enum { FIELDS_SIZE_MAX = 32 << 20 };

void generated_text_finish(struct generated_text *program)
{
	if (!program)
		return;
	text_finish(&program->fields);
	*program = (struct generated_text){ 0 };
}

static void append_field(struct text *out, const struct field *field)
{
	text_append(out, field->spec->name);
	text_append_char(out, '\n');
	field_label_append(out, field);
	text_append_char(out, '\n');
	field_text_append(out, field, false);
	text_append_char(out, '\n');
}

static bool add_packet(void *context, const struct deck_packet *packet)
{
	struct generated_text *program = context;
	const struct field_list *fields = packet->frame->fields;
	for (size_t i = 0; i < fields->count; i++)
		append_field(&program->fields, &fields->fields[i]);
	return program->fields.size > FIELDS_SIZE_MAX;
}

/*
 * Matches "1700000000", "12.5", "192.0.2.1", "connection", "Window size", "ESTABLISHED",
 * "color-scheme".
 */
static bool is_number_or_word(struct bytes value)
{
	bool has_digit = false, has_lower = false, has_upper = false, has_later_upper = false;
	for (size_t i = 0; i < value.size; i++) {
		uint8_t c = value.data[i];
		if (c < 0x20 || c >= 0x7f)
			return false;
		has_digit = has_digit || ascii_is_digit(c);
		has_lower = has_lower || (c >= 'a' && c <= 'z');
		if (c < 'A' || c > 'Z')
			continue;
		bool is_first = i == 0 || strchr(" -_/.", value.data[i - 1]);
		has_upper = true;
		has_later_upper = has_later_upper || !is_first;
	}
	if (has_digit)
		return !has_lower && !has_upper;
	return !has_lower || !has_later_upper;
}

bool generated_text_has(struct generated_text *program, struct bytes island, struct bytes value)
{
	if (is_number_or_word(value))
		return true;
	if (!program->has_fields)
		(void)deck_packets_walk(island, add_packet, program);
	program->has_fields = true;
	return program->fields.size &&
		memmem(program->fields.data, program->fields.size, value.data, value.size);
}
