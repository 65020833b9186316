/*
 * Reads the syntax of other programs line by line, after cmark has told where code is. The number
 * of lines never changes, so messages keep the author's line numbers. The table has the sentence of
 * each kind of finding.
 */
#include "notes/dialect/dialect.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/message.h"
#include "notes/dialect/dialect-translator.h"
#include "notes/dialect/slide-starts.h"

enum { SPECIMEN_SIZE = 40 };

/* Each sentence has one %s, for the text that was found. */
static const char *const sentences[DIALECT_KIND_COUNT] = {
	[DIALECT_MARP] = MESSAGE(
		"this looks like Marp: of its directives only 'class' is known here, and '%s' is left out"),
	[DIALECT_MARP_BACKGROUND] = MESSAGE(
		"this looks like Marp: '%s' is an image on the slide here, and a color is left out"),
	[DIALECT_SLIDEV_OPTIONS] = MESSAGE(
		"this looks like Slidev: of a slide's options only 'class', 't' and some layouts are known here, and '%s' is left out"),
	[DIALECT_SLIDEV_SLOT] = MESSAGE(
		"this looks like Slidev: '%s' is left out: '<!-- column -->' begins a column"),
	[DIALECT_SLIDEV_TAG] = MESSAGE(
		"this looks like Slidev: '%s' is left out, and what it encloses is shown at once: a list of '+' appears step by step"),
	[DIALECT_SLIDEV_INCLUDE] =
		MESSAGE("'%s' is shown as it is written: no other file is included"),
	[DIALECT_SLIDEV_SOURCE] = MESSAGE(
		"this looks like Slidev: '%s' is left out: the slides of other files are not taken in, and '![[note]]' shows the text of one"),
	[DIALECT_SLIDEV_HIDDEN] = MESSAGE(
		"this looks like Slidev: '%s' is left out, and the slide is shown: put what nobody should see between two lines '%%'"),
	[DIALECT_ADVANCED_TAG] = MESSAGE(
		"this looks like Advanced Slides: '%s' is left out, and what it encloses stands below each other"),
	[DIALECT_CONTAINER] = MESSAGE(
		"this looks like a container of Pandoc, VuePress or Docusaurus: '%s' is left out, and what it encloses is shown: '> [!tip] Title' is a callout"),
	[DIALECT_NOTES_OPEN] = MESSAGE(
		"the speaker notes that begin with '%s' never end: they go on to the next slide"),
	[DIALECT_REVEAL_SLIDE] =
		MESSAGE("this looks like reveal.js: of '%s' only class names are known here"),
	[DIALECT_REVEAL_ELEMENT] =
		MESSAGE("this looks like reveal.js: of '%s' only class=\"fragment\" is known here"),
	[DIALECT_ATTRIBUTES] = MESSAGE(
		"the attributes '%s' are left out: only '.fragment', and the width and height of an image, are known here"),
	[DIALECT_PRESENTERM] = MESSAGE("this looks like presenterm: '%s' is left out"),
	[DIALECT_REMARK_OPTIONS] = MESSAGE(
		"this looks like remark: of a slide's options only 'class' is known here, and '%s' is left out"),
	[DIALECT_REMARK_STEPS] = MESSAGE(
		"this looks like remark: '%s' begins a slide below here, and is no step on the same one"),
	[DIALECT_REMARK_CLASS] = MESSAGE(
		"this looks like remark: '%s' is left out, and what it encloses is shown, columns below each other"),
	[DIALECT_PAUSE] = MESSAGE("the pause '%s' is left out: a list of '+' appears step by step"),
	[DIALECT_TITLE_LINES] = MESSAGE(
		"'%s' looks like a title of MultiMarkdown or Pandoc, and is left out: write 'title:' between two lines '---'"),
	[DIALECT_TOML] = MESSAGE(
		"front matter between lines '%s' is left out: write it in YAML, between two lines '---'"),
	[DIALECT_CONTENTS] = MESSAGE("'%s' is left out: key 'o' shows all slides of a deck"),
	[DIALECT_PAGE_BREAK] = MESSAGE("'%s' is left out: '---' begins a slide"),
	[DIALECT_ADMONITION] = MESSAGE(
		"'%s' is shown as it is written: a callout is '> [!note] Title', each of its lines with '>'"),
	[DIALECT_SHORTCODE] = MESSAGE(
		"'%s' is shown as it is written: what another program puts there is not known here"),
	[DIALECT_EMOJI] = MESSAGE("'%s' is shown as it is written: write the sign itself"),
	[DIALECT_HEADING_BLANK] = MESSAGE("'%s' is no heading: put a blank behind '#'"),
	[DIALECT_HARD_BLANK] = MESSAGE(
		"the blank behind '%s' is one that does not break (Option and Space): it is read as a plain one, which other programs do not do"),
	[DIALECT_SETEXT] = MESSAGE(
		"this '%s' makes a heading of the line above: put a blank line before it to begin a slide"),
	[DIALECT_RULE] = MESSAGE(
		"this '%s' is a rule on the slide: put a blank line before it to begin the next one"),
	[DIALECT_INDENTED_LIST] = MESSAGE(
		"'%s' is code, since a tab or four blanks stand before it: move the list to the margin"),
	[DIALECT_NEAR_FENCE] =
		MESSAGE("the block '%s' is shown as code: '```packets' makes a picture of packets"),
	[DIALECT_DIAGRAM] = MESSAGE("the diagram in '%s' is shown as its source"),
	[DIALECT_QUERY] =
		MESSAGE("the block '%s' is shown as its source: its answer is Obsidian's"),
	[DIALECT_OPEN_FENCE] = MESSAGE(
		"the code that begins with '%s' never ends, and the slides behind it are in it: close it with the same line"),
};

