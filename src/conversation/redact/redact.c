/*
 * Hides secrets in a packet in three steps: what the search of the capture found, copies of secrets
 * known from elsewhere, and what the packet alone shows, since it may differ from an earlier
 * transmission.
 */
#include "conversation/redact/redact-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/redact/anonymize.h"
#include "conversation/redact/checksum-repair.h"
#include "dissect/dissect.h"
#include "secrets/secret-forms.h"

struct redaction *redaction_new(bool hides_addresses)
{
	struct redaction *redaction = xcalloc(1, sizeof(*redaction));
	if (hides_addresses)
		redaction->anonymizer = anonymizer_new();
	return redaction;
}

void redaction_skip(struct redaction *redaction, unsigned steps)
{
	redaction->skipped = steps;
	if (redaction->anonymizer)
		anonymizer_skip(redaction->anonymizer, steps);
}

void redaction_hide_places(
	struct redaction *redaction, const struct redaction_place *places, size_t count)
{
	redaction->places = places;
	redaction->place_count = count;
}

bool redaction_hides_addresses(const struct redaction *redaction)
{
	return redaction->anonymizer != NULL;
}

bool redaction_has_read(struct redaction *redaction, const char *path, uint64_t packet_count,
	struct error *error)
{
	for (size_t i = 0; i < redaction->capture_count; i++) {
		const struct read_capture *capture = &redaction->captures[i];
		if (strcmp(capture->path, path) != 0)
			continue;
		return packet_count <= capture->packet_count ||
			error_set(error,
				"'%s' grew behind frame %llu while its secrets were searched: build again when it is complete",
				path, (unsigned long long)capture->packet_count);
	}
	grow_array(&redaction->captures, redaction->capture_count, &redaction->capture_capacity,
		sizeof(*redaction->captures));
	redaction->captures[redaction->capture_count++] =
		(struct read_capture){ xstrdup(path), packet_count };
	return true;
}

void redaction_free(struct redaction *redaction)
{
	if (!redaction)
		return;
	for (size_t i = 0; i < redaction->capture_count; i++)
		free(redaction->captures[i].path);
	free(redaction->captures);
	anonymizer_free(redaction->anonymizer);
	secret_list_finish(&redaction->found);
	free(redaction->spans);
	free(redaction->is_reported);
	arena_finish(&redaction->unsearched.arena);
	redacted_values_finish(&redaction->values);
	value_matcher_free(redaction->matcher);
	free(redaction);
}

const struct redacted_value *redaction_values(const struct redaction *redaction, size_t *ret_count)
{
	*ret_count = redaction->values.count;
	return redaction->values.items;
}

const struct address_book *redaction_addresses(const struct redaction *redaction)
{
	return redaction->anonymizer ? anonymizer_book(redaction->anonymizer) : NULL;
}

/* ---- one packet ---- */

static bool cover(uint8_t *data, size_t size)
{
	bool has_changed = false;
	for (size_t i = 0; i < size; i++) {
		has_changed = has_changed || data[i] != '*';
		data[i] = '*';
	}
	return has_changed;
}

/* Hides what the search found in this packet. */
static void cover_spans(struct redaction *redaction, const struct frame *frame, uint8_t *data)
{
	size_t low = 0, high = redaction->span_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (redaction->spans[middle].frame < frame->number)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low;
		i < redaction->span_count && redaction->spans[i].frame == frame->number; i++) {
		const struct span *span = &redaction->spans[i];
		if (span->offset > frame->data.size || frame->data.size - span->offset < span->size)
			continue; /* the file was changed meanwhile */
		if (!cover(data + span->offset, span->size) && span->is_answer)
			continue; /* another rule found it, too */
		uint64_t *count = &redaction->report.secrets[redaction->found.kinds[span->id]];
		if (!redaction->is_reported[span->id] &&
			(span->id < redaction->first_copy || !*count))
			(*count)++;
		redaction->is_reported[span->id] = true;
	}
}

/* A copy of a value in a packet. All copies are found before the first is hidden. */
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

