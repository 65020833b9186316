#ifndef NOTES_DIALECT_TRANSLATOR_H
#define NOTES_DIALECT_TRANSLATOR_H

/* A note while other dialects in it are read. Known only to dialect*.c. */

#include "notes/dialect/dialect.h"
#include "notes/text/reader.h"

/* Each is told once for a note; dialect.c has the sentences. */
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
	DIALECT_CODE_STEPS,
	DIALECT_OPEN_FENCE,
	DIALECT_KIND_COUNT,
};

struct translator {
	struct reader *reader;
	struct arena *arena;
	const struct outline *outline;
	const struct lines *lines;
	struct bytes *written; /* by line number: what stands there now */
	bool *is_code; /* by line number: code, or a comment of several lines */
	bool *is_replaced;
	uint8_t *separators;
	bool is_changed;
	bool is_told[DIALECT_KIND_COUNT];
	unsigned open_classes; /* of remark, on lines of their own */
	struct head_option *options;
	size_t option_count, option_capacity; /* malloc()ed while it grows */
};

/* The sentence of the kind with `specimen`, which is cut short. */
void translator_tell(struct translator *translator, enum dialect_kind kind, unsigned line,
	struct bytes specimen);

/* What stands on the line from now on. `text` lives as long as the arena. */
void translator_replace(struct translator *translator, unsigned line, struct bytes text);
void translator_blank(struct translator *translator, unsigned first, unsigned last);
void translator_separate(struct translator *translator, unsigned line, enum separator separator);
void translator_add_option(
	struct translator *translator, struct bytes key, struct bytes value, unsigned line);

/* Whether Markdown stands on the line, which may be looked at. */
bool translator_may_read(const struct translator *translator, unsigned line);

/* The parts, in this order. */
void translate_heads(struct translator *translator);
void translate_lines(struct translator *translator);
void translate_inlines(struct translator *translator);
void tell_comments(struct translator *translator);
void tell_fences(struct translator *translator);

/* Whether a comment begins a slide: `<!-- slide -->`, `<!-- end_slide -->`. */
enum separator directive_separator(struct bytes comment, bool has_rules);

/* Helpers on one line. */
bool line_is_word(struct bytes line, const char *word); /* trimmed, in any case */
struct bytes line_word(struct bytes line); /* letters, digits, '_' and '-' at its start */
/* The size of the ASCII key before the colon of "key: value", or 0. */
size_t line_key(struct bytes line);

#endif
