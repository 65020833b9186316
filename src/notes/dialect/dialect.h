#ifndef NOTES_DIALECT_H
#define NOTES_DIALECT_H

/*
 * What authors bring along from other programs (Marp, Slidev, reveal-md, Advanced Slides, remark, presenterm,
 * Pandoc, MkDocs, Hugo). Where it can only mean one thing it is read so; where something is left out, or
 * stands on a slide as it is written, one finding for each kind says so.
 */

#include "notes/markdown/markdown.h"

struct reader;

enum separator { SEPARATOR_NONE, SEPARATOR_NEXT, SEPARATOR_BELOW };

/* `key: value` at the head of a slide, which is not shown. */
struct head_option {
	const char *key, *value;
	unsigned line;
};

/* What reading found; in the arena of the reader. */
struct dialect {
	/* By line number, or NULL: lines other than `---` and `--` that begin a slide. They are blank now. */
	uint8_t *separators;
	bool has_own_separator; /* the front matter names one, so that `---` is a rule */
	const struct head_option *options; /* in the order of the file */
	size_t option_count;
};

/*
 * Rewrites the source of the reader, line by line, and fills reader->dialect. True when the text changed:
 * then `outline` no longer holds.
 */
bool dialect_read(struct reader *reader, const struct outline *outline);

/* What a comment is. */
struct directive {
	bool is_note; /* what a speaker says: `note` */
	struct bytes note;
	const char *classes; /* for the slide, or "" */
};

/*
 * `<!-- _class: lead -->`, `<!-- .slide: ... -->`, `<!-- pause -->`, `<!-- prettier-ignore -->` and such are
 * for programs. Whatever else stands in a comment is a speaker's note.
 */
struct directive directive_read(struct arena *arena, const char *comment);

/* Whether the HTML is a comment that makes its item or paragraph a step: `<!-- .element: class="fragment" -->`. */
bool directive_is_fragment(struct bytes html);

/* Class names out of what an author wrote: letters, digits, '-' and '_', with blanks between. In the arena. */
const char *dialect_class_names(struct arena *arena, struct bytes written);

#endif
