/* A number has the last part of its name before it, what reads by itself has not. */
#include "deck/fields/author-labels.h"

#include "deck/fields/field-values.h"

static bool refuse_name(const char *name, struct error *error)
{
	const char *nearest = field_value_nearest(name);
	if (nearest)
		return error_set(
			error, "there is no field '%s': did you mean '%s'?", name, nearest);
	return error_set(error,
		"there is no field '%s': write a name as Wireshark has it, such as dns.qry.name or tcp.window_size",
		name);
}

/* Returns `before` with the field behind it; NULL when the packet does not have it. */
static const char *with_field(const char *before, const struct shown_packet *packet,
	const char *name, bool has_name, bool is_korean, struct arena *arena)
{
	autofinish(text) struct text text = { 0 };
	text_append(&text, before ? before : "");
	if (!field_value_label(&text, packet, name, has_name, is_korean))
		return NULL;
	return arena_strdup(arena, text_string(&text));
}

bool arrow_labels_find(struct author_label **ret_labels,
	const struct packets_annotations *annotations, const struct selection *selection,
	bool is_korean, struct arena *arena, struct error *error)
{
	struct author_label *labels = arena_alloc_array(arena, selection->count, sizeof(*labels));
	for (size_t k = 0; k < annotations->label_count; k++) {
		const char *field = annotations->labels[k];
		bool is_there = false;
		for (size_t i = 0; i < selection->count; i++) {
			const struct shown_packet *packet = selection->packets[i];
			struct author_label *label = &labels[i];
			const char *words =
				with_field(label->words, packet, field, true, is_korean, arena);
			if (!words)
				continue;
			label->values =
				with_field(label->values, packet, field, false, is_korean, arena);
			label->words = words;
			is_there = true;
		}
		if (is_there)
			continue;
		const char *name = annotations->labels[k];
		if (!field_value_is_known(name))
			return refuse_name(name, error);
		return error_set(error, "no packet of this block has the field '%s'", name);
	}
	*ret_labels = labels;
	return true;
}
