/*
 * Embeds the text of one note in another, as Obsidian shows `![[note]]` and `![[note#heading]]`.
 * Front matter and %% comments are left out. Speaker notes become those of the embedding slide.
 * Images, links and footnotes are resolved from the note's folder. `---` is a rule. Notes may embed
 * notes, up to a depth and a size, but never themselves. Packets blocks stay text, since captures
 * belong to the talk.
 */
#include "notes/markdown/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "notes/block/vault.h"
#include "notes/inline/wikilink.h"
#include "notes/slide/note.h"

enum { NOTE_SIZE_MAX = 1 << 20 /* the limit of all notes in one text */, DEPTH_MAX = 5 };

static const char *note_path(struct render *render, const struct wikilink *link)
{
	if (!*link->target)
		return render->talk->path;
	size_t size = strlen(link->target);
	bool has_ending = size > 3 && strcmp(link->target + size - 3, ".md") == 0;
	return render_find_file(render,
		has_ending ? link->target
			   : arena_printf(&render->tree.arena, "%s.md", link->target));
}

/* Resolves symbolic links, so that two names of one file compare equal. */
static const char *real_path(struct arena *arena, const char *path)
{
	automem char *real = realpath(path, NULL);
	return arena_strdup(arena, real ? real : path);
}

/* Checks that the note is not embedded in itself, and not too deep. Sets the error if it is. */
static bool check_cycle(
	const struct render *render, const struct embedding *embedding, const char *written)
{
	for (const struct embedding *at = embedding->outer; at; at = at->outer) {
		if (strcmp(at->path, embedding->path) != 0 ||
			strcmp(at->heading, embedding->heading) != 0)
			continue;
		return error_set(render->error,
			"'![[%s]]' embeds a note in itself: remove one of them", written);
	}
	if (embedding->depth <= DEPTH_MAX)
		return true;
	return error_set(render->error,
		"'![[%s]]' stands in a note inside %d others: link to it instead", written,
		DEPTH_MAX);
}

/* Passes the note's speaker notes to the slide that embeds it. */
static bool render_said(const struct render *body, const struct note *note)
{
	for (size_t i = 0; i < note->said_count; i++) {
		autofinish(text) struct text html = { 0 };
		struct render inner = *body;
		inner.out = &html;
		inner.tree = (struct tree){ 0 };
		inner.last_point = 0;
		if (!render_source(&inner, note->said[i].markdown, note->said[i].line))
			return false;
		if (body->resolver && body->resolver->said)
			body->resolver->said(body->resolver->context,
				(struct bytes){ (const uint8_t *)text_string(&html), html.size });
	}
	return true;
}

static bool render_body(struct render *render, cmark_node *node, const struct embedding *embedding,
	const struct note *note)
{
	struct render inner = {
		.out = render->out,
		.talk = &note->talk,
		.resolver = render->resolver,
		.findings = render->findings,
		.error = render->error,
		.embedding = embedding,
		.embed_line = render_talk_line(render, node),
		.embedded_size = render->embedded_size,
	};
	const struct render said = inner;
	render_emit(render, "<div class=\"embed\">\n");
	bool ok = render_source(&inner, note->body, note->first_line);
	render_emit(render, "</div>\n");
	return ok && render_said(&said, note);
}

static bool render_file(struct render *render, cmark_node *node, struct embedding *embedding,
	const char *path, const char *written)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(buffer) struct buffer source = { 0 };
	struct note note;
	if (!file_read(path, NOTE_SIZE_MAX, &source, render->error))
		return render_fail(render, node);
	*render->embedded_size += source.size;
	if (*render->embedded_size > NOTE_SIZE_MAX) {
		error_set(render->error,
			"with '![[%s]]' more than %d bytes of notes are embedded here: link to it instead",
			written, NOTE_SIZE_MAX);
		return render_fail(render, node);
	}
	if (!note_parse(path, buffer_bytes(&source), embedding->heading, render->talk->lang, &arena,
		    &note, render->error))
		return render_fail(render, node);
	if (note.has_part)
		return render_body(render, node, embedding, &note);
	const char *what = message_of(embedding->heading[0] == '^' ? "block" : "heading");
	if (note.nearest)
		error_set(render->error, "'%s' has no %s '%s': did you mean '%s'?", path, what,
			embedding->heading, note.nearest);
	else
		error_set(render->error, "'%s' has no %s '%s'", path, what, embedding->heading);
	return render_fail(render, node);
}

bool render_note(struct render *render, cmark_node *node, const char *written)
{
	struct arena *arena = &render->tree.arena;
	struct wikilink link = wikilink_parse(arena, markup_bytes_of(written));
	const char *path = note_path(render, &link);
	if (!path)
		return render_refuse_file(render, node, MESSAGE("note"), link.target,
			render->talk->vault ? vault_suggest(render->talk->vault,
						      arena_printf(arena, "%s.md", link.target))
					    : NULL);
	const struct embedding talk = {
		.path = real_path(arena, render->talk->path),
		.heading = "",
	};
	struct embedding embedding = {
		.outer = render->embedding ? render->embedding : &talk,
		.path = real_path(arena, path),
		.heading = link.heading,
		.depth = (render->embedding ? render->embedding->depth : 0) + 1,
	};
	if (!check_cycle(render, &embedding, written))
		return render_fail(render, node);
	if (render->resolver && render->resolver->file_used)
		render->resolver->file_used(render->resolver->context, path);
	return render_file(render, node, &embedding, path, written);
}
