#ifndef NOTES_TABLE_H
#define NOTES_TABLE_H

/* The rows of a table as GitHub Flavored Markdown has them (GFM 4.10), one line at a time. */

#include <stdbool.h>

#include "base/bytes.h"

enum { TABLE_COLUMNS_MAX = 64 };

enum table_alignment { TABLE_ALIGN_NONE, TABLE_ALIGN_LEFT, TABLE_ALIGN_CENTER, TABLE_ALIGN_RIGHT };

struct table_row {
	struct bytes cells[TABLE_COLUMNS_MAX]; /* trimmed; "\|" is still escaped */
	size_t count;
};

/* Cuts `line` at its pipes. False when it has more cells than a table may have. */
bool table_row_split(struct bytes line, struct table_row *ret_row);

/* `| :-- | --: |`; false when the line is not such a row. */
bool table_delimiter_parse(
	struct bytes line, enum table_alignment *ret_alignments, size_t *ret_count);

#endif
