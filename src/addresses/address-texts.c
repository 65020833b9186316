/*
 * One pass over the characters for each text encoding. Dotted numbers that look like versions
 * ("Chrome/120.0.0.0", "v1.2.3.4") are left unchanged unless they are known addresses.
 */
#include "addresses/address-texts.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/hex-base64.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

enum {
	GROUPS_SIZE_MAX = 64, /* more than the longest text of an IPv6 address has */
	OCTET_DIGITS_MAX = 3,
	LINE_LOOK = 64, /* the farthest distance of FTP's numbers from the command */
	WORD_LOOK = 40, /* the longest name of a product */
	WIDE_CHARACTERS_MIN = 7,
};

struct scan {
	const struct address_book *book;
	struct bytes text;
	struct address_matches *out;
};

static uint8_t byte_at(const struct scan *scan, size_t place)
{
	return place < scan->text.size ? scan->text.data[place] : 0;
}

static uint8_t byte_before(const struct scan *scan, size_t place)
{
	return place ? scan->text.data[place - 1] : 0;
}

/* Whether `word` (in lower case) is at `place`, in any case. */
static bool has_word(const struct scan *scan, size_t place, const char *word)
{
	for (; *word; word++, place++) {
		if (ascii_lower(byte_at(scan, place)) != (uint8_t)*word)
			return false;
	}
	return true;
}

/*
 * Adds the text from `start` to `end` when its address identifies a host or a network. Returns
 * `end`, where the search continues.
 */
static size_t add_found(struct scan *scan, size_t start, size_t end, enum address_form form,
	const struct address *address)
{
	if (address_is_identifying(address))
		address_matches_add(scan->out, start, end - start, form, address);
	return end;
}

/* ---- decimal octets ---- */

/*
 * Whether a product precedes the place, such as "Chrome/" before its version (RFC 9110, 10.1.5),
 * and not a path.
 */
static bool is_behind_product(const struct scan *scan, size_t place)
{
	if (byte_before(scan, place) != '/')
		return false;
	size_t start = place - 1;
	while (place - start < WORD_LOOK &&
		(ascii_is_alphanumeric(byte_before(scan, start)) ||
			byte_before(scan, start) == '-' || byte_before(scan, start) == '_'))
		start--;
	uint8_t outside = byte_before(scan, start);
	bool is_word = start < place - 1 && !ascii_is_digit(byte_at(scan, start));
	return is_word && (!outside || strchr(" \t\r\n(\"'", outside));
}

/*
 * Whether the line begins with PORT or LPRT of FTP (RFC 959; RFC 1639), or with the answer to PASV.
 */
static bool is_of_ftp(const struct scan *scan, size_t place)
{
	size_t start = place;
	while (start && place - start < LINE_LOOK && byte_before(scan, start) != '\n')
		start--;
	return has_word(scan, start, "port ") || has_word(scan, start, "lprt ") ||
		has_word(scan, start, "227 ") || has_word(scan, start, "227-");
}

/* Whether four octets from `start` to `end`, which are no known address, look like an address. */
static bool looks_like_address(const struct scan *scan, size_t start, size_t end, uint8_t separator)
{
	uint8_t previous = byte_before(scan, start), next = byte_at(scan, end);
	if (separator == ',')
		return is_of_ftp(scan, start);
	if (separator != '.' || ascii_is_alphanumeric(previous) || ascii_is_alphanumeric(next))
		return false;
	if (previous == '.' || previous == '-' || previous == '_' || is_behind_product(scan, start))
		return false;
	return next != '.' || !ascii_is_digit(byte_at(scan, end + 1));
}

static size_t find_numbers(struct scan *scan, size_t start)
{
	struct address address = { .family = ADDRESS_IPV4 };
	size_t place = start;
	uint8_t separator = 0;
	for (size_t i = 0; i < IPV4_OCTETS; i++) {
		if (i == 1)
			separator = byte_at(scan, place);
		if (i &&
			(!separator || !strchr(".,-_", separator) ||
				byte_at(scan, place++) != separator))
			return 0;
		unsigned number = 0;
		size_t first = place;
		for (; ascii_is_digit(byte_at(scan, place)) && place - first <= OCTET_DIGITS_MAX;
			place++)
			number = number * 10 + (byte_at(scan, place) - '0');
		if (place == first || number > 255)
			return 0;
		address.octets[i] = (uint8_t)number;
	}
	if (ascii_is_digit(byte_at(scan, place)) || has_word(scan, place, ".in-addr.arpa"))
		return 0;
	if (!address_book_knows(scan->book, &address) &&
		!looks_like_address(scan, start, place, separator))
		return 0;
	return add_found(scan, start, place, ADDRESS_AS_NUMBERS, &address);
}

