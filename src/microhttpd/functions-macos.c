/*
 * The functions of the library as linked. macOS starts programs from a cache of their libraries, so
 * linking costs little there, and dlopen() does not find a Homebrew library by its bare name.
 */
#include "microhttpd/functions.h"

bool microhttpd_load(struct microhttpd *ret_http, struct error *error)
{
	(void)error;
#define SET(name) ret_http->name = MHD_##name;
	MICROHTTPD_FUNCTIONS(SET)
#undef SET
	return true;
}
