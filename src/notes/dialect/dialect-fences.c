/*
 * Code blocks that other programs do not show as code: diagrams, queries, misspelt packets blocks,
 * and lists that are indented too far.
 */
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/error.h"
#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "notes/dialect/dialect-translator.h"

static const char *const diagrams[] = { "dot", "graphviz", "plantuml", "puml", "uml", "d2", "ditaa",
	"nomnoml", "wavedrom", "vega", "vega-lite", "pikchr", "svgbob", "blockdiag", "seqdiag",
	"actdiag", "nwdiag", "packetdiag", "rackdiag", "bytefield", "erd", "kroki", "sequence",
	"flow", "flowchart", "flow-chart", "gantt", "markmap", "mindmap", "tikz", "chart", "abc",
	"structurizr", "dbml", "excalidraw", "js-sequence" };

static const char *const queries[] = { "dataview", "dataviewjs", "query", "tasks", "base", "bases",
	"button", "kanban", "todoist", "tracker", "leaflet", "timeline", "calendar", "meta-bind",
	"meta-bind-button", "folder-overview", "cardlink", "embed", "toc" };

static bool is_among(struct bytes word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (line_is_word(word, words[i]))
			return true;
	}
	return false;
}

/*
 * Whether the word is nearly "packets" ("packet", "Packets", "packts"), or a word
 * for a capture ("pcap", "packet-list") in a talk that declares captures.
 */
static bool is_near_packets(const struct translator *translator, struct bytes word)
{
	static const char *const packets[] = { "packets" };
	static const char *const others[] = { "pcap", "pcapng", "packet-sequence",
		"packets-sequence", "packet-list", "packet-diagram", "capture" };
	enum { TYPO_SIZE_MIN = 5 };
	const struct talk *talk = translator->reader->talk;
	if (bytes_equal(word, "packets"))
		return false;
	if (is_among(word, others, ARRAY_COUNT(others)))
		return talk->declared_count > 0;
	const char *name = arena_strndup(translator->arena, (const char *)word.data, word.size);
	return word.size >= TYPO_SIZE_MIN && (word.data[0] | 0x20) == 'p' &&
		nearest_name(name, packets, 1) != NULL;
}

static void report_fence(struct translator *translator, const struct outline_block *block)
{
	struct bytes info = bytes_trim(markup_bytes_of(block->text));
	struct bytes word = line_word(info);
	if (is_near_packets(translator, word))
		translator_report(translator, DIALECT_NEAR_FENCE, block->first_line, info);
	else if (is_among(word, diagrams, ARRAY_COUNT(diagrams)))
		translator_report(translator, DIALECT_DIAGRAM, block->first_line, word);
	else if (is_among(word, queries, ARRAY_COUNT(queries)))
		translator_report(translator, DIALECT_QUERY, block->first_line, word);
	else if (bytes_starts_with(word, "ad-"))
		translator_report(translator, DIALECT_ADMONITION, block->first_line, word);
}

static bool is_fence(struct bytes line)
{
	return bytes_find(line, 0, "```") < line.size || bytes_find(line, 0, "~~~") < line.size;
}

/* Whether an unclosed fence at the margin swallows lines that would begin slides. */
static bool holds_slides(const struct translator *translator, const struct outline_block *block)
{
	const struct lines *lines = translator->lines;
	struct bytes fence = bytes_trim(lines_at(lines, block->first_line));
	unsigned last = lines->count;
	while (last > block->first_line && bytes_is_blank(lines_at(lines, last)))
		last--;
	if (block->is_nested || block->last_line < last)
		return false;
	struct bytes end = bytes_trim(lines_at(lines, last));
	size_t size = 0;
	while (size < fence.size && fence.data[size] == fence.data[0])
		size++;
	bool is_closed = last > block->first_line && end.size >= size;
	for (size_t i = 0; is_closed && i < end.size; i++)
		is_closed = end.data[i] == fence.data[0];
	for (unsigned line = block->first_line + 2; line <= last && !is_closed; line++) {
		struct bytes text = lines_at(lines, line);
		bool begins = bytes_equal(bytes_trim_right(text), "---") ||
			bytes_starts_with(text, "# ") || bytes_starts_with(text, "## ");
		if (begins && bytes_is_blank(lines_at(lines, line - 1)))
			return true;
	}
	return false;
}

/* Whether an indented code block looks like a list that was indented by mistake. */
static bool is_list(struct bytes code)
{
	code.size = bytes_find(code, 0, "\n");
	code = bytes_trim(code);
	size_t digits = 0;
	while (digits < code.size && ascii_is_digit(code.data[digits]))
		digits++;
	const char *markers = digits ? ".)" : "-*+";
	return digits + 1 < code.size && strchr(markers, code.data[digits]) &&
		code.data[digits + 1] == ' ';
}

void report_fences(struct translator *translator)
{
	const struct outline *outline = translator->outline;
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		struct bytes line = lines_at(translator->lines, block->first_line);
		if (block->kind != OUTLINE_CODE)
			continue;
		if (is_fence(line) && holds_slides(translator, block))
			translator_report(translator, DIALECT_OPEN_FENCE, block->first_line, line);
		if (is_fence(line))
			report_fence(translator, block);
		else if (block->code && is_list(markup_bytes_of(block->code)))
			translator_report(
				translator, DIALECT_INDENTED_LIST, block->first_line, line);
	}
}
