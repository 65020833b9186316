/* Questions about a field that need no text. */
#include "dissect/field.h"

#include <string.h>
#include <strings.h>

#include "dissect/address.h"

bool field_read_address(const struct field *field, struct address *ret_address)
{
	enum { MAC_SIZE = 6, IPV4_SIZE = 4, IPV6_SIZE = 16 };
	if (field->kind != FIELD_ADDRESS)
		return false;
	size_t size = field->bytes.size;
	enum address_family family = size == MAC_SIZE ? ADDRESS_MAC
		: size == IPV4_SIZE                   ? ADDRESS_IPV4
		: size == IPV6_SIZE                   ? ADDRESS_IPV6
						      : ADDRESS_NONE;
	if (family == ADDRESS_NONE)
		return false;
	*ret_address = (struct address){ .family = (uint8_t)family };
	memcpy(ret_address->octets, field->bytes.data, size);
	return true;
}

bool field_header_is(const struct field *field, const char *name)
{
	size_t size = strlen(name);
	return field->kind == FIELD_HEADER && field->header->name.size == size &&
		strncasecmp((const char *)field->header->name.data, name, size) == 0;
}

const struct field *field_child(
	const struct field_list *list, const struct field *field, const struct field_spec *spec)
{
	ptrdiff_t index = field - list->fields;
	for (size_t i = (size_t)index + 1; i < list->count; i++)
		if (list->fields[i].spec == spec && list->fields[i].parent == (int32_t)index)
			return &list->fields[i];
	return NULL;
}
