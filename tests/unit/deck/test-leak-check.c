/*
 * Tests deck/leak-check/leak-check: no deck is written when something that must be hidden is left
 * in it. The tests leave out steps of hiding, one by one and together. Then either the build must
 * stop, or the test's own search must find nothing.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/span.h"
#include "calls/socket-call.h"
#include "conversation/redact/anonymize.h"
#include "deck/deck.h"
#include "deck/leak-check/deck-packets.h"
#include "packet-builder.h"

/* ---- a talk in a folder ---- */

static const struct ends ends = { .addresses = { 192, 168, 7, 10, 192, 168, 8, 11 } };
static const uint8_t cards[12] = { 0xa4, 0x5e, 0x60, 1, 2, 3, 0xa4, 0x5e, 0x60, 4, 5, 6 };

struct folder {
	char path[32];
};

static struct folder folder_begin(void)
{
	struct folder folder = { .path = "/tmp/leak-check-XXXXXX" };
	assert_non_null(mkdtemp(folder.path));
	return folder;
}

static const char *const names[] = { "talk.md", "x.pcap", "note.md", "my.css", "drawing.svg",
	"other.md", "x.calls.jsonl", "client.py" };

static void path_of(const struct folder *folder, const char *name, char out[64])
{
	(void)snprintf(out, 64, "%s/%s", folder->path, name);
}

static void folder_end(const struct folder *folder)
{
	char path[64];
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		path_of(folder, names[i], path);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(folder->path), 0);
}

