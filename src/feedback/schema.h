#ifndef FEEDBACK_SCHEMA_H
#define FEEDBACK_SCHEMA_H

/* The tables of a feedback file, and how an older file gets those of today. */

#include <sqlite3.h>

#include "base/error.h"

/*
 * Brings the tables of an open file up to date, in one transaction. `path` is for messages. Refuses
 * a file that a newer program wrote, and changes nothing then.
 */
bool schema_migrate(sqlite3 *database, const char *path, struct error *error);

/* Whether the file has the tables of today, or none; false with an error when it is newer. */
bool schema_is_current(
	sqlite3 *database, const char *path, bool *ret_is_current, struct error *error);

/* Sets a sentence about a failure of SQLite, and returns false. */
bool schema_failed(sqlite3 *database, const char *path, struct error *error);

#endif
