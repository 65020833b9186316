/*
 * Markdown to HTML: CommonMark 0.30 through cmark, and what Obsidian's users write on top of it. The
 * only file that talks to cmark. Source with marks (notes/marks.h) is parsed to a tree; passes over
 * the tree find tables, callouts, tasks, comments, marks and strikes; one walk writes HTML, where
 * text nodes give values, links and footnotes. cmark's own renderer is not used, since it knows none
 * of these. Walks are iterators, never recursion: depth is the text's to choose.
 * Left out: math, block references as targets, embedding of one note in another.
 */
#include "notes/markdown.h"

#include <cmark.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/markup.h"
#include "notes/callout.h"
#include "notes/characters.h"
#include "notes/front-matter.h"
#include "notes/image.h"
#include "notes/marks.h"
#include "notes/table.h"
#include "notes/vault.h"

enum {
	DEPTH_MAX = 64, /* quotes and list markers on one line */
	SPAN_SIZE_MAX = 1024, /* {{...}}, [[...]] */
	URL_SIZE_MAX = 2048,
	NOTE_SIZE_MAX = 4 << 20, /* of a talk that a wikilink names */
	IMAGE_WIDTH_MAX = 4096,
};

#define CMARK_OPTIONS (CMARK_OPT_DEFAULT | CMARK_OPT_UNSAFE)

enum delimiter { DELIMITER_NONE, DELIMITER_COMMENT, DELIMITER_MARK, DELIMITER_STRIKE };

enum task { TASK_NONE, TASK_OPEN, TASK_DONE };

/* What the passes know about a node that cmark does not; its user data, in the render's arena. */
struct annotation {
	unsigned line; /* in the file, for what was parsed apart; else 0 */
	enum delimiter delimiter;
	bool can_open, can_close;
	bool is_fragment;
	enum task task;
};

struct nodes {
	cmark_node **items;
	size_t count, capacity;
};

struct render {
	struct text *out;
	const struct talk *talk;
	const struct markdown_resolver *resolver;
	struct text *warnings;
	struct error *error;
	struct arena arena;
	struct text definitions; /* with marks, and an empty line */
	struct lines lines; /* of the marked source */
	unsigned first_line, shift; /* of the file; lines of definitions before the text */
	uint32_t last_point; /* the last character of the paragraph so far, for soft breaks */
	unsigned link_depth;
	bool is_footnote;
	bool *used_footnotes;
	struct nodes discarded;
};

/* ---- nodes ---- */

static void nodes_add(struct nodes *nodes, cmark_node *node)
{
	grow_array(&nodes->items, nodes->count, &nodes->capacity, sizeof(*nodes->items));
	nodes->items[nodes->count++] = node;
}

static bool is_inline(const cmark_node *node)
{
	return cmark_node_get_type((cmark_node *)(uintptr_t)node) >= CMARK_NODE_FIRST_INLINE;
}

static cmark_node_type type_of(cmark_node *node)
{
	return node ? cmark_node_get_type(node) : CMARK_NODE_NONE;
}

static struct bytes literal_of(cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	return markup_bytes_of(literal ? literal : "");
}

static struct annotation *annotate(struct render *render, cmark_node *node)
{
	struct annotation *annotation = cmark_node_get_user_data(node);
	if (!annotation) {
		annotation = arena_new(&render->arena, struct annotation);
		cmark_node_set_user_data(node, annotation);
	}
	return annotation;
}

/* Taken out of the tree now, freed at the end: a list of nodes to visit may still name it. */
static void discard(struct render *render, cmark_node *node)
{
	cmark_node_unlink(node);
	nodes_add(&render->discarded, node);
}

/* Every node of the subtree (its root too) that `wanted` accepts, parents first. */
static struct nodes collect(cmark_node *root, bool (*wanted)(cmark_node *node))
{
	struct nodes nodes = { 0 };
	cmark_iter *iter = cmark_iter_new(root);
	for (cmark_event_type event = cmark_iter_next(iter); event != CMARK_EVENT_DONE;
		event = cmark_iter_next(iter)) {
		if (event == CMARK_EVENT_ENTER && wanted(cmark_iter_get_node(iter)))
			nodes_add(&nodes, cmark_iter_get_node(iter));
	}
	cmark_iter_free(iter);
	return nodes;
}

static cmark_node *new_text(struct bytes bytes)
{
	cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
	automem char *literal = xstrndup((const char *)bytes.data, bytes.size);
	cmark_node_set_literal(node, literal);
	return node;
}

static cmark_node *new_custom(cmark_node_type type, const char *enter, const char *leave)
{
	cmark_node *node = cmark_node_new(type);
	cmark_node_set_on_enter(node, enter);
	cmark_node_set_on_exit(node, leave);
	return node;
}

static void set_literal(cmark_node *node, struct bytes bytes)
{
	automem char *literal = xstrndup((const char *)bytes.data, bytes.size);
	cmark_node_set_literal(node, literal);
}

/* ---- places ---- */

static unsigned file_line(const struct render *render, unsigned line)
{
	return line > render->shift ? render->first_line + line - 1 - render->shift
				    : render->first_line;
}

static unsigned line_of(const struct render *render, cmark_node *node)
{
	for (cmark_node *at = node; at; at = cmark_node_parent(at)) {
		const struct annotation *annotation = cmark_node_get_user_data(at);
		if (annotation && annotation->line)
			return annotation->line;
	}
	for (cmark_node *at = node; at; at = cmark_node_parent(at)) {
		int line = cmark_node_get_start_line(at);
		if (line > 0)
			return file_line(render, (unsigned)line);
	}
	return render->first_line;
}

static bool fail(const struct render *render, cmark_node *node)
{
	return error_at(render->error, render->talk->path, line_of(render, node));
}

static void warn(
	const struct render *render, cmark_node *node, const char *format, const char *subject)
{
	text_append_format(render->warnings, "%s:%u: ", render->talk->path, line_of(render, node));
	struct text *out = render->warnings;
	const char *place = strstr(format, "%s");
	text_append_size(out, format, (size_t)(place - format));
	text_append(out, subject);
	text_append(out, place + 2);
	text_append_char(out, '\n');
}

/* Quotes and lists open a container per marker, and every later line walks through all of them. */
static bool check_depth(const struct lines *lines, unsigned *ret_line, struct error *error)
{
	for (unsigned number = 1; number <= lines->count; number++) {
		struct bytes line = lines_at(lines, number);
		unsigned depth = 0;
		for (size_t i = 0; i < line.size; i++) {
			uint8_t byte = line.data[i];
			bool is_marker = byte == '>' ||
				((strchr("-+*.)", byte) && byte) && i + 1 < line.size &&
					line.data[i + 1] == ' ');
			if (!is_marker && byte != ' ' && byte != '\t' &&
				!(byte >= '0' && byte <= '9'))
				break;
			depth += is_marker;
		}
		if (depth > DEPTH_MAX) {
			*ret_line = number;
			return error_set(
				error, "lists and quotes are nested more than %d deep", DEPTH_MAX);
		}
	}
	return true;
}

/* ---- spans: what a text node may hold ---- */

enum span_kind { SPAN_NONE, SPAN_VALUE, SPAN_EMBED, SPAN_WIKILINK, SPAN_FOOTNOTE, SPAN_URL };

struct span {
	enum span_kind kind;
	struct bytes inner;
	size_t size; /* with its brackets */
};

static struct span bracketed(
	struct bytes text, enum span_kind kind, const char *open, const char *close)
{
	struct span none = { 0 };
	if (!bytes_starts_with(text, open))
		return none;
	struct bytes window = text;
	if (window.size > SPAN_SIZE_MAX)
		window.size = SPAN_SIZE_MAX;
	size_t start = strlen(open), end = bytes_find(window, start, close);
	if (end == window.size || end == start)
		return none;
	return (struct span){ kind, { text.data + start, end - start }, end + strlen(close) };
}

