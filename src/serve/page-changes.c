/* A hash of which the page already has the slide is found in its list as text. */
#include "serve/page-changes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/format/json.h"

enum { DIGEST_TEXT_SIZE = 17 };

/* Writes the digest as the page has it. Returns whether `had` lists it. */
static bool write_digest(char text[DIGEST_TEXT_SIZE], uint64_t digest, const char *had)
{
	(void)snprintf(text, DIGEST_TEXT_SIZE, "%016" PRIx64, digest);
	return strstr(had, text) != NULL;
}

/* Whether an earlier slide has the same hash: the page has one slide of it, or none. */
static bool is_copy(const struct deck_slide *slides, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (slides[i].digest == slides[index].digest)
			return true;
	return false;
}

void page_changes_take(struct page_changes *changes, struct deck *deck)
{
	page_changes_finish(changes);
	*changes = (struct page_changes){
		.slides = deck->slides,
		.data = deck->packet_data,
		.shell = deck->shell_digest,
		.packets = deck->packets_digest,
	};
	deck->slides = deck->packet_data = (struct text){ 0 };
}

void page_changes_finish(struct page_changes *changes)
{
	text_finish(&changes->slides);
	text_finish(&changes->data);
	*changes = (struct page_changes){ 0 };
}

void page_changes_append(const struct page_changes *changes, const struct deck_slide *slides,
	size_t slide_count, uint64_t version, const char *had, struct text *out)
{
	char digest[DIGEST_TEXT_SIZE];
	struct json json = { .out = out };
	json_begin_object(&json, NULL);
	(void)write_digest(digest, version, had);
	json_string(&json, "version", digest);
	(void)write_digest(digest, changes->shell, had);
	json_string(&json, "shell", digest);
	json_begin_array(&json, "slides");
	for (size_t i = 0; i < slide_count; i++) {
		const struct deck_slide *slide = &slides[i];
		const uint8_t *html = (const uint8_t *)text_string(&changes->slides);
		bool is_there = write_digest(digest, slide->digest, had);
		json_begin_object(&json, NULL);
		json_string(&json, "id", slide->id);
		json_number(&json, "line", slide->line);
		json_bool(&json, "below", slide->is_below);
		json_string(&json, "digest", digest);
		if (!is_there || is_copy(slides, i))
			json_bytes(&json, "html",
				(struct bytes){ html + slide->html.from, slide->html.size });
		json_end_object(&json);
	}
	json_end_array(&json);
	bool is_there = write_digest(digest, changes->packets, had);
	json_string(&json, "packets", digest);
	if (!is_there)
		json_literal(&json, "data", text_string(&changes->data));
	json_end_object(&json);
}
