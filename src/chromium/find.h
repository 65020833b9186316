#ifndef CHROMIUM_FIND_H
#define CHROMIUM_FIND_H

#include "base/error.h"

/*
 * The browser to print with: what PCAPDECK_CHROMIUM names, else Chromium or Chrome on the PATH, else
 * the application of macOS. malloc()ed; NULL with a sentence that says what to install.
 */
char *chromium_find(struct error *error);

#endif
