/*
 * The record is written before the files, with all that may be there from then on, and again after
 * them. So no file of a build that was killed is taken for somebody else's. A cache that cannot be
 * written costs the next build time, and never a file of the site: the record of this build is in
 * the temporary folder then.
 *
 * The site's captures are those that a redacted deck holds, also when its decks are not redacted:
 * a talk whose redacted deck cannot be built has none.
 */
#include "cli/build/site-talk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file/file.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/services/draw.h"
#include "cli/services/make-folder.h"
#include "cli/services/print-decks.h"

/* ---- files ---- */

static char *numbered(const struct site *site, size_t number, const char *ending)
{
	struct text path = { 0 };
	text_append_format(&path, "%s/%zu%s", site->temporary.path, number, ending);
	return text_steal(&path);
}

/* The record when it is not in the cache. */
static char *temporary_record(const struct site *site, size_t talk)
{
	return numbered(site, talk, SITE_CACHE_RECORD);
}

bool site_talk_is_uncached(const struct site *site, size_t talk)
{
	automem char *path = temporary_record(site, talk);
	return site->cache.folder && file_exists(path);
}

char *site_talk_record(const struct site *site, size_t talk)
{
	return site->cache.folder && !site_talk_is_uncached(site, talk)
		? site_cache_record(site->cache.folder, site->talks[talk].name)
		: temporary_record(site, talk);
}

char *site_talk_said(const struct site *site, size_t talk, const char *ending)
{
	autofinish(text) struct text dotted = { 0 };
	text_append_format(&dotted, ".%s", ending);
	return numbered(site, talk, text_string(&dotted));
}

char *site_checked_page(const struct site *site)
{
	return site_talk_said(site, site->talk_count, "page");
}

char *site_path(const struct site *site, const char *name)
{
	return file_below(site->folder, name);
}

static uint64_t digest_of(const struct text_pieces *pieces)
{
	uint64_t digest = DIGEST_NOTHING;
	for (size_t i = 0; i < pieces->count; i++)
		digest = digest_add(digest, pieces->items[i]);
	return digest;
}

bool site_write(const struct site *site, const char *name, const struct text_pieces *pieces,
	struct talk_record *record, struct error *error)
{
	automem char *path = site_path(site, name);
	automem char *folder = file_folder(path);
	uint64_t digest = digest_of(pieces);
	if (file_trace_look(FILE_TRACE_BYTES, path) == digest)
		file_remove_leftovers(path);
	else if (!make_folder(folder, error) || !file_replace_pieces(path, pieces, error))
		return false;
	talk_record_add_output(record, name, digest);
	return true;
}

/* Whether the path stays below the folder that it is relative to. */
static bool is_below(const char *path)
{
	for (const char *part = path;; part++) {
		size_t size = strcspn(part, "/");
		if (!size || (size == 1 && part[0] == '.') ||
			(size == 2 && strncmp(part, "..", 2) == 0))
			return false;
		part += size;
		if (!*part)
			return true;
	}
}

void site_remove_output(const struct site *site, const struct talk_output *output)
{
	automem char *path = site_path(site, output->path);
	if (!is_below(output->path))
		return;
	file_remove_leftovers(path);
	if (file_trace_look(FILE_TRACE_BYTES, path) != output->digest || unlink(path) != 0)
		return;
	autofinish(text) struct text folder = { 0 };
	text_append(&folder, output->path);
	for (char *slash; folder.data && (slash = strrchr(folder.data, '/'));) {
		*slash = '\0';
		automem char *parent = site_path(site, folder.data);
		if (rmdir(parent) != 0)
			return;
	}
}

/* ---- what a talk gives ---- */

struct output {
	char *path; /* malloc()ed */
	const struct text_pieces *pieces;
	struct text_pieces own;
};

/* What is being built of a talk. */
struct building {
	struct site *site;
	size_t talk;
	struct talk_record record, before;
	struct deck deck, redacted;
	struct output *outputs;
	size_t output_count;
};

static void building_finish(struct building *building)
{
	for (size_t i = 0; i < building->output_count; i++) {
		free(building->outputs[i].path);
		text_pieces_finish(&building->outputs[i].own);
	}
	free(building->outputs);
	deck_finish(&building->deck);
	deck_finish(&building->redacted);
	talk_record_finish(&building->record);
	talk_record_finish(&building->before);
}
DEFINE_AUTOFINISH(building);

/* Adds a file whose path is that of the deck without ".html", between `before` and `behind`. */
static struct output *add_output(
	struct building *building, const char *before, const char *behind, const char *name)
{
	struct output *output = &building->outputs[building->output_count++];
	const char *deck = building->site->talks[building->talk].name;
	struct text path = { 0 };
	text_append_format(&path, "%s%s%s%s", before, deck, behind, name);
	*output = (struct output){ .path = text_steal(&path) };
	return output;
}

