/*
 * A hash table, keyed by octets. Each MAC address also has entries for the two EUI-64s that IPv6
 * addresses make from it: ff:fe in the middle, with the universal/local bit inverted (RFC 4291,
 * appendix A) or not (IEEE's own EUI-64). Each IPv6 address also has entries for its interface
 * identifier and for the groups that carry its last three octets. Stand-ins preserve neither the
 * subnet nor the interface identifier.
 */
#include "addresses/address-book.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory/hash-table.h"

enum {
	INNER_AT = IPV6_OCTETS - IPV4_OCTETS /* where an IPv6 address has an IPv4 address inside */
};

struct entry {
	struct known_address known; /* its address is the key, padded with zeros */
	bool has_stand_in, is_counted;
	struct address stand_in;
	struct entry *whole; /* of an interface identifier: the entry of the address */
	UT_hash_handle hh;
};

struct address_book {
	struct entry *entries;
	uint32_t mac_count, ipv4_count, ipv6_count; /* the numbers of the next stand-ins */
	size_t counted;
	/* one bit for each pair of octets: set when an entry with is_copied begins with them */
	uint8_t begins[1 << 13];
	struct arena arena;
};

static const uint8_t solicited_node[] = { 0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff };
static const uint8_t solicited_card[] = { 0x33, 0x33, 0xff };
static const uint8_t mapped_ipv4[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
static const uint8_t translated_ipv4[] = { 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0 };

struct address_book *address_book_new(void)
{
	return xcalloc(1, sizeof(struct address_book));
}

void address_book_free(struct address_book *book)
{
	if (!book)
		return;
	HASH_CLEAR(hh, book->entries);
	arena_finish(&book->arena);
	free(book);
}

size_t address_octets(enum address_family family)
{
	static const size_t sizes[] = {
		[ADDRESS_NONE] = 0,
		[ADDRESS_MAC] = MAC_OCTETS,
		[ADDRESS_IPV4] = IPV4_OCTETS,
		[ADDRESS_IPV6] = IPV6_OCTETS,
	};
	return sizes[family];
}

size_t address_book_count(const struct address_book *book)
{
	return book ? book->counted : 0;
}

bool address_book_is_full(const struct address_book *book)
{
	return HASH_COUNT(book->entries) >= ADDRESS_BOOK_MAX;
}

/* ---- special addresses ---- */

static bool is_zero(const uint8_t *octets, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (octets[i])
			return false;
	}
	return true;
}

/*
 * Finds the IPv4 address at the end of an IPv4-mapped address (RFC 4291, 2.5.5.2), or of one under
 * the well-known prefix of translators (RFC 6052, 2.1). Returns false for any other address.
 */
static bool mapped_address(const struct address *address, struct address *inner)
{
	const uint8_t *octets = address->octets;
	if (address->family != ADDRESS_IPV6 ||
		(memcmp(octets, mapped_ipv4, sizeof(mapped_ipv4)) != 0 &&
			memcmp(octets, translated_ipv4, sizeof(translated_ipv4)) != 0))
		return false;
	*inner = (struct address){ .family = ADDRESS_IPV4 };
	memcpy(inner->octets, octets + INNER_AT, IPV4_OCTETS);
	return true;
}

/* Whether the address identifies no machine and is therefore kept. */
static bool is_kept(const struct address *address)
{
	const uint8_t *octets = address->octets;
	struct address inner;
	switch (address->family) {
	case ADDRESS_MAC:
		return is_zero(octets, MAC_OCTETS) || (octets[0] & 1);
	case ADDRESS_IPV4:
		return octets[0] == 0 || octets[0] == 127 || octets[0] >= 224;
	case ADDRESS_IPV6:
		return octets[0] == 0xff || (is_zero(octets, IPV6_OCTETS - 1) && octets[15] <= 1) ||
			(mapped_address(address, &inner) && is_kept(&inner));
	default:
		return true;
	}
}

/*
 * Clears the part of a group's address that identifies a host or a network: the last three octets
 * in a group made from an address (RFC 4291, 2.7.1; RFC 2464, 7), the prefix in a group made from a
 * network (RFC 3306; RFC 3956).
 */
static void clear_identifying_part(struct address *address)
{
	enum { FROM_PREFIX = 0x20, PREFIX_AT = 2, GROUP_AT = 12 };
	uint8_t *octets = address->octets;
	if (address->family == ADDRESS_MAC) {
		if (memcmp(octets, solicited_card, sizeof(solicited_card)) == 0)
			memset(octets + sizeof(solicited_card), 0,
				MAC_OCTETS - sizeof(solicited_card));
	} else if (address->family == ADDRESS_IPV6 && octets[0] == 0xff) {
		if (memcmp(octets, solicited_node, sizeof(solicited_node)) == 0)
			memset(octets + sizeof(solicited_node), 0,
				IPV6_OCTETS - sizeof(solicited_node));
		else if (octets[1] & FROM_PREFIX)
			memset(octets + PREFIX_AT, 0, GROUP_AT - PREFIX_AT);
	}
}

