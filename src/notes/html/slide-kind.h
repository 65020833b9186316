#ifndef NOTES_SLIDE_KIND_H
#define NOTES_SLIDE_KIND_H

#include "base/bytes.h"

/*
 * Returns the kind of a slide without packets, by the elements of its HTML that are in no other:
 *
 *   "heading"   headings alone
 *   "closing"   a first-level heading and one paragraph
 *   "untitled"  no heading
 *
 * NULL: none of these. Speaker notes do not count.
 */
const char *slide_kind(struct bytes html);

#endif
