/*
 * What is deleted is overwritten (secure_delete), and feedback_forget() empties the log, which
 * still had it.
 */
#include "feedback/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/file/file.h"
#include "base/file/path.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/message.h"
#include "feedback/store-file.h"
#include "notes/text/characters.h"
#include "notes/text/lines.h"

enum { ITEMS_READ_MAX = 20000 };

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

struct feedback *feedback_of_talk(const char *talk_path, struct text *ret_name)
{
	automem char *folder = file_folder(talk_path);
	feedback_talk_name(ret_name, talk_path);
	return feedback_new(folder);
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
		else if (!is_invalid && printable_is_shown(point))
			text_append_size(&clean, (const char *)written.data, size);
		written = bytes_from(written, size);
	}
	struct bytes trimmed =
		bytes_trim((struct bytes){ (const uint8_t *)text_string(&clean), clean.size });
	while (trimmed.size && trimmed.data[0] == '\n')
		trimmed = bytes_trim(bytes_from(trimmed, 1));
	text_append_size(out, (const char *)trimmed.data, trimmed.size);
}

/* --- storing --- */

static bool add(struct feedback *feedback, const struct feedback_item *item, const char *visitor,
	bool *ret_is_new, struct error *error)
{
	const struct feedback_place *place = &item->place;
	bool ok = store_open(feedback, true, error) &&
		STORE_CHANGE(feedback,
			"INSERT INTO item (talk, slide, slide_title, step, capture, frame, kind, words, name, visitor, at_s)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			error, store_text(place->talk), store_text(place->slide),
			store_text(item->slide_title), store_number(place->step),
			store_text(place->capture), store_number((int64_t)place->frame),
			store_number(item->kind), store_text(item->words), store_text(item->name),
			store_text(visitor), store_number(item->at_s));
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
		return STORE_CHANGE(feedback,
			"DELETE FROM mark WHERE talk = ? AND slide = ? AND visitor = ?", error,
			store_text(place->talk), store_text(place->slide), store_text(visitor));
	return STORE_CHANGE(feedback,
		"INSERT OR REPLACE INTO mark (talk, slide, visitor, step, capture, frame, mark, at_s)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error, store_text(place->talk), store_text(place->slide), store_text(visitor),
		store_number(place->step), store_text(place->capture),
		store_number((int64_t)place->frame), store_number(mark), store_number(at_s));
}

