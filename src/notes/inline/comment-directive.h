#ifndef NOTES_COMMENT_DIRECTIVE_H
#define NOTES_COMMENT_DIRECTIVE_H

/* HTML comments that are directives to other programs. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

enum directive_kind {
	DIRECTIVE_NONE,
	DIRECTIVE_TOOL, /* of formatters and other tools: dropped silently */
	DIRECTIVE_MARP,
	DIRECTIVE_FIT, /* Marp's `fit` of a heading */
	DIRECTIVE_SLIDE,
	DIRECTIVE_ELEMENT,
	DIRECTIVE_PRESENTERM,
	DIRECTIVE_SPEAKER_NOTE,
};

/* The kind of a comment's text, which must be trimmed. */
enum directive_kind directive_kind_of(struct bytes text);

/*
 * Whether a Marp directive only sets classes; whether an element's directive only says "fragment".
 */
bool directive_has_only_classes(struct bytes text);
bool directive_has_only_fragment(struct bytes text);

enum separator { SEPARATOR_NONE, SEPARATOR_NEXT, SEPARATOR_BELOW };

/*
 * The slide separator that a comment is, if any: `<!-- slide -->`, `<!-- end_slide -->`.
 * `has_rules`: the text also has `---`.
 */
enum separator directive_separator(struct bytes comment, bool has_rules);

/* The meaning of a comment. */
struct directive {
	bool is_note; /* `note` is for the speaker */
	struct bytes note;
	const char *classes; /* classes for the slide, or "" */
};

/*
 * Reads a comment. `<!-- _class: lead -->`, `<!-- .slide: ... -->`, `<!-- pause -->`, `<!--
 * prettier-ignore -->` and the like are directives. Any other comment is a speaker note.
 */
struct directive directive_read(struct arena *arena, const char *comment);

/*
 * Whether the HTML is a comment that makes its list item or paragraph a fragment: `<!-- .element:
 * class="fragment" -->`.
 */
bool directive_is_fragment(struct bytes html);

/* Whether the line is a comment that begins a column: `<!-- column -->`, `<!-- column: 1 -->`. */
bool directive_is_column(struct bytes line);

/*
 * The valid class names in `written`, separated by blanks: letters, digits, '-' and '_'. In the
 * arena.
 */
const char *directive_class_names(struct arena *arena, struct bytes written);

#endif
