/*
 * CPython exports its state as _PyRuntime. From there the way is interpreter, thread, frame, code.
 * Within a minor version these structures do not change (PEP 387 keeps the binary interface), so
 * their offsets are a table, for 64-bit systems; they were taken from the headers of that version.
 * A line is found in co_linetable as Objects/locations.md of CPython describes it.
 *
 * All that is read may be anything, since the program may overwrite it: sizes and steps are
 * limited, and nothing that is read is used as an address of this process.
 */
#include "lab/calls/python-line-linux.h"

#include <stddef.h>
#include <string.h>

#include "base/array.h"
#include "base/format/utf8.h"
#include "base/text.h"
#include "lab/calls/traced-memory-linux.h"

enum {
	THREADS_MAX = 1000,
	FRAMES_MAX = 100,
	TABLE_MAX = 1 << 16, /* bytes of a co_linetable */
	NAME_MAX_LETTERS = 1024,
	CODE_UNIT = 2, /* bytes of an instruction */
};

struct python_layout {
	unsigned version; /* 0x030b is 3.11 */
	bool has_debug_offsets; /* _PyRuntime begins with them, and with a cookie */
	uint16_t first_interpreter, first_thread; /* in the runtime, in the interpreter */
	uint16_t next_thread, thread_id;
	uint16_t c_frame, frame_of_c_frame; /* 0 and 0: the thread names the frame itself */
	uint16_t frame; /* in the thread, when there is no C frame */
	uint16_t code, instruction, previous, owner; /* in the frame */
	uint16_t filename, line_table, first_line, instructions; /* in the code */
	uint16_t text, wide_text; /* behind the head of a string, of ASCII and of other letters */
};

static const struct python_layout layouts[] = {
	{ .version = 0x030b,
		.first_interpreter = 40,
		.first_thread = 16,
		.next_thread = 8,
		.thread_id = 160,
		.c_frame = 56,
		.frame_of_c_frame = 8,
		.code = 32,
		.instruction = 56,
		.previous = 48,
		.owner = 69,
		.filename = 112,
		.line_table = 136,
		.first_line = 72,
		.instructions = 184,
		.text = 48,
		.wide_text = 72 },
	{ .version = 0x030c,
		.first_interpreter = 40,
		.first_thread = 72,
		.next_thread = 8,
		.thread_id = 144,
		.c_frame = 56,
		.frame_of_c_frame = 0,
		.code = 0,
		.instruction = 56,
		.previous = 8,
		.owner = 70,
		.filename = 112,
		.line_table = 136,
		.first_line = 68,
		.instructions = 192,
		.text = 40,
		.wide_text = 56 },
	{ .version = 0x030d,
		.has_debug_offsets = true,
		.first_interpreter = 632,
		.first_thread = 7344,
		.next_thread = 8,
		.thread_id = 160,
		.frame = 72,
		.code = 0,
		.instruction = 56,
		.previous = 8,
		.owner = 70,
		.filename = 112,
		.line_table = 136,
		.first_line = 68,
		.instructions = 200,
		.text = 40,
		.wide_text = 56 },
};

/* ---- memory ---- */

static bool read_at(pid_t process, uint64_t place, void *out, size_t size)
{
	return place && traced_memory_read(process, place, out, size) == size;
}

static uint64_t word_at(pid_t process, uint64_t place)
{
	uint64_t word = 0;
	return read_at(process, place, &word, sizeof(word)) ? word : 0;
}

/* ---- versions ---- */

/* Whether the interpreter was built without its lock, so that its structures are others. */
static bool is_free_threaded(pid_t process, uint64_t runtime)
{
	static const char cookie[] = "xdebugpy";
	struct {
		char cookie[sizeof(cookie) - 1];
		uint64_t version, is_free_threaded;
	} head;
	return !read_at(process, runtime, &head, sizeof(head)) ||
		memcmp(head.cookie, cookie, sizeof(head.cookie)) != 0 || head.is_free_threaded;
}

struct python python_recognize(pid_t process, uint64_t runtime, uint64_t version)
{
	enum { MINOR_SHIFT = 16 };
	struct python python = { .runtime = runtime };
	uint64_t number = word_at(process, version) >> MINOR_SHIFT;
	for (size_t i = 0; i < ARRAY_COUNT(layouts); i++) {
		const struct python_layout *layout = &layouts[i];
		if (layout->version == number &&
			!(layout->has_debug_offsets && is_free_threaded(process, runtime)))
			python.layout = layout;
	}
	return python;
}

/* ---- strings ---- */

/* The state of a string object: how wide its letters are, and where they stand. */
enum { KIND_SHIFT = 2, KIND_MASK = 7, IS_COMPACT = 1 << 5, IS_ASCII = 1 << 6 };

/* Reads the letters of a string object; false when it has none, or too many. */
static bool read_string(
	pid_t process, const struct python_layout *layout, uint64_t place, struct text *out)
{
	enum { LENGTH = 16, STATE = 32 };
	uint32_t state = 0;
	uint8_t letters[NAME_MAX_LETTERS];
	uint64_t length = word_at(process, place + LENGTH);
	if (!read_at(process, place + STATE, &state, sizeof(state)) || !(state & IS_COMPACT))
		return false;
	unsigned width = state >> KIND_SHIFT & KIND_MASK;
	place += state & IS_ASCII ? layout->text : layout->wide_text;
	if ((width != 1 && width != 2 && width != 4) || !length ||
		length > sizeof(letters) / width ||
		!read_at(process, place, letters, length * width))
		return false;
	for (size_t i = 0; i < length * width; i += width) {
		uint32_t letter = letters[i];
		for (unsigned octet = 1; octet < width; octet++)
			letter |= (uint32_t)letters[i + octet] << 8 * octet;
		if (!letter)
			return false;
		utf8_append(out, letter);
	}
	return true;
}

