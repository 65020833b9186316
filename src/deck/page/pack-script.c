/*
 * Packs a script while the program is built: 'pack-script INPUT OUTPUT'. The output is what a page
 * has of it (deck/page/packed-parts.h), before base64. LZ4's slow compressor makes it a tenth
 * smaller than its fast one, and no build of a deck waits for it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <lz4.h>
#include <lz4hc.h>

enum { SIZE_OF_SIZE = 4, SCRIPT_SIZE_MAX = 8 << 20 };

static int fail(const char *path)
{
	perror(path);
	return EXIT_FAILURE;
}

static int write_packed(const char *path, const char *script, int size)
{
	int bound = LZ4_compressBound(size);
	char *packed = malloc((size_t)bound);
	FILE *file = packed ? fopen(path, "wb") : NULL;
	if (!file) {
		free(packed);
		return fail(path);
	}
	int packed_size = LZ4_compress_HC(script, packed, size, bound, LZ4HC_CLEVEL_MAX);
	for (unsigned i = 0; i < SIZE_OF_SIZE; i++)
		fputc((uint8_t)((unsigned)size >> (8 * i)), file);
	fwrite(packed, 1, (size_t)packed_size, file);
	bool is_written = !ferror(file);
	free(packed);
	return fclose(file) == 0 && is_written && packed_size > 0 ? EXIT_SUCCESS : fail(path);
}

int main(int argc, char *argv[])
{
	if (argc != 3) {
		fputs("usage: pack-script INPUT OUTPUT\n", stderr);
		return EXIT_FAILURE;
	}
	FILE *file = fopen(argv[1], "rb");
	char *script = file ? malloc(SCRIPT_SIZE_MAX) : NULL;
	if (!script)
		return fail(argv[1]);
	size_t size = fread(script, 1, SCRIPT_SIZE_MAX, file);
	fclose(file);
	int status = write_packed(argv[2], script, (int)size);
	free(script);
	return status;
}
