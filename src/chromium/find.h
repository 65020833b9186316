#ifndef CHROMIUM_FIND_H
#define CHROMIUM_FIND_H

#include "base/error.h"

/*
 * Returns the path of the browser to print with: PCAPDECK_CHROMIUM, else Chromium, Chrome, Edge or
 * Brave on the PATH, else as an application of macOS. It is malloc()ed. On failure, returns NULL
 * and sets `error` to a sentence that says what to install.
 */
char *chromium_find(struct error *error);

#endif
