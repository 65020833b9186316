#ifndef NOTES_PROPERTIES_H
#define NOTES_PROPERTIES_H

/* Front matter, the YAML between the `---` lines at a file's head, as far as it is valid. */

#include "notes/text/lines.h"
#include "notes/text/yaml-value.h"

/* A property that is not valid YAML. */
struct broken_property {
	const char *key;
	const char *text; /* the text behind the colon, or "" */
	unsigned line, error_line;
	const char *message;
	/* an unfilled placeholder of a template: "{{title}}", "<% tp.file.title %>" */
	bool is_template;
	bool is_again; /* the key is repeated */
};

struct properties {
	struct yaml_value map;
	const struct broken_property *broken;
	size_t broken_count;
	unsigned first_line; /* the opening `---` */
	unsigned last_line; /* the closing `---`; 0: the file has no front matter */
	/* the first line is a `---` that begins a slide; there is no front matter */
	bool has_stray_rule;
	unsigned swallowed_line; /* the line of a heading read as a YAML comment, else 0 */
	unsigned unclosed_line; /* the first line of front matter that is never closed, else 0 */
};

/*
 * Reads the properties into the arena. An invalid one does not hide the others. In a file that
 * begins with `---` but has no `key: value` below it, the `---` begins a slide.
 */
void properties_read(
	const struct lines *lines, struct arena *arena, struct properties *ret_properties);

#endif
