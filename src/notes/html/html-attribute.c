/*
 * The attributes that an element keeps, and their permitted values. URLs are not handled here:
 * links and images become those of Markdown. An id is dropped, since it could collide with a
 * slide's id or with one that the deck's script uses. Classes are kept when they are reveal.js'
 * fragment and size classes, or begin with "my-" for a theme of the talk.
 */
#include "notes/html/html-attribute.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "notes/html/html-style.h"
#include "notes/text/lines.h"

enum { WORD_SIZE_MAX = 64, TITLE_SIZE_MAX = 2048 };

enum value_kind {
	VALUE_WORDS, /* any text */
	VALUE_WORD, /* letters, digits and hyphens */
	VALUE_NUMBER, /* at most four digits, with an optional sign */
	VALUE_SPAN, /* 1 to 100 */
	VALUE_SIZE, /* "200", "200px" or "50%" */
	VALUE_COLOR,
	VALUE_FLAG, /* a boolean attribute */
	VALUE_STYLE,
	VALUE_CLASS,
};

static const struct rule {
	const char *name;
	enum value_kind kind;
	const char *elements; /* " td th "; NULL: every element */
} rules[] = {
	{ "align", VALUE_WORD, NULL },
	{ "bgcolor", VALUE_COLOR, " table thead tbody tfoot tr td th col colgroup " },
	{ "border", VALUE_SIZE, " table img " },
	{ "cellpadding", VALUE_SIZE, " table " },
	{ "cellspacing", VALUE_SIZE, " table " },
	{ "class", VALUE_CLASS, NULL },
	{ "clear", VALUE_WORD, " br " },
	{ "color", VALUE_COLOR, " font hr " },
	{ "colspan", VALUE_SPAN, " td th " },
	{ "datetime", VALUE_WORD, " time del ins " },
	{ "dir", VALUE_WORD, NULL },
	{ "face", VALUE_WORD, " font " },
	{ "height", VALUE_SIZE, " img td th tr table " },
	{ "hspace", VALUE_SIZE, " img " },
	{ "lang", VALUE_WORD, NULL },
	{ "noshade", VALUE_FLAG, " hr " },
	{ "nowrap", VALUE_FLAG, " td th " },
	{ "open", VALUE_FLAG, " details " },
	{ "reversed", VALUE_FLAG, " ol " },
	{ "rowspan", VALUE_SPAN, " td th " },
	{ "scope", VALUE_WORD, " th " },
	{ "size", VALUE_NUMBER, " font hr " },
	{ "span", VALUE_SPAN, " col colgroup " },
	{ "start", VALUE_NUMBER, " ol " },
	{ "style", VALUE_STYLE, NULL },
	{ "title", VALUE_WORDS, NULL },
	{ "type", VALUE_WORD, " ol ul li " },
	{ "valign", VALUE_WORD, " thead tbody tfoot tr td th col colgroup " },
	{ "value", VALUE_NUMBER, " li " },
	{ "vspace", VALUE_SIZE, " img " },
	{ "width", VALUE_SIZE, " img table col colgroup td th hr " },
};

static const char *const classes[] = { "center", "current-visible", "fade-down", "fade-in-then-out",
	"fade-in-then-semi-out", "fade-left", "fade-out", "fade-right", "fade-up", "fragment",
	"grow", "highlight-blue", "highlight-current-blue", "highlight-current-green",
	"highlight-current-red", "highlight-green", "highlight-red", "r-fit-text", "r-hstack",
	"r-stack", "r-stretch", "r-vstack", "semi-fade-out", "shrink", "strike" };

/* Attributes that would load or send something; reported as such. */
static const char *const loading[] = { "action", "archive", "background", "classid", "codebase",
	"data", "dynsrc", "formaction", "href", "icon", "imagesrcset", "longdesc", "lowsrc",
	"manifest", "ping", "poster", "profile", "src", "srcdoc", "srcset", "usemap",
	"xlink:href" };

static bool is_one_of(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(words[i], word) == 0)
			return true;
	}
	return false;
}

static bool names_element(const char *list, const char *element)
{
	size_t size = strlen(element);
	if (!list)
		return true;
	for (const char *at = strstr(list, element); at; at = strstr(at + 1, element)) {
		if (at[-1] == ' ' && at[size] == ' ')
			return true;
	}
	return false;
}

