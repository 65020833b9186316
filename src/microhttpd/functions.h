#ifndef MICROHTTPD_FUNCTIONS_H
#define MICROHTTPD_FUNCTIONS_H

/*
 * libmicrohttpd's functions, for those who serve. On Linux the library is loaded by the first who
 * asks, since it brings GnuTLS and eight more libraries along: a program linked with them starts in
 * twice the time, and most commands serve nothing. So nobody calls MHD_x() by its name (it does not
 * link there); it is http->x(). Brings <microhttpd.h> along, for types and constants.
 */

#include <microhttpd.h>

#include "base/error.h"

/* Every function that this program calls. */
#define MICROHTTPD_FUNCTIONS(FUNCTION)                                                             \
	FUNCTION(add_response_header)                                                              \
	FUNCTION(create_response_from_buffer)                                                      \
	FUNCTION(create_response_from_callback)                                                    \
	FUNCTION(destroy_response)                                                                 \
	FUNCTION(get_connection_info)                                                              \
	FUNCTION(get_connection_values)                                                            \
	FUNCTION(get_version)                                                                      \
	FUNCTION(lookup_connection_value)                                                          \
	FUNCTION(queue_response)                                                                   \
	FUNCTION(resume_connection)                                                                \
	FUNCTION(start_daemon)                                                                     \
	FUNCTION(stop_daemon)                                                                      \
	FUNCTION(suspend_connection)

struct microhttpd {
#define MICROHTTPD_MEMBER(name) __typeof__(MHD_##name) *name;
	MICROHTTPD_FUNCTIONS(MICROHTTPD_MEMBER)
#undef MICROHTTPD_MEMBER
};

/* Fails when the library is not installed. It stays loaded: nothing is to be released. */
bool microhttpd_load(struct microhttpd *ret_http, struct error *error);

#endif