/* Whether a talk other than this one has its deck at this path below the site. */
static bool is_deck_of_another(const struct site *site, size_t talk, const char *path)
{
	for (size_t i = 0; i < site->talk_count; i++) {
		size_t size = strlen(site->talks[i].name);
		if (i != talk && strncmp(path, site->talks[i].name, size) == 0 &&
			strcmp(path + size, ".html") == 0)
			return true;
	}
	return false;
}

static void say_no_worksheet(struct building *building)
{
	struct talk_record *record = &building->record;
	automem char *deck = site_path(building->site, building->outputs[0].path);
	talk_record_say(record,
		arena_printf(&record->arena,
			message_of(
				"'%s' has no worksheet: no sequence of TCP in it has a number that follows from others"),
			deck));
}

/* Adds the worksheet to what is written, unless it would take the place of another talk's deck. */
static void add_worksheet(struct building *building)
{
	const struct site *site = building->site;
	struct output *output = add_output(building, "", "-worksheet.html", "");
	output->pieces = &building->deck.worksheet;
	if (!is_deck_of_another(site, building->talk, output->path))
		return;
	autofinish(error) struct error error = { 0 };
	automem char *path = site_path(site, output->path);
	error_set(&error, "'%s' was just written from another source: rename one of them", path);
	building->record.has_failed |= report_error(&error) != EXIT_DONE;
	free(output->path);
	building->output_count--;
}

/*
 * Gathers what is written: the deck, its worksheet, the packets of `redacted`, which may be the
 * same deck.
 */
static void gather_outputs(struct building *building, const struct deck *redacted)
{
	struct deck *deck = &building->deck;
	building->outputs = xcalloc(2 + redacted->packet_file_count, sizeof(*building->outputs));
	add_output(building, "", ".html", "")->pieces = &deck->html;
	if (deck->worksheet.size)
		add_worksheet(building);
	else if (building->site->options->has_worksheet)
		say_no_worksheet(building);
	for (size_t i = 0; i < redacted->packet_file_count; i++) {
		const struct packet_file *file = &redacted->packet_files[i];
		struct output *output = add_output(building, SITE_PACKETS, "/", file->name);
		const struct bytes data = { (const uint8_t *)text_string(&file->data),
			file->data.size };
		text_pieces_add(&output->own, data);
		output->pieces = &output->own;
	}
}

/* How much was written to standard error in this job. */
static size_t size_of_messages(void)
{
	struct stat status;
	(void)fflush(stderr);
	return fstat(STDERR_FILENO, &status) == 0 ? (size_t)status.st_size : SIZE_MAX;
}

/*
 * Records a capture that is missing, one process at a time: talks may share a capture. What is said
 * of it need not be said by a later build.
 */
static bool record_once(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error)
{
	struct site *site = context;
	automem char *path = site_talk_said(site, site->talk_count, "recording");
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock >= 0)
		(void)flock(lock, LOCK_EX);
	struct file_trace *trace = file_trace_pause();
	size_t before = size_of_messages();
	bool ok = file_exists(capture->path) ||
		site->options->record(site->options->record_context, talk, capture, error);
	file_trace_go_on(trace);
	if (ok) {
		file_trace_made(capture->path);
		site->recording_messages += size_of_messages() - before;
	}
	if (lock >= 0)
		(void)close(lock);
	return ok;
}

static struct deck_options options_of(struct site *site)
{
	struct deck_options options = *site->options;
	if (!site->draw)
		site->draw = draw_new(&(struct draw_choice){
			.templates = options.templates,
			.keeps_browser = true,
		});
	options.drawer = draw_drawer(site->draw);
	options.record = record_once;
	options.record_context = site;
	options.has_search = true;
	options.has_packet_files = options.is_redacted;
	return options;
}

/* Keeps what a redacted deck hides, for the check of the page of talks. */
static void keep_leaks(struct site *site, size_t talk, struct deck *deck)
{
	if (!deck->leaks)
		return;
	size_t count = site->leak_count;
	grow_array(&site->leaks, count, &site->leak_capacity, sizeof(*site->leaks));
	grow_array(&site->leak_talks, count, &site->leak_talk_capacity, sizeof(*site->leak_talks));
	site->leaks[count] = deck->leaks;
	site->leak_talks[count] = talk;
	site->leak_count++;
	deck->leaks = NULL;
}

/*
 * Returns the deck whose packets the site may hand out: the deck itself when it is redacted, else
 * one that is built for them; an empty one when that cannot be made.
 */
