/* addresses: spelled addresses by example, and what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "addresses/address-texts.h"
#include "base/array.h"
#include "base/format/markup.h"

struct example {
	const char *text, *hidden;
};

static const struct address known[] = {
	{ ADDRESS_IPV4, { 192, 168, 7, 10 } },
	{ ADDRESS_MAC, { 0xa4, 0x5e, 0x60, 1, 2, 3 } },
	{ ADDRESS_IPV6, { 0x2a, 0, 0x14, 0x50, 0x40, 1, 8, 0x11, 0, 0, 0, 0, 0, 0, 0x20, 0x0e } },
};

/* The text with stand-ins; known addresses have the first of each kind. */
static char *hidden_in(struct address_book *book, struct bytes text)
{
	autofinish(address_matches) struct address_matches matches = { 0 };
	char *out = xstrndup((const char *)text.data, text.size);
	bool *is_done = xcalloc(text.size + 1, sizeof(bool));
	address_texts_find(book, text, &matches);
	for (size_t i = 0; i < matches.count; i++) {
		const struct address_match *match = &matches.items[i];
		bool is_free = true;
		for (size_t j = 0; j < match->size; j++)
			is_free = is_free && !is_done[match->offset + j];
		if (!is_free)
			continue;
		memset(is_done + match->offset, true, match->size);
		address_match_replace(
			book, match, text.data + match->offset, (uint8_t *)out + match->offset);
	}
	free(is_done);
	return out;
}

/* An address that holds an IPv4 address identifies a machine when the IPv4 address does. */
static void knows_what_identifies(void **state)
{
	(void)state;
	static const struct {
		struct address address;
		bool is_identifying;
	} rows[] = {
		{ { .family = ADDRESS_IPV6, .octets = { 0, 0x64, 0xff, 0x9b } }, false },
		{ { .family = ADDRESS_IPV6, .octets = { 0, 0x64, 0xff, 0x9b, [12] = 8, 8, 8, 8 } },
			true },
		{ { .family = ADDRESS_IPV6, .octets = { [10] = 0xff, 0xff, 127, 0, 0, 1 } },
			false },
		{ { .family = ADDRESS_IPV6, .octets = { [10] = 0xff, 0xff, 10, 0, 0, 1 } }, true },
		{ { .family = ADDRESS_IPV6, .octets = { [15] = 1 } }, false },
		{ { .family = ADDRESS_IPV4, .octets = { 224, 0, 0, 251 } }, false },
		{ { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 1 } }, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofree(address_book) struct address_book *book = address_book_new();
		struct address to = rows[i].address;
		assert_int_equal(address_is_identifying(&rows[i].address), rows[i].is_identifying);
		address_book_learn(book, &to, ADDRESS_FROM_PACKET);
		address_book_stand_in(book, &to);
		assert_int_equal(!address_equal(&to, &rows[i].address), rows[i].is_identifying);
	}
}

static void check(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		autofree(address_book) struct address_book *book = address_book_new();
		for (size_t j = 0; j < ARRAY_COUNT(known); j++) {
			struct address address = known[j];
			address_book_learn(book, &address, ADDRESS_FROM_PACKET);
			address_book_stand_in(book, &address);
		}
		automem char *got = hidden_in(book, markup_bytes_of(examples[i].text));
		assert_string_equal(got, examples[i].hidden);
	}
}
#define CHECK(examples) check((examples), ARRAY_COUNT(examples))

static void finds_unknown_addresses(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "Host: 10.20.30.40:80", "Host: 192.0.2.2**:80" },
		{ "Host: 10.0.0.1", "Host: **.*.*.*" },
		{ "ip4:203.0.113.99/24 -all", "ip4:192.0.2.2***/24 -all" },
		{ "10.20.30.40, 10.20.30.40", "192.0.2.2**, 192.0.2.2**" },
		{ "010.020.030.040", "192.0.2.2******" },
		{ "[fe80::1cab:22]:80", "[fe80::2******]:80" },
		{ "fe80::a1%eth0 x", "fe80::2*%eth0 x" },
		{ "ip6:2a01:4f8:c01::1 ~all", "ip6:2001:db8::2**** ~all" },
		{ "2a01:4f8:c01::1.", "2001:db8::2****." },
		{ "addr:2a01:4f8::1, fd::1", "addr:2001:db8::2, **::*" },
		{ "2A01:04F8:0C01:0000:0000:0000:0000:1CAB",
			"2001:db8::2****************************" },
		{ "x ::ffff:10.20.30.40 y", "x ::ffff:192.0.2.2** y" },
		{ "aa:bb:cc:dd:ee:1e, AA-BB-CC-DD-EE-1E.",
			"02:00:00:00:00:02, 02-00-00-00-00-02." },
		{ "d4be.d977.8899", "0200.0000.0002" },
		{ "PORT 10,20,30,40,200,13", "PORT 192,0,2,2**,200,13" },
		{ "port 10,20,30,40,200,13", "port 192,0,2,2**,200,13" },
		{ "227 Passive (10,20,30,40,200,13)", "227 Passive (192,0,2,2**,200,13)" },
		{ "x=10%2e20%2E30.40", "x=19%32.0%2E2.2**" },
		{ "40.30.20.10.in-addr.arpa", "**.**.**.**.in-addr.arpa" },
		{ "30.20.10.IN-ADDR.ARPA", "**.**.**.IN-ADDR.ARPA" },
		{ "0/25.30.20.10.in-addr.arpa", "0/**.**.**.**.in-addr.arpa" },
		{ "8.b.d.0.1.0.0.2.ip6.arpa", "*.*.*.*.*.*.*.*.ip6.arpa" },
		{ "a.b.1.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.c.0.8.f.4.0.1.0.a.2.ip6.arpa",
			"2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6."
			"arpa" },
	};
	CHECK(examples);
}

