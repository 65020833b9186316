/*
 * The page of talks and the data of the search are made of the records of all talks, so it does not
 * matter which of them were built now. A redacted site's page must hold nothing that a deck hides.
 * A deck that was not built now is built again for that check, unless it was checked with this
 * page.
 */
#include "cli/build/site.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/file/program-path.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "cli/build/talk-pool.h"
#include "cli/command.h"
#include "cli/services/print-decks.h"
#include "season/schedule.h"

/* The record of the files that belong to no talk; a talk's name does not begin with a slash. */
#define SITE_OWN_RECORD "/site"
#define SEARCH_DATA "search-data.js"

/* A site while it is built. */
struct site_builder {
	const struct site_plan *plan;
	struct list_page *page;
	bool has_failed;
	struct site site;
	struct talk_record *records;
	bool *is_done, *is_checked;
	unsigned *workers; /* that built each talk now; 0: none */
	size_t next; /* the first talk whose messages were not printed yet */
	size_t reused;
	bool has_uncached; /* the cache could not take a record */
	struct talk_record own; /* the page of talks, the data of the search */
	struct talk_pool *pool;
};

/* ---- what the result depends on ---- */

static void add_to_digest(uint64_t *digest, const char *string)
{
	const uint8_t end = 0;
	*digest = digest_add(*digest, markup_bytes_of(string ? string : ""));
	*digest = digest_add(*digest, (struct bytes){ &end, 1 });
}

/* Changes with each build and each installation of the program, which is too large to read. */
static uint64_t program_digest(void)
{
	struct stat status;
	automem char *path = program_path();
	if (!path || stat(path, &status) != 0)
		return 0;
	const uint64_t parts[] = { (uint64_t)status.st_dev, (uint64_t)status.st_ino,
		(uint64_t)status.st_size, (uint64_t)status.st_mtime };
	const struct bytes bytes = { (const uint8_t *)parts, sizeof(parts) };
	return digest_add(DIGEST_NOTHING, bytes);
}

/* A digest of this program, its options, and the folder to which paths are relative. */
static uint64_t setting_of(const struct site_plan *plan)
{
	const struct deck_options *options = plan->options;
	automem char *here = realpath(".", NULL);
	automem char *there = realpath(plan->folder, NULL);
	uint64_t parts[] = {
		program_digest(),
		options->is_redacted,
		options->has_worksheet,
	};
	uint64_t digest =
		digest_add(DIGEST_NOTHING, (struct bytes){ (const uint8_t *)parts, sizeof(parts) });
	add_to_digest(&digest, options->lang);
	add_to_digest(&digest, options->templates);
	add_to_digest(&digest, messages_lang());
	add_to_digest(&digest, here);
	add_to_digest(&digest, there);
	add_to_digest(&digest, plan->folder);
	for (size_t i = 0; i < plan->typed_count; i++)
		add_to_digest(&digest, plan->typed[i]);
	return digest;
}

/* ---- results ---- */

/* Prints what a process said of the talk, and removes the file. */
static void print_said(const struct site_builder *builder, size_t talk, const char *ending,
	FILE *stream)
{
	enum { SAID_MAX = 64 << 20 };
	autofinish(error) struct error ignored = { 0 };
	autofinish(buffer) struct buffer said = { 0 };
	automem char *path = site_talk_said(&builder->site, talk, ending);
	(void)fflush(stdout);
	if (file_exists(path) && file_read(path, SAID_MAX, &said, &ignored))
		(void)fwrite(said.data, 1, said.size, stream);
	(void)unlink(path);
}

static void print_talk(struct site_builder *builder, size_t talk)
{
	const struct talk_record *record = &builder->records[talk];
	print_said(builder, talk, "err", stderr);
	print_said(builder, talk, "out", stdout);
	for (size_t i = 0; i < record->said_count; i++)
		report_note("%s", record->said[i]);
}