/* Finds an IPv4 address as one number: "3232237322". */
static size_t find_decimal(struct scan *scan, size_t start)
{
	enum { DIGITS_MIN = 8, DIGITS_MAX = 10 };
	uint64_t number = 0;
	size_t end = start;
	for (; ascii_is_digit(byte_at(scan, end)) && end - start <= DIGITS_MAX; end++)
		number = number * 10 + (byte_at(scan, end) - '0');
	if (end - start < DIGITS_MIN || end - start > DIGITS_MAX || number > UINT32_MAX ||
		ascii_is_alphanumeric(byte_before(scan, start)) ||
		ascii_is_alphanumeric(byte_at(scan, end)))
		return 0;
	struct address address = { .family = ADDRESS_IPV4,
		.octets = { (uint8_t)(number >> 24), (uint8_t)(number >> 16),
			(uint8_t)(number >> 8), (uint8_t)number } };
	return address_book_knows(scan->book, &address)
		? add_found(scan, start, end, ADDRESS_AS_DECIMAL, &address)
		: 0;
}

/* ---- groups of hexadecimal digits ---- */

static bool parse_groups(
	const struct scan *scan, size_t start, size_t end, struct address *ret_address)
{
	char text[GROUPS_SIZE_MAX + 1];
	if (end <= start || end - start > GROUPS_SIZE_MAX)
		return false;
	memcpy(text, scan->text.data + start, end - start);
	text[end - start] = '\0';
	*ret_address = (struct address){ .family = ADDRESS_IPV6 };
	return inet_pton(AF_INET6, text, ret_address->octets) == 1;
}

/*
 * Whether the text is surely an IPv6 address. One that only parses as one by chance, like C++'s
 * "a::b", has few groups and no digit.
 */
static bool is_surely_ipv6(const struct scan *scan, size_t start, size_t end)
{
	enum { SIZE_MIN = 5, COLONS_MIN = 4 };
	size_t digits = 0, colons = 0;
	for (size_t i = start; i < end; i++) {
		digits += ascii_is_digit(byte_at(scan, i));
		colons += byte_at(scan, i) == ':';
	}
	return end - start >= SIZE_MIN && (digits || colons >= COLONS_MIN);
}

static bool is_of_groups(uint8_t c)
{
	return ascii_is_hex_digit(c) || c == ':' || c == '.';
}

/* Returns the last place in [start, end) of the character, or `start`. */
static size_t find_last(const struct scan *scan, size_t start, size_t end, uint8_t character)
{
	while (end > start && byte_before(scan, end) != character)
		end--;
	return end > start ? end - 1 : start;
}

/*
 * Whether a group has more than two digits. Groups of two alone may be any other hexadecimal bytes.
 */
static bool has_long_group(const struct scan *scan, size_t start, size_t end)
{
	enum { LONG = 3 };
	size_t digits = 0;
	for (size_t i = start; i < end && digits < LONG; i++)
		digits = ascii_is_hex_digit(byte_at(scan, i)) ? digits + 1 : 0;
	return digits == LONG;
}

/*
 * Finds an IPv6 address in the run of digits and colons that begins at `start`. When a word stands
 * before the address, as in "from:2001:db8::1", the run's first colon belongs to the word.
 */
