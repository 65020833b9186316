#ifndef NOTES_CODE_SPAN_H
#define NOTES_CODE_SPAN_H

/* `code` in the source of a paragraph. */

#include <stdbool.h>

#include "base/bytes.h"

/* Whether the newline at `at` is followed by an empty line, or the end. */
bool code_span_paragraph_ends(struct bytes source, size_t at);

/* The size of the code span that begins at `at`, or of its backticks alone when it does not close. */
size_t code_span_size(struct bytes source, size_t at);

#endif
