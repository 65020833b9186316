/*
 * The rules of DESIGN.md, on cmark's own idea of the text's structure: `---` is a new slide where
 * cmark sees a rule at top level, a blank line before it; `--` where it sees a paragraph begin. So
 * neither splits inside code, HTML, a list or a quote, and `Title` over `---` stays a heading.
 */
#include "notes/slide-split.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/markup.h"
#include "notes/characters.h"
#include "notes/duration.h"
#include "notes/packets-block.h"
#include "notes/string-map.h"
#include "notes/vault.h"

enum {
	SLIDES_MAX = 1000,
	IMPLICIT_CAPTURES_MAX = 64,
	BLOCKS_MAX = 500, /* of packets: each looks at every packet of its capture */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct splitter {
	struct talk *talk;
	const struct lines *lines;
	const struct outline *outline;
	const bool *is_below; /* or NULL */
	struct arena *arena;
	struct text *warnings;
	struct error *error;
	struct string_map ids; /* of slides: the number that the next of this name gets */
	struct talk_capture *captures; /* the declared ones, then those of ![[file.pcap]] */
	size_t capture_count;
	size_t block_count; /* of packets */
};

/* The lines that one slide occupies, separators not among them. */
struct extent {
	unsigned first, last;
	bool is_below;
	unsigned text_line; /* the first that is not blank */
	/* What stands on it, in the order of the file. */
	const struct outline_block **blocks;
	const struct outline_comment **comments;
	size_t block_count, comment_count;
};

static bool fail(const struct splitter *splitter, unsigned line)
{
	return error_at(splitter->error, splitter->talk->path, line);
}

static void warn(const struct splitter *splitter, unsigned line, const char *sentence)
{
	text_append_format(splitter->warnings, "%s:%u: %s\n", splitter->talk->path, line, sentence);
}

/* ---- where slides begin ---- */

static bool is_after_blank(const struct lines *lines, unsigned line)
{
	return line <= 1 || bytes_is_blank(lines_at(lines, line - 1));
}

const bool *slides_find_below(
	const struct lines *lines, const struct outline *outline, struct arena *arena)
{
	bool *is_below = NULL;
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		unsigned line = block->first_line;
		bool may_begin = block->kind == OUTLINE_PARAGRAPH || block->kind == OUTLINE_HEADING;
		if (block->is_nested || !may_begin || !is_after_blank(lines, line) ||
			!bytes_equal(bytes_trim_right(lines_at(lines, line)), "--"))
			continue;
		if (!is_below)
			is_below = arena_alloc_array(arena, (size_t)lines->count + 1, sizeof(bool));
		is_below[line] = true;
	}
	return is_below;
}

/* The lines `---` that begin a slide, as the same kind of array. */
static const bool *find_rules(const struct splitter *splitter)
{
	bool *is_rule = arena_alloc_array(
		splitter->arena, (size_t)splitter->lines->count + 1, sizeof(bool));
	for (size_t i = 0; i < splitter->outline->block_count; i++) {
		const struct outline_block *block = &splitter->outline->blocks[i];
		unsigned line = block->first_line;
		is_rule[line] = block->kind == OUTLINE_RULE &&
			is_after_blank(splitter->lines, line) &&
			bytes_equal(bytes_trim_right(lines_at(splitter->lines, line)), "---");
	}
	return is_rule;
}

/*
 * A note that was written for reading has no `---`: there, headings begin its slides, those of the
 * first two levels, or of the highest level that has more than one. NULL when that makes no two.
 */
static const bool *find_headings(const struct splitter *splitter)
{
	enum { LEVEL_MAX = 6, LEVEL_USUAL = 2 };
	const struct outline *outline = splitter->outline;
	unsigned counts[LEVEL_MAX + 1] = { 0 };
	for (size_t i = 0; i < outline->block_count; i++)
		counts[outline->blocks[i].level]++;
	unsigned level = 1, count = counts[1];
	while (level < LEVEL_MAX && (count < 2 || level < LEVEL_USUAL))
		count += counts[++level];
	if (count < 2)
		return NULL;
	bool *is_heading = arena_alloc_array(
		splitter->arena, (size_t)splitter->lines->count + 1, sizeof(bool));
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		if (block->kind == OUTLINE_HEADING && block->level <= level)
			is_heading[block->first_line] = true;
	}
	return is_heading;
}