static struct span url_at(struct bytes text, size_t at)
{
	struct span none = { 0 };
	struct bytes rest = bytes_from(text, at);
	if (!bytes_starts_with(rest, "https://") && !bytes_starts_with(rest, "http://"))
		return none;
	if (at > 0 && ((text.data[at - 1] | 0x20) >= 'a' && (text.data[at - 1] | 0x20) <= 'z'))
		return none;
	size_t end = 0, opened = 0, closed = 0;
	while (end < rest.size && end < URL_SIZE_MAX) {
		size_t size;
		uint32_t point = markup_decode_utf8(bytes_from(rest, end), &size);
		if (character_is_space(point) || character_is_cjk(point) || point == '<' ||
			point == '"' || point == 0xfdd0 || point == 0xfdd1 || point == 0x2020)
			break;
		opened += point == '(';
		closed += point == ')';
		end += size;
	}
	while (end && strchr(".,:;!?'\"*_~)]}|", rest.data[end - 1])) {
		if (rest.data[end - 1] == ')' && closed-- <= opened)
			break;
		end--;
	}
	size_t host = rest.data[4] == 's' ? 8 : 7;
	return end > host ? (struct span){ SPAN_URL, { rest.data, end }, end } : none;
}

static const struct talk_footnote *find_footnote(const struct talk *talk, struct bytes label)
{
	for (size_t i = 0; i < talk->footnote_count; i++) {
		if (bytes_equal(label, talk->footnotes[i].label))
			return &talk->footnotes[i];
	}
	return NULL;
}

static struct span span_at(struct bytes text, size_t at)
{
	struct bytes rest = bytes_from(text, at);
	switch (text.data[at]) {
	case '{':
		return bracketed(rest, SPAN_VALUE, "{{", "}}");
	case '!':
		return bracketed(rest, SPAN_EMBED, "![[", "]]");
	case '[':
		if (bytes_starts_with(rest, "[^"))
			return bracketed(rest, SPAN_FOOTNOTE, "[^", "]");
		return bracketed(rest, SPAN_WIKILINK, "[[", "]]");
	case 'h':
		return url_at(text, at);
	default:
		return (struct span){ 0 };
	}
}

/* `target#heading|alias`, the marks taken out. */
struct wikilink {
	const char *target, *heading, *alias; /* "" when absent */
};

static struct wikilink wikilink_parse(struct arena *arena, struct bytes inner)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, inner);
	struct bytes all = markup_bytes_of(text_string(&plain));
	size_t bar = bytes_find(all, 0, "|");
	struct bytes place = bytes_trim((struct bytes){ all.data, bar });
	struct bytes alias = bytes_trim(bytes_from(all, bar + 1));
	size_t hash = bytes_find(place, 0, "#");
	struct bytes target = bytes_trim((struct bytes){ place.data, hash });
	struct bytes heading = bytes_trim(bytes_from(place, hash + 1));
	return (struct wikilink){
		arena_strndup(arena, (const char *)target.data, target.size),
		arena_strndup(arena, (const char *)heading.data, heading.size),
		arena_strndup(arena, (const char *)alias.data, alias.size),
	};
}

static const char *wikilink_words(const struct wikilink *link)
{
	return *link->alias ? link->alias : *link->target ? link->target : link->heading;
}

/* ---- words without markup: titles and alternative texts ---- */

static void append_plain_text(struct text *out, struct bytes literal, struct arena *arena)
{
	size_t from = 0;
	for (size_t i = 0; i < literal.size;) {
		struct span span = span_at(literal, i);
		if (span.kind != SPAN_WIKILINK && span.kind != SPAN_FOOTNOTE) {
			i += span.size ? span.size : 1;
			continue;
		}
		marks_remove(out, (struct bytes){ literal.data + from, i - from });
		if (span.kind == SPAN_WIKILINK) {
			struct wikilink link = wikilink_parse(arena, span.inner);
			text_append(out, wikilink_words(&link));
		}
		i += span.size;
		from = i;
	}
	marks_remove(out, bytes_from(literal, from));
}

static void append_plain(struct text *out, cmark_node *root, struct arena *arena)
{
	cmark_iter *iter = cmark_iter_new(root);
	for (cmark_event_type event = cmark_iter_next(iter); event != CMARK_EVENT_DONE;
		event = cmark_iter_next(iter)) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event != CMARK_EVENT_ENTER)
			continue;
		switch (cmark_node_get_type(node)) {
		case CMARK_NODE_TEXT:
			append_plain_text(out, literal_of(node), arena);
			break;
		case CMARK_NODE_CODE:
			marks_remove(out, literal_of(node));
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			text_append_char(out, ' ');
			break;
		default:
			break;
		}
	}
	cmark_iter_free(iter);
}

/* ---- pass: %%comments%%, ==marks==, ~~strikes~~, ^block-ids ---- */

static enum delimiter delimiter_at(struct bytes text, size_t at, size_t *ret_size)
{
	uint8_t byte = text.data[at];
	size_t end = at;
	while (end < text.size && text.data[end] == byte)
		end++;
	*ret_size = end - at;
	if (*ret_size != 2)
		return DELIMITER_NONE;
	return byte == '%'    ? DELIMITER_COMMENT
		: byte == '=' ? DELIMITER_MARK
		: byte == '~' ? DELIMITER_STRIKE
			      : DELIMITER_NONE;
}

static bool is_delimiter_byte(uint8_t byte)
{
	return byte == '%' || byte == '=' || byte == '~';
}

/* White space, or the edge of the block, beside a delimiter. */
static bool is_space_at(cmark_node *neighbour, bool is_inside, uint8_t byte)
{
	if (is_inside)
		return byte == ' ' || byte == '\t';
	cmark_node_type type = type_of(neighbour);
	return type == CMARK_NODE_NONE || type == CMARK_NODE_SOFTBREAK ||
		type == CMARK_NODE_LINEBREAK;
}

static cmark_node *insert_text(cmark_node *before, struct bytes bytes)
{
	cmark_node *node = new_text(bytes);
	cmark_node_insert_before(before, node);
	return node;
}

/* Cuts a text node so that each delimiter is a node of its own. */
static void split_text(struct render *render, cmark_node *node)
{
	struct bytes text = arena_bytes(&render->arena, literal_of(node));
	size_t from = 0;
	for (size_t i = 0; i < text.size;) {
		struct span span = span_at(text, i);
		size_t size = span.size ? span.size : 1;
		enum delimiter kind = DELIMITER_NONE;
		if (!span.size && is_delimiter_byte(text.data[i]))
			kind = delimiter_at(text, i, &size);
		if (kind == DELIMITER_NONE) {
			i += size;
			continue;
		}
		if (i > from)
			insert_text(node, (struct bytes){ text.data + from, i - from });
		cmark_node *cut = insert_text(node, (struct bytes){ text.data + i, size });
		struct annotation *annotation = annotate(render, cut);
		annotation->delimiter = kind;
		annotation->line = line_of(render, node);
		i += size;
		annotation->can_open = !is_space_at(
			cmark_node_next(node), i < text.size, i < text.size ? text.data[i] : 0);
		annotation->can_close = !is_space_at(cmark_node_previous(node), i > size,
			i > size ? text.data[i - size - 1] : 0);
		if (i == size) /* first in its node: what came before it is another node */
			annotation->can_close = cmark_node_previous(cut) &&
				!is_space_at(cmark_node_previous(cut), false, 0);
		from = i;
	}
	if (from == 0)
		return;
	if (from < text.size)
		set_literal(node, bytes_from(text, from));
	else
		discard(render, node);
}

static enum delimiter delimiter_of(cmark_node *node)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	return annotation ? annotation->delimiter : DELIMITER_NONE;
}

static void drop_comments(struct render *render, cmark_node *parent)
{
	cmark_node *open = NULL;
	for (cmark_node *node = cmark_node_first_child(parent), *next; node; node = next) {
		next = cmark_node_next(node);
		if (delimiter_of(node) != DELIMITER_COMMENT)
			continue;
		if (!open) {
			open = node;
			continue;
		}
		for (cmark_node *inside = open, *after; inside; inside = after) {
			after = inside == node ? NULL : cmark_node_next(inside);
			discard(render, inside);
		}
		open = NULL;
	}
}