/* A talk of which no process could say anything. */
static void lose_talk(struct site_builder *builder, size_t talk)
{
	struct talk_record *record = &builder->records[talk];
	autofinish(error) struct error error = { 0 };
	error_set(&error,
		"building '%s' ended in the middle: its process was killed, or there was no memory or no room on the disk",
		builder->site.talks[talk].path);
	(void)report_error(&error);
	record->has_failed = true;
	record->problem = message_of("no deck: the terminal says why");
}

static void on_talk(void *context, size_t talk, int result, unsigned worker)
{
	struct site_builder *builder = context;
	struct talk_record *record = &builder->records[talk];
	automem char *path = site_talk_record(&builder->site, talk);
	bool is_known = result >= 0 && talk_record_read(path, record);
	builder->is_done[talk] = true;
	builder->workers[talk] = result == SITE_BUILT ? worker : 0;
	builder->reused += result == SITE_REUSED;
	builder->has_uncached |= site_talk_is_uncached(&builder->site, talk);
	for (; builder->next < builder->site.talk_count && builder->is_done[builder->next];
		builder->next++)
		print_talk(builder, builder->next);
	if (!is_known)
		lose_talk(builder, talk);
	builder->has_failed |= record->has_failed;
}

/* ---- the page of talks ---- */

static void add_row(struct site_builder *builder, size_t talk)
{
	const struct talk_record *record = &builder->records[talk];
	const char *name = builder->site.talks[talk].name;
	struct list_page_row row = {
		.card = talk_card_copy(&record->card),
		.problem = record->problem ? xstrdup(record->problem) : NULL,
		.has_deck = record->has_deck,
		.name = file_stem(builder->site.talks[talk].path),
		.path = xstrdup(builder->site.talks[talk].path),
	};
	struct text href = { 0 };
	text_append_format(&href, "%s.html", name);
	row.href = text_steal(&href);
	row.files = xcalloc(record->output_count, sizeof(*row.files));
	for (size_t i = 0; i < record->output_count; i++) {
		const char *path = record->outputs[i].path;
		if (strncmp(path, SITE_PACKETS, sizeof(SITE_PACKETS) - 1) == 0)
			row.files[row.file_count++] = xstrdup(path);
	}
	list_page_add_row(builder->page, &row);
}

static bool write_own(
	struct site_builder *builder, const char *name, const struct text_pieces *pieces)
{
	autofinish(error) struct error error = { 0 };
	automem char *path = site_path(&builder->site, name);
	if (!site_write(&builder->site, name, pieces, &builder->own, &error)) {
		builder->has_failed |= report_error(&error) != EXIT_DONE;
		return false;
	}
	print_size(path, pieces->size);
	return true;
}

static void on_checked(void *context, size_t talk, int result, unsigned worker)
{
	struct site_builder *builder = context;
	(void)worker;
	builder->is_checked[talk] = result == SITE_BUILT;
}

/*
 * Whether nothing that a deck hides is in the page. The processes that built decks now know what
 * these hide.
 */
static bool check_page(struct site_builder *builder, const struct deck *page)
{
	struct site *site = &builder->site;
	autofinish(error) struct error error = { 0 };
	automem char *path = site_checked_page(site);
	const struct bytes html = { (const uint8_t *)text_string(&page->slides),
		page->slides.size };
	if (!builder->plan->options->is_redacted)
		return true;
	if (!file_replace(path, html, &error)) {
		(void)report_error(&error);
		return false;
	}
	bool ok = talk_pool_each(builder->pool, SITE_CHECK_BUILT) != SITE_LEAK;
	uint64_t digest = digest_add(DIGEST_NOTHING, html);
	size_t count = 0, *jobs = xcalloc(site->talk_count, sizeof(*jobs));
	for (size_t i = 0; ok && i < site->talk_count; i++) {
		builder->is_checked[i] = !builder->records[i].has_deck ||
			talk_pool_has(builder->pool, builder->workers[i]) ||
			builder->records[i].page == digest;
		if (!builder->is_checked[i])
			jobs[count++] = i;
	}
	talk_pool_run(builder->pool, SITE_CHECK, jobs, count, on_checked, builder);
	free(jobs);
	print_said(builder, site->talk_count, "err", stderr);
	for (size_t i = 0; i < site->talk_count; i++) {
		print_said(builder, i, "err", stderr);
		print_said(builder, i, "out", stdout);
		ok = ok && builder->is_checked[i];
	}
	return ok;
}

