/*
 * The text of one note inside another, as Obsidian shows `![[note]]` and `![[note#heading]]`: its
 * front matter and %% comments are left out, and its speaker notes stay those; its images, links and
 * footnotes are looked up from its own folder; `---` is a rule. Notes may embed notes, to a depth and
 * a size, and never themselves. Packets blocks stay text: captures are the talk's own.
 */
#include "notes/markdown/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "notes/block/vault.h"
#include "notes/inline/span.h"
#include "notes/slide/note.h"

enum { NOTE_SIZE_MAX = 1 << 20 /* of all notes below one text */, DEPTH_MAX = 5 };

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

/* Two names of one file are the same path then. */
static const char *real_path(struct arena *arena, const char *path)
{
	automem char *real = realpath(path, NULL);
	return arena_strdup(arena, real ? real : path);
}

/* Whether it may stand here; else the error is set. */
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

/* What the note says to speakers is said to those of the slide that embeds it. */
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
			"with '![[%s]]' more than %d bytes of notes are embedded here: link to it "
			"instead",
			written, NOTE_SIZE_MAX);
		return render_fail(render, node);
	}
	if (!note_parse(path, buffer_bytes(&source), embedding->heading, render->talk->lang, &arena,
		    &note, render->error))
		return render_fail(render, node);
	if (note.has_part)
		return render_body(render, node, embedding, &note);
	error_set(render->error, "'%s' has no %s '%s'%s%s%s", path,
		embedding->heading[0] == '^' ? "block" : "heading", embedding->heading,
		note.nearest ? ": did you mean '" : "", note.nearest ? note.nearest : "",
		note.nearest ? "'?" : "");
	return render_fail(render, node);
}

bool render_note(struct render *render, cmark_node *node, const char *written)
{
	struct arena *arena = &render->tree.arena;
	struct wikilink link = wikilink_parse(arena, markup_bytes_of(written));
	const char *path = note_path(render, &link);
	if (!path)
		return render_refuse_file(render, node, "note", link.target,
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
