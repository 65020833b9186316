/*
 * XML and HTML, tag by tag. The name of an element or attribute may say that its content is secret.
 * So may an attribute that names a field (<input name="password" value="...">), or an element that
 * names the next one (<key>password</key><string>...</string>). Text between tags and in attributes
 * is searched on its own. The markup need not be well formed: an element ends at the next end tag
 * of its name.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

/* HTML elements that name their neighbor. */
enum namer { NAMER_NONE, NAMER_CELL, NAMER_HEAD, NAMER_TERM, NAMER_LABEL };

/* What such elements have named so far. */
struct beside {
	enum namer inside; /* the open element of this kind */
	enum namer named; /* the last one with a secret's name: its neighbor is secret */
	unsigned cell; /* number in its row, from 1 */
	uint64_t columns; /* one bit for each column whose head is a secret's name */
};

struct attribute {
	struct bytes name;
	size_t from, to; /* of the value without quotes */
	uint8_t quote; /* 0: none */
};

struct markup {
	const struct secret_scan *scan;
	bool is_tags_only; /* the text between tags is searched elsewhere */
	size_t at;
	struct bytes secret; /* the element whose content is hidden; size 0: none */
	size_t secret_depth; /* open elements of that name */
	struct secret_value value; /* the content of that element */
	bool is_name,
		is_named; /* inside an element that names the next one; the next one is secret */
	struct beside beside;
	size_t tail; /* in a text without beginning: its context is known up to here */
	size_t text; /* start of the text before the current tag */
	struct {
		size_t from, at;
	} next_quotes[2]; /* '"', '\'': behind `from` the next is at `at` */
};

static bool is_name_end(uint8_t c)
{
	return c == 0 || ascii_is_space(c) || is_among(c, "/>=<\"'");
}

/* The name without its namespace: "wsse:Password" is "Password". */
static struct bytes local_name(struct bytes name)
{
	for (size_t i = name.size; i > 0; i--) {
		if (name.data[i - 1] == ':')
			return (struct bytes){ name.data + i, name.size - i };
	}
	return name;
}

static struct bytes name_at(const struct secret_scan *scan, size_t at)
{
	size_t end = at;
	while (end < scan->text.size && !is_name_end(scan->text.data[end]))
		end++;
	return bytes_between(scan, at, end);
}

static bool is_same(struct bytes a, struct bytes b)
{
	if (a.size != b.size)
		return false;
	for (size_t i = 0; i < a.size; i++) {
		if (ascii_lower(a.data[i]) != ascii_lower(b.data[i]))
			return false;
	}
	return true;
}

static bool is_one_of(struct bytes name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (secret_name_is(name, words[i]))
			return true;
	}
	return false;
}

/* ---- text between tags ---- */

static void search_code(const struct secret_scan *scan, size_t from, size_t to)
{
	const struct secret_scan part = secret_part(scan, from, to);
	secret_search_format(&part, SECRET_FORMAT_CODE, SECRET_ENDS_WITH_TAG);
}

/* Reads the text of an element that names its neighbor. */
static void read_name(struct markup *markup, struct bytes name)
{
	enum { NAME_SIZE_MAX = 48, COLUMNS_MAX = 64 };
	struct beside *beside = &markup->beside;
	if (!beside->inside || name.size > NAME_SIZE_MAX || !secret_is_member(name))
		return;
	beside->named = beside->inside;
	if (beside->inside == NAMER_HEAD && beside->cell < COLUMNS_MAX)
		beside->columns |= UINT64_C(1) << beside->cell;
}

static void read_text(struct markup *markup, size_t from, size_t to, bool is_code)
{
	const struct secret_scan *scan = markup->scan;
	if (markup->secret.size) {
		secret_cover(scan, &markup->value, from, to);
		return;
	}
	size_t start = skip_space(scan, from), end = to;
	while (end > start && ascii_is_space(scan->text.data[end - 1]))
		end--;
	if (markup->is_name && start < end)
		markup->is_named = secret_is_member(bytes_between(scan, start, end));
	if (start < end)
		read_name(markup, bytes_between(scan, start, end));
	if (markup->is_tags_only || start >= end)
		return;
	if (!is_code)
		secret_search_part(scan, from, to, SECRET_CODING_ENTITIES, SECRET_ENDS_WITH_TAG);
	else
		search_code(scan, from, to);
}

