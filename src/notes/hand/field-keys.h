#ifndef NOTES_FIELD_KEYS_H
#define NOTES_FIELD_KEYS_H

/* `layer:`, `field:` and `fields:` of `show: packet`, read into struct packets_hand. */

#include "notes/hand/hand-reader.h"

bool packets_layer_read(const struct hand_reader *reader, const struct yaml_entry *entry);
bool packets_fields_read(const struct hand_reader *reader, const struct yaml_entry *entry);

#endif
