/*
 * Rows of protocols are sorted and complete. Every field in the sources has a sentence.
 */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/file/file.h"
#include "dissect/application/application.h"
#include "explain/field-sentence-table.h"

static void check_description(const struct protocol_description *protocol)
{
	assert_non_null(protocol->name);
	assert_int_equal(!!protocol->dissect + !!protocol->dissect_if + !!protocol->is_message, 1);
	if (protocol->is_message)
		assert_null(protocol->append_summary);
	else
		assert_null(protocol->append_words);
	if (!protocol->is_message)
		assert_string_equal(protocol_name(protocol_number(protocol)), protocol->name);
}

static void check_rows(const struct port_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_description(rows[i].protocol);
		if (i && rows[i - 1].port > rows[i].port)
			fail_msg("port %u stands behind %u", rows[i].port, rows[i - 1].port);
	}
}

static void rows_are_sorted_and_whole(void **state)
{
	(void)state;
	check_rows(udp_ports, udp_port_count);
	check_rows(tcp_ports, tcp_port_count);
	for (size_t i = 0; i < udp_recognized_count; i++)
		check_description(udp_recognized[i]);
	assert_true(PROTOCOL_COUNT + udp_port_count + tcp_port_count <= PROTOCOL_NUMBERS_MAX);
	assert_string_equal(protocol_name((enum protocol)(PROTOCOL_NUMBERS_MAX - 1)), "Unknown");
}

static unsigned checked, missing;

static void check_name(const char *name, const char *path)
{
	checked++;
	for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
		const char *sentence = field_words_template(field_words_find(name), is_korean);
		if (sentence && *sentence)
			continue;
		missing++;
		print_error("%s: '%s' has no sentence in %s\n", path, name,
			is_korean ? "Korean" : "English");
	}
}

/* The name is the first string behind FIELD_SPEC, or behind .name in a struct field_spec. */
static void check_source(char *source, const char *path)
{
	static const char *const marks[] = { "FIELD_SPEC", "field_spec" };
	for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
		for (char *at = source; (at = strstr(at, marks[i]));) {
			at += strlen(marks[i]);
			char *begin = strchr(at, '"'), *end = strpbrk(at, ";{}");
			/* the next string is the value in `struct field_spec x = { .name = "…"` */
			if (i == 1) {
				char *name = strstr(at, "{ .name = \"");
				if (!name || !end || name != end)
					continue;
				begin = name + strlen("{ .name = ");
				end = NULL;
			}
			char *close = begin ? strchr(begin + 1, '"') : NULL;
			if (!close || (end && end < begin))
				continue;
			char name[128];
			size_t size = (size_t)(close - begin) - 1;
			assert_true(size < sizeof(name));
			memcpy(name, begin + 1, size);
			name[size] = '\0';
			check_name(name, path);
		}
	}
}

static int visit(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)place;
	size_t size = strlen(path);
	if (type != FTW_F || size < 2 || strcmp(path + size - 2, ".c") != 0)
		return 0;
	autofinish(error) struct error error = { 0 };
	autofinish(buffer) struct buffer bytes = { 0 };
	assert_true(file_read(path, 1 << 20, &bytes, &error));
	check_source((char *)bytes.data, path);
	return 0;
}

static void every_field_has_a_sentence(void **state)
{
	(void)state;
	const char *root = getenv("PCAPDECK_SOURCE_ROOT");
	char folder[4096];
	if (!root)
		skip();
	(void)snprintf(folder, sizeof(folder), "%s/src/dissect", root);
	assert_int_equal(nftw(folder, visit, 8, FTW_PHYS), 0);
	assert_true(checked > 300);
	assert_int_equal(missing, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_sorted_and_whole),
		cmocka_unit_test(every_field_has_a_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