bool address_is_identifying(const struct address *address)
{
	struct address blurred = *address;
	if (!is_kept(address))
		return true;
	clear_identifying_part(&blurred);
	return !address_equal(&blurred, address);
}

/* ---- what is known ---- */

static struct entry *find(const struct address_book *book, const struct address *key)
{
	struct entry *entry;
	HASH_FIND(hh, book->entries, key, sizeof(*key), entry);
	return entry;
}

static struct address key_of(enum address_family family, const uint8_t *octets, size_t size)
{
	struct address key = { .family = (uint8_t)family };
	memcpy(key.octets, octets, size);
	return key;
}

static struct entry *entry_add(struct address_book *book, const struct address *key)
{
	struct entry *entry = arena_new(&book->arena, struct entry);
	entry->known.address = *key;
	HASH_ADD(hh, book->entries, known.address, sizeof(entry->known.address), entry);
	return entry;
}

static void mark_copied(struct address_book *book, struct entry *entry)
{
	const uint8_t *octets = entry->known.address.octets;
	size_t first = (size_t)octets[0] << 8 | octets[1];
	entry->known.is_copied = true;
	book->begins[first / 8] |= (uint8_t)(1 << first % 8);
}

bool address_book_may_start_with(const struct address_book *book, uint8_t first, uint8_t second)
{
	size_t both = (size_t)first << 8 | second;
	return book->begins[both / 8] >> both % 8 & 1;
}

/* Adds a group. All groups of a kind have the same stand-in, which is not counted. */
static void learn_group(struct address_book *book, const struct address *group)
{
	if (find(book, group))
		return;
	struct entry *entry = entry_add(book, group);
	entry->stand_in = *group;
	clear_identifying_part(&entry->stand_in);
	entry->has_stand_in = entry->is_counted = true;
	entry->known.is_group = entry->known.is_used = true;
	entry->known.is_from_packet = true;
	mark_copied(book, entry);
}

static void learn_interface_id(
	struct address_book *book, struct entry *whole, const uint8_t *octets)
{
	struct address key = key_of(ADDRESS_NONE, octets, INTERFACE_OCTETS);
	if (find(book, &key))
		return;
	struct entry *entry = entry_add(book, &key);
	entry->whole = whole;
	mark_copied(book, entry);
}

static void learn_card(struct address_book *book, struct entry *card)
{
	const uint8_t *octets = card->known.address.octets;
	uint8_t half[INTERFACE_OCTETS] = { octets[0], octets[1], octets[2], 0xff, 0xfe, octets[3],
		octets[4], octets[5] };
	learn_interface_id(book, card, half);
	half[0] ^= 2;
	learn_interface_id(book, card, half);
}

/* Learns an IPv4 address inside an IPv6 address; each octet is XORed with `mask`. */
static void learn_inner(
	struct address_book *book, const uint8_t *octets, uint8_t mask, enum address_origin origin)
{
	struct address inner = key_of(ADDRESS_IPV4, octets, IPV4_OCTETS);
	for (size_t i = 0; i < IPV4_OCTETS; i++)
		inner.octets[i] ^= mask;
	address_book_learn(book, &inner, origin);
}

/* Learns the MAC and IPv4 addresses that an IPv6 address contains. */
static void learn_parts(
	struct address_book *book, const struct address *address, enum address_origin origin)
{
	const uint8_t *octets = address->octets, *half = octets + INTERFACE_OCTETS;
	if (half[3] == 0xff && half[4] == 0xfe) {
		struct address card = { .family = ADDRESS_MAC,
			.octets = { half[0] ^ 2, half[1], half[2], half[5], half[6], half[7] } };
		address_book_learn(book, &card, origin);
	}
	if (memcmp(octets, mapped_ipv4, sizeof(mapped_ipv4)) == 0 ||
		memcmp(octets, translated_ipv4, sizeof(translated_ipv4)) == 0 ||
		((half[0] & 0xfd) == 0 && half[1] == 0 && half[2] == 0x5e && half[3] == 0xfe) ||
		(is_zero(octets, INNER_AT) &&
			(octets[INNER_AT] || octets[INNER_AT + 1]))) /* RFC 4291, 2.5.5.1 */
		learn_inner(book, octets + INNER_AT, 0, origin); /* RFC 6052; RFC 5214 */
	if (octets[0] == 0x20 && octets[1] == 0x02)
		learn_inner(book, octets + 2, 0, origin); /* 6to4, RFC 3056 */
	if (octets[0] == 0x20 && octets[1] == 0x01 && octets[2] == 0 && octets[3] == 0) {
		learn_inner(book, octets + 4, 0, origin); /* Teredo, RFC 4380: server and client */
		learn_inner(book, octets + INNER_AT, 0xff, origin);
	}
}

