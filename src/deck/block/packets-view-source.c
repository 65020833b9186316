/*
 * A recording names a line as "server.c:41", from the folder where it was made; the talk names the
 * same file from its own folder. Of the two paths one must end with the other. A line is that of a
 * call only when its text is still what it was when the call was recorded.
 *
 *   <div class="source"> <p class="source-name">server.c</p>
 *     <pre> <span class="source-line made" data-calls="3-7 9">
 *             <i>41</i>
 *             <code>...</code>
 *             <b>accept</b>
 *             </span>
 *
 * `data-calls` are the numbers of events, as the rows of the picture have them in data-call: a call
 * begins at the first and ends at the second; it does not end when that is missing.
 */
#include "deck/block/packets-view-source.h"

#include <inttypes.h>
#include <string.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "deck/block/packets-view-remarks.h"
#include "deck/page/built-deck.h"
#include "explain/words.h"
#include "notes/block/vault.h"
#include "notes/text/lines.h"
#include "notes/text/written-path.h"

enum {
	SOURCE_SIZE_MAX = 1 << 20,
	AROUND = 2, /* lines that are shown before and behind one that made a call */
	SHOWN_MAX = 80, /* lines of a file */
	NAMES_MAX = 3, /* of calls behind a line */
	TAB = 4,
};

struct view_source {
	const char *name; /* as the talk writes it */
	const char *path; /* of the file that was read */
	struct lines lines;
	/* for each event of rows->calls the line of this file that made the call; 0: none */
	unsigned *line_of_event;
	bool *is_made, *is_shown; /* by line - 1 */
};

/* ---- paths ---- */

static size_t tail_size(const char *path, size_t size)
{
	size_t count = 0;
	while (count < size && path[size - 1 - count] != '/')
		count++;
	return count;
}

/* Whether one path ends with the other, as whole parts. */
static bool paths_meet(const char *written, const char *recorded, size_t recorded_size)
{
	size_t written_size = strlen(written);
	for (;;) {
		size_t one = tail_size(written, written_size);
		size_t other = tail_size(recorded, recorded_size);
		const char *part = written + written_size - one;
		bool is_up = (one == 2 && memcmp(part, "..", 2) == 0) || (one == 1 && *part == '.');
		if (!is_up &&
			(one != other || memcmp(part, recorded + recorded_size - other, one) != 0))
			return false;
		if (is_up || one == written_size || other == recorded_size)
			return true;
		written_size -= one + 1;
		recorded_size -= other + 1;
	}
}

/* ---- finding ---- */

/* Reads the file of a block that the talk names. False with an error. */
static bool read_lines(struct view_source *source, const struct packets_view_options *options,
	struct arena *arena, struct error *error)
{
	autofinish(buffer) struct buffer text = { 0 };
	automem char *beside = written_path_beside(options->talk->path, source->name);
	const char *path = options->talk->vault
		? vault_find_address(options->talk->vault, source->name)
		: beside;
	if (!path || !file_exists(path)) {
		const char *nearest = vault_nearest(arena, beside);
		return nearest ? error_set(error, "there is no source '%s': did you mean '%s'?",
					 source->name, nearest)
			       : error_set(error, "there is no source '%s'", source->name);
	}
	if (options->resolver->file_used)
		options->resolver->file_used(options->resolver->context, path);
	if (!file_read(path, SOURCE_SIZE_MAX, &text, error))
		return false;
	struct bytes copy = { arena_writable(arena, buffer_bytes(&text)), text.size };
	source->lines = lines_split(arena, copy);
	source->path = arena_strdup(arena, path);
	return true;
}

/* What the calls of a block say of a file. */
struct tally {
	size_t call_count; /* calls of the block */
	size_t sourced; /* those of them that were recorded with a line of source */
	size_t here; /* those of this file */
	unsigned changed_line; /* a line that is another one now; 0: none */
	const char *changed_call;
	const char *other; /* a file that made calls, with its line; or NULL */
};

static void count_call(struct tally *tally, struct view_source *source, size_t event,
	const struct socket_call *call)
{
	size_t size;
	unsigned line;
	tally->call_count++;
	if (!socket_call_source(call, &size, &line))
		return;
	tally->sourced++;
	if (!paths_meet(source->name, call->source, size)) {
		tally->other = call->source;
		return;
	}
	tally->here++;
	if (line > source->lines.count ||
		socket_call_line_digest(lines_at(&source->lines, line)) != call->source_digest) {
		tally->changed_line = line;
		tally->changed_call = call->name;
		return;
	}
	source->line_of_event[event] = line;
	source->is_made[line - 1] = true;
}

