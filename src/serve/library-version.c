/* Of the library that is running, not of the header that was compiled. */
#include <microhttpd.h>

#include "serve/serve.h"

const char *serve_library_version(void)
{
	return MHD_get_version();
}