static void wrap(struct render *render, cmark_node *open, cmark_node *close, enum delimiter kind)
{
	bool is_mark = kind == DELIMITER_MARK;
	cmark_node *wrapper = new_custom(CMARK_NODE_CUSTOM_INLINE, is_mark ? "<mark>" : "<del>",
		is_mark ? "</mark>" : "</del>");
	cmark_node_insert_before(open, wrapper);
	for (cmark_node *inside = cmark_node_next(open); inside && inside != close;) {
		cmark_node *next = cmark_node_next(inside);
		cmark_node_append_child(wrapper, inside);
		inside = next;
	}
	discard(render, open);
	discard(render, close);
}

static void pair_delimiters(struct render *render, cmark_node *parent)
{
	struct {
		cmark_node *node;
		enum delimiter kind;
	} open[2];
	size_t open_count = 0;
	for (cmark_node *node = cmark_node_first_child(parent), *next; node; node = next) {
		next = cmark_node_next(node);
		enum delimiter kind = delimiter_of(node);
		if (kind != DELIMITER_MARK && kind != DELIMITER_STRIKE)
			continue;
		const struct annotation *annotation = cmark_node_get_user_data(node);
		size_t found = open_count;
		for (size_t i = 0; i < open_count; i++) {
			if (open[i].kind == kind)
				found = i;
		}
		if (found < open_count && annotation->can_close) {
			wrap(render, open[found].node, node, kind);
			open_count = found;
		} else if (found == open_count && annotation->can_open) {
			open[open_count].node = node;
			open[open_count++].kind = kind;
		}
	}
}

/* ` ^block-id` at the end of a paragraph names it, for links into it. */
static void drop_block_id(struct render *render, cmark_node *parent)
{
	cmark_node *last = cmark_node_last_child(parent);
	if (type_of(parent) != CMARK_NODE_PARAGRAPH || type_of(last) != CMARK_NODE_TEXT)
		return;
	struct bytes text = literal_of(last);
	size_t start = text.size;
	while (start &&
		(text.data[start - 1] == '-' ||
			(text.data[start - 1] >= '0' && text.data[start - 1] <= '9') ||
			((text.data[start - 1] | 0x20) >= 'a' &&
				(text.data[start - 1] | 0x20) <= 'z')))
		start--;
	if (start == text.size || start == 0 || text.data[start - 1] != '^')
		return;
	start--;
	cmark_node *before = cmark_node_previous(last);
	bool is_alone = start == 0 && (!before || type_of(before) == CMARK_NODE_SOFTBREAK);
	if (!is_alone && (start == 0 || text.data[start - 1] != ' '))
		return;
	if (start > 0) {
		set_literal(last, bytes_trim_right((struct bytes){ text.data, start }));
		return;
	}
	if (before)
		discard(render, before);
	discard(render, last);
}

static bool has_delimiter(cmark_node *parent)
{
	for (cmark_node *node = cmark_node_first_child(parent); node;
		node = cmark_node_next(node)) {
		if (type_of(node) != CMARK_NODE_TEXT)
			continue;
		struct bytes text = literal_of(node);
		if (bytes_find(text, 0, "%%") < text.size ||
			bytes_find(text, 0, "==") < text.size ||
			bytes_find(text, 0, "~~") < text.size)
			return true;
	}
	return false;
}

static bool holds_inlines(cmark_node *node)
{
	cmark_node *child = cmark_node_first_child(node);
	return child && is_inline(child);
}

static void pass_inlines(struct render *render, cmark_node *root)
{
	struct nodes parents = collect(root, holds_inlines);
	for (size_t i = 0; i < parents.count; i++) {
		cmark_node *parent = parents.items[i];
		drop_block_id(render, parent);
		if (!has_delimiter(parent))
			continue;
		for (cmark_node *node = cmark_node_first_child(parent), *next; node; node = next) {
			next = cmark_node_next(node);
			if (type_of(node) == CMARK_NODE_TEXT)
				split_text(render, node);
		}
		drop_comments(render, parent);
		pair_delimiters(render, parent);
	}
	for (size_t i = 0; i < parents.count; i++) {
		bool is_empty = type_of(parents.items[i]) == CMARK_NODE_PARAGRAPH &&
			!cmark_node_first_child(parents.items[i]);
		if (is_empty)
			discard(render, parents.items[i]);
	}
	free(parents.items);
}

/* ---- pass: tables ---- */

static cmark_node *parse_marked(struct render *render, const struct text *marked)
{
	autofinish(text) struct text source = { 0 };
	text_append_size(&source, text_string(&render->definitions), render->definitions.size);
	text_append_size(&source, text_string(marked), marked->size);
	cmark_node *document =
		cmark_parse_document(text_string(&source), source.size, CMARK_OPTIONS);
	cmark_consolidate_text_nodes(document);
	return document;
}

static unsigned quote_depth(cmark_node *node)
{
	unsigned depth = 0;
	for (cmark_node *at = cmark_node_parent(node); at; at = cmark_node_parent(at))
		depth += type_of(at) == CMARK_NODE_BLOCK_QUOTE;
	return depth;
}

/* A line of a paragraph as written, without the indent and '>' of what it stands in. */
static struct bytes paragraph_line(
	const struct render *render, cmark_node *paragraph, unsigned depth, unsigned number)
{
	struct bytes line = lines_at(&render->lines, number);
	if ((int)number == cmark_node_get_start_line(paragraph))
		return bytes_trim(
			bytes_from(line, (size_t)(cmark_node_get_start_column(paragraph) - 1)));
	line = bytes_trim(line);
	for (unsigned i = 0; i < depth && bytes_starts_with(line, ">"); i++)
		line = bytes_trim(bytes_from(line, 1));
	return line;
}

struct table {
	unsigned first, delimiter, last; /* lines of the header, the dashes, the end */
	enum table_alignment alignments[TABLE_COLUMNS_MAX];
	size_t column_count;
};

static bool find_table(
	const struct render *render, cmark_node *paragraph, unsigned depth, struct table *ret_table)
{
	unsigned first = (unsigned)cmark_node_get_start_line(paragraph);
	unsigned last = (unsigned)cmark_node_get_end_line(paragraph);
	for (unsigned number = first + 1; number <= last; number++) {
		struct table_row header;
		struct bytes line = paragraph_line(render, paragraph, depth, number);
		if (!table_delimiter_parse(line, ret_table->alignments, &ret_table->column_count))
			continue;
		struct bytes above = paragraph_line(render, paragraph, depth, number - 1);
		if (!table_row_split(above, &header) || header.count != ret_table->column_count)
			continue;
		ret_table->first = number - 1;
		ret_table->delimiter = number;
		ret_table->last = last;
		return true;
	}
	return false;
}

/* A paragraph of its own per cell, whatever the cell begins with. */
static void append_cell(struct text *out, struct bytes cell)
{
	text_append(out, MARK_BEFORE);
	for (size_t i = 0; i < cell.size; i++) {
		bool is_escaped_pipe =
			cell.data[i] == '\\' && i + 1 < cell.size && cell.data[i + 1] == '|';
		if (!is_escaped_pipe)
			text_append_char(out, (char)cell.data[i]);
	}
	text_append(out, "\n\n");
}

static const char *cell_tag(bool is_head, enum table_alignment alignment)
{
	static const char *const tags[2][4] = {
		{ "<td>", "<td style=\"text-align: left\">", "<td style=\"text-align: center\">",
			"<td style=\"text-align: right\">" },
		{ "<th>", "<th style=\"text-align: left\">", "<th style=\"text-align: center\">",
			"<th style=\"text-align: right\">" },
	};
	return tags[is_head][alignment];
}

/* Moves the inlines of the next `count` parsed cells into a row; true when there were so many. */
static cmark_node *build_row(
	struct render *render, const struct table *table, unsigned line, cmark_node **cells)
{
	bool is_head = line == table->first;
	cmark_node *row = new_custom(CMARK_NODE_CUSTOM_BLOCK,
		is_head ? "<thead>\n<tr>\n" : "<tr>\n", is_head ? "</tr>\n</thead>\n" : "</tr>\n");
	for (size_t column = 0; column < table->column_count; column++) {
		cmark_node *cell = new_custom(CMARK_NODE_CUSTOM_BLOCK,
			cell_tag(is_head, table->alignments[column]),
			is_head ? "</th>\n" : "</td>\n");
		annotate(render, cell)->line = file_line(render, line);
		while (*cells && cmark_node_first_child(*cells))
			cmark_node_append_child(cell, cmark_node_first_child(*cells));
		if (*cells)
			*cells = cmark_node_next(*cells);
		cmark_node_append_child(row, cell);
	}
	return row;
}