/* ---- tags ---- */

/* Returns the next quote; it is searched for only once. */
static size_t find_quote(struct markup *markup, size_t at, uint8_t quote)
{
	const size_t i = quote == '\'';
	if (!markup->next_quotes[i].at || at < markup->next_quotes[i].from ||
		at > markup->next_quotes[i].at) {
		markup->next_quotes[i].from = at;
		markup->next_quotes[i].at =
			find_byte(markup->scan, at, markup->scan->text.size, quote);
	}
	return markup->next_quotes[i].at;
}

/* Reads the value at `at`; returns where the rest begins. */
static size_t read_value(struct markup *markup, size_t at, struct attribute *attribute)
{
	const struct secret_scan *scan = markup->scan;
	uint8_t c = byte_at(scan, at);
	attribute->quote = c == '"' || c == '\'' ? c : 0;
	attribute->from = at + (attribute->quote != 0);
	if (attribute->from > scan->text.size)
		attribute->from = scan->text.size;
	attribute->to = attribute->from;
	if (!attribute->quote) {
		while (attribute->to < scan->text.size &&
			!ascii_is_space(byte_at(scan, attribute->to)) &&
			byte_at(scan, attribute->to) != '>')
			attribute->to++;
		return attribute->to;
	}
	attribute->to = find_quote(markup, attribute->from, attribute->quote);
	size_t next = attribute->to + (attribute->to < scan->text.size);
	/* Text without markup may have quotes of its own, so anything like a tag ends the value. */
	return markup->is_tags_only ? find_byte(scan, attribute->from, next, '<') : next;
}

/* Reads the attribute at markup->at; false at the end of the tag. */
static bool read_attribute(struct markup *markup, struct attribute *ret_attribute)
{
	const struct secret_scan *scan = markup->scan;
	size_t at = markup->at;
	while (at < scan->text.size &&
		(ascii_is_space(scan->text.data[at]) || scan->text.data[at] == '/' ||
			is_among(scan->text.data[at], "\"'=?")))
		at++;
	markup->at = at;
	if (at >= scan->text.size || is_among(scan->text.data[at], "<>"))
		return false;
	struct attribute attribute = { .name = name_at(scan, at) };
	at += attribute.name.size ? attribute.name.size : 1;
	size_t equals = skip_space(scan, at);
	attribute.from = attribute.to = at < scan->text.size ? at : scan->text.size;
	if (byte_at(scan, equals) == '=')
		at = read_value(markup, skip_space(scan, equals + 1), &attribute);
	markup->at = at;
	*ret_attribute = attribute;
	return true;
}

static enum secret_ending ending_of(const struct attribute *attribute)
{
	if (!attribute->quote)
		return SECRET_ENDS_WITH_TAG;
	return attribute->quote == '"' ? SECRET_ENDS_WITH_QUOTE : SECRET_ENDS_WITH_APOSTROPHE;
}

/* What the attributes of a tag say about it. */
struct tag {
	bool is_field; /* they name a secret: its value is hidden */
	bool has_content; /* for a field: the element's content is hidden, too */
};

static void tag_describe(
	struct tag *tag, const struct markup *markup, const struct attribute *attribute)
{
	static const char *const names[] = { "name", "key", "property", "itemprop", "field",
		"param", "parameter", "formcontrolname" };
	static const char *const others[] = { "id", "type", "autocomplete", "httpequiv", "class" };
	struct bytes value = bytes_between(markup->scan, attribute->from, attribute->to);
	struct bytes name = local_name(attribute->name);
	bool is_name = is_one_of(name, names, ARRAY_COUNT(names));
	if (!is_name && !is_one_of(name, others, ARRAY_COUNT(others)))
		return;
	if (!(is_name ? secret_is_field(value) : secret_is_member(value)))
		return;
	tag->is_field = true;
	tag->has_content = tag->has_content || is_name;
}

