/*
 * Applies the rules that find secrets to the redacted text once more. A hidden value may look
 * longer now: when its closing quote is hidden, too, it seems to go on with the text behind it. So
 * a value counts as hidden when it begins with hidden bytes.
 *
 * A value that was hidden in one packet and forgotten in the next is still found, since there the
 * hidden bytes end with a packet and letters or digits follow. The same holds for the lines of a
 * key.
 *
 * A deck shows only some packets of a capture, and a text may lack its beginning. A find counts
 * only when it is made both with and without the rules' guesses for such a text.
 */
#include "deck/leak-check/missed-secret.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/login/logins.h"

enum {
	TELLING_MIN = 5, /* fewer readable bytes in a row are no leak */
	/*
	 * fewer letters and digits behind hidden bytes are no leak: "earer" may be left of a word
	 */
	REST_MIN = 6,
	KEY_LINE_MIN = 24, /* characters of base64 in a line of a key */
	OPENING_MAX = 4, /* quotes and brackets in front of a value that are skipped */
};

/* Adjacent ranges: one value, or several whose border is not known. */
struct value {
	size_t from, to;
	size_t id; /* id of its first range */
	enum secret kind;
};

static bool is_value_byte(uint8_t c)
{
	return ascii_is_alphanumeric(c) || c >= 0x80;
}

static bool is_border(const struct redacted_text *text, size_t offset)
{
	size_t low = 0, high = text->border_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text->borders[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < text->border_count && text->borders[low] == offset;
}

/* Whether nothing can be read of the value, except a few bytes between hidden ones. */
static bool is_all_hidden(const struct redacted_text *text, const struct value *value)
{
	size_t open = 0, longest = 0;
	for (size_t i = value->from; i < value->to; i++) {
		open = text->bytes.data[i] == '*' ? 0 : open + 1;
		longest = open > longest ? open : longest;
	}
	return longest < TELLING_MIN && longest < value->to - value->from;
}

/* Returns the offset behind quotes, brackets and a name such as "password=". */
static size_t skip_opening(const struct redacted_text *text, const struct value *value)
{
	const uint8_t *data = text->bytes.data;
	size_t at = value->from, name;
	while (at < value->to && at - value->from < OPENING_MAX && data[at] != '*' &&
		!is_value_byte(data[at]))
		at++;
	for (name = at; name < value->to && is_value_byte(data[name]);)
		name++;
	return name < value->to && (data[name] == '=' || data[name] == ':') ? name + 1 : at;
}

static bool begins_hidden(const struct redacted_text *text, const struct value *value)
{
	const uint8_t *data = text->bytes.data;
	size_t at = skip_opening(text, value);
	if (at == value->to || data[at] != '*')
		return false;
	while (at < value->to && data[at] == '*')
		at++;
	size_t rest = at;
	while (rest < value->to && is_value_byte(data[rest]))
		rest++;
	return rest - at < REST_MIN || !is_border(text, at);
}

/*
 * Whether the packets end with a word that announces a secret ("Bearer "), or with its beginning.
 */
static bool is_cut_word(const struct redacted_text *text, const struct value *value)
{
	static const char *const words[] = { "basic ", "bearer ", "digest ", "negotiate ", "ntlm ",
		"token ", "plain", "login", "cram-md5", "digest-md5", "gssapi", "external",
		"xoauth2", "oauthbearer", "scram-sha-256" };
	const char *start = (const char *)text->bytes.data + value->from;
	size_t size = value->to - value->from;
	if (value->to < text->bytes.size || text->is_datagram)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		if (size <= strlen(words[i]) && strncasecmp(start, words[i], size) == 0)
			return true;
	}
	return false;
}

static bool is_hidden(const struct redacted_text *text, const struct value *value)
{
	return value->kind == SECRET_FRAGMENT || begins_hidden(text, value) ||
		is_all_hidden(text, value) || is_cut_word(text, value);
}

/*
 * Whether the value is a line of a key: KEY_LINE_MIN or more characters of base64, and nothing
 * else.
 */
static bool is_key_line(const struct redacted_text *text, const struct value *value)
{
	size_t at = value->from;
	while (at < value->to &&
		(is_value_byte(text->bytes.data[at]) || memchr("+/=", text->bytes.data[at], 3)))
		at++;
	return value->kind == SECRET_TOKEN && at == value->to && at - value->from >= KEY_LINE_MIN;
}

/* ---- one reading ---- */

static void read_text(const struct redacted_text *text, bool lacks_start, struct secret_list *out)
{
	struct secret_state state = { .lacks_start = lacks_start };
	secrets_find(text->bytes, &state, out);
}

static void read_logins(const struct redacted_text *text, bool lacks_start, struct secret_list *out)
{
	struct login_state state = { 0 };
	const struct login_source source = {
		.text = text->bytes,
		.source_port = text->source_port,
		.destination_port = text->destination_port,
		.is_datagram = text->is_datagram,
		.lacks_start = lacks_start,
		.is_page = true, /* the text may be the middle of a page */
	};
	(void)logins_find(&source, &state, out);
	secret_list_merge(out, 0);
}

typedef void read_function(
	const struct redacted_text *text, bool lacks_start, struct secret_list *out);

/* Returns the value that begins with range *at, and moves *at behind its last range. */
static struct value next_value(const struct secret_list *list, size_t *at)
{
	const struct secret_range *range = &list->ranges[(*at)++];
	struct value value = { range->offset, range->offset + range->size, range->id,
		list->kinds[range->id] };
	for (; *at < list->count && list->ranges[*at].offset == value.to; ++*at)
		value.to += list->ranges[*at].size;
	return value;
}

/* Whether a range from *at on, in order, overlaps the value. Moves *at forward. */
static bool has_value(const struct secret_list *list, size_t *at, const struct value *value)
{
	while (*at < list->count &&
		list->ranges[*at].offset + list->ranges[*at].size <= value->from)
		++*at;
	return *at < list->count && list->ranges[*at].offset < value->to;
}

static enum secret find(
	const struct redacted_text *text, read_function *read, size_t *ret_offset, size_t *ret_size)
{
	struct secret_list list = { 0 }, guessed = { 0 };
	enum secret found = SECRET_NONE;
	read(text, false, &list);
	if (text->lacks_start && list.count)
		read(text, true, &guessed);
	/* by id: the value's first bytes are hidden */
	bool *begins = xcalloc(list.secret_count + 1, sizeof(*begins));
	for (size_t i = 0, other = 0; i < list.count && found == SECRET_NONE;) {
		struct value value = next_value(&list, &i);
		bool is_sure = !text->lacks_start || has_value(&guessed, &other, &value);
		bool goes_on = begins[value.id] && !is_key_line(text, &value);
		begins[value.id] = begins[value.id] || begins_hidden(text, &value);
		if (!is_sure || goes_on || is_hidden(text, &value))
			continue;
		found = value.kind;
		*ret_offset = value.from;
		*ret_size = value.to - value.from;
	}
	free(begins);
	secret_list_finish(&list);
	secret_list_finish(&guessed);
	return found;
}

enum secret missed_secret_find(
	const struct redacted_text *text, size_t *ret_offset, size_t *ret_size)
{
	enum secret found = find(text, read_text, ret_offset, ret_size);
	return found != SECRET_NONE ? found : find(text, read_logins, ret_offset, ret_size);
}
