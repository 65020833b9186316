#ifndef DISSECT_TCP_OPTIONS_H
#define DISSECT_TCP_OPTIONS_H

#include "dissect/decode.h"

/* Kinds of TCP options; 253 and 254 are for experiments (RFC 6994). */
enum tcp_option {
	TCP_OPTION_END = 0,
	TCP_OPTION_NOP = 1,
	TCP_OPTION_MSS = 2,
	TCP_OPTION_WINDOW_SCALE = 3,
	TCP_OPTION_SACK_PERMITTED = 4,
	TCP_OPTION_SACK = 5,
	TCP_OPTION_ECHO = 6,
	TCP_OPTION_ECHO_REPLY = 7,
	TCP_OPTION_TIMESTAMPS = 8,
	TCP_OPTION_CC = 11,
	TCP_OPTION_CC_NEW = 12,
	TCP_OPTION_CC_ECHO = 13,
	TCP_OPTION_MD5 = 19,
	TCP_OPTION_USER_TIMEOUT = 28,
	TCP_OPTION_AUTHENTICATION = 29,
	TCP_OPTION_MULTIPATH = 30,
	TCP_OPTION_FAST_OPEN = 34,
	TCP_OPTION_ACCURATE_ECN_0 = 172,
	TCP_OPTION_ACCURATE_ECN_1 = 174,
	TCP_OPTION_EXPERIMENT_1 = 253,
	TCP_OPTION_EXPERIMENT_2 = 254,
};

/*
 * Reads exactly the options in `options` into *header, and describes them below `at` unless that is
 * NULL. Returns false when an option's length is invalid, with its position in *ret_offset (0
 * before). Without is_whole the capture cut the options there; that option is not described.
 */
bool tcp_options_read(struct cursor options, bool is_whole, struct tcp_header *header,
	const struct place *at, uint32_t *ret_offset);

#endif
