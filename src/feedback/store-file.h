#ifndef FEEDBACK_STORE_FILE_H
#define FEEDBACK_STORE_FILE_H

/*
 * The file of a store, and statements of SQL. Private to feedback/. Whoever calls a function here,
 * except for those of values, holds the lock.
 */

#include <pthread.h>
#include <sqlite3.h>

#include "feedback/store.h"

struct feedback {
	pthread_mutex_t lock; /* guards the connection */
	char *folder; /* FOLDER/.pcapdeck */
	char *path; /* FOLDER/.pcapdeck/feedback.db */
	sqlite3 *database; /* NULL: not open */
	bool is_writable; /* was opened to store something */
	/* Was opened as a file that nobody changes, so it is opened anew each time. */
	bool is_frozen;
};

/* Opens the file, or keeps it open. Whoever fails leaves it closed. */
bool store_open(struct feedback *feedback, bool to_write, struct error *error);

/* Sets a sentence about a failure of SQLite, and returns false. */
bool store_failed(const struct feedback *feedback, struct error *error);

/* Runs statements without values and rows. Returns whether all of them did. */
bool store_run(struct feedback *feedback, const char *sql);

/* Opens the file to write, and begins a transaction. */
bool store_begin(struct feedback *feedback, struct error *error);

/*
 * Ends it: `ok` says whether all its changes were made, and are to be kept. Returns whether they
 * are on the disk; else none of them is.
 */
bool store_end(struct feedback *feedback, bool ok, struct error *error);

/* A value for a '?' of a statement. A text must live as long as the statement. */
struct store_value {
	const char *text; /* NULL: the number */
	int64_t number;
};

struct store_value store_text(const char *text);
struct store_value store_number(int64_t number);

/* Returns a statement for its rows, or NULL. The caller calls sqlite3_finalize(). */
sqlite3_stmt *store_prepare(struct feedback *feedback, const char *sql,
	const struct store_value *values, int count, struct error *error);

/* Runs a statement without rows. */
bool store_change(struct feedback *feedback, const char *sql, const struct store_value *values,
	int count, struct error *error);

#define STORE_CHANGE(feedback, sql, error, ...)                                                    \
	store_change(feedback, sql, (const struct store_value[]){ __VA_ARGS__ },                   \
		sizeof((const struct store_value[]){ __VA_ARGS__ }) / sizeof(struct store_value),  \
		error)
#define STORE_PREPARE(feedback, sql, error, ...)                                                   \
	store_prepare(feedback, sql, (const struct store_value[]){ __VA_ARGS__ },                  \
		sizeof((const struct store_value[]){ __VA_ARGS__ }) / sizeof(struct store_value),  \
		error)

/* The text of a column, as long as the row lasts; "" for NULL. */
const char *store_column_text(sqlite3_stmt *statement, int column);

#endif
