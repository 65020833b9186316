/* Cuts the text between the brackets at its first bar and at its first hash. */
#include "notes/inline/wikilink.h"

#include "base/format/markup.h"
#include "base/text.h"
#include "notes/inline/invisible-marks.h"
#include "notes/text/lines.h"

struct wikilink wikilink_parse(struct arena *arena, struct bytes inner)
{
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, inner);
	struct bytes all = markup_bytes_of(text_string(&plain));
	size_t bar = bytes_find(all, 0, "|");
	struct bytes place = bytes_trim((struct bytes){ all.data, bar });
	struct bytes alias = bytes_trim(bytes_from(all, bar + 1));
	size_t hash = bytes_find(place, 0, "#");
	struct bytes target = bytes_trim((struct bytes){ place.data, hash });
	struct bytes heading = bytes_trim(bytes_from(place, hash + 1));
	return (struct wikilink){
		arena_strndup(arena, (const char *)target.data, target.size),
		arena_strndup(arena, (const char *)heading.data, heading.size),
		arena_strndup(arena, (const char *)alias.data, alias.size),
	};
}

const char *wikilink_words(const struct wikilink *link)
{
	return *link->alias ? link->alias : *link->target ? link->target : link->heading;
}
