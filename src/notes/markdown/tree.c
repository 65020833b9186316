/*
 * Adds to cmark's tree what it lacks: line numbers of the file, nodes that outlive their removal,
 * and a subtree as a list. Walks use cmark's iterators and no recursion, since the text determines
 * the depth, up to a limit.
 */
#include "notes/markdown/tree.h"

#include <string.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/html/html-guard.h"
#include "notes/html/html-scan.h"
#include "notes/inline/invisible-marks.h"
#include "notes/inline/span.h"
#include "notes/inline/wikilink.h"

enum { DEPTH_MAX = 64 /* of quotes and lists */, IMAGES_MAX = 1000 /* that a paragraph opens */ };

static void nodes_add(struct nodes *nodes, cmark_node *node)
{
	grow_array(&nodes->items, nodes->count, &nodes->capacity, sizeof(cmark_node *));
	nodes->items[nodes->count++] = node;
}

bool tree_is_inline(cmark_node *node)
{
	return cmark_node_get_type(node) >= CMARK_NODE_FIRST_INLINE;
}

cmark_node_type tree_type(cmark_node *node)
{
	return node ? cmark_node_get_type(node) : CMARK_NODE_NONE;
}

struct bytes tree_literal(cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	return markup_bytes_of(literal ? literal : "");
}

struct annotation *tree_annotate(struct tree *tree, cmark_node *node)
{
	struct annotation *annotation = cmark_node_get_user_data(node);
	if (!annotation) {
		annotation = arena_new(&tree->arena, struct annotation);
		cmark_node_set_user_data(node, annotation);
	}
	return annotation;
}

void tree_discard(struct tree *tree, cmark_node *node)
{
	cmark_node_unlink(node);
	nodes_add(&tree->discarded, node);
}

struct nodes tree_collect(cmark_node *root, bool (*wanted)(cmark_node *node))
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

cmark_node *tree_new_text(struct bytes bytes)
{
	cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
	automem char *literal = xstrndup((const char *)bytes.data, bytes.size);
	cmark_node_set_literal(node, literal);
	return node;
}

cmark_node *tree_new_custom(cmark_node_type type, const char *enter, const char *leave)
{
	cmark_node *node = cmark_node_new(type);
	cmark_node_set_on_enter(node, enter);
	cmark_node_set_on_exit(node, leave);
	return node;
}

void tree_set_literal(cmark_node *node, struct bytes bytes)
{
	automem char *literal = xstrndup((const char *)bytes.data, bytes.size);
	cmark_node_set_literal(node, literal);
}

unsigned tree_file_line(const struct tree *tree, unsigned line)
{
	return line > tree->shift ? tree->first_line + line - 1 - tree->shift : tree->first_line;
}

unsigned tree_line_of(const struct tree *tree, cmark_node *node)
{
	for (cmark_node *at = node; at; at = cmark_node_parent(at)) {
		const struct annotation *annotation = cmark_node_get_user_data(at);
		if (annotation && annotation->line)
			return annotation->line;
	}
	for (cmark_node *at = node; at; at = cmark_node_parent(at)) {
		int line = cmark_node_get_start_line(at);
		if (line > 0)
			return tree_file_line(tree, (unsigned)line);
	}
	return tree->first_line;
}

/* The list items that may be open, by the column at which the text of each begins. */
struct nesting {
	size_t columns[DEPTH_MAX + 1];
	unsigned depth;
};

static bool is_list_marker(struct bytes line, size_t at)
{
	return line.data[at] && strchr("-+*.)", line.data[at]) && at + 1 < line.size &&
		(line.data[at + 1] == ' ' || line.data[at + 1] == '\t');
}

/*
 * An upper bound of the line's nesting depth: a line continues a list item when it is indented as
 * far.
 */
static unsigned nesting_depth(struct nesting *nesting, struct bytes line)
{
	size_t column = 0;
	unsigned quotes = 0, kept = 0;
	bool has_marker = false;
	for (size_t i = 0; i < line.size && kept + quotes <= DEPTH_MAX; i++) {
		uint8_t byte = line.data[i];
		column = byte == '\t' ? column / 4 * 4 + 4 : column + 1;
		if (byte == '>') {
			quotes++;
		} else if (is_list_marker(line, i)) {
			while (!has_marker && kept < nesting->depth &&
				nesting->columns[kept] < column)
				kept++;
			has_marker = true;
			nesting->columns[kept++] = column + 1;
		} else if (byte != ' ' && byte != '\t' && !ascii_is_digit(byte)) {
			break;
		}
	}
	while (!has_marker && kept < nesting->depth && nesting->columns[kept] <= column)
		kept++;
	nesting->depth = kept;
	return kept + quotes;
}

/*
 * Refuses texts for which cmark 0.30 takes quadratic time. Each list or quote marker opens a
 * container, and every later line, even an empty one, walks through all open containers. Each link
 * searches all image openers before it in its paragraph.
 */
