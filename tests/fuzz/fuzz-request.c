/*
 * What a browser may ask for: a path, decoded and then looked up under a folder that has links out
 * of it, and a Host header. No path may lead outside, and no other machine's name may pass.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "output-checks.h"
#include "serve/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PORT = 8080 };

/* Removed at the end; a fuzzer that is stopped leaves a few empty files. */
static char root[] = "/tmp/pcapdeck-fuzz-request-XXXXXX";
static char real_root[PATH_MAX];

static const char *const entries[] = { "inside/a.html", "inside/sub/b", "inside/sub", "inside/out",
	"inside/up", "inside/loop", "inside/here", "inside", "inside-not" };

static void remove_root(void)
{
	for (size_t i = 0; i < ARRAY_COUNT(entries); i++) {
		autofinish(text) struct text path = { 0 };
		text_append_format(&path, "%s/%s", root, entries[i]);
		if (unlink(text_string(&path)) != 0)
			(void)rmdir(text_string(&path));
	}
	(void)rmdir(root);
}

static void put(const char *name, const char *link)
{
	autofinish(text) struct text path = { 0 };
	autofinish(error) struct error error = { 0 };
	text_append_format(&path, "%s/%s", root, name);
	bool ok = link ? symlink(link, text_string(&path)) == 0
		       : file_replace(text_string(&path), (struct bytes){ NULL, 0 }, &error);
	require(ok, "cannot fill the folder");
}

static void make_folder(const char *name)
{
	autofinish(text) struct text path = { 0 };
	text_append_format(&path, "%s/%s", root, name);
	require(mkdir(text_string(&path), 0700) == 0, "cannot make a folder");
}

static void make_root(void)
{
	require(mkdtemp(root) != NULL, "no temporary folder");
	make_folder("inside");
	make_folder("inside/sub");
	put("inside/a.html", NULL);
	put("inside/sub/b", NULL);
	put("inside/out", "/etc");
	put("inside/up", "..");
	put("inside/loop", "loop");
	put("inside/here", "sub/../a.html");
	put("inside-not", NULL); /* shares the folder's name as a prefix, but is outside */
	autofinish(text) struct text path = { 0 };
	text_append_format(&path, "%s/inside", root);
	require(realpath(text_string(&path), real_root) != NULL, "the folder has no real path");
	(void)atexit(remove_root);
}

static void check_resolved(const char *relative)
{
	automem char *real = file_resolve_under(real_root, relative);
	if (!real)
		return;
	size_t size = strlen(real_root);
	require(strncmp(real, real_root, size) == 0 && (real[size] == '/' || !real[size]),
		"a path leads out of the folder");
	require(!strstr(real, "/../") && !strstr(real, "/./"), "a path is not real");
}

static void check_host(const char *host)
{
	static const char *const allowed[] = { "127.0.0.1:8080", "localhost:8080", "[::1]:8080" };
	bool is_allowed = false;
	for (size_t i = 0; i < ARRAY_COUNT(allowed); i++)
		is_allowed |= strcasecmp(host, allowed[i]) == 0;
	require(request_host_is_local(host, PORT) == is_allowed, "a host is not what it says");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!*real_root)
		make_root();
	automem char *raw = xstrndup((const char *)data, size);
	check_host(raw);
	check_resolved(raw);
	automem char *name = request_path_decode(raw);
	if (!name)
		return 0;
	check_characters(markup_bytes_of(name), false);
	require(name[0] != '/' && strcmp(name, "..") != 0 && strncmp(name, "../", 3) != 0 &&
			!strstr(name, "/../") && !strchr(name, '\\'),
		"a decoded path can leave its folder");
	check_resolved(name);
	return 0;
}