/* Leaves out an empty line that has no shown line on the side of `step`, +1 or -1. */
static void drop_blank_end(struct view_source *source, unsigned index, int step)
{
	unsigned beside = index + (unsigned)step;
	bool is_end = beside >= source->lines.count || !source->is_shown[beside];
	if (is_end && !source->is_made[index] &&
		bytes_is_blank(lines_at(&source->lines, index + 1)))
		source->is_shown[index] = false;
}

/* Shows the lines that made calls, and some around them. */
static void choose_lines(struct view_source *source)
{
	unsigned count = source->lines.count, shown = 0;
	for (unsigned i = 0; i < count && shown < SHOWN_MAX; i++) {
		unsigned first = i > AROUND ? i - AROUND : 0, last = i + AROUND;
		for (unsigned j = first; j <= last && j < count; j++)
			source->is_shown[i] |= source->is_made[j];
		/* One line that is left out takes as much place as what says so. */
		source->is_shown[i] |= i && i + 1 < count && source->is_shown[i - 1] &&
			i + AROUND + 1 < count && source->is_made[i + AROUND + 1];
		shown += source->is_shown[i];
	}
	for (unsigned i = 0; i < count; i++)
		drop_blank_end(source, i, -1);
	for (unsigned i = count; i-- > 0;)
		drop_blank_end(source, i, +1);
}

static void explain_tally(const struct packets_view_options *options,
	const struct view_source *source, const struct tally *tally)
{
	const struct packets_block *block = options->view->block;
	struct findings *findings = options->findings;
	const char *path = options->talk->path;
	if (tally->changed_line)
		findings_add(findings, FINDING_WARNING, path, block->source_line,
			"line %u of '%s' is not the one that made %s(): the file changed since the recording, so record again",
			tally->changed_line, source->name, tally->changed_call);
	else if (!tally->here && tally->other)
		findings_add(findings, FINDING_WARNING, path, block->source_line,
			"no line of '%s' made these calls: '%s' did", source->name, tally->other);
	else if (!tally->here)
		findings_add(findings, FINDING_WARNING, path, block->source_line,
			"no line of '%s' is known to have made these calls: compile it with -g, or run it with Python 3.11 to 3.13, and record with --source, in a talk 'record: {run: ..., source: true}'",
			source->name);
}

/* Finds the lines of a file. False when it has none to show. */
static bool find_lines(struct view_source *source, const struct packets_view_options *options,
	const struct call_events *events, struct arena *arena)
{
	struct tally tally = { 0 };
	source->line_of_event =
		arena_alloc_array(arena, events->count + 1, sizeof(*source->line_of_event));
	source->is_made =
		arena_alloc_array(arena, source->lines.count + 1, sizeof(*source->is_made));
	source->is_shown =
		arena_alloc_array(arena, source->lines.count + 1, sizeof(*source->is_shown));
	for (size_t i = 0; i < events->count; i++)
		if (events->items[i].moment != CALL_ENDS)
			count_call(&tally, source, i, events->items[i].call->call);
	choose_lines(source);
	explain_tally(options, source, &tally);
	for (unsigned i = 0; i < source->lines.count; i++)
		if (source->is_made[i])
			return true;
	return false;
}

void view_sources_find(
	struct text *out, const struct packets_view_options *options, struct view_rows *rows)
{
	const struct packets_block *block = options->view->block;
	autofinish(error) struct error error = { 0 };
	if (!block->source_count)
		return;
	if (!block->calls || block->show != PACKETS_SEQUENCE || options->beside) {
		error_set(&error,
			"'source' goes with 'calls: true' and 'show: sequence', whose calls its lines made");
		remarks_append_mistake(out, options, block->source_line, &error);
		return;
	}
	rows->sources =
		arena_alloc_array(&rows->arena, block->source_count, sizeof(*rows->sources));
	for (size_t i = 0; i < block->source_count; i++) {
		struct view_source *source = &rows->sources[rows->source_count];
		*source = (struct view_source){ .name = block->sources[i] };
		if (!read_lines(source, options, &rows->arena, &error))
			remarks_append_mistake(out, options, block->source_line, &error);
		else if (find_lines(source, options, &rows->calls, &rows->arena))
			rows->source_count++;
		error_finish(&error);
	}
}

/* ---- HTML ---- */

static void append_events(struct text *out, const struct view_source *source,
	const struct call_events *events, unsigned line)
{
	bool is_first = true;
	for (size_t i = 0; i < events->count; i++) {
		const struct call_event *event = &events->items[i];
		if (source->line_of_event[i] != line)
			continue;
		text_append_format(out, "%s%zu", is_first ? " data-calls=\"" : " ", i);
		if (event->call->call->is_unfinished)
			text_append_char(out, '-');
		else if (event->moment == CALL_BEGINS && event->other != i)
			text_append_format(out, "-%zu", event->other);
		is_first = false;
	}
	text_append(out, "\"");
}

