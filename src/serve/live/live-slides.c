/* A failure never takes a picture away: the audience may still look at it. */
#include "serve/live/live-slides.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/format/json.h"

struct live_slides live_slides_new(char *const *ids, size_t count)
{
	struct live_slides slides = { xcalloc(count, sizeof(*slides.items)), count };
	for (size_t i = 0; i < count; i++)
		slides.items[i].id = xstrdup(ids[i]);
	return slides;
}

void live_slides_finish(struct live_slides *slides)
{
	for (size_t i = 0; i < slides->count; i++) {
		free(slides->items[i].id);
		text_finish(&slides->items[i].json);
		free(slides->items[i].problem);
	}
	free(slides->items);
	*slides = (struct live_slides){ 0 };
}

struct live_slide *live_slides_find(const struct live_slides *slides, const char *id)
{
	for (size_t i = 0; i < slides->count; i++) {
		if (strcmp(slides->items[i].id, id) == 0)
			return &slides->items[i];
	}
	return NULL;
}

void live_slide_end(
	struct live_slide *slide, uint64_t number, struct text *json, const char *problem)
{
	slide->is_recording = false;
	free(slide->problem);
	slide->problem = problem ? xstrdup(problem) : NULL;
	if (problem)
		return;
	text_finish(&slide->json);
	slide->json = *json;
	*json = (struct text){ 0 };
	slide->picture = number;
}

static void append(const struct live_slide *slide, bool says_why, struct json *json)
{
	json_begin_object(json, NULL);
	json_string(json, "slide", slide->id);
	json_number(json, "picture", (int64_t)slide->picture);
	json_string(json, "state",
		slide->is_recording      ? "recording"
			: slide->problem ? "failed"
					 : "idle");
	if (slide->problem && says_why)
		json_string(json, "words", slide->problem);
	json_end_object(json);
}

void live_slides_append(const struct live_slides *slides, bool says_why, struct text *out)
{
	struct json json = { .out = out };
	json_begin_array(&json, NULL);
	for (size_t i = 0; i < slides->count; i++)
		append(&slides->items[i], says_why, &json);
	json_end_array(&json);
}
