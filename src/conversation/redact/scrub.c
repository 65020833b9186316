/*
 * What the search of a capture found is covered in each packet that is shown; then what is known to be a secret
 * from elsewhere, then what the packet alone tells, for it may say something else than the one that was
 * sent before it.
 */
#include "conversation/redact/scrub-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/redact/anonymize.h"
#include "conversation/redact/checksum-repair.h"
#include "dissect/dissect.h"
#include "secrets/secret-forms.h"

struct scrub *scrub_new(bool hides_addresses)
{
	struct scrub *scrub = xcalloc(1, sizeof(*scrub));
	if (hides_addresses)
		scrub->anonymizer = anonymizer_new();
	return scrub;
}

void scrub_skip(struct scrub *scrub, unsigned steps)
{
	scrub->skipped = steps;
	if (scrub->anonymizer)
		anonymizer_skip(scrub->anonymizer, steps);
}

void scrub_hide_places(struct scrub *scrub, const struct scrub_place *places, size_t count)
{
	scrub->places = places;
	scrub->place_count = count;
}

bool scrub_hides_addresses(const struct scrub *scrub)
{
	return scrub->anonymizer != NULL;
}

void scrub_free(struct scrub *scrub)
{
	if (!scrub)
		return;
	anonymizer_free(scrub->anonymizer);
	secret_list_finish(&scrub->found);
	free(scrub->spans);
	free(scrub->is_reported);
	arena_finish(&scrub->unsearched.arena);
	hidden_values_finish(&scrub->values);
	value_matcher_free(scrub->matcher);
	free(scrub);
}

const struct hidden_value *scrub_values(const struct scrub *scrub, size_t *ret_count)
{
	*ret_count = scrub->values.count;
	return scrub->values.items;
}

const struct address_book *scrub_addresses(const struct scrub *scrub)
{
	return scrub->anonymizer ? anonymizer_book(scrub->anonymizer) : NULL;
}

/* ---- a packet ---- */

static bool cover(uint8_t *data, size_t size)
{
	bool has_changed = false;
	for (size_t i = 0; i < size; i++) {
		has_changed = has_changed || data[i] != '*';
		data[i] = '*';
	}
	return has_changed;
}

/* What the search found in this packet. */
static void cover_spans(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	size_t low = 0, high = scrub->span_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (scrub->spans[middle].frame < frame->number)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < scrub->span_count && scrub->spans[i].frame == frame->number; i++) {
		const struct span *span = &scrub->spans[i];
		if (span->offset > frame->data.size || frame->data.size - span->offset < span->size)
			continue; /* the file has changed since */
		if (!cover(data + span->offset, span->size) && span->is_answer)
			continue; /* another rule found it */
		uint64_t *count = &scrub->report.secrets[scrub->found.kinds[span->id]];
		if (!scrub->is_reported[span->id] && (span->id < scrub->first_copy || !*count))
			(*count)++;
		scrub->is_reported[span->id] = true;
	}
}

/* Copies of values in a packet: all are found before the first is covered. */
struct copy {
	size_t offset, size, value;
};

struct copies {
	struct copy *items;
	size_t count, capacity;
};

static void add_copy(void *context, size_t offset, size_t size, size_t value)
{
	struct copies *copies = context;
	grow_array(&copies->items, copies->count, &copies->capacity, sizeof(*copies->items));
	copies->items[copies->count++] = (struct copy){ offset, size, value };
}

/* What is known to be a secret from elsewhere, wherever it stands behind the link's header. */
static void cover_copies(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	if (!frame->layer_count)
		return;
	size_t start = frame->layers[0].offset + frame->layers[0].header_size;
	if (start > frame->data.size)
		return;
	struct copies copies = { 0 };
	value_matcher_walk(scrub->matcher, (struct bytes){ data + start, frame->data.size - start },
		add_copy, &copies);
	for (size_t i = 0; i < copies.count; i++) {
		const struct copy *copy = &copies.items[i];
		enum secret kind = scrub->values.items[copy->value].kind;
		if (cover(data + start + copy->offset, copy->size) && !scrub->report.secrets[kind])
			scrub->report.secrets[kind]++;
	}
	free(copies.items);
}

/* What the packet alone tells, after what the search found is covered. */
static void cover_own(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	uint32_t offset = scrub_text_offset(frame);
	if (offset >= frame->data.size || (frame->has_tcp && !frame->payload.size))
		return;
	struct secret_list list = { 0 };
	struct secret_state state = { 0 };
	secrets_find((struct bytes){ data + offset, frame->data.size - offset }, &state, &list);
	if (!frame->has_tcp) /* of a segment alone these are guesses */
		scrub_remember(scrub, &list, frame->data.data + offset,
			&(struct origin){ .frame = frame->number });
	bool *has_changed = xcalloc(list.secret_count + 1, sizeof(*has_changed));
	for (size_t i = 0; i < list.count; i++) {
		const struct secret_range *range = &list.ranges[i];
		if (cover(data + offset + range->offset, range->size))
			has_changed[range->id] = true;
	}
	for (size_t i = 0; i < list.secret_count; i++)
		scrub->report.secrets[list.kinds[i]] += has_changed[i];
	free(has_changed);
	secret_list_finish(&list);
}

static void hide_addresses(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame described;
	scrub_describe(&described, frame, &fields);
	anonymize_packet(scrub->anonymizer, &described, data);
}

void scrub_packet(struct scrub *scrub, const struct frame *frame, uint8_t *data)
{
	if (!(scrub->skipped & SCRUB_SPANS))
		cover_spans(scrub, frame, data);
	if (!(scrub->skipped & SCRUB_COPIES))
		cover_copies(scrub, frame, data);
	if (!(scrub->skipped & SCRUB_OWN))
		cover_own(scrub, frame, data);
	if (scrub->anonymizer)
		hide_addresses(scrub, frame, data);
	checksum_repair(frame, data);
}

void scrub_address(struct scrub *scrub, struct address *address)
{
	if (scrub->anonymizer && !(scrub->skipped & SCRUB_ADDRESS_LANES))
		anonymize_address(scrub->anonymizer, address);
}

static void count_form(void *context, struct bytes form, bool is_word)
{
	(void)form;
	(void)is_word;
	++*(size_t *)context;
}

/* Values of which copies stay: pieces of what was hidden whole are none. */
static size_t count_local_values(const struct scrub *scrub)
{
	size_t count = 0;
	for (size_t i = 0; i < scrub->values.count; i++) {
		const struct hidden_value *value = &scrub->values.items[i];
		size_t forms = 0;
		if (value->kind == SECRET_FRAGMENT || value->kind >= SECRET_DATAGRAM ||
			value->kind == SECRET_ENCODED)
			continue;
		secret_forms_walk(value->kind, value->bytes, count_form, &forms);
		count += !forms;
	}
	return count;
}

struct scrub_report scrub_report(const struct scrub *scrub)
{
	struct scrub_report report = scrub->report;
	report.unsearched = scrub->unsearched.names;
	report.unsearched_count = scrub->unsearched.count;
	report.has_more_unsearched = scrub->unsearched.has_more;
	report.local_values = count_local_values(scrub);
	if (scrub->anonymizer)
		report.addresses = *anonymizer_report(scrub->anonymizer);
	return report;
}