static cmark_node *build_table(
	struct render *render, cmark_node *paragraph, unsigned depth, const struct table *table)
{
	autofinish(text) struct text source = { 0 };
	for (unsigned number = table->first; number <= table->last; number++) {
		struct table_row row = { 0 };
		struct bytes line = paragraph_line(render, paragraph, depth, number);
		if (number == table->delimiter)
			continue;
		table_row_split(line, &row);
		for (size_t i = 0; i < table->column_count; i++)
			append_cell(&source, i < row.count ? row.cells[i] : (struct bytes){ 0 });
	}
	cmark_node *document = parse_marked(render, &source);
	cmark_node *cells = cmark_node_first_child(document);
	cmark_node *node = new_custom(CMARK_NODE_CUSTOM_BLOCK, "<table>\n", "</table>\n");
	cmark_node_append_child(node, build_row(render, table, table->first, &cells));
	cmark_node *body = NULL;
	for (unsigned number = table->delimiter + 1; number <= table->last; number++) {
		if (!body) {
			body = new_custom(CMARK_NODE_CUSTOM_BLOCK, "<tbody>\n", "</tbody>\n");
			cmark_node_append_child(node, body);
		}
		cmark_node_append_child(body, build_row(render, table, number, &cells));
	}
	nodes_add(&render->discarded, document);
	return node;
}

/* The lines above the header are a paragraph of their own. */
static void insert_above(
	struct render *render, cmark_node *paragraph, unsigned depth, unsigned first, unsigned last)
{
	autofinish(text) struct text source = { 0 };
	for (unsigned number = first; number <= last; number++) {
		struct bytes line = paragraph_line(render, paragraph, depth, number);
		text_append_size(&source, (const char *)line.data, line.size);
		text_append_char(&source, '\n');
	}
	cmark_node *document = parse_marked(render, &source);
	for (cmark_node *node = cmark_node_first_child(document); node;
		node = cmark_node_first_child(document)) {
		annotate(render, node)->line = file_line(render, first);
		cmark_node_insert_before(paragraph, node);
	}
	nodes_add(&render->discarded, document);
}

static void pass_table(struct render *render, cmark_node *paragraph)
{
	struct table table = { 0 };
	unsigned depth = quote_depth(paragraph);
	unsigned first = (unsigned)cmark_node_get_start_line(paragraph);
	if (cmark_node_get_start_line(paragraph) == cmark_node_get_end_line(paragraph) ||
		!find_table(render, paragraph, depth, &table))
		return;
	if (table.first > first)
		insert_above(render, paragraph, depth, first, table.first - 1);
	cmark_node_insert_before(paragraph, build_table(render, paragraph, depth, &table));
	discard(render, paragraph);
}

/* ---- pass: callouts, tasks, fragments ---- */

static bool is_break(cmark_node *node)
{
	return type_of(node) == CMARK_NODE_SOFTBREAK || type_of(node) == CMARK_NODE_LINEBREAK;
}

/* Moves what stands on the callout's first line into its title. */
static void move_title(struct render *render, cmark_node *paragraph, cmark_node *title,
	const struct callout *callout)
{
	cmark_node *first = cmark_node_first_child(paragraph);
	struct bytes rest =
		arena_bytes(&render->arena, bytes_from(literal_of(first), callout->head_size));
	set_literal(first, rest);
	if (!rest.size)
		discard(render, first);
	for (cmark_node *node = cmark_node_first_child(paragraph); node && !is_break(node);
		node = cmark_node_first_child(paragraph))
		cmark_node_append_child(title, node);
	if (cmark_node_first_child(paragraph))
		discard(render, cmark_node_first_child(paragraph));
	if (!cmark_node_first_child(paragraph))
		discard(render, paragraph);
	if (!cmark_node_first_child(title))
		cmark_node_append_child(title, new_text(markup_bytes_of(callout->default_title)));
}

static void pass_callout(struct render *render, cmark_node *quote)
{
	cmark_node *paragraph = cmark_node_first_child(quote);
	cmark_node *first = paragraph ? cmark_node_first_child(paragraph) : NULL;
	struct callout callout;
	if (type_of(paragraph) != CMARK_NODE_PARAGRAPH || type_of(first) != CMARK_NODE_TEXT ||
		!callout_parse(literal_of(first), render->talk->lang, &callout))
		return;
	bool is_folding = callout.fold != CALLOUT_OPEN_ALWAYS;
	const char *enter = arena_printf(&render->arena, "<%s class=\"callout callout-%s\"%s>\n",
		is_folding ? "details" : "div", callout.kind,
		callout.fold == CALLOUT_UNFOLDED ? " open" : "");
	cmark_node *box = new_custom(
		CMARK_NODE_CUSTOM_BLOCK, enter, is_folding ? "</details>\n" : "</div>\n");
	cmark_node *title = new_custom(CMARK_NODE_CUSTOM_BLOCK,
		is_folding ? "<summary class=\"callout-title\">" : "<p class=\"callout-title\">",
		is_folding ? "</summary>\n" : "</p>\n");
	annotate(render, box)->line = 0;
	annotate(render, title)->line = line_of(render, paragraph);
	cmark_node_append_child(box, title);
	move_title(render, paragraph, title, &callout);
	while (cmark_node_first_child(quote))
		cmark_node_append_child(box, cmark_node_first_child(quote));
	cmark_node_insert_before(quote, box);
	discard(render, quote);
}

static void pass_item(struct render *render, cmark_node *item)
{
	int line = cmark_node_get_start_line(item), column = cmark_node_get_start_column(item);
	struct bytes source = lines_at(&render->lines, (unsigned)line);
	size_t offset = (size_t)(column - 1);
	struct annotation *annotation = annotate(render, item);
	annotation->is_fragment = offset < source.size && source.data[offset] == '+';

	cmark_node *paragraph = cmark_node_first_child(item);
	cmark_node *first = type_of(paragraph) == CMARK_NODE_PARAGRAPH
		? cmark_node_first_child(paragraph)
		: NULL;
	if (type_of(first) != CMARK_NODE_TEXT)
		return;
	struct bytes text = literal_of(first);
	if (text.size < 4 || text.data[0] != '[' || text.data[2] != ']' || text.data[3] != ' ')
		return;
	if (!strchr(" xX", text.data[1]))
		return;
	annotation->task = text.data[1] == ' ' ? TASK_OPEN : TASK_DONE;
	struct bytes rest = arena_bytes(&render->arena, bytes_from(text, 4));
	set_literal(first, rest);
}

static bool is_paragraph(cmark_node *node)
{
	return type_of(node) == CMARK_NODE_PARAGRAPH;
}

static bool is_item(cmark_node *node)
{
	return type_of(node) == CMARK_NODE_ITEM;
}

static bool is_quote(cmark_node *node)
{
	return type_of(node) == CMARK_NODE_BLOCK_QUOTE;
}

static void pass_each(struct render *render, cmark_node *root, bool (*wanted)(cmark_node *node),
	void (*pass)(struct render *render, cmark_node *node))
{
	struct nodes nodes = collect(root, wanted);
	for (size_t i = 0; i < nodes.count; i++)
		pass(render, nodes.items[i]);
	free(nodes.items);
}

/* ---- HTML ---- */

static void emit(struct render *render, const char *html)
{
	text_append(render->out, html);
}

static void remember_last(struct render *render, struct bytes text)
{
	size_t start = text.size;
	while (start && (text.data[start - 1] & 0xc0) == 0x80)
		start--;
	size_t size;
	if (start)
		render->last_point = markup_decode_utf8(bytes_from(text, start - 1), &size);
}

static void emit_text(struct render *render, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, marked);
	struct bytes text = { (const uint8_t *)text_string(&plain), plain.size };
	markup_text_bytes(render->out, text);
	remember_last(render, text);
}

