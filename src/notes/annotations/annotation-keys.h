#ifndef NOTES_ANNOTATION_KEYS_H
#define NOTES_ANNOTATION_KEYS_H

/* The keys of a packets block with which an author marks and names what a picture shows. */

#include "notes/annotations/annotation-reader.h"

/* Reads the value of a key. Returns false when the value has a mistake, which is then reported. */
typedef bool annotation_read_function(
	const struct annotation_reader *reader, const struct yaml_entry *entry);

/* Returns the reader of a key; NULL when it is not one of these keys. */
annotation_read_function *packets_annotation_key(const char *key);

/* Returns the name of the key at an index; NULL past the end. */
const char *packets_annotation_key_at(size_t index);

#endif