/* Searches one attribute of a tag. */
static void search_attribute(
	const struct markup *markup, const struct tag *tag, const struct attribute *attribute)
{
	static const char *const values[] = { "value", "content", "default", "defaultvalue", "data",
		"datavalue", "text", "string", "val" };
	const struct secret_scan *scan = markup->scan;
	struct bytes name = local_name(attribute->name);
	bool is_value = tag->is_field && is_one_of(name, values, ARRAY_COUNT(values));
	if (markup->secret.size || is_value || secret_is_member(name))
		(void)secret_hide(
			scan, attribute->from, attribute->to, SECRET_MEMBER, ending_of(attribute));
	else if (attribute->from < attribute->to && !markup->is_tags_only)
		secret_search_part(scan, attribute->from, attribute->to, SECRET_CODING_ENTITIES,
			ending_of(attribute));
}

static bool names_next(struct bytes name)
{
	static const char *const names[] = { "key", "name" };
	return is_one_of(name, names, ARRAY_COUNT(names));
}

/*
 * Whether the HTML element contains other fields, or nothing: its name does not apply to its
 * content.
 */
static bool holds_others(struct bytes name)
{
	static const char *const names[] = { "form", "iframe", "frame", "a", "map", "fieldset",
		"object", "slot", "button", "input", "meta", "img", "link", "br", "hr", "div",
		"section", "body", "html", "head", "label", "embed", "source", "area", "base" };
	return is_one_of(name, names, ARRAY_COUNT(names));
}

/* Whether the element's content is the field's value; not so for HTML's <param>. */
static bool has_content(const struct markup *markup, struct bytes name)
{
	const struct secret_scan *scan = markup->scan;
	if (!secret_name_is(name, "param"))
		return !holds_others(name);
	size_t next = find_byte(scan, markup->at, scan->text.size, '<') + 1;
	return byte_at(scan, next) == '/' || (next >= scan->text.size && scan->lacks_end);
}

/* Skips script and style, which are in another language; returns their end. */
static size_t read_code(struct markup *markup, const char *end_tag)
{
	const struct secret_scan *scan = markup->scan;
	size_t end = markup->at;
	while (end < scan->text.size) {
		end = find_byte(scan, end, scan->text.size, '<');
		if (has_word(scan, end, end_tag))
			break;
		end += end < scan->text.size;
	}
	read_text(markup, markup->at, end, true);
	return end;
}

/* Opens an element; returns whether its neighbor names it as a secret. */
static bool open_beside(struct markup *markup, struct bytes name)
{
	static const struct {
		const char *name;
		enum namer namer;
	} namers[] = { { "td", NAMER_CELL }, { "th", NAMER_HEAD }, { "dt", NAMER_TERM },
		{ "label", NAMER_LABEL } };
	struct beside *beside = &markup->beside;
	if (secret_name_is(name, "dd"))
		return beside->named == NAMER_TERM; /* one term may have several descriptions */
	if (secret_name_is(name, "table") || secret_name_is(name, "tr")) {
		beside->cell = 0;
		beside->named = NAMER_NONE;
		beside->columns = secret_name_is(name, "tr") ? beside->columns : 0;
	}
	for (size_t i = 0; i < ARRAY_COUNT(namers); i++) {
		if (!secret_name_is(name, namers[i].name))
			continue;
		bool is_cell = namers[i].namer == NAMER_CELL;
		bool is_named =
			is_cell && (beside->named == NAMER_CELL || beside->named == NAMER_HEAD);
		beside->cell += namers[i].namer <= NAMER_HEAD;
		beside->inside = namers[i].namer;
		beside->named = NAMER_NONE;
		return is_named ||
			(is_cell && beside->cell < 64 && beside->columns >> beside->cell & 1);
	}
	return false;
}

static void close_beside(struct markup *markup, struct bytes name)
{
	static const char *const names[] = { "td", "th", "dt", "label" };
	if (is_one_of(name, names, ARRAY_COUNT(names)))
		markup->beside.inside = NAMER_NONE;
	if (secret_name_is(name, "table"))
		markup->beside = (struct beside){ .inside = NAMER_NONE };
}

/* Whether the tag is the field that an earlier label names. */
static bool takes_label(struct markup *markup, struct bytes name)
{
	static const char *const names[] = { "input", "textarea", "output", "select" };
	if (markup->beside.named != NAMER_LABEL || !is_one_of(name, names, ARRAY_COUNT(names)))
		return false;
	markup->beside.named = NAMER_NONE;
	return true;
}

