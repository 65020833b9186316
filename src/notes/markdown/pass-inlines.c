/*
 * Finds %%comments%%, ==highlights==, ~~strikethrough~~ and ^block-ids. Each text node is split at
 * its delimiters, and pairs among the children of one node are wrapped. The time is linear: each
 * delimiter is visited once.
 * ~Single tildes~ strike through too, as on GitHub, but only around words. Elsewhere a tilde has
 * other meanings: a range in 10~20, "about" before a number, a home folder before a slash, and a
 * friendly tone at the end of a Korean word.
 */
#include "notes/markdown/tree.h"

#include <string.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/inline/autolink.h"
#include "notes/inline/invisible-marks.h"
#include "notes/inline/span.h"
#include "notes/text/characters.h"

static enum delimiter delimiter_at(struct bytes text, size_t at, size_t *ret_size)
{
	uint8_t byte = text.data[at];
	size_t end = at;
	while (end < text.size && text.data[end] == byte)
		end++;
	*ret_size = end - at;
	if (*ret_size == 1 && byte == '~' &&
		!bytes_starts_with(bytes_from(text, end), MARK_ESCAPED))
		return DELIMITER_STRIKE_ONE;
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

/* Whether white space or the edge of the block is beside the delimiter. */
static bool is_space_at(cmark_node *neighbour, bool is_inside, uint8_t byte)
{
	if (is_inside)
		return byte == ' ' || byte == '\t';
	cmark_node_type type = tree_type(neighbour);
	return type == CMARK_NODE_NONE || type == CMARK_NODE_SOFTBREAK ||
		type == CMARK_NODE_LINEBREAK;
}

/* Whether the character is a letter or digit, as far as it matters beside a tilde. */
static bool is_word_point(uint32_t point)
{
	if (point < 0x80)
		return ascii_is_alphanumeric(point);
	bool is_sign = (point >= 0x2000 && point <= 0x206f) ||
		(point >= 0x3000 && point <= 0x303f) || (point >= 0xff00 && point <= 0xff0f) ||
		(point >= 0xfdd0 && point <= 0xfdef);
	return !is_sign && !character_is_space(point);
}

/* The letters that `text` begins with. */
static struct bytes first_word(struct bytes text)
{
	size_t at = 0, size;
	while (at < text.size && is_word_point(markup_decode_utf8(bytes_from(text, at), &size)))
		at += size;
	return (struct bytes){ text.data, at };
}

static bool ends_in_word(struct bytes text)
{
	size_t start = text.size, size;
	while (start && (text.data[start - 1] & 0xc0) == 0x80)
		start--;
	return start && is_word_point(markup_decode_utf8(bytes_from(text, start - 1), &size));
}

/*
 * Decides whether a single tilde may open or close, by the text before and behind it in its node.
 */
static void limit_tilde(struct annotation *annotation, struct bytes text, size_t at)
{
	struct bytes behind = bytes_from(text, at + 1);
	struct bytes word = first_word(behind);
	bool is_in_word = ends_in_word((struct bytes){ text.data, at });
	bool is_count = behind.size && strchr("0123456789/", behind.data[0]);
	annotation->can_open = annotation->can_open && !is_in_word && !is_count;
	annotation->can_close = annotation->can_close && (!word.size || autolink_is_particle(word));
}

static cmark_node *insert_text(cmark_node *before, struct bytes bytes)
{
	cmark_node *node = tree_new_text(bytes);
	cmark_node_insert_before(before, node);
	return node;
}

/* Splits a text node so that each delimiter is a node. */
static void split_text(struct tree *tree, cmark_node *node)
{
	struct bytes text = arena_bytes(&tree->arena, tree_literal(node));
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
		struct annotation *annotation = tree_annotate(tree, cut);
		annotation->delimiter = kind;
		annotation->line = tree_line_of(tree, node);
		i += size;
		annotation->can_open = !is_space_at(
			cmark_node_next(node), i < text.size, i < text.size ? text.data[i] : 0);
		annotation->can_close = !is_space_at(cmark_node_previous(node), i > size,
			i > size ? text.data[i - size - 1] : 0);
		if (i == size) /* first in its node: the character before it is in another node */
			annotation->can_close = cmark_node_previous(cut) &&
				!is_space_at(cmark_node_previous(cut), false, 0);
		if (kind == DELIMITER_STRIKE_ONE)
			limit_tilde(annotation, text, i - 1);
		from = i;
	}
	if (from == 0)
		return;
	if (from < text.size)
		tree_set_literal(node, bytes_from(text, from));
	else
		tree_discard(tree, node);
}

