/*
 * secrets/encoded-texts: every code is read up to the last byte of the text and no further. A
 * protected page follows the text, so a read beyond the end stops the test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/array.h"
#include "secrets/encoded-texts.h"

/* Two pages, of which only the first may be read. */
struct fence {
	uint8_t *pages;
	size_t page_size;
};

static struct fence fence_new(void)
{
	struct fence fence = { .page_size = (size_t)sysconf(_SC_PAGESIZE) };
	fence.pages = mmap(NULL, 2 * fence.page_size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(fence.pages != MAP_FAILED);
	assert_int_equal(mprotect(fence.pages + fence.page_size, fence.page_size, PROT_NONE), 0);
	return fence;
}

/* The text, with the fence right behind it. */
static struct bytes fence_in(const struct fence *fence, const char *text, size_t size)
{
	uint8_t *at = fence->pages + fence->page_size - size;
	memcpy(at, text, size);
	return (struct bytes){ at, size };
}

struct search {
	const char *words;
	size_t text_size;
	bool is_found;
};

static bool look(void *context, const struct encoded_text *text)
{
	struct search *search = context;
	for (size_t i = 0; i < text->bytes.size; i++)
		assert_true(text->starts[i] < text->ends[i] && text->ends[i] <= search->text_size);
	search->is_found |= memmem(text->bytes.data, text->bytes.size, search->words,
				    strlen(search->words)) != NULL;
	return false;
}

static bool finds(struct bytes text, const char *words)
{
	struct search search = { .words = words, .text_size = text.size };
	(void)encoded_texts_walk(text, look, &search);
	return search.is_found;
}

static void codes_are_read_to_the_last_byte(void **state)
{
	/* "password=geheim123" in each */
	static const char *const codes[] = {
		"cGFzc3dvcmQ9Z2VoZWltMTIz",
		"cGFzc3dvcmQ9\nZ2VoZWltMTIz\n",
		"cGFzc3dvcmQ9\r\nZ2VoZWltMTIz\r\n",
		"cGFzc3dvcmQ9\nZ2VoZWltMTIz\r",
		"70617373776f72643d67656865696d313233",
		"password%3Dgeheim%31%32%33",
		"password\\u003dgeheim123",
		"password\\x3dgeheim12\\x33",
	};
	(void)state;
	struct fence fence = fence_new();
	for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
		size_t whole = strlen(codes[i]);
		if (!finds(fence_in(&fence, codes[i], whole), "password=geheim123"))
			fail_msg("not read: %s", codes[i]);
		for (size_t size = 0; size < whole; size++)
			(void)finds(fence_in(&fence, codes[i], size), "");
	}
	assert_int_equal(munmap(fence.pages, 2 * fence.page_size), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_read_to_the_last_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
