/*
 * KaTeX and Mermaid are files of their own, since they are larger than the program: beside it where
 * it was built, else in share/pcapdeck, wherever both were moved, else where `meson install` put
 * them. They run while a deck is built, and no deck contains them.
 * What a redacted deck shows is not kept: a hidden value must not stay in another copy.
 */
#include "cli/services/draw.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file/file-trace.h"
#include "base/file/file.h"
#include "base/file/program-path.h"
#include "base/format/markup.h"
#include "chromium/drawings.h"
#include "cli/services/drawing-cache.h"
#include "deck/page/template.h"
#include "dissect/tls/crypto.h"

enum { LIBRARY_SIZE_MAX = 16 << 20, SOURCE_SIZE_MAX = 50000, FAILURES_MAX = 2 };

static const char *const form_names[] = {
	[DRAWING_MATH] = DRAWINGS_MATH,
	[DRAWING_MATH_DISPLAY] = DRAWINGS_MATH_DISPLAY,
	[DRAWING_MERMAID] = DRAWINGS_MERMAID,
};

struct library {
	const char *name;
	struct buffer script; /* empty until it is needed */
	uint8_t hash[CRYPTO_HASH_SIZE];
	bool is_running; /* in the browser */
};

enum { KATEX, MERMAID, LIBRARY_COUNT };

struct draw {
	struct draw_choice choice;
	struct deck_drawer drawer;
	struct library libraries[LIBRARY_COUNT];
	struct browser *browser; /* or NULL */
	struct drawing_cache cache; /* of the current talk */
	char *talk; /* its path, or NULL */
	bool is_redacted; /* a deck of it for others is being built */
	unsigned failures; /* of the browser, in the current talk */
	struct text unable; /* why nothing more can be drawn in it; empty: it can */
};

/* ---- the libraries ---- */

/* Returns the path, malloc()ed; NULL: there is none. */
static char *library_path(const struct library *library)
{
	automem char *program = program_path();
	static const char *const places[] = { "", "../share/pcapdeck/", PCAPDECK_DATA };
	for (size_t i = 0; program && i < ARRAY_COUNT(places); i++) {
		autofinish(text) struct text relative = { 0 };
		text_append_format(&relative, "%s%s", places[i], library->name);
		automem char *path = file_beside(program, text_string(&relative));
		if (file_exists(path))
			return steal_pointer(&path);
	}
	return NULL;
}

/* Each talk depends on the file, also when it was read for an earlier one. */
static bool load_library(struct library *library, struct error *error)
{
	automem char *path = library_path(library);
	if (!path)
		return error_set(error,
			"this installation lacks '%s', which belongs beside the program or in '%s': build pcapdeck again after 'npm ci --prefix templates', and install it",
			library->name, PCAPDECK_DATA);
	if (library->script.size) {
		file_trace_add(FILE_TRACE_BYTES, path);
		return true;
	}
	if (!file_read(path, LIBRARY_SIZE_MAX, &library->script, error))
		return false;
	crypto_sha256(buffer_bytes(&library->script), library->hash);
	return true;
}

static struct library *library_of(struct draw *draw, enum drawing_form form)
{
	return &draw->libraries[form == DRAWING_MERMAID ? MERMAID : KATEX];
}

/* ---- the browser ---- */

static void end_browser(struct draw *draw)
{
	browser_free(draw->browser);
	draw->browser = NULL;
	for (size_t i = 0; i < LIBRARY_COUNT; i++)
		draw->libraries[i].is_running = false;
}

static bool start_browser(struct draw *draw, struct error *error)
{
	if (draw->browser)
		return true;
	autofinish(arena) struct arena arena = { 0 };
	struct template_file file = { 0 };
	if (!template_load(draw->choice.templates, "drawing.js", &arena, &file, error))
		return false;
	draw->browser = browser_start(error);
	return draw->browser && drawings_open(draw->browser, error) &&
		drawings_add(draw->browser, file.bytes, error);
}

static bool run_library(struct draw *draw, struct library *library, struct error *error)
{
	if (library->is_running)
		return true;
	library->is_running = drawings_add(draw->browser, buffer_bytes(&library->script), error);
	return library->is_running;
}

/* Nothing more is drawn in this talk when a browser does not start, or failed repeatedly. */
static enum drawn give_up(struct draw *draw, struct error *error)
{
	bool had_started = draw->browser != NULL;
	end_browser(draw);
	draw->failures++;
	if (!had_started || draw->failures >= FAILURES_MAX)
		text_append(&draw->unable, error_message(error));
	return DRAWN_UNABLE;
}

