/*
 * Reads a capture. The bytes of a packet that may be chosen are copied before it is decoded, since
 * its facts point into them. What is not kept is released from the arena.
 */
#include "conversation/pass.h"

#include <stdlib.h>

#include "dissect/dissect.h"

static void begin_capture(struct pass *pass)
{
	const struct pass_options *options = &pass->options;
	if (options->is_streaming)
		capture_analysis_init_streaming(&pass->analysis, options->end, options->user);
	else
		capture_analysis_init(&pass->analysis);
	if (options->finds_copies)
		capture_analysis_find_copies(&pass->analysis);
}

bool pass_init(struct pass *pass, struct capture_file *capture_file,
	const struct packet_choice *choices, size_t choice_count,
	const struct pass_options *options, struct error *error)
{
	*pass = (struct pass){
		.options = *options, .capture_file = capture_file, .choices = choices
	};
	pass->choosers = xcalloc(choice_count, sizeof(*pass->choosers));
	begin_capture(pass);
	for (; pass->choice_count < choice_count; pass->choice_count++) {
		size_t i = pass->choice_count;
		pass->choosers[i] = chooser_new(&choices[i], capture_file, error);
		if (!pass->choosers[i])
			return false;
	}
	pass->takes_all = choice_count == 1 && packet_choice_is_all(&choices[0]);
	pass->at = &pass->scratch;
	return true;
}

void pass_finish(struct pass *pass)
{
	for (size_t i = 0; i < pass->choice_count; i++)
		chooser_free(pass->choosers[i]);
	free(pass->choosers);
	capture_analysis_finish(&pass->analysis);
}

void pass_restart(struct pass *pass)
{
	capture_analysis_finish(&pass->analysis);
	begin_capture(pass);
}

/* ---- a packet ---- */

/* Releases the arena memory of a packet that was not kept. */
void pass_release_packet(struct pass *pass)
{
	if (pass->is_marked)
		arena_rewind(pass->options.arena, pass->mark);
	pass->is_marked = false;
	pass->at = &pass->scratch;
}

/* Asks every choice, since each must see all packets in order. */
static bool is_candidate(struct pass *pass, const struct packet *packet, bool *ret_is_certain)
{
	bool may = false;
	*ret_is_certain = false;
	for (size_t i = 0; i < pass->choice_count; i++) {
		if (!chooser_may(pass->choosers[i], packet))
			continue;
		may = true;
		*ret_is_certain = *ret_is_certain || pass->choices[i].stream < 0;
	}
	return may;
}

/* Prepares the arena for a packet and returns its bytes, to be decoded. */
static struct bytes prepare_arena(struct pass *pass, struct bytes data)
{
	struct arena *arena = pass->options.arena;
	pass->mark = arena_mark(arena);
	pass->is_marked = true;
	if (pass->options.keeps) {
		pass->at = arena_new(arena, struct shown_packet);
		data = arena_bytes(arena, data);
	}
	pass->at->fields = (struct field_list){
		.arena = arena,
		.fields = pass->scratch_fields,
		.capacity = PASS_SCRATCH_FIELDS,
	};
	return data;
}

/*
 * Releases the previous packet and returns the bytes of this one, in the arena when it may be
 * chosen. When a choice is a stream, that is known only after decoding. Not inline, since a plain
 * pass does not need it.
 */
__attribute__((noinline)) static struct bytes prepare(
	struct pass *pass, const struct packet *packet)
{
	bool is_certain = true;
	pass_release_packet(pass);
	bool may = pass->takes_all || is_candidate(pass, packet, &is_certain);
	return may && is_certain && pass->options.arena ? prepare_arena(pass, packet->data)
							: packet->data;
}

/* Whether the pass takes all packets and keeps none. */
static bool is_plain(const struct pass *pass)
{
	return pass->takes_all && !pass->options.arena;
}

static struct field_list *wanted_fields(struct pass *pass)
{
	return pass->is_marked && pass->options.describes ? &pass->at->fields : NULL;
}