static void leaves_what_is_none(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"Chrome/120.0.0.0 Safari/537.36",
		"Mozilla/5.0 (X11; Foo/1.2.3.4)",
		"v1.2.3.4 lib-1.2.3.4.tar.gz lib_1.2.3.4",
		"1.3.6.1.2.1 1.2.3.4.5",
		"127.0.0.1 0.0.0.0 255.255.255.0 224.0.0.251",
		"::1 :: ff02::1 33:33:00:00:00:01 ff:ff:ff:ff:ff:ff",
		"12:34:56 1:2:3 std::cout a::b abc::def",
		"300.1.2.3 1.2.3 1.2.3.4567",
		"1,2,3,4,5,6 (1,2,3,4,5,6)",
		"dead.beef.cafe",
		"aa:bb:cc:dd:ee:ff:00:11:22:33",
		"1700000000 4294967295",
		"x.in-addr.arpa. 1.0.0.127.in-addr.arpa",
	};
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		const struct example example = { texts[i], texts[i] };
		check(&example, 1);
	}
}

static void finds_known_addresses(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "ip-192-168-7-10.ec2", "ip-192-0-2-1***.ec2" },
		{ "v192.168.7.10.tar", "v192.0.2.1***.tar" },
		{ "oid.1.192.168.7.10.0", "oid.1.192.0.2.1***.0" },
		{ "Foo/192.168.7.10", "Foo/192.0.2.1***" },
		{ "192.168.7.101 192.168.7.1", "192.0.2.2**** 192.0.2.3**" },
		{ "(1,192,168,7,10,6)", "(1,192,0,2,1***,6)" },
		{ "C0A8070A c0a8070a 0xc0a8070a", "C0000201 c0000201 0xc0000201" },
		{ "z9hG4bKc0a8070a99", "z9hG4bKc000020199" },
		{ "3232237322 32322373221", "3221225985 32322373221" },
		{ "a45e60010203", "020000000001" },
		{ "A4:5E:60:01:02:03-A45E.6001.0203", "02:00:00:00:00:01-0200.0000.0001" },
		{ "a45e60-010203 a4 5e 60 01 02 03", "020000-000001 02 00 00 00 00 01" },
		{ "00010001a45e60010203ff", "00010001020000000001ff" },
		{ "00:01:a4:5e:60:01:02:03:ff", "00:01:02:00:00:00:00:01:ff" },
		{ "a65e60fffe010203 a4:5e:60:ff:fe:01:02:03",
			"000000fffe000001 02:00:00:ff:fe:00:00:01" },
		{ "a4%3A5e%3a60%3A01%3A02%3A03", "02%3A00%3a00%3A00%3A00%3A01" },
		{ "2a00:1450:4001:811::200e:443", "2001:db8::1*************:443" },
		{ "2a00145040010811000000000000200e", "20010db8000000000000000000000001" },
	};
	CHECK(examples);
}

/* As Windows writes names: each character in two bytes. */
static void finds_wide_text(void **state)
{
	(void)state;
	for (unsigned is_big = 0; is_big < 2; is_big++) {
		static const char narrow[] = "\\\\192.168.7.10\\c$",
				  hidden[] = "\\\\192.0.2.1***\\c$";
		enum { COUNT = sizeof(narrow) - 1 };
		uint8_t wide[2 * COUNT + 1] = { 0 };
		for (size_t i = 0; i < COUNT; i++)
			wide[2 * i + is_big] = (uint8_t)narrow[i];
		autofree(address_book) struct address_book *book = address_book_new();
		automem char *got = hidden_in(book, (struct bytes){ wide, 2 * COUNT });
		for (size_t i = 0; i < COUNT; i++)
			assert_int_equal(got[2 * i + is_big], hidden[i]);
	}
}

/* Runs that could be searched again and again. */
static void stays_linear(void **state)
{
	(void)state;
	enum { SIZE = 1 << 18 };
	static const char *const patterns[] = { "1.", "a", "a:", "::", "1,", "arpa",
		"4.in-addr.arpa.", "%3", "%31", "0", "ff:" };
	autofree(address_book) struct address_book *book = address_book_new();
	address_book_learn(book, &known[1], ADDRESS_FROM_PACKET);
	for (size_t i = 0; i < ARRAY_COUNT(patterns); i++) {
		autofinish(text) struct text text = { 0 };
		autofinish(address_matches) struct address_matches matches = { 0 };
		while (text.size < SIZE)
			text_append(&text, patterns[i]);
		address_texts_find(book, markup_bytes_of(text_string(&text)), &matches);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_what_identifies),
		cmocka_unit_test(finds_unknown_addresses),
		cmocka_unit_test(leaves_what_is_none),
		cmocka_unit_test(finds_known_addresses),
		cmocka_unit_test(finds_wide_text),
		cmocka_unit_test(stays_linear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
