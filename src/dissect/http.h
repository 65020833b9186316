#ifndef DISSECT_HTTP_H
#define DISSECT_HTTP_H

#include "dissect/decode.h"

/* Decodes HTTP messages that begin here. False (nothing consumed) when none does. */
bool http_dissect(struct frame *frame, struct input *in);

#endif
