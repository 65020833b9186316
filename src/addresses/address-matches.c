/*
 * A stand-in has exactly the size of the bytes that it replaces, so that lengths, offsets and
 * sequence numbers stay. In text, "192.168.7.10" becomes "192.0.2.1***". In "10.0.0.1" no stand-in
 * fits, and it becomes "**.*.*.*".
 */
#include "addresses/address-matches.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/format/hex-base64.h"
#include "base/text.h"

struct address_match *address_matches_add(struct address_matches *matches, size_t offset,
	size_t size, enum address_form form, const struct address *address)
{
	grow_array(&matches->items, matches->count, &matches->capacity, sizeof(*matches->items));
	struct address_match *match = &matches->items[matches->count++];
	*match = (struct address_match){
		.offset = offset,
		.size = (uint32_t)size,
		.form = (uint8_t)form,
	};
	if (address)
		match->address = *address;
	return match;
}

void address_matches_finish(struct address_matches *matches)
{
	if (!matches)
		return;
	free(matches->items);
	*matches = (struct address_matches){ 0 };
}

/* ---- encoded text ---- */

/* Decodes the first character of `bytes`; returns the number of bytes that it takes. */
static size_t decode(enum text_coding coding, struct bytes bytes, uint8_t *ret_character)
{
	const uint8_t *data = bytes.data;
	*ret_character = data[0];
	if (coding == TEXT_PERCENT && data[0] == '%' && bytes.size > 2 && hex_digit(data[1]) >= 0 &&
		hex_digit(data[2]) >= 0) {
		*ret_character = (uint8_t)(hex_digit(data[1]) << 4 | hex_digit(data[2]));
		return 3;
	}
	if (coding != TEXT_UTF16_LE && coding != TEXT_UTF16_BE)
		return 1;
	if (bytes.size < 2)
		return 1;
	uint8_t low = data[coding == TEXT_UTF16_BE], high = data[coding == TEXT_UTF16_LE];
	*ret_character = high ? 0 : low; /* no character of an address has a high byte */
	return 2;
}

void text_view_read(struct text_view *view, enum text_coding coding, struct bytes bytes)
{
	*view = (struct text_view){
		.characters = xmalloc(bytes.size + 1),
		.starts = xmalloc((bytes.size + 1) * sizeof(*view->starts)),
	};
	for (size_t at = 0; at < bytes.size; view->count++) {
		struct bytes rest = { bytes.data + at, bytes.size - at };
		view->starts[view->count] = (uint32_t)at;
		at += decode(coding, rest, &view->characters[view->count]);
	}
	view->starts[view->count] = (uint32_t)bytes.size;
}

void text_view_finish(struct text_view *view)
{
	if (!view)
		return;
	free(view->characters);
	free(view->starts);
	*view = (struct text_view){ 0 };
}

static void write_character(enum text_coding coding, uint8_t *place, size_t size, uint8_t character)
{
	if (size == 1) {
		place[0] = character;
	} else if (size == 3) {
		place[1] = (uint8_t)ascii_upper_hex_digit(character >> 4);
		place[2] = (uint8_t)ascii_upper_hex_digit(character);
	} else {
		place[coding == TEXT_UTF16_BE] = character;
		place[coding == TEXT_UTF16_LE] = 0;
	}
}

/* ---- the text of a stand-in, in place of `text` ---- */

static void mask(uint8_t *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (ascii_is_alphanumeric(text[i]))
			text[i] = '*';
	}
}

/* Writes `words` and fills up with stars; writes only stars when the words do not fit. */
static void write_words(uint8_t *text, size_t size, const char *words)
{
	size_t length = strlen(words);
	if (length > size) {
		mask(text, size);
		return;
	}
	memcpy(text, words, length);
	memset(text + length, '*', size - length);
}

static void write_numbers(uint8_t *text, size_t size, const struct address *to)
{
	size_t separator = 0;
	while (separator < size && ascii_is_alphanumeric(text[separator]))
		separator++;
	char between = separator < size ? (char)text[separator] : '.', words[16];
	(void)snprintf(words, sizeof(words), "%u%c%u%c%u%c%u", to->octets[0], between,
		to->octets[1], between, to->octets[2], between, to->octets[3]);
	write_words(text, size, words);
}

/* Writes an IPv6 address. In "::ffff:192.0.2.1" only the IPv4 address is replaced. */
static void write_groups(
	uint8_t *text, size_t size, const struct address *from, const struct address *to)
{
	enum { INNER_AT = IPV6_OCTETS - IPV4_OCTETS };
	char words[ADDRESS_TEXT_SIZE];
	size_t start = size;
	while (start && text[start - 1] != ':')
		start--;
	if (memchr(text + start, '.', size - start) &&
		memcmp(from->octets, to->octets, INNER_AT) == 0) {
		struct address inner = { .family = ADDRESS_IPV4 };
		memcpy(inner.octets, to->octets + INNER_AT, IPV4_OCTETS);
		write_numbers(text + start, size - start, &inner);
		return;
	}
	address_format(to, words);
	write_words(text, size, words);
}

/* Returns a hexadecimal digit in the case of the digit `there`. */
static uint8_t digit_in_case_of(uint8_t there, unsigned value)
{
	uint8_t first = there >= 'A' && there <= 'F' ? 'A' : 'a';
	return (uint8_t)(value < 10 ? '0' + value : first + value - 10);
}

