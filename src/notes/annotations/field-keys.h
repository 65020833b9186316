#ifndef NOTES_FIELD_KEYS_H
#define NOTES_FIELD_KEYS_H

/* `layer:`, `field:` and `fields:` of `show: packet`, read into struct packets_annotations. */

#include "notes/annotations/annotation-reader.h"

bool packets_layer_read(const struct annotation_reader *reader, const struct yaml_entry *entry);
bool packets_fields_read(const struct annotation_reader *reader, const struct yaml_entry *entry);

#endif
