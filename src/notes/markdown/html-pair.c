/*
 * Pairs start tags and end tags among the children of one node. HTML cannot end what Markdown
 * began, and the other way round. In a paragraph, a tag without a partner is shown as text, since
 * the author writes about it ("<b> makes it bold"). At block level, an element without an end tag
 * extends to the end of its container.
 */
#include "notes/markdown/html-fragment.h"

#include <string.h>

#include "base/message.h"
#include "notes/text/lines.h"

enum { DEPTH_MAX = 48, TAGS_MAX = 4096 /* for one fragment; keep the time linear */ };

struct pairing {
	struct html_fragment *fragment;
	struct html_token *open[DEPTH_MAX];
	size_t depth;
	size_t tag_count;
};

static struct html_token *top(const struct pairing *pairing)
{
	return pairing->depth ? pairing->open[pairing->depth - 1] : NULL;
}

static bool is_named_in(const char *list, const char *name)
{
	size_t size = strlen(name);
	for (const char *at = strstr(list, name); at; at = strstr(at + 1, name)) {
		if (at[-1] == ' ' && at[size] == ' ')
			return true;
	}
	return false;
}

/* The innermost open element in which `element` may stand. */
static struct html_token *find_within(
	const struct pairing *pairing, const struct html_element *element)
{
	for (size_t i = pairing->depth; i-- > 0;) {
		if (is_named_in(element->within, pairing->open[i]->piece.element->name))
			return pairing->open[i];
	}
	return NULL;
}

/* Whether a start tag of `element` ends the open element `open`, whose end tag may be omitted. */
static bool ends_open(const struct html_element *element, const struct html_element *open)
{
	bool is_table_part = open->group >= GROUP_CELL;
	if (open->group == GROUP_NONE)
		return false;
	return is_table_part ? element->group >= open->group : element->group == open->group;
}

static void end_before(struct pairing *pairing, const struct html_element *element)
{
	while (top(pairing) && ends_open(element, top(pairing)->piece.element))
		pairing->depth--;
}

static bool has_attribute(const struct html_piece *piece, const char *start)
{
	autofinish(text) struct text attributes = { 0 };
	html_scan_append_attributes(&attributes, piece);
	return strstr(text_string(&attributes), start);
}

static void show_as_written(struct html_token *token, const char *why)
{
	token->use = HTML_USE_WRITTEN;
	token->why = why;
}

static void show_unknown(struct html_token *token)
{
	show_as_written(token,
		token->piece.element
			? MESSAGE("'%s' is no element that a deck has, and is shown as it is written: put a tag that you talk about in backticks")
			: MESSAGE("'%s' is no element of HTML, and is shown as it is written: put it in backticks, or a backslash before it"));
}

static void push_open(struct pairing *pairing, struct html_token *token)
{
	const struct html_element *element = token->piece.element;
	end_before(pairing, element);
	pairing->tag_count++;
	if (pairing->depth == DEPTH_MAX || pairing->tag_count > TAGS_MAX) {
		show_as_written(token,
			MESSAGE("'%s' is shown as it is written: there are more elements here, or deeper in each other, than a slide can have"));
		return;
	}
	token->use = HTML_USE_MARKUP;
	if (!element->is_void && !token->piece.is_self_closing)
		pairing->open[pairing->depth++] = token;
}

static void take_start(struct pairing *pairing, struct html_token *token)
{
	const struct html_element *element = token->piece.element;
	if (!element || element->role == HTML_TEXT) {
		show_unknown(token);
		return;
	}
	if (element->within && !(token->within = find_within(pairing, element))) {
		show_as_written(token,
			MESSAGE("'%s' stands outside of what it belongs to, and is shown as it is written: put a tag that you talk about in backticks"));
		return;
	}
	if (strcmp(element->name, "img") == 0 && !has_attribute(&token->piece, " src=\"")) {
		show_unknown(token);
		return;
	}
	push_open(pairing, token);
	if (element->role == HTML_UNWRAPPED && element->is_void)
		token->use = HTML_USE_NONE;
}

/*
 * Whether an end tag of `element` cannot close elements outside of `open`. Only end tags of a
 * table's own elements reach out of a table or a cell.
 */
static bool is_barrier(const struct html_element *open, const struct html_element *element)
{
	bool is_of_table = element->group >= GROUP_CELL || strcmp(element->name, "table") == 0;
	return !is_of_table && (open->group == GROUP_CELL || strcmp(open->name, "table") == 0);
}