void translator_report(
	struct translator *translator, enum dialect_kind kind, unsigned line, struct bytes specimen)
{
	if (translator->is_reported[kind])
		return;
	translator->is_reported[kind] = true;
	specimen = bytes_trim(specimen);
	size_t line_size = bytes_find(specimen, 0, "\n");
	bool is_cut = specimen.size > SPECIMEN_SIZE || line_size < specimen.size;
	if (is_cut)
		specimen.size = line_size < SPECIMEN_SIZE ? line_size : SPECIMEN_SIZE;
	while (is_cut && specimen.size && (specimen.data[specimen.size] & 0xc0) == 0x80)
		specimen.size--; /* never cut inside a UTF-8 character */
	const char *sentence = message_of(sentences[kind]), *place = strstr(sentence, "%s");
	findings_add(translator->reader->findings, FINDING_WARNING, translator->reader->talk->path,
		line, "%.*s%.*s%s%s", (int)(place - sentence), sentence, (int)specimen.size,
		(const char *)specimen.data, is_cut ? "..." : "", place + strlen("%s"));
}

void translator_replace(struct translator *translator, unsigned line, struct bytes text)
{
	translator->written[line] = text;
	translator->is_replaced[line] = translator->is_changed = true;
}

void translator_replace_part(
	struct translator *translator, unsigned line, size_t from, size_t to, const char *text)
{
	struct bytes old = translator_line(translator, line);
	translator_replace(translator, line,
		(struct bytes){ (const uint8_t *)arena_printf(translator->arena, "%.*s%s%.*s",
					(int)from, (const char *)old.data, text,
					(int)(old.size - to), (const char *)old.data + to),
			from + strlen(text) + old.size - to });
}

void translator_blank(struct translator *translator, unsigned first, unsigned last)
{
	for (unsigned line = first; line <= last; line++)
		translator_replace(translator, line, (struct bytes){ (const uint8_t *)"", 0 });
}

void translator_separate(struct translator *translator, unsigned line, enum separator separator)
{
	if (!translator->separators)
		translator->separators = arena_alloc_array(
			translator->arena, (size_t)translator->lines->count + 1, 1);
	translator->separators[line] = (uint8_t)separator;
	translator_blank(translator, line, line);
}

void translator_add_option(
	struct translator *translator, struct bytes key, struct bytes value, unsigned line)
{
	struct arena *arena = translator->arena;
	grow_array(&translator->options, translator->option_count, &translator->option_capacity,
		sizeof(*translator->options));
	translator->options[translator->option_count++] = (struct head_option){
		.key = arena_strndup(arena, (const char *)key.data, key.size),
		.value = arena_strndup(arena, (const char *)value.data, value.size),
		.line = line,
	};
}

bool translator_may_read(const struct translator *translator, unsigned line)
{
	return !translator->is_code[line] && !translator->is_replaced[line] &&
		!bytes_is_blank(translator->written[line]);
}

/* ---- the whole ---- */

static int compare_options(const void *a, const void *b)
{
	const struct head_option *one = a, *other = b;
	return one->line < other->line ? -1 : one->line > other->line;
}

static void mark_code(struct translator *translator)
{
	const struct outline *outline = translator->outline;
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		bool is_long_comment =
			block->kind == OUTLINE_COMMENTS && block->last_line > block->first_line;
		if (block->kind != OUTLINE_CODE && !is_long_comment)
			continue;
		for (unsigned line = block->first_line;
			line <= block->last_line && line <= translator->lines->count; line++)
			translator->is_code[line] = true;
	}
}

static bool is_dashes(const struct translator *translator, unsigned line)
{
	struct bytes text = bytes_trim_right(lines_at(translator->lines, line));
	return !translator->is_replaced[line] &&
		(bytes_equal(text, "---") || bytes_equal(text, "--"));
}

/*
 * The setext underline that makes the lines above it a heading, or 0. cmark may report the end of
 * the block behind the underline.
 */