static void write_calendar(struct site_builder *builder, const struct text *calendar)
{
	autofinish(text_pieces) struct text_pieces pieces = { 0 };
	if (!calendar->size)
		return;
	text_pieces_add(&pieces, markup_bytes_of(text_string(calendar)));
	(void)write_own(builder, SCHEDULE_CALENDAR, &pieces);
}

/* Returns false when no page was written, as when it would hold a secret. */
static bool write_page(struct site_builder *builder)
{
	autofinish(error) struct error error = { 0 };
	autofinish(deck) struct deck page = { 0 };
	autofinish(text) struct text name = { 0 };
	struct deck_options options = *builder->plan->options;
	options.has_search = true;
	text_append_format(&name, "%s.html", list_page_name(builder->page));
	if (!list_page_build(builder->page, builder->plan->season, &options, &page, &error))
		(void)report_error(&error);
	else if (check_page(builder, &page) &&
		write_own(builder, text_string(&name), &page.html))
		write_calendar(builder, &page.calendar);
	report_findings(&page.findings);
	builder->has_failed |= !builder->own.output_count || page.findings.error_count > 0;
	return builder->own.output_count > 0;
}

/* Writes the data of the search as a script, since a page from disk may load nothing else. */
static void write_search(struct site_builder *builder)
{
	autofinish(text) struct text data = { 0 };
	autofinish(text_pieces) struct text_pieces pieces = { 0 };
	struct json json = { .out = &data, .is_script = true };
	text_append(&data, "pcapdeckTalks([\n");
	for (size_t i = 0; i < builder->site.talk_count; i++) {
		const struct talk_record *record = &builder->records[i];
		autofinish(text) struct text path = { 0 }, href = { 0 };
		if (!record->search.size)
			continue;
		text_append_format(&path, "%s.html", builder->site.talks[i].name);
		markup_url_path(&href, text_string(&path));
		text_append(&data, "[");
		json.needs_comma = false;
		json_string(&json, NULL, text_string(&href));
		text_append_char(&data, ',');
		text_append_size(
			&data, (const char *)record->search.data, record->search.size);
		text_append(&data, "],\n");
	}
	text_append(&data, "]);\n");
	text_pieces_add(
		&pieces, (struct bytes){ (const uint8_t *)text_string(&data), data.size });
	(void)write_own(builder, SEARCH_DATA, &pieces);
}

/* ---- what is no longer there ---- */

static bool is_kept(const struct site_builder *builder, const char *path)
{
	for (size_t i = 0; i < builder->site.talk_count; i++) {
		const struct talk_record *record = &builder->records[i];
		for (size_t j = 0; j < record->output_count; j++) {
			if (strcmp(record->outputs[j].path, path) == 0)
				return true;
		}
	}
	for (size_t i = 0; i < builder->own.output_count; i++) {
		if (strcmp(builder->own.outputs[i].path, path) == 0)
			return true;
	}
	return false;
}

static bool has_record(const struct site_builder *builder, const char *path)
{
	automem char *own = site_cache_record(builder->site.cache.folder, SITE_OWN_RECORD);
	if (strcmp(own, path) == 0)
		return true;
	for (size_t i = 0; i < builder->site.talk_count; i++) {
		automem char *record =
			site_cache_record(builder->site.cache.folder, builder->site.talks[i].name);
		if (strcmp(record, path) == 0)
			return true;
	}
	return false;
}

/* Removes the files of a record that the site does not have any more. */
static void remove_files(const struct site_builder *builder, const char *record_path)
{
	autofinish(talk_record) struct talk_record record = { 0 };
	(void)talk_record_read(record_path, &record);
	for (size_t i = 0; i < record.output_count; i++) {
		if (!is_kept(builder, record.outputs[i].path))
			site_remove_output(&builder->site, &record.outputs[i]);
	}
}

