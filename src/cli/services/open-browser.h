#ifndef CLI_OPEN_BROWSER_H
#define CLI_OPEN_BROWSER_H

#include "base/error.h"

/*
 * Asks the desktop to show a page: `place` is its URL, or the path of a file that leads there. Does
 * not wait for it. `url` is what the user may open instead.
 */
bool open_browser(const char *place, const char *url, struct error *error);

#endif
