#ifndef DISSECT_TCP_OPTIONS_H
#define DISSECT_TCP_OPTIONS_H

#include "dissect/decode.h"

/*
 * Reads the options (exactly the bytes of `options`) into *header, and describes them below `at`
 * unless it is NULL. False, with *ret_offset (0 before) the position, where an option's length cannot be right.
 */
bool tcp_options_read(struct cursor options, struct tcp_header *header, const struct place *at,
	uint32_t *ret_offset);

#endif
