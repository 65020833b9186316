/*
 * Checks a talk by building it with an observer (struct deck_observer), which finds everything that
 * a build refuses. It then looks for problems that a build accepts. Links to other machines are not
 * followed, so that a check needs no network. The room on a slide is an estimate from the type
 * sizes of the stylesheets, and the messages say "about".
 */
#include "deck/check/check.h"

#include <string.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "deck/block/packets-view.h"
#include "deck/check/check-captures.h"
#include "deck/check/check-feedback.h"
#include "deck/check/check-images.h"
#include "deck/check/check-rehearsal.h"
#include "deck/check/table-width.h"
#include "deck/pace.h"
#include "deck/packets/captures.h"
#include "notes/block/link.h"
#include "notes/block/vault.h"
#include "notes/slide/deck-link.h"
#include "notes/talk/slide-layout.h"
#include "notes/text/characters.h"
#include "notes/text/lines.h"
#include "notes/text/written-path.h"

enum {
	SHORTEST_TALK_S = 10 * 60,
	LONGEST_TALK_S = 15 * 60,
	DRIFT_S = 60, /* how much shorter than `duration:` the slides' times may be together */
	LINE_COLUMNS = 80, /* that fit a line of the stage; a Korean letter takes two */
	CODE_COLUMNS = 84,
	LINE_HEIGHT = 42, /* px, including a part of the space between paragraphs */
	CODE_LINE_HEIGHT = 30,
	TEXT_HEIGHT = 540, /* px that the title and the page number leave */
	TEXT_BESIDE_PICTURE_HEIGHT = 264,
	SCREENS_MAX = 5, /* of one sequence; listeners lose their place in a longer one */
	STAGE_WIDTH = 1152, /* px between the margins */
	COLUMN_GAP = 48,
	CODE_EDGES = 44, /* px beside a line of code */
	CODE_LETTER = 11070, /* thousandths of px of the smallest letters of code */
	MILLI = 1000,
};

/* A link, kept until all slides are known. */
struct seen_link {
	const char *address;
	unsigned line;
	bool is_name; /* the address is the name of a note that does not exist */
	const char *file; /* the file that has no part called `address`; else NULL */
};

/* The text of one slide. */
struct load {
	const struct slide *slide;
	unsigned height; /* px that the text below the title takes */
	bool has_title;
	unsigned columns; /* of the current line */
	unsigned line_columns; /* that a line has */
	unsigned longest_code;
	unsigned code_count; /* blocks of code */
	unsigned widest_table; /* px */
	bool has_picture;
};

/* A sequence diagram, kept until the talk is known. */
struct seen_sequence {
	unsigned line;
	struct sequence_extent extent;
};

struct checker {
	struct arena arena;
	const struct talk *talk; /* set when the talk was read */
	struct findings *findings; /* of the deck */
	struct load *loads; /* one for each slide that has text */
	size_t load_count, load_capacity;
	struct seen_link *links;
	size_t link_count, link_capacity;
	struct check_images images;
	struct seen_sequence *sequences;
	size_t sequence_count, sequence_capacity;
	struct check *check;
};