static void write_file(const struct folder *folder, const char *name, const char *text)
{
	char path[64];
	path_of(folder, name, path);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	(void)fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void add_segment(struct built *packet, uint32_t sequence, const char *text)
{
	packet->size = 0;
	put_string(packet, text);
	wrap_tcp(packet, &ends, 50000, 8080, sequence, 0x18);
	wrap_ip(packet, &ends, 6);
	wrap_ethernet(packet, cards, 0x0800);
}

static void add_datagram(struct built *packet, const char *text, const void *octets, size_t size)
{
	packet->size = 0;
	put_string(packet, text);
	put(packet, octets, size);
	wrap_udp(packet, &ends, 50000, 4000);
	wrap_ip(packet, &ends, 17);
	wrap_ethernet(packet, cards, 0x0800);
}

/* Values that are hidden and must not be found. */
static const char *const redacted_values[] = { "opensesame42", "hunter2hunter", "geheim-4711x" };
static const char *const hidden_words[] = { "192.168.7.10", "192.168.8.11", "a4:5e:60:01:02:03",
	"10.20.30.40", "a45e60010203" };
static const uint8_t hidden_octets[][6] = { { 192, 168, 7, 10 }, { 192, 168, 8, 11 },
	{ 0xa4, 0x5e, 0x60, 1, 2, 3 } };

/*
 * Writes a capture with a cookie in two segments, a parameter in a datagram and its copy, and
 * addresses in several forms.
 */
static void write_packets(const struct folder *folder)
{
	static struct built packets[7];
	static const uint8_t copy[] = { 0, 192, 168, 8, 11, 0, 0xa4, 0x5e, 0x60, 1, 2, 3, 0 };
	static const char first[] = "GET /?token=hunter2hunter HTTP/1.1\r\nHost: 192.168.8.11\r\n"
				    "Cookie: sid=opense";
	static const char second[] = "same42\r\nX-Forwarded-For: 10.20.30.40, 192.16";
	static const char third[] = "8.7.10\r\n\r\n";
	add_segment(&packets[0], 1, first);
	add_segment(&packets[1], 1 + sizeof(first) - 1, second);
	add_segment(&packets[2], 1 + sizeof(first) + sizeof(second) - 2, third);
	add_datagram(&packets[3], "hello=1&password=geheim-4711x", "&x=1", 4);
	add_datagram(&packets[4], "quoted: geheim-4711x, a45e60010203 ", copy, sizeof(copy));
	packets[5].size = 0;
	put_hex(&packets[5], "0001 0800 06 04 0001 a45e60010203 c0a8070a 000000000000 c0a8080b");
	wrap_ethernet(&packets[5], cards, 0x0806);
	char path[64];
	path_of(folder, "x.pcap", path);
	write_capture(path, 1, packets, 6);
}

static const char front[] =
	"---\ntitle: %s\nlang: en\nanonymize: true\n%scaptures: {x: x.pcap}\n"
	"---\n\n# One\n\n%s\n\n---\n\n# Two\n\n```packets x\nshow: list\n%s```\n"
	"\n--\n\n```packets x\n```\n\n--\n\n```packets x\nshow: stream\n"
	"stream: 0\n```\n\n--\n\n```packets x\nshow: packet\nframes: 5\n```\n";
enum { TEXT_LINE = 10, REMARK_LINE = 20 };

struct words {
	const char *title, *head, *text, *keys;
};

static void write_talk(const struct folder *folder, const struct words *words)
{
	static char talk[8192];
	(void)snprintf(talk, sizeof(talk), front, words->title ? words->title : "t",
		words->head ? words->head : "", words->text ? words->text : "",
		words->keys ? words->keys : "");
	write_file(folder, "talk.md", talk);
}

static bool build(
	const struct folder *folder, unsigned skipped, struct deck *ret_deck, struct error *error)
{
	const struct deck_options options = { .is_redacted = true, .skipped_steps = skipped };
	char path[64];
	path_of(folder, "talk.md", path);
	return deck_build(path, &options, ret_deck, error);
}

/* ---- the test's own search ---- */

struct found {
	bool is_found;
};

static bool look_at_packet(void *context, const struct deck_packet *packet)
{
	struct found *found = context;
	const struct bytes data = packet->frame->data;
	assert_true(data.size > 14);
	for (size_t i = 0; i < ARRAY_COUNT(hidden_octets); i++)
		found->is_found |=
			memmem(data.data, data.size, hidden_octets[i], i < 2 ? 4 : 6) != NULL;
	for (size_t i = 0; i < ARRAY_COUNT(redacted_values); i++)
		found->is_found |= memmem(data.data, data.size, redacted_values[i],
					   strlen(redacted_values[i])) != NULL;
	for (size_t i = 0; i < ARRAY_COUNT(hidden_words); i++)
		found->is_found |= memmem(data.data, data.size, hidden_words[i],
					   strlen(hidden_words[i])) != NULL;
	return false;
}

static bool has_leak(const struct deck *deck)
{
	struct found found = { false };
	autofinish(text) struct text page = { 0 };
	text_pieces_append_to(&page, &deck->html);
	/* what the page has packed */
	text_append(&page, text_string(&deck->packet_data));
	text_append(&page, text_string(&deck->slides));
	for (size_t i = 0; i < ARRAY_COUNT(redacted_values); i++)
		found.is_found |= strstr(text_string(&page), redacted_values[i]) != NULL;
	for (size_t i = 0; i < ARRAY_COUNT(hidden_words); i++)
		found.is_found |= strstr(text_string(&page), hidden_words[i]) != NULL;
	(void)deck_packets_walk((struct bytes){ (const uint8_t *)text_string(&deck->packet_data),
					deck->packet_data.size },
		look_at_packet, &found);
	return found.is_found;
}

/* ---- the tests ---- */

static void passes_what_is_hidden(void **state)
{
	(void)state;
	struct folder folder = folder_begin();
	write_packets(&folder);
	write_talk(&folder, &(struct words){ .text = "Nothing is said here." });
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!build(&folder, 0, &deck, &error))
		fail_msg("%s", error_message(&error));
	assert_false(has_leak(&deck));
	assert_int_equal(deck.findings.count, 0);
	folder_end(&folder);
}

/* Leaves out every combination of steps. */
static void notices_what_is_left_out(void **state)
{
	(void)state;
	enum { ALL = 2 * REDACTION_ADDRESS_LANES - 1 };
	struct folder folder = folder_begin();
	write_packets(&folder);
	write_talk(&folder, &(struct words){ 0 });
	unsigned refused = 0;
	for (unsigned bits = 1; bits <= ALL; bits++) {
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		bool ok = build(&folder, bits, &deck, &error);
		if (ok && has_leak(&deck))
			fail_msg("steps 0x%x are left out, and nobody notices", bits);
		refused += !ok;
		assert_true(ok == !error_is_set(&error));
	}
	assert_true(refused > 0);
	static const unsigned needed[] = { REDACTION_SPANS | REDACTION_COPIES | REDACTION_OWN,
		REDACTION_SPANS | REDACTION_COPIES, REDACTION_ADDRESS_TEXTS,
		REDACTION_ADDRESS_PIECES, REDACTION_ADDRESS_COPIES | REDACTION_ADDRESS_FIELDS,
		REDACTION_ADDRESS_COPIES, ALL };
	for (size_t i = 0; i < ARRAY_COUNT(needed); i++) {
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		if (build(&folder, needed[i], &deck, &error))
			fail_msg("steps 0x%x are left out, and the deck is built", needed[i]);
		assert_non_null(strstr(error_message(&error), "talk.md:5: no deck is written: "));
		assert_non_null(strstr(error_message(&error), "of 'x' would still hold "));
	}
	folder_end(&folder);
}

