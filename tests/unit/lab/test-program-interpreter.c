/* Which program is missing when a program that is there cannot be executed. */
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

#include "base/array.h"
#include "lab/programs/program-interpreter.h"

enum { ELF_SIZE = 160 };

/* A 64-bit ELF file whose only program header, PT_INTERP, names a loader at byte 120. */
static void make_binary(uint8_t bytes[ELF_SIZE], uint8_t place, uint8_t size)
{
	static const uint8_t identity[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	memset(bytes, 0, ELF_SIZE);
	memcpy(bytes, identity, sizeof(identity));
	bytes[32] = 64; /* where the program headers are */
	bytes[54] = 56; /* the size of one, and their number */
	bytes[56] = 1;
	bytes[64] = 3; /* PT_INTERP */
	bytes[64 + 8] = place;
	bytes[64 + 32] = size;
	(void)snprintf((char *)bytes + 120, ELF_SIZE - 120, "/no/such/ld.so");
}

static void write_program(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	(void)fclose(file);
	assert_int_equal(chmod(path, 0755), 0);
}

static void check(const char *name, enum missing_interpreter wanted, const char *missing)
{
	autofinish(text) struct text out = { 0 };
	enum missing_interpreter found = program_find_interpreter(name, &out);
	if (found != wanted || strcmp(text_string(&out), missing) != 0)
		fail_msg("%s: %d '%s'", name, (int)found, text_string(&out));
}

static void scripts_name_it(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum missing_interpreter kind;
		const char *missing;
	} cases[] = {
		{ "#!/no/such/python -u\nprint(1)\n", INTERPRETER_OF_SCRIPT, "/no/such/python" },
		{ "#! \t/no/such/sh", INTERPRETER_OF_SCRIPT, "/no/such/sh" },
		{ "#!/bin/sh\r\necho\r\n", INTERPRETER_OF_LINE_END, "/bin/sh\\x0d" },
		{ "#!/no\033[2J\n", INTERPRETER_OF_SCRIPT, "/no\\x1b[2J" },
		{ "#!/bin/sh\n", INTERPRETER_IS_THERE, "" },
		{ "#!\n", INTERPRETER_IS_THERE, "" },
		{ "#!", INTERPRETER_IS_THERE, "" },
		{ "echo\n", INTERPRETER_IS_THERE, "" },
		{ "", INTERPRETER_IS_THERE, "" },
	};
	char folder[] = "/tmp/interpreter-XXXXXX", path[64], other[64], line[80];
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/frob", folder);
	(void)snprintf(other, sizeof(other), "%s/other", folder);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		write_program(path, cases[i].text, strlen(cases[i].text));
		check(path, cases[i].kind, cases[i].missing);
	}
	check("/no/such/program", INTERPRETER_IS_THERE, "");
	/* Through $PATH, and through a script that runs it. */
	write_program(path, "#!/no/such/python\n", strlen("#!/no/such/python\n"));
	(void)snprintf(line, sizeof(line), "#!%s\n", path);
	write_program(other, line, strlen(line));
	check(other, INTERPRETER_OF_SCRIPT, "/no/such/python");
	/* A folder that has the name is no program. */
	char outer[64], folders[160];
	(void)snprintf(outer, sizeof(outer), "%s/outer", folder);
	(void)snprintf(line, sizeof(line), "%s/frob", outer);
	assert_int_equal(mkdir(outer, 0755) | mkdir(line, 0755), 0);
	(void)snprintf(folders, sizeof(folders), "%s:%s", outer, folder);
	assert_int_equal(setenv("PATH", folders, 1), 0);
	check("frob", INTERPRETER_OF_SCRIPT, "/no/such/python");
	assert_int_equal(rmdir(line) | rmdir(outer), 0);
	assert_int_equal(setenv("PATH", folder, 1), 0);
	check("frob", INTERPRETER_OF_SCRIPT, "/no/such/python");
	check("frobnicate", INTERPRETER_IS_THERE, "");
	/* A script that runs itself ends, too. */
	(void)snprintf(line, sizeof(line), "#!%s\n", path);
	write_program(path, line, strlen(line));
	check(path, INTERPRETER_IS_THERE, "");
	(void)remove(path);
	(void)remove(other);
	(void)rmdir(folder);
}

static void binaries_name_it(void **state)
{
	(void)state;
	uint8_t bytes[ELF_SIZE];
	char path[] = "/tmp/interpreter-XXXXXX";
	int file = mkstemp(path);
	assert_true(file >= 0);
	(void)close(file);
	make_binary(bytes, 120, 15);
	write_program(path, bytes, sizeof(bytes));
	check(path, INTERPRETER_OF_BINARY, "/no/such/ld.so");
	/* Headers that lie, and every file that is cut off, name nothing that is not there. */
	make_binary(bytes, 120, 255);
	write_program(path, bytes, sizeof(bytes));
	check(path, INTERPRETER_IS_THERE, "");
	make_binary(bytes, 120, 15);
	for (size_t size = 0; size < 120 + 15; size++) {
		write_program(path, bytes, size);
		check(path, INTERPRETER_IS_THERE, "");
	}
	(void)remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scripts_name_it),
		cmocka_unit_test(binaries_name_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
