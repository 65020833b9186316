/*
 * The search for secrets: what it finds lies inside the text and belongs to a secret, and once that is
 * covered there is nothing left of it. The first byte says what is known of what came before.
 */
#include <stdlib.h>
#include <string.h>

#include "secrets/secrets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_so)
{
	if (!is_so)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	const uint8_t known = data[0];
	struct secret_state state = {
		.lacks_start = known & 1,
		.open = (enum secret)((known >> 2) % SECRET_COUNT),
		.ending = (enum secret_ending)((known >> 4) % (SECRET_ENDS_WITH_KEY + 1)),
	};
	struct secret_list list = { 0 };
	uint8_t *copy = malloc(size);
	require(copy != NULL);
	memcpy(copy, data + 1, size - 1);
	secrets_find((struct bytes){ copy, size - 1 }, &state, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct secret_range *range = &list.ranges[i];
		require(range->size > 0 && range->offset < size - 1);
		require(range->size <= size - 1 - range->offset);
		require(range->id < list.secret_count);
		require(list.kinds[range->id] > SECRET_NONE &&
			list.kinds[range->id] < SECRET_COUNT);
		memset(copy + range->offset, '*', range->size);
	}
	require(state.open < SECRET_COUNT);
	secret_list_finish(&list);
	free(copy);
	return 0;
}
