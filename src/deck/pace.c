/*
 * Estimates time at an unhurried 140 English words or 300 Korean syllables a minute. The words are
 * those of the speaker notes, or those of the slide when it has no notes. A picture without notes
 * adds time to explain it. Each slide and each step adds a moment. Code is looked at and not read
 * aloud, so its words do not count.
 */
#include "deck/pace.h"

#include <string.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "deck/block/packets-view.h"
#include "notes/block/code-steps.h"
#include "notes/text/characters.h"

enum {
	WORDS_PER_MINUTE = 140,
	SYLLABLES_PER_MINUTE = 300,
	SLIDE_S = 3,
	STEP_S = 3,
	PICTURE_S = 15, /* for a picture without notes */
};

struct counter {
	bool is_code; /* between the fences of a code block */
	bool is_comment;
	bool is_word; /* the previous character was part of a word */
	struct pace *pace;
};

static bool is_letter(uint32_t point)
{
	return ascii_is_alphanumeric(point) || (point >= 0xc0 && point < 0x2000);
}

/* Whether the character continues a word although it is no letter: "don't", "1.5", "TIME_WAIT". */
static bool is_inside_word(uint32_t point)
{
	return point == '\'' || point == '.' || point == '_' || point == 0x2019;
}

static bool has_text(struct bytes line, size_t at, const char *text)
{
	size_t size = strlen(text);
	return line.size - at >= size && memcmp(line.data + at, text, size) == 0;
}

/* Returns the offset behind the address of a link when "](" stands at `at`; else `at`. */
static size_t skip_address(struct bytes line, size_t at)
{
	if (!has_text(line, at, "]("))
		return at;
	const uint8_t *end = memchr(line.data + at, ')', line.size - at);
	return end ? (size_t)(end - line.data) + 1 : at;
}

static void count_character(struct counter *counter, uint32_t point)
{
	bool is_syllable = character_is_cjk(point);
	bool is_word = !is_syllable && is_letter(point);
	counter->pace->syllables += is_syllable;
	counter->pace->words += is_word && !counter->is_word;
	counter->is_word = is_word || (counter->is_word && is_inside_word(point));
}

/*
 * Returns how many steps the code of this fence takes. Its first state appears with the slide and
 * is no step.
 */
static unsigned code_fence_steps(struct bytes fence)
{
	autofinish(arena) struct arena arena = { 0 };
	size_t count = code_steps_parse(fence, &arena).count;
	return count ? (unsigned)count - 1 : 0;
}

static void count_line(struct counter *counter, struct bytes line)
{
	size_t at = 0, size;
	while (at < line.size && (line.data[at] == ' ' || line.data[at] == '\t'))
		at++;
	if (has_text(line, at, "```") || has_text(line, at, "~~~")) {
		if (!counter->is_code)
			counter->pace->steps +=
				code_fence_steps((struct bytes){ line.data + at, line.size - at });
		counter->is_code = !counter->is_code;
		return;
	}
	if (counter->is_code)
		return;
	counter->pace->steps += !counter->is_comment && has_text(line, at, "+ ");
	counter->is_word = false;
	while (at < line.size) {
		if (counter->is_comment || has_text(line, at, "<!--")) {
			counter->is_comment = !has_text(line, at, "-->");
			at += counter->is_comment ? 1 : 3;
			continue;
		}
		size_t behind = skip_address(line, at);
		if (behind > at) {
			at = behind;
			continue;
		}
		uint32_t point =
			markup_decode_utf8((struct bytes){ line.data + at, line.size - at }, &size);
		count_character(counter, point);
		at += size;
	}
}

static void count_markdown(struct pace *pace, struct bytes markdown)
{
	struct counter counter = { .pace = pace };
	while (markdown.size) {
		const uint8_t *end = memchr(markdown.data, '\n', markdown.size);
		size_t size = end ? (size_t)(end - markdown.data) : markdown.size;
		count_line(&counter, (struct bytes){ markdown.data, size });
		size += end != NULL;
		markdown = (struct bytes){ markdown.data + size, markdown.size - size };
	}
}