static const struct rule *find_rule(const char *element, const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(rules); i++) {
		if (strcmp(rules[i].name, name) == 0)
			return names_element(rules[i].elements, element) ? &rules[i] : NULL;
	}
	return NULL;
}

static bool is_word(const char *value)
{
	size_t size = strlen(value);
	return size && size <= WORD_SIZE_MAX &&
		strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
		size;
}

/* Reads at most four digits at the start of `value`; *ret_rest is the text behind them. */
static bool has_digits(const char *value, const char **ret_rest)
{
	size_t digits = strspn(value, "0123456789");
	*ret_rest = value + digits;
	return digits > 0 && digits <= 4;
}

static bool is_number(const char *value)
{
	const char *rest;
	return has_digits(value + (*value == '-' || *value == '+'), &rest) && !*rest;
}

static bool is_size(const char *value)
{
	const char *rest;
	if (!has_digits(value, &rest))
		return false;
	return !*rest || strcmp(rest, "%") == 0 || strcasecmp(rest, "px") == 0;
}

static bool is_span(const char *value)
{
	const char *rest;
	return has_digits(value, &rest) && !*rest && value[0] != '0' &&
		(rest - value < 3 || strcmp(value, "100") == 0);
}

static bool is_value(enum value_kind kind, const char *value)
{
	switch (kind) {
	case VALUE_WORDS:
		return strlen(value) <= TITLE_SIZE_MAX;
	case VALUE_WORD:
		return is_word(value);
	case VALUE_NUMBER:
		return is_number(value);
	case VALUE_SPAN:
		return is_span(value);
	case VALUE_SIZE:
		return is_size(value);
	case VALUE_COLOR:
		return html_style_is_color(value);
	default:
		return true;
	}
}

/*
 * Whether the class begins with "my-": it belongs to a theme of the talk and cannot be one of the
 * deck's.
 */
static bool is_own_class(const char *name)
{
	return strncmp(name, "my-", 3) == 0 && is_word(name);
}

/* Appends the permitted classes. Returns false when one was refused. */
static bool append_classes(struct text *out, const char *value, struct bytes *ret_refused)
{
	bool is_whole = true;
	for (const char *at = value + strspn(value, " \t\n"); *at; at += strspn(at, " \t\n")) {
		size_t size = strcspn(at, " \t\n");
		automem char *name = xstrndup(at, size);
		if (is_own_class(name) || is_one_of(classes, ARRAY_COUNT(classes), name)) {
			text_append(out, out->size ? " " : "");
			text_append(out, name);
		} else {
			*ret_refused = (struct bytes){ (const uint8_t *)at, size };
			is_whole = false;
		}
		at += size;
	}
	return is_whole;
}

static void attribute_append(struct text *out, const char *name, const char *value)
{
	text_append_format(out, " %s=\"", name);
	markup_attribute(out, value);
	text_append(out, "\"");
}

static enum html_attribute append_list(
	struct text *out, enum value_kind kind, const char *value, struct bytes *ret_refused)
{
	autofinish(text) struct text kept = { 0 };
	bool is_style = kind == VALUE_STYLE;
	bool is_whole = is_style ? html_style_append(&kept, value, ret_refused)
				 : append_classes(&kept, value, ret_refused);
	if (kept.size)
		attribute_append(out, is_style ? "style" : "class", text_string(&kept));
	if (is_whole)
		return ATTRIBUTE_KEPT;
	return is_style ? ATTRIBUTE_STYLE : ATTRIBUTE_CLASS;
}

enum html_attribute html_attribute_append(struct text *out, const char *element, const char *name,
	const char *value, struct bytes *ret_refused)
{
	*ret_refused = (struct bytes){ 0 };
	if (strncmp(name, "on", 2) == 0)
		return ATTRIBUTE_HANDLER;
	const struct rule *rule = find_rule(element, name);
	if (!rule)
		return is_one_of(loading, ARRAY_COUNT(loading), name) ? ATTRIBUTE_LOADS
								      : ATTRIBUTE_DROPPED;
	if (rule->kind == VALUE_STYLE || rule->kind == VALUE_CLASS)
		return append_list(out, rule->kind, value, ret_refused);
	if (!is_value(rule->kind, value))
		return ATTRIBUTE_DROPPED;
	if (rule->kind == VALUE_FLAG)
		text_append_format(out, " %s", name);
	else
		attribute_append(out, name, value);
	return ATTRIBUTE_KEPT;
}