static size_t find_groups(struct scan *scan, size_t start)
{
	size_t end = start, colons = 0;
	struct address address, shorter;
	for (; is_of_groups(byte_at(scan, end)) && end - start <= GROUPS_SIZE_MAX; end++)
		colons += byte_at(scan, end) == ':';
	if (colons < 2)
		return 0;
	if (ascii_is_alphanumeric(byte_before(scan, start))) {
		while (byte_at(scan, start) != ':')
			start++;
		start += byte_at(scan, start + 1) != ':';
	} else if (byte_at(scan, start) == ':' && byte_at(scan, start + 1) != ':') {
		start++;
	}
	while (end > start &&
		(byte_before(scan, end) == '.' ||
			(byte_before(scan, end) == ':' &&
				(end < start + 2 || byte_at(scan, end - 2) != ':'))))
		end--;
	size_t last = find_last(scan, start, end, ':'), dot = last;
	while (dot < end && byte_at(scan, dot) != '.')
		dot++;
	if (!parse_groups(scan, start, end, &address)) {
		end = dot < end ? dot : last; /* a word behind a dot, or a port */
		if (!has_long_group(scan, start, end) || !parse_groups(scan, start, end, &address))
			return 0;
	} else if (!address_book_knows(scan->book, &address) &&
		parse_groups(scan, start, last, &shorter) &&
		address_book_knows(scan->book, &shorter)) {
		address = shorter;
		end = last;
	}
	if (!address_book_knows(scan->book, &address) && !is_surely_ipv6(scan, start, end))
		return 0;
	return add_found(scan, start, end, ADDRESS_AS_GROUPS, &address);
}

/* ---- octets in hexadecimal ---- */

/* Reads `count` groups of `digits` digits with `separator` between them. Returns their end. */
static size_t read_octets(const struct scan *scan, size_t place, uint8_t separator, size_t count,
	size_t digits, uint8_t *ret_octets)
{
	size_t done = 0;
	for (size_t i = 0; i < count; i++) {
		if (i && byte_at(scan, place++) != separator)
			return 0;
		for (size_t j = 0; j < digits; j++, place++, done++) {
			int value = hex_digit(byte_at(scan, place));
			if (value < 0)
				return 0;
			if (done % 2 == 0)
				ret_octets[done / 2] = 0;
			ret_octets[done / 2] = (uint8_t)(ret_octets[done / 2] << 4 | value);
		}
	}
	return place;
}

/* Whether the groups continue on either side: then they are more than an address has. */
static bool groups_continue(const struct scan *scan, size_t start, size_t end, uint8_t separator)
{
	return ascii_is_alphanumeric(byte_before(scan, start)) ||
		ascii_is_alphanumeric(byte_at(scan, end)) ||
		(byte_before(scan, start) == separator && start > 1 &&
			ascii_is_hex_digit(byte_before(scan, start - 1))) ||
		(byte_at(scan, end) == separator && ascii_is_hex_digit(byte_at(scan, end + 1)));
}

/* Finds a card's address, "00:1a:2b:3c:4d:5e", "00-1A-…" or "001a.2b3c.4d5e", and its EUI-64. */
static size_t find_card(struct scan *scan, size_t start)
{
	static const struct {
		uint8_t separator, groups, digits;
	} shapes[] = { { ':', 6, 2 }, { '-', 6, 2 }, { ':', 8, 2 }, { '-', 8, 2 }, { '.', 3, 4 } };
	for (size_t i = 0; i < ARRAY_COUNT(shapes); i++) {
		uint8_t separator = shapes[i].separator;
		struct address address = { .family = ADDRESS_MAC };
		if (byte_at(scan, start + shapes[i].digits) != separator)
			continue;
		size_t end = read_octets(
			scan, start, separator, shapes[i].groups, shapes[i].digits, address.octets);
		if (!end || groups_continue(scan, start, end, separator))
			continue;
		const uint8_t *octets = address.octets;
		bool has_digit = false;
		for (size_t j = start; j < end; j++)
			has_digit = has_digit || ascii_is_digit(byte_at(scan, j));
		if (shapes[i].groups == 8 && octets[3] == 0xff && octets[4] == 0xfe) {
			address.family = ADDRESS_NONE;
			address_matches_add(
				scan->out, start, end - start, ADDRESS_AS_HALF_HEX, &address);
			return end;
		}
		if (shapes[i].groups != 8 && has_digit)
			return add_found(scan, start, end, ADDRESS_AS_HEX, &address);
	}
	return 0;
}

/* Octets in hexadecimal with at most one character between two of them. */
struct hex_octets {
	uint8_t octets[IPV6_OCTETS];
	size_t ends[IPV6_OCTETS]; /* the end of each octet */
	size_t count;
};