static void emit_attribute(struct render *render, const char *marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, markup_bytes_of(marked));
	markup_attribute(render->out, text_string(&plain));
}

/* The author's own HTML: as it is. */
static void emit_raw(struct render *render, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, marked);
	markup_utf8(
		render->out, (struct bytes){ (const uint8_t *)text_string(&plain), plain.size });
}

/* The first character that will be seen after `node`, or 0. */
static uint32_t point_after(cmark_node *node)
{
	for (cmark_node *at = cmark_node_next(node); at;) {
		if (type_of(at) == CMARK_NODE_TEXT || type_of(at) == CMARK_NODE_CODE) {
			autofinish(text) struct text plain = { 0 };
			marks_remove(&plain, literal_of(at));
			size_t size;
			struct bytes text = { (const uint8_t *)text_string(&plain), plain.size };
			if (text.size)
				return markup_decode_utf8(text, &size);
			at = cmark_node_next(at);
		} else {
			at = cmark_node_first_child(at);
		}
	}
	return 0;
}

/*
 * A line end inside a paragraph is a space, but not between two Chinese or Japanese characters (CSS
 * Text 3, 4.1.3). Korean has spaces between words, so there it stays one.
 */
static void render_soft_break(struct render *render, cmark_node *node)
{
	uint32_t before = render->last_point, after = point_after(node);
	bool is_joined = character_is_cjk(before) && character_is_cjk(after) &&
		!character_is_hangul(before) && !character_is_hangul(after);
	if (!is_joined)
		emit(render, "\n");
}

static bool has_scheme(struct bytes url, const char *scheme)
{
	size_t size = strlen(scheme);
	return url.size > size && strncasecmp((const char *)url.data, scheme, size) == 0;
}

static bool is_remote(struct bytes url)
{
	return has_scheme(url, "http:") || has_scheme(url, "https:") ||
		bytes_starts_with(url, "//");
}

/* http, https, mailto, a place in this deck, or a file by its relative path: anything else is no link. */
static bool is_allowed_link(struct bytes url)
{
	if (has_scheme(url, "http:") || has_scheme(url, "https:") || has_scheme(url, "mailto:"))
		return true;
	if (bytes_starts_with(url, "//") || bytes_starts_with(url, "\\") ||
		bytes_starts_with(url, "/\\"))
		return false;
	for (size_t i = 0; i < url.size; i++) {
		uint8_t byte = url.data[i];
		if (byte <= 0x20 || byte == 0x7f)
			return false; /* browsers drop these, and find a scheme behind them */
		if (byte == ':')
			return false;
		if (byte == '/' || byte == '?' || byte == '#')
			break;
	}
	return true;
}

static void open_link(struct render *render, const char *url, const char *title)
{
	emit(render, "<a href=\"");
	emit_attribute(render, url);
	emit(render, "\"");
	if (title && *title) {
		emit(render, " title=\"");
		emit_attribute(render, title);
		emit(render, "\"");
	}
	if (is_remote(markup_bytes_of(url)))
		emit(render, " target=\"_blank\" rel=\"noopener noreferrer\"");
	emit(render, ">");
}

static void enter_link(struct render *render, cmark_node *node, const char *url)
{
	const struct markdown_resolver *resolver = render->resolver;
	struct bytes bytes = markup_bytes_of(url);
	if (!is_allowed_link(bytes)) {
		warn(render, node,
			"the link to '%s' is left out: only http, https, mailto and "
			"relative addresses are kept",
			url);
		return;
	}
	open_link(render, url, cmark_node_get_title(node));
	if (resolver && resolver->link && !is_remote(bytes) && !has_scheme(bytes, "mailto:"))
		resolver->link(resolver->context, url, line_of(render, node));
}

static void render_link(struct render *render, cmark_node *node, bool is_enter)
{
	autofinish(text) struct text url = { 0 };
	marks_remove(&url, markup_bytes_of(cmark_node_get_url(node)));
	if (is_enter) {
		render->link_depth++;
		enter_link(render, node, text_string(&url));
		return;
	}
	render->link_depth--;
	if (is_allowed_link(markup_bytes_of(text_string(&url))))
		emit(render, "</a>");
}

/* ---- HTML: images ---- */

static bool is_size(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	return digits > 0 && digits < 5 && (!text[digits] || text[digits] == 'x');
}

static void emit_size(struct render *render, const char *text)
{
	unsigned width = 0, height = 0;
	for (; *text >= '0' && *text <= '9'; text++)
		width = width * 10 + (unsigned)(*text - '0');
	for (text += *text == 'x'; *text >= '0' && *text <= '9' && height < IMAGE_WIDTH_MAX; text++)
		height = height * 10 + (unsigned)(*text - '0');
	if (width && width <= IMAGE_WIDTH_MAX)
		text_append_format(render->out, " width=\"%u\"", width);
	if (height && height <= IMAGE_WIDTH_MAX)
		text_append_format(render->out, " height=\"%u\"", height);
}

static bool emit_image(struct render *render, cmark_node *node, const char *path, const char *alt,
	const char *size)
{
	emit(render, "<img src=\"");
	if (!image_append_data_uri(render->out, path, render->error))
		return fail(render, node);
	emit(render, "\" alt=\"");
	markup_attribute(render->out, alt);
	emit(render, "\"");
	if (size)
		emit_size(render, size);
	emit(render, ">");
	if (render->resolver && render->resolver->file_used)
		render->resolver->file_used(render->resolver->context, path);
	return true;
}

