/* A choice is a number: what it said stands in the notes. */
#include "feedback/vote.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "feedback/store-file.h"

enum { ROUNDS_READ_MAX = 10000 };

static bool keep_vote(struct feedback *feedback, const struct kept_vote *vote, struct error *error)
{
	const struct vote_round *round = &vote->round;
	return STORE_CHANGE(feedback,
		       "INSERT INTO vote_round (talk, ask, room, number, at_s)"
		       " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		       error, store_text(round->talk), store_text(round->ask),
		       store_text(round->room), store_number(round->number),
		       store_number(vote->at_s)) &&
		STORE_CHANGE(feedback,
			"INSERT OR REPLACE INTO vote (round, visitor, choice) SELECT id, ?, ?"
			" FROM vote_round WHERE talk = ? AND ask = ? AND room = ? AND number = ?",
			error, store_text(vote->visitor), store_number(vote->choice),
			store_text(round->talk), store_text(round->ask), store_text(round->room),
			store_number(round->number));
}

static bool keep_votes(
	struct feedback *feedback, const struct kept_vote *votes, size_t count, struct error *error)
{
	bool ok = true;
	if (!store_begin(feedback, error))
		return false;
	for (size_t i = 0; i < count && ok; i++)
		ok = keep_vote(feedback, &votes[i], error);
	return store_end(feedback, ok, error);
}

bool feedback_keep_votes(
	struct feedback *feedback, const struct kept_vote *votes, size_t count, struct error *error)
{
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = keep_votes(feedback, votes, count, error);
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

/* Adds a row, the votes for a choice; rows come sorted by round. */
static void add_row(
	struct vote_results *results, sqlite3_stmt *statement, int64_t *round, size_t *capacity)
{
	int choice = sqlite3_column_int(statement, 3);
	if (choice < 0 || choice >= VOTE_CHOICES_KEPT)
		return;
	if (!results->count || sqlite3_column_int64(statement, 0) != *round) {
		grow_array(&results->items, results->count, capacity, sizeof(*results->items));
		results->items[results->count++] = (struct vote_result){
			.ask = arena_strdup(&results->arena, store_column_text(statement, 1)),
			.at_s = sqlite3_column_int64(statement, 2),
		};
		*round = sqlite3_column_int64(statement, 0);
	}
	struct vote_result *last = &results->items[results->count - 1];
	last->counts[choice] = (uint64_t)sqlite3_column_int64(statement, 4);
	last->choice_count = (size_t)choice + 1;
}

static bool read_results(struct feedback *feedback, const char *talk, int64_t since_s,
	struct vote_results *results, struct error *error)
{
	sqlite3_stmt *statement = STORE_PREPARE(feedback,
		"SELECT round, ask, at_s, choice, COUNT(*) FROM vote JOIN vote_round ON id = round"
		" WHERE talk = ? AND at_s >= ? GROUP BY round, choice ORDER BY round, choice LIMIT ?",
		error, store_text(talk), store_number(since_s), store_number(ROUNDS_READ_MAX));
	int64_t round = 0;
	size_t capacity = 0;
	int code = SQLITE_ERROR;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
		add_row(results, statement, &round, &capacity);
	bool ok = code == SQLITE_DONE || (statement && store_failed(feedback, error));
	(void)sqlite3_finalize(statement);
	return ok;
}

bool feedback_read_votes(struct feedback *feedback, const char *talk, int64_t since_s,
	struct vote_results *ret_results, struct error *error)
{
	*ret_results = (struct vote_results){ 0 };
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = !file_exists(feedback->path) ||
		(store_open(feedback, false, error) &&
			read_results(feedback, talk, since_s, ret_results, error));
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

void vote_results_finish(struct vote_results *results)
{
	if (!results)
		return;
	free(results->items);
	arena_finish(&results->arena);
	*results = (struct vote_results){ 0 };
}
