/*
 * `layer: tcp`, `field: tcp.seq` and `fields: [seq, ack, flags]` of a packets block.
 * deck/fields/field-steps.c checks that the packet has them.
 */
#include "notes/annotations/field-keys.h"

#include <string.h>

enum { FIELDS_MAX = 20 }; /* nobody follows more steps on one picture */

static bool fail(const struct annotation_reader *reader, unsigned line, struct error *error)
{
	return findings_add_error(reader->findings, reader->path, line, error);
}

bool packets_layer_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	if (value->type != YAML_TEXT || !*value->text)
		return findings_add(reader->findings, FINDING_ERROR, reader->path, entry->line,
			"'layer' is the name of a header of the packet, such as tcp or ip");
	reader->annotations->layer = value->text;
	reader->annotations->layer_line = value->text_line;
	return true;
}

static bool add_field(const struct annotation_reader *reader, struct packets_field *fields,
	const char *name, size_t size, unsigned line)
{
	struct packets_annotations *annotations = reader->annotations;
	if (annotations->field_count == FIELDS_MAX)
		return false;
	fields[annotations->field_count++] = (struct packets_field){
		.name = arena_strndup(reader->arena, name, size),
		.line = line,
	};
	return true;
}

/* "seq, ack". */
static bool add_fields(const struct annotation_reader *reader, struct packets_field *fields,
	const struct yaml_value *value)
{
	if (value->type != YAML_TEXT)
		return false;
	size_t before = reader->annotations->field_count;
	for (const char *text = value->text;;) {
		text += strspn(text, ", \t");
		size_t size = strcspn(text, ", \t");
		if (!size)
			return reader->annotations->field_count > before;
		if (!add_field(reader, fields, text, size, value->text_line))
			return false;
		text += size;
	}
}

bool packets_fields_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	const struct yaml_value *value = &entry->value;
	struct packets_annotations *annotations = reader->annotations;
	bool is_list = value->type == YAML_LIST;
	bool is_one = strcmp(entry->key, "field") == 0;
	if (annotations->field_count) {
		error_set(&error, "a packets block has 'field' or 'fields', not both");
		return fail(reader, entry->line, &error);
	}
	struct packets_field *fields =
		arena_alloc_array(reader->arena, FIELDS_MAX, sizeof(*fields));
	annotations->fields = fields;
	annotations->steps_fields = !is_one;
	bool is_right = is_list ? value->count > 0 : add_fields(reader, fields, value);
	for (size_t i = 0; is_list && is_right && i < value->count; i++)
		is_right = add_fields(reader, fields, &value->items[i]);
	if (is_right && (!is_one || annotations->field_count == 1))
		return true;
	annotations->field_count = 0;
	size_t asked = is_list ? value->count : 0;
	if (!is_one && asked > FIELDS_MAX)
		error_set(&error,
			"'fields' has %zu names, and each is a step: nobody follows more than %d on one picture",
			asked, FIELDS_MAX);
	else if (is_one)
		error_set(&error,
			"'field' is one name as Wireshark has it, such as tcp.seq or seq; 'fields' are several, as steps");
	else
		error_set(&error,
			"'fields' are names as Wireshark has them, such as [seq, ack, flags], at most %d",
			FIELDS_MAX);
	return fail(reader, entry->line, &error);
}
