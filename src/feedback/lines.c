/*
 * Anybody may have written these lines, or changed them. What they say is cleaned as what a form
 * sends; a line that cannot be read is reported, and takes nothing else with it.
 */
#include "feedback/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/span.h"
#include "feedback/store.h"
#include "notes/text/lines.h"

static const char gap[] = " · ";
enum { VISITOR_DIGITS = 16, FRAME_DIGITS_MAX = 9 };

struct reader {
	struct arena *arena;
	const char *talk;
	struct feedback_lines *lines;
	const char *visitor, *name; /* of the last header */
	bool is_other; /* it is of another talk */
};

static const char *clean(struct arena *arena, struct bytes text, size_t most, bool is_long)
{
	autofinish(text) struct text out = { 0 };
	feedback_clean(&out, text, most, is_long);
	return arena_strdup(arena, text_string(&out));
}

/* Takes the part before the next gap off *rest. */
static struct bytes take_part(struct bytes *rest)
{
	size_t end = bytes_find(*rest, 0, gap);
	struct bytes part = { rest->data, end };
	*rest = end < rest->size ? bytes_from(*rest, end + sizeof(gap) - 1)
				 : bytes_from(*rest, rest->size);
	return part;
}

static bool is_visitor(struct bytes part)
{
	for (size_t i = 0; i < part.size; i++) {
		if (!ascii_is_hex_digit(part.data[i]))
			return false;
	}
	return part.size == VISITOR_DIGITS;
}

static bool take_word(struct bytes *text, const char *word)
{
	if (!bytes_starts_with(*text, word))
		return false;
	*text = bytes_trim(bytes_from(*text, strlen(word)));
	return true;
}

/* Reads "pcapdeck feedback: TALK · VISITOR · NAME". A talk's name may have a gap in it. */
static bool read_header(struct reader *reader, struct bytes line)
{
	if (!take_word(&line, "pcapdeck feedback:") && !take_word(&line, "pcapdeck 의견:"))
		return false;
	struct bytes rest = line;
	while (rest.size) {
		struct bytes part = take_part(&rest);
		if (!is_visitor(part) || part.data == line.data)
			continue;
		const struct bytes talk = { line.data,
			(size_t)(part.data - line.data) - (sizeof(gap) - 1) };
		autofinish(text) struct text known = { 0 };
		automem char *name = xstrndup((const char *)talk.data, talk.size);
		feedback_talk_name(&known, name);
		reader->is_other = strcmp(text_string(&known), reader->talk) != 0;
		reader->visitor = clean(reader->arena, part, FEEDBACK_VISITOR_MAX, false);
		reader->name = clean(reader->arena, rest, FEEDBACK_NAME_MAX, false);
		reader->lines->has_header = true;
		return true;
	}
	return false;
}

static bool read_number(struct bytes digits, uint64_t *ret_number)
{
	return digits.size <= FRAME_DIGITS_MAX && span_decimal(digits, ret_number);
}

/* Reads "step 2" or "ping #3" into the place. */
static bool read_detail(struct reader *reader, struct bytes part, struct feedback_place *place)
{
	uint64_t number;
	if (take_word(&part, "step ") || take_word(&part, "단계 ")) {
		if (!read_number(part, &number))
			return false;
		place->step = (int)number;
		return true;
	}
	size_t hash = bytes_find(part, 0, "#");
	if (hash == part.size || !read_number(bytes_from(part, hash + 1), &place->frame))
		return false;
	place->capture =
		clean(reader->arena, (struct bytes){ part.data, hash }, FEEDBACK_SLIDE_MAX, false);
	return true;
}

static bool read_place(struct reader *reader, struct bytes inside, struct feedback_place *place)
{
	*place = (struct feedback_place){ .talk = reader->talk, .step = -1, .capture = "" };
	place->slide = clean(reader->arena, take_part(&inside), FEEDBACK_SLIDE_MAX, false);
	while (inside.size) {
		if (!read_detail(reader, take_part(&inside), place))
			return false;
	}
	return *place->slide;
}

