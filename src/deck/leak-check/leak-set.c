/*
 * Finds many patterns in one pass. They are sorted, so that one binary search finds the last
 * pattern that is not greater than the text. If the text does not begin with that one, it may still
 * begin with a shorter pattern that the found one begins with. A bit filter over the first four
 * bytes skips most places without a search.
 */
#include "deck/leak-check/leak-set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "secrets/secret-forms.h"

enum { FILTER_BITS = 18, HEAD_SIZE = 4 };

struct pattern {
	const uint8_t *data;
	size_t size;
	const struct leak *leak;
	bool is_word; /* matches only where no letter or digit is next to it */
	ptrdiff_t shorter; /* index of the longest other pattern that this one begins with, or -1 */
};

struct patterns {
	struct pattern *items;
	size_t count, capacity;
	uint8_t filter[1 << (FILTER_BITS - 3)];
};

struct leak_set {
	struct arena arena;
	struct patterns words; /* values, compared exactly */
	struct patterns spellings; /* spellings of addresses, in lower case */
	struct patterns octets;
};

/* ---- patterns ---- */

static uint32_t filter_bit(const uint8_t *head)
{
	return bytes_u32(head) * 2654435761U >> (32 - FILTER_BITS);
}

static void add_pattern(struct leak_set *set, struct patterns *patterns, struct bytes bytes,
	const struct leak *leak, bool is_word)
{
	if (bytes.size < HEAD_SIZE)
		return;
	grow_array(
		&patterns->items, patterns->count, &patterns->capacity, sizeof(*patterns->items));
	patterns->items[patterns->count++] = (struct pattern){
		.data = arena_bytes(&set->arena, bytes).data,
		.size = bytes.size,
		.leak = leak,
		.is_word = is_word,
	};
	uint32_t bit = filter_bit(bytes.data);
	patterns->filter[bit / 8] |= (uint8_t)(1 << bit % 8);
}

static int compare_patterns(const void *left, const void *right)
{
	const struct pattern *a = left, *b = right;
	size_t size = a->size < b->size ? a->size : b->size;
	int order = memcmp(a->data, b->data, size);
	return order ? order : (a->size > b->size) - (a->size < b->size);
}

static bool begins_with(const struct pattern *pattern, const struct pattern *beginning)
{
	return beginning->size <= pattern->size &&
		memcmp(pattern->data, beginning->data, beginning->size) == 0;
}

static void sort_patterns(struct patterns *patterns)
{
	if (patterns->count)
		qsort(patterns->items, patterns->count, sizeof(*patterns->items), compare_patterns);
	for (size_t i = 0; i < patterns->count; i++) {
		ptrdiff_t shorter = (ptrdiff_t)i - 1;
		while (shorter >= 0 && !begins_with(&patterns->items[i], &patterns->items[shorter]))
			shorter = patterns->items[shorter].shorter;
		patterns->items[i].shorter = shorter;
	}
}

/* Whether the text has the pattern at `at`. */
static bool is_at(const struct pattern *pattern, struct bytes text, size_t at)
{
	if (pattern->size > text.size - at ||
		memcmp(text.data + at, pattern->data, pattern->size) != 0)
		return false;
	size_t end = at + pattern->size;
	return !pattern->is_word ||
		((at == 0 || !ascii_is_alphanumeric(text.data[at - 1])) &&
			(end == text.size || !ascii_is_alphanumeric(text.data[end])));
}

/*
 * Whether the pattern sorts behind the text at `at`. A pattern that the text begins with does not.
 */
static bool is_greater(const struct pattern *pattern, struct bytes text, size_t at)
{
	size_t left = text.size - at, size = pattern->size < left ? pattern->size : left;
	int order = memcmp(pattern->data, text.data + at, size);
	return order > 0 || (order == 0 && pattern->size > left);
}

static const struct pattern *pattern_at(
	const struct patterns *patterns, struct bytes text, size_t at)
{
	size_t low = 0, high = patterns->count;
	uint32_t bit = filter_bit(text.data + at);
	if (!(patterns->filter[bit / 8] >> bit % 8 & 1))
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (is_greater(&patterns->items[middle], text, at))
			high = middle;
		else
			low = middle + 1;
	}
	for (ptrdiff_t i = (ptrdiff_t)low - 1; i >= 0; i = patterns->items[i].shorter) {
		if (is_at(&patterns->items[i], text, at))
			return &patterns->items[i];
	}
	return NULL;
}

static bool find(
	const struct patterns *patterns, struct bytes text, size_t from, struct leak_hit *ret_hit)
{
	for (size_t at = from; patterns->count && at + HEAD_SIZE <= text.size; at++) {
		const struct pattern *pattern = pattern_at(patterns, text, at);
		if (!pattern)
			continue;
		*ret_hit = (struct leak_hit){ pattern->leak, at, pattern->size };
		return true;
	}
	return false;
}

/* ---- values ---- */

struct adding {
	struct leak_set *set;
	const struct leak *leak;
};

static void add_form(void *context, struct bytes form, bool is_word)
{
	const struct adding *adding = context;
	add_pattern(adding->set, &adding->set->words, form, adding->leak, is_word);
}

static void add_redacted_value(struct leak_set *set, const struct redacted_value *value)
{
	struct leak *leak = arena_new(&set->arena, struct leak);
	struct adding adding = { set, leak };
	leak->kind = value->kind;
	leak->frame = value->frame;
	secret_forms_walk(value->kind, value->bytes, add_form, &adding);
}

/* ---- addresses ---- */

