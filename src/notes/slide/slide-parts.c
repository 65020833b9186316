/*
 * Splits a slide into text and packets blocks. A packets block is a fence with the word "packets",
 * or "ask" for one that first asks a question, or a capture embedded as Obsidian embeds files,
 * which needs no declaration in the front matter.
 */
#include "base/array.h"
#include "notes/slide/slide-splitter.h"

#include <string.h>
#include <strings.h>

#include "base/format/markup.h"
#include "notes/block/vault.h"
#include "notes/inline/comment-directive.h"
#include "notes/talk/packets-block.h"
#include "notes/text/written-path.h"

enum { BLOCKS_MAX = 500 /* each block reads every packet of its capture */ };

static bool is_capture_name(struct bytes name)
{
	static const char *const endings[] = { ".pcap", ".pcapng", ".cap" };
	for (size_t i = 0; i < ARRAY_COUNT(endings); i++) {
		size_t size = strlen(endings[i]);
		if (name.size > size &&
			strncasecmp((const char *)name.data + name.size - size, endings[i], size) ==
				0)
			return true;
	}
	return false;
}

/* Whether the block is `![[file.pcap]]` alone in its paragraph. */
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
	if (nearest)
		error_set(splitter->error,
			"there is no capture '%s' beside the talk or in its vault: did you mean '%s'?",
			name, nearest);
	else
		error_set(splitter->error,
			"there is no capture '%s' beside the talk or in its vault", name);
	return splitter_fail(splitter, line);
}

/*
 * The capture that an embed shows: a declared one with the same file, or a new one named after the
 * file.
 */
static const struct talk_capture *embedded_capture(
	struct splitter *splitter, struct bytes written, unsigned line)
{
	const char *name = arena_strndup(splitter->arena, (const char *)written.data, written.size);
	automem char *beside = written_path_beside(splitter->talk->path, name);
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
		splitter_fail(splitter, line);
		return NULL;
	}
	struct talk_capture *capture = &splitter->captures[splitter->capture_count++];
	*capture = (struct talk_capture){ .name = name, .file = name, .path = path, .line = line };
	return capture;
}

/* The defaults of a packets block, also used for one that cannot be parsed. */
static struct packets_block *new_block(struct splitter *splitter, unsigned line)
{
	struct packets_block *block = arena_new(splitter->arena, struct packets_block);
	*block = (struct packets_block){
		.capture = "",
		.stream = -1,
		.show = PACKETS_SEQUENCE,
		.colors = splitter->talk->colors,
		.step_packets = true,
		.line = line,
	};
	return block;
}

static void read_embed(
	struct splitter *splitter, struct bytes name, unsigned line, struct packets_block *block)
{
	const struct talk_capture *capture = embedded_capture(splitter, name, line);
	block->is_broken = !capture;
	if (capture)
		block->capture = capture->name;
}

/* The text behind the word on a fence's line: a capture's name. Returns false for other fences. */
static bool fence_name(const struct outline_block *block, const char *word, struct bytes *ret_name)
{
	struct bytes info = markup_bytes_of(block->text);
	if (block->kind != OUTLINE_CODE || !bytes_starts_with(info, word))
		return false;
	struct bytes rest = bytes_from(info, strlen(word));
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

static bool read_packets(struct splitter *splitter, const struct outline_block *block,
	struct bytes name, bool is_ask, struct packets_block *packets)
{
	if (block->is_nested) {
		error_set(splitter->error,
			is_ask ? "an ask block must stand at the margin, not inside a list or a quote"
			       : "a packets block must stand at the margin, not inside a list or a quote");
		return splitter_fail(splitter, block->first_line);
	}
	if (!is_fence_closed(splitter, block)) {
		error_set(splitter->error,
			is_ask ? "the ask block that begins here never ends: add a line '```'"
			       : "the packets block that begins here never ends: add a line '```'");
		return splitter_fail(splitter, block->first_line);
	}
	return (is_ask ? packets_block_parse_ask : packets_block_parse)(splitter->talk,
		arena_strndup(splitter->arena, (const char *)name.data, name.size),
		block->first_line, markup_bytes_of(block->code), splitter->arena, packets,
		splitter->findings);
}

/* Adds the part for the block. Returns NULL when the slide has too many. */
static struct slide_part *add_part(
	struct splitter *splitter, const struct outline_block *block, struct slide *slide)
{
	if (splitter->block_count++ >= BLOCKS_MAX) {
		error_set(splitter->error, "a talk shows packets at most %d times: make two of it",
			BLOCKS_MAX);
		error_at(splitter->error, splitter->talk->path, block->first_line);
		return NULL;
	}
	struct slide_part *part = &slide->parts[slide->part_count++];
	*part = (struct slide_part){
		.is_packets = true,
		.line = block->first_line,
		.last_line = block->last_line,
		.packets = new_block(splitter, block->first_line),
	};
	return part;
}

/* Adds the text between two packets blocks, unless it has only comments. */
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
		.last_line = last,
	};
}