static bool has_rule(const struct splitter *splitter, const bool *is_rule)
{
	for (unsigned line = 1; line <= splitter->lines->count; line++) {
		if (is_rule[line])
			return true;
	}
	return false;
}

static unsigned text_line_of(const struct splitter *splitter, struct extent extent)
{
	unsigned line = extent.first;
	while (line <= extent.last && bytes_is_blank(lines_at(splitter->lines, line)))
		line++;
	return line;
}

static bool find_extents(struct splitter *splitter, struct extent **ret_extents, size_t *ret_count)
{
	unsigned line_count = splitter->lines->count;
	const bool *is_rule = find_rules(splitter);
	const bool *is_heading =
		splitter->is_below || has_rule(splitter, is_rule) ? NULL : find_headings(splitter);
	struct extent *extents = arena_alloc_array(splitter->arena,
		line_count < SLIDES_MAX ? line_count + 1 : SLIDES_MAX, sizeof(*extents));
	struct extent current = { .first = 1 };
	size_t count = 0;
	for (unsigned line = 1; line <= line_count + 1; line++) {
		bool is_end = line > line_count;
		bool is_below = !is_end && splitter->is_below && splitter->is_below[line];
		bool is_at_heading = !is_end && is_heading && is_heading[line];
		if (!is_end && !is_below && !is_rule[line] && !is_at_heading)
			continue;
		current.last = line - 1;
		current.text_line = text_line_of(splitter, current);
		if (current.text_line > current.last) {
			if (current.first > 1 && !is_end && !is_heading)
				warn(splitter, current.first - 1,
					"this slide is empty and is left out");
		} else if (count == SLIDES_MAX) {
			error_set(splitter->error, "a talk has at most %d slides: make two of it",
				SLIDES_MAX);
			return fail(splitter, current.first);
		} else {
			extents[count++] = current;
		}
		/* A heading belongs to its slide, a separator to none. */
		current = (struct extent){
			.first = is_at_heading ? line : line + 1,
			.is_below = is_below,
		};
	}
	if (count == 0) {
		error_set(splitter->error,
			"the talk has no slides: write text below the front matter");
		return fail(splitter, 1);
	}
	extents[0].is_below = false;
	*ret_extents = extents;
	*ret_count = count;
	return true;
}

/* The slide that each line is on, from 1; 0 for separators. */
static const size_t *number_lines(
	const struct splitter *splitter, const struct extent *extents, size_t count)
{
	size_t *slides = arena_alloc_array(
		splitter->arena, (size_t)splitter->lines->count + 1, sizeof(*slides));
	for (size_t i = 0; i < count; i++) {
		for (unsigned line = extents[i].first; line <= extents[i].last; line++)
			slides[line] = i + 1;
	}
	return slides;
}

/* Hands blocks and comments to their slides, once for all: there may be a thousand slides. */
static void distribute(struct splitter *splitter, struct extent *extents, size_t count)
{
	const struct outline *outline = splitter->outline;
	const size_t *slides = number_lines(splitter, extents, count);
	for (int is_counted = 0; is_counted < 2; is_counted++) {
		for (size_t i = 0; i < outline->block_count; i++) {
			size_t slide = slides[outline->blocks[i].first_line];
			if (slide && is_counted)
				extents[slide - 1].blocks[extents[slide - 1].block_count] =
					&outline->blocks[i];
			if (slide)
				extents[slide - 1].block_count++;
		}
		for (size_t i = 0; i < outline->comment_count; i++) {
			unsigned line = outline->comments[i].line;
			size_t slide = line <= splitter->lines->count ? slides[line] : 0;
			if (slide && is_counted)
				extents[slide - 1].comments[extents[slide - 1].comment_count] =
					&outline->comments[i];
			if (slide)
				extents[slide - 1].comment_count++;
		}
		for (size_t i = 0; i < count && !is_counted; i++) {
			struct extent *extent = &extents[i];
			extent->blocks = arena_alloc_array(splitter->arena, extent->block_count,
				sizeof(struct outline_block *));
			extent->comments = arena_alloc_array(splitter->arena, extent->comment_count,
				sizeof(struct outline_comment *));
			extent->block_count = extent->comment_count = 0;
		}
	}
}

