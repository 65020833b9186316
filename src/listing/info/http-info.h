#ifndef LISTING_HTTP_INFO_H
#define LISTING_HTTP_INFO_H

/* The Info column of a frame that is part of an HTTP message. Used only by this folder. */

#include "base/text.h"
#include "dissect/frame.h"

void http_info_append(
	struct text *out, const struct frame *frame, const struct frame_reading *shown);

#endif
