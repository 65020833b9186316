#ifndef CLI_OPEN_BROWSER_H
#define CLI_OPEN_BROWSER_H

#include "base/error.h"

/* Asks the desktop to show `url`; does not wait for it. */
bool open_browser(const char *url, struct error *error);

#endif