/* Values that are too short to search for. The rules still see that they are not hidden. */
static void notices_what_looks_like_a_secret(void **state)
{
	(void)state;
	static const struct {
		const char *first, *second; /* payloads of two segments */
		const char *message;
	} cases[] = {
		{ "GET / HTTP/1.1\r\nCookie: a=1\r\n\r\n", "",
			"frame 1 of 'x' would still hold "
			"what looks like 'Cookie' and is not hidden" },
		{ "POST / HTTP/1.1\r\nHost: h\r\n\r\npassw", "ord=ab1", "looks like 'parameters'" },
		{ "USER anna\r\nPASS abcd\r\n", "", "looks like 'logins'" },
		{ "GET / HTTP/1.1\r\nHost: h\r\n", "\r\n", NULL },
	};
	struct folder folder = folder_begin();
	write_talk(&folder, &(struct words){ 0 });
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		static struct built packets[5];
		size_t size = strlen(cases[i].first);
		add_segment(&packets[0], 1, cases[i].first);
		add_segment(&packets[1], 1 + (uint32_t)size, cases[i].second);
		for (size_t j = 2; j < 5; j++)
			add_datagram(&packets[j], "no more", "", 0);
		char path[64];
		path_of(&folder, "x.pcap", path);
		write_capture(path, 1, packets, 5);
		for (unsigned skips = 0; skips < 2; skips++) {
			autofinish(deck) struct deck deck = { 0 };
			autofinish(error) struct error error = { 0 };
			unsigned skipped =
				skips ? REDACTION_SPANS | REDACTION_COPIES | REDACTION_OWN : 0;
			bool ok = build(&folder, skipped, &deck, &error);
			if (ok != !(skips && cases[i].message))
				fail_msg("%s: %s", cases[i].first, error_message(&error));
			if (!ok)
				assert_non_null(strstr(error_message(&error), cases[i].message));
		}
	}
	folder_end(&folder);
}

static void expect(const struct folder *folder, const struct words *words, const char *message)
{
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	write_talk(folder, words);
	bool ok = build(folder, 0, &deck, &error);
	if (!message && !ok)
		fail_msg("'%s': %s", words->text ? words->text : "", error_message(&error));
	if (!message)
		return;
	if (ok)
		fail_msg("'%s' is not noticed", words->text ? words->text : words->keys);
	if (!strstr(error_message(&error), message))
		fail_msg("'%s' is not in: %s", message, error_message(&error));
	for (size_t i = 0; i < ARRAY_COUNT(redacted_values); i++)
		assert_null(strstr(error_message(&error), redacted_values[i]));
}