static bool check_lines(const struct lines *lines, unsigned *ret_line, struct error *error)
{
	struct nesting nesting = { .depth = 0 };
	size_t images = 0;
	for (unsigned number = 1; number <= lines->count; number++) {
		struct bytes line = lines_at(lines, number);
		if (bytes_is_blank(line)) {
			images = 0;
			continue;
		}
		*ret_line = number;
		if (nesting_depth(&nesting, line) > DEPTH_MAX)
			return error_set(
				error, "lists and quotes are nested more than %d deep", DEPTH_MAX);
		for (size_t at = bytes_find(line, 0, "!["); at < line.size;
			at = bytes_find(line, at + 2, "!["))
			images++;
		if (images > IMAGES_MAX)
			return error_set(error,
				"a paragraph has more than %d '![': put an empty line between some",
				IMAGES_MAX);
	}
	return true;
}

static void append_plain_text(struct text *out, struct bytes literal, struct arena *arena)
{
	size_t from = 0;
	for (size_t i = 0; i < literal.size;) {
		struct span span = span_at(literal, i);
		if (span.kind != SPAN_WIKILINK && span.kind != SPAN_FOOTNOTE) {
			i += span.size ? span.size : 1;
			continue;
		}
		invisible_marks_remove(out, (struct bytes){ literal.data + from, i - from });
		if (span.kind == SPAN_WIKILINK) {
			struct wikilink link = wikilink_parse(arena, span.inner);
			text_append(out, wikilink_words(&link));
		}
		i += span.size;
		from = i;
	}
	invisible_marks_remove(out, bytes_from(literal, from));
}

void tree_append_plain(struct text *out, cmark_node *root, struct arena *arena)
{
	cmark_iter *iter = cmark_iter_new(root);
	for (cmark_event_type event = cmark_iter_next(iter); event != CMARK_EVENT_DONE;
		event = cmark_iter_next(iter)) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event != CMARK_EVENT_ENTER)
			continue;
		switch (cmark_node_get_type(node)) {
		case CMARK_NODE_TEXT:
			append_plain_text(out, tree_literal(node), arena);
			break;
		case CMARK_NODE_HTML_INLINE:
			if (!html_is_shown_as_text(tree_literal(node)))
				break;
			invisible_marks_remove(out, tree_literal(node));
			break;
		case CMARK_NODE_CODE:
			invisible_marks_remove(out, tree_literal(node));
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

static cmark_node *parse_source(const struct text *source)
{
	cmark_node *document =
		cmark_parse_document(text_string(source), source->size, CMARK_OPT_DEFAULT);
	cmark_consolidate_text_nodes(document);
	return document;
}

/* Begins `source` with the definitions that `text` uses. */
static void append_definitions(struct text *source, const struct tree *tree, struct bytes text)
{
	autofinish(text) struct text used = { 0 };
	definitions_append_used(&used, tree->definitions, text);
	if (!used.size)
		return;
	invisible_marks_add(source, (struct bytes){ (const uint8_t *)used.data, used.size });
	text_append_char(source, '\n');
}

bool tree_parse(struct tree *tree, struct definitions *definitions, struct bytes markdown,
	unsigned first_line, unsigned *ret_line, struct error *error)
{
	tree->first_line = first_line;
	tree->definitions = definitions;
	append_definitions(&tree->source, tree, markdown);
	for (size_t i = 0; i < tree->source.size; i++)
		tree->shift += tree->source.data[i] == '\n';
	autofinish(text) struct text marked = { 0 };
	invisible_marks_add(&marked, markdown);
	html_guard(&tree->source,
		(struct bytes){ (const uint8_t *)text_string(&marked), marked.size });
	tree->lines = lines_split(&tree->arena,
		(struct bytes){ (const uint8_t *)text_string(&tree->source), tree->source.size });
	unsigned line = 0;
	if (!check_lines(&tree->lines, &line, error)) {
		*ret_line = tree_file_line(tree, line);
		return false;
	}
	tree->document = parse_source(&tree->source);
	return true;
}

void tree_finish(struct tree *tree)
{
	if (tree->document)
		cmark_node_free(tree->document);
	for (size_t i = 0; i < tree->discarded.count; i++)
		cmark_node_free(tree->discarded.items[i]);
	free(tree->discarded.items);
	text_finish(&tree->source);
	arena_finish(&tree->arena);
}

cmark_node *tree_parse_apart(struct tree *tree, const struct text *marked)
{
	autofinish(text) struct text source = { 0 };
	append_definitions(&source, tree,
		(struct bytes){ (const uint8_t *)text_string(marked), marked->size });
	text_append_size(&source, text_string(marked), marked->size);
	cmark_node *document = parse_source(&source);
	nodes_add(&tree->discarded, document);
	return document;
}
