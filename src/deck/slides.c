/*
 * Writes each slide: its Markdown and packets blocks in order, then its speaker notes. A talk opens
 * with a title slide. That is the first slide when it has a heading of level 1. A first slide
 * without a heading gets the title of the front matter. Otherwise a title slide of its own comes
 * first.
 */
#include "deck/slides.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "deck/block/ask.h"
#include "deck/block/packets-view.h"
#include "deck/leak-check/scrub-report.h"
#include "deck/packets/values.h"
#include "deck/page/page.h"
#include "deck/title-slide.h"
#include "explain/words.h"
#include "notes/html/slide-kind.h"
#include "notes/markdown/error-box.h"
#include "notes/markdown/markdown.h"
#include "notes/talk/slide-layout.h"

/*
 * The stage is 1280 x 720 px with margins of 64. A picture has 540 px of height between the title
 * and the page number. Each line of prose on the slide takes some of it.
 */
enum {
	PICTURE_WIDTH = 1152,
	COLUMN_WIDTH = (PICTURE_WIDTH - 48) / 2,
	PICTURE_HEIGHT = 540,
	PICTURE_HEIGHT_MIN = 240,
	PICTURE_GAP = 22, /* from one to the next, as in templates/deck/picture/packets-block.css */
	ROOM_MIN = 200, /* as in templates/deck/picture/least-room.js */
	PROSE_LINE_HEIGHT = 44,
	LIVE_LINE_HEIGHT = 40, /* of the line below pictures that can be recorded anew */
	PROSE_SIZE = 27,
	TITLE_LINE_HEIGHT = 53, /* for the second line of a title and later ones */
	TITLE_SIZE = 44,
	HEADING_HEIGHT = 58, /* of a heading of level 3 or deeper */
	MEASURED_MAX = 600, /* bytes of a line that are measured; longer ones have no room anyway */
};

static const char data_id[] = "packet-data"; /* of the data island of the page */

struct writer {
	struct text *out;
	const struct talk *talk;
	const struct captures *captures;
	struct markdown_resolver resolver;
	struct deck *deck;
	size_t earlier_count; /* how many findings there were before the slides were written */
	bool has_title_slide; /* a separate one was added */
	struct code_languages *languages;
	const struct deck_options *options;
	const struct deck_observer *observer; /* or NULL */
	struct html_open open; /* raw HTML that is still open at the end of a part */
	struct text said; /* HTML of the speaker notes in the notes that the slide embeds */
	struct color_legend legend; /* of the slide's pictures so far */
};

static bool resolve_value(
	void *context, const char *expression, struct text *out, struct error *error)
{
	const struct writer *writer = context;
	return values_append(writer->captures, expression, out, error);
}

/* Adds a file whose content is in the page, so that saving it makes the page again. */
static void add_source(void *context, const char *path)
{
	const struct writer *writer = context;
	deck_add_source(writer->deck, path);
}

static enum drawn draw_picture(void *context, enum drawing_form form, struct bytes source,
	struct text *out, struct error *error)
{
	const struct writer *writer = context;
	const struct deck_drawer *drawer = writer->options->drawer;
	const struct drawing_request request = {
		.talk_path = writer->talk->path,
		.lang = writer->talk->lang,
		.is_redacted = writer->options->is_redacted,
		.form = form,
		.source = source,
	};
	return drawer->draw(drawer->context, &request, out, error);
}

static void add_language(void *context, const char *name)
{
	const struct writer *writer = context;
	code_languages_add(writer->languages, name);
}

static bool place_deck(void *context, const char *path, struct text *out)
{
	const struct writer *writer = context;
	const struct deck_options *options = writer->options;
	return options->place &&
		options->place(options->place_context, writer->talk->path, path, out);
}

static void on_link(void *context, const char *address, unsigned line)
{
	const struct writer *writer = context;
	if (writer->observer)
		writer->observer->link(writer->observer->context, address, line);
}

static void on_unwritten(void *context, const char *name, unsigned line)
{
	const struct writer *writer = context;
	if (writer->observer)
		writer->observer->unwritten(writer->observer->context, name, line);
}

static void on_missing_part(void *context, const char *file, const char *part, unsigned line)
{
	const struct writer *writer = context;
	if (writer->observer)
		writer->observer->no_part(writer->observer->context, file, part, line);
}