/* ---- lines ---- */

struct line_table {
	uint8_t bytes[TABLE_MAX];
	size_t size, at;
};

/* A number in groups of six bits, the lowest first; bit 6 says that another one follows. */
static unsigned take_number(struct line_table *table)
{
	enum { BITS = 6, MORE = 1 << BITS, SHIFT_MAX = 24 };
	unsigned number = 0;
	for (unsigned shift = 0; table->at < table->size && shift <= SHIFT_MAX; shift += BITS) {
		unsigned group = table->bytes[table->at++];
		number |= (group & (MORE - 1)) << shift;
		if (!(group & MORE))
			break;
	}
	return number;
}

/* The lowest bit is the sign. */
static int take_signed(struct line_table *table)
{
	unsigned number = take_number(table);
	return number & 1 ? -(int)(number >> 1) : (int)(number >> 1);
}

/* Returns the line of the instruction with this index; 0: it has none. */
static unsigned line_at(struct line_table *table, int first_line, uint64_t instruction)
{
	enum { FIRST = 0x80, LENGTH_MASK = 7, KIND_MASK_OF_ENTRY = 15, CODE_SHIFT = 3 };
	enum { ONE_LINE_0 = 10, ONE_LINE_2 = 12, NO_COLUMNS = 13, LONG = 14, NONE = 15 };
	int64_t line = first_line;
	uint64_t behind = 0;
	while (table->at < table->size) {
		unsigned head = table->bytes[table->at++];
		unsigned kind = head >> CODE_SHIFT & KIND_MASK_OF_ENTRY;
		behind += (head & LENGTH_MASK) + 1;
		if (kind >= ONE_LINE_0 && kind <= ONE_LINE_2)
			line += kind - ONE_LINE_0;
		else if (kind == NO_COLUMNS || kind == LONG)
			line += take_signed(table);
		if (instruction < behind)
			return kind == NONE || line < 1 || line > INT32_MAX ? 0 : (unsigned)line;
		while (table->at < table->size && !(table->bytes[table->at] & FIRST))
			table->at++; /* the columns */
	}
	return 0;
}

/* The line of a frame; 0: not known. */
static unsigned line_of(
	pid_t process, const struct python_layout *layout, uint64_t code, uint64_t frame)
{
	enum { BYTES_SIZE = 16, BYTES = 32 };
	struct line_table table = { .at = 0 };
	int32_t first_line = 0;
	uint64_t place = word_at(process, code + layout->line_table);
	uint64_t instruction = word_at(process, frame + layout->instruction);
	uint64_t size = place ? word_at(process, place + BYTES_SIZE) : 0;
	if (!size || size > sizeof(table.bytes) ||
		!read_at(process, place + BYTES, table.bytes, size) ||
		!read_at(process, code + layout->first_line, &first_line, sizeof(first_line)) ||
		instruction < code + layout->instructions)
		return 0;
	table.size = size;
	return line_at(&table, first_line, (instruction - code - layout->instructions) / CODE_UNIT);
}

/* ---- frames ---- */

static uint64_t frame_of_thread(const struct python *python, pid_t process, pid_t thread)
{
	const struct python_layout *layout = python->layout;
	uint64_t interpreter = word_at(process, python->runtime + layout->first_interpreter);
	uint64_t state = interpreter ? word_at(process, interpreter + layout->first_thread) : 0;
	for (unsigned i = 0; state && i < THREADS_MAX; i++) {
		if (word_at(process, state + layout->thread_id) == (uint64_t)thread)
			break;
		state = word_at(process, state + layout->next_thread);
	}
	if (!state || layout->frame)
		return state ? word_at(process, state + layout->frame) : 0;
	uint64_t c_frame = word_at(process, state + layout->c_frame);
	return c_frame ? word_at(process, c_frame + layout->frame_of_c_frame) : 0;
}

bool python_lines(const struct python *python, pid_t process, pid_t thread, python_take_line *take,
	void *context)
{
	enum { OWNED_BY_C = 3 }; /* a frame between the interpreter and C, of no code */
	const struct python_layout *layout = python->layout;
	uint64_t frame = layout ? frame_of_thread(python, process, thread) : 0;
	for (unsigned i = 0; frame && i < FRAMES_MAX; i++) {
		autofinish(text) struct text path = { 0 };
		uint64_t code = word_at(process, frame + layout->code);
		uint8_t owner = 0;
		(void)read_at(process, frame + layout->owner, &owner, sizeof(owner));
		unsigned line =
			code && owner < OWNED_BY_C ? line_of(process, layout, code, frame) : 0;
		if (line &&
			read_string(process, layout, word_at(process, code + layout->filename),
				&path) &&
			take(context, text_string(&path), line))
			return true;
		frame = word_at(process, frame + layout->previous);
	}
	return false;
}
