#ifndef NOTES_DIALECT_TRANSLATOR_H
#define NOTES_DIALECT_TRANSLATOR_H

/* The state of the dialect reader. Private to dialect*.c. */

#include "notes/dialect/dialect.h"
#include "notes/dialect/notes-reader.h"

/* The kinds of findings. Each is reported once for a note; dialect.c has the sentences. */
enum dialect_kind {
	DIALECT_MARP,
	DIALECT_MARP_BACKGROUND,
	DIALECT_SLIDEV_OPTIONS,
	DIALECT_SLIDEV_SLOT,
	DIALECT_SLIDEV_TAG,
	DIALECT_SLIDEV_INCLUDE,
	DIALECT_SLIDEV_SOURCE,
	DIALECT_SLIDEV_HIDDEN,
	DIALECT_ADVANCED_TAG,
	DIALECT_CONTAINER,
	DIALECT_NOTES_OPEN,
	DIALECT_REVEAL_SLIDE,
	DIALECT_REVEAL_ELEMENT,
	DIALECT_ATTRIBUTES,
	DIALECT_PRESENTERM,
	DIALECT_REMARK_OPTIONS,
	DIALECT_REMARK_STEPS,
	DIALECT_REMARK_CLASS,
	DIALECT_PAUSE,
	DIALECT_TITLE_LINES,
	DIALECT_TOML,
	DIALECT_CONTENTS,
	DIALECT_PAGE_BREAK,
	DIALECT_ADMONITION,
	DIALECT_SHORTCODE,
	DIALECT_EMOJI,
	DIALECT_HEADING_BLANK,
	DIALECT_HARD_BLANK,
	DIALECT_SETEXT,
	DIALECT_RULE,
	DIALECT_INDENTED_LIST,
	DIALECT_NEAR_FENCE,
	DIALECT_DIAGRAM,
	DIALECT_QUERY,
	DIALECT_OPEN_FENCE,
	DIALECT_KIND_COUNT,
};

struct translator {
	struct notes_reader *reader;
	struct arena *arena;
	const struct outline *outline;
	const struct lines *lines;
	struct bytes *written; /* by line number: the current text of the line */
	bool *is_code; /* by line number: in code or a multi-line comment */
	bool *is_replaced;
	uint8_t *separators;
	bool is_changed;
	bool is_reported[DIALECT_KIND_COUNT];
	unsigned open_classes; /* remark's classes that are open, on lines of their own */
	unsigned open_columns; /* Pandoc's open containers: column groups, and columns */
	unsigned column_count; /* columns in the group so far */
	struct head_option *options;
	size_t option_count, option_capacity; /* malloc()ed while the array grows */
};

/* Reports a finding of this kind, once, with `specimen`, which is shortened. */
void translator_report(struct translator *translator, enum dialect_kind kind, unsigned line,
	struct bytes specimen);

/* Replaces the text of the line. `text` must live as long as the arena. */
void translator_replace(struct translator *translator, unsigned line, struct bytes text);

/* Replaces the bytes from `from` to `to` of the line with `text`. */
void translator_replace_part(
	struct translator *translator, unsigned line, size_t from, size_t to, const char *text);
void translator_blank(struct translator *translator, unsigned first, unsigned last);
void translator_separate(struct translator *translator, unsigned line, enum separator separator);
void translator_add_option(
	struct translator *translator, struct bytes key, struct bytes value, unsigned line);

/* Whether the line is Markdown that may be translated: not code, not replaced already. */
bool translator_may_read(const struct translator *translator, unsigned line);

/* The current text of the line. */
static inline struct bytes translator_line(const struct translator *translator, unsigned line)
{
	return translator->written[line];
}

/*
 * Reads speaker notes between brackets, and an `<aside>` of Notion. Each returns false when none
 * begins on the line, or when it does not end.
 */
bool translate_notes_container(struct translator *translator, unsigned line);
bool translate_notes_element(struct translator *translator, unsigned line);

/* The stages, in the order in which they run. */
void translate_heads(struct translator *translator);
void translate_lines(struct translator *translator);
void translate_inlines(struct translator *translator);
void report_comments(struct translator *translator);
void report_fences(struct translator *translator);

#endif
