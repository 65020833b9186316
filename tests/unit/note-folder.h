#ifndef TESTS_UNIT_NOTE_FOLDER_H
#define TESTS_UNIT_NOTE_FOLDER_H

/*
 * A temporary folder of notes, and a talk in it that is rendered: its HTML, and what it was told.
 */

#include "notes/markdown/markdown.h"
#include "notes/slide/talk-parse.h"
#include "talk-checks.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file/file.h"

struct note_folder {
	char *path;
};

static inline int note_folder_make(void **state)
{
	struct note_folder *folder = test_calloc(1, sizeof(*folder));
	autofinish(text) struct text path = { 0 };
	const char *temporary = getenv("TMPDIR");
	text_append_format(&path, "%s/pcapdeck-notes-XXXXXX", temporary ? temporary : "/tmp");
	folder->path = text_steal(&path);
	*state = folder;
	return mkdtemp(folder->path) ? 0 : -1;
}

static inline int note_folder_remove_entry(
	const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status, (void)type, (void)place;
	return remove(path);
}

static inline int note_folder_remove(void **state)
{
	struct note_folder *folder = *state;
	int result = nftw(folder->path, note_folder_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	free(folder->path);
	test_free(folder);
	return result;
}

static inline void note_folder_write(
	const struct note_folder *folder, const char *name, struct bytes bytes)
{
	autofinish(text) struct text path = { 0 };
	autofinish(error) struct error error = { 0 };
	text_append_format(&path, "%s/%s", folder->path, name);
	assert_true(file_replace(text_string(&path), bytes, &error));
}

struct rendered {
	struct text html, said, findings;
	struct error error;
	bool ok;
};

static inline void rendered_add_said(void *context, struct bytes html)
{
	struct rendered *rendered = context;
	text_append_size(&rendered->said, (const char *)html.data, html.size);
	text_append(&rendered->said, "--\n");
}

static inline void render_slide(struct rendered *rendered, const struct talk *talk,
	const struct slide *slide, struct findings *findings)
{
	const struct markdown_resolver resolver = {
		.context = rendered,
		.value = name_as_value,
		.said = rendered_add_said,
	};
	struct html_open open = { 0 };
	for (size_t i = 0; i < slide->part_count && rendered->ok; i++) {
		const struct slide_part *part = &slide->parts[i];
		open.is_last = i + 1 == slide->part_count;
		if (part->is_packets)
			text_append(&rendered->html, "(packets)\n");
		else
			rendered->ok = markdown_render_part(&rendered->html, talk, part->markdown,
				part->line, &resolver, &open, findings, &rendered->error);
	}
	markdown_close(&rendered->html, talk, &open, findings);
}

/* All slides of `markdown` as if it were FOLDER/talk.md; NULL: a talk that is nowhere. */
static inline struct rendered render_talk(const struct note_folder *folder, const char *markdown)
{
	struct rendered rendered = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text path = { 0 };
	text_append_format(&path, "%s/talk.md", folder ? folder->path : "no-such-folder");
	autofinish(findings) struct findings findings = { 0 };
	struct talk talk = { 0 };
	rendered.ok = talk_parse(text_string(&path), markup_bytes_of(markdown), &arena, &talk,
		&findings, &rendered.error);
	for (size_t i = 0; i < talk.slide_count && rendered.ok; i++) {
		text_append(&rendered.html, i ? "=====\n" : "");
		render_slide(&rendered, &talk, &talk.slides[i], &findings);
	}
	append_findings(&rendered.findings, &findings);
	return rendered;
}

static inline void rendered_finish(struct rendered *rendered)
{
	text_finish(&rendered->html);
	text_finish(&rendered->said);
	text_finish(&rendered->findings);
	error_finish(&rendered->error);
}
DEFINE_AUTOFINISH(rendered);

#endif