static void find_at(struct checker *checker, unsigned line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void find_at(struct checker *checker, unsigned line, const char *format, ...)
{
	autofinish(text) struct text text = { 0 };
	va_list arguments;
	va_start(arguments, format);
	text_append_message_v(&text, format, arguments);
	va_end(arguments);
	findings_add(checker->findings, FINDING_REMARK, checker->talk->path, line, "%s",
		text_string(&text));
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

/* Returns the path of the talk whose deck is at `path`, or NULL. */
static const char *talk_of_deck(struct checker *checker, const char *path)
{
	size_t size = strlen(path);
	if (size < 5 || strcmp(path + size - 5, ".html") != 0)
		return NULL;
	const char *talk = arena_printf(&checker->arena, "%.*s.md", (int)(size - 5), path);
	return file_exists(talk) ? talk : NULL;
}

static void report_missing_part(
	struct checker *checker, const char *file, const char *part, unsigned line)
{
	const char *slash = strrchr(file, '/');
	find_at(checker, line,
		part[0] == '^' ? "the link to '%s' leads nowhere: '%s' has no such block"
			       : "the link to '%s' leads nowhere: '%s' has no such heading",
		part, slash ? slash + 1 : file);
}

/*
 * Checks "#/id" in a link to another talk's deck. A number is a slide's number and is not checked.
 */
static void check_slide_of(
	struct checker *checker, const char *talk, const char *fragment, unsigned line)
{
	const char *id = link_decode(&checker->arena, fragment + strspn(fragment, "#/"));
	const char *found;
	if (id[strspn(id, "0123456789/")] == '\0' || !checker->talk->vault ||
		deck_link_find_part(checker->talk->vault, talk, id, &checker->arena, &found))
		return;
	report_missing_part(checker, talk, id, line);
}

/* Checks a link to a file, or to a deck that a talk beside this one becomes. */
static void check_file(struct checker *checker, const char *address, size_t size, unsigned line)
{
	const char *file =
		link_decode(&checker->arena, arena_strndup(&checker->arena, address, size));
	automem char *path = written_path_beside(checker->talk->path, file);
	const char *talk = talk_of_deck(checker, path);
	if (talk)
		check_slide_of(checker, talk, address + strcspn(address, "#"), line);
	else if (!file_exists(path))
		find_at(checker, line, "the link to '%s' leads nowhere: there is no such file",
			address);
}

static void check_link(struct checker *checker, const char *address, unsigned line)
{
	size_t size = strcspn(address, "#?");
	if (size) {
		check_file(checker, address, size, line);
		return;
	}
	const char *id = address + strspn(address, "#/");
	if (address[0] == '#' && *id && !is_slide(checker->talk, link_decode(&checker->arena, id)))
		find_at(checker, line, "the link to '%s' leads nowhere: no slide has that id",
			address);
}

static void note_link(struct checker *checker, struct seen_link link)
{
	grow_array(&checker->links, checker->link_count, &checker->link_capacity,
		sizeof(*checker->links));
	link.address = arena_strdup(&checker->arena, link.address);
	link.file = link.file ? arena_strdup(&checker->arena, link.file) : NULL;
	checker->links[checker->link_count++] = link;
}

static void on_link(void *context, const char *address, unsigned line)
{
	note_link(context, (struct seen_link){ .address = address, .line = line });
}

static void on_unwritten(void *context, const char *name, unsigned line)
{
	note_link(context, (struct seen_link){ .address = name, .line = line, .is_name = true });
}

static void on_missing_part(void *context, const char *file, const char *part, unsigned line)
{
	note_link(context, (struct seen_link){ .address = part, .line = line, .file = file });
}

static void check_links(struct checker *checker)
{
	for (size_t i = 0; i < checker->link_count; i++) {
		const struct seen_link *link = &checker->links[i];
		if (link->file)
			report_missing_part(checker, link->file, link->address, link->line);
		else if (link->is_name)
			find_at(checker, link->line,
				"'[[%s]]' leads nowhere: no such note or slide is written yet",
				link->address);
		else
			check_link(checker, link->address, link->line);
	}
}

/* ---- how much is on a slide ---- */

static void end_line(struct load *load, bool is_code)
{
	if (is_code && load->columns > load->longest_code)
		load->longest_code = load->columns;
	if (is_code)
		load->height += CODE_LINE_HEIGHT;
	else
		load->height +=
			(load->columns + load->line_columns - 1) / load->line_columns * LINE_HEIGHT;
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
	for (size_t i = 0; i < ARRAY_COUNT(tags); i++) {
		if (is_tag(html, at, tags[i]))
			return true;
	}
	return false;
}

static const char MISTAKE[] = "<span class=\"mistake\">";
static const char DIAGRAM[] = "<svg role=";

static size_t size_until(struct bytes html, const char *end)
{
	return bytes_find(html, 0, end) + strlen(end);
}

/*
 * Counts lines and columns of HTML. The program rendered it, so its tags and entities are well
 * formed, except those that the author wrote.
 */
static void count_html(struct load *load, struct bytes html)
{
	bool is_code = false;
	for (size_t i = 0, size; i < html.size; i += size) {
		size = 1;
		if (html.data[i] == '<' && !load->has_title && is_tag(html, i, "</h")) {
			load->has_title = true;
			load->columns = 0;
			size = 5;
		} else if (is_tag(html, i, MISTAKE)) {
			/* a mistake will be corrected, so it does not count */
			size = size_until(bytes_from(html, i), "</span>");
		} else if (is_tag(html, i, DIAGRAM)) {
			/* its words are in a picture */
			load->has_picture = true;
			size = size_until(bytes_from(html, i), "</svg>");
		} else if (html.data[i] == '<') {
			if (ends_a_line(html, i) && !(is_code && load->columns == 0))
				end_line(load, is_code);
			load->code_count += is_tag(html, i, "</pre>");
			is_code =
				is_tag(html, i, "<pre") || (is_code && !is_tag(html, i, "</pre>"));
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
					/* a line end is a space, except at the start of a line */
					load->columns > 0;
		} else {
			uint32_t point = markup_decode_utf8(
				(struct bytes){ html.data + i, html.size - i }, &size);
			load->columns += character_columns(point);
		}
	}
	end_line(load, false);
}

/* Returns the thousandths of px that a slide has, or each of those that stand side by side. */
static unsigned place_width(const struct slide *slide)
{
	if (!slide_layout_has_body(slide->layout))
		return STAGE_WIDTH * MILLI;
	unsigned count = 1;
	for (size_t i = 0; i < slide->part_count; i++)
		count += slide->parts[i].is_column_start;
	count = count > 2 ? count : 2;
	unsigned gaps = (count - 1) * COLUMN_GAP;
	return gaps < STAGE_WIDTH ? (STAGE_WIDTH - gaps) * MILLI / count : 0;
}

/* Returns how many columns of code fit there. */
static unsigned code_columns(const struct slide *slide)
{
	unsigned width = place_width(slide);
	if (!slide_layout_has_body(slide->layout))
		return CODE_COLUMNS;
	return width > CODE_EDGES * MILLI ? (width - CODE_EDGES * MILLI) / CODE_LETTER : 0;
}

static void check_load(struct checker *checker, const struct load *load)
{
	unsigned limit = load->has_picture ? TEXT_BESIDE_PICTURE_HEIGHT : TEXT_HEIGHT;
	if (load->height > limit)
		find_at(checker, load->slide->line,
			load->has_picture
				? "this slide has about %u lines of text beside its picture, and there is room for %u: split it"
				: "this slide has about %u lines of text, and there is room for %u: split it",
			(load->height + LINE_HEIGHT - 1) / LINE_HEIGHT, limit / LINE_HEIGHT);
	unsigned columns = code_columns(load->slide);
	if (load->longest_code > columns)
		find_at(checker, load->slide->line,
			"the code of this slide is %u columns wide; %u fit: break its lines",
			load->longest_code, columns);
	unsigned room = place_width(load->slide) / MILLI;
	if (load->widest_table > room)
		find_at(checker, load->slide->line,
			"a table of this slide is about %u px wide in letters of %d px, the smallest that the last row can read, and there is room for %u: its words break: shorten them, or leave out a column",
			load->widest_table, TABLE_LETTERS, room);
}

static void check_cuts(struct checker *checker)
{
	const struct talk *talk = checker->talk;
	for (size_t i = 0; i < talk->slide_count && !talk->cuts_quietly; i++) {
		const struct slide *slide = &talk->slides[i];
		if (slide->cut_count)
			find_at(checker, slide->line,
				"this section is too long for a slide and was cut at its headings into %u: write 'cut: true' in the front matter when that is meant, or 'cut: false' to leave it whole",
				slide->cut_count);
	}
}

static bool has_packets(const struct slide *slide)
{
	for (size_t i = 0; i < slide->part_count; i++) {
		if (slide->parts[i].is_packets)
			return true;
	}
	return false;
}

/* Texts of a slide arrive one after the other, so only the last load can be this slide's. */
static void on_slide_text(void *context, const struct slide *slide, struct bytes html)
{
	struct checker *checker = context;
	struct load *last = checker->load_count ? &checker->loads[checker->load_count - 1] : NULL;
	if (!last || last->slide != slide) {
		grow_array(&checker->loads, checker->load_count, &checker->load_capacity,
			sizeof(*checker->loads));
		last = &checker->loads[checker->load_count++];
		*last = (struct load){ .slide = slide,
			.line_columns = LINE_COLUMNS,
			.has_picture = has_packets(slide) };
	}
	struct load part = { .has_title = last->has_title,
		.line_columns = check_images_line_columns(&checker->images, slide) };
	count_html(&part, html);
	/* the edges of code are about a line high */
	check_images_text(
		&checker->images, slide, part.height + part.code_count * CODE_LINE_HEIGHT);
	count_html(last, html);
	unsigned table = table_width_least(html);
	last->widest_table = table > last->widest_table ? table : last->widest_table;
}

static void on_image(void *context, const char *path, struct bytes svg, unsigned line)
{
	struct checker *checker = context;
	check_images_add(&checker->images, &checker->arena, path, svg, line);
}

/* ---- sequences ---- */

static void on_sequence(void *context, unsigned line, const struct sequence_extent *extent)
{
	struct checker *checker = context;
	grow_array(&checker->sequences, checker->sequence_count, &checker->sequence_capacity,
		sizeof(*checker->sequences));
	checker->sequences[checker->sequence_count++] = (struct seen_sequence){ line, *extent };
}

static void check_sequence(struct checker *checker, const struct seen_sequence *sequence)
{
	const struct sequence_extent *extent = &sequence->extent;
	if (extent->screens > SCREENS_MAX)
		find_at(checker, sequence->line,
			"this sequence of %zu packets is %u screens long: show fewer with 'frames' or 'filter', or join runs of them with 'fold: true'",
			extent->packet_count, extent->screens);
	if (extent->merged_count)
		find_at(checker, sequence->line,
			"%u sockets of this sequence share lanes, since a slide has room for %u: show fewer with 'stream', 'frames' or 'filter'",
			extent->merged_count, extent->lane_count);
	if (extent->overfull_line && extent->has_steps)
		find_at(checker, extent->overfull_line,
			"this remark is too long for the panel beside its sequence, even in the smallest letters, and scrolls: shorten it, or say the rest in the speaker notes");
	else if (extent->overfull_line)
		find_at(checker, extent->overfull_line,
			"the remarks up to this one are too long for the panel beside their sequence, even in the smallest letters, and scroll: shorten them, or show them step by step without 'step: none'");
}

/* ---- time ---- */

/*
 * How long the slides take: those with `t:`, others as the last rehearsal measured them, and the
 * rest as their text and remarks suggest.
 */
struct plan {
	unsigned long timed_s, measured_s, estimated_s;
	size_t timed_count, measured_count;
};

static struct plan plan_of(const struct talk *talk, const struct captures *captures,
	const struct measured_times *measured)
{
	struct plan plan = { 0 };
	for (size_t i = 0; i < talk->slide_count; i++) {
		const struct slide *slide = &talk->slides[i];
		unsigned measured_s = measured_slide_s(measured, slide);
		if (slide->seconds)
			plan.timed_s += slide->seconds;
		else if (measured_s)
			plan.measured_s += measured_s;
		else
			plan.estimated_s += pace_of_slide(slide, captures).seconds;
		plan.timed_count += slide->seconds > 0;
		plan.measured_count += !slide->seconds && measured_s;
	}
	return plan;
}

static unsigned bounded_seconds(unsigned long seconds)
{
	return seconds > UINT32_MAX ? UINT32_MAX : (unsigned)seconds;
}

/*
 * Times that the author wrote are exact, so a second over is over. An estimate is over when it is
 * so by more than a tenth of what is estimated.
 */
static void check_plan(struct checker *checker, const struct plan *plan, bool all_are_timed)
{
	unsigned talk_s = checker->talk->duration_s;
	unsigned timed_s = bounded_seconds(plan->timed_s);
	unsigned long known_s = plan->timed_s + plan->measured_s;
	unsigned sum_s = bounded_seconds(known_s + plan->estimated_s);
	autofinish(text) struct text said = { 0 };
	autofinish(text) struct text added = { 0 };
	pace_append_time(&said, talk_s);
	bool is_over = timed_s > talk_s;
	bool is_under = all_are_timed && timed_s < talk_s && talk_s - timed_s > DRIFT_S;
	bool is_about_over = known_s + plan->estimated_s * 9 / 10 > talk_s;
	pace_append_time(&added, is_over || is_under ? timed_s : sum_s);
	if (is_over || is_under)
		find_at(checker, 1, "the times of the slides add up to %s, but 'duration:' says %s",
			text_string(&added), text_string(&said));
	else if (is_about_over && plan->measured_count)
		find_at(checker, 1,
			"the slides take about %s (%zu of %zu by their 't:', %zu as the last rehearsal measured them), but 'duration:' says %s",
			text_string(&added), plan->timed_count, checker->talk->slide_count,
			plan->measured_count, text_string(&said));
	else if (is_about_over)
		find_at(checker, 1,
			"the slides take about %s (%zu of %zu by their 't:', the others by their text and notes), but 'duration:' says %s",
			text_string(&added), plan->timed_count, checker->talk->slide_count,
			text_string(&said));
}

static unsigned check_time(struct checker *checker, const struct captures *captures)
{
	const struct talk *talk = checker->talk;
	autofinish(measured_times) struct measured_times measured = { 0 };
	measured_times_read(talk, &measured);
	check_rehearsal(talk, &measured, checker->findings);
	const struct plan plan = plan_of(talk, captures, &measured);
	bool all_are_timed = plan.timed_count == talk->slide_count;
	unsigned talk_s = talk->duration_s ? talk->duration_s
		: all_are_timed            ? bounded_seconds(plan.timed_s)
					   : 0;
	autofinish(text) struct text said = { 0 };
	pace_append_time(&said, talk_s);
	if (!talk_s && !talk->has_duration)
		find_at(checker, 1,
			"the talk does not say how long it takes (about %u min by its text and notes): add 'duration: 12m' to its front matter",
			(pace_of_talk(talk, captures).seconds + 59) / 60);
	else if (talk_s && (talk_s < SHORTEST_TALK_S || talk_s > LONGEST_TALK_S))
		find_at(checker, 1, "the talk takes %s, and should take 10 to 15 minutes",
			text_string(&said));
	if (talk->duration_s)
		check_plan(checker, &plan, all_are_timed);
	return talk_s;
}

/* ---- the whole ---- */

static void check_unused(struct checker *checker, const struct captures *captures)
{
	for (size_t i = 0; i < captures->count; i++) {
		const struct capture_view *view = &captures->views[i];
		if (!view->is_read && !view->problem)
			find_at(checker, view->declared->line,
				"the capture '%s' is declared, but no slide shows or quotes it",
				view->declared->name);
	}
}

static void on_talk(void *context, const struct talk *talk, const struct captures *captures)
{
	struct checker *checker = context;
	struct check *check = checker->check;
	checker->talk = talk;
	check_links(checker);
	check_unused(checker, captures);
	check_captures(captures, talk->path, checker->findings);
	for (size_t i = 0; i < checker->load_count; i++)
		check_load(checker, &checker->loads[i]);
	check_images_report(&checker->images, talk, checker->findings);
	for (size_t i = 0; i < checker->sequence_count; i++)
		check_sequence(checker, &checker->sequences[i]);
	check_cuts(checker);
	check_feedback(talk, checker->findings);
	check->duration_s = check_time(checker, captures);
	check->slide_count = talk->slide_count;
	pace_append_table(&check->pace, talk, captures);
}

void check_talk(const char *path, const struct deck_drawer *drawer, struct check *ret_check)
{
	*ret_check = (struct check){ 0 };
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	struct checker checker = { .findings = &deck.findings, .check = ret_check };
	const struct deck_observer observer = {
		.context = &checker,
		.link = on_link,
		.unwritten = on_unwritten,
		.no_part = on_missing_part,
		.image = on_image,
		.text = on_slide_text,
		.sequence = on_sequence,
		.talk = on_talk,
	};
	const struct deck_options options = { .observer = &observer, .drawer = drawer };
	bool ok = deck_build(path, &options, &deck, &error);
	free(checker.loads);
	free(checker.links);
	check_images_finish(&checker.images);
	free(checker.sequences);
	arena_finish(&checker.arena);
	ret_check->findings = deck.findings;
	deck.findings = (struct findings){ 0 };
	if (!ok)
		findings_add_placed(&ret_check->findings, path, &error);
	findings_sort(&ret_check->findings);
}

void check_finish(struct check *check)
{
	if (!check)
		return;
	findings_finish(&check->findings);
	text_finish(&check->pace);
}
