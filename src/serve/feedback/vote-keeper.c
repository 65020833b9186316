/*
 * The thread starts with the first vote, so a server without votes has none, and it is confined as
 * the thread is that added the vote.
 */
#include "serve/feedback/vote-keeper.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

enum { TOGETHER_MAX = 1024 /* votes in one transaction */ };

struct vote_keeper {
	void (*done)(void *context, struct waiting_vote *waiting);
	void *context;
	pthread_t thread;
	pthread_mutex_t lock; /* guards all members below */
	pthread_cond_t has_news;
	struct waiting_vote *first, **end;
	bool is_running, is_stopping;
};

struct vote_keeper *vote_keeper_new(
	void (*done)(void *context, struct waiting_vote *waiting), void *context)
{
	struct vote_keeper *keeper = xcalloc(1, sizeof(*keeper));
	keeper->done = done;
	keeper->context = context;
	keeper->end = &keeper->first;
	(void)pthread_mutex_init(&keeper->lock, NULL);
	(void)pthread_cond_init(&keeper->has_news, NULL);
	return keeper;
}

/* Takes the votes of the first one's store that come behind each other out of the list. */
static size_t take_together(struct waiting_vote **list, struct waiting_vote **ret_votes)
{
	size_t count = 0;
	struct feedback *store = (*list)->store;
	while (*list && (*list)->store == store && count < TOGETHER_MAX) {
		ret_votes[count++] = *list;
		*list = (*list)->next;
	}
	return count;
}

/* Keeps them together; when that fails, each alone, so that one takes no other along. */
static void keep(struct waiting_vote **waiting, size_t count)
{
	struct kept_vote *votes = xcalloc(count, sizeof(*votes));
	autofinish(error) struct error error = { 0 };
	for (size_t i = 0; i < count; i++)
		votes[i] = waiting[i]->vote;
	bool is_kept = feedback_keep_votes(waiting[0]->store, votes, count, &error);
	for (size_t i = 0; i < count; i++)
		waiting[i]->is_kept = is_kept ||
			(count > 1 &&
				feedback_keep_votes(
					waiting[i]->store, &votes[i], 1, &waiting[i]->error));
	if (count == 1 && !is_kept)
		(void)error_set(&waiting[0]->error, "%s", error_message(&error));
	free(votes);
}

static void keep_all(struct vote_keeper *keeper, struct waiting_vote *list)
{
	struct waiting_vote *together[TOGETHER_MAX];
	while (list) {
		size_t count = take_together(&list, together);
		keep(together, count);
		for (size_t i = 0; i < count; i++)
			keeper->done(keeper->context, together[i]);
	}
}

/* Takes what waits; waits itself while there is nothing. NULL: the keeper stops. */
static struct waiting_vote *take_list(struct vote_keeper *keeper)
{
	(void)pthread_mutex_lock(&keeper->lock);
	while (!keeper->first && !keeper->is_stopping)
		(void)pthread_cond_wait(&keeper->has_news, &keeper->lock);
	struct waiting_vote *list = keeper->first;
	keeper->first = NULL;
	keeper->end = &keeper->first;
	(void)pthread_mutex_unlock(&keeper->lock);
	return list;
}

static void *run(void *context)
{
	struct vote_keeper *keeper = context;
	for (struct waiting_vote *list; (list = take_list(keeper)) != NULL;)
		keep_all(keeper, list);
	return NULL;
}

bool vote_keeper_add(struct vote_keeper *keeper, struct waiting_vote *waiting)
{
	(void)pthread_mutex_lock(&keeper->lock);
	if (!keeper->is_running && !keeper->is_stopping)
		keeper->is_running = pthread_create(&keeper->thread, NULL, run, keeper) == 0;
	bool is_taken = keeper->is_running && !keeper->is_stopping;
	if (is_taken) {
		waiting->next = NULL;
		*keeper->end = waiting;
		keeper->end = &waiting->next;
		(void)pthread_cond_signal(&keeper->has_news);
	}
	(void)pthread_mutex_unlock(&keeper->lock);
	return is_taken;
}

void vote_keeper_stop(struct vote_keeper *keeper)
{
	(void)pthread_mutex_lock(&keeper->lock);
	bool is_running = keeper->is_running && !keeper->is_stopping;
	keeper->is_stopping = true;
	(void)pthread_cond_signal(&keeper->has_news);
	(void)pthread_mutex_unlock(&keeper->lock);
	if (is_running)
		(void)pthread_join(keeper->thread, NULL);
}

void vote_keeper_free(struct vote_keeper *keeper)
{
	if (!keeper)
		return;
	vote_keeper_stop(keeper);
	(void)pthread_cond_destroy(&keeper->has_news);
	(void)pthread_mutex_destroy(&keeper->lock);
	free(keeper);
}