/* Appends the names of the calls of a line, each once. */
static void append_names(struct text *out, const struct view_source *source,
	const struct call_events *events, unsigned line)
{
	const char *names[NAMES_MAX];
	size_t count = 0;
	text_append(out, "<b>");
	for (size_t i = 0; i < events->count && count < NAMES_MAX; i++) {
		const char *name = events->items[i].call->call->name;
		bool is_new = source->line_of_event[i] == line;
		for (size_t j = 0; j < count; j++)
			is_new &= strcmp(names[j], name) != 0;
		if (!is_new)
			continue;
		text_append(out, count ? ", " : "");
		markup_text(out, name);
		names[count++] = name;
	}
	text_append(out, "</b>");
}

/* Returns the columns that all shown lines begin with as space. */
static unsigned common_indent(const struct view_source *source)
{
	unsigned least = UINT32_MAX;
	for (unsigned number = 1; number <= source->lines.count; number++) {
		struct bytes line = lines_at(&source->lines, number);
		unsigned column = 0;
		if (!source->is_shown[number - 1] || bytes_is_blank(line))
			continue;
		for (size_t i = 0; i < line.size && (line.data[i] == ' ' || line.data[i] == '\t');
			i++)
			column += line.data[i] == '\t' ? TAB - column % TAB : 1;
		least = column < least ? column : least;
	}
	return least == UINT32_MAX ? 0 : least;
}

/* Appends a line with spaces in place of tabs, without `indent` columns. */
static void append_code(struct text *out, struct bytes line, unsigned indent)
{
	autofinish(text) struct text plain = { 0 };
	unsigned column = 0;
	for (size_t i = 0; i < line.size; i++) {
		unsigned next = line.data[i] == '\t' ? column + TAB - column % TAB : column + 1;
		for (; line.data[i] == '\t' && column < next; column++)
			if (column >= indent)
				text_append_char(&plain, ' ');
		if (line.data[i] != '\t' && line.data[i] != '\r' &&
			(column >= indent || line.data[i] != ' '))
			text_append_char(&plain, (char)line.data[i]);
		column = next;
	}
	text_append(out, "<code>");
	markup_text_bytes(out, (struct bytes){ (const uint8_t *)text_string(&plain), plain.size });
	text_append(out, "</code>");
}

static void append_line(struct text *out, const struct view_source *source,
	const struct call_events *events, unsigned number, unsigned indent)
{
	bool is_made = source->is_made[number - 1];
	text_append_format(out, "<span class=\"source-line%s\"", is_made ? " made" : "");
	if (is_made)
		append_events(out, source, events, number);
	/* Line ends keep the parts apart for who reads text; a flex container draws none. */
	text_append_format(out, "><i>%u</i>\n", number);
	append_code(out, lines_at(&source->lines, number), indent);
	text_append_char(out, '\n');
	if (is_made)
		append_names(out, source, events, number);
	text_append(out, "\n</span>");
}

static void append_source(
	struct text *out, const struct view_source *source, const struct call_events *events)
{
	unsigned indent = common_indent(source), before = 0;
	text_append(out, "<div class=\"source\">\n<p class=\"source-name\">");
	markup_text(out, source->name);
	text_append(out, "</p>\n<pre tabindex=\"0\">");
	for (unsigned number = 1; number <= source->lines.count; number++) {
		if (!source->is_shown[number - 1])
			continue;
		if (before && number > before + 1)
			text_append(out, "<span class=\"source-gap\">⋯</span>");
		append_line(out, source, events, number, indent);
		before = number;
	}
	text_append(out, "</pre>\n</div>\n");
}

void view_sources_append(struct text *out, const struct packets_view_options *options)
{
	const struct view_rows *rows = options->rows;
	size_t from = out->size;
	if (!rows->source_count)
		return;
	text_append(out, "<div class=\"sources\">\n");
	for (size_t i = 0; i < rows->source_count; i++)
		append_source(out, &rows->sources[i], &rows->calls);
	text_append(out, "</div>\n");
	if (!options->code)
		return;
	*options->code = (struct written_part){
		.html = { from, out->size - from },
		.is_code = true,
		.path_count = rows->source_count,
	};
	for (size_t i = 0; i < rows->source_count; i++)
		options->code->paths[i] =
			arena_strdup(options->code_arena, rows->sources[i].path);
}
