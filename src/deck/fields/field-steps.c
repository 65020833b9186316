/*
 * Names are Wireshark's display filter names. What the packet carries is the raw number, so tcp.seq
 * is tcp.seq_raw, and tcp.window_size is tcp.window_size_value.
 */
#include "deck/fields/field-steps.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nearest-name.h"
#include "deck/fields/wireshark-names.h"
#include "dissect/field-text.h"

/* The part of a name before its first point: "tcp". */
static size_t prefix_size(const char *name)
{
	return strcspn(name, ".");
}

static const struct field *first_field(const struct shown_packet *packet, unsigned layer)
{
	for (size_t i = 0; i < packet->fields.count; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer == layer && strchr(field->spec->name, '.'))
			return field;
	}
	return NULL;
}

/* The name that filters have for the layer, such as "tcp"; in `name`. */
static void layer_name(
	const struct shown_packet *packet, unsigned layer, char *name, size_t name_size)
{
	const struct field *field = first_field(packet, layer);
	const char *from =
		field ? field->spec->name : protocol_name(packet->frame.layers[layer].protocol);
	size_t size = field ? prefix_size(from) : strlen(from);
	if (size >= name_size)
		size = name_size - 1;
	memcpy(name, from, size);
	name[size] = '\0';
}

enum { NAME_MAX_SIZE = 40 };

static bool is_layer(
	const struct shown_packet *packet, unsigned layer, const char *word, size_t word_size)
{
	const char *protocol = protocol_name(packet->frame.layers[layer].protocol);
	char name[NAME_MAX_SIZE];
	layer_name(packet, layer, name, sizeof(name));
	return (strlen(protocol) == word_size && strncasecmp(protocol, word, word_size) == 0) ||
		(strlen(name) == word_size && strncasecmp(name, word, word_size) == 0);
}

static bool refuse_layer(const struct packets_annotations *annotations,
	const struct shown_packet *packet, struct error *error)
{
	char names[FRAME_LAYERS_MAX][NAME_MAX_SIZE];
	const char *candidates[FRAME_LAYERS_MAX];
	autofinish(text) struct text all = { 0 };
	unsigned count = packet->frame.layer_count;
	for (unsigned i = 0; i < count; i++) {
		layer_name(packet, i, names[i], sizeof(names[i]));
		candidates[i] = names[i];
		text_append_format(&all, "%s%s", i ? ", " : "", names[i]);
	}
	const char *nearest = nearest_name(annotations->layer, candidates, count);
	if (nearest)
		return error_set(error,
			"frame %llu has no layer '%s': did you mean '%s'? It has %s",
			(unsigned long long)packet->frame.number, annotations->layer, nearest,
			text_string(&all));
	return error_set(error, "frame %llu has no layer '%s': it has %s",
		(unsigned long long)packet->frame.number, annotations->layer, text_string(&all));
}

bool field_steps_layer(const struct packets_annotations *annotations,
	const struct shown_packet *packet, unsigned *ret_layer, struct error *error)
{
	if (!annotations->layer)
		return false;
	size_t size = strcspn(annotations->layer, "#");
	const char *number = annotations->layer + size;
	unsigned long wanted = *number ? strtoul(number + 1, NULL, 10) : 1;
	unsigned long seen = 0;
	for (unsigned i = 0; i < packet->frame.layer_count; i++) {
		if (!is_layer(packet, i, annotations->layer, size) || ++seen != wanted)
			continue;
		*ret_layer = i;
		return true;
	}
	return refuse_layer(annotations, packet, error);
}

/* How well a name fits a field; less is better, NO_FIT: not at all. */
enum fit { FIT_FULL, FIT_RAW, FIT_IN_LAYER, FIT_RAW_IN_LAYER, FIT_LAST, NO_FIT };

/* Whether `name` is `word`, or `word` with what Wireshark calls the number as it was sent. */
static int fits(const char *name, const char *word)
{
	size_t size = strlen(word);
	if (strncasecmp(name, word, size) != 0)
		return -1;
	if (!name[size])
		return 0;
	return strcmp(name + size, "_raw") == 0 || strcmp(name + size, "_value") == 0 ? 1 : -1;
}