static size_t find_open(const struct pairing *pairing, const struct html_element *element)
{
	for (size_t i = pairing->depth; i-- > 0;) {
		const struct html_element *open = pairing->open[i]->piece.element;
		if (open == element)
			return i;
		if (is_barrier(open, element))
			break;
	}
	return pairing->depth;
}

static void take_end(struct pairing *pairing, struct html_token *token)
{
	const struct html_element *element = token->piece.element;
	if (!element || element->role == HTML_TEXT) {
		show_unknown(token);
		return;
	}
	if (strcmp(element->name, "br") == 0) { /* browsers read </br> as <br> */
		token->piece.kind = HTML_PIECE_START;
		take_start(pairing, token);
		return;
	}
	size_t found = find_open(pairing, element);
	if (found == pairing->depth) {
		show_as_written(token,
			MESSAGE("'%s' ends nothing that begins here, and is shown as it is written: remove it, or put it in backticks"));
		return;
	}
	token->use = HTML_USE_MARKUP;
	token->partner = pairing->open[found];
	token->partner->partner = token;
	pairing->depth = found;
}

static void take_token(struct pairing *pairing, struct html_token *token)
{
	static const struct html_element block = { .is_block = true };
	if (token->is_open_before) {
		push_open(pairing, token);
	} else if (token->node) {
		token->use = HTML_USE_MARKUP;
		if (!tree_is_inline(token->node))
			end_before(pairing, &block);
	} else if (token->piece.kind == HTML_PIECE_START) {
		take_start(pairing, token);
	} else if (token->piece.kind == HTML_PIECE_END) {
		take_end(pairing, token);
	} else if (token->piece.kind == HTML_PIECE_TEXT) {
		token->use = HTML_USE_MARKUP;
	} else if (token->piece.kind == HTML_PIECE_OTHER) {
		show_unknown(token);
	}
}

/* ---- decisions that need the whole fragment ---- */

static void show_element(struct html_token *token)
{
	show_unknown(token);
	if (token->partner)
		show_unknown(token->partner);
}

/* Whether words follow the tag on its line: "<div> is a block". */
static bool is_in_prose(const struct html_fragment *fragment, const struct html_token *token)
{
	const struct html_token *next = token + 1;
	if (next == fragment->tokens + fragment->count || next->node ||
		next->piece.kind != HTML_PIECE_TEXT)
		return false;
	struct bytes line = next->piece.source;
	line.size = bytes_find(line, 0, "\n");
	bool has_space = line.size && line.data[0] == ' ';
	bool needs_space = token->piece.element->group != GROUP_NONE;
	return !bytes_is_blank(line) && (has_space || !needs_space);
}

/*
 * Records the elements that are open at the end and may contain the next part of the slide,
 * outermost first.
 */
static void keep_open(struct pairing *pairing)
{
	const struct html_open *open = html_open_of(pairing->fragment);
	if (!open || open->is_last)
		return;
	for (size_t i = 0; i < pairing->depth && i < HTML_OPEN_MAX; i++) {
		if (!pairing->open[i]->piece.element->goes_on)
			break;
		pairing->open[i]->is_open_after = true;
	}
}

static const char *const unclosed =
	MESSAGE("'%s' has no end tag: it goes on to the end of what it stands in");

static void decide_unpaired(struct html_fragment *fragment, struct html_token *token)
{
	const struct html_element *element = token->piece.element;
	bool may_end_alone = element->group != GROUP_NONE;
	if (token->is_open_after || (token->within && may_end_alone))
		return;
	if (!fragment->is_inline && !is_in_prose(fragment, token)) {
		if (!may_end_alone)
			html_report(fragment, token, element->name, unclosed);
		return;
	}
	show_as_written(token,
		MESSAGE("'%s' has no end tag beside it, and is shown as it is written: add one, or put a tag that you talk about in backticks"));
}

/* Drops everything from a start tag to its end tag. */
static void leave_out(struct html_token *token)
{
	for (struct html_token *at = token; at <= token->partner; at++)
		at->use = HTML_USE_NONE;
}

/* Whether the text behind the tag begins on a new line. */
static bool begins_a_line(const struct html_token *token)
{
	struct bytes source = token->piece.source;
	size_t end = bytes_find(source, 0, "\n");
	return !token->node && token->piece.kind == HTML_PIECE_TEXT && end < source.size &&
		bytes_is_blank((struct bytes){ source.data, end });
}

