/* Reports directives in comments, meant for other programs, that a deck ignores. */
#include "notes/dialect/dialect-translator.h"

#include "base/array.h"
#include "base/format/markup.h"

/* Presenterm's column directives, which are supported or have no effect here. */
static bool is_of_columns(struct bytes text)
{
	static const char *const prefixes[] = { "column:", "column_layout:" };
	for (size_t i = 0; i < ARRAY_COUNT(prefixes); i++) {
		if (bytes_starts_with(text, prefixes[i]))
			return true;
	}
	return line_is_word(text, "column");
}

void report_comments(struct translator *translator)
{
	const struct outline *outline = translator->outline;
	for (size_t i = 0; i < outline->comment_count; i++) {
		const struct outline_comment *comment = &outline->comments[i];
		struct bytes text = bytes_trim(markup_bytes_of(comment->text));
		unsigned line = comment->line;
		bool is_separator =
			line <= translator->lines->count && translator->is_replaced[line];
		switch (directive_kind_of(text)) {
		case DIRECTIVE_MARP:
			if (!directive_has_only_classes(text))
				translator_report(translator, DIALECT_MARP, line, text);
			break;
		case DIRECTIVE_FIT:
			translator_report(translator, DIALECT_MARP, line, text);
			break;
		case DIRECTIVE_SLIDE:
			if (!is_separator)
				translator_report(translator, DIALECT_REVEAL_SLIDE, line, text);
			break;
		case DIRECTIVE_ELEMENT:
			if (!directive_has_only_fragment(text))
				translator_report(translator, DIALECT_REVEAL_ELEMENT, line, text);
			break;
		case DIRECTIVE_PRESENTERM:
			if (!is_separator && !is_of_columns(text))
				translator_report(translator, DIALECT_PRESENTERM, line, text);
			break;
		case DIRECTIVE_NONE:
		case DIRECTIVE_TOOL:
		case DIRECTIVE_SPEAKER_NOTE:
		default:
			break;
		}
	}
}