/* However the author spells a value, the message says where it stands and does not repeat it. */
static void notices_the_authors_words(void **state)
{
	(void)state;
	struct folder folder = folder_begin();
	write_packets(&folder);
	write_file(&folder, "note.md", "# A note\n\nIts password is geheim-4711x.\n");
	write_file(&folder, "my.css", "p { color: red }\n/* geheim-4711x */\n");
	write_file(&folder, "drawing.svg",
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n"
		"<text>geheim-4711x</text></svg>\n");
	static const struct {
		struct words words;
		const char *message;
	} cases[] = {
		{ { .text = "It is geheim-4711x." }, "talk.md:10: " },
		{ { .text = "a\n\nb **geheim-4711x** c" }, "talk.md:12: " },
		{ { .text = "```html\n<!-- geheim-4711x -->\n```" }, "talk.md:11: " },
		{ { .text = "Say geheim&#45;4711x" }, "talk.md:10: " },
		{ { .text = "Say *geheim*`-4711`x" }, "talk.md:" },
		{ { .text = "[x](http://a.example/?q=geheim%2D4711x)" }, "talk.md:10: " },
		{ { .text = "[x](http://a.example/?q=%67eheim-4711x)" }, "talk.md:10: " },
		{ { .text = "Z2VoZWltLTQ3MTF4" }, "talk.md:10: " },
		{ { .text = "Basic YW5uYTpnZWhlaW0tNDcxMXg=" }, "talk.md:10: " },
		{ { .text = "`67 65 68 65 69 6d 2d 34 37 31 31 78`" }, "talk.md:10: " },
		{ { .text = "67656865696D2D3437313178" }, "talk.md:10: " },
		{ { .text = "The cookie is opensesame42" }, "talk.md:" },
		{ { .text = "`hunter2hunter`" }, "hidden as 'parameters'" },
		{ { .title = "geheim-4711x" }, "talk.md:1: " },
		{ { .keys = "notes: {1: \"see geheim-4711x\"}\n" }, "talk.md:" },
		{ { .text = "![[note]]" }, "note.md:3: " },
		{ { .text = "![a](drawing.svg)" }, "drawing.svg:2: " },
		{ { .head = "theme: my.css\n" }, "my.css:2: " },
		{ { .text = "From 192.168.7.10 on" },
			"talk.md:10: no deck is written: the text holds an address that is hidden; "
			"write '192.0.2." },
		{ { .text = "From A4-5E-60-01-02-03 on" }, "write '02:00:00:00:00:0" },
		{ { .text = "192&#46;168.7.10" }, "talk.md:" },
		{ { .text = "10.20.30.40" }, "talk.md:10: " },
		/* These are no leaks. */
		{ { .text = "note:\nspoken: geheim-4711x, 192.168.7.10" }, NULL },
		{ { .text = "<!-- geheim-4711x -->" }, NULL },
		{ { .text = "a %%geheim-4711x%% b" }, NULL },
		{ { .text = "127.0.0.1, 192.168.7.1, 192.168.7.101, 10.0.0.1, 1.2.3.4" }, NULL },
		{ { .text = "password, token, geheim, 4711, sesame, hunter2" }, NULL },
		{ { .text = "`Cookie: sid=1234567890; a=b`" }, NULL },
		{ { .text = "192.0.2.1 stands for it." }, NULL },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		expect(&folder, &cases[i].words, cases[i].message);
	folder_end(&folder);
}

/* An example that the author wrote is no leak, but gets a warning. */
static void warns_of_examples(void **state)
{
	(void)state;
	struct folder folder = folder_begin();
	write_packets(&folder);
	write_talk(&folder,
		&(struct words){ .text = "Look:\n\n```http\nGET / HTTP/1.1\nAuthorization: Basic "
					 "YTpiYmJiYmJiYg==\n```" });
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	assert_true(build(&folder, 0, &deck, &error));
	assert_int_equal(deck.findings.count, 1);
	assert_int_equal(deck.findings.items[0].severity, FINDING_WARNING);
	assert_int_equal(deck.findings.items[0].line, 14);
	folder_end(&folder);
}

/*
 * A secret in an embedded note is warned of where the note has it, also when the talk has the same
 * word. A warning of the talk's own words is given once.
 */
static void warns_of_embedded_notes(void **state)
{
	(void)state;
	static const struct {
		const char *text, *note, *place;
		unsigned line;
	} cases[] = {
		{ "![[note]]", "# A note\n\npassword: hunter2secret\n", "note.md", 3 },
		{ "Who says hunter2secret?\n\n![[note]]", "# A note\n\npassword: hunter2secret\n",
			"note.md", 3 },
		{ "%%hunter2secret%%\n\n![[note]]", "# A note\n\npassword: hunter2secret\n",
			"note.md", 3 },
		{ "password: hunter2secret", "", "talk.md", TEXT_LINE },
		{ "password: **hunter2secret**", "", "talk.md", TEXT_LINE },
		{ "password: <b>hunter2secret</b>", "", "talk.md", TEXT_LINE },
		{ "password: hunter2secret<br>next", "", "talk.md", TEXT_LINE },
		{ "password: [hunter2secret](http://example.com/x)", "", "talk.md", TEXT_LINE },
		{ "[password: hunter2secret](http://example.com/x)", "", "talk.md", TEXT_LINE },
		{ "<p>password: hunter2secret</p>", "", "talk.md", TEXT_LINE },
		{ "`curl -u alice:hunter2secret`<br>x", "", "talk.md", TEXT_LINE },
		{ "password: hunter2secret\n\n![[note]]", "password: hunter2secret\n", "talk.md",
			TEXT_LINE },
	};
	struct folder folder = folder_begin();
	write_packets(&folder);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		write_file(&folder, "note.md", cases[i].note);
		write_talk(&folder, &(struct words){ .text = cases[i].text });
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_true(build(&folder, 0, &deck, &error));
		if (deck.findings.count != 1)
			fail_msg("'%s': %zu warnings", cases[i].text, deck.findings.count);
		if (!string_ends_with(deck.findings.items[0].path, cases[i].place) ||
			deck.findings.items[0].line != cases[i].line)
			fail_msg("'%s' is warned of at %s:%u", cases[i].text,
				deck.findings.items[0].path, deck.findings.items[0].line);
	}
	folder_end(&folder);
}

