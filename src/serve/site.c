/*
 * A site keeps, for each talk, its page and the fingerprints of all files that it was built from. A
 * refresh compares the fingerprints and rebuilds the pages that differ; a request never reads a
 * talk or a template. A file that changed while its page was being built counts as changed again.
 */
#include "serve/site.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "deck/talk-list.h"
#include "notes/text/characters.h"
#include "season/schedule.h"
#include "serve/live/live-slides.h"
#include "serve/page-changes.h"
#include "serve/watch/file-watch.h"

/* The largest capture that can be downloaded: it is read into memory. */
enum { CAPTURE_SIZE_MAX = 256 << 20 };

/* The kernel limits the watches of a program. */
enum { FOLDERS_WATCHED_MAX = 1000 };

/*
 * A kernel may stamp a change up to one tick earlier than the clock that was read just before it.
 */
enum { CLOCK_TICK_NS = 20 * NS_PER_MS };

struct source {
	char *path;
	uint64_t fingerprint; /* 0: the file is missing, or must be read again */
};

struct site_page {
	char *name; /* such as "01-what.html"; "" for the index */
	char *talk; /* the path of the talk; NULL for the index */
	struct text html;
	struct text policy;
	struct talk_card card;
	char *problem; /* the errors, a line each, or NULL */
	char *warnings; /* the warnings, a line each, or NULL */
	struct text calendar; /* of the index: its schedule for calendars; else empty */
	int64_t outdated_s; /* of the index: when the day of its schedule ends; else 0 */
	bool has_deck; /* false: the page only shows the errors */
	uint64_t version; /* a hash of the HTML */
	struct source *sources;
	size_t source_count;
	struct deck_asks asks;
	struct arena arena;
	struct deck_slide *slides; /* in the arena */
	size_t slide_count;
	struct page_changes changes; /* empty when the page was built only once */
	bool asks_feedback, is_korean;
	unsigned duration_s;
	struct live_slides lives; /* guarded by the site's lock */
	uint64_t live_number; /* of the last change of them; 0: there are none */
};

/* The revision of a page. It outlives the page, for event streams that still follow it. */
struct site_revision {
	char *name;
	uint64_t number;
};

struct site {
	pthread_mutex_t
		/*
		 * guards pages, index and revisions; the refreshing thread, their only writer,
		 * reads without it
		 */
		lock;
	char *path; /* as the caller gave it */
	char *root;
	bool is_single;
	bool has_listeners;
	struct deck_options options;
	struct site_page **pages;
	size_t page_count;
	char **folders; /* folders in which new talks may appear */
	size_t folder_count;
	struct site_page *index;
	struct site_revision *revisions;
	size_t revision_count, revision_capacity;
	uint64_t live_number; /* the last one that was given */
};

