#ifndef NOTES_TABLE_H
#define NOTES_TABLE_H

/* Rows of a table in GitHub Flavored Markdown (GFM 4.10), one line at a time. */

#include <stdbool.h>

#include "base/bytes.h"

enum { TABLE_COLUMNS_MAX = 64 };

enum table_alignment { TABLE_ALIGN_NONE, TABLE_ALIGN_LEFT, TABLE_ALIGN_CENTER, TABLE_ALIGN_RIGHT };

struct table_row {
	struct bytes cells[TABLE_COLUMNS_MAX]; /* trimmed; "\|" is not unescaped */
	size_t count;
};

/* Splits `line` at its pipes. Returns false when it has more than TABLE_COLUMNS_MAX cells. */
bool table_row_split(struct bytes line, struct table_row *ret_row);

/* Parses the delimiter row, `| :-- | --: |`. Returns false for any other line. */
bool table_delimiter_parse(
	struct bytes line, enum table_alignment *ret_alignments, size_t *ret_count);

#endif
