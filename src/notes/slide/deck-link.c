/*
 * Turns links to notes into links to decks. The caller may know where the deck of a talk will be;
 * otherwise it is beside the talk.
 */
#include "notes/slide/deck-link.h"

#include <string.h>
#include <strings.h>

#include "base/file/file.h"
#include "base/file/path.h"
#include "base/format/markup.h"
#include "base/text.h"
#include "notes/block/link-part.h"
#include "notes/block/link.h"
#include "notes/block/vault.h"
#include "notes/markdown/render.h"
#include "notes/slide/talk-parse.h"
#include "notes/text/characters.h"

enum { FILE_SIZE_MAX = 4 << 20 };

/* Returns NULL when the file cannot be read. */
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

bool deck_link_find_part(struct vault *vault, const char *path, const char *part,
	struct arena *arena, const char **ret_slide)
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

/* The path of the talk whose deck is built, seen through the notes that embed the link. */
static const char *own_path(const struct render *render)
{
	const struct embedding *at = render->embedding;
	while (at && at->outer)
		at = at->outer;
	return at ? at->path : render->talk->path;
}

static void append_path(struct text *out, const char *own, const char *path)
{
	automem char *from = path_real(own);
	automem char *to = path_real(path);
	path_append_relative(out, from, to);
}

static void append_beside(struct text *out, const char *own, const char *path)
{
	append_path(out, own, path);
	const char *dot = strrchr(text_string(out), '.');
	text_cut(out, (size_t)(dot - text_string(out)));
	text_append(out, ".html");
}

/* Appends a path to a URL, with the characters escaped that would end the path. */
static void append_escaped(struct text *out, const char *path)
{
	size_t first = strcspn(path, "/:");
	if (path[first] == ':')
		text_append(out, "./"); /* a colon in the first part would be read as a scheme */
	for (const char *p = path; *p; p++) {
		if (strchr("%#?\"<> \\", *p))
			text_append_format(out, "%%%02X", (unsigned)(unsigned char)*p);
		else
			text_append_char(out, *p);
	}
}

/* The id of the slide, or "" for the first one. */
static const char *slide_of(
	struct render *render, cmark_node *node, const char *path, const char *part)
{
	const struct markdown_resolver *resolver = render->resolver;
	const char *id = "";
	if (!*part ||
		deck_link_find_part(render->talk->vault, path, part, &render->tree.arena, &id))
		return id;
	if (resolver && resolver->no_part)
		resolver->no_part(resolver->context, path, part, render_talk_line(render, node));
	return "";
}

const char *deck_link_to_file(
	struct render *render, cmark_node *node, const char *path, const char *part)
{
	const struct markdown_resolver *resolver = render->resolver;
	autofinish(text) struct text place = { 0 };
	autofinish(text) struct text address = { 0 };
	if (!render->talk->vault)
		return NULL;
	const char *id = slide_of(render, node, path, part);
	if (!vault_is_talk(render->talk->vault, path))
		return NULL;
	if (!resolver || !resolver->deck || !resolver->deck(resolver->context, path, &place))
		append_beside(&place, own_path(render), path);
	append_escaped(&address, text_string(&place));
	if (*id)
		text_append_format(&address, "#/%s", id);
	return arena_strdup(&render->tree.arena, text_string(&address));
}

/* Makes a path relative to an embedded note relative to the talk. */
static const char *link_from_note(struct render *render, const char *path, const char *rest)
{
	autofinish(text) struct text place = { 0 };
	autofinish(text) struct text address = { 0 };
	if (!render->embedding)
		return NULL;
	append_path(&place, own_path(render), path);
	append_escaped(&address, text_string(&place));
	text_append(&address, rest);
	return arena_strdup(&render->tree.arena, text_string(&address));
}

/* Resolves "#heading" as on GitHub, where any heading is a target; in reveal.js only slides are. */
static const char *link_to_own_part(struct render *render, cmark_node *node, const char *address)
{
	struct arena *arena = &render->tree.arena;
	const char *part = link_decode(arena, address + 1);
	if (render->embedding)
		return *part ? deck_link_to_file(render, node, render->embedding->path, part)
			     : NULL;
	const char *id = *part && *part != '/' ? link_part_slide(render->talk, part, arena) : NULL;
	return id ? arena_printf(arena, "#/%s", id) : NULL;
}

const char *deck_link_to_address(struct render *render, cmark_node *node, const char *address)
{
	if (address[0] == '#')
		return link_to_own_part(render, node, address);
	struct arena *arena = &render->tree.arena;
	size_t size = strcspn(address, "#?");
	const char *file = link_decode(arena, arena_strndup(arena, address, size));
	size_t file_size = strlen(file);
	struct bytes bytes = markup_bytes_of(address);
	bool is_note = file_size > 3 && strcasecmp(file + file_size - 3, ".md") == 0;
	if (!render->talk->vault || !size || (!is_note && !render->embedding) ||
		link_is_remote(bytes) || link_has_scheme(bytes, "mailto:"))
		return NULL;
	const char *path =
		vault_find_address(render->talk->vault, arena_strndup(arena, address, size));
	const char *hash = strchr(address, '#');
	const char *heading = hash ? link_decode(arena, hash + 1) : "";
	if (!path)
		return NULL;
	const char *deck = is_note ? deck_link_to_file(render, node, path, heading) : NULL;
	return deck ? deck : link_from_note(render, path, address + size);
}
