#ifndef LISTING_NAMED_INFO_H
#define LISTING_NAMED_INFO_H

#include "base/text.h"
#include "dissect/frame.h"

/*
 * The Info column of a message whose protocol dissect/ names and does not decode; false, and nothing
 * appended, when nothing is known of it. Known only to this folder.
 */
bool named_info_append(struct text *out, const struct frame *frame);

#endif
