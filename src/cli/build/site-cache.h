#ifndef CLI_SITE_CACHE_H
#define CLI_SITE_CACHE_H

/*
 * The records of a site that was built before: a folder in $XDG_CACHE_HOME or ~/.cache, since the
 * site itself is for the public and the folder of the talks may come from others. One process
 * builds a site at a time.
 */

#include <stdbool.h>

#include "base/cleanup.h"

struct site_cache {
	char *folder; /* malloc()ed; NULL: there is none, and everything is built */
	int lock; /* held by this process and those that it forks */
};

/*
 * Opens the cache of the site in the folder `site`, which exists, and waits for another process
 * that builds it; `wait` is called before that. Removes caches of sites that are gone.
 */
void site_cache_open(struct site_cache *cache, const char *site, void (*wait)(const char *site));
void site_cache_finish(struct site_cache *cache);

/* The path of a record, by the name of the talk's deck ("sub/01-x"), malloc()ed. */
char *site_cache_record(const char *folder, const char *name);

/* What records' names end with. */
#define SITE_CACHE_RECORD ".talk"

#endif
