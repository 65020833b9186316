/*
 * Checks a talk by doing what a build does, part by part, so that one mistake does not hide the
 * next. Links to other machines are not followed: nothing here leaves this one. How much fits on a
 * slide is an estimate from the deck's type sizes (deck.css), said as one.
 */
#include "deck/check.h"

#include <string.h>

#include "base/file.h"
#include "base/markup.h"
#include "deck/captures.h"
#include "deck/pace.h"
#include "deck/packets-view.h"
#include "deck/page.h"
#include "deck/values.h"
#include "notes/characters.h"
#include "notes/link.h"
#include "notes/vault.h"

enum {
	TALK_SIZE_MAX = 4 << 20,
	SHORTEST_TALK_S = 10 * 60,
	LONGEST_TALK_S = 15 * 60,
	DRIFT_S = 60, /* between the slides' times and the talk's */
	LINE_COLUMNS = 80, /* of text on the stage; a Korean letter takes two */
	CODE_COLUMNS = 84,
	LINE_HEIGHT = 42, /* px, with its share of the space between paragraphs */
	CODE_LINE_HEIGHT = 30,
	TEXT_HEIGHT = 540, /* what the title and the page number leave */
	TEXT_BESIDE_PICTURE_HEIGHT = 264,
	PICTURE_WIDTH = 1152,
	PICTURE_HEIGHT = 540,
};

struct finding {
	unsigned line;
	char *text;
};

struct checker {
	struct arena arena;
	struct talk talk;
	struct captures captures;
	bool has_captures; /* they could be read: values are known */
	struct finding *findings;
	size_t count, capacity;
	struct markdown_resolver resolver;
};

static void add(struct checker *checker, unsigned line, char *text)
{
	grow_array(
		&checker->findings, checker->count, &checker->capacity, sizeof(*checker->findings));
	checker->findings[checker->count++] = (struct finding){ line, text };
}

static void find_at(struct checker *checker, unsigned line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void find_at(struct checker *checker, unsigned line, const char *format, ...)
{
	struct text text = { 0 };
	text_append_format(&text, "%s:%u: ", checker->talk.path, line);
	va_list arguments;
	va_start(arguments, format);
	text_append_format_v(&text, format, arguments);
	va_end(arguments);
	add(checker, line, text_steal(&text));
}

/* A message that has its place already: "file:41: ..." or "file: ...". */
static void find_message(
	struct checker *checker, const char *path, const char *message, size_t size)
{
	size_t path_size = strlen(path);
	unsigned line = 0;
	if (size > path_size && strncmp(message, path, path_size) == 0 &&
		message[path_size] == ':') {
		for (size_t i = path_size + 1; i < size && line < UINT32_MAX / 10 - 1; i++) {
			if (message[i] < '0' || message[i] > '9')
				break;
			line = line * 10 + (unsigned)(message[i] - '0');
		}
	}
	add(checker, line, xstrndup(message, size));
}

static void find_error(struct checker *checker, const char *path, const struct error *error)
{
	const char *message = error_message(error);
	find_message(checker, path, message, strlen(message));
}

static void find_warnings(struct checker *checker, const char *path, const struct text *warnings)
{
	const char *line = text_string(warnings);
	while (*line) {
		size_t size = strcspn(line, "\n");
		find_message(checker, path, line, size);
		line += size + (line[size] == '\n');
	}
}

/* ---- links ---- */

static bool is_slide(const struct talk *talk, const char *id)
{
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (strcmp(talk->slides[i].id, id) == 0)
			return true;
	}
	return false;
}

/* A file, or a deck that a talk beside this one will become. */
static bool leads_somewhere(struct checker *checker, const char *file)
{
	automem char *path = vault_beside(checker->talk.path, file);
	size_t size = strlen(path);
	if (file_exists(path))
		return true;
	if (size < 5 || strcmp(path + size - 5, ".html") != 0)
		return false;
	const char *talk = arena_printf(&checker->arena, "%.*s.md", (int)(size - 5), path);
	return file_exists(talk);
}

static void check_link(void *context, const char *address, unsigned line)
{
	struct checker *checker = context;
	size_t size = strcspn(address, "#?");
	if (size) {
		if (!leads_somewhere(checker,
			    link_decode(&checker->arena,
				    arena_strndup(&checker->arena, address, size))))
			find_at(checker, line,
				"the link to '%s' leads nowhere: there is no such file", address);
		return;
	}
	const char *id = address + strspn(address, "#/");
	if (address[0] == '#' && *id && !is_slide(&checker->talk, link_decode(&checker->arena, id)))
		find_at(checker, line, "the link to '%s' leads nowhere: no slide has that id",
			address);
}

static void check_unwritten(void *context, const char *name, unsigned line)
{
	find_at(context, line, "'[[%s]]' leads nowhere: no such note or slide is written yet",
		name);
}

static bool resolve_value(
	void *context, const char *expression, struct text *out, struct error *error)
{
	const struct checker *checker = context;
	if (checker->has_captures)
		return values_append(&checker->captures, expression, out, error);
	text_append(out, "0"); /* why it is not known was found already */
	return true;
}

