#ifndef CLI_MAKE_FOLDER_H
#define CLI_MAKE_FOLDER_H

#include <stdbool.h>

#include "base/error.h"

/* Creates the folder and its parents, like mkdir -p. An existing folder is no error. */
bool make_folder(const char *path, struct error *error);

/* The same, and nobody else may look into what was created. */
bool make_private_folder(const char *path, struct error *error);

#endif
