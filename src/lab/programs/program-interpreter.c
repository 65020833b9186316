/*
 * Reads the first bytes of the file: the line of a script, or the program headers of an ELF file
 * that is little-endian and of 64 bits. An interpreter may be a script itself.
 */
#include "lab/programs/program-interpreter.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/format/printable.h"

enum {
	HEAD_SIZE = 4096,
	SCRIPTS_MAX = 4, /* of which each runs the one before; Linux allows as many */
	ELF_CLASS = 4,
	ELF_CLASS_64 = 2,
	ELF_DATA = 5,
	ELF_DATA_LITTLE_ENDIAN = 1,
	ELF_HEADER_SIZE = 64,
	ELF_PROGRAM_OFFSET = 32,
	ELF_PROGRAM_SIZE = 54,
	ELF_PROGRAM_COUNT = 56,
	ELF_INTERPRETER = 3, /* type of a program header */
	ELF_ENTRY_SIZE = 56,
	ELF_ENTRY_OFFSET = 8,
	ELF_ENTRY_FILE_SIZE = 32,
};

struct head {
	char bytes[HEAD_SIZE];
	size_t size;
};

static bool read_head(const char *path, struct head *ret_head)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t size =
		descriptor < 0 ? -1 : read(descriptor, ret_head->bytes, sizeof(ret_head->bytes));
	if (descriptor >= 0)
		(void)close(descriptor);
	ret_head->size = size > 0 ? (size_t)size : 0;
	return size > 0;
}

/* Appends the first word behind "#!". */
static bool append_of_script(const struct head *head, struct text *out)
{
	size_t begin = 2, end;
	if (head->size < 2 || memcmp(head->bytes, "#!", 2) != 0)
		return false;
	while (begin < head->size && (head->bytes[begin] == ' ' || head->bytes[begin] == '\t'))
		begin++;
	for (end = begin; end < head->size; end++)
		if (strchr(" \t\n", head->bytes[end])) /* or NUL */
			break;
	text_append_size(out, head->bytes + begin, end - begin);
	return end > begin;
}

/* A number of the file; 0 when it is not in the head. */
static uint64_t number_at(const struct head *head, uint64_t place, size_t size)
{
	uint64_t number = 0;
	if (place > head->size || size > head->size - place)
		return 0;
	while (size--)
		number = number << 8 | (uint8_t)head->bytes[place + size];
	return number;
}

/* Appends the path of PT_INTERP. */
static bool append_of_binary(const struct head *head, struct text *out)
{
	if (head->size < ELF_HEADER_SIZE || memcmp(head->bytes, "\177ELF", 4) != 0 ||
		head->bytes[ELF_CLASS] != ELF_CLASS_64 ||
		head->bytes[ELF_DATA] != ELF_DATA_LITTLE_ENDIAN)
		return false;
	uint64_t entry = number_at(head, ELF_PROGRAM_OFFSET, 8);
	uint64_t size = number_at(head, ELF_PROGRAM_SIZE, 2);
	uint64_t count = number_at(head, ELF_PROGRAM_COUNT, 2);
	for (; count-- && entry < head->size && size >= ELF_ENTRY_SIZE; entry += size) {
		if (number_at(head, entry, 4) != ELF_INTERPRETER)
			continue;
		uint64_t place = number_at(head, entry + ELF_ENTRY_OFFSET, 8);
		uint64_t length = number_at(head, entry + ELF_ENTRY_FILE_SIZE, 8);
		if (place >= head->size || !length || length > head->size - place)
			return false;
		text_append_size(
			out, head->bytes + place, strnlen(head->bytes + place, (size_t)length));
		return true;
	}
	return false;
}

/* The path that execvp() would execute, malloc()ed; NULL: there is none. */
static char *find_program(const char *name)
{
	const char *folders = getenv("PATH");
	return strchr(name, '/') ? xstrdup(name)
				 : file_find_program(folders ? folders : "/bin:/usr/bin", name);
}

enum missing_interpreter program_find_interpreter(const char *name, struct text *out)
{
	automem char *path = find_program(name);
	struct head head;
	for (unsigned depth = 0; path && depth < SCRIPTS_MAX && read_head(path, &head); depth++) {
		autofinish(text) struct text needed = { 0 };
		bool is_script = append_of_script(&head, &needed);
		if (!is_script && !append_of_binary(&head, &needed))
			return INTERPRETER_IS_THERE;
		const char *wanted = text_string(&needed);
		if (access(wanted, F_OK) != 0) {
			printable_append(out, markup_bytes_of(wanted));
			return !is_script                         ? INTERPRETER_OF_BINARY
				: wanted[needed.size - 1] == '\r' ? INTERPRETER_OF_LINE_END
								  : INTERPRETER_OF_SCRIPT;
		}
		free(path);
		path = xstrdup(wanted);
	}
	return INTERPRETER_IS_THERE;
}
