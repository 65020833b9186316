/*
 * SQLite keeps the number of a file's tables for us (user_version). Each step makes the tables of
 * its number of those before. Steps are never changed, since files exist that took them.
 */
#include "feedback/schema.h"

#include "base/array.h"
#include "base/message.h"

static const char *const steps[] = {
	/* 1: what listeners say, mark and vote for */
	"CREATE TABLE item ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" talk TEXT NOT NULL, slide TEXT NOT NULL, slide_title TEXT NOT NULL, step INTEGER NOT NULL,"
	" capture TEXT NOT NULL, frame INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, words TEXT NOT NULL, name TEXT NOT NULL,"
	" visitor TEXT NOT NULL, at_s INTEGER NOT NULL,"
	" UNIQUE (talk, visitor, slide, kind, words));"
	"CREATE TABLE mark ("
	" talk TEXT NOT NULL, slide TEXT NOT NULL, visitor TEXT NOT NULL,"
	" step INTEGER NOT NULL, mark INTEGER NOT NULL, at_s INTEGER NOT NULL,"
	" PRIMARY KEY (talk, slide, visitor)) WITHOUT ROWID;"
	"CREATE TABLE upvote ("
	" item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE, visitor TEXT NOT NULL,"
	" PRIMARY KEY (item, visitor)) WITHOUT ROWID;"
	"CREATE INDEX item_visitor ON item (visitor);"
	"CREATE INDEX upvote_visitor ON upvote (visitor);",
	/* 2: what was worked in, and when; 0: not yet */
	"ALTER TABLE item ADD COLUMN done_s INTEGER NOT NULL DEFAULT 0;",
	/* 3: the packet at which a mark was made; 0: none */
	"ALTER TABLE mark ADD COLUMN capture TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE mark ADD COLUMN frame INTEGER NOT NULL DEFAULT 0;",
	/* 4: rehearsals */
	"CREATE TABLE run ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT, talk TEXT NOT NULL, name TEXT NOT NULL,"
	" at_s INTEGER NOT NULL, UNIQUE (talk, name));"
	"CREATE TABLE run_step ("
	" run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, slide TEXT NOT NULL,"
	" step INTEGER NOT NULL, ms INTEGER NOT NULL, PRIMARY KEY (run, slide, step)) WITHOUT ROWID;",
	/* 5: votes */
	"CREATE TABLE vote_round ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT, talk TEXT NOT NULL, ask TEXT NOT NULL,"
	" room TEXT NOT NULL, number INTEGER NOT NULL, at_s INTEGER NOT NULL,"
	" UNIQUE (talk, ask, room, number));"
	"CREATE TABLE vote ("
	" round INTEGER NOT NULL REFERENCES vote_round ON DELETE CASCADE, visitor TEXT NOT NULL,"
	" choice INTEGER NOT NULL, PRIMARY KEY (round, visitor)) WITHOUT ROWID;"
	"CREATE INDEX vote_visitor ON vote (visitor);",
};

bool schema_failed(sqlite3 *database, const char *path, struct error *error)
{
	int code = sqlite3_errcode(database) & 0xff;
	int number = sqlite3_system_errno(database);
	if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
		return error_set(error,
			"'%s' is no feedback of pcapdeck, or is damaged: move it away, and a new one is made",
			path);
	if (code == SQLITE_FULL)
		return error_set(error, "cannot keep feedback in '%s': the disk is full", path);
	if (code == SQLITE_READONLY || code == SQLITE_PERM)
		return error_set(error,
			"cannot keep feedback in '%s': this file or its folder may not be written to",
			path);
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return error_set(error, "'%s' is in use by another program: try again", path);
	bool is_system = (code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && number;
	return error_set(error, "cannot keep feedback in '%s': %s", path,
		is_system ? message_of_errno(number) : sqlite3_errmsg(database));
}

static bool read_version(sqlite3 *database, const char *path, int *ret_version, struct error *error)
{
	sqlite3_stmt *statement = NULL;
	bool ok = sqlite3_prepare_v2(database, "PRAGMA user_version", -1, &statement, NULL) ==
			SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW;
	*ret_version = ok ? sqlite3_column_int(statement, 0) : 0;
	if (!ok)
		(void)schema_failed(database, path, error);
	(void)sqlite3_finalize(statement);
	if (ok && (*ret_version < 0 || *ret_version > (int)ARRAY_COUNT(steps)))
		return error_set(error,
			"'%s' was written by a newer pcapdeck: install that one, this one would lose what it does not know",
			path);
	return ok;
}

static bool run(sqlite3 *database, const char *sql)
{
	return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK;
}

bool schema_is_current(
	sqlite3 *database, const char *path, bool *ret_is_current, struct error *error)
{
	int version;
	if (!read_version(database, path, &version, error))
		return false;
	*ret_is_current = version == (int)ARRAY_COUNT(steps);
	return true;
}

/* Takes the steps that the file has not taken; the transaction is open. */
static bool take_steps(sqlite3 *database, const char *path, struct error *error)
{
	int version;
	if (!read_version(
		    database, path, &version, error)) /* another program may have been faster */
		return false;
	for (size_t i = (size_t)version; i < ARRAY_COUNT(steps); i++) {
		if (!run(database, steps[i]))
			return schema_failed(database, path, error);
	}
	autofinish(text) struct text number = { 0 };
	text_append_format(&number, "PRAGMA user_version = %zu", ARRAY_COUNT(steps));
	return run(database, text_string(&number)) || schema_failed(database, path, error);
}

bool schema_migrate(sqlite3 *database, const char *path, struct error *error)
{
	bool is_current;
	if (!schema_is_current(database, path, &is_current, error))
		return false;
	if (is_current)
		return true;
	if (!run(database, "BEGIN IMMEDIATE"))
		return schema_failed(database, path, error);
	if (!take_steps(database, path, error)) {
		(void)run(database, "ROLLBACK");
		return false;
	}
	if (run(database, "COMMIT"))
		return true;
	(void)schema_failed(database, path, error);
	(void)run(database, "ROLLBACK");
	return false;
}
