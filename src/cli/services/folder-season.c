#include "cli/services/folder-season.h"

#include <time.h>

#include "base/file/file.h"
#include "cli/services/fixed-time.h"
#include "notes/slide/talk-parse.h"

/* Reads what the talk says of itself. What is wrong with it is left to `build`. */
static void read_talk(const char *path, struct arena *arena, struct season_talk *ret_talk)
{
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	autofinish(buffer) struct buffer source = { 0 };
	struct talk talk;
	*ret_talk = (struct season_talk){ 0 };
	if (!file_read(path, TALK_SIZE_MAX, &source, &error) ||
		!talk_parse(path, arena_bytes(arena, buffer_bytes(&source)), arena, &talk,
			&findings, &error))
		return;
	automem char *stem = file_stem(path);
	*ret_talk = (struct season_talk){
		.title = *talk.title ? talk.title : arena_strdup(arena, stem),
		.presenter = talk.presenter,
		.week = talk.week,
		.date = talk.date,
		.path = path,
		.presenter_line = talk.presenter_line,
		.week_line = talk.week_line,
	};
}

void folder_season_read(
	const char *folder, struct talk_list *talks, int32_t day, struct schedule *ret_schedule)
{
	struct season_talk *items = arena_alloc_array(&talks->arena, talks->count, sizeof(*items));
	int64_t now_s = fixed_time_s();
	for (size_t i = 0; i < talks->count; i++)
		read_talk(talks->paths[i], &talks->arena, &items[i]);
	schedule_read(folder, items, talks->count, now_s ? now_s : (int64_t)time(NULL), day,
		ret_schedule);
}
