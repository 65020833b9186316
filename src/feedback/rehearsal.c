/* A run is a row, and so is each step that was shown in it. */
#include "feedback/rehearsal.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "feedback/store-file.h"

enum { STEPS_READ_MAX = 100000 };

static bool keep_step(struct feedback *feedback, const char *talk, const char *run,
	const struct rehearsal_step *step, struct error *error)
{
	uint64_t ms = step->ms < REHEARSAL_MS_MAX ? step->ms : REHEARSAL_MS_MAX;
	return STORE_CHANGE(feedback,
		"INSERT OR REPLACE INTO run_step (run, slide, step, ms)"
		" SELECT id, ?, ?, ? FROM run WHERE talk = ? AND name = ?",
		error, store_text(step->slide), store_number(step->step), store_number((int64_t)ms),
		store_text(talk), store_text(run));
}

static bool keep_all(struct feedback *feedback, const char *talk, const char *run, int64_t at_s,
	const struct rehearsal_step *steps, size_t count, struct error *error)
{
	bool ok = STORE_CHANGE(feedback,
		"INSERT INTO run (talk, name, at_s) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", error,
		store_text(talk), store_text(run), store_number(at_s));
	for (size_t i = 0; i < count && ok; i++)
		ok = keep_step(feedback, talk, run, &steps[i], error);
	return ok;
}

bool rehearsal_keep(struct feedback *feedback, const char *talk, const char *run, int64_t at_s,
	const struct rehearsal_step *steps, size_t count, struct error *error)
{
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = store_begin(feedback, error) &&
		store_end(
			feedback, keep_all(feedback, talk, run, at_s, steps, count, error), error);
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

/* Adds a row of a step; rows come sorted by run. */
static void add_row(
	struct rehearsals *all, sqlite3_stmt *statement, int64_t *run, size_t *capacities)
{
	if (!all->count || sqlite3_column_int64(statement, 0) != *run) {
		grow_array(&all->runs, all->count, &capacities[0], sizeof(*all->runs));
		all->runs[all->count++] =
			(struct rehearsal){ .at_s = sqlite3_column_int64(statement, 1) };
		*run = sqlite3_column_int64(statement, 0);
		capacities[1] = 0;
	}
	struct rehearsal *last = &all->runs[all->count - 1];
	grow_array(&last->steps, last->count, &capacities[1], sizeof(*last->steps));
	last->steps[last->count++] = (struct rehearsal_step){
		.slide = arena_strdup(&all->arena, store_column_text(statement, 2)),
		.step = sqlite3_column_int(statement, 3),
		.ms = (uint64_t)sqlite3_column_int64(statement, 4),
	};
}

static bool read_runs(struct feedback *feedback, const char *talk, size_t most,
	struct rehearsals *all, struct error *error)
{
	sqlite3_stmt *statement = STORE_PREPARE(feedback,
		"SELECT run, at_s, slide, step, ms FROM run_step JOIN"
		" (SELECT id, at_s FROM run WHERE talk = ? ORDER BY id DESC LIMIT ?) ON id = run"
		" ORDER BY run DESC, slide, step LIMIT ?",
		error, store_text(talk), store_number((int64_t)most), store_number(STEPS_READ_MAX));
	int64_t run = 0;
	size_t capacities[2] = { 0 };
	int code = SQLITE_ERROR;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
		add_row(all, statement, &run, capacities);
	bool ok = code == SQLITE_DONE || (statement && store_failed(feedback, error));
	(void)sqlite3_finalize(statement);
	return ok;
}

bool rehearsals_read(struct feedback *feedback, const char *talk, size_t most,
	struct rehearsals *ret_rehearsals, struct error *error)
{
	*ret_rehearsals = (struct rehearsals){ 0 };
	(void)pthread_mutex_lock(&feedback->lock);
	bool ok = !file_exists(feedback->path) ||
		(store_open(feedback, false, error) &&
			read_runs(feedback, talk, most, ret_rehearsals, error));
	(void)pthread_mutex_unlock(&feedback->lock);
	return ok;
}

void rehearsals_finish(struct rehearsals *rehearsals)
{
	if (!rehearsals)
		return;
	for (size_t i = 0; i < rehearsals->count; i++)
		free(rehearsals->runs[i].steps);
	free(rehearsals->runs);
	arena_finish(&rehearsals->arena);
	*rehearsals = (struct rehearsals){ 0 };
}

uint64_t rehearsal_slide_ms(const struct rehearsal *run, const char *slide)
{
	uint64_t ms = 0;
	for (size_t i = 0; i < run->count; i++)
		ms += strcmp(run->steps[i].slide, slide) == 0 ? run->steps[i].ms : 0;
	return ms;
}

uint64_t rehearsal_ms(const struct rehearsal *run)
{
	uint64_t ms = 0;
	for (size_t i = 0; i < run->count; i++)
		ms += run->steps[i].ms;
	return ms;
}
