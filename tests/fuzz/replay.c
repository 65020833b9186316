/*
 * Runs a fuzz target without a fuzzer, as a test. It runs each file of the given folders:
 * unchanged, cut at some of its bytes, and with bytes changed by a generator with a fixed seed.
 * "--few" before the folders runs a quarter of these, for valgrind. With clang and
 * -Dc_args=-fsanitize=fuzzer-no-link, libFuzzer's main() replaces this file (see
 * tests/fuzz/meson.build).
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_SIZE_MAX = 1 << 20, VARIANTS = 64, FEW_VARIANTS = 16, CHANGES_MAX = 8 };

/* xorshift32: not random, but the same everywhere. */
static uint32_t next_number(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Runs a copy of exactly `size` bytes, so that a sanitizer sees a read beyond the end. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = xmalloc(size ? size : 1);
	if (size)
		memcpy(copy, data, size);
	(void)LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void run_variants(struct bytes original, unsigned variants)
{
	run(original.data, original.size);
	for (size_t i = 0; i < variants && i < original.size; i++)
		run(original.data, i * original.size / variants);
	uint32_t state = 2463534242U;
	uint8_t *changed = xmalloc(original.size ? original.size : 1);
	for (unsigned i = 0; i < variants && original.size; i++) {
		memcpy(changed, original.data, original.size);
		uint32_t changes = next_number(&state) % CHANGES_MAX + 1;
		for (uint32_t change = 0; change < changes; change++) {
			size_t to = next_number(&state) % original.size;
			size_t from = next_number(&state) % original.size;
			changed[to] = next_number(&state) % 2 ? original.data[from]
							      : (uint8_t)next_number(&state);
		}
		run(changed, original.size);
	}
	free(changed);
}

static bool run_file(const char *path, unsigned variants)
{
	autofinish(error) struct error error = { 0 };
	autofinish(buffer) struct buffer bytes = { 0 };
	if (!file_read(path, FILE_SIZE_MAX, &bytes, &error)) {
		(void)fprintf(stderr, "replay: %s\n", error_message(&error));
		return false;
	}
	run_variants(buffer_bytes(&bytes), variants);
	return true;
}

static bool run_folder(const char *path, unsigned variants, unsigned *count)
{
	DIR *folder = opendir(path);
	if (!folder) {
		(void)fprintf(stderr, "replay: cannot open the folder '%s'\n", path);
		return false;
	}
	bool ok = true;
	const struct dirent *entry;
	while (ok && (entry = readdir(folder))) {
		autofinish(text) struct text file = { 0 };
		text_append_format(&file, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] == '.' || file_is_folder(text_string(&file)))
			continue;
		ok = run_file(text_string(&file), variants);
		(*count)++;
	}
	(void)closedir(folder);
	return ok;
}

int main(int argc, char **argv)
{
	unsigned count = 0;
	bool is_few = argc > 1 && strcmp(argv[1], "--few") == 0;
	for (int i = is_few ? 2 : 1; i < argc; i++) {
		if (!run_folder(argv[i], is_few ? FEW_VARIANTS : VARIANTS, &count))
			return 1;
	}
	(void)printf("%u inputs\n", count);
	return count ? 0 : 1; /* an empty corpus is a failure */
}