static void remove_former_talks(const struct site_builder *builder)
{
	const char *cache = builder->site.cache.folder;
	DIR *folder = opendir(cache);
	const struct dirent *entry;
	while (folder && (entry = readdir(folder))) {
		const char *ending = strrchr(entry->d_name, '.');
		automem char *path = file_below(cache, entry->d_name);
		if (!ending || strcmp(ending, SITE_CACHE_RECORD) != 0 || has_record(builder, path))
			continue;
		remove_files(builder, path);
		(void)unlink(path);
	}
	if (folder)
		(void)closedir(folder);
}

/* Removes what earlier builds of this site left, and keeps the record of its own files. */
static void clear_up(const struct site_builder *builder)
{
	autofinish(error) struct error ignored = { 0 };
	if (!builder->site.cache.folder)
		return;
	automem char *own = site_cache_record(builder->site.cache.folder, SITE_OWN_RECORD);
	remove_files(builder, own);
	(void)talk_record_write(&builder->own, own, &ignored);
	remove_former_talks(builder);
}

/* ---- the site ---- */

static void say_waiting(const char *site)
{
	report_note("another pcapdeck builds '%s': waiting for it", site);
}

static bool begin(struct site_builder *builder)
{
	struct site *site = &builder->site;
	size_t count = builder->plan->talk_count;
	autofinish(error) struct error error = { 0 };
	site->folder = builder->plan->folder;
	site->options = builder->plan->options;
	site->is_whole = site->options->has_pace;
	site->talk_count = count;
	site->talks = builder->plan->talks;
	builder->records = xcalloc(count, sizeof(*builder->records));
	builder->is_done = xcalloc(count, sizeof(*builder->is_done));
	builder->is_checked = xcalloc(count, sizeof(*builder->is_checked));
	builder->workers = xcalloc(count, sizeof(*builder->workers));
	site_cache_open(&site->cache, site->folder, say_waiting);
	if (temporary_folder_make(NULL, "site", &site->temporary, &error))
		return true;
	builder->has_failed |= report_error(&error) != EXIT_DONE;
	return false;
}

static void finish(struct site_builder *builder)
{
	talk_pool_free(builder->pool);
	for (size_t i = 0; i < builder->site.talk_count; i++)
		talk_record_finish(&builder->records[i]);
	talk_record_finish(&builder->own);
	site_talk_end(&builder->site);
	temporary_folder_finish(&builder->site.temporary);
	site_cache_finish(&builder->site.cache);
	free(builder->records);
	free(builder->is_done);
	free(builder->is_checked);
	free(builder->workers);
}

static void build_all(struct site_builder *builder)
{
	unsigned jobs = builder->plan->jobs;
	size_t count = builder->site.talk_count, *order = xcalloc(count, sizeof(*order));
	const struct talk_pool_worker worker = { &builder->site, site_talk_work, site_talk_end };
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	builder->pool = talk_pool_new(jobs < count ? jobs : (unsigned)count, &worker);
	talk_pool_run(builder->pool, SITE_BUILD, order, count, on_talk, builder);
	free(order);
	if (builder->reused)
		(void)printf(message_of("unchanged: %zu of %zu decks\n"), builder->reused, count);
	if (builder->has_uncached)
		report_note(
			"cannot keep the records of this build in '%s' (is that disk full?): the next one makes more again than what changed",
			builder->site.cache.folder);
}

bool site_build(const struct site_plan *plan, struct list_page *page)
{
	struct site_builder builder = { .plan = plan, .page = page };
	builder.site.setting = setting_of(plan);
	if (begin(&builder)) {
		build_all(&builder);
		for (size_t i = 0; i < plan->talk_count; i++)
			add_row(&builder, i);
		if (write_page(&builder))
			write_search(&builder);
		clear_up(&builder);
	}
	for (size_t i = 0; i < plan->talk_count; i++) {
		if (builder.records[i].has_deck)
			plan->on_deck(plan->context, builder.records[i].outputs[0].path);
	}
	finish(&builder);
	return !builder.has_failed;
}
