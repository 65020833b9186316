/*
 * Finds headings and blocks by name, in the talk itself and in other talks. A heading is found by
 * the slide's id, by its title, or by the slug of any heading on the slide. As on GitHub, "name-1"
 * is the second heading called "name".
 */
#include "notes/block/link-part.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/text.h"
#include "notes/text/characters.h"
#include "notes/text/string-map.h"

/* The part behind '#' in a path of headings, `Heading#Subheading`, or NULL. */
static const char *next_part(const char *path)
{
	const char *next = strchr(path, '#');
	return next ? next + 1 : NULL;
}

/*
 * The index of the first slide at or after `from` with this slug; the number of slides when there
 * is none.
 */
static size_t slide_from(const struct talk *talk, size_t from, const char *slug, bool by_id)
{
	for (; from < talk->slide_count; from++) {
		autofinish(text) struct text title = { 0 };
		text_append_slug(&title, markup_bytes_of(talk->slides[from].title));
		const char *name = by_id ? talk->slides[from].id : text_string(&title);
		if (strcmp(name, slug) == 0)
			break;
	}
	return from;
}

const char *link_part_block_key(struct arena *arena, struct bytes id)
{
	char *key = arena_strndup(arena, (const char *)id.data, id.size);
	for (char *p = key; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p | 0x20);
	}
	return key;
}

static const char *slide_of_block(const struct talk *talk, const char *id, struct arena *arena)
{
	const char *key = link_part_block_key(arena, markup_bytes_of(id));
	return talk->block_slides ? string_map_find(talk->block_slides, key) : NULL;
}

const char *link_part_slide(const struct talk *talk, const char *part, struct arena *arena)
{
	const char *id = NULL;
	size_t from = 0;
	if (part[0] == '^')
		return slide_of_block(talk, part + 1, arena);
	for (; part; part = next_part(part)) {
		autofinish(text) struct text slug = { 0 };
		text_append_slug(
			&slug, (struct bytes){ (const uint8_t *)part, strcspn(part, "#") });
		size_t found = slide_from(talk, from, text_string(&slug), id == NULL);
		const char *on_slide = talk->heading_slides
			? string_map_find(talk->heading_slides, text_string(&slug))
			: NULL;
		if (found < talk->slide_count) {
			id = talk->slides[found].id;
			from = found + 1;
		} else if (!on_slide) {
			return NULL;
		} else if (!id) {
			id = on_slide;
		}
	}
	return id;
}