static void on_image(void *context, const char *path, struct bytes svg, unsigned line)
{
	const struct writer *writer = context;
	if (writer->observer && writer->observer->image)
		writer->observer->image(writer->observer->context, path, svg, line);
}

/* Keeps the speaker notes of an embedded note, which become notes of this slide. */
static void add_speaker_notes(void *context, struct bytes html)
{
	struct writer *writer = context;
	text_append(&writer->said, "<aside class=\"notes\">\n");
	text_append_size(&writer->said, (const char *)html.data, html.size);
	text_append(&writer->said, "</aside>\n");
}

static bool is_blank(struct bytes line)
{
	for (size_t i = 0; i < line.size; i++) {
		if (!isspace(line.data[i]))
			return false;
	}
	return true;
}

/* Returns the next line of `rest` without its line end, and moves `rest` behind it. */
static struct bytes take_line(struct bytes *rest)
{
	const uint8_t *end = memchr(rest->data, '\n', rest->size);
	size_t size = end ? (size_t)(end - rest->data) : rest->size;
	struct bytes line = { rest->data, size };
	rest->data += end ? size + 1 : size;
	rest->size -= end ? size + 1 : size;
	return line;
}

/* Returns `markdown` without the comment that it opens with, which holds the slide's options. */
static struct bytes skip_comment(struct bytes markdown)
{
	struct bytes rest = markdown;
	struct bytes line = { NULL, 0 };
	while (rest.size && is_blank(line))
		line = take_line(&rest);
	if (line.size < 4 || memcmp(line.data, "<!--", 4) != 0)
		return markdown;
	while (rest.size && !memmem(line.data, line.size, "-->", 3))
		line = take_line(&rest);
	return rest;
}

/* Returns how many lines of this width a line of Markdown takes. */
static unsigned wrapped_lines(struct bytes line, enum svg_font font, int size, unsigned width)
{
	char words[MEASURED_MAX + 1];
	size_t length = line.size < MEASURED_MAX ? line.size : MEASURED_MAX;
	memcpy(words, line.data, length);
	words[length] = '\0';
	return ((unsigned)svg_text_width(words, font, size) + width - 1) / width;
}

/* Returns the px that a line takes from the pictures, beyond a title of one line. */
static unsigned line_height(struct bytes line, unsigned width)
{
	size_t level = 0;
	while (level < line.size && line.data[level] == '#')
		level++;
	if (is_blank(line))
		return 0;
	if (level > 2)
		return HEADING_HEIGHT;
	if (level)
		return (wrapped_lines(line, SVG_FONT_BOLD, TITLE_SIZE, PICTURE_WIDTH) - 1) *
			TITLE_LINE_HEIGHT;
	bool is_cell = line.data[0] == '|'; /* a row of a table: its cells wrap separately */
	return PROSE_LINE_HEIGHT *
		(is_cell ? 1 : wrapped_lines(line, SVG_FONT_TEXT, PROSE_SIZE, width));
}

static unsigned prose_height(struct bytes markdown, unsigned width)
{
	unsigned height = 0;
	struct bytes rest = skip_comment(markdown);
	while (rest.size && height < PICTURE_HEIGHT)
		height += line_height(take_line(&rest), width);
	return height;
}

/* Returns the column in which a part stands, from 1; 0 for what stands above all columns. */
static unsigned column_of(const struct slide *slide, size_t index)
{
	unsigned column = 0;
	for (size_t i = 0; i <= index; i++)
		column += slide->parts[i].is_body_start || slide->parts[i].is_column_start;
	return column;
}

static unsigned picture_width(const struct slide *slide)
{
	return slide_layout_has_body(slide->layout) ? COLUMN_WIDTH : PICTURE_WIDTH;
}

/* The px that the words of a slide leave to the pictures beside and below them. */
struct picture_room {
	unsigned height; /* of all of them */
	unsigned count; /* of the pictures that share it */
};

/*
 * Returns the room of the picture that is the slide's part `index`. The pictures of a column share
 * what the prose above and in it leaves; beside pictures prose takes nothing.
 */
