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

bool arrow_labels_find(const char ***ret_labels, const struct packets_annotations *annotations,
	const struct selection *selection, bool is_korean, struct arena *arena, struct error *error)
{
	const char **labels = arena_alloc_array(arena, selection->count, sizeof(*labels));
	autofinish(text) struct text text = { 0 };
	for (size_t k = 0; k < annotations->label_count; k++) {
		bool is_there = false;
		for (size_t i = 0; i < selection->count; i++) {
			text_clear(&text);
			text_append(&text, labels[i] ? labels[i] : "");
			if (!field_value_label(&text, selection->packets[i], annotations->labels[k],
				    is_korean))
				continue;
			labels[i] = arena_strdup(arena, text_string(&text));
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