static const struct deck *redacted_deck(
	struct building *building, const struct deck_options *options)
{
	const char *path = building->site->talks[building->talk].path;
	autofinish(error) struct error error = { 0 };
	struct deck_options again = *options;
	if (options->is_redacted || !building->deck.has_packets)
		return &building->deck;
	again.is_redacted = again.has_packet_files = true;
	again.has_search = again.has_worksheet = again.has_pace = false;
	again.drawer = NULL;
	if (!deck_build(path, &again, &building->redacted, &error)) {
		talk_record_say(&building->record,
			arena_printf(&building->record.arena,
				message_of("'%s': its captures are not in the site: %s"), path,
				error_message(&error)));
		deck_finish(&building->redacted);
	}
	return &building->redacted;
}

/* Writes the record with the files of the last build and those that come, if that is possible. */
static void write_intent(const struct building *building, const char *record_path)
{
	autofinish(talk_record) struct talk_record intent = { 0 };
	autofinish(error) struct error ignored = { 0 };
	for (size_t i = 0; i < building->before.output_count; i++) {
		const struct talk_output *output = &building->before.outputs[i];
		talk_record_add_output(&intent, output->path, output->digest);
	}
	for (size_t i = 0; i < building->output_count; i++) {
		const struct output *output = &building->outputs[i];
		talk_record_add_output(&intent, output->path, digest_of(output->pieces));
	}
	(void)talk_record_write(&intent, record_path, &ignored);
}

static bool write_outputs(struct building *building, struct error *error)
{
	for (size_t i = 0; i < building->output_count; i++) {
		const struct output *output = &building->outputs[i];
		automem char *path = site_path(building->site, output->path);
		if (!site_write(
			    building->site, output->path, output->pieces, &building->record, error))
			return false;
		if (strncmp(output->path, SITE_PACKETS, sizeof(SITE_PACKETS) - 1) != 0)
			print_size(path, output->pieces->size);
	}
	return true;
}

/*
 * Removes what the last build of the talk wrote and this one did not. What is the deck of another
 * talk now, a process beside this one may be writing.
 */
static void remove_former_outputs(const struct building *building)
{
	for (size_t i = 0; i < building->before.output_count; i++) {
		const struct talk_output *former = &building->before.outputs[i];
		bool is_kept = is_deck_of_another(building->site, building->talk, former->path);
		for (size_t j = 0; j < building->record.output_count && !is_kept; j++)
			is_kept = strcmp(former->path, building->record.outputs[j].path) == 0;
		if (!is_kept)
			site_remove_output(building->site, former);
	}
}

static void describe(struct building *building, const struct error *error)
{
	struct talk_record *record = &building->record;
	const struct deck_options *options = building->site->options;
	const char *path = building->site->talks[building->talk].path;
	automem char *problem =
		list_page_problem(path, &building->deck.findings, options->is_redacted, error);
	record->problem = problem ? arena_strdup(&record->arena, problem) : NULL;
	record->card = talk_card_copy(&building->deck.card);
	record->has_deck = !error_is_set(error);
	record->has_failed |= error_is_set(error) || building->deck.findings.error_count > 0;
	record->search = (struct bytes){ (const uint8_t *)text_string(&building->deck.search),
		record->has_deck ? building->deck.search.size : 0 };
}

static void build(struct building *building, const char *record_path)
{
	struct site *site = building->site;
	struct deck *deck = &building->deck;
	autofinish(error) struct error error = { 0 };
	const struct deck_options options = options_of(site);
	building->record.setting = site->setting;
	file_trace_begin(&building->record.inputs);
	bool ok = deck_build(site->talks[building->talk].path, &options, deck, &error);
	file_trace_end();
	keep_leaks(site, building->talk, deck);
	report_findings(&deck->findings);
	if (ok) {
		gather_outputs(building, redacted_deck(building, &options));
		write_intent(building, record_path);
		ok = write_outputs(building, &error);
	}
	if (ok) {
		(void)fputs(text_string(&deck->pace), stdout);
		if (deck->hidden.size)
			(void)printf(message_of("  hidden: %s\n"), text_string(&deck->hidden));
	} else {
		(void)report_error(&error);
	}
	describe(building, &error);
	remove_former_outputs(building);
}

/* ---- a job ---- */

/* The terminal of this process during a job: two files. */
struct said {
	int out, err; /* the real ones */
};

static void replace_descriptor(int descriptor, const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (file >= 0) {
		(void)dup2(file, descriptor);
		(void)close(file);
	}
}

