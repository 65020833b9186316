#ifndef DISSECT_TCP_OPTIONS_H
#define DISSECT_TCP_OPTIONS_H

#include "dissect/decode.h"

/*
 * Reads the options (exactly the bytes of `options`) into *header, and describes them below `at`
 * unless it is NULL. False, with *ret_offset (0 before) the position, where an option's length cannot
 * be right; unless is_whole that is where the capture was cut, and is not described.
 */
bool tcp_options_read(struct cursor options, bool is_whole, struct tcp_header *header,
	const struct place *at, uint32_t *ret_offset);

#endif
