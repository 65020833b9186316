/*
 * A write-ahead log (WAL) lets programs read while one writes. With synchronous=FULL a transaction
 * is on the disk before it is answered for, so a killed program loses nothing that it said was
 * kept. secure_delete overwrites what is deleted.
 */
#include "feedback/store-file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "feedback/schema.h"

enum { BUSY_MS = 4000 };

struct feedback *feedback_new(const char *folder)
{
	struct feedback *feedback = xcalloc(1, sizeof(*feedback));
	struct text path = { 0 };
	text_append_format(&path, "%s/.pcapdeck", *folder ? folder : ".");
	feedback->folder = xstrdup(text_string(&path));
	text_append(&path, "/feedback.db");
	feedback->path = text_steal(&path);
	(void)pthread_mutex_init(&feedback->lock, NULL);
	return feedback;
}

static void close_database(struct feedback *feedback)
{
	(void)sqlite3_close(feedback->database);
	feedback->database = NULL;
}

void feedback_free(struct feedback *feedback)
{
	if (!feedback)
		return;
	close_database(feedback);
	(void)pthread_mutex_destroy(&feedback->lock);
	free(feedback->folder);
	free(feedback->path);
	free(feedback);
}

bool store_failed(const struct feedback *feedback, struct error *error)
{
	return schema_failed(feedback->database, feedback->path, error);
}

bool store_run(struct feedback *feedback, const char *sql)
{
	return sqlite3_exec(feedback->database, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool set_up(struct feedback *feedback, struct error *error)
{
	sqlite3 *database = feedback->database;
	(void)sqlite3_extended_result_codes(database, 1);
	(void)sqlite3_busy_timeout(database, BUSY_MS);
	/* The file may come with talks of somebody else. */
	(void)sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return store_run(feedback,
		       "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
		       " PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON") ||
		store_failed(feedback, error);
}

static bool open_file(struct feedback *feedback, const char *name, int flags, struct error *error)
{
	int code = sqlite3_open_v2(name, &feedback->database, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK)
		(void)store_failed(feedback, error);
	return code == SQLITE_OK;
}

static bool open_to_write(struct feedback *feedback, struct error *error)
{
	if (mkdir(feedback->folder, 0700) != 0 && errno != EEXIST)
		return error_set(error, "cannot keep feedback in '%s': %s", feedback->folder,
			message_of_errno(errno));
	feedback->is_writable = true;
	return open_file(feedback, feedback->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		       error) &&
		set_up(feedback, error) &&
		schema_migrate(feedback->database, feedback->path, error) &&
		(store_run(feedback, "PRAGMA journal_mode = WAL") || store_failed(feedback, error));
}

/* Opens the file for who may write nothing; without a log, SQLite must be told so. */
static bool open_frozen(struct feedback *feedback, struct error *error)
{
	autofinish(text) struct text uri = { 0 };
	text_append(&uri, feedback->path[0] == '/' ? "file://" : "file:");
	markup_url_path(&uri, feedback->path);
	text_append(&uri, "?immutable=1");
	close_database(feedback);
	return open_file(
		feedback, text_string(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

/*
 * SQLite itself tells whether the file can be written, since Landlock confines what access() finds
 * permitted.
 */
static bool open_to_read(struct feedback *feedback, struct error *error)
{
	bool is_current = false;
	autofinish(text) struct text log = { 0 };
	text_append_format(&log, "%s-wal", feedback->path);
	feedback->is_writable = false;
	if (!open_file(feedback, feedback->path, SQLITE_OPEN_READWRITE, error))
		return false;
	bool may_write = access(feedback->folder, W_OK) == 0 &&
		!sqlite3_db_readonly(feedback->database, "main");
	feedback->is_frozen = !may_write && !file_exists(text_string(&log));
	if (feedback->is_frozen && !open_frozen(feedback, error))
		return false;
	return set_up(feedback, error) &&
		schema_is_current(feedback->database, feedback->path, &is_current, error) &&
		(is_current || !may_write ||
			schema_migrate(feedback->database, feedback->path, error));
}

bool store_open(struct feedback *feedback, bool to_write, struct error *error)
{
	if (feedback->database && !feedback->is_frozen && (feedback->is_writable || !to_write) &&
		file_exists(feedback->path))
		return true;
	close_database(feedback);
	feedback->is_frozen = false;
	if (to_write ? open_to_write(feedback, error) : open_to_read(feedback, error))
		return true;
	close_database(feedback);
	return false;
}

bool store_begin(struct feedback *feedback, struct error *error)
{
	return store_open(feedback, true, error) &&
		(store_run(feedback, "BEGIN IMMEDIATE") || store_failed(feedback, error));
}

bool store_end(struct feedback *feedback, bool ok, struct error *error)
{
	if (ok && store_run(feedback, "COMMIT"))
		return true;
	if (ok)
		(void)store_failed(feedback, error);
	(void)store_run(feedback, "ROLLBACK");
	return false;
}

/* --- statements --- */

struct store_value store_text(const char *text)
{
	return (struct store_value){ .text = text };
}

struct store_value store_number(int64_t number)
{
	return (struct store_value){ .number = number };
}

sqlite3_stmt *store_prepare(struct feedback *feedback, const char *sql,
	const struct store_value *values, int count, struct error *error)
{
	sqlite3_stmt *statement = NULL;
	bool ok = sqlite3_prepare_v2(feedback->database, sql, -1, &statement, NULL) == SQLITE_OK;
	for (int i = 0; i < count && ok; i++)
		ok = (values[i].text ? sqlite3_bind_text(
					       statement, i + 1, values[i].text, -1, SQLITE_STATIC)
				     : sqlite3_bind_int64(statement, i + 1, values[i].number)) ==
			SQLITE_OK;
	if (ok)
		return statement;
	(void)store_failed(feedback, error);
	(void)sqlite3_finalize(statement);
	return NULL;
}

bool store_change(struct feedback *feedback, const char *sql, const struct store_value *values,
	int count, struct error *error)
{
	sqlite3_stmt *statement = store_prepare(feedback, sql, values, count, error);
	if (!statement)
		return false;
	bool ok = sqlite3_step(statement) == SQLITE_DONE || store_failed(feedback, error);
	(void)sqlite3_finalize(statement);
	return ok;
}

const char *store_column_text(sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);
	return text ? (const char *)text : "";
}