/* Whether the block is `<!-- column -->` alone on its line, which begins the next column. */
static bool is_column_start(const struct splitter *splitter, const struct outline_block *block)
{
	return block->kind == OUTLINE_COMMENTS && block->first_line == block->last_line &&
		directive_is_column(bytes_trim(lines_at(splitter->lines, block->first_line)));
}

static void add_boundary(struct slide *slide, unsigned line, bool is_column)
{
	slide->parts[slide->part_count++] = (struct slide_part){
		.is_body_start = !is_column,
		.is_column_start = is_column,
		.markdown = { (const uint8_t *)"", 0 },
		.line = line,
		.last_line = line,
	};
}

/* The last line of the slide's leading headings; the line before the slide when it has none. */
static unsigned last_head_line(const struct slide_extent *extent, unsigned note_line)
{
	unsigned last = extent->first - 1;
	for (size_t i = 0; i < extent->block_count; i++) {
		const struct outline_block *block = extent->blocks[i];
		if (block->kind == OUTLINE_HEADING && block->first_line < note_line)
			last = block->last_line;
		else if (block->kind != OUTLINE_COMMENTS)
			break;
	}
	return last;
}

/* Begins the slide's columns, which stand below the heading. */
static void begin_body(struct splitter *splitter, const struct slide_extent *extent,
	unsigned note_line, struct slide *slide, unsigned *from)
{
	for (size_t i = 0; i < extent->block_count; i++) {
		const struct outline_block *block = extent->blocks[i];
		if (block->first_line < note_line && is_column_start(splitter, block))
			slide->layout = SLIDE_LAYOUT_COLUMNS;
	}
	if (!slide_layout_has_body(slide->layout))
		return;
	unsigned head = last_head_line(extent, note_line);
	add_text(splitter, *from, head, head >= *from, slide);
	add_boundary(slide, head, false);
	*from = head + 1;
}

bool slide_read_parts(struct splitter *splitter, struct slide_extent extent, unsigned note_line,
	struct slide *slide)
{
	slide->parts = arena_alloc_array(
		splitter->arena, 2 * extent.block_count + 3, sizeof(*slide->parts));
	unsigned from = extent.first;
	bool has_text = false;
	begin_body(splitter, &extent, note_line, slide, &from);
	for (size_t i = 0; i < extent.block_count; i++) {
		const struct outline_block *block = extent.blocks[i];
		struct bytes name;
		if (block->first_line < from)
			continue;
		if (block->first_line < note_line && is_column_start(splitter, block)) {
			add_text(splitter, from, block->first_line - 1, has_text, slide);
			add_boundary(slide, block->first_line, true);
			has_text = false;
			from = block->last_line + 1;
			continue;
		}
		bool is_ask = fence_name(block, "ask", &name);
		bool is_packets = is_ask || fence_name(block, "packets", &name);
		bool is_embed = !is_packets && capture_embed(splitter, block, &name);
		if (!is_packets && !is_embed) {
			has_text |=
				block->kind != OUTLINE_COMMENTS && block->first_line < note_line;
			continue;
		}
		if (block->first_line > note_line) {
			splitter_warn(splitter, block->first_line,
				"these packets stand in the speaker notes, where nobody sees them: move them above 'note:'");
			continue;
		}
		add_text(splitter, from, block->first_line - 1, has_text, slide);
		has_text = false;
		struct slide_part *part = add_part(splitter, block, slide);
		if (!part)
			return false;
		if (is_embed)
			read_embed(splitter, name, block->first_line, part->packets);
		else if (!read_packets(splitter, block, name, is_ask, part->packets))
			part->packets->is_broken = true;
		from = block->last_line + 1;
	}
	add_text(splitter, from, note_line - 1, has_text, slide);
	return true;
}