/*
 * Counts the steps of the packets, and the remarks as text that is read aloud. The text counts only
 * for a slide without notes.
 */
static void count_block(
	struct pace *pace, const struct packets_block *block, const struct captures *captures)
{
	pace->steps += captures->block_count ? packets_block_steps(captures, block) : 0;
	for (size_t i = 0; i < block->remark_count; i++)
		count_markdown(pace, block->remarks[i].markdown);
	if (block->ask)
		count_markdown(pace, markup_bytes_of(block->ask->question.markdown));
	for (size_t i = 0; block->ask && i < block->ask->choice_count; i++)
		count_markdown(pace, markup_bytes_of(block->ask->choices[i].markdown));
}

struct pace pace_of_slide(const struct slide *slide, const struct captures *captures)
{
	struct pace shown = { 0 }, said = { 0 };
	bool has_picture = false;
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		has_picture = has_picture || part->is_packets;
		if (part->is_packets)
			count_block(&shown, part->packets, captures);
		else
			count_markdown(&shown, part->markdown);
	}
	/* notes that repeat those of the section's first slide do not count again */
	for (size_t i = 0; i < slide->note_count - slide->repeats_note; i++)
		count_markdown(&said, slide->notes[i]);
	struct pace pace = said.words + said.syllables ? said : shown;
	pace.has_notes = said.words + said.syllables > 0;
	pace.steps = shown.steps;
	pace.planned_s = slide->seconds;
	unsigned spoken_s =
		pace.words * 60 / WORDS_PER_MINUTE + pace.syllables * 60 / SYLLABLES_PER_MINUTE;
	pace.seconds = SLIDE_S + spoken_s + pace.steps * STEP_S +
		(has_picture && !pace.has_notes ? PICTURE_S : 0);
	return pace;
}

static void pace_add(struct pace *sum, const struct pace *pace)
{
	sum->words += pace->words;
	sum->syllables += pace->syllables;
	sum->steps += pace->steps;
	sum->has_notes = sum->has_notes || pace->has_notes;
	sum->seconds += pace->seconds;
	sum->planned_s += pace->planned_s;
}

struct pace pace_of_talk(const struct talk *talk, const struct captures *captures)
{
	struct pace sum = { 0 };
	for (size_t i = 0; i < talk->slide_count; i++) {
		struct pace pace = pace_of_slide(&talk->slides[i], captures);
		pace_add(&sum, &pace);
	}
	return sum;
}

static void append_row(struct text *out, const struct pace *pace)
{
	text_append_format(out, "%3u:%02u", pace->seconds / 60, pace->seconds % 60);
	if (pace->planned_s)
		text_append_format(out, " %4u:%02u", pace->planned_s / 60, pace->planned_s % 60);
	else
		text_append(out, "       -");
	text_append_format(out, " %6u %9u %5u  ", pace->words, pace->syllables, pace->steps);
}

void pace_append_time(struct text *out, unsigned seconds)
{
	text_append_format(out, "%um", seconds / 60);
	if (seconds % 60)
		text_append_format(out, "%us", seconds % 60);
}

void pace_append_table(struct text *out, const struct talk *talk, const struct captures *captures)
{
	text_append_message(out, "  about  planned  words syllables steps  slide\n");
	for (size_t i = 0; i < talk->slide_count; i++) {
		const struct slide *slide = &talk->slides[i];
		struct pace pace = pace_of_slide(slide, captures);
		append_row(out, &pace);
		text_append_format(out, "%zu %s%s\n", i + 1,
			slide->title[0] ? slide->title : message_of("(no heading)"),
			pace.has_notes ? "" : message_of(" (no notes)"));
	}
	struct pace sum = pace_of_talk(talk, captures);
	append_row(out, &sum);
	text_append_message(out, "in all");
	if (talk->duration_s)
		text_append_message(
			out, ", of %u:%02u", talk->duration_s / 60, talk->duration_s % 60);
	text_append(out, "\n");
}