static struct said said_begin(const struct site *site, size_t talk)
{
	automem char *out = site_talk_said(site, talk, "out");
	automem char *err = site_talk_said(site, talk, "err");
	(void)fflush(stdout);
	const struct said said = {
		.out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3),
		.err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3),
	};
	replace_descriptor(STDOUT_FILENO, out);
	replace_descriptor(STDERR_FILENO, err);
	return said;
}

static void said_end(const struct said *said)
{
	(void)fflush(stdout);
	(void)dup2(said->out, STDOUT_FILENO);
	(void)dup2(said->err, STDERR_FILENO);
	(void)close(said->out);
	(void)close(said->err);
}

/* Writes the record to the cache, else where this build alone finds it. */
static bool keep_record(const struct site *site, size_t talk, const struct talk_record *record,
	const char *path, struct error *error)
{
	autofinish(error) struct error ignored = { 0 };
	automem char *aside = temporary_record(site, talk);
	return talk_record_write(record, path, error) ||
		(site->cache.folder && talk_record_write(record, aside, &ignored));
}

/* Whether a file that the last build of the talk wrote is the deck of another talk now. */
static bool has_lost_output(const struct building *building)
{
	for (size_t i = 0; i < building->before.output_count; i++) {
		if (is_deck_of_another(
			    building->site, building->talk, building->before.outputs[i].path))
			return true;
	}
	return false;
}

static int build_talk(struct site *site, size_t talk)
{
	autofinish(building) struct building building = { .site = site, .talk = talk };
	autofinish(error) struct error error = { 0 };
	automem char *path = site_talk_record(site, talk);
	bool is_known = talk_record_read(path, &building.before);
	if (is_known && !site->is_whole && !has_lost_output(&building) &&
		talk_record_is_fresh(&building.before, site->setting, site->folder))
		return SITE_REUSED;
	site->recording_messages = 0;
	build(&building, path);
	/* What else was written to standard error, a later build should print, too. */
	building.record.is_reusable =
		!building.record.has_failed && size_of_messages() == site->recording_messages;
	if (keep_record(site, talk, &building.record, path, &error))
		return SITE_BUILT;
	(void)report_error(&error);
	return SITE_LOST;
}

/* Notes that the page holds nothing that the deck of this talk hides. */
static void note_checked(const struct site *site, size_t talk, uint64_t page)
{
	autofinish(talk_record) struct talk_record record = { 0 };
	autofinish(error) struct error ignored = { 0 };
	automem char *path = site_talk_record(site, talk);
	if (!talk_record_read(path, &record) || record.page == page)
		return;
	record.page = page;
	(void)talk_record_write(&record, path, &ignored);
}

static int check_page(struct site *site)
{
	enum { PAGE_SIZE_MAX = 256 << 20 };
	autofinish(error) struct error error = { 0 };
	autofinish(buffer) struct buffer page = { 0 };
	automem char *path = site_checked_page(site);
	struct deck index = { 0 };
	bool ok = file_read(path, PAGE_SIZE_MAX, &page, &error);
	uint64_t digest = digest_add(DIGEST_NOTHING, buffer_bytes(&page));
	if (ok)
		text_append_size(&index.slides, (const char *)page.data, page.size);
	for (size_t i = 0; ok && i < site->leak_count; i++) {
		ok = leak_check_index(site->leaks[i], &index, &error);
		if (ok)
			note_checked(site, site->leak_talks[i], digest);
	}
	deck_finish(&index);
	if (!ok)
		(void)report_error(&error);
	return ok ? SITE_BUILT : SITE_LEAK;
}

static void forget_leaks(struct site *site)
{
	for (size_t i = 0; i < site->leak_count; i++)
		leak_set_free(site->leaks[i]);
	site->leak_count = 0;
}

/* Builds the talk for what it hides alone. */
static int check_talk(struct site *site, size_t talk)
{
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct deck_options options = options_of(site);
	forget_leaks(site);
	if (!deck_build(site->talks[talk].path, &options, &deck, &error)) {
		(void)report_error(&error);
		return SITE_LEAK;
	}
	keep_leaks(site, talk, &deck);
	return check_page(site);
}

int site_talk_work(void *context, int what, size_t job)
{
	struct site *site = context;
	size_t talk = what == SITE_CHECK_BUILT ? site->talk_count : job;
	const struct said said = said_begin(site, talk);
	int result = what == SITE_BUILD ? build_talk(site, job)
		: what == SITE_CHECK    ? check_talk(site, job)
					: check_page(site);
	said_end(&said);
	return result;
}

void site_talk_end(void *context)
{
	struct site *site = context;
	forget_leaks(site);
	free(site->leaks);
	free(site->leak_talks);
	draw_free(site->draw);
	site->leaks = NULL;
	site->leak_talks = NULL;
	site->draw = NULL;
}