/* Hides copies of known secrets anywhere after the link header. */
static void cover_copies(struct redaction *redaction, const struct frame *frame, uint8_t *data)
{
	if (!frame->layer_count)
		return;
	size_t start = frame->layers[0].offset + frame->layers[0].header_size;
	if (start > frame->data.size)
		return;
	struct copies copies = { 0 };
	value_matcher_walk(redaction->matcher,
		(struct bytes){ data + start, frame->data.size - start }, add_copy, &copies);
	for (size_t i = 0; i < copies.count; i++) {
		const struct copy *copy = &copies.items[i];
		enum secret kind = redaction->values.items[copy->value].kind;
		if (cover(data + start + copy->offset, copy->size) &&
			!redaction->report.secrets[kind])
			redaction->report.secrets[kind]++;
	}
	free(copies.items);
}

/* Hides what the packet alone shows, after the results of the search. */
static void hide_own_secrets(struct redaction *redaction, const struct frame *frame, uint8_t *data)
{
	uint32_t offset = redaction_text_offset(frame);
	if (offset >= frame->data.size || (frame_tcp(frame) && !frame->payload.size))
		return;
	struct secret_list list = { 0 };
	struct secret_state state = { 0 };
	secrets_find((struct bytes){ data + offset, frame->data.size - offset }, &state, &list);
	if (!frame_tcp(frame)) /* a segment alone gives only guesses */
		redaction_remember(redaction, &list, frame->data.data + offset,
			&(struct origin){ .frame = frame->number });
	bool *has_changed = xcalloc(list.secret_count + 1, sizeof(*has_changed));
	for (size_t i = 0; i < list.count; i++) {
		const struct secret_range *range = &list.ranges[i];
		if (cover(data + offset + range->offset, range->size))
			has_changed[range->id] = true;
	}
	for (size_t i = 0; i < list.secret_count; i++)
		redaction->report.secrets[list.kinds[i]] += has_changed[i];
	free(has_changed);
	secret_list_finish(&list);
}

static void hide_addresses(struct redaction *redaction, const struct frame *frame, uint8_t *data)
{
	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame described;
	redaction_describe(&described, frame, &fields);
	anonymize_packet(redaction->anonymizer, &described, data);
}

void redaction_hide_in_packet(struct redaction *redaction, const struct frame *frame, uint8_t *data)
{
	if (!(redaction->skipped & REDACTION_SPANS))
		cover_spans(redaction, frame, data);
	if (!(redaction->skipped & REDACTION_COPIES))
		cover_copies(redaction, frame, data);
	if (!(redaction->skipped & REDACTION_OWN))
		hide_own_secrets(redaction, frame, data);
	if (redaction->anonymizer)
		hide_addresses(redaction, frame, data);
	checksum_repair(frame, data);
}

void redaction_hide_address(struct redaction *redaction, struct address *address)
{
	if (redaction->anonymizer && !(redaction->skipped & REDACTION_ADDRESS_LANES))
		anonymize_address(redaction->anonymizer, address);
}

static void count_form(void *context, struct bytes form, bool is_word)
{
	(void)form;
	(void)is_word;
	++*(size_t *)context;
}

/* Counts values that are not searched elsewhere. Pieces of a value hidden whole do not count. */
static size_t count_local_values(const struct redaction *redaction)
{
	size_t count = 0;
	for (size_t i = 0; i < redaction->values.count; i++) {
		const struct redacted_value *value = &redaction->values.items[i];
		size_t forms = 0;
		if (value->kind == SECRET_FRAGMENT || value->kind >= SECRET_DATAGRAM ||
			value->kind == SECRET_ENCODED)
			continue;
		secret_forms_walk(value->kind, value->bytes, count_form, &forms);
		count += !forms;
	}
	return count;
}

struct redaction_report redaction_report(const struct redaction *redaction)
{
	struct redaction_report report = redaction->report;
	report.unsearched = redaction->unsearched.names;
	report.unsearched_count = redaction->unsearched.count;
	report.has_more_unsearched = redaction->unsearched.has_more;
	report.local_values = count_local_values(redaction);
	if (redaction->anonymizer)
		report.addresses = *anonymizer_report(redaction->anonymizer);
	return report;
}