/* ---- options and notes ---- */

struct option {
	char *key;
	const char *value;
	unsigned line;
};

/* `key: value`, the key one word. */
static bool option_parse(struct splitter *splitter, struct bytes line, struct option *ret_option)
{
	line = bytes_trim(line);
	size_t key_size = 0;
	while (key_size < line.size &&
		(((line.data[key_size] | 0x20) >= 'a' && (line.data[key_size] | 0x20) <= 'z') ||
			line.data[key_size] == '-'))
		key_size++;
	if (key_size == 0 || key_size == line.size || line.data[key_size] != ':')
		return false;
	struct bytes value = bytes_trim(bytes_from(line, key_size + 1));
	ret_option->key = arena_strndup(splitter->arena, (const char *)line.data, key_size);
	for (char *p = ret_option->key; *p; p++)
		*p = (char)(*p | 0x20);
	ret_option->value = arena_strndup(splitter->arena, (const char *)value.data, value.size);
	return true;
}

/*
 * A comment is a slide's options when each line is `key: value` and a key is ours, or nearly so:
 * "remember: smile" is a note.
 */
static size_t options_in(struct splitter *splitter, const struct outline_comment *comment,
	struct option **ret_options)
{
	static const char *const keys[] = { "t", "class" };
	struct lines lines = lines_split(splitter->arena, markup_bytes_of(comment->text));
	struct option *options = arena_alloc_array(splitter->arena, lines.count, sizeof(*options));
	size_t count = 0;
	bool has_ours = false;
	for (unsigned i = 1; i <= lines.count; i++) {
		struct bytes line = lines_at(&lines, i);
		if (bytes_is_blank(line))
			continue;
		if (!option_parse(splitter, line, &options[count]))
			return 0;
		options[count].line = comment->line + i - 1;
		const char *nearest = error_nearest(options[count].key, keys, COUNT(keys));
		has_ours = has_ours || (nearest && options[count].key[0] == nearest[0]);
		count++;
	}
	*ret_options = options;
	return has_ours ? count : 0;
}

static bool option_apply(
	struct splitter *splitter, const struct option *option, struct slide *slide)
{
	static const char class_characters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_- ";
	if (strcmp(option->key, "t") == 0) {
		if (duration_parse(option->value, &slide->seconds, splitter->error))
			return true;
	} else if (strcmp(option->key, "class") != 0) {
		error_set(
			splitter->error, "a slide has no option '%s': use t or class", option->key);
	} else if (option->value[strspn(option->value, class_characters)]) {
		error_set(splitter->error,
			"'%s' is not a list of class names: use letters, digits, '-' and '_'",
			option->value);
	} else {
		slide->class_names = option->value;
		return true;
	}
	return fail(splitter, option->line);
}

bool slides_is_note_line(const struct lines *lines, const struct outline *outline, unsigned number)
{
	struct bytes line = lines_at(lines, number);
	return !outline->is_verbatim[number] && line.size >= 5 &&
		strncasecmp((const char *)line.data, "note:", 5) == 0;
}

/* The line of `note:`, or one past the slide. */
static unsigned note_line_of(const struct splitter *splitter, struct extent extent)
{
	unsigned line = extent.first;
	while (line <= extent.last &&
		!slides_is_note_line(splitter->lines, splitter->outline, line))
		line++;
	return line;
}

static void add_note(struct slide *slide, struct bytes markdown, unsigned line)
{
	if (bytes_is_blank(markdown))
		return;
	slide->notes[slide->note_count] = markdown;
	slide->note_lines[slide->note_count++] = line;
}