static unsigned nibble(const uint8_t *octets, size_t index)
{
	return index % 2 ? octets[index / 2] & 15 : octets[index / 2] >> 4;
}

/*
 * Returns 'A' when a text has a digit in upper case, else 'a'. Digits without a case are replaced
 * in that case.
 */
static uint8_t digit_case(const uint8_t *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (text[i] >= 'A' && text[i] <= 'F')
			return 'A';
	}
	return 'a';
}

/*
 * Writes the octets digit by digit, in either direction. Writes stars when the text has another
 * number of digits.
 */
static void write_hex(
	uint8_t *text, size_t size, const uint8_t *octets, size_t octet_count, bool is_backwards)
{
	size_t digits = 0, done = 0;
	for (size_t i = 0; i < size; i++)
		digits += hex_digit(text[i]) >= 0;
	if (digits != octet_count * 2) {
		mask(text, size);
		return;
	}
	uint8_t letters = digit_case(text, size);
	for (size_t i = 0; i < size; i++) {
		if (hex_digit(text[i]) < 0)
			continue;
		text[i] = digit_in_case_of(
			letters, nibble(octets, is_backwards ? digits - 1 - done : done));
		done++;
	}
}

static void write_decimal(uint8_t *text, size_t size, const struct address *to)
{
	char words[16];
	int length = snprintf(words, sizeof(words), "%" PRIu32, bytes_u32(to->octets));
	if ((size_t)length == size)
		memcpy(text, words, size);
	else
		mask(text, size);
}

static void write_text(
	struct address_book *book, const struct address_match *match, uint8_t *text, size_t size)
{
	struct address to = match->address;
	uint8_t half[IPV6_OCTETS];
	if (match->form == ADDRESS_AS_STARS) {
		mask(text, size);
		return;
	}
	if (match->form == ADDRESS_AS_HALF_HEX) {
		memcpy(half, to.octets, sizeof(half));
		const struct known_address *known = address_book_at(book, half, INTERFACE_OCTETS);
		if (known && known->address.family == ADDRESS_NONE)
			address_book_replace(book, known, half);
		write_hex(text, size, half, INTERFACE_OCTETS, false);
		return;
	}
	address_book_stand_in(book, &to);
	if (match->form == ADDRESS_AS_NUMBERS)
		write_numbers(text, size, &to);
	else if (match->form == ADDRESS_AS_GROUPS)
		write_groups(text, size, &match->address, &to);
	else if (match->form == ADDRESS_AS_DECIMAL)
		write_decimal(text, size, &to);
	else
		write_hex(text, size, to.octets, address_octets(to.family),
			match->form == ADDRESS_AS_NIBBLES);
}

static void replace_text(struct address_book *book, const struct address_match *match,
	const uint8_t *original, uint8_t *out)
{
	autofinish(text_view) struct text_view view = { 0 };
	text_view_read(&view, match->coding, (struct bytes){ original, match->size });
	uint8_t *text = xmalloc(view.count + 1);
	memcpy(text, view.characters, view.count);
	write_text(book, match, text, view.count);
	memcpy(out, original, match->size);
	for (size_t i = 0; i < view.count; i++) {
		if (text[i] != view.characters[i])
			write_character(match->coding, out + view.starts[i],
				view.starts[i + 1] - view.starts[i], text[i]);
	}
	free(text);
}

/* Writes three decimal digits for each octet: "192.0.2.1" is 19 20 00 00 20 01. */
static void write_bcd(uint8_t *out, const struct address *to)
{
	for (size_t i = 0; i < 2 * MAC_OCTETS; i++) {
		static const uint8_t divisors[] = { 100, 10, 1 };
		uint8_t digit = (uint8_t)(to->octets[i / 3] / divisors[i % 3] % 10);
		out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | digit : digit << 4);
	}
}

/*
 * Sets numbers of an object identifier to 0 in their own size, since a stand-in's numbers may need
 * another size.
 */
static void write_oid(uint8_t *out, const uint8_t *original, size_t size)
{
	for (size_t i = 0; i < size; i++)
		out[i] = original[i] & 0x80 ? 0x81 : 0;
}

void address_match_replace(struct address_book *book, const struct address_match *match,
	const uint8_t *original, uint8_t *out)
{
	struct address to = match->address;
	uint8_t octets[IPV6_OCTETS];
	const struct known_address *known;
	switch (match->form) {
	case ADDRESS_AS_OCTETS:
	case ADDRESS_AS_MASKED_OCTETS:
		address_book_stand_in(book, &to);
		for (size_t i = 0; i < match->size; i++)
			out[i] = to.octets[i] ^ match->mask[i];
		break;
	case ADDRESS_AS_KNOWN:
		memcpy(octets, match->address.octets, sizeof(octets));
		known = address_book_at(book, octets, match->size);
		if (known)
			address_book_replace(book, known, octets);
		memcpy(out, octets, match->size);
		break;
	case ADDRESS_AS_BCD:
		address_book_stand_in(book, &to);
		write_bcd(out, &to);
		break;
	case ADDRESS_AS_OID:
		write_oid(out, original, match->size);
		break;
	default:
		replace_text(book, match, original, out);
	}
}