static void open_element(struct markup *markup, struct bytes name, const struct tag *tag)
{
	struct bytes local = local_name(name);
	if (markup->secret.size) {
		markup->secret_depth += is_same(name, markup->secret);
		return;
	}
	bool is_beside = open_beside(markup, local);
	bool is_secret = secret_is_member(local) || markup->is_named || is_beside ||
		(tag->is_field && tag->has_content && has_content(markup, local));
	markup->is_named = false;
	if (is_secret) {
		markup->secret = name;
		markup->secret_depth = 1;
		markup->value = (struct secret_value){ .kind = SECRET_MEMBER };
	}
	markup->is_name = names_next(local);
	if (!markup->is_tags_only && secret_name_is(local, "script"))
		markup->at = read_code(markup, "</script");
	else if (!markup->is_tags_only && secret_name_is(local, "style"))
		markup->at = read_code(markup, "</style");
}

/* Closes an element. Without a start tag, a secret's content began before the text. */
static void close_element(struct markup *markup, struct bytes name, size_t tag)
{
	const struct secret_scan *scan = markup->scan;
	markup->is_name = false;
	close_beside(markup, local_name(name));
	if (markup->secret.size) {
		if (is_same(name, markup->secret) && --markup->secret_depth == 0)
			markup->secret = (struct bytes){ 0 };
	} else if (scan->lacks_start && secret_is_member(local_name(name))) {
		(void)secret_hide(scan, markup->tail, tag, SECRET_FRAGMENT, SECRET_ENDS_WITH_TAG);
		markup->tail = tag;
	} else if (scan->lacks_start && names_next(local_name(name))) {
		size_t start = skip_space(scan, markup->text);
		struct bytes text = bytes_between(scan, start < tag ? start : tag, tag);
		markup->is_named = markup->text ? secret_is_member(text) : secret_may_end(text);
	}
}

/* Reads a start tag from its '<' on, twice, since attributes have no fixed order. */
static void read_tag(struct markup *markup)
{
	const struct secret_scan *scan = markup->scan;
	struct bytes name = name_at(scan, markup->at + 1);
	const size_t start = markup->at + 1 + name.size;
	struct attribute attribute;
	struct tag tag = { .is_field = false };
	for (markup->at = start; read_attribute(markup, &attribute);)
		tag_describe(&tag, markup, &attribute);
	if (takes_label(markup, local_name(name)))
		tag = (struct tag){ .is_field = true, .has_content = true };
	if (markup->at >= scan->text.size && scan->lacks_end)
		tag.is_field = true; /* the cut part may say what it is */
	for (markup->at = start; read_attribute(markup, &attribute);)
		search_attribute(markup, &tag, &attribute);
	bool is_whole = byte_at(scan, markup->at) == '>';
	bool is_empty = is_whole && byte_at(scan, markup->at - 1) == '/';
	markup->at += is_whole;
	if (!is_empty)
		open_element(markup, name, &tag);
}

/* Reads a comment or CDATA up to `end`, which follows it. */
static void read_section(struct markup *markup, size_t start_size, const char *end)
{
	const struct secret_scan *scan = markup->scan;
	size_t from = markup->at + start_size, to = from;
	while (to < scan->text.size && !has_word(scan, to, end))
		to++;
	if (from < to)
		read_text(markup, from, to, false);
	markup->at = to + strlen(end);
}

/* Reads what begins at a '<'. */
static void read_markup(struct markup *markup)
{
	const struct secret_scan *scan = markup->scan;
	const size_t tag = markup->at;
	if (has_word(scan, tag, "<!--") && !markup->is_tags_only) {
		read_section(markup, strlen("<!--"), "-->");
	} else if (has_word(scan, tag, "<![cdata[")) {
		read_section(markup, strlen("<![cdata["), "]]>");
	} else if (byte_at(scan, tag + 1) == '/') {
		close_element(markup, name_at(scan, tag + 2), tag);
		markup->at = find_byte(scan, tag, scan->text.size, '>');
		markup->at += markup->at < scan->text.size;
	} else {
		read_tag(markup);
	}
}

/* Whether this is a complete tag, with no other tag inside. */
static bool is_whole_tag(const struct secret_scan *scan, size_t at)
{
	if (has_word(scan, at, "<![cdata[") || has_word(scan, at, "<!--"))
		return true;
	for (size_t i = at + 1; i < scan->text.size && scan->text.data[i] != '<'; i++) {
		if (scan->text.data[i] == '>')
			return true;
	}
	/* A cut end tag counts, whatever its name. */
	return byte_at(scan, at + 1) == '/' && scan->lacks_end &&
		find_byte(scan, at + 1, scan->text.size, '<') == scan->text.size;
}