static enum delimiter delimiter_of(cmark_node *node)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	return annotation ? annotation->delimiter : DELIMITER_NONE;
}

static void drop_comments(struct tree *tree, cmark_node *parent)
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
			tree_discard(tree, inside);
		}
		open = NULL;
	}
}

static void wrap_delimited(
	struct tree *tree, cmark_node *open, cmark_node *close, enum delimiter kind)
{
	bool is_mark = kind == DELIMITER_MARK;
	cmark_node *wrapper = tree_new_custom(CMARK_NODE_CUSTOM_INLINE,
		is_mark ? "<mark>" : "<del>", is_mark ? "</mark>" : "</del>");
	cmark_node_insert_before(open, wrapper);
	for (cmark_node *inside = cmark_node_next(open); inside && inside != close;) {
		cmark_node *next = cmark_node_next(inside);
		cmark_node_append_child(wrapper, inside);
		inside = next;
	}
	tree_discard(tree, open);
	tree_discard(tree, close);
}

static void pair_delimiters(struct tree *tree, cmark_node *parent)
{
	struct {
		cmark_node *node;
		enum delimiter kind;
	} open[3];
	size_t open_count = 0;
	for (cmark_node *node = cmark_node_first_child(parent), *next; node; node = next) {
		next = cmark_node_next(node);
		enum delimiter kind = delimiter_of(node);
		if (kind != DELIMITER_MARK && kind != DELIMITER_STRIKE &&
			kind != DELIMITER_STRIKE_ONE)
			continue;
		const struct annotation *annotation = cmark_node_get_user_data(node);
		size_t found = open_count;
		for (size_t i = 0; i < open_count; i++) {
			if (open[i].kind == kind)
				found = i;
		}
		if (found < open_count && annotation->can_close) {
			wrap_delimited(tree, open[found].node, node, kind);
			open_count = found;
		} else if (found == open_count && annotation->can_open) {
			open[open_count].node = node;
			open[open_count++].kind = kind;
		}
	}
}

/* Removes ` ^block-id` at the end of a paragraph; it is a link target. */
static void drop_block_id(struct tree *tree, cmark_node *parent)
{
	cmark_node *last = cmark_node_last_child(parent);
	if (tree_type(parent) != CMARK_NODE_PARAGRAPH || tree_type(last) != CMARK_NODE_TEXT)
		return;
	struct bytes text = tree_literal(last);
	size_t start = text.size;
	while (start &&
		(text.data[start - 1] == '-' || ascii_is_alphanumeric(text.data[start - 1])))
		start--;
	if (start == text.size || start == 0 || text.data[start - 1] != '^')
		return;
	start--;
	cmark_node *before = cmark_node_previous(last);
	bool is_alone = start == 0 && (!before || tree_type(before) == CMARK_NODE_SOFTBREAK);
	if (!is_alone && (start == 0 || text.data[start - 1] != ' '))
		return;
	if (start > 0) {
		tree_set_literal(last, bytes_trim_right((struct bytes){ text.data, start }));
		return;
	}
	if (before)
		tree_discard(tree, before);
	tree_discard(tree, last);
}

static bool has_delimiter(cmark_node *parent)
{
	for (cmark_node *node = cmark_node_first_child(parent); node;
		node = cmark_node_next(node)) {
		if (tree_type(node) != CMARK_NODE_TEXT)
			continue;
		struct bytes text = tree_literal(node);
		if (bytes_find(text, 0, "%%") < text.size ||
			bytes_find(text, 0, "==") < text.size || memchr(text.data, '~', text.size))
			return true;
	}
	return false;
}

static bool holds_inlines(cmark_node *node)
{
	cmark_node *child = cmark_node_first_child(node);
	return child && tree_is_inline(child);
}

void pass_inlines(struct tree *tree, cmark_node *root)
{
	struct nodes parents = tree_collect(root, holds_inlines);
	for (size_t i = 0; i < parents.count; i++) {
		cmark_node *parent = parents.items[i];
		drop_block_id(tree, parent);
		if (!has_delimiter(parent))
			continue;
		for (cmark_node *node = cmark_node_first_child(parent), *next; node; node = next) {
			next = cmark_node_next(node);
			if (tree_type(node) == CMARK_NODE_TEXT)
				split_text(tree, node);
		}
		drop_comments(tree, parent);
		pair_delimiters(tree, parent);
	}
	for (size_t i = 0; i < parents.count; i++) {
		bool is_empty = tree_type(parents.items[i]) == CMARK_NODE_PARAGRAPH &&
			!cmark_node_first_child(parents.items[i]);
		if (is_empty)
			tree_discard(tree, parents.items[i]);
	}
	free(parents.items);
}
