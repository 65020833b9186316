#ifndef DISSECT_NAMES_TABLE_H
#define DISSECT_NAMES_TABLE_H

/*
 * Tables of names, searched in order: they are small, and only asked for packets that are shown.
 * Only names-*.c include this.
 */

#include <stddef.h>

#include "base/array.h"
#include "dissect/names/names.h"

struct value_name {
	uint32_t value;
	const char *name;
};

static inline const char *value_name_find(
	const struct value_name *table, size_t count, uint32_t value)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].value == value)
			return table[i].name;
	}
	return NULL;
}

#define FIND(table, value) value_name_find((table), ARRAY_COUNT(table), (value))

#endif