/* Writes a call of the cookie's connection that line 2 of client.py made. */
static void write_calls(const struct folder *folder)
{
	static const char made[] = "made.sendall(b'x')";
	static char line[512];
	(void)snprintf(line, sizeof(line),
		"{\"role\":\"client\",\"process\":7,\"thread\":7,\"call\":\"sendto\",\"fd\":5,\"length\":9,"
		"\"result\":9,\"local\":\"192.168.7.10:50000\",\"peer\":\"192.168.8.11:8080\","
		"\"source\":\"client.py:2\",\"source_digest\":\"%016" PRIx64
		"\",\"begin\":\"1700000000.000000000\",\"end\":\"1700000000.000000100\"}\n",
		socket_call_line_digest(markup_bytes_of(made)));
	write_file(folder, "x.calls.jsonl", line);
	write_file(folder, "client.py", "password = 'hunter2secret'\nmade.sendall(b'x')\n");
}

/* A secret is warned of where it is one, not in a file that happens to have the same word. */
static void warns_of_the_right_file(void **state)
{
	(void)state;
	static const char code[] =
		"```packets x\ncalls: true\nsource: client.py\n```\n\n---\n\n# More";
	static const struct {
		const char *other, *note, *text; /* "%s" is the block with the source */
		const char *place;
	} cases[] = {
		{ "Who says hunter2secret?\n", "password: hunter2secret\n",
			"![[other]]\n\n![[note]]", "note.md:1" },
		{ "Who says hunter2secret?\n", "", "![[other]]\n\n---\n\n%s", "client.py:1" },
		{ "", "# A note\n\npassword: hunter2secret\n", "%s\n\n---\n\n![[note]]",
			"client.py:1 note.md:3" },
		{ "", "# A note\n\npassword: hunter2secret\n", "![[note]]\n\n---\n\n%s",
			"note.md:3 client.py:1" },
		/* markup divides it in the file */
		{ "", "pass<b>word</b>: hunter2secret\n", "![[note]]", "note.md:1" },
	};
	struct folder folder = folder_begin();
	write_packets(&folder);
	write_calls(&folder);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		static char written[1024];
		autofinish(text) struct text places = { 0 };
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		const char *mark = strstr(cases[i].text, "%s");
		int head = (int)(mark ? mark - cases[i].text : (ptrdiff_t)strlen(cases[i].text));
		(void)snprintf(written, sizeof(written), "%.*s%s%s", head, cases[i].text,
			mark ? code : "", mark ? mark + 2 : "");
		write_file(&folder, "other.md", cases[i].other);
		write_file(&folder, "note.md", cases[i].note);
		write_talk(&folder, &(struct words){ .text = written });
		if (!build(&folder, 0, &deck, &error))
			fail_msg("'%s': %s", cases[i].text, error_message(&error));
		for (size_t j = 0; j < deck.findings.count; j++)
			text_append_format(&places, "%s%s:%u", j ? " " : "",
				strrchr(deck.findings.items[j].path, '/') + 1,
				deck.findings.items[j].line);
		if (strcmp(text_string(&places), cases[i].place) != 0)
			fail_msg("'%s' is warned of at '%s'", cases[i].text, text_string(&places));
	}
	folder_end(&folder);
}

