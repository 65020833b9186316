/* Tests templates and the page around the slides, and what makes a page safe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <lz4.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/format/hex-base64.h"
#include "base/format/markup.h"
#include "deck/deck.h"
#include "deck/page/assets.h"
#include "deck/page/packed-parts.h"
#include "deck/page/page.h"
#include "deck/page/template.h"
#include "deck/talk-list.h"
#include "diagram/views.h"
#include "dissect/tls/crypto.h"
#include "notes/talk/packets-block.h"

static void places_are_filled(void **state)
{
	(void)state;
	static const struct {
		const char *source, *filled;
	} cases[] = {
		{ "", "" },
		{ "{{a}}", "1" },
		{ "x{{a}}y{{b}}{{a}}z", "x1y{{a}}1z" }, /* values are not filled again */
		{ "{ {a}} {{a} {{}} {{A}} {{a b}}", "{ {a}} {{a} {{}} {{A}} {{a b}}" },
		{ "{{{a}}}", "{1}" },
		{ "{{a}", "{{a}" },
		{ "{{", "{{" },
	};
	autofinish(text_pieces) struct text_pieces one = { 0 }, place = { 0 };
	text_pieces_add_string(&one, "1");
	text_pieces_add_string(&place, "{{");
	text_pieces_add_string(&place, "a}}");
	const struct template_value values[] = { { "a", one }, { "b", place } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text_pieces) struct text_pieces out = { 0 };
		autofinish(text) struct text filled = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_true(template_fill(&out, markup_bytes_of(cases[i].source), values,
			ARRAY_COUNT(values), &error));
		text_pieces_append_to(&filled, &out);
		assert_string_equal(text_string(&filled), cases[i].filled);
		assert_int_equal(out.size, filled.size);
	}
}

static void unknown_place_is_named(void **state)
{
	(void)state;
	autofinish(text_pieces) struct text_pieces out = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct template_value values[] = { { "title", { 0 } } };
	assert_false(template_fill(&out, markup_bytes_of("<p>{{titel}}"), values, 1, &error));
	assert_non_null(strstr(error_message(&error), "'{{titel}}'"));
	assert_non_null(strstr(error_message(&error), "{{title}}"));
}