bool feedback_set_mark(struct feedback *feedback, const struct feedback_place *place,
	enum feedback_mark mark, const char *visitor, int64_t at_s, struct error *error)
{
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = store_open(feedback, true, error) &&
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
	bool ok = store_open(feedback, true, error) &&
		STORE_CHANGE(feedback, is_up ? give : take, error, store_text(visitor),
			store_number(id), store_text(talk));
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

bool feedback_set_done(struct feedback *feedback, const char *talk, int64_t id, bool is_done,
	int64_t at_s, bool *ret_is_found, struct error *error)
{
	*ret_is_found = false;
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = !file_exists(feedback->path) ||
		(store_open(feedback, true, error) &&
			STORE_CHANGE(feedback,
				"UPDATE item SET done_s = ? WHERE id = ? AND talk = ?", error,
				store_number(is_done ? at_s : 0), store_number(id),
				store_text(talk)));
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
	const struct store_value value = store_text(name);
	bool ok = store_change(feedback,
		"CREATE TEMP TABLE browsers AS SELECT DISTINCT visitor FROM item WHERE name = ? AND visitor != ''",
		&value, 1, error);
	ok = ok &&
		store_change(feedback,
			"DELETE FROM item WHERE name = ?1 OR (name = '' AND visitor IN (SELECT visitor FROM browsers))",
			&value, 1, error);
	*ret_count = ok ? (uint64_t)sqlite3_changes(feedback->database) : 0;
	ok = ok &&
		store_change(feedback,
			"DELETE FROM mark WHERE visitor IN (SELECT visitor FROM browsers)", NULL, 0,
			error) &&
		store_change(feedback,
			"DELETE FROM upvote WHERE visitor IN (SELECT visitor FROM browsers)", NULL,
			0, error) &&
		store_change(feedback,
			"DELETE FROM vote WHERE visitor IN (SELECT visitor FROM browsers)", NULL, 0,
			error);
	(void)store_run(feedback, "DROP TABLE IF EXISTS temp.browsers");
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
	if (!store_open(feedback, true, error) ||
		(!store_run(feedback, "PRAGMA temp_store = MEMORY") &&
			!store_failed(feedback, error)))
		return false;
	return store_begin(feedback, error) &&
		store_end(feedback, delete_person(feedback, name, ret_count, error), error) &&
		empty_log(feedback, error);
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

int feedback_compare_wanted(const void *a, const void *b)
{
	const struct feedback_item *left = *(const struct feedback_item *const *)a;
	const struct feedback_item *right = *(const struct feedback_item *const *)b;
	if (left->upvotes != right->upvotes)
		return left->upvotes < right->upvotes ? 1 : -1;
	return left->id < right->id ? -1 : left->id > right->id;
}

static const char *copy(struct feedback_list *list, sqlite3_stmt *statement, int column)
{
	return arena_strdup(&list->arena, store_column_text(statement, column));
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
	sqlite3_stmt *statement = STORE_PREPARE(feedback,
		"SELECT id, talk, slide, slide_title, step, capture, frame, kind, words, name, at_s,"
		" (SELECT COUNT(*) FROM upvote WHERE item = id), visitor = ?3,"
		" EXISTS (SELECT 1 FROM upvote WHERE item = id AND visitor = ?3), done_s"
		" FROM item WHERE talk = ?1 AND at_s >= ?2 ORDER BY id LIMIT ?4",
		error, store_text(talk), store_number(since_s), store_text(visitor ? visitor : ""),
		store_number(ITEMS_READ_MAX));
	size_t capacity = 0;
	struct feedback_item *items = NULL;
	int code = SQLITE_ERROR;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		grow_array(&items, list->count, &capacity, sizeof(*items));
		items[list->count++] = read_item(list, statement);
	}
	bool ok = code == SQLITE_DONE || (statement && store_failed(feedback, error));
	(void)sqlite3_finalize(statement);
	list->items = arena_copy(&list->arena, items, list->count, sizeof(*items));
	free(items);
	return ok;
}

/* Adds a row of a slide's mark to its counts; rows come sorted by slide. */
static void add_mark(struct feedback_list *list, sqlite3_stmt *statement,
	struct feedback_counts **slides, size_t *capacity)
{
	const char *slide = store_column_text(statement, 0);
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
	sqlite3_stmt *statement = STORE_PREPARE(feedback,
		"SELECT slide, mark, COUNT(*), MAX(visitor = ?3) FROM mark"
		" WHERE talk = ?1 AND at_s >= ?2 GROUP BY slide, mark ORDER BY slide, mark",
		error, store_text(talk), store_number(since_s), store_text(visitor ? visitor : ""));
	size_t capacity = 0;
	struct feedback_counts *slides = NULL;
	int code = SQLITE_ERROR;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
		add_mark(list, statement, &slides, &capacity);
	bool ok = code == SQLITE_DONE || (statement && store_failed(feedback, error));
	(void)sqlite3_finalize(statement);
	list->slides = arena_copy(&list->arena, slides, list->slide_count, sizeof(*slides));
	free(slides);
	return ok;
}

static bool read_lost(struct feedback *feedback, const char *talk, int64_t since_s,
	struct feedback_list *list, struct error *error)
{
	sqlite3_stmt *statement = STORE_PREPARE(feedback,
		"SELECT slide, capture, frame, COUNT(*) FROM mark"
		" WHERE talk = ? AND at_s >= ? AND mark = ? AND frame > 0"
		" GROUP BY slide, capture, frame ORDER BY slide, capture, frame",
		error, store_text(talk), store_number(since_s), store_number(MARK_LOST_ME));
	size_t capacity = 0;
	struct feedback_lost *lost = NULL;
	int code = SQLITE_ERROR;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		grow_array(&lost, list->lost_count, &capacity, sizeof(*lost));
		lost[list->lost_count++] = (struct feedback_lost){
			.slide = copy(list, statement, 0),
			.capture = copy(list, statement, 1),
			.frame = (uint64_t)sqlite3_column_int64(statement, 2),
			.count = (uint64_t)sqlite3_column_int64(statement, 3),
		};
	}
	bool ok = code == SQLITE_DONE || (statement && store_failed(feedback, error));
	(void)sqlite3_finalize(statement);
	list->lost = arena_copy(&list->arena, lost, list->lost_count, sizeof(*lost));
	free(lost);
	return ok;
}

bool feedback_read(struct feedback *feedback, const char *talk, int64_t since_s,
	const char *visitor, struct feedback_list *ret_list, struct error *error)
{
	*ret_list = (struct feedback_list){ 0 };
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = !file_exists(feedback->path) ||
		(store_open(feedback, false, error) &&
			read_items(feedback, talk, since_s, visitor, ret_list, error) &&
			read_marks(feedback, talk, since_s, visitor, ret_list, error) &&
			read_lost(feedback, talk, since_s, ret_list, error));
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

/* Reads the first row of a statement, which is consumed. */
static bool read_row(
	struct feedback *feedback, sqlite3_stmt *statement, bool *ret_is_there, struct error *error)
{
	int code = statement ? sqlite3_step(statement) : SQLITE_ERROR;
	*ret_is_there = code == SQLITE_ROW;
	return *ret_is_there || code == SQLITE_DONE || (statement && store_failed(feedback, error));
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
		sqlite3_stmt *statement = store_open(feedback, false, error)
			? STORE_PREPARE(feedback, sql, error, store_text(talk), store_text(visitor))
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
		sqlite3_stmt *statement = store_open(feedback, false, error)
			? STORE_PREPARE(feedback,
				  "SELECT name FROM item WHERE visitor = ? AND name != '' ORDER BY id DESC LIMIT 1",
				  error, store_text(visitor))
			: NULL;
		ok = read_row(feedback, statement, &is_there, error);
		if (is_there)
			text_append(out, store_column_text(statement, 0));
		(void)sqlite3_finalize(statement);
	}
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}
