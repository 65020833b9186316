#ifndef CLI_TALK_POOL_H
#define CLI_TALK_POOL_H

/*
 * Processes that do jobs side by side. A process that dies with a talk takes no other talk with it,
 * and none shares memory with another. They end with the one that made them.
 */

#include <stdbool.h>
#include <stddef.h>

/* What a process does, and what comes of it: a small number. */
struct talk_pool_worker {
	void *context;
	int (*work)(void *context, int what, size_t job);
	void (*end)(void *context); /* called before the process ends */
};

/* Gets the result of a job; -1 when its process died. `worker` did it. */
typedef void talk_pool_done(void *context, size_t job, int result, unsigned worker);

struct talk_pool;

/* A pool of at most `count` processes, each made when it is needed. */
struct talk_pool *talk_pool_new(unsigned count, const struct talk_pool_worker *worker);
void talk_pool_free(struct talk_pool *pool);

/* Does `what` with each of the jobs; `done` is called in this process, in any order. */
void talk_pool_run(struct talk_pool *pool, int what, const size_t *jobs, size_t count,
	talk_pool_done *done, void *context);

/* Does `what` in each process that did a job. Returns the greatest result. */
int talk_pool_each(struct talk_pool *pool, int what);

/* Whether the process that did a job lives, with all that it remembers. */
bool talk_pool_has(const struct talk_pool *pool, unsigned worker);

#endif
