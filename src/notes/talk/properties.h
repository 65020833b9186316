#ifndef NOTES_PROPERTIES_H
#define NOTES_PROPERTIES_H

/* The YAML between the `---` lines at a file's head, as far as it can be read. */

#include "notes/slide/lines.h"
#include "notes/talk/yaml-value.h"

/* A key of which the YAML could not be read. */
struct broken_property {
	const char *key;
	const char *text; /* what stands behind the colon, or "" */
	unsigned line, error_line;
	const char *message;
	bool is_template; /* "{{title}}", "<% tp.file.title %>": a template's, not yet filled in */
	bool is_again; /* the key was there before */
};

struct properties {
	struct yaml_value map;
	const struct broken_property *broken;
	size_t broken_count;
	unsigned first_line; /* the opening `---` */
	unsigned last_line; /* the closing `---`; 0: the file has no front matter */
	bool has_stray_rule; /* the first line is `---`, and begins a slide: nothing to read */
	unsigned swallowed_line; /* of a heading that is a comment of YAML, else 0 */
	unsigned unclosed_line; /* of a front matter that never ends, else 0 */
};

/*
 * One property that is no YAML does not hide the others. All in the arena. A file that begins with
 * `---` and no `key: value` below it begins with a slide.
 */
void properties_read(
	const struct lines *lines, struct arena *arena, struct properties *ret_properties);

#endif
