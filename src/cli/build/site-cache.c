/*
 * A cache is called "site-" and a digest of its site's path, which is in its file "folder". Who
 * builds the site, or removes the cache, has locked the cache. A folder that cannot be locked is no
 * cache.
 */
#include "cli/build/site-cache.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/text.h"
#include "cli/services/make-folder.h"

enum { PATH_SIZE_MAX = 64 << 10, LOCK_TRIES = 16 };

static uint64_t digest_of(const char *string)
{
	return digest_add(DIGEST_NOTHING, markup_bytes_of(string));
}

/*
 * The folder of all caches, malloc()ed; NULL when there is no place for it. A relative path is none
 * (XDG Base Directory Specification 0.8).
 */
static char *caches_make(void)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	autofinish(error) struct error ignored = { 0 };
	struct text folder = { 0 };
	if (cache && cache[0] == '/')
		text_append_format(&folder, "%s/pcapdeck", cache);
	else if (home && home[0] == '/')
		text_append_format(&folder, "%s/.cache/pcapdeck", home);
	char *path = text_steal(&folder);
	if (path[0] && make_private_folder(path, &ignored))
		return path;
	free(path);
	return NULL;
}

/* The file that has the path of the cache's site. */
static char *path_of_site(const char *cache)
{
	return file_below(cache, "folder");
}

/* Whether the site of the cache is gone. */
static bool is_left(const char *cache)
{
	autofinish(error) struct error ignored = { 0 };
	autofinish(buffer) struct buffer site = { 0 };
	automem char *path = path_of_site(cache);
	return file_read(path, PATH_SIZE_MAX, &site, &ignored) && site.size &&
		!file_is_folder((const char *)site.data);
}

/* Removes the cache when its site is gone and nobody builds it. */
static void remove_if_left(const char *cache)
{
	if (!is_left(cache))
		return;
	int lock = file_lock_folder(cache);
	if (lock < 0)
		return;
	if (is_left(cache))
		(void)file_remove_folder(cache);
	(void)close(lock);
}

static void remove_left(const char *caches)
{
	DIR *folder = opendir(caches);
	const struct dirent *entry;
	while (folder && (entry = readdir(folder))) {
		automem char *cache = file_below(caches, entry->d_name);
		if (strncmp(entry->d_name, "site-", 5) == 0)
			remove_if_left(cache);
	}
	if (folder)
		(void)closedir(folder);
}

/* Who waits for another process. */
struct waiting {
	const char *site;
	void (*wait)(const char *site);
	bool is_said;
};

static void say_once(void *context)
{
	struct waiting *waiting = context;
	if (!waiting->is_said)
		waiting->wait(waiting->site);
	waiting->is_said = true;
}

/*
 * Makes the folder and locks it; another process may remove it in between. Returns the descriptor;
 * -1 when it cannot be made or locked.
 */
static int make_locked(const char *cache, struct waiting *waiting)
{
	int lock = -1;
	autofinish(error) struct error ignored = { 0 };
	for (int i = 0; i < LOCK_TRIES && lock < 0 && make_private_folder(cache, &ignored); i++)
		lock = file_lock_folder_waiting(cache, say_once, waiting);
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
	autofinish(error) struct error ignored = { 0 };
	autofinish(text) struct text folder = { 0 };
	text_append_format(&folder, "%s/site-", caches);
	text_append_hex(&folder, digest_of(real), 16);
	automem char *path = path_of_site(text_string(&folder));
	struct waiting waiting = { .site = real, .wait = wait };
	cache->lock = make_locked(text_string(&folder), &waiting);
	if (cache->lock < 0)
		return;
	(void)file_replace(path, markup_bytes_of(real), &ignored);
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