/* Learns the groups of the address and its interface identifier. */
static void learn_ipv6(struct address_book *book, struct entry *entry, enum address_origin origin)
{
	/* With fewer octets that are not 0, as in "::1", the identifier would match by chance. */
	enum { TELLING_OCTETS = 5 };
	const struct address address = entry->known.address;
	const uint8_t *octets = address.octets;
	struct address node = key_of(ADDRESS_IPV6, solicited_node, sizeof(solicited_node));
	struct address card = key_of(ADDRESS_MAC, solicited_card, sizeof(solicited_card));
	memcpy(node.octets + 13, octets + 13, 3);
	memcpy(card.octets + 3, octets + 13, 3);
	if (!is_zero(octets + 13, 3) && origin == ADDRESS_FROM_PACKET) {
		learn_group(book, &node);
		learn_group(book, &card);
	}
	unsigned telling = 0;
	for (size_t i = INTERFACE_OCTETS; i < IPV6_OCTETS; i++)
		telling += octets[i] != 0;
	/*
	 * The MAC address comes first: an interface identifier that is made from one belongs to it.
	 */
	learn_parts(book, &address, origin);
	if (telling >= TELLING_OCTETS)
		learn_interface_id(book, entry, octets + INTERFACE_OCTETS);
}

/*
 * Whether the same octets often mean something else. They do in an IPv4 address with three zeros,
 * and in one with two zeros when only a text has the address.
 */
static bool is_ambiguous(const struct known_address *known)
{
	if (known->address.family != ADDRESS_IPV4)
		return false;
	unsigned zeros = 0;
	for (size_t i = 0; i < IPV4_OCTETS; i++)
		zeros += known->address.octets[i] == 0;
	return zeros > (known->is_from_packet ? 2 : 1);
}

void address_book_learn(
	struct address_book *book, const struct address *address, enum address_origin origin)
{
	if (is_kept(address)) {
		if (address_is_identifying(address))
			learn_group(book, address);
		return;
	}
	struct address key =
		key_of(address->family, address->octets, address_octets(address->family));
	struct entry *entry = find(book, &key);
	if (entry && (entry->known.is_from_packet || origin == ADDRESS_FROM_TEXT))
		return;
	if (!entry && address_book_is_full(book))
		return;
	if (!entry)
		entry = entry_add(book, &key);
	entry->known.is_from_packet = origin == ADDRESS_FROM_PACKET;
	if (!is_ambiguous(&entry->known))
		mark_copied(book, entry);
	if (key.family == ADDRESS_MAC)
		learn_card(book, entry);
	else if (key.family == ADDRESS_IPV6)
		learn_ipv6(book, entry, origin);
}

bool address_book_knows(const struct address_book *book, const struct address *address)
{
	struct address key =
		key_of(address->family, address->octets, address_octets(address->family));
	return find(book, &key) != NULL;
}

size_t known_address_octets(const struct known_address *known)
{
	enum address_family family = known->address.family;
	return family == ADDRESS_NONE ? INTERFACE_OCTETS : address_octets(family);
}

const struct known_address *address_book_at(
	const struct address_book *book, const uint8_t *octets, size_t size)
{
	static const struct {
		enum address_family family;
		size_t octets;
	} kinds[] = { { ADDRESS_IPV6, IPV6_OCTETS }, { ADDRESS_NONE, INTERFACE_OCTETS },
		{ ADDRESS_MAC, MAC_OCTETS }, { ADDRESS_IPV4, IPV4_OCTETS } };
	if (size < IPV4_OCTETS || !address_book_may_start_with(book, octets[0], octets[1]))
		return NULL;
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		if (size < kinds[i].octets)
			continue;
		struct address key = key_of(kinds[i].family, octets, kinds[i].octets);
		const struct entry *entry = find(book, &key);
		if (entry && entry->known.is_copied)
			return &entry->known;
	}
	return NULL;
}

size_t address_book_known_count(const struct address_book *book)
{
	return HASH_COUNT(book->entries);
}

const struct known_address *address_book_next(
	const struct address_book *book, const struct known_address *known)
{
	if (!known)
		return book->entries ? &book->entries->known : NULL;
	const struct entry *entry = find(book, &known->address);
	const struct entry *next = entry ? entry->hh.next : NULL;
	return next ? &next->known : NULL;
}

/* ---- what stands for them ---- */

