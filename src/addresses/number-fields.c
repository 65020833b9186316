/*
 * A field is a number when its bytes, in either order, are its value. Flags and bits are numbers,
 * too.
 */
#include "addresses/number-fields.h"

#include <string.h>

#include "addresses/address-places.h"

enum { NUMBER_SIZE_MAX = 8 };

static bool field_is_number(const struct field *field, struct bytes packet)
{
	struct address address;
	uint64_t number = 0, turned = 0;
	if (field->size == 0 || field->size > NUMBER_SIZE_MAX || field->offset > packet.size ||
		packet.size - field->offset < field->size)
		return false;
	if (field->bit_size)
		return true;
	for (size_t i = 0; i < field->size; i++) {
		uint64_t byte = packet.data[field->offset + i];
		number = number << 8 | byte;
		turned |= byte << (8 * i);
	}
	return (number == field->number || turned == field->number) &&
		!address_is_field(field, packet, &address);
}

void number_fields_find(const struct field_list *fields, struct bytes packet, bool *is_number)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->fields[i];
		if (field_is_number(field, packet))
			memset(is_number + field->offset, true, field->size);
	}
}

const char *number_field_name(const struct field_list *fields, struct bytes packet, size_t offset)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->fields[i];
		if (offset >= field->offset && offset - field->offset < field->size &&
			field_is_number(field, packet))
			return field->spec->name;
	}
	return NULL;
}
