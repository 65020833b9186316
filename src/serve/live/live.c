/* A byte in a pipe wakes the thread that records. */
#include "serve/live/live.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"

enum { PAUSE_MS = 2000 };

struct live {
	int reader, writer; /* of the pipe */
	pthread_mutex_t lock; /* guards all members below */
	char *page, *slide; /* what is asked for and not taken yet; or NULL */
	bool is_busy;
	int64_t ended_ms; /* when the last recording ended; 0: there was none */
};

struct live *live_new(struct error *error)
{
	int ends[2];
	if (pipe(ends) != 0) {
		error_set(error, "cannot make a pipe: %s", message_of_errno(errno));
		return NULL;
	}
	for (int i = 0; i < 2; i++) {
		(void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(ends[i], F_SETFL, O_NONBLOCK);
	}
	struct live *live = xcalloc(1, sizeof(*live));
	live->reader = ends[0];
	live->writer = ends[1];
	(void)pthread_mutex_init(&live->lock, NULL);
	return live;
}

void live_free(struct live *live)
{
	if (!live)
		return;
	(void)close(live->reader);
	(void)close(live->writer);
	(void)pthread_mutex_destroy(&live->lock);
	free(live->page);
	free(live->slide);
	free(live);
}

static int64_t now_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum live_reply live_ask(struct live *live, const char *page, const char *slide)
{
	enum live_reply reply = LIVE_ACCEPTED;
	(void)pthread_mutex_lock(&live->lock);
	if (live->is_busy) {
		reply = LIVE_BUSY;
	} else if (live->ended_ms && now_ms() < live->ended_ms + PAUSE_MS) {
		reply = LIVE_TOO_SOON;
	} else {
		live->is_busy = true;
		live->page = xstrdup(page);
		live->slide = xstrdup(slide);
		(void)!write(live->writer, "", 1);
	}
	(void)pthread_mutex_unlock(&live->lock);
	return reply;
}

int live_descriptor(const struct live *live)
{
	return live->reader;
}

bool live_take(struct live *live, char **ret_page, char **ret_slide)
{
	char byte;
	(void)!read(live->reader, &byte, 1);
	(void)pthread_mutex_lock(&live->lock);
	*ret_page = steal_pointer(&live->page);
	*ret_slide = steal_pointer(&live->slide);
	(void)pthread_mutex_unlock(&live->lock);
	return *ret_page != NULL;
}

void live_end(struct live *live)
{
	(void)pthread_mutex_lock(&live->lock);
	live->is_busy = false;
	live->ended_ms = now_ms();
	(void)pthread_mutex_unlock(&live->lock);
}