static void number_octets(uint8_t *end, uint32_t number)
{
	for (size_t i = 1; i <= 4; i++, number >>= 8)
		end[-(ptrdiff_t)i] = (uint8_t)number;
}

static void number_ipv4(struct address *to, uint32_t number)
{
	static const uint8_t documentation[3][3] = { { 192, 0, 2 }, { 198, 51, 100 },
		{ 203, 0, 113 } };
	enum { HOSTS = 254 };
	const uint32_t benchmark = 198U << 24 | 18U << 16;
	uint32_t range = number / HOSTS;
	if (range < 3) {
		memcpy(to->octets, documentation[range], 3);
		to->octets[3] = (uint8_t)(number % HOSTS + 1);
		return;
	}
	/* RFC 2544's 198.18.0.0/15. It has 131072 addresses, and then repeats. */
	number_octets(to->octets + IPV4_OCTETS, benchmark + ((number - 3 * HOSTS + 1) & 0x1ffff));
}

/* Makes an IPv6 stand-in from a number. Link-local addresses stay link-local. */
static void number_ipv6(const struct address *from, struct address *to, uint32_t number)
{
	static const uint8_t link_local[] = { 0xfe, 0x80 },
			     documentation[] = { 0x20, 1, 0xd, 0xb8 };
	if (from->octets[0] == 0xfe && (from->octets[1] & 0xc0) == 0x80)
		memcpy(to->octets, link_local, sizeof(link_local));
	else
		memcpy(to->octets, documentation, sizeof(documentation));
	number_octets(to->octets + IPV6_OCTETS, number + 1);
}

/* Returns the next stand-in that no capture has. When all are taken, returns one that is taken. */
static struct address next_stand_in(struct address_book *book, const struct address *from)
{
	struct address to = { .family = from->family };
	uint32_t *count = from->family == ADDRESS_MAC ? &book->mac_count
		: from->family == ADDRESS_IPV4        ? &book->ipv4_count
						      : &book->ipv6_count;
	size_t known = HASH_COUNT(book->entries);
	for (size_t tried = 0; tried <= known; tried++) {
		to = (struct address){ .family = from->family };
		if (from->family == ADDRESS_IPV4)
			number_ipv4(&to, *count);
		else if (from->family == ADDRESS_IPV6)
			number_ipv6(from, &to, *count);
		else
			number_octets(to.octets + MAC_OCTETS, *count + 1);
		if (from->family == ADDRESS_MAC)
			to.octets[0] = 2; /* locally administered */
		(*count)++;
		if (!find(book, &to))
			break;
	}
	return to;
}

/*
 * Replaces only the IPv4 address inside a mapped or translated IPv6 address; false when it has
 * none.
 */
static bool stand_in_for_inner(
	struct address_book *book, const struct address *from, struct address *to)
{
	struct address inner;
	if (!mapped_address(from, &inner))
		return false;
	address_book_stand_in(book, &inner);
	*to = *from;
	memcpy(to->octets + INNER_AT, inner.octets, IPV4_OCTETS);
	return true;
}

static const struct address *stand_in_of(struct address_book *book, struct entry *entry)
{
	if (!entry->has_stand_in &&
		!stand_in_for_inner(book, &entry->known.address, &entry->stand_in))
		entry->stand_in = next_stand_in(book, &entry->known.address);
	entry->has_stand_in = entry->known.is_used = true;
	book->counted += !entry->is_counted;
	entry->is_counted = true;
	return &entry->stand_in;
}

void address_book_stand_in(struct address_book *book, struct address *address)
{
	if (is_kept(address)) {
		clear_identifying_part(address);
		return;
	}
	struct address key =
		key_of(address->family, address->octets, address_octets(address->family));
	struct entry *entry = find(book, &key);
	*address = *stand_in_of(book, entry ? entry : entry_add(book, &key));
}

void address_book_replace(
	struct address_book *book, const struct known_address *known, uint8_t *octets)
{
	struct entry *entry = find(book, &known->address);
	if (!entry)
		return;
	const struct address *to = stand_in_of(book, entry->whole ? entry->whole : entry);
	if (!entry->whole) {
		memcpy(octets, to->octets, address_octets(to->family));
	} else if (to->family == ADDRESS_IPV6) {
		memcpy(octets, to->octets + INTERFACE_OCTETS, INTERFACE_OCTETS);
	} else {
		bool is_turned =
			(known->address.octets[0] ^ entry->whole->known.address.octets[0]) & 2;
		uint8_t half[INTERFACE_OCTETS] = { to->octets[0] ^ (is_turned ? 2 : 0),
			to->octets[1], to->octets[2], 0xff, 0xfe, to->octets[3], to->octets[4],
			to->octets[5] };
		memcpy(octets, half, sizeof(half));
	}
}