static void read_hex(const struct scan *scan, size_t place, struct hex_octets *ret_hex)
{
	ret_hex->count = 0;
	while (ret_hex->count < IPV6_OCTETS) {
		uint8_t between = byte_at(scan, place);
		if (ret_hex->count && between && strchr(":-. ", between))
			place++;
		int high = hex_digit(byte_at(scan, place)),
		    low = hex_digit(byte_at(scan, place + 1));
		if (high < 0 || low < 0)
			return;
		place += 2;
		ret_hex->octets[ret_hex->count] = (uint8_t)(high << 4 | low);
		ret_hex->ends[ret_hex->count++] = place;
		if (ret_hex->count == 2 &&
			!address_book_may_start_with(
				scan->book, ret_hex->octets[0], ret_hex->octets[1]))
			return;
	}
}

/*
 * Whether a known address of four octets is surely meant here. One with two or more zeros may be a
 * small number, and must have no letter or digit beside it.
 */
static bool is_surely_address(
	const struct scan *scan, size_t start, size_t end, const struct address *address)
{
	unsigned zeros = 0;
	for (size_t i = 0; i < IPV4_OCTETS; i++)
		zeros += address->octets[i] == 0;
	bool is_alone = !ascii_is_alphanumeric(byte_at(scan, end)) &&
		(!ascii_is_alphanumeric(byte_before(scan, start)) ||
			ascii_lower(byte_before(scan, start)) == 'x');
	return is_alone || zeros < 2;
}

static size_t find_known_hex(struct scan *scan, size_t start)
{
	struct hex_octets hex;
	read_hex(scan, start, &hex);
	if (hex.count < IPV4_OCTETS)
		return 0;
	const struct known_address *known = address_book_at(scan->book, hex.octets, hex.count);
	if (!known)
		return 0;
	const struct address *address = &known->address;
	size_t end = hex.ends[known_address_octets(known) - 1];
	if (address->family == ADDRESS_IPV4 && !is_surely_address(scan, start, end, address))
		return 0;
	address_matches_add(scan->out, start, end - start,
		address->family == ADDRESS_NONE ? ADDRESS_AS_HALF_HEX : ADDRESS_AS_HEX, address);
	return end;
}

/* ---- names that spell an address backwards (RFC 1035, 3.5; RFC 3596, 2.5) ---- */

/*
 * The size of the label that ends before `end`, as text or behind its length; 0 when there is none.
 */
static size_t label_before(const struct scan *scan, size_t end, bool is_wire, size_t size_max)
{
	size_t size = 0;
	while (size <= size_max && size < end) {
		uint8_t c = scan->text.data[end - size - 1];
		if (is_wire && size && c == size)
			return size;
		if (!ascii_is_hex_digit(c))
			break;
		size++;
	}
	return is_wire || size > size_max ? 0 : size;
}

/* Adds a reverse name. `zone` is the place of "in-addr" or "ip6"; a dot or a length precedes it. */
static void add_reverse_name(struct scan *scan, size_t zone, bool is_ipv6, bool is_wire)
{
	size_t labels_max = is_ipv6 ? 2 * IPV6_OCTETS : IPV4_OCTETS, count = 0;
	size_t end = zone - 1, start = end, stop = end;
	struct address address = { .family = is_ipv6 ? ADDRESS_IPV6 : ADDRESS_IPV4 };
	while (count < labels_max) {
		size_t size = label_before(scan, stop, is_wire, is_ipv6 ? 1 : OCTET_DIGITS_MAX);
		if (!size)
			break;
		start = stop - size;
		unsigned number = 0;
		for (size_t i = start; i < stop; i++)
			number = number * (is_ipv6 ? 16 : 10) +
				(unsigned)hex_digit(byte_at(scan, i));
		if (is_ipv6)
			address.octets[count / 2] |= (uint8_t)(number << (count % 2 ? 0 : 4));
		else
			address.octets[count] = (uint8_t)number;
		count++;
		if (start == 0 || (!is_wire && byte_before(scan, start) != '.'))
			break;
		stop = start - 1;
	}
	if (!count)
		return;
	bool is_whole = count == labels_max;
	if (is_whole && !address_is_identifying(&address))
		return;
	address_matches_add(scan->out, start, end - start,
		is_whole && is_ipv6 ? ADDRESS_AS_NIBBLES : ADDRESS_AS_STARS,
		is_whole ? &address : NULL);
}

