/*
 * Searches for logins: results must be inside the text. The first two bytes choose ports and what
 * is known of earlier bytes. The text is searched in two parts, as after a gap.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "secrets/login/logins.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void search(
	const uint8_t *data, size_t size, struct login_source *source, struct login_state *state)
{
	struct secret_list list = { 0 };
	uint8_t *copy = malloc(size + !size);
	if (!copy)
		abort();
	memcpy(copy, data, size);
	source->text = (struct bytes){ copy, size };
	(void)logins_find(source, state, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct secret_range *range = &list.ranges[i];
		if (!range->size || range->offset >= size || range->size > size - range->offset ||
			range->id >= list.secret_count)
			abort();
	}
	secret_list_finish(&list);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint16_t ports[] = { 0, 21, 25, 143, 161, 389, 1080, 1812, 1883, 3306, 5222,
		5432, 5900, 6379, 6667 };
	if (size < 2)
		return 0;
	struct login_source source = {
		.source_port = 40000,
		.destination_port = ports[data[0] % (ARRAY_COUNT(ports))],
		.is_datagram = data[1] & 1,
		.lacks_start = data[1] & 2,
	};
	if (data[1] & 4) {
		source.source_port = source.destination_port;
		source.destination_port = 40000;
	}
	struct login_state state = { 0 };
	size_t half = 2 + (size - 2) / 2;
	search(data + 2, half - 2, &source, &state);
	source.lacks_start = true;
	search(data + half, size - half, &source, &state);
	return 0;
}