static bool refuse_file(struct render *render, cmark_node *node, const char *what, const char *name,
	const char *nearest)
{
	error_set(render->error, "there is no %s '%s'%s%s%s", what, name,
		nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return fail(render, node);
}

static int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit = (char)(digit | 0x20);
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* "my%20image.png" → "my image.png", in the arena. */
static const char *percent_decode(struct arena *arena, const char *string)
{
	char *decoded = arena_strdup(arena, string), *to = decoded;
	for (const char *from = string; *from; from++) {
		int high = *from == '%' ? hex_digit(from[1]) : -1;
		int low = high >= 0 ? hex_digit(from[2]) : -1;
		if (low >= 0 && (high || low)) {
			*to++ = (char)(high << 4 | low);
			from += 2;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return decoded;
}

static const char *image_path(struct render *render, const char *url)
{
	automem char *raw = file_beside(render->talk->path, url);
	if (file_exists(raw))
		return arena_strdup(&render->arena, raw);
	automem char *decoded =
		file_beside(render->talk->path, percent_decode(&render->arena, url));
	return file_exists(decoded) ? arena_strdup(&render->arena, decoded) : NULL;
}

static bool is_image_uri(struct bytes url)
{
	static const char *const kinds[] = { "data:image/png;base64,", "data:image/jpeg;base64,",
		"data:image/gif;base64,", "data:image/webp;base64," };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (bytes_starts_with(url, kinds[i]))
			return true;
	}
	return false;
}

static void remote_image(struct render *render, cmark_node *node, const char *url, const char *alt)
{
	warn(render, node,
		"the remote image '%s' becomes a link, since a deck fetches nothing: save "
		"it beside the talk",
		url);
	if (!render->link_depth)
		open_link(render, url, NULL);
	markup_text(render->out, *alt ? alt : url);
	if (!render->link_depth)
		emit(render, "</a>");
}

static bool render_image(struct render *render, cmark_node *node)
{
	autofinish(text) struct text url_text = { 0 };
	autofinish(text) struct text alt_text = { 0 };
	marks_remove(&url_text, markup_bytes_of(cmark_node_get_url(node)));
	append_plain(&alt_text, node, &render->arena);
	const char *url = text_string(&url_text);
	char *alt = arena_strdup(&render->arena, text_string(&alt_text));
	char *bar = strrchr(alt, '|');
	const char *size = bar && is_size(bar + 1) ? bar + 1 : NULL;
	if (size)
		*bar = '\0';
	struct bytes url_bytes = markup_bytes_of(url);
	if (is_remote(url_bytes)) {
		remote_image(render, node, url, alt);
		return true;
	}
	if (is_image_uri(url_bytes)) {
		emit(render, "<img src=\"");
		markup_attribute(render->out, url);
		emit(render, "\" alt=\"");
		markup_attribute(render->out, alt);
		emit(render, "\">");
		return true;
	}
	const char *path = image_path(render, url);
	if (path)
		return emit_image(render, node, path, alt, size);
	automem char *beside = file_beside(render->talk->path, percent_decode(&render->arena, url));
	return refuse_file(render, node, "image", url, vault_nearest(&render->arena, beside));
}

/* ---- HTML: what text nodes hold ---- */

static bool has_ending(const char *name, const char *ending)
{
	size_t size = strlen(name), ending_size = strlen(ending);
	return size > ending_size && strcasecmp(name + size - ending_size, ending) == 0;
}

static bool refuse_embed(struct render *render, cmark_node *node, const char *name)
{
	const char *dot = strrchr(name, '.');
	if (has_ending(name, ".pcap") || has_ending(name, ".pcapng") || has_ending(name, ".cap"))
		error_set(render->error,
			"'![[%s]]' must be a paragraph of its own on a slide, with blank lines "
			"around "
			"it",
			name);
	else if (!dot || has_ending(name, ".md"))
		error_set(render->error,
			"'![[%s]]' embeds a note, which a talk cannot do: copy its text", name);
	else
		error_set(render->error,
			"'![[%s]]' cannot be embedded: use a PNG, JPEG, GIF, WebP or SVG image, or "
			"a "
			"capture",
			name);
	return fail(render, node);
}

static bool is_image_name(const char *name)
{
	static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg" };
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (has_ending(name, endings[i]))
			return true;
	}
	return false;
}

static const char *find_file(struct render *render, const char *name)
{
	if (render->talk->vault)
		return vault_find(render->talk->vault, name);
	automem char *beside = file_beside(render->talk->path, name);
	return file_exists(beside) ? arena_strdup(&render->arena, beside) : NULL;
}

static bool render_embed(struct render *render, cmark_node *node, struct bytes inner)
{
	struct wikilink link = wikilink_parse(&render->arena, inner);
	if (!is_image_name(link.target))
		return refuse_embed(render, node, link.target);
	const char *path = find_file(render, link.target);
	if (!path)
		return refuse_file(render, node, "image", link.target,
			render->talk->vault ? vault_suggest(render->talk->vault, link.target)
					    : NULL);
	bool has_size = is_size(link.alias);
	automem char *stem = file_stem(link.target);
	return emit_image(render, node, path, has_size || !*link.alias ? stem : link.alias,
		has_size ? link.alias : NULL);
}

/* Whether the file at `path` becomes a deck beside this one. */
static bool is_talk_file(struct render *render, const char *path)
{
	automem char *folder = file_folder(path);
	automem char *own_folder = file_folder(render->talk->path);
	if (strcmp(folder, own_folder) != 0)
		return false;
	autofinish(error) struct error ignored = { 0 };
	autofinish(text) struct text warnings = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	struct bytes source;
	if (!file_read(path, NOTE_SIZE_MAX, &source, &ignored))
		return false;
	automem void *owned = (void *)(uintptr_t)source.data;
	struct lines lines = lines_split(&arena, source);
	struct talk talk = { .path = path, .title = "" };
	unsigned last;
	return front_matter_parse(&lines, &arena, &talk, &last, &warnings, &ignored) && *talk.title;
}

/* The slide of this talk that `heading` names, or NULL. */
static const char *slide_of(const struct talk *talk, const char *heading)
{
	autofinish(text) struct text slug = { 0 };
	text_append_slug(&slug, markup_bytes_of(heading));
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (strcmp(talk->slides[i].id, text_string(&slug)) == 0)
			return talk->slides[i].id;
	}
	return NULL;
}

/* An address in the deck's folder; "#/..." is how reveal.js names a slide. */
static const char *wikilink_address(
	struct render *render, const struct wikilink *link, bool *ret_is_written)
{
	*ret_is_written = true;
	if (!*link->target) {
		const char *id = slide_of(render->talk, link->heading);
		*ret_is_written = id != NULL;
		return id ? arena_printf(&render->arena, "#/%s", id) : NULL;
	}
	const char *name = has_ending(link->target, ".md")
		? link->target
		: arena_printf(&render->arena, "%s.md", link->target);
	const char *path = find_file(render, name);
	*ret_is_written = path || find_file(render, link->target);
	if (!path || !is_talk_file(render, path))
		return NULL;
	automem char *stem = file_stem(path);
	autofinish(text) struct text address = { 0 };
	for (const char *p = stem; *p; p++) {
		if (strchr("%#?:\"<> ", *p))
			text_append_format(&address, "%%%02X", (unsigned)(unsigned char)*p);
		else
			text_append_char(&address, *p);
	}
	text_append(&address, ".html");
	if (*link->heading) {
		text_append(&address, "#/");
		text_append_slug(&address, markup_bytes_of(link->heading));
	}
	return arena_strdup(&render->arena, text_string(&address));
}

static void render_wikilink(struct render *render, cmark_node *node, struct bytes inner)
{
	struct wikilink link = wikilink_parse(&render->arena, inner);
	bool is_written = true;
	const char *address = wikilink_address(render, &link, &is_written);
	if (!is_written && render->resolver && render->resolver->unwritten)
		render->resolver->unwritten(render->resolver->context,
			*link.target ? link.target : link.heading, line_of(render, node));
	bool is_link = address && !render->link_depth;
	if (is_link)
		open_link(render, address, NULL);
	else
		emit(render, "<span class=\"wikilink\">");
	emit_text(render, markup_bytes_of(wikilink_words(&link)));
	emit(render, is_link ? "</a>" : "</span>");
}

static bool render_value(struct render *render, cmark_node *node, struct bytes inner)
{
	autofinish(text) struct text expression = { 0 };
	autofinish(text) struct text value = { 0 };
	marks_remove(&expression, bytes_trim(inner));
	if (!render->resolver->value(
		    render->resolver->context, text_string(&expression), &value, render->error))
		return fail(render, node);
	emit_text(render, (struct bytes){ (const uint8_t *)text_string(&value), value.size });
	return true;
}

static bool render_footnote_mark(struct render *render, cmark_node *node, struct bytes label)
{
	const struct talk_footnote *footnote = find_footnote(render->talk, label);
	if (!footnote) {
		automem char *name = xstrndup((const char *)label.data, label.size);
		warn(render, node, "there is no footnote '[^%s]': it is shown as written", name);
		return false;
	}
	size_t index = (size_t)(footnote - render->talk->footnotes);
	render->used_footnotes[index] = true;
	text_append_format(render->out, "<sup class=\"footnote-mark\">%zu</sup>", index + 1);
	return true;
}

static void render_url(struct render *render, struct bytes url)
{
	const char *address = arena_strndup(&render->arena, (const char *)url.data, url.size);
	open_link(render, address, NULL);
	emit_text(render, url);
	emit(render, "</a>");
}

/* False on an error; *ret_is_plain when the span is shown as written. */
static bool render_span(
	struct render *render, cmark_node *node, const struct span *span, bool *ret_is_plain)
{
	*ret_is_plain = false;
	switch (span->kind) {
	case SPAN_VALUE:
		if (render->resolver && render->resolver->value)
			return render_value(render, node, span->inner);
		break;
	case SPAN_EMBED:
		return render_embed(render, node, span->inner);
	case SPAN_WIKILINK:
		render_wikilink(render, node, span->inner);
		return true;
	case SPAN_FOOTNOTE:
		*ret_is_plain = !render_footnote_mark(render, node, span->inner);
		return true;
	case SPAN_URL:
		if (!render->link_depth) {
			render_url(render, span->inner);
			return true;
		}
		break;
	case SPAN_NONE:
		break;
	}
	*ret_is_plain = true;
	return true;
}

static bool render_text(struct render *render, cmark_node *node)
{
	struct bytes text = literal_of(node);
	size_t from = 0;
	for (size_t i = 0; i < text.size;) {
		struct span span = span_at(text, i);
		if (!span.size) {
			i++;
			continue;
		}
		emit_text(render, (struct bytes){ text.data + from, i - from });
		bool is_plain = false;
		if (!render_span(render, node, &span, &is_plain))
			return false;
		from = is_plain ? i : i + span.size;
		i += span.size;
	}
	emit_text(render, bytes_from(text, from));
	return true;
}

