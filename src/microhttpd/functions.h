#ifndef MICROHTTPD_FUNCTIONS_H
#define MICROHTTPD_FUNCTIONS_H

/*
 * The functions of libmicrohttpd. On Linux the library is loaded on first use, since it brings
 * GnuTLS and eight more libraries along, and most commands serve nothing. Measured: an empty
 * program starts in 2 to 4 ms, and in 11 ms when it is linked with the library. Call http->x()
 * instead of MHD_x(), which does not link there. Includes <microhttpd.h> for types and constants.
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

/*
 * Loads the library; fails when it is not installed. It stays loaded, so nothing is to be released.
 */
bool microhttpd_load(struct microhttpd *ret_http, struct error *error);

#endif
