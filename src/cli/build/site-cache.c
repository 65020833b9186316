/*
 * A cache is called "site-" and a digest of its site's path, which stands in its file "folder". It
 * is locked by that file.
 */
#include "cli/build/site-cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/text.h"

enum { PATH_SIZE_MAX = 64 << 10 };

static char *joined(const char *folder, const char *name)
{
	struct text path = { 0 };
	text_append_format(&path, "%s/%s", folder, name);
	return text_steal(&path);
}

static uint64_t digest_of(const char *string)
{
	return digest_add(DIGEST_NOTHING, markup_bytes_of(string));
}

static bool make(const char *folder)
{
	return mkdir(folder, 0700) == 0 || errno == EEXIST;
}

/* The folder of all caches, malloc()ed; NULL when there is no place for it. */
static char *caches_make(void)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	automem char *place = NULL;
	if (cache && cache[0] == '/')
		place = xstrdup(cache);
	else if (home && home[0] == '/')
		place = joined(home, ".cache");
	if (!place || !make(place))
		return NULL;
	char *folder = joined(place, "pcapdeck");
	if (make(folder))
		return folder;
	free(folder);
	return NULL;
}

/* Whether the site of the cache is gone. */
static bool is_left(const char *cache)
{
	autofinish(error) struct error ignored = { 0 };
	autofinish(buffer) struct buffer site = { 0 };
	automem char *path = joined(cache, "folder");
	return file_read(path, PATH_SIZE_MAX, &site, &ignored) && site.size &&
		!file_is_folder((const char *)site.data);
}

static void remove_left(const char *caches)
{
	DIR *folder = opendir(caches);
	const struct dirent *entry;
	while (folder && (entry = readdir(folder))) {
		automem char *cache = joined(caches, entry->d_name);
		if (strncmp(entry->d_name, "site-", 5) == 0 && is_left(cache))
			(void)file_remove_folder(cache);
	}
	if (folder)
		(void)closedir(folder);
}

/* Returns the locked file; -1 when it cannot be made. */
static int lock_site(const char *path, const char *site, void (*wait)(const char *site))
{
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0)
		return -1;
	if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK)
			wait(site);
		while (flock(lock, LOCK_EX) != 0 && errno == EINTR)
			continue;
	}
	if (ftruncate(lock, 0) == 0)
		(void)file_write_all(lock, markup_bytes_of(site));
	return lock;
}

void site_cache_open(struct site_cache *cache, const char *site, void (*wait)(const char *site))
{
	*cache = (struct site_cache){ .lock = -1 };
	automem char *caches = caches_make();
	automem char *real = realpath(site, NULL);
	if (!caches || !real)
		return;
	remove_left(caches);
	autofinish(text) struct text folder = { 0 };
	text_append_format(&folder, "%s/site-", caches);
	text_append_hex(&folder, digest_of(real), 16);
	automem char *path = joined(text_string(&folder), "folder");
	if (!make(text_string(&folder)) || (cache->lock = lock_site(path, real, wait)) < 0)
		return;
	cache->folder = text_steal(&folder);
}

void site_cache_finish(struct site_cache *cache)
{
	if (cache->lock >= 0)
		(void)close(cache->lock);
	free(cache->folder);
	*cache = (struct site_cache){ .lock = -1 };
}

char *site_cache_record(const char *folder, const char *name)
{
	struct text path = { 0 };
	text_append_format(&path, "%s/", folder);
	text_append_hex(&path, digest_of(name), 16);
	text_append(&path, SITE_CACHE_RECORD);
	return text_steal(&path);
}
