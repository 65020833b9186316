/* The table of the keys with which an author marks and names what a picture of packets shows. */
#include "notes/annotations/annotation-keys.h"

#include <string.h>

#include "base/array.h"
#include "notes/annotations/columns.h"
#include "notes/annotations/field-keys.h"
#include "notes/annotations/marks.h"
#include "notes/annotations/names.h"

static const struct {
	const char *key;
	annotation_read_function *read;
} keys[] = {
	{ "marks", packets_marks_read },
	{ "label", packets_label_read },
	{ "why", packets_why_read },
	{ "highlight", packets_highlight_read },
	{ "columns", packets_columns_read },
	{ "names", packets_names_read },
	{ "layer", packets_layer_read },
	{ "field", packets_fields_read },
	{ "fields", packets_fields_read },
};

annotation_read_function *packets_annotation_key(const char *key)
{
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
		if (strcmp(key, keys[i].key) == 0)
			return keys[i].read;
	}
	return NULL;
}

const char *packets_annotation_key_at(size_t index)
{
	return index < ARRAY_COUNT(keys) ? keys[index].key : NULL;
}
