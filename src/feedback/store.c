/*
 * A write-ahead log (WAL) lets programs read while one writes. With synchronous=FULL a transaction
 * is on the disk before it is answered for, so a killed program loses nothing that it said was
 * kept. secure_delete overwrites what is deleted, and feedback_forget() empties the log, which
 * still had it.
 */
#include "feedback/store.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/message.h"
#include "feedback/schema.h"
#include "notes/text/characters.h"
#include "notes/text/lines.h"

enum { BUSY_MS = 4000, ITEMS_READ_MAX = 20000 };

struct feedback {
	pthread_mutex_t lock; /* guards the connection */
	char *folder; /* FOLDER/.pcapdeck */
	char *path; /* FOLDER/.pcapdeck/feedback.db */
	sqlite3 *database; /* NULL: not open */
	bool is_writable; /* was opened to store something */
	bool is_frozen; /* opened as a file that nobody changes: it is opened anew each time */
};

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

const char *feedback_sqlite_version(void)
{
	return sqlite3_libversion();
}

/* --- texts --- */

void feedback_talk_name(struct text *out, const char *talk_path)
{
	automem char *name = file_name(talk_path);
	text_append_composed(out, markup_bytes_of(name));
}

void feedback_clean(struct text *out, struct bytes written, size_t most, bool is_long)
{
	autofinish(text) struct text clean = { 0 };
	while (written.size) {
		size_t size;
		uint32_t point = markup_decode_utf8(written, &size);
		bool is_invalid = point == 0xfffd && size == 1;
		if (clean.size + size > most)
			break;
		if (point == '\n' && is_long)
			text_append_char(&clean, '\n');
		else if (ascii_is_space(point))
			text_append_char(&clean, ' ');
		else if (!is_invalid && point >= 0x20 && (point < 0x7f || point >= 0xa0) &&
			!printable_is_invisible(point))
			text_append_size(&clean, (const char *)written.data, size);
		written = bytes_from(written, size);
	}
	struct bytes trimmed =
		bytes_trim((struct bytes){ (const uint8_t *)text_string(&clean), clean.size });
	while (trimmed.size && trimmed.data[0] == '\n')
		trimmed = bytes_trim(bytes_from(trimmed, 1));
	text_append_size(out, (const char *)trimmed.data, trimmed.size);
}

/* --- the connection --- */

static bool failed(const struct feedback *feedback, struct error *error)
{
	return schema_failed(feedback->database, feedback->path, error);
}

static bool run(struct feedback *feedback, const char *sql)
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
	return run(feedback,
		       "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
		       " PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON") ||
		failed(feedback, error);
}

static bool open_file(struct feedback *feedback, const char *name, int flags, struct error *error)
{
	int code = sqlite3_open_v2(name, &feedback->database, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK)
		(void)failed(feedback, error);
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
		(run(feedback, "PRAGMA journal_mode = WAL") || failed(feedback, error));
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

/* Opens the file, or keeps it open. Whoever fails leaves it closed. */
static bool open_database(struct feedback *feedback, bool to_write, struct error *error)
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

/* --- statements --- */

struct value {
	const char *text; /* NULL: the number */
	int64_t number;
};

static struct value text_value(const char *text)
{
	return (struct value){ .text = text };
}

static struct value number_value(int64_t number)
{
	return (struct value){ .number = number };
}

static sqlite3_stmt *prepare(struct feedback *feedback, const char *sql, const struct value *values,
	int count, struct error *error)
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
	(void)failed(feedback, error);
	(void)sqlite3_finalize(statement);
	return NULL;
}

/* Runs a statement without rows. */
static bool change(struct feedback *feedback, const char *sql, const struct value *values,
	int count, struct error *error)
{
	sqlite3_stmt *statement = prepare(feedback, sql, values, count, error);
	if (!statement)
		return false;
	bool ok = sqlite3_step(statement) == SQLITE_DONE || failed(feedback, error);
	(void)sqlite3_finalize(statement);
	return ok;
}

#define CHANGE(feedback, sql, error, ...)                                                          \
	change(feedback, sql, (const struct value[]){ __VA_ARGS__ },                               \
		sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value), error)
#define PREPARE(feedback, sql, error, ...)                                                         \
	prepare(feedback, sql, (const struct value[]){ __VA_ARGS__ },                              \
		sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value), error)

static const char *column_text(sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);
	return text ? (const char *)text : "";
}

/* --- storing --- */

