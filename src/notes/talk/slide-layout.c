#include "notes/talk/slide-layout.h"

#include <stddef.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/nearest-name.h"

static const struct {
	const char *name;
	enum slide_layout layout;
} names[] = {
	{ "columns", SLIDE_LAYOUT_COLUMNS },
	{ "picture", SLIDE_LAYOUT_PICTURE },
	{ "picture-left", SLIDE_LAYOUT_PICTURE_LEFT },
	{ "statement", SLIDE_LAYOUT_STATEMENT },
	{ "section", SLIDE_LAYOUT_SECTION },
	{ "fact", SLIDE_LAYOUT_FACT },
	/* Slidev's names from here on */
	{ "two-cols", SLIDE_LAYOUT_COLUMNS },
	{ "two-cols-header", SLIDE_LAYOUT_COLUMNS },
	{ "image-right", SLIDE_LAYOUT_PICTURE },
	{ "image-left", SLIDE_LAYOUT_PICTURE_LEFT },
};

bool slide_layout_find(const char *name, enum slide_layout *ret_layout)
{
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (strcasecmp(names[i].name, name) == 0) {
			*ret_layout = names[i].layout;
			return true;
		}
	}
	return false;
}

const char *slide_layout_nearest(const char *name)
{
	const char *candidates[ARRAY_COUNT(names)];
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		candidates[i] = names[i].name;
	return nearest_name(name, candidates, ARRAY_COUNT(candidates));
}

const char *slide_layout_class(enum slide_layout layout)
{
	static const char *const classes[SLIDE_LAYOUT_COUNT] = {
		[SLIDE_LAYOUT_NONE] = "",
		[SLIDE_LAYOUT_COLUMNS] = "layout-columns",
		[SLIDE_LAYOUT_PICTURE] = "layout-picture",
		[SLIDE_LAYOUT_PICTURE_LEFT] = "layout-picture layout-left",
		[SLIDE_LAYOUT_STATEMENT] = "layout-statement",
		[SLIDE_LAYOUT_SECTION] = "layout-section",
		[SLIDE_LAYOUT_FACT] = "layout-fact",
	};
	return classes[layout];
}

bool slide_layout_has_body(enum slide_layout layout)
{
	return layout == SLIDE_LAYOUT_COLUMNS || layout == SLIDE_LAYOUT_PICTURE ||
		layout == SLIDE_LAYOUT_PICTURE_LEFT;
}