/* ---- how much is on a slide ---- */

struct load {
	unsigned height; /* px of text below the title, as the stage breaks it */
	bool has_title;
	unsigned columns; /* of the line that is being counted */
	unsigned longest_code;
	bool has_picture;
};

static void end_line(struct load *load, bool is_code)
{
	if (is_code && load->columns > load->longest_code)
		load->longest_code = load->columns;
	if (is_code)
		load->height += CODE_LINE_HEIGHT;
	else
		load->height += (load->columns + LINE_COLUMNS - 1) / LINE_COLUMNS * LINE_HEIGHT;
	load->columns = 0;
}

static bool is_tag(struct bytes html, size_t at, const char *tag)
{
	size_t size = strlen(tag);
	return html.size - at > size && memcmp(html.data + at, tag, size) == 0;
}

static bool ends_a_line(struct bytes html, size_t at)
{
	static const char *const tags[] = { "</p>", "</li>", "</h", "</tr>", "<br>", "<ul>", "<ol",
		"</summary>", "</pre>" };
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (is_tag(html, at, tags[i]))
			return true;
	}
	return false;
}

/* What we rendered ourselves, so tags and entities are well formed (but for the author's own). */
static void count_html(struct load *load, struct bytes html)
{
	bool is_code = false;
	for (size_t i = 0, size; i < html.size; i += size) {
		size = 1;
		if (html.data[i] == '<' && !load->has_title && is_tag(html, i, "</h")) {
			load->has_title = true;
			load->columns = 0;
			size = 5;
		} else if (html.data[i] == '<') {
			if (ends_a_line(html, i) && !(is_code && load->columns == 0))
				end_line(load, is_code);
			is_code =
				is_tag(html, i, "<pre>") || (is_code && !is_tag(html, i, "</pre>"));
			load->has_picture = load->has_picture || is_tag(html, i, "<img ");
			while (i + size < html.size && html.data[i + size - 1] != '>')
				size++;
		} else if (html.data[i] == '&') {
			load->columns++;
			while (i + size < html.size && size < 8 && html.data[i + size - 1] != ';')
				size++;
		} else if (html.data[i] == '\n') {
			if (is_code)
				end_line(load, true);
			else
				load->columns +=
					load->columns > 0; /* a space, but at a line's start */
		} else {
			uint32_t point = markup_decode_utf8(
				(struct bytes){ html.data + i, html.size - i }, &size);
			load->columns += character_is_cjk(point) ? 2 : 1;
		}
	}
	end_line(load, false);
}

static void check_load(struct checker *checker, const struct slide *slide, const struct load *load)
{
	unsigned limit = load->has_picture ? TEXT_BESIDE_PICTURE_HEIGHT : TEXT_HEIGHT;
	if (load->height > limit)
		find_at(checker, slide->line,
			"this slide has about %u lines of text%s, and there is room for %u: split "
			"it",
			(load->height + LINE_HEIGHT - 1) / LINE_HEIGHT,
			load->has_picture ? " beside its picture" : "", limit / LINE_HEIGHT);
	if (load->longest_code > CODE_COLUMNS)
		find_at(checker, slide->line,
			"the code of this slide is %u columns wide; %d fit: break its lines",
			load->longest_code, CODE_COLUMNS);
}

/* ---- the parts ---- */

static void check_markdown(
	struct checker *checker, struct bytes markdown, unsigned line, struct load *load)
{
	autofinish(text) struct text html = { 0 };
	autofinish(text) struct text warnings = { 0 };
	autofinish(error) struct error error = { 0 };
	const char *path = checker->talk.path;
	bool ok = markdown_render(
		&html, &checker->talk, markdown, line, &checker->resolver, &warnings, &error);
	find_warnings(checker, path, &warnings);
	if (!ok)
		find_error(checker, path, &error);
	else if (load)
		count_html(load, (struct bytes){ (const uint8_t *)text_string(&html), html.size });
}

/* Each remark must have its packet: drawing the block finds that out. */
static void check_packets(struct checker *checker, const struct packets_block *block)
{
	autofinish(text) struct text html = { 0 };
	autofinish(text) struct text warnings = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!checker->has_captures) {
		for (size_t i = 0; i < block->remark_count; i++)
			check_markdown(
				checker, block->remarks[i].markdown, block->remarks[i].line, NULL);
		return;
	}
	const struct packets_view_options options = {
		.talk = &checker->talk,
		.resolver = &checker->resolver,
		.width = PICTURE_WIDTH,
		.height = PICTURE_HEIGHT,
	};
	bool ok = packets_block_html(&html, &checker->captures, block, &options, &warnings, &error);
	find_warnings(checker, checker->talk.path, &warnings);
	if (!ok)
		find_error(checker, checker->talk.path, &error);
}

static void check_slide(struct checker *checker, const struct slide *slide)
{
	struct load load = { 0 };
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		if (part->is_packets)
			check_packets(checker, part->packets);
		else
			check_markdown(checker, part->markdown, part->line, &load);
		load.has_picture = load.has_picture || part->is_packets;
	}
	for (size_t i = 0; i < slide->note_count; i++)
		check_markdown(checker, slide->notes[i], slide->note_lines[i], NULL);
	check_load(checker, slide, &load);
}