static bool read_comment(struct splitter *splitter, struct extent extent,
	const struct outline_comment *comment, struct slide *slide)
{
	if (!comment->is_closed) {
		error_set(splitter->error, "the comment that begins here never ends: add '-->'");
		return fail(splitter, comment->line);
	}
	struct option *options = NULL;
	size_t count = 0;
	if (comment->line <= extent.text_line)
		count = options_in(splitter, comment, &options);
	for (size_t i = 0; i < count; i++) {
		if (!option_apply(splitter, &options[i], slide))
			return false;
	}
	if (count)
		return true;
	struct bytes text = bytes_trim_right(markup_bytes_of(comment->text));
	unsigned line = comment->line;
	while (text.size && (text.data[0] == '\n' || text.data[0] == ' ')) {
		line += text.data[0] == '\n';
		text = bytes_from(text, 1);
	}
	add_note(slide, text, line);
	return true;
}

static bool read_notes(
	struct splitter *splitter, struct extent extent, unsigned note_line, struct slide *slide)
{
	slide->notes =
		arena_alloc_array(splitter->arena, extent.comment_count + 1, sizeof(*slide->notes));
	slide->note_lines = arena_alloc_array(
		splitter->arena, extent.comment_count + 1, sizeof(*slide->note_lines));
	for (size_t i = 0; i < extent.comment_count; i++) {
		if (!read_comment(splitter, extent, extent.comments[i], slide))
			return false;
	}
	if (note_line <= extent.last)
		add_note(slide,
			bytes_from(lines_between(splitter->lines, note_line, extent.last), 5),
			note_line);
	return true;
}

/* ---- parts ---- */

static bool is_capture_name(struct bytes name)
{
	static const char *const endings[] = { ".pcap", ".pcapng", ".cap" };
	for (size_t i = 0; i < COUNT(endings); i++) {
		size_t size = strlen(endings[i]);
		if (name.size > size &&
			strncasecmp((const char *)name.data + name.size - size, endings[i], size) ==
				0)
			return true;
	}
	return false;
}

/* `![[file.pcap]]` alone in its paragraph. */
static bool capture_embed(
	const struct splitter *splitter, const struct outline_block *block, struct bytes *ret_name)
{
	struct bytes line = bytes_trim(lines_at(splitter->lines, block->first_line));
	if (block->kind != OUTLINE_PARAGRAPH || block->first_line != block->last_line ||
		!bytes_starts_with(line, "![["))
		return false;
	size_t end = bytes_find(line, 3, "]]");
	if (end + 2 != line.size)
		return false;
	struct bytes name = { line.data + 3, end - 3 };
	name.size = bytes_find(name, 0, "|");
	*ret_name = bytes_trim(name);
	return is_capture_name(*ret_name);
}

static bool refuse_embed(const struct splitter *splitter, const char *name, unsigned line)
{
	const char *nearest = vault_suggest(splitter->talk->vault, name);
	error_set(splitter->error, "there is no capture '%s' beside the talk or in its vault%s%s%s",
		name, nearest ? ": did you mean '" : "", nearest ? nearest : "",
		nearest ? "'?" : "");
	return fail(splitter, line);
}

/* The capture that an embed shows: a declared one of the same file, or a new one by the file's name. */
static const struct talk_capture *embedded_capture(
	struct splitter *splitter, struct bytes written, unsigned line)
{
	const char *name = arena_strndup(splitter->arena, (const char *)written.data, written.size);
	automem char *beside = vault_beside(splitter->talk->path, name);
	const char *path = vault_find(splitter->talk->vault, name);
	for (size_t i = 0; i < splitter->capture_count; i++) {
		const struct talk_capture *capture = &splitter->captures[i];
		if (strcmp(capture->path, path ? path : beside) == 0 ||
			strcmp(capture->name, name) == 0)
			return capture;
	}
	if (!path) {
		refuse_embed(splitter, name, line);
		return NULL;
	}
	if (splitter->capture_count >= splitter->talk->capture_count + IMPLICIT_CAPTURES_MAX) {
		error_set(splitter->error, "a talk can embed at most %d captures",
			IMPLICIT_CAPTURES_MAX);
		fail(splitter, line);
		return NULL;
	}
	struct talk_capture *capture = &splitter->captures[splitter->capture_count++];
	*capture = (struct talk_capture){ .name = name, .file = name, .path = path, .line = line };
	return capture;
}

