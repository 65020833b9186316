/*
 * A ```packets fence: the first line is what follows the word, the rest is its body. Two captures
 * are declared. An error must have its place, and what is accepted must make sense.
 */
#include <string.h>

#include "conversation/selection.h"
#include "notes/talk/packets-block.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct talk_capture captures[] = {
	{ .name = "ping", .file = "ping.pcap", .path = "x/ping.pcap" },
	{ .name = "두번째", .file = "two.pcap", .path = "x/two.pcap" },
};

static void check_frames(const char *frames, struct arena *arena)
{
	autofinish(error) struct error error = { 0 };
	struct frame_range *ranges = NULL;
	size_t count = 0;
	if (!frame_ranges_parse(frames, arena, &ranges, &count, &error)) {
		require(error_is_set(&error), "frames are refused without a sentence");
		return;
	}
	for (size_t i = 0; i < count; i++)
		require(ranges[i].first >= 1 && ranges[i].first <= ranges[i].last,
			"frames that run backwards");
}

static void check_block(const struct packets_block *block, struct arena *arena)
{
	require(block->capture != NULL, "a block without a capture");
	require(block->stream >= -1 && block->stream <= UINT32_MAX, "a stream out of range");
	require(!block->filter || *block->filter, "an empty filter");
	if (block->frames)
		check_frames(block->frames, arena);
	for (size_t i = 0; i < block->remark_count; i++) {
		const struct packets_remark *remark = &block->remarks[i];
		require((remark->frame > 0) != (remark->text != NULL), "a remark at no place");
		require(remark->markdown.size > 0, "an empty remark");
		require(remark->line > block->line, "a remark above its block");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct talk talk = { .path = "x/talk.md", .captures = captures, .capture_count = 2 };
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text plain = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	markup_utf8(&plain, (struct bytes){ data, size }); /* as talk_parse() does */
	const char *source = text_string(&plain);
	size_t name_size = strcspn(source, "\n");
	const char *name = arena_strndup(&arena, source, name_size);
	size_t body = name_size + (source[name_size] == '\n');
	struct packets_block block;
	if (packets_block_parse(&talk, name, 7,
		    (struct bytes){ (const uint8_t *)source + body, plain.size - body }, &arena,
		    &block, &findings))
		check_block(&block, &arena);
	else
		require(findings.error_count > 0, "a broken block without a finding");
	for (size_t i = 0; i < findings.count; i++)
		require(findings.items[i].line >= 7, "a finding above its block");
	return 0;
}