static bool add(struct feedback *feedback, const struct feedback_item *item, const char *visitor,
	bool *ret_is_new, struct error *error)
{
	const struct feedback_place *place = &item->place;
	bool ok = open_database(feedback, true, error) &&
		CHANGE(feedback,
			"INSERT INTO item (talk, slide, slide_title, step, capture, frame, kind, words, name, visitor, at_s)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			error, text_value(place->talk), text_value(place->slide),
			text_value(item->slide_title), number_value(place->step),
			text_value(place->capture), number_value((int64_t)place->frame),
			number_value(item->kind), text_value(item->words), text_value(item->name),
			text_value(visitor), number_value(item->at_s));
	if (ok && ret_is_new)
		*ret_is_new = sqlite3_changes(feedback->database) > 0;
	return ok;
}

bool feedback_add(struct feedback *feedback, const struct feedback_item *item, const char *visitor,
	bool *ret_is_new, struct error *error)
{
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = add(feedback, item, visitor, ret_is_new, error);
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

static bool set_mark(struct feedback *feedback, const struct feedback_place *place,
	enum feedback_mark mark, const char *visitor, int64_t at_s, struct error *error)
{
	if (mark == MARK_NONE)
		return CHANGE(feedback,
			"DELETE FROM mark WHERE talk = ? AND slide = ? AND visitor = ?", error,
			text_value(place->talk), text_value(place->slide), text_value(visitor));
	return CHANGE(feedback,
		"INSERT OR REPLACE INTO mark (talk, slide, visitor, step, mark, at_s) VALUES (?, ?, ?, ?, ?, ?)",
		error, text_value(place->talk), text_value(place->slide), text_value(visitor),
		number_value(place->step), number_value(mark), number_value(at_s));
}

bool feedback_set_mark(struct feedback *feedback, const struct feedback_place *place,
	enum feedback_mark mark, const char *visitor, int64_t at_s, struct error *error)
{
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = open_database(feedback, true, error) &&
		set_mark(feedback, place, mark, visitor, at_s, error);
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

bool feedback_set_upvote(struct feedback *feedback, const char *talk, int64_t id, bool is_up,
	const char *visitor, struct error *error)
{
	static const char give[] =
		"INSERT INTO upvote (item, visitor) SELECT id, ? FROM item WHERE id = ? AND talk = ?"
		" ON CONFLICT DO NOTHING";
	static const char take[] = "DELETE FROM upvote WHERE visitor = ? AND item = ? AND EXISTS"
				   " (SELECT 1 FROM item WHERE id = item AND talk = ?)";
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = open_database(feedback, true, error) &&
		CHANGE(feedback, is_up ? give : take, error, text_value(visitor), number_value(id),
			text_value(talk));
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

bool feedback_set_done(struct feedback *feedback, const char *talk, int64_t id, bool is_done,
	int64_t at_s, bool *ret_is_found, struct error *error)
{
	*ret_is_found = false;
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = !file_exists(feedback->path) ||
		(open_database(feedback, true, error) &&
			CHANGE(feedback, "UPDATE item SET done_s = ? WHERE id = ? AND talk = ?",
				error, number_value(is_done ? at_s : 0), number_value(id),
				text_value(talk)));
	if (ok && feedback->database)
		*ret_is_found = sqlite3_changes(feedback->database) > 0;
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

/* --- forgetting --- */

/* `browsers` are those that signed with the name: once its items are deleted, nobody knows them. */
static bool delete_person(
	struct feedback *feedback, const char *name, uint64_t *ret_count, struct error *error)
{
	const struct value value = text_value(name);
	bool ok = change(feedback,
		"CREATE TEMP TABLE browsers AS SELECT DISTINCT visitor FROM item WHERE name = ? AND visitor != ''",
		&value, 1, error);
	ok = ok &&
		change(feedback,
			"DELETE FROM item WHERE name = ?1 OR (name = '' AND visitor IN (SELECT visitor FROM browsers))",
			&value, 1, error);
	*ret_count = ok ? (uint64_t)sqlite3_changes(feedback->database) : 0;
	ok = ok &&
		change(feedback, "DELETE FROM mark WHERE visitor IN (SELECT visitor FROM browsers)",
			NULL, 0, error) &&
		change(feedback,
			"DELETE FROM upvote WHERE visitor IN (SELECT visitor FROM browsers)", NULL,
			0, error);
	(void)run(feedback, "DROP TABLE IF EXISTS temp.browsers");
	return ok;
}

/* Moves everything from the log into the file, which is overwritten there, and empties the log. */
static bool empty_log(struct feedback *feedback, struct error *error)
{
	if (sqlite3_wal_checkpoint_v2(
		    feedback->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK)
		return true;
	return error_set(error,
		"the words are deleted, but another program still reads an older copy of '%s': end it, then give this command again",
		feedback->path);
}

static bool forget(
	struct feedback *feedback, const char *name, uint64_t *ret_count, struct error *error)
{
	if (!file_exists(feedback->path))
		return true;
	/* Temporary tables would be written to a file of their own. */
	if (!open_database(feedback, true, error) ||
		(!run(feedback, "PRAGMA temp_store = MEMORY; BEGIN IMMEDIATE") &&
			!failed(feedback, error)))
		return false;
	if (!delete_person(feedback, name, ret_count, error)) {
		(void)run(feedback, "ROLLBACK");
		return false;
	}
	if (!run(feedback, "COMMIT")) {
		(void)failed(feedback, error);
		(void)run(feedback, "ROLLBACK");
		return false;
	}
	return empty_log(feedback, error);
}

bool feedback_forget(
	struct feedback *feedback, const char *name, uint64_t *ret_count, struct error *error)
{
	*ret_count = 0;
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = forget(feedback, name, ret_count, error);
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

/* --- reading --- */

void feedback_list_finish(struct feedback_list *list)
{
	if (!list)
		return;
	arena_finish(&list->arena);
	*list = (struct feedback_list){ 0 };
}

const struct feedback_counts *feedback_counts_of(
	const struct feedback_list *list, const char *slide)
{
	for (size_t i = 0; i < list->slide_count; i++) {
		if (strcmp(list->slides[i].slide, slide) == 0)
			return &list->slides[i];
	}
	return NULL;
}

int feedback_compare_wanted(const struct feedback_item *left, const struct feedback_item *right)
{
	if (left->upvotes != right->upvotes)
		return left->upvotes < right->upvotes ? 1 : -1;
	return left->id < right->id ? -1 : left->id > right->id;
}

static const char *copy(struct feedback_list *list, sqlite3_stmt *statement, int column)
{
	return arena_strdup(&list->arena, column_text(statement, column));
}

static enum feedback_kind kind_of(int number)
{
	return number >= 0 && number < FEEDBACK_KINDS ? (enum feedback_kind)number
						      : FEEDBACK_QUESTION;
}

static struct feedback_item read_item(struct feedback_list *list, sqlite3_stmt *statement)
{
	return (struct feedback_item){
		.id = sqlite3_column_int64(statement, 0),
		.place = {
			.talk = copy(list, statement, 1),
			.slide = copy(list, statement, 2),
			.step = sqlite3_column_int(statement, 4),
			.capture = copy(list, statement, 5),
			.frame = (uint64_t)sqlite3_column_int64(statement, 6),
		},
		.slide_title = copy(list, statement, 3),
		.kind = kind_of(sqlite3_column_int(statement, 7)),
		.words = copy(list, statement, 8),
		.name = copy(list, statement, 9),
		.at_s = sqlite3_column_int64(statement, 10),
		.upvotes = (uint64_t)sqlite3_column_int64(statement, 11),
		.is_own = sqlite3_column_int(statement, 12) != 0,
		.is_upvoted = sqlite3_column_int(statement, 13) != 0,
		.is_done = sqlite3_column_int64(statement, 14) != 0,
	};
}

static bool read_items(struct feedback *feedback, const char *talk, int64_t since_s,
	const char *visitor, struct feedback_list *list, struct error *error)
{
	sqlite3_stmt *statement = PREPARE(feedback,
		"SELECT id, talk, slide, slide_title, step, capture, frame, kind, words, name, at_s,"
		" (SELECT COUNT(*) FROM upvote WHERE item = id), visitor = ?3,"
		" EXISTS (SELECT 1 FROM upvote WHERE item = id AND visitor = ?3), done_s"
		" FROM item WHERE talk = ?1 AND at_s >= ?2 ORDER BY id LIMIT ?4",
		error, text_value(talk), number_value(since_s), text_value(visitor ? visitor : ""),
		number_value(ITEMS_READ_MAX));
	size_t capacity = 0;
	struct feedback_item *items = NULL;
	int code = SQLITE_ERROR;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		grow_array(&items, list->count, &capacity, sizeof(*items));
		items[list->count++] = read_item(list, statement);
	}
	bool ok = code == SQLITE_DONE || (statement && failed(feedback, error));
	(void)sqlite3_finalize(statement);
	list->items = arena_copy(&list->arena, items, list->count, sizeof(*items));
	free(items);
	return ok;
}

/* Adds a row of a slide's mark to its counts; rows come sorted by slide. */
static void add_mark(struct feedback_list *list, sqlite3_stmt *statement,
	struct feedback_counts **slides, size_t *capacity)
{
	const char *slide = column_text(statement, 0);
	int mark = sqlite3_column_int(statement, 1);
	if (mark <= MARK_NONE || mark >= FEEDBACK_MARKS)
		return;
	size_t last = list->slide_count;
	if (!last || strcmp((*slides)[last - 1].slide, slide) != 0) {
		grow_array(slides, last, capacity, sizeof(**slides));
		(*slides)[list->slide_count++] =
			(struct feedback_counts){ .slide = copy(list, statement, 0) };
	}
	struct feedback_counts *counts = &(*slides)[list->slide_count - 1];
	counts->marks[mark] = (uint64_t)sqlite3_column_int64(statement, 2);
	if (sqlite3_column_int(statement, 3))
		counts->own = (enum feedback_mark)mark;
}

static bool read_marks(struct feedback *feedback, const char *talk, int64_t since_s,
	const char *visitor, struct feedback_list *list, struct error *error)
{
	sqlite3_stmt *statement = PREPARE(feedback,
		"SELECT slide, mark, COUNT(*), MAX(visitor = ?3) FROM mark"
		" WHERE talk = ?1 AND at_s >= ?2 GROUP BY slide, mark ORDER BY slide, mark",
		error, text_value(talk), number_value(since_s), text_value(visitor ? visitor : ""));
	size_t capacity = 0;
	struct feedback_counts *slides = NULL;
	int code = SQLITE_ERROR;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
		add_mark(list, statement, &slides, &capacity);
	bool ok = code == SQLITE_DONE || (statement && failed(feedback, error));
	(void)sqlite3_finalize(statement);
	list->slides = arena_copy(&list->arena, slides, list->slide_count, sizeof(*slides));
	free(slides);
	return ok;
}

bool feedback_read(struct feedback *feedback, const char *talk, int64_t since_s,
	const char *visitor, struct feedback_list *ret_list, struct error *error)
{
	*ret_list = (struct feedback_list){ 0 };
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = !file_exists(feedback->path) ||
		(open_database(feedback, false, error) &&
			read_items(feedback, talk, since_s, visitor, ret_list, error) &&
			read_marks(feedback, talk, since_s, visitor, ret_list, error));
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

/* Reads the first row of a statement, which is consumed. */
static bool read_row(
	struct feedback *feedback, sqlite3_stmt *statement, bool *ret_is_there, struct error *error)
{
	int code = statement ? sqlite3_step(statement) : SQLITE_ERROR;
	*ret_is_there = code == SQLITE_ROW;
	return *ret_is_there || code == SQLITE_DONE || (statement && failed(feedback, error));
}

bool feedback_count(struct feedback *feedback, const char *talk, const char *visitor,
	uint64_t *ret_all, uint64_t *ret_own, struct error *error)
{
	static const char sql[] =
		"SELECT COUNT(*), TOTAL(visitor = ?2) FROM ("
		" SELECT visitor FROM item WHERE talk = ?1 UNION ALL"
		" SELECT visitor FROM mark WHERE talk = ?1 UNION ALL"
		" SELECT upvote.visitor FROM upvote JOIN item ON item.id = item WHERE talk = ?1)";
	*ret_all = *ret_own = 0;
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = true, is_there = false;
	if (file_exists(feedback->path)) {
		sqlite3_stmt *statement = open_database(feedback, false, error)
			? PREPARE(feedback, sql, error, text_value(talk), text_value(visitor))
			: NULL;
		ok = read_row(feedback, statement, &is_there, error);
		if (is_there) {
			*ret_all = (uint64_t)sqlite3_column_int64(statement, 0);
			*ret_own = (uint64_t)sqlite3_column_int64(statement, 1);
		}
		(void)sqlite3_finalize(statement);
	}
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

bool feedback_last_name(
	struct feedback *feedback, const char *visitor, struct text *out, struct error *error)
{
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = true, is_there = false;
	if (file_exists(feedback->path)) {
		sqlite3_stmt *statement = open_database(feedback, false, error)
			? PREPARE(feedback,
				  "SELECT name FROM item WHERE visitor = ? AND name != '' ORDER BY id DESC LIMIT 1",
				  error, text_value(visitor))
			: NULL;
		ok = read_row(feedback, statement, &is_there, error);
		if (is_there)
			text_append(out, column_text(statement, 0));
		(void)sqlite3_finalize(statement);
	}
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}