static bool count_block(struct splitter *splitter, unsigned line)
{
	if (splitter->block_count++ < BLOCKS_MAX)
		return true;
	error_set(splitter->error, "a talk shows packets at most %d times: make two of it",
		BLOCKS_MAX);
	return fail(splitter, line);
}

static bool add_embed(
	struct splitter *splitter, struct bytes name, unsigned line, struct slide_part *part)
{
	const struct talk_capture *capture = embedded_capture(splitter, name, line);
	if (!capture || !count_block(splitter, line))
		return false;
	struct packets_block *block = arena_new(splitter->arena, struct packets_block);
	*block = (struct packets_block){
		.capture = capture->name,
		.stream = -1,
		.show = PACKETS_SEQUENCE,
		.step_packets = true,
		.line = line,
	};
	*part = (struct slide_part){ .is_packets = true, .line = line, .packets = block };
	return true;
}

/* What follows the word "packets" on a fence's line; false when it is another fence. */
static bool packets_name(const struct outline_block *block, struct bytes *ret_name)
{
	struct bytes info = markup_bytes_of(block->text);
	if (block->kind != OUTLINE_CODE || !bytes_starts_with(info, "packets"))
		return false;
	struct bytes rest = bytes_from(info, strlen("packets"));
	if (rest.size && rest.data[0] != ' ' && rest.data[0] != '\t')
		return false;
	*ret_name = bytes_trim(rest);
	return true;
}

static bool is_fence_closed(const struct splitter *splitter, const struct outline_block *block)
{
	struct bytes last = bytes_trim(lines_at(splitter->lines, block->last_line));
	return block->last_line > block->first_line &&
		(bytes_starts_with(last, "```") || bytes_starts_with(last, "~~~"));
}

static bool add_packets(struct splitter *splitter, const struct outline_block *block,
	struct bytes name, struct slide_part *part)
{
	if (block->is_nested) {
		error_set(splitter->error,
			"a packets block must stand at the margin, not inside a "
			"list or a quote");
		return fail(splitter, block->first_line);
	}
	if (!is_fence_closed(splitter, block)) {
		error_set(splitter->error,
			"the packets block that begins here never ends: add a "
			"line '```'");
		return fail(splitter, block->first_line);
	}
	if (!count_block(splitter, block->first_line))
		return false;
	struct packets_block *packets = arena_new(splitter->arena, struct packets_block);
	*part = (struct slide_part){
		.is_packets = true, .line = block->first_line, .packets = packets
	};
	return packets_block_parse(splitter->talk,
		arena_strndup(splitter->arena, (const char *)name.data, name.size),
		block->first_line, markup_bytes_of(block->code), splitter->arena, packets,
		splitter->warnings, splitter->error);
}

/* Text between two packets blocks, unless it holds only comments. */
static void add_text(struct splitter *splitter, unsigned first, unsigned last, bool has_text,
	struct slide *slide)
{
	while (first <= last && bytes_is_blank(lines_at(splitter->lines, first)))
		first++;
	if (first > last || !has_text)
		return;
	slide->parts[slide->part_count++] = (struct slide_part){
		.markdown = lines_between(splitter->lines, first, last),
		.line = first,
	};
}