static struct picture_room picture_room(const struct slide *slide, size_t index)
{
	unsigned prose = 0, pictures = 0, live = 0, own = column_of(slide, index);
	bool has_prose_aside = own && slide->layout != SLIDE_LAYOUT_COLUMNS;
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		unsigned column = column_of(slide, i);
		if (column && column != own)
			continue;
		if (part->is_packets) {
			pictures++;
			if (part->packets->ask)
				prose += ask_height(part->packets, picture_width(slide));
			live = part->packets->live ? LIVE_LINE_HEIGHT : live;
		} else if (!column || !has_prose_aside) {
			prose += prose_height(
				part->markdown, column ? COLUMN_WIDTH : PICTURE_WIDTH);
		}
	}
	prose += live;
	return (struct picture_room){ prose < PICTURE_HEIGHT ? PICTURE_HEIGHT - prose : 0,
		pictures ? pictures : 1 };
}

/* Whether words leave the only picture of a slide too little room to be shown beside them. */
static bool stands_apart(struct picture_room room)
{
	return room.count == 1 && room.height < ROOM_MIN;
}

/*
 * Whether a slide has so few bytes of words that they leave its picture room, as most have: then
 * they need not be measured. Their letters are at most as wide as high.
 */
static bool has_few_words(const struct slide *slide)
{
	size_t lines = 0, size = 0;
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		if (part->is_packets && (part->packets->ask || part->packets->live))
			return false;
		for (size_t at = 0; !part->is_packets && at < part->markdown.size; at++)
			lines += part->markdown.data[at] == '\n';
		size += part->is_packets ? 0 : part->markdown.size;
	}
	return (lines + size * PROSE_SIZE / COLUMN_WIDTH) * HEADING_HEIGHT <
		PICTURE_HEIGHT - ROOM_MIN;
}

static bool has_picture_apart(const struct slide *slide)
{
	for (size_t i = 0; i < slide->part_count && !has_few_words(slide); i++) {
		if (slide->parts[i].is_packets && stands_apart(picture_room(slide, i)))
			return true;
	}
	return false;
}

/* Returns the height in px of a picture. One that stands apart has the slide for itself. */
static unsigned picture_height(struct picture_room room)
{
	if (stands_apart(room))
		return PICTURE_HEIGHT;
	unsigned gaps = (room.count - 1) * PICTURE_GAP;
	unsigned height = room.height > gaps ? (room.height - gaps) / room.count : 0;
	return height < PICTURE_HEIGHT_MIN ? PICTURE_HEIGHT_MIN : height;
}

/* Adds a remark of `check` when words leave a picture no room. */
static void check_room(
	struct writer *writer, const struct slide_part *part, struct picture_room room)
{
	if (stands_apart(room))
		findings_add(&writer->deck->findings, FINDING_REMARK, writer->talk->path,
			part->line,
			"the words of this slide leave about %u of %u px to this picture, so the slide has to be scrolled to it: split the slide",
			room.height, PICTURE_HEIGHT);
}

bool slide_has_talk_heading(const struct slide *slide)
{
	if (!slide->part_count || slide->parts[0].is_packets)
		return false;
	struct bytes rest = skip_comment(slide->parts[0].markdown);
	while (rest.size) {
		struct bytes line = take_line(&rest);
		if (!is_blank(line))
			return line.size > 1 && line.data[0] == '#' && isspace(line.data[1]);
	}
	return false;
}

/* Appends to the first slide of a redacted deck what was hidden. */
static void append_hidden(struct writer *writer)
{
	if (!writer->captures->redaction)
		return;
	struct redaction_report report = redaction_report(writer->captures->redaction);
	scrub_report_html(writer->out, &report, strncmp(writer->talk->lang, "ko", 2) == 0);
}

/* The id of a slide's element. The data island of the page has one of the ids already. */
static const char *section_id(const char *slide)
{
	return strcmp(slide, data_id) == 0 ? "packet-data-slide" : slide;
}

/* Parts of a slide's start tag, as offsets of the HTML: what is behind its id, and its line. */
struct start_tag {
	size_t rest, line, line_end;
};

