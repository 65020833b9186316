#ifndef NOTES_HAND_KEYS_H
#define NOTES_HAND_KEYS_H

/* The keys of a packets block with which an author marks and names what a picture shows. */

#include "notes/hand/hand-reader.h"

/* The reader of a key; false when what stands there was found to be wrong. */
typedef bool hand_read_function(const struct hand_reader *reader, const struct yaml_entry *entry);

/* NULL for a key of another kind. */
hand_read_function *packets_hand_key(const char *key);

/* The names of those keys, for messages; NULL past the end. */
const char *packets_hand_key_at(size_t index);

#endif