/* The words of several lines stand in one. */
static const char *unfold(struct reader *reader, struct bytes words)
{
	static const char fold[] = " ⏎ ";
	autofinish(text) struct text out = { 0 };
	for (size_t end; words.size; words = bytes_from(words, end)) {
		end = bytes_find(words, 0, fold);
		text_append_size(&out, (const char *)words.data, end);
		if (end < words.size) {
			text_append_char(&out, '\n');
			end += sizeof(fold) - 1;
		}
	}
	return clean(reader->arena, markup_bytes_of(text_string(&out)), FEEDBACK_WORDS_MAX, true);
}

static bool read_said(struct reader *reader, struct bytes said, struct feedback_line *line)
{
	static const struct {
		const char *words;
		enum feedback_mark mark;
	} marks[] = {
		{ "이해됐어요", MARK_CLEAR },
		{ "clear", MARK_CLEAR },
		{ "놓쳤어요", MARK_LOST_ME },
		{ "lost me", MARK_LOST_ME },
		{ "너무 빨라요", MARK_TOO_FAST },
		{ "too fast", MARK_TOO_FAST },
	};
	static const struct {
		const char *words;
		enum feedback_kind kind;
	} kinds[] = {
		{ "질문:", FEEDBACK_QUESTION },
		{ "question:", FEEDBACK_QUESTION },
		{ "배운 것:", FEEDBACK_LEARNED },
		{ "learned:", FEEDBACK_LEARNED },
		{ "따라가지 못한 곳:", FEEDBACK_LOST },
		{ "got lost:", FEEDBACK_LOST },
		{ "해 볼 것:", FEEDBACK_TRY },
		{ "try next:", FEEDBACK_TRY },
	};
	for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
		if (bytes_equal(said, marks[i].words)) {
			line->mark = marks[i].mark;
			return true;
		}
	}
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		if (take_word(&said, kinds[i].words)) {
			line->item.kind = kinds[i].kind;
			line->item.words = unfold(reader, said);
			return *line->item.words;
		}
	}
	return false;
}

static bool read_line(struct reader *reader, struct bytes line, struct feedback_line *ret_line)
{
	size_t end = bytes_find(line, 0, "]");
	*ret_line = (struct feedback_line){
		.visitor = reader->visitor,
		.item = { .name = reader->name, .slide_title = "", .words = "" },
	};
	return end < line.size &&
		read_place(
			reader, (struct bytes){ line.data + 1, end - 1 }, &ret_line->item.place) &&
		read_said(reader, bytes_trim(bytes_from(line, end + 1)), ret_line);
}

/* The line without what a chat, or its user, puts before it. */
static struct bytes unquote(struct bytes line)
{
	if (line.size && line.data[line.size - 1] == '\r')
		line.size--;
	line = bytes_trim(line);
	while (line.size && line.data[0] == '>')
		line = bytes_trim(bytes_from(line, 1));
	return line;
}

struct feedback_lines feedback_lines_read(struct arena *arena, struct bytes text, const char *talk)
{
	struct feedback_lines lines = { 0 };
	struct reader reader = { .arena = arena, .talk = talk, .lines = &lines };
	struct lines all = lines_split(arena, text);
	unsigned most = all.count < FEEDBACK_LINES_MAX ? all.count : FEEDBACK_LINES_MAX;
	lines.is_cut = most < all.count;
	lines.items = arena_alloc_array(arena, most + 1, sizeof(*lines.items));
	lines.unknown = arena_alloc_array(arena, most + 1, sizeof(*lines.unknown));
	for (unsigned i = 1; i <= most; i++) {
		struct bytes line = unquote(lines_at(&all, i));
		if (read_header(&reader, line) || !lines.has_header ||
			!bytes_starts_with(line, "["))
			continue;
		if (reader.is_other)
			lines.other_count++;
		else if (read_line(&reader, line, &lines.items[lines.count]))
			lines.count++;
		else
			lines.unknown[lines.unknown_count++] = i;
	}
	return lines;
}
