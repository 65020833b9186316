/*
 * The library as it was linked. macOS starts programs from a cache of what their libraries need, and
 * a Homebrew library stands where dlopen() does not look for its bare name.
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
