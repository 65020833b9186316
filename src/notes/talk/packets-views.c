/* The names of the views in `show:`, and of the colors in `colors:`. */
#include "notes/talk/packets-views.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/nearest-name.h"
#include "base/text.h"

#define PACKETS_VIEW_NAME(UPPER, LOWER) #LOWER,
static const char *const view_names[PACKETS_VIEW_COUNT] = { PACKETS_VIEWS(PACKETS_VIEW_NAME) };
#undef PACKETS_VIEW_NAME

const char *packets_view_name(enum packets_view view)
{
	return view_names[view];
}

bool packets_view_has_places(enum packets_view view)
{
	return view == PACKETS_GRAPH || view == PACKETS_BUFFERS;
}

/* Appends all names: "sequence, packet or graph". */
static void append_names(struct text *out)
{
	for (unsigned i = 0; i < PACKETS_VIEW_COUNT; i++)
		text_append_format(out, "%s%s",
			i == 0                                ? ""
				: i + 1 == PACKETS_VIEW_COUNT ? " or "
							      : ", ",
			view_names[i]);
}

bool packets_view_find(const char *name, enum packets_view *ret_view, struct error *error)
{
	for (unsigned i = 0; i < PACKETS_VIEW_COUNT; i++) {
		if (strcmp(name, view_names[i]) == 0) {
			*ret_view = (enum packets_view)i;
			return true;
		}
	}
	const char *nearest = nearest_name(name, view_names, PACKETS_VIEW_COUNT);
	if (nearest)
		return error_set(error, "there is no view '%s': did you mean '%s'?", name, nearest);
	autofinish(text) struct text names = { 0 };
	append_names(&names);
	return error_set(error, "there is no view '%s': use %s", name, text_string(&names));
}

bool packets_colors_find(const char *name, enum packets_colors *ret_colors, struct error *error)
{
	static const char *const names[] = {
		[PACKETS_COLORS_KIND] = "kind",
		[PACKETS_COLORS_WIRESHARK] = "wireshark",
	};
	for (unsigned i = 0; i < ARRAY_COUNT(names); i++) {
		if (strcmp(name, names[i]) == 0) {
			*ret_colors = (enum packets_colors)i;
			return true;
		}
	}
	const char *nearest = nearest_name(name, names, ARRAY_COUNT(names));
	if (nearest)
		return error_set(
			error, "there are no colors '%s': did you mean '%s'?", name, nearest);
	return error_set(error, "there are no colors '%s': use kind or wireshark", name);
}