static unsigned underline(const struct translator *translator, const struct outline_block *block)
{
	for (unsigned line = block->first_line + 1;
		line <= block->last_line + 1 && line <= translator->lines->count; line++) {
		struct bytes text = bytes_trim_right(lines_at(translator->lines, line));
		if (bytes_equal(text, "---") || bytes_equal(text, "--"))
			return is_dashes(translator, line) ? line : 0;
	}
	return 0;
}

/* Whether the line is a delimiter row, `|---|:-:|`. */
static bool is_table_line(struct bytes line)
{
	bool has_pipe = false, has_dash = false;
	for (size_t i = 0; i < line.size; i++) {
		has_pipe = has_pipe || line.data[i] == '|';
		has_dash = has_dash || line.data[i] == '-';
		if (!strchr("|-: \t", line.data[i]))
			return false;
	}
	return has_pipe && has_dash;
}

/* Directly below a table `---` is a slide separator in every program, not a setext underline. */
static bool ends_table(
	const struct translator *translator, const struct outline_block *block, unsigned under)
{
	for (unsigned line = block->first_line + 1; line < under; line++) {
		if (is_table_line(lines_at(translator->lines, line)))
			return true;
	}
	return false;
}

/* The underline of a setext heading; 0 for an ATX heading ('#') and other blocks. */
static unsigned underline_of(const struct translator *translator, const struct outline_block *block)
{
	struct bytes line = lines_at(translator->lines, block->first_line);
	bool is_heading =
		block->kind == OUTLINE_HEADING && !bytes_starts_with(bytes_trim(line), "#");
	return is_heading ? underline(translator, block) : 0;
}

static void separate_tables(struct translator *translator)
{
	const struct outline *outline = translator->outline;
	for (size_t i = 0; i < outline->block_count; i++) {
		unsigned under = underline_of(translator, &outline->blocks[i]);
		struct bytes line = bytes_trim_right(lines_at(translator->lines, under));
		if (under && bytes_equal(line, "---") &&
			ends_table(translator, &outline->blocks[i], under))
			translator_separate(translator, under, SEPARATOR_NEXT);
	}
}

/*
 * Reports `---` without a blank line before it: to CommonMark it makes a heading, or a rule, out of
 * the text above.
 */
static void report_separators(struct translator *translator)
{
	const struct outline *outline = translator->outline;
	const struct lines *lines = translator->lines;
	bool has_rules =
		translator->separators || slides_find_rules(lines, outline, translator->arena);
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		unsigned first = block->first_line;
		unsigned under = underline_of(translator, block);
		/* When no other separator is in the file, a setext heading may be intended. */
		if (under &&
			(has_rules || under > first + 1 ||
				!bytes_is_blank(lines_at(lines, under + 1))))
			translator_report(
				translator, DIALECT_SETEXT, under, lines_at(lines, under));
		if (block->kind == OUTLINE_RULE && first > 1 && is_dashes(translator, first) &&
			!bytes_is_blank(lines_at(lines, first - 1)))
			translator_report(translator, DIALECT_RULE, first, lines_at(lines, first));
	}
}

/* Makes the current lines the reader's source. */
static void rewrite(struct translator *translator)
{
	struct notes_reader *reader = translator->reader;
	autofinish(text) struct text source = { 0 };
	for (unsigned line = 1; line <= translator->lines->count; line++) {
		struct bytes written = translator->written[line];
		text_append_size(&source, (const char *)written.data, written.size);
		text_append_char(&source, '\n');
	}
	notes_reader_set_source(reader, &source);
}

bool dialect_read(struct notes_reader *reader, const struct outline *outline)
{
	size_t count = (size_t)reader->lines.count + 2;
	const struct lines lines = reader->lines;
	struct translator translator = {
		.reader = reader,
		.arena = reader->arena,
		.outline = outline,
		.lines = &lines,
		.written = arena_alloc_array(reader->arena, count, sizeof(struct bytes)),
		.is_code = arena_alloc_array(reader->arena, count, sizeof(bool)),
		.is_replaced = arena_alloc_array(reader->arena, count, sizeof(bool)),
	};
	for (unsigned line = 1; line <= lines.count; line++)
		translator.written[line] = lines_at(&lines, line);
	mark_code(&translator);
	translate_heads(&translator);
	translate_lines(&translator);
	translate_inlines(&translator);
	report_comments(&translator);
	report_fences(&translator);
	separate_tables(&translator);
	report_separators(&translator);
	if (translator.is_changed)
		rewrite(&translator);
	reader->dialect.separators = translator.separators;
	if (translator.option_count)
		qsort(translator.options, translator.option_count, sizeof(*translator.options),
			compare_options);
	reader->dialect.options = arena_copy(reader->arena, translator.options,
		translator.option_count, sizeof(*translator.options));
	reader->dialect.option_count = translator.option_count;
	free(translator.options);
	return translator.is_changed;
}