static void add_spelling(struct leak_set *set, const struct leak *leak, const char *words)
{
	add_pattern(set, &set->spellings, (struct bytes){ (const uint8_t *)words, strlen(words) },
		leak, true);
}

/* Adds the octets in hexadecimal, with `separator` after every `octets_between` octets. */
static void add_hex(struct leak_set *set, const struct leak *leak, const uint8_t *octets,
	size_t count, size_t octets_between, const char *separator)
{
	autofinish(text) struct text words = { 0 };
	for (size_t i = 0; i < count; i++) {
		if (i && i % octets_between == 0)
			text_append(&words, separator);
		text_append_hex(&words, octets[i], 2);
	}
	add_spelling(set, leak, text_string(&words));
}

static void add_card(struct leak_set *set, const struct leak *leak)
{
	const uint8_t *octets = leak->address.octets;
	add_hex(set, leak, octets, MAC_OCTETS, 1, ":");
	add_hex(set, leak, octets, MAC_OCTETS, 1, "-");
	add_hex(set, leak, octets, MAC_OCTETS, 2, ".");
	add_hex(set, leak, octets, MAC_OCTETS, 1, "");
}

static void add_ipv4(struct leak_set *set, const struct leak *leak)
{
	static const char separators[] = ".,-";
	const uint8_t *octets = leak->address.octets;
	char words[16];
	for (size_t i = 0; separators[i]; i++) {
		char c = separators[i];
		(void)snprintf(words, sizeof(words), "%u%c%u%c%u%c%u", octets[0], c, octets[1], c,
			octets[2], c, octets[3]);
		add_spelling(set, leak, words);
	}
	add_hex(set, leak, octets, IPV4_OCTETS, 1, "");
}

static void add_ipv6(struct leak_set *set, const struct leak *leak)
{
	const uint8_t *octets = leak->address.octets;
	char words[ADDRESS_TEXT_SIZE];
	address_format(&leak->address, words);
	add_spelling(set, leak, words);
	add_hex(set, leak, octets, IPV6_OCTETS, 2, ":");
	add_hex(set, leak, octets, IPV6_OCTETS, 1, "");
	(void)snprintf(words, sizeof(words), "%x:%x:%x:%x:%x:%x:%x:%x", bytes_u16(octets),
		bytes_u16(octets + 2), bytes_u16(octets + 4), bytes_u16(octets + 6),
		bytes_u16(octets + 8), bytes_u16(octets + 10), bytes_u16(octets + 12),
		bytes_u16(octets + 14));
	add_spelling(set, leak, words);
}

static void add_address(struct leak_set *set, const struct known_address *known)
{
	struct leak *leak = arena_new(&set->arena, struct leak);
	leak->address = known->address;
	if (known->is_copied)
		add_pattern(set, &set->octets,
			(struct bytes){ leak->address.octets, known_address_octets(known) }, leak,
			false);
	switch (known->address.family) {
	case ADDRESS_MAC:
		add_card(set, leak);
		break;
	case ADDRESS_IPV4:
		add_ipv4(set, leak);
		break;
	case ADDRESS_IPV6:
		add_ipv6(set, leak);
		break;
	default: /* the interface identifier, the second half of an IPv6 address */
		add_hex(set, leak, leak->address.octets, INTERFACE_OCTETS, 2, ":");
		add_hex(set, leak, leak->address.octets, INTERFACE_OCTETS, 1, "");
	}
}

static void add_addresses(struct leak_set *set, const struct address_book *book)
{
	bool is_all = address_book_known_count(book) <= LEAK_ADDRESSES_MAX;
	const struct known_address *known = NULL;
	while ((known = address_book_next(book, known))) {
		if (is_all || known->is_used)
			add_address(set, known);
	}
}

/* ---- the set ---- */

struct leak_set *leak_set_new(const struct redaction *redaction)
{
	struct leak_set *set = xcalloc(1, sizeof(*set));
	size_t count;
	const struct redacted_value *values = redaction_values(redaction, &count);
	for (size_t i = 0; i < count; i++)
		add_redacted_value(set, &values[i]);
	const struct address_book *book = redaction_addresses(redaction);
	if (book)
		add_addresses(set, book);
	sort_patterns(&set->words);
	sort_patterns(&set->spellings);
	sort_patterns(&set->octets);
	return set;
}

void leak_set_free(struct leak_set *set)
{
	if (!set)
		return;
	free(set->words.items);
	free(set->spellings.items);
	free(set->octets.items);
	arena_finish(&set->arena);
	free(set);
}

bool leak_set_is_empty(const struct leak_set *set)
{
	return !set->words.count && !set->spellings.count && !set->octets.count;
}

bool leak_set_find_value(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit)
{
	return find(&set->words, text, from, ret_hit);
}

bool leak_set_find_address(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit)
{
	if (!set->spellings.count || text.size <= from)
		return false;
	uint8_t *folded = xmalloc(text.size);
	for (size_t i = 0; i < text.size; i++)
		folded[i] = ascii_lower(text.data[i]);
	bool is_found = find(&set->spellings, (struct bytes){ folded, text.size }, from, ret_hit);
	free(folded);
	return is_found;
}

bool leak_set_find_text(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit)
{
	return leak_set_find_value(set, text, from, ret_hit) ||
		leak_set_find_address(set, text, from, ret_hit);
}

bool leak_set_find_octets(
	const struct leak_set *set, struct bytes data, size_t from, struct leak_hit *ret_hit)
{
	return find(&set->octets, data, from, ret_hit);
}
