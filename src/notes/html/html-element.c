/*
 * The HTML elements that a deck keeps: text, lists, tables and <details>. Elements that load, run,
 * ask for input or cover the page are not kept. <section> is not kept either, since reveal.js makes
 * slides of it. The names are those of the HTML Living Standard, sections 4 and 16.2, with those of
 * older standards.
 */
#include "notes/html/html-element.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"

/* Sorted by name. An element without flags is kept. */
static const struct html_element elements[] = {
	{ .name = "a" },
	{ .name = "abbr" },
	{ .name = "acronym", .role = HTML_TEXT },
	{ .name = "address", .role = HTML_TEXT },
	{ .name = "applet", .role = HTML_TEXT },
	{ .name = "area", .role = HTML_TEXT, .is_void = true },
	{ .name = "article", .role = HTML_TEXT },
	{ .name = "aside", .role = HTML_TEXT },
	{ .name = "audio", .role = HTML_MEDIA },
	{ .name = "b" },
	{ .name = "base", .role = HTML_TEXT, .is_void = true },
	{ .name = "basefont", .role = HTML_TEXT, .is_void = true },
	{ .name = "bdi" },
	{ .name = "bdo" },
	{ .name = "bgsound", .role = HTML_TEXT, .is_void = true },
	{ .name = "big" },
	{ .name = "blink", .role = HTML_TEXT },
	{ .name = "blockquote", .is_block = true, .goes_on = true },
	{ .name = "body", .role = HTML_TEXT },
	{ .name = "br", .is_void = true },
	{ .name = "button", .role = HTML_TEXT },
	{ .name = "canvas", .role = HTML_TEXT },
	{ .name = "caption", .is_block = true, .within = " table " },
	{ .name = "center", .is_block = true, .goes_on = true },
	{ .name = "cite" },
	{ .name = "code" },
	{ .name = "col", .is_void = true, .is_block = true, .within = " table " },
	{ .name = "colgroup", .is_block = true, .group = GROUP_ROWS, .within = " table " },
	{ .name = "command", .role = HTML_TEXT, .is_void = true },
	{ .name = "data" },
	{ .name = "datalist", .role = HTML_TEXT },
	{ .name = "dd", .is_block = true, .group = GROUP_TERM, .within = " dl " },
	{ .name = "del" },
	{ .name = "details", .is_block = true, .goes_on = true },
	{ .name = "dfn" },
	{ .name = "dialog", .role = HTML_TEXT },
	{ .name = "dir", .role = HTML_TEXT },
	{ .name = "div", .is_block = true, .goes_on = true },
	{ .name = "dl", .is_block = true },
	{ .name = "dt", .is_block = true, .group = GROUP_TERM, .within = " dl " },
	{ .name = "em" },
	{ .name = "embed", .role = HTML_MEDIA, .is_void = true },
	{ .name = "fencedframe", .role = HTML_TEXT },
	{ .name = "fieldset", .role = HTML_TEXT },
	{ .name = "figcaption", .is_block = true, .within = " figure " },
	{ .name = "figure", .is_block = true, .goes_on = true },
	{ .name = "font", .goes_on = true },
	{ .name = "footer", .role = HTML_TEXT },
	{ .name = "form", .role = HTML_TEXT },
	{ .name = "frame", .role = HTML_TEXT, .is_void = true },
	{ .name = "frameset", .role = HTML_TEXT },
	{ .name = "h1", .is_block = true },
	{ .name = "h2", .is_block = true },
	{ .name = "h3", .is_block = true },
	{ .name = "h4", .is_block = true },
	{ .name = "h5", .is_block = true },
	{ .name = "h6", .is_block = true },
	{ .name = "head", .role = HTML_TEXT },
	{ .name = "header", .role = HTML_TEXT },
	{ .name = "hgroup", .role = HTML_TEXT },
	{ .name = "hr", .is_void = true, .is_block = true },
	{ .name = "html", .role = HTML_TEXT },
	{ .name = "i" },
	{ .name = "iframe", .role = HTML_MEDIA },
	{ .name = "image", .role = HTML_TEXT, .is_void = true },
	{ .name = "img", .is_void = true },
	{ .name = "input", .role = HTML_TEXT, .is_void = true },
	{ .name = "ins" },
	{ .name = "isindex", .role = HTML_TEXT, .is_void = true },
	{ .name = "kbd" },
	{ .name = "keygen", .role = HTML_TEXT, .is_void = true },
	{ .name = "label", .role = HTML_TEXT },
	{ .name = "legend", .role = HTML_TEXT },
	{ .name = "li", .is_block = true, .group = GROUP_ITEM, .within = " ul ol " },
	{ .name = "link", .role = HTML_TEXT, .is_void = true },
	{ .name = "listing", .role = HTML_TEXT },
	{ .name = "main", .role = HTML_TEXT },
	{ .name = "map", .role = HTML_TEXT },
	{ .name = "mark" },
	{ .name = "marquee", .role = HTML_TEXT },
	{ .name = "math", .role = HTML_LEFT_OUT },
	{ .name = "menu", .role = HTML_TEXT },
	{ .name = "menuitem", .role = HTML_TEXT },
	{ .name = "meta", .role = HTML_TEXT, .is_void = true },
	{ .name = "meter", .role = HTML_TEXT },
	{ .name = "nav", .role = HTML_TEXT },
	{ .name = "nobr", .role = HTML_TEXT },
	{ .name = "noembed", .role = HTML_TEXT },
	{ .name = "noframes", .role = HTML_TEXT },
	{ .name = "noscript", .role = HTML_TEXT },
	{ .name = "object", .role = HTML_MEDIA },
	{ .name = "ol", .is_block = true },
	{ .name = "optgroup", .role = HTML_TEXT },
	{ .name = "option", .role = HTML_TEXT },
	{ .name = "output", .role = HTML_TEXT },
	{ .name = "p", .is_block = true, .group = GROUP_PARAGRAPH },
	{ .name = "param", .role = HTML_TEXT, .is_void = true },
	{ .name = "picture", .role = HTML_UNWRAPPED },
	{ .name = "plaintext", .role = HTML_TEXT },
	{ .name = "portal", .role = HTML_TEXT },
	{ .name = "pre", .is_block = true },
	{ .name = "progress", .role = HTML_TEXT },
	{ .name = "q" },
	{ .name = "rb", .role = HTML_TEXT },
	{ .name = "rp", .group = GROUP_RUBY, .within = " ruby " },
	{ .name = "rt", .group = GROUP_RUBY, .within = " ruby " },
	{ .name = "rtc", .role = HTML_TEXT },
	{ .name = "ruby" },
	{ .name = "s" },
	{ .name = "samp" },
	{ .name = "script", .role = HTML_LEFT_OUT },
	{ .name = "search", .role = HTML_TEXT },
	{ .name = "section", .role = HTML_TEXT },
	{ .name = "select", .role = HTML_TEXT },
	{ .name = "slot", .role = HTML_TEXT },
	{ .name = "small" },
	{ .name = "source",
		.role = HTML_UNWRAPPED,
		.is_void = true,
		.within = " picture video audio " },
	{ .name = "spacer", .role = HTML_TEXT, .is_void = true },
	{ .name = "span", .goes_on = true },
	{ .name = "strike" },
	{ .name = "strong" },
	{ .name = "style", .role = HTML_LEFT_OUT },
	{ .name = "sub" },
	{ .name = "summary", .is_block = true, .within = " details " },
	{ .name = "sup" },
	{ .name = "svg", .role = HTML_LEFT_OUT },
	{ .name = "table", .is_block = true },
	{ .name = "tbody", .is_block = true, .group = GROUP_ROWS, .within = " table " },
	{ .name = "td", .is_block = true, .group = GROUP_CELL, .within = " table " },
	{ .name = "template", .role = HTML_TEXT },
	{ .name = "textarea", .role = HTML_TEXT },
	{ .name = "tfoot", .is_block = true, .group = GROUP_ROWS, .within = " table " },
	{ .name = "th", .is_block = true, .group = GROUP_CELL, .within = " table " },
	{ .name = "thead", .is_block = true, .group = GROUP_ROWS, .within = " table " },
	{ .name = "time" },
	{ .name = "title", .role = HTML_TEXT },
	{ .name = "tr", .is_block = true, .group = GROUP_ROW, .within = " table " },
	{ .name = "track",
		.role = HTML_UNWRAPPED,
		.is_void = true,
		.within = " picture video audio " },
	{ .name = "tt" },
	{ .name = "u" },
	{ .name = "ul", .is_block = true },
	{ .name = "var" },
	{ .name = "video", .role = HTML_MEDIA },
	{ .name = "wbr", .is_void = true },
	{ .name = "xmp", .role = HTML_TEXT },
};

enum { ELEMENT_COUNT = ARRAY_COUNT(elements), NAME_SIZE_MAX = 16 };

static int compare(const void *name, const void *element)
{
	return strcasecmp(name, ((const struct html_element *)element)->name);
}

const struct html_element *html_element_find(struct bytes name)
{
	char buffer[NAME_SIZE_MAX + 1];
	if (name.size == 0 || name.size > NAME_SIZE_MAX || memchr(name.data, '\0', name.size))
		return NULL;
	memcpy(buffer, name.data, name.size);
	buffer[name.size] = '\0';
	return bsearch(buffer, elements, ELEMENT_COUNT, sizeof(elements[0]), compare);
}

const struct html_element *html_element_at(size_t index)
{
	return index < ELEMENT_COUNT ? &elements[index] : NULL;
}
