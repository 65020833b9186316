#ifndef NOTES_INVISIBLE_MARKS_H
#define NOTES_INVISIBLE_MARKS_H

/*
 * Invisible marks in Markdown source, put in before cmark reads it and taken out of everything that
 * comes back. They use the noncharacters U+FDD0 to U+FDD2, which become U+FFFD in an author's text:
 *
 *	U+FDD0 U+2020 ** U+2020 U+FDD0    around a run of asterisks beside Korean, Chinese or
 *	                                  Japanese: cmark sees punctuation on both sides, so
 *	                                  the run may open and close emphasis
 *	\= U+FDD1 =                       behind an escaped character, so that it is no part of "=="
 *	$ U+FDD2 x U+FDD2 $               inside the dollars of mathematics (notes/inline/math.h),
 *	                                  in which nothing else is Markdown: \ U+FDD1 {, and
 *	                                  between spaces asterisks and underscores can neither
 *	                                  open nor close
 */

#include "base/bytes.h"
#include "base/text.h"

/* Text that may precede any run of text to make it a paragraph. */
#define MARK_BEFORE "\xef\xb7\x90\xe2\x80\xa0"
#define MARK_AFTER "\xe2\x80\xa0\xef\xb7\x90"
#define MARK_ESCAPED "\xef\xb7\x91"
#define MARK_MATH "\xef\xb7\x92"

/* Appends `source` with marks, as valid UTF-8. The number of lines stays. */
void invisible_marks_add(struct text *out, struct bytes source);

/* Appends `marked` with the marks removed. */
void invisible_marks_remove(struct text *out, struct bytes marked);

#endif