static struct start_tag open_section(
	struct text *out, const struct slide *slide, bool is_title, bool has_packets)
{
	text_append(out, "<section id=\"");
	markup_attribute(out, section_id(slide->id));
	text_append(out, "\"");
	struct start_tag tag = { .rest = out->size };
	if (slide->class_names[0] || slide->layout || is_title || has_packets) {
		text_append(out, " class=\"");
		text_append(out, is_title ? "title-slide " : "");
		text_append(out, has_packets ? "has-packets " : "");
		text_append(out, has_picture_apart(slide) ? "apart " : "");
		text_append_format(
			out, "%s%s", slide_layout_class(slide->layout), slide->layout ? " " : "");
		markup_attribute(out, slide->class_names);
		if (out->data[out->size - 1] == ' ')
			out->data[--out->size] = '\0';
		text_append(out, "\"");
	}
	if (slide->seconds)
		text_append_format(out, " data-timing=\"%u\"", slide->seconds);
	tag.line = out->size;
	text_append_format(out, " data-line=\"%u\"", slide->line);
	tag.line_end = out->size;
	text_append(out, ">\n");
	return tag;
}

/* ---- mistakes that were found before ---- */

/* Appends the errors of these lines that no slide shows yet. Returns whether there were any. */
static bool append_mistakes(struct writer *writer, unsigned first, unsigned last)
{
	bool is_any = false;
	for (size_t i = 0; i < writer->earlier_count; i++) {
		struct finding *finding = &writer->deck->findings.items[i];
		if (finding->severity != FINDING_ERROR || finding->is_shown ||
			finding->line < first || finding->line > last ||
			strcmp(finding->path, writer->talk->path) != 0)
			continue;
		finding->is_shown = is_any = true;
		error_box_append(writer->out, writer->talk->lang, finding->path, finding);
	}
	return is_any;
}

/*
 * Appends the mistake that replaces a picture whose capture cannot be read. The cause is among the
 * findings already.
 */
static void append_lost_capture(struct writer *writer, const struct slide_part *part)
{
	const struct block_view *view = NULL;
	const struct packets_block *block = part->packets;
	for (size_t i = 0; i < PACKETS_SIDES && block->sides; i++) {
		const struct block_view *side = captures_block(writer->captures, &block->sides[i]);
		view = side && side->capture->problem ? side : view;
	}
	if (!block->sides)
		view = captures_block(writer->captures, block);
	const char *problem = view ? view->capture->problem : NULL;
	const struct finding finding = {
		.path = writer->talk->path,
		.line = part->line,
		.sentence =
			problem ? problem : message_of("the captures of this talk are not known"),
	};
	error_box_append(writer->out, writer->talk->lang, finding.path, &finding);
}

/* Whether the block, or one of its sides, cannot be drawn. */
static bool is_broken(const struct captures *captures, const struct packets_block *block)
{
	bool is_one = block->is_broken;
	for (size_t i = 0; i < PACKETS_SIDES && block->sides && !is_one; i++)
		is_one = is_broken(captures, &block->sides[i]);
	if (is_one || block->sides)
		return is_one;
	const struct block_view *view = captures_block(captures, block);
	return !view || view->is_broken;
}

/* Appends the mistakes in place of the picture, and still looks for mistakes in the remarks. */
static bool append_broken(struct writer *writer, const struct slide_part *part, struct error *error)
{
	autofinish(text) struct text unseen = { 0 };
	if (!append_mistakes(writer, part->line, part->last_line))
		append_lost_capture(writer, part);
	packets_remarks_check(
		writer->captures, part->packets, writer->talk, &writer->deck->findings);
	for (size_t i = 0; i < part->packets->remark_count; i++) {
		const struct packets_remark *remark = &part->packets->remarks[i];
		if (!markdown_render(&unseen, writer->talk, remark->markdown, remark->line,
			    &writer->resolver, &writer->deck->findings, error))
			return false;
	}
	return true;
}

/*
 * Marks the findings of captures that cannot be read as shown, since each block of such a capture
 * shows the reason itself.
 */
static void mark_lost_captures(struct writer *writer)
{
	const struct captures *captures = writer->captures;
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct capture_view *view = captures->blocks[i].capture;
		for (size_t j = 0; j < writer->earlier_count && view->problem; j++) {
			struct finding *finding = &writer->deck->findings.items[j];
			finding->is_shown |= finding->line == view->declared->line &&
				strcmp(finding->path, writer->talk->path) == 0;
		}
	}
}

/* ---- slides ---- */

/* Remembers the HTML that came from the author, for the leak check of a redacted deck. */
static void keep_written(struct deck *deck, const struct written_part *part)
{
	grow_array(&deck->written, deck->written_count, &deck->written_capacity,
		sizeof(*deck->written));
	deck->written[deck->written_count++] = *part;
}