bool pass_add(struct pass *pass, const struct packet *packet, struct error *error)
{
	if (!pass->packet_count++) {
		pass->first_ns = pass->last_ns = packet->time_ns;
		pass->last_interface = packet->interface;
	}
	pass->before_ns = pass->last_ns;
	pass->before_interface = pass->last_interface;
	pass->last_ns = packet->time_ns;
	pass->last_interface = packet->interface;
	struct bytes data = is_plain(pass) ? packet->data : prepare(pass, packet);
	struct field_list *fields = is_plain(pass) ? NULL : wanted_fields(pass);
	struct shown_packet *at = pass->at;
	at->frame.number = packet->number;
	at->frame.time_ns = packet->time_ns;
	at->frame.interface = packet->interface;
	dissect_frame(&at->frame, packet->link_type, data, packet->length, fields);
	return capture_analysis_add(&pass->analysis, &at->frame, &at->facts, error);
}

static bool has_interfaces(const struct pass *pass, struct error *error)
{
	for (size_t i = 0; i < pass->choice_count; i++) {
		const char *wanted = pass->choices[i].interface;
		if (wanted && !capture_file_has_interface(pass->capture_file, wanted, error))
			return false;
	}
	return true;
}

/* Ends the reading with the result of the file. Not inline: once a file. */
__attribute__((cold, noinline)) static enum capture_file_result end_reading(
	struct pass *pass, enum capture_file_result result, struct error *error)
{
	pass_release_packet(pass);
	pass->is_file_damaged = result == CAPTURE_FILE_ERROR;
	return result == CAPTURE_FILE_END && !has_interfaces(pass, error) ? CAPTURE_FILE_ERROR
									  : result;
}

enum capture_file_result pass_next(struct pass *pass, struct error *error)
{
	enum capture_file_result result =
		capture_file_next(pass->capture_file, &pass->packet, error);
	if (result != CAPTURE_FILE_PACKET)
		return end_reading(pass, result, error);
	if (pass_add(pass, &pass->packet, error))
		return CAPTURE_FILE_PACKET;
	(void)error_at(error, capture_file_path(pass->capture_file), 0);
	return CAPTURE_FILE_ERROR;
}

/*
 * Decodes a packet a second time, with its fields and in the arena, once its segment is known to
 * belong to the wanted stream. The first decode is needed to know the stream; all other packets are
 * decoded once. The facts do not change.
 */
static void decode_chosen(struct pass *pass)
{
	const struct frame found = pass->at->frame;
	struct packet_facts facts = pass->at->facts;
	struct bytes data = prepare_arena(pass, found.data);
	struct shown_packet *at = pass->at;
	at->frame.number = found.number;
	at->frame.time_ns = found.time_ns;
	at->frame.interface = found.interface;
	at->facts = facts;
	dissect_frame(&at->frame, found.link_type, data, found.length, wanted_fields(pass));
	if (facts.shown.stream)
		capture_analysis_dissect_frames(&at->frame, &at->facts.shown);
}

enum chosen pass_decide(struct pass *pass, size_t choice)
{
	const struct shown_packet *at = pass->at;
	enum chosen chosen = chooser_decide(pass->choosers[choice], at->frame.number, &at->facts);
	if (chosen == CHOSEN && pass->options.arena && !pass->is_marked && at == &pass->scratch)
		decode_chosen(pass);
	return chosen;
}

/* ---- keeping ---- */

/* Copies the fields from pass->scratch_fields to the arena, unless the list has outgrown them. */
static void keep_fields(const struct pass *pass, struct field_list *list)
{
	if (list->fields != pass->scratch_fields)
		return;
	list->capacity = list->count;
	list->fields = list->count
		? arena_copy(list->arena, pass->scratch_fields, list->count, sizeof(*list->fields))
		: NULL;
}

struct shown_packet *pass_keep(struct pass *pass)
{
	struct shown_packet *kept = pass->at;
	if (pass->is_marked) {
		keep_fields(pass, &kept->fields);
		packet_facts_keep(&kept->facts, pass->options.arena);
	}
	pass->is_marked = false;
	return kept;
}
