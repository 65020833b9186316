/*
 * From captured bytes to a slide: a capture is made of the input (a byte that picks the view and
 * the language, one for the link type, then per packet its size in two bytes, how many bytes were
 * not captured, a step in time, and the bytes), and a talk that shows it. Whatever was captured,
 * the slide's tags are the program's own, and the packets' JSON is JSON that no script element ends
 * in.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "deck/deck.h"
#include "deck/packets/packet-data.h"
#include "deck/slides.h"
#include "notes/slide/talk-parse.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PACKETS_MAX = 12, HEAD_SIZE = 2, PACKET_HEAD_SIZE = 4 };

static const char *const views[] = { "sequence", "packet", "list", "stack", "segments", "stream",
	"connections", "graph" };
static const uint8_t link_types[] = { 1, 0, 101, 108, 113 };

static void put_u32(struct text *out, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++, value >>= 8)
		text_append_char(out, (char)(value & 0xff));
}

/* A little-endian pcap of microseconds. */
static void make_capture(struct text *out, const uint8_t *data, size_t size)
{
	put_u32(out, 0xa1b2c3d4);
	put_u32(out, 2 | 4 << 16);
	put_u32(out, 0);
	put_u32(out, 0);
	put_u32(out, 65535);
	put_u32(out, link_types[data[1] % sizeof(link_types)]);
	uint32_t time_us = 0;
	size_t at = HEAD_SIZE;
	for (unsigned i = 0; i < PACKETS_MAX && at + PACKET_HEAD_SIZE < size; i++) {
		size_t captured = (size_t)data[at] << 8 | data[at + 1];
		uint32_t missing = data[at + 2];
		time_us += (uint32_t)data[at + 3] * data[at + 3];
		at += PACKET_HEAD_SIZE;
		if (captured > size - at)
			captured = size - at;
		put_u32(out, 1700000000);
		put_u32(out, time_us);
		put_u32(out, (uint32_t)captured);
		put_u32(out, (uint32_t)captured + missing);
		text_append_size(out, (const char *)data + at, captured);
		at += captured;
	}
}

static void make_talk(struct text *out, uint8_t choice, const char *capture)
{
	const char *view = views[choice % (ARRAY_COUNT(views))];
	bool is_single = strcmp(view, "packet") == 0 || strcmp(view, "stack") == 0;
	text_append_format(out,
		"---\nlang: %s\ncaptures:\n  x: { file: %s }\n---\n\n# X\n\n```packets x\n"
		"show: %s\n%snotes:\n  1: first\n```\n",
		choice & 0x80 ? "ko" : "en", capture, view, is_single ? "frames: 1\n" : "");
}

static void build(struct bytes source, struct arena *arena)
{
	autofinish(error) struct error error = { 0 };
	autofinish(deck) struct deck deck = { 0 };
	autofinish(text) struct text html = { 0 };
	autofinish(text) struct text packets = { 0 };
	const struct deck_options options = { 0 };
	struct captures captures;
	struct code_languages languages = { 0 };
	struct talk talk;
	/* A view that this program does not have yet is no talk. */
	if (!talk_parse("/nowhere/talk.md", source, arena, &talk, &deck.findings, &error))
		return;
	if (!captures_read(&captures, &talk, source, &options, arena, &deck, &error) ||
		!slides_html(&html, &captures, &deck, &options, &languages, &error)) {
		require(error_is_set(&error), "a deck fails without a sentence");
		return;
	}
	check_markup(written(&html));
	packet_data_json(&packets, &captures);
	check_json(written(&packets));
	require(!strchr(text_string(&packets), '<'), "a tag in the packets' JSON");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < HEAD_SIZE)
		return 0;
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text capture = { 0 };
	autofinish(text) struct text talk = { 0 };
	char path[] = "/tmp/pcapdeck-fuzz-deck-XXXXXX";
	int descriptor = mkstemp(path);
	require(descriptor >= 0, "no temporary file");
	make_capture(&capture, data, size);
	require(write(descriptor, capture.data, capture.size) == (ssize_t)capture.size,
		"cannot write a temporary file");
	(void)close(descriptor);
	make_talk(&talk, data[0], path);
	build(written(&talk), &arena);
	(void)unlink(path);
	return 0;
}