/* ---- HTML: blocks ---- */

static void render_code_block(struct render *render, cmark_node *node)
{
	autofinish(text) struct text info = { 0 };
	marks_remove(&info, markup_bytes_of(cmark_node_get_fence_info(node)));
	const char *language = text_string(&info);
	size_t size = strcspn(language, " \t{");
	emit(render, "<pre><code");
	if (size) {
		emit(render, " class=\"language-");
		markup_attribute_bytes(
			render->out, (struct bytes){ (const uint8_t *)language, size });
		emit(render, "\"");
	}
	emit(render, ">");
	emit_text(render, literal_of(node));
	emit(render, "</code></pre>\n");
}

/* The next <!-- ... -->; *ret_end is behind it. False when there is none. */
static bool next_comment(struct bytes html, size_t from, size_t *ret_start, size_t *ret_end)
{
	*ret_start = bytes_find(html, from, "<!--");
	if (*ret_start == html.size)
		return false;
	size_t close = bytes_find(html, *ret_start + 4, "-->");
	*ret_end = close == html.size ? html.size : close + 3;
	return true;
}

/* Script, style and such hold text in which <!-- is no comment. */
static bool may_hold_comments(struct bytes html)
{
	static const char *const tags[] = { "<script", "<style", "<pre", "<textarea" };
	html = bytes_trim(html);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (html.size >= strlen(tags[i]) &&
			strncasecmp((const char *)html.data, tags[i], strlen(tags[i])) == 0)
			return false;
	}
	return true;
}

static void render_html(struct render *render, cmark_node *node)
{
	struct bytes html = literal_of(node);
	size_t from = 0, start, end;
	while (may_hold_comments(html) && next_comment(html, from, &start, &end)) {
		emit_raw(render, (struct bytes){ html.data + from, start - from });
		from = end;
	}
	struct bytes rest = bytes_from(html, from);
	if (from == 0 || !bytes_is_blank(rest))
		emit_raw(render, rest);
}

static bool is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *list = item ? cmark_node_parent(item) : NULL;
	return type_of(item) == CMARK_NODE_ITEM && list && cmark_node_get_list_tight(list);
}

static void render_list(struct render *render, cmark_node *node, bool is_enter)
{
	bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(node);
	if (!is_enter)
		emit(render, is_ordered ? "</ol>\n" : "</ul>\n");
	else if (is_ordered && start != 1)
		text_append_format(render->out, "<ol start=\"%d\">\n", start);
	else
		emit(render, is_ordered ? "<ol>\n" : "<ul>\n");
}

static void render_item(struct render *render, cmark_node *node)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	bool is_fragment = annotation && annotation->is_fragment;
	enum task task = annotation ? annotation->task : TASK_NONE;
	emit(render, "<li");
	if (is_fragment || task)
		text_append_format(render->out, " class=\"%s%s%s\"", is_fragment ? "fragment" : "",
			is_fragment && task ? " " : "", task ? "task" : "");
	emit(render, ">");
	if (task)
		text_append_format(render->out, "<input type=\"checkbox\" disabled%s> ",
			task == TASK_DONE ? " checked" : "");
}

static void render_block(struct render *render, cmark_node *node, bool is_enter)
{
	render->last_point = 0;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		emit(render, is_enter ? "<blockquote>\n" : "</blockquote>\n");
		break;
	case CMARK_NODE_LIST:
		render_list(render, node, is_enter);
		break;
	case CMARK_NODE_ITEM:
		if (is_enter)
			render_item(render, node);
		else
			emit(render, "</li>\n");
		break;
	case CMARK_NODE_PARAGRAPH:
		if (!is_tight(node))
			emit(render, is_enter ? "<p>" : "</p>\n");
		else if (!is_enter && cmark_node_next(node))
			emit(render, "\n");
		break;
	case CMARK_NODE_HEADING:
		text_append_format(render->out, is_enter ? "<h%d>" : "</h%d>\n",
			cmark_node_get_heading_level(node));
		break;
	case CMARK_NODE_CUSTOM_BLOCK:
		emit(render,
			is_enter ? cmark_node_get_on_enter(node) : cmark_node_get_on_exit(node));
		break;
	case CMARK_NODE_CODE_BLOCK:
		render_code_block(render, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		render_html(render, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		emit(render, "<hr>\n");
		break;
	default:
		break;
	}
}

static bool render_inline(struct render *render, cmark_node *node, bool is_enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		return render_text(render, node);
	case CMARK_NODE_SOFTBREAK:
		render_soft_break(render, node);
		break;
	case CMARK_NODE_LINEBREAK:
		emit(render, "<br>\n");
		break;
	case CMARK_NODE_CODE:
		emit(render, "<code>");
		emit_text(render, literal_of(node));
		emit(render, "</code>");
		break;
	case CMARK_NODE_HTML_INLINE:
		render_html(render, node);
		break;
	case CMARK_NODE_CUSTOM_INLINE:
		emit(render,
			is_enter ? cmark_node_get_on_enter(node) : cmark_node_get_on_exit(node));
		break;
	case CMARK_NODE_EMPH:
		emit(render, is_enter ? "<em>" : "</em>");
		break;
	case CMARK_NODE_STRONG:
		emit(render, is_enter ? "<strong>" : "</strong>");
		break;
	case CMARK_NODE_LINK:
		render_link(render, node, is_enter);
		break;
	case CMARK_NODE_IMAGE:
		return render_image(render, node);
	default:
		break;
	}
	return true;
}

static bool render_tree(struct render *render, cmark_node *document)
{
	cmark_iter *iter = cmark_iter_new(document);
	bool ok = true;
	for (cmark_event_type event = cmark_iter_next(iter); ok && event != CMARK_EVENT_DONE;
		event = cmark_iter_next(iter)) {
		cmark_node *node = cmark_iter_get_node(iter);
		bool is_enter = event == CMARK_EVENT_ENTER;
		if (!is_inline(node)) {
			render_block(render, node, is_enter);
			continue;
		}
		ok = render_inline(render, node, is_enter);
		if (type_of(node) == CMARK_NODE_IMAGE) /* its words were the alternative text */
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(iter);
	return ok;
}

/* ---- the whole ---- */

static bool render_source(struct render *render, struct bytes markdown);

static bool render_footnotes(struct render *render)
{
	const struct talk *talk = render->talk;
	bool is_open = false;
	for (size_t i = 0; i < talk->footnote_count && !render->is_footnote; i++) {
		if (!render->used_footnotes[i])
			continue;
		if (!is_open)
			emit(render, "<ol class=\"footnotes\">\n");
		is_open = true;
		text_append_format(render->out, "<li value=\"%zu\">", i + 1);
		struct render inner = {
			.out = render->out,
			.talk = talk,
			.resolver = render->resolver,
			.warnings = render->warnings,
			.error = render->error,
			.first_line = talk->footnotes[i].line,
			.is_footnote = true,
		};
		if (!render_source(&inner, talk->footnotes[i].markdown))
			return false;
		emit(render, "</li>\n");
	}
	if (is_open)
		emit(render, "</ol>\n");
	return true;
}

static bool prepare(struct render *render, struct bytes markdown, struct text *marked)
{
	if (render->talk->definitions.size) {
		marks_add(&render->definitions, render->talk->definitions);
		text_append(&render->definitions, "\n");
		for (size_t i = 0; i < render->definitions.size; i++)
			render->shift += render->definitions.data[i] == '\n';
	}
	text_append_size(marked, text_string(&render->definitions), render->definitions.size);
	marks_add(marked, markdown);
	render->lines = lines_split(&render->arena,
		(struct bytes){ (const uint8_t *)text_string(marked), marked->size });
	render->used_footnotes =
		arena_alloc_array(&render->arena, render->talk->footnote_count + 1, sizeof(bool));
	unsigned line = 0;
	if (!check_depth(&render->lines, &line, render->error))
		return error_at(render->error, render->talk->path, file_line(render, line));
	return true;
}

static bool render_source(struct render *render, struct bytes markdown)
{
	autofinish(text) struct text marked = { 0 };
	bool ok = prepare(render, markdown, &marked);
	if (ok) {
		cmark_node *document =
			cmark_parse_document(text_string(&marked), marked.size, CMARK_OPTIONS);
		cmark_consolidate_text_nodes(document);
		pass_each(render, document, is_paragraph, pass_table);
		pass_each(render, document, is_item, pass_item);
		pass_each(render, document, is_quote, pass_callout);
		pass_inlines(render, document);
		ok = render_tree(render, document) && render_footnotes(render);
		cmark_node_free(document);
	}
	for (size_t i = 0; i < render->discarded.count; i++)
		cmark_node_free(render->discarded.items[i]);
	free(render->discarded.items);
	text_finish(&render->definitions);
	arena_finish(&render->arena);
	return ok;
}

bool markdown_render(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct text *warnings,
	struct error *error)
{
	struct render render = {
		.out = out,
		.talk = talk,
		.resolver = resolver,
		.warnings = warnings,
		.error = error,
		.first_line = first_line,
	};
	return render_source(&render, markdown);
}

/* ---- outline ---- */

struct outliner {
	struct render render; /* for the passes */
	struct outline_block *blocks;
	size_t block_count, block_capacity;
	struct outline_comment *comments;
	size_t comment_count, comment_capacity;
	bool *is_verbatim;
	unsigned line_count;
	struct arena *arena;
};

static const char *without_marks(struct arena *arena, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, marked);
	return arena_strndup(arena, text_string(&plain), plain.size);
}