/*
 * Opens the element around the parts that stand side by side below the heading; with columns, also
 * one for each column.
 */
static void append_boundary(
	struct writer *writer, const struct slide *slide, const struct slide_part *part)
{
	bool is_columns = slide->layout == SLIDE_LAYOUT_COLUMNS;
	markdown_close(writer->out, writer->talk, &writer->open, &writer->deck->findings);
	text_append(
		writer->out, part->is_column_start ? "</div>\n" : "<div class=\"slide-body\">\n");
	text_append(writer->out, is_columns ? "<div class=\"column\">\n" : "");
}

static void append_body_end(struct writer *writer, const struct slide *slide)
{
	markdown_close(writer->out, writer->talk, &writer->open, &writer->deck->findings);
	if (slide_layout_has_body(slide->layout))
		text_append(writer->out,
			slide->layout == SLIDE_LAYOUT_COLUMNS ? "</div>\n</div>\n" : "</div>\n");
}

/* Appends a question; what is read before its answer is observed as a text of the slide. */
static bool append_ask(struct writer *writer, const struct slide *slide,
	const struct slide_part *part, const struct packets_view_options *options,
	struct error *error)
{
	struct ask_place place = { .slide = slide->id };
	for (const struct slide_part *before = slide->parts; before <= part; before++)
		place.number += before->is_packets && before->packets->ask;
	size_t start = writer->out->size, size = 0;
	bool ok = ask_html(
		writer->out, writer->captures, part->packets, options, &place, &size, error);
	const struct bytes html = { (const uint8_t *)text_string(writer->out) + start, size };
	if (ok && writer->observer)
		writer->observer->text(writer->observer->context, slide, html);
	return ok;
}

static size_t count_packets(const struct slide *slide)
{
	size_t count = 0;
	for (size_t i = 0; i < slide->part_count; i++)
		count += slide->parts[i].is_packets;
	return count;
}

static bool append_part(struct writer *writer, const struct slide *slide,
	const struct slide_part *part, struct error *error)
{
	if (part->is_body_start || part->is_column_start) {
		append_boundary(writer, slide, part);
		return true;
	}
	if (!part->is_packets) {
		size_t start = writer->out->size;
		bool ok =
			markdown_render_part(writer->out, writer->talk, part->markdown, part->line,
				&writer->resolver, &writer->open, &writer->deck->findings, error);
		const struct bytes html = { (const uint8_t *)text_string(writer->out) + start,
			writer->out->size - start };
		if (writer->captures->redaction)
			keep_written(writer->deck,
				&(struct written_part){ .html = { start, html.size } });
		if (writer->observer)
			writer->observer->text(writer->observer->context, slide, html);
		return ok;
	}
	if (writer->out->size > TALK_HTML_SIZE_MAX) {
		error_set(error,
			"the slides before this block are more than %d MB already: show fewer packets, or smaller images",
			TALK_HTML_SIZE_MAX >> 20);
		return error_at(error, writer->talk->path, part->line);
	}
	if (is_broken(writer->captures, part->packets))
		return append_broken(writer, part, error);
	struct sequence_extent extent = { 0 };
	const struct deck_observer *observer = writer->observer;
	struct written_part code = { 0 };
	struct picture_room room = picture_room(slide, (size_t)(part - slide->parts));
	check_room(writer, part, room);
	const struct packets_view_options options = {
		.talk = writer->talk,
		.resolver = &writer->resolver,
		.code = &code,
		.code_arena = &writer->deck->arena,
		.findings = &writer->deck->findings,
		.width = picture_width(slide),
		.height = picture_height(room),
		.is_alone = count_packets(slide) == 1,
		.picture_count = room.count,
		.is_column = slide_layout_has_body(slide->layout),
		.legend = &writer->legend,
		.asks = &writer->deck->asks,
		.votes_at = writer->options->votes_at,
		.extent = observer && observer->sequence ? &extent : NULL,
	};
	bool ok = part->packets->ask
		? append_ask(writer, slide, part, &options, error)
		: packets_block_html(writer->out, writer->captures, part->packets, &options, error);
	if (code.html.size && writer->captures->redaction)
		keep_written(writer->deck, &code);
	if (extent.screens)
		observer->sequence(observer->context, part->line, &extent);
	return ok;
}

