#ifndef CLI_MAKE_FOLDER_H
#define CLI_MAKE_FOLDER_H

#include <stdbool.h>

#include "base/error.h"

/* Makes the folder and those above it, like mkdir -p; one that is there already is fine. */
bool make_folder(const char *path, struct error *error);

#endif
