/*
 * Headings and blocks by their names, in the talk itself and in others: by the id of a slide, its title, any
 * heading on it, also as GitHub numbers headings of one name ("name-1" is the second).
 */
#include "notes/block/link-part.h"

#include <string.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/text.h"
#include "notes/block/vault.h"
#include "notes/slide/block-id.h"
#include "notes/slide/string-map.h"
#include "notes/text/characters.h"

enum { FILE_SIZE_MAX = 4 << 20 };

/* What follows the '#' in a path of headings, `Heading#Below it`, or NULL. */
static const char *next_part(const char *path)
{
	const char *next = strchr(path, '#');
	return next ? next + 1 : NULL;
}

/* The first slide from `from` on that is called `slug`, or their number. */
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

static const char *slide_of_block(const struct talk *talk, const char *id, struct arena *arena)
{
	const char *key = block_id_key(arena, markup_bytes_of(id));
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

/* NULL: it cannot be read. */
static const struct talk *read_talk(struct vault *vault, const char *path)
{
	autofinish(findings) struct findings ignored = { 0 };
	autofinish(error) struct error error = { 0 };
	struct arena *arena = vault_arena(vault);
	autofinish(buffer) struct buffer bytes = { 0 };
	if (!file_read(path, FILE_SIZE_MAX, &bytes, &error))
		return NULL;
	struct talk *talk = arena_new(arena, struct talk);
	bool ok = talk_parse(arena_strdup(arena, path), arena_bytes(arena, buffer_bytes(&bytes)),
		arena, talk, &ignored, &error);
	return ok ? talk : NULL;
}

bool link_part_find(struct vault *vault, const char *path, const char *part, struct arena *arena,
	const char **ret_slide)
{
	static const struct talk unreadable = { 0 };
	void **place = vault_place_of_talk(vault, path);
	if (!*place) {
		const struct talk *talk = read_talk(vault, path);
		*place = (void *)(uintptr_t)(talk ? talk : &unreadable);
	}
	const struct talk *talk = *place;
	if (talk != &unreadable) {
		*ret_slide = link_part_slide(talk, part, arena);
		return *ret_slide != NULL;
	}
	autofinish(text) struct text slug = { 0 };
	const char *below = strrchr(part, '#');
	text_append_slug(&slug, markup_bytes_of(below ? below + 1 : part));
	*ret_slide = part[0] == '^' ? "" : arena_strdup(arena, text_string(&slug));
	return true;
}