static bool append_notes(struct writer *writer, const struct slide *slide, struct error *error)
{
	struct text *out = writer->out;
	for (size_t i = 0; i < slide->note_count && !writer->captures->redaction; i++) {
		text_append(out, "<aside class=\"notes\">\n");
		if (!markdown_render(out, writer->talk, slide->notes[i], slide->note_lines[i],
			    &writer->resolver, &writer->deck->findings, error))
			return false;
		text_append(out, "</aside>\n");
	}
	if (!writer->captures->redaction)
		text_append_size(out, text_string(&writer->said), writer->said.size);
	return true;
}

/* Appends the file's name as the heading of a talk that has neither a title nor a slide. */
static void append_empty(struct writer *writer)
{
	automem char *stem = file_stem(writer->talk->path);
	text_append(writer->out, "<h1>");
	markup_text(writer->out, stem);
	text_append(writer->out, "</h1>\n");
}

/* Appends the mistakes of the slide's lines. The first slide has those of the front matter, too. */
static void append_slide_mistakes(struct writer *writer, const struct slide *slide)
{
	const struct talk *talk = writer->talk;
	const struct slide *next = slide + 1;
	bool is_last = next == talk->slides + talk->slide_count;
	append_mistakes(writer, slide == talk->slides ? 0 : slide->line,
		is_last ? UINT_MAX : next->line - 1);
}

/* Whether the part is the last one of its column. */
static bool ends_group(const struct slide *slide, size_t index)
{
	const struct slide_part *next = &slide->parts[index + 1];
	return index + 1 == slide->part_count || next->is_body_start || next->is_column_start;
}

/* Appends what listeners asked last time, below the slide's own text. */
static void append_asked(struct writer *writer, const struct slide *slide)
{
	const struct text *asked = &writer->deck->asked;
	const struct bytes html = { (const uint8_t *)text_string(asked), asked->size };
	if (!slide->shows_asked)
		return;
	text_append_size(writer->out, text_string(asked), asked->size);
	if (writer->observer)
		writer->observer->text(writer->observer->context, slide, html);
}

/* Appends the heading that the talk does not have in its text. */
static void append_heading(struct text *out, const struct slide *slide)
{
	if (!slide->lacks_heading)
		return;
	text_append(out, "<h2>");
	markup_text(out, slide->title);
	text_append(out, "</h2>\n");
}

/* Appends the name of the section that the slide continues. */
static void append_section_name(struct text *out, const struct slide *slide)
{
	if (!slide->section[0])
		return;
	text_append(out, "<p class=\"section-name\">");
	markup_text(out, slide->section);
	text_append(out, "</p>\n");
}

/*
 * Inserts the kind of the slide, by which it is laid out, into its start tag. What is on the slide
 * begins at `body`; the author's HTML from `part` on is in it.
 */
static void insert_kind(struct writer *writer, size_t body, size_t part)
{
	struct text *out = writer->out;
	const struct bytes html = { (const uint8_t *)text_string(out) + body, out->size - body };
	const char *kind = slide_kind(html);
	if (!kind)
		return;
	autofinish(text) struct text attribute = { 0 };
	text_append_format(&attribute, " data-kind=\"%s\"", kind);
	size_t end = body - strlen(">\n"), rest = out->size - end;
	text_extend(out, attribute.size);
	memmove(out->data + end + attribute.size, out->data + end, rest);
	memcpy(out->data + end, attribute.data, attribute.size);
	for (size_t i = part; i < writer->deck->written_count; i++)
		writer->deck->written[i].html.from += attribute.size;
}

/* Appends what tells, of a slide that can be recorded anew, when its packets were recorded. */
static void append_live(struct writer *writer, const struct slide *slide, size_t body)
{
	struct deck *deck = writer->deck;
	const struct deck_live *live = writer->options->live;
	bool is_live = false;
	for (size_t i = 0; i < slide->part_count; i++)
		is_live |= slide->parts[i].is_packets && slide->parts[i].packets->live;
	if (!is_live)
		return;
	bool is_korean = diagram_is_korean(writer->talk->lang);
	text_append_format(writer->out, "<p class=\"live-words\">%s</p>\n",
		is_korean ? "발표 전에 기록한 패킷입니다."
			  : "These packets were recorded before the talk.");
	deck->live_slides =
		xrealloc(deck->live_slides, (deck->live_count + 1) * sizeof(*deck->live_slides));
	deck->live_slides[deck->live_count++] = xstrdup(slide->id);
	if (live && strcmp(live->slide, slide->id) == 0)
		deck->live.from = body;
}