static void find_reverse_names(struct scan *scan)
{
	static const struct {
		const char *name;
		size_t size;
		bool is_ipv6;
	} zones[] = { { "in-addr", 7, false }, { "ip6", 3, true } };
	enum { ARPA_SIZE = 4 };
	for (size_t place = 0; place + ARPA_SIZE <= scan->text.size; place++) {
		if (ascii_lower(scan->text.data[place]) != 'a' || !has_word(scan, place, "arpa"))
			continue;
		uint8_t between = byte_before(scan, place);
		bool is_wire = between == ARPA_SIZE;
		for (size_t i = 0; i < 2 && (is_wire || between == '.'); i++) {
			size_t zone = place - 1 - zones[i].size;
			if (place < zones[i].size + 2 || !has_word(scan, zone, zones[i].name) ||
				byte_before(scan, zone) != (is_wire ? zones[i].size : '.'))
				continue;
			add_reverse_name(scan, zone, zones[i].is_ipv6, is_wire);
		}
	}
}

/* ---- the scan ---- */

static size_t find_any_at(struct scan *scan, size_t place)
{
	uint8_t c = scan->text.data[place], previous = byte_before(scan, place);
	size_t next = 0;
	if (ascii_is_hex_digit(c))
		next = find_card(scan, place);
	if (!next && !is_of_groups(previous))
		next = find_groups(scan, place);
	if (!next && ascii_is_digit(c) && !ascii_is_digit(previous)) {
		next = find_numbers(scan, place);
		if (!next)
			next = find_decimal(scan, place);
	}
	if (!next && ascii_is_hex_digit(c))
		next = find_known_hex(scan, place);
	return next;
}

static void scan_text(struct scan *scan)
{
	find_reverse_names(scan);
	for (size_t place = 0; place < scan->text.size;) {
		uint8_t c = scan->text.data[place];
		size_t next = ascii_is_hex_digit(c) || c == ':' ? find_any_at(scan, place) : 0;
		place = next > place ? next : place + 1;
	}
}

/* Scans encoded text from `offset` on. Matches have the offsets of the encoded bytes. */
static void scan_encoded(
	struct scan *scan, enum text_coding coding, size_t offset, struct bytes bytes)
{
	autofinish(text_view) struct text_view view = { 0 };
	text_view_read(&view, coding, bytes);
	struct address_matches *out = scan->out;
	struct scan inner = { scan->book, { view.characters, view.count }, out };
	size_t first = out->count, kept = first;
	scan_text(&inner);
	for (size_t i = first; i < out->count; i++) {
		struct address_match match = out->items[i];
		size_t start = view.starts[match.offset];
		size_t end = view.starts[match.offset + match.size];
		if (coding == TEXT_PERCENT && end - start == match.size)
			continue; /* nothing in it is encoded, so the plain scan finds it */
		match.offset = offset + start;
		match.size = (uint32_t)(end - start);
		match.coding = (uint8_t)coding;
		out->items[kept++] = match;
	}
	out->count = kept;
}

static bool is_printable(uint8_t c)
{
	return c >= ' ' && c < 0x7f;
}

/* Returns how many UTF-16 code units, from `start` on, are characters of ASCII. */
static size_t count_wide(struct bytes text, size_t start, enum text_coding coding)
{
	size_t count = 0, low = coding == TEXT_UTF16_BE;
	for (size_t i = start; i + 1 < text.size; i += 2, count++) {
		if (!is_printable(text.data[i + low]) || text.data[i + 1 - low] != 0)
			break;
	}
	return count;
}

static void scan_wide(struct scan *scan)
{
	struct bytes text = scan->text;
	for (size_t i = 0; i + 2 * WIDE_CHARACTERS_MIN <= text.size; i++) {
		bool is_low_first = text.data[i + 1] == 0 && text.data[i] != 0;
		if (!is_low_first && text.data[i] != 0)
			continue;
		enum text_coding coding = is_low_first ? TEXT_UTF16_LE : TEXT_UTF16_BE;
		size_t count = count_wide(text, i, coding);
		if (count < WIDE_CHARACTERS_MIN)
			continue;
		scan_encoded(scan, coding, i, (struct bytes){ text.data + i, 2 * count });
		i += 2 * count - 1;
	}
}

void address_texts_find(
	const struct address_book *book, struct bytes text, struct address_matches *out)
{
	struct scan scan = { book, text, out };
	if (!text.size)
		return;
	scan_text(&scan);
	if (memchr(text.data, '%', text.size))
		scan_encoded(&scan, TEXT_PERCENT, 0, text);
	scan_wide(&scan);
}
