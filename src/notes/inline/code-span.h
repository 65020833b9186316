#ifndef NOTES_CODE_SPAN_H
#define NOTES_CODE_SPAN_H

/* Code spans (`code`) in the source of a paragraph. */

#include <stdbool.h>

#include "base/bytes.h"

/* Whether an empty line or the end of the source follows the newline at `at`. */
bool code_span_paragraph_ends(struct bytes source, size_t at);

/*
 * The size of the code span that begins at `at`; the size of the backticks alone when they are not
 * closed.
 */
size_t code_span_size(struct bytes source, size_t at);

#endif
