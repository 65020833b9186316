#ifndef NOTES_YAML_VALUE_H
#define NOTES_YAML_VALUE_H

/*
 * The YAML that a talk may contain, as a tree of texts, lists and maps. Aliases, anchors, tags and
 * repeated keys are refused. Depth and size are limited. The tree lives in the arena.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

enum yaml_type { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml_entry;

struct yaml_value {
	enum yaml_type type;
	const char *text; /* of a YAML_TEXT */
	bool is_plain; /* written without quotes or '|' */
	const char *lost; /* the text dropped behind " #" on its line, or NULL */
	unsigned line; /* in the talk's file */
	unsigned text_line; /* the first line of the text itself, which follows a '|' */
	const struct yaml_value *items; /* of a YAML_LIST */
	const struct yaml_entry *entries; /* of a YAML_MAP, in the order of the file */
	size_t count;
};

struct yaml_entry {
	const char *key;
	unsigned line;
	struct yaml_value value;
};

/*
 * Parses `source`, whose first line is line `first_line` of its file. An empty text is an empty
 * map. An error quotes the offending text and says how to write it; *ret_line is its line.
 */
bool yaml_value_parse(struct bytes source, unsigned first_line, struct arena *arena,
	struct yaml_value *ret_value, unsigned *ret_line, struct error *error);

/* The version of the YAML library that is loaded, "0.2.5": not of its headers. */
const char *yaml_library_version(void);

#endif