static void check_captures(struct checker *checker, struct bytes source)
{
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct deck_options options = { 0 };
	checker->has_captures = captures_read(&checker->captures, &checker->talk, source, &options,
		&checker->arena, &deck, &error);
	find_warnings(checker, checker->talk.path, &deck.warnings);
	if (!checker->has_captures) {
		find_error(checker, checker->talk.path, &error);
		return;
	}
	for (size_t i = 0; i < checker->captures.count; i++) {
		const struct capture_view *view = &checker->captures.views[i];
		if (!view->is_read)
			find_at(checker, view->declared->line,
				"the capture '%s' is declared, but no slide shows or quotes it",
				view->declared->name);
	}
}

/* ---- time ---- */

static void append_time(struct text *out, unsigned seconds)
{
	text_append_format(out, "%um", seconds / 60);
	if (seconds % 60)
		text_append_format(out, "%us", seconds % 60);
}

static unsigned check_time(struct checker *checker)
{
	const struct talk *talk = &checker->talk;
	unsigned long sum = 0;
	size_t timed = 0;
	for (size_t i = 0; i < talk->slide_count; i++) {
		sum += talk->slides[i].seconds;
		timed += talk->slides[i].seconds > 0;
	}
	bool all_are_timed = timed == talk->slide_count;
	unsigned slides_s = sum > UINT32_MAX ? UINT32_MAX : (unsigned)sum;
	unsigned talk_s = talk->duration_s ? talk->duration_s : all_are_timed ? slides_s : 0;
	autofinish(text) struct text said = { 0 };
	autofinish(text) struct text added = { 0 };
	append_time(&said, talk_s);
	append_time(&added, slides_s);
	if (!talk_s)
		find_at(checker, 1,
			"the talk does not say how long it takes (about %u min by its text and "
			"notes): add 'duration: 12m' to its front matter",
			(pace_of_talk(talk, &checker->captures).seconds + 59) / 60);
	else if (talk_s < SHORTEST_TALK_S || talk_s > LONGEST_TALK_S)
		find_at(checker, 1, "the talk takes %s, and should take 10 to 15 minutes",
			text_string(&said));
	unsigned apart = slides_s > talk_s ? slides_s - talk_s : talk_s - slides_s;
	bool is_over = talk->duration_s && slides_s > talk_s;
	if (talk->duration_s && apart > DRIFT_S && (all_are_timed || is_over))
		find_at(checker, 1, "the times of the slides add up to %s, but 'duration:' says %s",
			text_string(&added), text_string(&said));
	return talk_s;
}

/* ---- the whole ---- */

static int by_line(const void *a, const void *b)
{
	const struct finding *left = a, *right = b;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	return strcmp(left->text, right->text);
}

static void write_findings(struct checker *checker, struct check *check)
{
	if (checker->count)
		qsort(checker->findings, checker->count, sizeof(*checker->findings), by_line);
	for (size_t i = 0; i < checker->count; i++) {
		/* A note that two blocks show is one finding. */
		bool is_again =
			i && strcmp(checker->findings[i].text, checker->findings[i - 1].text) == 0;
		if (is_again)
			continue;
		text_append(&check->findings, checker->findings[i].text);
		text_append_char(&check->findings, '\n');
		check->finding_count++;
	}
	for (size_t i = 0; i < checker->count; i++)
		free(checker->findings[i].text);
	free(checker->findings);
	captures_finish(&checker->captures);
	arena_finish(&checker->arena);
}

static void check_source(
	struct checker *checker, const char *path, struct bytes source, struct check *check)
{
	autofinish(text) struct text warnings = { 0 };
	autofinish(error) struct error error = { 0 };
	bool ok = talk_parse(path, source, &checker->arena, &checker->talk, &warnings, &error);
	find_warnings(checker, path, &warnings);
	if (!ok) {
		find_error(checker, path, &error);
		return;
	}
	check_captures(checker, source);
	for (size_t i = 0; i < checker->talk.slide_count; i++)
		check_slide(checker, &checker->talk.slides[i]);
	check->duration_s = check_time(checker);
	pace_append_table(&check->pace, &checker->talk, &checker->captures);
	check->slide_count = checker->talk.slide_count;
}

void check_talk(const char *path, struct check *ret_check)
{
	*ret_check = (struct check){ 0 };
	struct checker checker = { 0 };
	checker.resolver = (struct markdown_resolver){
		.context = &checker,
		.value = resolve_value,
		.link = check_link,
		.unwritten = check_unwritten,
	};
	autofinish(error) struct error error = { 0 };
	struct bytes source;
	if (file_read(path, TALK_SIZE_MAX, &source, &error)) {
		check_source(&checker, path, source, ret_check);
		free((void *)(uintptr_t)source.data);
	} else {
		find_error(&checker, path, &error);
	}
	write_findings(&checker, ret_check);
}

void check_finish(struct check *check)
{
	if (!check)
		return;
	text_finish(&check->findings);
	text_finish(&check->pace);
}