/*
 * Lists a slide, and leads listeners without scripts to where they say what they think of it.
 * What is returned is valid until the next slide is listed.
 */
static struct deck_slide *list_slide(struct writer *writer, struct deck_slide slide)
{
	struct deck *deck = writer->deck;
	const char *page = writer->options->feedback_page;
	const char *id = arena_strdup(&deck->arena, section_id(slide.id));
	grow_array(&deck->slide_list, deck->slide_list_count, &deck->slide_list_capacity,
		sizeof(*deck->slide_list));
	struct deck_slide *listed = &deck->slide_list[deck->slide_list_count++];
	*listed = slide;
	listed->id = id;
	listed->title = arena_strdup(&deck->arena, slide.title);
	if (!page || writer->talk->refuses_feedback)
		return listed;
	bool is_korean = diagram_is_korean(writer->talk->lang);
	text_append(writer->out, "<p class=\"feedback-link\"><a href=\"");
	markup_attribute(writer->out, page);
	text_append(writer->out, "?slide=");
	markup_url_path(writer->out, id);
	text_append_format(writer->out, "\">%s</a></p>\n",
		is_korean ? "이 슬라이드에 대한 의견과 질문"
			  : "Feedback and questions on this slide");
	return listed;
}

/* ---- whether a slide has changed ---- */

static uint64_t digest_html(uint64_t digest, const struct text *html, size_t from, size_t to)
{
	const uint8_t *data = (const uint8_t *)text_string(html);
	return digest_add(digest, (struct bytes){ data + from, to - from });
}

/* Adds the packets of a block, which an opened packet shows in full. */
static uint64_t digest_packets(
	uint64_t digest, const struct captures *captures, const struct packets_block *block)
{
	for (size_t i = 0; i < PACKETS_SIDES && block->sides; i++)
		digest = digest_packets(digest, captures, &block->sides[i]);
	const struct block_view *view = block->sides ? NULL : captures_block(captures, block);
	for (size_t i = 0; view && i < view->selection.count; i++) {
		const struct frame *frame = &view->selection.packets[i]->frame;
		const uint64_t numbers[] = { frame->number, (uint64_t)frame->time_ns };
		digest = digest_add(
			digest, (struct bytes){ (const uint8_t *)numbers, sizeof(numbers) });
		digest = digest_add(digest, frame->data);
	}
	return digest;
}

/* A page that is open takes a slide anew when this differs. */
static uint64_t digest_slide(
	const struct writer *writer, const struct slide *slide, const struct start_tag *tag)
{
	const struct text *out = writer->out;
	if (!writer->options->is_served)
		return 0; /* no page asks */
	uint64_t digest = digest_html(DIGEST_NOTHING, out, tag->rest, tag->line);
	digest = digest_html(digest, out, tag->line_end, out->size);
	for (size_t i = 0; i < slide->part_count; i++) {
		if (slide->parts[i].is_packets)
			digest = digest_packets(digest, writer->captures, slide->parts[i].packets);
	}
	return digest;
}