static bool read_parts(
	struct splitter *splitter, struct extent extent, unsigned note_line, struct slide *slide)
{
	slide->parts = arena_alloc_array(
		splitter->arena, 2 * extent.block_count + 1, sizeof(*slide->parts));
	unsigned from = extent.first;
	bool has_text = false;
	for (size_t i = 0; i < extent.block_count; i++) {
		const struct outline_block *block = extent.blocks[i];
		struct bytes name;
		bool is_packets = packets_name(block, &name);
		bool is_embed = !is_packets && capture_embed(splitter, block, &name);
		if (!is_packets && !is_embed) {
			has_text |=
				block->kind != OUTLINE_COMMENTS && block->first_line < note_line;
			continue;
		}
		if (block->first_line > note_line) {
			warn(splitter, block->first_line,
				"these packets stand in the speaker notes, where nobody sees them: "
				"move them above 'note:'");
			continue;
		}
		add_text(splitter, from, block->first_line - 1, has_text, slide);
		has_text = false;
		struct slide_part *part = &slide->parts[slide->part_count++];
		if (is_embed ? !add_embed(splitter, name, block->first_line, part)
			     : !add_packets(splitter, block, name, part))
			return false;
		from = block->last_line + 1;
	}
	add_text(splitter, from, note_line - 1, has_text, slide);
	return true;
}

/* ---- names ---- */

static const char *remember_id(struct splitter *splitter, const char *id)
{
	unsigned *number = arena_new(splitter->arena, unsigned);
	*number = 2;
	*string_map_place(&splitter->ids, id) = number;
	return id;
}

/* Only digits would be a slide's number in an address. */
static const char *unique_id(struct splitter *splitter, const char *title)
{
	autofinish(text) struct text slug = { 0 };
	text_append_slug(&slug, markup_bytes_of(title));
	const char *base = text_string(&slug);
	unsigned number = (unsigned)splitter->talk->slide_count + 1;
	if (!*base)
		base = arena_printf(splitter->arena, "slide-%u", number);
	else if (!base[strspn(base, "0123456789")])
		base = arena_printf(splitter->arena, "slide-%s", base);
	else
		base = arena_strdup(splitter->arena, base);
	unsigned *next = string_map_find(&splitter->ids, base);
	if (!next)
		return remember_id(splitter, base);
	const char *id;
	do
		id = arena_printf(splitter->arena, "%s-%u", base, (*next)++);
	while (string_map_find(&splitter->ids, id));
	return remember_id(splitter, id);
}

static const char *title_of(struct extent extent, unsigned note_line)
{
	for (size_t i = 0; i < extent.block_count; i++) {
		const struct outline_block *block = extent.blocks[i];
		if (block->kind == OUTLINE_HEADING && block->last_line <= extent.last &&
			block->first_line < note_line)
			return block->text;
	}
	return "";
}

static bool read_slide(struct splitter *splitter, struct extent extent, struct slide *slide)
{
	unsigned note_line = note_line_of(splitter, extent);
	const char *title = title_of(extent, note_line);
	*slide = (struct slide){
		.line = extent.text_line,
		.is_below = extent.is_below,
		.title = title,
		.id = unique_id(splitter, title),
		.class_names = "",
	};
	return read_notes(splitter, extent, note_line, slide) &&
		read_parts(splitter, extent, note_line, slide);
}

bool slides_split(struct talk *talk, const struct lines *lines, const struct outline *outline,
	const bool *is_below, struct arena *arena, struct text *warnings, struct error *error)
{
	struct splitter splitter = {
		.talk = talk,
		.lines = lines,
		.outline = outline,
		.is_below = is_below,
		.arena = arena,
		.warnings = warnings,
		.error = error,
		.ids.arena = arena,
	};
	struct extent *extents = NULL;
	size_t count = 0;
	if (!find_extents(&splitter, &extents, &count))
		return false;
	distribute(&splitter, extents, count);

	splitter.captures = arena_alloc_array(
		arena, talk->capture_count + IMPLICIT_CAPTURES_MAX, sizeof(*splitter.captures));
	if (talk->capture_count)
		memcpy(splitter.captures, talk->captures,
			talk->capture_count * sizeof(*splitter.captures));
	splitter.capture_count = talk->capture_count;

	talk->slides = arena_alloc_array(arena, count, sizeof(*talk->slides));
	for (size_t i = 0; i < count; i++) {
		if (!read_slide(&splitter, extents[i], &talk->slides[i]))
			return false;
		talk->slide_count++;
	}
	talk->captures = splitter.captures;
	talk->capture_count = splitter.capture_count;
	return true;
}