/*
 * Whether a script, style or drawing is complete and is dropped as a whole. For a script or style,
 * its tags stand on lines of their own or it loads a file. A drawing has an attribute with a value.
 * Otherwise the author writes about the tag.
 */
static bool is_whole(const struct html_fragment *fragment, const struct html_token *token)
{
	bool is_drawing = strcmp(token->piece.element->name, "svg") == 0 ||
		strcmp(token->piece.element->name, "math") == 0;
	bool has_attributes = has_attribute(&token->piece, "=\"");
	if (!token->partner || is_drawing)
		return token->partner && has_attributes;
	if (fragment->is_inline)
		return false;
	return token + 1 == token->partner ? has_attributes : begins_a_line(token + 1);
}

static void decide_left_out(struct html_fragment *fragment, struct html_token *token)
{
	const char *name = token->piece.element->name;
	if (!is_whole(fragment, token)) {
		show_element(token);
		return;
	}
	if (strcmp(name, "script") == 0)
		html_report(fragment, token, name,
			"'%s' is left out: no script of a note runs in a deck");
	else if (strcmp(name, "style") == 0)
		html_report(fragment, token, name,
			"'%s' is left out: a talk has looks of its own by 'theme: NAME.css'");
	else
		html_report(fragment, token, name,
			"'%s' is left out: save the drawing as a file, and write ![](NAME.svg)");
	leave_out(token);
}

static const struct html_piece *find_address(const struct html_token *token)
{
	const char *name =
		strcmp(token->piece.element->name, "object") == 0 ? " data=\"" : " src=\"";
	if (has_attribute(&token->piece, name))
		return &token->piece;
	for (const struct html_token *at = token + 1; token->partner && at < token->partner; at++) {
		bool is_source = !at->node && at->piece.kind == HTML_PIECE_START &&
			at->piece.element && strcmp(at->piece.element->name, "source") == 0;
		if (is_source && has_attribute(&at->piece, " src=\""))
			return &at->piece;
	}
	return NULL;
}

static void decide_media(struct html_fragment *fragment, struct html_token *token)
{
	token->address = find_address(token);
	if (!token->address) {
		show_element(token);
		return;
	}
	html_report(fragment, token, token->piece.element->name,
		"'%s' is not in the deck, which loads and plays nothing: its address is");
	if (token->partner)
		leave_out(token);
	token->use = HTML_USE_MEDIA;
}

/* Decides, in the last part of a slide, on an element that an earlier part opened. */
static void decide_open_before(struct html_fragment *fragment, struct html_token *token)
{
	if (!token->partner && fragment->render->open->is_last)
		html_report(fragment, token, token->piece.element->name, unclosed);
}

/* Decides on tokens in text order, so that a parent is decided before its children. */
static void decide(struct html_fragment *fragment, struct html_token *token)
{
	if (token->node || token->piece.kind != HTML_PIECE_START || token->use != HTML_USE_MARKUP)
		return;
	if (token->is_open_before) {
		decide_open_before(fragment, token);
		return;
	}
	const struct html_element *element = token->piece.element;
	if (token->within && token->within->use == HTML_USE_WRITTEN) {
		show_element(token);
	} else if (element->role == HTML_LEFT_OUT) {
		decide_left_out(fragment, token);
	} else if (element->role == HTML_MEDIA) {
		decide_media(fragment, token);
	} else if (!token->partner && !element->is_void && !token->piece.is_self_closing) {
		decide_unpaired(fragment, token);
	} else if (element->role == HTML_UNWRAPPED) {
		token->use = HTML_USE_NONE;
		if (token->partner)
			token->partner->use = HTML_USE_NONE;
	}
}

static void report(struct html_fragment *fragment, const struct html_token *token)
{
	if (token->use == HTML_USE_WRITTEN && token->why)
		html_report(fragment, token,
			token->piece.element ? token->piece.element->name : "html-unknown",
			token->why);
}

void html_pair(struct html_fragment *fragment)
{
	struct pairing pairing = { .fragment = fragment };
	for (size_t i = 0; i < fragment->count; i++)
		take_token(&pairing, &fragment->tokens[i]);
	keep_open(&pairing);
	for (size_t i = 0; i < fragment->count; i++)
		decide(fragment, &fragment->tokens[i]);
	for (size_t i = 0; i < fragment->count; i++)
		report(fragment, &fragment->tokens[i]);
}