static void outline_comments(struct outliner *outliner, struct bytes html, unsigned line)
{
	size_t from = 0, start, end;
	unsigned counted_to = 0;
	while (may_hold_comments(html) && next_comment(html, from, &start, &end)) {
		for (; counted_to < start; counted_to++)
			line += html.data[counted_to] == '\n';
		bool is_closed = end >= start + 7 && memcmp(html.data + end - 3, "-->", 3) == 0;
		struct bytes inner = { html.data + start + 4,
			is_closed ? end - start - 7 : end - start - 4 };
		grow_array(&outliner->comments, outliner->comment_count,
			&outliner->comment_capacity, sizeof(*outliner->comments));
		outliner->comments[outliner->comment_count++] = (struct outline_comment){
			.line = line,
			.text = without_marks(outliner->arena, inner),
			.is_closed = is_closed,
		};
		from = end;
	}
}

static bool is_only_comments(struct bytes html)
{
	size_t from = 0, start, end;
	if (!may_hold_comments(html))
		return false;
	while (next_comment(html, from, &start, &end)) {
		if (!bytes_is_blank((struct bytes){ html.data + from, start - from }))
			return false;
		from = end;
	}
	return from > 0 && bytes_is_blank(bytes_from(html, from));
}

/* cmark's end of an HTML block is off by a line or more: count its text instead. */
static unsigned last_line_of(cmark_node *node, unsigned first)
{
	if (type_of(node) != CMARK_NODE_HTML_BLOCK)
		return (unsigned)cmark_node_get_end_line(node);
	struct bytes html = bytes_trim_right(literal_of(node));
	unsigned last = first;
	for (size_t i = 0; i < html.size; i++)
		last += html.data[i] == '\n';
	return last;
}

static enum outline_kind kind_of(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		return OUTLINE_HEADING;
	case CMARK_NODE_THEMATIC_BREAK:
		return OUTLINE_RULE;
	case CMARK_NODE_PARAGRAPH:
		return OUTLINE_PARAGRAPH;
	case CMARK_NODE_CODE_BLOCK:
		return OUTLINE_CODE;
	case CMARK_NODE_HTML_BLOCK:
		return is_only_comments(literal_of(node)) ? OUTLINE_COMMENTS : OUTLINE_OTHER;
	default:
		return OUTLINE_OTHER;
	}
}

static void outline_block(
	struct outliner *outliner, cmark_node *node, unsigned first, unsigned last)
{
	struct outline_block block = {
		.kind = kind_of(node),
		.is_nested = type_of(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT,
		.first_line = first,
		.last_line = last,
		.text = "",
	};
	if (block.is_nested && block.kind != OUTLINE_CODE)
		return;
	if (block.kind == OUTLINE_CODE) {
		block.text = without_marks(
			outliner->arena, markup_bytes_of(cmark_node_get_fence_info(node)));
		block.code = without_marks(outliner->arena, literal_of(node));
	} else if (block.kind == OUTLINE_HEADING) {
		autofinish(text) struct text words = { 0 };
		pass_inlines(&outliner->render, node);
		append_plain(&words, node, outliner->arena);
		struct bytes title = bytes_trim(markup_bytes_of(text_string(&words)));
		block.text = arena_strndup(outliner->arena, (const char *)title.data, title.size);
	}
	grow_array(&outliner->blocks, outliner->block_count, &outliner->block_capacity,
		sizeof(*outliner->blocks));
	outliner->blocks[outliner->block_count++] = block;
}

static bool is_wanted_by_outline(cmark_node *node)
{
	return (!is_inline(node) && type_of(node) != CMARK_NODE_DOCUMENT) ||
		type_of(node) == CMARK_NODE_HTML_INLINE;
}

static void outline_node(struct outliner *outliner, cmark_node *node)
{
	if (type_of(node) == CMARK_NODE_HTML_INLINE) {
		outline_comments(outliner, literal_of(node), line_of(&outliner->render, node));
		return;
	}
	unsigned first = (unsigned)cmark_node_get_start_line(node);
	unsigned last = last_line_of(node, first);
	cmark_node_type type = type_of(node);
	if (type == CMARK_NODE_HTML_BLOCK)
		outline_comments(outliner, literal_of(node), first);
	bool is_verbatim = type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK;
	for (unsigned line = first; is_verbatim && line <= last && line <= outliner->line_count;
		line++)
		outliner->is_verbatim[line] = true;
	outline_block(outliner, node, first, last);
}

static const void *keep(struct arena *arena, const void *items, size_t count, size_t size)
{
	void *kept = arena_alloc_array(arena, count, size);
	if (count)
		memcpy(kept, items, count * size);
	return kept;
}

bool markdown_outline(const struct lines *lines, struct arena *arena, struct outline *ret_outline,
	unsigned *ret_line, struct error *error)
{
	if (!check_depth(lines, ret_line, error))
		return false;
	static const struct talk no_talk = { .path = "", .lang = "" };
	struct outliner outliner = {
		.render = { .talk = &no_talk, .first_line = 1 },
		.line_count = lines->count,
		.arena = arena,
	};
	outliner.is_verbatim = arena_alloc_array(arena, (size_t)lines->count + 2, sizeof(bool));
	autofinish(text) struct text marked = { 0 };
	marks_add(&marked, lines->source);
	cmark_node *document =
		cmark_parse_document(text_string(&marked), marked.size, CMARK_OPTIONS);
	cmark_consolidate_text_nodes(document);
	struct nodes nodes = collect(document, is_wanted_by_outline);
	for (size_t i = 0; i < nodes.count; i++)
		outline_node(&outliner, nodes.items[i]);
	*ret_outline = (struct outline){
		.blocks = keep(
			arena, outliner.blocks, outliner.block_count, sizeof(*outliner.blocks)),
		.block_count = outliner.block_count,
		.comments = keep(arena, outliner.comments, outliner.comment_count,
			sizeof(*outliner.comments)),
		.comment_count = outliner.comment_count,
		.is_verbatim = outliner.is_verbatim,
	};
	cmark_node_free(document);
	for (size_t i = 0; i < outliner.render.discarded.count; i++)
		cmark_node_free(outliner.render.discarded.items[i]);
	free(outliner.render.discarded.items);
	arena_finish(&outliner.render.arena);
	free(nodes.items);
	free(outliner.blocks);
	free(outliner.comments);
	return true;
}

bool markdown_is_definition(struct bytes line)
{
	cmark_node *document =
		cmark_parse_document((const char *)line.data, line.size, CMARK_OPT_DEFAULT);
	bool is_definition = !cmark_node_first_child(document);
	cmark_node_free(document);
	return is_definition;
}
