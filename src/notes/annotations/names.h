#ifndef NOTES_NAMES_H
#define NOTES_NAMES_H

/* `names:` of a packets block, or of a capture in the front matter. */

#include "notes/annotations/annotation-reader.h"

/* Returns false when an entry has a mistake; *ret_names has the other entries. */
bool names_read(const char *path, struct arena *arena, struct findings *findings,
	const struct yaml_entry *entry, struct packets_names *ret_names);

bool packets_names_read(const struct annotation_reader *reader, const struct yaml_entry *entry);

#endif