static int64_t now_ns(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void page_free(struct site_page *page)
{
	if (!page)
		return;
	free(page->name);
	free(page->talk);
	text_finish(&page->html);
	text_finish(&page->policy);
	talk_card_finish(&page->card);
	free(page->problem);
	free(page->warnings);
	text_finish(&page->calendar);
	for (size_t i = 0; i < page->source_count; i++)
		free(page->sources[i].path);
	free(page->sources);
	live_slides_finish(&page->lives);
	deck_asks_finish(&page->asks);
	page_changes_finish(&page->changes);
	arena_finish(&page->arena);
	free(page);
}

struct site *site_new(const char *path, const struct deck_options *options,
	enum site_audience audience, struct error *error)
{
	if (!file_exists(path)) {
		error_set(error, "there is no talk or folder '%s'", path);
		return NULL;
	}
	struct site *site = xcalloc(1, sizeof(*site));
	(void)pthread_mutex_init(&site->lock, NULL);
	site->path = xstrdup(path);
	site->is_single = !file_is_folder(path);
	site->root = site->is_single ? file_folder(path) : xstrdup(path);
	site->options = *options;
	site->options.is_served = true;
	site->has_listeners = audience == SITE_FOR_LISTENERS;
	site->options.room_opened_s = site->has_listeners ? now_ns() / NS_PER_S : 0;
	site->options.shows_open_items = audience == SITE_FOR_AUTHOR && !options->is_rehearsed;
	return site;
}

void site_free(struct site *site)
{
	if (!site)
		return;
	for (size_t i = 0; i < site->page_count; i++)
		page_free(site->pages[i]);
	free(site->pages);
	page_free(site->index);
	for (size_t i = 0; i < site->revision_count; i++)
		free(site->revisions[i].name);
	free(site->revisions);
	for (size_t i = 0; i < site->folder_count; i++)
		free(site->folders[i]);
	free(site->folders);
	free(site->path);
	free(site->root);
	(void)pthread_mutex_destroy(&site->lock);
	free(site);
}

/* --- building --- */

static uint64_t hash_text(const struct text *text)
{
	const struct bytes bytes = { (const uint8_t *)text_string(text), text->size };
	return digest_add(DIGEST_NOTHING, bytes) | 1;
}

static void add_source(struct site_page *page, const char *path, int64_t started_ns)
{
	for (size_t i = 0; i < page->source_count; i++) {
		if (strcmp(page->sources[i].path, path) == 0)
			return;
	}
	int64_t modified_ns;
	uint64_t fingerprint = file_watch_fingerprint(path, &modified_ns);
	if (modified_ns >= started_ns - CLOCK_TICK_NS)
		fingerprint = 0;
	page->sources = xrealloc(page->sources, (page->source_count + 1) * sizeof(*page->sources));
	page->sources[page->source_count++] = (struct source){ xstrdup(path), fingerprint };
}

static bool sources_changed(const struct site_page *page)
{
	for (size_t i = 0; i < page->source_count; i++) {
		int64_t modified_ns;
		if (file_watch_fingerprint(page->sources[i].path, &modified_ns) !=
			page->sources[i].fingerprint)
			return true;
	}
	return false;
}

static void take_deck(struct site_page *page, struct deck *deck)
{
	text_finish(&page->html);
	text_finish(&page->policy);
	page->html = (struct text){ 0 };
	text_pieces_append_to(&page->html, &deck->html);
	page->policy = deck->policy;
	deck->policy = (struct text){ 0 };
	page->version = hash_text(&page->html);
}

/*
 * Writes the page of a talk that could not be built: an index of that one talk, with the message.
 */
static void write_problem_page(struct site *site, struct site_page *page)
{
	autofinish(error) struct error error = { 0 };
	autofinish(deck) struct deck deck = { 0 };
	const struct talk_card unknown = { 0 };
	const struct deck_index_entry entry = {
		.href = "",
		.card = &unknown,
		.name = page->name,
		.problem = page->problem,
	};
	if (deck_index_build(&entry, 1, NULL, &site->options, &deck, &error)) {
		take_deck(page, &deck);
		return;
	}
	/* The template itself is broken, so the page is plain words. */
	text_clear(&page->html);
	text_append(&page->html, "<!doctype html><meta charset=\"utf-8\"><pre>");
	markup_text(&page->html, page->problem);
	text_append_char(&page->html, '\n');
	markup_text(&page->html, error_message(&error));
	text_append(&page->html, "</pre>");
	page->version = hash_text(&page->html);
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void report(const struct site_messages *messages, const char *line)
{
	if (messages && messages->message)
		messages->message(messages->context, line);
}

/* Returns the warnings, one per line, malloc()ed; NULL when there is none. */
static char *warnings_of(const struct findings *findings)
{
	struct text lines = { 0 };
	for (size_t i = 0; i < findings->count; i++) {
		if (findings->items[i].severity != FINDING_WARNING)
			continue;
		text_append(&lines, "warning: ");
		finding_append(&lines, &findings->items[i]);
		text_append_char(&lines, '\n');
	}
	return lines.size ? text_steal(&lines) : NULL;
}

static void report_lines(const struct site_messages *messages, const char *lines)
{
	while (*lines) {
		size_t size = strcspn(lines, "\n");
		automem char *line = xstrndup(lines, size);
		report(messages, line);
		lines += size + (lines[size] == '\n');
	}
}

/*
 * Returns the errors, one per line, then the error that ended the build. The text is malloc()ed;
 * NULL when there is none.
 */
static char *problem_of(const struct findings *findings, const struct error *error)
{
	struct text problem = { 0 };
	for (size_t i = 0; i < findings->count; i++) {
		if (findings->items[i].severity != FINDING_ERROR)
			continue;
		text_append(&problem, problem.size ? "\n" : "");
		finding_append(&problem, &findings->items[i]);
	}
	if (error_is_set(error))
		text_append_format(
			&problem, "%s%s", problem.size ? "\n" : "", error_message(error));
	return problem.size ? text_steal(&problem) : NULL;
}

static struct deck_slide *copy_slides(
	struct arena *arena, const struct deck_slide *slides, size_t count)
{
	struct deck_slide *copies = arena_copy(arena, slides, count, sizeof(*slides));
	for (size_t i = 0; i < count; i++) {
		copies[i].id = arena_strdup(arena, slides[i].id);
		copies[i].title = arena_strdup(arena, slides[i].title);
	}
	return copies;
}

static void take_slides(struct site_page *page, const struct deck *deck)
{
	page->asks_feedback = deck->asks_feedback;
	page->is_korean = deck->is_korean;
	page->duration_s = deck->duration_s;
	page->slide_count = deck->slide_list_count;
	page->slides = copy_slides(&page->arena, deck->slide_list, deck->slide_list_count);
}

static struct site_page *build_talk(struct site *site, const char *talk, const char *name,
	const struct site_page *before, const struct site_messages *messages)
{
	struct site_page *page = xcalloc(1, sizeof(*page));
	struct text html_name = { 0 };
	text_append_format(&html_name, "%s.html", name);
	page->name = text_steal(&html_name);
	page->talk = xstrdup(talk);

	int64_t started_ns = now_ns();
	autofinish(error) struct error error = { 0 };
	autofinish(deck) struct deck deck = { 0 };
	autofinish(text) struct text votes_at = { 0 }, feedback_page = { 0 };
	text_append_format(&votes_at, "/room/vote/%s", page->name);
	text_append(&feedback_page, "/feedback/");
	markup_url_path(&feedback_page, page->name);
	struct deck_options options = site->options;
	options.votes_at = site->has_listeners ? text_string(&votes_at) : NULL;
	options.feedback_page = site->has_listeners ? text_string(&feedback_page) : NULL;
	page->has_deck = deck_build(talk, &options, &deck, &error);
	findings_sort(&deck.findings);
	page->problem = problem_of(&deck.findings, &error);
	page->warnings = warnings_of(&deck.findings);
	/* Warnings are reported once, although every refresh builds again. */
	if (page->warnings && (!before || !is_same(before->warnings, page->warnings)))
		report_lines(messages, page->warnings);
	if (page->problem && (!before || !is_same(before->problem, page->problem)))
		report_lines(messages, page->problem);
	if (page->has_deck) {
		page->card = talk_card_copy(&deck.card);
		take_slides(page, &deck);
		take_deck(page, &deck);
		if (before)
			page_changes_take(&page->changes, &deck);
		page->asks = deck.asks;
		deck.asks = (struct deck_asks){ 0 };
		page->lives = live_slides_new(deck.live_slides, deck.live_count);
		page->live_number = deck.live_count ? ++site->live_number : 0;
		if (before && before->problem && !page->problem) {
			autofinish(text) struct text line = { 0 };
			text_append_message(&line, "%s: in order again", talk);
			report(messages, text_string(&line));
		}
	} else {
		write_problem_page(site, page);
	}
	add_source(page, talk, started_ns);
	/*
	 * A folder's fingerprint changes with the names in it: a new template may replace a
	 * built-in one.
	 */
	if (site->options.templates)
		add_source(page, site->options.templates, started_ns);
	for (size_t i = 0; i < deck.source_count; i++)
		add_source(page, deck.sources[i], started_ns);
	/*
	 * A failed build lists only some of its sources. The old ones are kept, since a change of
	 * one of them may repair the talk.
	 */
	for (size_t i = 0; page->problem && before && i < before->source_count; i++)
		add_source(page, before->sources[i].path, started_ns);
	return page;
}

/* Reports what is wrong with the schedule, once, and keeps its calendar and its file. */
static void take_schedule(struct site *site, struct site_page *page, struct deck *deck,
	int64_t started_ns, const struct site_messages *messages)
{
	const struct error none = { 0 };
	findings_sort(&deck->findings);
	automem char *problem = problem_of(&deck->findings, &none);
	page->warnings = problem ? steal_pointer(&problem) : warnings_of(&deck->findings);
	if (page->warnings && !is_same(site->index ? site->index->warnings : NULL, page->warnings))
		report_lines(messages, page->warnings);
	page->outdated_s = deck->outdated_s;
	page->calendar = deck->calendar;
	deck->calendar = (struct text){ 0 };
	for (size_t i = 0; i < deck->source_count; i++)
		add_source(page, deck->sources[i], started_ns);
}

static struct site_page *build_index(
	struct site *site, const char *problem, const struct site_messages *messages)
{
	int64_t started_ns = now_ns();
	struct site_page *page = xcalloc(1, sizeof(*page));
	page->name = xstrdup("");
	size_t count = site->page_count;
	struct deck_index_entry *entries = xcalloc(count, sizeof(*entries));
	struct text *links = xcalloc(count, sizeof(*links));
	for (size_t i = 0; i < count; i++) {
		const struct site_page *talk = site->pages[i];
		markup_url_path(&links[i], talk->name);
		entries[i] = (struct deck_index_entry){
			.href = text_string(&links[i]),
			.card = &talk->card,
			.name = talk->name,
			.path = talk->talk,
			.problem = talk->problem,
			.has_deck = talk->has_deck,
		};
	}
	autofinish(error) struct error error = { 0 };
	autofinish(deck) struct deck deck = { 0 };
	if (!problem &&
		deck_index_build(entries, count, site->is_single ? NULL : site->root,
			&site->options, &deck, &error)) {
		take_deck(page, &deck);
		take_schedule(site, page, &deck, started_ns, messages);
		page->has_deck = true;
	} else {
		page->problem = xstrdup(problem ? problem : error_message(&error));
		write_problem_page(site, page);
	}
	for (size_t i = 0; i < count; i++)
		text_finish(&links[i]);
	free(links);
	free(entries);
	return page;
}

/* --- refreshing --- */

static struct site_page *find_page(const struct site *site, const char *name)
{
	if (!*name)
		return site->index;
	for (size_t i = 0; i < site->page_count; i++) {
		if (strcmp(site->pages[i]->name, name) == 0)
			return site->pages[i];
	}
	return NULL;
}

/*
 * Returns the name of the page that a request means. macOS stores names decomposed (NFD) or
 * composed (NFC); both forms find the page.
 */
static const char *stored_name(const struct site *site, const char *name)
{
	if (find_page(site, name))
		return name;
	for (size_t i = 0; i < site->revision_count; i++) {
		if (text_is_same_composed(site->revisions[i].name, name))
			return site->revisions[i].name;
	}
	return name;
}

static struct site_page *find_talk(const struct site *site, const char *talk)
{
	for (size_t i = 0; i < site->page_count; i++) {
		if (strcmp(site->pages[i]->talk, talk) == 0)
			return site->pages[i];
	}
	return NULL;
}

static struct site_revision *find_revision(const struct site *site, const char *name)
{
	for (size_t i = 0; i < site->revision_count; i++) {
		if (strcmp(site->revisions[i].name, name) == 0)
			return &site->revisions[i];
	}
	return NULL;
}

static void count_revision(struct site *site, const char *name)
{
	struct site_revision *revision = find_revision(site, name);
	if (!revision) {
		grow_array(&site->revisions, site->revision_count, &site->revision_capacity,
			sizeof(*site->revisions));
		revision = &site->revisions[site->revision_count++];
		*revision = (struct site_revision){ .name = xstrdup(name) };
	}
	revision->number++;
}

static bool pages_differ(const struct site_page *a, const struct site_page *b)
{
	return !a || !b || a->version != b->version || !is_same(a->problem, b->problem);
}

/* Replaces the list of pages; pages that stay are in both lists. Returns whether a page changed. */
static bool publish_pages(struct site *site, struct site_page **pages, size_t count)
{
	bool is_changed = false;
	(void)pthread_mutex_lock(&site->lock);
	struct site_page **old = site->pages;
	size_t old_count = site->page_count;
	for (size_t i = 0; i < count; i++) {
		if (pages_differ(find_page(site, pages[i]->name), pages[i])) {
			count_revision(site, pages[i]->name);
			is_changed = true;
		}
	}
	site->pages = pages;
	site->page_count = count;
	for (size_t i = 0; i < old_count; i++) {
		if (!find_page(site, old[i]->name)) {
			count_revision(site, old[i]->name);
			is_changed = true;
		}
	}
	(void)pthread_mutex_unlock(&site->lock);

	for (size_t i = 0; i < old_count; i++) {
		bool is_kept = false;
		for (size_t j = 0; j < count && !is_kept; j++)
			is_kept = pages[j] == old[i];
		if (!is_kept)
			page_free(old[i]);
	}
	free(old);
	return is_changed;
}

static bool publish_index(struct site *site, struct site_page *index)
{
	(void)pthread_mutex_lock(&site->lock);
	struct site_page *old = site->index;
	bool is_changed = pages_differ(old, index);
	site->index = index;
	if (is_changed)
		count_revision(site, "");
	(void)pthread_mutex_unlock(&site->lock);
	page_free(old);
	return is_changed;
}

enum site_day site_day(const struct site *site)
{
	int64_t end_s = site->index && !site->options.now_s ? site->index->outdated_s : 0;
	return !end_s                         ? SITE_WITHOUT_DAY
		: now_ns() / NS_PER_S < end_s ? SITE_OF_TODAY
					      : SITE_OF_YESTERDAY;
}

static void keep_folders(struct site *site, const struct talk_list *talks)
{
	for (size_t i = 0; i < site->folder_count; i++)
		free(site->folders[i]);
	free(site->folders);
	site->folder_count = talks->folder_count < FOLDERS_WATCHED_MAX ? talks->folder_count
								       : FOLDERS_WATCHED_MAX;
	site->folders = xcalloc(site->folder_count, sizeof(*site->folders));
	for (size_t i = 0; i < site->folder_count; i++)
		site->folders[i] = xstrdup(talks->folders[i]);
}

bool site_refresh(struct site *site, const struct site_messages *messages)
{
	autofinish(error) struct error error = { 0 };
	autofinish(talk_list) struct talk_list talks = { 0 };
	size_t count = 0;
	bool found = talk_list_find(site->path, &talks, &error);
	struct site_page **pages = xcalloc(talks.count, sizeof(struct site_page *));
	for (size_t i = 0; i < talks.count; i++) {
		struct site_page *page = find_talk(site, talks.paths[i]);
		if (!page || sources_changed(page) || page->problem)
			page = build_talk(site, talks.paths[i], talks.names[i], page, messages);
		pages[count++] = page;
	}
	keep_folders(site, &talks);
	bool is_changed = publish_pages(site, pages, count);
	return publish_index(
		       site, build_index(site, found ? NULL : error_message(&error), messages)) ||
		is_changed;
}

const char **site_sources(const struct site *site, size_t *ret_count)
{
	size_t count = 2 + site->folder_count;
	for (size_t i = 0; i < site->page_count; i++)
		count += site->pages[i]->source_count;
	count += site->index ? site->index->source_count : 0;
	const char **paths = xcalloc(count, sizeof(*paths));
	count = 0;
	paths[count++] = site->path;
	if (site->options.templates)
		paths[count++] = site->options.templates;
	for (size_t i = 0; i < site->folder_count; i++)
		paths[count++] = site->folders[i];
	for (size_t i = 0; i < site->page_count; i++) {
		for (size_t j = 0; j < site->pages[i]->source_count; j++)
			paths[count++] = site->pages[i]->sources[j].path;
	}
	for (size_t i = 0; site->index && i < site->index->source_count; i++)
		paths[count++] = site->index->sources[i].path;
	*ret_count = count;
	return paths;
}

const char *site_folder(const struct site *site)
{
	return site->root;
}

/* --- answering --- */

static bool is_capture_name(const char *name)
{
	static const char *const endings[] = { ".pcap", ".pcapng", ".cap" };
	size_t size = strlen(name);
	for (size_t i = 0; i < ARRAY_COUNT(endings); i++) {
		size_t ending = strlen(endings[i]);
		if (size > ending && strcasecmp(name + size - ending, endings[i]) == 0)
			return true;
	}
	return false;
}

/* Whether `name`, relative to the folder `root`, is the file at `path`. Both paths are resolved. */
static bool is_called(const char *root, const char *path, const char *name)
{
	size_t size = strcmp(root, "/") == 0 ? 0 : strlen(root);
	return strncmp(path, root, size) == 0 && path[size] == '/' &&
		text_is_same_composed(path + size + 1, name);
}

/* Only a capture that a talk shows can be downloaded, and only from below the served folder. */
static char *resolve_capture(struct site *site, const char *name)
{
	automem char *root = realpath(site->root, NULL);
	if (!root || !is_capture_name(name))
		return NULL;
	automem char *real = file_resolve_under(site->root, name);
	char *shown = NULL;
	(void)pthread_mutex_lock(&site->lock);
	for (size_t i = 0; i < site->page_count; i++) {
		const struct site_page *page = site->pages[i];
		for (size_t j = 0; j < page->source_count && !shown; j++) {
			automem char *source = realpath(page->sources[j].path, NULL);
			bool is_it = source &&
				(real ? strcmp(source, real) == 0 : is_called(root, source, name));
			shown = is_it ? steal_pointer(&source) : NULL;
		}
	}
	(void)pthread_mutex_unlock(&site->lock);
	return shown;
}

static void answer_page(const struct site_page *page, struct site_answer *answer)
{
	answer->status = page->has_deck ? 200 : 500;
	answer->content_type = "text/html; charset=utf-8";
	answer->version = page->version;
	answer->policy = page->policy.size ? xstrdup(text_string(&page->policy)) : NULL;
	char *copy = xstrndup(text_string(&page->html), page->html.size);
	answer->body = (struct buffer){ (uint8_t *)copy, page->html.size };
}

/* The calendar beside the index. */
static bool answer_calendar(struct site *site, const char *name, struct site_answer *answer)
{
	(void)pthread_mutex_lock(&site->lock);
	const struct text *calendar = site->index ? &site->index->calendar : NULL;
	bool is_there = calendar && calendar->size && strcmp(name, SCHEDULE_CALENDAR) == 0;
	if (is_there) {
		char *copy = xstrndup(text_string(calendar), calendar->size);
		answer->status = 200;
		answer->content_type = "text/calendar; charset=utf-8";
		answer->body = (struct buffer){ (uint8_t *)copy, calendar->size };
	}
	(void)pthread_mutex_unlock(&site->lock);
	return is_there;
}

static const char nothing[] = MESSAGE(
	"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n<title>No such page</title>\n"
	"<style>body { margin: 3rem auto; padding: 0 1.5rem; max-width: 46rem; font: 1.25rem/1.5 system-ui, sans-serif }</style>\n"
	"<main>\n<h1>No such page</h1>\n"
	"<p>there is no such page here; <a href=\"/\">/</a> lists the talks</p>\n</main>\n");

void site_answer(struct site *site, const char *name, struct site_answer *ret_answer)
{
	*ret_answer = (struct site_answer){ .content_type = "text/plain; charset=utf-8" };
	(void)pthread_mutex_lock(&site->lock);
	const struct site_page *page = find_page(site, stored_name(site, name));
	if (!*name && site->is_single && site->page_count == 1) {
		struct text location = { 0 };
		text_append_char(&location, '/');
		markup_url_path(&location, site->pages[0]->name);
		ret_answer->status = 302;
		ret_answer->location = text_steal(&location);
	} else if (page) {
		answer_page(page, ret_answer);
	}
	(void)pthread_mutex_unlock(&site->lock);
	if (ret_answer->status || answer_calendar(site, name, ret_answer))
		return;

	autofinish(error) struct error error = { 0 };
	automem char *capture = resolve_capture(site, name);
	if (capture && file_read(capture, CAPTURE_SIZE_MAX, &ret_answer->body, &error)) {
		ret_answer->status = 200;
		ret_answer->content_type = "application/vnd.tcpdump.pcap";
		ret_answer->is_download = true;
		return;
	}
	ret_answer->status = 404;
	ret_answer->content_type = "text/html; charset=utf-8";
	ret_answer->policy =
		xstrdup("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
	const char *page_of_none = message_of(nothing);
	ret_answer->body =
		(struct buffer){ (uint8_t *)xstrdup(page_of_none), strlen(page_of_none) };
}

void site_answer_finish(struct site_answer *answer)
{
	if (!answer)
		return;
	buffer_finish(&answer->body);
	free(answer->policy);
	free(answer->location);
	*answer = (struct site_answer){ 0 };
}

bool site_changes_append(struct site *site, const char *name, const char *had, struct text *out)
{
	(void)pthread_mutex_lock(&site->lock);
	const struct site_page *page = find_page(site, stored_name(site, name));
	bool is_there = page && (page->problem || page->changes.slides.size);
	if (is_there && page->problem)
		text_append(out, "{\"problem\":true}");
	else if (is_there)
		page_changes_append(
			&page->changes, page->slides, page->slide_count, page->version, had, out);
	(void)pthread_mutex_unlock(&site->lock);
	return is_there;
}

size_t site_ask_choices(struct site *site, const char *name, const char *ask)
{
	(void)pthread_mutex_lock(&site->lock);
	const struct site_page *page = find_page(site, stored_name(site, name));
	size_t count = page ? deck_asks_choices(&page->asks, ask) : 0;
	(void)pthread_mutex_unlock(&site->lock);
	return count;
}

/* ---- talks ---- */

bool site_talk_read(struct site *site, const char *name, struct site_talk *ret_talk)
{
	*ret_talk = (struct site_talk){ 0 };
	struct arena *arena = &ret_talk->arena;
	(void)pthread_mutex_lock(&site->lock);
	const struct site_page *page = find_page(site, stored_name(site, name));
	bool is_there = page && page->talk && page->slide_count;
	if (is_there) {
		ret_talk->page = arena_strdup(arena, page->name);
		ret_talk->path = arena_strdup(arena, page->talk);
		ret_talk->title = arena_strdup(arena, page->card.title ? page->card.title : "");
		ret_talk->asks_feedback = page->asks_feedback;
		ret_talk->is_korean = page->is_korean;
		ret_talk->duration_s = page->duration_s;
		ret_talk->slides = copy_slides(arena, page->slides, page->slide_count);
		ret_talk->slide_count = page->slide_count;
	}
	(void)pthread_mutex_unlock(&site->lock);
	return is_there;
}

char *site_talk_path(struct site *site, const char *name)
{
	(void)pthread_mutex_lock(&site->lock);
	const struct site_page *page = find_page(site, stored_name(site, name));
	char *path = page && page->talk ? xstrdup(page->talk) : NULL;
	(void)pthread_mutex_unlock(&site->lock);
	return path;
}

void site_talk_finish(struct site_talk *talk)
{
	if (talk)
		arena_finish(&talk->arena);
}

/* ---- slides that are recorded anew ---- */

static struct live_slide *find_live(
	const struct site *site, const char *name, const char *slide, struct site_page **ret_page)
{
	*ret_page = find_page(site, stored_name(site, name));
	return *ret_page ? live_slides_find(&(*ret_page)->lives, slide) : NULL;
}

bool site_is_live(struct site *site, const char *name, const char *slide)
{
	struct site_page *page;
	(void)pthread_mutex_lock(&site->lock);
	bool is_live = find_live(site, name, slide, &page) != NULL;
	(void)pthread_mutex_unlock(&site->lock);
	return is_live;
}

bool site_live_begin(struct site *site, const char *name, const char *slide)
{
	struct site_page *page;
	(void)pthread_mutex_lock(&site->lock);
	struct live_slide *live = find_live(site, name, slide, &page);
	if (live) {
		live->is_recording = true;
		page->live_number = ++site->live_number;
	}
	(void)pthread_mutex_unlock(&site->lock);
	return live != NULL;
}

void site_live_record(struct site *site, const char *name, const char *slide)
{
	/* This thread alone replaces pages, so what is found stays. */
	struct site_page *page;
	struct live_slide *live = find_live(site, name, slide, &page);
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text json = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	if (!live)
		return;
	if (temporary_folder_make_guarded("live", &folder, &error)) {
		const struct deck_live place = { .slide = live->id, .folder = folder.path };
		(void)deck_build_live(page->talk, &site->options, &place, &json, &error);
	}
	(void)pthread_mutex_lock(&site->lock);
	page->live_number = ++site->live_number;
	live_slide_end(live, page->live_number, &json,
		error_is_set(&error) ? error_message(&error) : NULL);
	(void)pthread_mutex_unlock(&site->lock);
}

uint64_t site_live_number(struct site *site, const char *name)
{
	(void)pthread_mutex_lock(&site->lock);
	const struct site_page *page = find_page(site, stored_name(site, name));
	uint64_t number = page ? page->live_number : 0;
	(void)pthread_mutex_unlock(&site->lock);
	return number;
}

uint64_t site_live_append(struct site *site, const char *name, bool says_why, struct text *out)
{
	const struct live_slides none = { 0 };
	(void)pthread_mutex_lock(&site->lock);
	const struct site_page *page = find_page(site, stored_name(site, name));
	live_slides_append(page ? &page->lives : &none, says_why, out);
	uint64_t number = page ? page->live_number : 0;
	(void)pthread_mutex_unlock(&site->lock);
	return number;
}

bool site_live_slide(struct site *site, const char *name, const char *slide, struct text *out)
{
	struct site_page *page;
	(void)pthread_mutex_lock(&site->lock);
	const struct live_slide *live = find_live(site, name, slide, &page);
	bool is_there = live && live->json.size;
	if (is_there)
		text_append_size(out, text_string(&live->json), live->json.size);
	(void)pthread_mutex_unlock(&site->lock);
	return is_there;
}

uint64_t site_revision(struct site *site, const char *name)
{
	(void)pthread_mutex_lock(&site->lock);
	const struct site_revision *revision = find_revision(site, stored_name(site, name));
	uint64_t number = revision ? revision->number : 0;
	(void)pthread_mutex_unlock(&site->lock);
	return number;
}

uint64_t site_state(struct site *site, const char *name, struct text *out)
{
	(void)pthread_mutex_lock(&site->lock);
	name = stored_name(site, name);
	const struct site_revision *revision = find_revision(site, name);
	const struct site_page *page = find_page(site, name);
	uint64_t number = revision ? revision->number : 0;
	if (number) {
		autofinish(text) struct text version = { 0 };
		text_append_format(
			&version, "%016llx", (unsigned long long)(page ? page->version : 0));
		struct json json = { .out = out };
		json_begin_object(&json, NULL);
		json_string(&json, "version", text_string(&version));
		json_string(&json, "lang", messages_lang());
		if (page && page->problem)
			json_string(&json, "problem", page->problem);
		else if (!page)
			json_string(
				&json, "problem", message_of("the notes of this talk are gone"));
		json_end_object(&json);
	}
	(void)pthread_mutex_unlock(&site->lock);
	return number;
}
