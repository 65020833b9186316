/*
 * A field is a number when its bytes, in either order, are its value. Flags and bits are numbers,
 * too.
 */
#include "addresses/number-guard.h"

#include <string.h>

#include "addresses/address-places.h"

enum { NUMBER_SIZE_MAX = 8 };

static bool is_number(const struct field *field, struct bytes packet)
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

void number_guard_find(const struct field_list *fields, struct bytes packet, bool *guard)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->fields[i];
		if (is_number(field, packet))
			memset(guard + field->offset, true, field->size);
	}
}

const char *number_guard_name(const struct field_list *fields, struct bytes packet, size_t offset)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->fields[i];
		if (offset >= field->offset && offset - field->offset < field->size &&
			is_number(field, packet))
			return field->spec->name;
	}
	return NULL;
}
