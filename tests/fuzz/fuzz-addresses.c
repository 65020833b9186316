/*
 * Learns and anonymizes a packet of Ethernet, and its payload as a run of TCP. Nothing is read
 * beyond the packet, its size and its numbers stay, and no field keeps a known address.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "addresses/address-places.h"
#include "addresses/number-fields.h"
#include "conversation/redact/anonymize.h"
#include "conversation/redact/checksum-repair.h"
#include "dissect/dissect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINK_ETHERNET = 1, SIZE_MAX_OF_PACKET = 65536 };

static void find_pieces(void *context, size_t offset, size_t size, struct run_pieces *out)
{
	const struct bytes *run = context;
	assert(offset + size <= run->size);
	grow_array(&out->items, out->count, &out->capacity, sizeof(*out->items));
	out->items[out->count++] = (struct run_piece){
		.frame = 1,
		.offset = (uint32_t)offset,
		.size = (uint32_t)(size - size / 2),
	};
}

static void check_fields(const struct frame *frame, const uint8_t *changed)
{
	bool *is_number = calloc(frame->data.size + 1, sizeof(bool));
	assert(is_number);
	number_fields_find(frame->fields, frame->data, is_number);
	for (size_t i = 0; i < frame->data.size; i++)
		assert(!is_number[i] || changed[i] == frame->data.data[i]);
	for (size_t i = 0; i < frame->fields->count; i++) {
		const struct field *field = &frame->fields->fields[i];
		struct address address;
		bool is_free = true;
		if (!address_is_field(field, frame->data, &address) ||
			!address_is_identifying(&address))
			continue;
		for (size_t j = 0; j < field->size; j++)
			is_free = is_free && !is_number[field->offset + j];
		assert(!is_free ||
			memcmp(changed + field->offset, frame->data.data + field->offset,
				field->size) != 0);
	}
	free(is_number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2 || size > SIZE_MAX_OF_PACKET)
		return 0;
	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame frame = { .number = 1 };
	uint8_t *packet = malloc(size), *changed = malloc(size), *repaired = malloc(size);
	assert(packet && changed && repaired);
	memcpy(packet, data, size);
	memcpy(changed, data, size);
	const struct bytes bytes = { packet, size };
	dissect_frame(&frame, LINK_ETHERNET, bytes, (uint32_t)size, &fields);
	autofree(anonymizer) struct anonymizer *anonymizer = anonymizer_new();
	anonymizer_learn(anonymizer, &frame);
	anonymizer_begin_runs(anonymizer);
	struct stream_run run = { .bytes = bytes, .is_start = data[0] & 1 };
	run.ports[0] = (uint16_t)(data[1] & 1 ? 179 : data[1] & 2 ? 53 : 646);
	struct bytes context = bytes;
	anonymizer_learn_run(anonymizer, &run);
	anonymize_packet(anonymizer, &frame, changed);
	check_fields(&frame, changed);
	memcpy(repaired, changed, size);
	checksum_repair(&frame, repaired);
	anonymizer_search_run(anonymizer, &run, find_pieces, &context);
	anonymizer_search_datagram(anonymizer, &frame, find_pieces, &context);
	anonymizer_end_runs(anonymizer);
	anonymize_packet(anonymizer, &frame, repaired);
	free(packet);
	free(changed);
	free(repaired);
	return 0;
}
