/*
 * Every dissector: the first byte picks the link type, the second says how many bytes of the packet
 * were not captured, the rest is the packet. What must hold is in frame-checks.h.
 */
#include "../unit/frame-checks.h"
#include "base/text.h"
#include "dissect/summary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int link_types[] = { 1, 0, 12, 108, 113, 276, 9, 51, 228, 229, 147 };
	if (size < 2 || size > 1 << 16)
		return 0;
	int link_type = link_types[data[0] % (sizeof(link_types) / sizeof(link_types[0]))];
	uint32_t captured = (uint32_t)size - 2;
	(void)check_bytes(link_type, data + 2, captured, captured + data[1]);

	struct frame frame = { .number = 1 };
	dissect_frame(
		&frame, link_type, (struct bytes){ data + 2, captured }, captured + data[1], NULL);
	autofinish(text) struct text words = { 0 };
	(void)frame_summary_append(&frame, &words);
	(void)dns_name_append(&frame, &words);
	return 0;
}
