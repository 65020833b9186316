/*
 * A browser earns a right to say something each second, and keeps at most ten. A client may make up
 * names of browsers as it likes, so all together have such a limit, too.
 */
#include "serve/feedback/desk.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "base/file/path.h"
#include "base/format/markup.h"

enum {
	RIGHTS_OF_VISITOR = 10,
	MS_FOR_RIGHT = 1000,
	RIGHTS_OF_ALL = 600,
	MS_FOR_RIGHT_OF_ALL = 4,
	VISITORS = 4096, /* browsers that are told apart; two with the same place share theirs */
};

struct rights {
	int64_t at_ms; /* when they were counted; 0: never, and all are there */
	int64_t left;
};

struct folder {
	char *path;
	struct feedback *store;
};

struct page {
	char *name;
	uint64_t words, all; /* numbers of the last changes */
};

struct desk {
	pthread_mutex_t lock; /* guards all members below */
	struct folder *folders;
	size_t folder_count, folder_capacity;
	struct page *pages;
	size_t page_count, page_capacity;
	uint64_t number;
	struct rights all, visitors[VISITORS];
};

struct desk *desk_new(void)
{
	struct desk *desk = xcalloc(1, sizeof(*desk));
	(void)pthread_mutex_init(&desk->lock, NULL);
	return desk;
}

void desk_free(struct desk *desk)
{
	if (!desk)
		return;
	for (size_t i = 0; i < desk->folder_count; i++) {
		feedback_free(desk->folders[i].store);
		free(desk->folders[i].path);
	}
	for (size_t i = 0; i < desk->page_count; i++)
		free(desk->pages[i].name);
	free(desk->folders);
	free(desk->pages);
	(void)pthread_mutex_destroy(&desk->lock);
	free(desk);
}

static struct feedback *find_store(struct desk *desk, const char *path)
{
	for (size_t i = 0; i < desk->folder_count; i++) {
		if (strcmp(desk->folders[i].path, path) == 0)
			return desk->folders[i].store;
	}
	grow_array(
		&desk->folders, desk->folder_count, &desk->folder_capacity, sizeof(*desk->folders));
	struct folder *folder = &desk->folders[desk->folder_count++];
	*folder = (struct folder){ xstrdup(path), feedback_new(path) };
	return folder->store;
}

struct feedback *desk_store(struct desk *desk, const char *talk_path)
{
	automem char *path = file_folder(talk_path);
	(void)pthread_mutex_lock(&desk->lock);
	struct feedback *store = find_store(desk, path);
	(void)pthread_mutex_unlock(&desk->lock);
	return store;
}

static int64_t now_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + 1;
}

static bool take_right(struct rights *rights, int64_t most, int64_t ms_for_one, int64_t now)
{
	int64_t earned = rights->at_ms ? (now - rights->at_ms) / ms_for_one : most;
	rights->left = earned >= most - rights->left ? most : rights->left + earned;
	rights->at_ms = rights->left == most ? now : rights->at_ms + earned * ms_for_one;
	if (!rights->left)
		return false;
	rights->left--;
	return true;
}

bool desk_has_time(struct desk *desk, const char *visitor)
{
	uint64_t place = digest_add(DIGEST_NOTHING, markup_bytes_of(visitor)) % VISITORS;
	int64_t now = now_ms();
	(void)pthread_mutex_lock(&desk->lock);
	bool has_time = take_right(&desk->visitors[place], RIGHTS_OF_VISITOR, MS_FOR_RIGHT, now) &&
		take_right(&desk->all, RIGHTS_OF_ALL, MS_FOR_RIGHT_OF_ALL, now);
	(void)pthread_mutex_unlock(&desk->lock);
	return has_time;
}

static struct page *find_page(struct desk *desk, const char *name)
{
	for (size_t i = 0; i < desk->page_count; i++) {
		if (strcmp(desk->pages[i].name, name) == 0)
			return &desk->pages[i];
	}
	return NULL;
}

void desk_changed(struct desk *desk, const char *name, bool is_words)
{
	(void)pthread_mutex_lock(&desk->lock);
	struct page *page = find_page(desk, name);
	if (!page) {
		grow_array(
			&desk->pages, desk->page_count, &desk->page_capacity, sizeof(*desk->pages));
		page = &desk->pages[desk->page_count++];
		*page = (struct page){ .name = xstrdup(name) };
	}
	page->all = ++desk->number;
	page->words = is_words ? page->all : page->words;
	(void)pthread_mutex_unlock(&desk->lock);
}

uint64_t desk_number(struct desk *desk, const char *name, bool is_speaker)
{
	(void)pthread_mutex_lock(&desk->lock);
	const struct page *page = find_page(desk, name);
	uint64_t number = !page ? 0 : is_speaker ? page->all : page->words;
	(void)pthread_mutex_unlock(&desk->lock);
	return number;
}