static void scripts_must_end_at_their_tag(void **state)
{
	(void)state;
	static const struct {
		const char *script;
		bool is_safe;
	} cases[] = {
		{ "", true },
		{ "let a = 1 < 2;", true },
		{ "'</script>'", false },
		{ "'</SCRIPT '", false },
		{ "'<\\/script>'", true },
		{ "'<script>'", true },
		{ "'<!--' + '<script>'", false },
		{ "'<!-- -->' + '<script>'", true },
		{ "/<!--(?:-->)/; '<script>'", true },
		{ "<!--<ScRiPt", false },
		{ "<", true },
		{ "</scrip", true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		assert_int_equal(
			page_script_is_safe(markup_bytes_of(cases[i].script)), cases[i].is_safe);
}

static void hash_is_sha256(void **state)
{
	(void)state;
	/* The example of FIPS 180-4. */
	static const uint8_t expected[CRYPTO_HASH_SIZE] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01,
		0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3,
		0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	uint8_t hash[CRYPTO_HASH_SIZE];
	crypto_sha256(markup_bytes_of("abc"), hash);
	assert_memory_equal(hash, expected, sizeof(hash));
}

/* Python computes the hashes of embedded files when the program is built. */
static void embedded_hashes_are_true(void **state)
{
	(void)state;
	for (size_t i = 0; i < asset_count; i++) {
		uint8_t hash[CRYPTO_HASH_SIZE];
		crypto_sha256((struct bytes){ assets[i].data, assets[i].size }, hash);
		assert_memory_equal(hash, assets[i].hash, sizeof(hash));
		assert_int_equal(assets[i].data[assets[i].size], 0);
		/* A build of a deck does not check embedded scripts again. */
		if (strstr(assets[i].name, ".js"))
			assert_true(page_script_is_safe(
				(struct bytes){ assets[i].data, assets[i].size }));
	}
	assert_true(asset_count > 0);
}

static char *html_of(const struct deck *deck)
{
	struct text html = { 0 };
	text_pieces_append_to(&html, &deck->html);
	return text_steal(&html);
}

static void assert_is_allowed(struct bytes script, const char *policy)
{
	uint8_t hash[CRYPTO_HASH_SIZE];
	crypto_sha256(script, hash);
	autofinish(text) struct text source = { 0 };
	text_append(&source, "'sha256-");
	text_append_base64(&source, (struct bytes){ hash, sizeof(hash) });
	text_append(&source, "'");
	assert_non_null(strstr(policy, text_string(&source)));
}

/*
 * Counts the inline scripts of `html`, and those that it has packed. The policy must have the hash
 * of each.
 */
static size_t count_allowed_scripts(const char *html, const char *policy)
{
	static const char packed[] = " class=\"packed-script\">";
	size_t count = 0;
	for (const char *p = strstr(html, packed); p; p = strstr(p, packed)) {
		p += strlen(packed);
		autofinish(buffer) struct buffer script = { 0 };
		assert_true(packed_parts_read((struct bytes){ (const uint8_t *)p,
			(size_t)(strstr(p, "</script>") - p) }, &script));
		assert_is_allowed((struct bytes){ script.data, script.size }, policy);
		count++;
	}
	for (const char *p = strstr(html, "<script>"); p; p = strstr(p, "<script>")) {
		p += strlen("<script>");
		const char *end = strstr(p, "</script>");
		assert_non_null(end);
		assert_is_allowed((struct bytes){ (const uint8_t *)p, (size_t)(end - p) }, policy);
		count++;
		p = end;
	}
	return count;
}

static const struct page sample = {
	.template_name = "deck.html",
	.is_deck = true,
	.lang = "ko\"><script>",
	.title = "</title><script>alert(1)</script>",
	.duration_s = 720,
	.body = { (const uint8_t *)"<section></section>", 19 },
	.packet_data = { (const uint8_t *)"{}", 2 },
	.theme = { (const uint8_t *)"p{content:'</STYLE><script>'}", 29 },
};

static void page_allows_its_own_scripts_only(void **state)
{
	(void)state;
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct deck_options options = { 0 };
	struct page page = sample;
	page.theme = (struct bytes){ 0 }; /* the theme's "<script>" is no script */
	assert_true(page_write(&deck, &page, &options, &error));
	automem char *html = html_of(&deck);
	const char *policy = text_string(&deck.policy);

	/* The scripts: head, reveal, what unpacks the deck's own and that one, prose, start. */
	size_t count = count_allowed_scripts(html, policy), hashes = 0;
	for (const char *p = strstr(policy, "'sha256-"); p; p = strstr(p + 1, "'sha256-"))
		hashes++;
	assert_int_equal(count, 6);
	assert_int_equal(hashes, count);
	assert_null(strstr(policy, "unsafe-eval"));
	assert_non_null(strstr(policy, "default-src 'none'"));
	const char *meta = strstr(html, policy);
	assert_non_null(meta);
	assert_true(meta < strstr(html, "<style>") && meta < strstr(html, "<script>"));
}

static void page_escapes_what_it_is_given(void **state)
{
	(void)state;
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct deck_options options = { 0 };
	assert_true(page_write(&deck, &sample, &options, &error));
	automem char *html = html_of(&deck);
	assert_null(strstr(html, "<script>alert(1)"));
	assert_non_null(strstr(html, "<title>&lt;/title&gt;"));
	assert_null(strstr(html, "lang=\"ko\">"));
	assert_non_null(strstr(html, "p{content:'<\\/STYLE><script>'}"));
	assert_non_null(strstr(html, "Permission is hereby granted"));
}

static void page_carries_what_its_slides_need(void **state)
{
	(void)state;
	static const struct {
		const char *slides, *style;
		bool is_served, is_there;
	} cases[] = {
		{ "<section><p>words</p></section>", ".drawing text{", false, false },
		{ "<section><p>words</p></section>", ".ladder text{", false, false },
		{ "<section><p>words</p></section>", ".field-table{", false, false },
		{ "<section><p>words</p></section>", ".callout-title", false, false },
		{ "<section><p>words</p></section>", ".layout-picture>.slide-body{", false, false },
		{ "<section><p>words</p></section>", ".room-bar{", false, false },
		{ "<section><p>words</p></section>", ".room-bar{", true, true },
		{ "<section><p>words</p></section>", ".callout-title", true, true },
		{ "<div class=\"packets packets-list\">", ".drawing text{", false, true },
		{ "<div class=\"packets packets-list\">", ".field-table{", false, true },
		{ "<div class=\"packets packets-list\">", ".turn>.who{", false, false },
		{ "<div class=\"packets packets-list\">", ".field-step>b{", false, false },
		{ "<div class=\"packets packets-stream\">", ".turn>.who{", false, true },
		{ "<div class=\"packets packets-list\">", ".graph .grid{", false, false },
		{ "<svg class=\"drawing graph buffers\">", ".graph .grid{", false, true },
		{ "<section><p>words</p></section>", ".fragment.grow{", false, false },
		{ "<p class=\"fragment custom\">", ".fragment.grow{", false, false },
		{ "<p class=\"fragment grow\">", ".fragment.grow{", false, true },
		{ "<p class=\"fragment fade-up\">", ".fragment.fade-up{", false, true },
		{ "<p class=\"r-fit-text\">", ".r-fit-text{", false, true },
		{ "<p>class=\"grow\" asks</p>", ".fragment.grow{", false, false },
		{ "<p class=\"asked\">", ".ask-choices", false, false },
		{ "<ul class=\"asked-list\">", ".asked-list>li{", false, true },
		{ "<p class=\"asked\">", ".asked-list>li{", false, false },
		{ "<div class=\"ask\" id=\"a\">", ".ask-choices", false, true },
		{ "<section class=", ".ask-choices", false, false },
		{ "<section class=\"as", ".ask-choices", false, false },
		{ "<svg class=\"ladder\">", ".ladder text{", false, true },
		{ "<template><svg class=\"ladder\"></svg></template>", ".ladder text{", false,
			true },
		{ "<aside class=\"callout callout-tip\">", ".callout-title", false, true },
		{ "<section class=\"layout-fact\">", ".layout-picture>.slide-body{", false, true },
		{ "<section class=\"center\">", ".layout-picture>.slide-body{", false, true },
		{ "<div class=\"mistake\">", ".mistake{", false, true },
		{ "<section><p>words</p></section>", ".mistake{", false, false },
		{ "<div class=\"compare\">", ".compare{display:", false, true },
		{ "<div class=\"packets packets-list\">", ".compare{display:", false, false },
		{ "<div class=\"remarks told\">", ".packets-sequence .told{", false, true },
		{ "<div class=\"packets packets-list\">", ".packets-sequence .told{", false,
			false },
		{ "<div class=\"packets with-source\">", ".js .with-source.with-side{", false,
			true },
		{ "<div class=\"packets packets-list\">", ".js .with-source.with-side{", false,
			false },
		{ "<ol class=\"field-steps\">", ".field-step>b{", false, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		const struct deck_options options = { .is_served = cases[i].is_served };
		struct page page = sample;
		page.body = markup_bytes_of(cases[i].slides);
		assert_true(page_write(&deck, &page, &options, &error));
		automem char *html = html_of(&deck);
		*strstr(html, "<script>") = '\0'; /* the scripts know all classes */
		assert_int_equal(strstr(html, cases[i].style) != NULL, cases[i].is_there);
	}
}

/* Returns the parts that the page has packed, with '|' in place of each NUL. */
static char *unpacked(const char *html)
{
	const char *begin = strstr(html, "id=\"packet-data\">") + strlen("id=\"packet-data\">");
	const char *end = strstr(begin, "</script>");
	autofinish(buffer) struct buffer packed = { 0 };
	base64_decode((struct bytes){ (const uint8_t *)begin, (size_t)(end - begin) }, &packed);
	assert_true(packed.size > 4);
	size_t size = packed.data[0] | (size_t)packed.data[1] << 8 | (size_t)packed.data[2] << 16;
	char *parts = xmalloc(size + 1);
	int got = LZ4_decompress_safe(
		(const char *)packed.data + 4, parts, (int)packed.size - 4, (int)size);
	assert_int_equal(got, size);
	parts[size] = '\0';
	for (char *nul = parts; (nul = memchr(nul, '\0', (size_t)(parts + size - nul)));)
		*nul = '|';
	return parts;
}

static void page_packs_what_only_its_script_reads(void **state)
{
	(void)state;
	static const struct {
		const char *slides, *shown, *parts;
	} cases[] = {
		{ "", "slides\">\n</div>", "{}" },
		{ "<p>a</p>", "<p>a</p>", "{}" },
		{ "<figure><svg>1</svg><template><svg>2</svg></template></figure>",
			"<figure><svg>1</svg><template data-part=\"1\"></template></figure>",
			"{}|<svg>2</svg>" },
		{ "<template></template><p>b</p><template>그림</template>",
			"<template data-part=\"1\"></template><p>b</p><template data-part=\"2\"></template>",
			"{}||그림" },
		{ "<p>&lt;template></p><template>", "<p>&lt;template></p><template>", "{}" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		const struct deck_options options = { 0 };
		struct page page = sample;
		page.body = markup_bytes_of(cases[i].slides);
		assert_true(page_write(&deck, &page, &options, &error));
		automem char *html = html_of(&deck);
		automem char *parts = unpacked(html);
		assert_non_null(strstr(html, cases[i].shown));
		assert_string_equal(parts, cases[i].parts);
	}
}

/* The attribute data-NAME of the page; malloc()ed. */
static char *version_of(const char *html, const char *name)
{
	autofinish(text) struct text mark = { 0 };
	text_append_format(&mark, " data-%s=\"", name);
	const char *found = strstr(html, text_string(&mark));
	if (!found)
		return xstrdup("");
	found += mark.size;
	return xstrndup(found, strcspn(found, "\""));
}

static void served_deck_says_what_has_to_be_loaded_anew(void **state)
{
	(void)state;
	static const struct {
		const char *title, *theme, *body, *packet_data;
		bool is_same_shell, are_same_packets;
	} cases[] = {
		{ "Talk", "", "<p>1</p>", "{}", true, true },
		{ "Talk", "", "<p class=\"callout\">2</p>", "{}", true, true },
		{ "Talk", "", "<p>1</p>", "{\"a\":1}", true, false },
		{ "Other", "", "<p>1</p>", "{}", false, true },
		{ "Talk", "p{}", "<p>1</p>", "{}", false, true },
	};
	automem char *shell = NULL, *packets = NULL;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(deck) struct deck deck = { 0 };
		autofinish(error) struct error error = { 0 };
		struct deck_slide slides[] = { { .digest = 1 }, { .digest = UINT64_MAX } };
		const struct deck_options options = { .is_served = true };
		struct page page = sample;
		page.title = cases[i].title;
		page.theme = markup_bytes_of(cases[i].theme);
		page.body = markup_bytes_of(cases[i].body);
		page.packet_data = markup_bytes_of(cases[i].packet_data);
		deck.slide_list = slides;
		deck.slide_list_count = ARRAY_COUNT(slides);
		assert_true(page_write(&deck, &page, &options, &error));
		deck.slide_list = NULL;
		automem char *html = html_of(&deck);
		automem char *own_shell = version_of(html, "shell");
		automem char *own_packets = version_of(html, "packets");
		automem char *own_slides = version_of(html, "slides");
		assert_string_equal(own_slides, "0000000000000001 ffffffffffffffff");
		assert_int_equal(strlen(own_shell), 16);
		if (!i) {
			shell = xstrdup(own_shell);
			packets = xstrdup(own_packets);
		}
		assert_int_equal(strcmp(shell, own_shell) == 0, cases[i].is_same_shell);
		assert_int_equal(strcmp(packets, own_packets) == 0, cases[i].are_same_packets);
	}
}

static void served_page_has_no_meta_policy(void **state)
{
	(void)state;
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct deck_options options = { .is_served = true };
	assert_true(page_write(&deck, &sample, &options, &error));
	automem char *html = html_of(&deck);
	assert_null(strstr(html, "Content-Security-Policy"));
	assert_non_null(
		strstr(text_string(&deck.policy), "connect-src 'self'; form-action 'self'"));
	assert_null(strstr(text_string(&deck.policy), "file:"));
}

/*
 * Files in the folder of --templates replace embedded ones and become sources. Their Windows line
 * ends are hashed as browsers do it.
 */
static void folder_of_templates_wins(void **state)
{
	(void)state;
	char folder[] = "/tmp/test-page-XXXXXX";
	assert_non_null(mkdtemp(folder));
	autofinish(text) struct text path = { 0 };
	autofinish(error) struct error error = { 0 };
	text_append_format(&path, "%s/start.js", folder);
	assert_true(file_replace(text_string(&path),
		(struct bytes){ (const uint8_t *)"one();\r\ntwo();\r", 15 }, &error));

	autofinish(deck) struct deck deck = { 0 };
	const struct deck_options options = { .templates = folder };
	struct page page = sample;
	page.theme = (struct bytes){ 0 };
	assert_true(page_write(&deck, &page, &options, &error));
	automem char *html = html_of(&deck);
	assert_non_null(strstr(html, "<script>one();\ntwo();\n</script>"));
	(void)count_allowed_scripts(html, text_string(&deck.policy));
	assert_int_equal(deck.source_count, 1);
	assert_string_equal(deck.sources[0], text_string(&path));

	assert_true(file_replace(
		text_string(&path), (struct bytes){ (const uint8_t *)"'</script>'", 11 }, &error));
	autofinish(deck) struct deck broken = { 0 };
	assert_false(page_write(&broken, &page, &options, &error));
	assert_non_null(strstr(error_message(&error), "'start.js'"));
	assert_int_equal(unlink(text_string(&path)), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void index_lists_talks_and_problems(void **state)
{
	(void)state;
	const struct talk_card one = {
		.title = (char[]){ "하나 <b>" },
		.presenter = (char[]){ "a & b" },
		.week = (char[]){ "" },
		.date = (char[]){ "2025" },
	};
	const struct talk_card unknown = { 0 };
	const struct deck_index_entry entries[] = {
		{ .href = "01-%22.html", .card = &one, .name = "01" },
		{ .href = "02.html", .card = &unknown, .name = "둘", .problem = "02.md:3: <bad>" },
	};
	autofinish(deck) struct deck deck = { 0 };
	autofinish(error) struct error error = { 0 };
	const struct deck_options options = { 0 };
	assert_true(deck_index_build(entries, ARRAY_COUNT(entries), NULL, &options, &deck, &error));
	automem char *html = html_of(&deck);
	assert_non_null(strstr(html, "<a href=\"01-%22.html\">하나 &lt;b&gt;</a>"));
	assert_non_null(strstr(html, "<bdi>a &amp; b</bdi> · <bdi>2025</bdi>"));
	assert_non_null(strstr(html, "02.md:3: &lt;bad&gt;"));
	assert_non_null(strstr(html, "<span class=\"failed\">둘</span>"));
	assert_null(strstr(html, "href=\"02.html\""));
	assert_non_null(strstr(html, "lang=\"ko\""));
	assert_non_null(strstr(text_string(&deck.policy), "script-src 'none'"));
}

static void write_file(const char *folder, const char *name, const char *content)
{
	autofinish(text) struct text path = { 0 };
	autofinish(error) struct error error = { 0 };
	text_append_format(&path, "%s/%s", folder, name);
	assert_true(file_replace(text_string(&path), markup_bytes_of(content), &error));
}

static void talks_of_a_folder(void **state)
{
	(void)state;
	static const struct {
		const char *name, *content;
		bool is_talk;
	} files[] = {
		{ "01-a.md", "---\ntitle: a\n---\n", true },
		{ "02-b.md", "\xef\xbb\xbf---\r\nweek: 1\r\ntitle: b\r\n---\r\n", true },
		{ "03-notes.md", "# title: no\n", false },
		{ "04-none.md", "---\nweek: 1\n---\ntitle: no\n", false },
		{ "05-open.md", "---\ntitle: never closed\n", true },
		{ ".hidden.md", "---\ntitle: h\n---\n", false },
		{ "_draft.md", "---\ntitle: d\n---\n", false },
		{ "README.md", "---\ntitle: r\n---\n", false },
		{ "empty.md", "", false },
		{ "template.md", "---\ntitle: {{title}}\n---\n", false },
		{ "text.txt", "---\ntitle: t\n---\n", false },
	};
	char folder[] = "/tmp/test-talks-XXXXXX";
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < ARRAY_COUNT(files); i++)
		write_file(folder, files[i].name, files[i].content);

	size_t expected = 0;
	autofinish(error) struct error error = { 0 };
	autofinish(talk_list) struct talk_list talks = { 0 };
	assert_true(talk_list_find(folder, &talks, &error));
	for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
		if (!files[i].is_talk)
			continue;
		assert_true(expected < talks.count);
		automem char *stem = file_stem(files[i].name);
		assert_string_equal(talks.names[expected], stem);
		automem char *name = file_name(talks.paths[expected++]);
		assert_string_equal(name, files[i].name);
	}
	assert_int_equal(talks.count, expected);
	talk_list_finish(&talks);
	for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
		autofinish(text) struct text path = { 0 };
		text_append_format(&path, "%s/%s", folder, files[i].name);
		assert_int_equal(unlink(text_string(&path)), 0);
	}
	assert_int_equal(rmdir(folder), 0);
	assert_false(talk_list_find(folder, &talks, &error));
}

/* notes/ and diagram/ do not depend on each other, so a test checks that their names agree. */
static void every_view_of_the_notes_is_a_picture(void **state)
{
	(void)state;
	unsigned count = 0;
	while (picture_view_at(count))
		count++;
	assert_int_equal(count, PACKETS_VIEW_COUNT);
	for (unsigned i = 0; i < PACKETS_VIEW_COUNT; i++) {
		const char *name = packets_view_name((enum packets_view)i);
		const struct picture_view *view = picture_view_find(name);
		assert_non_null(view);
		assert_string_equal(view->name, name);
		assert_non_null(view->table);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_filled),
		cmocka_unit_test(unknown_place_is_named),
		cmocka_unit_test(scripts_must_end_at_their_tag),
		cmocka_unit_test(hash_is_sha256),
		cmocka_unit_test(embedded_hashes_are_true),
		cmocka_unit_test(page_allows_its_own_scripts_only),
		cmocka_unit_test(page_escapes_what_it_is_given),
		cmocka_unit_test(page_carries_what_its_slides_need),
		cmocka_unit_test(page_packs_what_only_its_script_reads),
		cmocka_unit_test(served_deck_says_what_has_to_be_loaded_anew),
		cmocka_unit_test(served_page_has_no_meta_policy),
		cmocka_unit_test(folder_of_templates_wins),
		cmocka_unit_test(index_lists_talks_and_problems),
		cmocka_unit_test(talks_of_a_folder),
		cmocka_unit_test(every_view_of_the_notes_is_a_picture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
