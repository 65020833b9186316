/*
 * A column is as wide as its longest word, and a word may go on over tags: "**a**b". The gaps are
 * those of templates/deck/prose/table.css.
 */
#include "deck/check/table-width.h"

#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "diagram/svg.h"
#include "notes/text/lines.h"

enum {
	COLUMNS_MAX = 64, /* of which the width counts */
	GAP = 14, /* px between columns */
	CODE_EDGES = 6, /* px beside code */
};

struct measure {
	int columns[COLUMNS_MAX];
	size_t column_count, column; /* the column of the cell, counted from 1; 0 outside */
	enum svg_font font, cell_font; /* of the next letter, and of a cell without code */
	struct text run; /* letters of the word in one font */
	int word; /* px of the word before the run */
	unsigned widest;
};

static void end_run(struct measure *measure)
{
	if (measure->run.size)
		measure->word += svg_text_width(
			text_string(&measure->run), measure->font, TABLE_LETTERS);
	text_clear(&measure->run);
}

static void end_word(struct measure *measure)
{
	end_run(measure);
	if (measure->column && measure->column <= COLUMNS_MAX) {
		int *column = &measure->columns[measure->column - 1];
		*column = measure->word > *column ? measure->word : *column;
	}
	measure->word = 0;
}

static void end_table(struct measure *measure)
{
	unsigned width = 0;
	for (size_t i = 0; i < measure->column_count; i++)
		width += (unsigned)measure->columns[i] + (i ? GAP : 0);
	if (width > measure->widest)
		measure->widest = width;
	memset(measure->columns, 0, sizeof(measure->columns));
	measure->column_count = measure->column = 0;
}

static bool is_named(struct bytes tag, const char *name)
{
	size_t size = strlen(name);
	return tag.size > size && memcmp(tag.data, name, size) == 0 &&
		!ascii_is_alphanumeric(tag.data[size]);
}

static void begin_cell(struct measure *measure, enum svg_font font)
{
	measure->column += measure->column < COLUMNS_MAX;
	if (measure->column > measure->column_count)
		measure->column_count = measure->column;
	measure->font = measure->cell_font = font;
}

/* Reads a tag, from behind its "<". */
static void read_tag(struct measure *measure, struct bytes tag)
{
	bool is_code = is_named(tag, "code");
	if (is_named(tag, "td") || is_named(tag, "th")) {
		end_word(measure);
		begin_cell(measure, tag.data[1] == 'h' ? SVG_FONT_BOLD : SVG_FONT_TEXT);
	} else if (is_named(tag, "tr") || is_named(tag, "/tr") || is_named(tag, "table")) {
		end_word(measure);
		measure->column = 0;
	} else if (is_named(tag, "/table")) {
		end_word(measure);
		end_table(measure);
	} else if (is_named(tag, "/td") || is_named(tag, "/th") || is_named(tag, "br")) {
		end_word(measure);
	} else if (is_code || is_named(tag, "/code")) {
		end_run(measure);
		measure->font = is_code ? SVG_FONT_MONO : measure->cell_font;
		measure->word += is_code ? CODE_EDGES : 0;
	}
}

/* Whether a browser may break a line behind the letter: "a/b", "well-known", but not "-1". */
static bool may_break(struct bytes html, size_t at)
{
	return (html.data[at] == '/' || html.data[at] == '-') && at + 1 < html.size &&
		ascii_is_letter(html.data[at + 1]);
}

unsigned table_width_least(struct bytes html)
{
	autofinish(text) struct text run = { 0 };
	struct measure measure = { .run = run };
	for (size_t i = 0, size; i < html.size; i += size) {
		const struct bytes rest = bytes_from(html, i);
		size = 1;
		if (html.data[i] == '<') {
			size = bytes_find(rest, 0, ">") + 1;
			read_tag(&measure, bytes_from(rest, 1));
		} else if (html.data[i] == '&') {
			text_append_char(&measure.run, '&');
			size = bytes_find(rest, 0, ";") + 1;
		} else if (html.data[i] == ' ' || html.data[i] == '\n') {
			end_word(&measure);
		} else if (measure.column) {
			text_append_char(&measure.run, (char)html.data[i]);
			if (may_break(html, i))
				end_word(&measure);
		}
	}
	run = measure.run;
	return measure.widest;
}