static bool append_slide(struct writer *writer, const struct slide *slide, struct error *error)
{
	size_t part = writer->deck->written_count;
	struct text *out = writer->out;
	text_clear(&writer->said);
	writer->legend = (struct color_legend){ 0 };
	bool is_first = slide == writer->talk->slides;
	bool is_titled = is_first && slide_has_talk_heading(slide);
	bool needs_title = is_first && !slide->title[0] && writer->talk->title[0];
	bool has_packets = false;
	for (size_t i = 0; i < slide->part_count; i++)
		has_packets = has_packets || slide->parts[i].is_packets;

	/* With packets on it, the slide cannot be a title slide: those have no room. */
	bool is_cover = (is_titled || needs_title) && !has_packets;
	size_t start = out->size;
	const struct start_tag tag = open_section(out, slide, is_cover, has_packets);
	size_t body = out->size;
	if (needs_title && is_cover) {
		title_slide_append_title(out, writer->talk);
	} else if (needs_title) {
		text_append(out, "<h1>");
		markup_text(out, writer->talk->title);
		text_append(out, "</h1>\n");
	} else if (is_first && writer->talk->slide_count == 1 && !slide->part_count) {
		append_empty(writer);
	}
	append_section_name(out, slide);
	append_heading(out, slide);
	for (size_t i = 0; i < slide->part_count; i++) {
		writer->open.is_last = ends_group(slide, i);
		if (!append_part(writer, slide, &slide->parts[i], error))
			return false;
	}
	append_body_end(writer, slide);
	append_asked(writer, slide);
	append_slide_mistakes(writer, slide);
	append_live(writer, slide, body);
	/*
	 * Appends what the colors of the slide's pictures mean. The script moves it into the
	 * footer.
	 */
	color_legend_html(out, &writer->legend, diagram_is_korean(writer->talk->lang));
	if (is_titled && is_cover)
		title_slide_append_byline(out, writer->talk);
	if (is_first && !writer->has_title_slide)
		append_hidden(writer);
	if (!is_cover && !has_packets)
		insert_kind(writer, body, part);
	struct deck_slide *listed = list_slide(writer,
		(struct deck_slide){
			.id = slide->id,
			.title = slide->title,
			.line = slide->line,
			.planned_s = slide->seconds,
		});
	if (!append_notes(writer, slide, error))
		return false;
	listed->is_below = slide->is_below;
	listed->digest = digest_slide(writer, slide, &tag);
	if (writer->deck->live.from == body)
		writer->deck->live.size = out->size - body;
	text_append(out, "</section>\n");
	listed->html = (struct html_part){ start, out->size - start };
	writer->deck->slide_count++;
	return true;
}

/* Appends a separate title slide when the first slide begins with the talk's content. */
static void append_title_slide(struct writer *writer)
{
	const struct talk *talk = writer->talk;
	if (!talk->title[0] ||
		(talk->slide_count &&
			(!talk->slides[0].title[0] || slide_has_talk_heading(&talk->slides[0]))))
		return;
	size_t from = writer->out->size;
	text_append(writer->out, "<section id=\"" TALK_TITLE_ID "\" class=\"title-slide\">\n");
	title_slide_append_title(writer->out, talk);
	append_hidden(writer);
	struct deck_slide *listed = list_slide(
		writer, (struct deck_slide){ .id = TALK_TITLE_ID, .title = talk->title });
	listed->digest = digest_html(DIGEST_NOTHING, writer->out, from, writer->out->size);
	text_append(writer->out, "</section>\n");
	listed->html = (struct html_part){ from, writer->out->size - from };
	writer->has_title_slide = true;
	writer->deck->slide_count++;
}

static bool append_slides(struct writer *writer, struct error *error)
{
	const struct talk *talk = writer->talk;
	bool is_nested = false;
	for (size_t i = 0; i < talk->slide_count; i++) {
		bool has_below = i + 1 < talk->slide_count && talk->slides[i + 1].is_below;
		if (!is_nested && has_below) {
			text_append(writer->out, "<section>\n");
			is_nested = true;
		}
		if (!append_slide(writer, &talk->slides[i], error))
			return false;
		if (is_nested && !has_below) {
			text_append(writer->out, "</section>\n");
			is_nested = false;
		}
	}
	return true;
}

/* Bytes to allocate at once. Unwritten memory costs nothing, while growing means copying. */
enum { USUAL_SIZE = 128 << 10 };

bool slides_html(struct text *out, const struct captures *captures, struct deck *deck,
	const struct deck_options *options, struct code_languages *languages, struct error *error)
{
	const struct talk *talk = captures->talk;
	struct writer writer = {
		.out = out,
		.talk = talk,
		.captures = captures,
		.deck = deck,
		.languages = languages,
		.earlier_count = deck->findings.count,
		.options = options,
		.observer = options->observer,
	};
	writer.resolver = (struct markdown_resolver){
		.context = &writer,
		.value = resolve_value,
		.value_context = &writer,
		.file_used = add_source,
		.code = add_language,
		.deck = place_deck,
		.link = on_link,
		.unwritten = on_unwritten,
		.no_part = on_missing_part,
		.image = on_image,
		.said = add_speaker_notes,
		.draw = options->drawer ? draw_picture : NULL,
	};
	text_grow(out, USUAL_SIZE);
	mark_lost_captures(&writer);
	append_title_slide(&writer);
	bool ok = append_slides(&writer, error);
	text_finish(&writer.said);
	return ok;
}
