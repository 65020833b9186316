/*
 * Finds a Chromium, or a browser made from it. When PCAPDECK_CHROMIUM is set, nothing else is
 * tried, even if it is wrong. The PATH comes before the applications folder, so that a user's own
 * choice has priority over the system's.
 */
#include "chromium/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"

static const char *const program_names[] = {
	"chromium",
	"chromium-browser",
	"google-chrome",
	"google-chrome-stable",
	"microsoft-edge",
	"brave-browser",
};

/* On macOS, below /Applications or the user's own ~/Applications. */
static const char *const application_paths[] = {
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
	"/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
};

enum {
	PROGRAM_COUNT = ARRAY_COUNT(program_names),
	APPLICATION_COUNT = ARRAY_COUNT(application_paths),
};

/* Returns the path below the user's home, or NULL. */
static char *find_own_application(const char *path)
{
	const char *home = getenv("HOME");
	struct text own = { 0 };
	if (!home || !*home)
		return NULL;
	text_append_format(&own, "%s%s", home, path);
	if (file_is_program(text_string(&own)))
		return text_steal(&own);
	text_finish(&own);
	return NULL;
}

char *chromium_find(struct error *error)
{
	const char *folders = getenv("PATH");
	const char *wanted = getenv("PCAPDECK_CHROMIUM");
	if (!folders)
		folders = "/usr/local/bin:/usr/bin:/bin";
	if (wanted && *wanted) {
		char *path = NULL;
		if (!strchr(wanted, '/'))
			path = file_find_program(folders, wanted);
		else if (file_is_program(wanted))
			path = xstrdup(wanted);
		if (!path)
			error_set(error, "PCAPDECK_CHROMIUM is '%s', and there is no such program",
				wanted);
		return path;
	}
	for (size_t i = 0; i < PROGRAM_COUNT; i++) {
		char *path = file_find_program(folders, program_names[i]);
		if (path)
			return path;
	}
	for (size_t i = 0; i < APPLICATION_COUNT; i++) {
		if (file_is_program(application_paths[i]))
			return xstrdup(application_paths[i]);
		char *own = find_own_application(application_paths[i]);
		if (own)
			return own;
	}
	error_set(error,
		"it takes Chromium, Chrome, Edge or Brave, and none is installed: install one, or name it in PCAPDECK_CHROMIUM");
	return NULL;
}