static enum fit fit_of(
	const struct field_list *list, const struct field *field, const char *word)
{
	if (wireshark_name_fits(word, list, field))
		return FIT_FULL;
	const char *name = field->spec->name;
	int full = fits(name, word);
	if (full >= 0)
		return full ? FIT_RAW : FIT_FULL;
	const char *rest = strchr(name, '.');
	if (!rest)
		return NO_FIT;
	int within = fits(rest + 1, word);
	if (within >= 0)
		return within ? FIT_RAW_IN_LAYER : FIT_IN_LAYER;
	return fits(strrchr(name, '.') + 1, word) >= 0 ? FIT_LAST : NO_FIT;
}

/* The nearest of the short names of a layer; NULL when none is near. */
static const char *nearest_field(
	const char *name, const struct shown_packet *packet, unsigned layer, struct arena *arena)
{
	const struct field_list *list = &packet->fields;
	const char **names = arena_alloc_array(arena, 2 * list->count + 1, sizeof(*names));
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const char *full = list->fields[i].spec->name;
		const char *rest = strchr(full, '.');
		if (list->fields[i].layer != layer || !rest)
			continue;
		const char *raw = strstr(rest, "_raw");
		names[count++] = full;
		names[count++] =
			raw ? arena_strndup(arena, rest + 1, (size_t)(raw - rest - 1)) : rest + 1;
	}
	return nearest_name(name, names, count);
}

enum { NAMED = 40 };

static bool is_named_before(const struct field_list *list, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (list->fields[i].layer == list->fields[index].layer &&
			strcmp(list->fields[i].spec->name, list->fields[index].spec->name) == 0)
			return true;
	}
	return false;
}

/* Appends the names of a layer's fields, also of those inside others, or of the first of them. */
static void append_names(struct text *out, const struct shown_packet *packet, unsigned layer)
{
	const struct field_list *list = &packet->fields;
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		if (field->layer != layer || !strchr(field->spec->name, '.') ||
			is_named_before(list, i))
			continue;
		if (count++ == NAMED) {
			text_append(out, " …");
			return;
		}
		text_append_format(out, "%s%s", count > 1 ? ", " : "", field->spec->name);
	}
}

/* The layer that the name begins with, as "http" in "http.host"; `layer` when it is none. */
static unsigned layer_of_name(
	const char *name, const struct shown_packet *packet, unsigned layer)
{
	size_t size = prefix_size(name);
	if (!name[size] || is_layer(packet, layer, name, size))
		return layer;
	for (unsigned i = 0; i < packet->frame.layer_count; i++)
		if (is_layer(packet, i, name, size))
			return i;
	return layer;
}

static bool refuse_field(
	const char *name, const struct shown_packet *packet, unsigned layer, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text all = { 0 };
	layer = layer_of_name(name, packet, layer);
	append_names(&all, packet, layer);
	const char *nearest = nearest_field(name, packet, layer, &arena);
	for (unsigned i = 0; i < packet->frame.layer_count && !nearest; i++)
		nearest = nearest_field(name, packet, i, &arena);
	if (nearest)
		return error_set(error,
			"frame %llu has no field '%s': did you mean '%s'? It has %s",
			(unsigned long long)packet->frame.number, name, nearest, text_string(&all));
	return error_set(error, "frame %llu has no field '%s': it has %s",
		(unsigned long long)packet->frame.number, name, text_string(&all));
}

const struct field *field_steps_find(
	const char *name, const struct shown_packet *packet, unsigned layer, struct error *error)
{
	const struct field_list *list = &packet->fields;
	const struct field *best = NULL;
	unsigned best_rank = 2 * NO_FIT;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		enum fit fit = fit_of(list, field, name);
		if (fit == NO_FIT || field->size == 0)
			continue;
		/* The layer that opens is meant before the others. */
		unsigned rank = fit + (field->layer == layer ? 0 : NO_FIT);
		if (rank < best_rank) {
			best_rank = rank;
			best = field;
		}
	}
	if (!best)
		refuse_field(name, packet, layer, error);
	return best;
}