/* Returns the next tag. Within a secret, a '<' that begins no tag is content. */
static size_t next_tag(const struct markup *markup, size_t at)
{
	const struct secret_scan *scan = markup->scan;
	for (;; at++) {
		at = find_byte(scan, at, scan->text.size, '<');
		uint8_t c = byte_at(scan, at + 1);
		bool is_tag = ascii_is_alphanumeric(c) || c >= 0x80 || is_among(c, "/!?_");
		if (at >= scan->text.size ||
			(is_tag && (!markup->secret.size || is_whole_tag(scan, at))))
			return at;
	}
}

/* Whether a text begins inside a tag that ends after `end` bytes. */
static bool begins_in_tag(const struct markup *markup, size_t end)
{
	const struct secret_scan *scan = markup->scan;
	enum { TAG_SIZE_MAX = 4096 };
	if (byte_at(scan, end) != '>' || end > TAG_SIZE_MAX)
		return false;
	if (!markup->is_tags_only)
		return true;
	bool has_end = end > 0 && is_among(scan->text.data[end - 1], "\"'/");
	return has_end && find_byte(scan, 0, end, '\n') == end && secret_is_text(scan, end);
}

/*
 * Reads a text that begins anywhere: inside a tag, whose attributes may be secrets, or between
 * tags.
 */
static void begin_inside(struct markup *markup)
{
	const struct secret_scan *scan = markup->scan;
	size_t end = 0;
	while (end < scan->text.size && scan->text.data[end] != '<' && scan->text.data[end] != '>')
		end++;
	if (!begins_in_tag(markup, end)) {
		if (!markup->is_tags_only)
			(void)secret_hide(scan, 0, end, SECRET_FRAGMENT, SECRET_ENDS_WITH_TAG);
		markup->at = markup->is_tags_only ? 0 : end;
		return;
	}
	/* "name" or its value, even when cut, may show that this is a field. */
	struct attribute attribute;
	struct tag tag = { .is_field = false };
	for (bool is_first = true; markup->at < end && read_attribute(markup, &attribute);) {
		tag_describe(&tag, markup, &attribute);
		if (is_first &&
			(secret_is_field(attribute.name) ||
				secret_is_field(bytes_between(scan, attribute.from, attribute.to))))
			tag = (struct tag){ .is_field = true, .has_content = true };
		is_first = false;
	}
	(void)secret_hide(scan, 0, end, SECRET_FRAGMENT, SECRET_ENDS_WITH_TAG);
	markup->at = markup->text = end + 1;
	size_t next = find_byte(scan, markup->at, scan->text.size, '<');
	if (tag.is_field && tag.has_content)
		markup->at =
			secret_hide(scan, markup->at, next, SECRET_MEMBER, SECRET_ENDS_WITH_TAG);
}

static void leave_element_open(const struct secret_scan *scan, struct bytes name)
{
	char *element = scan->search->state->element;
	if (name.size > SECRET_ELEMENT_SIZE_MAX)
		name.size = SECRET_ELEMENT_SIZE_MAX;
	for (size_t i = 0; i < name.size; i++)
		element[i] = (char)ascii_lower(name.data[i]);
	element[name.size] = '\0';
	secret_leave_open(scan, SECRET_MEMBER, SECRET_ENDS_WITH_ELEMENT);
}

static void search_markup(const struct secret_scan *scan, bool is_tags_only)
{
	struct markup markup = { .scan = scan, .is_tags_only = is_tags_only };
	if (scan->lacks_start)
		begin_inside(&markup);
	while (markup.at < scan->text.size) {
		size_t tag = next_tag(&markup, markup.at);
		if (markup.at < tag)
			read_text(&markup, markup.at, tag, false);
		markup.at = tag;
		if (tag < scan->text.size)
			read_markup(&markup);
		markup.text = markup.at;
	}
	if (markup.secret.size && scan->lacks_end)
		leave_element_open(scan, markup.secret);
}

void secret_markup(const struct secret_scan *scan)
{
	search_markup(scan, false);
}

void secret_markup_tags(const struct secret_scan *scan)
{
	search_markup(scan, true);
}
