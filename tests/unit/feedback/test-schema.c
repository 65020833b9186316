/* The tables of a feedback file: made once, refused when a newer program made them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "feedback/schema.h"

static sqlite3 *open_at(const char *path)
{
	sqlite3 *database = NULL;
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	return database;
}

static void run(sqlite3 *database, const char *sql)
{
	assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int number_of(sqlite3 *database, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int number = sqlite3_column_int(statement, 0);
	(void)sqlite3_finalize(statement);
	return number;
}

static void test_new(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	sqlite3 *database = open_at(":memory:");
	bool is_current = true;
	assert_true(schema_is_current(database, "x", &is_current, &error));
	assert_false(is_current);
	assert_true(schema_migrate(database, "x", &error));
	assert_true(schema_is_current(database, "x", &is_current, &error));
	assert_true(is_current);
	assert_int_equal(number_of(database, "SELECT COUNT(*) FROM item"), 0);
	assert_true(schema_migrate(database, "x", &error)); /* nothing is left to do */
	(void)sqlite3_close(database);
}

/* A step that fails leaves the file as it was. */
static void test_all_or_nothing(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	sqlite3 *database = open_at(":memory:");
	run(database, "CREATE TABLE mark (x)");
	assert_false(schema_migrate(database, "x", &error));
	assert_true(error_is_set(&error));
	assert_int_equal(number_of(database, "PRAGMA user_version"), 0);
	assert_int_equal(
		number_of(database, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'item'"), 0);
	(void)sqlite3_close(database);
}

/*
 * A file of the first version: what is in it stays, nothing of it is worked in yet, and no mark was
 * made at a packet.
 */
static void test_old(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	sqlite3 *database = open_at(":memory:");
	run(database,
		"CREATE TABLE item (id INTEGER PRIMARY KEY AUTOINCREMENT, talk TEXT NOT NULL,"
		" slide TEXT NOT NULL, slide_title TEXT NOT NULL, step INTEGER NOT NULL,"
		" capture TEXT NOT NULL, frame INTEGER NOT NULL, kind INTEGER NOT NULL,"
		" words TEXT NOT NULL, name TEXT NOT NULL, visitor TEXT NOT NULL, at_s INTEGER NOT NULL);"
		"CREATE TABLE mark (talk TEXT NOT NULL, slide TEXT NOT NULL, visitor TEXT NOT NULL,"
		" step INTEGER NOT NULL, mark INTEGER NOT NULL, at_s INTEGER NOT NULL,"
		" PRIMARY KEY (talk, slide, visitor)) WITHOUT ROWID;"
		"INSERT INTO mark VALUES ('a.md', 'four', 'v', 0, 2, 5);"
		"INSERT INTO item VALUES (7, 'a.md', 'four', 'Four', 1, '', 0, 0, 'why?', '', 'v', 5);"
		"PRAGMA user_version = 1");
	assert_true(schema_migrate(database, "x", &error));
	assert_int_equal(number_of(database, "SELECT COUNT(*) FROM item WHERE words = 'why?'"), 1);
	assert_int_equal(number_of(database, "SELECT done_s FROM item WHERE id = 7"), 0);
	assert_int_equal(number_of(database, "SELECT mark FROM mark WHERE frame = 0"), 2);
	(void)sqlite3_close(database);
}

static void test_newer(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(text) struct text path = { 0 };
	autofinish(buffer) struct buffer before = { 0 }, after = { 0 };
	assert_true(temporary_folder_make(NULL, "schema", &folder, &error));
	text_append_format(&path, "%s/feedback.db", folder.path);
	sqlite3 *database = open_at(text_string(&path));
	run(database, "CREATE TABLE future (x); PRAGMA user_version = 1000");
	assert_true(file_read(text_string(&path), 1 << 20, &before, &error));
	assert_false(schema_migrate(database, "feedback.db", &error));
	assert_non_null(strstr(error_message(&error), "newer pcapdeck"));
	(void)sqlite3_close(database);
	assert_true(file_read(text_string(&path), 1 << 20, &after, &error));
	assert_int_equal(before.size, after.size);
	assert_memory_equal(before.data, after.data, after.size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_all_or_nothing),
		cmocka_unit_test(test_old),
		cmocka_unit_test(test_newer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
