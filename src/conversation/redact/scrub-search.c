/* The search of a whole capture, before anything of it is shown. */
#include "conversation/redact/scrub-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/redact/anonymize.h"
#include "dissect/dissect.h"

/* Ranges behind each other that have one id are one value. */
void scrub_remember(struct scrub *scrub, const struct secret_list *list, const uint8_t *text,
	const struct origin *origin)
{
	autofinish(text) struct text value = { 0 };
	for (size_t i = 0, first = 0; i < list->count; i++) {
		const struct secret_range *range = &list->ranges[i];
		text_append_size(&value, (const char *)text + range->offset, range->size);
		if (i + 1 < list->count && list->ranges[i + 1].id == range->id)
			continue;
		hidden_values_add(&scrub->values,
			(struct bytes){ (const uint8_t *)text_string(&value), value.size },
			list->kinds[range->id], origin_frame(origin, list->ranges[first].offset));
		text_clear(&value);
		first = i + 1;
	}
}

size_t scrub_new_secret(struct secret_list *list, enum secret kind)
{
	grow_array(&list->kinds, list->secret_count, &list->secret_capacity, sizeof(*list->kinds));
	list->kinds[list->secret_count] = kind;
	return list->secret_count++;
}

static void search_finish(struct search *search)
{
	HASH_CLEAR(hh, search->flows);
	directions_finish(search->directions, search->count);
	directions_finish(search->loose, search->loose_count);
	fragment_table_free(search->fragments);
	talkers_finish(search);
	free(search->prompts);
	text_finish(&search->text);
	text_finish(&search->other);
	arena_finish(&search->arena);
}

/* The packet once more, with its fields: they say which bytes are addresses, and which numbers. */
void scrub_describe(struct frame *ret_frame, const struct frame *frame, struct field_list *fields)
{
	ret_frame->number = frame->number;
	ret_frame->time_ns = frame->time_ns;
	dissect_frame(ret_frame, frame->link_type, frame->data, frame->length, fields);
}

DEFINE_AUTOFINISH(search);

static bool learn_packet(struct search *search, const struct frame *frame, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame described;
	scrub_describe(&described, frame, &fields);
	anonymizer_learn(search->scrub->anonymizer, &described);
	if (anonymizer_is_full(search->scrub->anonymizer))
		return error_set(error,
			"more than %d addresses cannot be hidden: save the part that the talk "
			"shows with 'pcapdeck packets -w'",
			ADDRESS_BOOK_MAX);
	return true;
}

/* What is no segment by itself: fragments, quotes, datagrams. */
static bool add_other(struct search *search, const struct frame *frame,
	const struct frame_reading *shown, struct error *error)
{
	if (fragment_table_add(search->fragments, frame, &search->arena))
		return search_has_room(search, error);
	if (!search->is_learning)
		search_unit(search, &(struct unit){ .frame = frame, .shown = shown });
	return true;
}

static bool read_segments(struct search *search, const char *path, struct error *error)
{
	autofree(trace) struct trace *trace = trace_open(path, error);
	if (!trace)
		return false;
	autofinish(pass) struct pass pass;
	/* With the limit of summaries: directions are kept, too. */
	if (!pass_init(&pass, trace, NULL, 0, &(struct pass_options){ 0 }, error))
		return false;
	enum trace_result result;
	while ((result = pass_next(&pass, error)) == TRACE_PACKET) {
		const struct frame *frame = &pass.at->frame;
		const struct packet_facts *facts = &pass.at->facts;
		if ((frame->has_tcp && !search_add_segment(search, frame, facts, error)) ||
			!add_other(search, frame, &facts->shown, error) ||
			(search->is_learning && !learn_packet(search, frame, error)))
			return error_at(error, path, 0);
		if (!search->is_learning && facts->shown.stream)
			frames_remember(search->scrub, frame, facts->shown.stream);
	}
	return result == TRACE_END;
}

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;
	if (a->frame != b->frame)
		return a->frame < b->frame ? -1 : 1;
	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return a->is_answer - b->is_answer;
}

bool scrub_learn(struct scrub *scrub, const char *path, struct error *error)
{
	if (!scrub->anonymizer)
		return true;
	autofinish(search) struct search search = {
		.scrub = scrub,
		.fragments = fragment_table_new(),
		.is_learning = true,
	};
	if (!read_segments(&search, path, error))
		return false;
	search_datagrams(&search);
	for (size_t i = 0; i < search.count; i++)
		search_direction(&search, &search.directions[i]);
	return true;
}

static void search_directions(struct search *search)
{
	for (size_t i = 0; i + 1 < search->count; i += 2)
		frames_pair(&search->directions[i], &search->directions[i + 1]);
	for (size_t i = 0; i < search->count; i++)
		search_direction(search, &search->directions[i]);
	for (size_t i = 0; i < search->loose_count; i++)
		search_direction(search, &search->loose[i]);
	for (size_t i = 0; i < search->count && !search->is_copying; i++)
		unsearched_add_texts(search->scrub, &search->directions[i],
			(i ^ 1) < search->count ? &search->directions[i ^ 1] : NULL);
	for (size_t i = 0; i < search->loose_count && !search->is_copying; i++)
		unsearched_add_texts(search->scrub, &search->loose[i], NULL);
}

static void hide_places(struct scrub *scrub, const char *path)
{
	for (size_t i = 0; i < scrub->place_count; i++) {
		const struct scrub_place *place = &scrub->places[i];
		if (strcmp(place->path, path) != 0)
			continue;
		grow_array(&scrub->spans, scrub->span_count, &scrub->span_capacity,
			sizeof(*scrub->spans));
		scrub->spans[scrub->span_count++] = (struct span){
			.frame = place->frame,
			.offset = place->offset,
			.size = place->size,
			.id = scrub_new_secret(&scrub->found, place->kind),
		};
	}
}

bool scrub_search(struct scrub *scrub, const char *path, struct error *error)
{
	autofinish(search) struct search search = {
		.scrub = scrub,
		.fragments = fragment_table_new(),
	};
	if (scrub->anonymizer)
		anonymizer_begin_runs(scrub->anonymizer);
	scrub->span_count = 0;
	scrub->found.count = scrub->found.secret_count = 0;
	if (!read_segments(&search, path, error))
		return false;
	search_datagrams(&search);
	search_share_segments(&search);
	search_directions(&search);
	hide_places(scrub, path);
	value_matcher_free(scrub->matcher);
	scrub->matcher = value_matcher_new(scrub->values.items, scrub->values.count);
	scrub->first_copy = scrub->found.secret_count;
	search.is_copying = true;
	search_directions(&search);
	if (scrub->anonymizer)
		anonymizer_end_runs(scrub->anonymizer);
	if (scrub->span_count)
		qsort(scrub->spans, scrub->span_count, sizeof(*scrub->spans), compare_spans);
	free(scrub->is_reported);
	scrub->is_reported = xcalloc(scrub->found.secret_count + 1, sizeof(*scrub->is_reported));
	return true;
}

/* Where the headers end that the packet is known by. */
uint32_t scrub_text_offset(const struct frame *frame)
{
	if (frame->has_tcp || (frame->has_udp && frame->payload.size))
		return frame->payload_offset;
	if (!frame->layer_count)
		return 0;
	const struct layer *top = &frame->layers[frame->layer_count - 1];
	return top->protocol == PROTOCOL_DATA ? top->offset : top->offset + top->header_size;
}