/*
 * Values that every page contains, since the program itself writes them. They do not reveal what
 * was hidden.
 */
static void passes_the_programs_own_words(void **state)
{
	(void)state;
	static const char *const values[] = { "1700000000", "1687121204", "3281859550", "12345.678",
		"background", "connection", "presentation", "acknowledgment", "retransmission",
		"ESTABLISHED", "transition", "color-scheme", "application/json", "aria-label",
		"querySelector", "addEventListener", "ArrowRight", "border-radius:4px",
		"width=device-width", "initial-scale=1", "192.0.2.1", "0x0800", "sans-serif" };
	struct folder folder = folder_begin();
	write_file(&folder, "talk.md",
		"---\ntitle: t\nlang: en\ncaptures: {x: x.pcap}\n---\n\n# One\n\nSaid.\n\n"
		"```packets x\nshow: list\n```\n\n---\n\n```packets x\n```\n");
	for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
		static struct built packets[2];
		static char text[256];
		(void)snprintf(text, sizeof(text),
			"POST /x?token=%s HTTP/1.1\r\nHost: h\r\nCookie: sid=%s\r\n\r\n", values[i],
			values[i]);
		add_segment(&packets[0], 1, text);
		(void)snprintf(text, sizeof(text), "hello=1&password=%s", values[i]);
		add_datagram(&packets[1], text, "", 0);
		char path[64];
		path_of(&folder, "x.pcap", path);
		write_capture(path, 1, packets, 2);
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		if (!build(&folder, 0, &deck, &error))
			fail_msg("%s: %s", values[i], error_message(&error));
	}
	folder_end(&folder);
}

/* A secret that only the leak check finds is hidden, too. The deck is built without its bytes. */
static void hides_what_is_found_last(void **state)
{
	(void)state;
	static const struct {
		const char *first, *second; /* payloads of two segments */
		const char *gone;
	} cases[] = {
		{ "POST / HTTP/1.1\r\nHost: h\r\n\r\nvar a=1;\nsecret= true;\n", "var b;\n", NULL },
		{ "POST / HTTP/1.1\r\nHost: h\r\n\r\nvar a=1;\nsecret =false\n", "var b;\n", NULL },
		{ "GET / HTTP/1.1\r\nX-Client: MTkyLjE2OC43LjEw\r\n", "\r\n", "MTkyLjE2OC43LjEw" },
		{ "GET /?x=aXA9MTkyLjE2OC44LjExOw== HTTP/1.1\r\n", "\r\n", "MTkyLjE2OC44LjEx" },
		{ "POST / HTTP/1.1\r\n\r\n", "{\"ip\":\"192\\u002e168\\u002e7\\u002e10\"}",
			"168\\u002e7" },
		{ "POST / HTTP/1.1\r\n\r\n", "{\"ip\":\"\\u0031\\u003992.168.7.10\"}", NULL },
	};
	struct folder folder = folder_begin();
	write_talk(&folder, &(struct words){ 0 });
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		static struct built packets[5];
		add_segment(&packets[0], 1, cases[i].first);
		add_segment(&packets[1], 1 + (uint32_t)strlen(cases[i].first), cases[i].second);
		for (size_t j = 2; j < 5; j++)
			add_datagram(&packets[j], "no more", "", 0);
		char path[64];
		path_of(&folder, "x.pcap", path);
		write_capture(path, 1, packets, 5);
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		if (!build(&folder, 0, &deck, &error))
			fail_msg("%s: %s", cases[i].first, error_message(&error));
		autofinish(text) struct text page = { 0 };
		text_pieces_append_to(&page, &deck.html);
		if (cases[i].gone)
			assert_null(strstr(text_string(&page), cases[i].gone));
		assert_false(has_leak(&deck));
	}
	folder_end(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes_what_is_hidden),
		cmocka_unit_test(notices_what_is_left_out),
		cmocka_unit_test(notices_what_looks_like_a_secret),
		cmocka_unit_test(notices_the_authors_words),
		cmocka_unit_test(warns_of_examples),
		cmocka_unit_test(warns_of_embedded_notes),
		cmocka_unit_test(warns_of_the_right_file),
		cmocka_unit_test(hides_what_is_found_last),
		cmocka_unit_test(passes_the_programs_own_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