static enum drawn draw_now(struct draw *draw, const struct drawing_request *request,
	struct text *out, struct error *error)
{
	bool is_wrong = false;
	if (draw->unable.size) {
		error_set(error, "%s", text_string(&draw->unable));
		return DRAWN_UNABLE;
	}
	if (!start_browser(draw, error) ||
		!run_library(draw, library_of(draw, request->form), error))
		return give_up(draw, error);
	if (drawings_draw(draw->browser, form_names[request->form], request->source, request->lang,
		    out, &is_wrong, error))
		return DRAWN;
	return is_wrong ? DRAWN_WRONG : give_up(draw, error);
}

/* ---- what is kept ---- */

static void end_talk(void *context, const char *talk_path)
{
	struct draw *draw = context;
	if (!draw->talk && !draw->choice.only_reads)
		/* The file may have drawings that the talk no longer has: they are dropped. */
		drawing_cache_open(&draw->cache, talk_path);
	if (!draw->choice.only_reads && !draw->is_redacted)
		drawing_cache_write(&draw->cache);
	drawing_cache_finish(&draw->cache);
	free(draw->talk);
	draw->talk = NULL;
	draw->failures = 0;
	text_clear(&draw->unable);
	if (!draw->choice.keeps_browser)
		end_browser(draw);
}

static void begin_talk(struct draw *draw, const struct drawing_request *request)
{
	if (draw->talk)
		return;
	draw->talk = xstrdup(request->talk_path);
	draw->is_redacted = request->is_redacted;
	drawing_cache_open(&draw->cache, request->talk_path);
}

/* The key: a hash of the library, our own script, the form, the language and the source. */
static bool key_of(struct draw *draw, const struct drawing_request *request,
	char ret_key[DRAWING_KEY_SIZE + 1], struct error *error)
{
	struct library *library = library_of(draw, request->form);
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text made_of = { 0 };
	autofinish(text) struct text hex = { 0 };
	struct template_file file = { 0 };
	uint8_t hash[CRYPTO_HASH_SIZE];
	if (!load_library(library, error) ||
		!template_load(draw->choice.templates, "drawing.js", &arena, &file, error))
		return false;
	crypto_sha256(file.bytes, hash);
	text_append_size(&made_of, (const char *)hash, sizeof(hash));
	text_append_size(&made_of, (const char *)library->hash, sizeof(library->hash));
	text_append_format(&made_of, "%s\n%s\n", form_names[request->form], request->lang);
	text_append_size(&made_of, (const char *)request->source.data, request->source.size);
	crypto_sha256((struct bytes){ (const uint8_t *)text_string(&made_of), made_of.size }, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		text_append_hex(&hex, hash[i], 2);
	memcpy(ret_key, text_string(&hex), DRAWING_KEY_SIZE + 1);
	return true;
}

static enum drawn draw_one(
	void *context, const struct drawing_request *request, struct text *out, struct error *error)
{
	struct draw *draw = context;
	char key[DRAWING_KEY_SIZE + 1];
	begin_talk(draw, request);
	if (request->source.size > SOURCE_SIZE_MAX) {
		error_set(error, "it is longer than %d bytes", SOURCE_SIZE_MAX);
		return DRAWN_WRONG;
	}
	if (!key_of(draw, request, key, error))
		return DRAWN_UNABLE;
	const struct drawing_entry *kept = drawing_cache_find(&draw->cache, key);
	if (kept) {
		text_append_size(out, (const char *)kept->markup.data, kept->markup.size);
		return DRAWN;
	}
	enum drawn drawn = draw_now(draw, request, out, error);
	if (drawn == DRAWN)
		drawing_cache_add(&draw->cache, key,
			(struct bytes){ (const uint8_t *)text_string(out), out->size });
	return drawn;
}

/* ---- the whole ---- */

struct draw *draw_new(const struct draw_choice *choice)
{
	struct draw *draw = xcalloc(1, sizeof(*draw));
	draw->choice = *choice;
	draw->drawer = (struct deck_drawer){ .context = draw, .draw = draw_one, .end = end_talk };
	draw->libraries[KATEX].name = "katex.js";
	draw->libraries[MERMAID].name = "mermaid.js";
	return draw;
}

void draw_free(struct draw *draw)
{
	if (!draw)
		return;
	end_browser(draw);
	drawing_cache_finish(&draw->cache);
	for (size_t i = 0; i < LIBRARY_COUNT; i++)
		buffer_finish(&draw->libraries[i].script);
	text_finish(&draw->unable);
	free(draw->talk);
	free(draw);
}

const struct deck_drawer *draw_drawer(const struct draw *draw)
{
	return &draw->drawer;
}
