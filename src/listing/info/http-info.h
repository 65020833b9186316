#ifndef LISTING_HTTP_INFO_H
#define LISTING_HTTP_INFO_H

/* The Info column of a frame whose http.kind is set. Known only to this folder. */

#include "base/text.h"
#include "dissect/frame.h"

void http_info_append(struct text *out, const struct frame *frame);

#endif
